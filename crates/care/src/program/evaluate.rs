//! From a sheet to the rules that hold.

use super::{Derived, Level, Mask, Program, Reading, View};
use crate::{Answer, Bits, Intensity, PlaceSet, QuestionId, Sheet, pain::MapState};

impl Derived {
    #[inline]
    fn holds(&self, bits: &Bits) -> bool {
        let single = match self.needs {
            1 => self.single.meets(bits),
            needs => self.single.count(bits) >= u32::from(needs),
        };
        single || self.terms.iter().any(|term| term.iter().all(|bit| bits.has(*bit)))
    }
}

impl Program {
    /// Reads a sheet into bits. `hidden` is complete.
    #[must_use]
    pub fn view(&self, sheet: &Sheet, reading: Reading) -> View {
        self.read(sheet, reading, true)
    }

    /// Reads a sheet into bits for a decision: `hidden` holds only what a decision needs.
    #[must_use]
    pub(crate) fn decision_view(&self, sheet: &Sheet, reading: Reading) -> View {
        self.read(sheet, reading, false)
    }

    fn read(&self, sheet: &Sheet, reading: Reading, all_hidden: bool) -> View {
        let mut yes = sheet.yes;
        let mut unknown = sheet.unknown;
        // The reliefs that were said, or that may yet be.
        let mut given = sheet.yes;
        let answered = sheet.yes.or(&sheet.no).or(&sheet.unknown);
        let open = if sheet.rescreen { self.asked_yes_no.or(&self.rescreen) } else { self.asked_yes_no };
        let not_asked = open.without(&answered);
        if sheet.proxy {
            unknown = unknown.or(&sheet.no.and(&self.private));
        }
        match reading {
            Reading::Shown => unknown = unknown.or(&not_asked),
            Reading::Least => {
                given = given.or(&self.read_as_relief.without(&answered));
                // Even the least that somebody else can say about what only the person feels is "I don't know".
                if sheet.proxy {
                    unknown = unknown.or(&not_asked.and(&self.private));
                }
            }
            Reading::Most => yes = yes.or(&not_asked.and(&self.risk_yes_no)),
        }
        if sheet.proxy {
            // What only the person can feel is not relieved by somebody else's yes.
            given = given.without(&self.private);
        }
        let mut view = View { sure: yes, possible: yes.or(&unknown), hidden: Bits::default() };
        self.read_map(sheet, reading, &mut view);
        for level in &self.levels {
            let gated = if all_hidden { level.gated } else { level.gated.and(&view.possible.or(&given)) };
            for index in gated.iter() {
                if !self.is_open(index, &view) {
                    view.hide(QuestionId(index));
                }
            }
            for (question, bit) in &level.reliefs {
                view.put(*bit, !given.has(question.0) | view.hidden.has(question.0));
            }
            self.read_values(sheet, reading, level, &answered, &mut view);
            self.read_named(sheet, reading, level, &mut view);
        }
        for derived in &self.derived {
            view.sure.put(derived.bit, derived.holds(&view.sure));
            view.possible.put(derived.bit, derived.holds(&view.possible));
        }
        view
    }

    /// Whether a question may be asked.
    #[inline]
    fn is_open(&self, question: u16, view: &View) -> bool {
        let gate = self.gates.get(usize::from(question)).and_then(Option::as_ref);
        gate.is_none_or(|gate| gate.is_open(&view.possible))
    }

    /// What the body map says: a map that is not confirmed hurts everywhere.
    fn read_map(&self, sheet: &Sheet, reading: Reading, view: &mut View) {
        match (sheet.pain.state, reading) {
            (MapState::Unknown, _) | (MapState::NotAsked, Reading::Shown | Reading::Most) => view.add(&self.map.all),
            (MapState::Confirmed, _) | (MapState::NotAsked, Reading::Least) => {
                let mut read = |bits: &[(u16, PlaceSet)], marked: PlaceSet| {
                    for (bit, places) in bits {
                        view.put(*bit, !places.and(marked).is_empty());
                    }
                };
                read(&self.map.pain, sheet.pain.painful());
                read(&self.map.numb, sheet.pain.numb());
                read(&self.map.spreads, sheet.pain.spreads());
                let highest = sheet.pain.highest();
                for (bit, least) in &self.map.highest {
                    let reached = match highest {
                        Intensity::Unknown => true,
                        Intensity::Of(highest) => highest >= *least,
                    };
                    view.put(*bit, reached);
                }
            }
        }
    }

    /// What the numbers and choices of a level say. Most say nothing, and then their gate does not matter.
    fn read_values(&self, sheet: &Sheet, reading: Reading, level: &Level, answered: &Bits, view: &mut View) {
        let mut given = sheet.values();
        for values in &level.values {
            let question = values.question;
            let mut add = |mask: &Mask| {
                if !mask.is_empty() && self.is_open(question.0, view) {
                    view.add(mask);
                }
            };
            // Both lists are in the order of the questions.
            while let [(earlier, _), rest @ ..] = given
                && *earlier < question
            {
                given = rest;
            }
            match given {
                _ if answered.has(question.0) => add(&values.worst),
                [(found, value), ..] if *found == question => values.add(*value, &mut add),
                _ if sheet.has_places(question) => add(&values.worst),
                _ => add(values.not_asked(reading)),
            }
        }
    }

    /// What the places of a level say. Places that are not known are everywhere.
    fn read_named(&self, sheet: &Sheet, reading: Reading, level: &Level, view: &mut View) {
        for named in &level.named {
            if !self.is_open(named.question.0, view) {
                continue;
            }
            let there = match (sheet.get(named.question), reading) {
                (Answer::Places(places), _) if !places.is_empty() => places,
                (Answer::NotAsked, Reading::Least) => PlaceSet::NONE,
                (Answer::NotAsked, _) if !named.asked => PlaceSet::NONE,
                _ => PlaceSet::ALL,
            };
            for (bit, places) in &named.bits {
                view.put(*bit, !places.and(there).is_empty());
            }
        }
    }

    /// The rules that surely hold and those that possibly hold, as sets of rule indexes.
    #[must_use]
    pub fn rules(&self, view: &View) -> (Bits, Bits) {
        self.rows.holding(view)
    }
}
