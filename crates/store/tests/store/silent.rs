//! A server that says nothing, whose answers are lost, or of whom somebody else holds a row.

use supple_store::{AppendError, Store, StoreError};

use crate::common::{master, number, somebody};
use crate::server::{Cluster, impatient, open_servers};

#[test]
fn an_answer_that_is_lost_does_not_write_twice() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let line = cluster.line();
    let store = Store::open_servers(&[&line.url(&name)], master(), impatient()).unwrap();
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    // The server takes what comes and nobody hears of it.
    line.keep_answers();
    let event = number(1);
    let unheard = store.append(&key, event.clone());
    assert!(matches!(unheard, Err(AppendError::Store(StoreError::Unreachable { .. }))), "{unheard:?}");
    line.mend();
    retried(|| store.append(&key, event.clone()));
    assert_eq!(open_servers(&[&url]).verify(person), Ok(2));
    assert!(store.append(&key, event).unwrap().already);
}

#[test]
fn a_silent_server_is_given_up_and_found_again() {
    let cluster = Cluster::start();
    let (name, _) = cluster.database();
    let line = cluster.line();
    let store = Store::open_servers(&[&line.url(&name)], master(), impatient()).unwrap();
    let (_, key) = somebody(&store);
    line.fall_silent();
    let unreachable = |error: StoreError| assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    match store.append(&key, number(0)) {
        Err(AppendError::Store(error)) => unreachable(error),
        other => panic!("{other:?}"),
    }
    unreachable(store.find("Ada", 5).unwrap_err());
    line.mend();
    // Found without anybody asking for it.
    assert_eq!(retried(|| store.append(&key, number(0))).seq, 1);
}

/// What comes of it once the server is heard again.
fn retried<T>(mut work: impl FnMut() -> Result<T, AppendError>) -> T {
    loop {
        match work() {
            Ok(done) => return done,
            Err(AppendError::Store(StoreError::Unreachable { .. })) => std::thread::yield_now(),
            Err(error) => panic!("no retryable error: {error}"),
        }
    }
}

#[test]
fn while_a_server_is_silent_one_asks_for_all_and_nobody_else_waits() {
    let cluster = Cluster::start();
    let (name, _) = cluster.database();
    let line = cluster.line();
    let store = Store::open_servers(&[&line.url(&name)], master(), impatient()).unwrap();
    let (_, key) = somebody(&store);
    let before = line.made();
    line.fall_silent();
    // As sixty pages at once, each of which asks several times.
    std::thread::scope(|scope| {
        for _ in 0..60 {
            let (store, key) = (&store, &key);
            scope.spawn(move || {
                for _ in 0..3 {
                    let unread = store.find("Ada", 5).unwrap_err();
                    assert!(matches!(unread, StoreError::Unreachable { .. }), "{unread}");
                    let unwritten = store.append(key, number(0)).unwrap_err();
                    assert!(matches!(unwritten, AppendError::Store(StoreError::Unreachable { .. })), "{unwritten}");
                }
            });
        }
    });
    // Whoever asked for themselves came with a connection of their own, 360 times.
    let made = line.made() - before;
    assert!(made <= 30, "{made} connections");
    line.mend();
    assert_eq!(retried(|| store.append(&key, number(0))).seq, 1);
    assert_eq!(store.find("Ada", 5).unwrap().len(), 1);
}

#[test]
fn a_row_that_somebody_holds_is_waited_for_and_then_given_up() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let store = Store::open_servers(&[&url], master(), impatient()).unwrap();
    let (_, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    // A prepared transaction holds its locks without anybody holding a connection.
    cluster.sql("postgres", "ALTER SYSTEM SET max_prepared_transactions = 2");
    let mut cluster = cluster;
    cluster.stop();
    cluster.launch();
    cluster.sql(&name, "BEGIN; UPDATE supple.person SET pin_wrong_tries = 0; PREPARE TRANSACTION 'held'");
    assert_eq!(store.append(&key, number(1)), Err(AppendError::Store(StoreError::Busy)));
    assert_eq!(store.events(&key).unwrap().len(), 1, "reading goes on");
    cluster.sql(&name, "ROLLBACK PREPARED 'held'");
    assert_eq!(store.append(&key, number(1)).unwrap().seq, 2);
}
