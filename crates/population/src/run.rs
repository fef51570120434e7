//! The straight line, run over many people at once.

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

    /// Adds what a rule comes to; gives who is lifted by a clinician's agreement.
    #[inline]
    fn add(&mut self, reaches: &Reaches, (does, may): (Word, Word), agreed: Word, sure: &Planes) -> Word {
        let unknown = may & !does;
        let (symptom, beside) = match &reaches.beside {
            Some((beside, symptoms)) if !unknown.is_empty() => {
                (symptoms.iter().fold(Word::NONE, |any, slot| any | at(sure, *slot)), *beside)
            }
            _ => (Word::NONE, reaches.unknown),
        };
        let mut lifted = Word::NONE;
        let ways = [(does, reaches.certain), (unknown & !symptom, reaches.unknown), (unknown & symptom, beside)];
        for (who, reached) in ways {
            let stays = if reaches.liftable && reached == Disposition::MedicalFirst {
                lifted = lifted | (who & agreed);
                who & !agreed
            } else {
                who
            };
            for (word, level) in self.at_least.iter_mut().zip(Disposition::ALL.iter().skip(1)) {
                if *level <= reached {
                    // What a clinician agreed to stays modified.
                    *word = *word | if *level == Disposition::Modified { who } else { stays };
                }
            }
        }
        lifted
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
        sure.copy_from_slice(block.sure.as_slice());
        possible.copy_from_slice(block.possible.as_slice());
        for step in &self.steps {
            match step {
                Step::Any { to, terms } => {
                    let (does, may) = (terms.met(sure), terms.met(possible));
                    change(sure, *to, |_| does);
                    change(possible, *to, |_| may);
                }
                Step::Count { to, least, of } => {
                    let (does, may) = (counted(sure, *least, of), counted(possible, *least, of));
                    change(sure, *to, |_| does);
                    change(possible, *to, |_| may);
                }
                Step::Gate { gate, falls, rises } => {
                    // A question is hidden only while its gate cannot hold, whichever plane is looked at.
                    let open = gate.met(possible);
                    for planes in [&mut *sure, &mut *possible] {
                        falls.iter().for_each(|slot| change(planes, *slot, |word| word & open));
                        rises.iter().for_each(|slot| change(planes, *slot, |word| word | !open));
                    }
                }
            }
        }
        outcome.sure.clear();
        outcome.possible.clear();
        outcome.at_least = [Word::NONE; 4];
        let mut lifted = Word::NONE;
        for (rule, agreed) in self.rules.iter().zip(&block.agreed) {
            let may = rule.terms.met(possible);
            // Most rules say nothing to anybody here.
            let does = if may.is_empty() { may } else { rule.terms.met(sure) };
            outcome.sure.push(does);
            outcome.possible.push(may);
            if let Some(reaches) = rule.reaches.as_ref().filter(|_| !may.is_empty()) {
                lifted = lifted | outcome.add(reaches, (does, may), *agreed, sure);
            }
        }
        let [modified, medical_first, ..] = outcome.at_least;
        let modified = modified & !medical_first;
        outcome.doubtful =
            if modified.is_empty() { modified } else { modified & (lifted | !self.something_left(&outcome.possible)) };
    }

    /// To whom something is left even where every limit that holds somewhere holds everywhere.
    fn something_left(&self, possible: &[Word]) -> Word {
        let spoke = |rule: &u16| possible.get(usize::from(*rule)).copied().unwrap_or(Word::ALL);
        self.last
            .iter()
            .fold(Word::NONE, |left, rules| left | !rules.iter().fold(Word::NONE, |taken, rule| taken | spoke(rule)))
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
