//! What a plan says of its session is what the session is.

use supple_care::{
    Answer, Cleared, Closed, PlaceSet,
    plan::{History, Reason, Wishes, plan},
    session::{Does, NoSession, Order, compose},
    technique::{Firmness, Role, Tempo},
};

use crate::{
    draw::{Dice, everybody},
    people::{Person, TODAY, base, question},
    sessions::{SOMEBODY, touches, wishes},
};

const DRAWN: u32 = 1_200;

/// Visits every plan of a drawn person that has a session.
fn planned(
    person: &Person,
    visit: impl Fn(&supple_care::Sheet, &supple_care::plan::Plan, &supple_care::session::Timeline) -> Result<(), String>,
) -> Result<(), String> {
    let sheet = person.sheet();
    let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { return Ok(()) };
    let mut dice = Dice(u64::from(person.elsewhere.0) ^ sheet.pain.marks.len() as u64);
    for index in 0..base().terms.givers.len() {
        let wishes = wishes(&mut dice, u8::try_from(index).unwrap());
        let Ok(plan) = plan(base(), &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default()) else { continue };
        match compose(base(), &cleared, &sheet, SOMEBODY, TODAY, Order::Plan(&plan)) {
            Ok(timeline) => visit(&sheet, &plan, &timeline)?,
            Err(NoSession::NothingLeft(_) | NoSession::TooShort(_)) => {}
            Err(other) => return Err(format!("refused: {other:?}")),
        }
    }
    Ok(())
}

#[test]
fn a_plan_says_for_how_long_each_site_is_touched_and_what_is_left_alone() {
    everybody(DRAWN, |person| {
        planned(person, |sheet, plan, timeline| {
            let site = |stroke: usize| base().techniques.strokes[stroke].site;
            for focus in &plan.focuses {
                let here = timeline.steps.iter().filter(|step| match step.does {
                    Does::Stroke { stroke, .. } => site(stroke) == focus.site,
                    _ => false,
                });
                let seconds: u32 = here.map(|step| u32::from(step.seconds)).sum();
                if seconds != focus.seconds {
                    return Err(format!("{seconds} s at site {}, said: {}", focus.site, focus.seconds));
                }
            }
            if plan.left_out != timeline.left_out {
                return Err(format!("left out: {:?}, said: {:?}", timeline.left_out, plan.left_out));
            }
            let worked = plan.focuses.iter().filter(|focus| focus.seconds > 0).flat_map(|focus| &focus.works);
            let worked = worked.fold(PlaceSet::NONE, |all, work| all.or(work.places));
            let said = plan.left_out.iter().fold(worked.or(plan.untouched), |all, left| all.or(left.places));
            let unsaid = sheet.pain.painful().without(said);
            if unsaid.is_empty() { Ok(()) } else { Err(format!("nothing is said of {unsaid:?}, where it hurts")) }
        })
    });
}

#[test]
fn a_session_goes_up_to_what_its_plan_allows() {
    everybody(DRAWN, |person| {
        planned(person, |sheet, plan, timeline| {
            let decision = supple_care::screen(base(), sheet);
            let closed = Closed::of(base(), &decision, sheet, plan.wishes.giver);
            let strokes = timeline.steps.iter().filter_map(|step| match step.does {
                Does::Stroke { stroke, .. } => Some(&base().techniques.strokes[stroke]),
                _ => None,
            });
            for (stroke, (id, way, places, _, _, ceiling)) in strokes.zip(touches(timeline)) {
                if stroke.role != Role::Main {
                    continue;
                }
                let by = base().techniques.techniques[stroke.technique].by.iter().find(|by| {
                    by.giver == plan.wishes.giver
                        && by.applicators >> stroke.applicator & 1 == 1
                        && by.devices >> stroke.device & 1 == 1
                });
                let mut most = by.unwrap().most.min(stroke.pressure).min(closed.ceiling(&way, places));
                if plan.wishes.firmness == Firmness::Gentle {
                    most = most.min(base().courses.planning.gentle_most);
                }
                if ceiling != most {
                    return Err(format!("{id} up to P{ceiling}, though P{most} is allowed"));
                }
            }
            Ok(())
        })
    });
}

#[test]
fn nothing_is_held_for_longer_than_it_may_be() {
    everybody(DRAWN, |person| {
        planned(person, |_, _, timeline| {
            for step in &timeline.steps {
                let Does::Stroke { stroke, .. } = step.does else { continue };
                let known = &base().techniques.strokes[stroke];
                if let Tempo::Hold(_, longest) = known.tempo
                    && step.seconds > longest
                {
                    return Err(format!("{} is held for {} s", known.id, step.seconds));
                }
            }
            Ok(())
        })
    });
}

/// Somebody with long neck pain and nothing else, who is massaged by a therapist for an hour.
fn hour_for_the_neck(hurts: &str) -> supple_care::plan::Plan {
    let sheet = Person::healthy().hurts(hurts, 4).sheet();
    let cleared = Cleared::of(base(), &sheet, SOMEBODY).unwrap();
    let therapist = base().terms.givers.iter().position(|giver| giver.id == "therapist").unwrap();
    let wishes = Wishes {
        course: base().courses.courses.iter().position(|course| course.id == "neck-60x2"),
        ..Wishes::of(u8::try_from(therapist).unwrap())
    };
    plan(base(), &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default()).unwrap()
}

#[test]
fn a_course_fills_its_minutes_with_what_it_is_for() {
    let plan = hour_for_the_neck("neck-back-left");
    assert_eq!(plan.course.minutes, 60);
    let course = &base().courses.courses[plan.course.course];
    for focus in &plan.focuses {
        let site = &base().techniques.sites[focus.site];
        let meant = !site.places.and(course.places).is_empty();
        assert!(meant, "{} is no part of the course", site.id);
        assert_eq!(focus.pain.is_none(), focus.why == Reason::Course, "{}", site.id);
    }
    assert!(plan.focuses.iter().any(|focus| focus.why == Reason::Course && focus.seconds > 0));
    assert!(plan.focuses.first().is_some_and(|focus| focus.why == Reason::Hurts), "what hurts comes first");
}

#[test]
fn what_does_not_hurt_is_worked_on_only_for_a_reason() {
    everybody(DRAWN, |person| {
        planned(person, |sheet, plan, _| {
            let course = &base().courses.courses[plan.course.course];
            for focus in &plan.focuses {
                let site = &base().techniques.sites[focus.site];
                let hurts = !site.pain_at.or(site.places).and(sheet.pain.painful()).is_empty();
                let fits = match focus.why {
                    Reason::Hurts => hurts,
                    Reason::Wished => plan.wishes.sites >> focus.site & 1 == 1,
                    Reason::WholeBody => course.whole_body,
                    Reason::Course => {
                        !site.places.and(course.places).is_empty()
                            && (plan.course.indicated || plan.wishes.course == Some(plan.course.course))
                    }
                    Reason::Usual => plan.focuses.iter().all(|focus| focus.why == Reason::Usual),
                };
                if !fits || (hurts && focus.why != Reason::Hurts) {
                    return Err(format!("{}: {:?}", site.id, focus.why));
                }
            }
            Ok(())
        })
    });
}

#[test]
fn a_plan_says_what_screening_asks_of_it() {
    let rule = |id: &str| base().rule_id(id).unwrap();
    let pregnant = Person::healthy().hurts("low-back-left", 4).with("pregnant", Answer::Yes);
    let mut sheet = pregnant.with("pregnancy_weeks", Answer::Number(24)).sheet();
    sheet.set(question("dizzy_standing"), Answer::NotAsked);
    let therapist = base().terms.givers.iter().position(|giver| giver.id == "therapist").unwrap();
    let make = |sheet: &supple_care::Sheet, devices| {
        let wishes = Wishes { devices, ..Wishes::of(u8::try_from(therapist).unwrap()) };
        let cleared = Cleared::of(base(), sheet, SOMEBODY).unwrap();
        plan(base(), &cleared, sheet, SOMEBODY, TODAY, &wishes, &History::default()).unwrap().heed
    };
    let heed = make(&sheet, 1);
    assert!(heed.contains(&rule("CI-24-4")), "light touch, and somebody trained for it");
    assert!(!heed.contains(&rule("CI-22-2")), "nobody asked about dizziness");
    assert!(!heed.contains(&rule("DV-1-1")), "no massage gun is at hand");
    let gun = base().terms.devices.iter().position(|device| device.id == "percussion-gun").unwrap();
    assert!(make(&sheet, 1 | 1 << gun).contains(&rule("DV-1-1")));
    sheet.set(question("dizzy_standing"), Answer::Unknown);
    assert!(make(&sheet, 1).contains(&rule("CI-22-2")), "\"I don't know\" asks for the same");
}
