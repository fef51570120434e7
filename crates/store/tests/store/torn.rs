//! A write that was torn: of what was being written, a part reached the disk, or something else did.

use std::fs;
use std::path::Path;

use crate::common::{Home, number, saying, somebody};

fn wal(path: &Path) -> std::path::PathBuf {
    path.with_file_name("home.sqlite-wal")
}

#[test]
fn a_torn_write_takes_nothing_acknowledged_along() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append_many(&key, (0..5).map(number).collect()).unwrap();
    let (database, before) = (fs::read(home.path()).unwrap(), fs::read(wal(&home.path())).unwrap());
    store.append(&key, saying(serde_json::json!("x".repeat(20_000)))).unwrap();
    let after = fs::read(wal(&home.path())).unwrap();
    assert!(after.starts_with(&before[..]) && after.len() > before.len() + 20_000, "only the end of the log is new");
    drop(store);
    let new = before.len()..after.len();
    // Cut off in the middle of the last write, with nothing, zeros, or old rubbish where the rest should be.
    let mut lost = 0;
    for at in new.clone().step_by(997) {
        for rest in [Vec::new(), vec![0; after.len() - at], vec![0xa5; after.len() - at]] {
            let torn = Home::new();
            fs::write(torn.path(), &database).unwrap();
            fs::write(wal(&torn.path()), [&after[..at], &rest].concat()).unwrap();
            let store = torn.open();
            assert!(store.verify_all().unwrap().is_whole(), "torn at {at}");
            let there = store.events(&key).unwrap().len();
            // Behind the end of a commit SQLite fills the sector up: torn there, the whole of it is kept.
            assert!(there == 5 || there == 6, "torn at {at}: what was not acknowledged is there whole or not at all");
            lost += usize::from(there == 5);
            assert_eq!(store.append(&key, number(9)).unwrap().seq, there as u64 + 1);
            assert_eq!(store.verify(person), Ok(there as u64 + 1));
        }
    }
    assert!(lost > 30, "only {lost} of the places cut the last event off");
}
