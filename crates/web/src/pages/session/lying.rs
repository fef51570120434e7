//! Which side lies on top while somebody lies on the side, so that the player draws the body as it lies.

use serde_json::Value;
use supple_care::{
    Knowledge,
    session::{Does, Side, Step, Timeline},
};

use crate::voice::Voice;

/// The position of somebody who lies on the side.
const SIDE_LYING: &str = "side-lying";

/// Adds `up`, the upper side, and `lie`, how that is said, to the steps that are done to somebody who lies on the side.
pub(super) fn mark(knowledge: &Knowledge, v: &Voice, timeline: &Timeline, steps: &mut [Value]) {
    for ((step, up), value) in timeline.steps.iter().zip(tops(&timeline.steps)).zip(steps) {
        let lies = step.position.and_then(|position| knowledge.terms.positions.get(usize::from(position)));
        let up = up.filter(|_| lies.is_some_and(|position| position.id == SIDE_LYING));
        if let (Some(map), Some(up)) = (value.as_object_mut(), up) {
            map.insert("up".to_owned(), up.id().into());
            map.insert("lie".to_owned(), v.t(&format!("player-up-{}", up.id())).into());
        }
    }
}

/// For each step, the side that lies on top, if only that one can be reached.
fn tops(steps: &[Step]) -> impl Iterator<Item = Option<Side>> {
    steps.iter().scan(None, |up, step| {
        *up = match step.does {
            Does::Take(_, top) => top,
            // Somebody who lies on the side is worked on at the upper one; between two sides they turn over.
            Does::Stroke { side: Some(side), .. } if up.is_some() => Some(side),
            Does::Stroke { .. } | Does::Part(_) | Does::Activity(_) => *up,
        };
        Some(*up)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};
    use supple_care::{
        Cleared,
        plan::Wishes,
        session::{Does, Order, compose},
    };
    use supple_interop::{answers, dates};
    use supple_words::Words;

    use super::mark;
    use crate::voice::Voice;

    #[test]
    fn whoever_lies_on_the_side_is_drawn_with_the_worked_side_on_top() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let v = Voice::new(Arc::new(Words::load("en").unwrap()));
        let example = include_bytes!("../../../../../examples/pregnant-in-week-24.json");
        let today = dates::parse("2026-11-21").unwrap();
        let sheet = answers::read_json(&knowledge, example, today).unwrap().sheet;
        let cleared = Cleared::of(&knowledge, &sheet, 1).unwrap();
        let giver = knowledge.terms.givers.iter().position(|giver| giver.id == "therapist").unwrap();
        let lying = knowledge.terms.positions.iter().position(|position| position.id == "side-lying").unwrap();
        let mut sides = Vec::new();
        for position in [Some(u8::try_from(lying).unwrap()), None] {
            let wishes = Wishes { position, ..Wishes::of(u8::try_from(giver).unwrap()) };
            let timeline = compose(&knowledge, &cleared, &sheet, 1, today, Order::Wishes(&wishes)).unwrap();
            let mut steps: Vec<Value> = timeline.steps.iter().map(|_| json!({})).collect();
            mark(&knowledge, &v, &timeline, &mut steps);
            for (step, value) in timeline.steps.iter().zip(&steps) {
                let on_side = step.position.map(usize::from) == Some(lying);
                assert!(on_side || value["up"].is_null(), "{value}");
                if let (true, Does::Stroke { side: Some(side), .. }) = (on_side, step.does) {
                    assert_eq!(value["up"], side.id());
                    assert!(value["lie"].as_str().unwrap().starts_with("Lying on the"), "{value}");
                    sides.push(side);
                }
            }
        }
        assert!(!sides.is_empty());
    }
}
