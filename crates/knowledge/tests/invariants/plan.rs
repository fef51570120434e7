//! What a plan may never do, and what every plan has.

use std::cell::{Cell, RefCell};

use supple_care::{
    Cleared, Decision, Disposition, Reading, Sheet,
    clearance::Misfit,
    permit::{Space, Touch},
    plan::{History, NoPlan, Plan, Problem, Wishes, Work, plan},
    screen,
    technique::{Clothing, Firmness},
};

use crate::{
    draw::{Dice, everybody},
    people::{Person, TODAY, base, question},
};

/// How many people are drawn; those who are not cleared are passed over.
const DRAWN: u32 = if cfg!(debug_assertions) { 1_200 } else { 100_000 };

/// The person whose clearance it is.
pub(crate) const SOMEBODY: u128 = 7;

/// Who gives a massage at home, with the highest pressure and the most minutes (the table of semantics; a course of finger
/// pressure by oneself has 30 minutes).
const HOME: [(&str, u8, u16); 3] = [("self", 3, 30), ("partner", 2, 15), ("partner-trained", 2, 30)];

pub(crate) fn giver(id: &str) -> u8 {
    let at = base().terms.givers.iter().position(|giver| giver.id == id).unwrap();
    u8::try_from(at).unwrap()
}

pub(crate) fn course(id: &str) -> usize {
    base().courses.courses.iter().position(|course| course.id == id).unwrap()
}

/// Wishes that mostly can be met, and sometimes cannot.
fn wishes(dice: &mut Dice) -> Wishes {
    let one = |dice: &mut Dice, count: usize| u8::try_from(dice.below(count)).unwrap();
    let mut wishes = Wishes::of(one(dice, base().terms.givers.len()));
    wishes.firmness = [Firmness::Either, Firmness::Either, Firmness::Gentle, Firmness::Firm][dice.below(4)];
    if dice.percent(40) {
        wishes.minutes = Some([10, 12, 15, 20, 30, 45, 60, 0, 500][dice.below(9)]);
    }
    if dice.percent(20) {
        wishes.minutes_a_week = Some(u16::try_from(dice.below(200)).unwrap());
    }
    wishes.clothed = dice.percent(20);
    if dice.percent(15) {
        wishes.position = Some(one(dice, base().terms.positions.len()));
    }
    if dice.percent(25) {
        wishes.surface = Some(dice.below(base().courses.surfaces.len()));
    }
    if dice.percent(50) {
        wishes.devices |= u32::try_from(dice.below(1 << base().terms.devices.len())).unwrap();
    }
    if dice.percent(35) {
        wishes.course = Some(dice.below(base().courses.courses.len()));
    }
    if dice.percent(15) {
        wishes.sites = 1 << dice.below(base().techniques.sites.len());
    }
    wishes
}

/// Everything that a test looks at.
struct Seen<'s> {
    sheet: &'s Sheet,
    decision: &'s Decision,
    made: &'s Result<Plan, NoPlan>,
}

/// Looks at a few plans, or refusals, of everybody who is cleared; gives how many plans there were.
fn plans(cases: u32, look: impl Fn(&Seen<'_>, &Wishes) -> Result<(), String>) -> u32 {
    let made_in_all = Cell::new(0u32);
    everybody(cases, |person| {
        let sheet = person.sheet();
        let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { return Ok(()) };
        let decision = screen(base(), &sheet);
        let mut dice = Dice(u64::from(person.elsewhere.0) * 131 + u64::try_from(person.said.len()).unwrap());
        for _ in 0..3 {
            let wishes = wishes(&mut dice);
            let made = plan(base(), &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default());
            made_in_all.set(made_in_all.get() + u32::from(made.is_ok()));
            look(&Seen { sheet: &sheet, decision: &decision, made: &made }, &wishes)?;
        }
        Ok(())
    });
    made_in_all.get()
}

pub(crate) fn works(plan: &Plan) -> impl Iterator<Item = &Work> {
    plan.focuses.iter().flat_map(|focus| &focus.works)
}

/// Every touch that a work stands for.
fn touches(plan: &Plan, work: &Work) -> Vec<Touch> {
    let class = base().techniques.techniques[work.technique].class;
    let bits = |mask: u32| (0u8..32).filter(move |index| mask >> index & 1 == 1);
    let mut all = Vec::new();
    for place in work.places.iter() {
        for applicator in bits(work.applicators) {
            for position in bits(work.positions) {
                let (giver, device) = (plan.wishes.giver, work.device);
                all.push(Touch { place, technique: class, applicator, giver, position, product: 0, device });
            }
        }
    }
    all
}

fn taken(seen: &Seen<'_>) -> Vec<Space> {
    let mut taken = seen.decision.taken(base(), seen.sheet, Reading::Shown);
    taken.extend(base().always_on().map(|in_force| in_force.space));
    taken
}

#[test]
fn pressure_never_exceeds_the_lowest_cap() {
    let looked = Cell::new(0u32);
    let made = plans(DRAWN, |seen, _| {
        let Ok(plan) = seen.made else { return Ok(()) };
        let taken = taken(seen);
        for work in works(plan) {
            let technique = &base().techniques.techniques[work.technique];
            let by: Vec<_> = technique.by.iter().filter(|by| by.giver == plan.wishes.giver).collect();
            let most = by.iter().map(|by| by.most).max().unwrap_or(0);
            if work.start == 0 || work.start > work.ceiling || work.ceiling > most {
                return Err(format!("{}: from P{} to P{} of {most}", technique.id, work.start, work.ceiling));
            }
            for touch in touches(plan, work) {
                looked.set(looked.get() + 1);
                let allowed = touch.ceiling(&taken);
                if work.ceiling > allowed {
                    let at = &base().place(touch.place).unwrap().id;
                    return Err(format!("{} at {at}: P{} of {allowed} {touch:?}", technique.id, work.ceiling));
                }
            }
        }
        for (ceiling, place) in plan.ceilings.iter().zip(&base().places) {
            let highest =
                works(plan).filter(|work| work.places.iter().any(|at| base().place(at).unwrap().id == place.id));
            if *ceiling != highest.map(|work| work.ceiling).max().unwrap_or(0) {
                return Err(format!("{}: the map has P{ceiling}", place.id));
            }
        }
        Ok(())
    });
    assert!(made > DRAWN / 4, "only {made} plans");
    assert!(looked.get() > made * 5, "only {} touches", looked.get());
}

#[test]
fn what_is_said_of_a_site_is_all_that_may_be_done_there_and_each_once() {
    let shorter = Cell::new(0u32);
    let made = plans(DRAWN, |seen, _| {
        let Ok(plan) = seen.made else { return Ok(()) };
        for focus in &plan.focuses {
            let all: Vec<&Work> = focus.works.iter().collect();
            let said = Work::widest(&all);
            shorter.set(shorter.get() + u32::from(said.len() < all.len()));
            let allows = |wider: &Work, touch: &Touch, work: &Work| {
                touches(plan, wider).contains(touch)
                    && wider.technique == work.technique
                    && (wider.start..=wider.ceiling).contains(&work.start)
                    && wider.ceiling >= work.ceiling
            };
            for work in &all {
                let told =
                    touches(plan, work).into_iter().all(|touch| said.iter().any(|wider| allows(wider, &touch, work)));
                if !told {
                    return Err(format!("{work:?} is not said among {said:?}"));
                }
            }
            if said.iter().any(|work| Work::widest(&[*work, *work]).len() != 1) {
                return Err("said twice".to_owned());
            }
        }
        Ok(())
    });
    assert!(made > DRAWN / 4, "only {made} plans");
    assert!(shorter.get() > 0, "nothing was ever left out");
}

#[test]
fn no_step_uses_a_banned_thing() {
    let made = plans(DRAWN, |seen, wishes| {
        let Ok(plan) = seen.made else { return Ok(()) };
        let named = seen.decision.restrictions(base(), seen.sheet, Reading::Shown);
        let in_force: Vec<_> = named.chain(base().always_on()).filter(|it| it.restriction.ban).collect();
        for work in works(plan) {
            for touch in touches(plan, work) {
                for found in &in_force {
                    let here = Space { pressures: u32::MAX, minutes: u64::MAX, ..found.space };
                    if !here.and(&touch.space()).is_empty() {
                        return Err(format!("{touch:?}, though: {}", found.restriction.say));
                    }
                }
            }
            let technique = &base().techniques.techniques[work.technique];
            if work.device != 0 && wishes.devices >> work.device & 1 == 0 {
                return Err(format!("{} needs a device that is not at hand", technique.id));
            }
            if wishes.clothed && technique.clothing == Clothing::Off {
                return Err(format!("{} needs bare skin", technique.id));
            }
            if let Some(position) = wishes.position.filter(|position| work.positions != 1 << position) {
                return Err(format!("{} in {:b}, wished: {position}", technique.id, work.positions));
            }
            if technique.not_offered.is_some() {
                return Err(format!("{} is not offered", technique.id));
            }
        }
        // A place within a hand's width of one that a person's own restriction closes with a margin is never worked on. The
        // margins of what is closed to everybody are kept by the paths of the strokes, which are proved.
        for found in in_force.iter().filter(|it| it.restriction.margin.is_some() && !it.always) {
            for place in found.places.iter().filter_map(|place| base().place(place)) {
                let near = works(plan).filter(|work| found.space.devices >> work.device & 1 == 1);
                if near.into_iter().any(|work| !work.places.and(place.adjacent).is_empty()) {
                    return Err(format!("beside {}, though: {}", place.id, found.restriction.say));
                }
            }
        }
        let banned = |mask: u32, device: u8| mask != u32::MAX && mask >> device & 1 == 1;
        for activity in plan.beside.iter().map(|index| &base().courses.activities[*index]) {
            if let Some(found) = activity.device.and_then(|device| {
                in_force.iter().find(|it| {
                    !it.always && banned(it.space.devices, device) && !it.places.and(activity.places).is_empty()
                })
            }) {
                return Err(format!("{}, though: {}", activity.id, found.restriction.say));
            }
        }
        Ok(())
    });
    assert!(made > DRAWN / 4, "only {made} plans");
}

#[test]
fn home_is_gentle() {
    let found = RefCell::new([0u32; HOME.len()]);
    plans(DRAWN, |seen, wishes| {
        let Ok(plan) = seen.made else { return Ok(()) };
        for ((id, highest, longest), count) in HOME.iter().zip(found.borrow_mut().iter_mut()) {
            if giver(id) != wishes.giver {
                continue;
            }
            *count += 1;
            let hands = |work: &Work| work.device == 0;
            if let Some(work) = works(plan).find(|work| work.ceiling > *highest) {
                return Err(format!(
                    "{id} with P{} ({})",
                    work.ceiling,
                    base().techniques.techniques[work.technique].id
                ));
            }
            if plan.course.minutes > *longest || plan.course.minutes > plan.most_minutes {
                return Err(format!("{id} for {} minutes", plan.course.minutes));
            }
            if *id != "self" && !works(plan).all(hands) {
                return Err(format!("{id} with a device"));
            }
        }
        Ok(())
    });
    for ((id, ..), count) in HOME.iter().zip(found.borrow().iter()) {
        assert!(*count > DRAWN / 100, "only {count} plans for {id}");
    }
}

#[test]
fn every_plan_has_an_active_component() {
    let made = plans(DRAWN, |seen, _| {
        let active = |index: &usize| base().courses.activities[*index].active;
        match seen.made {
            Ok(plan) if !plan.beside.iter().any(active) => Err("nothing active".to_owned()),
            Ok(plan) => {
                let view = base().program.view(seen.sheet, Reading::Shown);
                let closed = |index: &&usize| {
                    let not = base().courses.activities[**index].not_when;
                    not.is_some_and(|not| base().program.other(&view, not) != supple_care::Tri::No)
                };
                match plan.beside.iter().find(closed) {
                    Some(index) => Err(format!("{} is not for this person", base().courses.activities[*index].id)),
                    None => Ok(()),
                }
            }
            Err(no) if no.problems.is_empty() => Err("refused without a reason".to_owned()),
            Err(_) => Ok(()),
        }
    });
    assert!(made > DRAWN / 4, "only {made} plans");
}

#[test]
fn the_minutes_of_the_sites_are_those_of_the_session() {
    plans(DRAWN, |seen, wishes| {
        let Ok(plan) = seen.made else { return Ok(()) };
        let sum: u16 = plan.focuses.iter().map(|focus| focus.share).sum();
        if sum != plan.course.minutes {
            return Err(format!("{sum} minutes at the sites, {} in all", plan.course.minutes));
        }
        if plan.focuses.iter().any(|focus| focus.works.is_empty() && (focus.share > 0 || focus.seconds > 0)) {
            return Err("minutes where nothing is done".to_owned());
        }
        if plan.focuses.iter().any(|focus| focus.works.is_empty() && focus.instead.is_empty()) {
            return Err("a site where nothing is done, and nothing is said instead".to_owned());
        }
        if wishes.minutes.is_some_and(|wished| plan.course.minutes > wished) {
            return Err(format!("{} minutes, wished: {:?}", plan.course.minutes, wishes.minutes));
        }
        let a_week = u32::from(plan.course.minutes) * u32::from(plan.course.times) * 7 / u32::from(plan.course.in_days);
        if wishes.minutes_a_week.is_some_and(|limit| a_week > u32::from(limit)) {
            return Err(format!("{a_week} minutes a week, limit: {:?}", wishes.minutes_a_week));
        }
        // Where it hurts more stands first, and whatever hurts on a site that is worked on is in the plan.
        let points: Vec<_> = plan.focuses.iter().map(|focus| focus.pain).collect();
        let painful = seen.sheet.pain.painful();
        let sites = base().techniques.sites.iter().enumerate();
        for (index, _) in sites.filter(|(_, site)| site.refused.is_none() && !site.pain_at.and(painful).is_empty()) {
            if !plan.focuses.iter().any(|focus| focus.site == index && focus.pain.is_some()) {
                return Err(format!("{} hurts and is no focus: {points:?}", base().techniques.sites[index].id));
            }
        }
        Ok(())
    });
}

#[test]
fn the_same_wishes_give_the_same_plan() {
    plans(DRAWN / 10, |seen, wishes| {
        let cleared = Cleared::of(base(), seen.sheet, SOMEBODY).map_err(|not| format!("{not:?}"))?;
        let again = plan(base(), &cleared, seen.sheet, SOMEBODY, TODAY, wishes, &History::default());
        if again == *seen.made { Ok(()) } else { Err("another plan".to_owned()) }
    });
}

#[test]
fn a_chosen_course_is_the_plans_or_is_refused_with_the_reason() {
    let given = Cell::new(0u32);
    let refused = Cell::new(0u32);
    plans(DRAWN, |seen, wishes| {
        let Some(chosen) = wishes.course else { return Ok(()) };
        match seen.made {
            Ok(plan) if plan.course.course == chosen => given.set(given.get() + 1),
            Ok(plan) => return Err(format!("{} instead", base().courses.courses[plan.course.course].id)),
            Err(no) => {
                refused.set(refused.get() + 1);
                let bare = |problem: &Problem| matches!(problem, Problem::Course(_, barriers) if barriers.is_empty());
                if no.problems.iter().any(bare) {
                    return Err("a course without barriers is refused".to_owned());
                }
            }
        }
        Ok(())
    });
    assert!(given.get() > DRAWN / 50, "only {} given", given.get());
    assert!(refused.get() > DRAWN / 50, "only {} refused", refused.get());
}

#[test]
fn plan_needs_cleared() {
    let sheet = Person::healthy().hurts("low-back-left", 4).sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    let wishes = Wishes::of(giver("partner"));
    let make =
        |sheet: &Sheet, person, today| plan(base(), &cleared, sheet, person, today, &wishes, &History::default());
    assert!(make(&sheet, SOMEBODY, TODAY).is_ok());

    let refused = |misfit| Err(NoPlan { problems: vec![Problem::Clearance(misfit)], instead: Vec::new() });
    assert_eq!(make(&sheet, SOMEBODY + 1, TODAY), refused(Misfit::OtherPerson));
    assert_eq!(make(&sheet, SOMEBODY, TODAY.plus(1)), refused(Misfit::OtherDay));
    let mut tomorrow = sheet.clone();
    tomorrow.today = TODAY.plus(1);
    assert_eq!(make(&tomorrow, SOMEBODY, TODAY), refused(Misfit::OtherDay));
    let feverish = Person::healthy().hurts("low-back-left", 4).with("fever", supple_care::Answer::Yes).sheet();
    assert!(screen(base(), &feverish).disposition > Disposition::Modified);
    let other = Err(NoPlan { problems: vec![Problem::OtherAnswers], instead: Vec::new() });
    assert_eq!(make(&feverish, SOMEBODY, TODAY), other);
    let mut changed = base().clone();
    changed.version = "0000000000000000".to_owned();
    let made = plan(&changed, &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default());
    assert_eq!(made, refused(Misfit::OtherKnowledge));
}

#[test]
fn plan_needs_cleared_for_whoever_is_drawn() {
    let (before, refused, made) = (RefCell::new(None::<Cleared>), Cell::new(0u32), Cell::new(0u32));
    let is = |made: &Result<Plan, NoPlan>, misfit| match made {
        Err(no) => no.problems == [Problem::Clearance(misfit)],
        Ok(_) => false,
    };
    everybody(DRAWN, |person| {
        let sheet = person.sheet();
        let mut dice = Dice(u64::from(person.elsewhere.0) ^ sheet.pain.marks.len() as u64);
        let wishes = wishes(&mut dice);
        let make = |cleared: &Cleared, sheet: &Sheet, whose, today| {
            plan(base(), cleared, sheet, whose, today, &wishes, &History::default())
        };
        let decision = screen(base(), &sheet);
        // A clearance of somebody else's answers is good only where screening says the very same.
        if let Some(other) = before.borrow().as_ref() {
            let same = other.decision(base(), SOMEBODY, TODAY) == Ok(&decision);
            let found = make(other, &sheet, SOMEBODY, TODAY);
            let barred = matches!(&found, Err(no) if no.problems == [Problem::OtherAnswers]);
            if barred == same {
                return Err(format!("a clearance of other answers, the same decision: {same}: {found:?}"));
            }
            refused.set(refused.get() + u32::from(barred));
        }
        let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { return Ok(()) };
        if !decision.disposition.permits_massage() {
            return Err(format!("cleared although {}", decision.disposition));
        }
        let mut tomorrow = sheet.clone();
        tomorrow.today = TODAY.plus(1);
        let all = [
            (make(&cleared, &sheet, SOMEBODY + 1, TODAY), Misfit::OtherPerson),
            (make(&cleared, &sheet, SOMEBODY, TODAY.plus(1)), Misfit::OtherDay),
            (make(&cleared, &sheet, SOMEBODY, TODAY.plus(-1)), Misfit::OtherDay),
            (make(&cleared, &tomorrow, SOMEBODY, TODAY), Misfit::OtherDay),
        ];
        if let Some((found, misfit)) = all.iter().find(|(found, misfit)| !is(found, *misfit)) {
            return Err(format!("expected {misfit:?}: {found:?}"));
        }
        made.set(made.get() + u32::from(make(&cleared, &sheet, SOMEBODY, TODAY).is_ok()));
        *before.borrow_mut() = Some(cleared);
        Ok(())
    });
    assert!(refused.get() > 100 && made.get() > 50, "{} refused, {} made", refused.get(), made.get());
}

#[test]
fn what_renews_a_clearance_is_a_question() {
    let mut open = Person::healthy().sheet();
    open.set(question("fever"), supple_care::Answer::NotAsked);
    assert_eq!(supple_care::plan::renewing(base(), &open, TODAY), Some(question("fever")));
    let asked = supple_care::plan::renewing(base(), &Person::healthy().sheet(), TODAY).unwrap();
    assert_eq!(base().question(asked).unwrap().purpose, supple_care::question::Purpose::Rescreen);
}
