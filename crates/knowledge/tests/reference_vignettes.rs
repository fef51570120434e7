//! The reference model against the sixteen example cases, translated by hand into answers.

#[cfg(test)]
mod reference;

use reference::vocabulary::{CHOICES, NUMBERS, RELIEFS, RISKS, WHERE};
use reference::{Ans, Level, Person, Places, Touch, Verdict, ceiling, places, screen};

/// Somebody who has answered every question with what is least risky.
fn well(age: i32, sex: &str) -> Person {
    let mut person = Person::default();
    for id in RISKS.iter().chain(RELIEFS) {
        person.answers.insert(id, Ans::No);
    }
    for (id, options) in CHOICES {
        let least = if options.is_empty() { Ans::NotAsked } else { Ans::Choice(0) };
        person.answers.insert(id, least);
    }
    person.pain.confirmed = true;
    person.with("age", Ans::Number(age)).choice("sex", sex)
}

#[cfg(test)]
impl Person {
    fn with(mut self, id: &str, answer: Ans) -> Self {
        let known = RISKS.iter().chain(RELIEFS).chain(WHERE).chain(NUMBERS).any(|known| *known == id);
        assert!(known || CHOICES.iter().any(|(known, _)| *known == id), "no question `{id}`");
        self.answers.insert(id, answer);
        self
    }

    fn yes(self, ids: &[&str]) -> Self {
        ids.iter().fold(self, |person, id| person.with(id, Ans::Yes))
    }

    fn unknown(self, ids: &[&str]) -> Self {
        ids.iter().fold(self, |person, id| person.with(id, Ans::Unknown))
    }

    fn choice(self, id: &str, option: &str) -> Self {
        let (_, options) = CHOICES.iter().find(|(known, _)| *known == id).expect("a choice");
        let rank = options.iter().position(|known| *known == option).expect("an option");
        self.with(id, Ans::Choice(rank))
    }

    fn places(self, id: &str, names: &[&str]) -> Self {
        self.with(id, Ans::Places(places(names)))
    }

    fn hurts(mut self, strength: u8, names: &[&str]) -> Self {
        for place in names {
            self.pain.marks.push((places(&[place]), Some(strength), false, Places::default()));
        }
        self
    }
}

/// Bare hands stroking, lying face down.
fn hands<'a>(place: &str, giver: &'a str) -> Touch<'a> {
    Touch {
        place: places(&[place]),
        technique: "stroking",
        applicator: "flat-hand",
        giver,
        position: "prone",
        product: "none",
        device: "no-device",
    }
}

fn level(verdict: &Verdict, expected: Level) {
    assert_eq!(verdict.disposition, expected, "{:?}", verdict.spoke);
}

fn is_clear(person: &Person) {
    let verdict = screen(person);
    level(&verdict, Level::Clear);
    assert!(verdict.limits.is_empty() && verdict.spoke.is_empty() && !verdict.crisis);
}

#[test]
fn a02_ache_between_the_blades_on_stairs() {
    let person = well(58, "female").hurts(5, &["between-blades-left", "shoulder-top-left"]);
    let person = person.yes(&["pain_new", "effort_pain", "sick_lightheaded_with_pain"]);
    level(&screen(&person), Level::Emergency);
}

#[test]
fn a03_neck_pain_after_a_massage_gun() {
    let person = well(38, "male").hurts(5, &["neck-back-right", "neck-side-right"]);
    let person = person.yes(&["pain_new", "new_head_neck_pain", "neck_event_recent", "brain_signs", "headache_now"]);
    level(&screen(&person), Level::Emergency);
}

#[test]
fn a04_band_round_the_chest_after_cancer() {
    let person = well(63, "male").hurts(6, &["mid-back-left", "mid-back-right"]);
    let person = person.yes(&["pain_new", "cancer_ever", "band_pain", "worsening_weeks", "worse_on_cough"]);
    level(&screen(&person.yes(&["unsteady_legs"])), Level::Emergency);
}

#[test]
fn a08_sudden_pain_after_lifting_with_steroids() {
    let person = well(74, "female").hurts(8, &["mid-back-left"]);
    let person = person.yes(&["pain_new", "sudden_severe_start", "steroids_long"]).unknown(&["osteoporosis"]);
    level(&screen(&person), Level::Urgent);
}

#[test]
fn a13_a_back_that_never_rests_with_lowered_defences() {
    let person = well(39, "female").hurts(8, &["low-back-left", "low-back-right"]);
    let person = person.yes(&["pain_new", "immune_lowered", "unrelenting_pain"]).unknown(&["fever"]);
    level(&screen(&person), Level::Urgent);
}

#[test]
fn a14_heart_failure() {
    let person = well(70, "male").hurts(4, &["mid-back-left", "low-back-left"]);
    let person = person.yes(&["heart_condition", "heart_failure", "breathless_flat"]);
    let person = person.choice("pain_duration", "over-12-weeks");
    let verdict = screen(&person);
    level(&verdict, Level::MedicalFirst);
    assert_eq!(ceiling(&verdict, &hands("low-back-left", "therapist")), 0, "never lying face down");
    let agreed = screen(&Person { cleared: true, ..person });
    level(&agreed, Level::Modified);
    let seated = Touch { position: "seated", ..hands("low-back-left", "therapist") };
    assert_eq!(ceiling(&agreed, &seated), 2);
    assert!(agreed.limits.iter().any(|limit| limit.max_minutes == Some(20)));
}

#[test]
fn a18_a_daughter_answers_for_her_mother() {
    let person = well(78, "female").hurts(5, &["low-back-left"]).yes(&["pain_new"]);
    let person = person.unknown(&["any_injury", "osteoporosis", "fragility_fracture", "cannot_say_stop"]);
    let person = person.unknown(&["bladder_change", "bowel_change", "blood_thinner", "antiplatelet", "steroids_long"]);
    let verdict = screen(&Person { proxy: true, ..person });
    assert!([Level::MedicalFirst, Level::Urgent].contains(&verdict.disposition), "{:?}", verdict.spoke);
}

#[test]
fn a20_four_sessions_without_help() {
    let person = well(35, "female").hurts(6, &["low-back-left", "low-back-right"]);
    let person = person.choice("pain_duration", "6-to-12-weeks").choice("massage_without_help", "four-or-more");
    let verdict = screen(&person.yes(&["pain_new"]));
    level(&verdict, Level::MedicalFirst);
    assert_eq!(verdict.advice, [("ESC-2-2", true)]);
}

#[test]
fn a21_a_bruise_on_one_blade() {
    let person =
        well(34, "male").hurts(3, &["between-blades-left", "between-blades-right"]).yes(&["pain_new", "bruise"]);
    let verdict = screen(&person.places("bruise_where", &["shoulder-blade-left"]));
    level(&verdict, Level::Modified);
    assert_eq!(ceiling(&verdict, &hands("shoulder-blade-left", "therapist")), 0);
    assert_eq!(ceiling(&verdict, &hands("shoulder-blade-right", "therapist")), 4);
}

#[test]
fn a22_a_blood_thinner_and_a_doctor_who_agrees() {
    let person = well(66, "male").hurts(3, &["neck-back-left", "shoulder-top-left"]);
    let person = person.yes(&["blood_thinner", "heart_condition"]);
    let verdict = screen(&Person { cleared: true, ..person });
    level(&verdict, Level::Modified);
    assert_eq!(ceiling(&verdict, &hands("shoulder-top-left", "partner")), 2);
    assert_eq!(ceiling(&verdict, &hands("shoulder-top-left", "therapist")), 3);
    let none = |touch: Touch<'_>| assert_eq!(ceiling(&verdict, &touch), 0);
    none(Touch { device: "percussion-gun", ..hands("low-back-left", "therapist") });
    none(Touch { device: "ball", ..hands("low-back-left", "self") });
    none(Touch { technique: "trigger-point", ..hands("low-back-left", "therapist") });
}

#[test]
fn a25_a_pacemaker_and_a_massage_chair() {
    let person = well(69, "male").hurts(3, &["mid-back-left", "low-back-left"]);
    let person = person.yes(&["device_electronic", "heart_condition"]).places("device_where", &["chest-left"]);
    let verdict = screen(&person.choice("heart_event_when", "over-6-months"));
    level(&verdict, Level::Modified);
    let seated = |place, device| Touch { position: "seated", device, ..hands(place, "therapist") };
    assert_eq!(ceiling(&verdict, &seated("chest-left", "no-device")), 0);
    assert_eq!(ceiling(&verdict, &seated("low-back-left", "massage-chair")), 0);
    assert_eq!(ceiling(&verdict, &seated("low-back-left", "percussion-gun")), 0);
    assert_eq!(ceiling(&verdict, &seated("low-back-left", "no-device")), 3);
    assert_eq!(ceiling(&verdict, &hands("low-back-left", "therapist")), 0, "not lying on the device");
}

#[test]
fn a26_nut_allergy_and_eczema() {
    let person = well(28, "female").hurts(3, &["low-back-left", "low-back-right"]);
    let person = person.yes(&["allergy_nut", "anaphylaxis", "rash"]).places("rash_where", &["low-back-right"]);
    let verdict = screen(&person);
    level(&verdict, Level::Modified);
    assert_eq!(ceiling(&verdict, &hands("low-back-right", "therapist")), 0);
    assert_eq!(ceiling(&verdict, &hands("low-back-left", "therapist")), 0, "within a hand's width");
    assert_eq!(ceiling(&verdict, &hands("mid-back-left", "therapist")), 4);
    let oiled = Touch { product: "nut-oil", ..hands("mid-back-left", "therapist") };
    assert_eq!(ceiling(&verdict, &oiled), 0);
}

#[test]
fn a30_desk_neck() {
    let places = ["neck-back-left", "neck-back-right", "shoulder-top-left", "shoulder-top-right"];
    is_clear(&well(29, "female").hurts(4, &places).yes(&["pain_new"]));
}

#[test]
fn a31_gardening_back() {
    is_clear(&well(45, "male").hurts(3, &["low-back-left", "low-back-right"]).yes(&["pain_new"]));
}

#[test]
fn a36_well_controlled_asthma() {
    is_clear(&well(40, "female").hurts(3, &["shoulder-top-left"]).yes(&["lung_disease"]));
}

#[test]
fn a38_two_years_and_already_examined() {
    let person = well(57, "male").hurts(4, &["low-back-left", "low-back-right"]);
    is_clear(&person.choice("pain_duration", "over-12-weeks").yes(&["no_better_month", "pain_assessed"]));
}
