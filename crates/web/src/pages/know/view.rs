//! Claims, rows and links as templates show them.

use supple_care::{
    Knowledge,
    claim::{Beside, Claim, Claims, Use, UseKind, Verdict},
    source::Evidence,
};

use crate::{
    pages::parts::{Cited, cite},
    voice::Voice,
};

/// A link, or a name without a page of its own.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) to: Option<String>,
    pub(crate) say: String,
}

/// A claim in full.
pub(crate) struct FullClaim {
    pub(crate) id: String,
    pub(crate) quote: String,
    pub(crate) verdict: Word,
    pub(crate) part: Option<String>,
    pub(crate) why: String,
    pub(crate) sure: String,
    pub(crate) must: String,
    pub(crate) used: Vec<Link>,
    pub(crate) beside: Vec<Link>,
    pub(crate) sources: Vec<Cited>,
}

/// A claim in one line.
pub(crate) struct ShortClaim {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) quote: String,
    pub(crate) verdict: Word,
    pub(crate) sure: Option<String>,
}

/// A word with its shape.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) id: &'static str,
    pub(crate) say: String,
}

/// What an article lays down, beside what Supple advises.
pub(crate) struct FullBeside {
    pub(crate) id: String,
    pub(crate) lays: String,
    pub(crate) quote: String,
    pub(crate) stand: Word,
    pub(crate) advises: String,
    pub(crate) why: String,
    pub(crate) evidence: String,
    pub(crate) at: Vec<Link>,
    pub(crate) tests: Vec<String>,
    pub(crate) claims: Vec<Link>,
    pub(crate) sources: Vec<Cited>,
}

/// The same in one line.
pub(crate) struct ShortBeside {
    pub(crate) to: String,
    pub(crate) quote: String,
    pub(crate) stand: Word,
}

/// The address of a claim.
pub(crate) fn claim_path(claims: &Claims, claim: &Claim) -> String {
    format!("/claims/{}#{}", article_part(claims, claim.article), claim.id)
}

/// The address of a row.
pub(crate) fn beside_path(claims: &Claims, row: &Beside) -> String {
    format!("/articles/{}#{}", article_part(claims, row.article), row.id)
}

/// An article as it stands in an address: `a1`.
pub(crate) fn article_part(claims: &Claims, article: usize) -> String {
    claims.articles.get(article).map(|article| article.id.to_lowercase()).unwrap_or_default()
}

pub(crate) fn verdict(v: &Voice, verdict: Verdict) -> Word {
    Word { id: verdict.id(), say: v.t(&format!("verdict-{}", verdict.id())) }
}

fn level(v: &Voice, evidence: Evidence) -> String {
    v.t(&format!("evidence-{}", evidence.id()))
}

/// How sure, in words; a range where parts of a claim differ.
fn sure(v: &Voice, claim: &Claim) -> Option<String> {
    match (claim.evidence, claim.up_to) {
        (None, _) => None,
        (Some(low), None) => Some(v.s("claim-sure", "level", &level(v, low))),
        (Some(low), Some(high)) => {
            let word = |evidence: Evidence| v.t(&format!("sure-{}", evidence.id()));
            let (low, high) = (word(low), word(high));
            Some(v.with("claim-sure-range", &[("low", low.into()), ("high", high.into())]))
        }
    }
}

pub(crate) fn short_claim(claims: &Claims, v: &Voice, claim: &Claim) -> ShortClaim {
    ShortClaim {
        id: claim.id.clone(),
        to: claim_path(claims, claim),
        quote: v.k(&claim.quote),
        verdict: verdict(v, claim.verdict),
        sure: sure(v, claim),
    }
}

pub(crate) fn full_claim(knowledge: &Knowledge, claims: &Claims, v: &Voice, claim: &Claim) -> FullClaim {
    let index = claims.claims.iter().position(|known| known.id == claim.id);
    FullClaim {
        id: claim.id.clone(),
        quote: v.k(&claim.quote),
        verdict: verdict(v, claim.verdict),
        part: claim.part.as_deref().map(|part| v.k(part)),
        why: v.k(&claim.why),
        sure: sure(v, claim).unwrap_or_else(|| v.t("claim-sure-nothing")),
        must: v.k(&claim.must),
        used: claim.used_in.iter().map(|used| link(knowledge, claims, v, used)).collect(),
        beside: claims
            .beside
            .iter()
            .filter(|row| index.is_some_and(|index| row.claims.contains(&index)))
            .map(|row| Link { to: Some(beside_path(claims, row)), say: v.t(&format!("stand-{}", row.stand.id())) })
            .collect(),
        sources: cite(knowledge, v, &claim.sources),
    }
}

pub(crate) fn short_beside(claims: &Claims, v: &Voice, row: &Beside) -> ShortBeside {
    ShortBeside { to: beside_path(claims, row), quote: v.k(&row.quote), stand: stand(v, row) }
}

fn stand(v: &Voice, row: &Beside) -> Word {
    Word { id: row.stand.id(), say: v.t(&format!("stand-{}", row.stand.id())) }
}

pub(crate) fn full_beside(knowledge: &Knowledge, claims: &Claims, v: &Voice, row: &Beside) -> FullBeside {
    let lays: Vec<String> = row.lays.iter().map(|lays| v.t(&format!("lays-{}", lays.id()))).collect();
    FullBeside {
        id: row.id.clone(),
        lays: v.list(&lays),
        quote: v.k(&row.quote),
        stand: stand(v, row),
        advises: v.k(&row.advises),
        why: v.k(&row.why),
        evidence: level(v, row.evidence),
        at: row.at.iter().map(|used| link(knowledge, claims, v, used)).collect(),
        tests: row.tests.clone(),
        claims: row
            .claims
            .iter()
            .filter_map(|index| claims.claims.get(*index))
            .map(|claim| Link { to: Some(claim_path(claims, claim)), say: claim.id.clone() })
            .collect(),
        sources: cite(knowledge, v, &row.sources),
    }
}

/// The claims of the articles that something of Supple answers.
pub(crate) fn claims_of(claims: &Claims, v: &Voice, kind: UseKind, id: &str) -> Vec<ShortClaim> {
    claims.used_by(kind, id).map(|claim| short_claim(claims, v, claim)).collect()
}

/// What articles lay down about something of Supple, such as a course: the rows that stand beside it on the plan.
pub(crate) fn besides_of(
    knowledge: &Knowledge,
    claims: &Claims,
    v: &Voice,
    kind: UseKind,
    id: &str,
) -> Vec<FullBeside> {
    claims.beside(kind, id).map(|row| full_beside(knowledge, claims, v, row)).collect()
}

/// A link to where something is used. Rules, limits, benefits and guidelines have pages that everybody can open.
fn link(knowledge: &Knowledge, claims: &Claims, v: &Voice, used: &Use) -> Link {
    let id = used.id.as_str();
    let named = |name: Option<&String>| name.map_or_else(|| id.to_owned(), |name| v.k(name));
    let (to, say) = match used.kind {
        UseKind::Rule => {
            let rule = knowledge.rules.iter().find(|rule| rule.id == id);
            (Some(format!("/rules/{id}")), named(rule.map(|rule| &rule.title)))
        }
        UseKind::Limit => {
            let limit = knowledge.limits.iter().find(|limit| limit.id == id);
            let watch = knowledge.watches.iter().find(|watch| watch.id == id);
            let title = limit.map(|limit| &limit.title).or_else(|| watch.map(|watch| &watch.event));
            (Some(format!("/rules/{id}")), named(title))
        }
        UseKind::Question => {
            let question = knowledge.question_id(id).and_then(|id| knowledge.question(id));
            (None, named(question.map(|question| &question.short)))
        }
        UseKind::Care => {
            let care = knowledge.self_care.iter().find(|care| care.id == id).map(|care| &care.title);
            let fear = knowledge.fears.iter().find(|fear| fear.id == id).map(|fear| &fear.question);
            (None, care.or(fear).map_or_else(|| v.t("result-self-what"), |name| v.k(name)))
        }
        UseKind::Step => {
            let part = knowledge.session.parts.iter().find(|part| part.id == id).map(|part| &part.title);
            let stroke = knowledge.techniques.strokes.iter().find(|stroke| stroke.id == id).map(|stroke| &stroke.title);
            (None, named(part.or(stroke)))
        }
        UseKind::Technique => {
            let technique = knowledge.techniques.techniques.iter().find(|known| known.id == id);
            (Some(format!("/technique/{id}")), named(technique.map(|known| &known.title)))
        }
        UseKind::Course => {
            let course = knowledge.courses.courses.iter().find(|known| known.id == id);
            (Some(format!("/plan/courses#{id}")), named(course.map(|known| &known.title)))
        }
        UseKind::Benefit => {
            let benefit = claims.benefits.iter().find(|benefit| benefit.id == id);
            (Some(format!("/benefits#{id}")), named(benefit.map(|benefit| &benefit.title)))
        }
        UseKind::Guideline => {
            let guideline = claims.guidelines.iter().find(|guideline| guideline.id == id);
            (Some("/guidelines".to_owned()), named(guideline.map(|guideline| &guideline.body)))
        }
        UseKind::Page => {
            (Some(id.to_owned()), named(claims.pages.iter().find(|page| page.id == id).map(|page| &page.say)))
        }
    };
    Link { to, say }
}
