//! More risk never means less caution: one answer at a time, over people drawn with few risks each.

use super::answers::option;
use super::body::{Places, places};
use super::vocabulary::{CHOICES, RELIEFS, RISKS, WHERE};
use super::{Ans, Level, Map, Person, Touch, Verdict, ceiling, screen};

/// A small generator of numbers, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn answer(&mut self) -> Ans {
        self.one_of(&[Ans::NotAsked, Ans::Unknown, Ans::No, Ans::Yes, Ans::Yes])
    }

    fn person(&mut self) -> Person {
        let mut person = Person { cleared: self.below(4) == 0, proxy: self.below(9) == 0, ..Person::default() };
        for id in RISKS {
            person.answers.insert(id, Ans::No);
        }
        for (id, options) in CHOICES {
            let chosen = if *id == "sex" || self.below(6) == 0 { self.one_of(options) } else { options[0] };
            person.answers.insert(id, Ans::Choice(option(id, chosen)));
        }
        for _ in 0..self.below(6) {
            let (id, answer) = (self.one_of(RISKS), self.answer());
            person.answers.insert(id, answer);
        }
        for id in WHERE {
            let answer = self.one_of(&[Ans::Unknown, Ans::Places(places(&["calf-left", "low-back-left"]))]);
            person.answers.insert(id, answer);
        }
        for id in RELIEFS {
            let answer = self.answer();
            person.answers.insert(id, answer);
        }
        let age = 16 + i32::try_from(self.below(70)).expect("a small number");
        person.answers.insert("age", Ans::Number(age));
        let back: Vec<Places> = places(&["back"]).each().collect();
        let mut mark = || (self.one_of(&back), Some(5), false, places(&["hip"]));
        person.pain = Map { confirmed: true, marks: vec![mark(), mark()] };
        person
    }
}

/// The ceilings of some touches on either side.
fn ceilings(verdict: &Verdict) -> Vec<u8> {
    let mut all = Vec::new();
    for place in ["low-back-left", "shoulder-top-right", "neck-back-left", "calf-left"] {
        for (giver, position) in [("self", "seated"), ("partner", "side-lying"), ("therapist", "prone")] {
            for (technique, device) in [("stroking", "no-device"), ("deep", "heat-pack")] {
                let (applicator, product) = ("flat-hand", "scented");
                let touch = Touch { place: places(&[place]), technique, applicator, giver, position, product, device };
                all.push(ceiling(verdict, &touch));
            }
        }
    }
    all
}

#[test]
fn more_risk_is_never_less_caution() {
    let mut draw = Draw(2026);
    for _ in 0..250 {
        let mut person = draw.person();
        let id = draw.one_of(RISKS);
        let mut before = None;
        for answer in [Ans::No, Ans::Unknown, Ans::Yes] {
            person.answers.insert(id, answer);
            let verdict = screen(&person);
            let now = (verdict.disposition, verdict.crisis, ceilings(&verdict));
            if let Some((disposition, crisis, allowed)) = before.replace(now.clone()) {
                assert!(now.0 >= disposition && now.1 >= crisis, "{id} {answer:?}: {:?}", verdict.spoke);
                assert!(now.2.iter().zip(&allowed).all(|(now, before)| now <= before), "{id} {answer:?}");
            }
        }
    }
}

#[test]
fn a_relief_never_makes_it_worse() {
    let mut draw = Draw(7);
    for _ in 0..250 {
        let mut person = draw.person();
        let id = draw.one_of(RELIEFS);
        person.answers.insert(id, Ans::Yes);
        let given = screen(&person).disposition;
        for answer in [Ans::No, Ans::Unknown, Ans::NotAsked] {
            person.answers.insert(id, answer);
            assert!(screen(&person).disposition >= given, "{id}");
        }
    }
}

#[test]
fn an_agreement_never_makes_it_worse_and_never_lifts_urgency() {
    let mut draw = Draw(11);
    for _ in 0..250 {
        let person = Person { cleared: false, ..draw.person() };
        let (before, after) = (screen(&person).disposition, screen(&Person { cleared: true, ..person }).disposition);
        assert!(after <= before);
        assert!(before <= Level::MedicalFirst || after == before);
    }
}
