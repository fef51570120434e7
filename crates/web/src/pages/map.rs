//! The body map: where it hurts.

use askama::Template;
use supple_care::{Intensity, PlaceSet, pain::MapState};

use super::{
    next,
    parts::{PlaceList, place_list},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    record::{self, Marked, NotWritten, Person},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "map.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    lead: String,
    views: [String; 2],
    list: PlaceList,
    count: i64,
    nothing_first: bool,
    from: bool,
    troubles: Vec<Trouble>,
    saved: Option<String>,
}

/// Shows the map with what is marked so far.
pub(crate) fn show(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) => {
            let marked = person.sheet.pain.marks.iter().map(|mark| mark.place).collect();
            Reply::ok(&render(call, &person, marked, Vec::new(), None))
        }
        Err(reply) => reply,
    }
}

/// Saves the places; the next page asks about each.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, mut person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let knowledge = call.knowledge();
    let Some(marked) = call.form.all("at").map(|id| knowledge.place_id(id)).collect::<Option<PlaceSet>>() else {
        return super::trouble::form(call);
    };
    let (state, marked) = match call.form.get("map") {
        Some("nothing") => (MapState::Confirmed, PlaceSet::NONE),
        Some("unknown") => (MapState::Unknown, PlaceSet::NONE),
        _ => (MapState::NotAsked, marked),
    };
    if state == MapState::NotAsked && marked.is_empty() {
        let trouble = Trouble::new("places", call.voice.t("form-map-empty"));
        return Reply::again(&render(call, &person, marked, vec![trouble], None));
    }
    for attempt in 0..2 {
        if let Some(saved) = saved_elsewhere(call, &person, state, marked) {
            return Reply::again(&render(call, &person, marked, Vec::new(), Some(saved)));
        }
        let map = match state {
            MapState::NotAsked => draft(call, &person, marked),
            MapState::Confirmed | MapState::Unknown => record::map_value(knowledge, state, &[]),
        };
        match call.try_write(open, &person, vec![record::answers(knowledge, "map", &[], &[], Some(map))]) {
            Ok(_) if state == MapState::NotAsked => {
                return Reply::to(if call.form.has("check") { "/map/pain?all" } else { "/map/pain" });
            }
            Ok(after) => return Reply::to(next::onward(call, &person, &after)),
            Err(NotWritten::Conflict) if attempt == 0 => match call.person() {
                Ok((_, again)) => person = again,
                Err(reply) => return reply,
            },
            Err(trouble) => return super::trouble::not_written(call, trouble),
        }
    }
    super::trouble::not_written(call, NotWritten::Conflict)
}

/// The marks for these places, with what was said about them before; how strong it was on another day is asked again.
fn draft(call: &Call, person: &Person, marked: PlaceSet) -> serde_json::Value {
    let map = person.record.map.as_ref();
    let known = map.map(|map| map.marks.as_slice()).unwrap_or_default();
    let chosen = map.map_or(PlaceSet::NONE, |map| map.chosen_on(call.now.today)).and(marked);
    let marks: Vec<Marked> = marked
        .iter()
        .map(|place| {
            let mut mark = known
                .iter()
                .find(|marked| marked.mark.place == place)
                .cloned()
                .unwrap_or_else(|| super::marks::blank(place));
            if !chosen.has(place) {
                mark.mark.intensity = Intensity::Unknown;
            }
            mark
        })
        .collect();
    record::map_draft(call.knowledge(), &marks, chosen)
}

/// What another tab has marked since this form was shown, if it differs.
fn saved_elsewhere(call: &Call, person: &Person, state: MapState, marked: PlaceSet) -> Option<String> {
    let (map, seen) = (person.record.map.as_ref()?, call.seen()?);
    let there: PlaceSet = map.marks.iter().map(|marked| marked.mark.place).collect();
    let same = there == marked && (map.state == state || !marked.is_empty());
    if map.seq <= seen || same {
        return None;
    }
    let v = &call.voice;
    Some(v.s("ask-other-saved", "answer", &super::check::map_in_words(call.knowledge(), v, map.state, there)))
}

fn render(call: &Call, person: &Person, marked: PlaceSet, troubles: Vec<Trouble>, saved: Option<String>) -> Page {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let nothing_first = person.record.door.as_deref() == Some("d2");
    let (title, lead) =
        if nothing_first { ("map-title-nothing", "map-lead-nothing") } else { ("map-title", "map-lead") };
    let from = next::from_check(call);
    let back = if from { "/check".to_owned() } else { next::before(knowledge, person, Some("map")) };
    Page {
        f: call.frame("map-page", Some(&back)).at(person.record.last_seq).with_minutes(&person.standing),
        v: v.clone(),
        title: v.t(title),
        lead: v.t(lead),
        views: call.house.figure.touch(v, knowledge, marked),
        list: place_list(knowledge, v, marked),
        count: i64::from(marked.len()),
        nothing_first,
        from,
        troubles,
        saved,
    }
}
