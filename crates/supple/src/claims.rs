//! `supple claims`: does it hold up?

use std::io::{self, Write};

use supple_care::{
    Knowledge,
    claim::{Claim, Claims, Verdict},
};
use supple_knowledge::Library;
use supple_words::Words;

use crate::{
    args::{self, Format},
    base,
    paper::Paper,
    speech::Speech,
    trouble::BadInput,
};

/// Prints the claims of the articles, for people or for programs.
///
/// # Errors
/// An article or verdict that there is not; what the output does not take.
pub(crate) fn run(words: &Words, shelf: &(Knowledge, Library), given: &args::Claims) -> anyhow::Result<()> {
    let (knowledge, library) = shelf;
    let claims = library.claims(knowledge).map_err(|errors| base::mistakes(words, errors))?;
    let article = given.article.as_deref().map(|id| article(words, claims, id)).transpose()?;
    let verdict = given.verdict.as_deref().map(|id| verdict(words, id)).transpose()?;
    let mut out = io::stdout().lock();
    match given.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &supple_interop::claims::list(knowledge, claims, article, verdict))?;
            writeln!(out)?;
        }
        Format::Text => write!(out, "{}", text(Speech { words, knowledge }, claims, article, verdict))?,
    }
    Ok(())
}

fn article(words: &Words, claims: &Claims, id: &str) -> Result<usize, BadInput> {
    claims.article(id).ok_or_else(|| {
        let known: Vec<&str> = claims.articles.iter().map(|article| article.id.as_str()).collect();
        wrong(words, "claims-no-article", id, &known)
    })
}

fn verdict(words: &Words, id: &str) -> Result<Verdict, BadInput> {
    Verdict::from_id(id).ok_or_else(|| {
        let known: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.id()).collect();
        wrong(words, "claims-no-verdict", id, &known)
    })
}

fn wrong(words: &Words, key: &str, given: &str, known: &[&str]) -> BadInput {
    BadInput(words.get(key, &[("given", given.into()), ("known", known.join(", ").into())]))
}

fn text(speech: Speech<'_>, claims: &Claims, article: Option<usize>, verdict: Option<Verdict>) -> String {
    let mut paper = Paper::default();
    paper.title(&speech.t("claims-title"));
    paper.say(&speech.n("claims-lead", "count", claims.claims.len()));
    paper.gap();
    for (known, count) in claims.tally() {
        let say = speech.t(&format!("verdict-{}", known.id()));
        let args =
            [("id", known.id().into()), ("say", say.into()), ("count", i64::try_from(count).unwrap_or(0).into())];
        paper.entry(&speech.with("claims-tally-line", &args));
    }
    let shown = claims.matching(article, verdict).count();
    paper.gap();
    paper.say(&speech.n("claims-shown", "count", shown));
    for (index, known) in claims.articles.iter().enumerate() {
        let mut of_it = claims.matching(Some(index), verdict).peekable();
        if article.is_some_and(|article| article != index) || of_it.peek().is_none() {
            continue;
        }
        let args = [("id", known.id.as_str().into()), ("title", speech.k(&known.title).into())];
        paper.heading(&speech.with("claims-of-article", &args));
        paper.say(&speech.k(&known.note));
        for claim in of_it {
            one(&speech, claims, claim, &mut paper);
        }
    }
    paper.text()
}

fn one(speech: &Speech<'_>, claims: &Claims, claim: &Claim, paper: &mut Paper) {
    paper.gap();
    let quote = speech.k(&claim.quote);
    paper.entry(&speech.with("claims-line", &[("id", claim.id.as_str().into()), ("quote", quote.into())]));
    let verdict = speech.t(&format!("verdict-{}", claim.verdict.id()));
    let level = |evidence: supple_care::source::Evidence| speech.t(&format!("evidence-{}", evidence.id()));
    let sure = match (claim.evidence, claim.up_to) {
        (None, _) => speech.t("claim-sure-nothing"),
        (Some(low), None) => speech.s("claim-sure", "level", &level(low)),
        (Some(low), Some(high)) => {
            let word = |evidence: supple_care::source::Evidence| speech.t(&format!("sure-{}", evidence.id()));
            speech.with("claim-sure-range", &[("low", word(low).into()), ("high", word(high).into())])
        }
    };
    let args = [("verdict", verdict.into()), ("sure", sure.into())];
    paper.below(&speech.with("claims-verdict-line", &args));
    if let Some(part) = &claim.part {
        paper.below(&speech.s("claims-part", "part", &speech.k(part)));
    }
    paper.below(&speech.k(&claim.why));
    paper.below(&speech.s("claims-must-line", "must", &speech.k(&claim.must)));
    for row in claims
        .beside
        .iter()
        .filter(|row| row.claims.iter().filter_map(|index| claims.claims.get(*index)).any(|known| known.id == claim.id))
    {
        let stand = speech.t(&format!("stand-{}", row.stand.id()));
        let args = [("stand", stand.into()), ("advises", speech.k(&row.advises).into())];
        paper.below(&speech.with("claims-beside-line", &args));
    }
    let used: Vec<String> = claim.used_in.iter().map(|used| format!("{}:{}", used.kind.id(), used.id)).collect();
    let used = if used.is_empty() { speech.t("claim-unused") } else { used.join(", ") };
    paper.below(&speech.s("claims-used-line", "used", &used));
    for source in claim.sources.iter().filter_map(|index| speech.knowledge.sources.get(*index)) {
        let read = speech.read(&source.read);
        let args = [
            ("title", source.title.as_str().into()),
            ("address", source.address.as_str().into()),
            ("read", read.into()),
        ];
        paper.below(&speech.with("claims-source-line", &args));
    }
}
