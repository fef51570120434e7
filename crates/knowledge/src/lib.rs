//! Reads knowledge/, checks it, compiles it, proves it, prints it.
