//! Talking with the person: a list to choose from, a line of text. With arrow keys in [`super::menus`], in plain lines in
//! [`super::lines`].

use std::{fmt, io};

use crate::paper::Paper;

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply<T> {
    /// An answer.
    Given(T),
    /// Back to the question before.
    Back,
}

/// Why the talk cannot go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The person ended it.
    Ended,
    /// The input ended before the questions did.
    Cut,
    /// Several lines in a row did not answer a question: what was expected.
    Stuck(String),
    /// The terminal failed.
    Broken(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // Ctrl-C, and a terminal that has gone away.
            io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => Self::Ended,
            _ => Self::Broken(error),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended => f.write_str("the talk has ended"),
            Self::Cut => f.write_str("the input has ended"),
            Self::Stuck(expected) => write!(f, "no line was of use; expected: {expected}"),
            Self::Broken(error) => write!(f, "the terminal failed: {error}"),
        }
    }
}

impl std::error::Error for Stop {}

/// A reply, or the end of the talk.
pub(crate) type Answered<T> = Result<Reply<T>, Stop>;

/// A check of a typed line: what is wrong with it, in a sentence.
pub(crate) type Check<'a> = &'a dyn Fn(&str) -> Result<(), String>;

/// A way to talk.
pub(crate) trait Talk {
    /// How to answer, in a sentence; said once.
    fn how(&self) -> &'static str;

    /// Says something.
    fn say(&mut self, text: &str) -> Result<(), Stop>;

    /// Says a sentence, broken into lines, with some room above it.
    fn tell(&mut self, sentence: &str) -> Result<(), Stop> {
        let mut paper = Paper::default();
        paper.say(sentence);
        self.say(&format!("\n{}", paper.text()))
    }

    /// Lets the person choose one of the options; none is chosen beforehand.
    fn one(&mut self, options: &[String]) -> Answered<usize>;

    /// Lets the person choose some of the options, perhaps none.
    fn several(&mut self, options: &[String]) -> Answered<Vec<usize>>;

    /// Lets the person type a line that passes a check.
    fn line(&mut self, check: Check<'_>) -> Answered<String>;
}
