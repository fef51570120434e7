//! What hands can do: techniques, sites, muscles, points and strokes, read and resolved.

pub(crate) mod check;
mod parts;
mod raw;
mod stroke;
mod technique;

use serde::de::DeserializeOwned;
use supple_care::{expr::Expr, source::Evidence, technique::Techniques};
use toml::Spanned;

use crate::{
    Files,
    diagnostic::unknown,
    load::Loader,
    raw::Term,
    tables,
    vocabulary::{index_of, mask_of},
};

/// The files about hands, each parsed or with its mistake.
pub(crate) struct Parsed<'a> {
    techniques: Vec<(&'a str, Result<raw::Technique, tables::Error>)>,
    strokes: Vec<(&'a str, Result<raw::Strokes, tables::Error>)>,
    sites: One<raw::Sites>,
    muscles: One<raw::Muscles>,
    points: One<raw::Points>,
    contacts: One<raw::Contacts>,
    shapes: One<raw::Shapes>,
}

/// A file that has to be there: nothing where it is missing.
type One<T> = Option<Result<T, tables::Error>>;

const SITES: &str = "sites.toml";
const MUSCLES: &str = "muscles.toml";
const POINTS: &str = "points.toml";
const CONTACTS: &str = "contacts.toml";
const SHAPES: &str = "shapes.toml";

/// Parses the files. Needs nothing else, so that it may run beside everything else.
pub(crate) fn parse(files: &Files) -> Parsed<'_> {
    Parsed {
        techniques: folder(files, "techniques/"),
        strokes: folder(files, "strokes/"),
        sites: one(files, SITES),
        muscles: one(files, MUSCLES),
        points: one(files, POINTS),
        contacts: one(files, CONTACTS),
        shapes: one(files, SHAPES),
    }
}

fn folder<'a, T: DeserializeOwned>(files: &'a Files, name: &str) -> Vec<(&'a str, Result<T, tables::Error>)> {
    files.parse_all(|path| path.starts_with(name))
}

fn one<T: DeserializeOwned>(files: &Files, name: &str) -> One<T> {
    files.parse(name)
}

/// Resolves what was parsed.
/// Reads them. What leaves a point out is kept in `conditions`, and its place there in the point.
pub(crate) fn read(loader: &mut Loader<'_>, parsed: Parsed<'_>, conditions: &mut Vec<Expr>) -> Techniques {
    let mut all = Techniques::default();
    let Some(terms) = loader.raw_terms.take() else { return all };
    technique::read(loader, &terms, parsed.techniques, &mut all);
    if let Some(raw) = given(loader, MUSCLES, parsed.muscles) {
        parts::muscles(loader, raw, &mut all);
    }
    if let Some(raw) = given(loader, SITES, parsed.sites) {
        parts::sites(loader, raw, &mut all);
    }
    if let Some(raw) = given(loader, POINTS, parsed.points) {
        parts::points(loader, &terms, raw, conditions, &mut all);
    }
    if let Some(raw) = given(loader, CONTACTS, parsed.contacts) {
        parts::contacts(loader, &terms, raw, &mut all);
    }
    if let Some(raw) = given(loader, SHAPES, parsed.shapes) {
        parts::shapes(loader, raw, &mut all);
    }
    stroke::read(loader, &terms, parsed.strokes, &mut all);
    loader.raw_terms = Some(terms);
    all
}

fn given<T>(loader: &mut Loader<'_>, file: &str, parsed: One<T>) -> Option<T> {
    match parsed {
        Some(parsed) => loader.parsed(file, parsed),
        None => {
            loader.sink(file, |sink| sink.whole("the file is missing"));
            None
        }
    }
}

/// The index of an id in a list, or a mistake with the nearest one.
fn find<'k>(
    loader: &mut Loader<'_>,
    file: &str,
    name: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Option<usize> {
    let at = known.clone().position(|id| id == name.get_ref());
    if at.is_none() {
        loader.at(file, name, unknown(what, name.get_ref(), known));
    }
    at
}

/// Records an id that stands twice.
pub(crate) fn once<'k>(
    loader: &mut Loader<'_>,
    file: &str,
    name: &Spanned<String>,
    mut known: impl Iterator<Item = &'k str>,
) {
    if known.any(|id| id == name.get_ref()) {
        loader.at(file, name, format!("`{}` stands twice", name.get_ref()));
    }
}

/// One of a few words, by its place in the list.
pub(crate) fn word<T: Copy>(
    loader: &mut Loader<'_>,
    file: &str,
    name: &Spanned<String>,
    words: &[(&str, T)],
) -> Option<T> {
    let found = words.iter().find(|(word, _)| word == name.get_ref()).map(|(_, value)| *value);
    if found.is_none() {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        loader.at(file, name, format!("expected one of: {}", words.join(", ")));
    }
    found
}

fn evidence(loader: &mut Loader<'_>, file: &str, name: &Spanned<String>) -> Option<Evidence> {
    let found = Evidence::from_id(name.get_ref());
    match found {
        None => {
            let marks: Vec<&str> = Evidence::ALL.iter().map(|mark| mark.id()).collect();
            loader.at(file, name, format!("expected one of: {}", marks.join(", ")));
        }
        Some(mark) if mark > Evidence::Moderate => {
            loader.at(file, name, "no claim of benefit carries more than `moderate`");
        }
        Some(_) => {}
    }
    found
}

/// The sources of something that has to have one.
pub(crate) fn sources(
    loader: &mut Loader<'_>,
    file: &str,
    owner: &Spanned<String>,
    names: &[Spanned<String>],
) -> Vec<usize> {
    if names.is_empty() {
        loader.at(file, owner, "every statement has a source: `sources` is empty");
    }
    loader.sources(file, names)
}

fn index(loader: &mut Loader<'_>, file: &str, terms: &[Term], name: &Spanned<String>, what: &str) -> Option<u8> {
    loader.sink(file, |sink| index_of(terms, name, what, sink)).flatten()
}

/// The bits of the named terms: none where none is named.
fn mask(loader: &mut Loader<'_>, file: &str, terms: &[Term], names: &[Spanned<String>], what: &str) -> u32 {
    let names = names.to_vec();
    loader.sink(file, |sink| mask_of(terms, Some(&names), what, sink)).unwrap_or(0)
}

/// A pressure that touches, P1 to P5.
fn pressure(loader: &mut Loader<'_>, file: &str, given: &Spanned<u8>) -> u8 {
    if !(1..=supple_care::permit::PRESSURES).contains(given.get_ref()) {
        loader.at(file, given, "expected a pressure from 1 to 5");
    }
    *given.get_ref()
}

/// From and to, in this order.
fn range(loader: &mut Loader<'_>, file: &str, owner: &Spanned<String>, given: [u16; 2]) -> (u16, u16) {
    let [from, to] = given;
    if from == 0 || from > to {
        loader.at(file, owner, format!("expected a range from low to high, found [{from}, {to}]"));
    }
    (from, to)
}

fn tempo(
    loader: &mut Loader<'_>,
    file: &str,
    owner: &Spanned<String>,
    given: raw::Tempo,
) -> supple_care::technique::Tempo {
    use supple_care::technique::Tempo;
    let mut pair = |given| range(loader, file, owner, given);
    match given {
        raw::Tempo::Strokes(given) => {
            let (from, to) = pair(given);
            Tempo::Strokes(from, to)
        }
        raw::Tempo::Hold(given) => {
            let (from, to) = pair(given);
            Tempo::Hold(from, to)
        }
        raw::Tempo::Drag(given) => {
            let (from, to) = pair(given);
            Tempo::Drag(from, to)
        }
        raw::Tempo::Beats(given) => {
            let (from, to) = pair(given);
            Tempo::Beats(from, to)
        }
        raw::Tempo::Free => Tempo::Free,
    }
}
