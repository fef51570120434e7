//! Whether a value in a resource is the one that a search wants (R4, 3.1.1.4).

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde_json::Value;

use super::{Parameter, Sort};

/// Every value at a place: names between dots, through every list.
pub(in crate::fhir) fn values<'v>(resource: &'v Value, at: &str) -> Vec<&'v Value> {
    let mut found = vec![resource];
    for name in at.split('.') {
        let inner = found.into_iter().filter_map(|value| value.get(name));
        found = inner
            .flat_map(|value| value.as_array().map_or_else(|| vec![value], |list| list.iter().collect()))
            .collect();
    }
    found
}

/// Whether a modifier can be used with a parameter.
pub(super) fn knows(parameter: &Parameter, modifier: &str) -> bool {
    match (parameter.sort, modifier) {
        (_, "" | "missing") | (Sort::Text, "exact" | "contains") | (Sort::Token, "not") => true,
        // `subject:Patient=7` is `subject=Patient/7`.
        (Sort::Reference, kind) => kind.starts_with(|letter: char| letter.is_ascii_uppercase()),
        _ => false,
    }
}

/// Whether what is wanted can be read.
pub(super) fn reads(parameter: &Parameter, modifier: &str, wanted: &str) -> bool {
    match (modifier, parameter.sort) {
        ("missing", _) => ["true", "false"].contains(&wanted),
        (_, Sort::Date) => wanted.split(',').all(|one| Wanted::read(one).is_some()),
        _ => !wanted.contains('\0'),
    }
}

/// Whether a resource is as it is wanted.
pub(super) fn holds(parameter: &Parameter, modifier: &str, wanted: &str, resource: &Value) -> bool {
    let all: Vec<&Value> = parameter.at.iter().flat_map(|at| values(resource, at)).collect();
    match modifier {
        "missing" => all.is_empty() == (wanted == "true"),
        "not" => !wanted.split(',').any(|one| all.iter().any(|value| token(value, one))),
        _ => wanted.split(',').any(|one| all.iter().any(|value| is(parameter, modifier, one, value))),
    }
}

fn is(parameter: &Parameter, modifier: &str, wanted: &str, value: &Value) -> bool {
    match parameter.sort {
        Sort::Token => token(value, wanted),
        Sort::Uri => value.as_str() == Some(wanted),
        Sort::Text => value.as_str().is_some_and(|text| match modifier {
            "exact" => text == wanted,
            "contains" => text.to_lowercase().contains(&wanted.to_lowercase()),
            _ => text.to_lowercase().starts_with(&wanted.to_lowercase()),
        }),
        Sort::Date => Wanted::read(wanted).zip(span(value)).is_some_and(|(wanted, span)| wanted.holds(span)),
        Sort::Reference => reference(value).is_some_and(|found| {
            let to = (!modifier.is_empty()).then_some(modifier).or(parameter.to);
            refers(found, wanted, to)
        }),
    }
}

/// The reference that stands in a value: `Type/id`, or the address of a definition.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("reference").unwrap_or(value).as_str()
}

/// Whether a reference is to what is wanted, as an id, as type and id, or as an address.
fn refers(found: &str, wanted: &str, to: Option<&str>) -> bool {
    if to.is_some_and(|to| found.split('/').next() != Some(to)) {
        return false;
    }
    // An address of ours ends with type and id.
    let bare = wanted.rsplit_once("/fhir/").map_or(wanted, |(_, bare)| bare);
    let unversioned = found.split('|').next().unwrap_or(found);
    found == bare || unversioned == bare || (!bare.contains('/') && found.rsplit('/').next() == Some(bare))
}

/// `code`, `system|code`, `|code` or `system|`.
fn token(value: &Value, wanted: &str) -> bool {
    let (system, code) = match wanted.split_once('|') {
        Some((system, code)) => (Some(system), code),
        None => (None, wanted),
    };
    let fits = |own_system: Option<&str>, own: &str| {
        let system_fits = match system {
            None => true,
            Some("") => own_system.is_none(),
            Some(system) => own_system == Some(system),
        };
        system_fits && (code.is_empty() && system.is_some_and(|system| !system.is_empty()) || own == code)
    };
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    match value {
        // A code whose system its element says: `system|` before it is taken as that.
        Value::String(own) => own == code && !code.is_empty(),
        Value::Bool(own) => own.to_string() == code,
        Value::Object(fields) => {
            let codings = fields.get("coding").and_then(Value::as_array);
            let lone = codings.is_none().then_some(value);
            codings.into_iter().flatten().chain(lone).any(|coding| {
                let own = text(coding, "code").or_else(|| text(coding, "value"));
                own.is_some_and(|own| fits(text(coding, "system").as_deref(), &own))
            })
        }
        _ => false,
    }
}

/// What a parameter sorts by.
pub(super) fn key(parameter: &Parameter, resource: &Value) -> (bool, i64, String) {
    let first = parameter.at.iter().flat_map(|at| values(resource, at)).next();
    let Some(first) = first else { return (true, 0, String::new()) };
    match parameter.sort {
        Sort::Date => (false, span(first).map_or(0, |(from, _)| from), String::new()),
        Sort::Token | Sort::Uri | Sort::Text | Sort::Reference => {
            let text = reference(first).or_else(|| first.pointer("/coding/0/code").and_then(Value::as_str));
            (false, 0, text.unwrap_or_default().to_lowercase())
        }
    }
}

/// From a moment (milliseconds since 1970) until just before another.
type Times = (i64, i64);

/// When a value is: a date, a moment, or a period that may be open.
fn span(value: &Value) -> Option<Times> {
    if let Some(text) = value.as_str() {
        return times(text);
    }
    let end = |name: &str| value.get(name).and_then(Value::as_str).and_then(times);
    match (end("start"), end("end")) {
        (None, None) => None,
        (from, until) => Some((from.map_or(i64::MIN, |it| it.0), until.map_or(i64::MAX, |it| it.1))),
    }
}

/// The time that a date of any precision is. Without a zone it is taken as UTC.
fn times(text: &str) -> Option<Times> {
    let ms = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp().as_millisecond());
    let days = |from: Date, until: Date| Some((ms(from)?, ms(until)?));
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    match text.len() {
        4 => {
            let from = Date::new(number(0..4)?, 1, 1).ok()?;
            days(from, from.checked_add(1.year()).ok()?)
        }
        7 => {
            let month = i8::try_from(number(5..7)?).ok().filter(|_| text.get(4..5) == Some("-"))?;
            let from = Date::new(number(0..4)?, month, 1).ok()?;
            days(from, from.checked_add(1.month()).ok()?)
        }
        10 => {
            let from: Date = text.parse().ok()?;
            days(from, from.tomorrow().ok()?)
        }
        // A plus is a space once an address was read.
        _ => {
            let text = text.replace(' ', "+");
            let zoned = text.parse::<Timestamp>().map(Timestamp::as_millisecond);
            let from = zoned.ok().or_else(|| {
                let local: DateTime = text.parse().ok()?;
                Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
            })?;
            let long =
                match text.split_once('T').map_or(0, |(_, time)| time.find(['Z', '+', '-']).unwrap_or(time.len())) {
                    0..=5 => 60_000,
                    6..=8 => 1_000,
                    _ => 1,
                };
            Some((from, from.saturating_add(long)))
        }
    }
}

/// A date that is wanted, with how it is compared.
struct Wanted<'t>(&'t str, Times);

impl<'t> Wanted<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let (prefix, rest) = match text.get(..2) {
            Some(prefix) if ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"].contains(&prefix) => text.split_at(2),
            _ => ("eq", text),
        };
        Some(Self(prefix, times(rest)?))
    }

    fn holds(&self, (from, until): Times) -> bool {
        let (first, end) = self.1;
        match self.0 {
            "ne" => !(first <= from && until <= end),
            "gt" => until > end,
            "lt" => from < first,
            "ge" => until > end || first <= from,
            "le" => from < first || until <= end,
            "sa" => from >= end,
            "eb" => until <= first,
            _ => first <= from && until <= end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn dates_are_compared_as_the_times_that_they_are() {
        let value = json!("2026-11-24T15:00:00Z");
        let fits = |wanted: &str| Wanted::read(wanted).unwrap().holds(span(&value).unwrap());
        for yes in [
            "2026-11-24",
            "2026-11",
            "2026",
            "ge2026-11-24",
            "lt2026-11-25",
            "gt2026-11-23",
            "sa2026-11-23",
            "eb2026-11-25",
            "le2026-11-24T15:00:00Z",
            "2026-11-24T10:00:00-05:00",
            "ne2026-11-23",
        ] {
            assert!(fits(yes), "{yes}");
        }
        for no in [
            "2026-11-23",
            "gt2026-11-24",
            "lt2026-11-24",
            "ge2026-11-25",
            "le2026-11-23",
            "ne2026-11-24",
            "sa2026-11-24",
            "eb2026-11-24",
        ] {
            assert!(!fits(no), "{no}");
        }
        for wrong in ["", "soon", "2026-13", "2026-02-30", "xx2026", "2026-11-24T", "26"] {
            assert!(Wanted::read(wrong).is_none(), "{wrong}");
        }
        let open = json!({ "start": "2026-11-01" });
        assert!(Wanted::read("ge2027").unwrap().holds(span(&open).unwrap()));
    }

    #[test]
    fn a_token_is_a_code_with_or_without_its_system() {
        let concept = json!({ "coding": [{ "system": "s", "code": "a" }, { "code": "b" }] });
        for yes in ["a", "s|a", "s|", "|b", "b"] {
            assert!(token(&concept, yes), "{yes}");
        }
        for no in ["c", "t|a", "|a", "|", ""] {
            assert!(!token(&concept, no), "{no}");
        }
        assert!(token(&json!("free"), "free") && token(&json!(true), "true") && !token(&json!("free"), ""));
    }

    #[test]
    fn a_reference_is_named_by_id_type_or_address() {
        for yes in ["7", "Patient/7", "https://care.example/fhir/Patient/7"] {
            assert!(refers("Patient/7", yes, Some("Patient")), "{yes}");
        }
        assert!(!refers("Patient/7", "8", None) && !refers("Location/7", "7", Some("Patient")));
    }
}
