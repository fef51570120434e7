//! One row of the tables: its rules, and what "I don't know" does to each of them.

use super::limit::Limit;
use super::reader::Reader;
use super::tri::Tri;
use super::vocabulary::NO_SYMPTOM;
use super::{Level, Verdict};

/// What a rule leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Modified,
    /// No massage until a clinician has agreed (`lifted` by that), or until something has passed.
    MedicalFirst {
        lifted: bool,
        critical: bool,
    },
    Urgent,
    Emergency,
}

struct Rule {
    condition: Tri,
    effect: Effect,
    limits: Vec<Limit>,
}

/// A row under work. Read the answers through it, so that it knows the symptoms of its cluster.
pub(crate) struct Row<'a> {
    pub(crate) person: &'a Reader<'a>,
    id: &'static str,
    symptom_is_certain: bool,
    rules: Vec<Rule>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(person: &'a Reader<'a>, id: &'static str) -> Self {
        Self { person, id, symptom_is_certain: false, rules: Vec::new() }
    }

    /// A yes-no question of risk, remembered as a symptom of the row unless it is none.
    pub(crate) fn yes(&mut self, id: &'static str) -> Tri {
        let answer = self.person.yes(id);
        self.symptom_is_certain |= answer == Tri::Yes && !NO_SYMPTOM.contains(&id);
        answer
    }

    /// Several of them.
    pub(crate) fn each<const N: usize>(&mut self, ids: [&'static str; N]) -> [Tri; N] {
        ids.map(|id| self.yes(id))
    }

    fn rule(&mut self, condition: Tri, effect: Effect, limits: Vec<Limit>) {
        self.rules.push(Rule { condition, effect, limits });
    }

    pub(crate) fn emergency(&mut self, condition: Tri) {
        self.rule(condition, Effect::Emergency, Vec::new());
    }

    /// The same, where something is closed at once, by whoever goes on all the same.
    pub(crate) fn emergency_within(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::Emergency, limits);
    }

    pub(crate) fn urgent(&mut self, condition: Tri) {
        self.rule(condition, Effect::Urgent, Vec::new());
    }

    /// The same, with what is left while it is not known.
    pub(crate) fn urgent_within(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::Urgent, limits);
    }

    /// An emergency of which only certainty counts: not known, it limits.
    pub(crate) fn emergency_if_known(&mut self, condition: Tri, limits: Vec<Limit>) {
        let effect = if condition == Tri::Yes { Effect::Emergency } else { Effect::Modified };
        self.rule(condition, effect, limits);
    }

    /// No massage until a clinician has agreed; then within the limits.
    pub(crate) fn until_agreed(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::MedicalFirst { lifted: true, critical: false }, limits);
    }

    /// The same, where not knowing is as bad as knowing.
    pub(crate) fn until_agreed_critical(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::MedicalFirst { lifted: true, critical: true }, limits);
    }

    /// No massage until it has passed; nobody's agreement changes that.
    pub(crate) fn until_passed(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::MedicalFirst { lifted: false, critical: false }, limits);
    }

    /// The same, where not knowing is as bad as knowing.
    pub(crate) fn until_passed_critical(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::MedicalFirst { lifted: false, critical: true }, limits);
    }

    /// Massage within the limits.
    pub(crate) fn modified(&mut self, condition: Tri, limits: Vec<Limit>) {
        self.rule(condition, Effect::Modified, limits);
    }

    /// Adds what the row says to the verdict.
    pub(crate) fn close(self, verdict: &mut Verdict) {
        let (cleared, symptom) = (self.person.cleared(), self.symptom_is_certain);
        for rule in self.rules {
            let level = match (rule.effect, rule.condition) {
                (_, Tri::No) => continue,
                (Effect::Modified, _) => Level::Modified,
                (Effect::MedicalFirst { lifted: true, .. }, _) if cleared => Level::Modified,
                (Effect::MedicalFirst { critical: false, .. }, Tri::Unknown) => Level::Modified,
                (Effect::MedicalFirst { .. }, _) => Level::MedicalFirst,
                (Effect::Urgent, Tri::Unknown) => Level::MedicalFirst,
                (Effect::Emergency, Tri::Unknown) if !symptom => Level::MedicalFirst,
                (Effect::Urgent, Tri::Yes) | (Effect::Emergency, Tri::Unknown) => Level::Urgent,
                (Effect::Emergency, Tri::Yes) => Level::Emergency,
            };
            let already = verdict.spoke.iter_mut().find(|(row, _)| *row == self.id);
            match already {
                Some((_, reached)) => *reached = level.max(*reached),
                None => verdict.spoke.push((self.id, level)),
            }
            verdict.disposition = verdict.disposition.max(level);
            verdict.limits.extend(rule.limits.into_iter().map(|limit| limit.of(self.id)));
        }
    }
}
