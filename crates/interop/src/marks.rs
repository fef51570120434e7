//! Places and the body map, as they come from outside.

use serde_json::{Map, Value, json};
use supple_care::{Day, Intensity, Knowledge, Mark, PlaceId, PlaceSet};

use crate::{Problem, answers::unknown_word, codes, dates};

/// The qualities a pain may have. "numb" and "tingling" are what screening reads; the others describe.
pub(crate) const QUALITIES: [&str; 6] = ["ache", "sharp", "burning", "tight", "numb", "tingling"];
/// The fields of a mark.
pub(crate) const FIELDS: [&str; 7] = ["site", "side", "intensity", "quality", "depth", "since", "spreads"];
/// How deep a pain may lie.
pub(crate) const DEPTHS: [&str; 4] = ["skin", "muscle", "deep", "unknown"];

/// Reads the marks of a body map.
pub(crate) fn read(knowledge: &Knowledge, entries: &[Value], today: Day, problems: &mut Vec<Problem>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match read_mark(knowledge, entry, &format!("pain[{index}]"), today) {
            Ok(read) => {
                for mark in read {
                    if marks.iter().any(|known| known.place == mark.place) {
                        let name = knowledge.place(mark.place).map_or(String::new(), |place| place.id.clone());
                        problems.push(Problem::new(format!("pain[{index}]"), codes::TWICE, vec![("name", name)]));
                    } else {
                        marks.push(mark);
                    }
                }
            }
            Err(more) => problems.extend(more),
        }
    }
    marks
}

/// Reads one entry of a body map; "both" sides give two marks.
///
/// # Errors
/// Every problem in it.
pub fn read_mark(knowledge: &Knowledge, entry: &Value, path: &str, today: Day) -> Result<Vec<Mark>, Vec<Problem>> {
    let Value::Object(map) = entry else { return Err(vec![crate::answers::object(path)]) };
    let mut problems = Vec::new();
    for name in map.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
        problems.push(unknown_word(&format!("{path}.{name}"), name, codes::FIELD, codes::FIELD_NEAR, FIELDS));
    }
    let places = site(knowledge, map, path).unwrap_or_else(|more| {
        problems.extend(more);
        Vec::new()
    });
    let intensity = ok(intensity(map, path), &mut problems);
    let numb =
        words(map, "quality", &QUALITIES, path, &mut problems).iter().any(|word| ["numb", "tingling"].contains(word));
    if let Some(depth) = map.get("depth")
        && !depth.as_str().is_some_and(|word| DEPTHS.contains(&word))
    {
        problems.push(Problem::new(format!("{path}.depth"), codes::OPTION, vec![("options", DEPTHS.join(", "))]));
    }
    let since = match map.get("since") {
        None | Some(Value::Null) => None,
        Some(value) if value.as_str() == Some("unknown") => None,
        Some(value) => ok(since(value, path, today), &mut problems),
    };
    let mut spreads = PlaceSet::NONE;
    match map.get("spreads") {
        None => {}
        Some(Value::Array(list)) => {
            for (index, entry) in list.iter().enumerate() {
                let at = format!("{path}.spreads[{index}]");
                let found = place_or_site(knowledge, entry.as_str().unwrap_or(""), &at);
                spreads = spreads.or(ok(found, &mut problems).unwrap_or_default());
            }
        }
        Some(_) => problems.push(Problem::plain(format!("{path}.spreads"), codes::LIST)),
    }
    match (problems.is_empty(), intensity) {
        (true, Some(intensity)) => {
            Ok(places.into_iter().map(|place| Mark { place, intensity, numb, spreads, since }).collect())
        }
        _ => Err(problems),
    }
}

fn ok<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn since(value: &Value, path: &str, today: Day) -> Result<Day, Problem> {
    let at = format!("{path}.since");
    let day = value.as_str().and_then(dates::parse).ok_or_else(|| Problem::plain(at.clone(), codes::DATE))?;
    if day > today { Err(Problem::plain(at, codes::FUTURE)) } else { Ok(day) }
}

fn intensity(map: &Map<String, Value>, path: &str) -> Result<Intensity, Problem> {
    let wrong = || Problem::plain(format!("{path}.intensity"), codes::INTENSITY);
    match map.get("intensity") {
        Some(Value::String(word)) if word == "unknown" => Ok(Intensity::Unknown),
        Some(value) => match value.as_u64().and_then(|number| u8::try_from(number).ok()) {
            Some(number @ 0..=10) => Ok(Intensity::Of(number)),
            _ => Err(wrong()),
        },
        None => Err(wrong()),
    }
}

/// The marked places: a site with its side; both sides where `side` is "both"; the middle where there is only that. What is
/// wrong with the site and with the side is said at once.
fn site(knowledge: &Knowledge, map: &Map<String, Value>, path: &str) -> Result<Vec<PlaceId>, Vec<Problem>> {
    let at = format!("{path}.site");
    let side = map.get("side").map(Value::as_str);
    let site = match map.get("site").and_then(Value::as_str) {
        Some(site) => place_or_site(knowledge, site, &at).map(|places| (site, places)),
        None => Err(Problem::new(at, codes::MISSING, vec![("name", "site".to_owned())])),
    };
    let wrong_side = |site: &str| Problem::new(format!("{path}.side"), codes::SIDE, vec![("name", site.to_owned())]);
    let (site, places) = site.map_err(|problem| match side {
        None | Some(Some("left" | "right" | "both" | "middle")) => vec![problem],
        Some(_) => vec![problem, wrong_side(map.get("site").and_then(Value::as_str).unwrap_or_default())],
    })?;
    let of_site: Vec<PlaceId> = places.iter().collect();
    let side_of = |place: &PlaceId| knowledge.place(*place).map(|place| place.side.as_str());
    let chosen: Vec<PlaceId> = match side {
        None if of_site.len() == 1 => of_site,
        Some(Some("both")) if of_site.len() > 1 => of_site,
        Some(Some(side @ ("left" | "right" | "middle"))) => {
            of_site.into_iter().filter(|place| side_of(place) == Some(side)).collect()
        }
        _ => Vec::new(),
    };
    match (chosen.is_empty(), places.len()) {
        (false, _) => Ok(chosen),
        // There is nothing to choose between: asking for a side would lead astray.
        (true, 1) => Err(vec![Problem::new(format!("{path}.side"), codes::NO_SIDE, vec![("name", site.to_owned())])]),
        (true, _) => Err(vec![wrong_side(site)]),
    }
}

/// A place by its id, a site with all its sides, or a group.
pub(crate) fn place_or_site(knowledge: &Knowledge, word: &str, path: &str) -> Result<PlaceSet, Problem> {
    if let Some(place) = knowledge.place_id(word) {
        return Ok(PlaceSet::of(place));
    }
    let site: PlaceSet = knowledge
        .places
        .iter()
        .zip(0u8..)
        .filter(|(place, _)| place.site == word)
        .map(|(_, index)| PlaceId(index))
        .collect();
    if !site.is_empty() {
        return Ok(site);
    }
    if let Some(group) = knowledge.group(word) {
        return Ok(group.places);
    }
    let places = knowledge.places.iter().map(|place| place.id.as_str());
    let sites = knowledge.places.iter().map(|place| place.site.as_str());
    let groups = knowledge.groups.iter().map(|group| group.id.as_str());
    Err(unknown_word(path, word, codes::PLACE, codes::PLACE_NEAR, places.chain(sites).chain(groups)))
}

fn words<'a>(
    map: &'a Map<String, Value>,
    name: &str,
    known: &[&str],
    path: &str,
    problems: &mut Vec<Problem>,
) -> Vec<&'a str> {
    let list = match map.get(name) {
        None => return Vec::new(),
        Some(Value::Array(list)) => list,
        Some(_) => {
            problems.push(Problem::plain(format!("{path}.{name}"), codes::LIST));
            return Vec::new();
        }
    };
    let mut words = Vec::new();
    for entry in list {
        match entry.as_str().filter(|word| known.contains(word)) {
            Some(word) => words.push(word),
            None => {
                let args = vec![("options", known.join(", "))];
                problems.push(Problem::new(format!("{path}.{name}"), codes::OPTIONS, args));
            }
        }
    }
    words
}

/// The ids of places.
pub(crate) fn names(knowledge: &Knowledge, places: PlaceSet) -> Value {
    places.iter().filter_map(|place| knowledge.place(place)).map(|place| Value::from(place.id.as_str())).collect()
}

/// Writes one mark as [`read_mark`] reads it.
#[must_use]
pub fn mark_value(knowledge: &Knowledge, mark: &Mark) -> Value {
    let (site, side) = knowledge.place(mark.place).map_or(("", ""), |place| (place.site.as_str(), place.side.as_str()));
    let intensity = match mark.intensity {
        Intensity::Unknown => Value::from("unknown"),
        Intensity::Of(number) => Value::from(number),
    };
    let mut value = json!({ "site": site, "side": side, "intensity": intensity });
    if let Value::Object(map) = &mut value {
        if mark.numb {
            map.insert("quality".to_owned(), json!(["numb"]));
        }
        if !mark.spreads.is_empty() {
            map.insert("spreads".to_owned(), names(knowledge, mark.spreads));
        }
        if let Some(day) = mark.since {
            map.insert("since".to_owned(), Value::from(dates::print(day)));
        }
    }
    value
}
