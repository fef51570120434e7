//! That everything claims speak of is there, and that nothing but a quotation promises anything.

use std::collections::BTreeSet;

use supple_care::{
    Knowledge,
    claim::{Claims, Use, UseKind},
    source::Evidence,
};

use super::read::Shelf;
use crate::{
    check::{forbidden, numbers, promise},
    diagnostic::{Sink, unknown},
};

/// What there is of a kind. Nothing, where the knowledge base holds none of that kind.
fn known<'a>(knowledge: &'a Knowledge, claims: &'a Claims, kind: UseKind) -> Vec<&'a str> {
    match kind {
        UseKind::Rule => knowledge.rules.iter().map(|rule| rule.id.as_str()).collect(),
        UseKind::Limit => {
            let limits = knowledge.limits.iter().map(|limit| limit.id.as_str());
            limits.chain(knowledge.watches.iter().map(|watch| watch.id.as_str())).collect()
        }
        UseKind::Question => knowledge.questions.iter().map(|question| question.id.as_str()).collect(),
        UseKind::Care => {
            let care = knowledge.self_care.iter().map(|care| care.id.as_str());
            // Advice on lying and sitting is told by the answers to one question; its file is one thing to point at.
            care.chain(knowledge.fears.iter().map(|fear| fear.id.as_str())).chain(["how-to-lie"]).collect()
        }
        UseKind::Step => {
            let parts = knowledge.session.parts.iter().map(|part| part.id.as_str());
            parts.chain(knowledge.techniques.strokes.iter().map(|stroke| stroke.id.as_str())).collect()
        }
        UseKind::Technique => knowledge.techniques.techniques.iter().map(|known| known.id.as_str()).collect(),
        UseKind::Course => knowledge.courses.courses.iter().map(|known| known.id.as_str()).collect(),
        UseKind::Benefit => claims.benefits.iter().map(|benefit| benefit.id.as_str()).collect(),
        UseKind::Guideline => claims.guidelines.iter().map(|guideline| guideline.id.as_str()).collect(),
        UseKind::Page => claims.pages.iter().map(|page| page.id.as_str()).collect(),
    }
}

/// Every place in Supple that is named exists, and every rule, dose, giver and limit of an article has its answer.
pub(super) fn references(shelf: &mut Shelf<'_>, claims: &Claims) {
    let lists: Vec<(UseKind, Vec<&str>)> =
        UseKind::ALL.into_iter().map(|kind| (kind, known(shelf.knowledge, claims, kind))).collect();
    let uses = claims
        .claims
        .iter()
        .flat_map(|claim| claim.used_in.iter().map(move |used| ("claims", claim.article, used)))
        .chain(claims.beside.iter().flat_map(|row| row.at.iter().map(move |used| ("articles", row.article, used))));
    for (folder, article, used) in uses {
        let Some((_, list)) = lists.iter().find(|(kind, _)| *kind == used.kind) else { continue };
        if !list.is_empty() && !list.contains(&used.id.as_str()) {
            let message = unknown(used.kind.id(), &used.id, list.iter().copied());
            complain(shelf, &file(claims, folder, article), &written(used), message);
        }
    }
    for (index, claim) in claims.claims.iter().enumerate() {
        for lays in &claim.lays {
            let answered = claims.beside.iter().any(|row| row.claims.contains(&index) && row.lays.contains(lays));
            if !answered {
                let message = format!("`{}` lays down a {}, and no row of its article answers it", claim.id, lays.id());
                complain(shelf, &file(claims, "claims", claim.article), &quoted(&claim.id), message);
            }
        }
        if !claim.fact && claim.up_to.or(claim.evidence).is_some_and(|evidence| evidence > Evidence::Moderate) {
            let message = format!("`{}` is a benefit, and none is surer than `moderate`", claim.id);
            complain(shelf, &file(claims, "claims", claim.article), &quoted(&claim.id), message);
        }
    }
}

fn file(claims: &Claims, folder: &str, article: usize) -> String {
    let id = claims.articles.get(article).map_or("", |article| article.id.as_str());
    format!("{folder}/{id}.toml")
}

fn written(used: &Use) -> String {
    quoted(&format!("{}:{}", used.kind.id(), used.id))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Records a mistake where a text stands first in a file.
fn complain(shelf: &mut Shelf<'_>, file: &str, text: &str, message: String) {
    let whole = shelf.files.get(file).unwrap_or("");
    let at = whole.find(text).unwrap_or(0);
    Sink { file, text: whole, errors: &mut shelf.errors }.at(at..at, message);
}

/// No promise outside a quotation, and every number stands in a source.
pub(super) fn sentences(shelf: &mut Shelf<'_>, claims: &Claims) {
    let words = forbidden(shelf.files, &mut shelf.errors);
    let mut say = |file: &str, texts: &[Option<&String>], sources: &[usize]| {
        for text in texts.iter().flatten() {
            one(shelf, file, text, Some(sources), &words);
        }
    };
    for article in &claims.articles {
        say(&format!("articles/{}.toml", article.id), &[Some(&article.note)], &[]);
    }
    for claim in &claims.claims {
        let texts = [Some(&claim.must), claim.part.as_ref(), Some(&claim.why)];
        say(&file(claims, "claims", claim.article), &texts, &claim.sources);
    }
    for row in &claims.beside {
        let texts = [Some(&row.advises), Some(&row.why)];
        say(&file(claims, "articles", row.article), &texts, &row.sources);
    }
    for benefit in &claims.benefits {
        let texts = [Some(&benefit.title), Some(&benefit.short), Some(&benefit.known), Some(&benefit.unknown)];
        say(&format!("benefits/{}.toml", benefit.id), &texts, &benefit.sources);
    }
    for truth in &claims.truths {
        say("benefits/averages.toml", &[Some(&truth.title), Some(&truth.say), Some(&truth.why)], &truth.sources);
    }
    for guideline in &claims.guidelines {
        let file = format!("guidelines/{}.toml", guideline.id);
        say(&file, &[guideline.note.as_ref()], &[guideline.source]);
        for line in &guideline.lines {
            say(&file, &[Some(&line.say)], &[guideline.source]);
        }
    }
    for list in &claims.checklists {
        let file = format!("checklists/{}.toml", list.id);
        say(&file, &[Some(&list.title), Some(&list.lead)], &[]);
        for part in &list.parts {
            say(&file, &[Some(&part.title), part.lead.as_ref()], &[]);
            for item in &part.items {
                say(&file, &[Some(&item.say), item.why.as_ref()], &item.sources);
            }
        }
    }
    for authority in &claims.authorities {
        for text in [authority.note.as_ref(), authority.title.as_ref()].into_iter().flatten() {
            one(shelf, "checklists/authorities.toml", text, None, &words);
        }
    }
}

/// Checks one sentence; without sources its numbers are not looked at, where the entry itself says how it was read.
fn one(shelf: &mut Shelf<'_>, file: &str, text: &str, sources: Option<&[usize]>, words: &[String]) {
    if let Some(word) = promise(text, words) {
        complain(shelf, file, text, format!("`{word}` promises what nobody knows: {text}"));
    }
    let Some(sources) = sources else { return };
    let told: BTreeSet<String> = sources
        .iter()
        .filter_map(|index| shelf.knowledge.sources.get(*index))
        .flat_map(|source| numbers(&source.says))
        .collect();
    for number in numbers(text) {
        if !told.contains(&number) {
            complain(shelf, file, text, format!("the number {number} stands in none of its sources: {text}"));
        }
    }
}
