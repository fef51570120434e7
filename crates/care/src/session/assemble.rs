//! Puts parts, positions and strokes one after the other.

use super::{
    Does, PartKind, Side, Step, Texts,
    minutes::{Item, in_order, on_side},
};

/// What is done at one site in one position.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its place among the positions.
    pub(super) position: usize,
    pub(super) items: Vec<Item>,
}

/// A position as it is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Bit index.
    pub(super) position: u8,
    /// Index into [`Texts::positions`].
    pub(super) text: usize,
    /// Whether the receiver turns over halfway.
    pub(super) turns: bool,
}

/// The steps of a session as they grow.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    steps: Vec<Step>,
    position: Option<u8>,
}

impl Steps {
    pub(super) fn push(&mut self, does: Does, seconds: u16) {
        if seconds > 0 {
            let at = self.seconds();
            self.steps.push(Step { at, seconds, does, position: self.position });
        }
    }

    pub(super) fn seconds(&self) -> u32 {
        self.steps.last().map_or(0, |step| step.at.saturating_add(u32::from(step.seconds)))
    }

    pub(super) fn done(self) -> Vec<Step> {
        self.steps
    }
}

/// A fixed part with its seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixed {
    /// Index into [`Texts::parts`].
    pub(super) part: usize,
    pub(super) kind: PartKind,
    pub(super) seconds: u16,
}

/// Puts a massage together. The seconds of positions and turns stand in the texts.
pub(super) fn assemble(texts: &Texts, fixed: &[Fixed], taken: &[Taken], blocks: &[Block]) -> Vec<Step> {
    let mut steps = Steps::default();
    let part = |steps: &mut Steps, kind: PartKind| {
        for one in fixed.iter().filter(|one| one.kind == kind) {
            steps.push(Does::Part(one.part), one.seconds);
        }
    };
    part(&mut steps, PartKind::Settle);
    for (position, at) in taken.iter().zip(0usize..) {
        let here: Vec<&Block> = blocks.iter().filter(|block| block.position == at).collect();
        let mut passes = passes(position, &here).into_iter();
        let first = passes.next();
        steps.position = Some(position.position);
        let seconds = texts.positions.get(position.text).map_or(0, |text| text.seconds);
        steps.push(Does::Take(position.text, first.flatten()), seconds);
        if at == 0 {
            part(&mut steps, PartKind::Breathe);
            part(&mut steps, PartKind::Hands);
        }
        for (pass, again) in first.into_iter().chain(passes).zip(0u8..) {
            if again > 0 {
                part(&mut steps, PartKind::Turn);
            }
            for block in &here {
                for (item, side) in in_order(&block.items, pass) {
                    let ceiling = item.usable.ceiling(side.unwrap_or(Side::Left));
                    let start = item.usable.start.min(ceiling).max(1);
                    let does = Does::Stroke { stroke: item.usable.stroke, side, start, ceiling };
                    holds(item.seconds, item.usable.hold).for_each(|seconds| steps.push(does, seconds));
                }
            }
        }
    }
    part(&mut steps, PartKind::Rest);
    steps.done()
}

/// The seconds of a stroke, parted so that none is held for longer than it may be: the parts differ by a second at most.
fn holds(seconds: u16, longest: Option<u16>) -> impl Iterator<Item = u16> {
    let parts = longest.map_or(1, |longest| seconds.div_ceil(longest.max(1)).max(1));
    (0..parts).map(move |part| seconds / parts + u16::from(part < seconds % parts))
}

/// The passes of a position: one for both sides, or one for each side that is worked on where the receiver turns over.
fn passes(position: &Taken, blocks: &[&Block]) -> Vec<Option<Side>> {
    if !position.turns {
        return vec![None];
    }
    sides_worked(blocks.iter().copied()).into_iter().map(Some).collect()
}

/// The sides on which anything is done in these blocks.
pub(super) fn sides_worked<'b>(blocks: impl Iterator<Item = &'b Block> + Clone) -> Vec<Side> {
    let on = |side: Side| blocks.clone().any(|block| on_side(&block.items, side));
    Side::BOTH.into_iter().filter(|side| on(*side)).collect()
}
