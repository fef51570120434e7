//! What codes of a clinical record propose as answers: codes/*.toml.

use std::collections::BTreeMap;

use serde::Deserialize;
use supple_care::{
    Answer, Knowledge, QuestionId,
    coded::{CodeRange, Coded, Codes, Cut, Measured, Stands},
    question::{Kind, Polarity},
};
use toml::Spanned;

use crate::{
    Errors, Files,
    diagnostic::{Sink, unknown},
    raw::Text,
};

/// The folder that is read here, and by nobody else.
pub(crate) const FOLDER: &str = "codes";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    coded: Vec<RawCoded>,
    #[serde(default)]
    measured: Vec<RawMeasured>,
    #[serde(default)]
    words: Vec<Text>,
}

type Says = BTreeMap<Text, Text>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCoded {
    title: Text,
    stands: Option<Text>,
    #[serde(default)]
    system: String,
    #[serde(default)]
    codes: Vec<Text>,
    #[serde(default)]
    names: Vec<Text>,
    #[serde(default)]
    says: Says,
    #[serde(default)]
    once: Says,
    #[serde(default)]
    asks: Vec<Text>,
    sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeasured {
    title: Text,
    system: Text,
    codes: Vec<Text>,
    units: Vec<Text>,
    cut: Vec<RawCut>,
    sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCut {
    at_least: Option<f64>,
    below: Option<f64>,
    says: Says,
}

/// Every code, in the order of the files.
///
/// # Errors
/// Every mistake, each with file, line, column and what was expected: among them a "no", and a relief, which no code proposes.
pub fn codes(files: &Files, knowledge: &Knowledge) -> Result<Codes, Errors> {
    let mut reader = Reader { knowledge, all: Codes::default() };
    let mut errors = Errors::default();
    let inside = |path: &str| path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'));
    for (file, parsed) in files.parse_all::<File>(inside) {
        let mut sink = Sink { file, text: files.get(file).unwrap_or_default(), errors: &mut errors };
        match parsed {
            Ok(read) => reader.file(read, &mut sink),
            Err(error) => sink.at(error.span().unwrap_or(0..0), error.message()),
        }
    }
    if errors.0.is_empty() { Ok(reader.all) } else { Err(errors) }
}

struct Reader<'k> {
    knowledge: &'k Knowledge,
    all: Codes,
}

impl Reader<'_> {
    fn file(&mut self, file: File, sink: &mut Sink<'_>) {
        for raw in file.coded {
            let coded = self.coded(raw, sink);
            self.all.coded.push(coded);
        }
        for raw in file.measured {
            let measured = self.measured(raw, sink);
            self.all.measured.push(measured);
        }
        self.all.orders.extend(names(file.words, sink));
    }

    fn coded(&self, raw: RawCoded, sink: &mut Sink<'_>) -> Coded {
        let stands = match raw.stands.as_ref().map(|word| word.get_ref().as_str()) {
            None | Some("condition") => Stands::Condition,
            Some("medicine") => Stands::Medicine,
            Some("allergy") => Stands::Allergy,
            Some("procedure") => Stands::Procedure,
            Some(_) => {
                let expected = "expected `condition`, `medicine`, `allergy` or `procedure`";
                sink.at(raw.stands.map_or(0..0, |word| word.span()), expected);
                Stands::Condition
            }
        };
        if raw.codes.is_empty() && raw.names.is_empty() {
            sink.at(raw.title.span(), "expected codes or names");
        }
        if raw.codes.is_empty() != raw.system.is_empty() {
            sink.at(raw.title.span(), "codes and their system belong together");
        }
        if raw.says.is_empty() && raw.once.is_empty() && raw.asks.is_empty() {
            sink.at(raw.title.span(), "it proposes nothing and asks nothing");
        }
        Coded {
            stands,
            system: raw.system,
            codes: raw.codes.iter().filter_map(|code| range(code, stands, sink)).collect(),
            names: names(raw.names, sink),
            says: self.says(&raw.says, sink),
            once: self.says(&raw.once, sink),
            asks: raw.asks.iter().filter_map(|id| self.question(id, sink)).collect(),
            sources: self.sources(&raw.title, &raw.sources, sink),
            title: raw.title.into_inner(),
        }
    }

    fn measured(&self, raw: RawMeasured, sink: &mut Sink<'_>) -> Measured {
        if raw.codes.is_empty() || raw.units.is_empty() || raw.cut.is_empty() {
            sink.at(raw.title.span(), "expected codes, units and a cut");
        }
        let mut cuts = Vec::new();
        for cut in &raw.cut {
            if cut.at_least.is_none() && cut.below.is_none() || cut.says.is_empty() {
                sink.at(raw.title.span(), "a cut has a limit, and says something");
            }
            cuts.push(Cut { at_least: cut.at_least, below: cut.below, says: self.says(&cut.says, sink) });
        }
        Measured {
            sources: self.sources(&raw.title, &raw.sources, sink),
            title: raw.title.into_inner(),
            system: raw.system.into_inner(),
            codes: raw.codes.into_iter().map(Spanned::into_inner).collect(),
            units: raw.units.into_iter().map(Spanned::into_inner).collect(),
            cuts,
        }
    }

    fn question(&self, id: &Text, sink: &mut Sink<'_>) -> Option<QuestionId> {
        let found = self.knowledge.question_id(id.get_ref());
        if found.is_none() {
            let known = self.knowledge.questions.iter().map(|question| question.id.as_str());
            sink.at(id.span(), unknown("question", id.get_ref(), known));
        }
        found
    }

    fn says(&self, says: &Says, sink: &mut Sink<'_>) -> Vec<(QuestionId, Answer)> {
        says.iter().filter_map(|(id, word)| Some((self.question(id, sink)?, self.answer(id, word, sink)?))).collect()
    }

    /// An answer that adds caution, and no other: "yes" to a risk, or an option but the mildest.
    fn answer(&self, id: &Text, word: &Text, sink: &mut Sink<'_>) -> Option<Answer> {
        let question = self.knowledge.question(self.knowledge.question_id(id.get_ref())?)?;
        if question.polarity != Polarity::Risk {
            sink.at(id.span(), "a code may propose risks alone");
            return None;
        }
        let answer = match &question.kind {
            Kind::YesNo => (word.get_ref() == "yes").then_some(Answer::Yes),
            Kind::Choice(options) => options
                .iter()
                .position(|option| option.id == *word.get_ref())
                .filter(|at| *at > 0)
                .and_then(|at| u8::try_from(at).ok())
                .map(Answer::Choice),
            Kind::Choices(_) | Kind::Number { .. } | Kind::Places | Kind::Text => None,
        };
        if answer.is_none() {
            sink.at(word.span(), "expected `yes`, or an option that is not the mildest");
        }
        answer
    }

    fn sources(&self, title: &Text, ids: &[Text], sink: &mut Sink<'_>) -> Vec<usize> {
        if ids.is_empty() {
            sink.at(title.span(), "a code without a source");
        }
        let find = |id: &Text| {
            let found = self.knowledge.sources.iter().position(|source| source.id == *id.get_ref());
            if found.is_none() {
                let known = self.knowledge.sources.iter().map(|source| source.id.as_str());
                sink.at(id.span(), unknown("source", id.get_ref(), known));
            }
            found
        };
        ids.iter().filter_map(find).collect()
    }
}

/// A code, `I82.4`, or all categories from one to another, `C45-C96`.
fn range(code: &Text, stands: Stands, sink: &mut Sink<'_>) -> Option<CodeRange> {
    let bare = |code: &str| code.replace('.', "").to_ascii_uppercase();
    let (from, to) = match code.get_ref().split_once('-') {
        Some((from, to)) if from.len() == to.len() && from < to => (bare(from), bare(to)),
        None if !code.get_ref().is_empty() => (bare(code.get_ref()), bare(code.get_ref())),
        _ => {
            sink.at(code.span(), "expected a code, or two categories with a hyphen between them");
            return None;
        }
    };
    // Numbers of medicines have nothing below them.
    Some(CodeRange { from, to, whole: stands == Stands::Medicine })
}

/// Names, as they are looked for: in small letters.
fn names(raw: Vec<Text>, sink: &mut Sink<'_>) -> Vec<String> {
    for name in &raw {
        if name.get_ref().trim().is_empty() || *name.get_ref() != name.get_ref().to_lowercase() {
            sink.at(name.span(), "expected a name in small letters");
        }
    }
    raw.into_iter().map(Spanned::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{claims::Library, embedded};

    fn mistakes(text: &str) -> String {
        let files = Files::new(vec![("codes/x.toml".to_owned(), text.to_owned())]);
        codes(&files, &embedded().unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn every_code_proposes_caution_and_has_a_source() {
        let (knowledge, library) = (embedded().unwrap(), Library::embedded());
        let codes = library.codes(&knowledge).unwrap_or_else(|errors| panic!("{errors}"));
        assert!(codes.coded.len() > 55 && codes.measured.len() > 4 && codes.orders.len() > 15);
        let cuts = codes.measured.iter().flat_map(|measured| &measured.cuts).map(|cut| &cut.says);
        let all = codes.coded.iter().flat_map(|coded| [&coded.says, &coded.once]).chain(cuts);
        for (id, answer) in all.flatten() {
            let question = knowledge.question(*id).unwrap();
            assert_eq!(question.polarity, Polarity::Risk, "{}", question.id);
            assert!(matches!(answer, Answer::Yes | Answer::Choice(1..)), "{}", question.id);
        }
        assert!(codes.coded.iter().all(|coded| !coded.sources.is_empty()));
        let snomed = |system: &str| system.contains("snomed");
        assert!(!codes.coded.iter().any(|coded| snomed(&coded.system)), "these may not be passed on");
    }

    #[test]
    fn a_no_a_relief_and_what_is_not_known_are_refused_with_their_place() {
        let entry = |says: &str| {
            format!("[[coded]]\ntitle = 'a'\nsystem = 's'\ncodes = ['A00']\nsays = {says}\nsources = ['inn']\n")
        };
        assert!(mistakes(&entry("{ fever = 'no' }")).starts_with("codes/x.toml:5:"));
        assert!(mistakes(&entry("{ stroke_when = 'never' }")).contains("mildest"));
        assert!(mistakes(&entry("{ bp_treated = 'yes' }")).contains("risks alone"));
        assert!(mistakes(&entry("{ fevr = 'yes' }")).contains("did you mean `fever`?"));
        assert!(mistakes(&entry("{}")).contains("proposes nothing"));
        assert!(mistakes("[[coded]]\ntitle = 'a'\nsources = []\n").contains("without a source"));
        assert!(mistakes("words = ['Massage']").contains("small letters"));
    }
}
