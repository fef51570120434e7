//! A clinician's agreement that the therapist was given, for a client who let them know what it has to be about. It goes into the
//! client's record and means there what it means when the client enters it.

use supple_care::{Clearance, RuleId};
use supple_interop::dates;
use supple_practice::Span;
use supple_store::PortableEvent;

use super::{day, not_kept};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Agreed, Entry, Noting, Office, fresh_id, hand},
    form::Form,
    frame::Trouble,
    pages::agreement,
    record,
};

/// The session of the address or form, for the therapist who treats there, with the rules that are asked about.
fn found(call: &Call, id: Option<&str>) -> Result<(Office, Entry, Vec<RuleId>), Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let entry = office.entry(call, id)?;
    call.may(does::Treat, On::session(office.id(), entry.it.booking.therapist)).map(drop)?;
    let knowledge = call.knowledge();
    let liftable = |rule: &RuleId| knowledge.rule(*rule).is_some_and(|rule| rule.liftable);
    let rules = entry.it.asks.iter().filter_map(|id| knowledge.rule_id(id)).filter(liftable).collect();
    Ok((office, entry, rules))
}

fn page(call: &Call, office: &Office, entry: &Entry, rules: &[RuleId], troubles: Vec<Trouble>) -> Reply {
    let again = !troubles.is_empty();
    let frame = call.frame("agreement-page", Some(&format!("/practice/{}/day", office.id())));
    let to = (format!("/practice/{}/agreement", office.id()), Some(entry.id.to_string()));
    Reply::shown(&agreement::form(call, frame, to, rules, troubles), again)
}

/// Shows the form, where something is asked about.
pub(crate) fn show(call: &Call) -> Reply {
    let query = Form::read(call.query.as_bytes()).unwrap_or_default();
    shown(call, query.get("id")).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call, id: Option<&str>) -> Result<Reply, Reply> {
    let (office, entry, rules) = found(call, id)?;
    if rules.is_empty() {
        return Ok(Reply::to(format!("/practice/{}/day", office.id())));
    }
    day::looked(call, &office, &entry, "brief", None)?;
    Ok(page(call, &office, &entry, &rules, Vec::new()))
}

/// Keeps it with the client's sessions, and tells their record.
pub(crate) fn save(call: &Call) -> Reply {
    saved(call).unwrap_or_else(|reply| reply)
}

fn saved(call: &Call) -> Result<Reply, Reply> {
    let (office, entry, rules) = found(call, call.form.get("id"))?;
    let there = format!("/practice/{}/day", office.id());
    if rules.is_empty() {
        return Ok(Reply::to(there));
    }
    let given = match agreement::read(call, rules.clone()) {
        // Where the practice is, the day may not have come yet.
        Ok(given) if dates::date(given.from) > office.today(call) => {
            let trouble = Trouble::new("from", call.voice.t("form-agreement-from-future"));
            return Ok(page(call, &office, &entry, &rules, vec![trouble]));
        }
        Ok(given) => given,
        Err(troubles) => return Ok(page(call, &office, &entry, &rules, troubles)),
    };
    let told = PortableEvent {
        id: fresh_id(call),
        at_ms: call.now.at,
        zone: office.page.zone.clone(),
        kind: record::kinds::AGREEMENT.to_owned(),
        version: 1,
        who: hand::author(&office, &entry),
        payload: record::agreement(call.knowledge(), &given).payload,
    };
    let entries = agreed(call, &office, &entry, &given)?;
    match office.book_and_tell(call, &entries, told, Noting::of("agreement", &entry)) {
        Ok(_) => Ok(Reply::to(there)),
        Err(why) => {
            let trouble = not_kept(call, "by", why)?;
            Ok(page(call, &office, &entry, &rules, vec![trouble]))
        }
    }
}

/// The session, and all that the client has ahead at the practice, with the agreement: whoever reads a later day sheet sees until
/// when it holds.
fn agreed(call: &Call, office: &Office, entry: &Entry, given: &Clearance) -> Result<Vec<Entry>, Reply> {
    let agreed = Agreed {
        by: given.by.clone(),
        from: dates::date(given.from),
        until: dates::date(given.until),
        max_pressure: given.max_pressure,
        max_minutes: given.max_minutes,
        words: given.words.clone(),
    };
    let mut first = entry.clone();
    (first.it.asks, first.it.agreed) = (Vec::new(), Some(agreed.clone()));
    let mut all = vec![first];
    for mut other in office.entries(call, Span::EVER)? {
        let booking = &other.it.booking;
        if other.id != entry.id && booking.client == entry.it.booking.client && booking.is_open(call.now.at.0) {
            other.it.agreed = Some(agreed.clone());
            all.push(other);
        }
    }
    Ok(all)
}
