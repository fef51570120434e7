//! The first session: one gentle massage for tonight, composed from what is permitted.

use crate::{
    Closed, Knowledge, PlaceId, PlaceSet, Sheet, Way,
    clearance::{Cleared, Misfit},
    knowledge::Passage,
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
    pub lead: String,
    /// What to expect, honestly.
    pub expect: String,
    /// Why it is as it is.
    pub why: String,
    /// The longest it may take, in minutes.
    pub max_minutes: u16,
    /// The highest discomfort of 10 at which it may go on.
    pub stop_above: u8,
    /// What is never touched, in words.
    pub stop_places: String,
    /// What the receiver is told.
    pub receiver: String,
    /// What the giver is told.
    pub giver: String,
    /// What is needed.
    pub needs: Vec<Passage>,
    /// The positions, in order of preference.
    pub positions: Vec<Position>,
    /// What can be the focus, in order.
    pub focuses: Vec<Focus>,
    /// Seconds of breathing in and out.
    pub breath: (u8, u8),
    /// What is asked before and after.
    pub asks: Vec<Ask>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What comes next, by how it went.
    pub next: Vec<Next>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// A position with its focuses.
#[derive(Clone, Debug)]
pub struct Position {
    /// Bit index.
    pub position: u8,
    /// How to take it.
    pub say: String,
    /// Indexes of the focuses that it suits.
    pub focuses: Vec<usize>,
}

/// What a session can be about.
#[derive(Clone, Debug)]
pub struct Focus {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Where it hurts when this is the focus.
    pub places: PlaceSet,
    /// Whether it is the focus when nothing hurts.
    pub default: bool,
}

/// A question before or after.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Stable id.
    pub id: String,
    /// Whether it is asked afterwards.
    pub after: bool,
    /// The question.
    pub say: String,
    /// The range of a number; a yes-no question has none.
    pub range: Option<(u8, u8)>,
}

/// What comes next.
#[derive(Clone, Debug)]
pub struct Next {
    /// Stable id: `new-sign`, `worse`, `better`, `same`, `check` or `no-help`.
    pub id: String,
    /// The change of pain in points from which it holds; negative is better.
    pub change: Option<i8>,
    /// What to do.
    pub say: String,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// One step of a session as knowledge/ describes it.
#[derive(Clone, Debug)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// `open`, `focus` or `close`.
    pub part: String,
    /// Title.
    pub title: String,
    /// Bits of the givers who do it.
    pub givers: u32,
    /// Indexes of the focuses in which it is done; empty means always.
    pub focuses: Vec<usize>,
    /// Caption: what to do.
    pub say: String,
    /// What is spoken before it begins.
    pub cue: String,
    /// What the receiver should feel.
    pub feel: String,
    /// When to ease off.
    pub ease_off: String,
    /// Length in seconds; of one side, where the sides come in turn.
    pub seconds: u16,
    /// Whether the breathing pacer runs.
    pub pacer: bool,
    /// What is touched; nothing for a step without touch.
    pub touch: Option<Stroke>,
    /// Indexes into [`Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// The touch of a step.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// The places, both sides.
    pub places: PlaceSet,
    /// Whether one side comes after the other; else both at once.
    pub in_turn: bool,
    /// Technique bit index.
    pub technique: u8,
    /// Applicator bit index.
    pub applicator: u8,
    /// Pressure P1 to P5.
    pub pressure: u8,
    /// Bits of the positions in which it can be done.
    pub positions: u32,
    /// Direction in words.
    pub direction: String,
    /// Tempo in words.
    pub tempo: String,
}

/// What the person wants of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who gives it (bit index).
    pub giver: u8,
    /// The position (bit index), if one is wished for.
    pub position: Option<u8>,
    /// The focus (index), if one is wished for.
    pub focus: Option<usize>,
}

/// A step as it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Index of the step.
    pub step: usize,
    /// Where; empty for a step without touch.
    pub places: PlaceSet,
    /// `left`, `right` or nothing, where the sides come in turn.
    pub side: Option<&'static str>,
    /// Length in seconds.
    pub seconds: u16,
    /// Pressure P1 to P5; 0 for a step without touch.
    pub pressure: u8,
}

/// A session that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Who gives it (bit index).
    pub giver: u8,
    /// The position (bit index).
    pub position: u8,
    /// The focus (index).
    pub focus: usize,
    /// What is done, in order.
    pub doings: Vec<Doing>,
}

impl Composed {
    /// Length of all in seconds.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.doings.iter().map(|doing| u32::from(doing.seconds)).sum()
    }
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// The clearance does not fit.
    Clearance(Misfit),
    /// No step with a touch is left for this giver.
    NothingLeft,
}

/// Composes the session from the steps that the clearance permits.
///
/// A step is done at a place only if its technique, applicator and pressure are permitted there in the position, by the
/// giver, for the length of the session; else its pressure is lowered, and where that does not help, the place is left
/// out. The places next to one that is closed with a margin are left out too. The focuses are tried in the order: wished
/// for, where it hurts most, the default, any.
///
/// # Errors
/// [`NoSession`]: the clearance is for somebody else, other knowledge or another day; or nothing is left.
pub fn compose(
    knowledge: &Knowledge,
    cleared: &Cleared,
    sheet: &Sheet,
    person: u128,
    wish: Wish,
) -> Result<Composed, NoSession> {
    let decision = cleared.decision(knowledge, person, sheet.today).map_err(NoSession::Clearance)?;
    let session = &knowledge.tonight;
    let closed = Closed::of(knowledge, decision, sheet, wish.giver);
    let left = knowledge.places.iter().zip(0u8..).filter(|(place, _)| place.side == "left");
    let left: PlaceSet = left.map(|(_, index)| PlaceId(index)).collect();
    for focus in focuses(session, sheet, wish.focus) {
        let suits = |position: &&Position| position.focuses.contains(&focus);
        let wished = session.positions.iter().filter(|position| Some(position.position) == wish.position);
        for position in wished.chain(&session.positions).filter(suits) {
            let doings = doings(&closed, session, left, position.position, focus);
            let touches = |doing: &Doing| {
                !doing.places.is_empty() && session.steps.get(doing.step).is_some_and(|step| step.part == "focus")
            };
            if doings.iter().any(touches) {
                let doings = within_minutes(longest(&closed, session), session, doings);
                if doings.iter().any(touches) {
                    return Ok(Composed { giver: wish.giver, position: position.position, focus, doings });
                }
            }
        }
    }
    Err(NoSession::NothingLeft)
}

/// The focuses to try, in order.
fn focuses(session: &Session, sheet: &Sheet, wished: Option<usize>) -> Vec<usize> {
    let painful = sheet.pain.painful();
    let hurts = session.focuses.iter().zip(0usize..).filter(|(focus, _)| !focus.places.and(painful).is_empty());
    let default = session.focuses.iter().zip(0usize..).filter(|(focus, _)| focus.default);
    let mut order: Vec<usize> = Vec::new();
    let all = wished.into_iter().chain(hurts.chain(default).map(|(_, index)| index)).chain(0..session.focuses.len());
    for index in all {
        if index < session.focuses.len() && !order.contains(&index) {
            order.push(index);
        }
    }
    order
}

/// What is done for a focus in a position: each step at the places where its touch is permitted.
fn doings(closed: &Closed, session: &Session, left: PlaceSet, position: u8, focus: usize) -> Vec<Doing> {
    let bit = |index: u8| 1u32.checked_shl(u32::from(index)).unwrap_or(0);
    let mut doings = Vec::new();
    for (step, index) in session.steps.iter().zip(0usize..) {
        if step.givers & bit(closed.giver()) == 0 || (!step.focuses.is_empty() && !step.focuses.contains(&focus)) {
            continue;
        }
        let Some(stroke) = &step.touch else {
            doings.push(Doing { step: index, places: PlaceSet::NONE, side: None, seconds: step.seconds, pressure: 0 });
            continue;
        };
        if stroke.positions & bit(position) == 0 {
            continue;
        }
        let way = Way { technique: stroke.technique, applicator: stroke.applicator, position, product: 0, device: 0 };
        let allowed: Vec<(PlaceId, u8)> = stroke
            .places
            .iter()
            .map(|place| (place, closed.ceiling(&way, PlaceSet::of(place)).min(stroke.pressure)))
            .filter(|(_, pressure)| *pressure > 0)
            .collect();
        doings.extend(sides(index, step, stroke, &allowed, left));
    }
    doings
}

/// The most minutes: the session's own, or fewer where a limit of any touch without a device says so.
fn longest(closed: &Closed, session: &Session) -> u32 {
    let limits = closed.taken().iter().filter(|space| space.devices & 1 != 0);
    let least = limits
        .filter(|space| space.minutes & 1 == 0 && space.minutes != 0)
        .map(|space| space.minutes.trailing_zeros())
        .min();
    let own = u32::from(session.max_minutes);
    least.map_or(own, |least| least.min(own))
}

/// Leaves out the last steps of the focus until the session fits.
fn within_minutes(minutes: u32, session: &Session, mut doings: Vec<Doing>) -> Vec<Doing> {
    let total = |doings: &[Doing]| -> u32 { doings.iter().map(|doing| u32::from(doing.seconds)).sum() };
    while total(&doings) > minutes.saturating_mul(60) {
        let of = |part: &str| {
            doings.iter().rposition(|doing| {
                !doing.places.is_empty() && session.steps.get(doing.step).is_some_and(|step| step.part == part)
            })
        };
        // A step that is done on both sides goes with both: the sides stay even.
        let Some(step) = of("focus")
            .or_else(|| of("open"))
            .or_else(|| of("close"))
            .and_then(|at| doings.get(at))
            .map(|doing| doing.step)
        else {
            break;
        };
        doings.retain(|doing| doing.step != step);
    }
    doings
}

/// A step at its allowed places: left then right where the sides come in turn, at the lowest pressure among its places.
fn sides(index: usize, step: &Step, stroke: &Stroke, allowed: &[(PlaceId, u8)], left: PlaceSet) -> Vec<Doing> {
    let doing = |places: &[(PlaceId, u8)], side: Option<&'static str>| Doing {
        step: index,
        places: places.iter().map(|(place, _)| *place).collect(),
        side,
        seconds: step.seconds,
        pressure: places.iter().map(|(_, pressure)| *pressure).min().unwrap_or(0),
    };
    if !stroke.in_turn {
        return if allowed.is_empty() { Vec::new() } else { vec![doing(allowed, None)] };
    }
    let mut doings = Vec::new();
    for (side, places) in [("left", left), ("right", PlaceSet::ALL.without(left))] {
        let of_side: Vec<(PlaceId, u8)> = allowed.iter().copied().filter(|(place, _)| places.has(*place)).collect();
        if !of_side.is_empty() {
            doings.push(doing(&of_side, Some(side)));
        }
    }
    doings
}
