//! Scores and verdicts in words: the plain sentence first, then how sure it is, in a word and as a number.

use supple_care::{
    Day, Knowledge, Sheet,
    measure::{Better, Instrument, Moment, Score},
    track::{Estimate, NotEnough, Verdict},
};
use supple_words::Arg;

use super::series::Look;
use crate::{
    record::{
        Person, Record,
        course::{Basis, Judged, NoWeek},
        outcomes::Reacted,
    },
    voice::Voice,
};

/// How bad a reaction was.
pub(crate) const BAD: [&str; 3] = ["mild", "moderate", "severe"];

/// A score as it is shown: with one decimal where it has one.
pub(crate) fn points(score: Score) -> String {
    let tenths = score.shown_tenths();
    let whole = tenths / 10;
    match (tenths % 10).abs() {
        0 => whole.to_string(),
        rest if tenths < 0 && whole == 0 => format!("-0.{rest}"),
        rest => format!("{whole}.{rest}"),
    }
}

/// "5.3 of 10", or the name of the answer where each has one.
pub(crate) fn score(v: &Voice, instrument: &Instrument, score: Score) -> String {
    let (low, high) = instrument.bounds();
    if let [item] = instrument.items.as_slice()
        && !item.names.is_empty()
    {
        let step = score.minus(low).0.checked_div(Score::PER_POINT).unwrap_or(0);
        if let Some(name) = usize::try_from(step).ok().and_then(|step| item.names.get(step)) {
            return v.k(name);
        }
    }
    if let Some(unit) = &instrument.unit {
        return v.with("track-score-unit", &[("score", points(score).into()), ("unit", v.k(unit).into())]);
    }
    v.with("track-score", &[("score", points(score).into()), ("most", points(high).into())])
}

/// A probability as so many of a hundred, never 0 and never 100.
pub(crate) fn of_hundred(probability: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "between 1 and 99")]
    let rounded = (probability * 100.0).round() as i64;
    rounded.clamp(1, 99)
}

/// A probability in words.
fn sure(v: &Voice, probability: f64) -> String {
    let hundred = of_hundred(probability);
    let key = match hundred {
        97.. => "track-almost-surely",
        90.. => "track-very-likely",
        70.. => "track-likely",
        40.. => "track-perhaps",
        _ => "track-unlikely",
    };
    v.t(key)
}

fn with(v: &Voice, key: &str, probability: f64, more: &[(&str, Arg<'_>)]) -> String {
    let mut args = vec![("sure", sure(v, probability).into()), ("hundred", of_hundred(probability).into())];
    args.extend(more.iter().cloned());
    v.with(key, &args)
}

/// The range that holds the change nine times of ten: towards better, towards worse, or from one to the other.
fn range(v: &Voice, change: Estimate) -> String {
    let (low, high) = change.nine_of_ten();
    let (key, low, high) = match (low < 0.0, high < 0.0) {
        (true, true) => ("verdict-range-worse", -high, -low),
        (true, false) => ("verdict-range-both", -low, high),
        (false, _) => ("verdict-range", low, high),
    };
    v.with(key, &[("low", format!("{low:.1}").into()), ("high", format!("{high:.1}").into())])
}

/// That it is coming back, with what to do first, where the rules say so.
pub(crate) fn coming_back(knowledge: &Knowledge, v: &Voice, person: &Person, today: Day) -> Option<String> {
    let advice = person.record.advice_today(knowledge, &person.sheet, today);
    let mut rules = advice.iter().filter_map(|advice| knowledge.measures.adapt.get(advice.rule));
    let rule = rules.find(|rule| rule.needs.risen.is_some())?;
    let args = [("title", v.k(&rule.title).into()), ("why", v.k(&rule.why).into()), ("say", v.k(&rule.say).into())];
    Some(v.with("track-coming-back", &args))
}

/// What came after a session, how bad it was and how long it lasted, as it was told.
pub(crate) fn reaction(knowledge: &Knowledge, v: &Voice, told: &Reacted) -> Vec<String> {
    let tracking = &knowledge.measures.tracking;
    if told.what.is_empty() {
        return vec![v.t("reaction-none-told")];
    }
    let what = told.what.iter().map(|id| {
        let known = tracking.reactions.iter().find(|known| known.id == *id);
        known.map_or_else(|| v.t("record-other"), |known| v.k(&known.say))
    });
    let bad = told.bad.iter().filter(|bad| BAD.contains(&bad.as_str())).map(|bad| v.t(&format!("told-{bad}")));
    let lasted = tracking.lasted.iter().find(|known| Some(&known.id) == told.lasted.as_ref());
    let lasted = lasted.map_or_else(|| v.t("told-lasted-unknown"), |known| v.k(&known.say));
    what.chain(bad).chain([lasted]).collect()
}

/// After which session it came, and when it was told.
pub(crate) fn when(v: &Voice, record: &Record, it: &Reacted) -> String {
    let session = record.sessions.iter().find(|begun| begun.id == it.session);
    let told = ("told", v.date(it.on).into());
    match session {
        Some(session) => v.with("reaction-when", &[("session", v.date(session.on).into()), told]),
        None => v.with("reaction-told", &[told]),
    }
}

/// By how much the answers themselves differ; where that counts by its share alone, with the share.
fn by(v: &Voice, instrument: &Instrument, found: &Verdict, seen: Option<Score>) -> String {
    let size = Score(seen.map_or(0, |seen| seen.0.abs()));
    let by = if size == Score::points(1) { v.t("verdict-by-one") } else { v.s("verdict-by", "points", &points(size)) };
    let share = instrument.change.filter(|change| size < change.points).and_then(|change| change.percent);
    match (found, share) {
        (Verdict::Better { .. }, Some(percent)) => {
            v.with("verdict-by-share", &[("by", by.into()), ("percent", i64::from(percent).into())])
        }
        _ => by,
    }
}

/// What is missing, or what the scores say: the change that was `seen` in the answers, how sure it is that it is real, and how
/// sure that it really is as much as people notice.
pub(crate) fn verdict(v: &Voice, instrument: &Instrument, verdict: &Verdict, seen: Option<Score>) -> Vec<String> {
    let matters = instrument.change.map_or_else(String::new, |change| points(change.points));
    let needed = instrument.change.map_or(0.0, |change| f64::from(change.points.0) / f64::from(Score::PER_POINT));
    // Only what is asked outside sessions can be answered now.
    let weekly = instrument.moments.iter().any(|moment| matches!(moment, Moment::Weekly | Moment::Review));
    let by = by(v, instrument, verdict, seen);
    let both = |key: &str, change: &Estimate| {
        let enough = change.at_least(needed);
        let more = [
            ("by", by.as_str().into()),
            ("points", matters.as_str().into()),
            ("enough", sure(v, enough).into()),
            ("least", of_hundred(enough).into()),
        ];
        with(v, key, change.at_least(0.0), &more)
    };
    let first = match verdict {
        Verdict::NotEnough(NotEnough::Beginning) => v.t("verdict-no-beginning"),
        Verdict::NotEnough(NotEnough::Since) if weekly => v.t("verdict-none-since"),
        Verdict::NotEnough(NotEnough::Since) => v.t("verdict-none-since-other"),
        Verdict::NotEnough(NotEnough::Old(day)) if weekly => v.s("verdict-old", "date", &v.date(*day)),
        Verdict::NotEnough(NotEnough::Old(day)) => v.s("verdict-old-other", "date", &v.date(*day)),
        Verdict::NotEnough(NotEnough::NothingToGain) => v.t("verdict-nothing-to-gain"),
        Verdict::Worse(change) => with(v, "verdict-worse", 1.0 - change.at_least(0.0), &[("by", by.as_str().into())]),
        Verdict::NoClearChange(change) => both("verdict-no-change", change),
        Verdict::BetterBelow(change) => both("verdict-below", change),
        Verdict::Better { change, clearly, sure } => {
            let key = match (clearly, sure) {
                (true, true) => "verdict-clearly-better",
                (false, true) => "verdict-better",
                (true | false, false) => "verdict-better-unsure",
            };
            both(key, change)
        }
    };
    let mut lines = vec![first];
    // The range is about the level; a verdict that is kinder or harder than it needs both of two answers.
    if let Verdict::NoClearChange(change) = verdict
        && change.nine_of_ten().0 > 0.0
    {
        lines.push(v.t("verdict-one-alone"));
    }
    if let Some(change) = verdict.change() {
        lines.push(range(v, change));
    }
    lines
}

/// That severe pain was told which the body map does not know yet, and what to do.
pub(crate) fn severe(v: &Voice, person: &Person) -> Option<String> {
    person.record.severe_told().map(|told| v.s("again-severe", "points", &points(told)))
}

/// What is missing, or what the scores say with the change that was seen in them, and what that rests on; `older` where the answers from before the first session are
/// of an earlier pain.
pub(crate) fn judgement(
    v: &Voice,
    instrument: &Instrument,
    (found, seen): (&Verdict, Option<Score>),
    basis: Basis,
    older: bool,
) -> Vec<String> {
    match (found, basis) {
        (Verdict::NotEnough(NotEnough::Since), Basis::First(day)) => {
            vec![v.s("verdict-first-alone", "date", &v.date(day))]
        }
        // Nothing was found that could rest on anything.
        (Verdict::NotEnough(_), Basis::Sessions(_)) => verdict(v, instrument, found, seen),
        _ => verdict(v, instrument, found, seen).into_iter().chain(self::basis(v, basis, older)).collect(),
    }
}

/// That the last answer by itself is no gain, where the verdict is one.
pub(crate) fn newest_without(v: &Voice, instrument: &Instrument, judged: &Judged, today: Day) -> Option<String> {
    let (last, day) = judged.newest_without(today)?;
    Some(v.with("verdict-last-without", &[("score", score(v, instrument, last).into()), ("date", v.date(day).into())]))
}

/// What a verdict of a course rests on, where it is not the weekly measure from before the first session.
fn basis(v: &Voice, basis: Basis, older: bool) -> Option<String> {
    match basis {
        Basis::Weekly => None,
        Basis::First(day) if older => Some(v.s("verdict-from-first-earlier", "date", &v.date(day))),
        Basis::First(day) => Some(v.s("verdict-from-first", "date", &v.date(day))),
        Basis::Sessions(NoWeek::None) => Some(v.t("verdict-from-sessions")),
        Basis::Sessions(NoWeek::Earlier(since)) => Some(v.s("verdict-from-sessions-earlier", "date", &v.date(since))),
        Basis::Sessions(NoWeek::Few) => Some(v.t("verdict-from-sessions-few")),
        Basis::Sessions(NoWeek::Painless) => Some(v.t("verdict-from-sessions-painless")),
    }
}

/// "higher is better", or the other way.
pub(crate) fn direction(v: &Voice, better: Better) -> String {
    match better {
        Better::Lower => v.t("track-lower-better"),
        Better::Higher => v.t("track-higher-better"),
    }
}

/// What a hold rests on where the verdict of today says nothing.
pub(crate) fn held_by_last(look: Look<'_>, sheet: &Sheet) -> Option<String> {
    let day = look.record.held_by_last(look.knowledge, sheet, look.today)?;
    Some(look.v.s("verdict-held-by-last", "date", &look.v.date(day)))
}

/// That the pain was said to be younger than the sessions under way, which are compared with their own beginning all the same.
pub(crate) fn younger(look: Look<'_>, key: &str) -> Option<String> {
    let told = look.record.younger_told(look.knowledge)?;
    Some(look.v.s(key, "date", &look.v.date(told)))
}

/// That some answers are from before the present pain, where they are.
pub(crate) fn earlier(look: Look<'_>) -> Option<String> {
    earlier_than(look, "track-earlier-than")
}

/// The same in the words of another key.
pub(crate) fn earlier_than(look: Look<'_>, key: &str) -> Option<String> {
    let since = look.record.complaint_since(look.knowledge)?;
    let before = look.record.outcomes.scores.iter().any(|scored| scored.entry.day < since);
    before.then(|| look.v.s(key, "date", &look.v.date(since)))
}
