//! What a developer runs: `cargo xtask check`, `test`, `bench`, `docs`.

mod arrows;
mod bench;
mod check;
mod command;
mod test;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask check | test | bench | docs

check  format, lints, documentation, directions of dependencies, unused dependencies, all Rust tests
test   everything a fresh Debian machine needs: all Rust tests, the release build, the product in a real browser
bench  the benchmarks, and the figures of the program as a process and as a server
docs   docs/rules and docs/TRACEABILITY.md, made anew from knowledge/";

fn main() -> Result<()> {
    std::env::set_current_dir(command::root())?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check"] => check::run(),
        ["test"] => test::run(),
        ["bench"] => bench::run(),
        ["docs"] => command::cargo(&["run", "--quiet", "-p", "supple", "--", "knowledge", "docs", "."]),
        _ => bail!(USAGE),
    }
}
