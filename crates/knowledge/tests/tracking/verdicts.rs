//! What a verdict may and may not depend on.

use proptest::prelude::*;
use supple_care::{
    Day,
    measure::{Better, Entry, NoScore, Score, Scoring},
    track::{NotEnough, Verdict, confirmed, judge},
};

use super::{entry, knowledge, peg, weekly};

fn scores() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec((-20..60i32, 0..=600i32), 0..14).prop_map(|all| {
        // One answer a day: which of two answers of a day counts is their order's business, tested below.
        let mut entries: Vec<Entry> = all.into_iter().map(|(day, tenths)| entry(day, Score(tenths))).collect();
        entries.sort_by_key(|entry| entry.day);
        entries.dedup_by_key(|entry| entry.day);
        entries
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_worse_score_never_makes_the_verdict_better(entries in scores(), which in 0..14usize, by in 0..=600i32) {
        let since: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].day > Day(0)).collect();
        prop_assume!(!since.is_empty());
        let which = since[which % since.len()];
        let mut worse = entries.clone();
        worse[which].score = Score((worse[which].score.0 + by).min(600));
        let series = weekly();
        let (was, is) = (judge(&series, &entries, Day(60)), judge(&series, &worse, Day(60)));
        prop_assert!(is.rank() <= was.rank(), "{was:?} became {is:?}");
        let certain = |verdict: &Verdict| verdict.change().map(|change| change.at_least(2.0));
        prop_assert!(certain(&is) <= certain(&was));
    }

    #[test]
    fn an_answer_beyond_all_others_counts_as_the_farthest_of_them(
        others in proptest::collection::vec(0..=600i32, 2..8), before in proptest::collection::vec(0..=600i32, 1..5),
        one in 0..=600i32, at in 0..8usize,
    ) {
        // With at least three answers as now, one of them may say what it likes: the verdict, how much and how sure, is
        // the same as if it said what the nearest of the others says. The same holds for three of the beginning.
        let verdict = |one: i32, others: &[i32], before: &[i32]| {
            let mut now = others.to_vec();
            now.insert(at % (now.len() + 1), one);
            let now = now.into_iter().zip(47..).map(|(score, day)| entry(day, Score(score)));
            let before = before.iter().zip(-10..).map(|(score, day)| entry(day, Score(*score)));
            judge(&weekly(), &before.chain(now).collect::<Vec<_>>(), Day(60))
        };
        let (least, most) = (others.iter().min().unwrap(), others.iter().max().unwrap());
        prop_assert_eq!(verdict(one, &others, &before), verdict(one.clamp(*least, *most), &others, &before));
        let turned = |one: i32| {
            let mut first = others.clone();
            first.insert(at % (first.len() + 1), one);
            verdict(300, &before, &first)
        };
        prop_assert_eq!(turned(one), turned(one.clamp(*least, *most)));
    }

    #[test]
    fn where_the_others_agree_one_answer_changes_no_verdict(
        agreed in 0..=600i32, count in 2..8usize, begun in 0..=600i32, one in 0..=600i32, other in 0..=600i32,
    ) {
        let verdict = |one: i32| {
            let now = std::iter::once(one).chain(std::iter::repeat_n(agreed, count)).zip(47..);
            let now = now.map(|(score, day)| entry(day, Score(score)));
            judge(&weekly(), &std::iter::once(entry(0, Score(begun))).chain(now).collect::<Vec<_>>(), Day(60))
        };
        prop_assert_eq!(verdict(one), verdict(other));
    }

    #[test]
    fn one_answer_alone_never_confirms_a_response(entries in scores(), day in 1..60i32) {
        // Everybody answers as at the beginning, or worse, and one answer is as good as can be.
        let worst = entries.iter().filter(|entry| entry.day <= Day(0)).map(|entry| entry.score).max();
        let mut flat: Vec<Entry> = entries.into_iter().filter(|entry| entry.day != Day(day)).collect();
        for entry in flat.iter_mut().filter(|entry| entry.day > Day(0)) {
            entry.score = entry.score.max(worst.unwrap_or(Score(600)));
        }
        flat.push(entry(day, Score(0)));
        prop_assert_ne!(confirmed(&weekly(), &flat, Day(60)), Some(true));
    }

    #[test]
    fn a_worse_score_never_confirms_more(entries in scores(), which in 0..14usize, by in 0..=600i32) {
        let since: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].day > Day(0)).collect();
        prop_assume!(!since.is_empty());
        let mut worse = entries.clone();
        let which = since[which % since.len()];
        worse[which].score = Score((worse[which].score.0 + by).min(600));
        let of = |entries: &[Entry]| confirmed(&weekly(), entries, Day(60));
        prop_assert!(of(&worse) <= of(&entries));
    }

    #[test]
    fn the_order_of_entry_makes_no_difference(entries in scores(), seed in any::<u64>()) {
        let mut shuffled = entries.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(judge(&weekly(), &entries, Day(60)), judge(&weekly(), &shuffled, Day(60)));
    }

    #[test]
    fn the_calendar_makes_no_difference(entries in scores(), shift in -20_000..20_000i32) {
        let moved: Vec<Entry> =
            entries.iter().map(|entry| Entry { day: entry.day.plus(shift), ..*entry }).collect();
        let mut series = weekly();
        let was = match judge(&series, &entries, Day(60)) {
            Verdict::NotEnough(NotEnough::Old(day)) => Verdict::NotEnough(NotEnough::Old(day.plus(shift))),
            verdict => verdict,
        };
        series.began = Day(shift);
        prop_assert_eq!(judge(&series, &moved, Day(60 + shift)), was);
    }

    #[test]
    fn the_same_scores_turned_round_give_the_same_verdict(entries in scores()) {
        // Only a measure without percent is the same seen from its other end.
        let mut series = weekly();
        series.change.percent = None;
        let turned: Vec<Entry> =
            entries.iter().map(|entry| Entry { score: Score(600 - entry.score.0), ..*entry }).collect();
        let was = judge(&series, &entries, Day(60)).rank();
        series.better = Better::Higher;
        prop_assert_eq!(judge(&series, &turned, Day(60)).rank(), was);
    }

    #[test]
    fn an_unfinished_form_has_no_score(answers in proptest::collection::vec(proptest::option::of(0..=10i32), 0..=3)) {
        let complete = answers.len() == 3 && answers.iter().all(Option::is_some);
        match peg().score(&answers) {
            Ok(score) => {
                prop_assert!(complete);
                prop_assert_eq!(score.0, answers.iter().flatten().sum::<i32>() * 20);
            }
            Err(NoScore::Missing(which)) => prop_assert!(!complete && !which.is_empty()),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn the_later_answer_of_a_day_counts() {
    let later = Entry { order: 1, ..entry(7, Score::points(2)) };
    let entries = [entry(0, Score::points(6)), later, entry(7, Score::points(6))];
    assert!(matches!(judge(&weekly(), &entries, Day(8)), Verdict::Better { .. }));
}

#[test]
fn a_beginning_of_nothing_has_no_percent_and_a_constant_answer_no_change() {
    let flat: Vec<Entry> = (0..10).map(|week| entry(week * 7, Score(0))).collect();
    assert!(matches!(judge(&weekly(), &flat, Day(70)), Verdict::NoClearChange(_)));
    let risen = [entry(0, Score(0)), entry(7, Score::points(1))];
    assert!(matches!(judge(&weekly(), &risen, Day(7)), Verdict::NoClearChange(_)));
    let worse = [entry(0, Score(0)), entry(7, Score::points(2))];
    assert!(matches!(judge(&weekly(), &worse, Day(7)), Verdict::Worse(_)));
}

#[test]
fn ten_years_of_daily_answers_are_judged_by_the_last_weeks() {
    let mut entries: Vec<Entry> = (-5..3_650).map(|day| entry(day, Score::points(6))).collect();
    assert!(matches!(judge(&weekly(), &entries, Day(3_650)), Verdict::NoClearChange(_)));
    entries.extend((3_650..3_664).map(|day| entry(day, Score::points(2))));
    assert!(matches!(judge(&weekly(), &entries, Day(3_664)), Verdict::Better { clearly: true, sure: true, .. }));
}

#[test]
fn answers_from_the_future_and_from_long_before_do_not_count() {
    let entries = [entry(-40, Score::points(9)), entry(70, Score::points(1))];
    assert_eq!(judge(&weekly(), &entries, Day(60)), Verdict::NotEnough(NotEnough::Beginning));
}

#[test]
fn every_measure_scores_its_own_extremes() {
    for instrument in &knowledge().measures.instruments {
        let (low, high) = instrument.range;
        let (least, most) = instrument.bounds();
        for (answer, score) in [(low, least), (high, most)] {
            let answers = vec![Some(answer); instrument.items.len()];
            assert_eq!(instrument.score(&answers), Ok(score), "{}", instrument.id);
        }
        assert!(
            matches!(instrument.score(&vec![Some(high + 1); instrument.items.len()]), Err(NoScore::OutOfRange(_))),
            "{}",
            instrument.id
        );
    }
    let decimals = knowledge().measures.instruments.iter().filter(|known| known.decimal);
    let decimals: Vec<&str> = decimals.map(|known| known.id.as_str()).collect();
    assert_eq!(decimals, ["fingertip-floor", "odi-total"], "only what is published with one");
    let roland = knowledge().measures.instrument("rmdq-24").unwrap();
    assert_eq!((roland.items.len(), roland.scoring), (24, Scoring::Ticks));
}

#[test]
fn answers_of_half_a_year_ago_say_nothing_about_today() {
    let entries = [entry(0, Score::points(6)), entry(7, Score::points(1))];
    assert_eq!(judge(&weekly(), &entries, Day(200)), Verdict::NotEnough(NotEnough::Old(Day(7))));
}
