//! A practice that is reached from other computers: signing in, and who sees what.

mod matrix;
pub(crate) mod people;
mod seats;
mod sign_in;
