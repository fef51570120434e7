//! From files to [`Knowledge`].

mod countries;
mod crisis;
mod questions;

use std::{
    collections::BTreeMap,
    thread::{self, ScopedJoinHandle},
};

use serde::de::DeserializeOwned;
use supple_care::{
    Actions, Knowledge, PlaceSet, QuestionId,
    expr::{Expr, Fact},
    knowledge::{Contradiction, Index, Page, Since, Terms},
    program::{CompileError, Program},
    question::Question,
    source::Source,
};
use toml::Spanned;

use crate::{
    Errors, Files, check, courses,
    diagnostic::{Sink, inside, position, unknown},
    expression::{self, Scope},
    measures, raw, rules, session, tables, techniques,
    vocabulary::{self, Places},
};

/// Everything read so far, and every mistake.
pub(crate) struct Loader<'a> {
    pub(crate) files: &'a Files,
    /// Whether the sentences are checked as well.
    sentences: bool,
    pub(crate) errors: Errors,
    pub(crate) places: Places,
    pub(crate) raw_terms: Option<raw::Terms>,
    pub(crate) pages: Vec<Page>,
    pub(crate) questions: Vec<Question>,
    question_ids: BTreeMap<String, QuestionId>,
    source_ids: BTreeMap<String, usize>,
    pub(crate) facts: Vec<(String, Expr)>,
    pub(crate) fact_names: Vec<String>,
    pub(crate) sources: Vec<Source>,
}

/// Compiles the files of a knowledge base and checks what they say.
///
/// # Errors
/// Every mistake in them, each with file, line, column and what was expected.
pub fn compile(files: &Files) -> Result<Knowledge, Errors> {
    compile_with(files, true)
}

/// Compiles files that a test has checked before: everything is still read and resolved, but the sentences are not
/// searched for promises and unsourced numbers, which takes three quarters of the time that a start has.
///
/// # Errors
/// As [`compile`], for what it looks at.
pub(crate) fn compile_checked(files: &Files) -> Result<Knowledge, Errors> {
    compile_with(files, false)
}

fn compile_with(files: &Files, sentences: bool) -> Result<Knowledge, Errors> {
    let mut loader = Loader {
        files,
        sentences,
        errors: Errors::default(),
        places: Places::default(),
        raw_terms: None,
        pages: Vec::new(),
        questions: Vec::new(),
        question_ids: BTreeMap::new(),
        source_ids: BTreeMap::new(),
        facts: Vec::new(),
        fact_names: Vec::new(),
        sources: Vec::new(),
    };
    // Rules and techniques are most of the text: they are parsed, and everything is hashed, beside what they speak of.
    // Rules are waited for first, so that they are resolved while the rest is still being parsed.
    let knowledge = thread::scope(|scope| {
        let first = scope.spawn(|| rules::parse(files));
        let then = scope.spawn(|| beside(files));
        loader.all(first, then)
    });
    match (knowledge, loader.errors.0.is_empty()) {
        // What people can read up on speaks of everything else, so it is looked at once that is whole.
        (Some(knowledge), true) if sentences => {
            let shelf = crate::claims(files, &knowledge).and_then(|_| crate::licences(files));
            let shelf = shelf.and_then(|_| crate::holidays(files));
            shelf.and_then(|_| crate::codes(files, &knowledge)).map(|_| knowledge)
        }
        (Some(knowledge), true) => Ok(knowledge),
        (_, _) => Err(loader.errors),
    }
}

/// The parsed files of techniques and courses, and the version of all files.
type Beside<'a> = (techniques::Parsed<'a>, courses::Parsed<'a>, String);

/// What can be done without knowing anything else.
fn beside(files: &Files) -> Beside<'_> {
    (techniques::parse(files), courses::parse(files), files.version())
}

impl<'a> Loader<'a> {
    fn all(
        &mut self,
        rules: ScopedJoinHandle<'_, rules::Parsed<'a>>,
        rest: ScopedJoinHandle<'_, Beside<'a>>,
    ) -> Option<Knowledge> {
        if let Some(raw) = self.read::<raw::Places>("places.toml") {
            self.places = self.sink("places.toml", |sink| Places::read(raw, sink))?;
        }
        if let Some(raw) = self.read::<raw::Neighbours>("neighbours.toml") {
            let mut places = std::mem::take(&mut self.places);
            self.sink("neighbours.toml", |sink| places.adjacent(raw, sink));
            self.places = places;
        }
        self.raw_terms = self.read("terms.toml");
        let unmeasured = self.raw_terms.iter().flat_map(|terms| &terms.margin).find(|margin| margin.mm.is_none());
        if let Some(message) = unmeasured.map(|margin| format!("the margin `{}` needs `mm`", margin.id)) {
            self.sink("terms.toml", |sink| sink.whole(message));
        }
        if let Some(raw) = self.read::<raw::Pages>("pages.toml") {
            let page = |page: raw::Page| Page {
                id: page.id,
                title: page.title,
                lead: page.lead,
                optional: page.optional == Some(true),
            };
            self.pages = raw.page.into_iter().map(page).collect();
        }
        self.read_sources();
        self.read_questions();
        self.read_facts();
        let contradictions = self.contradictions();
        let countries = self.countries();
        let (crisis_phrases, crisis_page) = self.crisis();
        // A thread that ended early is no reason to know less.
        let parsed = rules.join().unwrap_or_else(|_| rules::parse(self.files));
        let (rules, limits, restrictions) = rules::read(self, parsed);
        let (hands, dose, version) = rest.join().unwrap_or_else(|_| beside(self.files));
        let mut conditions = Vec::new();
        let mut hands = techniques::read(self, hands, &mut conditions);
        let mut care = session::read(self);
        for point in &mut hands.points {
            point.not_when = point.not_when.map(|index| index + care.others.len());
        }
        care.others.append(&mut conditions);
        let dose = courses::read(self, dose, &hands, &mut care.others);
        let measures = measures::read(self);

        let raw_terms = self.raw_terms.take()?;
        let terms: Terms = vocabulary::terms(&raw_terms);
        let nothing_left_timeframe =
            self.sink("terms.toml", |sink| vocabulary::nothing_left_timeframe(&raw_terms, sink))?;
        let default_timeframes = self.sink("terms.toml", |sink| vocabulary::default_timeframes(&raw_terms, sink))?;
        let agreement_days = self.sink("terms.toml", |sink| vocabulary::agreement_days(&raw_terms, sink))?;
        let agreement_minutes = self.sink("terms.toml", |sink| vocabulary::agreement_minutes(&raw_terms, sink))?;
        let facts: Vec<Fact> = self
            .facts
            .iter()
            .zip(&self.fact_names)
            .map(|((id, is), short)| Fact { id: id.clone(), is: is.clone(), short: short.clone() })
            .collect();
        let program = match Program::compile(&self.questions, &facts, &rules, &care.others) {
            Ok(program) => program,
            Err(error) => {
                let message = compile_message(&error, &self.questions);
                self.sink("questions", |sink| sink.whole(message));
                return None;
            }
        };
        let actions = Actions::of(&rules, &restrictions, &terms, self.places.targets, &default_timeframes);
        let knowledge = Knowledge {
            index: Index::of(&self.questions, &rules, &self.places.places),
            version,
            places: std::mem::take(&mut self.places.places),
            groups: std::mem::take(&mut self.places.groups),
            targets: self.places.targets,
            map_valid_days: self.places.map_valid_days,
            terms,
            default_timeframes,
            nothing_left_timeframe,
            agreement_days,
            agreement_minutes,
            pages: std::mem::take(&mut self.pages),
            questions: std::mem::take(&mut self.questions),
            facts,
            rules,
            limits,
            restrictions,
            sources: std::mem::take(&mut self.sources),
            contradictions,
            countries,
            crisis_phrases,
            crisis_page,
            self_care: care.self_care,
            fears: care.fears,
            watches: care.watches,
            session: care.texts?,
            techniques: hands,
            courses: dose,
            measures: measures?,
            program,
            actions,
        };
        if self.sentences {
            check::check(&knowledge, self.files, &mut self.errors);
        }
        Some(knowledge)
    }

    /// Reads one file that has to be there.
    pub(crate) fn read<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let Some(parsed) = self.files.parse(file) else {
            Sink { file, text: "", errors: &mut self.errors }.whole("the file is missing");
            return None;
        };
        self.parsed(file, parsed)
    }

    /// What was parsed from a file, or the mistake recorded.
    pub(crate) fn parsed<T>(&mut self, file: &str, parsed: Result<T, tables::Error>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                self.sink(file, |sink| sink.at(span, error.message().to_owned()));
                None
            }
        }
    }

    /// The line, from 1, at which a byte of a file stands.
    pub(crate) fn line(&self, file: &str, at: usize) -> usize {
        position(self.files.get(file).unwrap_or(""), at).0
    }

    /// The files of a folder, in order.
    pub(crate) fn folder(&self, folder: &str) -> Vec<&'a str> {
        let files = self.files;
        files
            .iter()
            .map(|(path, _)| path)
            .filter(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
            .filter(|path| path.ends_with(".toml"))
            .collect()
    }

    /// Runs something that may find mistakes in a file.
    pub(crate) fn sink<T>(&mut self, file: &str, work: impl FnOnce(&mut Sink<'_>) -> T) -> Option<T> {
        let text = self.files.get(file).unwrap_or("");
        Some(work(&mut Sink { file, text, errors: &mut self.errors }))
    }

    /// Records a mistake.
    pub(crate) fn at<T>(&mut self, file: &str, name: &Spanned<T>, message: impl Into<String>) {
        self.sink(file, |sink| sink.at(name.span(), message));
    }

    /// Parses a condition that stands in a file.
    pub(crate) fn expression(&mut self, file: &str, text: &Spanned<String>, raw: bool) -> Option<Expr> {
        let find = |name: &str| self.question_ids.get(name).copied();
        let scope = Scope { questions: &self.questions, find: &find, facts: &self.facts, places: &self.places, raw };
        match expression::parse(text.get_ref(), &scope) {
            Ok(expr) => Some(expr),
            Err((span, message)) => {
                let written = self.files.get(file).and_then(|all| all.get(text.span())).unwrap_or("");
                let start = text.span().start + inside(written, span.start);
                self.sink(file, |sink| sink.at(start..start, message));
                None
            }
        }
    }

    pub(crate) fn question_id(&mut self, file: &str, name: &Spanned<String>) -> Option<QuestionId> {
        let found = self.question_ids.get(name.get_ref()).copied();
        if found.is_none() {
            let message =
                unknown("question", name.get_ref(), self.questions.iter().map(|question| question.id.as_str()));
            self.at(file, name, message);
        }
        found
    }

    pub(crate) fn sources(&mut self, file: &str, names: &[Spanned<String>]) -> Vec<usize> {
        let mut indexes = Vec::new();
        for name in names {
            match self.source_ids.get(name.get_ref()) {
                Some(index) => indexes.push(*index),
                None => {
                    let message =
                        unknown("source", name.get_ref(), self.sources.iter().map(|source| source.id.as_str()));
                    self.at(file, name, message);
                }
            }
        }
        indexes
    }

    /// The places that names mean.
    pub(crate) fn place_set(&mut self, file: &str, names: &[Spanned<String>]) -> PlaceSet {
        let mut set = PlaceSet::NONE;
        for name in names {
            match self.places.find(name.get_ref()) {
                Some(found) => set = set.or(found),
                None => {
                    let message = self.places.unknown(name.get_ref());
                    self.at(file, name, message);
                }
            }
        }
        set
    }

    fn read_sources(&mut self) {
        const READ: [&str; 6] = ["source text", "abstract", "second hand", "weak source", "memory", "proposal"];
        for file in self.folder("sources") {
            let Some(raw) = self.read::<raw::Source>(file) else { continue };
            if !READ.contains(&raw.read.get_ref().as_str()) {
                self.at(file, &raw.read, format!("expected one of: {}", READ.join(", ")));
            }
            if format!("sources/{}.toml", raw.id.get_ref()) != file {
                self.at(file, &raw.id, crate::files::misnamed(file));
            }
            self.source_ids.insert(raw.id.get_ref().clone(), self.sources.len());
            self.sources.push(Source {
                id: raw.id.into_inner(),
                title: raw.title,
                authors: raw.authors,
                year: raw.year,
                address: raw.address,
                read: raw.read.into_inner(),
                says: raw.says,
                checked: raw.checked.to_string(),
                review_by: raw.review_by.to_string(),
            });
        }
    }

    fn read_facts(&mut self) {
        let Some(raw) = self.read::<raw::Facts>("facts.toml") else { return };
        for fact in raw.fact {
            let clash = self.facts.iter().any(|(id, _)| id == fact.id.get_ref())
                || self.questions.iter().any(|question| question.id == *fact.id.get_ref());
            if clash {
                self.at("facts.toml", &fact.id, format!("`{}` stands twice", fact.id.get_ref()));
            }
            // One that cannot be read is known all the same, so that whoever names it is not blamed.
            let expr = self.expression("facts.toml", &fact.is, false).unwrap_or_else(|| Expr::Or(Vec::new()));
            self.facts.push((fact.id.into_inner(), expr));
            self.fact_names.push(fact.short);
        }
    }

    fn contradictions(&mut self) -> Vec<Contradiction> {
        const FILE: &str = "contradictions.toml";
        let Some(raw) = self.read::<raw::Contradictions>(FILE) else { return Vec::new() };
        let mut all = Vec::new();
        for entry in raw.contradiction {
            let when = self.expression(FILE, &entry.when, true);
            let doubt = entry.doubt.iter().filter_map(|name| self.question_id(FILE, name)).collect();
            let ask = entry.ask.iter().filter_map(|name| self.question_id(FILE, name)).collect();
            let (id, say) = (entry.id.into_inner(), entry.say);
            let (unmarked, passes) = (entry.unmarked == Some(true), entry.passes == Some(true));
            let unsure = entry.unsure.is_some();
            let news = entry.news.as_ref().and_then(|name| self.question_id(FILE, name));
            let maybe = entry.maybe.as_ref().and_then(|name| self.question_id(FILE, name));
            let since = match (entry.since_over_days, entry.since_under_days) {
                (Some(_), Some(under)) => {
                    self.at(FILE, &under, "over or under, not both");
                    None
                }
                (Some(over), None) => Some(Since::Over(over.into_inner())),
                (None, Some(under)) => Some(Since::Under(under.into_inner())),
                (None, None) => None,
            };
            let found =
                |when| Contradiction { id, when, doubt, unsure, ask, unmarked, passes, news, maybe, since, say };
            all.extend(when.map(found));
        }
        all
    }
}

fn compile_message(error: &CompileError, questions: &[Question]) -> String {
    let name =
        |id: &QuestionId| questions.get(usize::from(id.0)).map_or("?", |question| question.id.as_str()).to_owned();
    match error {
        CompileError::TooManyBits(count) => format!("{count} different conditions are more than fit"),
        CompileError::GateCircle(stuck) => {
            let names: Vec<String> = stuck.iter().map(name).collect();
            format!("the gates of these questions read each other in a circle: {}", names.join(", "))
        }
        CompileError::GateCounts(id) => format!("the gate of `{}` counts with `of`, which gates may not", name(id)),
    }
}
