//! The plan: what, where, how hard, how often, by whom, and what goes with it.

pub(crate) mod courses;
pub(crate) mod devices;
mod lines;
mod must;
mod refuse;
mod show;
mod take;
pub(crate) mod week;
mod wishes;

pub(crate) use show::{show, why};
pub(crate) use take::take;

use supple_care::{
    Cleared, Knowledge, NotCleared,
    plan::{History, NoPlan, Plan, Upkeep, Wishes, no_response, plan},
    session::{Order, compose},
};
use supple_interop::wishes::read_wishes;
use supple_practice::outcome::Planned;

use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{session::trained::trained, track::upkeep},
    record::Person,
};

/// A partner who finished the lesson here, and one who did not.
const TRAINED: &str = "partner-trained";
const UNTRAINED: &str = "partner";

/// What a request for a page of the plan comes to.
pub(crate) struct Asked {
    pub(crate) person: Person,
    cleared: Cleared,
    wishes: Wishes,
    history: History,
    /// What is wrong with the wishes as they were typed.
    troubles: Vec<Trouble>,
    /// Whether a trained partner was wished for and nobody has finished the lesson: it comes first, and until then the
    /// plan is for a partner without it.
    lesson: bool,
}

impl Asked {
    /// The person, the clearance and the wishes of the address; or the page that says what is missing.
    pub(crate) fn of(call: &Call) -> Result<Self, Reply> {
        Self::with(call, &call.query)
    }

    /// The same with other wishes than those of the address, written in the same way.
    pub(crate) fn with(call: &Call, wished: &str) -> Result<Self, Reply> {
        let (open, person) = call.person()?;
        if person.record.answers.is_empty() && person.record.map.is_none() {
            return Err(Reply::to("/next"));
        }
        let knowledge = call.knowledge();
        let history = person.record.history(knowledge);
        // Where the sessions have not helped, the refusal of the plan says what is left.
        let massage = !no_response(knowledge, &person.sheet, &history, call.now.today);
        if let Some(held) = crate::pages::track::held(call, &person, massage) {
            return Err(held);
        }
        let cleared = Cleared::of(knowledge, &person.sheet, person.id)
            .map_err(|not: NotCleared| refuse::not_cleared(call, &person, &not))?;
        let wishes::Typed { mut wishes, troubles } = wishes::Typed::read(call, &person, wished);
        let giver = |id: &str| knowledge.terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == id);
        let lesson =
            giver(TRAINED).is_some_and(|(_, index)| index == wishes.giver) && trained(call, open, &person).is_empty();
        if let Some((_, untrained)) = giver(UNTRAINED).filter(|_| lesson) {
            wishes.giver = untrained;
        }
        Ok(Self { person, cleared, wishes, history, troubles, lesson })
    }

    /// The frame of a page about this plan.
    fn frame(&self, call: &Call, page: &str, back: &str) -> Frame {
        Frame { know: call.house.assets.plan.clone(), ..call.frame(page, Some(back)).of(&self.person) }
    }

    /// The plan of the wishes; that which was taken goes on as it was chosen after relief.
    pub(crate) fn plan(&self, call: &Call) -> Result<Plan, NoPlan> {
        self.plan_with(call, &self.wishes).map(|plan| match self.upkeep(call) {
            Some(upkeep) => plan.thinned(upkeep),
            None => plan,
        })
    }

    /// The plan as it is taken now: one whose end has come begins anew.
    pub(crate) fn to_take(&self, call: &Call) -> Result<Plan, NoPlan> {
        let over = self.upkeep(call).is_some_and(|upkeep| upkeep.until < call.now.today);
        if over { self.plan_with(call, &self.wishes) } else { self.plan(call) }
    }

    /// How the plan that was taken goes on after relief; nothing for another one.
    fn upkeep(&self, call: &Call) -> Option<Upkeep> {
        let taken = self.person.record.plan.as_ref()?;
        let kept = read_wishes(call.knowledge(), Some(&taken.wishes)).ok()?;
        // Until the lesson has been gone through, somebody else may stand for the giver.
        let giver = if self.lesson { kept.giver } else { self.wishes.giver };
        let same = kept == Wishes { giver, ..self.wishes };
        same.then(|| upkeep::under_way(&self.person, call.now.today)).flatten()
    }

    /// Whether these wishes are those of the plan that was taken last.
    fn is_taken(&self, knowledge: &Knowledge) -> bool {
        let kept = wishes::kept(knowledge, &self.wishes);
        self.person.record.plan.as_ref().is_some_and(|taken| taken.wishes == kept)
    }

    /// The plan, or the page that says why there is none.
    pub(crate) fn planned(&self, call: &Call) -> Result<Plan, Reply> {
        self.plan(call).map_err(|no| refuse::refused(call, self, &no))
    }

    /// What the sessions of a plan are about, for the practice in which they are booked.
    pub(crate) fn about(&self, call: &Call, plan: &Plan) -> Option<Planned> {
        let (knowledge, sheet, today) = (call.knowledge(), &self.person.sheet, call.now.today);
        let composed = compose(knowledge, &self.cleared, sheet, self.person.id, today, Order::Plan(plan)).ok();
        let main = composed.and_then(|session| session.main_technique(knowledge));
        let technique = main.and_then(|index| knowledge.techniques.techniques.get(index));
        Some(Planned {
            course: knowledge.courses.courses.get(plan.course.course)?.id.clone(),
            technique: technique.map(|technique| technique.id.clone()),
        })
    }

    /// The wishes as the part of an address.
    pub(crate) fn query(&self, call: &Call) -> String {
        wishes::query(call.knowledge(), &self.wishes)
    }

    fn plan_with(&self, call: &Call, wishes: &Wishes) -> Result<Plan, NoPlan> {
        let (sheet, id, today) = (&self.person.sheet, self.person.id, call.now.today);
        plan(call.knowledge(), &self.cleared, sheet, id, today, wishes, &self.history)
    }
}
