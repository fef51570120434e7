//! Running the program as somebody at a shell does.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) out: String,
    /// What it said about trouble.
    pub(crate) err: String,
}

impl Ran {
    /// What was printed, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// Runs the program with something on its standard input.
pub(crate) fn supple(args: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that has had enough closes its end; what is left then is not written.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Talks with the program: what it said since the last line is answered with the next, until there is no answer.
pub(crate) fn talk(args: &[&str], mut answer: impl FnMut(&str) -> Option<String>) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take(), child.stdout.take().unwrap());
    let (mut out, mut said, mut byte) = (Vec::new(), 0, [0u8; 1]);
    while stdout.read(&mut byte).unwrap() == 1 {
        out.push(byte[0]);
        if !out.ends_with(b"\n> ") {
            continue;
        }
        let asked = String::from_utf8_lossy(&out[said..]).into_owned();
        said = out.len();
        match answer(&asked) {
            Some(line) => writeln!(stdin.as_mut().unwrap(), "{line}").unwrap(),
            None => stdin = None,
        }
    }
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) use crate::expected::root;

/// Copies a directory with all that is in it.
pub(crate) fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
