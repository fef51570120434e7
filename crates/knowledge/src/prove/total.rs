//! Every sheet has one disposition, and it is never one that leaves nothing.

use supple_care::{
    Answer, Day, Disposition, Knowledge, PlaceId, PlaceSet, Reading, Sheet,
    permit::Space,
    rule::{Effect, Restriction},
    screen_places,
};

use super::{check::Checked, limits, whole::Whole};

/// What every rule adds is one thing: where it may hold exactly one of its cases does, and where it does not, none.
pub(crate) fn one_disposition(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    let valid = &whole.sheets.valid;
    for meaning in &whole.rules {
        let Some(rule) = whole.rule(meaning) else { continue };
        if whole.over_budget() {
            break;
        }
        if !matches!(rule.effect, Effect::Disposition(_)) {
            continue;
        }
        let mut any = whole.sheets.set.mk_false();
        for case in &meaning.cases {
            checked.nobody(whole, meaning, &valid.and(&any).and(&case.when), "it comes to two things at once");
            any = any.or(&case.when);
        }
        let none = valid.and(&meaning.possible.xor(&any));
        checked.nobody(
            whole,
            meaning,
            &none,
            "it may hold and comes to nothing, or comes to something without holding",
        );
        let sure = valid.and(&meaning.sure).and_not(&meaning.possible);
        checked.nobody(whole, meaning, &sure, "it is certain, and yet may not hold");
    }
    checked
}

/// Whoever is clear or modified is left at least one technique, position and giver.
///
/// A clear sheet is limited by always-on limits and by advice alone. A modified one is made medical-first by the engine
/// where nothing is left; a rule that brings this about alone, for any one place that its limits ask for, is a medical-first
/// rule in disguise and fails. Where the place is not known it is everywhere, and the engine's way is the right one.
pub(crate) fn never_empty(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    let knowledge = whole.knowledge;
    checked.checks += 1;
    if knowledge.actions.gentle().is_empty() {
        checked.fails_entry("limits/", "the always-on limits leave nothing to give");
    }
    for meaning in &whole.rules {
        let Some(rule) = whole.rule(meaning) else { continue };
        checked.checks += 1;
        let own: Vec<&Restriction> = limits::of(knowledge, meaning.rule).collect();
        if matches!(rule.effect, Effect::Advice | Effect::Crisis) && !own.is_empty() {
            checked.fails(rule, "it limits somebody who may be clear");
        }
        let modifies = meaning
            .cases
            .iter()
            .any(|case| case.reached == Disposition::Modified && !case.when.and(&whole.sheets.valid).is_false());
        if !modifies {
            continue;
        }
        let asked = own.iter().any(|one| one.places_from.is_some());
        let places: Vec<Option<PlaceId>> = if asked { body(knowledge).map(Some).collect() } else { vec![None] };
        for place in places {
            checked.checks += 1;
            let spaces: Vec<Space> = own.iter().map(|one| at(one, place)).collect();
            if !left(whole, &spaces) {
                checked.fails(rule, "it comes to modified, and alone leaves nothing to give");
                break;
            }
        }
    }
    checked
}

/// All places of the body.
fn body(knowledge: &Knowledge) -> impl Iterator<Item = PlaceId> {
    (0u8..).take(knowledge.places.len()).map(PlaceId)
}

/// What a limit takes away; one that asks for a place, where this is the place.
fn at(limit: &Restriction, place: Option<PlaceId>) -> Space {
    let (Some(question), Some(place)) = (limit.places_from, place) else { return limit.space };
    let mut sheet = Sheet::new(Day(0));
    sheet.set(question, Answer::Places(PlaceSet::of(place)));
    let places = screen_places(limit, &sheet, Reading::Shown);
    Space { places, ..limit.space }
}

/// Whether any gentle massage on the back is left.
fn left(whole: &Whole<'_>, taken: &[Space]) -> bool {
    whole.knowledge.actions.gentle().iter().any(|gentle| {
        let barred = taken.iter().filter(|space| gentle.is_barred_by(space));
        let places = barred.fold(PlaceSet::NONE, |all, space| all.or(space.places));
        !gentle.places().without(places).is_empty()
    })
}
