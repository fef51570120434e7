//! From columns to planes.

use std::collections::BTreeMap;

use supple_care::{Bits, expr::Atom};

use super::{
    Bound, Cells,
    bind::{Asked, Coded, Doubted, Raw, Reads, Verdicts},
    form::NULL,
};
use crate::{Block, Word, terms::change};

/// What the columns of a block say.
pub(super) struct Planes {
    /// As it counts: of answers that contradict each other the more cautious.
    pub(super) block: Block,
    /// Who has a number that stands for nothing, and the column.
    pub(super) wrong: Vec<(usize, Word)>,
    /// Who has marks on a map that they did not say to be complete.
    pub(super) marked_too_early: Word,
}

/// The map of everybody.
struct Map {
    complete: Word,
    /// Where something hurts, by place.
    painful: Vec<Word>,
    /// Whose strongest pain is not known.
    unsure: Word,
}

impl Bound {
    pub(super) fn planes(&self, cells: &Cells) -> Planes {
        let everybody = Word::first(cells.rows);
        let mut planes =
            Planes { block: Block::of(self.rules, self.places), wrong: Vec::new(), marked_too_early: Word::NONE };
        let (_, proxy) = self.truth(self.proxy.as_ref(), cells, &mut planes);
        let (_, rescreen) = self.truth(self.rescreen.as_ref(), cells, &mut planes);
        let settings = settings(&everybody, &proxy, &rescreen);
        let mut raws = vec![Word::NONE; self.raws];
        let mut kinds = Vec::new();
        for asked in &self.asked {
            if let Some((at, wrong)) = asked.sort(cells, &everybody, &mut kinds) {
                planes.wrong.push((at, wrong));
            }
            asked.say(&kinds, &settings, &mut planes.block);
            for (index, says) in &asked.raws {
                let Some(raw) = raws.get_mut(*index) else { continue };
                *raw |= &those(&kinds, says);
            }
            for (slot, may_be) in &asked.places {
                if let Some(there) = planes.block.places.get_mut(*slot) {
                    *there = those(&kinds, may_be);
                }
            }
        }
        if let Some(at) = self.today {
            let wrong = cells.who(at, |day| day != NULL && !(self.days.earliest.0..=self.days.latest.0).contains(&day));
            planes.wrong.push((at, wrong));
        }
        let map = self.map(cells, &everybody, &mut planes);
        self.read_map(cells, &map, &everybody, &mut planes.block, &mut raws);
        self.settle(&everybody, &map, &raws, &settings, &mut planes.block);
        planes.wrong.retain(|(_, wrong)| !wrong.is_empty());
        planes
    }

    /// Reads of answers that contradict each other the more cautious, as [`supple_care::contradiction::settle`] does.
    fn settle(&self, everybody: &Word, map: &Map, raws: &[Word], settings: &Option<[Word; 4]>, block: &mut Block) {
        // By question: whose answer is read as a yes, and whose as "I don't know".
        let mut in_doubt: BTreeMap<usize, [Word; 2]> = BTreeMap::new();
        let mut reopened = Word::NONE;
        for contradiction in self.contradictions.iter().filter(|one| !one.since) {
            let mut who = contradiction.when.holds(raws);
            who &= everybody;
            for needed in [contradiction.news, contradiction.maybe].into_iter().flatten() {
                who &= raws.get(needed).unwrap_or(&Word::NONE);
            }
            if contradiction.unmarked {
                who &= &map.complete;
                map.painful.iter().for_each(|painful| who.remove(painful));
                reopened |= &who;
            }
            if who.is_empty() {
                continue;
            }
            for (questions, at) in [(&contradiction.as_yes, 0), (&contradiction.as_unknown, 1)] {
                for question in questions {
                    let doubts = in_doubt.entry(*question).or_default();
                    doubts.iter_mut().skip(at).take(1).for_each(|word| *word |= &who);
                }
            }
        }
        for (question, [as_yes, mut as_unknown]) in in_doubt {
            let Some(asked) = self.asked.get(question) else { continue };
            as_unknown.remove(&as_yes);
            if let Some(stays) = asked.doubted.stays {
                as_unknown.remove(raws.get(stays).unwrap_or(&Word::NONE));
            }
            asked.doubted.say(&as_yes, &as_unknown, settings, block);
            for (slot, _) in &asked.places {
                if let Some(there) = block.places.get_mut(*slot) {
                    *there |= &as_yes;
                    *there |= &as_unknown;
                }
            }
        }
        for (bit, _) in &self.atoms_of_map {
            change(&mut block.sure, *bit, |word| *word |= &reopened);
            change(&mut block.possible, *bit, |word| *word |= &reopened);
        }
    }

    /// Who has "I don't know" in a column, and who has yes.
    fn truth(&self, column: Option<&Coded>, cells: &Cells, planes: &mut Planes) -> (Word, Word) {
        let Some(column) = column else { return (Word::NONE, Word::NONE) };
        let who = |wanted| cells.who(column.at, |value| column.answer(value) == Some(wanted));
        let wrong = cells.who(column.at, |value| value != NULL && column.answer(value).is_none());
        planes.wrong.push((column.at, wrong));
        (who(supple_care::Answer::Unknown), who(supple_care::Answer::Yes))
    }

    fn map(&self, cells: &Cells, everybody: &Word, planes: &mut Planes) -> Map {
        let (_, mut complete) = self.truth(self.map.as_ref(), cells, planes);
        complete &= everybody;
        let mut map = Map { complete, painful: Vec::new(), unsure: Word::NONE };
        for (place, column) in &self.pain {
            let Reads::Number { min, max, unknown } = column.reads else { continue };
            let place = usize::from(place.0);
            map.painful.resize(map.painful.len().max(place + 1), Word::NONE);
            if !cells.has(column.at) {
                continue;
            }
            let unsure = cells.who(column.at, |value| value == unknown);
            let wrong =
                cells.who(column.at, |value| value != NULL && value != unknown && !(min..=max).contains(&value));
            planes.wrong.push((column.at, wrong));
            planes.marked_too_early |= &cells.who(column.at, |value| value != NULL);
            if let Some(painful) = map.painful.get_mut(place) {
                *painful = cells.who(column.at, |value| value != NULL && value != 0);
            }
            map.unsure |= &unsure;
        }
        planes.marked_too_early.remove(&map.complete);
        map
    }

    /// What the atoms of the map say: a map that is not complete hurts everywhere, and contradicts nothing.
    fn read_map(&self, cells: &Cells, map: &Map, everybody: &Word, block: &mut Block, raws: &mut [Word]) {
        let reach = |atom: Atom| {
            let mut who = Word::NONE;
            match atom {
                Atom::PainAt(places) => {
                    for place in places.iter() {
                        who |= map.painful.get(usize::from(place.0)).unwrap_or(&Word::NONE);
                    }
                }
                Atom::PainMax(0) => who = *everybody,
                Atom::PainMax(least) => {
                    for (_, column) in self.pain.iter().filter(|(_, column)| cells.has(column.at)) {
                        who |= &cells.who(column.at, |value| value >= i32::from(least));
                    }
                }
                // Whoever is numb or says where a pain spreads to stands in a document.
                _ => {}
            }
            who
        };
        let mut open = *everybody;
        open.remove(&map.complete);
        for (bit, atom) in &self.atoms_of_map {
            let mut who = reach(*atom);
            if matches!(atom, Atom::PainMax(_)) {
                who |= &map.unsure;
            }
            who |= &open;
            change(&mut block.sure, *bit, |word| *word = who);
            change(&mut block.possible, *bit, |word| *word = who);
        }
        for (index, atom) in &self.raws_of_map {
            let mut who = reach(*atom);
            if matches!(atom, Atom::PainMax(_)) {
                who.remove(&map.unsure);
            }
            who &= &map.complete;
            if let Some(raw) = raws.get_mut(*index) {
                *raw = who;
            }
        }
    }
}

/// Who answered in which setting, in the order of the settings; nothing where there is but one.
fn settings(everybody: &Word, proxy: &Word, rescreen: &Word) -> Option<[Word; 4]> {
    if proxy.is_empty() && rescreen.is_empty() {
        return None;
    }
    let mut all = [*everybody; 4];
    for (setting, who) in super::bind::SETTINGS.iter().zip(&mut all) {
        if setting.proxy {
            *who &= proxy
        } else {
            who.remove(proxy)
        }
        if setting.rescreen { *who &= rescreen } else { who.remove(rescreen) }
    }
    Some(all)
}

impl Cells {
    pub(super) fn has(&self, column: usize) -> bool {
        self.numbers.get(column).is_some_and(Option::is_some)
    }

    /// Whose number in a column holds; of a column that is empty nobody's.
    pub(super) fn who(&self, column: usize, holds: impl Fn(i32) -> bool) -> Word {
        match self.numbers.get(column) {
            Some(Some(values)) => Word::whose(values, holds),
            Some(None) | None => Word::NONE,
        }
    }
}

impl Asked {
    /// Sorts everybody by the kind of their answer; gives whose number stands for nothing, and in which column.
    fn sort(&self, cells: &Cells, everybody: &Word, kinds: &mut Vec<Word>) -> Option<(usize, Word)> {
        kinds.clear();
        let column = self.column.as_ref();
        let Some(column) = column.filter(|column| cells.has(column.at)) else {
            let answers = column.map_or(0, |column| match &column.reads {
                Reads::Number { .. } => self.cuts.len() + 1,
                Reads::Codes(codes) => codes.len(),
            });
            kinds.resize(answers + 1, Word::NONE);
            kinds.push(*everybody);
            return None;
        };
        let mut unknown = Word::NONE;
        match &column.reads {
            Reads::Codes(codes) => {
                kinds.extend(codes.iter().map(|(code, _)| cells.who(column.at, |value| value == *code)));
            }
            Reads::Number { min, max, unknown: code } => {
                unknown = cells.who(column.at, |value| value == *code);
                let mut left = cells.who(column.at, |value| (min..=max).contains(&&value));
                for cut in &self.cuts {
                    let mut below = left;
                    left &= &cells.who(column.at, |value| value >= *cut);
                    below.remove(&left);
                    kinds.push(below);
                }
                kinds.push(left);
            }
        }
        kinds.push(unknown);
        kinds.push(cells.who(column.at, |value| value == NULL));
        let mut wrong = *everybody;
        kinds.iter().for_each(|who| wrong.remove(who));
        Some((column.at, wrong))
    }

    /// Writes what the answers say into the planes.
    fn say(&self, kinds: &[Word], settings: &Option<[Word; 4]>, block: &mut Block) {
        for (bit, verdicts) in &self.atoms {
            let (mut sure, mut possible) = (Word::NONE, Word::NONE);
            for (who, verdicts) in kinds.iter().zip(verdicts).filter(|(who, _)| !who.is_empty()) {
                say(verdicts, who, settings, &mut sure, &mut possible);
            }
            change(&mut block.sure, *bit, |word| *word = sure);
            change(&mut block.possible, *bit, |word| *word = possible);
        }
    }
}

impl Doubted {
    /// Writes what is in doubt over what was said.
    fn say(&self, as_yes: &Word, as_unknown: &Word, settings: &Option<[Word; 4]>, block: &mut Block) {
        for (verdicts, who) in [(&self.as_yes, as_yes), (&self.as_unknown, as_unknown)] {
            for (bit, verdicts) in verdicts.iter().filter(|_| !who.is_empty()) {
                let (mut sure, mut possible) = (Word::NONE, Word::NONE);
                say(verdicts, who, settings, &mut sure, &mut possible);
                for (planes, says) in [(&mut block.sure, sure), (&mut block.possible, possible)] {
                    change(planes, *bit, |word| {
                        word.remove(who);
                        *word |= &says;
                    });
                }
            }
        }
    }
}

/// Those whose kind of answer holds.
fn those(kinds: &[Word], holds: &[bool]) -> Word {
    let mut all = Word::NONE;
    kinds.iter().zip(holds).filter(|(_, holds)| **holds).for_each(|(who, _)| all |= who);
    all
}

/// Adds what an atom says of people with one kind of answer.
fn say(verdicts: &Verdicts, who: &Word, settings: &Option<[Word; 4]>, sure: &mut Word, possible: &mut Word) {
    let [first, ..] = verdicts;
    match settings {
        Some(settings) if verdicts.iter().any(|verdict| verdict != first) => {
            for (verdict, setting) in verdicts.iter().zip(settings) {
                let mut who = *who;
                who &= setting;
                add(*verdict, &who, sure, possible);
            }
        }
        Some(_) | None => add(*first, who, sure, possible),
    }
}

fn add((surely, possibly): (bool, bool), who: &Word, sure: &mut Word, possible: &mut Word) {
    if surely {
        *sure |= who;
    }
    if possibly {
        *possible |= who;
    }
}

impl Raw {
    fn holds(&self, raws: &[Word]) -> Word {
        match self {
            Self::Atom(index) => raws.get(*index).copied().unwrap_or_default(),
            Self::And(parts) => parts.iter().fold(Word::ALL, |mut all, part| {
                all &= &part.holds(raws);
                all
            }),
            Self::Or(parts) => parts.iter().fold(Word::NONE, |mut any, part| {
                any |= &part.holds(raws);
                any
            }),
            Self::AtLeast(least, parts) => {
                let mut planes = Box::new([Word::NONE; Bits::CAPACITY]);
                for (slot, part) in (0u16..).zip(parts) {
                    change(&mut planes, slot, |word| *word = part.holds(raws));
                }
                let slots: Vec<u16> = (0u16..).zip(parts).map(|(slot, _)| slot).collect();
                crate::terms::counted(&planes, *least, &slots)
            }
        }
    }
}
