//! Many at a time is the same as one at a time.

#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod draw;
#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/partial.rs"]
mod partial;
#[cfg(test)]
#[path = "../../../knowledge/tests/invariants/people.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod people;

#[cfg(test)]
mod cohort;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod same;
#[cfg(test)]
mod wild;
