//! A mention of wanting to die, in free text. It may only add the crisis page, never suppress it.

use crate::letters::folded;

/// Phrases, as they are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases {
    /// Those that count wherever they stand, in the order of the alphabet.
    anywhere: Vec<String>,
    /// Those that count only where the sentence ends with them: what follows would make another sense of them. In
    /// the order of the alphabet.
    at_end: Vec<String>,
}

/// Where a sentence, or a part of one, ends.
const ENDS: [char; 14] = ['.', '!', '?', '…', ',', ';', ':', '\n', '\r', '(', ')', '–', '—', '،'];

impl Phrases {
    /// From phrases as people write them.
    pub fn of<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        Self { anywhere: letters_of(phrases), at_end: Vec::new() }
    }

    /// With phrases that count only where a sentence ends with them.
    #[must_use]
    pub fn ending<'a>(mut self, phrases: impl IntoIterator<Item = &'a str>) -> Self {
        self.at_end = letters_of(phrases);
        self
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.anywhere.len() + self.at_end.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether any of the phrases is said in the text, whatever the case, spacing and punctuation.
///
/// Somebody who writes this is seldom calm: digits beside a word, letters that are held down ("dieee"), digits that stand
/// for letters ("d1e") or for "to", letters apart ("d i e"), accents, and look-alikes of other scripts hide nothing. A phrase begins and ends where a word does.
#[must_use]
pub fn mentions(phrases: &Phrases, text: &str) -> bool {
    let readings = read(text);
    if readings.iter().any(|words| said(words, &phrases.anywhere).next().is_some()) {
        return true;
    }
    // Most texts hold none of them anywhere: only then is it worth the while to part them.
    let near: Vec<&String> = readings.iter().flat_map(|words| said(words, &phrases.at_end)).collect();
    !near.is_empty()
        && text.split(ENDS).any(|part| {
            let readings = read(part);
            near.iter().any(|phrase| readings.iter().any(|words| ends_with(words, phrase)))
        })
}

/// The words of a text in each way in which its digits can be meant.
fn read(text: &str) -> Vec<Vec<String>> {
    let mut ways = vec![Digits::Part, Digits::Within];
    if text.chars().any(|letter| looks_like(folded(letter)).is_some()) {
        ways.push(Digits::Everywhere);
    }
    ways.into_iter().map(|digits| held_down(words(text, digits))).collect()
}

fn letters_of<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let letters = phrases.into_iter().map(|phrase| held_down(words(phrase, Digits::Part)).concat());
    let mut all: Vec<String> = letters.filter(|phrase| !phrase.is_empty()).collect();
    all.sort_unstable();
    all
}

/// Whether a phrase stands in the text as whole words, letter for letter, whatever the case, spacing and punctuation.
#[must_use]
pub fn whole_words(phrase: &str, text: &str) -> bool {
    let (phrase, text) = (words(phrase, Digits::Letters), words(text, Digits::Letters));
    !phrase.is_empty() && text.windows(phrase.len()).any(|window| window == phrase.as_slice())
}

/// The phrases, given in the order of the alphabet, that are said in the words: their letters stand one after the other, from
/// the beginning of one word to the end of one. A phrase begins with the whole of its first word, so only those are looked at.
fn said<'p>(words: &[String], phrases: &'p [String]) -> impl Iterator<Item = &'p String> {
    words.iter().enumerate().flat_map(move |(from, word)| {
        let first = phrases.partition_point(|phrase| phrase < word);
        let begun = phrases.iter().skip(first).take_while(move |phrase| phrase.starts_with(word.as_str()));
        begun.filter(move |phrase| {
            let left = words.iter().skip(from).scan(phrase.as_str(), |left, word| {
                *left = left.strip_prefix(word.as_str())?;
                Some(left.is_empty())
            });
            left.into_iter().any(|is_empty| is_empty)
        })
    })
}

/// Whether the words end with the letters of a phrase, from the beginning of one.
fn ends_with(words: &[String], phrase: &str) -> bool {
    (0..words.len()).any(|from| words.get(from..).is_some_and(|last| last.concat() == phrase))
}

/// The words with every letter once where it is repeated.
fn held_down(mut words: Vec<String>) -> Vec<String> {
    for word in &mut words {
        let mut last = None;
        word.retain(|letter| last.replace(letter) != Some(letter));
    }
    words
}

/// What digits are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// Letters like others.
    Letters,
    /// They part words. A two is "to" as well, here and where they stand for letters everywhere.
    Part,
    /// Between letters they stand for the letter that they look like, and at the edge of a word they part.
    Within,
    /// They stand for the letter that they look like, wherever they are.
    Everywhere,
}

/// The lower-case words of a text; apostrophes, invisible characters and accents that stand apart join or part nothing.
fn words(text: &str, digits: Digits) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().flat_map(char::to_lowercase).filter(|letter| !is_silent(*letter)).peekable();
    while let Some(letter) = letters.next() {
        let within = !word.is_empty() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        let stands = match digits {
            Digits::Within => within,
            // What ends a sentence is no letter there.
            Digits::Everywhere => within || letter != '!',
            Digits::Letters | Digits::Part => false,
        };
        let letter = if digits == Digits::Letters { letter } else { folded(letter) };
        match letter {
            letter if letter.is_alphabetic() || (digits == Digits::Letters && letter.is_numeric()) => word.push(letter),
            letter if stands && looks_like(letter).is_some() => {
                word.extend(looks_like(letter));
            }
            letter => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if letter == '2' && matches!(digits, Digits::Part | Digits::Everywhere) {
                    words.push("to".to_owned());
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\''
            | '’'
            | '‘'
            | '`'
            | '\u{ad}'
            | '\u{300}'..='\u{36f}'
            // The strokes of Arabic letters that are left out as often as not.
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The letter that a digit or sign is written for.
fn looks_like(letter: char) -> Option<char> {
    Some(match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Phrases, mentions, whole_words};

    fn phrases() -> Phrases {
        Phrases::of(["want to die", "don't want to live", "suicide", "kill myself", "self harm", "…"])
    }

    #[test]
    fn a_phrase_is_found_in_any_case_spacing_and_apostrophe() {
        for text in [
            "I WANT  to\ndie.",
            "i dont want to live",
            "I don’t want to live any more",
            "…suicide?",
            "wa\u{200b}nt to die",
        ] {
            assert!(mentions(&phrases(), text), "{text:?}");
        }
    }

    #[test]
    fn digits_marks_and_letters_held_down_hide_nothing() {
        for text in [
            "I want to die2",
            "2I want to die",
            "I want to die_",
            "i want 2 die",
            "want2die",
            "I waaant tooo diiiie",
            "I want to d1e",
            "suic1de",
            "su!c!de",
            "want to di3",
            "suicid3",
            "$uicide",
            "5uic1d3!",
            "1 want 2 d13",
            "I want to d.i.e.",
            "w a n t to d-i-e",
            "kil myself",
            "killl myself22",
            "self-harm",
            "selfharm",
            "want to di\u{301}e",
        ] {
            assert!(mentions(&phrases(), text), "{text:?}");
        }
    }

    #[test]
    fn parts_of_words_and_other_senses_are_not_found() {
        for text in [
            "my back is killing me",
            "I want to diet",
            "suicidesque",
            "",
            "I want to go; die hards",
            "L4 and L5 hurt, 2 days",
            "want 2 diet",
            "skill myself",
            "1234",
        ] {
            assert!(!mentions(&phrases(), text), "{text:?}");
        }
    }

    #[test]
    fn what_makes_another_sense_further_on_counts_only_at_the_end() {
        let phrases = Phrases::of(["suicide"]).ending(["can't go on", "mach schluss"]);
        for text in [
            "i cant go on",
            "I can't go on.",
            "it hurts, i cant go on, sorry",
            "ich MACH Schluss!!",
            "I can't go on 22",
        ] {
            assert!(mentions(&phrases, text), "{text:?}");
        }
        for text in ["i cant go on holiday", "I can't go on the bus", "ich mach schluss für heute", "go on"] {
            assert!(!mentions(&phrases, text), "{text:?}");
        }
        assert_eq!(phrases.len(), 3);
        assert!(!phrases.is_empty() && Phrases::default().is_empty());
    }

    #[test]
    fn whole_words_are_taken_letter_for_letter() {
        assert!(whole_words("all safe", "It is All, safe."));
        assert!(!whole_words("all safe", "al safe") && !whole_words("safe", "safe2") && !whole_words("", "safe"));
    }
}
