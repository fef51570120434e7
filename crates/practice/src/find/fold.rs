//! Words as they are compared: without case, accents and apostrophes; and how far two are apart.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest word that is compared, in letters: nobody searches for a longer one.
const LONGEST: usize = 40;

/// The words of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|it: char| !(it.is_alphanumeric() || is_combining_mark(it) || is_apostrophe(it)))
        .map(fold)
        .filter(|word| !word.is_empty())
}

fn is_apostrophe(it: char) -> bool {
    matches!(it, '\'' | '\u{2019}' | '`')
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect::<String>().to_ascii_lowercase();
    }
    let plain = word.nfkd().filter(|it| !is_combining_mark(*it) && !is_apostrophe(*it));
    plain.flat_map(char::to_lowercase).take(LONGEST).collect()
}

/// One bit for each letter that is in a word: two words that are `n` mistakes apart differ in at most `2 n` bits.
pub(super) fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) & 31))
}

/// How many mistakes are forgiven in a word of so many letters.
pub(super) const fn forgiven(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// How many mistakes apart two words are, if at most so many: a letter missing, added, changed, or two in a row exchanged (optimal
/// string alignment).
pub(super) fn mistakes(one: &[char], two: &str, most: usize) -> Option<usize> {
    // A line of the table on the stack: a hundred thousand words are compared for one that is searched for.
    type Line = [u8; LONGEST + 1];
    let at = |line: &Line, place: usize| line.get(place).copied().unwrap_or(u8::MAX - 1);
    let least_of = u8::try_from(most).unwrap_or(u8::MAX);
    let (mut before, mut above, mut now): (Line, Line, Line) = ([0; LONGEST + 1], [0; LONGEST + 1], [0; LONGEST + 1]);
    for (place, start) in above.iter_mut().zip(0..) {
        *place = start;
    }
    let mut last = None;
    for (row, other) in two.chars().enumerate() {
        let mut smallest = u8::try_from(row + 1).unwrap_or(u8::MAX);
        *now.first_mut()? = smallest;
        for (column, letter) in one.iter().enumerate() {
            let mut least = (at(&now, column) + 1).min(at(&above, column + 1) + 1);
            least = least.min(at(&above, column) + u8::from(*letter != other));
            if column > 0 && last == Some(*letter) && one.get(column - 1) == Some(&other) {
                least = least.min(at(&before, column - 1) + 1);
            }
            *now.get_mut(column + 1)? = least;
            smallest = smallest.min(least);
        }
        if smallest > least_of {
            return None;
        }
        (before, above, now) = (above, now, before);
        last = Some(other);
    }
    Some(usize::from(at(&above, one.len()))).filter(|it| *it <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_accents_and_apostrophes() {
        let all = |text| words(text).collect::<Vec<_>>();
        assert_eq!(all("O\u{2019}Brien-SMITH, José  ÅNGSTRÖM"), ["obrien", "smith", "jose", "angstrom"]);
        assert_eq!(all("cafe\u{301} 指圧 ''"), ["cafe", "指圧"]);
    }

    #[test]
    fn mistakes_are_counted() {
        let mistakes = |one: &str, two, most| mistakes(&one.chars().collect::<Vec<_>>(), two, most);
        assert_eq!(mistakes("portland", "portland", 0), Some(0));
        assert_eq!(mistakes("portlnad", "portland", 1), Some(1), "two letters exchanged");
        assert_eq!(mistakes("potland", "portland", 1), Some(1));
        assert_eq!(mistakes("porrtland", "portland", 2), Some(1));
        assert_eq!(mistakes("kitten", "sitting", 2), None);
        assert_eq!(mistakes("kitten", "sitting", 3), Some(3));
        assert_eq!(mistakes("", "ab", 2), Some(2));
    }
}
