//! The master key that a command prints: of a key service, a password manager.

use std::{
    io::Read,
    process::{Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use supple_store::MasterKey;
use supple_words::Words;

use crate::trouble::BadInput;

/// How long a command may take for the master key.
const KEY_PATIENCE: Duration = Duration::from_secs(30);

/// What a command prints, as the master key.
///
/// # Errors
/// A command that fails, prints no key, or takes too long.
pub(super) fn key(words: &Words, command: &str) -> Result<MasterKey, BadInput> {
    key_within(words, command, KEY_PATIENCE)
}

/// What a command prints within some time, as the master key.
fn key_within(words: &Words, command: &str, patience: Duration) -> Result<MasterKey, BadInput> {
    let failed = || BadInput(words.get("key-command-failed", &[("command", command.into())]));
    // Its own words go to the screen; only what it prints is the key.
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|_| failed())?;
    let mut printing = child.stdout.take().ok_or_else(failed)?;
    let (done, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut printed = Vec::new();
        let whole = printing.read_to_end(&mut printed).is_ok();
        // Nobody listens any more where it came too late.
        drop(done.send(printed));
        whole
    });
    let Ok(printed) = heard.recv_timeout(patience) else {
        // One that ended meanwhile needs no ending.
        drop(child.kill());
        drop(child.wait());
        let seconds = i64::try_from(patience.as_secs()).unwrap_or(i64::MAX);
        return Err(BadInput(
            words.get("key-command-late", &[("command", command.into()), ("seconds", seconds.into())]),
        ));
    };
    child.wait().ok().filter(ExitStatus::success).ok_or_else(failed)?;
    std::str::from_utf8(&printed).ok().and_then(MasterKey::from_text).ok_or_else(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_says_nothing_is_ended_and_said() {
        let words = Words::load("en").unwrap();
        let late = key_within(&words, "exec sleep 600", Duration::from_millis(50)).map(drop).unwrap_err();
        assert!(late.0.contains("was ended") && late.0.contains("sleep 600"), "{}", late.0);
        let digits = "07".repeat(32);
        assert!(key_within(&words, &format!("echo {digits}"), KEY_PATIENCE).is_ok());
        for other in ["true", "exit 1", "echo 07", &format!("echo {digits}; exit 1")] {
            let failed = key_within(&words, other, KEY_PATIENCE).map(drop).unwrap_err();
            assert!(failed.0.contains("did not print a key"), "{}", failed.0);
        }
    }
}
