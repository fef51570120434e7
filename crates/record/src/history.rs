//! What was done so far, as a plan needs it.

use supple_care::{
    Knowledge,
    measure::{Better, Change, Score},
    plan::History,
    track::{nothing_to_gain, responds},
};

use super::{Begun, Record};

impl Record {
    /// The massages of the present bout, the course of the last of them, and after how many of the last ones in a row the
    /// pain had not changed by what counts as a response.
    ///
    /// The pain before a session says what the sessions before it have left; after the last session it is the pain after
    /// it. Where the weekly measure was answered, it judges instead. What lies farther back than the days after which a clinician looks belongs to
    /// an earlier bout. Taking a plan again begins nothing anew. Where there was nothing to gain at the beginning nothing is judged.
    pub fn history(&self, knowledge: &Knowledge) -> History {
        self.history_of(knowledge, self.sessions.len(), u64::MAX)
    }

    /// The same as it was when a session was begun.
    pub fn history_before(&self, knowledge: &Knowledge, begun: &Begun) -> History {
        let at = self.sessions.iter().position(|session| session.id == begun.id);
        self.history_of(knowledge, at.unwrap_or(self.sessions.len()), begun.started_at)
    }

    fn history_of(&self, knowledge: &Knowledge, sessions: usize, until: u64) -> History {
        let bout = self.bout(knowledge, sessions, until);
        let (Some(first), Some(last)) = (bout.first(), bout.last()) else { return History::default() };
        let courses = &knowledge.courses.courses;
        let course = last.course.as_ref().and_then(|id| courses.iter().position(|course| course.id == *id));
        let begun = self.anew(&bout, until).map_or(first.on, |session| session.on);
        History {
            course,
            // Who was helped and has lost it again gets the whole time once more.
            begun: Some(self.lost(knowledge, &bout, until).map_or(begun, |lost| lost.max(begun))),
            sessions: u16::try_from(bout.len()).unwrap_or(u16::MAX),
            without_response: self.without_response(knowledge, &bout, until, without_response(knowledge, &bout)),
        }
    }

    /// The massages that are over and were known at the place `until`, from the first of the last run without a long gap.
    pub(crate) fn bout(&self, knowledge: &Knowledge, sessions: usize, until: u64) -> Vec<&Begun> {
        let gap = i32::from(knowledge.courses.planning.stop_days.1);
        let mut bout: Vec<&Begun> = Vec::new();
        let counts = |session: &&Begun| session.over && session.is_massage() && session.known_at < until;
        for session in self.sessions.iter().take(sessions).filter(counts) {
            if bout.last().is_some_and(|last: &&Begun| last.on.plus(gap) < session.on) {
                bout.clear();
            }
            bout.push(session);
        }
        bout
    }
}

fn without_response(knowledge: &Knowledge, bout: &[&Begun]) -> u16 {
    let measures = &knowledge.measures;
    let judge = measures.instruments.get(measures.judge);
    let Some((change, better)) = judge.and_then(|judge| Some((judge.change?, judge.better))) else { return 0 };
    let gains = |pain: &u8| !nothing_to_gain(change, better, Score::points(i32::from(*pain)));
    let Some(beginning) = bout.iter().find_map(|session| session.before).filter(gains) else { return 0 };
    let later = bout.iter().skip(1).map(|session| session.before).chain([None]);
    let mut count = 0u16;
    for (session, later) in bout.iter().zip(later) {
        match later.or(session.after) {
            Some(now) if has_responded(change, better, beginning, now) => count = 0,
            Some(_) => count = count.saturating_add(1),
            // Nothing was said about it: it counts neither way.
            None => {}
        }
    }
    count
}

/// Whether the pain changed by what counts; or is gone, which is a response from any beginning.
fn has_responded(change: Change, better: Better, beginning: u8, now: u8) -> bool {
    let score = |pain: u8| Score::points(i32::from(pain));
    now == 0 || responds(change, better, score(beginning), score(now)).0
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use supple_care::Day;
    use uuid::Uuid;

    use super::*;

    const FIRST: Day = Day(20_700);

    fn knowledge() -> Knowledge {
        supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
    }

    fn session(after_days: i32, before: Option<u8>, after: Option<u8>) -> Begun {
        Begun {
            id: Uuid::from_u128(1),
            at: supple_store::UtcMs(0),
            order: json!({ "what": "plan" }),
            course: Some("relax-10w".to_owned()),
            before,
            said: serde_json::Value::Null,
            after,
            worst: None,
            sign: false,
            over: true,
            ended: true,
            coded: false,
            saved: false,
            on: FIRST.plus(after_days),
            hardly: false,
            stopped: false,
            signs: Vec::new(),
            morning: None,
            ended_at: 0,
            started_at: 0,
            known_at: 0,
        }
    }

    fn after(sessions: Vec<Begun>) -> (u16, u16) {
        let record = Record { sessions, ..Record::default() };
        let history = record.history(&knowledge());
        (history.sessions, history.without_response)
    }

    #[test]
    fn sessions_that_change_nothing_are_counted() {
        assert_eq!(after(vec![]), (0, 0));
        assert_eq!(after(vec![session(0, Some(6), Some(5))]), (1, 1));
        assert_eq!(after(vec![session(0, Some(6), Some(2)), session(7, Some(6), Some(5))]), (2, 2));
        // Better by two points at the next session: a response.
        assert_eq!(after(vec![session(0, Some(6), Some(6)), session(7, Some(4), Some(4))]), (2, 0));
        // A response that is lost again counts from there.
        let lost = vec![session(0, Some(6), None), session(7, Some(3), Some(3)), session(14, Some(6), Some(6))];
        assert_eq!(after(lost), (3, 2));
    }

    #[test]
    fn what_was_not_said_or_did_not_hurt_counts_neither_way() {
        assert_eq!(after(vec![session(0, None, None), session(7, None, None)]), (2, 0));
        assert_eq!(after(vec![session(0, Some(0), Some(0)), session(7, Some(0), Some(1))]), (2, 0));
        let little = [0, 7, 14, 21].map(|day| session(day, Some(1), Some(1)));
        assert_eq!(after(little.to_vec()), (4, 0), "nothing to gain");
    }

    #[test]
    fn breathing_and_an_earlier_bout_do_not_count() {
        let breathe = Begun { order: json!({ "what": "breathe" }), ..session(3, Some(6), Some(6)) };
        assert_eq!(after(vec![session(0, Some(6), Some(6)), breathe]), (1, 1));
        assert_eq!(after(vec![session(0, Some(6), Some(6)), session(100, Some(4), Some(4))]), (1, 1));
        let open = Begun { over: false, ..session(7, Some(6), None) };
        assert_eq!(after(vec![session(0, Some(6), Some(6)), open]), (1, 1));
    }

    #[test]
    fn the_course_is_that_of_the_last_session() {
        let knowledge = knowledge();
        let mut record = Record::default();
        record.sessions.push(session(0, Some(6), Some(6)));
        let history = record.history(&knowledge);
        assert_eq!(history.begun, Some(FIRST));
        let course = history.course.and_then(|index| knowledge.courses.courses.get(index)).map(|course| &course.id);
        assert_eq!(course.map(String::as_str), Some("relax-10w"));
    }
}
