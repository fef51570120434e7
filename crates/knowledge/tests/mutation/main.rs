//! The rules, changed on purpose: each change has to be noticed.
//!
//! A mutant is judged by the examples, and beside the reference model on people drawn about its rule. One that neither notices
//! has to lose caution, which the proof against the released knowledge finds, or to be proved to change nothing for anybody;
//! then the reason stands in `harmless`. `SUPPLE_MUTANTS` sets how many are tried and writes docs/MUTANTS.md.

#[cfg(test)]
#[path = "../agreement/mod.rs"]
#[expect(dead_code, reason = "shared with the test of agreement, which uses more of it")]
mod agreement;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod change;
#[cfg(test)]
#[path = "../../../supple/tests/cli/expected.rs"]
#[expect(dead_code, reason = "shared with the tests of the program, which look at the disposition aimed at as well")]
mod expected;
#[cfg(test)]
mod harmless;
#[cfg(test)]
mod noticed;
#[cfg(test)]
mod page;
#[cfg(test)]
#[path = "../reference/mod.rs"]
mod reference;
