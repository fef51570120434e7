//! Two versions beside each other: every planted change is found, in its direction, with a person.

#[cfg(test)]
mod planted;
