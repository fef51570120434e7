//! Searching everybody who is listed.

use std::collections::{BTreeSet, BinaryHeap};

use super::{
    Gender, Index, Point,
    fold::{forgiven, letters, mistakes, words},
    index::{LANGUAGE, SPECIALITY, TECHNIQUE, WORD, at},
};

/// The farthest that is searched, in kilometres.
pub(super) const FARTHEST_KM: u16 = 500;
/// The most words that count.
const MOST_WORDS: usize = 8;

/// Round which place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// The place.
    pub place: Point,
    /// How far at most, in kilometres; at most 500 count.
    pub km: u16,
}

/// Who is searched for. What is left empty does not matter.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// Words of the name, the town or a speciality; each has to be there, or one like it.
    pub words: &'a str,
    /// A language.
    pub language: &'a str,
    /// A speciality.
    pub speciality: &'a str,
    /// Techniques, all of which have to be given.
    pub techniques: BTreeSet<String>,
    /// The gender.
    pub gender: Option<Gender>,
    /// Where.
    pub near: Option<Near>,
    /// What the order among equals is drawn from: the number of the day.
    pub draw: u64,
    /// How many are passed over.
    pub skip: usize,
    /// How many are shown.
    pub most: usize,
}

/// Somebody who was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Their number in the index.
    pub entry: u32,
    /// How badly the words fit: 0 where each is there, 1 more for each that only begins so, 2 or 3 more for one or two mistakes.
    pub worse: u8,
    /// How far it is about, in kilometres, where a place was given.
    pub km: Option<u16>,
}

/// Who was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many.
    pub count: usize,
    /// Those that are shown, in their order.
    pub hits: Vec<Hit>,
}

/// Somebody with how badly a word fits.
type Fit = (u32, u8);

/// One thing that has to fit: the words of the index that do, each with how badly, and how many people have them in all.
struct Asked {
    words: Vec<(usize, u8)>,
    size: usize,
}

/// So many times more people than are left are not read one by one, but asked for.
const FAR_MORE: usize = 16;
/// With more words than this that fit, those who have them are read all the same.
const MANY_WORDS: usize = 12;

impl Index {
    /// Searches. The order is how well the words fit, then whole kilometres, then one that is drawn from `draw`.
    #[must_use]
    pub fn search(&self, query: &Query<'_>) -> Found {
        let mut asked = self.asked(query);
        asked.sort_unstable_by_key(|asked| asked.size);
        let around = query.near.map(|near| {
            // A kilometre more: distances are rounded.
            self.around(near.place, f64::from(near.km.min(FARTHEST_KM)) + 1.0)
        });
        let nearby: usize = around.iter().flatten().map(|range| at(range.end - range.start)).sum();
        let mut best = Best::of(query);
        let mut known = Known { index: self, query, last: None };
        match (asked.as_slice(), around) {
            ([], None) => (0_u32..).zip(&self.points).for_each(|(entry, _)| best.see(&mut known, entry, 0)),
            ([], Some(around)) => around.into_iter().flatten().for_each(|entry| best.see(&mut known, entry, 0)),
            // Few are near: of them those are kept whom everything fits.
            ([first, ..], Some(around)) if nearby < first.size => {
                let near: Vec<Fit> = around
                    .into_iter()
                    .flatten()
                    .filter(|entry| known.km(*entry).is_some())
                    .map(|entry| (entry, 0))
                    .collect();
                let all = asked.iter().fold(near, |left, asked| self.kept(left, asked));
                all.into_iter().for_each(|(entry, worse)| best.see(&mut known, entry, worse));
            }
            // One word alone: whoever has it is not written down first.
            ([Asked { words, .. }], _) if words.len() == 1 => {
                let having =
                    words.iter().flat_map(|(number, worse)| self.having(*number).iter().map(|entry| (*entry, *worse)));
                having.for_each(|(entry, worse)| best.see(&mut known, entry, worse));
            }
            ([first, others @ ..], _) => {
                let all = others.iter().fold(self.having_any(first), |left, asked| self.kept(left, asked));
                all.into_iter().for_each(|(entry, worse)| best.see(&mut known, entry, worse));
            }
        }
        best.found()
    }

    /// Everything that has to fit.
    fn asked(&self, query: &Query<'_>) -> Vec<Asked> {
        let written = [(WORD, query.words), (LANGUAGE, query.language), (SPECIALITY, query.speciality)];
        let written = written
            .into_iter()
            .flat_map(|(kind, text)| words(text).take(MOST_WORDS).map(move |word| (kind, word)))
            .map(|(kind, word)| self.like(kind, &word));
        let techniques = query.techniques.iter().map(|id| {
            let whole = format!("{TECHNIQUE}{id}");
            let number = self.first(&whole);
            if self.word(number) == whole { vec![(number, 0)] } else { Vec::new() }
        });
        let sized = |words: Vec<(usize, u8)>| {
            let size = words.iter().map(|(number, _)| self.having(*number).len()).sum();
            Asked { words, size }
        };
        techniques.chain(written).map(sized).collect()
    }

    /// Everybody whom something fits, by their numbers.
    fn having_any(&self, asked: &Asked) -> Vec<Fit> {
        let mut all: Vec<Fit> = Vec::with_capacity(asked.size);
        for (number, worse) in &asked.words {
            all.extend(self.having(*number).iter().map(|entry| (*entry, *worse)));
        }
        if asked.words.len() > 1 {
            // Runs in order one behind the other: sorting is merging.
            all.sort();
            all.dedup_by_key(|fit| fit.0);
        }
        all
    }

    /// Those of some whom something more fits.
    fn kept(&self, some: Vec<Fit>, asked: &Asked) -> Vec<Fit> {
        if asked.size < some.len().saturating_mul(FAR_MORE) || asked.words.len() > MANY_WORDS {
            return both(&some, &self.having_any(asked));
        }
        let worse = |entry: u32| {
            let has = |number: usize| self.having(number).binary_search(&entry).is_ok();
            asked.words.iter().filter(|(number, _)| has(*number)).map(|(_, worse)| *worse).min()
        };
        some.into_iter().filter_map(|(entry, bad)| Some((entry, bad.saturating_add(worse(entry)?)))).collect()
    }

    /// The words of the index that are a word, or begin so, or are like it but for a few mistakes; each with how badly it fits.
    fn like(&self, kind: char, word: &str) -> Vec<(usize, u8)> {
        let whole = format!("{kind}{word}");
        let count = word.chars().count();
        let (begin, end) = (self.first(&kind.to_string()), self.first(&next(kind)));
        let mut fitting: Vec<(usize, u8)> = Vec::new();
        for number in self.first(&whole)..end {
            let known = self.word(number);
            // A single letter is the beginning of too much.
            if !known.starts_with(&whole) || (count < 2 && known != whole) {
                break;
            }
            fitting.push((number, u8::from(known != whole)));
        }
        let most = forgiven(count);
        if most > 0 {
            let asked: Vec<char> = word.chars().collect();
            let (has, bits) = (letters(word), u32::try_from(2 * most).unwrap_or(u32::MAX));
            for number in begin..end {
                let near = self.letters.get(number).is_some_and(|other| (other ^ has).count_ones() <= bits)
                    && self.counts.get(number).is_some_and(|other| usize::from(*other).abs_diff(count) <= most);
                if near && !self.word(number).starts_with(&whole) {
                    let known = self.word(number).get(kind.len_utf8()..).unwrap_or_default();
                    let wrong = mistakes(&asked, known, most).and_then(|wrong| u8::try_from(wrong).ok());
                    fitting.extend(wrong.map(|wrong| (number, wrong + 1)));
                }
            }
        }
        fitting
    }
}

/// What is known of those who are listed, for a query. Who is at one place stands together, so a distance is worked out once for all of them.
struct Known<'a> {
    index: &'a Index,
    query: &'a Query<'a>,
    last: Option<(Point, Option<u16>)>,
}

impl Known<'_> {
    /// How far somebody is, where that is not too far.
    fn km(&mut self, entry: u32) -> Option<u16> {
        let (near, point) = (self.query.near?, self.index.points.get(at(entry)).copied().flatten()?);
        if let Some((last, km)) = self.last
            && last == point
        {
            return km;
        }
        let km = Some(whole_km(near.place.km(point))).filter(|km| *km <= near.km.min(FARTHEST_KM));
        self.last = Some((point, km));
        km
    }

    /// How far somebody is, 0 where nobody asked; nothing where they do not fit.
    fn fits(&mut self, entry: u32) -> Option<u16> {
        let gender = || self.index.genders.get(at(entry)).copied().flatten();
        if self.query.gender.is_some() && gender() != self.query.gender {
            return None;
        }
        if self.query.near.is_some() { self.km(entry) } else { Some(0) }
    }
}

/// What comes behind every word of a kind.
fn next(kind: char) -> String {
    char::from_u32(u32::from(kind) + 1).map(String::from).unwrap_or_default()
}

/// Those who are in both, with how badly both fit.
fn both(one: &[Fit], other: &[Fit]) -> Vec<Fit> {
    let mut out = Vec::new();
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some((left, bad)), Some((right, worse))) = (ones.peek(), others.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(ones.next()),
            std::cmp::Ordering::Greater => drop(others.next()),
            std::cmp::Ordering::Equal => {
                out.push((*left, bad.saturating_add(*worse)));
                ones.next();
                others.next();
            }
        }
    }
    out
}

fn whole_km(km: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half round the Earth is 20,016")]
    let whole = km.round() as u16;
    whole
}

/// The best so far.
struct Best<'a> {
    query: &'a Query<'a>,
    most: usize,
    count: usize,
    /// The worst on top.
    heap: BinaryHeap<(u8, u16, u64, u32)>,
}

impl<'a> Best<'a> {
    const fn of(query: &'a Query<'a>) -> Self {
        Self { query, most: query.skip.saturating_add(query.most), count: 0, heap: BinaryHeap::new() }
    }

    fn see(&mut self, known: &mut Known<'_>, entry: u32, worse: u8) {
        let Some(km) = known.fits(entry) else { return };
        self.count += 1;
        // Most are farther than all that are shown: no lot is drawn for them.
        let full = self.heap.len() >= self.most;
        if full && self.heap.peek().is_none_or(|last| (worse, km) > (last.0, last.1)) {
            return;
        }
        let place = (worse, km, drawn(entry, self.query.draw), entry);
        if !full {
            self.heap.push(place);
        } else if let Some(mut last) = self.heap.peek_mut()
            && place < *last
        {
            *last = place;
        }
    }

    fn found(self) -> Found {
        let all = self.heap.into_sorted_vec().into_iter().skip(self.query.skip);
        let hits = all.map(|(worse, km, _, entry)| Hit { entry, worse, km: self.query.near.map(|_| km) });
        Found { count: self.count, hits: hits.collect() }
    }
}

/// Somebody's lot of a day (SplitMix64).
fn drawn(entry: u32, draw: u64) -> u64 {
    let mut lot = draw.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(entry).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    lot = (lot ^ lot >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    lot = (lot ^ lot >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    lot ^ lot >> 31
}
