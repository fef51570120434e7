//! The fast way against a plain one, and what a list says.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    fold::{forgiven, mistakes, words},
    *,
};

const NAMES: [&str; 8] = ["Anna", "Anne Smith", "Smyth", "Müller", "O'Brien", "Touch of Anna", "Ann", "Hannah"];
const CITIES: [&str; 4] = ["Portland", "Portsmouth", "Los Ángeles", "Boise"];
const SPECIAL: [&str; 4] = ["", "upper back", "shiatsu", "trigger points, upper back"];
const LANGUAGES: [&str; 4] = ["", "English", "English, Deutsch", "Español"];

fn pick(from: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(from).prop_map(str::to_owned)
}

fn listed() -> impl Strategy<Value = Listed> {
    let gender = prop::sample::select(vec![None, Some(Gender::Woman), Some(Gender::Man), Some(Gender::Other)]);
    // About places that are near each other, at a pole, and on both sides of the date line.
    let near =
        |lat: i16, lon: i16| (lat - 90..lat + 90, lon - 90..lon + 90).prop_map(|(lat, lon)| Point::new(lat, lon));
    let at = prop_oneof![Just(None), near(4550, -12260), near(8905, 100), near(-1700, 17950), near(-1700, -17905)];
    let techniques = prop::collection::btree_set(pick(&["kneading", "friction", "static-pressure"]), 0..3);
    (pick(&NAMES), pick(&CITIES), pick(&SPECIAL), pick(&LANGUAGES), gender, at, techniques, any::<u16>()).prop_map(
        |(name, city, specialities, languages, gender, at, techniques, key)| Listed {
            key: format!("made-up-{key}"),
            name,
            city,
            specialities,
            languages,
            gender,
            at,
            techniques,
            place: "us-or".to_owned(),
            ..Listed::default()
        },
    )
}

/// How badly a text fits a word, looked at letter by letter.
fn worse(text: &str, word: &str) -> Option<u8> {
    let count = word.chars().count();
    let of = |known: String| {
        if known == word {
            return Some(0);
        }
        if known.starts_with(word) {
            return (count >= 2).then_some(1);
        }
        mistakes(&word.chars().collect::<Vec<_>>(), &known, forgiven(count))
            .filter(|_| forgiven(count) > 0)
            .map(|wrong| u8::try_from(wrong).unwrap() + 1)
    };
    words(text).filter_map(of).min()
}

fn plainly(all: &[Listed], query: &Query<'_>) -> Vec<(String, u8, Option<u16>)> {
    let judge = |it: &Listed| {
        let any = format!("{} {} {} or {}", it.name, it.credential, it.city, it.specialities);
        let mut sum = 0;
        for (text, asked) in
            [(&any, query.words), (&it.languages, query.language), (&it.specialities, query.speciality)]
        {
            for word in words(asked) {
                sum += worse(text, &word)?;
            }
        }
        if !query.techniques.is_subset(&it.techniques) || (query.gender.is_some() && query.gender != it.gender) {
            return None;
        }
        let Some(near) = query.near else { return Some((sum, None)) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "on the Earth")]
        let km = near.place.km(it.at?).round() as u16;
        (km <= near.km).then_some((sum, Some(km)))
    };
    let mut found: Vec<_> = all.iter().filter_map(|it| judge(it).map(|(sum, km)| (it.key.clone(), sum, km))).collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_search_finds_exactly_what_a_plain_reading_finds(
        all in prop::collection::vec(listed(), 0..40),
        words in prop::sample::select(vec!["", "anna", "An", "a", "Smiht", "portlnad", "anna portland", "mueller", "muler", "touch ana", "shi", "or"]),
        language in prop::sample::select(vec!["", "german", "deutsch", "Espanol", "englsh"]),
        speciality in prop::sample::select(vec!["", "", "shiatsu", "upper bakc"]),
        technique in prop::sample::select(vec!["", "", "kneading", "nothing"]),
        gender in prop::sample::select(vec![None, None, Some(Gender::Woman)]),
        near in prop::sample::select(vec![None, Some((4550, -12260)), Some((9000, 0)), Some((-1700, 17990)), Some((-1700, -18000))]),
        km in prop::sample::select(vec![1_u16, 40, 120, 500]),
        draw in 0_u64..3,
    ) {
        let mut all = all;
        all.dedup_by(|one, other| one.key == other.key);
        let mut keys = BTreeSet::new();
        all.retain(|it| keys.insert(it.key.clone()));
        let index = Index::of_listed(&all).unwrap();
        let near = near.map(|(lat, lon)| Near { place: Point { lat, lon }, km });
        let techniques = Some(technique.to_owned()).filter(|it| !it.is_empty()).into_iter().collect();
        let query = Query { words, language, speciality, techniques, gender, near, draw, skip: 0, most: 100 };
        let found = index.search(&query);
        let order: Vec<_> = found.hits.iter().map(|hit| (hit.worse, hit.km)).collect();
        prop_assert!(order.is_sorted(), "{order:?}");
        let key = |entry| index.listed(entry).unwrap().key;
        let mut hits: Vec<_> = found.hits.iter().map(|hit| (key(hit.entry), hit.worse, hit.km)).collect();
        hits.sort();
        prop_assert_eq!(found.count, hits.len());
        prop_assert_eq!(&hits, &plainly(&all, &query));
        // A page is a part of the whole.
        let part = index.search(&Query { skip: 3, most: 4, ..query });
        prop_assert_eq!(part.hits.as_slice(), found.hits.get(3..found.hits.len().min(7)).unwrap_or_default());
        for hit in found.hits {
            let listed = index.listed(hit.entry);
            prop_assert!(listed.is_some_and(|listed| all.contains(&listed)));
        }
    }

    #[test]
    fn a_line_says_what_was_written(mut it in listed(), number in "[A-Z0-9]{0,9}", phone in "[0-9 +]{0,12}") {
        it.licences = vec![Licence { place: "us-or".to_owned(), number }];
        (it.phone, it.kind, it.source) = (phone, Kind::Organisation, "NPPES".to_owned());
        let mut line = String::new();
        it.write(&mut line);
        prop_assert_eq!(line.matches('\n').count(), 1);
        prop_assert_eq!(Listed::read(line.trim_end_matches('\n')), Some(it));
    }

    #[test]
    fn no_line_breaks_a_list(text in "[+\\-\t\na-c,;]{0,60}") {
        let index = Index::of(text).unwrap();
        prop_assert!((0..u32::try_from(index.len()).unwrap()).all(|entry| index.listed(entry).is_some()));
    }
}

fn named(key: &str, name: &str) -> Listed {
    Listed { key: key.to_owned(), name: name.to_owned(), ..Listed::default() }
}

fn names(index: &Index, words: &str) -> Vec<String> {
    let found = index.search(&Query { words, most: 9, ..Query::default() });
    found.hits.iter().map(|hit| index.listed(hit.entry).unwrap().name).collect()
}

#[test]
fn the_last_line_counts_and_one_that_is_cut_off_harms_no_other() {
    let mut text = String::new();
    [named("a", "Anna"), named("b", "Berta"), named("a", "Antonia"), named("c", "Carla")]
        .iter()
        .for_each(|it| it.write(&mut text));
    text.push_str(&Change::removal("b"));
    named("c", "Changed").write(&mut text);
    for _ in 0.."\t\t\n".len() {
        text.pop();
    }
    let index = Index::of(text).unwrap();
    assert_eq!(index.len(), 2);
    assert_eq!([names(&index, "antonia"), names(&index, "carla")].concat(), ["Antonia", "Carla"]);
    assert!(
        names(&index, "berta").is_empty() && names(&index, "anna").is_empty() && names(&index, "changed").is_empty()
    );
}

#[test]
fn what_would_break_a_line_is_taken_out_of_it() {
    let mut text = String::new();
    named("a\tb", "two\nlines\u{85}and\ttabs").write(&mut text);
    assert_eq!(Index::of(text).unwrap().listed(0).unwrap().name, "two lines and tabs");
}

#[test]
fn among_equals_the_order_is_another_every_day_and_the_same_all_day() {
    let all: Vec<Listed> = (0..20).map(|number| named(&number.to_string(), "Anna")).collect();
    let index = Index::of_listed(&all).unwrap();
    let of = |draw| {
        let found = index.search(&Query { words: "anna", draw, most: 20, ..Query::default() });
        found.hits.iter().map(|hit| hit.entry).collect::<Vec<_>>()
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    let firsts: BTreeSet<u32> = (0..200).filter_map(|day| of(day).first().copied()).collect();
    assert!(firsts.len() > 15, "nobody is always first: {firsts:?}");
}
