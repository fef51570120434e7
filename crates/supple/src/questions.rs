//! `supple questions`: everything that can be asked.

use std::io::{self, Write};

use supple_care::Knowledge;
use supple_interop::questions::{Allowed, Asked, list};
use supple_words::Words;

use crate::{
    args::{Format, Questions},
    paper::Paper,
    speech::Speech,
};

/// Prints the questions, for people or for programs.
///
/// # Errors
/// What the output does not take.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, given: &Questions) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match given.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &list(knowledge))?;
            writeln!(out)?;
        }
        Format::Text => write!(out, "{}", text(Speech { words, knowledge }))?,
    }
    Ok(())
}

fn text(speech: Speech<'_>) -> String {
    let listing = list(speech.knowledge);
    let mut paper = Paper::default();
    paper.title(&speech.t("questions-title"));
    paper.say(&speech.n("questions-count", "count", listing.questions.len()));
    for page in &speech.knowledge.pages {
        paper.heading(&speech.k(&page.title));
        for question in listing.questions.iter().filter(|question| question.page == page.id) {
            one(&speech, question, &mut paper);
        }
    }
    paper.heading(&speech.t("questions-input"));
    let input = &listing.input;
    paper.entry(&speech.s("questions-fields", "fields", &input.fields.join(", ")));
    paper.entry(&speech.t("questions-pain"));
    paper.below(&input.pain.fields.join(", "));
    paper.below(&speech.s("questions-sides", "values", &input.pain.sides.join(", ")));
    paper.below(&speech.s("questions-qualities", "values", &input.pain.qualities.join(", ")));
    paper.below(&speech.s("questions-depths", "values", &input.pain.depths.join(", ")));
    paper.entry(&speech.t("questions-clearances"));
    paper.below(&input.clearance.fields.join(", "));
    paper.entry(&speech.t("questions-proxy"));
    paper.heading(&speech.t("questions-places"));
    for (line, place) in listing.places.iter().zip(&speech.knowledge.places) {
        let say = speech.place(place);
        paper.entry(&speech.with("questions-place", &[("id", line.id.into()), ("say", say.into())]));
    }
    paper.heading(&speech.t("questions-groups"));
    for group in &listing.groups {
        let places = group.places.join(", ");
        paper.entry(&speech.with("questions-group", &[("id", group.id.into()), ("places", places.into())]));
    }
    paper.text()
}

fn one(speech: &Speech<'_>, question: &Asked<'_>, paper: &mut Paper) {
    let ask = speech.k(question.ask);
    paper.entry(&speech.with("questions-one", &[("id", question.id.into()), ("ask", ask.into())]));
    let allowed = match &question.allowed {
        Allowed::Words { values } => values.join(", "),
        Allowed::Options { options } => options.iter().map(|option| option.id).collect::<Vec<_>>().join(", "),
        Allowed::Number { min, max, unit } => {
            let args = [("min", i64::from(*min).into()), ("max", i64::from(*max).into()), ("unit", (*unit).into())];
            speech.with("questions-number", &args)
        }
        Allowed::Places { .. } => speech.t("questions-some-places"),
        Allowed::Text { max_characters } => speech.n("questions-text", "most", *max_characters),
    };
    let (kind, purpose, polarity) = (question.kind, question.purpose, question.polarity);
    let args = [("kind", kind.into()), ("purpose", purpose.into()), ("polarity", polarity.into())];
    paper.below(&speech.with("questions-kind", &args));
    paper.below(&speech.s("questions-allowed", "values", &allowed));
    let days = usize::try_from(question.valid_days).unwrap_or(0);
    paper.below(&speech.n("questions-valid", "days", days));
    if let Some(applies) = question.applies {
        paper.below(&speech.s("questions-applies", "condition", applies));
    }
    if let Some(find_out) = question.find_out {
        paper.below(&speech.s("report-find-out", "how", &speech.k(find_out)));
    }
}
