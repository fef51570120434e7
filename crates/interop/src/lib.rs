//! The formats of the outside world: mapping only.
