//! What a session is: steps with the second at which each begins.

use std::collections::BTreeMap;

use crate::{Knowledge, PlaceSet, technique::Role};

/// A side of the receiver's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The receiver's left.
    Left,
    /// The receiver's right.
    Right,
}

impl Side {
    /// The two sides, in the order in which they are worked on.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// Its id: `left` or `right`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// What is done in a step. Everything else that there is to know of it stands where the index leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// A fixed part without touch: an index into [`super::Texts::parts`].
    Part(usize),
    /// A position is taken: an index into [`super::Texts::positions`]. Where only the upper side can be reached, with the
    /// side that lies on top.
    Take(usize, Option<Side>),
    /// A stroke.
    Stroke {
        /// Index into [`crate::technique::Techniques::strokes`].
        stroke: usize,
        /// The side; nothing for a stroke that goes across the middle or over both sides at once.
        side: Option<Side>,
        /// The pressure that it begins with, P1 to P5.
        start: u8,
        /// The highest pressure, P1 to P5: the lowest of everything that applies to this person, giver and position.
        ceiling: u8,
    },
    /// An activity of a routine: an index into [`crate::course::Courses::activities`].
    Activity(usize),
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The second at which it begins, from the beginning of the session.
    pub at: u32,
    /// Its length in seconds.
    pub seconds: u16,
    /// What is done.
    pub does: Does,
    /// The position (bit index); nothing before the first is taken.
    pub position: Option<u8>,
}

/// Why something is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Limits close it to this giver: indexes into [`crate::Knowledge::restrictions`].
    Limits(Vec<usize>),
    /// Nothing that this giver may do fits there: the technique, the clothes, the position or the device do not.
    NothingFits,
    /// There is not enough time.
    NoTime,
    /// No massage of the back reaches it, or nobody massages it: the spine, the tummy, an arm.
    NotWorkedOn,
    /// It is closed to this person by its own condition or position (an activity of a routine).
    NotForYou,
}

/// What is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The site (index), if the place belongs to one.
    pub site: Option<usize>,
    /// The activity (index), in a routine.
    pub activity: Option<usize>,
    /// The places.
    pub places: PlaceSet,
    /// Why.
    pub why: Why,
}

/// A session that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Who gives it (bit index).
    pub giver: u8,
    /// Its length in minutes: the sum of its steps, exactly.
    pub minutes: u16,
    /// The most minutes that may be spent in it, repeats included: the lowest limit of its touches; nothing where no limit
    /// speaks of minutes.
    pub most: Option<u16>,
    /// The steps, each beginning where the one before ends.
    pub steps: Vec<Step>,
    /// The seconds at which the giver asks how it is.
    pub checks: Vec<u32>,
    /// What is left out, and why: whatever hurts is either worked on or stands here.
    pub left_out: Vec<LeftOut>,
    /// The sites that are worked on (indexes), in order.
    pub sites: Vec<usize>,
}

impl Timeline {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.steps.iter().map(|step| u32::from(step.seconds)).sum()
    }

    /// The technique (index) of most of the work itself, counted in seconds: what warms, opens and closes is common to all
    /// sessions. Of equals the first in the knowledge; nothing where nobody is massaged.
    #[must_use]
    pub fn main_technique(&self, knowledge: &Knowledge) -> Option<usize> {
        let mut seconds: BTreeMap<usize, u32> = BTreeMap::new();
        for step in &self.steps {
            let Does::Stroke { stroke, .. } = step.does else { continue };
            let known = knowledge.techniques.strokes.get(stroke).filter(|stroke| stroke.role == Role::Main);
            if let Some(known) = known {
                *seconds.entry(known.technique).or_default() += u32::from(step.seconds);
            }
        }
        let most = *seconds.values().max()?;
        seconds.into_iter().find(|(_, of)| *of == most).map(|(technique, _)| technique)
    }

    /// The step that runs at a second; nothing once it is over.
    #[must_use]
    pub fn at(&self, second: u32) -> Option<&Step> {
        self.steps.iter().find(|step| (step.at..step.at.saturating_add(u32::from(step.seconds))).contains(&second))
    }
}
