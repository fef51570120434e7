//! What every page carries around its content.

use crate::{call::Call, voice::Voice};

/// The frame of a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) lang: String,
    /// The name of the page. Never a name of a person and nothing about their health.
    pub(crate) title: String,
    pub(crate) css: String,
    /// What these pages carry beside the style sheet of all pages; empty elsewhere.
    pub(crate) know: String,
    pub(crate) script: String,
    pub(crate) back: Option<String>,
    pub(crate) csrf: String,
    /// The open record's name.
    pub(crate) who: Option<String>,
    pub(crate) proxy: bool,
    /// Minutes that are left, while questions are asked.
    pub(crate) minutes: Option<i64>,
    /// Where a form on this page was in the record.
    pub(crate) seq: u64,
    pub(crate) v: Voice,
}

/// One thing to look at: the field's id in the page, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) field: String,
    pub(crate) text: String,
    /// The sentence beside the field.
    pub(crate) short: String,
}

impl Trouble {
    pub(crate) fn new(field: impl Into<String>, text: String) -> Self {
        Self { field: field.into(), short: text.clone(), text }
    }
}

/// The sentence beside a field, if there is one.
pub(crate) fn beside(troubles: &[Trouble], field: &str) -> Option<String> {
    troubles.iter().find(|trouble| trouble.field == field).map(|trouble| trouble.short.clone())
}

impl Frame {
    pub(crate) fn new(call: &Call, page: &str, back: Option<&str>) -> Self {
        let v = call.voice.clone();
        let open = call.visit.open.as_ref();
        Self {
            lang: v.lang().to_owned(),
            title: v.s("page-title", "page", &v.t(page)),
            css: call.house.assets.css.clone(),
            know: String::new(),
            script: call.house.assets.script_path.clone(),
            back: back.map(str::to_owned),
            csrf: call.visit.csrf.clone(),
            who: open.map(|open| open.name.clone()),
            proxy: open.is_some_and(|open| open.proxy.is_some()),
            minutes: None,
            seq: 0,
            v,
        }
    }

    /// Whether there is something beside the back link's place.
    pub(crate) fn bar(&self) -> bool {
        self.back.is_some() || self.minutes.is_some() || self.who.is_some()
    }

    pub(crate) fn at(self, seq: u64) -> Self {
        Self { seq, ..self }
    }

    pub(crate) fn with_minutes(self, open: usize) -> Self {
        Self { minutes: Some(minutes(open)), ..self }
    }
}

/// Minutes for so many open questions. "No to all of these" answers a page at once, so a question takes about four
/// seconds, most of it reading.
fn minutes(open: usize) -> i64 {
    const SECONDS_EACH: usize = 4;
    i64::try_from(open.saturating_mul(SECONDS_EACH).div_ceil(60).max(1)).unwrap_or(1)
}
