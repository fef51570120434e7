//! On a server: what differs from a file. The contract itself is in contract.rs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use supple_store::{
    AppendError, BrokenLink, BrokenWhy, Desk, Item, MasterKey, NewEvent, OpenError, Options, PersonKey, RotateError,
    Rotation, Shelf, Store, StoreError, Uuid, Who,
};

use crate::common::{NOW, holds, master, number, options, saying, somebody};
use crate::server::{Cluster, impatient, open_servers};

/// The tables that belong to nobody.
const OF_NOBODY: [&str; 4] = ["knowledge", "master_key", "schema_version", "shard"];

/// Every table, without the parts of those that are split.
const TABLES: &str = "SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'supple'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition";

#[test]
fn what_is_not_ours_or_not_for_us_is_refused() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    drop(open_servers(&[&url]));
    let open = |urls: &[&str], key| Store::open_servers(urls, key, options()).map(drop).unwrap_err();
    assert_eq!(open(&[&url], MasterKey::from_bytes([1; 32])), OpenError::WrongMasterKey);
    assert_eq!(open(&[&url, &url], master()), OpenError::OtherPart);
    assert_eq!(open(&[], master()), OpenError::Address);
    assert_eq!(open(&["postgres://exa mple:x"], master()), OpenError::Address);
    assert_eq!(open(&["postgres://supple@db.example.org/x"], master()), OpenError::Unprotected);
    cluster.sql(&name, "UPDATE supple.schema_version SET version = 10");
    assert_eq!(open(&[&url], master()), OpenError::Newer { found: 10, known: 9 });
    let nowhere = url.replace(&name, "nowhere");
    assert!(matches!(open(&[&nowhere], master()), OpenError::Store(_)));
}

#[test]
fn programs_that_start_at_once_make_one_database_and_write_one_chain() {
    let cluster = Cluster::start();
    let (_, url) = cluster.database();
    let stores: Vec<Store> = std::thread::scope(|scope| {
        let starting: Vec<_> = (0..4).map(|_| scope.spawn(|| open_servers(&[&url]))).collect();
        starting.into_iter().map(|store| store.join().unwrap()).collect()
    });
    let (person, key) = somebody(&stores[0]);
    std::thread::scope(|scope| {
        for store in &stores {
            let key = &key;
            scope.spawn(move || (0..50).for_each(|nth| assert!(!store.append(key, number(nth)).unwrap().already)));
        }
    });
    assert_eq!(stores[3].verify(person), Ok(200));
    // The pools together stay within their bound, however many threads ask.
    let open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'supple'";
    assert!(cluster.sql("postgres", open)[0].parse::<usize>().unwrap() <= 4 * 16);
}

#[test]
fn a_store_is_dropped_where_waiting_is_not_allowed() {
    // As a web server does when it ends.
    let cluster = Cluster::start();
    let (_, url) = cluster.database();
    let store = open_servers(&[&url]);
    somebody(&store);
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async move { drop(store) });
}

#[test]
fn many_threads_share_few_connections() {
    let cluster = Cluster::start();
    let (_, url) = cluster.database();
    let store = open_servers(&[&url]);
    let keys: Vec<PersonKey> = (0..40).map(|_| somebody(&store).1).collect();
    std::thread::scope(|scope| {
        for key in &keys {
            let store = &store;
            scope.spawn(move || (0..5).for_each(|nth| assert!(!store.append(key, number(nth)).unwrap().already)));
        }
    });
    let open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'supple'";
    assert!(cluster.sql("postgres", open)[0].parse::<usize>().unwrap() <= 16);
    assert_eq!(store.verify_all().unwrap().events, 200);
}

/// Appends numbers until told to stop, sending each again until it is acknowledged. Returns the ids in order.
fn write_on(store: &Store, key: &PersonKey, enough: &AtomicBool) -> Vec<Uuid> {
    let mut kept = Vec::new();
    while !enough.load(Ordering::SeqCst) || kept.is_empty() {
        let event = number(kept.len() as u64);
        loop {
            match store.append(key, event.clone()) {
                Ok(_) => break,
                Err(AppendError::Store(StoreError::Unreachable { .. } | StoreError::Busy)) => {}
                Err(error) => panic!("no retryable error: {error}"),
            }
        }
        kept.push(event.id);
    }
    kept
}

fn exactly_once(store: &Store, key: &PersonKey, written: &[Vec<Uuid>]) {
    let there: Vec<Uuid> = store.events(key).unwrap().iter().map(|event| event.id).collect();
    let all: BTreeSet<Uuid> = written.iter().flatten().copied().collect();
    assert_eq!(there.len(), all.len(), "each once");
    assert_eq!(there.iter().copied().collect::<BTreeSet<_>>(), all);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn a_server_killed_and_started_again_loses_nothing() {
    let mut cluster = Cluster::start();
    let (_, url) = cluster.database();
    let store = Store::open_servers(&[&url], master(), impatient()).unwrap();
    let (_, key) = somebody(&store);
    let enough = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(|| write_on(&store, &key, &enough))).collect();
        let (kills, torture) = crate::crash::kills();
        for _ in 0..if torture { kills / 10 } else { 3 } {
            let before = store.last_seq(key.person()).unwrap_or(0);
            // Some are written between one death and the next.
            while store.last_seq(key.person()).map_or(true, |now| now < before + 20) {}
            cluster.kill();
            cluster.launch();
        }
        enough.store(true, Ordering::SeqCst);
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    exactly_once(&store, &key, &written);
}

#[test]
fn a_line_that_is_cut_again_and_again_loses_nothing() {
    let cluster = Cluster::start();
    let (name, _) = cluster.database();
    let line = cluster.line();
    let store = Store::open_servers(&[&line.url(&name)], master(), impatient()).unwrap();
    let (_, key) = somebody(&store);
    let enough = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(|| write_on(&store, &key, &enough))).collect();
        for _ in 0..25 {
            let before = store.last_seq(key.person()).unwrap_or(0);
            while store.last_seq(key.person()).map_or(true, |now| now < before + 5) {}
            line.cut();
        }
        enough.store(true, Ordering::SeqCst);
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    exactly_once(&store, &key, &written);
}

#[test]
fn history_is_not_rewritten_and_a_changed_row_is_named() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let store = open_servers(&[&url]);
    let (person, key) = somebody(&store);
    store.append_many(&key, (0..3).map(number).collect()).unwrap();
    let refused = |act: &str| {
        let guarded = format!(
            "DO $$ BEGIN {act}; RAISE 'rewritten by {act}';
             EXCEPTION WHEN OTHERS THEN IF SQLERRM <> 'history is not rewritten' THEN RAISE; END IF; END $$"
        );
        cluster.sql(&name, &guarded);
    };
    refused("DELETE FROM supple.event");
    // Emptying a table asks no row.
    for table in cluster.sql(&name, TABLES).iter().filter(|table| !OF_NOBODY.contains(&table.as_str())) {
        refused(&format!("TRUNCATE supple.{table}"));
    }
    for part in ["event_3", "audit_0", "person_15"] {
        refused(&format!("TRUNCATE supple.{part}"));
    }
    let spoil = "ALTER TABLE supple.event DISABLE TRIGGER ALL;
                 UPDATE supple.event SET sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) WHERE seq = 2";
    cluster.sql(&name, spoil);
    let report = store.verify_all().unwrap();
    assert_eq!(report.broken, [BrokenLink { person, seq: Some(2), why: BrokenWhy::Altered }]);
    assert!(store.events(&key).is_err());
    cluster.sql(&name, "DELETE FROM supple.person");
    let report = store.verify_all().unwrap();
    assert_eq!(report.broken[0].person, person, "a lost row shows by its events");
}

#[test]
fn the_master_key_is_changed_while_nobody_else_is_there() {
    let cluster = Cluster::start();
    let (database, url) = cluster.database();
    let new = || MasterKey::from_bytes([77; 32]);
    let store = open_servers(&[&url]);
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    let busy = Store::rotate_servers(&[&url], &master(), &new(), &Rotation::default());
    assert_eq!(busy, Err(RotateError::Open(OpenError::Store(StoreError::Busy))));
    // Cut off, as by a failure of the server, the program that was connected finds another key when it comes back.
    cluster.sql(&database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'supple'");
    // The server takes a moment to see that the program has gone; trying again is harmless.
    while Store::rotate_servers(&[&url], &master(), &new(), &Rotation::default()).is_err() {}
    assert_eq!(store.append(&key, number(1)), Err(AppendError::Store(StoreError::KeyChanged)));
    drop(store);
    let store = Store::open_servers(&[&url], new(), options()).unwrap();
    assert_eq!(store.events(&store.unlock(person, None, NOW).unwrap()).unwrap().len(), 1);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn planted_words_are_in_no_file_and_no_log_of_the_server() {
    let mut cluster = Cluster::start_with(&["log_statement=all", "log_min_duration_statement=0"]);
    let (_, url) = cluster.database();
    let store = open_servers(&[&url]);
    let person = store.create_person("Plantedname", Some("plantedpin"), NOW).unwrap();
    let key = store.unlock(person, Some("plantedpin"), NOW).unwrap();
    let event = NewEvent {
        kind: "plantedkind".to_owned(),
        who: Who::Proxy { name: "Plantedproxy".to_owned(), relation: "plantedrelation".to_owned() },
        ..saying(serde_json::json!({ "plantedfield": "plantedvalue" }))
    };
    store.append(&key, event.clone()).unwrap();
    store.append(&key, event.clone()).unwrap();
    drop(store);
    cluster.stop();
    let mut files = vec![cluster.data()];
    let mut all = cluster.said().into_bytes();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    assert!(holds(&all, event.id.as_bytes()), "the search itself works");
    assert!(!holds(&all.to_ascii_lowercase(), b"planted"));
    // Values are logged as hexadecimal digits.
    let hex: String = "planted".bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(!holds(&all, hex.as_bytes()));
}

#[test]
fn one_transaction_one_shard() {
    let mut cluster =
        Cluster::start_with(&["log_statement=all", "log_line_prefix=<%v> ", "log_parameter_max_length=-1"]);
    let (name, url) = cluster.database();
    // From the schema: every table of people begins with the person in every key, and nothing reaches across.
    let store = open_servers(&[&url]);
    let tables = cluster.sql(
        &name,
        "SELECT c.relname || ' ' || coalesce(pg_get_partkeydef(c.oid), '') FROM pg_class c
         WHERE c.relnamespace = 'supple'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition",
    );
    for table in &tables {
        let (table, by) = table.split_once(' ').unwrap();
        assert!(OF_NOBODY.contains(&table) || ["HASH (person_id)", "HASH (owner_id)"].contains(&by), "{table}: {by}");
    }
    assert_eq!(tables.len(), OF_NOBODY.len() + 3 + 2 + Shelf::ALL.len());
    let keys = cluster
        .sql(&name, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'supple' AND indexdef LIKE 'CREATE UNIQUE%'");
    assert!(keys.len() > 3 * 16 + 9 * 4);
    for key in keys {
        assert!(
            key.contains("(person_id")
                || key.contains("(owner_id")
                || OF_NOBODY.iter().any(|table| key.contains(table)),
            "{key}"
        );
    }
    let across = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'supple'::regnamespace
                  UNION ALL SELECT count(*) FROM pg_sequences WHERE schemaname = 'supple'";
    assert_eq!(cluster.sql(&name, across), ["0", "0"]);

    // From the log of statements: everything that a program does, and whom each transaction touches.
    let people: Vec<PersonKey> = (0..3).map(|_| somebody(&store).1).collect();
    for key in &people {
        store.append_many(key, vec![number(0), number(1)]).unwrap();
        store.append_expecting(key, 2, number(2)).unwrap();
        store.rename(key, "Ben").unwrap();
        store.set_pin(key, "4711").unwrap();
        store.unlock(key.person(), Some("4711"), NOW).unwrap();
        assert!(store.unlock(key.person(), Some("0000"), NOW).is_err());
    }
    store.import(store.export(&people[0]).unwrap(), NOW).err();
    store.erase(people[1].person(), NOW).unwrap();
    store.keep_knowledge("0123", vec![1]).unwrap();
    let practices: Vec<Desk> =
        (0..2).map(|nth| store.create_practice(serde_json::json!({ "nth": nth })).unwrap()).collect();
    for desk in practices.iter().chain(&[store.desk(people[0].person()).unwrap()]) {
        let id = crate::common::fresh_id();
        let job = Item { id, at: Some(NOW), until: None, about: None, version: 0, body: serde_json::Value::Null };
        store.put(desk, Shelf::Job, &job).unwrap();
        store.note(desk, NOW, serde_json::Value::Null).unwrap();
        let taken = store.take_job(desk, id, NOW, NOW).unwrap().unwrap();
        store.remove(desk, Shelf::Job, id, taken.version).unwrap();
        let booking = crate::book::booking(1, 0, 12);
        store.book(desk, std::slice::from_ref(&booking), NOW).unwrap();
    }
    store.close_practice(practices[1].owner(), NOW).unwrap();
    drop(store);
    cluster.stop();
    let said = cluster.said();
    let mut touched: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut lines = said.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((transaction, statement)) = line.strip_prefix('<').and_then(|line| line.split_once("> ")) else {
            continue;
        };
        let Some((_, sql)) = statement.split_once("execute ").and_then(|(_, rest)| rest.split_once(": ")) else {
            continue;
        };
        // A statement goes on over several lines; its values stand behind it.
        let mut values = "";
        while let Some(next) = lines.peek() {
            if let Some((_, found)) = next.split_once("DETAIL:  parameters: ") {
                values = found;
                break;
            }
            if next.starts_with('<') {
                break;
            }
            lines.next();
        }
        let writes = ["INSERT", "UPDATE", "DELETE", "WITH moved"].iter().any(|word| sql.trim_start().starts_with(word));
        if !writes {
            continue;
        }
        let whom = if OF_NOBODY.iter().any(|table| sql.contains(table)) {
            "nobody"
        } else {
            values.split('\'').nth(1).filter(|id| id.len() == 2 + 32).unwrap_or_else(|| panic!("whose is {sql}?"))
        };
        touched.entry(transaction).or_default().insert(whom);
    }
    let whole: BTreeSet<&str> = touched.values().flatten().copied().collect();
    assert_eq!(whole.len(), 6, "three people, two practices and nobody: {whole:?}");
    assert!(touched.len() > 15, "{touched:?}");
    for (transaction, people) in touched {
        assert_eq!(people.len(), 1, "transaction {transaction} touches {people:?}");
    }
}

#[test]
fn the_second_schema_of_a_server_moves_forward() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let desk = open_servers(&[&url]).create_practice(serde_json::json!({})).unwrap().owner();
    // What the steps after the second have added is not there yet.
    let columns = Shelf::ALL.map(|shelf| format!("ALTER TABLE supple.{} DROP COLUMN about_id;", shelf.name())).concat();
    let older = "DROP TABLE supple.ledger; DROP INDEX supple.membership_by_person; DROP TRIGGER audit_is_never_deleted ON supple.audit; DROP FUNCTION supple.audit_is_kept;
                 DROP TABLE supple.occupancy;
                 ALTER TABLE supple.desk DROP COLUMN tally; UPDATE supple.schema_version SET version = 2";
    cluster.sql(&name, &[&columns, older].concat());
    let store = open_servers(&[&url]);
    let desk = store.desk(desk).unwrap();
    let booking = crate::book::booking(1, 0, 12);
    store.book(&desk, std::slice::from_ref(&booking), NOW).unwrap();
    assert!(store.book(&desk, &[crate::book::booking(1, 11, 1)], NOW).is_err());
}

#[test]
fn two_servers_share_everybody_between_them() {
    let (one, other) = (Cluster::start(), Cluster::start());
    let ((first, a), (second, b)) = (one.database(), other.database());
    let store = open_servers(&[&a, &b]);
    let keys: Vec<PersonKey> = (0..24).map(|_| somebody(&store).1).collect();
    for key in &keys {
        store.append_many(key, vec![number(0), number(1)]).unwrap();
    }
    let count = |cluster: &Cluster, name: &str, table: &str| {
        cluster.sql(name, &format!("SELECT count(*) FROM supple.{table}"))[0].parse::<usize>().unwrap()
    };
    let (here, there) = (count(&one, &first, "person"), count(&other, &second, "person"));
    assert!(here + there == 24 && here > 3 && there > 3, "{here} and {there}");
    assert_eq!(count(&one, &first, "event"), here * 2, "events lie with their person");
    assert_eq!(store.people().unwrap().len(), 24);
    assert_eq!(store.find("ada", 50).unwrap().len(), 24);
    assert_eq!(store.verify_all().unwrap().events, 48);
    drop(store);
    let mixed = Store::open_servers(&[&b, &a], master(), options()).map(drop);
    assert_eq!(mixed, Err(OpenError::OtherPart));
    // One server down: whoever is on the other is served as ever.
    let store = Store::open_servers(&[&a, &b], master(), impatient()).unwrap();
    let mut other = other;
    other.kill();
    let served = keys.iter().filter(|key| store.append(key, number(9)).is_ok()).count();
    assert_eq!(served, here);
}

#[test]
fn no_server_keeps_what_is_due_on_another_waiting() {
    let cluster = Cluster::start();
    let ((_, first), (_, second)) = (cluster.database(), cluster.database());
    let store = open_servers(&[&first, &second]);
    let desks: Vec<Desk> = (0..24).map(|_| store.create_practice(serde_json::json!({})).unwrap()).collect();
    // Ids are spread over both; the last half of them lies on the second.
    let is_first = |desk: &&Desk| desk.owner().as_uuid().as_bytes()[0] < 128;
    let (here, there): (Vec<&Desk>, Vec<&Desk>) = desks.iter().partition(is_first);
    assert!(here.len() > 3 && there.len() > 3, "{} and {}", here.len(), there.len());
    for desk in &here {
        store.put(desk, Shelf::Job, &crate::due::job(2, serde_json::json!({}))).unwrap();
    }
    let longest = crate::due::job(1, serde_json::json!({}));
    store.put(there[0], Shelf::Job, &longest).unwrap();
    assert_eq!(store.due(crate::due::at(3), 1).unwrap(), [(there[0].owner(), longest.id)]);
    assert_eq!(store.due(crate::due::at(3), 3).unwrap().len(), 3);
}

#[test]
fn a_witness_stands_beside_a_server_too() {
    let cluster = Cluster::start();
    let (name, url) = cluster.database();
    let dir = tempfile::tempdir().unwrap();
    let witnessed = || Options { witness: Some(dir.path().join("witness")), ..options() };
    let store = Store::open_servers(&[&url], master(), witnessed()).unwrap();
    let ((ada, key), (ben, _)) = (somebody(&store), somebody(&store));
    store.append_many(&key, vec![number(0), number(1)]).unwrap();
    cluster.sql(&name, "CREATE SCHEMA kept; CREATE TABLE kept.person AS TABLE supple.person");
    store.append(&key, number(2)).unwrap();
    store.erase(ben, NOW).unwrap();
    drop(store);
    // An older state is put back, on the server alone.
    let back = "ALTER TABLE supple.event DISABLE TRIGGER ALL; DELETE FROM supple.event WHERE seq = 3;
                DELETE FROM supple.person; INSERT INTO supple.person SELECT * FROM kept.person";
    cluster.sql(&name, back);
    let store = Store::open_servers(&[&url], master(), witnessed()).unwrap();
    assert_eq!(store.erased_at(ben), Ok(Some(NOW)), "erased again on opening");
    let report = store.verify_all().unwrap();
    assert_eq!(report.broken, [BrokenLink { person: ada, seq: Some(3), why: BrokenWhy::Behind }]);
}
