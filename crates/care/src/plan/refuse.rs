//! Why there is no plan: every reason at once, and what is left.

use super::Barrier;
use crate::{Day, Knowledge, QuestionId, Sheet, clearance::Misfit, interview, question::Purpose};

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPlan {
    /// Everything that stands in the way.
    pub problems: Vec<Problem>,
    /// What is left: indexes of activities that are allowed, movement and heat. Empty where nothing is known, because there
    /// is no clearance.
    pub instead: Vec<usize>,
}

/// One thing that stands in the way of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The clearance does not fit.
    Clearance(Misfit),
    /// The clearance was given on other answers.
    OtherAnswers,
    /// A wish names a giver, position, surface, device, site, course or shape that does not exist.
    Unknown(Wish),
    /// A site (index) is wished for that nobody is massaged at; it says why.
    Refused(usize),
    /// Fewer minutes than the shortest session, which is named.
    TooShort(u16),
    /// More minutes than the longest session, which is named.
    TooLong(u16),
    /// Fewer minutes a week than one session of the shortest course needs, which is named.
    WeekTooShort(u16),
    /// The strokes of this course (index) that are left fill so few minutes that no visit is worth them.
    TooLittle(usize, u16),
    /// The position cannot be taken where the session takes place.
    PositionNotThere,
    /// Nothing is allowed to this giver in the position, or in any position there.
    PositionClosed,
    /// Firm was wished for, and nothing firm is allowed to this giver.
    NothingFirm,
    /// The clothes stay on, and nothing that is left is done through clothes.
    NothingClothed,
    /// The wished course cannot be had: its index, and everything that stands in the way.
    Course(usize, Vec<Barrier>),
    /// No technique is left to this giver anywhere on the sites; somebody else has one.
    NothingLeft,
    /// No technique is left to anybody anywhere on the sites.
    NobodyLeft,
    /// No course of this giver can be had: everything that stands in the way of any.
    NoCourse(Vec<Barrier>),
    /// Nothing active is allowed, and massage alone is not planned.
    NothingActive,
    /// So many sessions have changed nothing that a clinician looks first.
    NoResponse,
}

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// Who gives it.
    Giver,
    /// The position.
    Position,
    /// Where it takes place.
    Surface,
    /// The devices at hand.
    Devices,
    /// The course.
    Course,
    /// The sites beside those that hurt.
    Sites,
    /// The body shape.
    Shape,
}

impl NoPlan {
    pub(super) fn one(problem: Problem) -> Self {
        Self { problems: vec![problem], instead: Vec::new() }
    }
}

/// The question whose answer renews a clearance: the first that is open on the day, else the first that is asked again
/// before every session.
#[must_use]
pub fn renewing(knowledge: &Knowledge, sheet: &Sheet, today: Day) -> Option<QuestionId> {
    let mut again = sheet.clone();
    again.today = today;
    let open = interview::standing(knowledge, &again).next.and_then(|(_, questions)| questions.first().copied());
    open.or_else(|| {
        let asked = knowledge.questions.iter().zip(0u16..);
        asked.filter(|(question, _)| question.purpose == Purpose::Rescreen).map(|(_, index)| QuestionId(index)).next()
    })
}
