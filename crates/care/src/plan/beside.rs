//! What goes with the massage: activities, preparation and notes that are allowed for this person.

use crate::{
    Knowledge, PlaceSet, Tri,
    course::{Activity, Preparation},
    permit::Barred,
    program::View,
};

/// What activities are looked at with.
pub(super) struct Allowed<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) view: &'a View,
    /// What the person's rules take away.
    pub(super) barred: Barred<'a>,
    /// Where it hurts; none where nothing does.
    pub(super) painful: PlaceSet,
    /// Where it hurts most.
    pub(super) first: PlaceSet,
}

impl Allowed<'_> {
    /// The truth of a condition, where nothing is said to hold.
    fn holds(&self, condition: Option<usize>) -> Tri {
        condition.map_or(Tri::No, |index| self.knowledge.program.other(self.view, index))
    }

    /// Whether nothing forbids an activity. "I don't know" forbids what a yes would.
    fn is_open(&self, activity: &Activity) -> bool {
        self.holds(activity.not_when) == Tri::No
            && activity.device.is_none_or(|device| !self.barred.bars_device(device, activity.places))
            && activity.position.is_none_or(|position| !self.barred.bars_position(position))
            && (!activity.only_when || self.holds(activity.when) != Tri::No)
    }

    fn suits(&self, activity: &Activity) -> bool {
        self.painful.is_empty() || !activity.places.and(self.painful).is_empty()
    }

    /// The activities beside a massage, by kind, so many of each as planning says; at least one is active, if any is open.
    pub(super) fn beside(&self) -> Vec<usize> {
        let known = &self.knowledge.courses;
        let mut beside = Vec::with_capacity(16);
        for (kind, most) in Activity::KINDS.iter().zip(&known.planning.beside) {
            let begin = beside.len();
            let of_kind = known.activities.iter().enumerate().filter(|(_, activity)| activity.kind == **kind);
            for (index, _) in of_kind.filter(|(_, activity)| self.suits(activity) && self.is_open(activity)) {
                beside.push(index);
            }
            if let Some(found) = beside.get_mut(begin..) {
                found.sort_by_key(|index| known.activities.get(*index).map(|activity| self.order(activity)));
            }
            beside.truncate(begin + usize::from(*most));
        }
        let active = |index: &usize| known.activities.get(*index).is_some_and(|activity| activity.active);
        if !beside.iter().any(active) {
            let any = known.activities.iter().position(|activity| activity.active && self.is_open(activity));
            beside.splice(0..0, any);
        }
        beside
    }

    /// What is offered first of a kind: what its condition asks for, then what is for where it hurts most, then by rank.
    fn order(&self, activity: &Activity) -> (bool, bool, u16) {
        let asked = activity.when.is_some() && self.holds(activity.when) != Tri::No;
        (!asked, activity.places.and(self.first).is_empty(), activity.rank)
    }

    /// What is left where no hands may go: movement and heat for these places, so many of each kind as beside a massage; or
    /// any movement.
    pub(super) fn instead(&self, places: PlaceSet) -> Vec<usize> {
        let known = &self.knowledge.courses;
        let open = |activity: &Activity| (activity.active || activity.kind == "heat") && self.is_open(activity);
        let mut left = Vec::new();
        for (kind, most) in Activity::KINDS.iter().zip(&known.planning.beside) {
            let of_kind = known.activities.iter().enumerate().filter(|(_, activity)| activity.kind == **kind);
            let near = of_kind.filter(|(_, activity)| !activity.places.and(places).is_empty() && open(activity));
            left.extend(near.take(usize::from(*most)).map(|(index, _)| index));
        }
        if left.is_empty() { known.activities.iter().position(open).into_iter().collect() } else { left }
    }

    /// What to have and do before.
    pub(super) fn prepare(&self, products: u32, clothed: bool) -> Vec<usize> {
        let open = |one: &Preparation| {
            self.holds(one.not_when) == Tri::No
                && one.device.is_none_or(|device| !self.barred.bars_device(device, PlaceSet::ALL))
                && one.product.is_none_or(|product| products & super::work::bit(product) != 0)
                && !(clothed && one.bare_skin)
        };
        let all = self.knowledge.courses.preparations.iter().enumerate();
        all.filter(|(_, one)| open(one)).map(|(index, _)| index).collect()
    }

    /// What is said beside the plan.
    pub(super) fn notes(&self, relax: bool) -> Vec<usize> {
        let all = self.knowledge.courses.notes.iter().enumerate();
        all.filter(|(_, note)| note.relax == relax)
            .filter(|(_, note)| note.when.is_none() || self.holds(note.when) != Tri::No)
            .filter(|(_, note)| self.holds(note.unless) == Tri::No)
            .map(|(index, _)| index)
            .collect()
    }

    /// The products that no restriction of this person speaks of (bits).
    pub(super) fn products(&self) -> u32 {
        let known = u32::try_from(self.knowledge.terms.products.len()).unwrap_or(0);
        let all = 1u32.checked_shl(known).unwrap_or(0).wrapping_sub(1);
        let spoken = self.barred.taken.iter().filter(|space| space.products != u32::MAX && space.takes_the_lightest());
        all & !spoken.fold(0, |banned, space| banned | space.products)
    }
}
