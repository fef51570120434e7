//! The first session: one gentle massage for tonight, composed from what is permitted.

use crate::{
    Knowledge, PlaceId, PlaceSet,
    clearance::{Cleared, Misfit},
    permit::{Space, Touch},
    source::Evidence,
};

/// A session as knowledge/ describes it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is, in one or two sentences.
    pub say: String,
    /// Bits of the givers who may give it.
    pub givers: u32,
    /// Bits of the positions it may be given in, in order of preference (indexes).
    pub positions: Vec<u8>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// One step of a session as knowledge/ describes it.
#[derive(Clone, Debug)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Caption: what to do.
    pub say: String,
    /// What is spoken before it begins.
    pub cue: String,
    /// What the receiver should feel.
    pub feel: Option<String>,
    /// When to ease off.
    pub ease_off: Option<String>,
    /// Length in seconds, for each place it is done at.
    pub seconds: u16,
    /// How it goes on: `breathe`, `touch` or `rest`.
    pub kind: String,
    /// Seconds of breathing in and out, for a breathing step.
    pub breath: Option<(u8, u8)>,
    /// The places it can be done at; both sides in turn.
    pub places: PlaceSet,
    /// The painful places for which it is chosen; empty means always.
    pub focus: PlaceSet,
    /// Technique bit index, for a touch.
    pub technique: Option<u8>,
    /// Applicator bit index, for a touch.
    pub applicator: Option<u8>,
    /// Pressure P1 to P5, for a touch.
    pub pressure: u8,
    /// Direction in words.
    pub direction: Option<String>,
    /// Strokes a minute.
    pub tempo: Option<u8>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// What the person wants of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who gives it (bit index).
    pub giver: u8,
    /// Where it hurts or feels tense; empty means nowhere in particular.
    pub focus: PlaceSet,
}

/// A step as it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Index of the step in the session.
    pub step: usize,
    /// Where, if it touches a place.
    pub place: Option<PlaceId>,
    /// Length in seconds.
    pub seconds: u16,
    /// Pressure P1 to P5; 0 for a step without touch.
    pub pressure: u8,
}

/// A session that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Index of the session in [`Knowledge::sessions`].
    pub session: usize,
    /// Who gives it (bit index).
    pub giver: u8,
    /// The position (bit index).
    pub position: u8,
    /// What is done, in order.
    pub doings: Vec<Doing>,
    /// Length of all in seconds.
    pub seconds: u32,
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// The clearance does not fit.
    Clearance(Misfit),
    /// No step is left for this giver.
    NothingLeft,
}

/// Composes the first session in the knowledge base that this giver may give, from the steps that the clearance permits.
///
/// A step is done at a place only if its technique, applicator and pressure are permitted there in the chosen position,
/// without product and device; else its pressure is lowered, and if that does not help the place is left out. The places
/// next to one that is closed to every touch are left out too: that is the margin.
///
/// # Errors
/// [`NoSession`]: the clearance is for somebody else, other knowledge or another day; or nothing is left.
pub fn compose(
    knowledge: &Knowledge,
    cleared: &Cleared,
    sheet: &crate::Sheet,
    person: u128,
    wish: Wish,
) -> Result<Composed, NoSession> {
    let decision = cleared.decision(knowledge, person, sheet.today).map_err(NoSession::Clearance)?;
    let mut taken = decision.taken(knowledge, sheet, crate::Reading::Shown);
    let margins = margins(knowledge, decision, sheet);
    taken.extend(knowledge.always_on().map(|in_force| in_force.space));
    let giver_bit = 1u32.checked_shl(u32::from(wish.giver)).unwrap_or(0);
    for (session, at) in knowledge.sessions.iter().zip(0usize..).filter(|(session, _)| session.givers & giver_bit != 0) {
        for position in &session.positions {
            let doings = steps(session, &taken, margins, wish, *position);
            if doings.iter().any(|doing| doing.place.is_some()) {
                let doings = within_minutes(session, doings, &taken, giver_bit);
                let seconds = doings.iter().map(|doing| u32::from(doing.seconds)).sum();
                return Ok(Composed { session: at, giver: wish.giver, position: *position, doings, seconds });
            }
        }
    }
    Err(NoSession::NothingLeft)
}

/// The places that adjoin a place which a local restriction closes with a margin.
fn margins(knowledge: &Knowledge, decision: &crate::Decision, sheet: &crate::Sheet) -> PlaceSet {
    decision
        .restrictions(knowledge, sheet, crate::Reading::Shown)
        .filter(|in_force| in_force.restriction.margin.is_some() && in_force.restriction.ban)
        .flat_map(|in_force| in_force.places.iter().collect::<Vec<_>>())
        .filter_map(|place| knowledge.place(place))
        .fold(PlaceSet::NONE, |all, place| all.or(place.adjacent))
}

fn steps(session: &Session, taken: &[Space], margins: PlaceSet, wish: Wish, position: u8) -> Vec<Doing> {
    let mut doings = Vec::new();
    for (step, index) in session.steps.iter().zip(0usize..) {
        if !step.focus.is_empty() && !wish.focus.is_empty() && step.focus.and(wish.focus).is_empty() {
            continue;
        }
        let (Some(technique), Some(applicator)) = (step.technique, step.applicator) else {
            doings.push(Doing { step: index, place: None, seconds: step.seconds, pressure: 0 });
            continue;
        };
        for place in step.places.without(margins).iter() {
            let touch = Touch { place, technique, applicator, giver: wish.giver, position, product: 0, device: 0 };
            let pressure = touch.ceiling(taken).min(step.pressure);
            if pressure > 0 {
                doings.push(Doing { step: index, place: Some(place), seconds: step.seconds, pressure });
            }
        }
    }
    doings
}

/// Leaves out the last touches until the session fits the longest time that is allowed anywhere.
fn within_minutes(session: &Session, mut doings: Vec<Doing>, taken: &[Space], giver: u32) -> Vec<Doing> {
    let longest = taken
        .iter()
        .filter(|space| space.givers & giver != 0 && space.minutes & 1 == 0 && space.minutes != 0)
        .map(|space| space.minutes.trailing_zeros())
        .min();
    let Some(longest) = longest else { return doings };
    let total = |doings: &[Doing]| -> u32 { doings.iter().map(|doing| u32::from(doing.seconds)).sum() };
    while total(&doings) > longest.saturating_mul(60) {
        let last = doings.iter().rposition(|doing| {
            doing.place.is_some() && session.steps.get(doing.step).is_some_and(|step| !step.focus.is_empty())
        });
        match last.or_else(|| doings.iter().rposition(|doing| doing.place.is_some())) {
            Some(last) => {
                doings.remove(last);
            }
            None => break,
        }
    }
    doings
}
