//! The faults, again and again: killed, torn, cut off, full.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::command::{cargo, cargo_command, run};

/// The tests that break something.
const FAULTS: [&str; 5] = ["crash::", "full_disk::", "tamper::", "torn::", "postgres::"];
/// How often the writing program is killed in one round.
const KILLS: &str = "100";

/// Goes round for so many minutes; the round that is under way is finished. Fails with the first fault that shows.
pub(crate) fn run_for(minutes: &str) -> Result<()> {
    let minutes: u64 = minutes.parse().context("how many minutes?")?;
    cargo(&["test", "-p", "supple-store", "--test", "store", "--no-run"])?;
    let until = Instant::now() + Duration::from_secs(minutes.saturating_mul(60));
    let mut rounds = 0u32;
    while rounds == 0 || Instant::now() < until {
        for fault in FAULTS {
            let mut test = cargo_command(&["test", "--quiet", "-p", "supple-store", "--test", "store", fault]);
            run(test.env("SUPPLE_STORE_TEST_KILLS", KILLS)).with_context(|| format!("in round {}", rounds + 1))?;
        }
        rounds += 1;
    }
    ensure!(rounds > 0, "nothing was tried");
    println!("{rounds} rounds, each with {KILLS} kills of a writing program: nothing acknowledged was lost");
    Ok(())
}
