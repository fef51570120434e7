//! What is said of places, therapists and times.

use jiff::civil::Date;
use supple_interop::dates;
use supple_practice::{
    Moment, Refusal, Service, Therapist, Zone,
    licence::{Confidence, Jurisdiction, Kind, Paper, Regulation, Standing, standing},
    policy::Policy,
};

use crate::{
    desk::{Entry, Office},
    voice::Voice,
};

/// Whose session a page is about, and when it is.
pub(crate) struct Heading {
    pub(crate) practice: String,
    pub(crate) id: String,
    pub(crate) client: String,
    pub(crate) when: String,
}

impl Heading {
    pub(crate) fn of(v: &Voice, office: &Office, entry: &Entry) -> Self {
        Self {
            practice: office.id().to_string(),
            id: entry.id.to_string(),
            client: entry.it.client.clone(),
            when: when(v, &office.zone, entry.it.booking.hands.from),
        }
    }
}

pub(crate) fn date(v: &Voice, date: Date) -> String {
    v.date(dates::day(date))
}

/// "Tuesday, 24 November 2026".
pub(crate) fn weekday(v: &Voice, on: Date) -> String {
    let name = v.t(&format!("weekday-{}", on.weekday().to_monday_one_offset()));
    v.with("weekday-date", &[("weekday", name.into()), ("date", date(v, on).into())])
}

/// "9:05".
pub(crate) fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60 % 24, minute % 60)
}

/// Day and time of a moment; empty outside the calendar.
pub(crate) fn when(v: &Voice, zone: &Zone, at: Moment) -> String {
    zone.wall(at).map_or_else(String::new, |(on, minute)| {
        v.with("practice-when", &[("day", weekday(v, on).into()), ("time", clock(minute).into())])
    })
}

/// Whose clocks the times of a practice are: the place that its zone is named for, and the zone.
pub(crate) fn clocks(v: &Voice, zone: &str) -> String {
    match zone.rsplit_once('/') {
        Some((_, place)) if !zone.starts_with("Etc/") => {
            let args = [("place", v.k(&place.replace('_', " ")).into()), ("zone", v.k(zone).into())];
            v.with("book-zone", &args)
        }
        Some(_) | None => v.s("book-zone-bare", "zone", &v.k(zone)),
    }
}

/// What a place asks, with source and confidence.
pub(crate) fn law(v: &Voice, place: &Jurisdiction) -> Vec<String> {
    let asks = match place.regulation {
        Regulation::Licence => "law-licence",
        Regulation::Registration => "law-registration",
        Regulation::Restricted => "law-restricted",
        Regulation::Title => "law-title",
        Regulation::Certificate => "law-certificate",
        Regulation::Open => "law-open",
        Regulation::Unknown => "law-unknown",
    };
    let sure = match place.confidence {
        Confidence::High => "law-high",
        Confidence::Medium => "law-medium",
        Confidence::Low => "law-low",
    };
    let mut said = vec![v.s(asks, "place", &v.k(&place.name))];
    if !place.regulator.is_empty() {
        said.push(v.s("law-regulator", "regulator", &v.k(&place.regulator)));
    }
    said.push(v.with("law-sure", &[("sure", v.t(sure).into()), ("date", date(v, place.on).into())]));
    said
}

fn paper(v: &Voice, key: &str, paper: &Paper) -> String {
    let text = |text: &str| if text.is_empty() { v.t("paper-unnamed") } else { v.k(text) };
    let until = paper.until.map_or_else(|| v.t("paper-no-end"), |until| v.s("paper-until", "date", &date(v, until)));
    let checked = paper.checked.as_ref().map_or_else(
        || v.t("paper-unchecked"),
        |it| {
            let args =
                [("date", date(v, it.on).into()), ("source", v.k(&it.source).into()), ("by", v.k(&it.by).into())];
            v.with("paper-checked", &args)
        },
    );
    let kind = match paper.kind {
        Kind::Licence => "paper-licence",
        Kind::Registration => "paper-registration",
        Kind::Certificate => "paper-certificate",
    };
    v.with(
        key,
        &[
            ("kind", v.t(kind).into()),
            ("class", text(&paper.class).into()),
            ("issuer", text(&paper.issuer).into()),
            ("until", until.into()),
            ("checked", checked.into()),
        ],
    )
}

/// The true words for somebody here on a date, and whether they may be booked.
pub(crate) fn stands(v: &Voice, therapist: &Therapist, place: &Jurisdiction, on: Date) -> (String, bool) {
    let found = standing(&therapist.papers, place, on);
    let may = found.may_be_booked(place.regulation);
    (words(v, &found), may)
}

fn words(v: &Voice, found: &Standing) -> String {
    let key = format!("standing-{}", found.id());
    match found {
        Standing::Licensed(it)
        | Standing::Registered(it)
        | Standing::Certified(it)
        | Standing::Claims(it)
        | Standing::NoEnd(it)
        | Standing::Expired(it) => paper(v, &key, it),
        Standing::LawLookedUp(it) => {
            v.with(&key, &[("date", date(v, it.on).into()), ("source", v.k(&it.source).into())])
        }
        Standing::Missing(Kind::Registration) => v.t("standing-missing-registration"),
        Standing::Missing(_) | Standing::NotRegulated | Standing::NoTitle | Standing::LawUnknown => v.t(&key),
    }
}

/// Why a time is not free.
pub(crate) fn refusal(v: &Voice, knowledge: &supple_care::Knowledge, why: &Refusal) -> String {
    let key = match why {
        Refusal::TooSoon => "refusal-too-soon",
        Refusal::TooFar => "refusal-too-far",
        Refusal::OffBeat => "refusal-off-beat",
        Refusal::Closed => "refusal-closed",
        Refusal::Holiday(name) => return v.s("refusal-holiday", "name", &v.k(name)),
        Refusal::Away => "refusal-away",
        Refusal::Taken => "refusal-taken",
        Refusal::NoRoom => "refusal-no-room",
        Refusal::InARow => "refusal-in-a-row",
        Refusal::InADay => "refusal-in-a-day",
        Refusal::Client => "refusal-client",
        Refusal::Spacing => "refusal-spacing",
        Refusal::Standing(found) => return v.s("refusal-standing", "why", &words(v, found)),
        Refusal::Techniques(ids) => {
            let techniques = &knowledge.techniques.techniques;
            let title = |id: &String| techniques.iter().find(|it| it.id == *id).map(|it| v.k(&it.title));
            let titles: Vec<String> = ids.iter().filter_map(title).collect();
            return v.s("refusal-techniques", "techniques", &v.list(&titles));
        }
    };
    v.t(key)
}

/// What cancelling costs, as it is kept with a booking.
pub(crate) fn policy(v: &Voice, policy: &Policy) -> Vec<String> {
    let mut said = Vec::new();
    for tier in &policy.tiers {
        let args = [("hours", i64::from(tier.under_hours).into()), ("percent", i64::from(tier.fee.0).into())];
        said.push(v.with("policy-tier", &args));
    }
    if policy.tiers.is_empty() {
        said.push(v.t("policy-free"));
    }
    if policy.no_show.0 > 0 {
        said.push(v.n("policy-no-show", "percent", policy.no_show.0));
    }
    said.push(v.t("policy-never"));
    said
}

/// "60 minutes, with 10 minutes to clean up".
pub(crate) fn service(v: &Voice, office: &Office, service: &Service) -> String {
    let args = [
        ("minutes", i64::from(service.length.0).into()),
        ("before", i64::from(service.before.0).into()),
        ("after", i64::from(service.after.0).into()),
    ];
    let price = service.price.map(|price| office.money(price.into()));
    let price = price.map_or_else(|| v.t("service-no-price"), |price| v.s("service-price", "price", &price));
    let key = match (service.before.0, service.after.0) {
        (0, 0) => "service-line-only",
        (0, _) => "service-line-after",
        _ => "service-line",
    };
    v.parts(&[v.with(key, &args), price])
}
