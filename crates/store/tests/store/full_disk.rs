//! A full disk is a clear error; what was kept before survives and stays readable.

use serde_json::json;
use supple_store::{AppendError, Options, Store, StoreError};

use crate::common::{Home, number, open, options, saying, somebody};

/// Appends until it is refused; how many were kept, and the refusal.
fn fill(store: &Store, key: &supple_store::PersonKey) -> (u64, AppendError) {
    for kept in 0..10_000 {
        if let Err(error) = store.append(key, saying(json!("x".repeat(2000)))) {
            return (kept, error);
        }
    }
    panic!("the disk never filled up");
}

#[test]
fn a_full_database_says_so_and_keeps_what_it_has() {
    let home = Home::new();
    let store = open(&home.path(), Options { max_pages: Some(60), ..options() });
    let (person, key) = somebody(&store);
    let (kept, error) = fill(&store, &key);
    assert_eq!(error, AppendError::Store(StoreError::Full));
    assert!(kept > 10);
    assert_eq!(store.events(&key).unwrap().len() as u64, kept, "reading goes on");
    assert_eq!(store.verify(person), Ok(kept));
    drop(store);
    let store = home.open();
    assert_eq!(store.append(&key, number(0)).unwrap().seq, kept + 1, "with room again, so does writing");
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn one_that_does_not_fit_takes_no_other_along() {
    let home = Home::new();
    let store = open(&home.path(), Options { max_pages: Some(40), ..options() });
    let (_, key) = somebody(&store);
    let huge = || saying(json!("x".repeat(1_000_000)));
    let (small, big) = std::thread::scope(|scope| {
        let small: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..5).filter(|nth| store.append(&key, number(*nth)).is_ok()).count()))
            .collect();
        let big: Vec<_> = (0..4).map(|_| scope.spawn(|| store.append(&key, huge()))).collect();
        let small: usize = small.into_iter().map(|writer| writer.join().unwrap()).sum();
        (small, big.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>())
    });
    assert_eq!(small, 20);
    assert!(big.iter().all(|answer| *answer == Err(AppendError::Store(StoreError::Full))));
    assert!(store.verify_all().unwrap().is_whole());
}

/// Tells the same test, started again as a child, where to write.
#[cfg(unix)]
const CHILD: &str = "SUPPLE_STORE_TEST_FILLS";

/// The same with the operating system refusing to let any file grow.
#[cfg(unix)]
#[test]
fn a_disk_that_refuses_says_so_and_keeps_what_it_has() {
    if let Ok(path) = std::env::var(CHILD) {
        let store = open(std::path::Path::new(&path), options());
        let (person, key) = somebody(&store);
        let (kept, error) = fill(&store, &key);
        assert!(matches!(error, AppendError::Store(StoreError::Io { .. } | StoreError::Full)), "{error}");
        assert!(kept > 10);
        assert_eq!(store.events(&key).unwrap().len() as u64, kept);
        assert_eq!(store.verify(person), Ok(kept));
        return;
    }
    let home = Home::new();
    let status = std::process::Command::new("sh")
        // Without the trap the signal for too large a file would end the child before it can say anything.
        .args(["-c", "trap '' XFSZ; ulimit -f 2000; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg("full_disk::a_disk_that_refuses_says_so_and_keeps_what_it_has")
        .env(CHILD, home.path())
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let store = home.open();
    let report = store.verify_all().unwrap();
    assert!(report.is_whole() && report.events > 10, "{report:?}");
}
