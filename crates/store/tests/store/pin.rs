//! The PIN: what it opens, how wrong ones are counted, what changing it changes.

use rusqlite::Connection;
use supple_store::{CreateError, PersonId, PinError, SetPinError, Store, UtcMs};

use crate::common::{Home, NOW, holds, number, somebody};

fn seconds_later(seconds: i64) -> UtcMs {
    UtcMs(NOW.0 + seconds * 1000)
}

fn with_pin(store: &Store) -> PersonId {
    store.create_person("Ada", Some("4711"), NOW).unwrap()
}

fn wrong(tries_left: u32, wait_seconds: Option<i64>) -> PinError {
    PinError::Wrong { tries_left, wait_until: wait_seconds.map(seconds_later) }
}

fn guess(store: &Store, person: PersonId, pin: &str, now: UtcMs) -> Option<PinError> {
    store.unlock(person, Some(pin), now).err()
}

#[test]
fn a_record_with_a_pin_opens_with_that_pin_only() {
    let home = Home::new();
    let store = home.open();
    let person = with_pin(&store);
    assert!(store.people().unwrap()[0].has_pin);
    assert_eq!(store.unlock(person, None, NOW).err(), Some(PinError::Needed));
    assert_eq!(guess(&store, person, "4712", NOW), Some(wrong(4, None)));
    assert_eq!(guess(&store, person, "4711 ", NOW), Some(wrong(3, None)));
    let key = store.unlock(person, Some("4711"), NOW).unwrap();
    store.append(&key, number(0)).unwrap();
    drop(store);
    let store = home.open();
    let key = store.unlock(person, Some("4711"), NOW).unwrap();
    assert_eq!(store.events(&key).unwrap().len(), 1);
}

#[test]
fn after_five_wrong_pins_each_try_waits_longer_across_restarts() {
    let home = Home::new();
    let mut store = home.open();
    let person = with_pin(&store);
    for left in (1..5).rev() {
        assert_eq!(guess(&store, person, "0000", NOW), Some(wrong(left, None)));
    }
    assert_eq!(guess(&store, person, "0000", NOW), Some(wrong(0, Some(30))));
    drop(store);
    store = home.open();
    let wait = |seconds| Some(PinError::Wait { wait_until: seconds_later(seconds) });
    // Even the right one is not looked at before the time.
    assert_eq!(guess(&store, person, "4711", seconds_later(29)), wait(30));
    assert_eq!(guess(&store, person, "0000", seconds_later(30)), Some(wrong(0, Some(30 + 60))));
    assert_eq!(guess(&store, person, "4711", seconds_later(31)), wait(90));
    assert_eq!(guess(&store, person, "0000", seconds_later(90)), Some(wrong(0, Some(90 + 120))));
    assert_eq!(guess(&store, person, "4711", seconds_later(210)), None);
    assert_eq!(guess(&store, person, "0000", seconds_later(210)), Some(wrong(4, None)));
}

#[test]
fn guessing_side_by_side_wins_no_extra_try() {
    let home = Home::new();
    let store = home.open();
    let person = with_pin(&store);
    let looked_at = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..16).map(|_| scope.spawn(|| guess(&store, person, "0000", NOW))).collect();
        let answers = guesses.into_iter().map(|guess| guess.join().unwrap());
        answers.filter(|answer| matches!(answer, Some(PinError::Wrong { .. }))).count()
    });
    assert_eq!(looked_at, 5);
}

#[test]
fn changing_the_pin_rewrites_no_event() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    let sealed = || -> Vec<u8> {
        let plain = Connection::open(home.path()).unwrap();
        plain.query_row("SELECT sealed FROM event", (), |row| row.get(0)).unwrap()
    };
    let before = sealed();
    store.set_pin(&key, "4711").unwrap();
    assert_eq!(store.unlock(person, None, NOW).err(), Some(PinError::Needed));
    let key = store.unlock(person, Some("4711"), NOW).unwrap();
    store.set_pin(&key, "ünïcode 🔑").unwrap();
    assert_eq!(guess(&store, person, "4711", NOW), Some(wrong(4, None)));
    let key = store.unlock(person, Some("ünïcode 🔑"), NOW).unwrap();
    store.remove_pin(&key).unwrap();
    let key = store.unlock(person, None, NOW).unwrap();
    assert!(!store.people().unwrap()[0].has_pin);
    assert_eq!(store.events(&key).unwrap().len(), 1);
    assert_eq!(sealed(), before);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn the_wrapping_without_a_pin_is_gone_once_a_pin_is_set() {
    let home = Home::new();
    let store = home.open();
    let (_, key) = somebody(&store);
    let wrapped: Vec<u8> = Connection::open(home.path())
        .unwrap()
        .query_row("SELECT key_wrapped FROM person", (), |row| row.get(0))
        .unwrap();
    assert!(holds(&home.all_bytes(), &wrapped));
    store.set_pin(&key, "4711").unwrap();
    assert!(!holds(&home.all_bytes(), &wrapped), "neither in the file nor in the log");
}

#[test]
fn setting_a_pin_starts_the_count_anew() {
    let home = Home::new();
    let store = home.open();
    let person = with_pin(&store);
    let key = store.unlock(person, Some("4711"), NOW).unwrap();
    for _ in 0..5 {
        guess(&store, person, "0000", NOW);
    }
    store.set_pin(&key, "2222").unwrap();
    assert_eq!(guess(&store, person, "2222", NOW), None);
}

#[test]
fn a_pin_that_is_none_is_refused() {
    let home = Home::new();
    let store = home.open();
    let (_, key) = somebody(&store);
    for pin in ["", "123", "äöü", &"1".repeat(129)] {
        assert_eq!(store.create_person("Ben", Some(pin), NOW), Err(CreateError::PinLength));
        assert_eq!(store.set_pin(&key, pin), Err(SetPinError::PinLength));
    }
    assert_eq!(store.people().unwrap().len(), 1);
}

#[test]
fn somebody_unknown_has_nothing_to_unlock() {
    let home = Home::new();
    let (elsewhere, store) = (Home::new(), home.open());
    let (person, key) = somebody(&elsewhere.open());
    assert_eq!(store.unlock(person, Some("4711"), NOW).err(), Some(PinError::UnknownPerson { person }));
    assert_eq!(store.set_pin(&key, "4711"), Err(SetPinError::UnknownPerson { person }));
    assert!(store.append(&key, number(0)).is_err());
    assert!(store.events(&key).is_err());
    assert!(store.verify(person).is_err());
}
