//! A warm pack is laid nowhere that the person's answers close, on no page and in no plan.

use std::cell::Cell;

use supple_care::{
    Answer, Cleared, PlaceSet, Reading, Sheet, plan::History, plan::Wishes, plan::plan, rule::Named, screen, self_care,
};

use crate::{
    draw::everybody,
    people::{Person, TODAY, base, question},
    plan::{SOMEBODY, giver},
};

const DRAWN: u32 = if cfg!(debug_assertions) { 1_500 } else { 100_000 };

fn device(id: &str) -> u8 {
    u8::try_from(base().terms.devices.iter().position(|device| device.id == id).unwrap()).unwrap()
}

/// The places that a rule closes by name to whatever there is.
fn closed(sheet: &Sheet) -> PlaceSet {
    let decision = screen(base(), sheet);
    let all = decision.restrictions(base(), sheet, Reading::Shown);
    let nothing_else = |named: &Named| Named { places: named.places.clone(), ..Named::default() } == *named;
    all.filter(|one| one.restriction.ban && nothing_else(&one.restriction.named))
        .filter(|one| one.restriction.places_from.is_some() || !one.restriction.named.places.is_empty())
        .fold(PlaceSet::NONE, |all, one| all.or(one.places))
}

/// What is warm and offered to somebody, with its places: beside a plan, instead of one, and on the result.
fn warm(sheet: &Sheet) -> Vec<(&'static str, PlaceSet)> {
    let pack = device("heat-pack");
    let offered = self_care::offered(base(), sheet, &screen(base(), sheet));
    let mut warm: Vec<_> =
        offered.iter().filter(|care| care.device == Some(pack)).map(|care| (care.id.as_str(), care.places)).collect();
    let cleared = Cleared::of(base(), sheet, SOMEBODY);
    let Ok(cleared) = cleared else { return warm };
    let made = plan(base(), &cleared, sheet, SOMEBODY, TODAY, &Wishes::of(giver("therapist")), &History::default());
    let beside = match made {
        Ok(plan) => plan.beside,
        Err(none) => none.instead,
    };
    let activities = beside.iter().map(|index| &base().courses.activities[*index]);
    warm.extend(activities.filter(|one| one.device == Some(pack)).map(|one| (one.id.as_str(), one.places)));
    warm
}

#[test]
fn nothing_warm_is_laid_where_nothing_may_come() {
    let (shut, laid) = (Cell::new(0u32), Cell::new(0u32));
    everybody(DRAWN, |person| {
        let sheet = person.sheet();
        let closed = closed(&sheet);
        shut.set(shut.get() + u32::from(!closed.is_empty()));
        for (id, places) in warm(&sheet) {
            laid.set(laid.get() + 1);
            if !places.and(closed).is_empty() {
                return Err(format!("{id} is offered where nothing may come"));
            }
        }
        Ok(())
    });
    assert!(shut.get() > DRAWN / 10 && laid.get() > DRAWN / 10, "{} closed, {} warm", shut.get(), laid.get());
}

#[test]
fn a_bruise_a_fresh_scar_and_an_unexplained_lump_stay_cool() {
    let aching = || Person::healthy().hurts("low-back-left", 4);
    assert!(!warm(&aching().sheet()).is_empty(), "a warm pack for a low back with nothing else");
    let at = |id: &str| Answer::Places(PlaceSet::of(base().place_id(id).unwrap()));
    let operation = Answer::Choice(
        u8::try_from(
            base()
                .question(question("operation_when"))
                .unwrap()
                .options()
                .iter()
                .position(|one| one.id == "under-6-weeks")
                .unwrap(),
        )
        .unwrap(),
    );
    let people = [
        aching().with("bruise", Answer::Yes).with("bruise_where", at("low-back-right")),
        aching().with("bruise", Answer::Yes).with("bruise_where", Answer::Unknown),
        aching().with("operation_when", operation).with("operation_where", at("kidney-left")),
        aching().with("lump", Answer::Yes).with("lump_where", at("low-back-left")),
    ];
    for person in people {
        assert_eq!(warm(&person.sheet()), [], "{person:?}");
    }
    let elsewhere = aching().with("bruise", Answer::Yes).with("bruise_where", at("forearm-left"));
    assert!(!warm(&elsewhere.sheet()).is_empty(), "a bruise on the arm leaves the back its warmth");
}
