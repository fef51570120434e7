use super::{
    NotEnough, Passed, Series, Verdict, confirmed, judge, judge_or_first, level, passed, responds, unless_idle, worsens,
};
use crate::{
    Day,
    measure::{Better, Change, Entry, Moment, Score},
    track::Prior,
};

const PAIN: Change = Change { points: Score(120), percent: Some(30), percent_from: Score(180) };

fn answer(before: i32, after: i32) -> (bool, bool) {
    responds(PAIN, Better::Lower, Score::points(before), Score::points(after))
}

#[test]
fn the_examples_of_the_field() {
    assert_eq!(answer(7, 5), (true, false), "two points, 28.6 %");
    assert_eq!(answer(3, 2), (true, false), "33 %, one point");
    assert_eq!(answer(10, 7), (true, true), "exactly 30 %");
    assert_eq!(answer(2, 1), (false, false), "percent count from 3 on");
    assert_eq!(answer(0, 0), (false, false), "no percent of nothing");
    let roland = Change { points: Score::points(5), percent: Some(30), percent_from: Score(60) };
    assert_eq!(responds(roland, Better::Lower, Score::points(15), Score::points(10)), (true, true));
    assert_eq!(responds(roland, Better::Lower, Score::points(20), Score::points(15)), (true, false), "25 %");
    assert!(worsens(PAIN, Better::Lower, Score::points(5), Score::points(7)));
    assert!(worsens(PAIN, Better::Lower, Score::points(3), Score::points(4)), "33 % worse");
    assert!(!worsens(PAIN, Better::Lower, Score::points(0), Score::points(1)));
}

fn series() -> Series {
    Series {
        better: Better::Lower,
        change: PAIN,
        noise: 1.0,
        prior: Prior { mean: 0.5, spread: 2.0 },
        began: Day(100),
        before_days: 14,
        now_days: 14,
        now_least: 3,
        now_reach: 28,
        sure: 0.9,
    }
}

fn entry(day: i32, points: i32) -> Entry {
    Entry { day: Day(day), order: 0, moment: Moment::Weekly, place: None, score: Score::points(points) }
}

#[test]
fn who_had_nothing_to_gain_is_judged_by_no_gain_and_still_by_what_got_worse() {
    let verdict = |before: i32, after: i32| {
        let entries = [entry(100, before), entry(107, after)];
        unless_idle(&series(), &entries, judge(&series(), &entries, Day(107)))
    };
    for (before, after) in [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)] {
        assert_eq!(verdict(before, after), Verdict::NotEnough(NotEnough::NothingToGain), "{before} {after}");
    }
    assert!(matches!(verdict(0, 2), Verdict::Worse(_)));
    assert!(matches!(verdict(2, 2), Verdict::NoClearChange(_)), "two points can be gained");
    assert!(matches!(verdict(2, 0), Verdict::Better { .. }));
}

#[test]
fn what_is_missing_is_said() {
    let verdict = |entries: &[Entry]| judge(&series(), entries, Day(200));
    assert_eq!(verdict(&[]), Verdict::NotEnough(NotEnough::Beginning));
    assert_eq!(verdict(&[entry(50, 6)]), Verdict::NotEnough(NotEnough::Beginning), "too long ago");
    assert_eq!(verdict(&[entry(99, 6)]), Verdict::NotEnough(NotEnough::Since));
    assert_eq!(judge(&series(), &[entry(99, 6), entry(120, 2)], Day(110)), Verdict::NotEnough(NotEnough::Since));
}

#[test]
fn one_good_answer_is_a_response_and_not_yet_sure() {
    let noisy = Series { noise: 2.5, ..series() };
    let verdict = judge(&noisy, &[entry(100, 6), entry(107, 4)], Day(107));
    assert!(matches!(verdict, Verdict::Better { clearly: false, sure: false, .. }), "{verdict:?}");
    let verdict = judge(&series(), &[entry(100, 6), entry(107, 2), entry(114, 2)], Day(114));
    assert!(matches!(verdict, Verdict::Better { clearly: false, sure: true, .. }), "{verdict:?}");
    let more = [entry(93, 6), entry(100, 6), entry(107, 2), entry(112, 2), entry(117, 2)];
    let verdict = judge(&series(), &more, Day(117));
    assert!(matches!(verdict, Verdict::Better { clearly: true, sure: true, .. }), "{verdict:?}");
}

fn weeks(points: &[i32]) -> Vec<Entry> {
    points.iter().zip(0..).map(|(points, week)| entry(100 + 7 * week, *points)).collect()
}

/// The rank of the verdict on weekly answers, on the day of the last one.
fn rank(points: &[i32]) -> Option<u8> {
    let entries = weeks(points);
    judge(&series(), &entries, entries.last().unwrap().day).rank()
}

#[test]
fn one_wild_answer_decides_no_verdict() {
    // No clear change, whatever one of the weeks says, for better or worse.
    for wild in 0..=10 {
        for answers in [[6, 6, wild, 6], [6, 6, 6, wild], [6, wild, 6, 6]] {
            assert_eq!(rank(&answers), Some(1), "{answers:?}");
        }
        assert!(rank(&[6, 2, wild, 2]) >= Some(3), "better, whatever one week says: {wild}");
        assert_eq!(rank(&[3, 6, wild, 6]), Some(0), "worse, whatever one week says: {wild}");
    }
    // Of two answers since the beginning neither decides alone.
    assert_eq!(rank(&[6, 6, 0]), Some(1));
    assert_eq!(rank(&[6, 0, 6]), Some(1));
    assert_eq!(rank(&[6, 6, 10]), Some(1));
    let wild = weeks(&[6, 6, 6, 6, 6, 1]);
    assert_eq!(level(&series(), &wild, Day(135)), Some(Score::points(6)), "not 3.5, and not 1");
    let fine = [entry(100, 6), entry(107, 2), entry(108, 3)];
    assert_eq!(level(&series(), &fine, Day(108)), Some(Score::points(3)), "of two the worse");
}

#[test]
fn what_a_course_has_come_through() {
    let of = |points: &[i32]| {
        let entries = weeks(points);
        passed(&series(), &entries, entries.last().unwrap().day)
    };
    let some = |points: i32| Some(Score::points(points));
    assert_eq!(of(&[6]), Passed::default());
    assert_eq!(of(&[6, 0]), Passed::default(), "one answer is no response yet");
    assert_eq!(of(&[6, 6, 0, 6]), Passed { helped: false, lost: None, best: some(6) }, "nor is a wild one");
    assert_eq!(of(&[6, 3, 2, 3]), Passed { helped: true, lost: None, best: some(3) });
    let relapsed = Passed { helped: true, lost: Some(Day(128)), best: some(2) };
    assert_eq!(of(&[6, 2, 2, 6, 6, 6]), relapsed, "the median of 2, 6 and 6");
}

#[test]
fn a_response_that_rests_on_one_answer_is_not_confirmed() {
    let of = |weeks: &[(i32, i32)], today: i32| {
        let entries: Vec<Entry> = weeks.iter().map(|(day, points)| entry(*day, *points)).collect();
        confirmed(&series(), &entries, Day(today))
    };
    assert_eq!(of(&[(100, 6), (107, 6), (114, 6), (121, 6), (128, 1)], 128), Some(false), "one wild answer");
    assert_eq!(of(&[(100, 6), (107, 6), (128, 1)], 128), Some(false), "and after a gap");
    assert_eq!(of(&[(100, 6), (107, 6), (114, 2), (121, 3)], 121), Some(true), "two of three");
    assert_eq!(of(&[(100, 6), (114, 1)], 114), None, "there is only one");
    assert_eq!(of(&[(107, 1), (114, 1)], 114), None, "there is no beginning");
    assert_eq!(of(&[(100, 6), (101, 1), (102, 1)], 150), None, "all of them are old");
}

#[test]
fn an_old_answer_says_nothing_about_today() {
    let entries = [entry(100, 6), entry(107, 1)];
    let verdict = |today: i32| judge(&series(), &entries, Day(today));
    assert!(matches!(verdict(120), Verdict::Better { .. }));
    assert_eq!(verdict(121), Verdict::NotEnough(NotEnough::Old(Day(107))));
    assert_eq!(verdict(300), Verdict::NotEnough(NotEnough::Old(Day(107))));
    assert_eq!(level(&series(), &entries, Day(300)), None);
}

#[test]
fn without_a_beginning_the_first_answer_stands_for_it() {
    let entries = [entry(105, 6), entry(112, 2)];
    let (verdict, from) = judge_or_first(&series(), &entries, Day(112));
    assert!(matches!(verdict, Verdict::Better { .. }), "{verdict:?}");
    assert_eq!(from, Some(Day(105)));
    let (verdict, from) = judge_or_first(&series(), &entries[..1], Day(112));
    assert_eq!((verdict, from), (Verdict::NotEnough(NotEnough::Since), Some(Day(105))));
    assert_eq!(judge_or_first(&series(), &[], Day(112)), (Verdict::NotEnough(NotEnough::Beginning), None));
}

#[test]
fn a_small_steady_gain_is_below_what_people_notice() {
    let entries: Vec<Entry> = [94, 96, 98, 100].map(|day| entry(day, 6)).into_iter().collect();
    let since: Vec<Entry> = [101, 103, 105, 107, 109, 111].map(|day| entry(day, 5)).into_iter().collect();
    let verdict = judge(&series(), &[entries, since].concat(), Day(112));
    assert!(matches!(verdict, Verdict::BetterBelow(_)), "{verdict:?}");
}
