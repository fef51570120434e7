//! What the session for tonight may never do.

use std::cell::RefCell;

use supple_care::{
    Answer, Cleared, Disposition, NotCleared, PlaceId, PlaceSet, Reading, Sheet,
    clearance::Misfit,
    permit::{Space, Touch},
    rule::Restriction,
    screen,
    tonight::{Composed, NoSession, Stroke, Wish, compose},
};

use crate::{
    draw::{Dice, everybody},
    people::{Person, TODAY, base, question},
};

/// How many people are drawn; those who are not cleared are passed over.
const DRAWN: u32 = 4_000;

/// The person whose clearance it is.
const SOMEBODY: u128 = 7;

/// Who gives a massage at home, with the highest pressure and the most minutes (the table of semantics).
const HOME: [(&str, u8, u32); 3] = [("self", 3, 10), ("partner", 2, 15), ("partner-trained", 2, 30)];

fn giver(id: &str) -> u8 {
    u8::try_from(base().terms.givers.iter().position(|giver| giver.id == id).unwrap()).unwrap()
}

/// Every session that can be composed for a person, with what is in force for it.
fn sessions(person: &Person, mut visit: impl FnMut(&Sheet, &Composed) -> Result<(), String>) -> Result<u32, String> {
    let sheet = person.sheet();
    let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { return Ok(0) };
    let mut count = 0;
    let mut dice = Dice(u64::from(person.elsewhere.0));
    for (id, ..) in HOME {
        let focus = dice.below(base().tonight.focuses.len() + 1).checked_sub(1);
        let position = dice.below(base().terms.positions.len() + 1).checked_sub(1).map(|at| u8::try_from(at).unwrap());
        let wish = Wish { giver: giver(id), position, focus };
        match compose(base(), &cleared, &sheet, SOMEBODY, wish) {
            Ok(composed) => {
                count += 1;
                visit(&sheet, &composed)?;
            }
            Err(NoSession::NothingLeft) => {}
            Err(NoSession::Clearance(misfit)) => return Err(format!("the clearance does not fit: {misfit:?}")),
        }
    }
    Ok(count)
}

/// What is in force: each restriction with its places for this person, always-on ones and those of a clinician included.
fn in_force(sheet: &Sheet) -> Vec<(Option<Restriction>, Space)> {
    let decision = screen(base(), sheet);
    let by_rules = decision.restrictions(base(), sheet, Reading::Shown);
    let named = by_rules.chain(base().always_on());
    let mut all: Vec<_> = named.map(|found| (Some(found.restriction.clone()), found.space)).collect();
    all.extend(decision.taken(base(), sheet, Reading::Shown).into_iter().map(|space| (None, space)));
    all
}

fn touch_of(composed: &Composed, stroke: &Stroke, place: PlaceId) -> Touch {
    Touch {
        place,
        technique: stroke.technique,
        applicator: stroke.applicator,
        giver: composed.giver,
        position: composed.position,
        product: 0,
        device: 0,
    }
}

/// Whether a box speaks of a touch, at whatever pressure and length.
fn speaks_of(space: &Space, touch: &Touch) -> bool {
    let touched = touch.space();
    !Space { pressures: u32::MAX, minutes: u64::MAX, ..*space }.and(&touched).is_empty()
}

#[test]
fn pressure_never_exceeds_the_lowest_cap() {
    let composed_in_all = RefCell::new(0u32);
    everybody(DRAWN, |person| {
        let count = sessions(person, |sheet, composed| {
            let in_force = in_force(sheet);
            for doing in &composed.doings {
                let step = &base().tonight.steps[doing.step];
                let Some(stroke) = &step.touch else { continue };
                if doing.pressure == 0 || doing.pressure > stroke.pressure {
                    return Err(format!("{}: pressure {}", step.id, doing.pressure));
                }
                for place in doing.places.iter() {
                    let touch = touch_of(composed, stroke, place);
                    for (restriction, space) in in_force.iter().filter(|(_, space)| speaks_of(space, &touch)) {
                        let at = &base().place(place).unwrap().id;
                        let Some(restriction) = restriction else {
                            if space.minutes & 1 == 1 && space.pressures >> (doing.pressure - 1) & 1 == 1 {
                                return Err(format!("{} at {at}: taken away", step.id));
                            }
                            continue;
                        };
                        if restriction.ban {
                            return Err(format!("{} at {at}, though: {}", step.id, restriction.say));
                        }
                        if restriction.max_pressure.is_some_and(|highest| doing.pressure > highest) {
                            return Err(format!(
                                "{} at {at} with P{}, though: {}",
                                step.id, doing.pressure, restriction.say
                            ));
                        }
                        let longest = restriction.max_minutes.map_or(u32::MAX, |minutes| u32::from(minutes) * 60);
                        if composed.seconds() > longest {
                            return Err(format!("{} seconds, though: {}", composed.seconds(), restriction.say));
                        }
                    }
                }
            }
            margins_are_kept(sheet, composed)?;
            sides_are_even(&in_force, composed)
        })?;
        *composed_in_all.borrow_mut() += count;
        Ok(())
    });
    println!("{} sessions", composed_in_all.borrow());
    assert!(*composed_in_all.borrow() > DRAWN / 2, "the draw composes few sessions");
}

/// Nothing is touched next to a place that is closed with a margin.
fn margins_are_kept(sheet: &Sheet, composed: &Composed) -> Result<(), String> {
    let touched = composed.doings.iter().fold(PlaceSet::NONE, |all, doing| all.or(doing.places));
    let decision = screen(base(), sheet);
    for found in decision.restrictions(base(), sheet, Reading::Shown) {
        let closes = found.restriction.margin.is_some() && found.restriction.ban && found.space.devices & 1 == 1;
        for place in found.places.iter().filter_map(|place| base().place(place)).filter(|_| closes) {
            if !place.adjacent.and(touched).is_empty() {
                return Err(format!("touches beside {}, though: {}", place.id, found.restriction.say));
            }
        }
    }
    Ok(())
}

/// A step whose sides come in turn is done on both, equally long, unless one side is closed to it.
fn sides_are_even(in_force: &[(Option<Restriction>, Space)], composed: &Composed) -> Result<(), String> {
    for (step, index) in base().tonight.steps.iter().zip(0usize..) {
        let Some(stroke) = step.touch.as_ref().filter(|stroke| stroke.in_turn) else { continue };
        let of = |side: &str| {
            composed
                .doings
                .iter()
                .filter(|doing| doing.step == index && doing.side == Some(side))
                .map(|doing| doing.seconds)
                .collect::<Vec<_>>()
        };
        let (left, right) = (of("left"), of("right"));
        if left == right {
            continue;
        }
        let missing = if left.is_empty() { "left" } else { "right" };
        if !left.is_empty() && !right.is_empty() {
            return Err(format!("{}: sides of different length", step.id));
        }
        for place in stroke.places.iter() {
            let touch = touch_of(composed, stroke, place);
            let known = base().place(place).unwrap();
            let closed = touch.ceiling(in_force.iter().map(|(_, space)| space)) == 0;
            let beside = in_force.iter().any(|(restriction, space)| {
                restriction.as_ref().is_some_and(|restriction| restriction.ban && restriction.margin.is_some())
                    && (space.places.has(place)
                        || !known.adjacent.and(space.places).is_empty()
                        || adjoins(space.places, place))
            });
            if known.side == missing && !closed && !beside {
                return Err(format!("{}: the {missing} side is left out, though {} is open", step.id, known.id));
            }
        }
    }
    Ok(())
}

fn adjoins(closed: PlaceSet, place: PlaceId) -> bool {
    closed.iter().filter_map(|closed| base().place(closed)).any(|closed| closed.adjacent.has(place))
}

#[test]
fn home_is_gentle() {
    everybody(DRAWN, |person| {
        sessions(person, |_, composed| {
            let (id, highest, minutes) = HOME.into_iter().find(|(id, ..)| giver(id) == composed.giver).unwrap();
            let strongest = composed.doings.iter().map(|doing| doing.pressure).max().unwrap_or(0);
            if strongest > highest {
                return Err(format!("{id} presses with P{strongest}"));
            }
            if composed.seconds() > minutes * 60 {
                return Err(format!("{id} goes on for {} seconds", composed.seconds()));
            }
            Ok(())
        })
        .map(|_| ())
    });
}

#[test]
fn plan_needs_cleared() {
    let person = Person::healthy().hurts("low-back-left", 3);
    let sheet = person.sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    let wish = Wish { giver: giver("partner"), position: None, focus: None };
    assert!(compose(base(), &cleared, &sheet, SOMEBODY, wish).is_ok());

    let refused = |misfit| Err(NoSession::Clearance(misfit));
    assert_eq!(compose(base(), &cleared, &sheet, SOMEBODY + 1, wish), refused(Misfit::OtherPerson));
    let mut tomorrow = sheet.clone();
    tomorrow.today = TODAY.plus(1);
    assert_eq!(compose(base(), &cleared, &tomorrow, SOMEBODY, wish), refused(Misfit::OtherDay));
    let mut other = base().clone();
    other.version = "0000000000000000".to_owned();
    assert_eq!(compose(&other, &cleared, &sheet, SOMEBODY, wish), refused(Misfit::OtherKnowledge));
}

#[test]
fn nobody_is_cleared_while_a_question_is_open_or_an_answer_stops() {
    let mut open = Person::healthy().sheet();
    open.set(question("fever"), Answer::NotAsked);
    assert_eq!(Cleared::of(base(), &open, SOMEBODY), Err(NotCleared::NotSettled));
    let feverish = Person::healthy().with("fever", Answer::Yes).sheet();
    let stopped = NotCleared::Disposition(Disposition::MedicalFirst);
    assert_eq!(Cleared::of(base(), &feverish, SOMEBODY), Err(stopped));
    everybody(DRAWN / 4, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        match Cleared::of(base(), &sheet, SOMEBODY) {
            Ok(_) if !decision.disposition.permits_massage() => {
                Err(format!("cleared, though {}", decision.disposition))
            }
            Err(NotCleared::Disposition(_)) if decision.disposition.permits_massage() => Err("not cleared".to_owned()),
            Err(NotCleared::NotSettled) => Err("everything is answered, and yet it is not settled".to_owned()),
            Ok(_) | Err(NotCleared::Disposition(_)) => Ok(()),
        }
    });
}
