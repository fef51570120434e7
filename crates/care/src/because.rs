//! Which answers made a rule speak.

use crate::{
    Answer, Decision, Disposition, Finding, Knowledge, QuestionId, Reading, RuleId, Sheet, Tri, expr::Atom,
    pain::MapState, program::View, question::Polarity, rule::Effect,
};

/// What a rule rests on: a question, or the body map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// An answer.
    Question(QuestionId),
    /// What was marked on the body map.
    Map,
}

/// The grounds of a rule on a sheet: those of its terms that hold, or, where none is certain, of those that are possible.
#[must_use]
pub fn because(knowledge: &Knowledge, sheet: &Sheet, rule: RuleId) -> Vec<Ground> {
    because_in(knowledge, &knowledge.program.view(sheet, Reading::Shown), rule)
}

/// The same, on a view that has been made already.
#[must_use]
pub fn because_in(knowledge: &Knowledge, view: &View, rule: RuleId) -> Vec<Ground> {
    let mut grounds = Vec::new();
    collect(knowledge, view, knowledge.program.condition(rule), &mut grounds);
    grounds.sort_unstable();
    grounds.dedup();
    grounds
}

/// Whether a finding is certain: it holds, and nothing that it rests on stands for a worst that nobody has said. A relief counts only
/// where it was given: that it was not is no doubt about the rest.
#[must_use]
pub fn is_certain(knowledge: &Knowledge, sheet: &Sheet, finding: &Finding, grounds: &[Ground]) -> bool {
    let is_relief = |id| knowledge.question(id).is_some_and(|question| question.polarity == Polarity::Relief);
    finding.truth == Tri::Yes
        && grounds.iter().all(|ground| match ground {
            Ground::Map => sheet.pain.state == MapState::Confirmed,
            Ground::Question(id) => is_relief(*id) || !matches!(sheet.get(*id), Answer::NotAsked | Answer::Unknown),
        })
}

/// Whether anything that a rule rests on is in doubt: a "no" that another answer contradicts.
#[must_use]
pub fn is_doubted(sheet: &Sheet, grounds: &[Ground]) -> bool {
    grounds.iter().any(|ground| matches!(ground, Ground::Question(id) if sheet.is_doubted(*id)))
}

/// The questions that were answered with "I don't know" and for which alone somebody has to look first: what a doctor is told where
/// nothing certain says it. In their order.
#[must_use]
pub fn unanswered(knowledge: &Knowledge, sheet: &Sheet, decision: &Decision) -> Vec<QuestionId> {
    let open = decision.findings.iter().filter(|it| !it.lifted && it.truth == Tri::Unknown && stops(it.does));
    let mut questions: Vec<QuestionId> = open
        .flat_map(|finding| because(knowledge, sheet, finding.rule))
        .filter_map(|ground| match ground {
            Ground::Question(id) => Some(id),
            Ground::Map => None,
        })
        .filter(|id| sheet.get(*id) == Answer::Unknown && !sheet.is_doubted(*id))
        .collect();
    questions.sort_unstable();
    questions.dedup();
    questions
}

/// Whether somebody has to look first because nobody knows where it hurts.
#[must_use]
pub fn map_unanswered(knowledge: &Knowledge, sheet: &Sheet, decision: &Decision) -> bool {
    let stopping = decision.findings.iter().filter(|it| !it.lifted && stops(it.does));
    sheet.pain.state == MapState::Unknown
        && stopping.into_iter().any(|finding| because(knowledge, sheet, finding.rule).contains(&Ground::Map))
}

/// Whether what a rule does stops a massage.
fn stops(does: Effect) -> bool {
    matches!(does, Effect::Disposition(at) if at >= Disposition::MedicalFirst)
}

fn collect(knowledge: &Knowledge, view: &View, condition: &[Box<[u16]>], grounds: &mut Vec<Ground>) {
    let certain = view.truth(condition) == Tri::Yes;
    let holds = |bit: u16| if certain { view.sure.has(bit) } else { view.possible.has(bit) };
    for bit in condition.iter().filter(|term| term.iter().all(|bit| holds(*bit))).flat_map(|term| term.iter()) {
        ground(knowledge, view, *bit, grounds);
    }
}

fn ground(knowledge: &Knowledge, view: &View, bit: u16, grounds: &mut Vec<Ground>) {
    if let Some((_, parts)) = knowledge.program.parts(bit) {
        // Where enough is certain, what is not known is no ground.
        let least = if view.sure.has(bit) { Tri::Yes } else { Tri::Unknown };
        for part in parts.iter().filter(|part| view.truth(part) >= least) {
            collect(knowledge, view, part, grounds);
        }
        return;
    }
    match knowledge.program.atom_of(bit) {
        Some(Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_)) => grounds.push(Ground::Map),
        Some(atom) => grounds.extend(atom.question().map(Ground::Question)),
        None => {}
    }
}
