//! Folders of entries that are no part of the knowledge base: licences/, holidays/.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::{Errors, Files, diagnostic::Sink, raw::Text};

/// What `take` makes of every file in a folder, in their order.
///
/// # Errors
/// Every mistake, each with file, line, column and what was expected.
pub(crate) fn read<F: DeserializeOwned, T>(
    files: &Files,
    folder: &str,
    mut take: impl FnMut(F, &mut Vec<T>, &mut Sink<'_>),
) -> Result<Vec<T>, Errors> {
    let (mut found, mut errors) = (Vec::new(), Errors::default());
    let inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    for (file, text) in files.iter().filter(|(path, _)| inside(path)) {
        let mut sink = Sink { file, text, errors: &mut errors };
        match crate::tables::parse::<F>(text) {
            Ok(read) => take(read, &mut found, &mut sink),
            Err(error) => sink.at(error.span().unwrap_or(0..0), error.message()),
        }
    }
    if errors.0.is_empty() { Ok(found) } else { Err(errors) }
}

/// What every entry says of itself.
pub(crate) struct Head<'a> {
    pub(crate) id: &'a Text,
    pub(crate) name: &'a Text,
    pub(crate) source: &'a Text,
    /// The day on which the source was read.
    pub(crate) on: &'a Text,
}

impl Head<'_> {
    /// Records what is wrong with it; the day, where that is one.
    pub(crate) fn check<D: FromStr>(&self, is_known: impl FnOnce(&str) -> bool, sink: &mut Sink<'_>) -> Option<D> {
        let id = self.id.get_ref();
        if id.is_empty() || !id.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') {
            sink.at(self.id.span(), "expected lower-case letters and hyphens");
        }
        if is_known(id) {
            sink.at(self.id.span(), format!("`{id}` is there already"));
        }
        for text in [self.name, self.source] {
            if text.get_ref().trim().is_empty() {
                sink.at(text.span(), "expected a text");
            }
        }
        let on = self.on.get_ref().parse().ok();
        if on.is_none() {
            sink.at(self.on.span(), "expected a date, as in 2026-11-21");
        }
        on
    }
}
