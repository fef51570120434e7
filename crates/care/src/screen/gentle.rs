//! Whether anything is left to give.

use crate::{
    Finding, Knowledge, PlaceSet, QuestionId, Reading, Sheet,
    knowledge::Terms,
    permit::Space,
    rule::{Owner, Restriction},
    screen::{agreed_limits, answered_places, places_of},
};

/// The gentlest there is of one technique, giver and position: a flat hand at the lightest pressure, without product or
/// device, for a minute; and where the always-on limits leave it on the back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gentle {
    technique: u32,
    giver: u32,
    position: u32,
    places: PlaceSet,
}

impl Gentle {
    /// Where on the back the always-on limits leave it.
    #[must_use]
    pub fn places(&self) -> PlaceSet {
        self.places
    }

    /// Whether a box takes it away wherever the box is.
    #[must_use]
    pub fn is_barred_by(&self, space: &Space) -> bool {
        space.applicators & space.products & space.devices & space.pressures & 1 == 1
            && space.minutes & 1 == 1
            && space.techniques & self.technique != 0
            && space.givers & self.giver != 0
            && space.positions & self.position != 0
    }
}

/// Every one that the always-on limits leave; those that the fewest restrictions of rules take away first.
pub(super) fn all(restrictions: &[Restriction], terms: &Terms, targets: PlaceSet) -> Vec<Gentle> {
    let bits = |count: usize| (0..u32::try_from(count).unwrap_or(0)).map(|index| 1u32.checked_shl(index).unwrap_or(0));
    let (limits, of_rules): (Vec<_>, Vec<_>) =
        restrictions.iter().partition(|restriction| matches!(restriction.owner, Owner::Limit(_)));
    let mut all = Vec::new();
    for technique in bits(terms.techniques.len()) {
        for giver in bits(terms.givers.len()) {
            for position in bits(terms.positions.len()) {
                let one = Gentle { technique, giver, position, places: targets };
                let barred = limits.iter().filter(|limit| one.is_barred_by(&limit.space));
                let places = targets.without(barred.fold(PlaceSet::NONE, |all, limit| all.or(limit.places)));
                if !places.is_empty() {
                    all.push(Gentle { places, ..one });
                }
            }
        }
    }
    all.sort_by_cached_key(|gentle| of_rules.iter().filter(|one| gentle.is_barred_by(&one.space)).count());
    all
}

/// What the restrictions of one rule take of the gentlest there is: more than they do, never less.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Barred {
    /// Which of the first 64 count as taken away everywhere.
    ways: u64,
    /// At which places all of them count as taken away.
    places: PlaceSet,
    /// The question that says at which further places.
    places_from: Option<QuestionId>,
    /// Whether several questions say so, which is not looked at in short.
    several: bool,
}

impl Barred {
    /// What these restrictions take. Each is counted in the way in which it takes the smaller part.
    pub(super) fn by<'r>(restrictions: impl Iterator<Item = &'r Restriction>, gentle: &[Gentle]) -> Self {
        let mut barred = Self::default();
        for restriction in restrictions {
            let ways = (0u32..64)
                .zip(gentle)
                .filter(|(_, one)| one.is_barred_by(&restriction.space))
                .fold(0u64, |ways, (at, _)| ways | 1 << at);
            if !gentle.iter().any(|one| one.is_barred_by(&restriction.space)) {
                continue;
            }
            let targets = gentle.iter().fold(PlaceSet::NONE, |all, one| all.or(one.places));
            let here = restriction.places.and(targets);
            match restriction.places_from {
                Some(question) => {
                    barred.several |= barred.places_from.is_some_and(|known| known != question);
                    barred.places_from = Some(question);
                }
                None if here.len() * 64 <= ways.count_ones() * targets.len() => {
                    barred.places = barred.places.or(here);
                }
                None => barred.ways |= ways,
            }
        }
        barred
    }
}

/// Whether at least one technique, position and giver is left somewhere on the back.
pub(super) fn something_left(
    knowledge: &Knowledge,
    sheet: &Sheet,
    reading: Reading,
    findings: &[Finding],
    any_lifted: bool,
) -> bool {
    (!any_lifted && is_plainly_left(knowledge, sheet, reading, findings))
        || is_left(knowledge, sheet, reading, findings, any_lifted)
}

/// Whether something is left even when every restriction takes more than it does. By far most often it is.
fn is_plainly_left(knowledge: &Knowledge, sheet: &Sheet, reading: Reading, findings: &[Finding]) -> bool {
    let mut ways = 0;
    let mut places = PlaceSet::NONE;
    for finding in findings {
        let Some(action) = knowledge.actions.of_rule(finding.rule) else { return false };
        let barred = &action.barred;
        ways |= barred.ways;
        places = places.or(barred.places);
        if let Some(question) = barred.places_from {
            if barred.several {
                return false;
            }
            places = places.or(answered_places(sheet, question, reading));
        }
    }
    let open = (0u32..64).zip(knowledge.actions.gentle()).filter(|(at, _)| ways >> at & 1 == 0);
    open.into_iter().any(|(_, gentle)| !gentle.places.without(places).is_empty())
}

/// The same, exactly.
fn is_left(knowledge: &Knowledge, sheet: &Sheet, reading: Reading, findings: &[Finding], any_lifted: bool) -> bool {
    let agreed = if any_lifted { agreed_limits(sheet) } else { Vec::new() };
    let all = knowledge.actions.gentle();
    let mut open = all.iter().filter(|gentle| !agreed.iter().any(|limit| gentle.is_barred_by(limit)));
    open.any(|gentle| {
        let spoke = findings.iter().filter_map(|finding| knowledge.rule(finding.rule));
        let indexes = spoke.flat_map(|rule| &rule.restrictions);
        let barred = indexes
            .filter_map(|index| knowledge.restrictions.get(usize::from(*index)))
            .filter(|restriction| gentle.is_barred_by(&restriction.space))
            .fold(PlaceSet::NONE, |all, restriction| all.or(places_of(restriction, sheet, reading)));
        !gentle.places.without(barred).is_empty()
    })
}
