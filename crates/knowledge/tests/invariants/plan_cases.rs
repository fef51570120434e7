//! Single plans by hand: what somebody in particular gets, and why.

use supple_care::{
    Cleared,
    plan::{Barrier, History, NoPlan, Plan, Problem, Wishes, plan},
    technique::Firmness,
};

use crate::{
    people::{Person, TODAY, base},
    plan::{SOMEBODY, course, giver, works},
};

fn made(person: &Person, wishes: &Wishes) -> Result<Plan, NoPlan> {
    with_history(person, wishes, &History::default())
}

fn with_history(person: &Person, wishes: &Wishes, history: &History) -> Result<Plan, NoPlan> {
    let sheet = person.sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    plan(base(), &cleared, &sheet, SOMEBODY, TODAY, wishes, history)
}

fn long_low_back() -> Person {
    let person = Person::healthy().hurts("low-back-left", 5).hurts("low-back-right", 4);
    let person = person.with("pain_duration", supple_care::Answer::Choice(2));
    person.with("pain_assessed", supple_care::Answer::Yes)
}

#[test]
fn long_low_back_pain_gets_the_course_that_feels_as_wished() {
    let id = |plan: Result<Plan, NoPlan>| base().courses.courses[plan.unwrap().course.course].id.clone();
    let therapist = Wishes::of(giver("therapist"));
    assert_eq!(id(made(&long_low_back(), &therapist)), "relax-10w");
    let firm = Wishes { firmness: Firmness::Firm, ..therapist };
    assert_eq!(id(made(&long_low_back(), &firm)), "structural-10w");
    assert_eq!(id(made(&long_low_back(), &Wishes::of(giver("partner")))), "home-gentle");
    let new = Person::healthy().hurts("low-back-left", 5);
    assert_eq!(id(made(&new, &therapist)), "comprehensive-6");
    assert_eq!(id(made(&Person::healthy(), &therapist)), "maint-1-2");
}

#[test]
fn every_article_course_can_be_chosen_by_a_healthy_person() {
    let person = Person::healthy().hurts("between-blades-left", 3);
    for (index, course) in base().courses.courses.iter().enumerate().filter(|(_, course)| course.article.is_some()) {
        let givers = (0u8..).take(base().terms.givers.len()).filter(|giver| course.givers >> giver & 1 == 1);
        let wishes =
            givers.map(|giver| Wishes { course: Some(index), devices: course.devices | 1, ..Wishes::of(giver) });
        let given: Vec<_> = wishes.filter_map(|wishes| made(&person, &wishes).ok()).collect();
        assert!(!given.is_empty(), "{}: nobody can give it", course.id);
        for plan in given {
            assert_eq!(plan.course.course, index);
            assert!(!plan.course.shortened, "{}", course.id);
        }
    }
}

#[test]
fn alone_without_a_ball_the_upper_back_asks_for_one() {
    let person = Person::healthy().hurts("between-blades-left", 3);
    let alone = Wishes::of(giver("self"));
    let refused = made(&person, &alone).unwrap_err();
    let asks =
        |problem: &Problem| matches!(problem, Problem::NoCourse(barriers) if barriers.contains(&Barrier::Device));
    assert!(refused.problems.iter().any(asks), "{:?}", refused.problems);
    assert!(!refused.instead.is_empty());
    let ball = base().terms.devices.iter().position(|device| device.id == "ball").unwrap();
    let with = made(&person, &Wishes { devices: 1 | 1 << ball, ..alone }).unwrap();
    assert_eq!(base().courses.courses[with.course.course].id, "self-ball");
}

#[test]
fn impossible_wishes_are_refused_all_at_once() {
    let partner = Wishes::of(giver("partner"));
    let person = Person::healthy().hurts("low-back-left", 4);
    let problems = |wishes: &Wishes| made(&person, wishes).unwrap_err().problems;
    let planning = &base().courses.planning;
    let nothing = Wishes { minutes: Some(0), firmness: Firmness::Firm, minutes_a_week: Some(1), ..partner };
    let all = problems(&nothing);
    assert!(all.contains(&Problem::TooShort(planning.shortest)), "{all:?}");
    let weeks = |all: &[Problem]| -> Vec<u16> {
        let of = |problem: &Problem| if let Problem::WeekTooShort(needs) = problem { Some(*needs) } else { None };
        all.iter().filter_map(of).collect()
    };
    assert_eq!(weeks(&all).len(), 1, "{all:?}");
    // What is said to be enough is enough, and one number is said for every number that is not.
    for giver in ["self", "partner", "therapist"] {
        let a_week =
            |minutes| made(&person, &Wishes { minutes_a_week: Some(minutes), ..Wishes::of(self::giver(giver)) });
        let needs = weeks(&a_week(0).unwrap_err().problems);
        let [needs] = needs[..] else { panic!("{giver}: {needs:?}") };
        assert_eq!(weeks(&a_week(needs - 1).unwrap_err().problems), [needs], "{giver}");
        assert!(a_week(needs).is_ok(), "{giver}: {needs} minutes a week are said to be enough");
    }
    assert!(all.contains(&Problem::NothingFirm), "{all:?}");
    let endless = problems(&Wishes { minutes: Some(500), ..partner });
    assert_eq!(endless, [Problem::TooLong(planning.longest)]);
    let seated = u8::try_from(base().terms.positions.iter().position(|term| term.id == "seated").unwrap()).unwrap();
    let floor = base().courses.surfaces.iter().position(|surface| surface.id == "floor").unwrap();
    let upright = problems(&Wishes { position: Some(seated), surface: Some(floor), ..partner });
    assert!(upright.contains(&Problem::PositionNotThere), "{upright:?}");
    let elsewhere = problems(&Wishes { course: Some(course("relax-10w")), ..partner });
    assert!(
        matches!(&elsewhere[..], [Problem::Course(_, barriers)] if barriers.contains(&Barrier::Giver)),
        "{elsewhere:?}"
    );
    let strange = problems(&Wishes { course: Some(999), shape: 99, ..Wishes::of(99) });
    assert_eq!(strange.len(), 3, "{strange:?}");
}

#[test]
fn sessions_without_response_turn_the_plan_and_then_stop_it() {
    let therapist = Wishes::of(giver("therapist"));
    let relax = course("relax-10w");
    let after =
        |without_response| History { course: Some(relax), begun: Some(TODAY.plus(-14)), sessions: 4, without_response };
    let first = with_history(&long_low_back(), &therapist, &after(0)).unwrap();
    assert_eq!((first.course.course, first.turn), (relax, None));
    let turned = with_history(&long_low_back(), &therapist, &after(2)).unwrap();
    assert!(turned.turn.is_some());
    assert_ne!(turned.course.course, relax, "a course that did not help is not proposed again");
    let stopped = with_history(&long_low_back(), &therapist, &after(4)).unwrap_err();
    assert!(stopped.problems.contains(&Problem::NoResponse));
    assert!(!stopped.instead.is_empty());
}

#[test]
fn a_course_that_follows_comes_only_after_one_that_helped() {
    let therapist = Wishes::of(giver("therapist"));
    let neck = Person::healthy().hurts("neck-back-left", 4).with("pain_duration", supple_care::Answer::Choice(2));
    let neck = neck.with("pain_assessed", supple_care::Answer::Yes);
    let place = |plan: &Plan| {
        let booster = course("neck-booster");
        plan.others.iter().find(|choice| choice.course == booster).map(|choice| choice.indicated)
    };
    assert_eq!(place(&made(&neck, &therapist).unwrap()), Some(false));
    let helped =
        History { course: Some(course("neck-60x2")), begun: Some(TODAY.plus(-30)), sessions: 8, without_response: 0 };
    assert_eq!(place(&with_history(&neck, &therapist, &helped).unwrap()), Some(true));
}

#[test]
fn somebody_alone_whom_nothing_hurts_has_a_plan() {
    for id in ["self", "partner", "therapist"] {
        let plan =
            made(&Person::healthy(), &Wishes::of(giver(id))).unwrap_or_else(|no| panic!("{id}: {:?}", no.problems));
        assert!(plan.focuses.iter().any(|focus| !focus.works.is_empty()), "{id}");
    }
}

#[test]
fn points_that_custom_leaves_out_in_pregnancy_are_left_out() {
    let wishes = Wishes { course: Some(course("self-acupressure")), ..Wishes::of(giver("self")) };
    let person = || Person::healthy().hurts("shoulder-top-left", 4).with("sex", supple_care::Answer::Choice(0));
    let class = base().techniques.techniques.iter().position(|technique| technique.id == "acupressure").unwrap();
    let presses = |plan: &Plan| works(plan).any(|work| work.technique == class);
    assert!(presses(&made(&person(), &wishes).unwrap()), "the point is pressed where nobody is pregnant");
    let carrying =
        person().with("pregnant", supple_care::Answer::Yes).with("pregnancy_weeks", supple_care::Answer::Number(24));
    let refused = made(&carrying, &wishes).unwrap_err();
    let nothing = |problem: &Problem| match problem {
        Problem::Course(_, barriers) => barriers.contains(&Barrier::NothingLeft),
        Problem::NothingLeft => true,
        _ => false,
    };
    assert!(refused.problems.iter().any(nothing), "{:?}", refused.problems);
    // And no session made of strokes holds the point either.
    let plain = Wishes::of(giver("self"));
    let plan = made(&carrying, &plain).unwrap();
    assert!(!presses(&plan));
}
