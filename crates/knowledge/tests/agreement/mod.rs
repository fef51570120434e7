//! Draws people, has both judge them, and finds the smallest person whom they judge differently.

pub(crate) mod draw;
pub(crate) mod judges;
pub(crate) mod person;
