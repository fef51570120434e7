//! What the articles lay down, beside what Supple advises: all in short, or those of one article in full.

use askama::Template;
use supple_care::claim::Stand;

use super::view::{FullBeside, ShortBeside, Word, article_part, full_beside, short_beside};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "articles.html")]
struct Page {
    f: Frame,
    v: Voice,
    articles: Vec<Group>,
    stands: Vec<(Word, usize, bool)>,
    shown: usize,
}

/// The shown rows of one article.
struct Group {
    id: String,
    to: String,
    title: String,
    rows: Vec<ShortBeside>,
}

#[derive(Template)]
#[template(path = "articles_one.html")]
struct OnePage {
    f: Frame,
    v: Voice,
    id: String,
    part: String,
    title: String,
    rows: Vec<FullBeside>,
}

/// All rows in short, or those that Supple keeps, softens, tightens or refuses.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let v = &call.voice;
    let wished = call.wish("stand").and_then(Stand::from_id);
    let groups: Vec<Group> = claims
        .articles
        .iter()
        .enumerate()
        .map(|(index, known)| Group {
            id: known.id.clone(),
            to: format!("/articles/{}", article_part(claims, index)),
            title: v.k(&known.title),
            rows: claims
                .beside
                .iter()
                .filter(|row| row.article == index && wished.is_none_or(|wished| row.stand == wished))
                .map(|row| short_beside(claims, v, row))
                .collect(),
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    let stands = Stand::ALL.into_iter().map(|stand| {
        let count = claims.beside.iter().filter(|row| row.stand == stand).count();
        (Word { id: stand.id(), say: v.t(&format!("stand-{}", stand.id())) }, count, wished == Some(stand))
    });
    Reply::ok(&Page {
        f: call.know("articles-page", "/claims"),
        stands: stands.collect(),
        shown: groups.iter().map(|group| group.rows.len()).sum(),
        articles: groups,
        v: v.clone(),
    })
}

/// The rows of one article with reasons.
pub(crate) fn one(call: &Call) -> Reply {
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
    let mut f = call.know("articles-page", "/articles");
    f.title = v.s("page-title", "page", &v.s("articles-one-page", "title", &v.k(&known.title)));
    Reply::ok(&OnePage {
        f,
        id: known.id.clone(),
        part: article_part(claims, index),
        title: v.k(&known.title),
        rows: claims
            .beside
            .iter()
            .filter(|row| row.article == index)
            .map(|row| full_beside(knowledge, claims, v, row))
            .collect(),
        v: v.clone(),
    })
}
