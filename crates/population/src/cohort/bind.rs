//! The columns of a file, as one version of the knowledge reads them.

use supple_care::{
    Answer, Day, Knowledge, PlaceId, PlaceSet, QuestionId,
    contradiction::{is_risk, says},
    expr::{Atom, Expr},
    knowledge::Contradiction,
    question::{Kind, Polarity, Question},
};

use super::{
    Cohort, CohortError, WrongColumn,
    file::{ColumnKind, FileColumn},
    form::{Codes, Column, Holds, UNKNOWN, columns},
};
use crate::{
    Sliced,
    read::{Setting, answered, may_be_at},
};

/// On which days answers may have been given, and on which they were where a row does not say.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The first that counts.
    pub earliest: Day,
    /// The last that counts.
    pub latest: Day,
    /// Where nothing is said.
    pub otherwise: Day,
}

/// A file as one version of the knowledge reads it.
#[derive(Clone, Debug)]
pub struct Bound {
    pub(super) asked: Vec<Asked>,
    pub(super) atoms_of_map: Vec<(u16, Atom)>,
    pub(super) today: Option<usize>,
    pub(super) days: Days,
    pub(super) proxy: Option<Coded>,
    pub(super) rescreen: Option<Coded>,
    pub(super) map: Option<Coded>,
    pub(super) pain: Vec<(PlaceId, Coded)>,
    pub(super) contradictions: Vec<Contradicts>,
    /// How many raw atoms the contradictions read, and after them who says that something is new, or may be.
    pub(super) raws: usize,
    pub(super) raws_of_map: Vec<(usize, Atom)>,
    pub(super) names: Vec<(String, String)>,
    pub(super) rules: usize,
    /// How many places of answers limits ask for.
    pub(super) places: usize,
}

/// A column, and the answer that each number stands for.
#[derive(Clone, Debug)]
pub(super) struct Coded {
    pub(super) at: usize,
    pub(super) reads: Reads,
}

#[derive(Clone, Debug)]
pub(super) enum Reads {
    /// Itself between both; this one is "I don't know".
    Number { min: i32, max: i32, unknown: i32 },
    /// Each number is an answer; any other is none.
    Codes(Vec<(i32, Answer)>),
}

impl Coded {
    /// The answer that a number stands for.
    pub(super) fn answer(&self, value: i32) -> Option<Answer> {
        match &self.reads {
            Reads::Number { unknown, .. } if value == *unknown => Some(Answer::Unknown),
            Reads::Number { min, max, .. } => (min..=max).contains(&&value).then_some(Answer::Number(value)),
            Reads::Codes(codes) => codes.iter().find(|(code, _)| *code == value).map(|(_, answer)| *answer),
        }
    }
}

/// What an atom says of one kind of answer, surely and possibly, in each of [`SETTINGS`].
pub(super) type Verdicts = [(bool, bool); 4];

/// A question, and what each kind of answer to it says.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Nothing where the file has no such column: nobody was asked.
    pub(super) column: Option<Coded>,
    /// Numbers are told apart from these on.
    pub(super) cuts: Vec<i32>,
    /// For each atom what it says of each kind of answer.
    pub(super) atoms: Vec<(u16, Vec<Verdicts>)>,
    /// For each raw atom of a contradiction and each kind of answer whether it says so.
    pub(super) raws: Vec<(usize, Vec<bool>)>,
    /// For each place of an answer that limits ask for whether each kind of answer may mean it.
    pub(super) places: Vec<(usize, Vec<bool>)>,
    /// What is read of it where another answer contradicts it.
    pub(super) doubted: Doubted,
}

/// How a question is read where another answer contradicts it.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubted {
    /// For each atom what a yes says of it, where the question is one of risk.
    pub(super) as_yes: Vec<(u16, Verdicts)>,
    /// For each atom what "I don't know" says of it.
    pub(super) as_unknown: Vec<(u16, Verdicts)>,
    /// The raw of its yes, which stays a yes.
    pub(super) stays: Option<usize>,
}

/// How an answer may have come about: by the person or by somebody else, first and in a later session.
pub(super) const SETTINGS: [Setting; 4] = [
    Setting { proxy: false, rescreen: false },
    Setting { proxy: true, rescreen: false },
    Setting { proxy: false, rescreen: true },
    Setting { proxy: true, rescreen: true },
];

/// A contradiction over raw atoms.
#[derive(Clone, Debug)]
pub(super) struct Contradicts {
    pub(super) when: Raw,
    /// Only where the map is complete and nothing hurts.
    pub(super) unmarked: bool,
    /// Only who says this, a raw: that something is new, or may be.
    pub(super) news: Option<usize>,
    /// Only who says this too, a raw: a risk, or that it may be.
    pub(super) maybe: Option<usize>,
    /// Only by the days of the map, which stand in documents alone.
    pub(super) since: bool,
    /// The questions that are read as a yes, as indexes into [`Bound::asked`].
    pub(super) as_yes: Vec<usize>,
    /// Those that are read as "I don't know".
    pub(super) as_unknown: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Raw {
    And(Vec<Raw>),
    Or(Vec<Raw>),
    AtLeast(u8, Vec<Raw>),
    Atom(usize),
}

impl Bound {
    /// Reads the description of a file.
    ///
    /// # Errors
    /// A column that is not known or not as it should be; no question among them.
    pub fn of(sliced: &Sliced, knowledge: &Knowledge, cohort: &Cohort, days: Days) -> Result<Self, CohortError> {
        let known = columns(knowledge)?;
        let mut raws = Vec::new();
        let contradictions = knowledge.contradictions.iter().map(|one| (one, raw(knowledge, &one.when, &mut raws)));
        let contradictions: Vec<_> = contradictions.collect();
        // A yes to a risk that is contradicted stays one, so it is read as well.
        for id in knowledge.contradictions.iter().flat_map(|one| &one.doubt) {
            let of_risk = knowledge.question(*id).is_some_and(|question| question.polarity == Polarity::Risk);
            if of_risk && !raws.contains(&Atom::Yes(*id)) {
                raws.push(Atom::Yes(*id));
            }
        }
        let mut news: Vec<QuestionId> =
            knowledge.contradictions.iter().flat_map(|one| [one.news, one.maybe]).flatten().collect();
        news.sort_unstable();
        news.dedup();
        let at = |id: QuestionId| Some(raws.len() + news.iter().position(|known| *known == id)?);
        let contradictions = contradictions.into_iter().map(|(one, when)| {
            let (as_yes, as_unknown) = doubts(knowledge, one);
            let (unmarked, since) = (one.unmarked, one.since.is_some());
            let (news, maybe) = (one.news.and_then(at), one.maybe.and_then(at));
            Contradicts { when, unmarked, news, maybe, since, as_yes, as_unknown }
        });
        let contradictions = contradictions.collect();
        let names = |column: &FileColumn| (column.name.clone(), column.codes.clone().unwrap_or_default());
        let mut bound = Self {
            asked: Vec::new(),
            atoms_of_map: sliced.atoms.iter().filter(|(_, atom)| atom.question().is_none()).copied().collect(),
            today: None,
            days,
            proxy: None,
            rescreen: None,
            map: None,
            pain: Vec::new(),
            contradictions,
            raws: raws.len() + news.len(),
            raws_of_map: (0..).zip(&raws).filter(|(_, atom)| atom.question().is_none()).map(own).collect(),
            names: cohort.columns.iter().map(names).collect(),
            rules: knowledge.rules.len(),
            places: sliced.places.len(),
        };
        let mut answers: Vec<(QuestionId, Coded)> = Vec::new();
        for (given, at) in cohort.columns.iter().zip(0usize..) {
            let wrong = |wrong| CohortError::Column { name: given.name.clone(), wrong };
            let column = known.iter().find(|column| column.name == given.name);
            let column = column.ok_or_else(|| wrong(WrongColumn::NotKnown))?;
            match (&column.codes, given.kind) {
                (Codes::Text, ColumnKind::Text) => continue,
                (Codes::Text, _) => return Err(wrong(WrongColumn::NoText)),
                (_, ColumnKind::Numbers) => {}
                (_, _) => return Err(wrong(WrongColumn::NoNumbers)),
            }
            let reads = reads(knowledge, column, given.codes.as_deref()).map_err(wrong)?;
            let coded = Coded { at, reads };
            let range = match (&column.codes, column.holds) {
                (Codes::Number(min, max), _) => Some((*min, *max)),
                (_, Holds::Today) => Some((days.earliest.0, days.latest.0)),
                _ => None,
            };
            if let (Some((least, most)), Some((_, codes))) = (range, bound.names.get_mut(at)) {
                let parts = [codes.as_str(), &format!("{least} to {most}")];
                *codes = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            }
            match column.holds {
                Holds::Today => bound.today = Some(at),
                Holds::Proxy => bound.proxy = Some(coded),
                Holds::Rescreen => bound.rescreen = Some(coded),
                Holds::Map => bound.map = Some(coded),
                Holds::Pain(place) => bound.pain.push((place, coded)),
                Holds::Answer(question) => answers.push((question, coded)),
                Holds::Document => {}
            }
        }
        if answers.is_empty() && !cohort.columns.iter().any(|column| column.kind == ColumnKind::Text) {
            return Err(CohortError::NoQuestion);
        }
        for (question, id) in knowledge.questions.iter().zip((0u16..).map(QuestionId)) {
            let column = answers.iter().find(|(answered, _)| *answered == id).map(|(_, coded)| coded.clone());
            bound.asked.push(asked(sliced, question, id, column, (&raws, &news)));
        }
        Ok(bound)
    }

    /// The name of a column, and what its numbers mean.
    #[must_use]
    pub fn column(&self, at: usize) -> (&str, &str) {
        self.names.get(at).map_or(("", ""), |(name, codes)| (name.as_str(), codes.as_str()))
    }
}

fn own((index, atom): (usize, &Atom)) -> (usize, Atom) {
    (index, *atom)
}

/// What the numbers of a column stand for.
fn reads(knowledge: &Knowledge, column: &Column, given: Option<&str>) -> Result<Reads, WrongColumn> {
    let Some(expected) = column.codes.text() else { return Ok(Reads::Codes(Vec::new())) };
    let given = given.and_then(Codes::read).ok_or(WrongColumn::NoCodes(expected.clone()))?;
    if let Codes::Number(min, max) = column.codes {
        let unknown = given.iter().find(|(code, word)| *word == UNKNOWN && !(min..=max).contains(code));
        let (unknown, _) = unknown.ok_or(WrongColumn::NoCodes(expected))?;
        return Ok(Reads::Number { min, max, unknown: *unknown });
    }
    Ok(Reads::Codes(given.iter().filter_map(|(code, word)| Some((*code, answer(knowledge, column, word)?))).collect()))
}

/// The answer that a word of a column stands for.
fn answer(knowledge: &Knowledge, column: &Column, word: &str) -> Option<Answer> {
    let question = match column.holds {
        Holds::Answer(question) => knowledge.question(question)?,
        _ if word == UNKNOWN => return Some(Answer::Unknown),
        Holds::Proxy | Holds::Rescreen if word == "true" => return Some(Answer::Yes),
        Holds::Proxy | Holds::Rescreen if word == "false" => return Some(Answer::No),
        Holds::Map if word == "complete" => return Some(Answer::Yes),
        Holds::Today | Holds::Proxy | Holds::Rescreen | Holds::Map | Holds::Pain(_) | Holds::Document => return None,
    };
    match (&question.kind, word) {
        (_, UNKNOWN) => Some(Answer::Unknown),
        (Kind::YesNo, "yes") => Some(Answer::Yes),
        (Kind::YesNo, "no") => Some(Answer::No),
        (Kind::Choice(options), _) => {
            let option = options.iter().position(|option| option.id == word)?;
            u8::try_from(option).ok().map(Answer::Choice)
        }
        (Kind::Places, _) => knowledge.place_id(word).map(|place| Answer::Places(PlaceSet::of(place))),
        (Kind::YesNo | Kind::Number { .. } | Kind::Choices(_) | Kind::Text, _) => None,
    }
}

fn asked(
    sliced: &Sliced,
    question: &Question,
    id: QuestionId,
    column: Option<Coded>,
    read: (&[Atom], &[QuestionId]),
) -> Asked {
    let (raws, news) = read;
    let of_risk = question.polarity == Polarity::Risk;
    let new = news.iter().position(|known| *known == id).map(|at| raws.len() + at);
    let own = |atom: &Atom| atom.question() == Some(id);
    let atoms: Vec<(u16, Atom)> = sliced.atoms.iter().filter(|(_, atom)| own(atom)).copied().collect();
    let raws: Vec<(usize, Atom)> =
        (0..).zip(raws).filter(|(_, atom)| own(atom)).map(|(index, atom)| (index, *atom)).collect();
    let all = atoms.iter().map(|(_, atom)| atom).chain(raws.iter().map(|(_, atom)| atom));
    let mut cuts: Vec<i32> = all
        .filter_map(|atom| match atom {
            Atom::AtLeast(_, cut) | Atom::Below(_, cut) => Some(*cut),
            _ => None,
        })
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let kinds = kinds(column.as_ref(), &mut cuts);
    let verdicts = |atom: Atom| {
        kinds.iter().map(|answer| SETTINGS.map(|setting| answered(question, atom, *answer, setting))).collect()
    };
    let doubted = |answer: Answer| {
        let verdict = |atom: Atom| SETTINGS.map(|setting| answered(question, atom, answer, setting));
        atoms.iter().map(|(bit, atom)| (*bit, verdict(*atom))).collect()
    };
    let places = (0..).zip(&sliced.places).filter(|(_, (asked, _))| *asked == id);
    let places = places.map(|(slot, (_, place))| (slot, kinds.iter().map(|kind| may_be_at(*kind, *place)).collect()));
    let raw = |atom: Atom| kinds.iter().map(|answer| says(atom, *answer)).collect();
    let may_be = || kinds.iter().map(|answer| matches!(answer, Answer::Yes | Answer::Unknown)).collect();
    Asked {
        places: places.collect(),
        doubted: Doubted {
            as_yes: doubted(Answer::Yes),
            as_unknown: doubted(Answer::Unknown),
            stays: raws.iter().find(|(_, atom)| *atom == Atom::Yes(id)).map(|(index, _)| *index).filter(|_| of_risk),
        },
        atoms: atoms.iter().map(|(bit, atom)| (*bit, verdicts(*atom))).collect(),
        raws: raws.iter().map(|(index, atom)| (*index, raw(*atom))).chain(new.map(|at| (at, may_be()))).collect(),
        column,
        cuts,
    }
}

/// The kinds of answer that are told apart: one of each, then "I don't know", then not asked.
fn kinds(column: Option<&Coded>, cuts: &mut Vec<i32>) -> Vec<Answer> {
    let mut kinds = match column.map(|column| &column.reads) {
        None => Vec::new(),
        Some(Reads::Codes(codes)) => codes.iter().map(|(_, answer)| *answer).collect(),
        Some(Reads::Number { min, max, .. }) => {
            cuts.retain(|cut| cut > min && cut <= max);
            [*min].iter().chain(cuts.iter()).map(|least| Answer::Number(*least)).collect()
        }
    };
    kinds.extend([Answer::Unknown, Answer::NotAsked]);
    kinds
}

/// Which questions a contradiction reads as a yes, and which as "I don't know".
fn doubts(knowledge: &Knowledge, contradiction: &Contradiction) -> (Vec<usize>, Vec<usize>) {
    let doubted = contradiction.doubt.iter().map(|id| (usize::from(id.0), *id));
    let (as_yes, as_unknown): (Vec<_>, Vec<_>) =
        doubted.partition(|(_, id)| !contradiction.unsure && is_risk(knowledge, *id));
    let indexes = |all: Vec<(usize, QuestionId)>| all.into_iter().map(|(index, _)| index).collect();
    (indexes(as_yes), indexes(as_unknown))
}

/// A condition over raw atoms, which are numbered as they come.
fn raw(knowledge: &Knowledge, expr: &Expr, atoms: &mut Vec<Atom>) -> Raw {
    let mut all = |parts: &[Expr]| parts.iter().map(|part| raw(knowledge, part, atoms)).collect();
    match expr {
        Expr::And(parts) => Raw::And(all(parts)),
        Expr::Or(parts) => Raw::Or(all(parts)),
        Expr::AtLeast(count, parts) => Raw::AtLeast(*count, all(parts)),
        Expr::Fact(index) => match knowledge.facts.get(usize::from(*index)) {
            Some(fact) => raw(knowledge, &fact.is, atoms),
            None => Raw::Or(Vec::new()),
        },
        Expr::Atom(atom) => Raw::Atom(atoms.iter().position(|known| known == atom).unwrap_or_else(|| {
            atoms.push(*atom);
            atoms.len() - 1
        })),
    }
}
