//! Bookings that cannot overlap: lines of the contract, run on every engine by contract.rs.

use serde_json::json;
use supple_store::{Booked, Desk, DeskError, Item, Kept, Shelf, Store, Take, UtcMs, Uuid};

use crate::common::{NOW, fresh_id};
use crate::contract::Record;

fn take(resource: u128, from_step: i64, steps: i64) -> Take {
    Take { resource: Uuid::from_u128(resource), from_step, until_step: from_step + steps }
}

/// A new booking of one resource.
pub(crate) fn booking(resource: u128, from_step: i64, steps: i64) -> Booked {
    let item = Item {
        id: fresh_id(),
        at: Some(UtcMs(from_step * 300_000)),
        until: Some(UtcMs((from_step + steps) * 300_000)),
        about: None,
        version: 0,
        body: json!({ "who": "Plantedclient" }),
    };
    Booked { item, takes: vec![take(resource, from_step, steps)], held_until: None }
}

fn book(store: &Store, desk: &Desk, booking: &Booked, now: UtcMs) -> Result<Kept, DeskError> {
    store.book(desk, std::slice::from_ref(booking), now)
}

fn version(mut booking: Booked, version: u32) -> Booked {
    booking.item.version = version;
    booking
}

fn after(ms: i64) -> UtcMs {
    UtcMs(NOW.0 + ms)
}

pub(crate) fn no_overlap(record: &impl Record) {
    let store = record.store();
    let (desk, other) = (store.create_practice(json!({})).unwrap(), store.create_practice(json!({})).unwrap());
    let nine = booking(1, 108, 12);
    assert_eq!(book(store, &desk, &nine, NOW), Ok(Kept::Now(vec![1])));
    // 9:15 lies inside 9:00 to 10:00, whatever its beginning.
    let inside = booking(1, 111, 12);
    let taken = |booking: &Booked| Err(DeskError::Taken { id: booking.item.id });
    assert_eq!(book(store, &desk, &inside, NOW), taken(&inside));
    assert_eq!(store.item(&desk, Shelf::Booking, inside.item.id), Ok(None), "nothing of it stays");
    assert_eq!(book(store, &desk, &booking(1, 120, 12), NOW), Ok(Kept::Now(vec![1])), "an end is no overlap");
    assert_eq!(book(store, &desk, &booking(2, 111, 12), NOW), Ok(Kept::Now(vec![1])), "somebody else");
    assert_eq!(book(store, &other, &booking(1, 111, 12), NOW), Ok(Kept::Now(vec![1])), "another practice");
    // A course is booked as a whole or not at all.
    let course = [booking(1, 300, 12), booking(1, 400, 12), booking(1, 119, 12)];
    assert_eq!(store.book(&desk, &course, NOW), taken(&course[2]));
    assert_eq!(book(store, &desk, &booking(1, 300, 12), NOW), Ok(Kept::Now(vec![1])));
    // Therapist and room: either of them is enough to refuse.
    let mut both = booking(3, 108, 12);
    both.takes.push(take(2, 113, 1));
    assert_eq!(book(store, &desk, &both, NOW), taken(&both));
    for steps in [0, -3, 577] {
        let wrong = booking(9, 100, steps);
        assert_eq!(book(store, &desk, &wrong, NOW), Err(DeskError::Backwards { id: wrong.item.id }));
    }
    assert!(record.verify_all().is_whole());
}

pub(crate) fn a_booking_moves_and_frees_what_it_had(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let first = booking(1, 100, 12);
    book(store, &desk, &first, NOW).unwrap();
    // Half an hour later: it may lie over itself.
    let moved = Booked { takes: vec![take(1, 106, 12)], ..version(first.clone(), 1) };
    assert_eq!(book(store, &desk, &moved, NOW), Ok(Kept::Now(vec![2])));
    assert_eq!(book(store, &desk, &booking(1, 100, 6), NOW), Ok(Kept::Now(vec![1])));
    let stale = Booked { takes: vec![take(1, 200, 12)], ..version(first.clone(), 1) };
    assert_eq!(book(store, &desk, &stale, NOW), Err(DeskError::Changed { id: first.item.id }), "a stale page");
    let cancelled = Booked { takes: Vec::new(), ..version(first.clone(), 2) };
    assert_eq!(book(store, &desk, &cancelled, NOW), Ok(Kept::Now(vec![3])));
    let again = booking(1, 106, 12);
    assert_eq!(book(store, &desk, &again, NOW), Ok(Kept::Now(vec![1])));
    store.remove(&desk, Shelf::Booking, again.item.id, 1).unwrap();
    assert_eq!(book(store, &desk, &booking(1, 106, 12), NOW), Ok(Kept::Now(vec![1])), "removed");
}

pub(crate) fn what_is_held_is_free_again_by_itself(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let hold = |from: i64| Booked { held_until: Some(after(600_000)), ..booking(1, from, 12) };
    let (first, second) = (hold(100), hold(200));
    book(store, &desk, &first, NOW).unwrap();
    book(store, &desk, &second, NOW).unwrap();
    let other = booking(1, 105, 12);
    assert_eq!(book(store, &desk, &other, after(599_999)), Err(DeskError::Taken { id: other.item.id }));
    assert_eq!(book(store, &desk, &other, after(600_000)), Ok(Kept::Now(vec![1])));
    let confirm = |hold: &Booked| Booked { held_until: None, ..version(hold.clone(), 1) };
    assert_eq!(book(store, &desk, &confirm(&first), after(600_001)), Err(DeskError::Taken { id: first.item.id }));
    // Too late, but nobody has come in between: whether that counts is for those to say who know what a booking is.
    assert_eq!(book(store, &desk, &confirm(&second), after(700_000)), Ok(Kept::Now(vec![2])));
    assert!(book(store, &desk, &booking(1, 200, 12), after(900_000)).is_err(), "booked for good");
}

pub(crate) fn booking_twice_is_booking_once(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let course = [booking(1, 100, 12), booking(1, 400, 12)];
    assert_eq!(store.book(&desk, &course, NOW), Ok(Kept::Now(vec![1, 1])));
    assert_eq!(store.book(&desk, &course, NOW), Ok(Kept::Before), "a retry after a time-out");
    assert_eq!(store.items(&desk, Shelf::Booking).unwrap().len(), 2);
    // Both clicks of a double click at once.
    let double = booking(1, 700, 12);
    let kept: Vec<Kept> = std::thread::scope(|scope| {
        let clicks: Vec<_> = (0..8).map(|_| scope.spawn(|| book(store, &desk, &double, NOW).unwrap())).collect();
        clicks.into_iter().map(|click| click.join().unwrap()).collect()
    });
    assert_eq!(kept.iter().filter(|kept| **kept == Kept::Now(vec![1])).count(), 1, "{kept:?}");
}

pub(crate) fn of_two_hundred_who_race_each_time_goes_to_one(record: &impl Record) {
    const PEOPLE: usize = 200;
    const TIMES: i64 = 10;
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    // Each wants a therapist and the one room, at a time that crosses those of others.
    let wanted: Vec<Booked> = (0..PEOPLE)
        .map(|nth| {
            let nth = i64::try_from(nth).unwrap();
            let from = (nth % TIMES) * 12 + nth % 3 * 4;
            let mut booking = booking(u128::try_from(1 + nth % 2).unwrap(), from, 12);
            booking.takes.push(take(99, from, 12));
            booking
        })
        .collect();
    let got: Vec<bool> = std::thread::scope(|scope| {
        let racers: Vec<_> = wanted
            .iter()
            .map(|booking| {
                scope.spawn(|| match book(store, &desk, booking, NOW) {
                    Ok(Kept::Now(_)) => true,
                    Err(DeskError::Taken { .. }) => false,
                    other => panic!("{other:?}"),
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let winners: Vec<&Booked> = wanted.iter().zip(&got).filter(|(_, got)| **got).map(|(booking, _)| booking).collect();
    let kept = store.items(&desk, Shelf::Booking).unwrap();
    assert_eq!(kept.len(), winners.len(), "whoever was told so has it, and nobody else");
    assert!(winners.iter().all(|winner| kept.iter().any(|item| item.id == winner.item.id)));
    let mut starts: Vec<i64> = winners.iter().map(|winner| winner.takes[0].from_step).collect();
    starts.sort_unstable();
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] >= 12), "{starts:?}");
    // Whoever was refused would be refused again: nothing was left free that they wanted.
    for (loser, _) in wanted.iter().zip(&got).filter(|(_, got)| !**got) {
        assert!(matches!(book(store, &desk, loser, NOW), Err(DeskError::Taken { .. })));
    }
}

pub(crate) fn what_is_booked_moves_away_and_in(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let (kept, held) = (booking(1, 100, 12), Booked { held_until: Some(after(9)), ..booking(1, 112, 12) });
    book(store, &desk, &kept, NOW).unwrap();
    book(store, &desk, &held, NOW).unwrap();
    let carried = store.export_practice(&desk, NOW).unwrap();
    let carried = serde_json::from_str(&serde_json::to_string(&carried).unwrap()).unwrap();
    let home = crate::common::Home::new();
    let there = home.open();
    let desk = there.import_practice(carried, NOW).unwrap().desk;
    let other = booking(1, 106, 3);
    assert_eq!(book(&there, &desk, &other, NOW), Err(DeskError::Taken { id: other.item.id }));
    assert!(book(&there, &desk, &booking(1, 112, 12), NOW).is_err());
    assert_eq!(book(&there, &desk, &booking(1, 112, 12), after(9)), Ok(Kept::Now(vec![1])));
}

pub(crate) fn what_is_booked_and_what_is_to_be_told_are_kept_together(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let (nine, due) = (booking(1, 108, 12), after(180_000));
    let job = Item { id: fresh_id(), at: Some(due), until: None, about: None, version: 0, body: json!({ "tell": 1 }) };
    let with = |booking: &Booked, job: &Item| {
        store.book_with(&desk, std::slice::from_ref(booking), std::slice::from_ref(job), NOW)
    };
    assert_eq!(with(&nine, &job), Ok(Kept::Now(vec![1])));
    assert_eq!(store.due(due, 10).unwrap(), [(desk.owner(), job.id)]);
    // What is refused leaves nothing to be told.
    let taken = booking(1, 110, 12);
    let other = Item { id: fresh_id(), ..job.clone() };
    assert_eq!(with(&taken, &other), Err(DeskError::Taken { id: taken.item.id }));
    assert_eq!(store.item(&desk, Shelf::Job, other.id), Ok(None));
    // Whoever is telling it at this moment does not remove what changed since.
    let telling = store.take_job(&desk, job.id, due, after(900_000)).unwrap().unwrap();
    let moved = version(booking(1, 200, 12), 1);
    let moved = Booked { item: Item { id: nine.item.id, ..moved.item }, ..moved };
    assert_eq!(with(&moved, &job), Err(DeskError::Changed { id: job.id }), "another version is there");
    assert_eq!(store.item(&desk, Shelf::Booking, nine.item.id).unwrap().unwrap().version, 1, "and nothing was moved");
    assert_eq!(with(&moved, &telling), Ok(Kept::Now(vec![2])));
    assert_eq!(
        store.remove(&desk, Shelf::Job, job.id, telling.version),
        Err(DeskError::Changed { id: job.id }),
        "it is told once more"
    );
    assert!(store.verify_all().unwrap().is_whole());
}

pub(crate) fn what_is_booked_and_its_note_are_kept_together(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let with = |booking: &Booked, notes: &[serde_json::Value]| {
        store.book_and_note(&desk, std::slice::from_ref(booking), &[], notes, NOW)
    };
    let notes = || -> Vec<serde_json::Value> {
        store.items(&desk, Shelf::Audit).unwrap().into_iter().map(|note| note.body).collect()
    };
    store.note(&desk, NOW, json!("first")).unwrap();
    let nine = booking(1, 108, 12);
    assert_eq!(with(&nine, &[json!("begun"), json!("and told")]), Ok(Kept::Now(vec![1])));
    assert_eq!(notes(), [json!("first"), json!("begun"), json!("and told")]);
    // What is refused leaves no note, and what is there already has its own.
    let taken = booking(1, 110, 12);
    assert_eq!(with(&taken, &[json!("never")]), Err(DeskError::Taken { id: taken.item.id }));
    assert_eq!(with(&nine, &[json!("begun")]), Ok(Kept::Before));
    assert_eq!(notes().len(), 3);
    // A note that cannot be kept keeps the booking away.
    let later = booking(1, 200, 12);
    assert_eq!(with(&later, &[json!("ok"), json!("x".repeat(1 << 20))]), Err(DeskError::TooLarge));
    assert_eq!((notes().len(), store.item(&desk, Shelf::Booking, later.item.id)), (3, Ok(None)));
    store.note(&desk, NOW, json!("last")).unwrap();
    assert_eq!(with(&later, &[json!("behind")]), Ok(Kept::Now(vec![1])));
    assert!(store.verify_all().unwrap().is_whole());
}

pub(crate) fn of_many_who_note_at_once_every_booking_has_its_line(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    std::thread::scope(|scope| {
        for person in 0..4 {
            let desk = &desk;
            scope.spawn(move || {
                for nth in 0..8_i64 {
                    let one = booking(person, 100 + nth * 12, 12);
                    let note = json!({ "id": one.item.id });
                    store.book_and_note(desk, &[one], &[], &[note], NOW).unwrap();
                }
            });
        }
    });
    let notes = store.items(&desk, Shelf::Audit).unwrap();
    let noted: std::collections::BTreeSet<String> = notes.iter().map(|note| note.body["id"].to_string()).collect();
    assert_eq!((notes.len(), noted.len()), (32, 32));
    assert!(store.verify_all().unwrap().is_whole());
}
