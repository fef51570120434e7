//! What a developer runs: `cargo xtask check`, `test`, `bench`, `torture`, `mutate`, `docs`.

mod arrows;
mod bench;
mod check;
mod command;
mod test;
mod torture;

use anyhow::{Result, bail};

const USAGE: &str =
    "usage: cargo xtask check | test | bench | bench program | bench peers | bench store | bench instructions | torture --minutes N | mutate [COUNT] | validate DIR | docs

check  format, lints, documentation, directions of dependencies, unused dependencies, all Rust tests
test   everything a fresh Debian machine needs: all Rust tests, the release build, the product in a real browser
bench  the benchmarks, and the figures of the program as a process and as a server
bench program  the figures of the program alone
bench peers  Supple beside general rule engines and the reference engine, in one run (builds bench/)
bench instructions  what people cost in planes, counted by valgrind, beside what the terms need
bench store  what the record costs, beside plain inserts of the same bytes in the same run
torture      the faults of the record again and again: killed, torn, cut off, full
mutate       the rules changed in so many ways (200), each of which has to be noticed; writes docs/MUTANTS.md
validate     published figures, computed again from data that may not be kept here
docs   docs/rules and docs/TRACEABILITY.md, made anew from knowledge/";

/// How many mutants are tried where nobody says how many.
const MUTANTS: &str = "200";

/// Mutants of the rules; the test command tries twenty of them.
fn mutate(count: &str) -> Result<()> {
    let words = ["test", "--quiet", "-p", "supple-knowledge", "--test", "mutation", "--", "--nocapture"];
    command::run(command::cargo_command(&words).env("SUPPLE_MUTANTS", count))
}

fn main() -> Result<()> {
    std::env::set_current_dir(command::root())?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check"] => check::run(),
        ["test"] => test::run(),
        ["bench"] => bench::run(),
        ["bench", "program"] => bench::program(),
        ["bench", "peers"] => bench::peers::run(),
        ["bench", "instructions"] => bench::instructions::run(),
        ["bench", "store"] => command::cargo(&["bench", "-p", "supple-store", "--bench", "store"]),
        ["mutate"] => mutate(MUTANTS),
        ["mutate", count] => mutate(count),
        ["torture", "--minutes", minutes] => torture::run_for(minutes),
        ["validate", directory] => {
            command::cargo(&["run", "--quiet", "-p", "supple-knowledge", "--example", "validate", "--", directory])
        }
        ["docs"] => command::cargo(&["run", "--quiet", "-p", "supple", "--", "knowledge", "docs", "."]),
        _ => bail!(USAGE),
    }
}
