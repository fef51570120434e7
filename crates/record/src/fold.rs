//! From the events of a record to what is known today.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use supple_care::{Answer, Clearance, Day, Disposition, Knowledge, QuestionId, pain::MapState};
use supple_interop::{answers as format, dates};
use supple_store::{Event, UtcMs, Who};
use uuid::Uuid;

use super::{
    Lesson, brought,
    complaint::DURATION,
    elsewhere,
    given::{self, Telling},
    kinds,
    known::{Begun, Given, Made, MapGiven, Step, Taken, What},
    map::{grew, read_chosen, read_marks},
    outcomes::{self, Outcomes},
};

/// So many dates may the clocks of the world be apart at one moment: from 14 hours ahead of UTC to 12 behind.
pub(crate) const ZONES_APART: i32 = 2;

/// Everything that a record says, latest first where it says something twice.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The place of the last event; 0 in an empty record.
    pub last_seq: u64,
    /// The latest answer to each question.
    pub answers: BTreeMap<QuestionId, Given>,
    /// The latest free text of each question.
    pub texts: BTreeMap<QuestionId, String>,
    /// The latest body map.
    pub map: Option<MapGiven>,
    /// Agreements, each with its place.
    pub agreements: Vec<(u64, Clearance)>,
    /// How long the pain had lasted, each time that it was told: the day and the option; the last of a day.
    pub(crate) durations: Vec<(Day, u8)>,
    /// The way in that was chosen last.
    pub door: Option<String>,
    /// The country whose numbers are shown (ISO 3166).
    pub country: Option<String>,
    /// Decisions in their order.
    pub decisions: Vec<Made>,
    /// Sessions in the order in which they were begun, those that a practice gave among them.
    pub sessions: Vec<Begun>,
    /// How far each session that a practice told of was told.
    pub(crate) tellings: BTreeMap<Uuid, Telling>,
    /// The plan that was taken last.
    pub plan: Option<Taken>,
    /// Who finished the giver's lesson.
    pub lessons: Vec<Lesson>,
    /// The ids of all events: what is sent twice is taken once.
    pub ids: BTreeSet<Uuid>,
    /// Answers to "anything new?" given before this place do not count any more.
    pub(crate) fresh_from: u64,
    /// How it went.
    pub outcomes: Outcomes,
    /// The moment and the day of the last event, as days are counted for courses.
    pub(crate) counted: Option<(UtcMs, Day)>,
    /// One line for each event, in their order.
    pub steps: Vec<Step>,
    /// Whether a name or a relation that was typed speaks of wanting to die.
    pub named: bool,
    /// The names and relations of those who answered for the person.
    pub(crate) names: BTreeSet<String>,
    /// The code of a stop rule that asked for help during a session, until what is new was answered.
    pub(crate) alarm: Option<u8>,
    /// The last place at which something was typed that speaks of wanting to die.
    pub(crate) mentioned: u64,
    /// The kinds of entries, and the measures, whose last one holds something typed that speaks of wanting to die.
    pub(crate) spoken: BTreeSet<(String, String)>,
}

impl Record {
    /// Reads the events in their order.
    pub fn fold(knowledge: &Knowledge, events: &[Event]) -> Self {
        let mut record = Self::default();
        for event in events {
            record.take(knowledge, event);
        }
        record
    }

    /// Takes one event more, which comes behind all that were taken.
    pub fn take(&mut self, knowledge: &Knowledge, event: &Event) {
        self.last_seq = event.seq;
        self.ids.insert(event.id);
        let on = day_of(event);
        let proxy = matches!(event.who, Who::Proxy { .. });
        self.take_mention(knowledge, event);
        let text = |name: &str| event.payload.get(name).and_then(Value::as_str).map(str::to_owned);
        let score =
            |name: &str| event.payload.get(name).and_then(Value::as_u64).and_then(|number| u8::try_from(number).ok());
        // What a practice tells stands where it was in time, whenever it arrives.
        let counted = if given::is_telling(event) { on } else { self.count_day(event, on) };
        // An agreement that a therapist entered speaks of what was said before it was entered, however late it arrives.
        let place = if given::is_entered(event) { self.place(event.at) } else { event.seq };
        if (event.kind.as_str(), event.version) == (kinds::AGREEMENT, 1) {
            self.outcomes.looked(place);
        }
        // A sign, or something that happened, opens the questions again at once.
        if self.outcomes.take(knowledge, event, counted) {
            self.fresh_from = event.seq;
        }
        let what = match (event.kind.as_str(), event.version) {
            (kinds::ANSWERS, 1) => self.take_answers(knowledge, event, on, proxy),
            (kinds::AGREEMENT, 1) => self.take_agreement(knowledge, event, on, place),
            (kinds::DECISION, 1) => self.take_decision(event, on),
            (kinds::STARTED | kinds::SAVED, 1) => {
                self.take_session(event, counted, score("before"));
                if event.kind == kinds::SAVED { What::Saved } else { What::Started }
            }
            (kinds::STOPPED, 1) => {
                let mut touched = true;
                if let Some(session) = self.session_of(event) {
                    session.over = true;
                    session.stopped = true;
                    session.saved = false;
                    touched = session.is_massage();
                }
                // Nobody was touched in a breathing exercise: nothing has to be asked anew because of it.
                if touched {
                    self.fresh_from = event.seq;
                }
                What::Stopped
            }
            (kinds::ENDED, 1) => {
                let mut touched = true;
                let (before, after) = (score("before"), score("after"));
                if let Some(session) = self.session_of(event) {
                    session.over = true;
                    session.ended = true;
                    session.coded |= by_code(event);
                    session.saved = false;
                    session.before = session.before.or(before);
                    session.after = after;
                    // A lower number, told once more, takes back no rise of that day.
                    session.worst = session.worst.max(after);
                    session.ended_at = event.seq;
                    let said = event.payload.get("said").and_then(|said| said.get(kinds::SIGNS));
                    session.sign = is_sign(said);
                    let seconds = |name: &str| event.payload.get(name).and_then(Value::as_u64);
                    session.hardly =
                        seconds("played_s").zip(seconds("of_s")).is_some_and(|(played, of)| played < of.div_ceil(2));
                    touched = session.is_massage() || session.sign;
                }
                if touched {
                    self.fresh_from = event.seq;
                }
                match (before, after) {
                    (Some(before), Some(after)) => What::Ended { before, after },
                    _ => What::Over,
                }
            }
            (given::GIVEN | given::WITHDRAWN, 1) => self.take_telling(knowledge, event, on),
            (kinds::CHECKED, 1) => {
                let rule = event.payload.get("rule").and_then(Value::as_u64).and_then(|rule| u8::try_from(rule).ok());
                if let Some(session) = self.session_of(event) {
                    session.signs.extend(rule);
                }
                self.take_alarm(knowledge, event);
                What::Checked
            }
            (kinds::MORNING, 1) => {
                if let Some(session) = self.session_of(event) {
                    session.morning = Some(on);
                }
                What::Morning
            }
            (kinds::LESSON, 1) => match Lesson::read(event) {
                Some(lesson) => {
                    let giver = lesson.giver.clone();
                    Lesson::add(&mut self.lessons, lesson);
                    What::Lesson(giver)
                }
                None => What::Other,
            },
            (kinds::DOOR, 1) => text("door").map_or(What::Other, |door| {
                self.door = Some(door.clone());
                What::Door(door)
            }),
            (kinds::COUNTRY, 1) => text("country").map_or(What::Other, |country| {
                self.country = Some(country.clone());
                What::Country(country)
            }),
            (kinds::PLAN, 1) => match (text("course"), event.payload.get("wishes")) {
                (Some(course), Some(wishes)) => {
                    let wishes = wishes.clone();
                    self.plan = Some(Taken { on, seq: event.seq, wishes, course: course.clone() });
                    What::Plan(course)
                }
                _ => What::Other,
            },
            (brought::BROUGHT, 1) => {
                let entries = event.payload.get("entries").and_then(Value::as_u64);
                What::Brought(entries.and_then(|entries| usize::try_from(entries).ok()).unwrap_or(0))
            }
            (kinds::RESCREEN, 1) => {
                self.fresh_from = event.seq;
                What::Rescreen
            }
            (outcomes::CHECK_IN | outcomes::PUT_OFF, 1) => What::CheckIn {
                instrument: text("instrument").unwrap_or_default(),
                put_off: event.kind == outcomes::PUT_OFF,
                score: self.outcomes.scored_at(event.seq),
            },
            (outcomes::REACTION, 1) => self
                .outcomes
                .reactions
                .last()
                .filter(|told| told.seq == event.seq)
                .cloned()
                .map_or(What::Other, What::Reaction),
            (outcomes::GONE, 1) => What::Gone,
            (outcomes::NOTED, 1) => What::Noted(text("what").unwrap_or_default()),
            (outcomes::REVIEW, 1) => What::Review(text("way").unwrap_or_default()),
            _ => What::Other,
        };
        self.open_map(event.seq);
        self.steps.push(Step { at: event.at, zone: event.zone.clone(), proxy, what });
    }

    /// The day on which an event counts for courses and scores. Who travels westward lives through a date twice: what comes
    /// later there does not come before what was. A clock that was set back by more than zones are apart is taken as it is.
    fn count_day(&mut self, event: &Event, on: Day) -> Day {
        let day = match self.counted {
            Some((at, day)) if event.at >= at && day > on && day <= on.plus(ZONES_APART) => day,
            _ => on,
        };
        self.counted = Some((event.at, day));
        day
    }

    /// Today, or the day that the record has come to in a zone farther east.
    pub fn reached(&self, today: Day) -> Day {
        match self.counted {
            Some((_, day)) if day > today && day <= today.plus(ZONES_APART) => day,
            _ => today,
        }
    }

    fn take_session(&mut self, event: &Event, on: Day, before: Option<u8>) {
        let id = event.payload.get("session").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok());
        let text = |name: &str| event.payload.get(name).and_then(Value::as_str);
        let planned = || self.plan.as_ref().filter(|_| text("what") == Some("plan")).map(|plan| plan.course.clone());
        let course = text("course").map(str::to_owned).or_else(planned);
        self.sessions.push(Begun {
            id: id.unwrap_or(event.id),
            course,
            at: event.at,
            order: event.payload.clone(),
            before,
            said: event.payload.get("said").cloned().unwrap_or(Value::Null),
            after: None,
            worst: None,
            sign: false,
            over: false,
            ended: false,
            coded: false,
            saved: event.kind == kinds::SAVED,
            on,
            hardly: false,
            stopped: false,
            signs: Vec::new(),
            morning: None,
            ended_at: 0,
            started_at: event.seq,
            known_at: event.seq,
        });
    }

    /// The session that an event speaks of: the one with its id, else the last.
    fn session_of(&mut self, event: &Event) -> Option<&mut Begun> {
        let id = event.payload.get("session").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok());
        let at = match id {
            Some(id) => self.sessions.iter().rposition(|session| session.id == id)?,
            None => self.sessions.iter().rposition(|session| !session.is_told())?,
        };
        self.sessions.get_mut(at)
    }

    fn take_answers(&mut self, knowledge: &Knowledge, event: &Event, on: Day, proxy: bool) -> What {
        let mut count = 0;
        for (name, value) in event.payload.get("answers").and_then(Value::as_object).into_iter().flatten() {
            // A question or an option that this knowledge does not have any more was not answered: it is asked again.
            let Some(id) = knowledge.question_id(name) else { continue };
            let answer = if value.is_null() {
                Answer::NotAsked
            } else {
                format::read_answer(knowledge, id, value).unwrap_or(Answer::NotAsked)
            };
            // What a therapist enters for somebody adds to what they said and takes nothing of it back.
            let known = self.answers.get(&id).map_or((Answer::NotAsked, on), |known| (known.answer, known.on));
            if matches!(event.who, Who::Therapist { .. }) && !elsewhere::adds(known, (answer, on)) {
                continue;
            }
            if let (DURATION, Answer::Choice(option)) = (name.as_str(), answer) {
                self.durations.retain(|(day, _)| *day != on);
                self.durations.push((on, option));
            }
            let before = self.answers.get(&id).filter(|given| given.answer == answer);
            let changed = before.map_or(event.seq, |given| given.changed);
            let again = before.filter(|given| given.on == on && given.told > self.fresh_from);
            let told = again.map_or(event.seq, |given| given.told);
            self.answers.insert(id, Given { answer, on, seq: event.seq, changed, told, proxy });
            count += 1;
        }
        for (name, value) in event.payload.get("texts").and_then(Value::as_object).into_iter().flatten() {
            if let (Some(id), Some(text)) = (knowledge.question_id(name), value.as_str()) {
                self.texts.insert(id, text.to_owned());
                count += 1;
            }
        }
        if let Some(map) = event.payload.get("map") {
            let state = match map.get("state").and_then(Value::as_str) {
                Some("confirmed") => MapState::Confirmed,
                Some("unknown") => MapState::Unknown,
                _ => MapState::NotAsked,
            };
            let (marks, whole) = read_marks(knowledge, map, on);
            // A mark that cannot be read any more is no mark that is not there: the map is asked again.
            let state = if whole { state } else { MapState::NotAsked };
            let places = marks.len();
            let before = self.map.as_ref().filter(|before| !grew(&before.marks, &marks));
            let grown = before.map_or(event.seq, |before| before.grown);
            let chosen = match state {
                MapState::Confirmed => marks.iter().map(|marked| marked.mark.place).collect(),
                MapState::NotAsked | MapState::Unknown => read_chosen(knowledge, map),
            };
            self.map = Some(MapGiven { state, marks, chosen, on, seq: event.seq, grown });
            return What::Map { state, count: places };
        }
        let page = event.payload.get("page").and_then(Value::as_str).unwrap_or_default().to_owned();
        let by = match &event.who {
            Who::Therapist { name, place, .. } => Some((name.clone(), place.clone())),
            _ => None,
        };
        What::Answers { page, count, by }
    }

    fn take_agreement(&mut self, knowledge: &Knowledge, event: &Event, on: Day, place: u64) -> What {
        match format::recorded_clearance(knowledge, &event.payload, on) {
            Ok(clearance) => {
                let by = clearance.by.clone();
                self.agreements.push((place, clearance));
                What::Agreement { by }
            }
            // What cannot be read lifts nothing.
            Err(_) => What::Other,
        }
    }

    fn take_decision(&mut self, event: &Event, on: Day) -> What {
        let Some(disposition) = event.payload.get("disposition").and_then(Value::as_str).and_then(Disposition::from_id)
        else {
            return What::Other;
        };
        let rules = event
            .payload
            .get("rules")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|rule| rule.get("rule").and_then(Value::as_str).map(str::to_owned))
            .collect();
        let limits = event.payload.get("restrictions").cloned().unwrap_or(Value::Null);
        // A decision is recorded once what is new was answered.
        self.alarm = None;
        self.decisions.push(Made { on, seq: event.seq, disposition, rules, limits });
        What::Decision(disposition)
    }
}

/// The day of an event where it happened.
pub fn day_of(event: &Event) -> Day {
    let zone = jiff::tz::TimeZone::get(&event.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(event.at.0).unwrap_or_default();
    dates::day(at.to_zoned(zone).date())
}

/// Whether a code from a phone is where the event comes from.
fn by_code(event: &Event) -> bool {
    event.payload.get("from").and_then(Value::as_str) == Some(kinds::CODE)
}

/// Whether the answer to "anything new?" after a session counts as a sign: everything but an explicit no.
fn is_sign(said: Option<&Value>) -> bool {
    match said.and_then(Value::as_str) {
        Some("no") => false,
        Some(_) | None => true,
    }
}
