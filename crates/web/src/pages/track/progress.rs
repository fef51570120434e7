//! Progress: the sentence first, then a chart for each measure and place, and the same numbers in a table.

use askama::Template;
use supple_care::{Day, Knowledge, track::Verdict};

use super::{
    compared,
    first::First,
    known,
    open::{OpenSign, open_signs},
    said,
    series::{Look, Plot, ROWS, Span, plots},
    upkeep,
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::{Record, course::Basis, outcomes::Reacted},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "progress.html")]
struct Page {
    f: Frame,
    v: Voice,
    first_of_all: Option<First>,
    /// The verdict of the measure that judges; what is missing where there is none.
    lead: Vec<String>,
    /// What may have happened without any massage.
    beside: Vec<String>,
    spans: Vec<(String, String, bool)>,
    plots: Vec<Plot>,
    /// What happened beside the massage, in the order of its numbers.
    happened: Vec<String>,
    compared: Option<String>,
    reactions: String,
    /// What was told of each, the latest first.
    told: Vec<String>,
    /// The spacing and the end that were chosen after relief.
    fewer: Option<String>,
    /// Whether the massages wait.
    held: bool,
    /// That it is coming back, where it is.
    back: Option<String>,
    /// Warnings after massages that have neither gone nor been looked at.
    open: Vec<OpenSign>,
    /// When the review is, or that it is due.
    review: Option<String>,
    unread: usize,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let (knowledge, v, record) = (call.knowledge(), &call.voice, &person.record);
    let wished = call.wish("span").unwrap_or("all");
    let span = Span::EVERY.into_iter().find(|(_, id)| *id == wished).map_or(Span::All, |(span, _)| span);
    let look = Look { knowledge, v, record, today: call.now.today, span, rows: ROWS };
    let plots = plots(look);
    let judged = plots.iter().find(|plot| plot.judges);
    let spans = Span::EVERY.into_iter().map(|(one, id)| (id.to_owned(), v.t(&format!("span-{id}")), one == span));
    let any = record.sessions.iter().any(|session| session.over) || !record.outcomes.told_last().is_empty();
    let happened = record.outcomes.happened_by_day().into_iter().map(|it| {
        let known = knowledge.measures.tracking.events.iter().find(|known| known.id == it.what);
        let what = known.map_or_else(|| v.t("record-other"), |known| v.k(&known.say));
        let line = v.with("track-happened", &[("what", what.into()), ("date", v.date(it.on).into())]);
        let earlier = record.is_earlier(knowledge, it.on);
        if earlier { v.parts(&[line, v.t("track-earlier")]) } else { line }
    });
    Reply::ok(&Page {
        f: call.track("progress-page", "/").at(record.last_seq),
        v: v.clone(),
        first_of_all: First::of(call, &person),
        lead: lead(look, judged).into_iter().chain(said::held_by_last(look, &person.sheet)).collect(),
        told: told(knowledge, v, record),
        fewer: upkeep::fewer(v, &person, call.now.today),
        held: record.hold(knowledge, &person.sheet, call.now.today).is_some(),
        beside: beside(look, judged.and_then(|plot| plot.verdict.as_ref())),
        spans: spans.collect(),
        happened: happened.collect(),
        compared: compared::said(knowledge, v, record, &person.sheet, call.now.today),
        reactions: if any { reactions(v, record, "progress-reactions") } else { String::new() },
        back: said::coming_back(knowledge, v, &person, call.now.today),
        open: open_signs(call, &person),
        review: review(v, record, call.now.today),
        unread: record.outcomes.unread.len(),
        plots,
    })
}

/// What the course comes to, in words: by the measure that judges, else by what there is.
fn lead(look: Look<'_>, judged: Option<&Plot>) -> Vec<String> {
    let (v, record) = (look.v, look.record);
    let began = record.course_sessions(look.knowledge).iter().map(|session| session.on).min();
    let course = began.and_then(|began| record.judged(look.knowledge, began, look.today));
    let instruments = &look.knowledge.measures.instruments;
    let course = course.as_ref().and_then(|judged| Some((judged, instruments.get(judged.instrument)?)));
    let mut lines = match course {
        Some((by, instrument)) if matches!(by.basis, Basis::Sessions(_)) => {
            said::judgement(v, instrument, (&by.verdict, by.seen(record.reached(look.today))), by.basis, false)
        }
        _ => judged.map_or_else(|| vec![v.t("verdict-nothing")], |plot| plot.lines.clone()),
    };
    lines.extend(
        course.and_then(|(by, instrument)| said::newest_without(v, instrument, by, record.reached(look.today))),
    );
    lines
}

/// The review that is still to come, or that is due; nothing once it was answered.
pub(crate) fn review(v: &Voice, record: &Record, today: Day) -> Option<String> {
    let day = record.review_promised()?;
    Some(v.s(if day > today { "progress-review" } else { "progress-review-due" }, "date", &v.date(day)))
}

/// Each reaction as it was told last, the latest first.
fn told(knowledge: &Knowledge, v: &Voice, record: &Record) -> Vec<String> {
    let mut told: Vec<_> = record.outcomes.told_last().into_values().filter(|it| !it.what.is_empty()).collect();
    told.sort_by_key(|it| std::cmp::Reverse(it.seq));
    let line = |it: &Reacted| {
        let what = v.parts(&said::reaction(knowledge, v, it));
        v.with("track-reaction", &[("what", what.into()), ("when", said::when(v, record, it).into())])
    };
    told.into_iter().map(line).collect()
}

/// What gets better by itself: pain of a few weeks, and beginnings on a bad day.
pub(crate) fn beside(look: Look<'_>, verdict: Option<&Verdict>) -> Vec<String> {
    let better = matches!(verdict, Some(Verdict::Better { .. } | Verdict::BetterBelow(_)));
    let mut lines = Vec::new();
    lines.extend(said::earlier(look));
    lines.extend(said::younger(look, "track-younger"));
    lines.extend(by_itself(look, better, ["progress-recovery", "progress-regression"]));
    lines
}

/// How much of a gain would have come by itself: with young pain, and from a bad day on.
pub(crate) fn by_itself(look: Look<'_>, better: bool, [recovery, regression]: [&str; 2]) -> Vec<String> {
    let mut lines = Vec::new();
    // What counts is how old the pain was when the course began: the gain since is partly its own.
    let began =
        look.record.course_sessions(look.knowledge).iter().map(|session| session.on).min().unwrap_or(look.today);
    if better && look.record.is_young(look.knowledge, began) {
        lines.push(look.v.t(recovery));
    }
    if better {
        lines.push(look.v.t(regression));
    }
    lines
}

/// How many sessions had a reaction: counted, never guessed for those that nobody asked about.
pub(crate) fn reactions(v: &Voice, record: &Record, key: &str) -> String {
    let sessions = record.sessions.iter().filter(|session| session.over && session.is_massage()).count();
    let asked = record.outcomes.told_last();
    let some = asked.values().filter(|it| !it.what.is_empty()).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    v.with(
        key,
        &[("some", number(some).into()), ("asked", number(asked.len()).into()), ("sessions", number(sessions).into())],
    )
}
