//! Stretches and breathing, guided by the same player as a massage.

use crate::{Cleared, Closed, Day, Knowledge, PlaceSet, Reading, Sheet, Tri, course::Activity, permit::Barred};

use super::{Does, LeftOut, NoSession, PartKind, Timeline, Why, assemble::Steps, usable::bit};

/// Composes a routine for somebody alone: the activities that are open to this person, one after the other.
///
/// An activity is left out, with the reason, where its condition is not known to be false, or its device or position is
/// closed to the person. `alone` is the giver (bit index) who is the receiver.
///
/// # Errors
/// [`NoSession`]: the clearance does not fit, there is no such routine, or nothing of it is left.
pub fn routine(
    knowledge: &Knowledge,
    cleared: &Cleared,
    sheet: &Sheet,
    person: u128,
    today: Day,
    alone: u8,
    routine: usize,
) -> Result<Timeline, NoSession> {
    let decision = cleared.decision(knowledge, person, today).map_err(NoSession::Clearance)?;
    let chosen = knowledge.courses.routines.get(routine).ok_or(NoSession::Unknown)?;
    let closed = Closed::of(knowledge, decision, sheet, alone);
    let shut = decision.shut_places(knowledge, sheet, Reading::Shown);
    let view = knowledge.program.view(sheet, Reading::Shown);
    let mut steps = Steps::default();
    parts(knowledge, &mut steps, alone, PartKind::Settle);
    let (mut left_out, mut done) = (Vec::new(), 0);
    for index in &chosen.activities {
        let Some(activity) = knowledge.courses.activities.get(*index) else { continue };
        let ruled_out = activity.not_when.is_some_and(|when| knowledge.program.other(&view, when) != Tri::No);
        if ruled_out || is_closed(activity, &closed, shut) {
            let left = LeftOut { site: None, activity: Some(*index), places: PlaceSet::NONE, why: Why::NotForYou };
            left_out.push(left);
            continue;
        }
        steps.push(Does::Activity(*index), seconds(activity));
        done += 1;
    }
    if done == 0 {
        return Err(NoSession::NothingLeft(left_out));
    }
    // Whole minutes: the last seconds belong to the rest.
    let rest = knowledge
        .session
        .parts
        .iter()
        .zip(0usize..)
        .find(|(part, _)| part.kind == PartKind::Rest && part.givers & bit(alone) != 0);
    if let Some((part, index)) = rest {
        let least = steps.seconds() + u32::from(part.seconds.0);
        let seconds = u32::from(part.seconds.0) + (60 - least % 60) % 60;
        steps.push(Does::Part(index), u16::try_from(seconds).unwrap_or(u16::MAX));
    }
    let minutes = u16::try_from(steps.seconds().div_ceil(60)).unwrap_or(u16::MAX);
    Ok(Timeline {
        giver: alone,
        minutes,
        most: None,
        steps: steps.done(),
        checks: Vec::new(),
        left_out,
        sites: Vec::new(),
    })
}

/// Breathing alone, for so many minutes: nothing touches anybody, so nobody has to be cleared for it. `alone` is the giver
/// (bit index) who is the receiver.
///
/// # Errors
/// [`NoSession::TooShort`] for no minute at all; [`NoSession::Unknown`] where knowledge/ has no such part.
pub fn breathe(knowledge: &Knowledge, alone: u8, minutes: u16) -> Result<Timeline, NoSession> {
    if minutes == 0 {
        return Err(NoSession::TooShort(1));
    }
    let minutes = minutes.min(knowledge.session.breathe_minutes.1);
    let mut steps = Steps::default();
    let part = knowledge.session.parts.iter().zip(0usize..).find(|(part, _)| part.kind == PartKind::Alone);
    let (_, index) = part.ok_or(NoSession::Unknown)?;
    steps.push(Does::Part(index), minutes.saturating_mul(60));
    Ok(Timeline {
        giver: alone,
        minutes,
        most: None,
        steps: steps.done(),
        checks: Vec::new(),
        left_out: Vec::new(),
        sites: Vec::new(),
    })
}

fn parts(knowledge: &Knowledge, steps: &mut Steps, giver: u8, kind: PartKind) {
    for (part, index) in knowledge.session.parts.iter().zip(0usize..) {
        if part.kind == kind && part.givers & bit(giver) != 0 {
            steps.push(Does::Part(index), part.seconds.0);
        }
    }
}

/// The seconds of an activity: its repetitions, or its minutes.
fn seconds(activity: &Activity) -> u16 {
    match activity.repeats {
        Some((seconds, times)) => seconds.saturating_mul(times).max(1),
        None => activity.minutes.saturating_mul(60).max(1),
    }
}

/// Whether the device that it needs is closed at its places, or the device or the position wherever one looks.
fn is_closed(activity: &Activity, closed: &Closed, shut: PlaceSet) -> bool {
    let barred = Barred { taken: closed.taken(), shut };
    let anywhere = |device: u8| [activity.places, PlaceSet::ALL].iter().any(|at| barred.bars_device(device, *at));
    activity.device.is_some_and(anywhere) || activity.position.is_some_and(|position| closed.shuts(position))
}
