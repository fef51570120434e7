//! Finding a therapist: those who can be booked here, and those who are only listed elsewhere.

mod found;

use std::collections::BTreeSet;

use askama::Template;
use supple_practice::find::{Gender, Near, place_of};

use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{
        book::fit,
        plan::Asked,
        practice::field::{Field, Fields},
    },
    voice::Voice,
};
use found::Results;

/// How far may be searched, in miles or kilometres; the second one at first.
const RADII: [u16; 4] = [10, 25, 50, 100];
/// Kilometres of a mile (international mile, 1.609344).
const MILE_KM: f64 = 1.609_344;

#[derive(Template)]
#[template(path = "therapists.html")]
struct Page {
    f: Frame,
    v: Voice,
    words: Field,
    near: Field,
    others: Vec<Field>,
    radii: Vec<(u16, String, bool)>,
    genders: Vec<(&'static str, String, bool)>,
    techniques: Vec<(String, String, bool)>,
    /// Whether there is a plan whose techniques can be asked for, and whether they are.
    plan: Option<bool>,
    soon: bool,
    /// Whether something stands in the fields that are folded away at first.
    more: bool,
    /// Who is listed, and where that comes from.
    listed: String,
    results: Option<Results>,
    troubles: Vec<Trouble>,
}

/// What is searched for, as it was typed.
struct Wished {
    near: Option<Near>,
    gender: Option<Gender>,
    techniques: BTreeSet<String>,
    soon: bool,
    /// The page of those who are listed, from 0.
    page: usize,
    miles: bool,
}

/// Shows the form.
pub(crate) fn show(call: &Call) -> Reply {
    page(call, None, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

/// Searches. What is searched for stands in no address: it may say where somebody lives and what they need.
pub(crate) fn search(call: &Call) -> Reply {
    searched(call).unwrap_or_else(|reply| reply)
}

fn searched(call: &Call) -> Result<Reply, Reply> {
    match read(call) {
        Err(trouble) => Ok(Reply::again(&page(call, None, vec![trouble])?)),
        Ok(wished) => {
            let results = Results::of(call, &wished)?;
            Ok(Reply::ok(&page(call, Some(results), Vec::new())?))
        }
    }
}

/// Whether distances are told in miles.
fn in_miles(call: &Call) -> bool {
    call.country(None).is_some_and(|country| matches!(country.as_str(), "US" | "GB"))
}

/// The techniques of the plan for a therapist, where there is one.
fn of_plan(call: &Call) -> Option<BTreeSet<String>> {
    call.visit.open.as_ref()?;
    let asked = Asked::with(call, "giver=therapist").ok()?;
    let plan = asked.planned(call).ok()?;
    Some(fit::techniques(call, &plan))
}

fn read(call: &Call) -> Result<Wished, Trouble> {
    let form = &call.form;
    let miles = in_miles(call);
    let within = form.text("within").and_then(|text| text.parse().ok()).filter(|within| RADII.contains(within));
    let within = f64::from(within.unwrap_or(RADII[1])) * if miles { MILE_KM } else { 1.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 161")]
    let km = within.round() as u16;
    let near = match form.text("near") {
        None => None,
        Some(text) => {
            let place = place_of(text).ok_or_else(|| Trouble::new("near", call.voice.t("find-near-unknown")))?;
            Some(Near { place, km })
        }
    };
    let mut techniques: BTreeSet<String> = form.text("technique").map(str::to_owned).into_iter().collect();
    if form.has("plan") {
        techniques.extend(of_plan(call).unwrap_or_default());
    }
    Ok(Wished {
        near,
        gender: form.get("gender").and_then(Gender::of),
        techniques,
        soon: form.has("soon"),
        page: form.text("page").and_then(|page| page.parse().ok()).unwrap_or(0).min(found::LAST_PAGE),
        miles,
    })
}

fn page(call: &Call, results: Option<Results>, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (v, form) = (&call.voice, &call.form);
    let fields = Fields { call, troubles: &troubles };
    let unit = if in_miles(call) { "find-miles" } else { "find-km" };
    let within = form.text("within").and_then(|text| text.parse().ok()).unwrap_or(RADII[1]);
    let gender = form.get("gender").unwrap_or_default();
    let technique = form.get("technique").unwrap_or_default();
    let known = call.knowledge().techniques.techniques.iter();
    let count = found::index(call)?.len();
    Ok(Page {
        f: call.frame("find-page", Some("/see-therapist")),
        v: v.clone(),
        words: fields.hinted("words", "find-words", "text", ""),
        near: fields.hinted("near", "find-near", "text", ""),
        others: vec![
            fields.hinted("speciality", "find-speciality", "text", ""),
            fields.of("language", "find-language", "text", ""),
        ],
        radii: RADII.map(|radius| (radius, v.n(unit, "count", radius), radius == within)).into(),
        genders: Gender::ALL.map(|it| (it.id(), v.t(&format!("gender-{}", it.id())), it.id() == gender)).into(),
        techniques: known.map(|it| (it.id.clone(), v.k(&it.title), it.id == technique)).collect(),
        plan: of_plan(call).map(|_| form.has("plan")),
        soon: form.has("soon"),
        more: ["speciality", "language", "technique", "gender"].iter().any(|name| form.text(name).is_some()),
        listed: if count == 0 { v.t("find-none-listed") } else { v.n("find-are-listed", "count", count) },
        results,
        troubles,
    })
}
