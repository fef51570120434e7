//! The values that a coordinate can have, and the one that it has on a sheet.

use std::collections::BTreeMap;

use supple_care::{
    Answer, Intensity, Knowledge, PlaceId, PlaceSet, QuestionId, Sheet,
    interview::cuts,
    pain::MapState,
    question::{Kind, Purpose},
};

use super::{Coordinate, Of, Read, State};

pub(super) fn bit_states() -> Vec<State> {
    vec![(vec![false], Answer::No), (vec![true], Answer::Yes)]
}

/// Not among the places, among them, not known.
pub(super) fn place_states() -> Vec<State> {
    vec![(vec![false, false], Answer::No), (vec![false, true], Answer::Yes), (vec![true, true], Answer::Unknown)]
}

/// `count` cells as a thermometer, with one more bit for unknown.
fn cells(answers: Vec<Answer>) -> Vec<State> {
    let width = answers.len();
    let mut states: Vec<State> = answers
        .into_iter()
        .enumerate()
        .map(|(at, answer)| ((0..width).map(|bit| bit < at).collect(), answer))
        .collect();
    states.push((vec![true; width], Answer::Unknown));
    states
}

/// The answers to a question that can be told apart, from the least to the most of what it asks; nothing for text.
pub(super) fn states(knowledge: &Knowledge, id: QuestionId) -> Option<Vec<State>> {
    let question = knowledge.question(id)?;
    match &question.kind {
        Kind::YesNo => Some(vec![
            (vec![false, false], Answer::No),
            (vec![false, true], Answer::Unknown),
            (vec![true, true], Answer::Yes),
        ]),
        Kind::Number { min, .. } => Some(cells(cuts(knowledge, id, *min).into_iter().map(Answer::Number).collect())),
        Kind::Choice(options) | Kind::Choices(options) => {
            Some(cells((0u8..).take(options.len()).map(Answer::Choice).collect()))
        }
        Kind::Places | Kind::Text => None,
    }
}

/// The regions of the body map, its strongest pain, and whether it is known.
pub(super) fn map_plans(knowledge: &Knowledge, read: &Read, plans: &mut Vec<(Of, Vec<State>)>) {
    let pains = !read.pain.is_empty() || !read.strengths.is_empty();
    if !pains && read.numb.is_empty() && read.spreads.is_empty() {
        return;
    }
    let body: PlaceSet = (0u8..).take(knowledge.places.len()).map(PlaceId).collect();
    plans.push((Of::MapUnknown, bit_states()));
    if pains {
        let mut levels = read.strengths.clone();
        levels.extend([0, 1]);
        let levels: Vec<Answer> = levels.into_iter().map(|level| Answer::Number(i32::from(level))).collect();
        let mut states = cells(levels);
        // That a strength is not known reads as the strongest, which is there already.
        states.pop();
        plans.push((Of::Strongest, states));
        plans.extend(regions(body, &read.pain, true).into_iter().map(|region| (Of::Pain(region), bit_states())));
    }
    plans.extend(regions(body, &read.numb, false).into_iter().map(|region| (Of::Numb(region), bit_states())));
    plans.extend(regions(body, &read.spreads, false).into_iter().map(|region| (Of::Spreads(region), bit_states())));
}

/// The regions of the answers that are places.
pub(super) fn named_plans(knowledge: &Knowledge, read: &Read) -> Vec<(Of, Vec<State>)> {
    let body: PlaceSet = (0u8..).take(knowledge.places.len()).map(PlaceId).collect();
    let of = |(id, sets): (&QuestionId, &Vec<PlaceSet>)| {
        let named = regions(body, sets, false).into_iter().map(|region| (Of::Named(*id, region), place_states()));
        named.collect::<Vec<_>>()
    };
    read.named.iter().flat_map(of).collect()
}

/// The coarsest regions out of which all sets are made; with everything else as one more region if it counts.
fn regions(body: PlaceSet, sets: &[PlaceSet], rest: bool) -> Vec<PlaceSet> {
    let mut regions = vec![body];
    for set in sets {
        regions = regions
            .iter()
            .flat_map(|region| [region.and(*set), region.without(*set)])
            .filter(|region| !region.is_empty())
            .collect();
    }
    let all = sets.iter().fold(PlaceSet::NONE, |all, set| all.or(*set));
    regions.retain(|region| rest || !region.and(all).is_empty());
    regions
}

/// The value of a coordinate on a sheet.
pub(super) fn value(knowledge: &Knowledge, sheet: &Sheet, coordinate: &Coordinate) -> Answer {
    let yes = |holds: bool| if holds { Answer::Yes } else { Answer::No };
    let known = sheet.pain.state == MapState::Confirmed;
    let hits = |region: PlaceSet, marked: PlaceSet| yes(known && !region.and(marked).is_empty());
    match coordinate.of {
        Of::Proxy => yes(sheet.proxy),
        Of::Agreed(rule) => yes(sheet.clearances.iter().any(|given| given.holds_on(sheet.today) && given.covers(rule))),
        Of::MapUnknown => yes(!known),
        Of::Pain(region) => hits(region, sheet.pain.painful()),
        Of::Numb(region) => hits(region, sheet.pain.numb()),
        Of::Spreads(region) => hits(region, sheet.pain.spreads()),
        Of::Strongest => {
            let strongest = match sheet.pain.highest() {
                _ if !known => 0,
                Intensity::Unknown => i32::MAX,
                Intensity::Of(value) => i32::from(value),
            };
            cell(coordinate, strongest)
        }
        // No proof needs the places themselves.
        Of::Place(_) => Answer::Unknown,
        Of::Named(id, region) => match sheet.get(id) {
            Answer::Places(places) if !places.is_empty() => yes(!region.and(places).is_empty()),
            Answer::NotAsked if !knowledge.question(id).is_some_and(|asked| asked.purpose == Purpose::Safety) => {
                Answer::No
            }
            _ => Answer::Unknown,
        },
        Of::Question(id) => {
            let purpose = knowledge.question(id).map(|question| question.purpose);
            match sheet.get(id) {
                Answer::NotAsked => match purpose {
                    Some(Purpose::Baseline) => Answer::No,
                    Some(Purpose::Rescreen) if !sheet.rescreen => Answer::No,
                    Some(Purpose::Rescreen | Purpose::Safety) | None => Answer::Unknown,
                },
                Answer::Number(value) => cell(coordinate, value),
                answer => answer,
            }
        }
    }
}

/// The cell that a number falls in.
fn cell(coordinate: &Coordinate, value: i32) -> Answer {
    let lows: BTreeMap<i32, Answer> = coordinate
        .states
        .iter()
        .filter_map(|(_, answer)| match answer {
            Answer::Number(low) => Some((*low, *answer)),
            _ => None,
        })
        .collect();
    lows.range(..=value).next_back().map_or(Answer::Unknown, |(_, answer)| *answer)
}
