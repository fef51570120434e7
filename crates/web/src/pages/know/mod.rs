//! What people can read up on: the articles' claims, what Supple does instead, benefits, guidelines, rules, visits.

pub(crate) mod articles;
pub(crate) mod benefits;
pub(crate) mod claims;
pub(crate) mod guidelines;
pub(crate) mod places;
pub(crate) mod rule;
pub(crate) mod view;
pub(crate) mod visit;

use supple_care::claim::Claims;

use crate::{
    call::{Call, Reply},
    frame::Frame,
};

impl Call {
    /// The claims and what belongs to them, parsed when the first page asks.
    pub(crate) fn claims(&self) -> Result<&Claims, Reply> {
        let app = &self.house.app;
        app.library.claims(&app.knowledge).map_err(|_| super::trouble::library(self))
    }

    /// The frame of a page to read up on.
    pub(crate) fn know(&self, page: &str, back: &str) -> Frame {
        Frame { know: self.house.assets.know.clone(), ..self.frame(page, Some(back)) }
    }

    /// A value that stands after the question mark, where it is one of ours: letters, digits and hyphens.
    pub(crate) fn wish(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
            .filter(|value| !value.is_empty())
    }
}
