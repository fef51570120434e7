//! The straight line, run over many people at once.

use std::mem;

use supple_care::{Disposition, Knowledge, RuleId, Sheet, Tri, screen};

use crate::{
    Block, Sliced, Word,
    compile::{Reaches, Step},
    terms::{Planes, at, change, counted},
};

/// What a block of people comes to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// For each rule who surely meets it.
    pub sure: Vec<Word>,
    /// For each rule who may meet it: its limits hold for them.
    pub possible: Vec<Word>,
    /// Who comes to at least modified, medical-first, urgent and emergency, by the rules.
    pub at_least: [Word; 4],
    /// Who comes to modified under limits that might together leave nothing: they are to be screened singly.
    pub doubtful: Word,
}

impl Outcome {
    /// The truth of a rule for one person.
    #[must_use]
    pub fn truth(&self, rule: RuleId, lane: usize) -> Tri {
        let has = |planes: &[Word]| planes.get(usize::from(rule.0)).is_some_and(|word| word.has(lane));
        Tri::from_bounds(has(&self.sure), has(&self.possible))
    }

    /// What the rules come to for one person.
    #[must_use]
    pub fn by_rules(&self, lane: usize) -> Disposition {
        let reached = self.at_least.iter().filter(|word| word.has(lane)).count();
        Disposition::ALL.get(reached).copied().unwrap_or(Disposition::Emergency)
    }

    /// Adds what a rule comes to, and to `lifted` who is lifted by a clinician's agreement.
    fn add(&mut self, reaches: &Reaches, does: &Word, may: &Word, agreed: &Word, sure: &Planes, lifted: &mut Word) {
        let mut unknown = *may;
        unknown.remove(does);
        let mut reach = |who: &Word, reached: Disposition| {
            if who.is_empty() {
                return;
            }
            let mut stays = *who;
            if reaches.liftable && reached == Disposition::MedicalFirst {
                stays.remove(agreed);
                let mut goes = *who;
                goes &= agreed;
                *lifted |= &goes;
            }
            for (word, level) in self.at_least.iter_mut().zip(Disposition::ALL.iter().skip(1)) {
                if *level <= reached {
                    // What a clinician agreed to stays modified.
                    *word |= if *level == Disposition::Modified { who } else { &stays };
                }
            }
        };
        reach(does, reaches.certain);
        let Some((beside, symptoms)) = reaches.beside.as_ref().filter(|_| !unknown.is_empty()) else {
            return reach(&unknown, reaches.unknown);
        };
        let mut symptom = Word::NONE;
        for slot in symptoms {
            symptom |= at(sure, *slot);
        }
        symptom &= &unknown;
        unknown.remove(&symptom);
        reach(&symptom, *beside);
        reach(&unknown, reaches.unknown);
    }
}

impl Sliced {
    /// Screens a block.
    #[must_use]
    pub fn run(&self, block: &Block) -> Outcome {
        let mut outcome = Outcome::default();
        self.run_into(block, &mut block.clone(), &mut outcome);
        outcome
    }

    /// Screens a block into an outcome that is reused. `scratch` is any block of the same knowledge.
    pub fn run_into(&self, block: &Block, scratch: &mut Block, outcome: &mut Outcome) {
        let Block { sure, possible, .. } = scratch;
        // The slots behind the last one that is used hold nobody.
        for (to, from) in sure.iter_mut().zip(block.sure.iter()).take(self.slots) {
            *to = *from;
        }
        for (to, from) in possible.iter_mut().zip(block.possible.iter()).take(self.slots) {
            *to = *from;
        }
        for step in &self.steps {
            match step {
                Step::Any { to, terms } => {
                    let (does, may) = (terms.met(sure), terms.met(possible));
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
        outcome.at_least = [Word::NONE; 4];
        let mut lifted = Word::NONE;
        let (mut certain, mut shown) = (mem::take(&mut outcome.sure), mem::take(&mut outcome.possible));
        certain.resize(self.rules.len(), Word::NONE);
        shown.resize(self.rules.len(), Word::NONE);
        let truths = certain.iter_mut().zip(&mut shown);
        for ((rule, agreed), (does, may)) in self.rules.iter().zip(&block.agreed).zip(truths) {
            *may = rule.terms.met(possible);
            // Most rules say nothing to anybody here.
            if may.is_empty() {
                *does = Word::NONE;
                continue;
            }
            *does = rule.terms.met(sure);
            if let Some(reaches) = &rule.reaches {
                outcome.add(reaches, does, may, agreed, sure, &mut lifted);
            }
        }
        (outcome.sure, outcome.possible) = (certain, shown);
        let [modified, medical_first, ..] = &outcome.at_least;
        let mut modified = *modified;
        modified.remove(medical_first);
        outcome.doubtful = self.may_be_empty(modified, &outcome.possible);
        lifted &= &modified;
        outcome.doubtful |= &lifted;
    }

    /// Who of these people has nothing left if every limit that holds somewhere holds everywhere.
    fn may_be_empty(&self, mut people: Word, possible: &[Word]) -> Word {
        for rules in &self.last {
            if people.is_empty() {
                break;
            }
            let mut taken = Word::NONE;
            for rule in rules {
                taken |= possible.get(usize::from(*rule)).unwrap_or(&Word::ALL);
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
        let dispositions =
            lanes
                .map(|(sheet, lane)| {
                    if outcome.doubtful.has(lane) {
                        screen(knowledge, sheet).disposition
                    } else {
                        outcome.by_rules(lane)
                    }
                })
                .collect();
        (outcome, dispositions)
    }
}
