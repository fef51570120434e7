//! Sessions of drawn people, and what is read off them.

use supple_care::{
    Cleared, PlaceSet, Reading, Sheet, Way,
    permit::Space,
    plan::{History, Wishes, plan},
    rule::Restriction,
    screen,
    session::{Does, NoSession, Order, Side, Timeline, compose},
    technique::Firmness,
};

use crate::{
    draw::Dice,
    people::{Person, TODAY, base},
};

/// The person whose clearance it is.
pub(crate) const SOMEBODY: u128 = 7;

pub(crate) fn giver(id: &str) -> u8 {
    u8::try_from(base().terms.givers.iter().position(|giver| giver.id == id).unwrap()).unwrap()
}

/// Wishes of all kinds, sensible or not.
pub(crate) fn wishes(dice: &mut Dice, giver: u8) -> Wishes {
    let mut wishes = Wishes::of(giver);
    wishes.firmness = [Firmness::Either, Firmness::Gentle, Firmness::Firm][dice.below(3)];
    wishes.minutes =
        [None, Some(4), Some(7), Some(10), Some(15), Some(30), Some(40), Some(60), Some(500)][dice.below(9)];
    wishes.clothed = dice.below(3) == 0;
    wishes.devices = [1, 0b11, u32::MAX][dice.below(3)];
    wishes.position = dice.below(base().terms.positions.len() + 1).checked_sub(1).map(|at| u8::try_from(at).unwrap());
    wishes.course = match dice.below(3) {
        0 => dice.below(base().courses.courses.len() + 1).checked_sub(1),
        _ => None,
    };
    wishes
}

/// Sessions of a drawn person by every giver, with and without a plan.
pub(crate) fn sessions(
    person: &Person,
    mut visit: impl FnMut(&Sheet, &Wishes, &Timeline) -> Result<(), String>,
) -> Result<u32, String> {
    let sheet = person.sheet();
    let Ok(cleared) = Cleared::of(base(), &sheet, SOMEBODY) else { return Ok(0) };
    let mut dice = Dice(u64::from(person.elsewhere.0) ^ sheet.pain.marks.len() as u64);
    let mut count = 0;
    for index in 0..base().terms.givers.len() {
        let wishes = wishes(&mut dice, u8::try_from(index).unwrap());
        let planned = plan(base(), &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default());
        let orders = [Some(Order::Wishes(&wishes)), planned.as_ref().ok().map(Order::Plan)];
        for order in orders.into_iter().flatten() {
            match compose(base(), &cleared, &sheet, SOMEBODY, TODAY, order) {
                Ok(timeline) => {
                    count += 1;
                    if let Order::Plan(plan) = order
                        && timeline.minutes != plan.course.minutes
                    {
                        return Err(format!("{} minutes, and the plan has {}", timeline.minutes, plan.course.minutes));
                    }
                    visit(&sheet, &wishes, &timeline)?;
                }
                Err(NoSession::NothingLeft(_) | NoSession::TooShort(_)) => {}
                Err(other) => return Err(format!("refused: {other:?}")),
            }
        }
    }
    Ok(count)
}

/// The strokes of a session: the way of touching, the places, the side and the pressures.
pub(crate) fn touches(timeline: &Timeline) -> Vec<(String, Way, PlaceSet, Option<Side>, u8, u8)> {
    let of = |step: &supple_care::session::Step| {
        let Does::Stroke { stroke, side, start, ceiling } = step.does else { return None };
        let known = &base().techniques.strokes[stroke];
        let mirrored = known.mirrored.unwrap_or(PlaceSet::NONE);
        let places = match side {
            Some(Side::Left) => known.places,
            Some(Side::Right) => mirrored,
            None => known.places.or(mirrored),
        };
        let way = Way {
            technique: base().techniques.techniques[known.technique].class,
            applicator: known.applicator,
            position: step.position.unwrap(),
            product: 0,
            device: known.device,
        };
        Some((known.id.clone(), way, places, side, start, ceiling))
    };
    timeline.steps.iter().filter_map(of).collect()
}

/// What is in force: each restriction with its places for this person, always-on ones included.
pub(crate) fn in_force(sheet: &Sheet) -> Vec<(Restriction, Space)> {
    let decision = screen(base(), sheet);
    let by_rules = decision.restrictions(base(), sheet, Reading::Shown);
    by_rules.chain(base().always_on()).map(|found| (found.restriction.clone(), found.space)).collect()
}

pub(crate) fn speaks_of(space: &Space, giver: u8, way: &Way, places: PlaceSet) -> bool {
    let bit = |index: u8| 1u32 << index;
    space.givers & bit(giver) != 0
        && space.techniques & bit(way.technique) != 0
        && space.applicators & bit(way.applicator) != 0
        && space.positions & bit(way.position) != 0
        && space.products & bit(way.product) != 0
        && space.devices & bit(way.device) != 0
        && !space.places.and(places).is_empty()
}

/// Whether a restriction forbids a position whatever is done in it, and wherever.
pub(crate) fn shuts(restriction: &Restriction, space: &Space, giver: u8, position: u8) -> bool {
    let named = &restriction.named;
    let others = [&named.techniques, &named.applicators, &named.products, &named.devices];
    restriction.ban
        && space.givers & 1 << giver != 0
        && !named.positions.is_empty()
        && !restriction.places_named
        && others.into_iter().all(Vec::is_empty)
        && space.positions & 1 << position != 0
}

/// The positions of a session in their order: those that are taken, and those in which anybody lies, breathes or rests.
pub(crate) fn lain_in(timeline: &Timeline) -> Vec<u8> {
    let taken = |step: &supple_care::session::Step| match step.does {
        Does::Take(text, _) => Some(base().session.positions[text].position),
        Does::Part(_) | Does::Stroke { .. } | Does::Activity(_) => step.position,
    };
    let mut all: Vec<u8> = timeline.steps.iter().filter_map(taken).collect();
    all.dedup();
    all
}
