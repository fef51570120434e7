//! Everything Supple knows, read and compiled. `supple-knowledge` makes it; the loop only reads it.

use std::collections::HashMap;

use crate::{
    Actions, Disposition, Place, PlaceId, PlaceSet, QuestionId, RuleId,
    course::Courses,
    expr::{Expr, Fact},
    measure::Measures,
    program::Program,
    question::Question,
    rule::{Limit, Restriction, Rule},
    session::Texts,
    source::Source,
    technique::Techniques,
};

/// A named word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
}

/// Who gives a massage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Whether this is at home, without training.
    pub home: bool,
}

/// A distance that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// The distance in millimetres, from edge to edge.
    pub mm: u16,
}

/// The vocabularies that restrictions speak in. A member's index is its bit.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Technique classes.
    pub techniques: Vec<Term>,
    /// Applicators.
    pub applicators: Vec<Term>,
    /// Givers.
    pub givers: Vec<Giver>,
    /// Positions.
    pub positions: Vec<Term>,
    /// Products.
    pub products: Vec<Term>,
    /// Devices.
    pub devices: Vec<Term>,
    /// Margins.
    pub margins: Vec<Margin>,
    /// Timeframes, most urgent first.
    pub timeframes: Vec<Term>,
}

/// A page of the interview.
#[derive(Clone, Debug)]
pub struct Page {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One sentence below the heading.
    pub lead: String,
    /// Whether it may be skipped.
    pub optional: bool,
}

/// A named group of places.
#[derive(Clone, Debug)]
pub struct Group {
    /// Stable id.
    pub id: String,
    /// The places in it.
    pub places: PlaceSet,
}

/// Since when the marked pains have been there, in days before the day of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// One of them began more days ago.
    Over(i32),
    /// All of them have a day, and each began fewer days ago.
    Under(i32),
}

/// Answers that cannot both be true.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// Stable id.
    pub id: String,
    /// When it shows up; reads answers raw, not masked by gates.
    pub when: Expr,
    /// Questions that are read as the more cautious of the two answers until it is settled.
    pub doubt: Vec<QuestionId>,
    /// Whether the other answer does not say that these are meant: then they are read as "I don't know".
    pub unsure: bool,
    /// Questions to ask again.
    pub ask: Vec<QuestionId>,
    /// Whether it also needs a confirmed map without any pain, which is asked again with the questions.
    pub unmarked: bool,
    /// Whether it is about something that heals or ends: an answer from before the "no" that hides it is none of it.
    pub passes: bool,
    /// The "anything new?" question that it is about: it needs a yes or an "I don't know" to it, and in a record an answer
    /// from before that one does not name what is new.
    pub news: Option<QuestionId>,
    /// A risk that it needs a yes or an "I don't know" to as well.
    pub maybe: Option<QuestionId>,
    /// Since when it has to hurt, by the days given on the map.
    pub since: Option<Since>,
    /// What to say to the person.
    pub say: String,
}

/// A number that can be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who answers.
    pub name: String,
    /// The number, as it is dialled.
    pub number: String,
    /// When, in words.
    pub hours: String,
}

/// A country's numbers. A number is there only where a source was read.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Emergency number, if a source was read.
    pub emergency: Option<String>,
    /// Crisis lines.
    pub crisis: Vec<Line>,
    /// Where the numbers were read: indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// One sentence of the crisis page, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Stable id.
    pub id: String,
    /// The sentence.
    pub say: String,
    /// What to do, where there is something.
    pub then: Option<String>,
}

/// The crisis page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrisisPage {
    /// Heading.
    pub title: String,
    /// First sentence: the question.
    pub lead: String,
    /// The answers to it.
    pub answers: Vec<Passage>,
    /// What to do.
    pub steps: Vec<Passage>,
    /// What is plainly so.
    pub plain: Vec<Passage>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// A piece of self-care, offered beside or instead of a massage, or an answer to what the person said.
#[derive(Clone, Debug)]
pub struct SelfCare {
    /// Stable id.
    pub id: String,
    /// Kind: `rest`, `movement`, `warmth`, `breathing`, `how-to` or `driver`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// What to do.
    pub say: String,
    /// How much, how long.
    pub dose: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// How sure it is, in words.
    pub sure: Option<String>,
    /// What to watch for meanwhile.
    pub watch: Option<String>,
    /// What to do instead, where it must not be done.
    pub instead: Option<String>,
    /// Where it hurts when this is offered.
    pub places: PlaceSet,
    /// The device it needs (bit index), such as a heat pack: not offered where that is banned.
    pub device: Option<u8>,
    /// The dispositions in which it is not offered.
    pub not_at: Vec<Disposition>,
    /// A condition in which it is not offered: an index for [`Program::other`].
    pub not_when: Option<usize>,
    /// The option of a baseline question that it answers.
    pub answers: Option<(QuestionId, u8)>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: crate::source::Evidence,
}

/// A truthful answer to a fear.
#[derive(Clone, Debug)]
pub struct Fear {
    /// Stable id.
    pub id: String,
    /// The question as people ask it.
    pub question: String,
    /// The answer.
    pub say: String,
    /// What limits the answer.
    pub but: String,
    /// How sure it is, in words.
    pub sure: String,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: crate::source::Evidence,
}

/// What to watch for during a session or afterwards.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The file's id, such as `STOP-NERVE`.
    pub id: String,
    /// Whether it is about afterwards.
    pub after: bool,
    /// What is noticed.
    pub event: String,
    /// What it asks for, such as `end-session` or `emergency`; nothing where it is usual.
    pub action: Option<String>,
    /// What to do; nothing where it is usual.
    pub say: Option<String>,
    /// Bits of the givers it is for.
    pub givers: u32,
    /// The reactions after a session (ids) that it speaks of.
    pub reactions: Vec<String>,
    /// The question (id) whose "no" says that it does not concern somebody; nothing where it concerns everybody.
    pub with: Option<String>,
    /// Whether what it says may need the emergency number.
    pub call: bool,
    /// The rule that a session follows; nothing for what comes afterwards.
    pub rule: Option<crate::session::Rule>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: crate::source::Evidence,
}

/// Where each id stands.
#[derive(Clone, Debug, Default)]
pub struct Index {
    questions: HashMap<String, QuestionId>,
    rules: HashMap<String, RuleId>,
    places: HashMap<String, PlaceId>,
}

impl Index {
    /// The index of questions, rules and places.
    #[must_use]
    pub fn of(questions: &[Question], rules: &[Rule], places: &[Place]) -> Self {
        Self {
            questions: questions.iter().zip(0u16..).map(|(one, at)| (one.id.clone(), QuestionId(at))).collect(),
            rules: rules.iter().zip(0u16..).map(|(one, at)| (one.id.clone(), RuleId(at))).collect(),
            places: places.iter().zip(0u8..).map(|(one, at)| (one.id.clone(), PlaceId(at))).collect(),
        }
    }
}

/// Everything Supple knows.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Where each id stands.
    pub index: Index,
    /// Hash of the content of every file.
    pub version: String,
    /// The vocabulary of places.
    pub places: Vec<Place>,
    /// Named groups of places.
    pub groups: Vec<Group>,
    /// The places on which a massage for the back can be given at all.
    pub targets: PlaceSet,
    /// How many days a confirmed body map stays good.
    pub map_valid_days: i32,
    /// The vocabularies of restrictions.
    pub terms: Terms,
    /// The timeframe that a disposition has when no rule says one (index by [`Disposition`]).
    pub default_timeframes: [Option<u8>; 5],
    /// The timeframe where the limits together leave nothing to give: no sooner than any medical-first rule's, because a
    /// rule that comes on top must never mean later.
    pub nothing_left_timeframe: Option<u8>,
    /// For how many days after the day it was given a clinician's agreement holds at most; nothing where that is not bound.
    pub agreement_days: Option<i32>,
    /// The longest session in minutes that a clinician's agreement may allow; none where knowledge sets no limit.
    pub agreement_minutes: Option<u16>,
    /// The pages of the interview, in order.
    pub pages: Vec<Page>,
    /// The questions.
    pub questions: Vec<Question>,
    /// Named combinations of answers.
    pub facts: Vec<Fact>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The always-on limits.
    pub limits: Vec<Limit>,
    /// All restrictions of rules and limits.
    pub restrictions: Vec<Restriction>,
    /// The sources.
    pub sources: Vec<Source>,
    /// Answers that cannot both be true.
    pub contradictions: Vec<Contradiction>,
    /// Countries with their numbers.
    pub countries: Vec<Country>,
    /// Phrases that open the crisis page.
    pub crisis_phrases: crate::crisis::Phrases,
    /// The crisis page.
    pub crisis_page: CrisisPage,
    /// Self-care.
    pub self_care: Vec<SelfCare>,
    /// What to watch for.
    pub watches: Vec<Watch>,
    /// Truthful answers to fears.
    pub fears: Vec<Fear>,
    /// The fixed parts and texts of sessions.
    pub session: Texts,
    /// What hands can do.
    pub techniques: Techniques,
    /// Dose, and what goes with massage.
    pub courses: Courses,
    /// Outcome measures, and what follows from them.
    pub measures: Measures,
    /// The compiled conditions.
    pub program: Program,
    /// What every rule comes to.
    pub actions: Actions,
}

impl Knowledge {
    /// The question with this id.
    #[must_use]
    pub fn question_id(&self, id: &str) -> Option<QuestionId> {
        self.index.questions.get(id).copied()
    }

    /// How soon somebody has to be seen with this disposition where no rule says it, as an index of the timeframes.
    #[must_use]
    pub fn default_timeframe(&self, reached: Disposition) -> Option<u8> {
        self.default_timeframes.get(reached as usize).copied().flatten()
    }

    /// The question at an index.
    #[must_use]
    pub fn question(&self, id: QuestionId) -> Option<&Question> {
        self.questions.get(usize::from(id.0))
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule_id(&self, id: &str) -> Option<RuleId> {
        self.index.rules.get(id).copied()
    }

    /// The rule at an index.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(usize::from(id.0))
    }

    /// The place with this id.
    #[must_use]
    pub fn place_id(&self, id: &str) -> Option<PlaceId> {
        self.index.places.get(id).copied()
    }

    /// The place at an index.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(usize::from(id.0))
    }

    /// The group with this id.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The country with this code.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code.eq_ignore_ascii_case(code))
    }
}
