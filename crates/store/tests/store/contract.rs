//! The contract of a record, written against a small trait so that every engine is held to the same tests.

use std::sync::mpsc::channel;

use serde_json::{Value, json};
use supple_store::{
    AppendError, Appended, CreateError, Event, EventProblem, NewEvent, PersonId, PersonKey, PersonLine, ReadError,
    RenameError, Report, Store, UtcMs, Who,
};

use crate::book::*;
use crate::common::{Home, NOW, number, saying};
use crate::desk::*;
use crate::due::*;
use crate::people::*;

/// What an engine must be able to do.
pub(crate) trait Record: Sync {
    fn create(&self, name: &str, now: UtcMs) -> Result<PersonId, CreateError>;
    fn unlock(&self, person: PersonId) -> PersonKey;
    fn people(&self) -> Vec<PersonLine>;
    fn rename(&self, key: &PersonKey, name: &str) -> Result<(), RenameError>;
    fn append(&self, key: &PersonKey, event: NewEvent) -> Result<Appended, AppendError>;
    fn append_expecting(&self, key: &PersonKey, last: u64, event: NewEvent) -> Result<Appended, AppendError>;
    fn append_many(&self, key: &PersonKey, events: Vec<NewEvent>) -> Result<Vec<Appended>, AppendError>;
    fn append_then(&self, key: &PersonKey, events: Vec<NewEvent>, done: Done);
    fn events_after(&self, key: &PersonKey, seq: u64) -> Result<Vec<Event>, ReadError>;
    fn verify_all(&self) -> Report;
    fn store(&self) -> &Store;

    fn person(&self) -> PersonKey {
        self.unlock(self.create("Ada", NOW).unwrap())
    }

    fn events(&self, key: &PersonKey) -> Vec<Event> {
        self.events_after(key, 0).unwrap()
    }
}

/// What is called when an append is done.
type Done = Box<dyn FnOnce(Result<Vec<Appended>, AppendError>) + Send>;

impl Record for Store {
    fn create(&self, name: &str, now: UtcMs) -> Result<PersonId, CreateError> {
        self.create_person(name, None, now)
    }
    fn unlock(&self, person: PersonId) -> PersonKey {
        self.unlock(person, None, NOW).unwrap()
    }
    fn people(&self) -> Vec<PersonLine> {
        self.people().unwrap()
    }
    fn rename(&self, key: &PersonKey, name: &str) -> Result<(), RenameError> {
        self.rename(key, name)
    }
    fn append(&self, key: &PersonKey, event: NewEvent) -> Result<Appended, AppendError> {
        self.append(key, event)
    }
    fn append_expecting(&self, key: &PersonKey, last: u64, event: NewEvent) -> Result<Appended, AppendError> {
        self.append_expecting(key, last, event)
    }
    fn append_many(&self, key: &PersonKey, events: Vec<NewEvent>) -> Result<Vec<Appended>, AppendError> {
        self.append_many(key, events)
    }
    fn append_then(&self, key: &PersonKey, events: Vec<NewEvent>, done: Done) {
        self.append_then(key, None, events, done);
    }
    fn events_after(&self, key: &PersonKey, seq: u64) -> Result<Vec<Event>, ReadError> {
        self.events_after(key, seq)
    }
    fn verify_all(&self) -> Report {
        self.verify_all().unwrap()
    }
    fn store(&self) -> &Store {
        self
    }
}

/// Each line of the contract as a test of each engine: on a file alone, on one server all together.
macro_rules! contract {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                let home = super::Home::new();
                super::$name(&home.open());
            })*
        }

        #[cfg(target_os = "linux")]
        #[test]
        fn all_of_it_holds_on_postgres() {
            let cluster = crate::server::Cluster::start();
            let (database, url) = cluster.database();
            let store = crate::server::open_servers(&[&url]);
            $({
                eprintln!("{}", stringify!($name));
                $name(&store);
                cluster.clear(&database);
            })*
        }
    };
}

contract! {
    what_is_appended_is_read_back
    any_text_comes_back
    appending_twice_is_harmless
    the_same_id_with_other_content_is_refused
    a_second_tab_is_told_of_the_first
    repeating_what_was_acknowledged_is_no_conflict
    many_are_appended_all_or_none
    a_batch_sent_again_fills_only_the_gaps
    records_are_apart
    a_record_goes_on_after_a_place
    what_cannot_be_kept_is_refused_with_every_problem
    threads_side_by_side_lose_nothing
    callers_who_do_not_wait_are_told
    ten_thousand_events_stay_readable
    people_are_listed_as_they_came
    somebody_made_again_is_nobody_else
    names_that_are_none_are_refused
    the_same_event_a_hundred_times_is_kept_once
    two_phones_that_were_offline_lose_nothing
    a_clock_set_back_changes_no_order
    people_are_found_by_name_mail_and_telephone
    of_two_who_bring_somebody_at_once_one_gives_the_name
    the_erased_are_gone_and_stay_gone
    a_record_is_taken_along_and_comes_back
    knowledge_is_kept_once_and_never_replaced
    what_is_kept_beside_comes_back
    whoever_read_an_older_version_is_told
    a_job_is_taken_by_one_and_left_to_the_next
    of_many_that_are_due_those_that_are_wanted_are_found
    the_audit_is_only_added_to
    the_ledger_has_no_holes_and_is_only_added_to
    a_practice_moves_away_and_in
    a_closed_practice_and_an_erased_person_leave_nothing_beside
    whoever_is_erased_goes_from_every_practice
    whoever_takes_their_record_along_has_their_bookings
    no_overlap
    a_booking_moves_and_frees_what_it_had
    what_is_held_is_free_again_by_itself
    booking_twice_is_booking_once
    what_is_booked_and_what_is_to_be_told_are_kept_together
    what_is_booked_and_its_note_are_kept_together
    of_many_who_note_at_once_every_booking_has_its_line
    of_two_hundred_who_race_each_time_goes_to_one
    what_is_booked_moves_away_and_in
}

fn what_is_appended_is_read_back(record: &impl Record) {
    let key = record.person();
    let by_daughter = NewEvent {
        at: UtcMs(-1),
        zone: "Asia/Kathmandu".to_owned(),
        kind: "a kind from the future".to_owned(),
        version: u16::MAX,
        who: Who::Proxy { name: "Léa".to_owned(), relation: "daughter".to_owned() },
        ..saying(json!({"b": [null, true, 0.1, -0.0, u64::MAX], "a": {}}))
    };
    let by_program = NewEvent { who: Who::System, ..saying(Value::Null) };
    for event in [by_daughter, by_program] {
        let seq = record.append(&key, event.clone()).unwrap().seq;
        let expected = Event {
            id: event.id,
            person: key.person(),
            seq,
            at: event.at,
            zone: event.zone,
            kind: event.kind,
            version: event.version,
            who: event.who,
            payload: event.payload,
        };
        assert_eq!(record.events(&key).last(), Some(&expected));
    }
    let places: Vec<u64> = record.events(&key).iter().map(|event| event.seq).collect();
    assert_eq!(places, [1, 2]);
}

fn any_text_comes_back(record: &impl Record) {
    let texts =
        ["\u{202e}שלום\u{200f} עולם", "a\u{0}b", "👩🏽‍⚕️", "e\u{301}é", "\u{feff}\u{fffd}\u{10ffff}", "\\u0000\"\n"];
    for text in texts {
        let key = record.unlock(record.create(text, NOW).unwrap());
        let said = NewEvent {
            who: Who::Proxy { name: text.to_owned(), relation: text.to_owned() },
            kind: text.to_owned(),
            zone: text.to_owned(),
            ..saying(json!({ text: text }))
        };
        record.append(&key, said.clone()).unwrap();
        let back = record.events(&key).remove(0);
        assert_eq!((back.payload, back.who, back.kind, back.zone), (said.payload, said.who, said.kind, said.zone));
        let names: Vec<_> = record.people().into_iter().filter(|line| line.id == key.person()).collect();
        assert_eq!(names[0].name.as_deref(), Some(text));
    }
}

fn appending_twice_is_harmless(record: &impl Record) {
    let key = record.person();
    let event = NewEvent { payload: serde_json::from_str(r#"{"a":1,"b":[2.5]}"#).unwrap(), ..number(0) };
    let other_order = NewEvent { payload: serde_json::from_str(r#"{"b":[2.5],"a":1}"#).unwrap(), ..event.clone() };
    assert_eq!(record.append(&key, event.clone()).unwrap(), Appended { seq: 1, already: false });
    assert_eq!(record.append(&key, number(1)).unwrap(), Appended { seq: 2, already: false });
    assert_eq!(record.append(&key, event).unwrap(), Appended { seq: 1, already: true });
    assert_eq!(record.append(&key, other_order).unwrap(), Appended { seq: 1, already: true });
    assert_eq!(record.events(&key).len(), 2);
}

fn the_same_id_with_other_content_is_refused(record: &impl Record) {
    let key = record.person();
    let event = number(0);
    record.append(&key, event.clone()).unwrap();
    let others = [
        NewEvent { payload: json!({ "nth": 1 }), ..event.clone() },
        NewEvent { payload: json!({ "nth": 0.0 }), ..event.clone() },
        NewEvent { kind: "else".to_owned(), ..event.clone() },
        NewEvent { version: 2, ..event.clone() },
        NewEvent { who: Who::System, ..event.clone() },
        NewEvent { at: UtcMs(0), ..event.clone() },
        NewEvent { zone: "UTC".to_owned(), ..event.clone() },
    ];
    for other in others {
        assert_eq!(record.append(&key, other), Err(AppendError::IdTaken { id: event.id }));
    }
    let kept = record.events(&key);
    assert_eq!(kept.len(), 1);
    // What is kept under some ids is found without walking the record.
    let more: Vec<NewEvent> = (1..5).map(number).collect();
    record.append_many(&key, more.clone()).unwrap();
    let found = record.store().events_with(&key, &[more[2].id, crate::common::fresh_id(), event.id]).unwrap();
    assert_eq!(found, [kept[0].clone(), record.events(&key)[3].clone()]);
}

fn a_second_tab_is_told_of_the_first(record: &impl Record) {
    let key = record.person();
    assert_eq!(record.append_expecting(&key, 0, number(0)).unwrap().seq, 1);
    let late = record.append_expecting(&key, 0, number(1));
    assert_eq!(late, Err(AppendError::Conflict { expected: 0, actual: 1 }));
    let early = record.append_expecting(&key, 2, number(1));
    assert_eq!(early, Err(AppendError::Conflict { expected: 2, actual: 1 }));
    assert_eq!(record.append_expecting(&key, 1, number(1)).unwrap().seq, 2);
}

fn repeating_what_was_acknowledged_is_no_conflict(record: &impl Record) {
    let key = record.person();
    let event = number(0);
    record.append_expecting(&key, 0, event.clone()).unwrap();
    record.append(&key, number(1)).unwrap();
    assert_eq!(record.append_expecting(&key, 0, event).unwrap(), Appended { seq: 1, already: true });
}

fn many_are_appended_all_or_none(record: &impl Record) {
    let key = record.person();
    let taken = number(0);
    record.append(&key, taken.clone()).unwrap();
    let clash = NewEvent { version: 9, ..taken.clone() };
    let refused = record.append_many(&key, vec![number(1), number(2), clash]);
    assert_eq!(refused, Err(AppendError::IdTaken { id: taken.id }));
    assert_eq!(record.events(&key).len(), 1);
    let places: Vec<u64> =
        record.append_many(&key, vec![number(1), number(2)]).unwrap().iter().map(|done| done.seq).collect();
    assert_eq!(places, [2, 3]);
    assert_eq!(record.append_many(&key, Vec::new()), Ok(Vec::new()));
    assert!(record.verify_all().is_whole());
}

fn a_batch_sent_again_fills_only_the_gaps(record: &impl Record) {
    let key = record.person();
    let (one, two) = (number(1), number(2));
    record.append(&key, one.clone()).unwrap();
    let done = record.append_many(&key, vec![one, two.clone(), two]).unwrap();
    let expected = [(1, true), (2, false), (2, true)].map(|(seq, already)| Appended { seq, already });
    assert_eq!(done, expected);
}

fn records_are_apart(record: &impl Record) {
    let (ada, ben) = (record.person(), record.person());
    let event = number(0);
    // The same id in two records is two events: a write never looks beyond its person.
    record.append(&ada, event.clone()).unwrap();
    assert_eq!(record.append(&ben, event.clone()).unwrap(), Appended { seq: 1, already: false });
    record.append(&ben, number(1)).unwrap();
    assert_eq!(record.events(&ada).len(), 1);
    assert_eq!(record.events(&ben).len(), 2);
    assert!(record.events(&ben).iter().all(|event| event.person == ben.person()));
}

fn a_record_goes_on_after_a_place(record: &impl Record) {
    let key = record.person();
    assert_eq!(record.events(&key), []);
    record.append_many(&key, (0..5).map(number).collect()).unwrap();
    let all = record.events(&key);
    for seq in 0..=5 {
        assert_eq!(record.events_after(&key, seq).unwrap(), all[usize::try_from(seq).unwrap()..]);
    }
    assert_eq!(record.events_after(&key, 99).unwrap(), []);
    assert_eq!(record.events_after(&key, u64::MAX).unwrap(), []);
}

fn what_cannot_be_kept_is_refused_with_every_problem(record: &impl Record) {
    let key = record.person();
    let mebibyte = 1 << 20;
    let too_much = NewEvent { kind: String::new(), ..saying(json!("x".repeat(mebibyte - 1))) };
    let problems = vec![EventProblem::Kind, EventProblem::PayloadTooLarge { bytes: mebibyte + 1, limit: mebibyte }];
    let refused = record.append_many(&key, vec![number(0), too_much.clone()]);
    assert_eq!(refused, Err(AppendError::Invalid { id: too_much.id, problems }));
    let too_deep = saying((0..65).fold(json!(1), |inner, _| json!([inner])));
    assert!(matches!(record.append(&key, too_deep), Err(AppendError::Invalid { .. })));
    assert_eq!(record.events(&key), []);
    let just_fits = saying(json!("x".repeat(mebibyte - 2)));
    record.append(&key, just_fits.clone()).unwrap();
    assert_eq!(record.events(&key)[0].payload, just_fits.payload);
}

fn threads_side_by_side_lose_nothing(record: &impl Record) {
    let key = record.person();
    let said: Vec<Vec<NewEvent>> = (0..2).map(|_| (0..500).map(number).collect()).collect();
    std::thread::scope(|scope| {
        let key = &key;
        for events in &said {
            scope.spawn(move || {
                for event in events {
                    record.append(key, event.clone()).unwrap();
                }
            });
        }
    });
    let back = record.events(&key);
    assert_eq!(back.len(), 1000);
    for events in &said {
        // Each thread finds its own events in its own order.
        let mine: Vec<_> =
            back.iter().filter(|event| events.iter().any(|said| said.id == event.id)).map(|event| event.id).collect();
        assert_eq!(mine, events.iter().map(|event| event.id).collect::<Vec<_>>());
    }
    let report = record.verify_all();
    assert!(report.is_whole());
    assert_eq!(report.events, 1000);
}

fn callers_who_do_not_wait_are_told(record: &impl Record) {
    let key = record.person();
    let (tell, told) = channel();
    for nth in 0..100 {
        let tell = tell.clone();
        record.append_then(&key, vec![number(nth)], Box::new(move |result| tell.send(result.is_ok()).unwrap()));
    }
    let invalid = NewEvent { zone: String::new(), ..number(0) };
    record.append_then(&key, vec![invalid], Box::new(move |result| tell.send(result.is_ok()).unwrap()));
    let answers: Vec<bool> = told.iter().collect();
    assert_eq!(answers.iter().filter(|kept| **kept).count(), 100);
    assert_eq!(answers.len(), 101);
    assert_eq!(record.events(&key).len(), 100);
}

fn ten_thousand_events_stay_readable(record: &impl Record) {
    let key = record.person();
    for batch in 0..10 {
        record.append_many(&key, (0..1000).map(|nth| number(batch * 1000 + nth)).collect()).unwrap();
    }
    let back = record.events(&key);
    assert_eq!(back.len(), 10_000);
    assert!(back.iter().zip(0..).all(|(event, nth)| event.payload == json!({ "nth": nth }) && event.seq == nth + 1));
    assert_eq!(record.append(&key, number(10_000)).unwrap().seq, 10_001);
}

fn people_are_listed_as_they_came(record: &impl Record) {
    assert_eq!(record.people(), []);
    let late = record.create("Ben", UtcMs(NOW.0 + 1)).unwrap();
    let early = record.create("Ada", NOW).unwrap();
    record.rename(&record.unlock(late), "Benedikt").unwrap();
    let listed: Vec<_> = record.people().into_iter().map(|line| (line.id, line.name, line.has_pin)).collect();
    let expected = [(early, "Ada"), (late, "Benedikt")].map(|(id, name)| (id, Some(name.to_owned()), false));
    assert_eq!(listed, expected);
}

fn names_that_are_none_are_refused(record: &impl Record) {
    let key = record.person();
    for name in ["", " \u{2003}\n", &"x".repeat(1001)] {
        assert_eq!(record.create(name, NOW), Err(CreateError::Name));
        assert_eq!(record.rename(&key, name), Err(RenameError::Name));
    }
    assert_eq!(record.people()[0].name.as_deref(), Some("Ada"));
}

fn the_same_event_a_hundred_times_is_kept_once(record: &impl Record) {
    let key = record.person();
    let event = number(0);
    let (key, event) = (&key, &event);
    let answers: Vec<Appended> = std::thread::scope(|scope| {
        let phones: Vec<_> = (0..10)
            .map(|_| {
                scope.spawn(move || (0..10).map(|_| record.append(key, event.clone()).unwrap()).collect::<Vec<_>>())
            })
            .collect();
        phones.into_iter().flat_map(|phone| phone.join().unwrap()).collect()
    });
    assert_eq!(answers.len(), 100);
    assert_eq!(answers.iter().filter(|answer| !answer.already).count(), 1);
    assert!(answers.iter().all(|answer| answer.seq == 1));
    assert_eq!(record.events(key).len(), 1);
    assert!(record.verify_all().is_whole());
}

fn two_phones_that_were_offline_lose_nothing(record: &impl Record) {
    let key = record.person();
    record.append(&key, number(0)).unwrap();
    // A day apart from each other and from home; each has its own order.
    let day: Vec<Vec<NewEvent>> = (0..2)
        .map(|phone| (0..30).map(|nth| NewEvent { at: UtcMs(NOW.0 + nth * 600_000 + phone), ..number(0) }).collect())
        .collect();
    std::thread::scope(|scope| {
        for events in &day {
            let key = &key;
            // One by one, and each of them twice, as a phone with a bad line does.
            scope.spawn(move || {
                for event in events {
                    record.append(key, event.clone()).unwrap();
                    assert!(record.append(key, event.clone()).unwrap().already);
                }
            });
        }
    });
    let back = record.events(&key);
    assert_eq!(back.len(), 61);
    for events in &day {
        let mine: Vec<_> = back.iter().filter(|event| events.iter().any(|said| said.id == event.id)).collect();
        let said: Vec<_> = events.iter().map(|event| event.id).collect();
        assert_eq!(mine.iter().map(|event| event.id).collect::<Vec<_>>(), said, "its own order");
        assert!(mine.iter().zip(events).all(|(read, said)| read.at == said.at), "and its own times");
    }
    assert!(record.verify_all().is_whole());
}

fn a_clock_set_back_changes_no_order(record: &impl Record) {
    let key = record.person();
    let hours = [0, 5, 3, 4, 6];
    for hour in hours {
        record.append(&key, NewEvent { at: UtcMs(NOW.0 + hour * 3_600_000), ..number(0) }).unwrap();
    }
    let back = record.events(&key);
    let moments: Vec<UtcMs> = back.iter().map(|event| event.at).collect();
    assert_eq!(moments, hours.map(|hour| UtcMs(NOW.0 + hour * 3_600_000)), "as they came, with the times they had");
    assert_eq!(supple_store::clock_set_back(moments), [false, false, true, true, false]);
}
