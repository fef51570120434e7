//! What a durable append costs, beside what the disk and raw SQLite allow.
//!
//! Run with `cargo bench -p supple-store`. Every line waits for the disk on each commit.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot set itself up has nothing to measure")]

use std::io::{Seek, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use divan::counter::ItemsCount;
use rusqlite::Connection;
use supple_store::{MasterKey, NewEvent, PersonKey, Store, UtcMs, Uuid, Who};
use tempfile::TempDir;

/// Sealed size of [`event`]: 512 bytes of body, 24 of nonce, 16 of tag.
const SEALED: usize = 552;
const WRITERS: usize = 16;
const EACH: usize = 32;

fn main() {
    divan::main();
}

fn dir() -> TempDir {
    // Beside the build, because the system's temporary directory may be kept in memory.
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn open(dir: &TempDir) -> (Store, PersonKey) {
    let store = Store::open(&dir.path().join("home.sqlite"), MasterKey::from_bytes([7; 32])).unwrap();
    let person = store.create_person("Ada", None, UtcMs(0)).unwrap();
    let key = store.unlock(person, None, UtcMs(0)).unwrap();
    (store, key)
}

fn event() -> NewEvent {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NewEvent {
        id: Uuid::from_u128(u128::from(NEXT.fetch_add(1, Ordering::Relaxed))),
        at: UtcMs(1_790_000_000_000),
        zone: "Europe/Paris".to_owned(),
        kind: "checked-in".to_owned(),
        version: 1,
        who: Who::Self_,
        payload: serde_json::json!({ "pain": 4, "note": "x".repeat(200) }),
    }
}

#[divan::bench]
fn append_one_writer(bencher: Bencher) {
    let dir = dir();
    let (store, key) = open(&dir);
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| store.append(&key, event()).unwrap());
}

#[divan::bench(sample_count = 20)]
fn append_sixteen_writers(bencher: Bencher) {
    let dir = dir();
    let (store, key) = open(&dir);
    bencher.counter(ItemsCount::new(WRITERS * EACH)).bench_local(|| {
        std::thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| {
                    for _ in 0..EACH {
                        store.append(&key, event()).unwrap();
                    }
                });
            }
        });
    });
}

#[divan::bench(sample_count = 20)]
fn append_many_at_once(bencher: Bencher) {
    let dir = dir();
    let (store, key) = open(&dir);
    bencher
        .counter(ItemsCount::new(WRITERS * EACH))
        .bench_local(|| store.append_many(&key, (0..WRITERS * EACH).map(|_| event()).collect()).unwrap());
}

#[divan::bench(sample_count = 10)]
fn read_ten_thousand(bencher: Bencher) {
    let dir = dir();
    let (store, key) = open(&dir);
    store.append_many(&key, (0..10_000).map(|_| event()).collect()).unwrap();
    bencher.counter(ItemsCount::new(10_000_u32)).bench_local(|| store.events(&key).unwrap());
}

fn raw(dir: &TempDir) -> Connection {
    let conn = Connection::open(dir.path().join("raw.sqlite")).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE event (person_id BLOB, seq INTEGER, event_id BLOB, envelope INTEGER, sealed BLOB, hash BLOB,
            PRIMARY KEY (person_id, seq), UNIQUE (person_id, event_id)) STRICT, WITHOUT ROWID;
         CREATE TABLE tick (n INTEGER); INSERT INTO tick VALUES (0);",
    )
    .unwrap();
    conn
}

/// The same bytes into the same table with plain rusqlite, a commit a row.
#[divan::bench]
fn raw_insert_and_commit(bencher: Bencher) {
    let dir = dir();
    let conn = raw(&dir);
    let mut seq = 0_i64;
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| {
        seq += 1;
        conn.prepare_cached("INSERT INTO event VALUES (?1, ?2, ?3, 1, ?4, ?5)")
            .unwrap()
            .execute(([1_u8; 16], seq, i128::from(seq).to_be_bytes(), [2_u8; SEALED], [3_u8; 32]))
            .unwrap()
    });
}

/// The least that SQLite can commit: one number.
#[divan::bench]
fn raw_commit(bencher: Bencher) {
    let dir = dir();
    let conn = raw(&dir);
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench_local(|| conn.prepare_cached("UPDATE tick SET n = n + 1").unwrap().execute(()).unwrap());
}

/// The disk alone: one page written over and made durable.
#[divan::bench]
fn disk_page_and_sync(bencher: Bencher) {
    let dir = dir();
    let mut file = std::fs::File::create(dir.path().join("page")).unwrap();
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| {
        file.rewind().unwrap();
        file.write_all(&[5; 4096]).unwrap();
        file.sync_data().unwrap();
    });
}
