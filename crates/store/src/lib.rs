//! Everything that is kept: the encrypted, append-only record.
