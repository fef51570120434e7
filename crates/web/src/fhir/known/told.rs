//! What was told: the answers by the day on which they were given, scores, sessions, courses.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use supple_care::{
    Answer, Day, Sheet, ageing,
    measure::{Instrument, Score},
    track::Verdict,
};
use supple_interop::{dates, fhir};
use supple_practice::book::State;
use uuid::Uuid;

use super::{
    chart::Chart,
    kept::{concept, instant, moment, resource, to, to_named},
};
use crate::{
    pages::track::waits,
    record::{Begun, outcomes::Scored},
};

/// The answers of one day, as the form would give them.
pub(super) struct OfDay {
    pub(super) response: Value,
    /// Whether somebody else answered for the person.
    pub(super) proxy: bool,
}

/// The answers that still count, by the day on which they were given: each ages from its own day, wherever it is read.
pub(super) fn of_days(chart: &Chart<'_>) -> Vec<OfDay> {
    let (knowledge, record, today) = (chart.call.knowledge(), &chart.person.record, chart.call.now.today);
    // The sheet of each day, whether somebody else spoke, and the last place in the record.
    let mut days: BTreeMap<i32, (Sheet, bool, u64)> = BTreeMap::new();
    let fresh = |day: Day| (Sheet::new(day), false, 0);
    for (id, given) in &record.answers {
        let counts = chart.person.sheet.get(*id);
        if counts == Answer::NotAsked || given.on > today {
            continue;
        }
        let (sheet, proxy, seq) = days.entry(given.on.0).or_insert_with(|| fresh(given.on));
        sheet.set(*id, counts);
        *proxy |= given.proxy;
        *seq = given.seq.max(*seq);
    }
    if let Some(map) = record.map.as_ref().filter(|map| ageing::map_is_fresh(map.on, today, knowledge.map_valid_days)) {
        let (sheet, _, seq) = days.entry(map.on.0).or_insert_with(|| fresh(map.on));
        sheet.pain = chart.person.sheet.pain.clone();
        *seq = map.seq.max(*seq);
    }
    let settled = chart.person.standing.settled;
    days.into_values()
        .map(|(mut sheet, proxy, seq)| {
            let day = sheet.today;
            sheet.proxy = proxy;
            let mut fields = fhir::response(knowledge, &sheet);
            if let Value::Object(fields) = &mut fields {
                fields.remove("resourceType");
                fields.insert("status".to_owned(), json!(if settled { "completed" } else { "in-progress" }));
                fields.insert("subject".to_owned(), chart.subject());
                // Where what follows from it can be read, in a word.
                let disposition = chart.person.decision.disposition;
                let held = waits(&chart.call, &chart.person).filter(|_| disposition.permits_massage());
                let said = held.map_or_else(
                    || crate::cds::plan_say(&chart.call.voice, disposition.id()),
                    |held| format!("{}. {}", chart.call.voice.t("held-title"), held.say),
                );
                let guidance = to_named("GuidanceResponse", chart.own("screening"), &said);
                let url = "urn:supple:fhir:StructureDefinition:guidance";
                fields.insert("extension".to_owned(), json!([{ "url": url, "valueReference": guidance }]));
                if !proxy {
                    fields.insert("source".to_owned(), chart.subject());
                }
            }
            let id = chart.own(format_args!("q{}", day.0));
            OfDay { response: resource("QuestionnaireResponse", &id, chart.at(seq), fields), proxy }
        })
        .collect()
}

pub(super) fn responses(chart: &Chart<'_>) -> Vec<Value> {
    of_days(chart).into_iter().map(|one| one.response).collect()
}

/// The code of a measure: LOINC's where two sources agree on it, and ours.
fn code(instrument: &Instrument) -> Value {
    let mut all = Vec::new();
    if let Some(loinc) = &instrument.loinc {
        all.push(json!({ "system": "http://loinc.org", "code": loinc }));
    }
    all.push(json!({ "system": super::kept::system("measures"), "code": instrument.id, "display": instrument.title }));
    json!({ "coding": all, "text": instrument.title })
}

/// A score in points, with two decimals where it has any.
fn points(score: Score) -> Value {
    let hundredths = (i64::from(score.0) * 100).div_euclid(i64::from(Score::PER_POINT));
    if hundredths % 100 == 0 {
        return json!(hundredths / 100);
    }
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    let text = format!("{sign}{}.{:02}", size / 100, size % 100);
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// A score with its unit: a length and a share have one of their own, spells are counted, all else are points of a scale.
fn quantity(chart: &Chart<'_>, instrument: &Instrument, score: Score) -> Value {
    let (unit, code) = match instrument.unit.as_deref() {
        None => ("points".to_owned(), "{score}"),
        Some("%") => ("%".to_owned(), "%"),
        Some("cm") => ("cm".to_owned(), "cm"),
        Some(counted) => (chart.call.voice.k(counted), "{#}"),
    };
    json!({ "value": points(score), "unit": unit, "system": "http://unitsofmeasure.org", "code": code })
}

const SURVEY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

fn absent(reason: &str) -> Value {
    json!({ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": reason }] })
}

fn observed(chart: &Chart<'_>, scored: &Scored) -> Option<Value> {
    let knowledge = chart.call.knowledge();
    let instrument = knowledge.measures.instruments.get(scored.instrument)?;
    let entry = &scored.entry;
    let place = entry.place.and_then(|place| knowledge.place(place));
    let when = format!("{}-{}", entry.moment.id(), entry.order);
    let at = place.map_or(String::new(), |place| format!("-{}", place.id));
    let id: String = chart.own(format_args!("s{}-{when}{at}", scored.instrument)).chars().take(64).collect();
    let fields = json!({
        "status": "final",
        "category": [
            { "coding": [{ "system": SURVEY, "code": "survey", "display": "Survey" }] },
            { "coding": [{ "system": super::kept::system("moments"), "code": entry.moment.id() }] },
        ],
        "code": code(instrument),
        "subject": chart.subject(),
        "effectiveDateTime": dates::print(entry.day),
        "bodySite": place.map(|place| concept("places", &place.id, &chart.call.voice.place(place))),
        "valueQuantity": quantity(chart, instrument, entry.score),
    });
    Some(resource("Observation", &id, chart.at(entry.order), fields))
}

/// Every score. What cannot be read, and what was put off, has no value and a reason for that.
pub(super) fn observations(chart: &Chart<'_>) -> Vec<Value> {
    let outcomes = &chart.person.record.outcomes;
    let knowledge = chart.call.knowledge();
    let mut all: Vec<Value> = outcomes.scores.iter().filter_map(|scored| observed(chart, scored)).collect();
    let without = |id: String, code: Value, day: Day, reason: &str, seq: u64| {
        let fields = json!({
            "status": "final",
            "category": [{ "coding": [{ "system": SURVEY, "code": "survey", "display": "Survey" }] }],
            "code": code,
            "subject": chart.subject(),
            "effectiveDateTime": dates::print(day),
            "dataAbsentReason": absent(reason),
        });
        resource("Observation", &id, chart.at(seq), fields)
    };
    for unread in &outcomes.unread {
        let id = chart.own(format_args!("u{}", unread.seq));
        all.push(without(id, json!({ "text": unread.what }), unread.on, "error", unread.seq));
    }
    for (measure, day) in &outcomes.put_off {
        let known = knowledge.measures.instruments.iter().find(|known| known.id == *measure);
        let id: String = chart.own(format_args!("o-{measure}")).chars().take(64).collect();
        let code = known.map_or_else(|| json!({ "text": measure }), code);
        all.push(without(id, code, *day, "temp-unknown", 0));
    }
    all
}

fn massage(chart: &Chart<'_>) -> Value {
    json!({ "text": chart.call.voice.t("fhir-massage") })
}

fn at_home(chart: &Chart<'_>, session: &Begun) -> Value {
    let status = match (session.stopped, session.over || session.ended) {
        (true, _) => "stopped",
        (false, true) => "completed",
        (false, false) if session.on == chart.call.now.today => "in-progress",
        // Nobody said how it ended.
        (false, false) => "unknown",
    };
    let fields = json!({
        "status": status,
        "code": massage(chart),
        "subject": chart.subject(),
        "performedDateTime": instant(session.at),
    });
    let known = if session.is_told() { None } else { chart.at(session.started_at) };
    resource("Procedure", &chart.own(short(session.id)), known, fields)
}

/// The sessions: those of the record, and those at the practice that took place or were missed.
pub(super) fn procedures(chart: &Chart<'_>) -> Vec<Value> {
    // A session that this practice gave stands in the record under the id of its booking: the booking knows more of it.
    let entries = chart.practice.map_or(&[][..], |(_, book)| &book.entries);
    let booked = |session: &&Begun| entries.iter().any(|entry| entry.id == session.id);
    let sessions = chart.person.record.sessions.iter().filter(|session| session.is_massage() && !booked(session));
    let mut all: Vec<Value> = sessions.map(|session| at_home(chart, session)).collect();
    let theirs = chart.practice.into_iter().flat_map(|(office, book)| book.entries.iter().map(move |it| (office, it)));
    for (office, entry) in theirs.filter(|(_, entry)| entry.it.booking.client == chart.id()) {
        let booking = &entry.it.booking;
        let status = match booking.state {
            State::Started => "in-progress",
            State::Done { .. } => "completed",
            State::NoShow { .. } => "not-done",
            State::Held { .. } | State::Booked | State::Cancelled { .. } => continue,
        };
        let name = office.therapist(booking.therapist).map_or("", |it| it.name.as_str());
        let fields = json!({
            "status": status,
            "code": massage(chart),
            "subject": chart.subject(),
            "performedPeriod": { "start": moment(booking.hands.from), "end": moment(booking.hands.until) },
            "performer": [{ "actor": to_named("Practitioner", booking.therapist, name) }],
        });
        all.push(resource("Procedure", &chart.own(short(entry.id)), None, fields));
    }
    all
}

/// The end of an id, where another stands before it: 64 characters are all that an id has.
fn short(id: Uuid) -> String {
    id.simple().to_string().chars().skip(2).collect()
}

fn course_id(chart: &Chart<'_>, seq: u64) -> String {
    chart.own(format_args!("c{seq}"))
}

fn goal_id(chart: &Chart<'_>, seq: u64) -> String {
    chart.own(format_args!("g{seq}"))
}

/// The courses that were taken; the last one is under way. What became of those before it is not known.
pub(super) fn courses(chart: &Chart<'_>) -> Vec<Value> {
    let (knowledge, record, voice) = (chart.call.knowledge(), &chart.person.record, &chart.call.voice);
    let last = record.course().map(|course| course.seq);
    let held = record.hold(knowledge, &chart.person.sheet, chart.call.now.today).is_some();
    let one = |course: &crate::record::outcomes::Undertaken| {
        let known = knowledge.courses.courses.iter().find(|known| known.id == course.course);
        let title = known.map_or(course.course.as_str(), |known| known.title.as_str());
        let status = match (Some(course.seq) == last, held) {
            (true, true) => "on-hold",
            (true, false) => "active",
            (false, _) => "unknown",
        };
        let mut detail = Map::new();
        detail.insert("status".to_owned(), json!(if status == "active" { "in-progress" } else { "unknown" }));
        detail.insert("code".to_owned(), json!({ "text": title }));
        detail.insert("description".to_owned(), json!(known.map_or("", |known| known.say.as_str())));
        if let Some(sessions) = course.sessions {
            let repeat = json!({ "repeat": { "count": sessions } });
            detail.insert("scheduledTiming".to_owned(), repeat);
        }
        detail.retain(|_, value| value.as_str() != Some(""));
        let fields = json!({
            "status": status,
            "intent": "plan",
            "title": title,
            "description": course.review.map(|day| voice.s("fhir-review", "date", &voice.date(day))),
            "subject": chart.subject(),
            "period": { "start": dates::print(course.on) },
            "created": dates::print(course.on),
            "goal": [to("Goal", goal_id(chart, course.seq))],
            "activity": [{ "detail": detail }],
        });
        resource("CarePlan", &course_id(chart, course.seq), chart.at(course.seq), fields)
    };
    record.outcomes.courses.iter().map(one).collect()
}

/// What a course is to come to: less on the measure that judges it, by the day of its review.
pub(super) fn goals(chart: &Chart<'_>) -> Vec<Value> {
    let (knowledge, record, voice) = (chart.call.knowledge(), &chart.person.record, &chart.call.voice);
    let Some(judge) = knowledge.measures.instruments.get(knowledge.measures.judge) else { return Vec::new() };
    let last = record.course().map(|course| course.seq);
    let achieved = |course: &crate::record::outcomes::Undertaken| {
        let code = match record.judged(knowledge, course.on, chart.call.now.today)?.verdict {
            Verdict::NotEnough(_) => return None,
            Verdict::Worse(_) => "worsening",
            Verdict::NoClearChange(_) => "no-change",
            Verdict::BetterBelow(_) | Verdict::Better { .. } => "improving",
        };
        let system = "http://terminology.hl7.org/CodeSystem/goal-achievement";
        Some(json!({ "coding": [{ "system": system, "code": code }] }))
    };
    let one = |course: &crate::record::outcomes::Undertaken| {
        let is_last = Some(course.seq) == last;
        let fields = json!({
            "lifecycleStatus": if is_last { "active" } else { "completed" },
            "achievementStatus": achieved(course).filter(|_| is_last),
            "description": { "text": voice.s("fhir-goal", "measure", &judge.title) },
            "subject": chart.subject(),
            "startDate": dates::print(course.on),
            "target": course.review.map(|day| json!([{ "measure": code(judge), "dueDate": dates::print(day) }])),
        });
        resource("Goal", &goal_id(chart, course.seq), chart.at(course.seq), fields)
    };
    record.outcomes.courses.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Score, points};

    #[test]
    fn a_decimal_keeps_its_digits_and_its_sign() {
        for (score, written) in [(356, "35.6"), (-125, "-12.5"), (-5, "-0.5"), (340, "34"), (0, "0")] {
            assert_eq!(points(Score::tenths(score)).to_string(), written);
        }
        assert_eq!(points(Score(320)).to_string(), "5.33");
    }
}
