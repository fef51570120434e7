//! What every page carries around its content.

use supple_care::interview::Standing;
use supple_words::pace;

use crate::{call::Call, pages::account::work, record::Person, voice::Voice};

/// The frame of a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) lang: String,
    /// The name of the page. Never a name of a person and nothing about their health.
    pub(crate) title: String,
    pub(crate) css: String,
    /// What the pages with a figure of the body carry beside it.
    pub(crate) figure: String,
    /// What these pages carry beside the style sheet of all pages; empty elsewhere.
    pub(crate) know: String,
    pub(crate) script: String,
    pub(crate) back: Option<String>,
    /// Whether going back saves what stands in the form of the page first.
    pub(crate) saving: bool,
    pub(crate) csrf: String,
    /// The open record's name.
    pub(crate) who: Option<String>,
    pub(crate) proxy: bool,
    /// Whether everything that is kept here is made up.
    pub(crate) made_up: bool,
    /// Whether somebody is signed in.
    pub(crate) signed: bool,
    /// The page of the practice that somebody works in, or of the practices; nothing for others.
    pub(crate) work: Option<String>,
    /// Whether it is a practice's page: what stands there is its clients', not that of whoever is signed in.
    pub(crate) desk: bool,
    /// Minutes that are left, while questions are asked.
    pub(crate) minutes: Option<i64>,
    /// Where a form on this page was in the record.
    pub(crate) seq: u64,
    /// Whether help comes before everything else: the person spoke of ending their life.
    pub(crate) help: bool,
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
            figure: call.house.assets.figure.clone(),
            know: String::new(),
            script: call.house.assets.script_path.clone(),
            back: back.map(str::to_owned),
            saving: false,
            csrf: call.visit.csrf.clone(),
            who: open.map(|open| open.name.clone()),
            made_up: call.house.app.made_up,
            signed: call.visit.signed.is_some(),
            work: work::page(&call.seat),
            desk: call.path.starts_with("/practice/"),
            proxy: open.is_some_and(|open| open.proxy.is_some()),
            minutes: None,
            seq: 0,
            help: false,
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

    /// A page about a massage of this person: it knows where the record stood, and whether help comes first.
    pub(crate) fn of(self, person: &Person) -> Self {
        Self { seq: person.record.last_seq, help: person.crisis(), ..self }
    }

    /// Going back saves what stands in the form with the id `form` first.
    pub(crate) fn saving(self) -> Self {
        Self { saving: true, ..self }
    }

    /// Says how long what is left takes.
    pub(crate) fn with_minutes(self, standing: &Standing) -> Self {
        Self { minutes: Some(minutes(standing)), ..self }
    }
}

/// Minutes for what is left; the body map has a page for the places and one for the pain.
pub(crate) fn minutes(standing: &Standing) -> i64 {
    const MAP_PAGES: usize = 2;
    pace::minutes(standing.pages + if standing.map { MAP_PAGES } else { 0 }, standing.open)
}
