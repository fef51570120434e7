//! The body map as a list of places.

use serde_json::Value;
use supple_care::{Intensity, Mark, PlaceId, PlaceSet};
use supple_interop::answers::mark_value;

use super::{
    flow::{Flow, Trouble},
    talk::{Reply, Stop},
};
use crate::{paper::Paper, speech::Speech};

/// The parts of the body that a long list of places is cut into: word and places.
fn areas(speech: &Speech<'_>) -> [(&'static str, PlaceSet); 3] {
    let group = |name: &str| speech.knowledge.group(name).map_or(PlaceSet::NONE, |group| group.places);
    let of_view = |view: &str| -> PlaceSet {
        let places = speech.knowledge.places.iter().zip(0u8..);
        places.filter(|(place, _)| place.view == view).map(|(_, index)| PlaceId(index)).collect()
    };
    let behind = of_view("back");
    let back = behind.and(group("back").or(group("spine")).or(group("neck")));
    [("area-back", back), ("area-behind", behind.without(back)), ("area-front", of_view("front"))]
}

/// The result of the body map: the marks, or that the place is not known.
///
/// # Errors
/// The end of the talk.
pub(super) fn ask(flow: &mut Flow<'_>) -> Result<Reply<Value>, Trouble> {
    let speech = flow.speech;
    let mut marks: Vec<Mark> = Vec::new();
    let mut paper = Paper::default();
    paper.heading(&speech.t("map-title"));
    paper.say(&speech.t("interview-map"));
    flow.talk.say(&paper.text())?;
    loop {
        for mark in &marks {
            flow.talk.say(&format!("  * {}", speech.mark(mark)))?;
        }
        let options = match marks.is_empty() {
            true => vec![speech.t("interview-map-mark"), speech.t("check-map-nothing"), speech.t("check-map-unknown")],
            false => vec![speech.t("interview-map-more"), speech.t("interview-map-done")],
        };
        match (flow.talk.one(&options)?, marks.is_empty()) {
            (Reply::Back, true) => return Ok(Reply::Back),
            (Reply::Back, false) => {
                marks.pop();
            }
            (Reply::Given(0), _) => add(flow, &mut marks)?,
            (Reply::Given(2), true) => return Ok(Reply::Given(Value::from("unknown"))),
            (Reply::Given(_), _) => {
                return Ok(Reply::Given(marks.iter().map(|mark| mark_value(speech.knowledge, mark)).collect()));
            }
        }
    }
}

/// Marks places that hurt in the same way.
fn add(flow: &mut Flow<'_>, marks: &mut Vec<Mark>) -> Result<(), Trouble> {
    let Reply::Given(places) = some_places(flow)? else { return Ok(()) };
    let speech = flow.speech;
    let names = speech.places(places);
    flow.talk.tell(&speech.s("interview-intensity", "places", &names))?;
    let Reply::Given(intensity) = intensity(flow)? else { return Ok(()) };
    flow.talk.tell(&speech.t("interview-numb"))?;
    let options = [speech.t("answer-yes"), speech.t("answer-no"), speech.t("answer-unknown")];
    // "I don't know" counts as numb: the more cautious of the two that a mark can say.
    let numb = match flow.talk.one(&options)? {
        Reply::Given(index) => index != 1,
        Reply::Back => return Ok(()),
    };
    flow.talk.tell(&speech.t("interview-spreads"))?;
    let options = [speech.t("interview-spreads-no"), speech.t("interview-choose-places")];
    let spreads = match flow.talk.one(&options)? {
        Reply::Given(0) => PlaceSet::NONE,
        Reply::Given(_) => match some_places(flow)? {
            Reply::Given(places) => places,
            Reply::Back => return Ok(()),
        },
        Reply::Back => return Ok(()),
    };
    marks.retain(|mark| !places.has(mark.place));
    marks.extend(places.iter().map(|place| Mark { place, intensity, numb, spreads, since: None }));
    Ok(())
}

fn intensity(flow: &mut Flow<'_>) -> Result<Reply<Intensity>, Stop> {
    let mut options: Vec<String> = (0..=10).map(|number: u8| number.to_string()).collect();
    options.push(flow.speech.t("answer-unknown"));
    // In plain lines the numbers of the list would stand beside the numbers of the scale.
    let speech = flow.speech;
    let read = |line: &str| options.iter().position(|option| option == line || (line == "?" && option.len() > 2));
    let check = |line: &str| read(line).map(|_| ()).ok_or_else(|| speech.t("interview-intensity-hint"));
    flow.talk.tell(&speech.t("interview-intensity-hint"))?;
    Ok(match flow.talk.line(&check)? {
        Reply::Given(line) => Reply::Given(match line.parse::<u8>() {
            Ok(number) if number <= 10 => Intensity::Of(number),
            _ => Intensity::Unknown,
        }),
        Reply::Back => Reply::Back,
    })
}

/// Lets the person choose at least one place.
///
/// # Errors
/// The end of the talk.
pub(super) fn some_places(flow: &mut Flow<'_>) -> Result<Reply<PlaceSet>, Trouble> {
    let speech = flow.speech;
    let areas = areas(&speech);
    let mut all = PlaceSet::NONE;
    loop {
        let mut options: Vec<String> = areas.iter().map(|(name, _)| speech.t(name)).collect();
        if !all.is_empty() {
            flow.talk.tell(&speech.s("interview-chosen", "places", &speech.places(all)))?;
            options.push(speech.t("interview-chosen-done"));
        }
        let Reply::Given(index) = flow.talk.one(&options)? else {
            return Ok(Reply::Back);
        };
        let Some((_, places)) = areas.get(index) else { return Ok(Reply::Given(all)) };
        let places: Vec<PlaceId> = places.iter().collect();
        let names: Vec<String> =
            places.iter().filter_map(|place| speech.knowledge.place(*place)).map(|place| speech.place(place)).collect();
        flow.talk.tell(&speech.t("interview-several"))?;
        if let Reply::Given(chosen) = flow.talk.several(&names)? {
            all = all.or(chosen.into_iter().filter_map(|index| places.get(index).copied()).collect());
        }
    }
}
