//! What a block of people costs in planes, counted by valgrind, beside what its terms alone need.

use anyhow::{Context, Result, ensure};

use crate::command::{cargo_command, installed};

/// How many people are in a block.
const PEOPLE: u64 = 1_024;
/// How many registers of 128 bits, which every processor of this kind has, hold a bit of each of them.
const REGISTERS: u64 = PEOPLE / 128;
/// So many blocks are counted, and so many more; the difference is what a block costs.
const BLOCKS: [u64; 2] = [100, 600];

/// Prints the table.
pub(crate) fn run() -> Result<()> {
    ensure!(installed("valgrind"), "valgrind is not installed: it counts the instructions");
    println!("| people | instructions each | of which their terms need | ratio |");
    println!("|---|---|---|---|");
    for kind in ["healthy", "drawn", "made-up"] {
        let [few, many] = BLOCKS;
        let ((words, before), (_, after)) = (counted(kind, few)?, counted(kind, many)?);
        let (took, need) = (after.saturating_sub(before) / (many - few), words * REGISTERS);
        ensure!(need > 0, "nothing is needed for `{kind}`");
        let tenths = |number: u64, of: u64| format!("{}.{}", number / of, number * 10 / of % 10);
        println!("| {kind} | {} | {} | {} |", tenths(took, PEOPLE), tenths(need, PEOPLE), tenths(took, need));
    }
    Ok(())
}

/// How many operations on words the terms of these people need, and how many instructions so many blocks took, reading included.
fn counted(kind: &str, blocks: u64) -> Result<(u64, u64)> {
    let runner = "target.'cfg(all())'.runner=['valgrind','--tool=callgrind','--callgrind-out-file=/dev/null']";
    let arguments = ["--quiet", "--config", runner, "-p", "supple-population", "--bench", "count", "--", kind];
    let output = cargo_command(&["bench"]).args(arguments).arg(blocks.to_string()).output()?;
    let (out, err) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    ensure!(output.status.success(), "the count of `{kind}` failed: {err}");
    let words =
        out.lines().next().and_then(|line| line.trim().parse().ok()).context("it does not say what is needed")?;
    let collected = err.lines().find_map(|line| line.split_once("Collected :")).context("valgrind counted nothing")?;
    Ok((words, collected.1.trim().parse()?))
}
