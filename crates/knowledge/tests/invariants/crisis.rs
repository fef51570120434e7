//! A wish to die that is written hastily is found; what only sounds like one is not.

use std::sync::OnceLock;

use proptest::prelude::*;
use serde::Deserialize;
use supple_care::crisis::{Phrases, mentions};
use supple_knowledge::Files;

use crate::people::base;

/// What people write about their backs; no phrase is made of these words.
const HARMLESS: [&str; 16] = [
    "my", "back", "neck", "hurts", "since", "2", "days", "L4", "L5", "very", "10km", "massage", "helps", "at", "night",
    "7/10",
];
/// What slips in beside or between words.
const NOISE: [&str; 10] = ["", "2", "1!", "...", "_", " ", "22 ", "\u{200b}", "-", ", 3 "];

/// One file of phrases, of whichever language.
#[derive(Deserialize)]
struct Words {
    phrases: Vec<String>,
    /// Those that count only at the end.
    #[serde(default)]
    at_the_end: Vec<String>,
    /// The sentences that must not open the crisis page.
    never_alone: Vec<String>,
}

/// The words as they stand in their files, of all languages together.
fn listed() -> &'static Words {
    static LISTED: OnceLock<Words> = OnceLock::new();
    LISTED.get_or_init(|| {
        let mut all = Words { phrases: Vec::new(), at_the_end: Vec::new(), never_alone: Vec::new() };
        let mut read = 0;
        for (path, text) in Files::embedded().iter().filter(|(path, _)| path.starts_with("crisis-words")) {
            let words: Words = toml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            all.phrases.extend(words.phrases);
            all.at_the_end.extend(words.at_the_end);
            all.never_alone.extend(words.never_alone);
            read += 1;
        }
        assert_eq!(read, 14, "English and thirteen other languages");
        all
    })
}

/// A phrase with letters held down and noise around its words.
fn hasty(phrase: &str, held: &[usize], noise: &[usize]) -> String {
    let mut text = String::new();
    let next = |at: usize, list: &[usize]| list[at % list.len()];
    for (at, word) in phrase.split_whitespace().enumerate() {
        text.push_str(NOISE[next(at, noise)]);
        if at > 0 {
            text.push(' ');
        }
        for (nth, letter) in word.chars().enumerate() {
            let times = if letter.is_alphabetic() && next(at + nth, held) == 0 { 3 } else { 1 };
            text.extend(std::iter::repeat_n(letter, times));
        }
    }
    text.push_str(NOISE[next(phrase.len(), noise)]);
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn haste_hides_no_wish_to_die(
        phrase in 0..listed().phrases.len(),
        held in prop::collection::vec(0usize..4, 1..12),
        edge in 0..NOISE.len(),
    ) {
        let phrase = &listed().phrases[phrase];
        // Noise that parts words stands at the edges; what stands between them is a space.
        let text = format!("{}{}{}", NOISE[edge], hasty(phrase, &held, &[0]), NOISE[edge]);
        prop_assert!(mentions(&base().crisis_phrases, &text), "`{}` in {:?}", phrase, text);
    }

    #[test]
    fn haste_hides_no_wish_that_ends_a_sentence(
        phrase in 0usize..400,
        held in prop::collection::vec(0usize..4, 1..12),
        edge in 0..NOISE.len(),
    ) {
        let phrases = &listed().at_the_end;
        let phrase = &phrases[phrase % phrases.len()];
        let text = format!("My back hurts. {} {}", hasty(phrase, &held, &[0]), NOISE[edge]);
        prop_assert!(mentions(&base().crisis_phrases, &text), "`{}` in {:?}", phrase, text);
    }

    #[test]
    fn talk_about_a_back_opens_no_crisis_page(words in prop::collection::vec(0..HARMLESS.len(), 0..12)) {
        let text: Vec<&str> = words.into_iter().map(|word| HARMLESS[word]).collect();
        prop_assert!(!mentions(&base().crisis_phrases, &text.join(" ")), "{:?}", text);
    }

    #[test]
    fn haste_makes_no_alarm_of_a_saying(
        saying in 0usize..400,
        held in prop::collection::vec(0usize..4, 1..12),
        noise in prop::collection::vec(0..NOISE.len(), 1..6),
    ) {
        let sayings = &listed().never_alone;
        let saying = &sayings[saying % sayings.len()];
        // What counts at the end of a part is one where noise parts it there: "I can't go on ... holiday".
        let ends = Phrases::of(listed().at_the_end.iter().map(String::as_str));
        let text = hasty(saying, &held, if mentions(&ends, saying) { &[0] } else { &noise });
        prop_assert!(!mentions(&base().crisis_phrases, &text), "{:?}", text);
    }
}

/// Said in other languages, with and without accents, and with look-alikes.
#[test]
fn other_languages_and_look_alikes_open_the_page() {
    for text in [
        "Ich will nicht mehr leben.",
        "ich moechte sterben",
        "Quiero morirme",
        "no quiero seguir viviendo asi",
        "J'ai envie d'en finir",
        "je préfèrerais être morte... je préférerais être mort",
        "Voglio farla finita",
        "quero me matar",
        "ÖLMEK İSTİYORUM",
        "olmek istiyorum",
        "Nie chce juz zyc",
        "хочу УМЕРЕТЬ",
        "أُرِيدُ أَنْ أَمُوتَ",
        "اريد ان اموت",
        "I want to dіе",
        "ѕuісіdе",
        "I want to 𝗱𝗶𝗲",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "kíll mysélf",
        "I keep hurting myself",
        "tomorrow is my last day",
        "this is my last day on earth",
        "Ich hab keine Lust mehr zu leben",
        "ich mach Schluss",
        "Es reicht. Ich mach Schluss!",
        "mi voglio ammazzare",
        "i cant go on",
        "cant go on",
        "I can't go on like this",
        "Ik wil dood",
        "ik wil er niet meer zijn",
        "Jag vill inte leva längre",
        "vill do",
        "Jeg vil ikke leve lenger",
        "jeg har lyst til å dø",
        "Jeg vil hellere være død",
        "jeg orker ikke mere",
    ] {
        assert!(mentions(&base().crisis_phrases, text), "{text}");
    }
    for text in [
        "my back is killing me",
        "I could die for a massage",
        "dying to try it",
        "me muero por un masaje",
        "it began on my last day at work",
        "ich mach Schluss für heute",
        "i cant go on holiday",
        "I can't go on holiday with this back.",
        "i will do it tomorrow",
    ] {
        assert!(!mentions(&base().crisis_phrases, text), "{text}");
    }
}
