//! No rule whose removal changes nothing, and no question that cannot matter.

use biodivine_lib_bdd::Bdd;
use supple_care::{
    Disposition, QuestionId,
    question::{Polarity, Purpose},
    rule::{Effect, Rule},
};

use crate::diff::shortened;

use super::{
    check::Checked,
    limits::{self, alone, permitted},
    meaning::Meaning,
    sheets::{Coordinate, Of, Part, setting},
    whole::Whole,
    words,
};

/// No rule whose removal changes nothing: for each, there is somebody who is told something else without it.
pub(crate) fn rules(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    for meaning in &whole.rules {
        let Some(rule) = whole.rule(meaning) else { continue };
        checked.checks += 1;
        match (&rule.redundant_because, needed_by(whole, meaning, rule)) {
            (None, None) => {
                let others = covering(whole, meaning).join(", ");
                checked.fails(
                    rule,
                    &format!("without it nobody comes to anything else; these always come to as much: {others}"),
                );
            }
            (Some(_), Some((within, quiet))) => {
                let person = in_words(whole, &within, &quiet);
                checked.somebody(rule, "it says that it is redundant, and yet somebody needs it", person);
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
    }
    checked
}

/// The fewest rules, taken greedily, that together say as much as this one wherever it speaks.
fn covering(whole: &Whole<'_>, meaning: &Meaning) -> Vec<String> {
    let quiet = whole.quiet(&whole.reads(meaning));
    let Some(rank) = Whole::ranks(meaning).into_iter().next() else { return Vec::new() };
    let mut left = whole.sheets.valid.restrict(&quiet).and(&whole.at_least(meaning, rank).restrict(&quiet));
    let mut names = Vec::new();
    while !left.is_false() {
        let others = whole.rules.iter().filter(|other| other.rule != meaning.rule);
        let best = others
            .map(|other| (left.and_not(&whole.at_least(other, rank).restrict(&quiet)), other))
            .min_by(|(a, _), (b, _)| a.exact_cardinality().cmp(&b.exact_cardinality()));
        match best {
            Some((rest, other)) if rest != left => {
                names.extend(whole.rule(other).map(|rule| rule.id.clone()));
                left = rest;
            }
            _ => break,
        }
    }
    names
}

/// The smallest of these people, in words.
fn in_words(whole: &Whole<'_>, within: &Bdd, quiet: &Part) -> Vec<String> {
    let setting = words::setting(&whole.sheets, within, quiet);
    setting.map_or_else(Vec::new, |setting| {
        words::say(whole.knowledge, &whole.sheets, &shortened([whole, whole], setting))
    })
}

/// Those who are told something else without a rule, among quiet people.
fn needed_by(whole: &Whole<'_>, meaning: &Meaning, rule: &Rule) -> Option<(Bdd, Part)> {
    let those = |within: Bdd, quiet: &Part| (!within.is_false()).then(|| (within, quiet.clone()));
    if whole.speaks_apart(meaning) {
        return those(meaning.possible.and(&whole.sheets.valid), &Part::new());
    }
    let quiet = whole.quiet(&whole.reads(meaning));
    let valid = whole.sheets.valid.restrict(&quiet);
    let decided = Whole::ranks(meaning).into_iter().find_map(|rank| {
        let mine = valid.and(&whole.at_least(meaning, rank).restrict(&quiet));
        those(whole.unbeaten(mine, rank, Some(meaning.rule), &quiet), &quiet)
    });
    decided.or_else(|| {
        if rule.restrictions.is_empty() {
            return None;
        }
        let within = permitted(whole, valid.and(&meaning.possible.restrict(&quiet)), &quiet);
        let myself = |other: &Meaning| other.rule == meaning.rule;
        limits::of(whole.knowledge, meaning.rule)
            .find_map(|one| those(alone(whole, &within, &quiet, one, &myself)?, &quiet))
    })
}

/// No safety question that cannot matter: for each, there is somebody for whom two answers come to something else.
pub(crate) fn questions(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    for (question, index) in whole.knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        if question.purpose != Purpose::Safety {
            continue;
        }
        checked.checks += 1;
        if !can_matter(whole, id) {
            checked.fails_entry(&question.id, "no two answers to it ever come to anything else");
        }
    }
    checked
}

fn can_matter(whole: &Whole<'_>, id: QuestionId) -> bool {
    let find = |of: Of| whole.sheets.coordinates.iter().enumerate().find(|(_, one)| one.of == of);
    let places = find(Of::Place(id)).is_some() && place_matters(whole, id);
    places
        || find(Of::Question(id)).is_some_and(|(at, coordinate)| {
            let pairs = pairs(whole, id, coordinate);
            whole.rules.iter().any(|meaning| {
                let mut keep = whole.reads(meaning);
                if keep.binary_search(&at).is_err() {
                    return false;
                }
                // The gate of the question decides whether it is asked at all.
                keep.push(at);
                keep.sort_unstable();
                let quiet = whole.quiet(&keep);
                pairs.iter().any(|(less, more)| moves(whole, meaning, &quiet, less, more))
            })
        })
}

/// Pairs of answers: the less and the more cautious where they have an order, else any two, either way.
fn pairs(whole: &Whole<'_>, id: QuestionId, coordinate: &Coordinate) -> Vec<(Part, Part)> {
    let states: Vec<Part> = coordinate.states.iter().map(|(bits, _)| setting(coordinate, bits)).collect();
    let polarity = whole.knowledge.question(id).map(|question| question.polarity);
    let mut pairs: Vec<(Part, Part)> = Vec::new();
    match polarity {
        Some(Polarity::Neutral) => {
            for less in &states {
                pairs.extend(states.iter().filter(|more| *more != less).map(|more| (less.clone(), more.clone())));
            }
        }
        Some(Polarity::Risk) | None => {
            pairs.extend(states.iter().zip(states.iter().skip(1)).map(|(less, more)| (less.clone(), more.clone())));
        }
        Some(Polarity::Relief) => {
            pairs.extend(states.iter().zip(states.iter().skip(1)).map(|(more, less)| (less.clone(), more.clone())));
        }
    }
    pairs
}

/// Whether a rule adds something with one answer that nothing adds with the other.
fn moves(whole: &Whole<'_>, meaning: &Meaning, quiet: &Part, less: &Part, more: &Part) -> bool {
    let fixed = |part: &Part| -> Part { quiet.iter().chain(part).copied().collect() };
    let (before, after) = (fixed(less), fixed(more));
    let both = whole.sheets.valid.restrict(&before).and(&whole.sheets.valid.restrict(&after));
    let gained = |holds: &Bdd| both.and(&holds.restrict(&after)).and_not(&holds.restrict(&before));
    if whole.speaks_apart(meaning) {
        return !gained(&meaning.possible).is_false();
    }
    let decides = Whole::ranks(meaning).into_iter().any(|rank| {
        let mine = gained(&whole.at_least(meaning, rank));
        !mine.is_false() && !whole.unbeaten(mine, rank, Some(meaning.rule), &before).is_false()
    });
    decides || {
        let mine = gained(&meaning.possible);
        if mine.is_false() {
            return false;
        }
        let within = permitted(whole, permitted(whole, mine, &before), &after);
        let myself = |other: &Meaning| other.rule == meaning.rule;
        limits::of(whole.knowledge, meaning.rule).any(|one| alone(whole, &within, &before, one, &myself).is_some())
    }
}

/// Whether it matters which places are answered to a question.
fn place_matters(whole: &Whole<'_>, id: QuestionId) -> bool {
    whole.rules.iter().any(|meaning| {
        let Some(rule) = whole.rule(meaning) else { return false };
        if matches!(rule.effect, Effect::Disposition(effect) if effect > Disposition::MedicalFirst) {
            return false;
        }
        let quiet = whole.quiet(&whole.reads(meaning));
        let possible = whole.sheets.valid.restrict(&quiet).and(&meaning.possible.restrict(&quiet));
        let within = permitted(whole, possible, &quiet);
        !within.is_false()
            && limits::of(whole.knowledge, meaning.rule)
                .filter(|one| one.places_from == Some(id))
                .any(|one| alone(whole, &within, &quiet, one, &|other| other.rule == meaning.rule).is_some())
    })
}
