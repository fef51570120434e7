//! Puts a session together so that it has its minutes exactly, and no more of them quiet than a quarter.

use super::{
    PartKind, Side, Step, Texts,
    assemble::{Block, Fixed, Taken, assemble, sides_worked},
    minutes::{Item, fill, seconds},
    placed::{Placed, shares},
    usable::Sides,
};

/// What is to be put together.
pub(super) struct Fit<'f> {
    pub(super) texts: &'f Texts,
    /// The fixed parts, each with its fewest seconds.
    pub(super) fixed: Vec<Fixed>,
    pub(super) taken: &'f [Taken],
    pub(super) placed: &'f [Placed],
}

/// A session that fits its minutes, with what of it nobody touches; its steps are not written out.
pub(super) struct Fitted {
    /// How long it takes.
    pub(super) minutes: u16,
    /// The fixed parts, each with the seconds that it gets.
    fixed: Vec<Fixed>,
    /// What is done at each site.
    blocks: Vec<Block>,
    /// Seconds of settling, breathing and rest.
    quiet: u32,
    /// Those of them that are more than the parts have.
    over: u32,
}

impl Fitted {
    /// What is done, in no particular order.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.blocks.iter().flat_map(|block| &block.items)
    }

    /// The steps, one after the other, in the positions that are taken.
    pub(super) fn steps(&self, texts: &Texts, taken: &[Taken]) -> Vec<Step> {
        assemble(texts, &self.fixed, taken, &self.blocks)
    }
}

impl Fit<'_> {
    /// In as many minutes as the strokes fill, and at most so many: at most a quarter is quiet, and none of it more than the
    /// parts have but for the last minute, so that minutes are whole. Where the fixed parts alone take more than a quarter, the
    /// length of which the least is quiet.
    pub(super) fn at_most(&self, minutes: u16) -> Option<Fitted> {
        // More than this no length can hold: the strokes, the ways between, and the parts at their longest.
        let strokes: u32 = self.placed.iter().map(|one| one.most).sum();
        let parts: u32 =
            self.fixed.iter().filter_map(|one| self.texts.parts.get(one.part)).map(|it| u32::from(it.seconds.1)).sum();
        let longest = u16::try_from((strokes + parts + self.taking() + 2 * MINUTE) / MINUTE).unwrap_or(u16::MAX);
        let mut best: Option<(u32, Fitted)> = None;
        for length in (1..=minutes.min(longest)).rev() {
            let Some(fitted) = self.exactly(length) else { break };
            let total = u32::from(length) * MINUTE;
            if fitted.quiet <= total / QUIET && fitted.over < MINUTE {
                return Some(fitted);
            }
            let share = fitted.quiet.saturating_mul(1000) / total;
            if best.as_ref().is_none_or(|(least, _)| share < *least) {
                best = Some((share, fitted));
            }
        }
        best.map(|(_, fitted)| fitted)
    }

    /// Seconds to take the positions.
    fn taking(&self) -> u32 {
        let texts = self.taken.iter().filter_map(|one| self.texts.positions.get(one.text));
        texts.map(|text| u32::from(text.seconds)).sum()
    }

    /// In exactly so many minutes, if it fits.
    pub(super) fn exactly(&self, minutes: u16) -> Option<Fitted> {
        let (taken, placed) = (self.taken, self.placed);
        let total = u32::from(minutes) * 60;
        let turned = taken.iter().zip(0usize..).filter(|(one, at)| {
            let reached = placed.iter().filter(|placed| placed.position == *at).fold(Sides::default(), |all, one| {
                Sides { left: all.left || one.sides.left, right: all.right || one.sides.right }
            });
            one.turns && reached == Sides::BOTH
        });
        let turns = u32::try_from(turned.count()).ok()?;
        let taking = self.taking();
        let mut fixed = self.fixed.clone();
        let turn = fixed.iter().find(|one| one.kind == PartKind::Turn).map_or(0, |one| u32::from(one.seconds));
        let others: u32 = fixed.iter().filter(|one| one.kind != PartKind::Turn).map(|one| u32::from(one.seconds)).sum();
        let away = taking + turns * turn + others;
        let needed: u32 = placed.iter().map(|one| one.least).sum();
        let work = total.checked_sub(away).filter(|work| *work >= needed)?;
        let extra = work - needed;
        let quiet = (total / QUIET).saturating_sub(away).min(extra);
        let free = extra - quiet + stretch(self.texts, &mut fixed, quiet);
        let mut blocks = Vec::new();
        let mut given = 0;
        for (one, share) in placed.iter().zip(shares(placed, free)) {
            let (items, _) = fill(&one.usable, one.sides, share);
            given += seconds(&items);
            blocks.push(Block { position: one.position, items });
        }
        let in_parts: u32 =
            fixed.iter().filter(|one| one.kind != PartKind::Turn).map(|one| u32::from(one.seconds)).sum();
        let passes: u32 = taken
            .iter()
            .zip(0usize..)
            .filter(|(one, _)| one.turns)
            .map(|(_, at)| u32::from(sides_worked(blocks.iter().filter(|block| block.position == at)) == Side::BOTH))
            .sum();
        let spare = total.checked_sub(taking + passes * turn + in_parts + given)?;
        // What the strokes do not take goes to the parts; what those do not have, half each to breathing and to the rest.
        let over = stretch(self.texts, &mut fixed, spare);
        lengthen(&mut fixed, over)?;
        let quiet = fixed.iter().filter(|one| one.kind != PartKind::Turn).map(|one| u32::from(one.seconds)).sum();
        Some(Fitted { minutes, fixed, blocks, quiet, over })
    }
}

const MINUTE: u32 = 60;

/// One part in this many goes to settling, breathing and finishing.
const QUIET: u32 = 4;

/// Gives seconds to the fixed parts, up to their most. Gives what nobody took.
fn stretch(texts: &Texts, fixed: &mut [Fixed], seconds: u32) -> u32 {
    let mut left = seconds;
    for one in fixed.iter_mut().filter(|one| one.kind != PartKind::Turn) {
        let most = texts.parts.get(one.part).map_or(0, |part| part.seconds.1);
        let more = u32::from(most.saturating_sub(one.seconds)).min(left);
        one.seconds = one.seconds.saturating_add(u16::try_from(more).unwrap_or(0));
        left -= more;
    }
    left
}

/// Gives seconds to breathing and to the rest beyond what they have; nothing where there is no such part.
fn lengthen(fixed: &mut [Fixed], seconds: u32) -> Option<()> {
    let quiet = || [PartKind::Breathe, PartKind::Rest];
    let mut left = seconds;
    let mut parts = u32::try_from(fixed.iter().filter(|one| quiet().contains(&one.kind)).count()).ok()?;
    for one in fixed.iter_mut().filter(|one| quiet().contains(&one.kind)) {
        let more = left.checked_div(parts)?;
        one.seconds = one.seconds.checked_add(u16::try_from(more).ok()?)?;
        left -= more;
        parts -= 1;
    }
    (left == 0).then_some(())
}
