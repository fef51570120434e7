//! The main file of the National Plan and Provider Enumeration System (NPPES): from a row to somebody who is listed.
//!
//! The file is CSV with a header of 330 columns; what is needed is found by its name. Being in it is no licence: everybody chooses their
//! own taxonomy codes.

use std::{borrow::Cow, ops::Range};

use supple_practice::find::{Gender, Kind, Licence, Listed, place_of};

/// The code of massage therapists (NUCC Health Care Provider Taxonomy).
pub const MASSAGE: &str = "225700000X";
/// How many taxonomy codes a row has places for.
const SLOTS: usize = 15;
/// The largest number of columns that is read: more than twice those of the file.
const MOST_COLUMNS: usize = 1_000;

/// The columns that have to be there beside those of the slots; of those with two names either will do.
const NEEDED: [&[&str]; 16] = [
    &["NPI"],
    &["Entity Type Code"],
    &["Provider Organization Name (Legal Business Name)"],
    &["Provider Last Name (Legal Name)"],
    &["Provider First Name"],
    &["Provider Credential Text"],
    &["Provider Business Practice Location Address City Name"],
    &["Provider Business Practice Location Address State Name"],
    &["Provider Business Practice Location Address Postal Code"],
    &["Provider Business Practice Location Address Country Code (If outside U.S.)"],
    &["Provider Business Practice Location Address Telephone Number"],
    &["Last Update Date"],
    &["NPI Deactivation Date"],
    &["NPI Reactivation Date"],
    &["Provider Sex Code", "Provider Gender Code"],
    &["Provider Middle Name"],
];

/// The columns of a slot, each before its number.
const IN_SLOT: [&str; 3] =
    ["Healthcare Provider Taxonomy Code_", "Provider License Number_", "Provider License Number State Code_"];

/// Where the columns stand that are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    count: usize,
    needed: [usize; NEEDED.len()],
    slots: [[usize; IN_SLOT.len()]; SLOTS],
}

/// Why a row cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It has another number of columns than the header, or a quote that is not closed.
    Columns,
    /// Its NPI has not ten digits, begins with neither 1 nor 2, or its check digit is wrong.
    Npi,
    /// It says neither who it is nor that it was deactivated.
    Empty,
}

impl Bad {
    /// The id of its sentence.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Npi => "npi",
            Self::Empty => "empty",
        }
    }
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A massage therapist, or an organisation of such.
    Listed(Box<Listed>),
    /// An NPI that is deactivated.
    Deactivated(u64),
    /// Somebody who is no massage therapist, or no longer.
    Other(u64),
}

/// The key of an NPI in a list.
#[must_use]
pub fn key(npi: u64) -> String {
    format!("npi-{npi}")
}

/// The NPI of a key.
#[must_use]
pub fn npi_of(key: &str) -> Option<u64> {
    key.strip_prefix("npi-")?.parse().ok()
}

/// Reads an NPI: ten digits that begin with 1 or 2, with the check digit of ISO/IEC 7812 (Luhn) over `80840` and the number.
#[must_use]
pub fn npi(text: &[u8]) -> Option<u64> {
    if text.len() != 10 || !matches!(text.first(), Some(b'1' | b'2')) || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = text.iter().map(|digit| u32::from(digit - b'0'));
    // What `80840` adds to the sum.
    const PREFIX: u32 = 24;
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 =
        digits.clone().zip(0_u32..).map(|(digit, at)| if at % 2 == 0 { doubled(digit) } else { digit }).sum();
    (sum + PREFIX).is_multiple_of(10).then(|| digits.fold(0, |number, digit| number * 10 + u64::from(digit)))
}

/// Reads rows of CSV, one after the other, into the same room in memory.
#[derive(Debug)]
pub struct Reader {
    parser: csv_core::Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { parser: csv_core::Reader::new(), out: vec![0; 64 * 1024], ends: vec![0; MOST_COLUMNS] }
    }
}

impl Reader {
    /// The fields of a line (RFC 4180); nothing where a quote is not closed or there are far too many.
    pub fn fields<'a>(&'a mut self, line: &[u8]) -> Option<Fields<'a>> {
        // The library ends a row within a quote as well; here something is missing then.
        if !memchr::memchr_iter(b'"', line).count().is_multiple_of(2) {
            return None;
        }
        if self.out.len() < line.len() {
            self.out.resize(line.len(), 0);
        }
        self.parser.reset();
        let (result, read, wrote, ended) = self.parser.read_record(line, &mut self.out, &mut self.ends);
        if read != line.len()
            || !matches!(result, csv_core::ReadRecordResult::InputEmpty | csv_core::ReadRecordResult::Record)
        {
            return None;
        }
        let (mut wrote, mut ended) = (wrote, ended);
        if result == csv_core::ReadRecordResult::InputEmpty {
            let out = self.out.get_mut(wrote..)?;
            let ends = self.ends.get_mut(ended..)?;
            let (result, _, more, last) = self.parser.read_record(&[], out, ends);
            if result != csv_core::ReadRecordResult::Record {
                return None;
            }
            (wrote, ended) = (wrote + more, ended + last);
        }
        Some(Fields { text: self.out.get(..wrote)?, ends: self.ends.get(..ended)? })
    }
}

/// The fields of a row.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field as it stands there; empty where there is none.
    #[must_use]
    pub fn raw(&self, column: usize) -> &'a [u8] {
        let from = column.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = from.zip(self.ends.get(column).copied()).map(|(from, until)| Range { start: from, end: until });
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// A field as text, without spaces around it. What is no UTF-8 is read letter by letter (ISO 8859-1).
    #[must_use]
    pub fn text(&self, column: usize) -> Cow<'a, str> {
        let raw = self.raw(column).trim_ascii();
        std::str::from_utf8(raw).map_or_else(|_| raw.iter().map(|byte| char::from(*byte)).collect(), Cow::Borrowed)
    }
}

impl Columns {
    /// Finds the columns in the header, in whatever order they stand.
    ///
    /// # Errors
    /// The names of all that are missing.
    pub fn of(header: &Fields<'_>) -> Result<Self, Vec<String>> {
        let names: Vec<Cow<'_, str>> =
            (0..header.len()).map(|column| header.text(column)).map(|name| trimmed(name)).collect();
        let mut missing = Vec::new();
        let mut find = |wanted: &[&str]| {
            let found = names.iter().position(|name| wanted.iter().any(|wanted| name == wanted));
            found.unwrap_or_else(|| {
                missing.extend(wanted.first().map(|name| (*name).to_owned()));
                0
            })
        };
        let needed = NEEDED.map(&mut find);
        let slots = std::array::from_fn(|slot| IN_SLOT.map(|name| find(&[&format!("{name}{}", slot + 1)])));
        if missing.is_empty() { Ok(Self { count: names.len(), needed, slots }) } else { Err(missing) }
    }

    /// The NPI of a row that plainly is of somebody who is no massage therapist: such rows are ninety-eight of a hundred, and nothing else
    /// of them is looked at. Nothing where a closer look is needed.
    #[must_use]
    pub fn glance(&self, line: &[u8]) -> Option<u64> {
        if !matches!(self.needed, [0, 1, ..]) {
            return None;
        }
        let rest = line.strip_prefix(b"\"")?;
        let is_somebody = matches!(rest.get(10..16), Some(b"\",\"1\"," | b"\",\"2\","));
        let npi = npi(rest.get(..10).filter(|_| is_somebody)?)?;
        memchr::memmem::find(rest, MASSAGE.as_bytes()).is_none().then_some(npi)
    }

    /// What a row says.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn row(&self, row: &Fields<'_>) -> Result<Row, Bad> {
        if row.len() != self.count {
            return Err(Bad::Columns);
        }
        let [
            number,
            entity,
            organisation,
            last,
            first,
            credential,
            city,
            state,
            postal,
            country,
            phone,
            changed,
            out,
            back,
            sex,
            middle,
        ] = self.needed;
        let npi = npi(row.raw(number).trim_ascii()).ok_or(Bad::Npi)?;
        let (out, back) = (row.text(out), row.text(back));
        if !out.is_empty() && date(&back) < date(&out) {
            return Ok(Row::Deactivated(npi));
        }
        if row.text(entity).is_empty() {
            return Err(Bad::Empty);
        }
        if !self.slots.iter().any(|[code, ..]| row.raw(*code).trim_ascii() == MASSAGE.as_bytes()) {
            return Ok(Row::Other(npi));
        }
        let is_organisation = row.text(entity) == "2";
        let person = [first, middle, last].map(|column| written(&row.text(column)));
        let name = if is_organisation {
            written(&row.text(organisation))
        } else {
            person.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        if name.is_empty() {
            return Err(Bad::Empty);
        }
        let (country, postal) = (row.text(country), row.text(postal));
        let here = country.is_empty() || country == "US";
        let state = row.text(state);
        let is_state = here && state.len() == 2 && state.bytes().all(|letter| letter.is_ascii_alphabetic());
        Ok(Row::Listed(Box::new(Listed {
            key: key(npi),
            name,
            kind: if is_organisation { Kind::Organisation } else { Kind::Person },
            credential: plain(&row.text(credential)),
            gender: match row.text(sex).as_ref() {
                "F" => Some(Gender::Woman),
                "M" => Some(Gender::Man),
                "X" => Some(Gender::Other),
                _ => None,
            },
            city: written(&row.text(city)),
            place: if is_state { format!("us-{}", state.to_ascii_lowercase()) } else { String::new() },
            postal: postal.get(..5).filter(|_| here).unwrap_or(&postal).to_owned(),
            country: if here { "US".to_owned() } else { country.into_owned() },
            at: if here { place_of(&postal) } else { None },
            phone: plain(&row.text(phone)),
            licences: self.licences(row),
            source: "NPPES".to_owned(),
            dated: row.text(changed).into_owned(),
            ..Listed::default()
        })))
    }

    /// The licences that somebody states beside the code of massage therapists, each once.
    fn licences(&self, row: &Fields<'_>) -> Vec<Licence> {
        let mut licences: Vec<Licence> = Vec::new();
        for [code, number, state] in self.slots {
            let (number, state) = (plain(&row.text(number)), row.text(state).to_ascii_lowercase());
            let licence = Licence { place: format!("us-{state}"), number };
            let stated = row.raw(code).trim_ascii() == MASSAGE.as_bytes() && !licence.number.is_empty();
            if stated && state.len() == 2 && !licences.contains(&licence) {
                licences.push(licence);
            }
        }
        licences
    }
}

/// A name of the header without the mark that some programs put before a file (U+FEFF).
fn trimmed(name: Cow<'_, str>) -> Cow<'_, str> {
    match name.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(rest.trim_matches('"').to_owned()),
        None => name,
    }
}

/// `MM/DD/YYYY` as something that can be compared; what is none comes first.
fn date(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// A value, or nothing where it is masked: `$$$$$$$$$`, `********`, `_________`, `<UNAVAIL>`.
fn plain(text: &str) -> String {
    let masked = text.chars().all(|it| matches!(it, '$' | '*' | '_' | '=')) || text == "<UNAVAIL>";
    if masked { String::new() } else { text.to_owned() }
}

/// A name as it is written outside registers: the file has capitals alone.
fn written(text: &str) -> String {
    let text = plain(text);
    if text.chars().any(char::is_lowercase) {
        return text;
    }
    let mut begins = true;
    let letter = |it: char| {
        let small = !begins;
        begins = !it.is_alphanumeric();
        if small { it.to_lowercase().collect::<String>() } else { it.to_string() }
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests;
