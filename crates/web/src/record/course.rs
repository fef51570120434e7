//! How the course under way stands, from the record alone.

use supple_care::{
    Answer, Day, Knowledge, Sheet, Tri,
    adapt::{Act, Adapt, Advice, Situation, Way, adapt},
    measure::{Instrument, Score},
    plan::no_response,
    question::Kind,
    track::{Verdict, judge},
};

use super::{Begun, Record, outcomes::Undertaken};

/// The question about how long the pain has lasted, and its longest and shortest option.
const DURATION: (&str, &str, &str) = ("pain_duration", "over-12-weeks", "under-6-weeks");
/// A year, for counting relapses.
const YEAR: i32 = 365;

/// Why there is no session for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Index of the rule that says so; nothing where the person chose to see a doctor.
    pub(crate) rule: Option<usize>,
    /// Whether only massage waits, because it has not helped: moving goes on.
    pub(crate) massage: bool,
}

impl Record {
    /// The course that was taken last.
    pub(crate) fn course(&self) -> Option<&Undertaken> {
        self.outcomes.courses.last()
    }

    /// The sessions that are over and belong to the course under way; without a plan, all of them.
    pub(crate) fn course_sessions(&self) -> Vec<&Begun> {
        let from = self.course().map(|course| course.on);
        let massages = self.sessions.iter().filter(|session| session.over && session.is_massage());
        massages.filter(|session| from.is_none_or(|from| session.on >= from)).collect()
    }

    /// How the course stands; nothing before its first session.
    pub(crate) fn situation(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<Situation> {
        let measures = &knowledge.measures;
        let judging = measures.instruments.get(measures.judge)?;
        let sessions = self.course_sessions();
        let began = sessions.iter().map(|session| session.on).min()?;
        let series = measures.series(judging, began)?;
        let entries = self.outcomes.entries(measures.judge, None);
        let since =
            || entries.iter().filter(|entry| entry.day <= today && entry.day >= began.plus(-series.before_days));
        let rank = |score: Score| judging.better.gain(Score(0), score);
        let count = u16::try_from(sessions.len()).unwrap_or(u16::MAX);
        Some(Situation {
            sessions: count,
            began,
            today,
            review: self.course().and_then(|course| course.review).unwrap_or_else(|| today.plus(1)),
            chronic: duration(knowledge, sheet, DURATION.1),
            verdict: judge(&series, &entries, today),
            now: since().max_by_key(|entry| (entry.day, entry.order)).map(|entry| entry.score),
            best: since().map(|entry| entry.score).max_by_key(|score| rank(*score)),
            worse_hours: self.worse_hours(began),
            worse_sessions: self.worse_running(knowledge, &sessions),
            new_sign: self.outcomes.sign.is_some_and(|sign| sign > self.outcomes.decided),
            course_ended: self.course().and_then(|course| course.sessions).is_some_and(|planned| count >= planned),
            relapses: u16::try_from(
                self.outcomes
                    .reviews
                    .iter()
                    .filter(|review| review.rule.as_deref() == Some("ADAPT-RISEN") && review.on.plus(YEAR) >= today)
                    .count(),
            )
            .unwrap_or(u16::MAX),
        })
    }

    /// Every rule that holds, the highlighted one first.
    pub(crate) fn advice(&self, knowledge: &Knowledge, situation: &Situation) -> Vec<Advice> {
        let measures = &knowledge.measures;
        let judging = measures.instruments.get(measures.judge);
        judging.map(|judging: &Instrument| adapt(&measures.adapt, judging, situation)).unwrap_or_default()
    }

    /// Whether sessions wait: it got worse for days or twice running, it has not helped for as long as a course may, a rule
    /// says that a clinician looks first, or the person chose to see a doctor. A clinician's agreement opens the way again;
    /// after worsening and after that choice a later review does as well.
    pub(crate) fn hold(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<Hold> {
        let settled = self.outcomes.agreements.last().copied().unwrap_or(0);
        if let Some(review) = self.outcomes.reviews.last()
            && review.way == Way::Doctor
            && review.seq > settled
        {
            return Some(Hold { rule: None, massage: false });
        }
        let advice = self.situation(knowledge, sheet, today).map(|it| self.advice(knowledge, &it)).unwrap_or_default();
        if let Some(pause) = advice.iter().find(|advice| advice.act == Act::Pause) {
            return Some(Hold { rule: Some(pause.rule), massage: false });
        }
        let history = self.history(knowledge);
        if no_response(knowledge, sheet, &history, today) {
            let ends = |rule: &Adapt| {
                rule.act == Act::Stop && rule.needs.response == Some(false) && rule.needs.sessions.is_some()
            };
            return Some(Hold { rule: knowledge.measures.adapt.iter().position(ends), massage: true });
        }
        // A clinician who agreed after the course had begun knows how it went; and after the last scores, how bad it is.
        let began = self.course_sessions().first().map_or(0, |session| session.started_at);
        let scored = self.outcomes.entries(knowledge.measures.judge, None).iter().map(|entry| entry.order).max();
        let waits = |advice: &&Advice| match advice.act {
            Act::Stop => settled <= began,
            Act::Refer => settled <= scored.unwrap_or(0),
            Act::Rescreen | Act::Pause | Act::Switch | Act::EaseOff | Act::Upkeep | Act::Measure | Act::Continue => {
                false
            }
        };
        let stop = advice.iter().find(waits)?;
        Some(Hold { rule: Some(stop.rule), massage: true })
    }

    /// After how many sessions in a row there was no response, as far as the record had come at the place `until`.
    ///
    /// The weekly measure judges where it was answered before the first session and since; else `otherwise`, which is what
    /// the pain before the sessions says. A clinician who agreed since has looked at it: the count begins anew. Who chose
    /// to change something gets what follows from no response.
    pub(super) fn without_response(&self, knowledge: &Knowledge, bout: &[&Begun], until: u64, otherwise: u16) -> u16 {
        let measures = &knowledge.measures;
        let Some(first) = bout.first() else { return otherwise };
        let judging = measures.instruments.get(measures.judge);
        let series = judging.and_then(|judging| measures.series(judging, first.on));
        let mut entries = self.outcomes.entries(measures.judge, None);
        entries.retain(|entry| entry.order < until);
        let counted = match series.map(|series| judge(&series, &entries, Day(i32::MAX))) {
            Some(Verdict::Worse(_) | Verdict::NoClearChange(_) | Verdict::BetterBelow(_)) => {
                u16::try_from(bout.len()).unwrap_or(u16::MAX)
            }
            Some(Verdict::Better { .. }) => 0,
            Some(Verdict::NotEnough(_)) | None => otherwise,
        };
        let since = |seq: u64| seq > first.started_at && seq < until;
        let counted = if self.outcomes.agreements.iter().any(|seq| since(*seq)) { 0 } else { counted };
        let last = self.outcomes.reviews.iter().rfind(|review| since(review.seq));
        let change = last.is_some_and(|review| review.way == Way::Change);
        if change { counted.max(knowledge.courses.planning.switch_after) } else { counted }
    }

    /// The place after which worsening counts: the last review that was answered, or the last agreement.
    fn answered(&self) -> u64 {
        self.outcomes
            .reviews
            .last()
            .map_or(0, |review| review.seq)
            .max(self.outcomes.agreements.last().copied().unwrap_or(0))
    }

    fn worse_hours(&self, began: Day) -> Option<u16> {
        let from = self.answered();
        let worse = self.outcomes.reactions.iter().filter(|it| it.worse && it.seq > from && it.on >= began);
        worse.filter_map(|reaction| reaction.hours).max()
    }

    /// Sessions in a row, up to the last one, after which the pain was worse.
    fn worse_running(&self, knowledge: &Knowledge, sessions: &[&Begun]) -> u16 {
        let next = knowledge.session.next.iter().find(|next| next.id == "worse").and_then(|next| next.change);
        let Some(least) = next.map(i16::from) else { return 0 };
        let from = self.answered();
        let mut running = 0u16;
        for session in sessions.iter().rev() {
            let said = self.outcomes.reactions.iter().rev().find(|reaction| reaction.session == session.id);
            let worse = session.change().is_some_and(|change| change >= least) || said.is_some_and(|it| it.worse);
            if !worse || session.ended_at <= from {
                break;
            }
            running = running.saturating_add(1);
        }
        running
    }
}

/// Whether the pain has lasted as long as this option of the question says.
fn duration(knowledge: &Knowledge, sheet: &Sheet, option: &str) -> Tri {
    let Some(id) = knowledge.question_id(DURATION.0) else { return Tri::Unknown };
    match (sheet.get(id), knowledge.question(id).map(|question| &question.kind)) {
        (Answer::Choice(index), Some(Kind::Choice(options))) => {
            let chosen = options.get(usize::from(index)).is_some_and(|chosen| chosen.id == option);
            if chosen { Tri::Yes } else { Tri::No }
        }
        _ => Tri::Unknown,
    }
}

/// Whether the pain is so young that much of it goes by itself.
pub(crate) fn young(knowledge: &Knowledge, sheet: &Sheet) -> bool {
    match duration(knowledge, sheet, DURATION.2) {
        Tri::Yes => true,
        Tri::No | Tri::Unknown => false,
    }
}
