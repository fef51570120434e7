//! A person in words, out of a setting of variables.

use biodivine_lib_bdd::Bdd;
use supple_care::{Answer, Knowledge, PlaceSet, QuestionId, question::Polarity};

use super::sheets::{Coordinate, Of, Part, Sheets, State, setting as setting_of};

/// The states of a coordinate, the quietest first: "no" before anything else, a number from its middle on.
fn quietest_first(coordinate: &Coordinate) -> Vec<&State> {
    let mut states: Vec<_> = coordinate.states.iter().collect();
    if states.iter().any(|(_, answer)| matches!(answer, Answer::Number(_))) && coordinate.of != Of::Strongest {
        let unknown = states.pop();
        let middle = states.len() / 4;
        states.rotate_left(middle);
        states.extend(unknown);
    }
    states
}

/// The quietest setting in a diagram, with some variables given: as many answers as can be are "no".
pub(crate) fn setting(sheets: &Sheets, within: &Bdd, given: &Part) -> Option<Part> {
    let mut rest = within.clone();
    if rest.is_false() {
        return None;
    }
    let mut all = given.clone();
    for coordinate in &sheets.coordinates {
        let chosen =
            quietest_first(coordinate).into_iter().map(|(bits, _)| setting_of(coordinate, bits)).find_map(|part| {
                let agrees =
                    part.iter().all(|(var, value)| given.iter().all(|(known, fixed)| known != var || value == fixed));
                let open: Part =
                    part.iter().filter(|(var, _)| given.iter().all(|(known, _)| known != var)).copied().collect();
                let narrowed = rest.select(&open);
                (agrees && !narrowed.is_false()).then_some((open, narrowed))
            });
        if let Some((open, narrowed)) = chosen {
            all.extend(open);
            rest = narrowed;
        }
    }
    Some(all)
}

/// The person in a diagram of whom the least has to be said: what is not "no", without an age or a choice where any would do.
/// Nothing if there is none.
pub(crate) fn person(knowledge: &Knowledge, sheets: &Sheets, within: &Bdd) -> Option<Vec<String>> {
    let least = within.most_negative_valuation()?;
    let neutral = |coordinate: &&Coordinate| match coordinate.of {
        Of::Question(id) => knowledge.question(id).is_some_and(|asked| asked.polarity == Polarity::Neutral),
        _ => false,
    };
    let (free, fixed): (Vec<_>, Vec<_>) = sheets.coordinates.iter().partition(neutral);
    let fixed: Part = fixed.iter().flat_map(|one| &one.vars).map(|var| (*var, least.value(*var))).collect();
    let all = setting(sheets, within, &fixed)?;
    let any_would_do = |coordinate: &Coordinate| {
        let others: Part = all.iter().filter(|(var, _)| !coordinate.vars.contains(var)).copied().collect();
        let rest = within.select(&others);
        let mut states = coordinate.states.iter().map(|(bits, _)| rest.select(&setting_of(coordinate, bits)));
        states.all(|state| !state.is_false())
    };
    let told: Vec<&Coordinate> = free.into_iter().filter(|coordinate| !any_would_do(coordinate)).collect();
    let is_said = |coordinate: &&Coordinate| !neutral(coordinate) || told.iter().any(|one| one.of == coordinate.of);
    let said = sheets.coordinates.iter().filter(is_said);
    Some(said.filter_map(|coordinate| said_of(knowledge, coordinate, value(coordinate, &all)?)).collect())
}

/// What is not "no" in a setting.
pub(crate) fn say(knowledge: &Knowledge, sheets: &Sheets, setting: &Part) -> Vec<String> {
    sheets
        .coordinates
        .iter()
        .filter_map(|coordinate| said_of(knowledge, coordinate, value(coordinate, setting)?))
        .collect()
}

fn value(coordinate: &Coordinate, setting: &Part) -> Option<Answer> {
    let is = |bits: &[bool]| setting_of(coordinate, bits).iter().all(|bit| setting.contains(bit));
    coordinate.states.iter().find(|(bits, _)| is(bits)).map(|(_, answer)| *answer)
}

fn said_of(knowledge: &Knowledge, coordinate: &Coordinate, value: Answer) -> Option<String> {
    let at = |region: PlaceSet| {
        let place = region.iter().find_map(|place| knowledge.place(place));
        place.map_or_else(|| "some place".to_owned(), |place| place.id.clone())
    };
    match (coordinate.of, value) {
        (Of::Question(id), value) => answer(knowledge, id, coordinate, value),
        (_, Answer::No | Answer::Number(0)) => None,
        (Of::Proxy, _) => Some("somebody else answers".to_owned()),
        (Of::Agreed(rule), _) => {
            let about = knowledge.rule(rule).map_or("", |rule| rule.id.as_str());
            Some(format!("a clinician agreed ({about})"))
        }
        (Of::MapUnknown, _) => Some("'I don't know' where it hurts".to_owned()),
        (Of::Pain(region), _) => Some(format!("pain at {}", at(region))),
        (Of::Numb(region), _) => Some(format!("numb at {}", at(region))),
        (Of::Spreads(region), _) => Some(format!("pain spreads to {}", at(region))),
        (Of::Strongest, Answer::Number(least)) => Some(format!("strongest pain {least} of 10 or a little more")),
        (Of::Strongest, _) => None,
        (Of::Named(id, region), value) => {
            let short = knowledge.question(id).map_or("a place", |question| question.short.as_str());
            Some(match value {
                Answer::Unknown => format!("'I don't know' to {short}"),
                _ => format!("{short}: {}", at(region)),
            })
        }
        (Of::Place(id), value) => {
            let short = knowledge.question(id).map_or("a place", |question| question.short.as_str());
            Some(match value {
                Answer::Unknown => format!("'I don't know' to {short}"),
                _ => format!("{short}: this place"),
            })
        }
    }
}

fn answer(knowledge: &Knowledge, id: QuestionId, coordinate: &Coordinate, value: Answer) -> Option<String> {
    let question = knowledge.question(id)?;
    let short = &question.short;
    let risk = question.polarity == Polarity::Risk;
    match value {
        Answer::No | Answer::NotAsked => None,
        Answer::Unknown => Some(format!("'I don't know' to {short}")),
        Answer::Yes => Some(short.clone()),
        Answer::Choice(0) if risk => None,
        Answer::Choice(option) => {
            let option = question.options().get(usize::from(option)).map_or("?", |option| option.id.as_str());
            Some(format!("{short}: {option}"))
        }
        Answer::Number(low) => {
            let next = coordinate.states.iter().filter_map(|(_, answer)| match answer {
                Answer::Number(value) if *value > low => Some(*value),
                _ => None,
            });
            match next.min() {
                Some(next) => Some(format!("{short} {low} to {}", next - 1)),
                None => Some(format!("{short} {low} or more")),
            }
        }
        Answer::Choices(_) | Answer::Places(_) => Some(short.clone()),
    }
}
