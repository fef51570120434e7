//! From a sheet to the rules that hold.

use super::{Derived, Gate, Keyed, Program, Reading, View};
use crate::{Answer, Bits, Intensity, QuestionId, Sheet, expr::Atom, pain::MapState, question::Polarity};

impl Derived {
    fn holds(&self, bits: &Bits) -> bool {
        match self {
            Self::Any(single, terms) => {
                single.meets(bits) || terms.iter().any(|term| term.iter().all(|bit| bits.has(*bit)))
            }
            Self::AtLeast(count, of) => of.and(bits).len() >= u32::from(*count),
        }
    }
}

impl Gate {
    fn is_open(&self, view: &View) -> bool {
        match self {
            Self::Bit(bit) => view.possible.has(*bit),
            Self::Any(condition) => condition.iter().any(|term| term.iter().all(|bit| view.possible.has(*bit))),
        }
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
        if sheet.proxy {
            unknown = unknown.or(&sheet.no.and(&self.private));
        }
        let mut open = self.asked_yes_no;
        if sheet.rescreen {
            open = open.or(&self.rescreen);
        }
        let not_asked = open.without(&sheet.yes).without(&sheet.no).without(&sheet.unknown);
        match reading {
            Reading::Shown => unknown = unknown.or(&not_asked),
            // Even the least that somebody else can say about what only the person feels is "I don't know".
            Reading::Least if sheet.proxy => unknown = unknown.or(&not_asked.and(&self.private)),
            Reading::Least => {}
            Reading::Most => yes = yes.or(&not_asked.and(&self.risk_yes_no)),
        }
        let mut view = View { sure: yes, possible: yes.or(&unknown), hidden: Bits::default() };
        self.map_atoms(sheet, reading, &self.map, &mut view);
        for level in &self.levels {
            let gated = if all_hidden { level.gated } else { level.gated.and(&view.possible) };
            for index in gated.or(&level.watched).iter() {
                let gate = self.gates.get(usize::from(index)).and_then(Option::as_ref);
                if gate.is_some_and(|gate| !gate.is_open(&view)) {
                    view.hide(QuestionId(index));
                }
            }
            for (question, atoms) in &level.values {
                self.value_atoms(sheet, reading, *question, atoms, &mut view);
            }
        }
        for (bit, derived) in &self.derived {
            let possible = derived.holds(&view.possible);
            view.possible.set(*bit, possible);
            view.sure.set(*bit, possible && derived.holds(&view.sure));
        }
        view
    }

    /// The atoms that read the body map: a map that is not confirmed hurts everywhere.
    fn map_atoms(&self, sheet: &Sheet, reading: Reading, atoms: &[(u16, Atom)], view: &mut View) {
        let everywhere = match (sheet.pain.state, reading) {
            (MapState::Unknown, _) | (MapState::NotAsked, Reading::Shown | Reading::Most) => true,
            (MapState::Confirmed, _) | (MapState::NotAsked, Reading::Least) => false,
        };
        let (painful, numb, spreads) = (sheet.pain.painful(), sheet.pain.numb(), sheet.pain.spreads());
        let highest = sheet.pain.highest();
        for (bit, atom) in atoms {
            let holds = everywhere
                || match *atom {
                    Atom::PainAt(places) => !places.and(painful).is_empty(),
                    Atom::NumbAt(places) => !places.and(numb).is_empty(),
                    Atom::SpreadsTo(places) => !places.and(spreads).is_empty(),
                    Atom::PainMax(least) => match highest {
                        Intensity::Unknown => true,
                        Intensity::Of(highest) => highest >= least,
                    },
                    // INVARIANT: no other atom is filed under the map.
                    _ => true,
                };
            view.set(*bit, holds);
        }
    }

    /// The atoms of one question that are never unknown: an unknown number or choice stands for the worst of its cells,
    /// and a relief that is not given does not count.
    fn value_atoms(
        &self,
        sheet: &Sheet,
        reading: Reading,
        question: QuestionId,
        atoms: &[(u16, Atom)],
        view: &mut View,
    ) {
        let hidden = view.hidden.has(question.0);
        let answer = sheet.get(question);
        let (polarity, baseline) = self.kinds.get(usize::from(question.0)).copied().unwrap_or((Polarity::Risk, false));
        for (bit, atom) in atoms {
            let holds = match (atom, answer) {
                // What only the person can feel is not relieved by somebody else's yes.
                (Atom::NotYes(_), Answer::Yes) => hidden || (sheet.proxy && self.private.has(question.0)),
                (Atom::NotYes(_), Answer::NotAsked) => {
                    hidden || reading != Reading::Least || (sheet.proxy && self.private.has(question.0))
                }
                (Atom::NotYes(_), _) => true,
                (Atom::SaidNo(_), answer) => answer == Answer::No,
                _ if hidden => false,
                (atom, Answer::Number(value)) => number_holds(*atom, value),
                (atom, Answer::Choice(option)) => option_holds(*atom, 1u32.checked_shl(u32::from(option)).unwrap_or(0)),
                (atom, Answer::Choices(options)) => option_holds(*atom, options),
                (_, Answer::NotAsked) if baseline => false,
                (atom, Answer::NotAsked) => match (reading, polarity) {
                    (Reading::Least, Polarity::Risk) => option_holds_least(*atom),
                    // A neutral question that was not asked: the interview tries every cell; here, none holds.
                    (Reading::Least, Polarity::Neutral | Polarity::Relief) => false,
                    (Reading::Shown | Reading::Most, _) => true,
                },
                (_, Answer::Unknown | Answer::No | Answer::Yes | Answer::Places(_)) => true,
            };
            view.set(*bit, holds);
        }
    }

    /// The rules that surely hold and those that possibly hold, as sets of rule indexes.
    #[must_use]
    pub fn rules(&self, view: &View) -> (Bits, Bits) {
        let mut sure = Bits::default();
        let mut possible = Bits::default();
        let mut test = |keyed: &Keyed| {
            if keyed.bits.iter().all(|bit| view.possible.has(*bit)) {
                possible.insert(keyed.rule);
                if keyed.bits.iter().all(|bit| view.sure.has(*bit)) {
                    sure.insert(keyed.rule);
                }
            }
        };
        self.unkeyed.iter().for_each(&mut test);
        for key in view.possible.and(&self.keys).iter() {
            if let Some(terms) = self.keyed.get(usize::from(key)) {
                terms.iter().for_each(&mut test);
            }
        }
        (sure, possible)
    }
}

fn number_holds(atom: Atom, value: i32) -> bool {
    match atom {
        Atom::AtLeast(_, least) => value >= least,
        Atom::Below(_, limit) => value < limit,
        // A number where a choice is asked cannot be read: the worst is assumed.
        _ => true,
    }
}

fn option_holds(atom: Atom, options: u32) -> bool {
    match atom {
        Atom::OneOf(_, mask) => mask & options != 0,
        _ => true,
    }
}

/// Whether an atom holds for the least option of an ordered choice, or the least value of a number.
fn option_holds_least(atom: Atom) -> bool {
    match atom {
        Atom::OneOf(_, mask) => mask & 1 == 1,
        _ => false,
    }
}
