//! Killed in the middle of writing: every acknowledged event is there afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{Home, NOW, number, saying, somebody};

/// Tells the same test, started again as a child, where to write.
const CHILD: &str = "SUPPLE_STORE_TEST_WRITES_TO";

/// Writes from four threads until it is killed, and says each event's id once it is acknowledged.
fn write_until_killed(path: &Path, person: &str) -> ! {
    let store = crate::common::open(path, crate::common::options());
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
    if let Ok(target) = std::env::var(CHILD) {
        let (path, person) = target.rsplit_once('#').unwrap();
        write_until_killed(Path::new(path), person);
    }
    let home = Home::new();
    let (person, key) = somebody(&home.open());
    let mut acknowledged = BTreeSet::new();
    for round in 0..25 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::nothing_acknowledged_is_lost", "--nocapture"])
            .env(CHILD, format!("{}#{person}", home.path().display()))
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

        let store = home.open();
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
