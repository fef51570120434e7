//! Whose limits change between two versions: the same as one at a time, and by content.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use supple_care::{
    Knowledge, Reading, RuleId, Sheet,
    permit::Space,
    rule::{Effect, Owner, Restriction, Until},
    screen,
};
use supple_knowledge::{Files, compile};
use supple_population::{
    Changed, Content, Differs, Limits, Screened, Sliced, Tally, Word,
    cohort::{Bound, Cells, Cohort},
};

use crate::{
    cohort::{DAYS, file},
    draw::Dice,
    partial::partial,
    people::base,
    wild::{settled, wild},
};

/// The base with some limits changed, taken away, or given to another rule.
fn changed(seed: u64) -> Knowledge {
    let (mut other, mut dice) = (base().clone(), Dice(seed));
    for _ in 0..1 + dice.below(12) {
        let index = dice.below(other.restrictions.len());
        let restriction = &mut other.restrictions[index];
        match dice.below(6) {
            0 => {
                let highest = u8::try_from(dice.below(6)).unwrap();
                // A limit is a ban, a ceiling of pressure, or one of minutes: never two of them.
                (restriction.ban, restriction.max_pressure, restriction.max_minutes) = (false, Some(highest), None);
                (restriction.space.pressures, restriction.space.minutes) = (Space::pressures_above(highest), u64::MAX);
            }
            1 => restriction.until = Until::Days(3),
            2 => restriction.margin = None,
            3 => restriction.say = "Something else.".to_owned(),
            4 => drop(own(&mut other, index)),
            _ => {
                let to = RuleId(u16::try_from(dice.below(other.rules.len())).unwrap());
                // The crisis page limits nothing.
                if other.rules[usize::from(to.0)].effect == Effect::Crisis {
                    continue;
                }
                if let Some(moved) = own(&mut other, index) {
                    other.restrictions[index].owner = Owner::Rule(to);
                    other.rules[usize::from(to.0)].restrictions.push(moved);
                }
            }
        }
    }
    other
}

/// Takes a limit away from whatever owns it, and gives it; nothing where it was taken before.
fn own(knowledge: &mut Knowledge, index: usize) -> Option<u16> {
    let all = match knowledge.restrictions[index].owner {
        Owner::Rule(rule) => &mut knowledge.rules[usize::from(rule.0)].restrictions,
        Owner::Limit(limit) => &mut knowledge.limits[usize::from(limit)].restrictions,
    };
    let at = all.iter().position(|known| usize::from(*known) == index)?;
    Some(all.remove(at))
}

/// What a limit takes away, for versions that number their words alike.
fn key(restriction: &Restriction) -> String {
    format!("{:?}", (restriction.space, restriction.places_from, restriction.margin, &restriction.until))
}

/// Everything that is taken away from one person, screened singly.
fn singly(knowledge: &Knowledge, sheet: &Sheet) -> BTreeSet<String> {
    let decision = screen(knowledge, sheet);
    let own = decision.restrictions(knowledge, sheet, Reading::Shown).map(|in_force| key(in_force.restriction));
    let always = knowledge.limits.iter().flat_map(|limit| &limit.restrictions);
    own.chain(always.map(|index| key(&knowledge.restrictions[usize::from(*index)]))).collect()
}

/// How many and the first rows, of each limit.
type Counted = Vec<(u64, Vec<u64>)>;

fn counted(changed: &[Changed<'_>]) -> Counted {
    let mut all: Counted = changed.iter().map(|one| (one.people.count, one.people.examples.clone())).collect();
    all.sort();
    all
}

/// What is gone and what is new, anybody, and who of them comes to the same, one person at a time.
fn one_at_a_time(old: &Knowledge, new: &Knowledge, sheets: &[Sheet]) -> ([Counted; 2], u64, u64) {
    let mut sides: [BTreeMap<String, (u64, Vec<u64>)>; 2] = Default::default();
    let (mut anybody, mut same) = (0, 0);
    for (sheet, row) in sheets.iter().zip(0u64..) {
        let (was, is) = (singly(old, sheet), singly(new, sheet));
        if was != is {
            anybody += 1;
            same += u64::from(screen(old, sheet).disposition == screen(new, sheet).disposition);
        }
        for (side, differ) in sides.iter_mut().zip([was.difference(&is), is.difference(&was)]) {
            for key in differ {
                let (count, rows) = side.entry(key.clone()).or_default();
                *count += 1;
                rows.extend((rows.len() < 3).then_some(row));
            }
        }
    }
    let sorted = sides.map(|side| {
        let mut all: Counted = side.into_values().collect();
        all.sort();
        all
    });
    (sorted, anybody, same)
}

/// What two versions differ in on these sheets, in planes.
fn in_planes(old: &Knowledge, new: &Knowledge, limits: &Limits, sheets: &[Sheet]) -> Differs {
    let mut differs = Differs::default();
    for (block, first) in sheets.chunks(Word::LANES).zip((0u64..).step_by(Word::LANES)) {
        let [was, now] = [old, new].map(|version| Tally::default().add(&Sliced::of(version), version, block));
        let mut part = Differs::default();
        part.add(limits, &was, &now, |lane| first + lane as u64);
        differs.merge(part);
    }
    differs
}

/// What sets a limit sets just this one.
fn is_set_by(knowledge: &Knowledge, changed: &Changed<'_>) {
    assert!(!changed.by.is_empty());
    for by in &changed.by {
        let (id, number) = by.rsplit_once('#').unwrap();
        let rule = knowledge.rules.iter().find(|rule| rule.id == id).map(|rule| &rule.restrictions);
        let own = rule.or(knowledge.limits.iter().find(|limit| limit.id == id).map(|limit| &limit.restrictions));
        let index = own.unwrap()[number.parse::<usize>().unwrap() - 1];
        assert_eq!(&Content::of(knowledge, &knowledge.restrictions[usize::from(index)]), changed.limit);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn limits_that_change_are_the_same_as_one_at_a_time(old: u64, new: u64, first in 0u64..1 << 40) {
        let sheets: Vec<Sheet> = (first..first + 60).map(|seed| if seed % 2 == 0 { partial(seed) } else { settled(&wild(seed)).0 }).collect();
        let [old, new] = [old, new].map(changed);
        let limits = Limits::between(&old, &new);
        let Differs { limits: changes, .. } = in_planes(&old, &new, &limits, &sheets);
        let (gone, added) = (changes.gone(&limits), changes.new_ones(&limits));
        let (expected, anybody, same) = one_at_a_time(&old, &new, &sheets);
        prop_assert_eq!([counted(&gone), counted(&added)], expected);
        prop_assert_eq!((changes.anybody.count, changes.same_disposition), (anybody, same));
        gone.iter().for_each(|one| is_set_by(&old, one));
        added.iter().for_each(|one| is_set_by(&new, one));
    }
}

/// A version of which one file says something else.
fn with(path: &str, text: &str) -> Knowledge {
    let mut files: Vec<(String, String)> =
        Files::embedded().iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    files.retain(|(known, _)| known != path);
    files.push((path.to_owned(), text.to_owned()));
    files.sort();
    compile(&Files::new(files)).unwrap_or_else(|errors| panic!("{errors}"))
}

const DRUNK: &str = "rules/CI-36-1.toml";

#[test]
fn a_limit_is_the_same_wherever_it_stands_and_whatever_it_is_called() {
    let text = Files::embedded().get(DRUNK).unwrap().to_owned();
    // One more rule before all others, so that every index is another one.
    let twice = with("rules/AA-01-1.toml", &text.replace("CI-36", "AA-01"));
    let mut reworded = with(DRUNK, &text.replace("Only light pressure.", "Lightly, please."));
    // And the vocabulary the other way round.
    reworded.terms.devices.reverse();
    let devices = reworded.terms.devices.len() as u32;
    for restriction in reworded.restrictions.iter_mut().filter(|one| one.space.devices != u32::MAX) {
        let mask = restriction.space.devices;
        restriction.space.devices =
            (0..devices).filter(|bit| mask >> bit & 1 == 1).map(|bit| 1 << (devices - 1 - bit)).sum();
    }
    let sheets: Vec<Sheet> = (0..400).map(partial).collect();
    for other in [twice, reworded] {
        let limits = Limits::between(base(), &other);
        let changes = in_planes(base(), &other, &limits, &sheets).limits;
        assert_eq!(changes, Default::default());
    }
}

#[test]
fn a_ceiling_that_is_raised_is_one_gone_and_one_new() {
    let text = Files::embedded().get(DRUNK).unwrap().replace("max_pressure = 2", "max_pressure = 4");
    let new = with(DRUNK, &text);
    let limits = Limits::between(base(), &new);
    let drunk = base().question_id("intoxicated").unwrap();
    let sheets: Vec<Sheet> = [supple_care::Answer::No, supple_care::Answer::Yes]
        .map(|answer| {
            let mut sheet = crate::people::Person::healthy().sheet();
            sheet.set(drunk, answer);
            sheet
        })
        .into();
    let differs = in_planes(base(), &new, &limits, &sheets);
    let [gone, added] = [differs.limits.gone(&limits), differs.limits.new_ones(&limits)];
    for (changed, highest) in [(gone, 2), (added, 4)] {
        let [one] = changed.as_slice() else { panic!("{changed:?}") };
        assert_eq!((one.limit.max_pressure, one.by.as_slice()), (Some(highest), &["CI-36-1#1"][..]));
        assert_eq!((one.people.count, one.people.examples.as_slice()), (1, &[1][..]));
    }
    assert_eq!((differs.limits.anybody.count, differs.limits.same_disposition), (1, 1));
    assert!(differs.flow.moves().iter().all(|(was, now, _)| was == now));
}

#[test]
fn columns_show_the_same_changes_as_sheets() {
    let sheets: Vec<Sheet> = (0..3_000).map(wild).collect();
    let (file, documents) = file(&sheets);
    assert!(documents.contains(&true) && documents.contains(&false));
    let (old, new) = (changed(7), changed(8));
    let limits = Limits::between(&old, &new);
    let cohort = Cohort::open(file.path()).unwrap();
    let [was, now] = [&old, &new].map(|version| {
        let sliced = Sliced::of(version);
        (version, Bound::of(&sliced, version, &cohort, DAYS).unwrap(), sliced)
    });
    let (reader, mut cells, mut differs) = (cohort.reader().unwrap(), Cells::default(), Differs::default());
    let document = |text: &[u8]| {
        let index: usize = std::str::from_utf8(text).unwrap().parse().unwrap();
        Ok::<_, String>(settled(&sheets[index]).0)
    };
    for group in 0..cohort.groups() {
        let mut people = reader.group(group).unwrap();
        while people.next(&mut cells).unwrap() {
            let screened = |(version, bound, sliced): &(&Knowledge, Bound, Sliced)| -> Screened {
                let (taken, bad) = bound.take(&cells, document);
                assert!(bad.is_empty());
                bound.screen(sliced, version, &cells, taken, std::iter::empty(), &mut Tally::default())
            };
            // The lanes of a file are counted from row 1, those of the sheets from 0.
            differs.add(&limits, &screened(&was), &screened(&now), |lane| cells.first - 1 + lane as u64);
        }
    }
    let settled: Vec<Sheet> = sheets.iter().map(|sheet| settled(sheet).0).collect();
    assert!(differs.limits.anybody.count > 0 && !differs.limits.new_ones(&limits).is_empty());
    assert_eq!(differs, in_planes(&old, &new, &limits, &settled));
}
