//! Searching a million people who are listed.

use std::sync::OnceLock;

use supple_practice::find::{Found, Gender, Index, Licence, Listed, Near, Query, place_of};

/// How many are listed.
const MANY: u64 = 1_000_000;

fn main() {
    divan::main();
}

/// Numbers without end, the same in every run (SplitMix64).
struct Lots(u64);

impl Lots {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut lot = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        lot = (lot ^ lot >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (lot ^ lot >> 31) % most
    }

    /// A number below `most`, small ones far more often, as with names and towns.
    fn often(&mut self, most: u64) -> u64 {
        let top = self.below(most) + 1;
        self.below(top).min(self.below(top))
    }
}

/// A word of its own for each number.
fn word(number: u64, start: &str) -> String {
    const SYLLABLES: [&str; 20] = [
        "an", "ber", "cor", "den", "el", "for", "gas", "hol", "in", "jor", "kel", "lan", "mar", "nor", "os", "par",
        "ros", "sten", "tur", "wel",
    ];
    let mut left = number;
    let mut word = start.to_owned();
    loop {
        let syllable = usize::try_from(left % 20).ok().and_then(|index| SYLLABLES.get(index));
        word.push_str(syllable.copied().unwrap_or_default());
        left /= 20;
        if left == 0 {
            return word;
        }
    }
}

/// A million: 4,000 first names, 150,000 last names, 20,000 towns, five of a hundred in New York, a third with words of their own.
fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut lots = Lots(1);
        let zips: Vec<(String, _)> = (501..99_951_u32)
            .filter_map(|zip| {
                let zip = format!("{zip:05}");
                place_of(&zip).map(|point| (zip, point))
            })
            .collect();
        let new_york: Vec<_> = zips.iter().filter(|(zip, _)| zip.starts_with("10") || zip.starts_with("112")).collect();
        let mut text = String::new();
        for number in 0..MANY {
            let dense = lots.below(20) == 0;
            let many = if dense { new_york.len() } else { zips.len() };
            let index = usize::try_from(lots.below(u64::try_from(many).unwrap_or(1))).unwrap_or(0);
            let here = if dense { new_york.get(index).copied() } else { zips.get(index) };
            let (zip, at) = here.cloned().unzip();
            let town = if dense { "New York".to_owned() } else { word(lots.often(20_000), "t") };
            let own = lots.below(3) == 0;
            let listed = Listed {
                key: format!("npi-{number}"),
                name: format!("{} {}", word(lots.often(4_000), ""), word(lots.often(150_000), "m")),
                credential: "LMT".to_owned(),
                gender: [Gender::Woman, Gender::Woman, Gender::Man]
                    .get(usize::try_from(lots.below(3)).unwrap_or(0))
                    .copied(),
                city: town,
                place: "us-ny".to_owned(),
                postal: zip.unwrap_or_default(),
                country: "US".to_owned(),
                at,
                phone: "5555550001".to_owned(),
                licences: vec![Licence { place: "us-ny".to_owned(), number: number.to_string() }],
                specialities: if own { "upper back, trigger points".to_owned() } else { String::new() },
                languages: if own { "English, Spanish".to_owned() } else { String::new() },
                source: "NPPES".to_owned(),
                dated: "01/02/2025".to_owned(),
                ..Listed::default()
            };
            listed.write(&mut text);
        }
        text
    })
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| Index::of(text().to_owned()).unwrap_or_default())
}

fn searched(bencher: divan::Bencher<'_, '_>, query: &Query<'_>) {
    let index = index();
    let found: Found = index.search(query);
    assert!(index.len() == 1_000_000 && found.count > 0, "{}", found.count);
    bencher.bench(|| index.search(query));
}

fn near(zip: &str, km: u16) -> Option<Near> {
    place_of(zip).map(|place| Near { place, km })
}

fn query(words: &str) -> Query<'_> {
    Query { words, most: 20, ..Query::default() }
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn reading_the_list(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(|| text().to_owned()).bench_values(|text| Index::of(text).map(|index| index.len()));
}

#[divan::bench]
fn nothing_asked(bencher: divan::Bencher<'_, '_>) {
    searched(bencher, &query(""));
}

#[divan::bench]
fn twenty_five_miles_round_new_york(bencher: divan::Bencher<'_, '_>) {
    searched(bencher, &Query { near: near("10001", 40), ..query("") });
}

#[divan::bench]
fn a_hundred_miles_round_new_york_women(bencher: divan::Bencher<'_, '_>) {
    searched(bencher, &Query { near: near("10001", 161), gender: Some(Gender::Woman), ..query("") });
}

#[divan::bench]
fn a_last_name(bencher: divan::Bencher<'_, '_>) {
    searched(bencher, &query("mberden"));
}

#[divan::bench]
fn both_names_with_a_mistake_in_each(bencher: divan::Bencher<'_, '_>) {
    // Somebody's name, without its last letter but one, and with two letters exchanged.
    let long = |name: &String| name.split(' ').all(|word| word.len() > 8);
    let name = (0..).filter_map(|entry| index().listed(entry)).map(|listed| listed.name).find(long).unwrap_or_default();
    let wrong: Vec<String> = name
        .split(' ')
        .map(|word| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.swap(2, 3);
            letters.pop();
            letters.into_iter().collect()
        })
        .collect();
    searched(bencher, &query(&wrong.join(" ")));
}

#[divan::bench]
fn a_word_that_everybody_has(bencher: divan::Bencher<'_, '_>) {
    searched(bencher, &query("lmt"));
}

#[divan::bench]
fn a_speciality_and_a_language_near_a_place(bencher: divan::Bencher<'_, '_>) {
    let query = Query { near: near("97205", 80), language: "spanish", speciality: "trigger", ..query("") };
    searched(bencher, &query);
}
