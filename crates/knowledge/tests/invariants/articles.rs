//! What the five articles lay down, tried on people: kept, softened, tightened or refused as `knowledge/articles` says.

use supple_care::{Answer, Clearance, Disposition, PlaceId, RuleId, permit::Touch, screen};

use crate::people::{Person, TODAY, base, question};

/// An option of a question.
fn choice(id: &str, option: &str) -> Answer {
    let known = base().question(question(id)).unwrap();
    let index = known.options().iter().position(|known| known.id == option).unwrap();
    Answer::Choice(u8::try_from(index).unwrap())
}

fn of(person: &Person) -> Disposition {
    screen(base(), &person.sheet()).disposition
}

fn bit<'a>(ids: impl Iterator<Item = &'a str>, wanted: &str) -> u8 {
    u8::try_from(ids.enumerate().find(|(_, id)| *id == wanted).unwrap().0).unwrap()
}

/// A touch of one minute, with a flat hand, without product and device.
fn touch(place: PlaceId, giver: &str, technique: &str) -> Touch {
    let terms = &base().terms;
    Touch {
        place,
        technique: bit(terms.techniques.iter().map(|term| term.id.as_str()), technique),
        applicator: bit(terms.applicators.iter().map(|term| term.id.as_str()), "flat-hand"),
        giver: bit(terms.givers.iter().map(|giver| giver.id.as_str()), giver),
        position: bit(terms.positions.iter().map(|term| term.id.as_str()), "side-lying"),
        product: 0,
        device: 0,
    }
}

/// The highest pressure of a touch for this person, everything together.
fn ceiling(person: &Person, place: &str, giver: &str, technique: &str) -> u8 {
    let sheet = person.sheet();
    let mut taken = screen(base(), &sheet).taken(base(), &sheet, supple_care::Reading::Shown);
    taken.extend(base().always_on().map(|limit| limit.space));
    let place = base().place_id(place).unwrap();
    touch(place, giver, technique).ceiling(&taken)
}

fn aching() -> Person {
    Person::healthy().hurts("low-back-left", 4).hurts("between-blades-left", 3)
}

#[test]
fn severe_pain_is_examined_first() {
    for pain in 8..=10 {
        assert!(of(&Person::healthy().hurts("low-back-left", pain)) >= Disposition::MedicalFirst, "{pain}");
    }
    assert!(of(&Person::healthy().hurts("low-back-left", 7)) < Disposition::MedicalFirst);
}

#[test]
fn pain_of_months_that_nobody_examined_is_examined_first() {
    let long = aching().with("pain_duration", choice("pain_duration", "over-12-weeks"));
    assert_eq!(of(&long.clone().with("pain_assessed", Answer::No)), Disposition::MedicalFirst);
    assert_eq!(of(&long.clone().with("pain_assessed", Answer::Unknown)), Disposition::MedicalFirst);
    let seen = long.with("pain_assessed", Answer::Yes).sheet();
    let decision = screen(base(), &seen);
    assert!(decision.disposition <= Disposition::Modified, "who was examined goes on");
    assert!(
        decision.findings.iter().any(|finding| base().rule(finding.rule).unwrap().id == "ESC-6-2"),
        "with movement"
    );
}

#[test]
fn fever_stops_every_massage() {
    assert!(of(&aching().with("fever", Answer::Yes)) >= Disposition::Urgent);
    assert!(of(&Person::healthy().with("fever", Answer::Yes)) >= Disposition::MedicalFirst);
    assert_ne!(of(&aching().with("fever", Answer::Unknown)), Disposition::Clear);
}

#[test]
fn a_new_headache_stops_massage_and_a_usual_one_keeps_the_neck_light() {
    let usual = aching().with("headache_now", Answer::Yes);
    assert_eq!(of(&usual), Disposition::Modified);
    assert!(ceiling(&usual, "neck-back-left", "therapist", "stroking") <= 2);
    assert!(of(&usual.with("headache_different", Answer::Yes)) >= Disposition::Urgent);
}

#[test]
fn a_bruise_closes_its_place_and_leaves_the_rest() {
    let place = base().place_id("between-blades-left").unwrap();
    let bruised = Person::healthy()
        .with("bruise", Answer::Yes)
        .with("bruise_where", Answer::Places(supple_care::PlaceSet::of(place)));
    assert!(of(&bruised) <= Disposition::Modified);
    assert_eq!(ceiling(&bruised, "between-blades-left", "therapist", "stroking"), 0);
    assert!(ceiling(&bruised, "low-back-left", "partner", "stroking") > 0);
}

#[test]
fn heart_and_lung_disease_wait_until_they_are_known_to_be_stable() {
    assert!(of(&aching().with("heart_condition", Answer::Yes).with("heart_failure", Answer::Yes)) > Disposition::Clear);
    assert!(
        of(&aching().with("lung_disease", Answer::Yes).with("lung_flare", Answer::Yes)) >= Disposition::MedicalFirst
    );
    assert!(of(&aching().with("lung_disease", Answer::Yes)) <= Disposition::Modified, "a stable one may be touched");
}

#[test]
fn an_operation_waits_for_a_clinician() {
    let fresh = aching()
        .with("operation_when", choice("operation_when", "under-6-weeks"))
        .with("operation_general", Answer::Yes);
    assert_eq!(of(&fresh), Disposition::MedicalFirst);
    let rules: Vec<RuleId> = screen(base(), &fresh.sheet()).findings.iter().map(|finding| finding.rule).collect();
    let agreed = Person {
        clearance: Some(Clearance {
            by: "a surgeon".to_owned(),
            from: TODAY,
            until: TODAY,
            rules,
            max_pressure: Some(2),
            max_minutes: Some(15),
            words: String::new(),
        }),
        ..fresh
    };
    assert_eq!(of(&agreed), Disposition::Modified, "who, when, until and the limits are recorded");
}

#[test]
fn no_relief_in_four_sessions_goes_to_a_clinician_and_in_two_changes_the_treatment() {
    let tried = |option: &str| {
        let sheet = aching().with("massage_without_help", choice("massage_without_help", option)).sheet();
        let decision = screen(base(), &sheet);
        let ids: Vec<&str> = decision
            .findings
            .iter()
            .filter_map(|finding| base().rule(finding.rule))
            .map(|rule| rule.id.as_str())
            .collect();
        (decision.disposition, ids.join(" "))
    };
    let options: Vec<&str> = base()
        .question(question("massage_without_help"))
        .unwrap()
        .options()
        .iter()
        .map(|known| known.id.as_str())
        .collect();
    let [.., two, four] = options.as_slice() else { panic!("{options:?}") };
    let (after_two, by_two) = tried(two);
    assert!(after_two < Disposition::MedicalFirst && by_two.contains("ESC-2-2"), "{after_two:?} {by_two}");
    let (after_four, by_four) = tried(four);
    assert!(after_four >= Disposition::MedicalFirst && by_four.contains("ESC-2-1"), "{after_four:?} {by_four}");
}

#[test]
fn nobody_presses_the_spine_or_the_tummy() {
    let person = aching();
    for site in ["spine-neck", "spine-upper", "spine-low", "abdomen"] {
        let places: Vec<_> = base().places.iter().filter(|place| place.site == site).collect();
        assert!(!places.is_empty(), "{site}");
        for place in places {
            for giver in &base().terms.givers {
                assert_eq!(ceiling(&person, &place.id, &giver.id, "holding"), 0, "{} at {}", giver.id, place.id);
            }
        }
    }
}

#[test]
fn a_helper_at_home_strokes_rubs_and_kneads_lightly_and_nothing_else() {
    let person = aching();
    for technique in ["stroking", "rubbing", "kneading"] {
        assert_eq!(ceiling(&person, "low-back-left", "partner", technique), 2, "{technique}");
    }
    for technique in ["friction", "trigger-point", "deep", "percussion", "stretching", "traction"] {
        assert_eq!(ceiling(&person, "low-back-left", "partner", technique), 0, "{technique}");
    }
    assert!(ceiling(&person, "low-back-left", "therapist", "deep") > 2);
}

#[test]
fn upper_back_pain_is_asked_about_more_strictly_than_low_back_pain() {
    let low = Person::healthy().hurts("low-back-left", 4);
    let high = Person::healthy().hurts("between-blades-left", 4);
    let warned = |person: &Person| of(&person.clone().with("effort_pain", Answer::Yes));
    assert!(warned(&high) >= Disposition::Urgent);
    assert!(warned(&high) >= warned(&low));
}
