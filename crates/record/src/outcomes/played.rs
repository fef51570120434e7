//! What is told around a session: in the player before and after it, on the morning after, and by a practice that gave it.

use serde_json::Value;
use supple_care::{
    Day, Knowledge,
    measure::{Moment, Score},
};
use supple_store::Event;
use uuid::Uuid;

use super::{Outcomes, Reacted, Scored, TENTHS, UNNAMED, Unread, Unreadable, id, numbers::whole, text, told::SORE};
use crate::Begun;

/// The questions of the player with the measures that they are.
const PLAYED: [(&str, &str, Moment); 9] = [
    ("pain-before", "pain-now", Moment::Before),
    ("pain-after", "pain-now", Moment::After),
    ("pain-morning", "pain-now", Moment::NextMorning),
    ("tension-before", "tension", Moment::Before),
    ("tension-after", "tension", Moment::After),
    ("stress-before", "stress", Moment::Before),
    ("stress-after", "stress", Moment::After),
    ("soreness", "soreness", Moment::NextMorning),
    ("sleep-night", "sleep", Moment::NextMorning),
];

impl Outcomes {
    /// Takes the pain before and after a session that a practice gave.
    pub(crate) fn take_given(&mut self, knowledge: &Knowledge, session: &Begun) {
        self.dated = Some((session.on, session.on));
        self.givers.insert(session.id, (Some(true), session.on));
        self.massaged = self.massaged.max(Some(session.on));
        let measure = knowledge.measures.instruments.iter().position(|instrument| instrument.id == "pain-now");
        let scores =
            [(session.before, Moment::Before, session.started_at), (session.after, Moment::After, session.ended_at)];
        for (pain, moment, order) in scores {
            if let Some((pain, measure)) = pain.zip(measure) {
                let score = Score::points(i32::from(pain));
                self.add(measure, None, moment, session.on, order, score, Some(session.id), Vec::new());
            }
        }
    }

    /// Takes out what a practice told of a session. What the client themselves told of it stays.
    pub(crate) fn take_out(&mut self, session: Uuid) {
        self.givers.remove(&session);
        self.massaged = self.givers.values().map(|(_, day)| *day).max();
        let told = |scored: &Scored| {
            scored.session == Some(session) && matches!(scored.entry.moment, Moment::Before | Moment::After)
        };
        while let Some(out) = self.scores.iter().position(told) {
            self.scores.remove(out);
            self.places.retain(|_, at| *at != out);
            for at in self.places.values_mut().filter(|at| **at > out) {
                *at -= 1;
            }
        }
    }

    /// Keeps that a sign was told, or perhaps one, of which nobody has said yet what it was.
    pub(super) fn unnamed(&mut self, session: Uuid, on: Day, seq: u64) {
        let (what, bad, lasted, hours) = (vec![UNNAMED.to_owned()], None, None, None);
        self.reactions.push(Reacted {
            session,
            on,
            seq,
            what,
            bad,
            lasted,
            hours,
            worse: false,
            sign: true,
            stays: false,
        });
    }

    /// What was told on the morning after, of the session's next day whenever it is told; told once more on a later day, of that
    /// day. Whether it was a sign.
    pub(super) fn take_morning(&mut self, knowledge: &Knowledge, event: &Event, on: Day) -> bool {
        let session = id(&event.payload, "session");
        let said = event.payload.get("said").and_then(|said| text(said, "signs-morning"));
        let mut sign = false;
        if let Some(session) = session {
            let again = self.mornings.insert(session, on).is_some_and(|before| before < on);
            let next = self.givers.get(&session).filter(|_| !again).map_or(on, |(_, day)| day.plus(1).min(on));
            self.played(knowledge, event, session, next);
            self.tell_morning(&event.payload, session, on);
            // Which sign it was is asked after that, and told as a reaction of the same day.
            let other = said.is_some_and(|said| said != "no").then_some(UNNAMED);
            let sore = (again && self.stays_sore(knowledge, &event.payload, session, on)).then_some(SORE);
            let what: Vec<String> = other.into_iter().chain(sore).map(str::to_owned).collect();
            sign = !what.is_empty();
            if sign {
                let (bad, lasted, hours) = (None, None, None);
                let (seq, worse) = (event.seq, false);
                self.reactions.push(Reacted { session, on, seq, what, bad, lasted, hours, worse, sign, stays: false });
            }
        }
        sign || said != Some("no")
    }

    /// Keeps the worst pain of those told on one day about the morning after a session.
    fn tell_morning(&mut self, payload: &Value, session: Uuid, on: Day) {
        let told = payload.get("said").and_then(|said| said.get("pain-morning")).and_then(whole).map(Score::points);
        if let Some(told) = told {
            let worst = self.worst_mornings.entry((session, on)).or_insert(told);
            *worst = told.max(*worst);
        }
    }

    /// The worst pain that was told of on a day, of the morning after a session.
    pub(crate) fn worst_morning(&self, session: Uuid, on: Day) -> Option<Score> {
        self.worst_mornings.get(&(session, on)).copied()
    }

    /// What was answered in the player, as scores.
    pub(super) fn played(&mut self, knowledge: &Knowledge, event: &Event, session: Uuid, on: Day) {
        let Some(said) = event.payload.get("said") else { return };
        for (ask, measure, moment) in PLAYED {
            // "I don't know" is an answer without a score.
            let given = said.get(ask).filter(|given| !given.is_null() && given.as_str() != Some("unknown"));
            let index = knowledge.measures.instruments.iter().position(|instrument| instrument.id == measure);
            let (Some(given), Some(index)) = (given, index) else { continue };
            let Some(instrument) = knowledge.measures.instruments.get(index) else { continue };
            let score = whole(given).ok_or(Unreadable::Number);
            let tenths = score.ok().map(|score| score.saturating_mul(TENTHS));
            self.tell_pain(knowledge, instrument, &[tenths], (None, event.seq));
            match score.and_then(|score| instrument.score(&[Some(score)]).map_err(Unreadable::from)) {
                Ok(score) => self.add(index, None, moment, on, event.seq, score, Some(session), Vec::new()),
                Err(why) => self.unread.push(Unread { seq: event.seq, on, what: ask.to_owned(), why }),
            }
        }
    }
}
