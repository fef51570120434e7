//! The form and what comes back from it.

#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod draw;
#[cfg(test)]
mod form;
#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/partial.rs"]
mod partial;
#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/people.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod people;
#[cfg(test)]
mod round;
