//! A field of a form: what stands in it, and what is wrong with it.

use crate::{
    call::Call,
    frame::{Trouble, beside},
};

/// Most letters of a line (the `maxlength` of its field).
const LINE: usize = 200;

/// A field.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
    /// `text`, `number`, `date` or `long`; for signing in `login`, `password`, `new-password` or `code`.
    pub(crate) kind: &'static str,
}

impl Field {
    /// What a browser may fill in by itself (HTML, autofill field names).
    pub(crate) fn fills(&self) -> &'static str {
        match self.kind {
            "login" => "username",
            "password" => "current-password",
            "new-password" => "new-password",
            "code" => "one-time-code",
            _ => "off",
        }
    }
}

/// Fields of a form and the mistakes in them.
pub(crate) struct Fields<'a> {
    pub(crate) call: &'a Call,
    pub(crate) troubles: &'a [Trouble],
}

impl Fields<'_> {
    /// A field whose words are `KEY` and, where there is one, `KEY-hint`; typed before, or `value`.
    pub(crate) fn of(&self, id: &str, key: &str, kind: &'static str, value: impl Into<String>) -> Field {
        // A password does not go back to the page, and a code counts once.
        let secret = matches!(kind, "password" | "new-password" | "code");
        let typed = self.call.form.get(id).filter(|_| !secret).map(str::to_owned);
        Field {
            id: id.to_owned(),
            label: self.call.voice.t(key),
            hint: None,
            value: typed.unwrap_or_else(|| value.into()),
            error: beside(self.troubles, id),
            kind,
        }
    }

    /// The same with a hint, `KEY-hint`.
    pub(crate) fn hinted(&self, id: &str, key: &str, kind: &'static str, value: impl Into<String>) -> Field {
        Field { hint: Some(self.call.voice.t(&format!("{key}-hint"))), ..self.of(id, key, kind, value) }
    }
}

/// Reads fields, and collects every mistake.
pub(crate) struct Reading<'a> {
    pub(crate) call: &'a Call,
    pub(crate) troubles: Vec<Trouble>,
}

impl<'a> Reading<'a> {
    pub(crate) const fn new(call: &'a Call) -> Self {
        Self { call, troubles: Vec::new() }
    }

    pub(crate) fn wrong(&mut self, id: &str, key: &str) {
        self.troubles.push(Trouble::new(id, self.call.voice.t(key)));
    }

    /// A text of one line; empty where nothing is typed.
    pub(crate) fn text(&mut self, id: &str) -> String {
        self.at_most(id, LINE)
    }

    /// A text of at most so many letters; empty where nothing is typed. What is longer is not cut: the person shortens it.
    pub(crate) fn at_most(&mut self, id: &str, most: usize) -> String {
        let text = self.call.form.text(id).unwrap_or_default();
        if text.chars().count() > most {
            self.troubles.push(Trouble::new(id, self.call.voice.n("form-too-long", "max", most)));
        }
        text.to_owned()
    }

    /// A text that has to be there.
    pub(crate) fn needed(&mut self, id: &str, key: &str) -> String {
        let text = self.text(id);
        if text.is_empty() {
            self.wrong(id, key);
        }
        text
    }

    /// A whole number within limits; nothing where the field is empty or wrong.
    pub(crate) fn number(&mut self, id: &str, least: u16, most: u16) -> Option<u16> {
        let text = self.call.form.text(id)?;
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let args = [("low", i64::from(least).into()), ("high", i64::from(most).into())];
            self.troubles.push(Trouble::new(id, self.call.voice.with("track-range", &args)));
        }
        number
    }

    /// A number that has to be there.
    pub(crate) fn number_needed(&mut self, id: &str, least: u16, most: u16) -> u16 {
        if self.call.form.text(id).is_none() {
            self.wrong(id, "practice-number-needed");
        }
        self.number(id, least, most).unwrap_or(least)
    }

    /// A date; nothing where the field is empty or wrong.
    pub(crate) fn date(&mut self, id: &str) -> Option<jiff::civil::Date> {
        let text = self.call.form.text(id)?;
        let date = supple_interop::dates::parse(text).map(supple_interop::dates::date);
        if date.is_none() {
            self.wrong(id, "practice-date");
        }
        date
    }
}
