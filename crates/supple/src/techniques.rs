//! `supple techniques`: what hands can do, as a list or one by one.

use std::io::{self, Write};

use supple_care::{
    Knowledge,
    technique::{Clothing, Firmness, Stroke, Technique},
};
use supple_words::Words;

use crate::{args::Techniques, paper::Paper, speech::Speech, trouble::BadInput};

/// Prints the catalogue, or one technique with its strokes.
///
/// # Errors
/// An id that nobody knows; what the output does not take.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, given: &Techniques) -> anyhow::Result<()> {
    let speech = Speech { words, knowledge };
    let text = match &given.id {
        None => catalogue(&speech),
        Some(id) => {
            let known = knowledge.techniques.techniques.iter().zip(0usize..).find(|(technique, _)| technique.id == *id);
            let (technique, index) =
                known.ok_or_else(|| BadInput(words.get("techniques-unknown", &[("id", id.into())])))?;
            one(&speech, technique, index)
        }
    };
    write!(io::stdout().lock(), "{text}")?;
    Ok(())
}

fn catalogue(speech: &Speech<'_>) -> String {
    let mut paper = Paper::default();
    paper.title(&speech.t("techniques-title"));
    paper.say(&speech.t("techniques-lead"));
    for technique in &speech.knowledge.techniques.techniques {
        paper.gap();
        paper.entry(
            &speech.with(
                "techniques-line",
                &[("id", (&technique.id).into()), ("title", speech.k(&technique.title).into())],
            ),
        );
        paper.below(&speech.k(&technique.say));
        paper.below(&speech.s("techniques-by", "givers", &givers(speech, technique)));
        paper.below(&speech.t(&format!("evidence-{}", technique.evidence.id())));
    }
    paper.heading(&speech.t("techniques-sites"));
    for site in &speech.knowledge.techniques.sites {
        paper.entry(&speech.k(&site.title));
        if let Some(refused) = &site.refused {
            paper.below(&speech.s("techniques-refused", "because", &speech.k(refused)));
        }
    }
    paper.heading(&speech.t("techniques-points"));
    for point in &speech.knowledge.techniques.points {
        paper.entry(
            &speech.with("techniques-point", &[("id", (&point.id).into()), ("say", speech.k(&point.say).into())]),
        );
        if let Some(caution) = &point.caution {
            paper.below(&speech.k(caution));
        }
        if let Some(because) = &point.not_offered {
            paper.below(&speech.s("techniques-not-offered", "because", &speech.k(because)));
        }
    }
    paper.text()
}

fn one(speech: &Speech<'_>, technique: &Technique, index: usize) -> String {
    let mut paper = Paper::default();
    paper.title(&speech.k(&technique.title));
    paper.say(&speech.k(&technique.say));
    if let Some(because) = &technique.not_offered {
        paper.say(&speech.s("techniques-not-offered", "because", &speech.k(because)));
    }
    paper.heading(&speech.t("techniques-how"));
    for step in &technique.how {
        paper.entry(&speech.k(step));
    }
    paper.gap();
    paper.say(&speech.s("techniques-feel", "feel", &speech.k(&technique.feel)));
    paper.say(&speech.s("techniques-ease-off", "when", &speech.k(&technique.ease_off)));
    paper.say(&speech.s("techniques-pace", "pace", &speech.k(&technique.pace)));
    paper.say(&speech.t(match technique.clothing {
        Clothing::On => "techniques-clothes-on",
        Clothing::Off => "techniques-clothes-off",
        Clothing::Either => "techniques-clothes-either",
    }));
    paper.say(&speech.t(match technique.firmness {
        Firmness::Gentle => "techniques-gentle",
        Firmness::Firm => "techniques-firm",
        Firmness::Either => "techniques-either",
    }));
    paper.heading(&speech.t("techniques-cautions"));
    for caution in &technique.cautions {
        paper.entry(&speech.k(caution));
    }
    paper.heading(&speech.t("techniques-who"));
    for by in &technique.by {
        let giver = speech.knowledge.terms.givers.get(usize::from(by.giver)).map_or("", |giver| giver.say.as_str());
        let name = |pressure: u8| speech.t(&format!("pressure-{pressure}"));
        paper.entry(&speech.with(
            "techniques-giver",
            &[("giver", speech.k(giver).into()), ("start", name(by.start).into()), ("most", name(by.most).into())],
        ));
    }
    if let Some(because) = &technique.not_by {
        paper.below(&speech.k(because));
    }
    let strokes = speech.knowledge.techniques.strokes.iter().filter(|stroke| stroke.technique == index);
    let strokes: Vec<&Stroke> = strokes.collect();
    if !strokes.is_empty() {
        paper.heading(&speech.t("techniques-strokes"));
    }
    for stroke in strokes {
        paper.entry(
            &speech.with("techniques-line", &[("id", (&stroke.id).into()), ("title", speech.k(&stroke.title).into())]),
        );
        paper.below(&speech.k(&stroke.caption));
        paper.below(&speech.s("techniques-touches", "places", &speech.places(stroke.places)));
    }
    paper.heading(&speech.t("techniques-sources"));
    paper.say(&speech.t(&format!("evidence-{}", technique.evidence.id())));
    for source in technique.sources.iter().filter_map(|index| speech.knowledge.sources.get(*index)) {
        paper.entry(&source.title);
        paper.below(&speech.k(&source.says));
    }
    paper.text()
}

/// Who may use it, in a list.
fn givers(speech: &Speech<'_>, technique: &Technique) -> String {
    let known = &speech.knowledge.terms.givers;
    let mut names: Vec<String> = Vec::new();
    for by in &technique.by {
        let name = known.get(usize::from(by.giver)).map(|giver| speech.k(&giver.say)).unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    speech.list(&names)
}
