//! A practice that is reached from other computers: signing in, and who sees what.

mod bring;
mod matrix;
pub(crate) mod people;
mod seats;
mod sign_in;
