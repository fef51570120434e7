//! All tests: of the crates, and of the product in a real browser.

use std::{ops::AddAssign, path::Path};

use anyhow::{Result, ensure};

use crate::command::{self, cargo, cargo_command, install, installed, watched, with};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Counts {
    /// The closing line, and failure if any test failed or none ran.
    pub(crate) fn close(self) -> Result<()> {
        println!("{} passed, {} failed", self.passed, self.failed);
        ensure!(self.failed == 0, "tests failed");
        ensure!(self.passed > 0, "no test ran");
        Ok(())
    }

    /// Reads a closing line: of `cargo test`, of nextest, or "N passed, N failed".
    fn read(&mut self, line: &str) {
        let line = plain(line);
        let closing = line.starts_with("test result:")
            || line.trim_start().starts_with("Summary [")
            || line.split(", ").all(|part| part.ends_with(" passed") || part.ends_with(" failed"));
        if closing {
            *self += Self { passed: before(&line, "passed"), failed: before(&line, "failed") };
        }
    }
}

/// A line without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

/// The number before a word, or nothing.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ';', ',']).filter(|part| !part.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| match pair {
            [number, found] if *found == word => number.parse().ok(),
            _ => None,
        })
        .unwrap_or(0)
}

/// Runs a command and counts. One that fails without having counted a failure counts as one.
fn counted(mut command: std::process::Command) -> Result<Counts> {
    let mut counts = Counts::default();
    let succeeded = watched(&mut command, |line| counts.read(line))?;
    if !succeeded && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// All Rust tests, with the examples in the documentation.
pub(crate) fn rust() -> Result<Counts> {
    if !installed("cargo-nextest") {
        return counted(cargo_command(&["test", "--workspace", "--no-fail-fast"]));
    }
    let mut counts = counted(cargo_command(&["nextest", "run", "--workspace", "--no-fail-fast"]))?;
    counts += counted(cargo_command(&["test", "--workspace", "--doc", "--no-fail-fast"]))?;
    Ok(counts)
}

/// Everything: Rust, then the release build in a browser.
pub(crate) fn run() -> Result<()> {
    let needed = [
        ("/usr/bin/chromium", "chromium"),
        ("/usr/bin/node", "nodejs"),
        ("/usr/bin/npm", "npm"),
        ("/usr/lib/postgresql", "postgresql"),
        ("/usr/bin/python3", "python3-venv"),
    ];
    let missing = |(path, name): &(&str, &str)| !Path::new(path).exists() && !installed(name.trim_end_matches("js"));
    let missing: Vec<&str> = needed.iter().filter(|entry| missing(entry)).map(|(_, name)| *name).collect();
    install(&missing)?;
    let mut counts = rust()?;
    cargo(&["build", "--release", "-p", "supple"])?;
    command::run(with("npm", &["ci", "--no-audit", "--no-fund"]).current_dir("e2e"))?;
    let mut browser = with("node", &["run.mjs"]);
    browser.current_dir("e2e");
    counts += counted(browser)?;
    command::run(with("npm", &["ci", "--no-audit", "--no-fund"]).current_dir("peers"))?;
    for script in [
        "run.mjs",
        "fhir.mjs",
        "lforms.mjs",
        "calendar.mjs",
        "khal.mjs",
        "holidays.mjs",
        "clinic.mjs",
        "models.mjs",
        "any.mjs",
        "hooks.mjs",
        "examples.mjs",
    ] {
        let mut peers = with("node", &[script]);
        peers.current_dir("peers");
        counts += counted(peers)?;
    }
    counts.close()
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn read(lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        for line in lines {
            counts.read(line);
        }
        counts
    }

    #[test]
    fn closing_lines_of_all_runners_are_counted() {
        let cargo = "test result: FAILED. 40 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s";
        let nextest = "     Summary [  12.345s] 123 tests run: 120 passed (2 slow), 3 failed, 0 skipped";
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [   1.0s] \u{1b}[1m7\u{1b}[0m tests run: \u{1b}[1m7\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(read(&[cargo]), Counts { passed: 40, failed: 1 });
        assert_eq!(read(&[nextest]), Counts { passed: 120, failed: 3 });
        assert_eq!(read(&[coloured]), Counts { passed: 7, failed: 0 });
        assert_eq!(read(&["12 passed, 1 failed", "a test that passed"]), Counts { passed: 12, failed: 1 });
    }

    #[test]
    fn failures_and_no_tests_at_all_are_no_success() {
        assert!(Counts { passed: 3, failed: 0 }.close().is_ok());
        assert!(Counts { passed: 3, failed: 1 }.close().is_err());
        assert!(Counts::default().close().is_err());
    }
}
