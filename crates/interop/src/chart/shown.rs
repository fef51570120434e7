//! What a file calls things, as it may stand on a page.

/// Most characters of what a file calls something.
const LONGEST: usize = 160;

/// A text of a file on one line: without letters that command or hide (control characters, marks that turn the direction of writing),
/// without needless spaces, and not longer than a name needs to be. It is still a text, never markup.
#[must_use]
pub fn plain(text: &str) -> String {
    let visible = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let kept: String = visible.filter(|letter| !hides(*letter)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}

/// Whether a letter shows nothing itself, and changes what others look like.
const fn hides(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}' | '\u{e0000}'..='\u{e007f}')
}

/// A date as FHIR writes it, to the day at most: `2019`, `2019-03`, `2019-03-02`. Nothing where it is none.
pub(super) fn date(text: &str) -> Option<String> {
    let day = text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10) == Some(&b'T'));
    if let Some(day) = day {
        return crate::dates::parse(day).map(|_| day.to_owned());
    }
    let first = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => return None,
    };
    crate::dates::parse(&first).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{date, plain};

    #[test]
    fn what_commands_or_hides_is_taken_out() {
        assert_eq!(plain("  a\u{202e}b\u{7}\n\tc "), "ab c");
        assert_eq!(plain("<b>x</b>"), "<b>x</b>", "the page escapes it");
        assert_eq!(plain(&"é ".repeat(500)).chars().count(), 160);
    }

    #[test]
    fn dates_are_as_exact_as_they_were() {
        for good in ["2019", "2019-03", "2019-03-02"] {
            assert_eq!(date(good).as_deref(), Some(good));
        }
        assert_eq!(date("2019-03-02T10:11:12+02:00").as_deref(), Some("2019-03-02"));
        for bad in ["", "19", "2019-13", "2019-02-30", "yesterday!", "2019-03-02x", "äöü-01-01"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }
}
