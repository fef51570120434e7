//! How the course under way stands, from the record alone.

use std::collections::BTreeSet;

use supple_care::{
    Answer, Day, Knowledge, Sheet,
    adapt::{Act, Advice, Situation, Way, adapt},
    at_once::{called_for, told},
    measure::{Entry, Instrument, Moment, Score},
    track::{
        NotEnough, Series, Verdict, confirmed, judge, judge_or_first, level, passed, responds, seen, start, unless_idle,
    },
};

use super::{
    Begun, Record,
    outcomes::{Reacted, Scored, Undertaken},
};

/// A year, for counting relapses.
const YEAR: i32 = 365;
/// The measure that is asked for before every session.
const BEFORE_SESSIONS: &str = "pain-now";

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The weekly measure, from before the first session.
    Weekly,
    /// The weekly measure; its first answer, of this day, stands for the beginning.
    First(Day),
    /// The pain before the sessions, because the weekly answers cannot be compared.
    Sessions(NoWeek),
}

/// Why the weekly answers cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWeek {
    /// There are none.
    None,
    /// All of them are from before the present pain, which began on this day at the earliest.
    Earlier(Day),
    /// There are some, but none to compare them with.
    Few,
    /// They begin with hardly any pain.
    Painless,
}

/// What the scores of a course say.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What the scores come to.
    pub verdict: Verdict,
    /// What that rests on.
    pub basis: Basis,
    /// The measure that was judged.
    pub instrument: usize,
    series: Series,
    entries: Vec<Entry>,
}

impl Judged {
    /// How the scores are judged, from the day that counts as the beginning.
    fn counted(&self) -> Series {
        match self.basis {
            Basis::First(first) => Series { began: first, ..self.series },
            Basis::Weekly | Basis::Sessions(_) => self.series,
        }
    }

    /// What the verdict is counted from, and the day of the last answer in it.
    pub fn beginning(&self) -> Option<(Score, Day)> {
        let series = self.counted();
        let days = self.entries.iter().map(|entry| entry.day).filter(|day| *day <= series.began);
        Some((start(&series, &self.entries)?, days.max()?))
    }

    /// The day and the place of the last weekly answer; nothing where the pain before the sessions judges.
    fn newest_order(&self, today: Day) -> Option<(Day, u64)> {
        let weekly = matches!(self.basis, Basis::Weekly | Basis::First(_));
        let told = self.entries.iter().filter(|entry| weekly && entry.day <= today);
        told.map(|entry| (entry.day, entry.order)).max()
    }

    /// The last answer since the beginning, with its day.
    pub fn newest(&self, today: Day) -> Option<(Score, Day)> {
        let series = self.counted();
        let since = self.entries.iter().filter(|entry| entry.day > series.began && entry.day <= today);
        since.max_by_key(|entry| (entry.day, entry.order)).map(|entry| (entry.score, entry.day))
    }

    /// The last answer since the beginning, where it is better by what matters and this answer alone is not: the median hides
    /// that it may be lost again.
    pub fn newest_without(&self, today: Day) -> Option<(Score, Day)> {
        let (first, _) = self.beginning().filter(|_| matches!(self.verdict, Verdict::Better { .. }))?;
        let gains = |score: Score| responds(self.series.change, self.series.better, first, score).0;
        self.newest(today).filter(|(score, _)| !gains(*score))
    }

    /// How much better the answers themselves are now, in points; negative is worse.
    pub fn seen(&self, today: Day) -> Option<Score> {
        seen(&self.counted(), &self.entries, today)
    }

    /// What counts as now, and the day of the last answer in it; nothing where there is none since the beginning.
    pub fn latest(&self, today: Day) -> Option<(Score, Day)> {
        let series = self.counted();
        let days = self.entries.iter().map(|entry| entry.day).filter(|day| *day > series.began && *day <= today);
        let last = days.max()?;
        Some((level(&series, &self.entries, today)?, last))
    }
}

/// Whether a session counts as one that brought a response or not, beside the last weekly answer: what came after an answer cannot
/// show in it, so it waits for the next one. Where that is overdue it waits no longer. What a practice told shares its end's number
/// with what came next.
fn counts(knowledge: &Knowledge, session: &Begun, (day, order): (Day, u64), today: Day) -> bool {
    let overdue = day.plus(knowledge.measures.tracking.weekly_days) < today;
    overdue || session.on < day || (session.on == day && session.ended_at <= order)
}

impl Record {
    /// The course that was taken last.
    pub fn course(&self) -> Option<&Undertaken> {
        self.outcomes.courses.last()
    }

    /// The day of the review that was promised with the plan and was not answered since.
    pub fn review_promised(&self) -> Option<Day> {
        let course = self.course()?;
        let day = course.review?;
        let last = self.outcomes.reviews.iter().rfind(|review| review.seq > course.seq);
        last.is_none_or(|review| review.on < day).then_some(day)
    }

    /// The sessions that are over and belong to what is judged: the present bout, whichever plans were taken in it. Nothing
    /// where a plan was taken after as long a gap as ends a bout.
    pub fn course_sessions(&self, knowledge: &Knowledge) -> Vec<&Begun> {
        let gap = i32::from(knowledge.courses.planning.stop_days.1);
        let bout = self.bout(knowledge, self.sessions.len(), u64::MAX);
        let taken = self.course().map(|course| course.on);
        let anew = taken.zip(bout.last()).is_some_and(|(taken, last)| last.on.plus(gap) < taken);
        if anew { Vec::new() } else { bout }
    }

    /// Those of them since the plan was taken; without a plan, all of them.
    pub fn planned_sessions(&self, knowledge: &Knowledge) -> Vec<&Begun> {
        let from = self.course().map(|course| course.on);
        let since = |session: &&Begun| from.is_none_or(|from| session.on >= from);
        self.course_sessions(knowledge).into_iter().filter(since).collect()
    }

    /// What the scores say of a course that began on a day: by the weekly measure; where that has no beginning, from its
    /// first answer on; where it has nothing to compare at all, by the pain before the sessions.
    pub fn judged(&self, knowledge: &Knowledge, began: Day, today: Day) -> Option<Judged> {
        let today = self.reached(today);
        let measures = &knowledge.measures;
        let series = measures.series(measures.instruments.get(measures.judge)?, began)?;
        let entries = self.of_complaint(knowledge, measures.judge, None, today);
        let (verdict, first) = judge_or_first(&series, &entries, today);
        let counted = Series { began: first.unwrap_or(series.began), ..series };
        let verdict = unless_idle(&counted, &entries, verdict);
        let basis = first.map_or(Basis::Weekly, Basis::First);
        let weekly = Judged { verdict, basis, instrument: measures.judge, series, entries };
        let judged = match self.no_week(knowledge, &weekly, today) {
            Some(why) => self.by_sessions(knowledge, why, began, today).unwrap_or(weekly),
            None => weekly,
        };
        // Who marked no pain, and was asked for none, has nothing to gain.
        let missing = matches!(judged.verdict, Verdict::NotEnough(NotEnough::Beginning | NotEnough::Since));
        let verdict = Verdict::NotEnough(NotEnough::NothingToGain);
        Some(if missing && self.is_painless() { Judged { verdict, ..judged } } else { judged })
    }

    /// Those of the measure that judges, as far as the record had come at the place `until`.
    pub(crate) fn judging_until(&self, knowledge: &Knowledge, until: u64) -> Vec<Entry> {
        let judge = knowledge.measures.judge;
        let mut told = self.outcomes.entries(judge, None);
        told.retain(|entry| entry.order < until);
        let Some(last) = told.iter().map(|entry| entry.day).max() else { return told };
        let mut entries = self.of_complaint(knowledge, judge, None, last);
        entries.retain(|entry| entry.order < until);
        entries
    }

    /// What the pain before the sessions says, of those that the present pain can have had: from the first of them on.
    fn by_sessions(&self, knowledge: &Knowledge, why: NoWeek, began: Day, today: Day) -> Option<Judged> {
        let measures = &knowledge.measures;
        let instrument = measures.instruments.iter().position(|known| known.id == BEFORE_SESSIONS)?;
        let mut entries = self.of_complaint(knowledge, instrument, None, today);
        entries.retain(|entry| entry.moment == Moment::Before);
        let since = self.complaint_since(knowledge).filter(|since| *since <= today && *since > began);
        let first = since.and_then(|_| entries.iter().map(|entry| entry.day).min());
        let series = measures.series(measures.instruments.get(instrument)?, first.unwrap_or(began))?;
        let verdict = unless_idle(&series, &entries, judge(&series, &entries, today));
        if verdict.rank().is_none() && verdict != Verdict::NotEnough(NotEnough::NothingToGain) {
            return None;
        }
        Some(Judged { verdict, basis: Basis::Sessions(why), instrument, series, entries })
    }

    /// Whether a response rests on more than one answer. Where it is the only answer since, the pain before the sessions must
    /// not say otherwise.
    fn confirmed(&self, knowledge: &Knowledge, judged: &Judged, began: Day, today: Day) -> bool {
        confirmed(&judged.counted(), &judged.entries, self.reached(today)).unwrap_or_else(|| {
            let sessions = self.by_sessions(knowledge, NoWeek::None, began, today).map(|judged| judged.verdict);
            matches!(sessions, None | Some(Verdict::Better { .. } | Verdict::NotEnough(_)))
        })
    }

    /// The warnings after sessions that have neither gone nor been looked at, in their order.
    pub fn open_signs(&self) -> Vec<&Reacted> {
        self.outcomes.open_signs(self.looked_at())
    }

    /// The place up to which a clinician has looked at how it goes; 0 where none has.
    pub(crate) fn looked_at(&self) -> u64 {
        self.outcomes.agreements.last().copied().unwrap_or(0)
    }

    /// How the course stands; before its first session, what can be said without one.
    pub fn situation(&self, knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<Situation> {
        let sessions = self.course_sessions(knowledge);
        let began = sessions.iter().map(|session| session.on).min().unwrap_or(today);
        let judged = self.judged(knowledge, began, today)?;
        let today = self.reached(today);
        let looked = self.looked_at();
        // Sessions and days count from the last time that a clinician has looked at it.
        let counted: Vec<&&Begun> = sessions.iter().filter(|session| session.started_at > looked).collect();
        let planned = self.planned_sessions(knowledge);
        let count = planned.iter().filter(|session| session.started_at > looked).count();
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        // What was lost again is counted from there.
        let passed = passed(&judged.counted(), &judged.entries, today);
        let lost = passed.lost;
        let newest = judged.newest_order(today);
        let seen = |session: &&&&Begun| newest.is_none_or(|newest| counts(knowledge, session, newest, today));
        let without = counted.iter().filter(|session| lost.is_none_or(|lost| session.on >= lost)).filter(seen).count();
        let first = counted.first().map_or(today, |session| session.on);
        // What nobody has told of for so long speaks of now no more.
        let earliest = began.plus(-judged.series.before_days).max(today.plus(-judged.series.now_reach));
        let within = judged.entries.iter().filter(|entry| entry.day <= today && entry.day >= earliest);
        let came_back = |id: &str| {
            let rule = knowledge.measures.adapt.iter().find(|rule| rule.id == id);
            rule.is_some_and(|rule| rule.needs.helped == Some(true))
        };
        let relapsed: BTreeSet<usize> = self
            .outcomes
            .reviews
            .iter()
            .filter(|review| review.rule.as_deref().is_some_and(came_back))
            .filter(|review| review.on.plus(YEAR) >= today && review.seq > looked)
            // However often a review is answered, one course comes back once.
            .map(|review| self.outcomes.courses.iter().filter(|course| course.seq < review.seq).count())
            .collect();
        let disposition = called_for(knowledge, sheet);
        Some(Situation {
            sessions: u16::try_from(without).unwrap_or(u16::MAX),
            began: lost.map_or(first, |lost| lost.max(first)),
            today,
            review: self.course().and_then(|course| course.review).unwrap_or_else(|| today.plus(1)),
            chronic: self.is_chronic(knowledge, today),
            confirmed: self.confirmed(knowledge, &judged, began, today),
            helped: passed.helped,
            verdict: judged.verdict,
            disposition,
            open: disposition.permits_massage() && !told(knowledge, sheet).disposition.permits_massage(),
            now: level(&judged.series, &judged.entries, today),
            pain: self.strongest(&judged, today),
            last: within
                .max_by_key(|entry| (entry.day, entry.order))
                .filter(|entry| entry.order > looked)
                .map(|entry| entry.score),
            examined: self.examined(knowledge, sheet),
            best: passed.best,
            worse_hours: self.worse_hours(knowledge),
            worse_sessions: self.worse_running(knowledge, &sessions),
            new_sign: self.new_sign(),
            reaction: !self.open_signs().is_empty(),
            course_ended: self.course().and_then(|course| course.sessions).is_some_and(|planned| count >= planned),
            relapses: u16::try_from(relapsed.len()).unwrap_or(u16::MAX),
        })
    }

    /// The strongest pain that the answers of the last days tell of: a score of several questions may be low beside it.
    fn strongest(&self, judged: &Judged, today: Day) -> Option<Score> {
        let lately = |day: Day| day <= today && day > today.plus(-judged.series.now_days);
        let of = |scored: &&Scored| scored.instrument == judged.instrument && scored.entry.place.is_none();
        let now = self.outcomes.scores.iter().filter(of).filter(|scored| lately(scored.entry.day));
        now.map(|scored| scored.pain.unwrap_or(scored.entry.score)).max()
    }

    /// Whether severe pain was examined, by an answer that still holds.
    fn examined(&self, knowledge: &Knowledge, sheet: &Sheet) -> bool {
        let asked = knowledge.measures.tracking.severe_unless.as_deref().and_then(|id| knowledge.question_id(id));
        asked.is_some_and(|asked| sheet.get(asked) == Answer::Yes)
    }

    /// Whether something new was told since the last result.
    pub fn new_sign(&self) -> bool {
        self.outcomes.sign.is_some_and(|sign| sign > self.outcomes.decided)
    }

    /// Every rule that holds, the highlighted one first. Before the first session, those that keep it from beginning.
    pub fn advice(&self, knowledge: &Knowledge, situation: &Situation) -> Vec<Advice> {
        let measures = &knowledge.measures;
        let judging = measures.instruments.get(measures.judge);
        let mut advice =
            judging.map(|judging: &Instrument| adapt(&measures.adapt, judging, situation)).unwrap_or_default();
        // Who is to hear that it comes back is not told beside it to have fewer massages because it has helped.
        let risen = |advice: &Advice| measures.adapt.get(advice.rule).is_some_and(|rule| rule.needs.risen.is_some());
        if advice.iter().any(risen) {
            advice.retain(|advice| advice.act != Act::Upkeep);
        }
        if self.course_sessions(knowledge).is_empty() {
            advice.retain(|advice| advice.act.holds_sessions());
        }
        advice
    }

    /// After how many sessions in a row there was no response, as far as the record had come at the place `until`.
    ///
    /// The weekly measure judges where it was answered before the first session and since, or twice since; else `otherwise`,
    /// which is what the pain before the sessions says. After a clinician has looked at it the count begins anew. Who chose
    /// to change something gets what follows from no response.
    pub(crate) fn without_response(&self, knowledge: &Knowledge, bout: &[&Begun], until: u64, otherwise: u16) -> u16 {
        let measures = &knowledge.measures;
        let Some(first) = bout.first() else { return otherwise };
        let judging = measures.instruments.get(measures.judge);
        let series = judging.and_then(|judging| measures.series(judging, first.on));
        let entries = self.judging_until(knowledge, until);
        // What was said last counts until something else is said.
        let last = entries.iter().map(|entry| entry.day).max().unwrap_or(first.on);
        let sessions = u16::try_from(bout.len()).unwrap_or(u16::MAX);
        let judged = series.map(|series| {
            let (verdict, from) = judge_or_first(&series, &entries, last);
            let counted = Series { began: from.unwrap_or(series.began), ..series };
            (series, (unless_idle(&counted, &entries, verdict), from))
        });
        let counted = match judged {
            Some((_, (Verdict::Worse(_) | Verdict::NoClearChange(_) | Verdict::BetterBelow(_), _))) => {
                let lost = self.lost(knowledge, bout, until);
                let newest = entries.iter().map(|entry| (entry.day, entry.order)).max();
                let reached = self.counted.map(|(_, day)| day).filter(|_| until == u64::MAX);
                let today = reached.into_iter().chain(bout.iter().map(|session| session.on)).max().unwrap_or(first.on);
                let told = |session: &&&Begun| newest.is_none_or(|newest| counts(knowledge, session, newest, today));
                let since = bout.iter().filter(|session| lost.is_none_or(|lost| session.on >= lost)).filter(told);
                u16::try_from(since.count()).unwrap_or(u16::MAX)
            }
            Some((series, (Verdict::Better { .. }, from))) => {
                let series = Series { began: from.unwrap_or(series.began), ..series };
                let alone = match confirmed(&series, &entries, last) {
                    Some(confirmed) => !confirmed,
                    None => otherwise >= sessions,
                };
                // One good answer alone opens nothing that had ended, and takes nothing away from a course that goes on.
                match (alone, sessions >= knowledge.courses.planning.stop_after) {
                    (false, _) => 0,
                    (true, false) => sessions.min(1),
                    (true, true) => sessions,
                }
            }
            Some((_, (Verdict::NotEnough(_), _))) | None => otherwise,
        };
        let counted = match self.anew(bout, until) {
            Some(anew) => counted.min(
                u16::try_from(bout.iter().filter(|it| it.started_at >= anew.started_at).count()).unwrap_or(u16::MAX),
            ),
            None => 0,
        };
        let since = |seq: u64| seq >= first.started_at && seq < until;
        let last = self.outcomes.reviews.iter().rfind(|review| since(review.seq));
        let change = last.is_some_and(|review| review.way == Way::Change);
        if change { counted.max(knowledge.courses.planning.switch_after) } else { counted }
    }

    /// The day on which a response to these sessions was lost, as far as the record had come at the place `until`.
    pub(crate) fn lost(&self, knowledge: &Knowledge, bout: &[&Begun], until: u64) -> Option<Day> {
        let measures = &knowledge.measures;
        let series = measures.series(measures.instruments.get(measures.judge)?, bout.first()?.on)?;
        let entries = self.judging_until(knowledge, until);
        let last = entries.iter().map(|entry| entry.day).max()?;
        let (_, from) = judge_or_first(&series, &entries, last);
        passed(&Series { began: from.unwrap_or(series.began), ..series }, &entries, last).lost
    }

    /// The first session since a clinician has looked at it, as far as the record had come at the place `until`.
    pub(crate) fn anew<'s>(&self, bout: &[&'s Begun], until: u64) -> Option<&'s Begun> {
        let looked = self.outcomes.agreements.iter().rfind(|seq| **seq < until).copied().unwrap_or(0);
        bout.iter().find(|session| looked == 0 || session.started_at > looked).copied()
    }
}
