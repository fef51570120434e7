//! What the record costs, beside what the database underneath allows for the same bytes in the same run.
//!
//! Run with `cargo xtask bench store`. It writes beside the build, because the system's temporary directory may be kept
//! in memory. The large database may be there (`SUPPLE_BENCH_PEOPLE_DIR`): it is filled once and then read, and what is
//! read often lies in memory anyway. `SUPPLE_BENCH_PEOPLE` is how many people the large database has (100,000 unless said otherwise);
//! `SUPPLE_BENCH_POSTGRES` is the address of an empty database to measure a server as well.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot set itself up has nothing to measure")]

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use supple_store::{MasterKey, NewEvent, Options, PersonKey, Store, UtcMs, Uuid, Who};
use tokio_postgres::types::ToSql;

/// Sealed size of [`event`]: 512 bytes of body, 24 of nonce, 16 of tag.
const SEALED: usize = 552;
const WRITERS: usize = 16;
/// How many threads fill the large database: many, so that many people share a wait for the disk.
const FILLERS: usize = 48;
const NOW: UtcMs = UtcMs(1_790_000_000_000);

fn main() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    println!("| what | rate or time | beside |\n|---|---|---|");
    sqlite(dir.path());
    people(dir.path());
    if let Ok(url) = std::env::var("SUPPLE_BENCH_POSTGRES") {
        server(&url);
    }
}

fn event() -> NewEvent {
    let mut id = [0; 16];
    getrandom::fill(&mut id).unwrap();
    NewEvent {
        id: Uuid::from_bytes(id),
        at: NOW,
        zone: "Europe/Paris".to_owned(),
        kind: "checked-in".to_owned(),
        version: 1,
        who: Who::Self_,
        payload: serde_json::json!({ "pain": 4, "note": "x".repeat(200) }),
    }
}

fn master() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

fn person(store: &Store, name: &str) -> PersonKey {
    let id = store.create_person(name, None, NOW).unwrap();
    store.unlock(id, None, NOW).unwrap()
}

/// How often something is done in a second, over two seconds.
fn rate(mut work: impl FnMut() -> usize) -> f64 {
    work();
    let (started, mut done) = (Instant::now(), 0);
    while started.elapsed() < Duration::from_secs(2) {
        done += work();
    }
    count(done) / started.elapsed().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "figures for people, to three digits")]
fn count(number: usize) -> f64 {
    number as f64
}

/// What the program holds in memory now; 0 where the system does not say it so.
fn memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The fastest and the middle of 51 times: the fastest is the least disturbed by what else the computer does.
fn times(mut work: impl FnMut()) -> String {
    let mut all: Vec<Duration> = (0..51)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .collect();
    all.sort_unstable();
    format!("{:.2?}, in the middle {:.2?}", all.first().unwrap(), all.get(25).unwrap())
}

fn line(what: &str, rate: f64, beside: f64, of: &str) {
    println!("| {what} | {rate:.0} events/s | {:.0} % of {of} ({beside:.0}/s) |", 100.0 * rate / beside);
}

/// Appends from sixteen threads, each to a person of its own.
fn crowd(store: &Store, keys: &[PersonKey]) -> usize {
    const EACH: usize = 50;
    std::thread::scope(|scope| {
        for key in keys {
            scope.spawn(move || (0..EACH).for_each(|_| drop(store.append(key, event()).map(|done| done.seq))));
        }
    });
    EACH * keys.len()
}

fn sqlite(dir: &Path) {
    let conn = Connection::open(dir.join("raw.sqlite")).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE event (person_id BLOB, seq INTEGER, event_id BLOB, envelope INTEGER, sealed BLOB, hash BLOB,
            PRIMARY KEY (person_id, seq), UNIQUE (person_id, event_id)) STRICT, WITHOUT ROWID;",
    )
    .unwrap();
    let mut seq = 0_i64;
    let mut raw = |rows: usize| {
        conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        for _ in 0..rows {
            seq += 1;
            let mut id = [0_u8; 16];
            getrandom::fill(&mut id).unwrap();
            let sql = "INSERT INTO event VALUES (?1, ?2, ?3, 1, ?4, ?5)";
            conn.prepare_cached(sql).unwrap().execute(([1_u8; 16], seq, id, [2_u8; SEALED], [3_u8; 32])).unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
        rows
    };
    let (single, grouped) = (rate(|| raw(1)), rate(|| raw(100)));
    let options = Options { witness: Some(dir.join("witness")), ..Options::default() };
    let store = Store::open_with(&dir.join("home.sqlite"), master(), options).unwrap();
    let keys: Vec<PersonKey> = (0..WRITERS).map(|nth| person(&store, &format!("Person {nth}"))).collect();
    let first = keys.first().unwrap();
    let one = rate(|| {
        store.append(first, event()).unwrap();
        1
    });
    line("SQLite: append, one writer", one, single, "a plain insert and commit");
    line("SQLite: append, sixteen writers", rate(|| crowd(&store, &keys)), single, "a plain insert and commit");
    let many = rate(|| store.append_many(first, (0..100).map(|_| event()).collect()).unwrap().len());
    line("SQLite: append, a hundred at once", many, grouped, "a hundred plain inserts a commit");
    let report = store.verify_all().unwrap();
    drop(store);
    let bytes = std::fs::metadata(dir.join("home.sqlite")).unwrap().len();
    println!("| SQLite: bytes on disk for an event of {SEALED} sealed bytes | {} | |", bytes / report.events.max(1));
}

fn people(dir: &Path) {
    let many: usize = std::env::var("SUPPLE_BENCH_PEOPLE").map_or(100_000, |text| text.parse().unwrap());
    let large = std::env::var_os("SUPPLE_BENCH_PEOPLE_DIR").map(|dir| tempfile::tempdir_in(dir).unwrap());
    let dir = large.as_ref().map_or(dir, tempfile::TempDir::path);
    let all: Vec<(usize, Store, PersonKey)> = [1000, many]
        .into_iter()
        .map(|people| {
            let (store, key) = fill(&dir.join(format!("people-{people}.sqlite")), people);
            println!("| SQLite, {people} people: memory of the program | {} MiB | |", memory_kib() / 1024);
            (people, store, key)
        })
        .collect();
    // Small and large in turn, so that whatever else the computer does meets both.
    for _ in 0..3 {
        for (people, store, key) in &all {
            let open = times(|| drop(store.events(key).unwrap()));
            let find = times(|| assert_eq!(store.find("family3", 50).unwrap().len(), 50));
            let reach = times(|| drop(store.unlock(key.person(), None, NOW).unwrap()));
            println!("| SQLite, {people} people: a record of 500 events | {open} | |");
            println!("| SQLite, {people} people: fifty people of one name | {find} | |");
            println!("| SQLite, {people} people: unlock | {reach} | |");
        }
    }
    for (people, store, _) in all {
        drop(store);
        let path = dir.join(format!("people-{people}.sqlite"));
        let bytes = std::fs::metadata(&path).unwrap().len();
        let open = times(|| drop(Store::open(&path, master()).unwrap()));
        println!("| SQLite, {people} people: open and close the file | {open} | |");
        println!("| SQLite, {people} people: bytes a person without events | {} | |", bytes / people as u64);
    }
}

/// A database with so many people, fifty of whom share each family name, and one with a record of 500 events.
fn fill(path: &Path, people: usize) -> (Store, PersonKey) {
    let store = Store::open(path, master()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..FILLERS {
            let store = &store;
            scope.spawn(move || {
                for nth in (thread..people).step_by(FILLERS) {
                    store.create_person(&format!("Person{nth} Family{}", nth / 50), None, NOW).unwrap();
                }
            });
        }
    });
    let key = person(&store, "Ada");
    store.append_many(&key, (0..500).map(|_| event()).collect()).unwrap();
    (store, key)
}

fn server(url: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let connect = || {
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client
        })
    };
    let client = connect();
    let sql = "INSERT INTO raw VALUES ($1, $2, $3, 1, $4, $5)";
    let table =
        "CREATE TABLE IF NOT EXISTS raw (person_id BYTEA, seq BIGINT, event_id BYTEA, envelope INT, sealed BYTEA,
                 hash BYTEA, PRIMARY KEY (person_id, seq), UNIQUE (person_id, event_id))";
    runtime.block_on(client.batch_execute(table)).unwrap();
    let prepare = |client: tokio_postgres::Client| {
        let statement = runtime.block_on(client.prepare(sql)).unwrap();
        (client, statement)
    };
    let insert = |(client, statement): &(tokio_postgres::Client, tokio_postgres::Statement),
                  person: &[u8],
                  seq: i64| {
        let mut id = [0_u8; 16];
        getrandom::fill(&mut id).unwrap();
        let (sealed, hash) = ([2_u8; SEALED], [3_u8; 32]);
        let values: [&(dyn ToSql + Sync); 5] = [&person, &seq, &id.as_slice(), &sealed.as_slice(), &hash.as_slice()];
        runtime.block_on(client.execute(statement, &values))
    };
    let plain = prepare(connect());
    let mut run = [0_u8; 16];
    getrandom::fill(&mut run).unwrap();
    let mut seq = 0;
    let single = rate(|| {
        seq += 1;
        insert(&plain, &run, seq).unwrap();
        1
    });
    let clients: Vec<_> = (0..WRITERS).map(|_| prepare(connect())).collect();
    let mut from = 0_i64;
    let crowded = rate(|| {
        let begin = from;
        from += 50;
        std::thread::scope(|scope| {
            for (client, nth) in clients.iter().zip(0_u8..) {
                let (insert, person) = (&insert, [nth; 16]);
                scope.spawn(move || (begin..begin + 50).for_each(|seq| drop(insert(client, &person, seq))));
            }
        });
        50 * clients.len()
    });
    let store = Store::open_servers(&[url], master(), Options::default()).unwrap();
    let keys: Vec<PersonKey> = (0..WRITERS).map(|nth| person(&store, &format!("Person {nth}"))).collect();
    let first = keys.first().unwrap();
    let one = rate(|| {
        store.append(first, event()).unwrap();
        1
    });
    line("PostgreSQL: append, one writer", one, single, "a plain insert");
    line("PostgreSQL: append, sixteen writers", rate(|| crowd(&store, &keys)), crowded, "plain inserts side by side");
    let key = person(&store, "Ada");
    store.append_many(&key, (0..500).map(|_| event()).collect()).unwrap();
    let open = times(|| drop(store.events(&key).unwrap()));
    println!("| PostgreSQL: a record of 500 events | {open} | |");
    let size = "SELECT sum(pg_total_relation_size(c.oid))::bigint / (SELECT count(*) FROM supple.event) FROM pg_class c
                WHERE c.relnamespace = 'supple'::regnamespace AND c.relname LIKE 'event\\_%' AND c.relkind = 'r'";
    let bytes: i64 = runtime.block_on(client.query_one(size, &[])).unwrap().get(0);
    println!("| PostgreSQL: bytes on disk for an event of {SEALED} sealed bytes | {bytes} | |");
}
