//! What a plan is, and how it is made. [`crate::Cleared`] is needed to make one.

mod beside;
mod choose;
mod focus;
mod make;
mod refuse;
mod share;
mod upkeep;
mod work;

pub use make::{no_response, plan};
pub use refuse::{NoPlan, Problem, renewing};
pub use upkeep::Upkeep;

use crate::{
    Day, Intensity, PlaceSet,
    rule::RuleId,
    session::{LeftOut, Why},
    source::Evidence,
    technique::Firmness,
};

/// What the person wants. No wish lifts a ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Who gives it (bit index).
    pub giver: u8,
    /// Gentle, firm, or as it comes.
    pub firmness: Firmness,
    /// Minutes of one session, if there is a wish.
    pub minutes: Option<u16>,
    /// Minutes of massage a week, if there is a limit.
    pub minutes_a_week: Option<u16>,
    /// Whether the clothes stay on.
    pub clothed: bool,
    /// The position (bit index), if one is wished for.
    pub position: Option<u8>,
    /// Where it takes place (index into [`crate::course::Courses::surfaces`]), if that is known.
    pub surface: Option<usize>,
    /// The devices at hand (bits); bit 0, "no device", always counts as there.
    pub devices: u32,
    /// The course (index), if one is chosen.
    pub course: Option<usize>,
    /// Sites that are wished for beside those that hurt, as bits of their indexes: arms, hips, legs.
    pub sites: u64,
    /// Body shape (index), for the drawing.
    pub shape: usize,
}

impl Wishes {
    /// No wish but who gives it.
    #[must_use]
    pub fn of(giver: u8) -> Self {
        Self {
            giver,
            firmness: Firmness::Either,
            minutes: None,
            minutes_a_week: None,
            clothed: false,
            position: None,
            surface: None,
            devices: 1,
            course: None,
            sites: 0,
            shape: 0,
        }
    }
}

/// What has been done so far, as far as a plan needs it. Empty for somebody who begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The course that is under way (index).
    pub course: Option<usize>,
    /// The day of its first session; where it has helped and the response is lost, the day on which it was.
    pub begun: Option<Day>,
    /// Sessions done in it.
    pub sessions: u16,
    /// The last sessions in a row after which the weekly measure showed no response.
    pub without_response: u16,
}

/// A technique at a site with its limits: every one of the applicators, in every one of the positions, at every one of the
/// places, is open up to the ceiling. A technique for which that differs from place to place is several works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Index of the technique.
    pub technique: usize,
    /// Applicator bits.
    pub applicators: u32,
    /// The device (bit index); 0 is "no device".
    pub device: u8,
    /// The positions in which it is open (bits).
    pub positions: u32,
    /// The places that stay open to it.
    pub places: PlaceSet,
    /// The pressure it begins with, P1 to P5.
    pub start: u8,
    /// The ceiling, P1 to P5: the lowest of everything that applies at these places.
    pub ceiling: u8,
    /// How sure it is: the lowest of technique and course.
    pub evidence: Evidence,
    /// Whether the session of the plan has time for its technique at this site.
    pub timed: bool,
}

impl Work {
    /// Whether another work allows all of this: the same technique, as hard, with the same and at the same places.
    fn is_within(&self, wider: &Self) -> bool {
        (self.technique, self.device) == (wider.technique, wider.device)
            && self.applicators & !wider.applicators == 0
            && self.positions & !wider.positions == 0
            && self.places.and(wider.places) == self.places
            && wider.start <= self.start
            && self.ceiling <= wider.ceiling
    }

    /// The works without those that another one allows already: what somebody has to read to know all that may be done.
    #[must_use]
    pub fn widest<'w>(works: &[&'w Self]) -> Vec<&'w Self> {
        let all = || works.iter().copied().zip(0usize..);
        let said = |work: &Self, at: usize| {
            all().any(|(wider, other)| other != at && work.is_within(wider) && (other < at || !wider.is_within(work)))
        };
        all().filter(|(work, at)| !said(work, *at)).map(|(work, _)| work).collect()
    }
}

/// Why hands go to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It hurts there.
    Hurts,
    /// It was wished for.
    Wished,
    /// The course goes over the whole body.
    WholeBody,
    /// The course is for this part of the body too, and what hurts does not fill its minutes.
    Course,
    /// It hurts at no site, and this is where hands usually go.
    Usual,
}

impl Reason {
    /// Its stable name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hurts => "hurts",
            Self::Wished => "wished",
            Self::WholeBody => "whole-body",
            Self::Course => "course",
            Self::Usual => "usual",
        }
    }
}

/// A focus of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Index of the site.
    pub site: usize,
    /// Why hands go there.
    pub why: Reason,
    /// What is done there, in the order of the course's techniques; empty if nothing is left, and then
    /// [`Focus::instead`] says what is.
    pub works: Vec<Work>,
    /// Whether hands could go there, but not in this course: in its positions, with its techniques, through the clothes.
    pub otherwise: bool,
    /// Its share of the minutes of one session; the shares of all focuses are the whole session.
    pub share: u16,
    /// For how many seconds of one session it is touched: what its share leaves after settling, positions and rest. 0 where
    /// no time is left for it.
    pub seconds: u32,
    /// The highest intensity marked there; nothing where it does not hurt.
    pub pain: Option<Intensity>,
    /// The places of the site that are left out, and are closed to this giver.
    pub left_out: PlaceSet,
    /// What is left where nothing is done by hand: indexes of activities, movement and heat. Empty otherwise.
    pub instead: Vec<usize>,
}

impl Focus {
    /// The works of the plan's session, and those that are open as well but have no time in it. Where the session has no time
    /// for the site at all, all of them are the first.
    #[must_use]
    pub fn timed(&self) -> (Vec<&Work>, Vec<&Work>) {
        if self.works.iter().any(|work| work.timed) {
            self.works.iter().partition(|work| work.timed)
        } else {
            (self.works.iter().collect(), Vec::new())
        }
    }

    /// Minutes of touch in one session, rounded; at least one where there is any.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        let rounded = (self.seconds + 30) / 60;
        u16::try_from(rounded).unwrap_or(u16::MAX).max(u16::from(self.seconds > 0))
    }
}

/// A course with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Index of the course.
    pub course: usize,
    /// Number of sessions; nothing for one without end.
    pub sessions: Option<u16>,
    /// How often: so many times in [`Choice::in_days`].
    pub times: u16,
    /// The days that [`Choice::times`] counts in: 7 for times a week.
    pub in_days: u16,
    /// Minutes of one session.
    pub minutes: u16,
    /// The date of the review.
    pub review: Day,
    /// How sure it is: the lowest on the path.
    pub evidence: Evidence,
    /// Whether it was tried somewhere else than where it hurts here.
    pub read_across: bool,
    /// Whether its sessions are shorter than the course has them, because no more is allowed or wished for.
    pub shortened: bool,
    /// Whether its sessions have fewer minutes than were to be had, because the strokes that are open fill no more.
    pub carried: bool,
    /// Whether its condition holds for this person.
    pub indicated: bool,
    /// Why it came second; nothing for the first.
    pub second: Option<Second>,
}

/// Why a course came second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Second {
    /// Its place in the stated order.
    Rank,
    /// It feels otherwise than wished.
    Firmness,
    /// Its sessions are longer or shorter than wished or allowed.
    Minutes,
    /// It did not help within the sessions that it has.
    NoResponse,
    /// Its condition does not hold for this person.
    NotIndicated,
    /// Somebody chose another one.
    NotChosen,
}

/// Why a course cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Barrier {
    /// Supple shows it and does not plan it.
    NotOffered,
    /// Somebody else gives it.
    Giver,
    /// It is for another part of the body.
    Elsewhere,
    /// It needs a device that is not at hand, or is closed to this person.
    Device,
    /// It is not done in the position or place that was wished for.
    Position,
    /// It needs bare skin, and the clothes stay on.
    Clothing,
    /// Its sessions are longer than wished: the fewest minutes that it has. Only where both were wished for.
    LongerThanWished(u16),
    /// Its sessions are shorter than wished: the most minutes that it has. Only where both were wished for.
    ShorterThanWished(u16),
    /// It needs more minutes a week than there are: the fewest that it needs.
    MinutesAWeek(u16),
    /// No technique of it is left where it hurts.
    NothingLeft,
}

impl Plan {
    /// What hurts and is not worked on, without what its own site says already: that there is no time for it.
    pub fn unsaid(&self) -> impl Iterator<Item = &LeftOut> {
        let said = |left: &&LeftOut| {
            left.why == Why::NoTime
                && self.focuses.iter().any(|focus| Some(focus.site) == left.site && focus.seconds == 0)
        };
        self.left_out.iter().filter(move |left| !left.places.is_empty() && !said(left))
    }
}

/// What the history asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Sessions without response: another treatment is proposed, not only another technique.
    OtherTreatment,
}

/// A plan: only [`crate::Cleared`] makes one possible, and it is good on the day of its clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was wished for; where the course is done through clothes, they stay on.
    pub wishes: Wishes,
    /// The day on which it is good.
    pub on: Day,
    /// Whether nothing hurts, and it is for relaxing.
    pub relax: bool,
    /// Focus sites in order.
    pub focuses: Vec<Focus>,
    /// The course.
    pub course: Choice,
    /// The other courses that would do, in order.
    pub others: Vec<Choice>,
    /// The courses that cannot be had, each with everything that stands in the way.
    pub barred: Vec<(usize, Vec<Barrier>)>,
    /// What it is combined with (indexes of activities), in order: at least one is active.
    pub beside: Vec<usize>,
    /// What to have and do before (indexes of preparations).
    pub prepare: Vec<usize>,
    /// What is said beside it (indexes of notes).
    pub notes: Vec<usize>,
    /// The rules of screening that limit it, or ask for something: their words belong to the plan.
    pub heed: Vec<RuleId>,
    /// What the history asks for.
    pub turn: Option<Turn>,
    /// How it goes on once it has helped; nothing where nothing of that kind was chosen.
    pub upkeep: Option<Upkeep>,
    /// What hurts and is not worked on in a session of this plan, each with its reason.
    pub left_out: Vec<LeftOut>,
    /// What hurts beside the work, and no stroke goes there; nothing of it stands in [`Plan::left_out`].
    pub untouched: PlaceSet,
    /// Positions in which it can be given (bits).
    pub positions: u32,
    /// Products that are not closed to this person (bits); bit 0 is "none".
    pub products: u32,
    /// The most minutes of one session that are allowed with what this plan uses.
    pub most_minutes: u16,
    /// The highest ceiling of any work at each place, by place; 0 where nothing is done.
    pub ceilings: Vec<u8>,
}
