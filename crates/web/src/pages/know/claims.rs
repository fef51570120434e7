//! "Does it hold up?": the claims of the articles, all in short, or those of one article in full.

use askama::Template;
use supple_care::claim::{Claim, Verdict};

use super::view::{FullClaim, ShortClaim, Word, article_part, full_claim, short_claim, verdict};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::{Cited, cite},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "claims.html")]
struct Page {
    f: Frame,
    v: Voice,
    count: usize,
    tally: Vec<(Word, usize)>,
    articles: Vec<Group>,
    options: Vec<(String, String, bool)>,
    verdicts: Vec<(Word, bool)>,
    shown: usize,
    chosen: bool,
}

/// The shown claims of one article.
struct Group {
    id: String,
    to: String,
    title: String,
    note: String,
    claims: Vec<ShortClaim>,
}

#[derive(Template)]
#[template(path = "claims_article.html")]
struct ArticlePage {
    f: Frame,
    v: Voice,
    id: String,
    part: String,
    title: String,
    note: String,
    only: Option<String>,
    claims: Vec<FullClaim>,
    /// Every source of the shown claims, once, by its first author.
    sources: Vec<Cited>,
}

/// All claims in short, as far as the wished article and verdict go.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let v = &call.voice;
    let article = call.wish("article").and_then(|id| claims.article(id));
    let wished = call.wish("verdict").and_then(Verdict::from_id);
    let groups: Vec<Group> = claims
        .articles
        .iter()
        .enumerate()
        .filter(|(index, _)| article.is_none_or(|article| article == *index))
        .map(|(index, known)| Group {
            id: known.id.clone(),
            to: format!("/claims/{}", article_part(claims, index)),
            title: v.k(&known.title),
            note: v.k(&known.note),
            claims: claims.matching(Some(index), wished).map(|claim| short_claim(claims, v, claim)).collect(),
        })
        .filter(|group| !group.claims.is_empty())
        .collect();
    let options = claims
        .articles
        .iter()
        .enumerate()
        .map(|(index, known)| (known.id.clone(), v.k(&known.title), article == Some(index)));
    Reply::ok(&Page {
        f: call.know("claims-page", "/"),
        count: claims.claims.len(),
        tally: claims.tally().into_iter().map(|(known, count)| (verdict(v, known), count)).collect(),
        options: options.collect(),
        verdicts: Verdict::ALL.into_iter().map(|known| (verdict(v, known), wished == Some(known))).collect(),
        shown: groups.iter().map(|group| group.claims.len()).sum(),
        chosen: article.is_some() || wished.is_some(),
        articles: groups,
        v: v.clone(),
    })
}

/// The claims of one article with reasons and sources.
pub(crate) fn article(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let Some((index, known)) =
        claims.article(call.last_part()).and_then(|index| Some((index, claims.articles.get(index)?)))
    else {
        return crate::pages::trouble::not_found(call);
    };
    let wished = call.wish("verdict").and_then(Verdict::from_id);
    let mut f = call.know("claims-page", "/claims");
    f.title = v.s("page-title", "page", &v.s("claims-article-page", "title", &v.k(&known.title)));
    let shown: Vec<&Claim> = claims.matching(Some(index), wished).collect();
    let mut cited: Vec<usize> = shown.iter().flat_map(|claim| &claim.sources).copied().collect();
    cited.sort_unstable();
    cited.dedup();
    let mut sources = cite(knowledge, v, &cited);
    sources.sort_by(|a, b| a.by.cmp(&b.by));
    Reply::ok(&ArticlePage {
        f,
        sources,
        id: known.id.clone(),
        part: article_part(claims, index),
        title: v.k(&known.title),
        note: v.k(&known.note),
        only: wished.map(|wished| v.s("claims-only", "verdict", &verdict(v, wished).say)),
        claims: shown.into_iter().map(|claim| full_claim(knowledge, claims, v, claim)).collect(),
        v: v.clone(),
    })
}
