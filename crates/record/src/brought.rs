//! What somebody made alone, taken into the record of their account: what of it would be taken, and what stays as it is.
//!
//! What the account says already is never replaced by something that is older or less cautious.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use supple_care::{Answer, Knowledge, QuestionId, adapt::Way, crisis, pain::MapState, question::Polarity};
use supple_interop::answers::answer_value;
use supple_store::{Event, NewEvent, PersonId, UtcMs, Who};
use uuid::Uuid;

use super::{Draft, Record, given, kinds, known::Given, mention, outcomes};

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

/// Of those, whether it can end a hold. Who chose to see a doctor holds.
fn ends_holds(event: &Event) -> bool {
    event.kind == outcomes::GONE || event.kind == outcomes::REVIEW && !is_to_doctor(event)
}

fn is_to_doctor(event: &Event) -> bool {
    let way = event.payload.get("way").and_then(Value::as_str).and_then(outcomes::way_of);
    event.kind == outcomes::REVIEW && way == Some(Way::Doctor)
}

/// Why an answer of the file does not take the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// It was given before that one.
    Older,
    /// It is less cautious.
    Milder,
    /// Neither is the more cautious one, as of two numbers.
    Other,
}

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
    /// Questions that are answered otherwise here, and stay so; first what the file says, then what is said here, and why.
    pub stays: Vec<(QuestionId, Answer, Answer, Stays)>,
    /// Questions to which something else was typed here, and stays; first what was typed in the file.
    pub texts_stay: Vec<(QuestionId, String, String)>,
    /// Whether something in the file that is not taken speaks of wanting to die.
    pub mentions: bool,
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
    let alone = alone(&there, own, theirs);
    all.history(own, theirs, &known, &alone);
    let new = |event: &&Event| !known.contains(&event.id);
    all.agreements_left = theirs.iter().filter(new).filter(|event| event.kind == kinds::AGREEMENT).count();
    all.unknown_left = theirs.iter().filter(new).filter(|event| !is_known(event)).count();
    let takes: BTreeSet<Uuid> = all.events.iter().map(|event| event.id).collect();
    let left = theirs.iter().filter(new).filter(|event| !takes.contains(&event.id));
    let typed = || all.texts_stay.iter().map(|(_, theirs, _)| theirs.as_str());
    all.mentions = left.filter(|event| event.kind != kinds::ANSWERS).any(|event| mention::is_in(knowledge, event))
        || typed().any(|text| crisis::mentions(&knowledge.crisis_phrases, text));
    all
}

/// The places, in the file, of what asks for caution by itself, whatever else is taken: signs that have not gone and nobody has looked
/// at, what happened beside the massage, an alarm that was not answered, and that somebody wants to see a doctor first.
fn alone(there: &Record, own: &[Event], theirs: &[Event]) -> BTreeSet<u64> {
    let mut alone: BTreeSet<u64> = there.outcomes.open_signs(there.looked_at()).iter().map(|sign| sign.seq).collect();
    alone.extend(theirs.iter().filter(|event| event.kind == outcomes::NOTED).map(|event| event.seq));
    if let Some(code) = there.alarm {
        let rings = |event: &&Event| event.payload.get("rule").and_then(Value::as_u64) == Some(u64::from(code));
        alone.extend(theirs.iter().filter(|event| event.kind == kinds::CHECKED).rfind(rings).map(|event| event.seq));
    }
    let reviewed = own.iter().filter(|event| event.kind == outcomes::REVIEW).map(|event| event.at).max();
    let last = theirs.iter().rfind(|event| event.kind == outcomes::REVIEW && event.seq > there.looked_at());
    let waits = last.filter(|event| is_to_doctor(event) && reviewed.is_none_or(|at| at < event.at));
    alone.extend(waits.map(|event| event.seq));
    alone
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
        let mut wanted: BTreeMap<usize, Vec<(QuestionId, Answer)>> = BTreeMap::new();
        for (id, given) in &there.answers {
            let (Some(at), Some(question)) = (index(given.seq), knowledge.question(*id)) else { continue };
            let Some(event) = theirs.get(at) else { continue };
            let told = here.answers.get(id).filter(|told| told.answer != Answer::NotAsked);
            if given.answer == Answer::NotAsked || known.contains(&event.id) {
                continue;
            }
            let later = told.and_then(|told| moment(own, told)).is_some_and(|since| since <= event.at);
            match told.map(|told| (told.answer, beside(question.polarity, told.answer, given.answer))) {
                None => wanted.entry(at).or_default().push((*id, given.answer)),
                Some((_, Ok(answer))) if later => wanted.entry(at).or_default().push((*id, answer)),
                Some((told, _)) if told == given.answer => continue,
                Some((told, why)) => {
                    self.stays.push((*id, given.answer, told, why.err().unwrap_or(Stays::Older)));
                    continue;
                }
            }
            self.taken.push(*id);
        }
        for (id, text) in &there.texts {
            if let Some(own) = here.texts.get(id) {
                if own != text {
                    self.texts_stay.push((*id, text.clone(), own.clone()));
                }
                continue;
            }
            let Some(name) = knowledge.question(*id).map(|question| &question.id) else { continue };
            let at = theirs.iter().rposition(|event| part(event, "texts", name).is_some());
            if let Some(at) = at.filter(|at| theirs.get(*at).is_some_and(|event| !known.contains(&event.id))) {
                wanted.entry(at).or_default().push((*id, Answer::NotAsked));
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
    /// What is `alone` is taken in any case.
    fn history(&mut self, own: &[Event], theirs: &[Event], known: &BTreeSet<Uuid>, alone: &BTreeSet<u64>) {
        let is = |event: &&Event| event.version == 1 && HISTORY.contains(&event.kind.as_str());
        let there: BTreeSet<Uuid> = theirs.iter().map(|event| event.id).collect();
        let has_own = own.iter().filter(is).any(|event| !there.contains(&event.id));
        let treated = own.iter().any(given::is_telling);
        // What a therapist wrote, a practice tells itself.
        let by_person = |event: &&Event| !matches!(event.who, Who::Therapist { .. });
        for event in theirs.iter().filter(is).filter(by_person).filter(|event| !known.contains(&event.id)) {
            if !alone.contains(&event.seq) && (has_own || (treated && ends_holds(event))) {
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

/// What counts where an answer of the person stands beside one that is known and as late or earlier: the new one, or both together, where
/// that is more cautious; else why the known one stays.
fn beside(polarity: Polarity, known: Answer, new: Answer) -> Result<Answer, Stays> {
    use Answer::{Choice, Choices, No, NotAsked, Number, Places, Unknown, Yes};
    let more = |is_more: bool, answer| if is_more { Ok(answer) } else { Err(Stays::Milder) };
    match (polarity, known, new) {
        (_, NotAsked, _) => Ok(new),
        (Polarity::Neutral, _, _) | (_, Number(_), _) | (_, _, Number(_)) => Err(Stays::Other),
        (Polarity::Risk, No | Choice(0), Unknown | Yes)
        | (Polarity::Risk, Unknown, Yes)
        | (Polarity::Relief, Yes, Unknown | No)
        // What is not known may be the gravest option, and any place.
        | (Polarity::Risk, Choice(_) | Choices(_) | Places(_), Unknown) => Ok(new),
        (Polarity::Risk, Choice(known), Choice(option)) => more(known < option, new),
        (Polarity::Risk, Choices(known), Choices(options)) => more(options & !known != 0, Choices(known | options)),
        (Polarity::Risk, Places(known), Places(places)) => {
            more(!places.without(known).is_empty(), Places(known.or(places)))
        }
        _ => Err(Stays::Milder),
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
fn some_of(knowledge: &Knowledge, event: &Event, ids: &[(QuestionId, Answer)], map: bool) -> Option<NewEvent> {
    let names = || ids.iter().filter_map(|(id, answer)| Some((*id, *answer, &knowledge.question(*id)?.id)));
    let of = |name: &str| -> Map<String, Value> {
        names().filter_map(|(_, _, id)| Some((id.clone(), part(event, name, id)?.clone()))).collect()
    };
    let mut answers = of("answers");
    for (id, answer, name) in names().filter(|(_, answer, _)| *answer != Answer::NotAsked) {
        answers.insert(name.clone(), answer_value(knowledge, id, answer));
    }
    let mut payload = Map::from_iter([
        ("page".to_owned(), event.payload.get("page")?.clone()),
        ("answers".to_owned(), answers.into()),
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
