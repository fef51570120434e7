//! Plans, weeks and calendar files through the formats.

#[cfg(test)]
mod made;
