//! Named people whom a row of the tables speaks of: one sign each, and "no" to everything else.

use supple_care::{Answer, Disposition, QuestionId, Sheet, contradiction, interview::standing, screen};

use crate::people::{Person, base, question};

/// Somebody of an age without pain who says yes to these.
fn well(age: i32, yes: &[&str]) -> Person {
    let person = Person::healthy().with("pregnancy_weeks", Answer::NotAsked).with("age", Answer::Number(age));
    yes.iter().fold(person, |person, id| person.with(id, Answer::Yes))
}

/// What they come to, and whether that is settled.
fn comes_to(person: &Person) -> (Disposition, bool) {
    let mut sheet = person.sheet();
    contradiction::settle(base(), &mut sheet);
    (screen(base(), &sheet).disposition, standing(base(), &sheet).settled)
}

fn all_come_to(people: &[Person], expected: Disposition) {
    for person in people {
        assert_eq!(comes_to(person).0, expected, "{person:?}");
    }
}

#[test]
fn an_injury_is_read_wherever_it_hurts_most() {
    let knee = |age, yes: &[&str]| well(age, yes).hurts("knee-front-left", 5);
    let back = |age, yes: &[&str]| well(age, yes).hurts("low-back-left", 5);
    all_come_to(
        &[
            knee(40, &["head_injury", "tingling_after_injury", "limb_pain"]),
            knee(40, &["head_injury", "cannot_turn_head"]),
            back(40, &["any_injury", "major_injury", "pain_new", "tingling_after_injury", "limb_pain"]),
            well(40, &["any_injury", "pain_new", "cannot_turn_head"]).hurts("between-blades-left", 5),
            knee(40, &["head_injury", "new_head_neck_pain"]),
            knee(40, &["new_head_neck_pain", "neck_whiplash"]).with("strain_when", Answer::Choice(1)),
        ],
        Disposition::Emergency,
    );
    all_come_to(
        &[
            knee(40, &["any_injury", "tingling_after_injury", "limb_pain"]),
            knee(40, &["any_injury", "cannot_turn_head"]),
            back(40, &["any_injury", "pain_new", "tingling_after_injury", "limb_pain"]),
            back(72, &["head_injury", "pain_new"]),
        ],
        Disposition::Urgent,
    );
    let strained = well(66, &["pain_new"]).hurts("neck-back-left", 3).with("strain_when", Answer::Choice(1));
    let younger = well(50, &["pain_new"]).hurts("neck-back-left", 3).with("strain_when", Answer::Choice(1));
    all_come_to(&[knee(40, &["any_injury", "major_injury"]), strained], Disposition::MedicalFirst);
    assert!(comes_to(&younger).0 < Disposition::MedicalFirst);
}

#[test]
fn heavy_bleeding_after_a_birth_is_an_emergency_whoever_says_when_the_birth_was() {
    let woman = || well(30, &["birth_bleeding"]).with("sex", Answer::Choice(0));
    for when in [1, 2] {
        all_come_to(&[woman().with("birth_when", Answer::Choice(when))], Disposition::Emergency);
    }
    all_come_to(&[woman().with("birth_when", Answer::Unknown), woman()], Disposition::Emergency);
}

#[test]
fn pre_eclampsia_is_seen_on_every_page_and_after_a_birth() {
    let woman = |yes: &[&str]| well(30, yes).with("sex", Answer::Choice(0));
    let weeks = |person: Person| person.with("pregnant", Answer::Yes).with("pregnancy_weeks", Answer::Number(30));
    let born = |person: Person| person.with("birth_when", Answer::Choice(2));
    let signs: [&[&str]; 2] = [&["headache_now", "sight_change"], &["upper_tummy_pain", "upper_tummy_severe"]];
    for yes in signs {
        all_come_to(&[weeks(woman(yes)), born(woman(yes))], Disposition::Emergency);
    }
    all_come_to(&[born(woman(&["pregnancy_pressure_signs"]))], Disposition::Emergency);
    let milder: [&[&str]; 3] = [&["headache_now", "vomiting_diarrhoea"], &["upper_tummy_pain"], &["high_bp", "bp_160"]];
    for yes in milder {
        all_come_to(&[weeks(woman(yes)), born(woman(yes))], Disposition::Urgent);
    }
    assert!(comes_to(&weeks(woman(&["headache_now"]))).0 < Disposition::MedicalFirst, "a headache alone is common");
}

#[test]
fn constant_pain_with_a_source_of_germs_is_urgent_without_fever() {
    let lately = ["infection_recent", "spine_injection", "wound_infected", "skin_hot_spreading"];
    for source in lately {
        let person = well(50, &["unrelenting_pain", source, "infection_recent"]).hurts("low-back-left", 5);
        let person = if source == "wound_infected" { person.with("wound", Answer::Yes) } else { person };
        assert_eq!(comes_to(&person).0, Disposition::Urgent, "{source}");
    }
    let alone = well(50, &["unrelenting_pain"]).hurts("low-back-left", 5);
    assert_eq!(comes_to(&alone).0, Disposition::MedicalFirst);
}

#[test]
fn a_new_pain_that_is_called_old_is_asked_again_wherever_it_matters() {
    let called_old = |yes: &[&str]| well(50, yes).hurts("between-blades-left", 4);
    for sign in ["cancer_ever", "sick_lightheaded_with_pain", "steroids_long", "osteoporosis", "diabetes", "stooped"] {
        let mut sheet = called_old(&[sign]).sheet();
        contradiction::settle(base(), &mut sheet);
        assert!(sheet.is_doubted(question("pain_new")), "{sign}");
    }
    let over = |duration: u8| {
        let mut sheet = called_old(&["cancer_ever"]).with("pain_duration", Answer::Choice(duration)).sheet();
        contradiction::settle(base(), &mut sheet);
        sheet.is_doubted(question("pain_new"))
    };
    assert_eq!([0, 1, 2].map(over), [true, true, false], "three months are twelve weeks and a little");
    assert_eq!(comes_to(&called_old(&["cancer_ever"])).0, Disposition::Urgent);
    assert_eq!(comes_to(&called_old(&["sick_lightheaded_with_pain"])).0, Disposition::Urgent);
    assert!(comes_to(&called_old(&[])).1, "where nothing reads it, an old pain that comes and goes is left alone");
}

/// Somebody whose pain began so many days ago, by the map.
fn since(days: i32, duration: u8, new: Answer) -> Sheet {
    let person = well(30, &[]).hurts("low-back-left", 4).with("pain_duration", Answer::Choice(duration));
    let mut sheet = person.with("pain_new", new).sheet();
    let day = sheet.today.plus(-days);
    sheet.pain.marks.iter_mut().for_each(|mark| mark.since = Some(day));
    sheet
}

#[test]
fn the_days_of_the_map_are_compared_with_how_long_it_hurts() {
    let found = |mut sheet: Sheet| -> Vec<String> {
        let found = contradiction::settle(base(), &mut sheet);
        found.into_iter().map(|index| base().contradictions[index].id.clone()).collect()
    };
    assert_eq!(found(since(200, 0, Answer::Yes)), ["X-58"]);
    assert_eq!(found(since(200, 1, Answer::Yes)), ["X-59"]);
    assert_eq!(found(since(5, 2, Answer::No)), ["X-60"]);
    assert_eq!(found(since(40, 0, Answer::Yes)), [""; 0]);
    assert_eq!(found(since(200, 2, Answer::No)), [""; 0]);
    let mut long = since(200, 0, Answer::Yes);
    contradiction::settle(base(), &mut long);
    assert_eq!(screen(base(), &long).disposition, Disposition::MedicalFirst, "long and never examined");
}

/// The answers that were there before "anything new?" was answered.
struct Before(Vec<QuestionId>);

impl contradiction::Times for Before {
    fn over(&self, _: QuestionId) -> bool {
        false
    }

    fn before(&self, question: QuestionId, _: QuestionId) -> bool {
        self.0.contains(&question)
    }
}

#[test]
fn anything_new_is_held_open_until_it_is_named() {
    let news = ["new_symptom", "new_injury", "new_illness", "new_treatment", "new_skin"];
    for (asked, answer) in news.iter().flat_map(|id| [(*id, Answer::Yes), (*id, Answer::Unknown)]) {
        for person in
            [well(30, &[]), well(30, &[]).with("sex", Answer::Choice(1)), well(70, &[]).hurts("low-back-left", 4)]
        {
            let (disposition, settled) = comes_to(&person.with(asked, answer));
            assert!(!settled, "{asked} {answer:?}: {disposition:?}");
        }
    }
    // Named, it is what it is.
    for (asked, name) in [("new_illness", "fever"), ("new_treatment", "blood_thinner"), ("new_skin", "bruise")] {
        assert!(comes_to(&well(30, &[asked, name])).1, "{asked} {name}");
    }
}

#[test]
fn what_was_there_before_names_nothing_new() {
    let named = [
        ("new_symptom", "pain_new"),
        ("new_injury", "bruise"),
        ("new_illness", "diabetes"),
        ("new_treatment", "blood_thinner"),
        ("new_skin", "rash"),
    ];
    for (asked, before) in named {
        let person = well(30, &[asked, before]).hurts("low-back-left", 4).with("pain_duration", Answer::Choice(2));
        let mut now = person.sheet();
        assert_eq!(contradiction::settle(base(), &mut now), [0; 0], "{asked} {before}");
        let mut old = person.sheet();
        let found = contradiction::settle_in_time(base(), &mut old, &Before(vec![question(before)]));
        assert!(!found.is_empty(), "{asked} {before}");
        assert_eq!(old.get(question(before)), Answer::Yes, "{before} stays what it was");
        assert!(!standing(base(), &old).settled, "{asked} {before}");
    }
}
