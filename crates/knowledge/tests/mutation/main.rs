//! The rules, changed on purpose: each change has to be noticed.
//!
//! A mutant is judged beside the reference model, on people drawn about its rule. One that the model does not notice has to be
//! proved to change nothing for anybody. `SUPPLE_MUTANTS` sets how many are tried, `cargo xtask mutate` two hundred.

#[cfg(test)]
#[path = "../agreement/mod.rs"]
#[expect(dead_code, reason = "shared with the test of agreement, which uses more of it")]
mod agreement;
#[cfg(test)]
mod change;
#[cfg(test)]
mod noticed;
#[cfg(test)]
#[path = "../reference/mod.rs"]
mod reference;
