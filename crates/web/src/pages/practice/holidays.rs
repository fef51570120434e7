//! The public holidays of a practice's place, and on which of them it is closed. What is booked on such a day stays, and is
//! shown.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use jiff::{ToSpan, civil::Date};
use supple_practice::{
    Span,
    holiday::{Closed, Keeps, Region},
};

use super::{not_kept, said};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::Office,
    form::Form,
    frame::{Frame, Trouble, beside},
    voice::Voice,
};

/// How far ahead holidays are shown: a year.
const AHEAD_DAYS: i64 = 366;
/// How far ahead the next date of any other is looked for: ten years.
const FAR_DAYS: i64 = 3660;

#[derive(Template)]
#[template(path = "practice_holidays.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    /// Regions of the practice's country first: id, name, chosen.
    regions: Vec<(String, String, bool)>,
    region: String,
    region_error: Option<String>,
    source: Vec<String>,
    days: Vec<Line>,
    closed: Vec<(&'static str, String, bool)>,
    closed_error: Option<String>,
    /// What is said now, in a sentence.
    now: String,
    /// Days on which the practice is closed and something is booked: the date as it is sent, and in words.
    standing: Vec<(String, String)>,
    arranges: bool,
    saved: bool,
    troubles: Vec<Trouble>,
}

/// A holiday.
struct Line {
    name: String,
    /// As it reads.
    say: String,
    when: Vec<String>,
    on: bool,
}

/// The regions as they are offered: those of the practice's country first, then all others by their names.
fn ordered<'a>(office: &Office, regions: &'a [Region]) -> Vec<&'a Region> {
    let mut all: Vec<&Region> = regions.iter().collect();
    let country = office.page.place.get(..2).unwrap_or("--");
    all.sort_by_key(|region| (!region.id.starts_with(country), region.name.clone()));
    all
}

/// The region that is looked at: the one that is asked for, the one that is kept, or the only one of the country.
fn looked_at<'a>(office: &Office, form: &Form, regions: &[&'a Region]) -> Option<&'a Region> {
    let of = |id: &str| regions.iter().copied().find(|region| region.id == id);
    let kept = office.page.holidays.as_ref().map(|keeps| keeps.region.as_str());
    let country = office.page.place.get(..2)?;
    let mut here = regions.iter().copied().filter(|region| region.id.starts_with(country));
    let only = here.next().filter(|_| here.next().is_none());
    match form.get("region") {
        Some(id) => of(id),
        None => kept.and_then(of).or(only),
    }
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::DaySheet);
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    office.and_then(|(office, _)| page(call, &office, &form, Vec::new())).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, office: &Office, form: &Form, mut troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let v = &call.voice;
    let regions = ordered(office, call.regions()?);
    let chosen = looked_at(office, form, &regions);
    if chosen.is_none() && form.has("region") && troubles.is_empty() {
        troubles.push(Trouble::new("region", v.t("holidays-region-needed")));
    }
    let again = !troubles.is_empty();
    let kept = office.page.holidays.as_ref().filter(|keeps| chosen.is_some_and(|region| region.id == keeps.region));
    let today = office.today(call);
    let closed = form.get("closed").or_else(|| {
        kept.map(|keeps| match &keeps.closed {
            Closed::All => "all",
            Closed::On(names) if names.is_empty() => "none",
            Closed::On(_) => "some",
        })
    });
    let ticked: Option<BTreeSet<&str>> = form.has("closed").then(|| form.all("day").collect());
    let on = |name: &str| match &ticked {
        Some(ticked) => ticked.contains(name),
        None => kept.is_none_or(|keeps| keeps.is_closed(name)),
    };
    let page = Page {
        f: call.frame("practice-page", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        regions: regions
            .iter()
            .map(|it| (it.id.clone(), v.k(&it.name), chosen.is_some_and(|region| region.id == it.id)))
            .collect(),
        region: chosen.map_or_else(String::new, |region| region.id.clone()),
        region_error: beside(&troubles, "region"),
        source: chosen
            .map_or_else(Vec::new, |it| vec![v.k(&it.source), v.s("holidays-on", "date", &said::date(v, it.on))]),
        days: chosen.map_or_else(Vec::new, |region| lines(v, region, today, on)),
        closed: ["all", "some", "none"].map(|id| (id, v.t(&format!("holidays-{id}")), closed == Some(id))).into(),
        closed_error: beside(&troubles, "closed"),
        now: now(v, office, &regions),
        standing: standing(call, office)?,
        arranges: call.may(does::Arrange, On::practice(office.id())).is_ok(),
        saved: call.flag("saved"),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Every holiday of a region, each with its dates of the coming year; one that is not in it with its next one.
fn lines(v: &Voice, region: &Region, today: Date, on: impl Fn(&str) -> bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (date, day) in region.between(today, today.saturating_add(AHEAD_DAYS.days())) {
        let when = said::weekday(v, date);
        let when = if day.instead { v.s("holidays-instead", "date", &when) } else { when };
        match lines.iter_mut().find(|line| line.name == day.name) {
            Some(line) => line.when.push(when),
            None => {
                lines.push(Line { name: day.name.to_owned(), say: v.k(day.name), when: vec![when], on: on(day.name) })
            }
        }
    }
    // What moves with Easter may lie more than a year ahead: it can be chosen all the same.
    let later = region.between(today.saturating_add(AHEAD_DAYS.days()), today.saturating_add(FAR_DAYS.days()));
    for day in &region.days {
        if !lines.iter().any(|line| line.name == day.name) {
            let when = later.iter().find(|(_, it)| it.name == day.name).map(|(date, _)| said::date(v, *date));
            let (name, say, on) = (day.name.clone(), v.k(&day.name), on(&day.name));
            lines.push(Line { name, say, when: when.into_iter().collect(), on });
        }
    }
    lines
}

/// What the practice says of holidays, in a sentence.
fn now(v: &Voice, office: &Office, regions: &[&Region]) -> String {
    let Some(keeps) = &office.page.holidays else { return v.t("holidays-now-nothing") };
    let Some(region) = regions.iter().find(|region| region.id == keeps.region) else {
        return v.s("holidays-now-unknown", "region", &keeps.region);
    };
    let region = v.k(&region.name);
    match &keeps.closed {
        Closed::All => v.s("holidays-now-all", "region", &region),
        Closed::On(names) if names.is_empty() => v.s("holidays-now-none", "region", &region),
        Closed::On(names) => {
            let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
            v.with("holidays-now-some", &[("region", region.into()), ("count", count.into())])
        }
    }
}

/// The days ahead on which the practice is closed and something stands in the calendar.
fn standing(call: &Call, office: &Office) -> Result<Vec<(String, String)>, Reply> {
    let v = &call.voice;
    let from = call.moment();
    let mut found: BTreeMap<Date, usize> = BTreeMap::new();
    for entry in office.entries(call, Span { from, until: Span::EVER.until })? {
        let day = office.zone.wall(entry.it.booking.hands.from).map(|(day, _)| day);
        if let Some(day) = day.filter(|day| entry.it.booking.is_open(call.now.at.0) && office.closed.contains_key(day))
        {
            *found.entry(day).or_default() += 1;
        }
    }
    let say = |(day, count): (Date, usize)| {
        let name = office.closed.get(&day).map_or_else(String::new, |name| v.k(name));
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let args = [("count", count.into()), ("day", said::weekday(v, day).into()), ("name", name.into())];
        (day.to_string(), v.with("holidays-standing-day", &args))
    };
    Ok(found.into_iter().map(say).collect())
}

/// Keeps what the practice says.
pub(crate) fn save(call: &Call) -> Reply {
    kept(call).unwrap_or_else(|reply| reply)
}

fn kept(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Arrange)?;
    let v = &call.voice;
    let region = call.regions()?.iter().find(|region| call.form.get("region") == Some(region.id.as_str()));
    let days: BTreeSet<String> = region
        .map(|region| call.form.all("day").filter(|name| region.days.iter().any(|day| day.name == **name)))
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect();
    let mut troubles = Vec::new();
    if region.is_none() {
        troubles.push(Trouble::new("region", v.t("holidays-region-needed")));
    }
    let closed = match call.form.get("closed") {
        Some("all") => Some(Closed::All),
        Some("none") => Some(Closed::On(BTreeSet::new())),
        Some("some") if !days.is_empty() => Some(Closed::On(days)),
        Some("some") => {
            troubles.push(Trouble::new("closed", v.t("holidays-days-needed")));
            None
        }
        _ => {
            troubles.push(Trouble::new("closed", v.t("holidays-closed-needed")));
            None
        }
    };
    let (Some(region), Some(closed)) = (region, closed) else { return page(call, &office, &call.form, troubles) };
    let mut changed = office.page.clone();
    changed.holidays = Some(Keeps { region: region.id.clone(), closed });
    let kept = office.note(call, "holidays", office.id(), None).and_then(|()| office.keep_page(call, &changed));
    match kept {
        Ok(()) => Ok(Reply::to(format!("/practice/{}/holidays?saved", office.id()))),
        Err(why) => {
            troubles.push(not_kept(call, "closed", why)?);
            page(call, &office, &call.form, troubles)
        }
    }
}
