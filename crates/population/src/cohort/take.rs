//! A block of a file, screened.

use std::collections::BTreeMap;

use supple_care::{Disposition, Knowledge, Sheet};

use super::{Bound, Cells, form::NULL};
use crate::{Block, Outcome, Screened, Sliced, Tally, Word};

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad<E> {
    /// A number that stands for nothing: the column's place in the file, and the number.
    Number(usize, i32),
    /// Marks on a body map that is not said to be complete.
    MapNotComplete,
    /// A document, and something in other columns as well.
    Beside,
    /// A document that cannot be read.
    Document(E),
}

/// A block of people who were read: in planes, and some of them singly.
pub struct Taken {
    block: Block,
    /// Who is screened in planes.
    direct: Word,
    singly: Vec<(usize, Sheet)>,
}

impl Bound {
    /// Reads a block. `document` reads a person who does not fit into the columns, as they count. Gives as well who cannot be
    /// used, by lane.
    pub fn take<E>(
        &self,
        cells: &Cells,
        document: impl Fn(&[u8]) -> Result<Sheet, E>,
    ) -> (Taken, BTreeMap<usize, Vec<Bad<E>>>) {
        let planes = self.planes(cells);
        let mut bad: BTreeMap<usize, Vec<Bad<E>>> = BTreeMap::new();
        let mut direct = Word::first(cells.rows);
        for (at, who) in &planes.wrong {
            for lane in who.lanes() {
                let value = cells.numbers.get(*at).and_then(|values| values.as_ref()?.get(lane).copied());
                bad.entry(lane).or_default().push(Bad::Number(*at, value.unwrap_or(NULL)));
            }
        }
        for lane in planes.marked_too_early.lanes() {
            bad.entry(lane).or_default().push(Bad::MapNotComplete);
        }
        let mut singly = Vec::new();
        for (lane, text) in &cells.documents {
            direct.remove(&Word::only(*lane));
            if cells.says(*lane) {
                bad.entry(*lane).or_default().push(Bad::Beside);
                continue;
            }
            match document(text) {
                Ok(sheet) => singly.push((*lane, sheet)),
                Err(problem) => bad.entry(*lane).or_default().push(Bad::Document(problem)),
            }
        }
        (Taken { block: planes.block, direct, singly }, bad)
    }

    /// Screens a block and counts it, without the lanes that are left out.
    pub fn screen(
        &self,
        sliced: &Sliced,
        knowledge: &Knowledge,
        cells: &Cells,
        mut taken: Taken,
        left_out: impl Iterator<Item = usize>,
        tally: &mut Tally,
    ) -> Screened {
        let mut out = Word::NONE;
        left_out.for_each(|lane| out.insert(lane));
        taken.direct.remove(&out);
        taken.singly.retain(|(lane, _)| !out.has(*lane));
        let mut outcome = Outcome::default();
        sliced.run_into(&mut taken.block, &mut outcome);
        let lanes: Vec<usize> = taken.direct.lanes().collect();
        // INVARIANT: nobody is in doubt here, because the agreement of a clinician stands in documents alone.
        let dispositions: Vec<Disposition> = lanes.iter().map(|lane| outcome.disposition(*lane)).collect();
        tally.count(&outcome, &taken.direct, &dispositions);
        let (lanes_singly, sheets): (Vec<usize>, Vec<Sheet>) = taken.singly.into_iter().unzip();
        let singly = tally.add(sliced, knowledge, &sheets);
        if !lanes_singly.is_empty() {
            outcome.put(&taken.direct, &singly.outcome, &lanes_singly);
        }
        let mut all = vec![None; cells.rows];
        let directly = lanes.into_iter().zip(dispositions.into_iter().map(Some));
        for (lane, disposition) in directly.chain(lanes_singly.into_iter().zip(singly.dispositions)) {
            if let Some(slot) = all.get_mut(lane) {
                *slot = disposition;
            }
        }
        Screened { outcome, dispositions: all }
    }
}
