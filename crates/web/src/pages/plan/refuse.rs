//! Why there is no plan, every reason at once, and what is left.

use askama::Template;
use supple_care::{
    NotCleared,
    plan::{NoPlan, Problem},
};
use supple_interop::plan::problem_id;

use super::{
    Asked,
    lines::{Line, Sources, barriers, beside},
    wishes::WishForm,
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{next, parts::Cited, session::page::no_plan},
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "noplan.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    problems: Vec<String>,
    instead: Vec<Line>,
    /// Whether the giver's lesson comes first.
    lesson: bool,
    /// Where the question is that renews the clearance.
    renew: Option<String>,
    form: Option<WishForm>,
    /// What is wrong with the fields of the form.
    troubles: Vec<Trouble>,
    sources: Vec<Cited>,
}

/// There is no clearance: its questions or its answers come first.
pub(super) fn not_cleared(call: &Call, person: &Person, not: &NotCleared) -> Reply {
    no_plan(call, person, matches!(not, NotCleared::NotSettled))
}

/// There is no plan with these wishes.
pub(super) fn refused(call: &Call, asked: &Asked, no: &NoPlan) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut sources = Sources::default();
    let left = no.instead.iter().filter_map(|index| knowledge.courses.activities.get(*index));
    let instead = left.map(|activity| beside(v, activity, &mut sources)).collect();
    let renews = |problem: &Problem| matches!(problem, Problem::Clearance(_) | Problem::OtherAnswers);
    Reply::again(&Page {
        f: asked.frame(call, "noplan-page", "/plan"),
        v: v.clone(),
        title: v.t(if no.problems == [Problem::NoResponse] { "held-title" } else { "noplan-title" }),
        problems: no.problems.iter().map(|problem| say(call, problem)).collect(),
        instead,
        lesson: asked.lesson,
        renew: no.problems.iter().any(renews).then(|| next::path(knowledge, &asked.person)),
        form: Some(WishForm::of(call, &asked.wishes, None, &asked.troubles)),
        troubles: asked.troubles.clone(),
        sources: sources.cited(knowledge, v),
    })
}

/// One reason, in a sentence.
pub(super) fn say(call: &Call, problem: &Problem) -> String {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (code, minutes) = problem_id(problem);
    let key = format!("noplan-{code}");
    match problem {
        Problem::Course(index, found) => {
            let course = knowledge.courses.courses.get(*index).map_or_else(String::new, |course| v.k(&course.title));
            v.with(&key, &[("course", course.into()), ("why", barriers(v, found).into())])
        }
        Problem::Refused(index) => {
            let site = knowledge.techniques.sites.get(*index).and_then(|site| site.refused.as_ref());
            v.s(&key, "why", &site.map_or_else(String::new, |why| v.k(why)))
        }
        Problem::TooLittle(index, minutes) => {
            let course = knowledge.courses.courses.get(*index).map_or_else(String::new, |course| v.k(&course.title));
            v.with(&key, &[("course", course.into()), ("minutes", i64::from(*minutes).into())])
        }
        Problem::NoCourse(found) => v.s(&key, "why", &barriers(v, found)),
        _ => v.n(&key, "minutes", minutes.unwrap_or(0)),
    }
}
