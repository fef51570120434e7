//! What can still change the decision, and when to stop asking.
//!
//! Screening is monotone, so the least and the most cautious completion of a sheet bound every other. When they agree,
//! nothing that could still be answered changes anything.

use crate::{
    Answer, Bits, Decision, Disposition, Knowledge, QuestionId, Reading, RuleId, Sheet, Tri,
    contradiction::{self, Open, Possible},
    expr::Atom,
    pain::MapState,
    permit::{self, Space},
    question::{Kind, Polarity, Purpose, Question},
    rule::Effect,
    screen::{agreed_limits, timeframe_of},
    screen_into,
};

/// Where the interview stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Nothing that could still be answered changes the outcome and no two answers exclude each other, or an emergency is
    /// certain.
    pub settled: bool,
    /// The least that any completion gives.
    pub at_least: Disposition,
    /// Whether the body map has to be shown next.
    pub map: bool,
    /// The page to show next and the questions on it that can still matter; nothing when settled.
    pub next: Option<(usize, Vec<QuestionId>)>,
    /// How many questions can still matter, on all pages.
    pub open: usize,
    /// On how many pages they stand, without the body map.
    pub pages: usize,
}

/// The outcome that the interview is about: what the person is told, as far as it matters.
struct Outcome {
    decision: Decision,
    taken: Vec<Space>,
}

impl Outcome {
    fn of(knowledge: &Knowledge, sheet: &Sheet, reading: Reading) -> Self {
        let mut decision = Decision::default();
        screen_into(knowledge, sheet, reading, &mut decision);
        let taken =
            if decision.disposition.permits_massage() { decision.taken(knowledge, sheet, reading) } else { Vec::new() };
        Self { decision, taken }
    }

    fn same(&self, other: &Self) -> bool {
        self.decision.disposition == other.decision.disposition
            && self.decision.timeframe == other.decision.timeframe
            && self.decision.postpone_hours == other.decision.postpone_hours
            && self.decision.crisis == other.decision.crisis
            && permit::same(&self.taken, &other.taken)
    }
}

/// Whether two sheets come to the same outcome: disposition, timeframe (also how long to wait, where nothing but waiting is asked
/// for), crisis and, where a massage is allowed, what is permitted.
#[must_use]
pub fn same_outcome(knowledge: &Knowledge, a: &Sheet, b: &Sheet) -> bool {
    Outcome::of(knowledge, a, Reading::Shown).same(&Outcome::of(knowledge, b, Reading::Shown))
}

/// Where the interview stands on a sheet.
#[must_use]
pub fn standing(knowledge: &Knowledge, sheet: &Sheet) -> Standing {
    // What is in doubt is read as a yes meanwhile, but it may yet be less.
    let least: Vec<Outcome> = cells(knowledge, &sheet.without_doubted())
        .iter()
        .map(|cell| Outcome::of(knowledge, cell, Reading::Least))
        .collect();
    let most = Outcome::of(knowledge, sheet, Reading::Most);
    let at_least = least.iter().map(|outcome| outcome.decision.disposition).min().unwrap_or_default();
    let certain = at_least == Disposition::Emergency;
    let agree = !sheet.doubtful && least.iter().all(|outcome| outcome.same(&most));
    let (open, map) = match (certain, agree) {
        (true, _) => (Bits::default(), false),
        (false, true) => contradicting(knowledge, sheet, &most),
        (false, false) => (relevant(knowledge, sheet, &least, &most), sheet.pain.state == MapState::NotAsked),
    };
    let settled = certain || (agree && open.is_empty() && !map);
    if settled {
        return Standing { settled, at_least, map: false, next: None, open: 0, pages: 0 };
    }
    let page = |id: u16| knowledge.question(QuestionId(id)).map(|question| question.page);
    let first = open.iter().filter_map(page).min();
    let next = first.map(|first| (first, open.iter().filter(|id| page(*id) == Some(first)).map(QuestionId).collect()));
    let mut pages: Vec<usize> = open.iter().filter_map(page).collect();
    pages.sort_unstable();
    pages.dedup();
    Standing { settled, at_least, map, next, open: usize::try_from(open.len()).unwrap_or(0), pages: pages.len() }
}

/// What was not asked and can change the outcome only because an answer to it may contradict another: the questions, and whether the
/// body map is among it.
fn contradicting(knowledge: &Knowledge, sheet: &Sheet, most: &Outcome) -> (Bits, bool) {
    let high = knowledge.program.view(sheet, Reading::Most);
    let may_be_asked = |question: &Question, id: QuestionId| {
        let asked = match question.purpose {
            Purpose::Safety => true,
            Purpose::Rescreen => sheet.rescreen,
            Purpose::Baseline => false,
        };
        asked && sheet.get(id) == Answer::NotAsked && !high.hidden.has(id.0)
    };
    let all = knowledge.questions.iter().zip(0u16..);
    let questions = all.filter(|(question, index)| may_be_asked(question, QuestionId(*index))).map(|(_, index)| index);
    let open = Open { questions: questions.collect(), map: sheet.pain.state == MapState::NotAsked };
    if open.questions.is_empty() && !open.map {
        return (Bits::default(), false);
    }
    let changes = |some: &[Possible]| {
        let then = contradiction::together(knowledge, sheet, some);
        !Outcome::of(knowledge, &then, Reading::Most).same(most)
    };
    let possible = contradiction::possible(knowledge, sheet, open);
    if possible.is_empty() || !changes(&possible) {
        return (Bits::default(), false);
    }
    let alone = |one: &&Possible| changes(std::slice::from_ref(*one));
    let mut found: Vec<&Possible> = possible.iter().filter(alone).collect();
    if found.is_empty() {
        found.extend(&possible);
    }
    let read = found.into_iter().fold(Open::default(), |all, one| all.or(one.reads));
    (with_gates(knowledge, sheet, &high, read.questions), read.map)
}

/// The sheet once for every combination of cells of the neutral questions that were not asked.
fn cells(knowledge: &Knowledge, sheet: &Sheet) -> Vec<Sheet> {
    let view = knowledge.program.view(sheet, Reading::Least);
    let mut sheets = vec![sheet.clone()];
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        let open = question.polarity == Polarity::Neutral
            && question.purpose == Purpose::Safety
            && sheet.get(id) == Answer::NotAsked
            && !view.hidden.has(index);
        if !open {
            continue;
        }
        let values: Vec<Answer> = match &question.kind {
            Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).collect(),
            Kind::Number { min, .. } => cuts(knowledge, id, *min).into_iter().map(Answer::Number).collect(),
            Kind::YesNo | Kind::Choices(_) | Kind::Places | Kind::Text => continue,
        };
        sheets = sheets
            .iter()
            .flat_map(|sheet| {
                values.iter().map(|value| {
                    let mut with = sheet.clone();
                    with.set(id, *value);
                    with
                })
            })
            .collect();
    }
    sheets
}

/// The lowest value of each cell of a number: its minimum and the cut-points that rules use.
#[must_use]
pub fn cuts(knowledge: &Knowledge, question: QuestionId, min: i32) -> Vec<i32> {
    let mut cuts = vec![min];
    let mut visit = |atom: Atom| match atom {
        Atom::AtLeast(read, cut) | Atom::Below(read, cut) if read == question => cuts.push(cut),
        _ => {}
    };
    for rule in &knowledge.rules {
        rule.when.atoms(&knowledge.facts, &mut visit);
    }
    for gate in knowledge.questions.iter().filter_map(|question| question.applies.as_ref()) {
        gate.atoms(&knowledge.facts, &mut visit);
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The questions that were not asked, may be asked now, and can still change the outcome.
fn relevant(knowledge: &Knowledge, sheet: &Sheet, least: &[Outcome], most: &Outcome) -> Bits {
    let low = knowledge.program.view(sheet, Reading::Least);
    let high = knowledge.program.view(sheet, Reading::Most);
    let mut wanted = Bits::default();
    for finding in &most.decision.findings {
        let Some(rule) = knowledge.rule(finding.rule) else { continue };
        if !least.iter().any(|outcome| adds(knowledge, sheet, finding.rule, outcome, most)) {
            continue;
        }
        let mut reader = Reader { knowledge, low: &low, high: &high, wanted: &mut wanted };
        reader.condition(knowledge.program.condition(finding.rule));
        if matches!(rule.effect, Effect::Disposition(Disposition::Emergency)) {
            wanted = wanted.or(&knowledge.program.symptoms(finding.rule).and(&high.possible));
        }
        for index in &rule.restrictions {
            let from = knowledge.restrictions.get(usize::from(*index)).and_then(|restriction| restriction.places_from);
            if let Some(question) = from {
                wanted.insert(question.0);
            }
        }
    }
    with_gates(knowledge, sheet, &high, wanted)
}

/// Whether a rule, in the most cautious completion, adds something to an outcome.
fn adds(knowledge: &Knowledge, sheet: &Sheet, rule: RuleId, outcome: &Outcome, most: &Outcome) -> bool {
    let Some(after) = most.decision.findings.iter().find(|finding| finding.rule == rule) else { return false };
    match after.does {
        Effect::Advice => false,
        Effect::Crisis => !outcome.decision.crisis,
        Effect::Disposition(reached) => {
            let base = outcome.decision.disposition;
            if reached > base {
                return true;
            }
            if reached == base {
                let within =
                    knowledge.rule(rule).and_then(|rule| timeframe_of(&knowledge.default_timeframes, rule, reached));
                if within.is_some_and(|within| outcome.decision.timeframe.is_none_or(|base| within < base)) {
                    return true;
                }
                // Who only has to wait may have to wait longer, or to see somebody.
                let waits = knowledge.rule(rule).and_then(|rule| rule.postpone_hours);
                if outcome.decision.postpone_hours.is_some_and(|base| waits.is_none_or(|waits| waits > base)) {
                    return true;
                }
            }
            let limits = || {
                let own = knowledge.rule(rule).into_iter().flat_map(|rule| &rule.restrictions);
                let own = own.filter_map(|index| knowledge.restrictions.get(usize::from(*index))).map(|restriction| {
                    let places = crate::screen_places(restriction, sheet, Reading::Most);
                    Space { places, ..restriction.space }
                });
                let agreed = if after.lifted { agreed_limits(sheet) } else { Vec::new() };
                own.chain(agreed)
            };
            base.permits_massage() && limits().any(|space| !space.covered_by(&outcome.taken))
        }
    }
}

struct Reader<'a> {
    knowledge: &'a Knowledge,
    low: &'a crate::program::View,
    high: &'a crate::program::View,
    wanted: &'a mut Bits,
}

impl Reader<'_> {
    /// The questions that can still decide a condition: those of its terms that can hold and do not surely hold yet.
    fn condition(&mut self, condition: &[Box<[u16]>]) {
        let undecided: Vec<&[u16]> = condition
            .iter()
            .map(|term| &**term)
            .filter(|term| term.iter().all(|bit| self.high.possible.has(*bit)))
            .filter(|term| !term.iter().all(|bit| self.low.sure.has(*bit)))
            .collect();
        for bit in undecided.into_iter().flatten() {
            self.bit(*bit);
        }
    }

    fn bit(&mut self, bit: u16) {
        if self.low.bit(bit) == Tri::Yes {
            return;
        }
        if let Some((_, parts)) = self.knowledge.program.parts(bit) {
            for part in parts {
                self.condition(part);
            }
        } else if let Some(question) = self.knowledge.program.atom_of(bit).and_then(|atom| atom.question()) {
            self.wanted.insert(question.0);
        }
    }
}

/// Of the wanted questions those that were not asked and whose gate is answered; for the others, what the gate reads.
fn with_gates(knowledge: &Knowledge, sheet: &Sheet, high: &crate::program::View, wanted: Bits) -> Bits {
    let mut ready = Bits::default();
    let mut seen = Bits::default();
    let mut queue: Vec<u16> = wanted.iter().collect();
    while let Some(index) = queue.pop() {
        if seen.has(index) || high.hidden.has(index) {
            continue;
        }
        seen.insert(index);
        let Some(question) = knowledge.question(QuestionId(index)) else { continue };
        if question.purpose == Purpose::Baseline || (question.purpose == Purpose::Rescreen && !sheet.rescreen) {
            continue;
        }
        let mut before = Vec::new();
        if let Some(gate) = &question.applies {
            gate.atoms(&knowledge.facts, &mut |atom| before.extend(atom.question()));
        }
        let undecided: Vec<u16> = before
            .into_iter()
            .filter(|read| sheet.get(*read) == Answer::NotAsked && !high.hidden.has(read.0))
            .map(|read| read.0)
            .collect();
        let open = undecided.is_empty() || gate_is_open(knowledge, sheet, index);
        if open && sheet.get(QuestionId(index)) == Answer::NotAsked {
            ready.insert(index);
        }
        queue.extend(undecided);
    }
    ready
}

/// Whether a gate already holds by what was answered, whatever else its open questions may say.
fn gate_is_open(knowledge: &Knowledge, sheet: &Sheet, index: u16) -> bool {
    let low = knowledge.program.view(sheet, Reading::Least);
    !low.hidden.has(index)
}
