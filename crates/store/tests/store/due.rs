//! What is due: what is wanted of it, and in which order.

use serde_json::{Value, json};
use supple_store::{Item, PersonId, Shelf, UtcMs, Uuid};

use crate::common::{NOW, fresh_id};
use crate::contract::Record;

pub(crate) fn at(hour: i64) -> UtcMs {
    UtcMs(NOW.0 + hour * 3_600_000)
}

pub(crate) fn job(hour: i64, body: Value) -> Item {
    Item { id: fresh_id(), at: Some(at(hour)), until: None, about: None, version: 0, body }
}

pub(crate) fn of_many_that_are_due_those_that_are_wanted_are_found(record: &impl Record) {
    let store = record.store();
    let desks: Vec<_> = (0..2).map(|_| store.create_practice(json!({})).unwrap()).collect();
    let mut wanted = Vec::new();
    for nth in 0..1200_i64 {
        let desk = &desks[usize::from(nth % 3 == 0)];
        let job = job(nth % 7, json!({ "nth": nth }));
        store.put(desk, Shelf::Job, &job).unwrap();
        if nth % 100 == 99 {
            wanted.push((nth % 7, desk.owner(), job.id));
        }
    }
    let is_wanted = |owner: PersonId, id: Uuid| wanted.iter().any(|(_, of, job)| (*of, *job) == (owner, id));
    let due = |until: i64| {
        let mut all: Vec<_> = wanted.iter().copied().filter(|(at, ..)| *at <= until).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, owner, id)| (owner, id)).collect::<Vec<_>>()
    };
    for until in 0..7 {
        assert_eq!(store.due_of(at(until), 200, is_wanted).unwrap(), due(until));
    }
    assert_eq!(store.due_of(at(6), 5, is_wanted).unwrap(), due(6)[..5]);
    assert_eq!(store.due(at(6), 2000).unwrap().len(), 1200);
    assert_eq!(store.due(at(6), 0).unwrap(), []);
}
