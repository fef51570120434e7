//! Content lines (RFC 5545, 3.1): unfolded, taken apart.

/// A line: its name and those of its parameters in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    parameters: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A value without a name.
    pub(super) fn plain(value: &str) -> Self {
        Self { name: String::new(), parameters: Vec::new(), value: value.to_owned() }
    }

    /// Takes a line apart; nothing where it has no name.
    fn read(text: &str) -> Option<Self> {
        let (mut quoted, mut cuts) = (false, Vec::new());
        let mut colon = None;
        for (at, letter) in text.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                ';' if !quoted => cuts.push(at),
                ':' if !quoted => {
                    colon = Some(at);
                    break;
                }
                _ => {}
            }
        }
        // A quote that is never closed hides every colon behind it.
        let colon = colon.or_else(|| text.find(':'))?;
        let head = text.get(..colon)?;
        cuts.retain(|cut| *cut < colon);
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts {
            parts.push(head.get(from..cut)?);
            from = cut + 1;
        }
        parts.push(head.get(from..)?);
        let mut parts = parts.into_iter();
        let name = parts.next().filter(|name| !name.is_empty())?.trim().to_ascii_uppercase();
        let parameters = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()));
        Some(Self { name, parameters: parameters.collect(), value: text.get(colon + 1..)?.trim().to_owned() })
    }
}

/// The lines of a file. Lines may end with CR LF, LF or CR; what is folded, also in the middle of a letter, is one line again.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = Line> + '_ {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut rest = bytes.split(|byte| *byte == b'\n' || *byte == b'\r').filter(|part| !part.is_empty()).peekable();
    std::iter::from_fn(move || {
        let mut whole = rest.next()?.to_vec();
        while let Some(more) = rest.next_if(|part| matches!(part.first(), Some(b' ' | b'\t'))) {
            whole.extend_from_slice(more.get(1..).unwrap_or_default());
        }
        Some(String::from_utf8_lossy(&whole).into_owned())
    })
    .filter_map(|text| Line::read(&text))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_come_apart_as_they_are_written() {
        let text = "\u{feff}BEGIN:VCALENDAR\r\nsummary;language=\"de:AT;x\";X=1:Fr\r\n \u{fc}h: eins\n\nDTSTART;TZID=\"Mitteleuropäische Zeit\":2026\n\t1122T090000\r\nnothing\r\nEND:VCALENDAR";
        let read: Vec<_> = lines(text.as_bytes()).collect();
        let values: Vec<(&str, &str)> = read.iter().map(|line| (line.name.as_str(), line.value.as_str())).collect();
        let expected =
            [("BEGIN", "VCALENDAR"), ("SUMMARY", "Früh: eins"), ("DTSTART", "20261122T090000"), ("END", "VCALENDAR")];
        assert_eq!(values, expected);
        assert_eq!(read[1].parameter("LANGUAGE"), Some("de:AT;x"));
        assert_eq!(read[2].parameter("TZID"), Some("Mitteleuropäische Zeit"));
        // A fold in the middle of a letter of two bytes.
        let mut bytes = b"SUMMARY:\xc3\r\n \xbcber\r\n".to_vec();
        assert_eq!(lines(&bytes).next().map(|line| line.value), Some("über".to_owned()));
        bytes.truncate(9);
        assert!(lines(&bytes).next().is_some());
    }
}
