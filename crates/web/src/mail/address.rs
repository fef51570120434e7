//! A mail address as somebody types it.

/// The most letters of an address (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST: usize = 254;
/// The most letters before the `@`.
const LONGEST_LOCAL: usize = 64;
/// The most letters between two dots of a domain.
const LONGEST_LABEL: usize = 63;

/// The address in a text; `None` where it is none. Only letters, digits and signs that need no quotes, and a domain with a
/// dot: whatever else the standard allows is not worth what it can be abused for.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@').filter(|_| text.len() <= LONGEST)?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    let atom = |part: &str| !part.is_empty() && part.chars().all(plain);
    let letters = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let label = |part: &str| {
        (1..=LONGEST_LABEL).contains(&part.len())
            && part.chars().all(letters)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let is_name = domain.contains('.') && domain.split('.').all(label);
    (local.len() <= LONGEST_LOCAL && local.split('.').all(atom) && is_name)
        .then(|| format!("{local}@{}", domain.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_address_is_read_as_it_is_typed() {
        for (typed, same) in [
            (" ada@example.org ", "ada@example.org"),
            ("Ada.B+back@Mail.Example.ORG", "Ada.B+back@mail.example.org"),
            ("o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(same));
        }
    }

    #[test]
    fn what_is_none_or_could_be_more_than_one_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        let longer = format!("a@{}org", "abcdefgh.".repeat(30));
        for typed in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@example",
            "a b@example.org",
            "ada@exa mple.org",
            "ada@.org",
            "ada@x..org",
            ".a@x.org",
            "a.@x.org",
            "a..b@x.org",
            "a@x.org\r\nBcc: b@x.org",
            "a@x.org\nb@x.org",
            "a@x.org,b@x.org",
            "a@b@x.org",
            "<a@x.org>",
            "\"a\"@x.org",
            "a@[192.0.2.1]",
            "a@-x.org",
            "a@x-.org",
            "ä@x.org",
            "a@ü.org",
            "a@x.org\0",
            "a@x.org;",
            &long,
            &longer,
        ] {
            assert_eq!(read(typed), None, "{typed:?}");
        }
    }
}
