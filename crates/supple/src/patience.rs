//! A proof is watched from beside it: a diagram that grows too big says nothing while it is being built.

use std::{
    io::{self, Write},
    process,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use supple_knowledge::prove::Limits;
use supple_words::Words;

use crate::args::Patience as Given;

/// How often it looks.
const LOOK: Duration = Duration::from_millis(100);

/// How long a proof has, after its time, to say for itself which of its statements are not shown.
const GRACE: Duration = Duration::from_secs(2);

/// Watches until it is dropped. Where time or memory runs out first, it says so and ends the program: nothing was shown.
pub(crate) struct Patience {
    busy: Arc<Mutex<String>>,
    over: Arc<AtomicBool>,
}

impl Patience {
    /// Begins to watch.
    pub(crate) fn watch(words: &Words, given: Given) -> Self {
        let (busy, over) = (Arc::new(Mutex::new(String::new())), Arc::new(AtomicBool::new(false)));
        let (at, ended) = (Arc::clone(&busy), Arc::clone(&over));
        let number = |many: u64| i64::try_from(many).unwrap_or(i64::MAX);
        let args = [("seconds", number(given.seconds).into()), ("mebibytes", number(given.mebibytes).into())];
        let [late, big] = ["knowledge-out-of-time", "knowledge-out-of-memory"].map(|key| words.get(key, &args));
        // So many seconds that no clock holds them are no limit.
        let latest = Instant::now().checked_add(Duration::from_secs(given.seconds).saturating_add(GRACE));
        let most = usize::try_from(given.mebibytes.saturating_mul(1024 * 1024)).unwrap_or(usize::MAX);
        thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                let used = memory_stats::memory_stats().map_or(0, |used| used.physical_mem);
                let why = match (latest.is_some_and(|latest| Instant::now() > latest), used > most) {
                    (true, _) => Some(&late),
                    (_, true) => Some(&big),
                    (false, false) => None,
                };
                if let Some(why) = why {
                    let at = at.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    // Where even this cannot be written, the code still tells.
                    let place = if at.is_empty() { String::new() } else { format!(" [{at}]") };
                    drop(writeln!(io::stderr(), "\n{why}{place}"));
                    process::exit(1);
                }
                thread::sleep(LOOK);
            }
        });
        Self { busy, over }
    }

    /// Says what is being proved now.
    pub(crate) fn at(&self, what: &str) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.clear();
        busy.push_str(what);
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// What a proof may take by itself.
pub(crate) fn limits(given: Given) -> Limits {
    Limits { time: Duration::from_secs(given.seconds), ..Limits::default() }
}
