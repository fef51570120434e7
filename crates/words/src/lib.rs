//! The sentences a person reads, from language files.
