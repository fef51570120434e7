//! Numbers in a file that reading would change.

/// The first whole number in a JSON text that needs more than 64 bits: reading it makes another number of it, and a record
/// is not guessed at.
pub(super) fn too_long(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let at = rest.find(|letter: char| letter == '"' || letter == '-' || letter.is_ascii_digit())?;
        let from = rest.get(at..)?;
        if let Some(inside) = from.strip_prefix('"') {
            let mut escaped = false;
            let end = inside.find(|letter| {
                let ends = letter == '"' && !escaped;
                escaped = letter == '\\' && !escaped;
                ends
            })?;
            rest = inside.get(end..)?.strip_prefix('"')?;
            continue;
        }
        let end = from.find(|letter: char| !matches!(letter, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        let is_whole = !number.contains(['.', 'e', 'E']);
        if is_whole && number.parse::<i64>().is_err() && number.parse::<u64>().is_err() {
            return Some(number);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::too_long;

    #[test]
    fn whole_numbers_beyond_64_bits_are_found_and_nothing_else() {
        for fine in
            ["{}", "[18446744073709551615, -9223372036854775808, 1e300, 0.1]", r#"{"a\"99999999999999999999": "b"}"#]
        {
            assert_eq!(too_long(fine), None, "{fine}");
        }
        let text = r#"{"a\\": [1, 18446744073709551616]}"#;
        assert_eq!(too_long(text), Some("18446744073709551616"));
        assert_eq!(too_long("-9223372036854775809"), Some("-9223372036854775809"));
    }
}
