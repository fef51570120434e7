//! Plain text for a terminal: headings, sentences and lists, broken into lines.

use textwrap::{Options, WordSplitter};

/// The longest line, in columns: comfortable to read, and within the narrowest usual terminal.
const WIDTH: usize = 78;

/// Text that grows from above.
#[derive(Debug, Default)]
pub(crate) struct Paper(String);

impl Paper {
    /// A heading, underlined.
    pub(crate) fn title(&mut self, text: &str) {
        self.gap();
        self.lines(text, "", "");
        let width = text.chars().count().min(WIDTH);
        self.0.push_str(&"=".repeat(width));
        self.0.push('\n');
    }

    /// A smaller heading.
    pub(crate) fn heading(&mut self, text: &str) {
        self.gap();
        self.lines(text, "", "");
        let width = text.chars().count().min(WIDTH);
        self.0.push_str(&"-".repeat(width));
        self.0.push('\n');
    }

    /// A sentence or several.
    pub(crate) fn say(&mut self, text: &str) {
        self.lines(text, "", "");
    }

    /// A sentence below the one before it.
    pub(crate) fn below(&mut self, text: &str) {
        self.lines(text, "    ", "    ");
    }

    /// An entry of a list.
    pub(crate) fn entry(&mut self, text: &str) {
        self.lines(text, "  - ", "    ");
    }

    /// An empty line, unless there is one already.
    pub(crate) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn lines(&mut self, text: &str, first: &str, next: &str) {
        let options = Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(next)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        for line in textwrap::wrap(&printable(text), options) {
            self.0.push_str(line.trim_end());
            self.0.push('\n');
        }
    }

    /// All of it.
    pub(crate) fn text(self) -> String {
        self.0
    }
}

/// The text without characters that steer a terminal or turn the direction of writing: what a person typed is shown as
/// text and does nothing.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' => ' ',
            // Marks of direction, and what takes no room: two names that look alike must not be two.
            '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            letter if letter.is_control() => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Paper, WIDTH, printable};

    #[test]
    fn no_line_is_longer_than_the_width() {
        let mut paper = Paper::default();
        paper.entry(&"word ".repeat(60));
        let text = paper.text();
        assert!(text.lines().count() > 1 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("    word")), "{text}");
    }

    #[test]
    fn what_steers_a_terminal_or_turns_the_writing_is_shown_and_does_nothing() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\nd"), "a\u{fffd}[2Jb\u{fffd}c d");
        assert_eq!(printable("a\u{61c}b\u{200b}c\u{feff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
