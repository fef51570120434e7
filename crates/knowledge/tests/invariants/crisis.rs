//! A wish to die that is written hastily is found; what only sounds like one is not.

use std::sync::OnceLock;

use proptest::prelude::*;
use serde::Deserialize;
use supple_care::crisis::mentions;
use supple_knowledge::Files;

use crate::people::base;

/// What people write about their backs; no phrase is made of these words.
const HARMLESS: [&str; 16] = [
    "my", "back", "neck", "hurts", "since", "2", "days", "L4", "L5", "very", "10km", "massage", "helps", "at", "night",
    "7/10",
];
/// What slips in beside or between words.
const NOISE: [&str; 10] = ["", "2", "1!", "...", "_", " ", "22 ", "\u{200b}", "-", ", 3 "];

#[derive(Deserialize)]
struct Words {
    phrases: Vec<String>,
    /// The sentences that must not open the crisis page.
    never_alone: Vec<String>,
}

/// The words as they stand in their file.
fn listed() -> &'static Words {
    static LISTED: OnceLock<Words> = OnceLock::new();
    LISTED.get_or_init(|| toml::from_str(Files::embedded().get("crisis-words.toml").expect("the words")).expect("TOML"))
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
    fn talk_about_a_back_opens_no_crisis_page(words in prop::collection::vec(0..HARMLESS.len(), 0..12)) {
        let text: Vec<&str> = words.into_iter().map(|word| HARMLESS[word]).collect();
        prop_assert!(!mentions(&base().crisis_phrases, &text.join(" ")), "{:?}", text);
    }

    #[test]
    fn haste_makes_no_alarm_of_a_saying(
        saying in 0usize..200,
        held in prop::collection::vec(0usize..4, 1..12),
        noise in prop::collection::vec(0..NOISE.len(), 1..6),
    ) {
        let sayings = &listed().never_alone;
        let saying = &sayings[saying % sayings.len()];
        let text = hasty(saying, &held, &noise);
        prop_assert!(!mentions(&base().crisis_phrases, &text), "{:?}", text);
    }
}
