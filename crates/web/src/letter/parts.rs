//! What stands in each part of a letter.

use std::{cmp::Reverse, collections::BTreeMap};

use supple_care::{
    Answer, Day, Disposition, Intensity, QuestionId,
    adapt::Advice,
    measure::{Instrument, Score},
    track::{NotEnough, Verdict},
};

use super::{Letter, Material, Reader, Section, asked};
use serde_json::Value;

use crate::{
    pages::track::{
        progress, said,
        series::{Look, Span, chart_of},
    },
    record::{
        Begun,
        course::{Basis, Judged},
        outcomes::{Happened, Reacted},
    },
    voice::Voice,
};

/// The question about how long the pain has lasted, how it began, and what was tried.
const STORY: [&str; 3] = ["pain_duration", "onset", "tried"];
/// What is told of a person beside the name.
const WHO: [&str; 2] = ["age", "sex"];
/// The height of a chart, in hundredths of the usual.
const USUAL: usize = 100;
/// What is told as a change of medicine.
const NEW_MEDICINE: &str = "new-medicine";
/// How many things that happened beside the massage are told, the latest.
const HAPPENED: usize = 4;
/// How many reactions are told one by one, the latest first.
const REACTIONS: usize = 5;

/// The letter with the chosen parts.
pub(crate) fn letter(of: &Material<'_>, reader: Reader, chosen: impl Fn(&'static str) -> bool) -> Letter {
    let v = of.v;
    let mut sections = Vec::new();
    for part in super::PARTS.into_iter().filter(|part| chosen(part)) {
        let mut small_from = usize::MAX;
        let (lines, chart) = match part {
            "name" => (who(of), None),
            "complaint" => (complaint(of), None),
            "screening" => {
                let (told, noes) = asked::screening(of, reader);
                small_from = told.len();
                (told.into_iter().chain(noes).collect(), None)
            }
            "medicines" => (medicines(of), None),
            "done" => (done(of, reader), None),
            "outcome" => (outcome(of, reader), chart_of(look(of))),
            "reactions" => (reactions(of, reader), None),
            _ => (vec![question(of, reader)], None),
        };
        if !lines.is_empty() {
            sections.push(Section {
                part,
                title: v.t(&format!("letter-part-{part}")),
                lines,
                chart: chart.map(|chart| (chart, USUAL)),
                is_name: part == "name",
                small_from,
            });
        }
    }
    Letter {
        title: v.t(&format!("letter-title-{}", reader.id())),
        head: v.s("letter-head", "date", &v.date(of.today)),
        sections,
        foot: v.t("letter-foot"),
    }
}

fn look<'a>(of: &Material<'a>) -> Look<'a> {
    Look { knowledge: of.knowledge, v: of.v, record: of.record, today: of.today, span: Span::All, rows: 0 }
}

/// Who it is: the name, and age and sex as far as they were told.
fn who(of: &Material<'_>) -> Vec<String> {
    let about = WHO.iter().filter_map(|id| line(of, of.knowledge.question_id(id)?));
    std::iter::once(of.name.to_owned()).chain(about).collect()
}

fn complaint(of: &Material<'_>) -> Vec<String> {
    let (knowledge, v) = (of.knowledge, of.v);
    let mut lines: Vec<String> = Vec::new();
    if let Some(map) = of.record.map.as_ref().filter(|map| map.on != of.today && !map.marks.is_empty()) {
        lines.push(v.s("letter-map", "date", &v.date(map.on)));
    }
    lines.extend(of.sheet.pain.marks.iter().map(|mark| {
        let place = v.place_of(knowledge, mark.place);
        match mark.intensity {
            Intensity::Of(score) => {
                let args = [("place", place.into()), ("score", i64::from(score).into())];
                v.with("letter-place", &args)
            }
            Intensity::Unknown => v.s("letter-place-unknown", "place", &place),
        }
    }));
    lines.extend(STORY.iter().filter_map(|id| line(of, knowledge.question_id(id)?)));
    lines
}

/// A question that was answered, with its answer; an old one with its day.
fn line(of: &Material<'_>, id: QuestionId) -> Option<String> {
    let question = of.knowledge.question(id)?;
    let given = of.record.answers.get(&id).filter(|given| given.answer != Answer::NotAsked)?;
    let said = of.v.answer(of.knowledge, question, given.answer);
    let mut args = vec![("question", of.v.k(&question.short).into()), ("answer", said.into())];
    if given.on == of.today {
        return Some(of.v.with("letter-answer", &args));
    }
    args.push(("date", of.v.date(given.on).into()));
    Some(of.v.with("letter-answer-then", &args))
}

/// What was told about medicines and devices: never a dose.
fn medicines(of: &Material<'_>) -> Vec<String> {
    let page = of.knowledge.pages.iter().position(|page| page.id == asked::MEDICINES);
    let told = asked::asked(of);
    let mut here = told.iter().filter(|asked| Some(asked.question.page) == page).peekable();
    if here.peek().is_none() {
        return vec![of.v.t("letter-not-asked-medicines")];
    }
    let mut lines: Vec<String> =
        here.filter(|asked| asked.given.answer != Answer::No).filter_map(|asked| line(of, asked.id)).collect();
    // What changed since the questions were answered.
    let changed = of.record.outcomes.happened_by_day().into_iter().filter(|it| it.what == NEW_MEDICINE);
    lines.extend(changed.map(|it| happened(of, it)));
    if lines.is_empty() { vec![of.v.t("letter-no-medicines")] } else { lines }
}

/// Something that happened beside the massage, with its day.
fn happened(of: &Material<'_>, it: &Happened) -> String {
    let known = of.knowledge.measures.tracking.events.iter().find(|known| known.id == it.what);
    let what = known.map_or_else(|| of.v.t("record-other"), |known| of.v.k(&known.say));
    of.v.with("track-happened", &[("what", what.into()), ("date", of.v.date(it.on).into())])
}

/// What happened beside the massage, with the numbers that stand in the chart: the last of them.
fn beside(of: &Material<'_>) -> Option<String> {
    let all = of.record.outcomes.happened_by_day();
    let numbered = all.iter().zip(1usize..).skip(all.len().saturating_sub(HAPPENED));
    let said: Vec<String> = numbered.map(|(it, number)| format!("{number}: {}", happened(of, it))).collect();
    (!said.is_empty()).then(|| of.v.s("letter-happened", "what", &said.join("; ")))
}

fn done(of: &Material<'_>, reader: Reader) -> Vec<String> {
    let v = of.v;
    let mut lines = Vec::new();
    if let Some(course) = of.record.course() {
        let known = of.knowledge.courses.courses.iter().find(|known| known.id == course.course);
        let title = known.map_or_else(|| course.course.clone(), |known| v.k(&known.title));
        lines.push(v.with("letter-course", &[("course", title.into()), ("date", v.date(course.on).into())]));
    }
    let sessions = of.record.course_sessions(of.knowledge);
    if let (Some(first), Some(last)) = (sessions.first(), sessions.last()) {
        let count = i64::try_from(sessions.len()).unwrap_or(i64::MAX);
        let args = [("count", count.into()), ("first", v.date(first.on).into()), ("last", v.date(last.on).into())];
        lines.push(v.with("letter-sessions", &args));
        lines.extend(givers(of, reader, &sessions));
    } else {
        lines.push(v.t("letter-no-sessions"));
    }
    lines
}

/// Who gave the sessions, how many each, and how long they were meant to be.
fn givers(of: &Material<'_>, reader: Reader, sessions: &[&Begun]) -> Option<String> {
    let v = of.v;
    let mut each: BTreeMap<(String, Option<u64>), i64> = BTreeMap::new();
    for session in sessions {
        let giver = session.order.get("giver").and_then(Value::as_str).unwrap_or_default();
        let minutes = session.order.get("minutes").and_then(Value::as_u64);
        let known = of.knowledge.terms.givers.iter().find(|known| known.id == giver);
        let other = reader.is_other().then(|| v.known(&format!("letter-giver-{giver}"))).flatten();
        let say = other.or_else(|| known.map(|known| v.k(&known.say))).unwrap_or_else(|| v.t("letter-giver-unknown"));
        *each.entry((say, minutes)).or_default() += 1;
    }
    let said: Vec<String> = each
        .into_iter()
        .map(|((giver, minutes), count)| {
            let mut args = vec![("giver", giver.into()), ("count", count.into())];
            match minutes.and_then(|minutes| i64::try_from(minutes).ok()) {
                Some(minutes) => {
                    args.push(("minutes", minutes.into()));
                    v.with("letter-given-minutes", &args)
                }
                None => v.with("letter-given", &args),
            }
        })
        .collect();
    (!said.is_empty()).then(|| v.comma(&said))
}

/// How many sessions had a reaction, and what the last ones were: how bad, how long.
fn reactions(of: &Material<'_>, reader: Reader) -> Vec<String> {
    let v = of.v;
    let tracking = &of.knowledge.measures.tracking;
    let told = of.record.outcomes.told_on_each_day().into_values().filter(|reacted| !reacted.what.is_empty());
    let mut told: Vec<&Reacted> = told.collect();
    told.sort_by_key(|reacted| Reverse(reacted.seq));
    let each = told.into_iter().take(REACTIONS).map(|reacted| {
        let names: Vec<String> = reacted
            .what
            .iter()
            .map(|id| {
                let known = tracking.reactions.iter().find(|known| known.id == *id);
                known.map_or_else(|| v.t("record-other"), |known| v.k(&known.say))
            })
            .collect();
        let bad = reacted.bad.as_ref().and_then(|bad| v.known(&format!("told-{bad}")));
        let lasted = reacted.hours.and_then(|hours| tracking.lasted.iter().find(|known| known.hours == hours));
        let parts: Vec<String> =
            std::iter::once(v.comma(&names)).chain(bad).chain(lasted.map(|lasted| v.k(&lasted.say))).collect();
        let when = said::when(v, of.record, reacted);
        v.with("letter-reaction", &[("when", when.into()), ("what", parts.join("; ").into())])
    });
    let key = if reader.is_other() { "letter-reactions" } else { "progress-reactions" };
    std::iter::once(progress::reactions(v, of.record, key)).chain(each).collect()
}

/// What the scores say, from which value to which: those that the verdict itself was made from.
fn outcome(of: &Material<'_>, reader: Reader) -> Vec<String> {
    let (v, record) = (of.v, of.record);
    let began = record.course_sessions(of.knowledge).iter().map(|session| session.on).min();
    let judged = began.and_then(|began| record.judged(of.knowledge, began, of.today));
    let instruments = &of.knowledge.measures.instruments;
    let mut lines = match judged.as_ref().and_then(|judged| Some((judged, instruments.get(judged.instrument)?))) {
        Some((judged, instrument)) => {
            let older = began.is_some_and(|began| record.asked_until(judged.instrument, None, began));
            let mut lines = verdict(v, reader, instrument, (judged, record.reached(of.today)), older);
            lines.extend(compared(of, instrument, judged));
            let advice = record.advice_today(of.knowledge, of.sheet, of.today);
            let rule = |advice: &Advice| of.knowledge.measures.adapt.get(advice.rule);
            if advice.iter().filter_map(rule).any(|rule| rule.needs.risen.is_some()) {
                lines.insert(0, v.t("letter-coming-back"));
            }
            lines
        }
        None => vec![v.t("verdict-no-course")],
    };
    if chart_of(look(of)).is_some_and(|chart| chart.band.is_some()) {
        lines.push(v.s("letter-band", "band", &v.t("chart-band")));
    }
    lines.extend(beside(of));
    let look = look(of);
    let better = matches!(judged.map(|judged| judged.verdict), Some(Verdict::Better { .. } | Verdict::BetterBelow(_)));
    let (earlier, younger, by_itself) = match reader {
        Reader::Person => (said::earlier(look), "track-younger", ["progress-recovery", "progress-regression"]),
        Reader::Physician | Reader::Therapist => (
            said::earlier_than(look, "letter-earlier-than"),
            "letter-younger",
            ["letter-recovery", "letter-regression"],
        ),
    };
    lines.extend(earlier.into_iter().chain(said::younger(look, younger)));
    lines.extend(progress::by_itself(look, better, by_itself));
    lines
}

/// The value of the beginning and that of now; what there is of them.
fn compared(of: &Material<'_>, instrument: &Instrument, judged: &Judged) -> Option<String> {
    let v = of.v;
    let title = ("title", v.k(&instrument.title).into());
    let score = |score: Score| said::score(v, instrument, score);
    let from = judged.beginning().map(|(first, on)| [("first", score(first).into()), ("from", v.date(on).into())]);
    let today = of.record.reached(of.today);
    let level = judged.latest(today);
    let to = level.map(|(last, on)| [("last", score(last).into()), ("to", v.date(on).into())]);
    match (from, to) {
        (Some([first, from]), Some([last, to])) => {
            let newest = judged.newest(today).filter(|(newest, _)| Some(*newest) != level.map(|(level, _)| level));
            let scores = match newest {
                None => v.with("letter-scores", &[title, first, from, last, to]),
                Some((newest, on)) => {
                    let newest = [("newest", score(newest).into()), ("on", v.date(on).into())];
                    let args: Vec<_> = [title, first, from, last].into_iter().chain(newest).collect();
                    v.with("letter-scores-middle", &args)
                }
            };
            Some(scores)
        }
        (Some([first, from]), None) => Some(v.with("letter-score", &[title, first, from])),
        (None, Some([(_, last), (_, to)])) => Some(v.with("letter-score", &[title, ("first", last), ("from", to)])),
        (None, None) => None,
    }
}

/// What the reader is asked: a physician first about the signs, where some were told; where it has helped, whether anything
/// speaks against going on.
fn question(of: &Material<'_>, reader: Reader) -> String {
    let (v, record) = (of.v, of.record);
    let signs = record.decisions.last().is_some_and(|made| made.disposition >= Disposition::Urgent)
        || !record.open_signs().is_empty();
    let began = record.course_sessions(of.knowledge).iter().map(|session| session.on).min();
    let judged = || began.and_then(|began| record.judged(of.knowledge, began, of.today));
    let helped = || judged().is_some_and(|judged| matches!(judged.verdict, Verdict::Better { .. }));
    match reader {
        Reader::Physician if signs => v.t("letter-question-physician-signs"),
        Reader::Physician if helped() => v.t("letter-question-physician-better"),
        Reader::Physician | Reader::Therapist | Reader::Person => v.t(&format!("letter-question-{}", reader.id())),
    }
}

/// The verdict, to the person or about the person.
fn verdict(
    v: &Voice,
    reader: Reader,
    instrument: &Instrument,
    (judged, today): (&Judged, Day),
    older: bool,
) -> Vec<String> {
    match &judged.verdict {
        Verdict::NotEnough(NotEnough::Since) if matches!(judged.basis, Basis::First(_)) => {
            said::judgement(v, instrument, (&judged.verdict, None), judged.basis, older)
        }
        Verdict::NotEnough(NotEnough::Since) if reader.is_other() => vec![v.t("letter-none-since")],
        Verdict::NotEnough(NotEnough::Old(day)) if reader.is_other() => {
            vec![v.s("letter-old", "date", &v.date(*day))]
        }
        Verdict::NotEnough(NotEnough::NothingToGain) if reader.is_other() => vec![v.t("letter-nothing-to-gain")],
        verdict => said::judgement(v, instrument, (verdict, judged.seen(today)), judged.basis, older),
    }
}
