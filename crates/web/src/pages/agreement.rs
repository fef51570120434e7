//! A clinician's agreement: who, when, until, within which limits.

use askama::Template;
use supple_care::{Clearance, Day, Disposition, Finding, Knowledge, RuleId, permit::MINUTES, rule::Effect};
use supple_interop::dates;

use super::{next, typed::Choice};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    record::{self, Person},
    voice::Voice,
};

/// Most characters of a free text.
const TEXT_MOST: usize = 2000;

#[derive(Template)]
#[template(path = "agreement.html")]
pub(crate) struct Page {
    f: Frame,
    v: Voice,
    /// Where the form is sent, and which session it is about.
    action: String,
    id: Option<String>,
    covers: Vec<String>,
    by: String,
    profession: String,
    from: String,
    until: String,
    minutes: String,
    words: String,
    pressures: Vec<Choice>,
    errors: Errors,
    troubles: Vec<Trouble>,
}

/// The sentence beside each field.
struct Errors {
    by: Option<String>,
    profession: Option<String>,
    from: Option<String>,
    until: Option<String>,
    pressure: Option<String>,
    minutes: Option<String>,
    words: Option<String>,
}

/// Whether a clinician may lift what this rule came to.
pub(crate) fn liftable(knowledge: &Knowledge, finding: &Finding) -> bool {
    finding.does == Effect::Disposition(Disposition::MedicalFirst)
        && knowledge.rule(finding.rule).is_some_and(|rule| rule.liftable)
}

/// The rules that an agreement would lift today.
pub(crate) fn covered(knowledge: &Knowledge, person: &Person) -> Vec<RuleId> {
    person.told.findings.iter().filter(|finding| liftable(knowledge, finding)).map(|finding| finding.rule).collect()
}

/// Shows the form, where there is something to lift.
pub(crate) fn show(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) => match covered(call.knowledge(), &person).as_slice() {
            [] => Reply::to("/result"),
            rules => Reply::ok(&render(call, &person, rules, Vec::new())),
        },
        Err(reply) => reply,
    }
}

/// Records the agreement.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let rules = covered(call.knowledge(), &person);
    if rules.is_empty() {
        return Reply::to("/result");
    }
    match read(call, rules.clone()) {
        Err(troubles) => Reply::again(&render(call, &person, &rules, troubles)),
        Ok(given) => match call.write(open, &person, vec![record::agreement(call.knowledge(), &given)]) {
            Ok(after) if after.standing.settled && !after.crisis() => Reply::to("/result"),
            Ok(after) => Reply::to(next::onward(call, &person, &after)),
            Err(reply) => reply,
        },
    }
}

/// The agreement as it was typed, or every mistake in it.
pub(crate) fn read(call: &Call, rules: Vec<RuleId>) -> Result<Clearance, Vec<Trouble>> {
    let (v, form, today) = (&call.voice, &call.form, call.now.today);
    let mut troubles = Vec::new();
    let mut wrong = |field: &str, key: &str| troubles.push(Trouble::new(field, v.t(key)));
    let by = form.text("by").unwrap_or_default();
    if by.is_empty() {
        wrong("by", "form-agreement-by");
    }
    let profession = form.text("profession").unwrap_or_default();
    if profession.is_empty() {
        wrong("profession", "form-agreement-profession");
    }
    let from = form.text("from").and_then(dates::parse);
    match from {
        None => wrong("from", "form-agreement-from"),
        Some(from) if from > today => wrong("from", "form-agreement-from-future"),
        Some(_) => {}
    }
    let until = form.text("until").and_then(dates::parse);
    match (from, until) {
        (_, None) => wrong("until", "form-agreement-until"),
        (_, Some(until)) if until < today => wrong("until", "form-agreement-until-past"),
        (Some(from), Some(until)) if until < from => wrong("until", "form-agreement-until-before"),
        (_, Some(_)) => {}
    }
    let latest = from.and_then(|from| Clearance::latest(call.knowledge(), from));
    if let (Some(latest), Some(until)) = (latest, until)
        && until > latest
    {
        troubles.push(Trouble::new("until", v.s("form-agreement-until-long", "date", &v.date(latest))));
    }
    let mut wrong = |field: &str, key: &str| troubles.push(Trouble::new(field, v.t(key)));
    let max_pressure = match form.text("pressure") {
        None => None,
        Some(text) => match text.parse::<u8>().ok().filter(|pressure| (1..=5).contains(pressure)) {
            Some(pressure) => Some(pressure),
            None => {
                wrong("pressure", "form-agreement-pressure");
                None
            }
        },
    };
    let most = call.knowledge().agreement_minutes.unwrap_or(MINUTES);
    let max_minutes = match form.text("minutes") {
        None => None,
        Some(text) => match text.parse::<u16>().ok().filter(|minutes| (1..=most).contains(minutes)) {
            Some(minutes) => Some(minutes),
            None => {
                troubles.push(Trouble::new("minutes", v.n("form-agreement-minutes", "most", usize::from(most))));
                None
            }
        },
    };
    let words = form.text("words").unwrap_or_default();
    for (field, text) in [("by", by), ("profession", profession), ("words", words)] {
        if text.chars().count() > TEXT_MOST {
            troubles.push(Trouble::new(field, v.n("form-too-long", "max", TEXT_MOST)));
        }
    }
    match (from, until, troubles.is_empty()) {
        (Some(from), Some(until), true) => Ok(Clearance {
            by: format!("{by}, {profession}"),
            from,
            until,
            rules,
            max_pressure,
            max_minutes,
            words: words.to_owned(),
        }),
        _ => Err(troubles),
    }
}

fn render(call: &Call, person: &Person, rules: &[RuleId], troubles: Vec<Trouble>) -> Page {
    let frame = call.frame("agreement-page", Some("/result")).at(person.record.last_seq);
    form(call, frame, ("/agreement".to_owned(), None), rules, troubles)
}

/// The form, sent to an address and about a session.
pub(crate) fn form(
    call: &Call,
    frame: Frame,
    (action, id): (String, Option<String>),
    rules: &[RuleId],
    troubles: Vec<Trouble>,
) -> Page {
    let (knowledge, v, form) = (call.knowledge(), &call.voice, &call.form);
    let typed = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let today: Day = call.now.today;
    let from = if form.has("from") { typed("from") } else { dates::print(today) };
    Page {
        f: frame,
        v: v.clone(),
        action,
        id,
        covers: rules.iter().filter_map(|rule| knowledge.rule(*rule)).map(|rule| v.k(&rule.title)).collect(),
        by: typed("by"),
        profession: typed("profession"),
        from,
        until: typed("until"),
        minutes: typed("minutes"),
        words: typed("words"),
        pressures: (1..=5)
            .map(|pressure: u8| Choice {
                value: pressure.to_string(),
                say: v.pressure(pressure),
                on: form.get("pressure") == Some(pressure.to_string().as_str()),
            })
            .collect(),
        errors: Errors {
            by: beside(&troubles, "by"),
            profession: beside(&troubles, "profession"),
            from: beside(&troubles, "from"),
            until: beside(&troubles, "until"),
            pressure: beside(&troubles, "pressure"),
            minutes: beside(&troubles, "minutes"),
            words: beside(&troubles, "words"),
        },
        troubles,
    }
}
