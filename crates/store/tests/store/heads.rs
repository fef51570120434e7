//! On a server the end of a record is guessed from what this process saw last: what a guess that does not hold any more
//! does.

use supple_store::{AppendError, BrokenWhy, Store, VerifyError};

use crate::common::{NOW, number, somebody};
use crate::server::{Cluster, open_servers};

/// Two programs on one server, each of which has seen the record's end after the second of two events.
fn two(cluster: &Cluster) -> (String, Store, Store) {
    let (name, url) = cluster.database();
    (name, open_servers(&[&url]), open_servers(&[&url]))
}

#[test]
fn a_guess_that_does_not_hold_costs_nothing_but_time() {
    let cluster = Cluster::start();
    let (_, one, other) = two(&cluster);
    let (person, key) = somebody(&one);
    // Each time the other program has moved the end in between.
    for nth in 0..10 {
        let (store, seq) = if nth % 2 == 0 { (&one, nth + 1) } else { (&other, nth + 1) };
        assert_eq!(store.append(&key, number(nth)).unwrap().seq, seq);
    }
    // What one program has kept, the other finds, whatever it guessed.
    let again = number(10);
    assert_eq!(one.append(&key, again.clone()).unwrap().seq, 11);
    assert_eq!(one.append(&key, number(11)).unwrap().seq, 12);
    for store in [&one, &other, &one] {
        let appended = store.append(&key, again.clone()).unwrap();
        assert_eq!((appended.seq, appended.already), (11, true));
    }
    // Half of a batch is there already.
    let batch = vec![again, number(12)];
    let kept: Vec<(u64, bool)> = one.append_many(&key, batch).unwrap().iter().map(|e| (e.seq, e.already)).collect();
    assert_eq!(kept, [(11, true), (13, false)]);
    // A condition is checked against what is there, not against the guess.
    other.append(&key, number(13)).unwrap();
    let refused = one.append_expecting(&key, 13, number(14));
    assert_eq!(refused, Err(AppendError::Conflict { expected: 13, actual: 14 }));
    assert_eq!(one.append_expecting(&key, 14, number(15)).unwrap().seq, 15);
    assert_eq!(one.verify(person), Ok(15));
}

#[test]
fn a_guess_brings_nobody_back_and_hides_no_damage() {
    let cluster = Cluster::start();
    let (name, one, other) = two(&cluster);
    let (ada, key) = somebody(&one);
    one.append(&key, number(0)).unwrap();
    other.erase(ada, NOW).unwrap();
    assert_eq!(one.append(&key, number(1)).map(drop), Err(AppendError::UnknownPerson { person: ada }));
    let (ben, key) = somebody(&one);
    one.append(&key, number(0)).unwrap();
    cluster.sql(&name, "UPDATE supple.person SET head_mac = sha256('x') WHERE key_wrapped IS NOT NULL");
    let Err(AppendError::Broken(link)) = one.append(&key, number(1)) else { panic!("the end was altered") };
    assert_eq!((link.person, link.why), (ben, BrokenWhy::Head));
    assert_eq!(one.verify(ben), Err(VerifyError::Broken(link)));
}

#[test]
fn a_database_of_the_first_version_is_moved_forward_whole() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let store = open_servers(&[&url]);
    let (person, key) = somebody(&store);
    for nth in 0..3 {
        store.append(&key, number(nth)).unwrap();
    }
    drop(store);
    // The same rows in the tables as the first version made them.
    let first = include_str!("../../migrations/postgres/0001_record.sql");
    cluster.sql(
        &name,
        &format!(
            "ALTER SCHEMA supple RENAME TO now; CREATE SCHEMA supple; SET search_path = supple;
             CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (1); {first};
             INSERT INTO master_key SELECT generation, key_check FROM now.master_key;
             INSERT INTO shard SELECT only_row, nth, count FROM now.shard;
             INSERT INTO person SELECT person_id, profile_sealed, key_wrapped, pin, pin_wrong_tries, pin_wait_until_ms,
                 last_seq, head_hash, head_mac, generation, erased_at_ms, erased_mac FROM now.person;
             INSERT INTO event SELECT person_id, seq, event_id, envelope, sealed, hash FROM now.event;
             INSERT INTO lookup SELECT person_id, field, tag FROM now.lookup;
             DROP SCHEMA now CASCADE"
        ),
    );
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'supple' AND tablename = 'desk'";
    assert_eq!(cluster.sql(&name, tables), ["0"]);
    let store = open_servers(&[&url]);
    assert_eq!(store.verify(person), Ok(3));
    let key = store.unlock(person, None, NOW).unwrap();
    assert_eq!(store.append(&key, number(3)).unwrap().seq, 4);
    let desk = store.create_practice(serde_json::json!({ "name": "New" })).unwrap();
    assert_eq!(store.note(&desk, NOW, serde_json::json!({})), Ok(1));
    assert!(store.verify_all().unwrap().is_whole());
}
