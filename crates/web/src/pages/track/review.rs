//! The review: what the rules say, three buttons, one of them highlighted. What is chosen changes the plan.

use askama::Template;
use supple_care::adapt::{Act, Adapt, Way};

use super::{Sent, fresh_id, known, said, sent, under};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::{Cited, cite},
    record::{Person, outcomes},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "review.html")]
struct Page {
    f: Frame,
    v: Voice,
    form_id: String,
    /// When it was promised, and whether that is today or before.
    promised: Option<String>,
    due: bool,
    verdict: Vec<String>,
    /// What the highlighted rule says; nothing before the first session.
    first: Option<Ruled>,
    others: Vec<Ruled>,
    buttons: Vec<Button>,
    last: Option<String>,
}

/// A rule that holds.
struct Ruled {
    id: String,
    title: String,
    say: String,
    why: String,
    evidence: String,
    sources: Vec<Cited>,
    /// Whether the questions are to be answered again.
    again: bool,
}

/// One of the three ways.
struct Button {
    value: &'static str,
    say: String,
    hint: String,
    first: bool,
}

const WAYS: [Way; 3] = [Way::Continue, Way::Change, Way::Doctor];

/// What a rule says, why, and its sources.
pub(super) fn why(call: &Call, rule: &Adapt) -> (String, String, Vec<Cited>) {
    let v = &call.voice;
    (v.k(&rule.say), v.k(&rule.why), cite(call.knowledge(), v, &rule.sources))
}

fn ruled(call: &Call, rule: &Adapt) -> Ruled {
    let (say, why, sources) = why(call, rule);
    let v = &call.voice;
    Ruled {
        id: rule.id.clone(),
        title: v.k(&rule.title),
        say,
        why,
        evidence: v.t(&format!("evidence-{}", rule.evidence.id())),
        sources,
        again: matches!(rule.act, Act::Rescreen | Act::Pause),
    }
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    known(call).map_or_else(|reply| reply, |person| Reply::ok(&page(call, &person)))
}

fn page(call: &Call, person: &Person) -> Page {
    let (knowledge, v, today) = (call.knowledge(), &call.voice, call.now.today);
    let measures = &knowledge.measures;
    let situation = person.record.situation(knowledge, &person.sheet, today);
    let advice = situation.as_ref().map(|it| person.record.advice(knowledge, it)).unwrap_or_default();
    let highlighted = advice.first().map(|advice| advice.act.way());
    let mut rules = advice.iter().filter_map(|advice| measures.adapt.get(advice.rule)).map(|rule| ruled(call, rule));
    let judging = measures.instruments.get(measures.judge);
    let promised = person.record.course().and_then(|course| course.review);
    Page {
        f: call.track("review-page", "/").at(person.record.last_seq),
        v: v.clone(),
        form_id: fresh_id(call),
        due: promised.is_some_and(|day| day <= today),
        promised: promised.map(|day| v.date(day)),
        verdict: situation
            .as_ref()
            .zip(judging)
            .map(|(situation, judging)| said::verdict(v, judging, &situation.verdict))
            .unwrap_or_default(),
        first: rules.next(),
        others: rules.collect(),
        buttons: WAYS
            .into_iter()
            .map(|way| {
                let id = outcomes::way_id(way);
                Button {
                    value: id,
                    say: v.t(&format!("review-{id}")),
                    hint: v.t(&format!("review-{id}-hint")),
                    first: highlighted == Some(way),
                }
            })
            .collect(),
        last: person.record.outcomes.reviews.last().map(|last| {
            let way = v.t(&format!("review-{}", outcomes::way_id(last.way)));
            v.with("review-last", &[("way", way.into()), ("date", v.date(last.on).into())])
        }),
    }
}

/// Records what was chosen, and goes where it leads.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(way) = call.form.get("way").and_then(outcomes::way_of) else { return Reply::to("/review") };
    let to = match way {
        Way::Continue => "/plan",
        Way::Change => "/plan/courses",
        Way::Doctor => "/letter",
    };
    let Sent::New(id) = sent(call, &person) else { return Reply::to(to) };
    let knowledge = call.knowledge();
    let situation = person.record.situation(knowledge, &person.sheet, call.now.today);
    let advice = situation.map(|it| person.record.advice(knowledge, &it)).unwrap_or_default();
    let rule = advice.first().and_then(|advice| knowledge.measures.adapt.get(advice.rule));
    let course = person.record.course().map(|course| course.course.clone());
    let draft = outcomes::review(way, rule.map(|rule| rule.id.as_str()), course.as_deref());
    match call.write(open, &person, vec![under(call, draft, id)]) {
        Ok(_) => Reply::to(to),
        Err(reply) => reply,
    }
}
