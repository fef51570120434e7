//! The review: what the rules say, three buttons, one of them highlighted. What is chosen changes the plan.

use askama::Template;
use supple_care::{
    Day,
    adapt::{Act, Adapt, Advice, Way},
};
use supple_interop::dates;

use super::{
    Sent,
    first::First,
    fresh_id, known,
    open::{OpenSign, open_signs},
    said, sent,
    series::{Look, Span},
    under, upkeep,
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    pages::parts::{Cited, cite},
    record::{Person, outcomes},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "review.html")]
struct Page {
    f: Frame,
    v: Voice,
    first_of_all: Option<First>,
    form_id: String,
    /// When it was promised, and whether that is today or before.
    promised: Option<String>,
    due: bool,
    verdict: Vec<String>,
    /// What the highlighted rule says; nothing before the first session.
    first: Option<Ruled>,
    others: Vec<Ruled>,
    buttons: Vec<Button>,
    /// After relief: how the massages get fewer and end.
    upkeep: Option<upkeep::Offer>,
    /// The spacing and the end that were chosen.
    fewer: Option<String>,
    /// Whether it is asked if a clinician has looked at it, who and when: only that opens the way again.
    seen: bool,
    ticked: bool,
    seen_by: String,
    seen_on: String,
    seen_error: Option<String>,
    by_error: Option<String>,
    on_error: Option<String>,
    troubles: Vec<Trouble>,
    /// Warnings after massages that have neither gone nor been looked at.
    open: Vec<OpenSign>,
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
    /// The questions that come first, as an address.
    measure: Option<String>,
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
        measure: (rule.act == Act::Measure).then(|| judge(call)),
    }
}

/// Where the measure that judges is asked for.
fn judge(call: &Call) -> String {
    let measures = &call.knowledge().measures;
    measures.instruments.get(measures.judge).map_or_else(|| "/check-in".to_owned(), |it| format!("/check-in/{}", it.id))
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    known(call).map_or_else(|reply| reply, |person| Reply::ok(&page(call, &person, Vec::new())))
}

fn page(call: &Call, person: &Person, troubles: Vec<Trouble>) -> Page {
    let (knowledge, v, today) = (call.knowledge(), &call.voice, call.now.today);
    let measures = &knowledge.measures;
    let advice = person.record.advice_today(knowledge, &person.sheet, today);
    let first_of_all = First::of(call, person);
    // Where questions come first none of the three fits yet.
    let asks = |advice: &&Advice| {
        advice.act == Act::Measure || measures.adapt.get(advice.rule).is_some_and(|rule| rule.needs.open)
    };
    let fitting = advice.first().filter(|advice| !asks(advice)).map(|advice| advice.act.way());
    let highlighted = if first_of_all.is_some() { Some(Way::Doctor) } else { fitting };
    let relief = advice.first().is_some_and(|advice| advice.act == Act::Upkeep);
    let held = person.record.hold(knowledge, &person.sheet, today).is_some();
    let mut rules = advice.iter().filter_map(|advice| measures.adapt.get(advice.rule)).map(|rule| ruled(call, rule));
    let promised = person.record.review_promised();
    Page {
        f: call.track("review-page", "/").at(person.record.last_seq),
        v: v.clone(),
        first_of_all,
        form_id: fresh_id(call),
        seen: held,
        ticked: call.form.has("seen"),
        seen_by: call.form.get("seen_by").unwrap_or_default().to_owned(),
        seen_on: call.form.get("seen_on").unwrap_or_default().to_owned(),
        seen_error: beside(&troubles, "seen"),
        by_error: beside(&troubles, "seen_by"),
        on_error: beside(&troubles, "seen_on"),
        troubles,
        open: open_signs(call, person),
        upkeep: relief.then(|| upkeep::offer(call, person)).flatten(),
        fewer: upkeep::fewer(v, person, today),
        due: promised.is_some_and(|day| day <= today),
        promised: promised.map(|day| v.date(day)),
        verdict: verdict(call, person),
        first: rules.next(),
        others: rules.collect(),
        buttons: WAYS
            .into_iter()
            .map(|way| {
                let id = outcomes::way_id(way);
                Button {
                    value: id,
                    say: v.t(&format!("review-{id}")),
                    hint: v.t(&if held && way == Way::Continue {
                        "review-continue-held".to_owned()
                    } else {
                        format!("review-{id}-hint")
                    }),
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

/// What the course comes to, and what that rests on; nothing before its first session.
fn verdict(call: &Call, person: &Person) -> Vec<String> {
    let (knowledge, v, record) = (call.knowledge(), &call.voice, &person.record);
    let began = record.course_sessions(knowledge).iter().map(|session| session.on).min();
    let judged = began.and_then(|began| record.judged(knowledge, began, call.now.today));
    let look = Look { knowledge, v, record, today: call.now.today, span: Span::All, rows: 0 };
    let held = said::held_by_last(look, &person.sheet);
    let mut lines: Vec<String> = judged
        .and_then(|judged| Some((knowledge.measures.instruments.get(judged.instrument)?, judged)))
        .map(|(instrument, judged)| {
            let older = began.is_some_and(|began| record.asked_until(judged.instrument, None, began));
            let mut lines = said::judgement(
                v,
                instrument,
                (&judged.verdict, judged.seen(record.reached(call.now.today))),
                judged.basis,
                older,
            );
            lines.extend(said::newest_without(v, instrument, &judged, record.reached(call.now.today)));
            lines
        })
        .unwrap_or_default();
    lines.extend(held);
    lines
}

/// Who has looked at it, and when; nothing where nobody says so. A day before it was told says nothing about it.
fn seen(call: &Call, person: &Person) -> Result<Option<(String, Day)>, Vec<Trouble>> {
    let (v, form, today) = (&call.voice, &call.form, call.now.today);
    let (by, on) = (form.text("seen_by").unwrap_or_default(), form.text("seen_on"));
    if !form.has("seen") {
        let trouble = || vec![Trouble::new("seen", v.t("review-seen-untick"))];
        return if by.is_empty() && on.is_none() { Ok(None) } else { Err(trouble()) };
    }
    let mut troubles = Vec::new();
    if by.is_empty() {
        troubles.push(Trouble::new("seen_by", v.t("review-seen-by-missing")));
    }
    let day = on.and_then(dates::parse);
    let told = person.record.open_signs().last().map(|told| told.on);
    match (day, told) {
        (None, _) => troubles.push(Trouble::new("seen_on", v.t("review-seen-on-missing"))),
        (Some(day), _) if day > today => troubles.push(Trouble::new("seen_on", v.t("review-seen-on-future"))),
        (Some(day), Some(told)) if day < told => {
            troubles.push(Trouble::new("seen_on", v.s("review-seen-on-before", "date", &v.date(told))));
        }
        (Some(_), _) => {}
    }
    match day {
        Some(day) if troubles.is_empty() => Ok(Some((by.to_owned(), day))),
        _ => Err(troubles),
    }
}

/// When a course that goes on is looked at again: as long after today as its plan said, where the promised day has come.
fn next(call: &Call, person: &Person) -> Option<Day> {
    let today = call.now.today;
    let taken = person.record.course()?;
    let known = call.knowledge().courses.courses.iter().find(|course| course.id == taken.course)?;
    let due = person.record.review_promised().is_none_or(|day| day <= today);
    due.then(|| today.plus(i32::from(known.review_days)))
}

/// Records what was chosen, and goes where it leads.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(way) = call.form.get("way").and_then(outcomes::way_of) else { return Reply::to("/review") };
    let to = match way {
        Way::Doctor => "/letter",
        // Without today's answers there is no plan to go on with: they come first.
        Way::Continue | Way::Change if !person.standing.settled => "/again",
        Way::Continue => "/plan",
        Way::Change => "/change",
    };
    let Sent::New(id) = sent(call, &person) else { return Reply::to(to) };
    let knowledge = call.knowledge();
    let advice = person.record.advice_today(knowledge, &person.sheet, call.now.today);
    let rule = advice.first().and_then(|advice| knowledge.measures.adapt.get(advice.rule));
    let course = person.record.course().map(|course| course.course.clone());
    let seen = match seen(call, &person) {
        Ok(seen) => seen.filter(|_| way != Way::Doctor),
        Err(troubles) => return Reply::again(&page(call, &person, troubles)),
    };
    let draft = outcomes::review(
        way,
        rule.map(|rule| rule.id.as_str()),
        course.as_deref(),
        seen.as_ref().map(|(by, on)| (by.as_str(), *on)),
        (way == Way::Continue).then(|| next(call, &person)).flatten(),
    );
    let relief = advice.first().is_some_and(|advice| advice.act == Act::Upkeep) && way == Way::Continue;
    let fewer = relief.then(|| upkeep::chosen(call, &person)).flatten();
    let to = if fewer.is_some() { "/review" } else { to };
    let drafts = [under(call, draft, id)].into_iter().chain(fewer).collect();
    match call.write(open, &person, drafts) {
        // What nobody has looked at goes on waiting, and says why.
        Ok(after) if way == Way::Continue && after.record.hold(knowledge, &after.sheet, call.now.today).is_some() => {
            Reply::to("/tonight")
        }
        Ok(_) => Reply::to(to),
        Err(reply) => reply,
    }
}
