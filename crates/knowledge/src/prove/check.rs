//! The checks of one rule.

use biodivine_lib_bdd::Bdd;
use supple_care::{
    Answer, Disposition, Knowledge, QuestionId,
    rule::{Effect, Rule},
};

use super::{
    Counterexample,
    meaning::{Meaning, depends},
    sheets::{Of, Part, Step},
    whole::Whole,
    words,
};

/// How many checks were made, and what they found.
#[derive(Default)]
pub(crate) struct Checked {
    /// Checks, each over all sheets.
    pub(crate) checks: u64,
    /// At most one counterexample a rule.
    pub(crate) found: Vec<Counterexample>,
}

impl Checked {
    /// Nothing may be in `violation`.
    fn none(&mut self, knowledge: &Knowledge, rule: &Rule, meaning: &Meaning, violation: &Bdd, what: &str) {
        self.checks += 1;
        if self.found.is_empty()
            && let Some(person) = words::person(knowledge, &meaning.sheets, violation)
        {
            self.found.push(Counterexample { before: person, somebody: true, ..Counterexample::of(rule, what) });
        }
    }
}

impl Checked {
    /// Nobody may be in `violation`; at most one example a rule.
    pub(crate) fn nobody(&mut self, whole: &Whole<'_>, meaning: &Meaning, violation: &Bdd, what: &str) {
        self.checks += 1;
        let Some(rule) = whole.rule(meaning) else { return };
        if !self.found.iter().any(|one| one.rule == rule.id)
            && let Some(person) = words::person(whole.knowledge, &whole.sheets, violation)
        {
            self.found.push(Counterexample { before: person, somebody: true, ..Counterexample::of(rule, what) });
        }
    }

    /// A rule fails for somebody.
    pub(crate) fn somebody(&mut self, rule: &Rule, what: &str, person: Vec<String>) {
        self.found.push(Counterexample { before: person, somebody: true, ..Counterexample::of(rule, what) });
    }

    /// A rule fails, for everybody or nobody.
    pub(crate) fn fails(&mut self, rule: &Rule, what: &str) {
        self.found.push(Counterexample::of(rule, what));
    }

    /// Something else in the knowledge base fails, by its id or its folder.
    pub(crate) fn fails_entry(&mut self, entry: &str, what: &str) {
        self.found.push(Counterexample { rule: entry.to_owned(), what: what.to_owned(), ..Counterexample::default() });
    }
}

/// The four statements, in the order of [`super::OF_RULES`].
pub(crate) fn rule(knowledge: &Knowledge, rule: &Rule, meaning: &Meaning) -> [Checked; 4] {
    [
        more_risk(knowledge, rule, meaning),
        unknown(knowledge, rule, meaning),
        refer(knowledge, rule, meaning),
        can_fire(rule, meaning),
    ]
}

/// Something that more risk must never take away.
struct Growing {
    what: String,
    holds: Bdd,
    /// Whether losing a clinician's agreement counts as a step too.
    agreement: bool,
}

fn growing(knowledge: &Knowledge, meaning: &Meaning) -> Vec<Growing> {
    let mut all = Vec::new();
    let mut ranks: Vec<(Disposition, u8)> = meaning.cases.iter().map(super::meaning::Case::rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    // The most serious loss first: it makes the clearest example.
    for rank in ranks.into_iter().rev() {
        let what = format!("it gives {} or more, and then less or later", rank.0);
        all.push(Growing { what, holds: meaning.at_least(rank), agreement: true });
    }
    let spoke = "it speaks with its limits, and then no longer".to_owned();
    all.push(Growing { what: spoke, holds: meaning.possible.clone(), agreement: true });
    let lifted = "a clinician's limits hold, and then no longer".to_owned();
    all.push(Growing { what: lifted, holds: meaning.lifted(), agreement: false });
    for coordinate in &meaning.sheets.coordinates {
        if let Of::Place(id) = coordinate.of {
            let there = meaning.sheets.among(coordinate, |answer| answer != Answer::No);
            let what = format!("a place of `{}` is closed, and then open", name(knowledge, id));
            all.push(Growing { what, holds: meaning.possible.and(&there), agreement: true });
        }
    }
    all
}

fn more_risk(knowledge: &Knowledge, rule: &Rule, meaning: &Meaning) -> Checked {
    let mut checked = Checked::default();
    let valid = &meaning.sheets.valid;
    let steps: Vec<(Step, Bdd)> = meaning
        .sheets
        .steps(knowledge)
        .into_iter()
        .map(|step| {
            let sheets = valid.restrict(&step.from).and(&valid.restrict(&step.to));
            (step, sheets)
        })
        .collect();
    for one in &growing(knowledge, meaning) {
        for (step, sheets) in steps.iter().filter(|(step, _)| one.agreement || !matches!(step.of, Of::Agreed(_))) {
            checked.checks += 1;
            if !depends(&one.holds, &step.from) && !depends(&one.holds, &step.to) {
                continue;
            }
            let lost = sheets.and(&one.holds.restrict(&step.from)).and_not(&one.holds.restrict(&step.to));
            if checked.found.is_empty() && !lost.is_false() {
                checked.found.extend(example(knowledge, rule, meaning, &lost, step, &one.what));
            }
        }
    }
    checked
}

fn example(
    knowledge: &Knowledge,
    rule: &Rule,
    meaning: &Meaning,
    lost: &Bdd,
    step: &Step,
    what: &str,
) -> Option<Counterexample> {
    let before = words::setting(&meaning.sheets, lost, &step.from)?;
    let mut after: Part = before.clone();
    for (var, value) in &mut after {
        if let Some((_, new)) = step.to.iter().find(|(changed, _)| changed == var) {
            *value = *new;
        }
    }
    let question = match step.of {
        Of::Question(id) | Of::Place(id) | Of::Named(id, _) => name(knowledge, id),
        Of::Proxy => "proxy".to_owned(),
        Of::Agreed(_) => "clearance".to_owned(),
        Of::Pain(_) | Of::Numb(_) | Of::Spreads(_) | Of::Strongest | Of::MapUnknown => "pain".to_owned(),
    };
    Some(Counterexample {
        somebody: true,
        question: Some(question),
        before: words::say(knowledge, &meaning.sheets, &before),
        after: words::say(knowledge, &meaning.sheets, &after),
        ..Counterexample::of(rule, what)
    })
}

fn name(knowledge: &Knowledge, id: QuestionId) -> String {
    knowledge.question(id).map_or_else(String::new, |question| question.id.clone())
}

fn unknown(knowledge: &Knowledge, rule: &Rule, meaning: &Meaning) -> Checked {
    let mut checked = Checked::default();
    if matches!(rule.effect, Effect::Disposition(effect) if effect >= Disposition::MedicalFirst) {
        let unknown = meaning.sheets.valid.and(&meaning.possible).and_not(&meaning.sure);
        let clear = unknown.and_not(&meaning.at_least((Disposition::Modified, 0)));
        checked.none(knowledge, rule, meaning, &clear, "it may hold, and yet adds nothing");
    }
    checked
}

fn refer(knowledge: &Knowledge, rule: &Rule, meaning: &Meaning) -> Checked {
    let mut checked = Checked::default();
    let Effect::Disposition(effect) = rule.effect else { return checked };
    let certain = meaning.sheets.valid.and(&meaning.sure);
    let may_be_lifted = rule.liftable && effect == Disposition::MedicalFirst;
    let agreed = meaning.sheets.bit(Of::Agreed(meaning.rule));
    let bound = if may_be_lifted { certain.and_not(&agreed) } else { certain.clone() };
    let milder = bound.and_not(&meaning.at_least((effect, 0)));
    checked.none(knowledge, rule, meaning, &milder, "it is certain, and yet gives less than its effect");
    let cleared = certain.and_not(&meaning.at_least((Disposition::Modified, 0)));
    checked.none(knowledge, rule, meaning, &cleared, "it is certain, and yet adds nothing");
    checked
}

fn can_fire(rule: &Rule, meaning: &Meaning) -> Checked {
    let mut checked = Checked { checks: 1, found: Vec::new() };
    let mut certain = meaning.sheets.valid.and(&meaning.sure);
    for coordinate in &meaning.sheets.coordinates {
        let known = match coordinate.of {
            Of::MapUnknown | Of::Proxy => meaning.sheets.among(coordinate, |answer| answer == Answer::No),
            _ => meaning.sheets.among(coordinate, |answer| answer != Answer::Unknown),
        };
        certain = certain.and(&known);
    }
    if certain.is_false() {
        let what = format!("no answers make it certain: {}", rule.when_text);
        checked.fails(rule, &what);
    }
    checked
}
