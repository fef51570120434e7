//! Connections that lead nowhere any more: the server was started anew, or something between forgot them.

use std::time::{Duration, Instant};

use supple_store::{AppendError, MasterKey, OpenError, Options, PersonKey, RotateError, Rotation, Store, StoreError};

use crate::common::{NOW, master, number, options, somebody};
use crate::server::{Cluster, Line, impatient, open_servers};

fn new_key() -> MasterKey {
    MasterKey::from_bytes([77; 32])
}

fn rotate(url: &str) -> Result<u64, RotateError> {
    Store::rotate_servers(&[url], &master(), &new_key(), &Rotation::default()).map(|done| done.renewed)
}

/// A store with many idle connections over a line, and somebody in it with an entry.
fn busy_once(line: &Line, database: &str) -> (Store, PersonKey) {
    let store = Store::open_servers(&[&line.url(database)], master(), impatient()).unwrap();
    let keys: Vec<PersonKey> = (0..24).map(|_| somebody(&store).1).collect();
    std::thread::scope(|scope| {
        for key in &keys {
            let store = &store;
            scope.spawn(move || (0..4).for_each(|nth| assert!(!store.append(key, number(nth)).unwrap().already)));
        }
    });
    (store, keys.into_iter().next().unwrap())
}

/// The line forgets its connections, and the server is started anew until they have idled for a while.
fn left_alone(cluster: &mut Cluster, line: &Line) {
    let since = Instant::now();
    line.forget();
    while since.elapsed() < Duration::from_millis(300) {
        cluster.stop();
        cluster.launch();
    }
}

#[test]
fn a_server_started_anew_is_found_at_once_though_every_idle_connection_leads_nowhere() {
    let mut cluster = Cluster::start();
    let (name, url) = cluster.database();
    let line = cluster.line();
    let (store, key) = busy_once(&line, &name);
    let open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'supple'";
    let before = cluster.sql("postgres", open)[0].parse::<usize>().unwrap();
    assert!(before > 3, "more than there are tries: {before}");
    left_alone(&mut cluster, &line);
    assert_eq!(store.append(&key, number(9)).unwrap().seq, 5);
    assert_eq!(open_servers(&[&url]).verify(key.person()), Ok(5));
}

#[test]
fn the_master_key_is_changed_after_the_server_was_started_anew() {
    let mut cluster = Cluster::start();
    let (name, url) = cluster.database();
    let line = cluster.line();
    let (store, key) = busy_once(&line, &name);
    assert_eq!(rotate(&url), Err(RotateError::Open(OpenError::Store(StoreError::Busy))));
    left_alone(&mut cluster, &line);
    // Nobody is connected any more, so nobody is in the way; whoever was finds another key, and is told so.
    assert_eq!(rotate(&url), Ok(24));
    assert_eq!(store.append(&key, number(9)), Err(AppendError::Store(StoreError::KeyChanged)));
    assert_eq!(store.find("Ada", 5), Err(StoreError::KeyChanged));
    drop(store);
    let store = Store::open_servers(&[&url], new_key(), options()).unwrap();
    assert_eq!(store.events(&store.unlock(key.person(), None, NOW).unwrap()).unwrap().len(), 4);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn whoever_changes_the_master_key_is_alone_to_the_end_though_the_connection_breaks() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let store = open_servers(&[&url]);
    let (_, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    somebody(&store);
    drop(store);
    // The first renewal loses its connection; each later one is refused unless its own connection has the lock.
    cluster.sql(
        &name,
        "CREATE SEQUENCE public.nth;
         CREATE FUNCTION public.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF nextval('public.nth') = 1 THEN
                 PERFORM pg_terminate_backend(pg_backend_pid());
             ELSIF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
                               AND pid = pg_backend_pid() AND classid = 0 AND objid = x'5375704c'::int) THEN
                 RAISE 'not alone';
             END IF;
             RETURN NEW;
         END $$;
         CREATE TRIGGER watch BEFORE UPDATE ON supple.person FOR EACH ROW EXECUTE FUNCTION public.watch()",
    );
    assert_eq!(rotate(&url), Ok(2));
    assert!(cluster.sql(&name, "SELECT last_value FROM public.nth")[0].parse::<u32>().unwrap() >= 3);
    let store = Store::open_servers(&[&url], new_key(), options()).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn an_empty_server_is_not_taken_for_the_one_that_the_witness_has_seen() {
    let cluster = Cluster::start();
    let ((_, url), (_, other)) = (cluster.database(), cluster.database());
    let dir = tempfile::tempdir().unwrap();
    let open = |url: &str| {
        let options = Options { witness: Some(dir.path().join("witness")), ..options() };
        Store::open_servers(&[url], master(), options)
    };
    somebody(&open(&url).unwrap());
    assert_eq!(open(&other).map(drop), Err(OpenError::DatabaseGone));
    assert_eq!(open(&url).unwrap().people().unwrap().len(), 1);
}

#[test]
fn a_line_that_is_cut_once_in_whatever_is_done_is_not_noticed() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let line = cluster.line();
    let store = Store::open_servers(&[&line.url(&name)], master(), options()).unwrap();
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    for message in 1..12 {
        let cut = |what: &str| {
            // What is left of the time before is not counted twice.
            line.cut();
            line.cut_behind(message);
            format!("{what}, cut behind message {message}")
        };
        let what = cut("reading");
        assert!(store.events(&key).is_ok_and(|events| !events.is_empty()), "{what}");
        let what = cut("unlocking");
        assert!(store.unlock(person, None, NOW).is_ok(), "{what}");
        let what = cut("finding");
        assert_eq!(store.find("Ada", 5).map(|found| found.len()), Ok(1), "{what}");
        let what = cut("listing");
        assert_eq!(store.people().map(|found| found.len()), Ok(1), "{what}");
        let what = cut("adding");
        // Written once: what came to nobody's ears is found there.
        assert!(store.append(&key, number(1)).is_ok(), "{what}");
        let what = cut("renaming");
        assert_eq!(store.rename(&key, "Ada"), Ok(()), "{what}");
    }
    assert_eq!(open_servers(&[&url]).verify(person), Ok(12));
}

#[test]
fn what_one_program_erases_the_witness_of_another_learns() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let dir = tempfile::tempdir().unwrap();
    let open = |witness: &str| {
        let options = Options { witness: Some(dir.path().join(witness)), new_witness: Some(NOW), ..options() };
        Store::open_servers(&[&url], master(), options).unwrap()
    };
    let (one, other) = (open("one"), open("other"));
    let (person, _) = somebody(&one);
    cluster.sql(&name, "CREATE SCHEMA kept; CREATE TABLE kept.person AS TABLE supple.person");
    one.erase(person, NOW).unwrap();
    assert!(other.verify_all().unwrap().is_whole(), "nothing was taken out");
    drop((one, other));
    // A copy from before is put back, and the other program alone opens it.
    cluster.sql(&name, "DELETE FROM supple.person; INSERT INTO supple.person SELECT * FROM kept.person");
    let other = open("other");
    assert_eq!(other.erased_at(person), Ok(Some(NOW)));
    assert_eq!(other.people(), Ok(vec![]));
}
