//! The plan: what, where, how hard, how often, by whom, and what goes with it.

pub(crate) mod courses;
pub(crate) mod devices;
mod lines;
mod refuse;
mod show;
mod take;
pub(crate) mod week;
mod wishes;

pub(crate) use show::{show, why};
pub(crate) use take::take;

use supple_care::{
    Cleared, NotCleared,
    plan::{History, NoPlan, Plan, Wishes, plan},
};

use crate::{
    call::{Call, Reply},
    frame::Trouble,
    record::Person,
};

/// What a request for a page of the plan comes to.
struct Asked {
    person: Person,
    cleared: Cleared,
    wishes: Wishes,
    history: History,
    /// What is wrong with the wishes as they were typed.
    troubles: Vec<Trouble>,
}

impl Asked {
    /// The person, the clearance and the wishes of the address; or the page that says what is missing.
    fn of(call: &Call) -> Result<Self, Reply> {
        Self::with(call, &call.query)
    }

    /// The same with other wishes than those of the address, written in the same way.
    fn with(call: &Call, wished: &str) -> Result<Self, Reply> {
        let (_, person) = call.person()?;
        if person.record.answers.is_empty() && person.record.map.is_none() {
            return Err(Reply::to("/next"));
        }
        let knowledge = call.knowledge();
        if let Some(held) = crate::pages::track::held(call, &person) {
            return Err(held);
        }
        let cleared = Cleared::of(knowledge, &person.sheet, person.id)
            .map_err(|not: NotCleared| refuse::not_cleared(call, &person, &not))?;
        let typed = wishes::Typed::read(call, &person, wished);
        let history = person.record.history(knowledge);
        Ok(Self { person, cleared, wishes: typed.wishes, history, troubles: typed.troubles })
    }

    fn plan(&self, call: &Call) -> Result<Plan, NoPlan> {
        self.plan_with(call, &self.wishes)
    }

    fn plan_with(&self, call: &Call, wishes: &Wishes) -> Result<Plan, NoPlan> {
        let (sheet, id, today) = (&self.person.sheet, self.person.id, call.now.today);
        plan(call.knowledge(), &self.cleared, sheet, id, today, wishes, &self.history)
    }
}
