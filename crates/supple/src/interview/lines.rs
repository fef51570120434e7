//! Talking in plain lines: for pipes, for terminals that cannot be drawn on, and for reading aloud.

use std::io::{BufRead, Write};

use supple_words::Words;

use super::talk::{Answered, Check, Reply, Stop, Talk};

/// The line that goes back.
const BACK: &str = "b";
/// The line that ends.
const END: &str = "q";

/// How many lines in a row may miss one question: somebody at a keyboard has read by then what was expected, and a pipe
/// that feeds the wrong lines must not run for ever.
const MISSES: u8 = 3;

/// Plain lines in and out.
pub(crate) struct Lines<'w, I, O> {
    words: &'w Words,
    input: I,
    output: O,
}

impl<'w, I: BufRead, O: Write> Lines<'w, I, O> {
    pub(crate) fn new(words: &'w Words, input: I, output: O) -> Self {
        Self { words, input, output }
    }

    /// The next line without its end; the end of the input ends the talk.
    fn read(&mut self) -> Answered<String> {
        write!(self.output, "> ")?;
        self.output.flush()?;
        let mut line = String::new();
        let length = self.input.read_line(&mut line);
        let length = match length {
            // A line that is no text is refused like any other that does not fit.
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                line.clear();
                1
            }
            length => length?,
        };
        if length == 0 {
            writeln!(self.output)?;
            return Err(Stop::Cut);
        }
        let line = line.trim();
        match line.to_lowercase().as_str() {
            BACK => Ok(Reply::Back),
            END => Err(Stop::Ended),
            _ => Ok(Reply::Given(line.to_owned())),
        }
    }

    fn list(&mut self, options: &[String]) -> Result<(), Stop> {
        for (option, number) in options.iter().zip(1u32..) {
            writeln!(self.output, "{number:>3}  {option}")?;
        }
        Ok(())
    }

    /// Reads lines until one can be used, or too many could not.
    fn until<T>(&mut self, read: impl Fn(&Words, &str) -> Result<T, String>) -> Answered<T> {
        let mut expected = String::new();
        for _ in 0..MISSES {
            let Reply::Given(line) = self.read()? else { return Ok(Reply::Back) };
            match read(self.words, &line) {
                Ok(value) => return Ok(Reply::Given(value)),
                Err(sentence) => {
                    writeln!(self.output, "{sentence}")?;
                    expected = sentence;
                }
            }
        }
        Err(Stop::Stuck(expected))
    }
}

/// The index of the option with this number or these words.
fn option(options: &[String], word: &str) -> Option<usize> {
    match word.parse::<usize>() {
        Ok(number) => number.checked_sub(1).filter(|index| *index < options.len()),
        Err(_) => options.iter().position(|option| option.to_lowercase() == word.to_lowercase()),
    }
}

/// What was expected of a line that chooses.
fn expected(words: &Words, key: &str, options: &[String]) -> String {
    words.get(key, &[("most", i64::try_from(options.len()).unwrap_or(i64::MAX).into())])
}

impl<I: BufRead, O: Write> Talk for Lines<'_, I, O> {
    fn how(&self) -> &'static str {
        "interview-how-lines"
    }

    fn say(&mut self, text: &str) -> Result<(), Stop> {
        writeln!(self.output, "{}", text.trim_end())?;
        Ok(())
    }

    fn one(&mut self, options: &[String]) -> Answered<usize> {
        self.list(options)?;
        self.until(|words, line| option(options, line).ok_or_else(|| expected(words, "interview-number", options)))
    }

    fn several(&mut self, options: &[String]) -> Answered<Vec<usize>> {
        self.list(options)?;
        self.until(|words, line| {
            let parts = line.split([',', ' ', ';']).filter(|part| !part.is_empty());
            let chosen: Option<Vec<usize>> = parts.map(|part| option(options, part)).collect();
            chosen.ok_or_else(|| expected(words, "interview-numbers", options))
        })
    }

    fn line(&mut self, check: Check<'_>) -> Answered<String> {
        self.until(|_, line| check(line).map(|()| line.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Reply, Stop, Talk};
    use supple_words::Words;

    fn options() -> Vec<String> {
        ["Yes", "No"].map(String::from).to_vec()
    }

    #[test]
    fn numbers_and_words_choose_and_anything_else_asks_again() {
        let words = Words::load("en").unwrap();
        let mut out = Vec::new();
        let mut talk = Lines::new(&words, &b"7\nperhaps\nno\n0\n1\nB\n"[..], &mut out);
        assert_eq!(talk.one(&options()).unwrap(), Reply::Given(1));
        assert_eq!(talk.one(&options()).unwrap(), Reply::Given(0));
        assert_eq!(talk.one(&options()).unwrap(), Reply::Back);
        assert!(matches!(talk.one(&options()), Err(Stop::Cut)));
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.matches("from 1 to 2").count(), 3, "{out}");
    }

    #[test]
    fn three_lines_that_miss_one_question_end_the_talk_with_what_was_expected() {
        let words = Words::load("en").unwrap();
        let mut talk = Lines::new(&words, &b"7\nno\n7\n8\n9\nno\nq\n"[..], Vec::new());
        assert_eq!(talk.one(&options()).unwrap(), Reply::Given(1));
        let Err(Stop::Stuck(expected)) = talk.one(&options()) else { panic!("it went on") };
        assert!(expected.contains("from 1 to 2"), "{expected}");
        assert_eq!(talk.one(&options()).unwrap(), Reply::Given(1));
        assert!(matches!(talk.line(&|_| Ok(())), Err(Stop::Ended)));
    }

    #[test]
    fn several_may_be_none() {
        let words = Words::load("en").unwrap();
        let mut talk = Lines::new(&words, &b"\n1, 2\n2\n"[..], Vec::new());
        assert_eq!(talk.several(&options()).unwrap(), Reply::Given(vec![]));
        assert_eq!(talk.several(&options()).unwrap(), Reply::Given(vec![0, 1]));
        assert_eq!(talk.several(&options()).unwrap(), Reply::Given(vec![1]));
    }

    #[test]
    fn a_line_that_is_no_text_is_asked_again() {
        let words = Words::load("en").unwrap();
        let mut talk = Lines::new(&words, &b"\xff\xfe\n1\n"[..], Vec::new());
        assert_eq!(talk.one(&options()).unwrap(), Reply::Given(0));
    }
}
