//! About each marked place: how strong, how it feels, how deep, since when, where it spreads.

use askama::Template;
use supple_care::{Day, Intensity, Knowledge, Mark, PlaceId, PlaceSet, pain::MapState};

use super::{next, typed::Choice};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    record::{self, Marked, NotWritten, Person},
    voice::Voice,
};

/// The qualities in their order; "numb" is what screening reads.
const QUALITIES: [&str; 5] = ["ache", "sharp", "burning", "tight", "numb"];
const DEPTHS: [&str; 4] = ["skin", "muscle", "deep", "unknown"];
/// Since when, in days: rough steps are enough to describe, and rules ask for the duration by themselves.
const SINCE_DAYS: [i32; 9] = [0, 3, 7, 14, 30, 90, 180, 365, 1000];
/// Where a pain may spread to: groups of places.
const SPREADS: [&str; 7] = ["leg-left", "leg-right", "arm-left", "arm-right", "head-all", "chest-all", "belly"];

#[derive(Template)]
#[template(path = "marks.html")]
struct Page {
    f: Frame,
    v: Voice,
    places: Vec<Asked>,
    views: [String; 2],
    shows: [bool; 2],
    from: bool,
    saved: Option<String>,
    troubles: Vec<Trouble>,
}

/// The fields about one place.
struct Asked {
    id: String,
    name: String,
    intensity: String,
    qualities: Vec<Choice>,
    depths: Vec<Choice>,
    since: Vec<Choice>,
    spreads: Vec<Choice>,
    more: bool,
    error: Option<String>,
}

/// A place that was only marked so far.
pub(crate) fn blank(place: PlaceId) -> Marked {
    Marked {
        mark: Mark { place, intensity: Intensity::Unknown, numb: false, spreads: PlaceSet::NONE, since: None },
        qualities: Vec::new(),
        depth: None,
    }
}

/// What was said about a place beside its strength, a phrase each.
pub(crate) fn told(knowledge: &Knowledge, v: &Voice, marked: &Marked, today: Day) -> Vec<String> {
    let words = |names: Vec<String>| (!names.is_empty()).then(|| v.list(&names));
    let feels = words(
        marked
            .qualities
            .iter()
            .filter(|quality| QUALITIES.contains(&quality.as_str()))
            .map(|quality| v.t(&format!("quality-{quality}")))
            .collect(),
    );
    let depth =
        marked.depth.as_deref().filter(|depth| DEPTHS.contains(depth)).map(|depth| v.t(&format!("depth-{depth}")));
    let (mut spreads, mut rest) = (Vec::new(), marked.mark.spreads);
    for (id, group) in SPREADS.iter().filter_map(|id| Some((id, knowledge.group(id)?))) {
        if !group.places.is_empty() && group.places.without(marked.mark.spreads).is_empty() {
            spreads.push(v.t(&format!("spreads-{id}")));
            rest = rest.without(group.places);
        }
    }
    if !rest.is_empty() {
        spreads.push(v.places(knowledge, rest));
    }
    let spreads = words(spreads);
    [
        feels.map(|what| v.s("marks-told-feels", "what", &what)),
        depth.map(|what| v.s("marks-told-depth", "what", &what)),
        nearest(today, marked.mark.since).map(|days| v.s("marks-told-since", "when", &v.t(&format!("since-{days}")))),
        spreads.map(|what| v.s("marks-told-spreads", "what", &what)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Shows the fields about each marked place.
pub(crate) fn show(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) => match marks(&person) {
            [] => Reply::to("/map"),
            marks => {
                // Nothing may look chosen that nobody has chosen today.
                let chosen = chosen(call, &person);
                Reply::ok(&render(call, &person, marks, &|place| chosen.has(place), Vec::new(), None))
            }
        },
        Err(reply) => reply,
    }
}

fn chosen(call: &Call, person: &Person) -> PlaceSet {
    person.record.map.as_ref().map_or(PlaceSet::NONE, |map| map.chosen_on(call.now.today))
}

fn marks(person: &Person) -> &[Marked] {
    person.record.map.as_ref().map(|map| map.marks.as_slice()).unwrap_or_default()
}

/// Saves them and confirms the map; on the way back they are saved as far as they go, and nothing is confirmed.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, mut person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let knowledge = call.knowledge();
    let Some(places) = call.form.all("at").map(|id| knowledge.place_id(id)).collect::<Option<Vec<PlaceId>>>() else {
        return super::trouble::form(call);
    };
    if places.is_empty() {
        return Reply::to("/map");
    }
    let mut troubles = Vec::new();
    let typed: Vec<(Marked, bool)> = places.into_iter().map(|place| read(call, place, &mut troubles)).collect();
    let all: Vec<Marked> = typed.iter().map(|(marked, _)| marked.clone()).collect();
    let given = |place: PlaceId| typed.iter().any(|(marked, given)| marked.mark.place == place && *given);
    let back = call.form.has("back");
    if !troubles.is_empty() && !back {
        return Reply::again(&render(call, &person, &all, &given, troubles, None));
    }
    let before = if next::from_check(call) { "/map?all" } else { "/map" };
    let strong: PlaceSet = all.iter().map(|marked| marked.mark.place).filter(|place| given(*place)).collect();
    for attempt in 0..2 {
        if let Some(saved) = saved_elsewhere(call, &person, &all) {
            return Reply::again(&render(call, &person, &all, &given, Vec::new(), Some(saved)));
        }
        if back && chosen(call, &person) == strong && says_nothing_new(call.now.today, marks(&person), &all, strong) {
            return Reply::to(before);
        }
        let map = if back {
            record::map_draft(knowledge, &all, strong)
        } else {
            record::map_value(knowledge, MapState::Confirmed, &all)
        };
        match call.try_write(open, &person, vec![record::answers(knowledge, "map", &[], &[], Some(map))]) {
            Ok(_) if back => return Reply::to(before),
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

/// Whether typed marks say what is recorded, apart from strengths that nobody chose.
fn says_nothing_new(today: Day, known: &[Marked], typed: &[Marked], strong: PlaceSet) -> bool {
    let same = |(known, typed): (&Marked, &Marked)| {
        let mut read = typed.clone();
        if !strong.has(read.mark.place) {
            read.mark.intensity = known.mark.intensity;
        }
        if nearest(today, read.mark.since) == nearest(today, known.mark.since) {
            read.mark.since = known.mark.since;
        }
        read == *known
    };
    known.len() == typed.len() && known.iter().zip(typed).all(same)
}

/// The step of [`SINCE_DAYS`] that is nearest to a day.
fn nearest(today: Day, since: Option<Day>) -> Option<i32> {
    let days = today.days_since(since?);
    SINCE_DAYS.into_iter().min_by_key(|step| (step - days).abs())
}

/// What another tab has recorded about the map since this form was shown, if it differs.
fn saved_elsewhere(call: &Call, person: &Person, typed: &[Marked]) -> Option<String> {
    let (map, seen) = (person.record.map.as_ref()?, call.seen()?);
    if map.seq <= seen || map.marks == typed {
        return None;
    }
    let there = map.marks.iter().map(|marked| marked.mark.place).collect();
    let v = &call.voice;
    Some(v.s("ask-other-saved", "answer", &super::check::map_in_words(call.knowledge(), v, map.state, there)))
}

/// Reads the fields about one place, and whether an intensity was chosen.
fn read(call: &Call, place: PlaceId, troubles: &mut Vec<Trouble>) -> (Marked, bool) {
    let (knowledge, v, form) = (call.knowledge(), &call.voice, &call.form);
    let id = knowledge.place(place).map_or("", |place| place.id.as_str());
    let field = |name: &str| format!("{name}-{id}");
    let intensity = match form.get(&field("i")) {
        Some("unknown") => Some(Intensity::Unknown),
        Some(number) => number.parse::<u8>().ok().filter(|number| *number <= 10).map(Intensity::Of),
        None => None,
    };
    if intensity.is_none() {
        let text = v.s("form-intensity-missing", "place", &v.place_of(knowledge, place));
        troubles.push(Trouble::new(field("i"), text));
    }
    let qualities: Vec<String> = QUALITIES
        .into_iter()
        .filter(|quality| form.all(&field("k")).any(|given| given == *quality))
        .map(str::to_owned)
        .collect();
    let depth = form.get(&field("d")).filter(|depth| DEPTHS.contains(depth)).map(str::to_owned);
    let since = form
        .get(&field("s"))
        .and_then(|days| days.parse::<i32>().ok())
        .filter(|days| SINCE_DAYS.contains(days))
        .map(|days| call.now.today.plus(-days));
    let spreads = SPREADS
        .into_iter()
        .filter(|group| form.all(&field("p")).any(|given| given == *group))
        .filter_map(|group| knowledge.group(group))
        .fold(PlaceSet::NONE, |all, group| all.or(group.places));
    let numb = qualities.iter().any(|quality| quality == "numb");
    let mark = Mark { place, intensity: intensity.unwrap_or(Intensity::Unknown), numb, spreads, since };
    (Marked { mark, qualities, depth }, intensity.is_some())
}

fn render(
    call: &Call,
    person: &Person,
    marks: &[Marked],
    given: &dyn Fn(PlaceId) -> bool,
    troubles: Vec<Trouble>,
    saved: Option<String>,
) -> Page {
    let v = &call.voice;
    let drawn: Vec<Mark> = marks.iter().map(|marked| marked.mark.clone()).collect();
    let figure = &call.house.figure;
    // Without every strength the drawing would show some that nobody chose.
    let whole = drawn.iter().all(|mark| given(mark.place));
    let in_view = |view: usize| whole && drawn.iter().any(|mark| figure.view_of(mark.place) == view);
    let from = next::from_check(call);
    let places = marks.iter().map(|marked| asked(call, marked, given(marked.mark.place), &troubles)).collect();
    Page {
        f: call
            .frame("marks-page", Some(if from { "/map?all" } else { "/map" }))
            .at(person.record.last_seq)
            .saving()
            .with_minutes(&person.standing),
        v: v.clone(),
        places,
        views: figure.pain(v, &drawn),
        shows: [in_view(0), in_view(1)],
        from,
        saved,
        troubles,
    }
}

fn asked(call: &Call, marked: &Marked, given: bool, troubles: &[Trouble]) -> Asked {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mark = &marked.mark;
    let id = knowledge.place(mark.place).map(|place| place.id.clone()).unwrap_or_default();
    let choice = |key: String, value: &str, on: bool| Choice { say: v.t(&key), value: value.to_owned(), on };
    let nearest = nearest(call.now.today, mark.since);
    let spreads = SPREADS.into_iter().map(|group| {
        let on = knowledge
            .group(group)
            .is_some_and(|group| !group.places.is_empty() && group.places.without(mark.spreads).is_empty());
        choice(format!("spreads-{group}"), group, on)
    });
    Asked {
        name: v.place_of(knowledge, mark.place),
        intensity: match (given, mark.intensity) {
            (false, _) => String::new(),
            (true, Intensity::Unknown) => "unknown".to_owned(),
            (true, Intensity::Of(number)) => number.to_string(),
        },
        qualities: QUALITIES
            .into_iter()
            .map(|quality| {
                choice(format!("quality-{quality}"), quality, marked.qualities.iter().any(|known| known == quality))
            })
            .collect(),
        depths: DEPTHS
            .into_iter()
            .map(|depth| choice(format!("depth-{depth}"), depth, marked.depth.as_deref() == Some(depth)))
            .collect(),
        since: SINCE_DAYS
            .into_iter()
            .map(|days| choice(format!("since-{days}"), &days.to_string(), nearest == Some(days)))
            .collect(),
        spreads: spreads.collect(),
        more: !marked.qualities.is_empty() || marked.depth.is_some() || nearest.is_some() || !mark.spreads.is_empty(),
        error: beside(troubles, &format!("i-{id}")),
        id,
    }
}
