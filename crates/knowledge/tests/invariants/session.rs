//! What no session may ever do, whoever asks for it.

use std::cell::{Cell, RefCell};

use supple_care::{
    Answer, Clearance, Cleared, Closed, Disposition, NotCleared, PlaceSet,
    clearance::Misfit,
    plan::{History, Wishes, plan},
    screen,
    session::{Does, NoSession, Order, PartKind, Side, breathe, compose, routine},
};

use crate::{
    draw::everybody,
    people::{Person, TODAY, base, question},
    sessions::{SOMEBODY, giver, in_force, lain_in, sessions, shuts, speaks_of, touches},
};

/// How many people are drawn; those who are not cleared are passed over.
const DRAWN: u32 = 1_200;

/// Who gives a massage at home, with the highest pressure and the most minutes (the table of semantics).
const HOME: [(&str, u8, u16); 3] = [("self", 3, 30), ("partner", 2, 15), ("partner-trained", 2, 30)];

fn class(index: u8) -> &'static str {
    &base().terms.techniques[usize::from(index)].id
}

#[test]
fn no_step_uses_a_banned_thing() {
    let composed_in_all = Cell::new(0u32);
    everybody(DRAWN, |person| {
        let count = sessions(person, |sheet, wishes, timeline| {
            let in_force = in_force(sheet);
            let decision = screen(base(), sheet);
            let closed = Closed::of(base(), &decision, sheet, timeline.giver);
            for position in lain_in(timeline) {
                let name = &base().terms.positions[usize::from(position)].id;
                let shut = in_force.iter().find(|(one, space)| shuts(one, space, timeline.giver, position));
                if let Some((restriction, _)) = shut {
                    return Err(format!("{name} is taken, though: {}", restriction.say));
                }
                if !touches(timeline).iter().any(|(_, way, ..)| way.position == position) {
                    return Err(format!("{name} is taken, and nothing is done in it"));
                }
            }
            for (id, way, places, _, _, _) in touches(timeline) {
                if places.is_empty() {
                    return Err(format!("{id} says of no place that it touches it"));
                }
                for (restriction, space) in &in_force {
                    if restriction.ban && speaks_of(space, timeline.giver, &way, places) {
                        return Err(format!("{id}, though: {}", restriction.say));
                    }
                }
                if !closed.margins(way.device).and(places).is_empty() {
                    return Err(format!("{id} comes within a hand's width of a place that is closed with one"));
                }
                if wishes.devices & 1 << way.device == 0 && way.device != 0 {
                    return Err(format!("{id} needs a device that is not there"));
                }
            }
            Ok(())
        })?;
        composed_in_all.set(composed_in_all.get() + count);
        Ok(())
    });
    assert!(composed_in_all.get() > DRAWN, "the draw composes few sessions: {}", composed_in_all.get());
}

#[test]
fn pressure_never_exceeds_the_lowest_cap() {
    everybody(DRAWN, |person| {
        sessions(person, |sheet, _, timeline| {
            let in_force = in_force(sheet);
            for (id, way, places, _, start, ceiling) in touches(timeline) {
                if start == 0 || start > ceiling {
                    return Err(format!("{id}: from P{start} to P{ceiling}"));
                }
                for (restriction, space) in &in_force {
                    let speaks = speaks_of(space, timeline.giver, &way, places);
                    if speaks && restriction.max_pressure.is_some_and(|highest| ceiling > highest) {
                        return Err(format!("{id} up to P{ceiling}, though: {}", restriction.say));
                    }
                    let longest = restriction.max_minutes.unwrap_or(u16::MAX);
                    if speaks && (timeline.minutes > longest || timeline.most.is_none_or(|most| most > longest)) {
                        return Err(format!("{} minutes, though: {}", timeline.minutes, restriction.say));
                    }
                }
            }
            Ok(())
        })
        .map(|_| ())
    });
}

#[test]
fn session_length_is_the_plans() {
    everybody(DRAWN, |person| {
        sessions(person, |_, _, timeline| {
            if timeline.seconds() != u32::from(timeline.minutes) * 60 {
                return Err(format!("{} seconds in {} minutes", timeline.seconds(), timeline.minutes));
            }
            let mut at = 0;
            for step in &timeline.steps {
                if step.at != at || step.seconds == 0 {
                    return Err(format!("a step of {} s begins at {} instead of {at}", step.seconds, step.at));
                }
                at += u32::from(step.seconds);
            }
            Ok(())
        })
        .map(|_| ())
    });
}

#[test]
fn home_is_gentle() {
    everybody(DRAWN, |person| {
        sessions(person, |_, _, timeline| {
            let Some((id, highest, minutes)) = HOME.into_iter().find(|(id, ..)| giver(id) == timeline.giver) else {
                return Ok(());
            };
            for (stroke, _, _, _, _, ceiling) in touches(timeline) {
                if ceiling > highest {
                    return Err(format!("{id} presses with P{ceiling}: {stroke}"));
                }
            }
            // Alone ten minutes; thirty where nothing but points is held.
            let points = touches(timeline).iter().all(|(_, way, ..)| class(way.technique) == "acupressure");
            let minutes = if id == "self" && !points { 10 } else { minutes };
            if timeline.minutes > minutes {
                return Err(format!("{id} goes on for {} minutes", timeline.minutes));
            }
            Ok(())
        })
        .map(|_| ())
    });
}

#[test]
fn whatever_hurts_is_worked_on_or_listed_with_a_reason() {
    everybody(DRAWN, |person| {
        sessions(person, |sheet, _, timeline| {
            let listed = timeline.left_out.iter().fold(PlaceSet::NONE, |all, left| all.or(left.places));
            let mut worked = PlaceSet::NONE;
            for (step, (_, _, _, side, _, _)) in
                timeline.steps.iter().filter(|step| matches!(step.does, Does::Stroke { .. })).zip(touches(timeline))
            {
                let Does::Stroke { stroke, .. } = step.does else { continue };
                let known = &base().techniques.strokes[stroke];
                if known.role != supple_care::technique::Role::Main {
                    continue;
                }
                let here = base().techniques.sites[known.site].pain_at.iter().filter(|place| {
                    let on = base().place(*place).unwrap().side.clone();
                    on == "middle" || side.is_none_or(|side| side.id() == on)
                });
                worked = worked.or(here.collect());
            }
            let forgotten = sheet.pain.painful().without(worked).without(listed);
            match forgotten.iter().next() {
                Some(place) => Err(format!("{} is neither worked on nor listed", base().place(place).unwrap().id)),
                None => Ok(()),
            }
        })
        .map(|_| ())
    });
}

#[test]
fn the_giver_asks_every_few_minutes() {
    let every = u32::from(base().session.check_minutes) * 60;
    everybody(DRAWN / 4, |person| {
        sessions(person, |_, _, timeline| {
            let strokes = || timeline.steps.iter().filter(|step| matches!(step.does, Does::Stroke { .. }));
            let (Some(first), Some(last)) = (strokes().next(), strokes().next_back()) else { return Ok(()) };
            let end = last.at + u32::from(last.seconds);
            let times = [first.at].into_iter().chain(timeline.checks.iter().copied()).chain([end]);
            let times: Vec<u32> = times.collect();
            if timeline.checks.is_empty() && end - first.at > 180 {
                return Err(format!("nobody asks at all in {} seconds", end - first.at));
            }
            match times.windows(2).find(|pair| pair[1] <= pair[0] || pair[1] - pair[0] > every) {
                Some(pair) => Err(format!("nobody asks from second {} to {}", pair[0], pair[1])),
                None => Ok(()),
            }
        })
        .map(|_| ())
    });
}

#[test]
fn no_more_than_a_quarter_of_a_massage_is_quiet() {
    everybody(DRAWN, |person| {
        sessions(person, |_, _, timeline| {
            let parts = |step: &supple_care::session::Step| match step.does {
                Does::Part(part) => Some((&base().session.parts[part], u32::from(step.seconds))),
                Does::Take(..) | Does::Stroke { .. } | Does::Activity(_) => None,
            };
            let quiet: Vec<_> =
                timeline.steps.iter().filter_map(parts).filter(|(part, _)| part.kind != PartKind::Turn).collect();
            let sum: u32 = quiet.iter().map(|(_, seconds)| seconds).sum();
            // What the parts have at least has its place in the shortest session too; and minutes are whole.
            let least: u32 = quiet.iter().map(|(part, _)| u32::from(part.seconds.0)).sum();
            let most: u32 = quiet.iter().map(|(part, _)| u32::from(part.seconds.1)).sum();
            let total = timeline.seconds();
            if (sum > total / 4 && sum >= least + 60) || sum >= most + 60 {
                return Err(format!("{sum} of {total} seconds are quiet; giver {}", timeline.giver));
            }
            Ok(())
        })
        .map(|_| ())
    });
}

#[test]
fn sides_are_equally_long_unless_one_is_closed() {
    everybody(DRAWN / 2, |person| {
        sessions(person, |_, _, timeline| {
            let mut seconds: std::collections::BTreeMap<usize, [u32; 2]> = std::collections::BTreeMap::new();
            for step in &timeline.steps {
                let Does::Stroke { stroke, side: Some(side), .. } = step.does else { continue };
                let entry = seconds.entry(stroke).or_default();
                entry[usize::from(side == Side::Right)] += u32::from(step.seconds);
            }
            match seconds.iter().find(|(_, [left, right])| *left > 0 && *right > 0 && left != right) {
                Some((stroke, sides)) => Err(format!("{}: {sides:?}", base().techniques.strokes[*stroke].id)),
                None => Ok(()),
            }
        })
        .map(|_| ())
    });
}

#[test]
fn plan_needs_cleared() {
    let person = Person::healthy().hurts("low-back-left", 3);
    let sheet = person.sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    let wishes = Wishes::of(giver("partner"));
    let order = Order::Wishes(&wishes);
    assert!(compose(base(), &cleared, &sheet, SOMEBODY, TODAY, order).is_ok());

    let refused = |misfit| Err(NoSession::Clearance(misfit));
    assert_eq!(compose(base(), &cleared, &sheet, SOMEBODY + 1, TODAY, order), refused(Misfit::OtherPerson));
    assert_eq!(compose(base(), &cleared, &sheet, SOMEBODY, TODAY.plus(1), order), refused(Misfit::OtherDay));
    let mut other = base().clone();
    other.version = "0000000000000000".to_owned();
    assert_eq!(compose(&other, &cleared, &sheet, SOMEBODY, TODAY, order), refused(Misfit::OtherKnowledge));

    let planned = plan(base(), &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default()).unwrap();
    let old = supple_care::plan::Plan { on: TODAY.plus(-1), ..planned };
    assert_eq!(compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Plan(&old)), Err(NoSession::OtherDay));
}

#[test]
fn minutes_that_make_no_sense_are_answered() {
    let person = Person::healthy().hurts("low-back-left", 3);
    let sheet = person.sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    let asked = |minutes| {
        let wishes = Wishes { minutes: Some(minutes), ..Wishes::of(giver("partner")) };
        compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Wishes(&wishes))
    };
    let Err(NoSession::TooShort(fewest)) = asked(0) else { panic!("no minute is a session") };
    assert!(asked(fewest.saturating_sub(2)).is_err());
    assert!(asked(fewest).is_ok(), "{fewest} minutes are said to be enough");
    assert_eq!(asked(500).unwrap().minutes, 15, "an untrained partner's ceiling");
    let nobody = Wishes::of(31);
    assert_eq!(compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Wishes(&nobody)), Err(NoSession::Unknown));
}

#[test]
fn the_same_order_gives_the_same_session() {
    everybody(DRAWN / 10, |person| {
        let seen = RefCell::new(Vec::new());
        sessions(person, |_, _, timeline| {
            seen.borrow_mut().push(timeline.clone());
            Ok(())
        })?;
        let again = RefCell::new(Vec::new());
        sessions(person, |_, _, timeline| {
            again.borrow_mut().push(timeline.clone());
            Ok(())
        })?;
        if seen.into_inner() == again.into_inner() {
            Ok(())
        } else {
            Err("two sessions of one order differ".to_owned())
        }
    });
}

#[test]
fn pregnancy_and_heart_failure_choose_the_position() {
    let on = |person: &Person, id: &str| {
        let sheet = person.sheet();
        let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
        let wishes = Wishes::of(giver(id));
        let timeline = compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Wishes(&wishes)).unwrap();
        let mut positions: Vec<&str> = Vec::new();
        for (_, way, ..) in touches(&timeline) {
            let id = base().terms.positions[usize::from(way.position)].id.as_str();
            if !positions.contains(&id) {
                positions.push(id);
            }
        }
        positions
    };
    let anybody = Person::healthy().hurts("low-back-left", 4);
    assert_eq!(on(&anybody, "therapist"), ["prone"]);
    let everywhere = anybody.clone().hurts("neck-back-left", 3).hurts("between-blades-right", 3);
    assert!(on(&everywhere, "partner").len() <= 2, "as few changes as possible");

    let pregnant = anybody.clone().with("pregnant", Answer::Yes).with("pregnancy_weeks", Answer::Number(24));
    for giver in ["partner", "therapist"] {
        assert_eq!(on(&pregnant, giver), ["side-lying"], "{giver}, in week 24");
    }
    let ill = ["heart_condition", "heart_failure", "breathless_flat"].into_iter();
    let mut heart = ill.fold(anybody.clone(), |person, id| person.with(id, Answer::Yes));
    // Nobody with heart failure is massaged unless their doctor agrees.
    let rules = screen(base(), &heart.sheet()).findings.iter().map(|finding| finding.rule).collect();
    heart.clearance = Some(Clearance {
        by: "a doctor".to_owned(),
        words: String::new(),
        from: TODAY.plus(-7),
        until: TODAY.plus(7),
        rules,
        max_pressure: None,
        max_minutes: None,
    });
    for giver in ["partner", "therapist"] {
        let positions = on(&heart, giver);
        let sheet = heart.sheet();
        let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
        let side = base().terms.positions.iter().position(|position| position.id == "side-lying").unwrap();
        let side = u8::try_from(side).unwrap();
        let wishes = Wishes { position: Some(side), ..Wishes::of(self::giver(giver)) };
        let timeline = compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Wishes(&wishes)).unwrap();
        assert!(!lain_in(&timeline).contains(&side), "{giver}");
        let upright = |id: &&str| ["semi-reclined", "seated"].contains(id);
        assert!(!positions.is_empty() && positions.iter().all(upright), "{giver}: {positions:?}");
    }
}

#[test]
fn a_wish_for_a_position_that_is_closed_or_useless_is_not_followed() {
    let pregnant = Person::healthy().hurts("low-back-left", 4);
    let pregnant = pregnant.with("pregnant", Answer::Yes).with("pregnancy_weeks", Answer::Number(24));
    let anybody = Person::healthy().hurts("low-back-left", 4);
    for (person, wished) in [(&pregnant, "supine"), (&pregnant, "prone"), (&anybody, "supine")] {
        let sheet = person.sheet();
        let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { panic!("{wished}: not cleared") };
        let index = base().terms.positions.iter().position(|position| position.id == wished).unwrap();
        let index = u8::try_from(index).unwrap();
        for id in ["partner", "therapist"] {
            let wishes = Wishes { position: Some(index), ..Wishes::of(giver(id)) };
            let timeline = compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Wishes(&wishes)).unwrap();
            assert!(!lain_in(&timeline).contains(&index), "{id}: {wished}");
        }
    }
}

#[test]
fn breathing_and_routines_are_sessions_too() {
    let alone = giver("self");
    assert_eq!(breathe(base(), alone, 0), Err(NoSession::TooShort(1)));
    assert_eq!(breathe(base(), alone, 3).unwrap().seconds(), 180);
    assert_eq!(breathe(base(), alone, 500).unwrap().minutes, base().session.breathe_minutes.1);
    let sheet = Person::healthy().hurts("low-back-left", 3).sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    for index in 0..base().courses.routines.len() {
        let timeline = routine(base(), &cleared, &sheet, SOMEBODY, TODAY, alone, index).unwrap();
        assert_eq!(timeline.seconds() % 60, 0);
        assert!(timeline.steps.iter().any(|step| matches!(step.does, Does::Activity(_))));
    }
    let none = base().courses.routines.len();
    assert_eq!(routine(base(), &cleared, &sheet, SOMEBODY, TODAY, alone, none), Err(NoSession::Unknown));
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
