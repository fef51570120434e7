//! Killed in the middle of writing: every acknowledged event is there afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use supple_store::{PersonId, Store};

use crate::common::{Home, NOW, number, saying, somebody};

/// Tells the same test, started again as a child, where to write.
const CHILD: &str = "SUPPLE_STORE_TEST_WRITES_TO";

/// How many kills the record of one person goes through.
const KILLS_OF_ONE: usize = 5;

/// The records in a file, or on a server.
fn open(target: &str) -> Store {
    #[cfg(target_os = "linux")]
    if target.starts_with("postgres://") {
        return crate::server::open_servers(&[target]);
    }
    crate::common::open(Path::new(target), crate::common::options())
}

/// Writes from four threads until it is killed, and says each event's id once it is acknowledged.
fn write_until_killed(target: &str, person: &str) -> ! {
    let store = open(target);
    let key = store.unlock(person.parse().unwrap(), None, NOW).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for nth in 0.. {
                    let id = random_id();
                    let mut event = saying(serde_json::json!({ "nth": nth, "text": "x".repeat(500) }));
                    event.id = id;
                    store.append(&key, event).unwrap();
                    // Straight to the pipe: the test harness does not catch it, and one call is one line.
                    std::io::stdout().write_all(format!("kept {id}\n").as_bytes()).unwrap();
                }
            });
        }
    });
    unreachable!("the writers end only with the process");
}

fn random_id() -> supple_store::Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    supple_store::Uuid::from_bytes(bytes)
}

#[test]
fn nothing_acknowledged_is_lost() {
    be_the_child();
    let home = Home::new();
    kill_again_and_again(home.path().to_str().unwrap(), "crash::nothing_acknowledged_is_lost");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_acknowledged_is_lost_on_postgres() {
    be_the_child();
    let cluster = crate::server::Cluster::start();
    kill_again_and_again(&cluster.database().1, "crash::nothing_acknowledged_is_lost_on_postgres");
}

fn be_the_child() {
    if let Ok(target) = std::env::var(CHILD) {
        let (target, person) = target.rsplit_once('#').unwrap();
        write_until_killed(target, person);
    }
}

/// How often is killed: 25 times, or as often as the torture command says.
pub(crate) fn kills() -> (usize, bool) {
    match std::env::var("SUPPLE_STORE_TEST_KILLS") {
        Ok(kills) => (kills.parse().unwrap(), true),
        Err(_) => (25, false),
    }
}

/// Kills a writing program in the middle, looks what is there, and begins anew.
fn kill_again_and_again(target: &str, test: &str) {
    let (kills, torture) = kills();
    let (mut events, mut times) = (0, Vec::new());
    // A record of its own for some of the kills, so that looking at all of it stays quick.
    for first in (0..kills).step_by(KILLS_OF_ONE) {
        let (person, key) = somebody(&open(target));
        let mut acknowledged = BTreeSet::new();
        for round in 0..KILLS_OF_ONE.min(kills - first) {
            let said = write_and_kill(target, person, test);
            let begun = Instant::now();
            let store = open(target);
            let there: BTreeSet<String> =
                store.events(&key).unwrap().iter().map(|event| event.id.to_string()).collect();
            times.push(begun.elapsed());
            acknowledged.extend(said);
            assert!(acknowledged.is_subset(&there), "kill {}", first + round);
            // At most one event of each thread was kept without being acknowledged, in each round.
            assert!(there.len() <= acknowledged.len() + 4 * (round + 1));
            assert_eq!(store.verify(person), Ok(there.len() as u64));
            let done = store.append(&key, number(0)).unwrap();
            acknowledged.insert(event_at(&store, &key, done.seq));
        }
        events += acknowledged.len();
        let report = open(target).verify_all().unwrap();
        assert!(report.is_whole(), "{report:?}");
    }
    times.sort_unstable();
    let (middle, longest) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{test}: {kills} kills, {events} acknowledged events, all there; \
         open and read again in {middle:.0?}, {longest:.0?} at most"
    );
    // The time is looked at where the computer has little else to do.
    assert!(!torture || middle < Duration::from_secs(2), "recovery took {middle:?}");
}

/// Starts a program that writes, kills it, and returns the ids of what it had acknowledged.
fn write_and_kill(target: &str, person: PersonId, test: &str) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, format!("{target}#{person}"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let kept = |line: String| line.strip_prefix("kept ").map(str::to_owned);
    // Killed at another point each time, while all four threads are in the middle of writing.
    let [random, ..] = *random_id().as_bytes();
    let wanted = 20 + usize::from(random) / 2;
    let mut said: Vec<String> = lines.by_ref().filter_map(kept).take(wanted).collect();
    assert_eq!(said.len(), wanted, "the child writes until it is killed");
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had said before it died counts as well; a last line may be cut off.
    said.extend(lines.filter_map(kept).filter(|id| id.len() == 36));
    said
}

fn event_at(store: &supple_store::Store, key: &supple_store::PersonKey, seq: u64) -> String {
    store.events_after(key, seq - 1).unwrap()[0].id.to_string()
}
