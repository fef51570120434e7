//! The faults, again and again: killed, torn, cut off, full.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::command::{cargo, cargo_command, run};

/// The tests that break something.
const FAULTS: [&str; 7] = ["crash::", "full_disk::", "torn::", "tamper::", "postgres::", "stale::", "witness::"];
/// How often a writing program is killed in one round, on each store; the server is killed a tenth as often.
const KILLS: u32 = 500;
/// A byte in so many is flipped; a prime, so that every kind of place in a page is met.
const STEP: &str = "31";

/// Goes round for so many minutes; the round that is under way is finished. Fails with the first fault that shows.
pub(crate) fn run_for(minutes: &str) -> Result<()> {
    let minutes: u64 = minutes.parse().context("how many minutes?")?;
    cargo(&["test", "-p", "supple-store", "--test", "store", "--no-run"])?;
    let until = Instant::now() + Duration::from_secs(minutes.saturating_mul(60));
    let mut rounds = 0_u32;
    while rounds == 0 || Instant::now() < until {
        for fault in FAULTS {
            // One after the other, so that the times of recovery are those of a computer with nothing else to do.
            let words = ["test", "--quiet", "-p", "supple-store", "--test", "store", fault, "--", "--test-threads=1"];
            let mut test = cargo_command(&words);
            test.args(["--nocapture"]).env("SUPPLE_STORE_TEST_KILLS", KILLS.to_string());
            run(test.env("SUPPLE_STORE_TEST_STEP", STEP)).with_context(|| format!("in round {}", rounds + 1))?;
        }
        rounds += 1;
    }
    ensure!(rounds > 0, "nothing was tried");
    let kills = rounds.saturating_mul(KILLS);
    println!("rounds: {rounds}; {kills} kills of a writing program on each store; nothing acknowledged was lost");
    Ok(())
}
