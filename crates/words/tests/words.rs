//! The language files as a whole.

use supple_words::{LANGUAGES, PSEUDO, Words, WordsError};

#[test]
fn every_language_loads() {
    for lang in LANGUAGES.iter().chain([&PSEUDO]) {
        assert_eq!(Words::load(lang).unwrap().lang(), *lang);
    }
}

#[test]
fn an_unknown_language_is_named() {
    assert_eq!(Words::load("xx").unwrap_err(), WordsError::NoSuchLanguage("xx".to_owned()));
}

#[test]
fn numbers_choose_the_plural() {
    let words = Words::load("en").unwrap();
    assert_eq!(words.get("minutes-left", &[("minutes", 1.into())]), "About 1 minute left");
    assert_eq!(words.get("minutes-left", &[("minutes", 4.into())]), "About 4 minutes left");
}

#[test]
fn a_key_without_a_sentence_shows() {
    let words = Words::load("en").unwrap();
    assert!(!words.has("no-such-key"));
    assert_eq!(words.get("no-such-key", &[]), "«no-such-key»");
}

#[test]
fn the_pseudo_language_leaves_no_plain_letter() {
    let words = Words::load(PSEUDO).unwrap();
    for text in [words.get("start-title", &[]), words.get("minutes-left", &[("minutes", 2.into())])] {
        assert!(text.starts_with('⟦') && text.ends_with('⟧'), "{text}");
        assert!(!text.chars().any(|letter| letter.is_ascii_alphabetic()), "{text}");
    }
    assert!(!words.knowledge("Do you have a fever?").chars().any(|letter| letter.is_ascii_alphabetic()));
}
