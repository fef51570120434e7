//! A parsed file as bytes, with the place of every value in the text. `read.rs` reads them; both name the same tags. The build
//! packs what the program holds; a directory is packed when it is read.
//!
//! ```text
//! value = tag start length content          start and length in the text, all numbers in groups of seven bits
//! table = size count { key value }          size: of all that follows, in bytes; a key is a string
//! array = size count { value }
//! ```

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// What is wrong with a file, and at which bytes of it, if at any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) span: Option<Range<usize>>,
}

/// A string that stands in the text as it is, one byte after its start.
const QUOTED: u8 = 0;
/// A string or key that stands in the text as it is.
const PLAIN: u8 = 1;
/// A string that is written out, because the text has it otherwise.
const WRITTEN: u8 = 2;
const INTEGER: u8 = 3;
const FLOAT: u8 = 4;
const FALSE: u8 = 5;
const TRUE: u8 = 6;
const DATE: u8 = 7;
const ARRAY: u8 = 8;
const TABLE: u8 = 9;

/// Packs a file.
///
/// # Errors
/// What is no TOML; a number that does not fit into 64 bits.
pub(crate) fn file(text: &str) -> Result<Vec<u8>, Box<Fault>> {
    let table = DeTable::parse(text)
        .map_err(|error| Box::new(Fault { message: error.message().to_owned(), span: error.span() }))?;
    let (span, mut packed) = (table.span(), Vec::new());
    value(text, &span, &DeValue::Table(table.into_inner()), &mut packed)?;
    Ok(packed)
}

fn value(text: &str, span: &Range<usize>, value: &DeValue<'_>, into: &mut Vec<u8>) -> Result<(), Box<Fault>> {
    let tag = |tag: u8, into: &mut Vec<u8>| {
        number(tag.into(), into);
        place(span, into);
    };
    match value {
        DeValue::String(string) => self::string(text, span, string, into),
        DeValue::Integer(integer) => {
            let read = i64::from_str_radix(integer.as_str(), integer.radix()).map_err(|_| unfit(span))?;
            tag(INTEGER, into);
            into.extend(read.to_le_bytes());
        }
        DeValue::Float(float) => {
            let read: f64 = float.as_str().parse().map_err(|_| unfit(span))?;
            tag(FLOAT, into);
            into.extend(read.to_le_bytes());
        }
        DeValue::Boolean(truth) => tag(if *truth { TRUE } else { FALSE }, into),
        DeValue::Datetime(date) => {
            tag(DATE, into);
            written(&date.to_string(), into);
        }
        DeValue::Array(array) => {
            tag(ARRAY, into);
            let mut items = Vec::new();
            number(array.len(), &mut items);
            for item in array.iter() {
                self::value(text, &item.span(), item.get_ref(), &mut items)?;
            }
            sized(&items, into);
        }
        DeValue::Table(table) => {
            tag(TABLE, into);
            let mut entries = Vec::new();
            number(table.len(), &mut entries);
            for (key, inner) in table {
                string(text, &key.span(), key.get_ref(), &mut entries);
                self::value(text, &inner.span(), inner.get_ref(), &mut entries)?;
            }
            sized(&entries, into);
        }
    }
    Ok(())
}

fn unfit(span: &Range<usize>) -> Box<Fault> {
    Box::new(Fault { message: "a number that does not fit into 64 bits".to_owned(), span: Some(span.clone()) })
}

fn sized(bytes: &[u8], into: &mut Vec<u8>) {
    number(bytes.len(), into);
    into.extend(bytes);
}

/// A string: where it stands in the text, or written out where the text has escapes or folds lines.
fn string(text: &str, span: &Range<usize>, string: &str, into: &mut Vec<u8>) {
    let inside = span.start + 1..span.end.saturating_sub(1);
    let tag = if text.get(inside) == Some(string) {
        QUOTED
    } else if text.get(span.clone()) == Some(string) {
        PLAIN
    } else {
        WRITTEN
    };
    number(tag.into(), into);
    place(span, into);
    if tag == WRITTEN {
        written(string, into);
    }
}

fn written(string: &str, into: &mut Vec<u8>) {
    sized(string.as_bytes(), into);
}

fn place(span: &Range<usize>, into: &mut Vec<u8>) {
    number(span.start, into);
    number(span.end.saturating_sub(span.start), into);
}

/// A number in groups of seven bits, the lowest first; the highest bit says that more follow.
fn number(mut number: usize, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    into.push(u8::try_from(number).unwrap_or(0));
}
