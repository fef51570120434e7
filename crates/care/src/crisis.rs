//! A mention of wanting to die, in free text. It may only add the crisis page, never suppress it.

/// Whether any of the phrases stands in the text as whole words, whatever the case, spacing and punctuation.
#[must_use]
pub fn mentions(phrases: &[String], text: &str) -> bool {
    let spoken = words(text);
    phrases
        .iter()
        .map(|phrase| words(phrase))
        .any(|phrase| !phrase.is_empty() && spoken.windows(phrase.len()).any(|window| window == phrase.as_slice()))
}

/// The lower-case words of a text; apostrophes, hyphens, invisible characters and other marks join or part nothing.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\''
            | '’'
            | '‘'
            | '`'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            letter if letter.is_alphanumeric() => word.push(letter),
            _ => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn phrases() -> Vec<String> {
        ["want to die", "don't want to live", "suicide"].map(String::from).to_vec()
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
    fn parts_of_words_and_other_senses_are_not_found() {
        for text in ["my back is killing me", "I want to diet", "suicidesque", ""] {
            assert!(!mentions(&phrases(), text), "{text:?}");
        }
    }
}
