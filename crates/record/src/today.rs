//! What a record says today: answers grow old, are opened again, and agreements end.

use supple_care::{
    Answer, Clearance, Day, Knowledge, PainMap, QuestionId, RuleId, Sheet, ageing,
    because::{self, Ground},
    contradiction, crisis,
    pain::MapState,
    question::{Kind, Polarity, Purpose},
};

use super::{
    Record,
    known::{Begun, Given},
};

/// When the answers of a record were given.
struct InTime<'a> {
    record: &'a Record,
    knowledge: &'a Knowledge,
}

impl contradiction::Times for InTime<'_> {
    fn over(&self, question: QuestionId) -> bool {
        self.record.over(self.knowledge, question)
    }

    fn before(&self, question: QuestionId, other: QuestionId) -> bool {
        let given = |id| self.record.answers.get(&id);
        given(question).zip(given(other)).is_some_and(|(question, other)| question.seq < other.told)
    }
}

impl Record {
    /// Whether the "anything new?" questions are due: there was a result on an earlier day, or a session since.
    pub fn due(&self, today: Day) -> bool {
        self.fresh_from > 0 || self.decisions.iter().any(|made| made.on < today)
    }

    /// The answers as they count today, and the contradictions among them.
    pub fn sheet(&self, knowledge: &Knowledge, today: Day) -> (Sheet, Vec<usize>) {
        let mut sheet = Sheet::new(today);
        sheet.rescreen = self.due(today);
        for (id, given) in &self.answers {
            sheet.set(*id, self.counts(knowledge, *id, given, today));
        }
        sheet.pain = self.map.as_ref().map_or_else(PainMap::default, |map| PainMap {
            state: if ageing::map_is_fresh(map.on, today, knowledge.map_valid_days) {
                map.state
            } else {
                MapState::NotAsked
            },
            marks: map.marks.iter().map(|marked| marked.mark.clone()).collect(),
        });
        sheet.proxy = self
            .answers
            .iter()
            .any(|(id, given)| given.proxy && knowledge.question(*id).is_some_and(|question| question.private));
        sheet.mention = self.named
            || !self.spoken.is_empty()
            || self
                .texts
                .values()
                .chain(self.agreements.iter().flat_map(|(_, agreement)| [&agreement.by, &agreement.words]))
                .chain(self.lessons.iter().map(|lesson| &lesson.giver))
                .any(|text| crisis::mentions(&knowledge.crisis_phrases, text));
        let found = contradiction::settle_in_time(knowledge, &mut sheet, &InTime { record: self, knowledge });
        sheet.clearances = self.agreed(knowledge, &sheet);
        (sheet, found)
    }

    /// The agreements with the rules that they still lift: a rule that rests on something said or marked after the agreement
    /// is none that the clinician has looked at.
    fn agreed(&self, knowledge: &Knowledge, sheet: &Sheet) -> Vec<Clearance> {
        let later = |ground: Ground, seq: u64| match ground {
            Ground::Question(id) => self.answers.get(&id).is_some_and(|given| given.changed > seq),
            Ground::Map => self.map.as_ref().is_some_and(|map| map.grown > seq),
        };
        let mut agreed = Vec::new();
        for (seq, given) in &self.agreements {
            let looked_at = |rule: &RuleId| {
                because::because(knowledge, sheet, *rule).into_iter().all(|ground| !later(ground, *seq))
            };
            let rules: Vec<RuleId> = given.rules.iter().copied().filter(looked_at).collect();
            // One that speaks of no rule any more says nothing, its limits included.
            if !rules.is_empty() {
                agreed.push(Clearance { rules, ..given.clone() });
            }
        }
        agreed
    }

    /// Whether an answer is older than what its gate reads: it was given while the question was shown, and is hidden since.
    fn over(&self, knowledge: &Knowledge, id: QuestionId) -> bool {
        let gate = knowledge.question(id).and_then(|question| question.applies.as_ref());
        let (Some(gate), Some(given)) = (gate, self.answers.get(&id)) else { return false };
        let mut hidden_since = 0;
        gate.atoms(&knowledge.facts, &mut |atom| {
            let changed = match atom.question() {
                Some(read) => self.answers.get(&read).map(|read| read.changed),
                None => self.map.as_ref().map(|map| map.seq),
            };
            hidden_since = hidden_since.max(changed.unwrap_or(0));
        });
        given.seq < hidden_since
    }

    /// What an answer still says today.
    fn counts(&self, knowledge: &Knowledge, id: QuestionId, given: &Given, today: Day) -> Answer {
        let Some(question) = knowledge.question(id) else { return Answer::NotAsked };
        if question.purpose == Purpose::Rescreen && (given.on != today || given.seq <= self.fresh_from) {
            return Answer::NotAsked;
        }
        let answer = ageing::aged(question, given.answer, given.on, today);
        if self.reopened(knowledge, question.page, given.seq) && question.purpose == Purpose::Safety {
            // One day more than it stays good makes a reassuring answer stale.
            return ageing::aged(question, answer, Day(0), Day(question.valid_days.saturating_add(1)));
        }
        answer
    }

    /// Whether a yes to "anything new?" has opened a page again after the place `seq`.
    fn reopened(&self, knowledge: &Knowledge, page: usize, seq: u64) -> bool {
        self.answers.iter().any(|(id, given)| {
            given.told > seq
                && given.told > self.fresh_from
                && !matches!(given.answer, Answer::No | Answer::NotAsked)
                && knowledge.question(*id).is_some_and(|question| question.reopens.contains(&page))
        })
    }

    /// Whether the last two finished sessions did not ease the pain by what counts as better.
    pub fn without_help(&self, knowledge: &Knowledge) -> bool {
        let better = knowledge.session.next.iter().find(|next| next.id == "better").and_then(|next| next.change);
        let massages = self.sessions.iter().rev().filter(|session| session.is_massage());
        let changes: Vec<i16> = massages.filter_map(Begun::change).take(2).collect();
        match (changes.as_slice(), better) {
            ([last, before], Some(better)) => [last, before].into_iter().all(|change| *change > i16::from(better)),
            _ => false,
        }
    }

    /// An answer that was given but does not count any more.
    pub fn stale(&self, sheet: &Sheet, id: QuestionId) -> Option<&Given> {
        let given = self.answers.get(&id)?;
        (sheet.get(id) == Answer::NotAsked && given.answer != Answer::NotAsked).then_some(given)
    }

    /// What was answered before and has only grown old: an answer that may be confirmed as it stands. What a yes to "anything
    /// new?" has opened again is not among them, nor is "anything new?" itself.
    pub fn grown_old(&self, knowledge: &Knowledge, sheet: &Sheet, id: QuestionId) -> Option<Answer> {
        let given = self.stale(sheet, id)?;
        let question = knowledge.question(id).filter(|question| question.purpose == Purpose::Safety)?;
        (!self.reopened(knowledge, question.page, given.seq)).then_some(given.answer)
    }

    /// The reliefs that were given and have only grown old.
    pub fn old_reliefs(&self, knowledge: &Knowledge, sheet: &Sheet) -> Vec<QuestionId> {
        let is_relief = |id: &QuestionId| knowledge.question(*id).is_some_and(|it| it.polarity == Polarity::Relief);
        let reliefs = self.answers.keys().copied().filter(is_relief);
        reliefs.filter(|id| self.grown_old(knowledge, sheet, *id) == Some(Answer::Yes)).collect()
    }

    /// Free texts of text questions.
    pub fn text(&self, knowledge: &Knowledge, id: QuestionId) -> Option<&str> {
        let is_text = knowledge.question(id).is_some_and(|question| question.kind == Kind::Text);
        if is_text { self.texts.get(&id).map(String::as_str) } else { None }
    }
}
