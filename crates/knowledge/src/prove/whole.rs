//! All rules over the same sheets, and how to look at one of them without being drowned by the others.
//!
//! A diagram of the whole decision would have millions of nodes. None is needed: once [`super::check`] has shown that every
//! rule only grows with caution, a person for whom one rule adds something that no other adds stays such a person when
//! everything that this rule does not read is answered in the least cautious way. So it is enough, and it is exact, to
//! look among the people whose other answers are least cautious. What has no order of caution (age, sex) stays free.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use biodivine_lib_bdd::{Bdd, BddVariable};
use supple_care::{
    Answer, Disposition, Knowledge, RuleId,
    question::Polarity,
    rule::{Effect, Rule},
};

use super::{
    budget::Budget,
    meaning::Meaning,
    sheets::{Coordinate, Of, Part, Read, Sheets, setting},
};

/// More cautious first, then sooner.
pub(crate) type Rank = (Disposition, u8);

/// The diagrams of what rules add, by rule and rank.
type Ranked = BTreeMap<(RuleId, Rank), Rc<Bdd>>;

/// The meanings of all rules over the same sheets.
pub(crate) struct Whole<'k> {
    /// The knowledge base.
    pub(crate) knowledge: &'k Knowledge,
    /// All sheets.
    pub(crate) sheets: Rc<Sheets>,
    /// The rules, in the order of the knowledge base.
    pub(crate) rules: Vec<Meaning>,
    budget: Rc<Budget>,
    owner: BTreeMap<BddVariable, usize>,
    ranked: RefCell<Ranked>,
}

impl<'k> Whole<'k> {
    /// Of a knowledge base.
    pub(crate) fn of(knowledge: &'k Knowledge, budget: &Rc<Budget>) -> Self {
        Self::over(knowledge, &Rc::new(Sheets::over(knowledge, &Read::everything(knowledge))), budget)
    }

    /// Over sheets that hold everything that its rules read.
    pub(crate) fn over(knowledge: &'k Knowledge, sheets: &Rc<Sheets>, budget: &Rc<Budget>) -> Self {
        let ids = (0u16..).take(knowledge.rules.len()).map(RuleId);
        let rules = ids.filter_map(|id| Meaning::on(knowledge, id, sheets)).collect();
        let coordinates = sheets.coordinates.iter().enumerate();
        let owner = coordinates.flat_map(|(at, one)| one.vars.iter().map(move |var| (*var, at))).collect();
        let (sheets, budget) = (Rc::clone(sheets), Rc::clone(budget));
        Self { knowledge, sheets, rules, budget, owner, ranked: RefCell::default() }
    }

    /// Whether the proof has used up what it may use. What is found from then on means nothing, and is reported so.
    pub(crate) fn over_budget(&self) -> bool {
        self.budget.spent().is_some()
    }

    /// The rule that a meaning is of.
    pub(crate) fn rule(&self, meaning: &Meaning) -> Option<&'k Rule> {
        self.knowledge.rule(meaning.rule)
    }

    /// The sheets on which a rule adds at least this.
    pub(crate) fn at_least(&self, meaning: &Meaning, rank: Rank) -> Rc<Bdd> {
        let key = (meaning.rule, rank);
        if let Some(known) = self.ranked.borrow().get(&key) {
            return Rc::clone(known);
        }
        let made = Rc::new(meaning.at_least(rank));
        self.ranked.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// The coordinates that diagrams depend on, with the whole body map if any of it is among them.
    pub(crate) fn read_by<'b>(&self, diagrams: impl IntoIterator<Item = &'b Bdd>) -> Vec<usize> {
        let mut read: Vec<usize> = diagrams
            .into_iter()
            .flat_map(|diagram| diagram.support_set())
            .filter_map(|var| self.owner.get(&var).copied())
            .collect();
        let is_map = |at: &usize| self.sheets.coordinates.get(*at).is_some_and(|one| one.of.is_map());
        if read.iter().any(is_map) {
            read.extend((0..self.sheets.coordinates.len()).filter(is_map));
        }
        read.sort_unstable();
        read.dedup();
        read
    }

    /// What a rule reads.
    pub(crate) fn reads(&self, meaning: &Meaning) -> Vec<usize> {
        let cases = meaning.cases.iter().map(|case| &case.when);
        self.read_by([&meaning.sure, &meaning.possible].into_iter().chain(cases))
    }

    /// Everything outside `keep` answered in the least cautious way; what has no order of caution stays free.
    pub(crate) fn quiet(&self, keep: &[usize]) -> Part {
        let mut part = Part::new();
        for (at, coordinate) in self.sheets.coordinates.iter().enumerate() {
            if keep.binary_search(&at).is_err()
                && let Some(bits) = least(self.knowledge, coordinate)
            {
                part.extend(setting(coordinate, bits));
            }
        }
        part
    }

    /// Of `within`, the sheets on which no rule but `besides` adds at least this. `quiet` is fixed.
    pub(crate) fn unbeaten(&self, within: Bdd, rank: Rank, besides: Option<RuleId>, quiet: &Part) -> Bdd {
        let mut left = within;
        for other in self.rules.iter().filter(|other| Some(other.rule) != besides) {
            if left.is_false() || !self.budget.allows(&left) {
                break;
            }
            let more = self.at_least(other, rank);
            if !more.is_false() {
                left = left.and_not(&more.restrict(quiet));
            }
        }
        left
    }

    /// The ranks that a rule can add, the greatest first.
    pub(crate) fn ranks(meaning: &Meaning) -> Vec<Rank> {
        let mut ranks: Vec<Rank> =
            meaning.cases.iter().filter(|case| !case.when.is_false()).map(|case| case.rank()).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.reverse();
        ranks
    }

    /// Whether a rule can say something that is no disposition.
    pub(crate) fn speaks_apart(&self, meaning: &Meaning) -> bool {
        let effect = self.rule(meaning).map(|rule| rule.effect);
        matches!(effect, Some(Effect::Advice | Effect::Crisis)) && !meaning.possible.and(&self.sheets.valid).is_false()
    }
}

/// The least cautious state of a coordinate; nothing where its states have no order.
fn least<'c>(knowledge: &Knowledge, coordinate: &'c Coordinate) -> Option<&'c [bool]> {
    let state = |wanted: Answer| coordinate.states.iter().find(|(_, answer)| *answer == wanted);
    let found = match coordinate.of {
        Of::Question(id) => match knowledge.question(id).map(|question| question.polarity) {
            Some(Polarity::Neutral) => None,
            Some(Polarity::Relief) => state(Answer::Yes),
            Some(Polarity::Risk) | None => coordinate.states.first(),
        },
        Of::Agreed(_) => state(Answer::Yes),
        Of::Place(_)
        | Of::Named(..)
        | Of::Pain(_)
        | Of::Numb(_)
        | Of::Spreads(_)
        | Of::Strongest
        | Of::MapUnknown
        | Of::Proxy => coordinate.states.first(),
    };
    found.map(|(bits, _)| bits.as_slice())
}
