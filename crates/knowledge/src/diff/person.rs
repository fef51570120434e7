//! The smallest person who sees a difference.

use std::collections::BTreeSet;

use supple_care::{Answer, Disposition, RuleId, question::Polarity};

use crate::prove::inner::{self, Of, Part, Whole, setting_of};

/// What one version says on one sheet: the greatest rank, who brings it, and which rules may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) rank: (Disposition, u8),
    pub(super) by: Vec<RuleId>,
    possible: BTreeSet<u16>,
}

impl Seen {
    pub(super) fn of(whole: &Whole<'_>, setting: &Part) -> Self {
        let at = inner::at(&whole.sheets, setting);
        let mut seen = Self { rank: (Disposition::Clear, 0), by: Vec::new(), possible: BTreeSet::new() };
        for meaning in whole.rules.iter().filter(|meaning| meaning.possible.eval_in(&at)) {
            seen.possible.insert(meaning.rule.0);
            let Some(case) = meaning.cases.iter().find(|case| case.when.eval_in(&at)) else { continue };
            if case.rank() > seen.rank {
                seen.rank = case.rank();
                seen.by.clear();
            }
            if case.rank() == seen.rank {
                seen.by.push(meaning.rule);
            }
        }
        seen
    }
}

/// Takes out of a person what the difference does not rest on: agreements and reliefs that both versions can do without,
/// and ages and other values without an order that change nothing.
pub(crate) fn shortened(versions: [&Whole<'_>; 2], setting: Part) -> Part {
    let [first, _] = versions;
    let sheets = &first.sheets;
    let seen = |part: &Part| versions.map(|whole| Seen::of(whole, part));
    let before = seen(&setting);
    let mut kept = setting;
    let with = |part: &Part, coordinate: &inner::Coordinate, bits: &[bool]| -> Part {
        let rest = part.iter().filter(|(var, _)| !coordinate.vars.contains(var)).copied();
        rest.chain(setting_of(coordinate, bits)).collect()
    };
    let mut idle: Vec<usize> = Vec::new();
    for (index, coordinate) in sheets.coordinates.iter().enumerate() {
        let polarity = match coordinate.of {
            Of::Agreed(_) => Some(Polarity::Relief),
            Of::Question(id) => first.knowledge.question(id).map(|question| question.polarity),
            _ => None,
        };
        match polarity {
            Some(Polarity::Relief) => {
                let no = coordinate.states.iter().find(|(_, answer)| *answer == Answer::No);
                let without = no.map(|(bits, _)| with(&kept, coordinate, bits));
                if let Some(without) = without.filter(|without| seen(without) == before) {
                    kept = without;
                }
            }
            Some(Polarity::Neutral) => {
                if coordinate.states.iter().all(|(bits, _)| seen(&with(&kept, coordinate, bits)) == before) {
                    idle.push(index);
                }
            }
            Some(Polarity::Risk) | None => {}
        }
    }
    let idle: Vec<_> = idle.iter().filter_map(|at| sheets.coordinates.get(*at)).collect();
    kept.retain(|(var, _)| idle.iter().all(|one| !one.vars.contains(var)));
    kept
}
