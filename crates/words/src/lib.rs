//! The sentences a person reads, from language files.
//!
//! No sentence stands in Rust or in a template: both name a key, and [`Words::get`] gives the sentence in the person's
//! language. Sentences of the knowledge base pass through [`Words::knowledge`]. The pseudo-language [`PSEUDO`] accents and
//! brackets every letter of both, so that a test sees each sentence that slipped past.

mod files;
pub mod pace;
mod pseudo;

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use files::LANGUAGES;

/// The pseudo-language: English with every letter accented and every sentence in brackets. For tests.
pub const PSEUDO: &str = "en-XA";

/// One argument of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// A word or a sentence in the person's language already.
    Text(Cow<'a, str>),
    /// A number, which also chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// Why the words of a language cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// There are no files for it.
    #[error("there is no language `{0}`")]
    NoSuchLanguage(String),
    /// A file is not well formed.
    #[error("the language file `{file}` is not well formed: {what}")]
    Malformed {
        /// Which file.
        file: String,
        /// What the parser says.
        what: String,
    },
    /// Two files define the same key.
    #[error("the language file `{file}` defines again what another one defines: {what}")]
    Twice {
        /// The later file.
        file: String,
        /// Which keys.
        what: String,
    },
}

/// The sentences of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    lang: String,
    pseudo: bool,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// The words of a language, such as `en`, or of [`PSEUDO`].
    ///
    /// # Errors
    /// When there is no such language, or its files are broken.
    pub fn load(lang: &str) -> Result<Self, WordsError> {
        let pseudo = lang == PSEUDO;
        let wanted = if pseudo { "en" } else { lang };
        let files = files::of(wanted).ok_or_else(|| WordsError::NoSuchLanguage(lang.to_owned()))?;
        let id: LanguageIdentifier = wanted.parse().map_err(|_| WordsError::NoSuchLanguage(lang.to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Pages isolate what a person typed with <bdi>; marks inside a sentence would be read out by some readers.
        bundle.set_use_isolating(false);
        if pseudo {
            bundle.set_transform(Some(pseudo::accent));
        }
        for (file, text) in files {
            let resource =
                FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| WordsError::Malformed {
                    file: (*file).to_owned(),
                    what: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
                })?;
            bundle.add_resource(resource).map_err(|errors| WordsError::Twice {
                file: (*file).to_owned(),
                what: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        }
        Ok(Self { bundle, lang: lang.to_owned(), pseudo })
    }

    /// The language's tag, for the `lang` attribute.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Whether there is a sentence for the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The sentence for a key. A key without a sentence gives the key itself in double angle marks: a test finds those.
    #[must_use]
    pub fn get(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("«{key}»");
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let value = match value {
                Arg::Text(text) => FluentValue::from(text.as_ref()),
                Arg::Number(number) => FluentValue::from(*number),
            };
            given.set((*name).to_owned(), value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&given), &mut errors);
        if self.pseudo { pseudo::bracket(&text) } else { text.into_owned() }
    }

    /// What a place is called with its side: "left low back". `side` is "left", "right" or anything else for the middle.
    #[must_use]
    pub fn place(&self, side: &str, place: &str) -> String {
        let key = match side {
            "left" => "place-left",
            "right" => "place-right",
            _ => "place-middle",
        };
        self.get(key, &[("place", self.knowledge(place).as_ref().into())])
    }

    /// A sentence of the knowledge base, in the person's language as far as it is translated.
    #[must_use]
    pub fn knowledge<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.pseudo { Cow::Owned(pseudo::bracket(&pseudo::accent(text))) } else { Cow::Borrowed(text) }
    }
}
