//! What a record says about how it went: scores, reactions, what happened beside the massage, reviews, courses.
//!
//! Nothing is judged here. An answer that was not given is not there; a check-in that was corrected counts once.

mod drafts;
mod numbers;
mod played;
mod taken;
mod told;
#[cfg(test)]
mod zones;

use std::collections::BTreeMap;

use serde_json::Value;
use supple_care::{
    Day, Knowledge, PlaceId,
    adapt::Way,
    measure::{Entry, Item, Moment, Score},
};
use supple_interop::dates;
use supple_store::Event;
use uuid::Uuid;

pub use drafts::{check_in, gone, noted, put_off, reaction, review, upkeep};
pub use numbers::TENTHS;
use numbers::tenths;
pub use told::{Happened, Reacted, Reviewed, Scored, Seen, Undertaken, Unread, Unreadable};
use told::{Severe, seen};

/// A measure was answered.
pub const CHECK_IN: &str = "check-in.given";
/// A measure was put off.
pub const PUT_OFF: &str = "check-in.put-off";
/// A reaction to a session was told.
pub const REACTION: &str = "reaction.reported";
/// What came after a session has gone.
pub const GONE: &str = "reaction.gone";
/// Something happened beside the massage.
pub const NOTED: &str = "event.noted";
/// A review was answered.
pub const REVIEW: &str = "review.answered";

/// How bad a reaction is after which the questions are asked again, whatever it was.
pub const SEVERE: &str = "severe";
/// What a sign that was told on the morning after is listed as, until it is named.
pub const UNNAMED: &str = "unnamed";

/// What one score speaks of: the measure, the place, when it was asked, the day, the session.
type Spot = (usize, Option<u8>, Moment, i32, Option<Uuid>);

/// Everything about how it went.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Every score, the corrected ones only.
    pub scores: Vec<Scored>,
    /// The day of the event that is being taken, as days are counted, and as its calendar has it.
    dated: Option<(Day, Day)>,
    /// Where each score stands in `scores`: given again, it replaces the one before.
    places: BTreeMap<Spot, usize>,
    /// The last day on which a measure was put off.
    pub put_off: BTreeMap<String, Day>,
    /// Every reaction that was told, in their order.
    pub reactions: Vec<Reacted>,
    /// The day on which the morning after a session was told of last.
    mornings: BTreeMap<Uuid, Day>,
    /// The worst pain that was told of on a day, of the morning after a session.
    worst_mornings: BTreeMap<(Uuid, Day), Score>,
    /// Where it was said last that what came after a session has gone.
    gone: BTreeMap<Uuid, u64>,
    /// What happened beside the massage.
    pub happened: Vec<Happened>,
    /// Answered reviews.
    pub reviews: Vec<Reviewed>,
    /// Courses in the order in which they were taken.
    pub courses: Vec<Undertaken>,
    /// Place of the last sign that asks for a new screening.
    pub sign: Option<u64>,
    /// Where a clinician has looked at how it goes: agreements, and reviews that say so; in their order.
    pub agreements: Vec<u64>,
    /// The last of those that a review says.
    pub seen: Option<Seen>,
    /// Place of the last decision.
    pub decided: u64,
    /// The last pain that was told as severe: how strong, and where in the record.
    severe: Option<Severe>,
    /// Answers that this program cannot read: kept, and not judged.
    pub unread: Vec<Unread>,
    /// Who gave which session, and when: whether somebody trained.
    givers: BTreeMap<Uuid, (Option<bool>, Day)>,
    /// The day of the last massage.
    massaged: Option<Day>,
}

/// The stable spelling of a way.
pub fn way_id(way: Way) -> &'static str {
    match way {
        Way::Continue => "continue",
        Way::Change => "change",
        Way::Doctor => "doctor",
    }
}

/// The way with this spelling.
pub fn way_of(id: &str) -> Option<Way> {
    [Way::Continue, Way::Change, Way::Doctor].into_iter().find(|way| way_id(*way) == id)
}

fn text<'v>(payload: &'v Value, name: &str) -> Option<&'v str> {
    payload.get(name).and_then(Value::as_str)
}

fn id(payload: &Value, name: &str) -> Option<Uuid> {
    text(payload, name).and_then(|id| Uuid::try_parse(id).ok())
}

fn date(payload: &Value, name: &str) -> Option<Day> {
    text(payload, name).and_then(dates::parse)
}

impl Outcomes {
    /// Takes what an event says about how it went. Whether it asks for a new screening at once.
    pub fn take(&mut self, knowledge: &Knowledge, event: &Event, on: Day) -> bool {
        let payload = &event.payload;
        self.dated = Some((on, super::fold::day_of(event)));
        let sign = match (event.kind.as_str(), event.version) {
            (CHECK_IN, 1) => {
                self.take_check_in(knowledge, event, on);
                false
            }
            (PUT_OFF, 1) => {
                if let Some(instrument) = text(payload, "instrument") {
                    self.put_off.insert(instrument.to_owned(), on);
                }
                false
            }
            (REACTION, 1) => self.take_reaction(knowledge, event, on),
            (GONE, 1) => {
                if let Some(session) = id(payload, "session") {
                    self.gone.insert(session, event.seq);
                }
                false
            }
            (NOTED, 1) => {
                let what = text(payload, "what").unwrap_or_default().to_owned();
                let known = knowledge.measures.tracking.events.iter().find(|known| known.id == what);
                let on = date(payload, "day").unwrap_or(on);
                self.happened.push(Happened { what, on, seq: event.seq });
                // What nobody knows may be anything.
                known.is_none_or(|known| known.rescreen)
            }
            (REVIEW, 1) => {
                if let Some(way) = text(payload, "way").and_then(way_of) {
                    let rule = text(payload, "rule").map(str::to_owned);
                    if let Some(seen) = seen(payload, event.seq, on) {
                        self.agreements.push(event.seq);
                        self.seen = Some(seen);
                    }
                    self.reviews.push(Reviewed { way, rule, on, seq: event.seq });
                    // The course that goes on is looked at again on a day of its own.
                    let next = date(payload, "next").filter(|next| *next > on);
                    if let Some((course, next)) = self.courses.last_mut().zip(next) {
                        course.review = Some(next);
                    }
                }
                false
            }
            (super::kinds::STARTED | super::kinds::SAVED, 1) => {
                let session = id(payload, "session").unwrap_or(event.id);
                let giver = text(payload, "giver").unwrap_or_default();
                let trained = knowledge.terms.givers.iter().find(|known| known.id == giver).map(|known| !known.home);
                if !matches!(text(payload, "what"), Some("routine" | "breathe")) {
                    self.givers.insert(session, (trained, on));
                    self.massaged = Some(on);
                }
                self.played(knowledge, event, session, on);
                false
            }
            (super::kinds::ENDED, 1) => {
                let session = id(payload, "session").or_else(|| self.givers.keys().next_back().copied());
                if let Some(session) = session {
                    self.played(knowledge, event, session, on);
                }
                let massage = session.is_some_and(|session| self.givers.contains_key(&session));
                match (payload.get("said").and_then(|said| text(said, super::kinds::SIGNS)), session) {
                    (Some("no"), _) => false,
                    (Some(_), Some(session)) if massage => {
                        self.unnamed(session, on, event.seq);
                        true
                    }
                    (Some(_), _) => true,
                    // Nobody was asked after a breathing exercise; after a massage a missing answer is no "no".
                    (None, _) => massage,
                }
            }
            (super::kinds::MORNING, 1) => self.take_morning(knowledge, event, on),
            (super::kinds::PLAN, 1) => {
                self.take_plan(knowledge, event, on);
                false
            }
            (super::kinds::DECISION, 1) => {
                self.decided = event.seq;
                false
            }
            _ => false,
        };
        if sign {
            self.sign = Some(event.seq);
        }
        sign
    }

    fn take_check_in(&mut self, knowledge: &Knowledge, event: &Event, on: Day) {
        let payload = &event.payload;
        let what = text(payload, "instrument").unwrap_or_default();
        let unread = |why: Unreadable| Unread { seq: event.seq, on, what: what.to_owned(), why };
        let known = Some(what)
            .and_then(|id| knowledge.measures.instruments.iter().position(|instrument| instrument.id == id))
            .and_then(|index| knowledge.measures.instruments.get(index).map(|instrument| (index, instrument)));
        let Some((index, instrument)) = known else {
            self.unread.push(unread(Unreadable::Instrument));
            return;
        };
        let place = match text(payload, "place") {
            None => None,
            Some(place) => match place_of(knowledge, place) {
                Some(place) => Some(place),
                None => {
                    self.unread.push(unread(Unreadable::Place));
                    return;
                }
            },
        };
        let given = |item: &Item| payload.get("answers").and_then(|answers| answers.get(&item.id));
        let number = |answer: &Value| tenths(answer, instrument.decimal);
        let answers: Vec<Option<i32>> = instrument.items.iter().map(|item| given(item).and_then(number)).collect();
        // What stands there and is no number that is taken is not the same as nothing.
        let odd = |item: &Item| given(item).is_some_and(|answer| !answer.is_null() && number(answer).is_none());
        self.tell_pain(knowledge, instrument, &answers, (place, event.seq));
        let score = match instrument.score_tenths(&answers) {
            _ if instrument.items.iter().any(odd) => Err(Unreadable::Number),
            score => score.map_err(Unreadable::from),
        };
        let score = match score {
            Ok(score) => score,
            Err(why) => {
                self.unread.push(unread(why));
                return;
            }
        };
        let moment = text(payload, "for").and_then(Moment::from_id).unwrap_or(Moment::Weekly);
        let names: Vec<String> = instrument
            .items
            .iter()
            .filter_map(|item| payload.get("names").and_then(|names| text(names, &item.id)).map(str::to_owned))
            .collect();
        // The day of the event itself is counted as the others are; another one was typed.
        let day = date(payload, "day").filter(|day| *day != super::fold::day_of(event)).unwrap_or(on);
        let session = id(payload, "session");
        self.add(index, place, moment, day, event.seq, score, session, names);
        let pain = told::strongest(instrument, &answers);
        if let Some(scored) = self.scores.iter_mut().rfind(|scored| scored.entry.order == event.seq) {
            scored.pain = pain;
        }
    }

    /// A clinician has looked at how it goes, as far as the record had come at this place.
    pub(crate) fn looked(&mut self, place: u64) {
        self.agreements.push(place);
        self.agreements.sort_unstable();
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one score")]
    fn add(
        &mut self,
        instrument: usize,
        place: Option<PlaceId>,
        moment: Moment,
        day: Day,
        order: u64,
        score: Score,
        session: Option<Uuid>,
        names: Vec<String>,
    ) {
        let practice = session.and_then(|session| self.givers.get(&session)).and_then(|(trained, _)| *trained);
        let entry = Entry { day, order, moment, place, score };
        let scored = Scored { instrument, entry, pain: None, session, practice, names };
        // Two dates of a traveller that count as one day are two answers all the same.
        let date = self.dated.filter(|(counted, _)| *counted == day).map_or(day, |(_, date)| date);
        let key = (instrument, place.map(|place| place.0), moment, date.0, session);
        if let Some(before) = self.places.get(&key).and_then(|at| self.scores.get_mut(*at)) {
            *before = scored;
        } else {
            self.places.insert(key, self.scores.len());
            self.scores.push(scored);
        }
    }

    fn take_reaction(&mut self, knowledge: &Knowledge, event: &Event, on: Day) -> bool {
        let payload = &event.payload;
        let Some(session) = id(payload, "session") else { return false };
        let tracking = &knowledge.measures.tracking;
        let what: Vec<String> = payload
            .get("what")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let known = |id: &String| tracking.reactions.iter().find(|known| known.id == *id);
        let bad = text(payload, "bad").map(str::to_owned);
        let worse = what.iter().filter_map(known).any(|known| known.worse);
        let hours = text(payload, "lasted").and_then(|id| tracking.lasted.iter().find(|known| known.id == id));
        let long = |least: Option<u16>| least.zip(hours).is_some_and(|(least, lasted)| lasted.hours >= least);
        // What nobody knows may be anything.
        let sign = what.iter().any(|id| known(id).is_none_or(|known| known.sign || long(known.sign_hours)))
            || bad.as_deref() == Some(SEVERE);
        self.reactions.push(Reacted {
            session,
            on,
            seq: event.seq,
            bad,
            lasted: hours.map(|lasted| lasted.id.clone()),
            hours: hours.map(|lasted| lasted.hours),
            worse,
            sign,
            stays: what.iter().filter_map(known).any(|known| known.stays),
            what,
        });
        sign
    }

    /// The scores of one measure at one place, in the order of their days.
    pub fn entries(&self, instrument: usize, place: Option<PlaceId>) -> Vec<Entry> {
        let of = |scored: &&Scored| scored.instrument == instrument && scored.entry.place == place;
        let mut scores: Vec<&Scored> = self.scores.iter().filter(of).collect();
        // Two that stand at one moment have an order all the same, whichever arrived first.
        scores.sort_by_key(|scored| (scored.entry.day, scored.entry.order, scored.session));
        scores.into_iter().map(|scored| scored.entry).collect()
    }

    /// The score that the event at this place gave.
    pub(crate) fn scored_at(&self, seq: u64) -> Option<Score> {
        self.scores.iter().rfind(|scored| scored.entry.order == seq).map(|scored| scored.entry.score)
    }

    /// The last day on which a measure was answered at one of these moments.
    pub fn last_day(&self, instrument: usize) -> Option<Day> {
        let asked = |scored: &&Scored| {
            scored.instrument == instrument && matches!(scored.entry.moment, Moment::Weekly | Moment::Review)
        };
        self.scores.iter().filter(asked).map(|scored| scored.entry.day).max()
    }
}

/// The place with this id.
pub fn place_of(knowledge: &Knowledge, id: &str) -> Option<PlaceId> {
    knowledge.places.iter().zip(0u8..).find(|(place, _)| place.id == id).map(|(_, index)| PlaceId(index))
}
