//! The straight line, run over many people at once.

use pulp::Arch;
use supple_care::{Disposition, Knowledge, RuleId, Sheet, Tri, screen};

use crate::{
    Block, Sliced, Word,
    compile::{Reaches, Step},
    terms::{at, change, counted},
};

/// What a block of people comes to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// For each rule who surely meets it.
    pub sure: Vec<Word>,
    /// For each rule who may meet it: its limits hold for them.
    pub possible: Vec<Word>,
    /// Who comes to at least modified, medical-first, urgent and emergency.
    pub at_least: [Word; 4],
    /// Who comes to medical-first because the limits of the rules together leave nothing to give.
    pub nothing_left: Word,
    /// Who comes to modified by a clinician's agreement, whose own limits might leave nothing: they are to be screened singly.
    pub doubtful: Word,
}

impl Outcome {
    /// The truth of a rule for one person.
    #[must_use]
    pub fn truth(&self, rule: RuleId, lane: usize) -> Tri {
        let has = |planes: &[Word]| planes.get(usize::from(rule.0)).is_some_and(|word| word.has(lane));
        Tri::from_bounds(has(&self.sure), has(&self.possible))
    }

    /// What it comes to for one person who is not in doubt.
    #[must_use]
    pub fn disposition(&self, lane: usize) -> Disposition {
        let reached = self.at_least.iter().filter(|word| word.has(lane)).count();
        Disposition::ALL.get(reached).copied().unwrap_or(Disposition::Emergency)
    }
}

impl Outcome {
    /// Puts others, who were screened apart, into lanes of this block in their order. `own` are those who were screened here; what
    /// stands of anybody else is taken away. Only the truths of the rules are put.
    pub(crate) fn put(&mut self, own: &Word, others: &Self, lanes: &[usize]) {
        let sides = [(&mut self.sure, &others.sure), (&mut self.possible, &others.possible)];
        for (into, from) in sides.into_iter().flat_map(|(into, from)| into.iter_mut().zip(from)) {
            *into &= own;
            from.lanes().filter_map(|lane| lanes.get(lane)).for_each(|lane| into.insert(*lane));
        }
    }
}

/// Who reaches each disposition by some rule, in the order of [`Disposition::ALL`].
#[derive(Default)]
struct Reached {
    at: [Word; 5],
    /// Who is lifted by a clinician's agreement.
    lifted: Word,
}

impl Reached {
    #[inline(always)]
    fn reach(&mut self, who: &Word, disposition: Disposition, liftable: bool, agreed: &Word) {
        let mut stays = *who;
        if liftable && disposition == Disposition::MedicalFirst && !agreed.is_empty() {
            // What a clinician agreed to stays modified.
            stays &= agreed;
            self.lifted |= &stays;
            self.put(&stays, Disposition::Modified);
            stays = *who;
            stays.remove(agreed);
        }
        self.put(&stays, disposition);
    }

    #[inline(always)]
    fn put(&mut self, who: &Word, disposition: Disposition) {
        if let Some(at) = self.at.get_mut(disposition as usize) {
            *at |= who;
        }
    }

    /// Adds what a rule comes to. `symptoms` are those who certainly have a symptom of each cluster.
    #[inline(always)]
    fn add(&mut self, reaches: &Reaches, does: &Word, may: &Word, agreed: &Word, symptoms: &[Word]) {
        let mut reach = |who: &Word, disposition| self.reach(who, disposition, reaches.liftable, agreed);
        match reaches.beside {
            None if reaches.certain == reaches.unknown => reach(may, reaches.certain),
            None => {
                let mut unknown = *may;
                unknown.remove(does);
                reach(does, reaches.certain);
                reach(&unknown, reaches.unknown);
            }
            Some((beside, cluster)) => {
                let mut unknown = *may;
                unknown.remove(does);
                reach(does, reaches.certain);
                let mut symptom = unknown;
                symptom &= symptoms.get(cluster).unwrap_or(&Word::ALL);
                unknown.remove(&symptom);
                reach(&symptom, beside);
                reach(&unknown, reaches.unknown);
            }
        }
    }

    /// Who comes to at least each disposition above clear.
    #[inline(always)]
    fn at_least(&self) -> [Word; 4] {
        let [_, modified, medical_first, urgent, emergency] = &self.at;
        let mut all = [*modified, *medical_first, *urgent, *emergency];
        let mut above = Word::NONE;
        for word in all.iter_mut().rev() {
            *word |= &above;
            above = *word;
        }
        all
    }
}

impl Sliced {
    /// Screens a block.
    #[must_use]
    pub fn run(&self, block: &Block) -> Outcome {
        let mut outcome = Outcome::default();
        self.run_into(&mut block.clone(), &mut outcome);
        outcome
    }

    /// Screens a block into an outcome that is reused. What hidden questions say is taken out of the block, so a second time it
    /// comes to the same. It runs in the widest registers that the machine has.
    pub fn run_into(&self, block: &mut Block, outcome: &mut Outcome) {
        Arch::new().dispatch(|| self.line(block, outcome));
    }

    /// The line, made anew for each width of registers: so everything in it is part of it.
    #[inline(always)]
    fn line(&self, block: &mut Block, outcome: &mut Outcome) {
        let Block { sure, possible, agreed, places } = block;
        for step in &self.steps {
            match step {
                Step::Any { to, terms } => {
                    let may = terms.met(possible);
                    // Most of what is derived holds for nobody here.
                    let does = if may.is_empty() { Word::NONE } else { terms.met(sure) };
                    change(sure, *to, |word| *word = does);
                    change(possible, *to, |word| *word = may);
                }
                Step::Count { to, least, of } => {
                    let (does, may) = (counted(sure, *least, of), counted(possible, *least, of));
                    change(sure, *to, |word| *word = does);
                    change(possible, *to, |word| *word = may);
                }
                Step::Gate { gate, falls, rises } => {
                    // A question is hidden only while its gate cannot hold, whichever plane is looked at.
                    let open = gate.met(possible);
                    let shut = !open;
                    for planes in [&mut *sure, &mut *possible] {
                        falls.iter().for_each(|slot| change(planes, *slot, |word| *word &= &open));
                        rises.iter().for_each(|slot| change(planes, *slot, |word| *word |= &shut));
                    }
                }
            }
        }
        let symptoms: Vec<Word> = self.clusters.iter().map(|cluster| cluster.met(sure)).collect();
        let mut reached = Reached::default();
        outcome.sure.resize(self.rules.len(), Word::NONE);
        outcome.possible.resize(self.rules.len(), Word::NONE);
        let truths = outcome.sure.iter_mut().zip(&mut outcome.possible);
        for ((rule, agreed), (does, may)) in self.rules.iter().zip(&*agreed).zip(truths) {
            rule.terms.met_into(possible, may);
            // Most rules say nothing to anybody here.
            if may.is_empty() {
                *does = Word::NONE;
                continue;
            }
            rule.terms.met_into(sure, does);
            if let Some(reaches) = &rule.reaches {
                reached.add(reaches, does, may, agreed, &symptoms);
            }
        }
        outcome.at_least = reached.at_least();
        let [modified, medical_first, ..] = &mut outcome.at_least;
        let mut only_modified = *modified;
        only_modified.remove(medical_first);
        outcome.nothing_left = self.nothing_left(only_modified, &outcome.possible, places);
        *medical_first |= &outcome.nothing_left;
        only_modified.remove(&outcome.nothing_left);
        outcome.doubtful = reached.lifted;
        outcome.doubtful &= &only_modified;
    }

    /// How many operations on words the terms alone need for a block that was screened, each result written once. Who surely
    /// meets a term is asked only where somebody may. This is what the work is measured against.
    #[must_use]
    pub fn operations_needed(&self, block: &Block, outcome: &Outcome) -> usize {
        let planes = |operations: usize, may: &Word| (operations + 1) * if may.is_empty() { 1 } else { 2 };
        let steps = self.steps.iter().map(|step| match step {
            Step::Any { to, terms } => planes(terms.operations(), at(&block.possible, *to)),
            // An `and` and an `or` for each that is counted, at each of the places up to the least.
            Step::Count { of, least, .. } => 2 * (3 * usize::from(*least) * of.len() + 1),
            // Each bit of the question is read and written.
            Step::Gate { gate, falls, rises } => gate.operations() + 4 * (falls.len() + rises.len()),
        });
        let rules = self.rules.iter().zip(&outcome.possible).map(|(rule, may)| planes(rule.terms.operations(), may));
        steps.chain(rules).sum()
    }

    /// Who of these people has nothing left by the limits of rules.
    #[inline(always)]
    fn nothing_left(&self, mut people: Word, possible: &[Word], places: &[Word]) -> Word {
        let holds = |rule: u16| possible.get(usize::from(rule)).unwrap_or(&Word::ALL);
        for barring in &self.last {
            if people.is_empty() {
                break;
            }
            let mut taken = Word::NONE;
            for rule in &barring.rules {
                taken |= holds(*rule);
            }
            for (rule, place) in &barring.at {
                let mut there = *holds(*rule);
                there &= places.get(*place).unwrap_or(&Word::ALL);
                taken |= &there;
            }
            people &= &taken;
        }
        people
    }

    /// Screens up to [`Word::LANES`] sheets: the planes, and the disposition of each.
    #[must_use]
    pub fn screen(&self, knowledge: &Knowledge, sheets: &[Sheet]) -> (Outcome, Vec<Disposition>) {
        let outcome = self.run(&self.read(knowledge, sheets));
        let lanes = sheets.iter().take(Word::LANES).zip(0usize..);
        let dispositions = lanes
            .map(|(sheet, lane)| {
                if outcome.doubtful.has(lane) {
                    screen(knowledge, sheet).disposition
                } else {
                    outcome.disposition(lane)
                }
            })
            .collect();
        (outcome, dispositions)
    }
}
