//! The pseudo-language: readable to a developer, and without a single plain letter.

use std::borrow::Cow;

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "áƀçđéƒĝĥíĵķĺɱñóƥɋŕšťúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓƤɊŔŠŤÚṼŴẊÝŽ";

/// The text with every Latin letter accented.
pub(crate) fn accent(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.chars().map(letter).collect())
}

fn letter(plain: char) -> char {
    PLAIN.chars().zip(ACCENTED.chars()).find(|(from, _)| *from == plain).map_or(plain, |(_, to)| to)
}

/// The text in brackets, so that a sentence which was put together from pieces shows.
pub(crate) fn bracket(text: &str) -> String {
    format!("⟦{text}⟧")
}

#[cfg(test)]
mod tests {
    use super::accent;

    #[test]
    fn no_plain_letter_is_left() {
        let all = ('a'..='z').chain('A'..='Z').collect::<String>();
        assert!(!accent(&all).chars().any(|letter| letter.is_ascii_alphabetic()));
        assert_eq!(accent("7/10"), "7/10");
    }
}
