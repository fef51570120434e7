//! The country whose emergency and crisis numbers are shown: chosen by a person, remembered by the browser, and, where
//! nobody has chosen yet, suggested from the browser's language. A suggestion is seen and confirmed before it counts.

use axum::http::{HeaderMap, header};
use supple_care::Knowledge;

use crate::guard;

/// The cookie that remembers the last choice: a country code, or nothing for another country.
pub(crate) const COOKIE: &str = "supple-country";

/// How long the browser remembers it, in seconds: a year.
pub(crate) const REMEMBERED_S: u32 = 365 * 24 * 60 * 60;

/// What is known of the country from a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// What was chosen in this browser before; empty for another country.
    pub(crate) remembered: Option<String>,
    /// What the browser's language suggests.
    pub(crate) suggested: Option<String>,
}

impl Hints {
    pub(crate) fn read(headers: &HeaderMap, knowledge: &Knowledge) -> Self {
        let known = |code: &str| knowledge.country(code).is_some();
        let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            remembered: guard::cookie(headers, COOKIE).filter(|code| code.is_empty() || known(code)).map(str::to_owned),
            suggested: region(languages).filter(|code| known(code)),
        }
    }
}

/// The region of the language that is wished first, such as `DE` of `de-DE,de;q=0.9`; nothing where it names none: a
/// region further down the list says little about where somebody is.
fn region(languages: &str) -> Option<String> {
    let first = languages.split(',').next()?.split(';').next()?.trim();
    let mut parts = first.split('-').skip(1);
    parts.find(|part| part.len() == 2 && part.bytes().all(|letter| letter.is_ascii_alphabetic())).map(str::to_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{COOKIE, Hints, region};
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    #[test]
    fn the_first_language_suggests_its_region_and_no_other_does() {
        for (languages, expected) in [
            ("de-DE,de;q=0.9,en-US;q=0.8", Some("DE")),
            ("zh-Hant-TW", Some("TW")),
            ("en-gb;q=1", Some("GB")),
            ("de,en-US;q=0.8", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(region(languages).as_deref(), expected, "{languages}");
        }
    }

    #[test]
    fn only_countries_whose_numbers_are_known_are_suggested_or_remembered() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let hints = |language: &'static str, cookie: String| {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static("accept-language"), HeaderValue::from_static(language));
            headers.insert(HeaderName::from_static("cookie"), HeaderValue::from_str(&cookie).unwrap());
            Hints::read(&headers, &knowledge)
        };
        let known = hints("fr-FR", format!("{COOKIE}=GB"));
        assert_eq!((known.remembered.as_deref(), known.suggested.as_deref()), (Some("GB"), Some("FR")));
        assert_eq!(hints("xx-ZZ", format!("{COOKIE}=ZZ")), Hints::default());
        assert_eq!(hints("", format!("{COOKIE}=")).remembered.as_deref(), Some(""));
    }
}
