//! Proofs over all answer sheets.
