//! A practice that is reached from other computers: signing in, and who sees what.

pub(crate) mod authenticator;
mod bring;
mod matrix;
mod passkeys;
pub(crate) mod people;
mod seats;
mod sign_in;
