//! The care loop: pure functions from answers to a decision.
