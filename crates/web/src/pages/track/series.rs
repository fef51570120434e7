//! One measure at one place: its sentence, its drawing, its table.

use std::collections::BTreeMap;

use supple_care::{
    Day, Knowledge, PlaceId,
    measure::{Better, Entry, Instrument, Moment, Score},
    track::{Series, Verdict, judge_or_first, responds, seen, unless_idle},
};
use uuid::Uuid;

use super::{
    chart::{Chart, Dot},
    said,
};
use crate::{
    record::{Record, course::Basis, outcomes::Scored},
    voice::Voice,
};

/// The most rows of one table, where nobody says otherwise.
pub(crate) const ROWS: usize = 60;

/// How far back is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Week,
    Month,
    All,
}

impl Span {
    pub(crate) const EVERY: [(Self, &'static str); 3] =
        [(Self::Week, "week"), (Self::Month, "month"), (Self::All, "all")];

    fn days(self) -> Option<i32> {
        match self {
            Self::Week => Some(7),
            Self::Month => Some(31),
            Self::All => None,
        }
    }
}

/// What is asked of a record.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) v: &'a Voice,
    pub(crate) record: &'a Record,
    pub(crate) today: Day,
    pub(crate) span: Span,
    /// The most rows of one table.
    pub(crate) rows: usize,
}

/// A measure at a place as it is shown.
pub(crate) struct Plot {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) judges: bool,
    /// The verdict; nothing for what is only noted, and before a course.
    pub(crate) verdict: Option<Verdict>,
    pub(crate) lines: Vec<String>,
    pub(crate) direction: String,
    pub(crate) svg: String,
    pub(crate) stems: bool,
    /// Whether it shows the band of the change that matters.
    pub(crate) band: bool,
    /// Whether any of it was asked for a session that somebody known gave.
    pub(crate) seats: bool,
    pub(crate) rows: Vec<Row>,
    /// All scores, in the order of their days.
    pub(crate) scores: Vec<Entry>,
    /// Rows that are left out of the table.
    pub(crate) more: usize,
}

/// One line of the table.
pub(crate) struct Row {
    pub(crate) date: String,
    pub(crate) when: String,
    pub(crate) score: String,
    pub(crate) by: String,
    /// Whether it is from before the present pain.
    pub(crate) earlier: bool,
}

/// Every measure with scores, the one that judges first.
pub(crate) fn plots(look: Look<'_>) -> Vec<Plot> {
    let measures = &look.knowledge.measures;
    let mut groups: BTreeMap<(bool, usize, Option<u8>), Vec<&Scored>> = BTreeMap::new();
    for scored in &look.record.outcomes.scores {
        let place = scored.entry.place.map(|place| place.0);
        let key = (scored.instrument != measures.judge, scored.instrument, place);
        groups.entry(key).or_default().push(scored);
    }
    let known = groups.into_iter().filter_map(|((_, index, place), scores)| {
        Some((measures.instruments.get(index)?, index, place.map(PlaceId), scores))
    });
    known.filter_map(|(instrument, index, place, scores)| plot(look, instrument, index, place, scores)).collect()
}

/// A verdict with the change that was seen in the answers.
type Found = (Verdict, Option<Score>);

/// The verdict with the change that was seen in the answers, and the day of the first answer where that stands for the beginning. One session is no judge: what is asked
/// before and after each gets none.
fn judged(
    look: Look<'_>,
    instrument: &Instrument,
    index: usize,
    place: Option<PlaceId>,
) -> Option<(Found, Option<Day>)> {
    if instrument.moments.contains(&Moment::Before) {
        return None;
    }
    let began = look.record.course_sessions(look.knowledge).iter().map(|session| session.on).min()?;
    let series = look.knowledge.measures.series(instrument, began)?;
    let today = look.record.reached(look.today);
    let entries = look.record.of_complaint(look.knowledge, index, place, today);
    let (verdict, from) = judge_or_first(&series, &entries, today);
    let counted = Series { began: from.unwrap_or(series.began), ..series };
    let found = (unless_idle(&counted, &entries, verdict), seen(&counted, &entries, today));
    Some((found, from))
}

fn plot(
    look: Look<'_>,
    instrument: &Instrument,
    index: usize,
    place: Option<PlaceId>,
    mut scores: Vec<&Scored>,
) -> Option<Plot> {
    let (v, knowledge) = (look.v, look.knowledge);
    scores.sort_by_key(|scored| (scored.entry.day, scored.entry.order, scored.entry.moment));
    let (first, last) = (scores.first()?, scores.last()?);
    let (first_day, last_day) = (first.entry.day, last.entry.day);
    let stems = instrument.moments.contains(&Moment::Before);
    let (found, from_first) = judged(look, instrument, index, place).unzip();
    let today = look.record.reached(look.today);
    let from = look.span.days().map_or(first_day, |days| today.plus(-days));
    let to = look.span.days().map_or(last_day, |_| today);
    let title = match place {
        Some(place) => {
            let args = [("title", v.k(&instrument.title).into()), ("place", v.place_of(knowledge, place).into())];
            v.with("track-title-place", &args)
        }
        None => v.k(&instrument.title),
    };
    let lines = match &found {
        Some((verdict, seen)) => {
            let basis = from_first.flatten().map_or(Basis::Weekly, Basis::First);
            let began = look.record.course_sessions(knowledge).iter().map(|session| session.on).min();
            let older = began.is_some_and(|began| look.record.asked_until(index, place, began));
            let mut lines = said::judgement(v, instrument, (verdict, *seen), basis, older);
            if verdict.change().is_some()
                && scores
                    .iter()
                    .find(|scored| !look.record.is_earlier(look.knowledge, scored.entry.day))
                    .is_some_and(|first| first.entry.score == Score(0))
            {
                lines.push(v.t("verdict-no-percent"));
            }
            lines
        }
        None if stems => vec![v.t("verdict-one-session")],
        None if instrument.change.is_some() && look.record.sessions.iter().any(|it| it.over && it.is_massage()) => {
            vec![v.t("verdict-no-course-since")]
        }
        None if instrument.change.is_some() => vec![v.t("verdict-no-course")],
        None => Vec::new(),
    };
    let chart = chart(look, instrument, &scores, &title, (from, to));
    let within: Vec<&&Scored> = scores.iter().filter(|scored| scored.entry.day >= from).collect();
    let rows = within.iter().rev().take(look.rows).map(|scored| row(look, instrument, scored)).collect();
    Some(Plot {
        id: match place.and_then(|place| knowledge.place(place)) {
            Some(place) => format!("{}-{}", instrument.id, place.id),
            None => instrument.id.clone(),
        },
        title,
        judges: index == knowledge.measures.judge,
        verdict: found.map(|(verdict, _)| verdict),
        lines,
        direction: said::direction(v, instrument.better),
        svg: if within.is_empty() { String::new() } else { chart.svg() },
        band: chart.band.is_some(),
        stems,
        seats: scores.iter().any(|scored| scored.practice.is_some()),
        rows,
        scores: scores.iter().map(|scored| scored.entry).collect(),
        more: within.len().saturating_sub(look.rows),
    })
}

fn chart(look: Look<'_>, instrument: &Instrument, scores: &[&Scored], title: &str, (from, to): (Day, Day)) -> Chart {
    let (v, knowledge) = (look.v, look.knowledge);
    let (low, high) = instrument.bounds();
    Chart {
        title: v.s("chart-label", "title", title),
        from,
        to,
        band: band(look, instrument, scores, (low, high)),
        bounds: (low.0 / Score::PER_POINT, high.0 / Score::PER_POINT),
        marks: look
            .record
            .outcomes
            .happened_by_day()
            .into_iter()
            .zip(1..)
            .map(|(it, number)| (it.on, number))
            .collect(),
        gap_days: knowledge.measures.tracking.gap_days,
        labels: labels(v, from, to, look.today),
        dots: dots(scores, instrument.moments.contains(&Moment::Before)),
    }
}

/// The chart of the measure that judges; nothing without answers.
pub(crate) fn chart_of(look: Look<'_>) -> Option<Chart> {
    let index = look.knowledge.measures.judge;
    let instrument = look.knowledge.measures.instruments.get(index)?;
    let mut scores: Vec<&Scored> = look.record.outcomes.scores.iter().filter(|it| it.instrument == index).collect();
    scores.sort_by_key(|scored| (scored.entry.day, scored.entry.order));
    let (from, to) = (scores.first()?.entry.day, scores.last()?.entry.day);
    Some(chart(look, instrument, &scores, &look.v.k(&instrument.title), (from, to)))
}

/// The dots: one for each score; where it is asked before and after a session, one for each session.
fn dots(scores: &[&Scored], stems: bool) -> Vec<Dot> {
    let dot = |scored: &Scored, before: Option<i32>| Dot {
        day: scored.entry.day,
        score: scored.entry.score.0,
        before,
        practice: scored.practice,
    };
    if !stems {
        return scores.iter().map(|scored| dot(scored, None)).collect();
    }
    let before: BTreeMap<Uuid, i32> = scores
        .iter()
        .filter(|scored| scored.entry.moment == Moment::Before)
        .filter_map(|scored| Some((scored.session?, scored.entry.score.0)))
        .collect();
    let after = scores.iter().filter(|scored| scored.entry.moment == Moment::After);
    after.map(|scored| dot(scored, scored.session.and_then(|session| before.get(&session).copied()))).collect()
}

/// From the first score that is a response on to the best one there is.
fn band(look: Look<'_>, instrument: &Instrument, scores: &[&Scored], bounds: (Score, Score)) -> Option<(i32, i32)> {
    let change = instrument.change?;
    let began = look.record.course_sessions(look.knowledge).iter().map(|session| session.on).min()?;
    let sessions = instrument.moments.contains(&Moment::Before);
    let since = look.record.complaint_since(look.knowledge).filter(|since| *since <= began);
    let beginning = scores
        .iter()
        .filter(|scored| since.is_none_or(|since| scored.entry.day >= since))
        .filter(|scored| scored.entry.day <= began && (!sessions || scored.entry.moment == Moment::Before))
        .max_by_key(|scored| (scored.entry.day, scored.entry.order))?;
    let before = beginning.entry.score;
    let best = match instrument.better {
        Better::Lower => bounds.0,
        Better::Higher => bounds.1,
    };
    let room = instrument.better.gain(before, best).0;
    let least = (1..=room).find(|gain| {
        let after = match instrument.better {
            Better::Lower => Score(before.0 - gain),
            Better::Higher => Score(before.0 + gain),
        };
        responds(change, instrument.better, before, after).0
    })?;
    let edge = match instrument.better {
        Better::Lower => before.0 - least,
        Better::Higher => before.0 + least,
    };
    Some((edge, best.0))
}

fn row(look: Look<'_>, instrument: &Instrument, scored: &Scored) -> Row {
    let v = look.v;
    Row {
        date: v.date(scored.entry.day),
        when: v.t(&format!("moment-{}", scored.entry.moment.id())),
        score: said::score(v, instrument, scored.entry.score),
        by: match scored.practice {
            Some(true) => v.t("track-practice"),
            Some(false) => v.t("track-home"),
            None => String::new(),
        },
        earlier: look.record.is_earlier(look.knowledge, scored.entry.day),
    }
}

/// What stands below the days: each day once.
fn labels(v: &Voice, from: Day, to: Day, today: Day) -> [String; 3] {
    let year = |day: Day| supple_interop::dates::date(day).year();
    // Without the year it is read as a day of this one.
    let dated = year(from) != year(today) || year(to) != year(today);
    let short = |day: Day| short(v, day, dated);
    let (days, middle) = (to.days_since(from), from.plus(to.days_since(from) / 2));
    let named = |day: Day, wanted: bool| if wanted { short(day) } else { String::new() };
    [short(from), named(middle, days >= 4), named(to, days > 0)]
}

/// "21 November", with the year where that is to be said.
fn short(v: &Voice, day: Day, dated: bool) -> String {
    let date = supple_interop::dates::date(day);
    let month = v.t(&format!("month-{}", date.month()));
    let mut args = vec![("day", date.day().to_string().into()), ("month", month.into())];
    if dated {
        args.push(("year", date.year().to_string().into()));
        return v.with("chart-date-year", &args);
    }
    v.with("chart-date", &args)
}
