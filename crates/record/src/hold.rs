//! Why sessions wait, from the record alone.

use supple_care::{
    Day, Knowledge, Sheet,
    adapt::{Act, Adapt, Advice, Way},
    measure::{Moment, Score},
    plan::no_response,
};

use super::{
    Begun, Record,
    outcomes::{Reacted, Scored},
};

/// Why there is no session for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Index of the rule that says so; nothing where the person chose to see a doctor, or where it is for today.
    pub rule: Option<usize>,
    /// Whether it waits for today only, because the pain went up with the last massage.
    pub today: bool,
    /// Whether only massage waits, because it has not helped: moving goes on.
    pub massage: bool,
}

impl Record {
    /// Whether sessions wait: it got worse, it has not helped for as long as a course may, a rule says that a clinician looks
    /// first, or the person chose to see a doctor. A clinician who has looked at it opens the way again; after that choice
    /// a later review does as well, and what came after a session may have gone. What the screening itself decides is said
    /// there.
    pub fn hold(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<Hold> {
        if let Some(review) = self.outcomes.reviews.last()
            && review.way == Way::Doctor
            && review.seq > self.looked_at()
        {
            return Some(Hold { rule: None, today: false, massage: false });
        }
        let situation = self.situation(knowledge, sheet, today)?;
        let advice = self.advice(knowledge, &situation);
        let rule = |advice: &Advice| knowledge.measures.adapt.get(advice.rule);
        let newest = self.outcomes.entries(knowledge.measures.judge, None).iter().map(|entry| entry.order).max();
        let weighed = newest.is_none_or(|newest| newest <= self.looked_at());
        let pauses = |advice: &&Advice| {
            advice.act == Act::Pause && rule(advice).is_some_and(|rule| !(rule.needs.worse && weighed))
        };
        if let Some(pause) = advice.iter().find(pauses) {
            return Some(Hold { rule: Some(pause.rule), today: false, massage: false });
        }
        if no_response(knowledge, sheet, &self.history(knowledge), today) {
            let ends = |rule: &Adapt| {
                let needs = &rule.needs;
                let helped = needs.helped.is_none_or(|helped| helped == situation.helped);
                rule.act == Act::Stop && needs.response == Some(false) && needs.sessions.is_some() && helped
            };
            let rule = knowledge.measures.adapt.iter().position(ends);
            return Some(Hold { rule, today: false, massage: true });
        }
        let waits = |advice: &&Advice| {
            let screened = rule(advice).is_some_and(|rule| rule.needs.is_screening());
            advice.act.holds_sessions() && advice.act != Act::Pause && !screened
        };
        if let Some(stop) = advice.iter().find(waits) {
            return Some(Hold { rule: Some(stop.rule), today: false, massage: true });
        }
        self.worse_on(knowledge, today).then_some(Hold { rule: None, today: true, massage: true })
    }

    /// The last day of the sessions and weekly answers that a hold rests on, where they are too old, or too few, for a verdict of
    /// today; nothing where the verdict itself says it.
    pub fn held_by_last(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<Day> {
        let bout = self.bout(knowledge, self.sessions.len(), u64::MAX);
        self.hold(knowledge, sheet, today).filter(|hold| hold.massage && !hold.today)?;
        let judged = self.judged(knowledge, bout.first()?.on, today)?;
        // Where a plan was taken long after the last session, the pages say that there is nothing to compare.
        let shown = judged.verdict.rank().is_some() && !self.course_sessions(knowledge).is_empty();
        (!shown).then_some(())?;
        let answers = self.judging_until(knowledge, u64::MAX);
        bout.iter().map(|session| session.on).chain(answers.iter().map(|entry| entry.day)).max()
    }

    /// Every rule that holds today with its reason to wait: that of the hold is among them, whatever the scores say by
    /// themselves.
    pub fn advice_today(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Vec<Advice> {
        let situation = self.situation(knowledge, sheet, today);
        let mut advice = situation.map(|it| self.advice(knowledge, &it)).unwrap_or_default();
        let held = self.hold(knowledge, sheet, today).and_then(|hold| hold.rule);
        let act = held.and_then(|rule| knowledge.measures.adapt.get(rule)).map(|rule| rule.act);
        if let Some((rule, act)) = held.zip(act)
            && !advice.iter().any(|advice| advice.rule == rule)
        {
            // What holds alone does not hold beside it.
            let alone = |advice: &Advice| knowledge.measures.adapt.get(advice.rule).is_some_and(|it| it.needs.alone);
            advice.retain(|advice| !alone(advice));
            let rank = |advice: &Advice| knowledge.measures.adapt.get(advice.rule).map(|rule| rule.rank);
            let at =
                advice.partition_point(|advice| rank(advice) <= knowledge.measures.adapt.get(rule).map(|it| it.rank));
            advice.insert(at, Advice { rule, act });
        }
        advice
    }

    /// Whether the pain went up with a massage of this day, or was told today to have gone up since one, by as much as ends massage
    /// for the day. The worst of what was told on the day counts: a lower number, told after it, may be a slip put right, and may
    /// be the wish to go on; waiting until tomorrow costs little either way.
    fn worse_on(&self, knowledge: &Knowledge, today: Day) -> bool {
        let next = knowledge.session.next.iter().find(|next| next.id == "worse").and_then(|next| next.change);
        let Some(least) = next.map(i16::from) else { return false };
        let looked = self.looked_at();
        let massages = || self.sessions.iter().filter(|it| it.ended_at > looked && it.is_massage());
        let with = massages().filter(|it| it.on == today).filter_map(Begun::rise).any(|rise| rise >= least);
        let since = |session: &Begun| {
            let of = |it: &&Scored| it.session == Some(session.id) && it.entry.moment == Moment::NextMorning;
            let pain = self.outcomes.scores.iter().filter(of).filter(|it| is_pain(knowledge, it.instrument));
            let last = pain.max_by_key(|it| it.entry.order).map(|it| it.entry.score);
            let worst = last.max(self.outcomes.worst_morning(session.id, today));
            worst.zip(session.before).is_some_and(|(worst, before)| {
                worst >= Score::points(i32::from(i16::from(before).saturating_add(least)))
            })
        };
        with || massages().filter(|it| it.morning == Some(today)).any(since)
    }

    /// The longest that it stayed worse after a session of the present bout, by what was told last on any day since a clinician
    /// has looked at it.
    pub(crate) fn worse_hours(&self, knowledge: &Knowledge) -> Option<u16> {
        let (from, bout) = (self.looked_at(), self.bout(knowledge, self.sessions.len(), u64::MAX));
        let told = self.outcomes.told_on_each_day().into_values();
        let of_bout = |it: &&Reacted| bout.iter().any(|session| session.id == it.session);
        let worse = told.filter(|it| it.worse && it.seq > from).filter(of_bout);
        worse.filter_map(|reaction| reaction.hours).max()
    }

    /// Sessions in a row, up to the last one, after which the pain was worse.
    pub(crate) fn worse_running(&self, knowledge: &Knowledge, sessions: &[&Begun]) -> u16 {
        let next = knowledge.session.next.iter().find(|next| next.id == "worse").and_then(|next| next.change);
        let Some(least) = next.map(i16::from) else { return 0 };
        let (from, told) = (self.looked_at(), self.outcomes.told_on_each_day());
        let mut running = 0u16;
        for session in sessions.iter().rev() {
            let said = told.values().any(|it| it.session == session.id && it.worse);
            let worse = session.change().is_some_and(|change| change >= least) || said;
            if !worse || session.ended_at <= from {
                break;
            }
            running = running.saturating_add(1);
        }
        running
    }
}

/// Whether a measure asks how strong the pain is.
fn is_pain(knowledge: &Knowledge, instrument: usize) -> bool {
    let known = knowledge.measures.instruments.get(instrument);
    known.is_some_and(|known| known.items.iter().all(|item| item.pain))
}
