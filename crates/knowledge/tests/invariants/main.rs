//! What is always true, tried on many drawn people. A failing test prints a person in words, shrunk to few facts.
//!
//! The same statements are proved over all answer sheets, as far as each rule goes, by `supple_knowledge::prove`; here
//! whole decisions are looked at, as the engine makes them.

#[cfg(test)]
mod articles;
#[cfg(test)]
mod at_once;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod crisis;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod doubt;
#[cfg(test)]
mod draw;
#[cfg(test)]
mod gates;
#[cfg(test)]
mod healthy;
#[cfg(test)]
mod interview;
#[cfg(test)]
mod matters;
#[cfg(test)]
mod people;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod plan_cases;
#[cfg(test)]
mod planned;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod react;
mod rows;
#[cfg(test)]
mod session;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod truth;
#[cfg(test)]
mod warmth;
