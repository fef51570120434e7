//! What the pages about progress say, for the terminal and for programs.

use std::sync::Arc;

use serde_json::{Value, json};
use supple_care::{Day, Knowledge, track::Verdict};
use supple_interop::dates;
use supple_store::Event;
use supple_words::Words;

use super::{Material, NoFile, Reader, letter, pdf, usual};
use crate::{
    pages::track::{
        compared, progress, said,
        series::{Look, Span, chart_of, plots},
    },
    record::{Record, course::Basis, outcomes::Unread},
    voice::Voice,
};

/// How it goes, as text and as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracked {
    /// Sentences, one a line.
    pub text: String,
    /// Schema 1: `today`, `measures: [{id, title, verdict?, better_percent?, says, scores: [{day, when, score}]}]`,
    /// `advice: [{rule, act, say}]`, `held`, `unread: [{entry, day, what, why}]`.
    pub json: Value,
}

/// The stable spelling of a verdict.
fn verdict_id(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::NotEnough(_) => "not-enough",
        Verdict::Worse(_) => "worse",
        Verdict::NoClearChange(_) => "no-clear-change",
        Verdict::BetterBelow(_) => "better-below",
        Verdict::Better { clearly: true, sure: true, .. } => "clearly-better",
        Verdict::Better { sure: true, .. } => "better",
        Verdict::Better { .. } => "better-unsure",
    }
}

/// The events of a record up to a day, each by the date where it happened.
#[must_use]
pub fn events_until(events: &[Event], day: Day) -> Vec<Event> {
    events.iter().filter(|event| crate::record::day_of(event) <= day).cloned().collect()
}

/// What the events of a record say on a day about how it goes, with the latest scores of each measure, so many at most; what
/// cannot be read is named with its place in the record and the reason. Events of later days belong to [`events_until`] first.
#[must_use]
pub fn tracked(knowledge: &Knowledge, words: Arc<Words>, events: &[Event], today: Day, rows: usize) -> Tracked {
    let v = Voice::new(words);
    let record = Record::fold(knowledge, events);
    let (sheet, _) = record.sheet(knowledge, today);
    let look = Look { knowledge, v: &v, record: &record, today, span: Span::All, rows };
    let plots = plots(look);
    let mut lines: Vec<String> = Vec::new();
    for plot in &plots {
        lines.push(plot.title.clone());
        lines.extend(plot.lines.iter().map(|line| format!("  {line}")));
        lines.extend(plot.rows.iter().map(|row| format!("  {}, {}: {}", row.date, row.when, row.score)));
        if plot.more > 0 {
            lines.push(format!("  {}", v.n("track-more-rows", "count", plot.more)));
        }
    }
    lines.extend(by_sessions(look));
    if plots.is_empty() {
        lines.push(v.t("verdict-nothing"));
    }
    lines.extend(unread(&v, &record, rows));
    lines.push(progress::reactions(&v, &record, "progress-reactions"));
    for reaction in record.outcomes.told_last().into_values().filter(|it| !it.what.is_empty()) {
        lines.push(format!("  {}", v.parts(&said::reaction(knowledge, &v, reaction))));
    }
    let advice = record.advice_today(knowledge, &sheet, today);
    let rules = || advice.iter().filter_map(|advice| knowledge.measures.adapt.get(advice.rule));
    lines.extend(rules().map(|rule| format!("{}: {}", rule.id, v.k(&rule.say))));
    let hold = record.hold(knowledge, &sheet, today);
    let held = hold.is_some() || advice.iter().any(|advice| advice.act.holds_sessions());
    if held {
        lines.push(v.t("held-title"));
        lines.extend(said::held_by_last(look, &sheet));
    }
    // The rule that holds is among those above; the person's own choice is none.
    if hold.is_some_and(|hold| hold.rule.is_none()) {
        lines.push(v.t("held-doctor"));
    }
    let judging = plots.iter().find(|plot| plot.judges).and_then(|plot| plot.verdict.as_ref());
    lines.extend(progress::beside(look, judging));
    lines.extend(progress::review(&v, &record, today));
    lines.extend(compared::said(knowledge, &v, &record, &sheet, today));
    let measures: Vec<Value> = plots
        .iter()
        .map(|plot| {
            let better = plot.verdict.and_then(|verdict| verdict.change());
            json!({
                "id": plot.id,
                "title": plot.title,
                "verdict": plot.verdict.as_ref().map(verdict_id),
                "better_percent": better.map(|change| said::of_hundred(change.at_least(0.0))),
                "says": plot.lines,
                "scores": plot.scores.iter().map(|entry| json!({
                    "day": dates::print(entry.day),
                    "when": entry.moment.id(),
                    "score": said::points(entry.score),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let told: Vec<Value> =
        rules().map(|rule| json!({ "rule": rule.id, "act": rule.act.id(), "say": v.k(&rule.say) })).collect();
    let json = json!({
        "schema": 1,
        "today": dates::print(today),
        "measures": measures,
        "advice": told,
        "held": held,
        "unread": record.outcomes.unread.iter().map(|it| json!({
            "entry": it.seq,
            "day": dates::print(it.on),
            "what": it.what,
            "why": it.why.id(),
        })).collect::<Vec<_>>(),
    });
    Tracked { text: lines.join("\n"), json }
}

/// What the course comes to by the pain before the sessions, where that judges instead of the weekly answers.
fn by_sessions(look: Look<'_>) -> Vec<String> {
    let Look { knowledge, v, record, .. } = look;
    let began = record.course_sessions(knowledge).iter().map(|session| session.on).min();
    let judged = began.and_then(|began| record.judged(knowledge, began, look.today));
    let judged = judged.filter(|judged| matches!(judged.basis, Basis::Sessions(_)));
    let known = judged.and_then(|judged| Some((knowledge.measures.instruments.get(judged.instrument)?, judged)));
    known.map_or_else(Vec::new, |(instrument, judged)| {
        said::judgement(v, instrument, (&judged.verdict, judged.seen(record.reached(look.today))), judged.basis, false)
    })
}

/// What cannot be read: how many answers, and so many of them with the reason.
fn unread(v: &Voice, record: &Record, rows: usize) -> Vec<String> {
    let all = &record.outcomes.unread;
    if all.is_empty() {
        return Vec::new();
    }
    let line = |it: &Unread| {
        let why = v.t(&format!("unread-{}", it.why.id()));
        let entry = i64::try_from(it.seq).unwrap_or(i64::MAX);
        let what: String = it.what.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        let args =
            [("entry", entry.into()), ("date", v.date(it.on).into()), ("what", what.into()), ("why", why.into())];
        format!("  {}", v.with("unread-line", &args))
    };
    let more = all.len().saturating_sub(rows);
    let more = (more > 0).then(|| format!("  {}", v.n("track-more-rows", "count", more)));
    std::iter::once(v.n("progress-unread", "count", all.len()))
        .chain(all.iter().take(rows).map(line))
        .chain(more)
        .collect()
}

/// So much of a name is shown that nobody knows.
const LONGEST: usize = 60;

/// A letter that is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// What is known.
    pub knowledge: &'a Knowledge,
    /// The events of the record, none of a later day: see [`events_until`].
    pub events: &'a [Event],
    /// The name that stands in it.
    pub name: &'a str,
    /// The day.
    pub today: Day,
    /// Who reads it.
    pub reader: Reader,
}

impl Written<'_> {
    /// The letter as a PDF, with the chosen parts or those that are usual for its reader.
    ///
    /// # Errors
    /// No font of this machine has some of its letters; a font cannot be read.
    pub fn pdf(&self, words: Arc<Words>, parts: Option<&[&str]>) -> Result<Vec<u8>, NoFile> {
        let v = Voice::new(words);
        let record = Record::fold(self.knowledge, self.events);
        let (sheet, _) = record.sheet(self.knowledge, self.today);
        let (name, today) = (self.name, self.today);
        let material = Material { knowledge: self.knowledge, v: &v, record: &record, sheet: &sheet, name, today };
        let chosen = |part| parts.map_or_else(|| usual(self.reader, part), |parts| parts.contains(&part));
        pdf(&letter(&material, self.reader, chosen), &v)
    }
}

/// What the measure that judges says of the course under way, from the events of a record: the stable spelling of the verdict,
/// nothing before the first session.
#[must_use]
pub fn judged(knowledge: &Knowledge, events: &[Event], today: Day) -> Option<&'static str> {
    let record = Record::fold(knowledge, events);
    let began = record.course_sessions(knowledge).iter().map(|session| session.on).min()?;
    record.judged(knowledge, began, today).map(|judged| verdict_id(&judged.verdict))
}

/// The chart of the measure that judges, as an SVG drawing; nothing without answers.
#[must_use]
pub fn chart_svg(knowledge: &Knowledge, words: Arc<Words>, events: &[Event], today: Day) -> Option<String> {
    let v = Voice::new(words);
    let record = Record::fold(knowledge, events);
    let look = Look { knowledge, v: &v, record: &record, today, span: Span::All, rows: 0 };
    chart_of(look).map(|chart| chart.svg())
}
