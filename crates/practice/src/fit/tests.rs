use super::*;
use crate::moment::tests::berlin;
use jiff::civil::date;
use proptest::prelude::*;

fn day(number: i64) -> Date {
    date(2026, 10, 19).checked_add(jiff::Span::new().days(number)).unwrap()
}

fn slot(number: i64, minute: u16, therapist: u32) -> Slot {
    Slot { start: berlin().at(day(number), minute).unwrap().0, therapist }
}

/// The cost of a way, straight from the order of wishes: None where the shortest gap is not kept.
fn cost(way: &[Option<Slot>], course: &Course, wish: &Wish, dates: &[Date]) -> Option<[u64; 6]> {
    let zone = berlin();
    let mut cost = [0; 6];
    let mut last: Option<(Date, u32)> = None;
    for (slot, wished) in way.iter().zip(dates) {
        let Some(slot) = slot else {
            cost[0] += 1;
            continue;
        };
        let (on, minute) = zone.wall(slot.start).unwrap();
        if let Some((before, by)) = last {
            let gap = (on - before).get_days();
            if gap < i32::from(course.gap_min_days) {
                return None;
            }
            cost[1] += u64::from(gap > i32::from(course.gap_max_days));
            cost[3] += u64::from(by != slot.therapist);
        }
        cost[2] += u64::from(wish.therapist.is_some_and(|wished| wished != slot.therapist));
        let off = u64::from((on - *wished).get_days().unsigned_abs()) * 1440 + u64::from(minute.abs_diff(wish.minute));
        cost[4] += u64::from(off > 0);
        cost[5] += off;
        last = Some((on, slot.therapist));
    }
    Some(cost)
}

/// Every way there is.
fn every_way(free: &[Slot], sessions: usize) -> Vec<Vec<Option<Slot>>> {
    let mut ways: Vec<Vec<Option<Slot>>> = vec![Vec::new()];
    for _ in 0..sessions {
        ways = ways
            .into_iter()
            .flat_map(|way| {
                let choices = std::iter::once(None).chain(free.iter().copied().map(Some));
                choices.map(move |choice| way.iter().copied().chain([choice]).collect())
            })
            .collect();
    }
    ways
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_way_is_better_than_the_one_that_is_found(
        free in prop::collection::btree_set((0i64..14, prop::sample::select(vec![540u16, 600, 615]), 0u32..3), 0..9),
        sessions in 1u16..5,
        gap_min_days in 1u16..4,
        more in 0u16..4,
        therapist in prop::option::of(0u32..3),
        weekdays in prop::sample::select(vec![vec![], vec![Weekday::Tuesday], vec![Weekday::Monday, Weekday::Thursday]]),
        from in 0i64..4,
    ) {
        let free: Vec<Slot> = free.into_iter().map(|(at, minute, by)| slot(at, minute, by)).collect();
        let techniques = BTreeSet::new();
        let course = Course { sessions, gap_usual_days: gap_min_days, gap_min_days, gap_max_days: gap_min_days + more, techniques };
        let wish = Wish { from: day(from), weekdays, minute: 600, therapist, busy: Vec::new() };
        let dates = wished(&course, &wish).unwrap();
        let found = place(&free, |moment| berlin().wall(moment), &course, &wish, &dates);
        let allowed: Vec<Slot> =
            free.iter().copied().filter(|slot| berlin().wall(slot.start).unwrap().0 >= wish.from).collect();
        let best = every_way(&allowed, usize::from(sessions))
            .into_iter()
            .filter_map(|way| cost(&way, &course, &wish, &dates))
            .min()
            .unwrap();
        prop_assert_eq!(cost(&found, &course, &wish, &dates), Some(best), "{:?}", found);
    }
}

fn weekly(sessions: u16) -> (Course, Wish) {
    (
        Course { sessions, gap_usual_days: 7, gap_min_days: 5, gap_max_days: 9, techniques: BTreeSet::new() },
        Wish { from: day(0), weekdays: vec![Weekday::Tuesday], minute: 600, therapist: None, busy: Vec::new() },
    )
}

#[test]
fn a_course_across_a_change_of_the_clocks_stays_at_its_time() {
    let (course, wish) = weekly(3);
    let free: Vec<Slot> = (0..21).map(|number| slot(number, 600, 0)).collect();
    let dates = wished(&course, &wish).unwrap();
    let placed = place(&free, |moment| berlin().wall(moment), &course, &wish, &dates);
    assert_eq!(placed, [1, 8, 15].map(|number| Some(slot(number, 600, 0))));
}

#[test]
fn one_week_that_is_closed_moves_one_session_and_not_the_rest() {
    let (course, wish) = weekly(4);
    let free: Vec<Slot> = (0..40).filter(|number| *number != 8).map(|number| slot(number, 600, 0)).collect();
    let dates = wished(&course, &wish).unwrap();
    let placed = place(&free, |moment| berlin().wall(moment), &course, &wish, &dates);
    let moved =
        placed.iter().zip(&dates).filter(|(slot, date)| berlin().wall(slot.unwrap().start).unwrap().0 != **date);
    assert_eq!(moved.count(), 1);
}

#[test]
fn a_course_that_is_none_is_refused() {
    let (course, wish) = weekly(1);
    let with = |course: Course| wished(&course, &wish);
    assert_eq!(with(Course { sessions: 0, ..course.clone() }), Err(NoCourse::Sessions));
    assert_eq!(with(Course { sessions: 61, ..course.clone() }), Err(NoCourse::Sessions));
    assert_eq!(with(Course { gap_min_days: 0, ..course.clone() }), Err(NoCourse::Gaps));
    assert_eq!(with(Course { gap_max_days: 4, ..course.clone() }), Err(NoCourse::Gaps));
    let far = Wish { from: Date::MAX, ..wish.clone() };
    assert_eq!(wished(&Course { sessions: 2, ..course }, &far), Err(NoCourse::Calendar));
}

#[test]
fn a_dose_becomes_gaps() {
    let gaps = |times, in_days| {
        let course = Course::spaced(8, times, in_days, BTreeSet::new());
        (course.gap_min_days, course.gap_usual_days, course.gap_max_days)
    };
    assert_eq!(gaps(1, 1), (1, 1, 2), "daily: a day off is allowed");
    assert_eq!(gaps(7, 7), (1, 1, 2));
    assert_eq!(gaps(2, 7), (2, 3, 5), "Tuesday and Thursday, then Tuesday");
    assert_eq!(gaps(3, 7), (1, 2, 5));
    assert_eq!(gaps(1, 7), (4, 7, 10));
    assert_eq!(gaps(0, 0), (1, 1, 2), "a dose that is none divides by nothing");
}
