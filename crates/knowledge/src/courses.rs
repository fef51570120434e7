//! Dose, and what goes with massage: courses, activities, routines, preparation, devices and the numbers of a plan, read
//! and resolved.

mod activity;
mod beside;
pub(crate) mod check;
mod course;
mod planning;
mod raw;

use serde::de::DeserializeOwned;
use supple_care::{course::Courses, course::StopRule, expr::Expr, source::Evidence, technique::Techniques};
use toml::Spanned;

use crate::{
    Files,
    diagnostic::unknown,
    load::Loader,
    raw::{Term, Terms},
    tables,
    vocabulary::{index_of, mask_of},
};

/// The files about dose, each parsed or with its mistake.
pub(crate) struct Parsed<'a> {
    courses: Vec<(&'a str, Result<raw::Course, tables::Error>)>,
    activities: Vec<(&'a str, Result<raw::Activities, tables::Error>)>,
    routines: One<raw::Routines>,
    refused: One<raw::AllRefused>,
    preparations: One<raw::Preparations>,
    devices: One<raw::Devices>,
    planning: One<raw::Planning>,
}

/// A file that has to be there: nothing where it is missing.
type One<T> = Option<Result<T, tables::Error>>;

pub(crate) const ROUTINES: &str = "routines.toml";
pub(crate) const REFUSED: &str = "refused.toml";
pub(crate) const PREPARATIONS: &str = "preparations.toml";
pub(crate) const DEVICES: &str = "devices-guide.toml";
pub(crate) const PLANNING: &str = "planning.toml";

/// Parses the files. Needs nothing else, so that it may run beside everything else.
pub(crate) fn parse(files: &Files) -> Parsed<'_> {
    Parsed {
        courses: folder(files, "courses/"),
        activities: folder(files, "activities/"),
        routines: one(files, ROUTINES),
        refused: one(files, REFUSED),
        preparations: one(files, PREPARATIONS),
        devices: one(files, DEVICES),
        planning: one(files, PLANNING),
    }
}

fn folder<'a, T: DeserializeOwned>(files: &'a Files, name: &str) -> Vec<(&'a str, Result<T, tables::Error>)> {
    files.parse_all(|path| path.starts_with(name))
}

fn one<T: DeserializeOwned>(files: &Files, name: &str) -> One<T> {
    files.parse(name)
}

/// Resolves what was parsed. Conditions are appended to `others`, and are known by their index there.
pub(crate) fn read(
    loader: &mut Loader<'_>,
    parsed: Parsed<'_>,
    techniques: &Techniques,
    others: &mut Vec<Expr>,
) -> Courses {
    let mut all = Courses::default();
    let Some(terms) = loader.raw_terms.take() else { return all };
    let mut reader = Reader { loader, terms: &terms, others };
    course::read(&mut reader, parsed.courses, techniques, &mut all);
    activity::read(&mut reader, parsed.activities, &mut all);
    if let Some(raw) = reader.given(ROUTINES, parsed.routines) {
        activity::routines(&mut reader, raw, &mut all);
    }
    if let Some(raw) = reader.given(REFUSED, parsed.refused) {
        beside::refused(&mut reader, raw, &mut all);
    }
    if let Some(raw) = reader.given(PREPARATIONS, parsed.preparations) {
        beside::preparations(&mut reader, raw, &mut all);
    }
    if let Some(raw) = reader.given(DEVICES, parsed.devices) {
        beside::devices(&mut reader, raw, &mut all);
    }
    if let Some(raw) = reader.given(PLANNING, parsed.planning) {
        planning::read(&mut reader, raw, &mut all);
    }
    loader.raw_terms = Some(terms);
    all
}

/// The loader with what these files speak of.
struct Reader<'r, 'a> {
    loader: &'r mut Loader<'a>,
    terms: &'r Terms,
    others: &'r mut Vec<Expr>,
}

impl Reader<'_, '_> {
    fn given<T>(&mut self, file: &str, parsed: One<T>) -> Option<T> {
        match parsed {
            Some(parsed) => self.loader.parsed(file, parsed),
            None => {
                self.loader.sink(file, |sink| sink.whole("the file is missing"));
                None
            }
        }
    }

    fn at<T>(&mut self, file: &str, name: &Spanned<T>, message: impl Into<String>) {
        self.loader.at(file, name, message);
    }

    /// The index of an id in a list, or a mistake with the nearest one.
    fn find<'k>(
        &mut self,
        file: &str,
        name: &Spanned<String>,
        what: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<usize> {
        let at = known.clone().position(|id| id == name.get_ref());
        if at.is_none() {
            self.at(file, name, unknown(what, name.get_ref(), known));
        }
        at
    }

    /// Records an id that stands twice.
    fn once<'k>(&mut self, file: &str, name: &Spanned<String>, mut known: impl Iterator<Item = &'k str>) {
        if known.any(|id| id == name.get_ref()) {
            self.at(file, name, format!("`{}` stands twice", name.get_ref()));
        }
    }

    /// A condition, by its index among the others.
    fn condition(&mut self, file: &str, text: Option<&Spanned<String>>) -> Option<usize> {
        let expr = self.loader.expression(file, text?, false)?;
        Some(self.keep(expr))
    }

    fn keep(&mut self, expr: Expr) -> usize {
        self.others.push(expr);
        self.others.len() - 1
    }

    fn evidence(&mut self, file: &str, name: &Spanned<String>) -> Evidence {
        match Evidence::from_id(name.get_ref()) {
            Some(mark) if mark <= Evidence::Moderate => mark,
            Some(_) => {
                self.at(file, name, "no claim of benefit carries more than `moderate`");
                Evidence::Moderate
            }
            None => {
                let marks: Vec<&str> = Evidence::ALL.iter().map(|mark| mark.id()).collect();
                self.at(file, name, format!("expected one of: {}", marks.join(", ")));
                Evidence::Tradition
            }
        }
    }

    fn index(&mut self, file: &str, terms: &[Term], name: Option<&Spanned<String>>, what: &str) -> Option<u8> {
        let name = name?;
        self.loader.sink(file, |sink| index_of(terms, name, what, sink)).flatten()
    }

    /// The bits of the named terms; all of them where the list is absent.
    fn mask(&mut self, file: &str, terms: &[Term], names: Option<&Vec<Spanned<String>>>, what: &str) -> u32 {
        self.loader.sink(file, |sink| mask_of(terms, names, what, sink)).unwrap_or(0)
    }

    /// Minutes after midnight, from `08:30`.
    fn clock(&mut self, file: &str, text: &Spanned<String>) -> u16 {
        let parts = text.get_ref().split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
        });
        parts.unwrap_or_else(|| {
            self.at(file, text, "expected a time of day such as \"08:30\"");
            0
        })
    }

    fn stops(&mut self, file: &str, raw: Vec<raw::Stop>) -> Vec<StopRule> {
        let mut stops = Vec::new();
        for stop in raw {
            stops.push(StopRule {
                id: stop.id,
                after_sessions: stop.after_sessions,
                after_days: stop.after_days,
                when: stop.when,
                say: stop.say,
                sources: self.loader.sources(file, &stop.sources),
                evidence: self.evidence(file, &stop.evidence),
                response: stop.response,
            });
        }
        stops
    }

    /// A range from low to high.
    fn range(&mut self, file: &str, given: &Spanned<(u16, u16)>) -> (u16, u16) {
        let (from, to) = *given.get_ref();
        if from == 0 || from > to {
            self.at(file, given, "expected a range from low to high, from 1");
        }
        (from, to)
    }
}
