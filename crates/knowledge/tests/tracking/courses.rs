//! What follows from how a course goes.

use supple_care::{
    Day, Disposition, Tri,
    adapt::{Act, Situation, Way, adapt},
    measure::{Entry, Score},
    track::{confirmed, judge, level, passed},
};

use super::{entry, knowledge, peg, weekly};

/// Weekly answers, of a person whom it helps.
const RELIEF: &[(i32, i32)] = &[(0, 6), (7, 4), (14, 2), (21, 2)];
/// Of a person whom it helped, until the gain went little by little.
const FADED: &[(i32, i32)] = &[(0, 6), (7, 4), (14, 4), (21, 5), (28, 5), (35, 5)];

/// A course that began on day 0, seen on a day, with these weekly scores in points.
fn situation(today: i32, sessions: u16, scores: &[(i32, i32)]) -> Situation {
    let entries: Vec<Entry> = scores.iter().map(|(day, points)| entry(*day, Score::points(*points))).collect();
    let since: Vec<Score> = entries.iter().filter(|entry| entry.day > Day(0)).map(|entry| entry.score).collect();
    let weekly = weekly();
    let passed = passed(&weekly, &entries, Day(today));
    Situation {
        sessions,
        began: passed.lost.unwrap_or(Day(0)),
        today: Day(today),
        review: Day(28),
        chronic: Tri::No,
        verdict: judge(&weekly, &entries, Day(today)),
        confirmed: confirmed(&weekly, &entries, Day(today)).unwrap_or(true),
        helped: passed.helped,
        disposition: Disposition::Clear,
        open: false,
        now: level(&weekly, &entries, Day(today)),
        pain: since.last().copied(),
        last: since.last().copied(),
        examined: false,
        best: passed.best,
        worse_hours: None,
        worse_sessions: 0,
        new_sign: false,
        reaction: false,
        course_ended: false,
        relapses: 0,
    }
}

fn first(situation: &Situation) -> (Act, String) {
    let rules = &knowledge().measures.adapt;
    let held = adapt(rules, peg(), situation);
    let advice = held.first().expect("one rule always holds");
    (advice.act, rules[advice.rule].id.clone())
}

#[test]
fn second_session_without_relief_changes_the_treatment() {
    let (act, rule) = first(&situation(8, 2, &[(0, 6), (7, 6)]));
    assert_eq!((act, rule.as_str()), (Act::Switch, "ADAPT-NO-RESPONSE-2"));
    assert_eq!(act.way(), Way::Change);
    assert_eq!(first(&situation(8, 1, &[(0, 6), (7, 6)])).0, Act::Continue, "one session is too few");
    assert_eq!(first(&situation(8, 2, &[(0, 6), (7, 4)])).0, Act::Continue, "a response");
}

#[test]
fn one_wild_answer_does_not_turn_stop_into_go_on() {
    let flat = [(0, 6), (7, 6), (14, 6), (21, 6)];
    assert_eq!(first(&situation(22, 4, &flat)).0, Act::Stop);
    for wild in 0..=5 {
        let act = first(&situation(28, 4, &[&flat[..], &[(28, wild)]].concat())).0;
        assert_eq!(act, Act::Stop, "{wild}");
    }
    let again = [&flat[..], &[(28, 1), (35, 2)]].concat();
    assert_ne!(first(&situation(35, 4, &again)).0, Act::Stop, "the next week says so too");
}

#[test]
fn four_sessions_or_four_weeks_without_relief_end_the_course() {
    assert_eq!(first(&situation(20, 4, &[(0, 6), (14, 6)])).0, Act::Stop);
    assert_eq!(first(&situation(28, 1, &[(0, 6), (21, 6)])).0, Act::Stop, "four weeks");
    let long = Situation { chronic: Tri::Yes, ..situation(28, 1, &[(0, 6), (21, 6)]) };
    assert_eq!(first(&long).0, Act::Continue, "six weeks for pain that has lasted");
    assert_eq!(first(&Situation { today: Day(42), ..long.clone() }).0, Act::Stop);
    assert_eq!(first(&Situation { chronic: Tri::Unknown, ..long }).0, Act::Stop, "not known is not long");
}

#[test]
fn worse_for_days_or_twice_running_pauses_and_something_new_asks_again() {
    let quiet = situation(8, 2, &[(0, 6), (7, 4)]);
    assert_eq!(first(&Situation { worse_hours: Some(71), worse_sessions: 1, ..quiet.clone() }).0, Act::Continue);
    assert_eq!(first(&Situation { worse_hours: Some(72), ..quiet.clone() }).0, Act::Pause);
    let twice = Situation { worse_sessions: 2, ..quiet.clone() };
    assert_eq!(first(&twice).0, Act::Pause);
    let (act, _) = first(&Situation { new_sign: true, ..twice });
    assert_eq!(act, Act::Rescreen, "the most pressing comes first");
    assert!(act.holds_sessions());
    assert_eq!(act.way(), Way::Doctor);
}

#[test]
fn relief_leads_to_fewer_sessions_and_a_rise_is_an_early_warning() {
    assert_eq!(first(&situation(21, 3, RELIEF)).0, Act::Upkeep);
    assert_ne!(first(&situation(21, 3, &[(0, 6), (7, 6), (21, 2)])).0, Act::Upkeep, "one answer is no relief");
    let hurts = Situation { pain: Some(Score::points(5)), ..situation(21, 3, RELIEF) };
    assert_ne!(first(&hurts).0, Act::Upkeep, "a low mean with pain of 5 is no relief");
    assert_ne!(first(&Situation { pain: None, ..hurts }).0, Act::Upkeep, "nor is pain that nobody knows");
    let (act, rule) = first(&situation(21, 3, &[(0, 7), (7, 1), (14, 1), (21, 3)]));
    assert_eq!((act, rule.as_str()), (Act::EaseOff, "ADAPT-RISEN"));
}

#[test]
fn a_responder_who_relapses_is_told_that_it_comes_back_and_not_that_nothing_helped() {
    let relapsed = [(0, 6), (7, 2), (14, 2), (21, 2), (28, 6), (35, 6)];
    let (act, rule) = first(&situation(35, 0, &relapsed));
    assert_eq!((act, rule.as_str()), (Act::EaseOff, "ADAPT-RISEN"));
    let rules = |situation: &Situation| -> Vec<String> {
        let rules = &knowledge().measures.adapt;
        adapt(rules, peg(), situation).iter().map(|advice| rules[advice.rule].id.clone()).collect()
    };
    for sessions in 0..12 {
        let held = rules(&Situation { course_ended: true, ..situation(36, sessions, &relapsed) });
        assert!(!held.iter().any(|id| id.contains("NO-RESPONSE") || id == "ADAPT-COURSE-END"), "{held:?}");
    }
    // It was lost on day 35, and counts from there: four sessions, or four weeks.
    assert_eq!(first(&situation(40, 4, &relapsed)).1, "ADAPT-CAME-BACK");
    let weeks = [&relapsed[..], &[(42, 6), (49, 6), (56, 6), (63, 6)]].concat();
    assert_eq!(first(&situation(62, 0, &weeks)).0, Act::EaseOff, "27 days");
    assert_eq!(first(&situation(63, 0, &weeks)), (Act::Stop, "ADAPT-CAME-BACK".to_owned()));
    // A gain that goes without a rise of two points.
    assert_eq!(first(&situation(35, 2, FADED)).1, "ADAPT-FADED");
}

#[test]
fn what_never_helped_cannot_come_back() {
    // A good week before the first session, and a single good answer since.
    for scores in [&[(-7, 2), (0, 6), (7, 6)][..], &[(0, 6), (7, 6), (14, 0), (21, 6)]] {
        let last = scores[scores.len() - 1].0;
        let held = adapt(&knowledge().measures.adapt, peg(), &situation(last, 1, scores));
        assert!(held.iter().all(|advice| advice.act != Act::EaseOff), "{held:?}");
    }
}

#[test]
fn severe_pain_is_never_answered_with_more_massage() {
    let (act, rule) = first(&situation(8, 1, &[(0, 8), (7, 8)]));
    assert_eq!((act, rule.as_str()), (Act::Refer, "ADAPT-SEVERE"));
}

#[test]
fn a_review_without_answers_asks_for_them_and_never_counts_as_relief() {
    let (act, rule) = first(&situation(28, 3, &[(0, 6)]));
    assert_eq!((act, rule.as_str()), (Act::Measure, "ADAPT-NOT-ENOUGH"));
    assert_eq!(first(&situation(27, 3, &[(0, 6)])).0, Act::Continue, "the review is tomorrow");
}

#[test]
fn a_course_that_ends_without_relief_leads_to_a_doctor() {
    let ended = Situation { course_ended: true, ..situation(15, 3, &[(0, 6), (14, 5)]) };
    assert_eq!(first(&ended), (Act::Stop, "ADAPT-COURSE-END".to_owned()));
    let again = Situation { relapses: 2, ..situation(15, 1, &[(0, 6), (14, 4)]) };
    assert_eq!(first(&again).0, Act::Refer);
}

#[test]
fn every_rule_can_be_the_highlighted_one() {
    let mut open: Vec<&str> = knowledge().measures.adapt.iter().map(|rule| rule.id.as_str()).collect();
    let quiet = situation(8, 2, &[(0, 6), (7, 4)]);
    let all = [
        quiet.clone(),
        Situation { new_sign: true, ..quiet.clone() },
        Situation { open: true, ..quiet.clone() },
        Situation { reaction: true, ..quiet.clone() },
        Situation { worse_hours: Some(80), ..quiet.clone() },
        situation(8, 1, &[(0, 8), (7, 8)]),
        situation(20, 4, &[(0, 6), (14, 6)]),
        Situation { course_ended: true, ..situation(15, 3, &[(0, 6), (14, 5)]) },
        Situation { relapses: 2, ..quiet.clone() },
        situation(8, 2, &[(0, 6), (7, 6)]),
        situation(21, 3, &[(0, 7), (7, 1), (14, 1), (21, 3)]),
        situation(28, 3, &[(0, 6)]),
        situation(21, 3, RELIEF),
        situation(35, 2, FADED),
        situation(35, 4, FADED),
        Situation { disposition: Disposition::Emergency, ..quiet.clone() },
        situation(8, 1, &[(0, 4), (7, 7)]),
    ];
    for situation in &all {
        let (_, rule) = first(situation);
        open.retain(|id| *id != rule);
    }
    assert!(open.is_empty(), "never first: {open:?}");
}

#[test]
fn what_the_screening_says_comes_before_every_score() {
    let relief = situation(21, 3, RELIEF);
    for disposition in [Disposition::MedicalFirst, Disposition::Urgent, Disposition::Emergency] {
        let (act, rule) = first(&Situation { disposition, new_sign: true, ..relief.clone() });
        assert_eq!((act, rule.as_str()), (Act::Refer, "ADAPT-DOCTOR-FIRST"));
        assert_eq!(act.way(), Way::Doctor);
    }
    assert_eq!(first(&Situation { disposition: Disposition::Modified, ..relief }).0, Act::Upkeep);
}

#[test]
fn an_answer_that_has_grown_old_is_asked_again_and_sends_nobody_to_a_doctor() {
    let relief = Situation { open: true, ..situation(21, 3, RELIEF) };
    let (act, rule) = first(&relief);
    assert_eq!((act, rule.as_str()), (Act::Rescreen, "ADAPT-ASK-AGAIN"));
    assert_eq!(first(&Situation { disposition: Disposition::Urgent, open: false, ..relief }).0, Act::Refer);
}

#[test]
fn worse_by_the_weekly_measure_is_never_answered_with_going_on() {
    let (act, rule) = first(&situation(8, 1, &[(0, 4), (7, 7)]));
    assert_eq!((act, rule.as_str()), (Act::Pause, "ADAPT-WORSE-WEEKS"));
}

#[test]
fn going_on_as_planned_stands_alone() {
    let rules = &knowledge().measures.adapt;
    let all = |situation: &Situation| adapt(rules, peg(), situation);
    for (scores, sessions) in [(&[(0, 8), (7, 8)][..], 1), (&[(0, 6), (7, 6)], 2), (&[(0, 6), (14, 6)], 4)] {
        let held = all(&situation(15, sessions, scores));
        assert!(held.iter().all(|advice| advice.act != Act::Continue), "{held:?}");
    }
    assert_eq!(all(&situation(8, 2, &[(0, 6), (7, 4)])).len(), 1);
}

#[test]
fn one_wild_answer_is_no_relief() {
    let (act, _) = first(&situation(35, 3, &[(0, 6), (7, 6), (14, 6), (21, 6), (28, 6), (35, 1)]));
    assert_ne!(act, Act::Upkeep);
}
