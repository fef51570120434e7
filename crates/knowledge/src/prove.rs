//! Proofs over all answer sheets.
//!
//! What a rule adds to a decision depends only on the questions that it reads: in its condition, in the gates of these,
//! and, for an emergency, in the symptoms of its cluster. Its three-valued truth is built as two binary decision diagrams
//! over everything that can be told apart in those answers, so that a check of a rule is a check of *all* sheets.
//!
//! What holds for each rule holds for the decision:
//!
//! * Disposition and timeframe of a sheet are the greatest that any of its rules adds, in the order "more cautious first,
//!   then sooner". A maximum of monotone contributions is monotone.
//! * What is taken away is the union of what the rules that may hold take away, and of a clinician's limits once any rule
//!   is lifted. A union of monotone sets is monotone.
//! * The crisis page opens if any crisis rule may hold: an `or` of monotone truths.
//! * "Nothing is left to give" makes a modified sheet medical-first without a timeframe. It is monotone because bans only
//!   grow, and any medical-first rule ranks above it.
//! * When to come back after a postponement is wording, and no part of what is proved.
//! * "Removing a rule changes something", "an answer can matter" and the comparison of two versions ask for one person. How
//!   such a person is found without a diagram of the whole decision stands in [`whole`]; it rests on the first statement,
//!   so that where that one fails these show nothing.
//!
//! A question that was not asked is read as "I don't know", a place that was not answered as everywhere; so sheets on
//! which something is open are among the sheets (only the crisis page waits until it was asked for). Contradictions are settled before a sheet is screened, outside of this.

mod budget;
mod check;
mod exact;
mod limits;
mod meaning;
mod needed;
mod permits;
mod sheets;
mod stop;
mod total;
mod whole;
mod words;

use std::{
    fmt,
    rc::Rc,
    time::{Duration, Instant},
};

use supple_care::{Disposition, Knowledge, RuleId, Sheet, Tri, rule::Rule};

use budget::Budget;
use check::Checked;
use meaning::Meaning;
use whole::Whole;

pub use budget::{Limits, Spent};

/// How far a proof has got.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Rules that are done.
    pub done: usize,
    /// All rules.
    pub total: usize,
    /// The rule that comes now.
    pub rule: &'a str,
}

/// How a statement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// By diagrams of every rule, each over all sheets.
    Diagrams,
    /// For every rule alone.
    Alone,
    /// By a person for each.
    Persons,
    /// By running the engine, once for each answer and each state of its gate.
    Runs,
}

/// A statement, and whether it holds for every sheet.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Its name.
    pub invariant: &'static str,
    /// What it means.
    pub says: &'static str,
    /// How it is shown.
    pub shown: Shown,
    /// How many sheets the rules tell apart, all questions together, in decimal digits.
    pub sheets: String,
    /// How many yes-or-no variables such a sheet has.
    pub variables: u16,
    /// How many checks were made, each over all sheets.
    pub checks: u64,
    /// How long it took; the statements about single rules are proved together.
    pub took: Duration,
    /// Whether the limits ran out: then nothing was shown of it, and nobody is named.
    pub spent: bool,
    /// Nothing, or one counterexample for each rule for which it fails.
    pub result: Result<(), Vec<Counterexample>>,
}

/// A person for whom a statement fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counterexample {
    /// The rule's id, or that of the question or folder that fails.
    pub rule: String,
    /// File and line of the rule's condition, below knowledge/; empty where no rule fails.
    pub place: String,
    /// The question whose answer changes, if one does; the body map is `pain`.
    pub question: Option<String>,
    /// What is wrong.
    pub what: String,
    /// The person: what is not "no".
    pub before: Vec<String>,
    /// The same person after the change, if there is one.
    pub after: Vec<String>,
    /// Whether there is such a person; otherwise it fails for nobody in particular.
    pub somebody: bool,
}

/// A person in words: what is not "no".
pub(crate) fn in_words(said: &[String]) -> String {
    if said.is_empty() {
        "somebody with \"no\" to everything".to_owned()
    } else {
        format!("somebody with {}; \"no\" to everything else", said.join(", "))
    }
}

impl Counterexample {
    /// A rule fails, nobody in particular.
    fn of(rule: &Rule, what: &str) -> Self {
        let place = format!("{}:{}", rule.file, rule.line);
        Self { rule: rule.id.clone(), place, what: what.to_owned(), ..Self::default() }
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)?;
        if !self.place.is_empty() {
            write!(f, " ({})", self.place)?;
        }
        if let Some(question) = &self.question {
            write!(f, " (question `{question}`)")?;
            write!(f, "\n  before: {}\n  after:  {}", in_words(&self.before), in_words(&self.after))
        } else if self.somebody {
            write!(f, "\n  {}", in_words(&self.before))
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Proved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Ok(()) => write!(f, "{} holds: {} checks in {:?}", self.invariant, self.checks, self.took),
            Err(found) => {
                write!(f, "{} fails", self.invariant)?;
                found.iter().try_for_each(|one| write!(f, "\n{one}"))
            }
        }
    }
}

/// The statements about single rules, with what they mean.
const OF_RULES: [(&str, &str); 4] = [
    (
        "more_risk_never_less_caution",
        "raising one risk answer by a step, or lowering one relief, never makes the outcome milder or lifts a limit, where no answers contradict each other",
    ),
    ("unknown_never_clears", "a rule of medical-first or above that may hold never leaves a sheet clear"),
    ("refer_beats_everything", "a rule that is certain gives at least its effect, whatever else is answered"),
    ("every_rule_can_fire", "for every rule there are answers without \"I don't know\" that make it certain"),
];

/// How a statement about all rules together is proved.
type Proof = fn(&Whole<'_>) -> Checked;

/// The statements about all rules together, with what they mean.
const OF_ALL: [(&str, &str, (Shown, Proof)); 8] = [
    (
        "every_sheet_has_one_disposition",
        "wherever a rule may hold it comes to exactly one thing, so that the greatest of all is one disposition",
        (Shown::Diagrams, total::one_disposition),
    ),
    (
        "permitted_is_never_empty",
        "always-on limits, advice and every single rule that comes to modified, wherever one place that it asks for is, leave something to give on the back",
        (Shown::Alone, total::never_empty),
    ),
    (
        "no_rule_is_redundant",
        "for every rule there is somebody who is told something else without it, unless its file says why it stays",
        (Shown::Persons, needed::rules),
    ),
    (
        "every_question_can_matter",
        "for every safety question there is somebody for whom two answers come to something else",
        (Shown::Persons, needed::questions),
    ),
    (
        "forbid_fires_on_unknown_permit_does_not",
        "\"I don't know\" keeps every limit that an answer would bring, and to a relief it counts as no",
        (Shown::Diagrams, permits::unknowns),
    ),
    (
        "hidden_questions_cannot_matter",
        "wherever the gate of a question is known to be closed, none of its answers changes what a rule adds",
        (Shown::Diagrams, permits::hidden),
    ),
    (
        "the_fast_evaluation_is_exact",
        "compiled terms and gates, which are diagrams over all sheets, and every single reading of an answer mean what the conditions as written mean",
        (Shown::Runs, exact::check),
    ),
    (
        "interview_stops_exactly_when_settled",
        "the bounds that the interview compares are real completions, and no other lies outside of them; that it asks on where a later answer could contradict an earlier one is tried on drawn people",
        (Shown::Runs, stop::check),
    ),
];

/// Proves every statement, within the usual limits.
///
/// `progress` is called before each rule and each statement about all rules.
pub fn all(knowledge: &Knowledge, progress: &mut dyn FnMut(Progress<'_>)) -> Vec<Proved> {
    within(knowledge, Limits::default(), progress)
}

/// Proves every statement. One that takes more than the limits fails and says so.
///
/// `progress` is called before each rule and each statement about all rules.
pub fn within(knowledge: &Knowledge, limits: Limits, progress: &mut dyn FnMut(Progress<'_>)) -> Vec<Proved> {
    some(knowledge, limits, &|_| true, progress)
}

/// Proves one statement, by its name, within the usual limits; nothing if there is no such statement.
#[must_use]
pub fn one(knowledge: &Knowledge, invariant: &str) -> Option<Proved> {
    some(knowledge, Limits::default(), &|name| name == invariant, &mut |_| {}).pop()
}

/// The names of all statements.
pub fn names() -> impl Iterator<Item = &'static str> {
    OF_RULES.iter().map(|(name, _)| *name).chain(OF_ALL.iter().map(|(name, ..)| *name))
}

/// Proves the statements whose name is wanted; otherwise as [`within`].
pub fn some(
    knowledge: &Knowledge,
    limits: Limits,
    wanted: &dyn Fn(&str) -> bool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Vec<Proved> {
    let budget = Rc::new(Budget::new(limits));
    let total = knowledge.rules.len() + OF_ALL.len();
    let started = Instant::now();
    let sums = if OF_RULES.iter().any(|(name, _)| wanted(name)) {
        of_rules(knowledge, &budget, &mut |done, rule| progress(Progress { done, total, rule }))
    } else {
        Default::default()
    };
    let took = started.elapsed();
    let whole = Whole::of(knowledge, &budget);
    let sheets = whole.sheets.valid.exact_cardinality().to_string();
    let finish = |(invariant, says), shown, mut checked: Checked, took| {
        let spent = budget.spent();
        if let Some(spent) = spent {
            // What a proof that was broken off has found may be what it did not get to.
            checked.found.clear();
            checked.fails_entry(invariant, &spent.to_string());
        }
        Proved {
            invariant,
            says,
            shown,
            sheets: sheets.clone(),
            variables: whole.sheets.set.num_vars(),
            checks: checked.checks,
            took,
            spent: spent.is_some(),
            result: if checked.found.is_empty() { Ok(()) } else { Err(checked.found) },
        }
    };
    let rules = OF_RULES.into_iter().zip(sums).filter(|((name, _), _)| wanted(name));
    let mut all: Vec<Proved> = rules.map(|(statement, sum)| finish(statement, Shown::Diagrams, sum, took)).collect();
    for (at, (invariant, says, (shown, proof))) in
        OF_ALL.into_iter().enumerate().filter(|(_, (name, _, _))| wanted(name))
    {
        progress(Progress { done: knowledge.rules.len() + at, total, rule: invariant });
        let started = Instant::now();
        let checked = proof(&whole);
        all.push(finish((invariant, says), shown, checked, started.elapsed()));
    }
    all
}

/// The statements about single rules, all rules one after another.
fn of_rules(knowledge: &Knowledge, budget: &Budget, next: &mut dyn FnMut(usize, &str)) -> [Checked; 4] {
    let mut sums: [Checked; 4] = Default::default();
    for (index, rule) in (0u16..).zip(&knowledge.rules) {
        next(usize::from(index), &rule.id);
        let Some(meaning) = Meaning::of(knowledge, RuleId(index)) else { continue };
        if !budget.allows(&meaning.possible) {
            break;
        }
        for (sum, one) in sums.iter_mut().zip(check::rule(knowledge, rule, &meaning)) {
            sum.checks += one.checks;
            sum.found.extend(one.found);
        }
    }
    sums
}

/// What the comparison of two versions is made of.
pub(crate) mod inner {
    use biodivine_lib_bdd::BddValuation;

    pub(crate) use super::{
        budget::{Budget, Spent},
        limits::{alone, of as limits_of, permitted},
        meaning::{Logic, Meaning},
        sheets::{Coordinate, Of, Part, Read, Sheets, setting as setting_of},
        whole::Whole,
        words::{person, say, setting},
    };

    /// A setting of all variables as a point.
    pub(crate) fn at(sheets: &Sheets, part: &Part) -> BddValuation {
        let mut at = BddValuation::all_false(sheets.set.num_vars());
        for (var, value) in part {
            at.set_value(*var, *value);
        }
        at
    }
}

/// What the proof takes a rule to mean, for comparison with the engine.
pub struct Model(Meaning);

impl Model {
    /// The model of a rule; nothing if there is no such rule.
    #[must_use]
    pub fn of(knowledge: &Knowledge, rule: RuleId) -> Option<Self> {
        Meaning::of(knowledge, rule).map(Self)
    }

    /// The truth of the rule on a sheet.
    #[must_use]
    pub fn truth(&self, knowledge: &Knowledge, sheet: &Sheet) -> Tri {
        let at = self.0.sheets.valuation(knowledge, sheet);
        Tri::from_bounds(self.0.sure.eval_in(&at), self.0.possible.eval_in(&at))
    }

    /// What the rule comes to on a sheet: a disposition with its timeframe. Nothing if it does not speak, or only advises.
    #[must_use]
    pub fn reaches(&self, knowledge: &Knowledge, sheet: &Sheet) -> Option<(Disposition, Option<u8>)> {
        let at = self.0.sheets.valuation(knowledge, sheet);
        self.0.cases.iter().find(|case| case.when.eval_in(&at)).map(|case| (case.reached, case.within))
    }
}
