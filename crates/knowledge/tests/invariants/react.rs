//! What an answer during a session does to it.

use supple_care::{
    Cleared,
    plan::Wishes,
    session::{Act, Check, Does, Order, Timeline, compose, react, rules},
};

use crate::people::{Person, TODAY, base};

fn giver(id: &str) -> u8 {
    u8::try_from(base().terms.givers.iter().position(|giver| giver.id == id).unwrap()).unwrap()
}

fn session(id: &str) -> Timeline {
    let sheet = Person::healthy().hurts("low-back-left", 4).hurts("neck-back-right", 3).sheet();
    let cleared = Cleared::of(base(), &sheet, 7).unwrap();
    compose(base(), &cleared, &sheet, 7, TODAY, Order::Wishes(&Wishes::of(giver(id)))).unwrap()
}

fn sign(id: &str) -> usize {
    base().watches.iter().position(|watch| watch.rule.as_ref().is_some_and(|rule| rule.sign == id)).unwrap()
}

/// The middle of the first stroke at a site.
fn during(timeline: &Timeline, site: &str) -> u32 {
    let step = timeline.steps.iter().find(|step| match step.does {
        Does::Stroke { stroke, .. } => base().techniques.sites[base().techniques.strokes[stroke].site].id == site,
        _ => false,
    });
    let step = step.unwrap_or_else(|| panic!("no stroke at {site}"));
    step.at + u32::from(step.seconds) / 2
}

fn strength(at: u32, discomfort: u8) -> Check {
    Check { at, discomfort: Some(discomfort), signs: Vec::new() }
}

fn noticed(at: u32, id: &str) -> Check {
    Check { at, discomfort: None, signs: vec![sign(id)] }
}

#[test]
fn discomfort_lowers_leaves_and_stops() {
    for (who, fine) in [("partner", 4), ("self", 4), ("therapist", 6)] {
        let timeline = session(who);
        let at = during(&timeline, "low-back");
        let act = |discomfort| react(base(), &timeline, &[], &strength(at, discomfort), 2).act;
        assert_eq!(act(fine), Act::GoOn, "{who}");
        if fine + 1 < 7 {
            assert_eq!(act(fine + 1), Act::Lower, "{who}");
        }
        assert_eq!(act(7), Act::LeavePlace, "{who}");
        assert_eq!(act(10), Act::LeavePlace, "{who}");
    }
}

#[test]
fn twice_in_one_step_leaves_the_place_and_lighter_than_skin_does_not_exist() {
    let timeline = session("partner");
    let at = during(&timeline, "low-back");
    let first = strength(at - 2, 5);
    let again = react(base(), &timeline, std::slice::from_ref(&first), &strength(at, 5), 2);
    assert_eq!(again.act, Act::LeavePlace);
    assert!(!again.leave.is_empty());
    let lightest = react(base(), &timeline, &[], &strength(at, 5), 1);
    assert_eq!(lightest.act, Act::LeavePlace);
    let before = Check { at: 0, ..first };
    assert_eq!(react(base(), &timeline, &[before], &strength(at, 5), 2).act, Act::Lower, "that was another step");
}

#[test]
fn what_is_left_is_the_same_site_on_the_same_side() {
    let timeline = session("partner");
    let at = during(&timeline, "low-back");
    let reaction = react(base(), &timeline, &[], &noticed(at, "hard"), 2);
    assert_eq!(reaction.act, Act::LeavePlace);
    let now = timeline.at(at).unwrap();
    let Does::Stroke { stroke, side, .. } = now.does else { panic!("no stroke there") };
    let site = base().techniques.strokes[stroke].site;
    for (step, index) in timeline.steps.iter().zip(0usize..) {
        let Does::Stroke { stroke: other, side: on, .. } = step.does else { continue };
        let same = base().techniques.strokes[other].site == site && (on == side || on.is_none() || side.is_none());
        assert_eq!(reaction.leave.contains(&index), same && step.at >= now.at, "step {index}");
    }
}

#[test]
fn a_new_headache_leaves_the_whole_neck() {
    let timeline = session("partner");
    let at = during(&timeline, "low-back");
    let reaction = react(base(), &timeline, &[], &noticed(at, "headache"), 2);
    let neck = base().group("neck").unwrap().places;
    for (step, index) in timeline.steps.iter().zip(0usize..).filter(|(step, _)| step.at > at) {
        let Does::Stroke { stroke, .. } = step.does else { continue };
        let known = &base().techniques.strokes[stroke];
        if !known.places.and(neck).is_empty() {
            assert!(reaction.leave.contains(&index), "{} is at the neck", known.id);
        }
    }
}

#[test]
fn silence_is_too_much_and_twice_the_end() {
    let timeline = session("partner");
    let at = during(&timeline, "low-back");
    let silent = Check { at, ..Check::default() };
    assert_eq!(react(base(), &timeline, &[], &silent, 2).act, Act::Lower);
    let lightest = react(base(), &timeline, &[], &silent, 1);
    assert_eq!(
        (lightest.act, lightest.leave),
        (Act::Lower, Vec::new()),
        "it is asked once more, also with the lightest hands"
    );
    let before = Check { at: at - 10, ..Check::default() };
    assert_eq!(react(base(), &timeline, std::slice::from_ref(&before), &silent, 2).act, Act::End);
    let spoke = strength(at - 5, 2);
    assert_eq!(react(base(), &timeline, &[before, spoke], &silent, 2).act, Act::Lower, "somebody answered meanwhile");
}

#[test]
fn tingling_that_stays_ends_the_session() {
    let timeline = session("partner");
    let (early, late) = (noticed(200, "tingling"), noticed(200 + 10 * 60, "tingling"));
    assert_eq!(react(base(), &timeline, &[], &early, 2).act, Act::LeavePlace);
    assert_eq!(react(base(), &timeline, &[early], &late, 2).act, Act::End);
}

#[test]
fn signs_of_an_emergency_are_one() {
    let timeline = session("therapist");
    for id in ["chest", "brain", "saddle", "swelling", "faint-pain"] {
        let reaction = react(base(), &timeline, &[], &noticed(300, id), 2);
        assert_eq!(reaction.act, Act::Emergency, "{id}");
        assert_eq!(reaction.because, Some(sign(id)));
    }
    assert_eq!(react(base(), &timeline, &[], &noticed(300, "weakness"), 2).act, Act::Urgent);
    assert_eq!(react(base(), &timeline, &[], &noticed(300, "stop"), 2).act, Act::End);
}

#[test]
fn more_said_never_means_less_care() {
    for who in ["self", "partner", "therapist"] {
        let timeline = session(who);
        let all: Vec<usize> = rules(base(), timeline.giver).map(|(index, ..)| index).collect();
        let times: Vec<u32> = timeline.steps.iter().map(|step| step.at + 1).collect();
        for at in times {
            let mut worst = Act::GoOn;
            for discomfort in 0..=10 {
                let act = react(base(), &timeline, &[], &strength(at, discomfort), 2).act;
                assert!(act >= worst, "{who}: {discomfort} of 10 is taken more lightly than less");
                worst = act;
                for sign in &all {
                    let both = Check { signs: vec![*sign], ..strength(at, discomfort) };
                    let alone = Check { at, discomfort: None, signs: vec![*sign] };
                    let act_of_both = react(base(), &timeline, &[], &both, 2).act;
                    assert!(act_of_both >= act && act_of_both >= react(base(), &timeline, &[], &alone, 2).act);
                }
            }
        }
    }
}

#[test]
fn every_sign_has_a_number_of_its_own() {
    let mut codes: Vec<u8> = base().watches.iter().filter_map(|watch| Some(watch.rule.as_ref()?.code)).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    assert!(count > 12);
}
