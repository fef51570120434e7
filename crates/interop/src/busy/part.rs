//! The parts of a calendar: an event, its alarm, what is open.

use super::{
    NotRead,
    lines::{Line, lines},
};

/// A part of a calendar, with its lines and the parts in it.
pub(super) struct Part {
    pub(super) kind: String,
    pub(super) lines: Vec<Line>,
    pub(super) parts: Vec<Part>,
}

/// How deep parts may lie in each other: a calendar, an event, its alarm.
const DEEPEST: usize = 8;

/// The calendars of a file, each whole.
pub(super) fn parts(bytes: &[u8]) -> Result<Vec<Part>, NotRead> {
    let (mut open, mut done): (Vec<Part>, Vec<Part>) = (Vec::new(), Vec::new());
    for line in lines(bytes) {
        match line.name.as_str() {
            "BEGIN" => {
                let kind = line.value.to_ascii_uppercase();
                if (open.is_empty() && kind != "VCALENDAR") || open.len() >= DEEPEST {
                    return Err(NotRead::None);
                }
                open.push(Part { kind, lines: Vec::new(), parts: Vec::new() });
            }
            "END" => {
                let part = open.pop().ok_or(NotRead::None)?;
                if !line.value.eq_ignore_ascii_case(&part.kind) {
                    return Err(NotRead::None);
                }
                match open.last_mut() {
                    Some(parent) => parent.parts.push(part),
                    None => done.push(part),
                }
            }
            _ => match open.last_mut() {
                Some(part) => part.lines.push(line),
                None => return Err(NotRead::None),
            },
        }
    }
    match (open.is_empty(), done.is_empty()) {
        (false, _) => Err(NotRead::CutOff),
        (true, true) => Err(NotRead::None),
        (true, false) => Ok(done),
    }
}

impl Part {
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.line(name).is_some_and(|line| line.value.eq_ignore_ascii_case(value))
    }

    pub(super) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}
