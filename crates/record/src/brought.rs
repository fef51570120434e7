//! What somebody made alone, taken into the record of their account: what of it would be taken, and what stays as it is.
//!
//! What the account says already is never replaced by something that is older or less cautious.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use supple_care::{Answer, Knowledge, QuestionId, pain::MapState, question::Polarity};
use supple_store::{Event, NewEvent, PersonId, UtcMs, Who};
use uuid::Uuid;

use super::{Draft, Record, given, kinds, known::Given, outcomes};

/// Something that was made elsewhere was taken in by the person: from which record, and how many entries.
pub const BROUGHT: &str = "record.brought";

/// How it went, and what was done: taken as it was told, in its order, or not at all.
const HISTORY: [&str; 15] = [
    kinds::STARTED,
    kinds::SAVED,
    kinds::CHECKED,
    kinds::STOPPED,
    kinds::ENDED,
    kinds::UNREAD,
    kinds::MORNING,
    kinds::LESSON,
    kinds::PLAN,
    outcomes::CHECK_IN,
    outcomes::PUT_OFF,
    outcomes::REACTION,
    outcomes::GONE,
    outcomes::NOTED,
    outcomes::REVIEW,
];

/// Of those, what can end a hold.
const ENDS_HOLDS: [&str; 2] = [outcomes::GONE, outcomes::REVIEW];

/// What a record that was made elsewhere adds to one's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// What would be written, in this order.
    pub events: Vec<NewEvent>,
    /// The questions whose answers would be taken.
    pub taken: Vec<QuestionId>,
    /// Whether the body map would be.
    pub map: bool,
    /// How many sessions would be.
    pub sessions: usize,
    /// How many other entries about how it went would be.
    pub told: usize,
    /// Questions that are answered otherwise here, and stay so; first what the file says.
    pub stays: Vec<(QuestionId, Answer, Answer)>,
    /// Whether another body map stays.
    pub map_stays: bool,
    /// How many entries about how it went are left: the account has its own.
    pub history_left: usize,
    /// How many agreements of clinicians are left: what an agreement lifts is said where it is entered.
    pub agreements_left: usize,
    /// How many entries are left that this program does not know.
    pub unknown_left: usize,
    /// Whether something was taken from another record before.
    pub other_before: bool,
}

/// What `theirs`, the events of the record `from`, would add to `own`, whose events are given too.
#[must_use]
pub fn brought(knowledge: &Knowledge, own: &[Event], from: PersonId, theirs: &[Event]) -> Brought {
    let (here, there) = (Record::fold(knowledge, own), Record::fold(knowledge, theirs));
    let known: BTreeSet<Uuid> = own.iter().map(|event| event.id).collect();
    let mut all = Brought { other_before: was_another(own, from), ..Brought::default() };
    all.answers(knowledge, (&here, own), (&there, theirs), &known);
    all.country(&here, theirs, &known);
    all.history(own, theirs, &known);
    let new = |event: &&Event| !known.contains(&event.id);
    all.agreements_left = theirs.iter().filter(new).filter(|event| event.kind == kinds::AGREEMENT).count();
    all.unknown_left = theirs.iter().filter(new).filter(|event| !is_known(event)).count();
    all
}

fn was_another(own: &[Event], from: PersonId) -> bool {
    let from = from.to_string();
    let origin = |event: &Event| event.payload.get("from").and_then(Value::as_str).is_some_and(|other| other != from);
    own.iter().any(|event| event.kind == BROUGHT && origin(event))
}

fn is_known(event: &Event) -> bool {
    const OTHERS: [&str; 9] = [
        kinds::ANSWERS,
        kinds::AGREEMENT,
        kinds::DECISION,
        kinds::DOOR,
        kinds::COUNTRY,
        kinds::RESCREEN,
        given::GIVEN,
        given::WITHDRAWN,
        BROUGHT,
    ];
    event.version == 1 && (HISTORY.contains(&event.kind.as_str()) || OTHERS.contains(&event.kind.as_str()))
}

/// The events that say that this was taken in now, to be written behind what was taken: what is new is asked again.
#[must_use]
pub fn origin(from: PersonId, taken: usize) -> [Draft; 2] {
    [Draft::now(BROUGHT, json!({ "from": from.to_string(), "entries": taken })), kinds::rescreen()]
}

/// The first entry that cannot be of the record of a moment: it lies in the future.
#[must_use]
pub fn after(theirs: &[Event], now: UtcMs) -> Option<UtcMs> {
    /// Clocks of two computers are not further apart: an hour, in milliseconds.
    const APART_MS: i64 = 60 * 60 * 1000;
    theirs.iter().map(|event| event.at).find(|at| at.0 > now.0.saturating_add(APART_MS))
}

impl Brought {
    /// Whether there is nothing to take.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    fn answers(
        &mut self,
        knowledge: &Knowledge,
        (here, own): (&Record, &[Event]),
        (there, theirs): (&Record, &[Event]),
        known: &BTreeSet<Uuid>,
    ) {
        // By the entry in which each was given, so that each keeps its day and who said it.
        let mut wanted: BTreeMap<usize, Vec<QuestionId>> = BTreeMap::new();
        for (id, given) in &there.answers {
            let (Some(at), Some(question)) = (index(given.seq), knowledge.question(*id)) else { continue };
            let Some(event) = theirs.get(at) else { continue };
            let told = here.answers.get(id).filter(|told| told.answer != Answer::NotAsked);
            let since = told.and_then(|told| moment(own, told));
            if given.answer == Answer::NotAsked || known.contains(&event.id) {
                continue;
            }
            if told.is_none_or(|told| {
                since.is_some_and(|since| since <= event.at) && adds(&question.polarity, told.answer, given.answer)
            }) {
                wanted.entry(at).or_default().push(*id);
                self.taken.push(*id);
            } else if let Some(told) = told.filter(|told| told.answer != given.answer) {
                self.stays.push((*id, given.answer, told.answer));
            }
        }
        for id in there.texts.keys().filter(|id| !here.texts.contains_key(id)) {
            let Some(name) = knowledge.question(*id).map(|question| &question.id) else { continue };
            let at = theirs.iter().rposition(|event| part(event, "texts", name).is_some());
            if let Some(at) = at.filter(|at| theirs.get(*at).is_some_and(|event| !known.contains(&event.id))) {
                wanted.entry(at).or_default().push(*id);
                self.taken.push(*id);
            }
        }
        let drawn = there.map.as_ref().filter(|map| map.state == MapState::Confirmed).and_then(|map| index(map.seq));
        let drawn = drawn.filter(|at| theirs.get(*at).is_some_and(|event| !known.contains(&event.id)));
        let free = here.map.as_ref().is_none_or(|map| map.state == MapState::NotAsked && map.marks.is_empty());
        let same = || here.map.as_ref().map(|map| &map.marks) == there.map.as_ref().map(|map| &map.marks);
        self.map = drawn.is_some() && free;
        self.map_stays = drawn.is_some() && !free && !same();
        let drawn = drawn.filter(|_| free);
        if let Some(at) = drawn {
            wanted.entry(at).or_default();
        }
        for (at, ids) in wanted {
            self.events.extend(theirs.get(at).and_then(|event| some_of(knowledge, event, &ids, drawn == Some(at))));
        }
        self.taken.sort_unstable();
        self.taken.dedup();
    }

    fn country(&mut self, here: &Record, theirs: &[Event], known: &BTreeSet<Uuid>) {
        let last = theirs.iter().rfind(|event| event.kind == kinds::COUNTRY && event.version == 1);
        let last = last.filter(|event| here.country.is_none() && !known.contains(&event.id));
        self.events.extend(last.map(whole));
    }

    /// What was done and how it went, where the account has nothing of its own but what a practice told.
    fn history(&mut self, own: &[Event], theirs: &[Event], known: &BTreeSet<Uuid>) {
        let is = |event: &&Event| event.version == 1 && HISTORY.contains(&event.kind.as_str());
        let there: BTreeSet<Uuid> = theirs.iter().map(|event| event.id).collect();
        let has_own = own.iter().filter(is).any(|event| !there.contains(&event.id));
        let treated = own.iter().any(given::is_telling);
        // What a therapist wrote, a practice tells itself.
        let by_person = |event: &&Event| !matches!(event.who, Who::Therapist { .. });
        for event in theirs.iter().filter(is).filter(by_person).filter(|event| !known.contains(&event.id)) {
            if has_own || (treated && ENDS_HOLDS.contains(&event.kind.as_str())) {
                self.history_left += 1;
                continue;
            }
            match event.kind.as_str() {
                kinds::STARTED | kinds::SAVED => self.sessions += 1,
                outcomes::CHECK_IN | outcomes::REACTION | outcomes::NOTED | outcomes::REVIEW => self.told += 1,
                _ => {}
            }
            self.events.push(whole(event));
        }
    }
}

/// Whether an answer of the person, as late as what is known or later, counts in its place: only where it is more cautious.
fn adds(polarity: &Polarity, known: Answer, new: Answer) -> bool {
    match (polarity, known, new) {
        (_, Answer::NotAsked, _) => true,
        (Polarity::Risk, Answer::No | Answer::Choice(0), Answer::Unknown | Answer::Yes)
        | (Polarity::Risk, Answer::Unknown, Answer::Yes)
        | (Polarity::Relief, Answer::Yes, Answer::Unknown | Answer::No) => true,
        (Polarity::Risk, Answer::Choice(known), Answer::Choice(new)) => known < new,
        _ => false,
    }
}

fn index(seq: u64) -> Option<usize> {
    usize::try_from(seq).ok()?.checked_sub(1)
}

fn moment(own: &[Event], given: &Given) -> Option<UtcMs> {
    own.get(index(given.seq)?).map(|event| event.at)
}

fn part<'e>(event: &'e Event, part: &str, name: &str) -> Option<&'e Value> {
    event.payload.get(part)?.get(name)
}

/// What an entry says to some questions, and the map where it is wanted.
fn some_of(knowledge: &Knowledge, event: &Event, ids: &[QuestionId], map: bool) -> Option<NewEvent> {
    let of = |name: &str| -> Map<String, Value> {
        let names = ids.iter().filter_map(|id| knowledge.question(*id)).map(|question| &question.id);
        names.filter_map(|id| Some((id.clone(), part(event, name, id)?.clone()))).collect()
    };
    let mut payload = Map::from_iter([
        ("page".to_owned(), event.payload.get("page")?.clone()),
        ("answers".to_owned(), of("answers").into()),
    ]);
    for name in ["texts", "sources"] {
        let some = of(name);
        if !some.is_empty() {
            payload.insert(name.to_owned(), some.into());
        }
    }
    if let Some(drawn) = event.payload.get("map").filter(|_| map) {
        payload.insert("map".to_owned(), drawn.clone());
    }
    Some(NewEvent { payload: payload.into(), ..whole(event) })
}

/// An entry as it was made. What a therapist entered elsewhere is brought by the person: nobody here has entered it.
fn whole(event: &Event) -> NewEvent {
    let Event { id, at, zone, kind, version, who, payload, .. } = event.clone();
    let who = if matches!(who, Who::Therapist { .. }) { Who::Self_ } else { who };
    NewEvent { id, at, zone, kind, version, who, payload }
}

#[cfg(test)]
mod tests;
