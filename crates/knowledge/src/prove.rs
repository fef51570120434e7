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
//!
//! A question that was not asked is read as "I don't know", a place that was not answered as everywhere; so sheets on
//! which something is open are among the sheets (only the crisis page waits until it was asked for). Contradictions are settled before a sheet is screened, outside of this.

mod check;
mod meaning;
mod sheets;
mod words;

use std::fmt;

use supple_care::{Disposition, Knowledge, RuleId, Sheet, Tri};

use check::Checked;
use meaning::Meaning;
use sheets::{Read, Sheets};

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

/// A statement, and whether it holds for every sheet.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Its name.
    pub invariant: &'static str,
    /// What it means.
    pub says: &'static str,
    /// How many sheets the rules tell apart, all questions together, in decimal digits.
    pub sheets: String,
    /// How many yes-or-no variables such a sheet has.
    pub variables: u16,
    /// How many checks were made, each over all sheets.
    pub checks: u64,
    /// Nothing, or one counterexample for each rule for which it fails.
    pub result: Result<(), Vec<Counterexample>>,
}

/// A person for whom a statement fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// The rule's id.
    pub rule: String,
    /// The question whose answer changes, if one does; the body map is `pain`.
    pub question: Option<String>,
    /// What is wrong.
    pub what: String,
    /// The person: what is not "no".
    pub before: Vec<String>,
    /// The same person after the change, if there is one.
    pub after: Vec<String>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let person = |said: &[String]| {
            if said.is_empty() {
                "\"no\" to everything".to_owned()
            } else {
                format!("{}; \"no\" to everything else", said.join(", "))
            }
        };
        write!(f, "{}: {}", self.rule, self.what)?;
        if let Some(question) = &self.question {
            write!(f, " (question `{question}`)")?;
            write!(f, "\n  before: {}\n  after:  {}", person(&self.before), person(&self.after))
        } else if !self.before.is_empty() {
            write!(f, "\n  {}", person(&self.before))
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Proved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Ok(()) => write!(f, "{} holds: {} checks, each over all sheets", self.invariant, self.checks),
            Err(found) => {
                write!(f, "{} fails", self.invariant)?;
                found.iter().try_for_each(|one| write!(f, "\n{one}"))
            }
        }
    }
}

/// The statements that are proved, with what they mean.
const STATEMENTS: [(&str, &str); 4] = [
    (
        "more_risk_never_less_caution",
        "raising one risk answer by a step, or lowering one relief, never makes the outcome milder or lifts a limit",
    ),
    ("unknown_never_clears", "a rule of medical-first or above that may hold never leaves a sheet clear"),
    ("refer_beats_everything", "a rule that is certain gives at least its effect, whatever else is answered"),
    ("every_rule_can_fire", "for every rule there are answers without \"I don't know\" that make it certain"),
];

/// Proves every statement about every rule.
///
/// `progress` is called before each rule.
pub fn all(knowledge: &Knowledge, progress: &mut dyn FnMut(Progress<'_>)) -> Vec<Proved> {
    let mut sums: [Checked; 4] = Default::default();
    let rules = (0u16..).zip(&knowledge.rules);
    for (index, rule) in rules {
        progress(Progress { done: usize::from(index), total: knowledge.rules.len(), rule: &rule.id });
        let Some(meaning) = Meaning::of(knowledge, RuleId(index)) else { continue };
        let checked = check::rule(knowledge, rule, &meaning);
        for (sum, one) in sums.iter_mut().zip(checked) {
            sum.checks += one.checks;
            sum.found.extend(one.found);
        }
    }
    let sheets = Sheets::over(knowledge, &Read::everything(knowledge));
    STATEMENTS
        .into_iter()
        .zip(sums)
        .map(|((invariant, says), sum)| Proved {
            invariant,
            says,
            sheets: sheets.valid.exact_cardinality().to_string(),
            variables: sheets.set.num_vars(),
            checks: sum.checks,
            result: if sum.found.is_empty() { Ok(()) } else { Err(sum.found) },
        })
        .collect()
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
        let at = self.0.sheets.valuation(knowledge, sheet, self.0.rule);
        Tri::from_bounds(self.0.sure.eval_in(&at), self.0.possible.eval_in(&at))
    }

    /// What the rule comes to on a sheet: a disposition with its timeframe. Nothing if it does not speak, or only advises.
    #[must_use]
    pub fn reaches(&self, knowledge: &Knowledge, sheet: &Sheet) -> Option<(Disposition, Option<u8>)> {
        let at = self.0.sheets.valuation(knowledge, sheet, self.0.rule);
        self.0.cases.iter().find(|case| case.when.eval_in(&at)).map(|case| (case.reached, case.within))
    }
}
