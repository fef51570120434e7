//! Whether a server is known to say nothing, so that not everybody waits to find out for themselves.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What is known of a server's silence. It begins with one who waited in vain while nobody else heard anything, and ends
/// with any answer, a refusal included.
#[derive(Default)]
pub(super) struct Silence(Mutex<Known>);

#[derive(Default)]
struct Known {
    silent: bool,
    /// When the server last said anything.
    heard: Option<Instant>,
}

impl Silence {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Each change is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether asking is in vain.
    pub(super) fn is(&self) -> bool {
        self.known().silent
    }

    /// The server said something.
    pub(super) fn heard(&self) {
        *self.known() = Known { silent: false, heard: Some(Instant::now()) };
    }

    /// Somebody waited in vain since then. Whether that begins a silence that was not known: it does not where somebody
    /// else heard the server meanwhile, because then one line alone leads nowhere.
    pub(super) fn unheard(&self, since: Instant) -> bool {
        let mut known = self.known();
        let begins = !known.silent && known.heard.is_none_or(|heard| heard <= since);
        known.silent |= begins;
        begins
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn one_who_waits_in_vain_tells_the_others_and_any_answer_ends_it() {
        let (silence, before) = (Silence::default(), Instant::now());
        assert!(!silence.is());
        assert!(silence.unheard(before) && silence.is());
        assert!(!silence.unheard(before), "it began once");
        silence.heard();
        assert!(!silence.is());
        assert!(!silence.unheard(before) && !silence.is(), "somebody else heard it meanwhile: one line leads nowhere");
        assert!(silence.unheard(Instant::now() + Duration::from_secs(1)) && silence.is());
    }
}
