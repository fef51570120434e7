//! What rules take away, and whether anything takes away the same.

use biodivine_lib_bdd::Bdd;
use supple_care::{Disposition, Knowledge, QuestionId, RuleId, permit::Space, rule::Restriction};

use super::{meaning::Meaning, sheets::Part, whole::Whole};

/// The restrictions of a rule.
pub(crate) fn of(knowledge: &Knowledge, rule: RuleId) -> impl Iterator<Item = &Restriction> {
    let indexes = knowledge.rule(rule).into_iter().flat_map(|rule| &rule.restrictions);
    indexes.filter_map(|index| knowledge.restrictions.get(usize::from(*index)))
}

/// What a restriction takes away at one place that is answered to `asked`: restrictions elsewhere take nothing there.
fn taken(restriction: &Restriction, asked: Option<QuestionId>) -> Option<Space> {
    match restriction.places_from {
        None => Some(restriction.space),
        from if from == asked => Some(restriction.space),
        Some(_) => None,
    }
}

/// The sheets of `within` on which a massage is permitted as far as the rules go.
pub(crate) fn permitted(whole: &Whole<'_>, within: Bdd, quiet: &Part) -> Bdd {
    whole.unbeaten(within, (Disposition::MedicalFirst, 0), None, quiet)
}

/// Somebody in `within` for whom a restriction takes away what nothing else does: no always-on limit and no other rule
/// that may hold then. `within` holds only sheets on which a massage is permitted.
pub(crate) fn alone(
    whole: &Whole<'_>,
    within: &Bdd,
    quiet: &Part,
    restriction: &Restriction,
    besides: &dyn Fn(&Meaning) -> bool,
) -> Option<Bdd> {
    let knowledge = whole.knowledge;
    let asked = restriction.places_from;
    let mut cover: Vec<Space> = knowledge.always_on().map(|limit| limit.space).collect();
    if restriction.space.covered_by(&cover) {
        return None;
    }
    let mut left = within.clone();
    for other in whole.rules.iter().filter(|other| !besides(other)) {
        let spaces: Vec<Space> = of(knowledge, other.rule)
            .filter_map(|one| taken(one, asked))
            .filter(|space| !space.and(&restriction.space).is_empty())
            .collect();
        if spaces.is_empty() {
            continue;
        }
        let silent = left.and_not(&other.possible.restrict(quiet));
        if silent.is_false() {
            cover.extend(spaces);
        } else {
            left = silent;
        }
    }
    (!left.is_false() && !restriction.space.covered_by(&cover)).then_some(left)
}
