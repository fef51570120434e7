//! Sessions: choosing one, doing it, finishing it, taking it along, and the lesson for the giver.

pub(crate) mod alone;
pub(crate) mod asks;
pub(crate) mod choose;
pub(crate) mod code;
pub(crate) mod data;
pub(crate) mod events;
pub(crate) mod finish;
mod first;
pub(crate) mod left;
pub(crate) mod lesson;
mod lying;
pub(crate) mod morning;
pub(crate) mod ordered;
pub(crate) mod page;
pub(crate) mod sign;
pub(crate) mod trained;
