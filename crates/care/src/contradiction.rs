//! Answers that cannot both be true: they are asked again, and read cautiously meanwhile.

use crate::{
    Answer, Bits, Intensity, Knowledge, PlaceSet, QuestionId, Sheet,
    expr::{Atom, Expr, Fact},
    knowledge::{Contradiction, Since},
    pain::MapState,
    question::{Kind, Polarity, Question},
};

/// When the answers of a record were given.
pub trait Times {
    /// Whether an answer is older than the "no" that hides it.
    fn over(&self, question: QuestionId) -> bool;
    /// Whether an answer was given before that to another question.
    fn before(&self, question: QuestionId, other: QuestionId) -> bool;
}

/// Answers that were all given at once.
struct AtOnce;

impl Times for AtOnce {
    fn over(&self, _: QuestionId) -> bool {
        false
    }

    fn before(&self, _: QuestionId, _: QuestionId) -> bool {
        false
    }
}

/// The contradictions on a sheet, as indexes into [`Knowledge::contradictions`]. What is in doubt is read as the more
/// cautious of the two answers ([`Sheet::is_doubted`]), and the sheet is marked as doubtful.
pub fn settle(knowledge: &Knowledge, sheet: &mut Sheet) -> Vec<usize> {
    settle_in_time(knowledge, sheet, &AtOnce)
}

/// As [`settle`], for answers of several days. An answer of what passes is only hidden where it is older than the "no" that
/// hides it; what was said before "anything new?" does not name what is new.
pub fn settle_in_time(knowledge: &Knowledge, sheet: &mut Sheet, times: &dyn Times) -> Vec<usize> {
    let stands = |contradiction: &Contradiction| {
        let said = Said { facts: &knowledge.facts, sheet, contradiction, times, open: None };
        (!contradiction.unmarked || nothing_hurts(sheet))
            && needed(contradiction).all(|needed| matches!(sheet.get(needed), Answer::Yes | Answer::Unknown))
            && contradiction.since.is_none_or(|since| hurts(sheet, since))
            && said.holds(&contradiction.when)
    };
    let all = knowledge.contradictions.iter().zip(0usize..);
    let found: Vec<usize> = all.filter(|(entry, _)| stands(entry)).map(|(_, index)| index).collect();
    for contradiction in found.iter().filter_map(|index| knowledge.contradictions.get(*index)) {
        doubt(knowledge, sheet, contradiction, |_| true);
    }
    sheet.doubtful = !found.is_empty();
    found
}

/// The questions that need a yes or an "I don't know".
fn needed(contradiction: &Contradiction) -> impl Iterator<Item = QuestionId> {
    [contradiction.news, contradiction.maybe].into_iter().flatten()
}

/// Reads those of the answers in doubt of which `counts` holds as the more cautious.
fn doubt(knowledge: &Knowledge, sheet: &mut Sheet, contradiction: &Contradiction, counts: impl Fn(Answer) -> bool) {
    for question in &contradiction.doubt {
        if !counts(sheet.get(*question)) {
            continue;
        }
        if !contradiction.unsure && is_risk(knowledge, *question) {
            sheet.doubt(*question);
        } else if reassures(knowledge, sheet, *question) {
            sheet.set(*question, Answer::Unknown);
        }
    }
    if contradiction.unmarked {
        // Whatever it says, the map is not complete: it is read as not known, and asked again.
        sheet.pain.state = MapState::NotAsked;
    }
}

/// What was not asked and may yet be: questions, and whether the body map is among it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Open {
    /// The questions.
    pub(crate) questions: Bits,
    /// The body map.
    pub(crate) map: bool,
}

impl Open {
    /// What either of them holds.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { questions: self.questions.or(&other.questions), map: self.map | other.map }
    }
}

/// A contradiction that does not stand, but may once the open questions are answered: a "no" that is still to come may be what
/// contradicts.
#[derive(Clone, Debug)]
pub(crate) struct Possible {
    /// Which, as an index into [`Knowledge::contradictions`].
    index: usize,
    /// What of the open it reads.
    pub(crate) reads: Open,
}

/// The sheet as it would be read if all of these contradictions came to stand, apart from what is open, which reads as the worst
/// that it can be already. Never less cautious.
pub(crate) fn together(knowledge: &Knowledge, sheet: &Sheet, all: &[Possible]) -> Sheet {
    let mut then = sheet.clone();
    for contradiction in all.iter().filter_map(|one| knowledge.contradictions.get(one.index)) {
        doubt(knowledge, &mut then, contradiction, |answer| answer != Answer::NotAsked);
    }
    then
}

/// The contradictions that may yet stand. Answers do not tell when they were given: beside a yes to what is new, any may be of before.
pub(crate) fn possible(knowledge: &Knowledge, sheet: &Sheet, open: Open) -> Vec<Possible> {
    let mut all = Vec::new();
    for (contradiction, index) in knowledge.contradictions.iter().zip(0usize..) {
        let mut reads = Open::default();
        contradiction.when.atoms(&knowledge.facts, &mut |atom| match atom.question() {
            Some(id) if open.questions.has(id.0) => reads.questions.insert(id.0),
            Some(_) => {}
            None => reads.map |= open.map,
        });
        needed(contradiction)
            .filter(|needed| open.questions.has(needed.0))
            .for_each(|needed| reads.questions.insert(needed.0));
        reads.map |= open.map && (contradiction.unmarked || contradiction.since.is_some());
        if reads.questions.is_empty() && !reads.map {
            continue;
        }
        if may_stand(knowledge, sheet, contradiction, open)
            && !may_stand(knowledge, sheet, contradiction, Open::default())
        {
            all.push(Possible { index, reads });
        }
    }
    all
}

/// Whether a question is one of risk that is answered with yes or no: a "no" in doubt is then read as a yes. Anything else
/// has its worst reading in "I don't know": a relief that is not given, the worst number or option.
#[must_use]
pub fn is_risk(knowledge: &Knowledge, question: QuestionId) -> bool {
    let of_risk = |question: &Question| question.kind == Kind::YesNo && question.polarity == Polarity::Risk;
    knowledge.question(question).is_some_and(of_risk)
}

/// Whether an answer is milder than "I don't know": a yes to a risk stays one.
fn reassures(knowledge: &Knowledge, sheet: &Sheet, question: QuestionId) -> bool {
    let of_risk = knowledge.question(question).is_some_and(|asked| asked.polarity == Polarity::Risk);
    let already = sheet.is_doubted(question) || (of_risk && sheet.get(question) == Answer::Yes);
    !already
}

/// Whether the marked pains began so long ago, or all of them so lately.
fn hurts(sheet: &Sheet, since: Since) -> bool {
    let painful = || sheet.pain.marks.iter().filter(|mark| mark.intensity != Intensity::Of(0));
    let days = |day| sheet.today.days_since(day);
    sheet.pain.state == MapState::Confirmed
        && painful().next().is_some()
        && match since {
            Since::Over(least) => painful().any(|mark| mark.since.is_some_and(|day| days(day) > least)),
            Since::Under(most) => painful().all(|mark| mark.since.is_some_and(|day| days(day) < most)),
        }
}

/// Whether the map is confirmed and shows no pain.
fn nothing_hurts(sheet: &Sheet) -> bool {
    sheet.pain.state == MapState::Confirmed && sheet.pain.highest() == Intensity::Of(0)
}

/// Whether a contradiction stands, or may once the open questions are answered.
fn may_stand(knowledge: &Knowledge, sheet: &Sheet, contradiction: &Contradiction, open: Open) -> bool {
    let said = Said { facts: &knowledge.facts, sheet, contradiction, times: &AtOnce, open: Some(open) };
    let may_be =
        |asked: QuestionId| open.questions.has(asked.0) || matches!(sheet.get(asked), Answer::Yes | Answer::Unknown);
    (open.map || !contradiction.unmarked || nothing_hurts(sheet))
        && needed(contradiction).all(may_be)
        && contradiction.since.is_none_or(|since| open.map || hurts(sheet, since))
        && said.holds(&contradiction.when)
}

/// The answers as they were given, without gates; what was not said does not hold.
struct Said<'a> {
    facts: &'a [Fact],
    sheet: &'a Sheet,
    contradiction: &'a Contradiction,
    times: &'a dyn Times,
    /// What may be answered yet, in whatever way.
    open: Option<Open>,
}

impl Said<'_> {
    fn holds(&self, expr: &Expr) -> bool {
        match expr {
            Expr::And(parts) => parts.iter().all(|part| self.holds(part)),
            Expr::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Expr::AtLeast(count, parts) => parts.iter().filter(|part| self.holds(part)).count() >= usize::from(*count),
            Expr::Fact(index) => self.facts.get(usize::from(*index)).is_some_and(|fact| self.holds(&fact.is)),
            Expr::Atom(atom) => self.said(*atom),
        }
    }

    /// An answer; nothing where it is not to be read.
    fn read(&self, question: QuestionId) -> Option<Answer> {
        let over = self.contradiction.passes && self.times.over(question);
        (!over).then(|| self.sheet.get(question))
    }

    /// Whether what an atom reads may yet be answered.
    fn is_open(&self, atom: Atom) -> bool {
        self.open.is_some_and(|open| atom.question().map_or(open.map, |id| open.questions.has(id.0)))
    }

    /// Whether an answer says nothing of what is new: it was there before, or may have been.
    fn before_the_news(&self, question: QuestionId) -> bool {
        self.contradiction.news.is_some_and(|news| self.open.is_some() || self.times.before(question, news))
    }

    fn said(&self, atom: Atom) -> bool {
        if self.is_open(atom) {
            return true;
        }
        let pain = &self.sheet.pain;
        let marked =
            |places: PlaceSet, marked: PlaceSet| pain.state == MapState::Confirmed && !places.and(marked).is_empty();
        match atom {
            Atom::Yes(question)
            | Atom::AtLeast(question, _)
            | Atom::Below(question, _)
            | Atom::OneOf(question, _)
            | Atom::NamedAt(question, _) => self.read(question).is_some_and(|answer| says(atom, answer)),
            // What hides is read however old what it hides is.
            Atom::SaidNo(question) | Atom::NotYes(question) => {
                let answer = self.sheet.get(question);
                says(atom, answer) || (answer != Answer::NotAsked && self.before_the_news(question))
            }
            Atom::PainAt(places) => marked(places, pain.painful()),
            Atom::NumbAt(places) => marked(places, pain.numb()),
            Atom::SpreadsTo(places) => marked(places, pain.spreads()),
            Atom::PainMax(least) => {
                pain.state == MapState::Confirmed
                    && matches!(pain.highest(), Intensity::Of(highest) if highest >= least)
            }
        }
    }
}

/// Whether an answer, as it was given, says what an atom of a contradiction says of its question. An atom of the body map is
/// said by no answer.
#[must_use]
pub fn says(atom: Atom, answer: Answer) -> bool {
    match (atom, answer) {
        (Atom::Yes(_), answer) => answer == Answer::Yes,
        (Atom::SaidNo(_) | Atom::NotYes(_), answer) => matches!(answer, Answer::No | Answer::Choice(0)),
        (Atom::AtLeast(_, least), Answer::Number(value)) => value >= least,
        (Atom::Below(_, limit), Answer::Number(value)) => value < limit,
        (Atom::OneOf(_, mask), Answer::Choice(option)) => mask & 1u32.checked_shl(u32::from(option)).unwrap_or(0) != 0,
        (Atom::OneOf(_, mask), Answer::Choices(options)) => mask & options != 0,
        (Atom::NamedAt(_, places), Answer::Places(named)) => !places.and(named).is_empty(),
        (Atom::AtLeast(..) | Atom::Below(..) | Atom::OneOf(..) | Atom::NamedAt(..), _) => false,
        (Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_), _) => false,
    }
}
