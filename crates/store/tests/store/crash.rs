//! Killed in the middle of writing: every acknowledged event is there afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use supple_store::Store;

use crate::common::{Home, NOW, number, saying, somebody};

/// Tells the same test, started again as a child, where to write.
const CHILD: &str = "SUPPLE_STORE_TEST_WRITES_TO";

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

/// Kills a writing program in the middle, looks what is there, and begins anew.
fn kill_again_and_again(target: &str, test: &str) {
    let (person, key) = somebody(&open(target));
    let mut acknowledged = BTreeSet::new();
    let kills = std::env::var("SUPPLE_STORE_TEST_KILLS").map_or(25, |kills| kills.parse().unwrap());
    for round in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(CHILD, format!("{target}#{person}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let kept = |line: String| line.strip_prefix("kept ").map(str::to_owned);
        // Killed after another number of events each time, while all four threads are in the middle of writing.
        let wanted = 20 + round % 10 * 17;
        let before: Vec<String> = lines.by_ref().filter_map(kept).take(wanted).collect();
        assert_eq!(before.len(), wanted, "the child writes until it is killed");
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(before);
        // What it had said before it died counts as well; a last line may be cut off.
        acknowledged.extend(lines.filter_map(kept).filter(|id| id.len() == 36));

        let store = open(target);
        let report = store.verify_all().unwrap();
        assert!(report.is_whole(), "{report:?}");
        let there: BTreeSet<String> = store.events(&key).unwrap().iter().map(|event| event.id.to_string()).collect();
        assert!(acknowledged.is_subset(&there), "round {round}");
        // At most one event of each thread was kept without being acknowledged, in each round.
        assert!(there.len() <= acknowledged.len() + 4 * (round + 1));
        store.append(&key, number(0)).map(|done| acknowledged.insert(event_at(&store, &key, done.seq))).unwrap();
    }
}

fn event_at(store: &supple_store::Store, key: &supple_store::PersonKey, seq: u64) -> String {
    store.events_after(key, seq - 1).unwrap()[0].id.to_string()
}
