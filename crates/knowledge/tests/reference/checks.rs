//! The model's own small checks: what it reads exists, and its parts do what they say.

use super::always::limits;
use super::body::{Body, everywhere, places};
use super::gates::gate;
use super::reader::Reader;
use super::vocabulary::{BASELINE, CHOICES, NO_SYMPTOM, NUMBERS, PRIVATE, RELIEFS, RESCREEN, RISKS, WHERE};
use super::{Ans, Level, Map, Person, Touch, ceiling, longest, screen, screen_on};

/// Somebody of whom nothing is known.
fn stranger() -> Person {
    Person::default()
}

/// The question files, each question's lines by itself.
fn questions() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge/questions");
    let files = std::fs::read_dir(folder).expect("the folder of questions");
    let text = files.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a question file"));
    text.flat_map(|text| text.split("[[question]]").skip(1).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The value of a key, where it stands on one line.
fn value<'a>(question: &'a str, key: &str) -> Option<&'a str> {
    let line = question.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    Some(line.trim().trim_matches('"'))
}

/// The ids of a list of options.
fn options(question: &str) -> Vec<&str> {
    let lines = question.lines().filter_map(|line| line.trim_start().strip_prefix("{ id = \""));
    lines.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_vocabulary_is_that_of_the_question_files() {
    let (body, person) = (Body::anatomical(), stranger());
    let reader = Reader::new(&person, &body);
    let mut known = 0;
    for question in questions() {
        let id = value(&question, "id").expect("an id");
        let [kind, purpose, polarity] = ["kind", "purpose", "polarity"].map(|key| value(&question, key));
        let yes_no = kind == Some("yes-no");
        assert_eq!(RISKS.contains(&id), yes_no && polarity == Some("risk"), "{id}");
        assert_eq!(RELIEFS.contains(&id), yes_no && polarity == Some("relief"), "{id}");
        assert_eq!(WHERE.contains(&id), kind == Some("places"), "{id}");
        if yes_no {
            known += 1;
            assert_eq!(NO_SYMPTOM.contains(&id), value(&question, "symptom") == Some("false"), "{id}");
            assert_eq!(BASELINE.contains(&id), purpose == Some("baseline"), "{id}");
            assert_eq!(RESCREEN.contains(&id), purpose == Some("rescreen"), "{id}");
            assert!(PRIVATE.contains(&id) || value(&question, "private").is_none(), "{id}");
        }
        if purpose == Some("safety") {
            assert_eq!(NUMBERS.contains(&id), kind == Some("number"), "{id}");
            let choice = CHOICES.iter().find(|(choice, _)| *choice == id).map(|(_, options)| options.to_vec());
            assert_eq!(choice, (kind == Some("choice")).then(|| options(&question)), "{id}");
        }
        assert_eq!(gate(&reader, id).is_some(), value(&question, "applies").is_some(), "the gate of {id}");
    }
    assert_eq!(known, RISKS.len() + RELIEFS.len());
}

#[test]
fn a_stranger_is_never_clear() {
    let verdict = screen(&stranger());
    assert!(verdict.disposition >= Level::MedicalFirst);
    assert!(!verdict.crisis, "the crisis page opens for what was said");
    let mut unsure = stranger();
    unsure.answers.insert("thoughts_of_dying", Ans::Unknown);
    assert!(screen(&unsure).crisis);
}

#[test]
fn a_limit_of_time_is_told_with_the_touch() {
    let touch = Touch {
        place: places(&["calf-left"]),
        technique: "holding",
        applicator: "flat-hand",
        giver: "therapist",
        position: "seated",
        product: "none",
        device: "no-device",
    };
    let mut person = stranger();
    assert!(
        longest(&screen(&person), &touch).is_some_and(|minutes| minutes <= 20),
        "an ill heart may not be ruled out"
    );
    for id in RISKS {
        person.answers.insert(id, Ans::No);
    }
    person.pain.confirmed = true;
    assert_eq!(longest(&screen(&person), &touch), None);
}

#[test]
fn every_limit_names_its_row() {
    let verdict = screen(&stranger());
    assert!(!verdict.limits.is_empty());
    for limit in limits().iter().chain(&verdict.limits) {
        assert!(!limit.row.is_empty(), "{limit:?}");
        assert!(limit.max_pressure <= 5);
        assert!(limit.max_minutes.is_none_or(|most| (1..=60).contains(&most)));
    }
}

#[test]
fn neighbours_are_mutual_and_never_across_the_body() {
    let body = Body::anatomical();
    for place in everywhere().each() {
        for other in body.with_margin(Some(place)).unwrap_or_default().each() {
            let back = body.with_margin(Some(other)).unwrap_or_default();
            assert!(back.meets(place), "{place:?} and {other:?}");
        }
    }
    let blade = body.with_margin(Some(places(&["shoulder-blade-left"]))).unwrap_or_default();
    assert!(blade.meets(places(&["between-blades-left"])) && !blade.meets(places(&["shoulder-blade-right"])));
}

#[test]
fn a_drawing_decides_how_far_a_margin_reaches() {
    let drawn = Body::drawn([(places(&["calf-left"]), places(&["hand-left"]))]);
    let wide = drawn.with_margin(Some(places(&["calf-left"])));
    assert_eq!(wide, Some(places(&["calf-left", "hand-left"])));
    assert_eq!(drawn.with_margin(None), None);
    assert!(screen_on(&drawn, &stranger()).disposition >= Level::MedicalFirst);
}

#[test]
fn places_of_a_group_are_on_both_sides() {
    let spine_and_flank = places(&["spine", "kidney"]);
    assert!(spine_and_flank.meets(places(&["kidney-left"])) && !spine_and_flank.meets(places(&["buttock-left"])));
    assert_eq!(everywhere().each().count(), 67);
}

#[test]
fn a_proxy_cannot_answer_for_what_only_the_person_feels() {
    let mut person = stranger();
    person.pain = Map { confirmed: true, marks: Vec::new() };
    for id in ["thoughts_of_dying", "saddle_numbness"] {
        person.answers.insert(id, Ans::No);
    }
    let touched = |person: &Person| screen(person).spoke.contains(&("RF-CES", Level::Emergency));
    assert!(!screen(&person).crisis && !touched(&person));
    person.proxy = true;
    assert!(!screen(&person).crisis, "the crisis page would open for everybody who is answered for");
    person.answers.insert("saddle_numbness", Ans::Yes);
    person.answers.insert("ces_old_assessed", Ans::Yes);
    assert!(touched(&person), "somebody else's relief is none");
    person.proxy = false;
    assert!(!touched(&person));
}

#[test]
fn home_is_gentle_and_forbidden_places_stay_closed() {
    let mut verdict = screen(&stranger());
    verdict.limits.clear();
    let touch = |place: &str, technique, giver| Touch {
        place: places(&[place]),
        technique,
        applicator: "flat-hand",
        giver,
        position: "prone",
        product: "none",
        device: "no-device",
    };
    assert_eq!(ceiling(&verdict, &touch("spine-upper", "stroking", "therapist")), 0);
    assert_eq!(ceiling(&verdict, &touch("low-back-left", "stroking", "partner")), 2);
    assert_eq!(ceiling(&verdict, &touch("low-back-left", "stroking", "self")), 3);
    assert_eq!(ceiling(&verdict, &touch("low-back-left", "deep", "partner")), 0);
    assert_eq!(ceiling(&verdict, &touch("low-back-left", "deep", "therapist")), 4);
    assert_eq!(ceiling(&verdict, &touch("buttock-left", "deep", "therapist")), 5);
    assert_eq!(ceiling(&verdict, &touch("kidney-left", "kneading", "therapist")), 0);
    assert_eq!(ceiling(&verdict, &touch("kidney-left", "stroking", "therapist")), 2);
}
