//! Everybody who is listed, in columns, with the words by which they are found.

use std::{collections::HashMap, ops::Range};

use super::{
    Change, Gender, Listed, Point, change,
    fold::{letters, words},
    listed::Fields,
};

/// What kind of word it is, as its first letter: no word begins with one of these.
pub(super) const WORD: char = ' ';
pub(super) const LANGUAGE: char = '!';
pub(super) const SPECIALITY: char = '"';
pub(super) const TECHNIQUE: char = '#';

/// A list that is longer than can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Everybody who is listed.
#[derive(Debug, Default)]
pub struct Index {
    /// The lines of the list.
    text: String,
    /// Where the line of each begins. Who is at one place stands together, so that whoever is near is read in one go.
    lines: Vec<u32>,
    /// Where each is; nobody is at a place that is not on the Earth.
    pub(super) points: Vec<Option<Point>>,
    pub(super) genders: Vec<Option<Gender>>,
    /// The square degree that each is in, in their order; those who are nowhere come last and have none.
    cells: Vec<u32>,
    /// Every word behind the letter of its kind, in their order, one behind the other.
    words: String,
    /// Where each word begins, and where the last one ends.
    starts: Vec<u32>,
    /// Which letters each has.
    pub(super) letters: Vec<u32>,
    /// How many letters each has.
    pub(super) counts: Vec<u8>,
    /// Where those who have each word begin in `listed`, and where the last one's end.
    lists: Vec<u32>,
    listed: Vec<u32>,
}

/// A place in memory; those who are listed are fewer than fit.
pub(super) fn at(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

fn small(index: usize) -> Result<u32, TooLarge> {
    u32::try_from(index).map_err(|_| TooLarge)
}

impl Index {
    /// Reads a list. Lines that cannot be read are passed over.
    ///
    /// # Errors
    /// A list of more than four gigabytes.
    pub fn of(text: String) -> Result<Self, TooLarge> {
        let read = |line: u32| text.get(at(line)..).and_then(first_line).and_then(Fields::of).unwrap_or_default();
        let place = |line: &u32| {
            let point = read(*line).point();
            (point.map_or(u32::MAX, cell), point.map(|it| (it.lat, it.lon)), *line)
        };
        let mut lines = latest(&text)?;
        lines.sort_by_cached_key(place);
        let mut made = Self { lines, ..Self::default() };
        let mut lists: HashMap<String, Vec<u32>> = HashMap::new();
        for (entry, line) in (0_u32..).zip(&made.lines) {
            let listed = read(*line);
            made.points.push(listed.point());
            made.genders.push(Gender::of(listed.gender));
            made.cells.extend(listed.point().map(cell));
            for word in words_of(&listed) {
                match lists.get_mut(&word) {
                    Some(list) if list.last() == Some(&entry) => {}
                    Some(list) => list.push(entry),
                    None => drop(lists.insert(word, vec![entry])),
                }
            }
        }
        let mut lists: Vec<(String, Vec<u32>)> = lists.into_iter().collect();
        lists.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (word, list) in lists {
            made.starts.push(small(made.words.len())?);
            made.lists.push(small(made.listed.len())?);
            let plain = word.get(1..).unwrap_or_default();
            made.letters.push(letters(plain));
            made.counts.push(u8::try_from(plain.chars().count()).unwrap_or(u8::MAX));
            made.words.push_str(&word);
            made.listed.extend(list);
        }
        made.starts.push(small(made.words.len())?);
        made.lists.push(small(made.listed.len())?);
        made.text = text;
        Ok(made)
    }

    /// Lists these, in their order.
    ///
    /// # Errors
    /// More than four gigabytes of them.
    pub fn of_listed<'a>(all: impl IntoIterator<Item = &'a Listed>) -> Result<Self, TooLarge> {
        let mut text = String::new();
        all.into_iter().for_each(|listed| listed.write(&mut text));
        Self::of(text)
    }

    /// How many are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nobody is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Somebody who is listed, by their number.
    #[must_use]
    pub fn listed(&self, entry: u32) -> Option<Listed> {
        let line = self.lines.get(at(entry))?;
        self.text.get(at(*line)..).and_then(first_line).and_then(Listed::read)
    }

    /// How many different words there are.
    pub(super) fn vocabulary(&self) -> usize {
        self.letters.len()
    }

    /// A word behind the letter of its kind.
    pub(super) fn word(&self, number: usize) -> &str {
        let (from, until) = (self.starts.get(number), self.starts.get(number + 1));
        from.zip(until).and_then(|(from, until)| self.words.get(at(*from)..at(*until))).unwrap_or_default()
    }

    /// The first word that does not come before this text.
    pub(super) fn first(&self, text: &str) -> usize {
        let (mut low, mut high) = (0, self.vocabulary());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < text { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Who has a word, by their numbers.
    pub(super) fn having(&self, number: usize) -> &[u32] {
        let (from, until) = (self.lists.get(number), self.lists.get(number + 1));
        from.zip(until).and_then(|(from, until)| self.listed.get(at(*from)..at(*until))).unwrap_or_default()
    }

    /// Everybody in the square degrees within so many kilometres of a place, as ranges of their numbers, in their order.
    pub(super) fn around(&self, place: Point, km: f64) -> Vec<Range<u32>> {
        /// Kilometres of a degree of latitude, rounded down.
        const DEGREE_KM: f64 = 111.0;
        let (lat, lon) = (f64::from(place.lat) / 100.0, f64::from(place.lon) / 100.0);
        let north = km / DEGREE_KM;
        // The widest circle of latitude within reach; round a pole every longitude is.
        let narrow = (lat.abs() + north).min(89.9).to_radians().cos();
        let east = if lat.abs() + north >= 89.0 { 180.0 } else { (north / narrow).min(180.0) };
        let row = |degrees: f64| whole(degrees.clamp(-90.0, 90.0) + 90.0);
        let column = |degrees: f64| whole(degrees.clamp(-180.0, 180.0) + 180.0);
        // Beyond the date line it goes on at the other end.
        let beyond = [(lon + east > 180.0).then_some(lon - 360.0), (lon - east < -180.0).then_some(lon + 360.0)];
        let middles: Vec<f64> = std::iter::once(lon).chain(beyond.into_iter().flatten()).collect();
        let rows = row(lat - north)..=row(lat + north);
        rows.flat_map(move |row| {
            let mut columns: Vec<(u32, u32)> =
                middles.iter().map(|middle| (column(middle - east), column(middle + east))).collect();
            columns.sort_unstable();
            let mut next = 0;
            columns.into_iter().filter_map(move |(from, until)| {
                let from = from.max(next);
                next = next.max(until + 1);
                (from <= until).then(|| (row * COLUMNS + from, row * COLUMNS + until))
            })
        })
        .map(|(from, until)| {
            let before = |cell: u32| self.cells.partition_point(|known| *known < cell);
            // INVARIANT: fewer are listed than a number has places.
            let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
            number(before(from))..number(before(until + 1))
        })
        .collect()
    }
}

/// Degrees of longitude, with one more for 180 itself.
const COLUMNS: u32 = 361;

/// Whole degrees of what is not below nought.
fn whole(degrees: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 360")]
    let whole = degrees.max(0.0) as u32;
    whole
}

/// The square degree of a place.
fn cell(point: Point) -> u32 {
    whole(f64::from(point.lat) / 100.0 + 90.0) * COLUMNS + whole(f64::from(point.lon) / 100.0 + 180.0)
}

fn first_line(text: &str) -> Option<&str> {
    text.split('\n').next()
}

/// Where the last line of each begins who is still listed then; in no order.
fn latest(text: &str) -> Result<Vec<u32>, TooLarge> {
    let mut last: HashMap<&str, u32> = HashMap::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let begins = small(from)?;
        from += line.len();
        // Without its end a line may be cut off in the middle of a word.
        match line.strip_suffix('\n').and_then(change) {
            Some(Change::Add(key)) => drop(last.insert(key, begins)),
            Some(Change::Remove(key)) => drop(last.remove(key)),
            None => {}
        }
    }
    Ok(last.into_values().collect())
}

/// The lines of everybody who is listed in a list, each with its end and behind its key; in the order in which they were written.
pub fn living(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut lines = latest(text).unwrap_or_default();
    lines.sort_unstable();
    lines.into_iter().filter_map(|from| {
        let line = text.get(at(from)..)?.split_inclusive('\n').next()?;
        match change(line.trim_end_matches('\n')) {
            Some(Change::Add(key)) => Some((key, line)),
            _ => None,
        }
    })
}

/// Every word by which somebody is found, behind the letter of its kind.
fn words_of<'a>(listed: &Fields<'a>) -> impl Iterator<Item = String> + use<'a> {
    let of = |kind: char| move |text: &'a str| words(text).map(move |word| format!("{kind}{word}"));
    let region = listed.place.rsplit('-').next().unwrap_or_default();
    let plain = [listed.name, listed.credential, listed.city, region, listed.specialities];
    let techniques = listed.techniques.split_whitespace().map(|id| format!("{TECHNIQUE}{id}"));
    let plain = plain.into_iter().flat_map(of(WORD));
    plain.chain(of(LANGUAGE)(listed.languages)).chain(of(SPECIALITY)(listed.specialities)).chain(techniques)
}
