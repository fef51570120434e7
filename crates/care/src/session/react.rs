//! What an answer during the session does to it: the stop rules.

use crate::{Knowledge, PlaceSet, knowledge::Watch};

use super::{Does, Timeline, usable::places_of};

/// What to do, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Go on.
    GoOn,
    /// One step lighter.
    Lower,
    /// Leave this place for the rest of the session.
    LeavePlace,
    /// End the session.
    End,
    /// End the session, and get medical help today.
    Urgent,
    /// End the session, and call the emergency number now.
    Emergency,
}

impl Act {
    /// Every act, from the least to the most.
    pub const ALL: [Self; 6] = [Self::GoOn, Self::Lower, Self::LeavePlace, Self::End, Self::Urgent, Self::Emergency];

    /// Its id in knowledge/.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::GoOn => "go-on",
            Self::Lower => "ease-off",
            Self::LeavePlace => "stop-place",
            Self::End => "end-session",
            Self::Urgent => "urgent",
            Self::Emergency => "emergency",
        }
    }

    /// The act with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.id() == id)
    }
}

/// A stop rule: what is noticed, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id of what is noticed, such as `tingling`.
    pub sign: String,
    /// Stable number of it, 1 to 31: short codes carry it.
    pub code: u8,
    /// What is done.
    pub act: Act,
    /// It holds from a discomfort above this (0 to 10).
    pub above: Option<u8>,
    /// It holds from a discomfort of at least this (0 to 10).
    pub at_least: Option<u8>,
    /// What is done the second time in one step.
    pub again: Option<Act>,
    /// It is still noticed after so many minutes: then [`Rule::then`] is done.
    pub still_after_minutes: Option<u16>,
    /// What is done then.
    pub then: Option<Act>,
    /// The places that are left besides the one that is worked on, such as the whole neck.
    pub places: PlaceSet,
    /// Whether it can be chosen by a tap; else it follows from a number, from silence or from the clock.
    pub tap: bool,
    /// Whether it stands for a check without an answer.
    pub silent: bool,
}

/// What was said at one moment of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// The second of the session.
    pub at: u32,
    /// How strong it is, 0 to 10; nothing where nobody answered.
    pub discomfort: Option<u8>,
    /// What is noticed: indexes into [`Knowledge::watches`].
    pub signs: Vec<usize>,
}

impl Check {
    /// Whether nobody answered.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.discomfort.is_none() && self.signs.is_empty()
    }
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// What to do.
    pub act: Act,
    /// Because of which rule: an index into [`Knowledge::watches`]. Nothing where all is well.
    pub because: Option<usize>,
    /// The steps that are left out from now on: indexes into [`Timeline::steps`].
    pub leave: Vec<usize>,
}

/// The stop rules that hold while this giver gives, with their index into [`Knowledge::watches`].
pub fn rules(knowledge: &Knowledge, giver: u8) -> impl Iterator<Item = (usize, &Watch, &Rule)> {
    let watches = knowledge.watches.iter().zip(0usize..);
    watches.filter_map(move |(watch, index)| {
        let rule = watch.rule.as_ref()?;
        (watch.givers.checked_shr(u32::from(giver)).unwrap_or(0) & 1 == 1).then_some((index, watch, rule))
    })
}

/// What an answer does, after what was said before (oldest first), with the pressure that is used (P1 to P5).
///
/// The most cautious rule wins. What cannot be made lighter is left. A place that is left is not come back to.
#[must_use]
pub fn react(knowledge: &Knowledge, timeline: &Timeline, before: &[Check], now: &Check, pressure: u8) -> Reaction {
    let mut act = Act::GoOn;
    let mut because = None;
    let mut places = PlaceSet::NONE;
    for (index, _, rule) in rules(knowledge, timeline.giver) {
        let does = triggered(knowledge, timeline, before, now, rule, index);
        if does > Act::GoOn {
            places = places.or(rule.places);
        }
        if does > act {
            (act, because) = (does, Some(index));
        }
    }
    // Silence is asked once more before anything is left.
    if act == Act::Lower && pressure <= 1 && !now.is_silent() {
        act = Act::LeavePlace;
    }
    let leave = if act >= Act::LeavePlace { left(knowledge, timeline, now.at, places) } else { Vec::new() };
    Reaction { act, because, leave }
}

fn triggered(
    knowledge: &Knowledge,
    timeline: &Timeline,
    before: &[Check],
    now: &Check,
    rule: &Rule,
    index: usize,
) -> Act {
    if now.is_silent() {
        if !rule.silent {
            return Act::GoOn;
        }
        let silent = before.iter().rev().take_while(|check| check.is_silent()).count() + 1;
        let again = silent >= usize::from(knowledge.session.silent_ends_after);
        return if again { rule.again.unwrap_or(rule.act) } else { rule.act };
    }
    let mut does = Act::GoOn;
    let hit = |check: &Check| {
        check.discomfort.is_some_and(|number| {
            rule.above.is_some_and(|above| number > above) || rule.at_least.is_some_and(|least| number >= least)
        })
    };
    if hit(now) || now.signs.contains(&index) {
        does = rule.act;
        let begun = timeline.at(now.at).map_or(now.at, |step| step.at);
        let twice = before.iter().any(|check| check.at >= begun && (hit(check) || check.signs.contains(&index)));
        if twice {
            does = does.max(rule.again.unwrap_or(rule.act));
        }
    }
    if let (Some(minutes), Some(then)) = (rule.still_after_minutes, rule.then)
        && now.signs.contains(&index)
    {
        let long_ago = |check: &Check| now.at.saturating_sub(check.at) >= u32::from(minutes) * 60;
        if before.iter().any(|check| check.signs.contains(&index) && long_ago(check)) {
            does = does.max(then);
        }
    }
    does
}

/// The steps that are left out: this one and all that follow at the same site on the same side, and all that meet the places.
fn left(knowledge: &Knowledge, timeline: &Timeline, now: u32, places: PlaceSet) -> Vec<usize> {
    let site = |stroke: usize| knowledge.techniques.strokes.get(stroke).map(|known| known.site);
    let here = timeline.at(now).and_then(|step| match step.does {
        Does::Stroke { stroke, side, .. } => Some((site(stroke)?, side)),
        Does::Part(_) | Does::Take(..) | Does::Activity(_) => None,
    });
    let activity = timeline.at(now).map(|step| step.does).filter(|does| matches!(does, Does::Activity(_)));
    let steps = timeline.steps.iter().zip(0usize..);
    steps
        .filter(|(step, _)| step.at.saturating_add(u32::from(step.seconds)) > now)
        .filter(|(step, _)| match step.does {
            Does::Stroke { stroke, side, .. } => {
                let same = here.is_some_and(|(known, on)| {
                    site(stroke) == Some(known) && (on.is_none() || side.is_none() || on == side)
                });
                let meets = knowledge
                    .techniques
                    .strokes
                    .get(stroke)
                    .is_some_and(|stroke| !places_of(stroke, side).and(places).is_empty());
                same || meets
            }
            Does::Activity(_) => activity == Some(step.does),
            Does::Part(_) | Does::Take(..) => false,
        })
        .map(|(_, index)| index)
        .collect()
}
