//! The articles' claims as JSON: each with its verdict, its sources and how they were read, and what Supple does.

use serde::Serialize;
use supple_care::{
    Knowledge,
    claim::{Beside, Claim, Claims, Use, Verdict},
    source::Source,
};

/// The version of this format.
pub const SCHEMA: u32 = 1;

/// The claims of the articles, or those that were wished for.
#[derive(Debug, Serialize)]
pub struct Listing<'a> {
    schema: u32,
    knowledge_version: &'a str,
    articles: Vec<ArticleLine<'a>>,
    tally: Vec<Count>,
    claims: Vec<ClaimLine<'a>>,
    beside: Vec<BesideLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ArticleLine<'a> {
    id: &'a str,
    title: &'a str,
    note: &'a str,
}

#[derive(Debug, Serialize)]
struct Count {
    verdict: &'static str,
    claims: usize,
}

#[derive(Debug, Serialize)]
struct ClaimLine<'a> {
    id: &'a str,
    article: &'a str,
    quote: &'a str,
    verdict: &'static str,
    part: Option<&'a str>,
    evidence: Option<&'static str>,
    evidence_up_to: Option<&'static str>,
    why: &'a str,
    must: &'a str,
    lays: Vec<&'static str>,
    used_in: Vec<String>,
    sources: Vec<SourceLine<'a>>,
}

#[derive(Debug, Serialize)]
struct BesideLine<'a> {
    id: &'a str,
    article: &'a str,
    claims: Vec<&'a str>,
    lays: Vec<&'static str>,
    quote: &'a str,
    stand: &'static str,
    advises: &'a str,
    why: &'a str,
    evidence: &'static str,
    at: Vec<String>,
    tests: Vec<&'a str>,
    sources: Vec<SourceLine<'a>>,
}

#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    id: &'a str,
    title: &'a str,
    authors: &'a str,
    year: Option<u16>,
    address: &'a str,
    read: &'a str,
}

/// The claims of an article (an index), or of all, with a verdict, or with any; and what the articles lay down beside
/// what Supple advises, where it belongs to one of these claims.
#[must_use]
pub fn list<'a>(
    knowledge: &'a Knowledge,
    claims: &'a Claims,
    article: Option<usize>,
    verdict: Option<Verdict>,
) -> Listing<'a> {
    let shown: Vec<&Claim> = claims.matching(article, verdict).collect();
    let belongs = |row: &&Beside| {
        row.claims
            .iter()
            .filter_map(|index| claims.claims.get(*index))
            .any(|claim| shown.iter().any(|known| known.id == claim.id))
    };
    Listing {
        schema: SCHEMA,
        knowledge_version: &knowledge.version,
        articles: claims
            .articles
            .iter()
            .map(|article| ArticleLine { id: &article.id, title: &article.title, note: &article.note })
            .collect(),
        tally: claims.tally().into_iter().map(|(verdict, claims)| Count { verdict: verdict.id(), claims }).collect(),
        claims: shown.iter().map(|claim| claim_line(knowledge, claims, claim)).collect(),
        beside: claims.beside.iter().filter(belongs).map(|row| beside_line(knowledge, claims, row)).collect(),
    }
}

fn article_id(claims: &Claims, article: usize) -> &str {
    claims.articles.get(article).map_or("", |article| article.id.as_str())
}

fn claim_line<'a>(knowledge: &'a Knowledge, claims: &'a Claims, claim: &'a Claim) -> ClaimLine<'a> {
    ClaimLine {
        id: &claim.id,
        article: article_id(claims, claim.article),
        quote: &claim.quote,
        verdict: claim.verdict.id(),
        part: claim.part.as_deref(),
        evidence: claim.evidence.map(supple_care::source::Evidence::id),
        evidence_up_to: claim.up_to.map(supple_care::source::Evidence::id),
        why: &claim.why,
        must: &claim.must,
        lays: claim.lays.iter().map(|lays| lays.id()).collect(),
        used_in: claim.used_in.iter().map(written).collect(),
        sources: sources(knowledge, &claim.sources),
    }
}

fn beside_line<'a>(knowledge: &'a Knowledge, claims: &'a Claims, row: &'a Beside) -> BesideLine<'a> {
    BesideLine {
        id: &row.id,
        article: article_id(claims, row.article),
        claims: row
            .claims
            .iter()
            .filter_map(|index| claims.claims.get(*index))
            .map(|claim| claim.id.as_str())
            .collect(),
        lays: row.lays.iter().map(|lays| lays.id()).collect(),
        quote: &row.quote,
        stand: row.stand.id(),
        advises: &row.advises,
        why: &row.why,
        evidence: row.evidence.id(),
        at: row.at.iter().map(written).collect(),
        tests: row.tests.iter().map(String::as_str).collect(),
        sources: sources(knowledge, &row.sources),
    }
}

fn written(used: &Use) -> String {
    format!("{}:{}", used.kind.id(), used.id)
}

fn sources<'a>(knowledge: &'a Knowledge, indexes: &[usize]) -> Vec<SourceLine<'a>> {
    let line = |source: &'a Source| SourceLine {
        id: &source.id,
        title: &source.title,
        authors: &source.authors,
        year: source.year,
        address: &source.address,
        read: &source.read,
    };
    indexes.iter().filter_map(|index| knowledge.sources.get(*index)).map(line).collect()
}
