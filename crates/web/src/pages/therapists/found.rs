//! Who was found, in the words of the page.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

use supple_care::claim_visit::Authority;
use supple_practice::{
    Practice, Slot, Taken, Therapist,
    find::{Hit, Index, Listed, Query, place_of},
    slots,
};
use uuid::Uuid;

use super::{MILE_KM, Wished};
use crate::{
    call::{Call, Reply},
    desk::{Office, again},
    pages::{practice::said, reviews::share, trouble},
    voice::Voice,
};

/// How many of those who are listed stand on one page.
const A_PAGE: usize = 20;
/// The last page that is shown: whoever has found so many does better to search for less.
pub(super) const LAST_PAGE: usize = 9;
/// The most who can be booked here and are shown.
const MOST_HERE: usize = 50;
/// Steps of five minutes in a day.
const DAY: i64 = 288;
/// So many days ahead a time counts as soon.
const SOON_DAYS: i64 = 7;

/// Who was found.
pub(super) struct Results {
    /// Who can be booked here.
    pub(super) here: Vec<Line>,
    /// How many are listed elsewhere, in words.
    pub(super) count: String,
    pub(super) elsewhere: Vec<Line>,
    /// The page before and the one after, where there are such.
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
    /// Which page this is, in words.
    pub(super) nth: String,
}

/// Somebody who was found.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) tag: String,
    /// What is known of them, sentence by sentence.
    pub(super) said: Vec<String>,
    /// Where it stands what clients say.
    pub(super) reviews: Option<String>,
    /// Where they can be booked.
    pub(super) book: Option<String>,
}

/// Everybody who is listed.
pub(super) fn index(call: &Call) -> Result<Arc<Index>, Reply> {
    call.house.listing.index().map_err(|_| trouble::library(call))
}

impl Results {
    pub(super) fn of(call: &Call, wished: &Wished) -> Result<Self, Reply> {
        let (v, index) = (&call.voice, index(call)?);
        let skip = wished.page * A_PAGE;
        let found = index.search(&query(call, wished, skip, A_PAGE));
        let authorities = &call.claims()?.authorities;
        let line = |hit: &Hit| index.listed(hit.entry).map(|it| listed(v, authorities, &it, distance(v, wished, hit)));
        let page = i64::try_from(wished.page + 1).unwrap_or(i64::MAX);
        let pages = found.count.div_ceil(A_PAGE).clamp(1, LAST_PAGE + 1);
        let args = [("page", page.into()), ("pages", i64::try_from(pages).unwrap_or(i64::MAX).into())];
        Ok(Self {
            here: here(call, wished)?,
            count: v.n("find-found", "count", found.count),
            elsewhere: found.hits.iter().filter_map(line).collect(),
            before: wished.page.checked_sub(1),
            after: Some(wished.page + 1).filter(|next| *next < pages),
            nth: v.with("find-nth", &args),
        })
    }
}

fn query<'a>(call: &'a Call, wished: &Wished, skip: usize, most: usize) -> Query<'a> {
    let text = |name: &str| call.form.text(name).unwrap_or_default();
    Query {
        words: text("words"),
        language: text("language"),
        speciality: text("speciality"),
        techniques: wished.techniques.clone(),
        gender: wished.gender,
        near: wished.near,
        draw: u64::from(call.now.today.0.unsigned_abs()),
        skip,
        most,
    }
}

/// "about 12 miles".
fn distance(v: &Voice, wished: &Wished, hit: &Hit) -> Option<String> {
    let km = hit.km?;
    #[expect(clippy::cast_possible_truncation, reason = "at most 20,038 kilometres")]
    let miles = (f64::from(km) / MILE_KM).round() as i64;
    Some(if wished.miles { v.n("find-about-miles", "count", miles) } else { v.n("find-about-km", "count", km) })
}

/// Those who work in the practices here.
fn here(call: &Call, wished: &Wished) -> Result<Vec<Line>, Reply> {
    let offices = call.offices()?;
    let all: Vec<(&Office, &Therapist)> =
        offices.iter().flat_map(|office| office.therapists.iter().map(move |it| (office, it))).collect();
    let listed: Vec<Listed> = all.iter().map(|(office, it)| profile(office, it)).collect();
    let index = Index::of_listed(&listed).unwrap_or_default();
    let found = index.search(&query(call, wished, 0, MOST_HERE));
    let last = call.moment().0 + SOON_DAYS * DAY;
    let mut read: BTreeMap<Uuid, (Vec<Taken>, Vec<_>)> = BTreeMap::new();
    let mut lines = Vec::new();
    for hit in &found.hits {
        let key = index.listed(hit.entry).map(|listed| listed.key).unwrap_or_default();
        let Some((office, it)) = all.iter().find(|(_, it)| it.id.to_string() == key) else { continue };
        let (taken, reviews) = match read.entry(office.id()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert((office.taken(call)?, office.reviews(call)?)),
        };
        let next = next(call, office, taken, it, &wished.techniques);
        if wished.soon && next.is_none_or(|slot| slot.start.0 > last) {
            continue;
        }
        let share = share(&call.voice, again(reviews, it.id));
        lines.push(bookable(call, office, it, next, [distance(&call.voice, wished, hit), Some(share)]));
    }
    Ok(lines)
}

/// Somebody of a practice, as those are listed.
fn profile(office: &Office, it: &Therapist) -> Listed {
    Listed {
        key: it.id.to_string(),
        name: it.name.clone(),
        city: format!("{} {}", office.page.name, office.page.mail.address),
        place: office.page.place.clone(),
        gender: it.gender,
        languages: it.languages.clone(),
        specialities: it.specialities.clone(),
        techniques: it.techniques.clone(),
        at: place_of(&office.page.located),
        ..Listed::default()
    }
}

/// The first time at which somebody is free, for the shortest session of the practice.
fn next(call: &Call, office: &Office, taken: &[Taken], it: &Therapist, needed: &BTreeSet<String>) -> Option<Slot> {
    let service = office.offered().min_by_key(|service| service.length)?;
    let practice = Practice { therapists: std::slice::from_ref(it), ..office.now(call, taken) };
    slots(&practice, service, needed).into_iter().min_by_key(|slot| slot.start)
}

fn bookable(call: &Call, office: &Office, it: &Therapist, next: Option<Slot>, more: [Option<String>; 2]) -> Line {
    let v = &call.voice;
    let [distance, share] = more;
    let (standing, may) = said::stands(v, it, &office.place, office.today(call));
    let text = |key: &str, text: &str| (!text.trim().is_empty()).then(|| v.s(key, "text", text));
    let free = match next {
        Some(slot) => v.s("find-free", "when", &said::when(v, &office.zone, slot.start)),
        None => v.t("find-not-free"),
    };
    let said = [
        Some(v.s("find-at", "practice", &office.page.name)),
        distance,
        Some(standing),
        share,
        text("find-specialities", &it.specialities),
        text("find-languages", &it.languages),
        Some(free),
    ];
    Line {
        name: it.name.clone(),
        tag: v.t(if may { "practice-bookable" } else { "practice-not-bookable" }),
        said: said.into_iter().flatten().collect(),
        reviews: Some(format!("/reviews?practice={}&with={}", office.id(), it.id)),
        book: may.then(|| format!("/book?giver=therapist&practice={}&with={}", office.id(), it.id)),
    }
}

/// Somebody who is only listed: what the list says, and where their licence can be looked up.
fn listed(v: &Voice, authorities: &[Authority], it: &Listed, distance: Option<String>) -> Line {
    let text = |key: &str, text: &str| (!text.trim().is_empty()).then(|| v.s(key, "text", text));
    let region = it.place.strip_prefix("us-").map(str::to_uppercase);
    let town = match &region {
        Some(region) => format!("{}, {region} {}", it.city, it.postal),
        None => [it.postal.as_str(), &it.city, &it.country].join(" "),
    };
    let mut said: Vec<String> = [
        text("find-town", &town),
        distance,
        text("find-phone", &it.phone),
        text("find-specialities", &it.specialities),
        text("find-languages", &it.languages),
    ]
    .into_iter()
    .flatten()
    .collect();
    for licence in &it.licences {
        let args = [("number", licence.number.as_str().into()), ("place", licence.place.to_uppercase().into())];
        said.push(v.with("find-states-licence", &args));
    }
    if it.licences.is_empty() {
        said.push(v.t("find-states-none"));
    }
    said.push(look_up(v, authorities, it));
    let args = [("source", it.source.as_str().into()), ("date", it.dated.as_str().into())];
    said.push(v.with(if it.dated.is_empty() { "find-source" } else { "find-source-dated" }, &args));
    let name = if it.credential.is_empty() { it.name.clone() } else { format!("{}, {}", it.name, it.credential) };
    Line { name, tag: v.t("find-unchecked"), said, reviews: None, book: None }
}

/// Where the licence of somebody can be looked up.
fn look_up(v: &Voice, authorities: &[Authority], it: &Listed) -> String {
    let of = authorities.iter().find(|known| known.code.eq_ignore_ascii_case(&it.place));
    match of.and_then(|known| Some((known.body.as_deref()?, known.address.as_deref()))) {
        Some((body, Some(address))) => v.with("find-look-up-at", &[("body", body.into()), ("address", address.into())]),
        Some((body, None)) => v.s("find-look-up", "body", body),
        None => v.t("find-look-up-unknown"),
    }
}
