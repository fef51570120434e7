//! Old versions of an event stay readable: lifted when they are read, never rewritten.

use serde_json::Value;

/// Lifts a payload to a later version of its form.
///
/// It is called again with what it returned until the version stays the same, so each step is written once, from one
/// version to the next. Types and versions that it does not know it hands back as they are. Closures of this shape
/// are upcasts too.
pub trait Upcast: Send + Sync {
    /// The version and payload one step on, or the same ones when there is no step.
    fn upcast(&self, kind: &str, version: u16, payload: Value) -> (u16, Value);
}

impl<F> Upcast for F
where
    F: Fn(&str, u16, Value) -> (u16, Value) + Send + Sync,
{
    fn upcast(&self, kind: &str, version: u16, payload: Value) -> (u16, Value) {
        self(kind, version, payload)
    }
}

/// No upcasting: every payload as it was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsWritten;

impl Upcast for AsWritten {
    fn upcast(&self, _kind: &str, version: u16, payload: Value) -> (u16, Value) {
        (version, payload)
    }
}

/// Lifts as far as it goes; `None` when a step went back to an earlier version.
pub(crate) fn lift(steps: &dyn Upcast, kind: &str, version: u16, payload: Value) -> Option<(u16, Value)> {
    let (mut version, mut payload) = (version, payload);
    // INVARIANT: the version rises in every round but the last, so the loop ends.
    loop {
        let (next, lifted) = steps.upcast(kind, version, payload);
        if next < version {
            return None;
        }
        if next == version {
            return Some((version, lifted));
        }
        (version, payload) = (next, lifted);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn steps_are_taken_one_after_the_other() {
        let steps = |kind: &str, version: u16, payload: Value| match (kind, version) {
            ("pain", 1) => (2, json!({ "score": payload })),
            ("pain", 2) => (3, json!([payload])),
            _ => (version, payload),
        };
        assert_eq!(lift(&steps, "pain", 1, json!(7)), Some((3, json!([{ "score": 7 }]))));
        assert_eq!(lift(&steps, "other", 1, json!(7)), Some((1, json!(7))));
    }

    #[test]
    fn a_step_back_is_refused() {
        let steps = |_: &str, _: u16, payload: Value| (1, payload);
        assert_eq!(lift(&steps, "pain", 2, json!(7)), None);
    }
}
