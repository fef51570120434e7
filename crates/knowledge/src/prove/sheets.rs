//! All sheets, as far as something that is read can tell them apart.

mod states;

use std::collections::{BTreeMap, BTreeSet};

use biodivine_lib_bdd::{Bdd, BddValuation, BddVariable, BddVariableSet};
use supple_care::{
    Answer, Clearance, Day, Intensity, Knowledge, Mark, PainMap, PlaceId, PlaceSet, QuestionId, RuleId, Sheet,
    expr::{Atom, Expr},
    pain::MapState,
    question::{Kind, Polarity},
    rule::Rule,
};

use super::meaning::symptoms;
use states::{bit_states, map_plans, named_plans, place_states, states, value};

/// Fixed values of some variables.
pub(crate) type Part = Vec<(BddVariable, bool)>;

/// A value of a coordinate: the setting of its variables, and the answer that it stands for.
pub(crate) type State = (Vec<bool>, Answer);

/// What is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    /// Questions, in the order of the knowledge base.
    pub(crate) questions: BTreeSet<QuestionId>,
    /// Questions that say where a restriction holds.
    pub(crate) places: BTreeSet<QuestionId>,
    /// Rules that a clinician's agreement may lift.
    pub(crate) agreed: BTreeSet<RuleId>,
    pain: Vec<PlaceSet>,
    numb: Vec<PlaceSet>,
    spreads: Vec<PlaceSet>,
    strengths: BTreeSet<u8>,
    named: BTreeMap<QuestionId, Vec<PlaceSet>>,
}

impl Read {
    /// Adds what a condition reads, gates included.
    pub(crate) fn expr(&mut self, knowledge: &Knowledge, expr: &Expr) {
        let mut found = Vec::new();
        expr.atoms(&knowledge.facts, &mut |atom| found.push(atom));
        for atom in found {
            match atom {
                Atom::PainAt(places) => push(&mut self.pain, places),
                Atom::NumbAt(places) => push(&mut self.numb, places),
                Atom::SpreadsTo(places) => push(&mut self.spreads, places),
                Atom::NamedAt(id, places) => push(self.named.entry(id).or_default(), places),
                Atom::PainMax(least) => {
                    self.strengths.insert(least);
                }
                _ => {}
            }
            if let Some(question) = atom.question() {
                self.question(knowledge, question);
            }
        }
    }

    /// Adds a question with what its gate reads.
    pub(crate) fn question(&mut self, knowledge: &Knowledge, id: QuestionId) {
        if self.questions.insert(id)
            && let Some(gate) = knowledge.question(id).and_then(|question| question.applies.as_ref())
        {
            self.expr(knowledge, gate);
        }
    }

    /// Adds what a rule reads: its condition, the symptoms of its cluster where they matter, the places of its limits,
    /// and whether a clinician agreed where that matters.
    pub(crate) fn rule(&mut self, knowledge: &Knowledge, id: RuleId, rule: &Rule) {
        self.expr(knowledge, &rule.when);
        for symptom in symptoms(knowledge, rule) {
            self.question(knowledge, symptom);
        }
        let restrictions = rule.restrictions.iter().filter_map(|index| knowledge.restrictions.get(usize::from(*index)));
        self.places.extend(restrictions.filter_map(|restriction| restriction.places_from));
        if rule.liftable {
            self.agreed.insert(id);
        }
    }

    /// What all rules read together.
    pub(crate) fn everything(knowledge: &Knowledge) -> Self {
        let mut read = Self::default();
        for (rule, index) in knowledge.rules.iter().zip(0u16..) {
            read.rule(knowledge, RuleId(index), rule);
        }
        read
    }
}

fn push(sets: &mut Vec<PlaceSet>, set: PlaceSet) {
    if !sets.contains(&set) {
        sets.push(set);
    }
}

/// One thing that sheets differ in.
#[derive(Clone, Debug)]
pub(crate) struct Coordinate {
    /// What it is.
    pub(crate) of: Of,
    /// Its variables.
    pub(crate) vars: Vec<BddVariable>,
    /// Its values, each a setting of the variables; the quietest first.
    pub(crate) states: Vec<State>,
}

/// What a coordinate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    /// The answer to a question.
    Question(QuestionId),
    /// Whether one arbitrary place is among those answered to a question.
    Place(QuestionId),
    /// Whether a place of a region in which none can be told from another is among those answered to a question. Regions are taken
    /// as if each were asked alone: what holds for all these sheets holds for those that there are.
    Named(QuestionId, PlaceSet),
    /// Whether pain is marked in a region in which no place can be told from another.
    Pain(PlaceSet),
    /// Whether numbness is marked there.
    Numb(PlaceSet),
    /// Whether pain spreads there.
    Spreads(PlaceSet),
    /// The strongest marked pain.
    Strongest,
    /// Whether it is not known where it hurts.
    MapUnknown,
    /// Whether somebody else answers.
    Proxy,
    /// Whether a clinician agreed to what a rule is about.
    Agreed(RuleId),
}

impl Of {
    pub(crate) fn is_map(self) -> bool {
        matches!(self, Self::Pain(_) | Self::Numb(_) | Self::Spreads(_) | Self::Strongest | Self::MapUnknown)
    }
}

/// One step towards more caution: the same sheet with one answer changed.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Which coordinate it is about.
    pub(crate) of: Of,
    /// The setting before it. Variables that are set only after it are free.
    pub(crate) from: Part,
    /// The setting after it.
    pub(crate) to: Part,
}

/// All sheets.
#[derive(Clone, Debug)]
pub(crate) struct Sheets {
    /// The variables.
    pub(crate) set: BddVariableSet,
    /// What sheets differ in.
    pub(crate) coordinates: Vec<Coordinate>,
    /// The settings that are sheets.
    pub(crate) valid: Bdd,
}

impl Sheets {
    /// All sheets, as far as `read` can tell them apart.
    pub(crate) fn over(knowledge: &Knowledge, read: &Read) -> Self {
        let mut plans: Vec<(Of, Vec<State>)> = vec![(Of::Proxy, bit_states())];
        plans.extend(read.agreed.iter().map(|rule| (Of::Agreed(*rule), bit_states())));
        map_plans(knowledge, read, &mut plans);
        for id in &read.questions {
            plans.extend(states(knowledge, *id).map(|states| (Of::Question(*id), states)));
        }
        plans.extend(named_plans(knowledge, read));
        plans.extend(read.places.iter().map(|id| (Of::Place(*id), place_states())));

        let count: usize = plans.iter().map(|(_, states)| states.first().map_or(0, |(bits, _)| bits.len())).sum();
        let set = BddVariableSet::new_anonymous(u16::try_from(count).unwrap_or(u16::MAX));
        let mut free = set.variables().into_iter();
        let coordinates: Vec<Coordinate> = plans
            .into_iter()
            .map(|(of, states)| {
                let width = states.first().map_or(0, |(bits, _)| bits.len());
                Coordinate { of, vars: free.by_ref().take(width).collect(), states }
            })
            .collect();
        let mut sheets = Self { valid: set.mk_true(), set, coordinates };
        // From the last variable to the first, so that each diagram is put on top of the next.
        let mut valid = sheets.map_is_consistent();
        for coordinate in sheets.coordinates.iter().rev() {
            valid = sheets.among(coordinate, |_| true).and(&valid);
        }
        sheets.valid = valid;
        sheets
    }

    /// The settings in which a coordinate has one of some values.
    pub(crate) fn among(&self, coordinate: &Coordinate, keep: impl Fn(Answer) -> bool) -> Bdd {
        let kept = coordinate.states.iter().filter(|(_, answer)| keep(*answer));
        kept.fold(self.set.mk_false(), |all, (bits, _)| all.or(&self.part(&setting(coordinate, bits))))
    }

    /// The settings of a question's answer among some; nothing where the question is not read.
    pub(crate) fn answer(&self, id: QuestionId, keep: impl Fn(Answer) -> bool) -> Bdd {
        match self.find(Of::Question(id)) {
            Some(coordinate) => self.among(coordinate, keep),
            None => self.set.mk_false(),
        }
    }

    /// The settings in which a yes-or-no coordinate is yes.
    pub(crate) fn bit(&self, of: Of) -> Bdd {
        match self.find(of) {
            Some(coordinate) => self.among(coordinate, |answer| answer == Answer::Yes),
            None => self.set.mk_false(),
        }
    }

    pub(crate) fn find(&self, of: Of) -> Option<&Coordinate> {
        self.coordinates.iter().find(|coordinate| coordinate.of == of)
    }

    /// The settings in which one of the regions that lie in `places` is marked.
    pub(crate) fn marked(&self, places: PlaceSet, kind: fn(PlaceSet) -> Of) -> Bdd {
        let regions = self.coordinates.iter().filter(|coordinate| match coordinate.of {
            Of::Pain(region) | Of::Numb(region) | Of::Spreads(region) => {
                coordinate.of == kind(region) && !region.and(places).is_empty()
            }
            _ => false,
        });
        regions
            .fold(self.bit(Of::MapUnknown), |all, region| all.or(&self.among(region, |answer| answer == Answer::Yes)))
    }

    /// The settings in which the strongest pain is at least this, or it is not known where it hurts.
    pub(crate) fn strongest(&self, least: u8) -> Bdd {
        let strong = match self.find(Of::Strongest) {
            Some(coordinate) => self.among(coordinate, |answer| match answer {
                Answer::Number(value) => value >= i32::from(least),
                _ => true,
            }),
            None => self.set.mk_false(),
        };
        strong.or(&self.bit(Of::MapUnknown))
    }

    /// The settings in which a place of `places` is, or may be, among those answered to a question.
    pub(crate) fn named(&self, id: QuestionId, places: PlaceSet) -> Bdd {
        let regions = self.coordinates.iter().filter(|coordinate| match coordinate.of {
            Of::Named(asked, region) => asked == id && !region.and(places).is_empty(),
            _ => false,
        });
        regions.fold(self.set.mk_false(), |all, region| all.or(&self.among(region, |answer| answer != Answer::No)))
    }

    fn part(&self, part: &Part) -> Bdd {
        part.iter().rev().fold(self.set.mk_true(), |all, (var, value)| self.set.mk_literal(*var, *value).and(&all))
    }

    /// There is a strongest pain exactly if any pain is marked; nothing is marked on a map that is not known.
    fn map_is_consistent(&self) -> Bdd {
        if self.find(Of::MapUnknown).is_none() {
            return self.set.mk_true();
        }
        let pains = self.coordinates.iter().filter(|coordinate| matches!(coordinate.of, Of::Pain(_)));
        let any =
            pains.fold(self.set.mk_false(), |all, region| all.or(&self.among(region, |answer| answer == Answer::Yes)));
        let felt = match self.find(Of::Strongest) {
            Some(strongest) => self.among(strongest, |answer| answer != Answer::Number(0)),
            None => any.clone(),
        };
        let unknown = self.bit(Of::MapUnknown);
        let empty = self.part(&self.map_blank());
        any.iff(&felt).and(&unknown.not().or(&empty))
    }

    /// Nothing marked, apart from whether the map is known.
    fn map_blank(&self) -> Part {
        let map =
            self.coordinates.iter().filter(|coordinate| coordinate.of.is_map() && coordinate.of != Of::MapUnknown);
        map.flat_map(|coordinate| coordinate.vars.iter().map(|var| (*var, false))).collect()
    }

    /// Every single step towards more caution.
    pub(crate) fn steps(&self, knowledge: &Knowledge) -> Vec<Step> {
        let mut steps = Vec::new();
        for coordinate in &self.coordinates {
            let step = |from: usize, to: usize| {
                let (from, to) = (coordinate.states.get(from)?, coordinate.states.get(to)?);
                Some(Step { of: coordinate.of, from: setting(coordinate, &from.0), to: setting(coordinate, &to.0) })
            };
            let last = coordinate.states.len().saturating_sub(1);
            match coordinate.of {
                // A clinician's agreement is a relief: losing it is the step.
                Of::Agreed(_) => steps.extend(step(1, 0)),
                Of::Question(id) => {
                    let question = knowledge.question(id);
                    match question.map(|question| question.polarity) {
                        // The states of a risk stand from no to yes, or from the least option to unknown.
                        Some(Polarity::Risk) | None => steps.extend((0..last).filter_map(|at| step(at, at + 1))),
                        Some(Polarity::Relief) => steps.extend((0..last).filter_map(|at| step(at + 1, at))),
                        Some(Polarity::Neutral) => {
                            let unknown = coordinate.states.iter().position(|(_, answer)| *answer == Answer::Unknown);
                            let known = (0..=last).filter(|at| Some(*at) != unknown);
                            steps.extend(known.filter_map(|at| step(at, unknown?)));
                        }
                    }
                }
                Of::MapUnknown => steps.extend(step(0, 1).map(|mut step| {
                    step.to.extend(self.map_blank());
                    step
                })),
                Of::Pain(_) => {
                    steps.extend(step(0, 1));
                    steps.extend(step(0, 1).map(|step| self.first_mark(step)));
                }
                Of::Place(_) | Of::Named(..) | Of::Numb(_) | Of::Spreads(_) | Of::Strongest | Of::Proxy => {
                    steps.extend((0..last).filter_map(|at| step(at, at + 1)));
                }
            }
        }
        steps
    }

    /// The first mark of all brings the lowest strength with it.
    fn first_mark(&self, mut step: Step) -> Step {
        let strongest = self.find(Of::Strongest);
        let states = strongest.map(|strongest| (strongest, strongest.states.first(), strongest.states.get(1)));
        if let Some((strongest, Some(none), Some(some))) = states {
            step.from.extend(setting(strongest, &none.0));
            step.to.extend(setting(strongest, &some.0));
        }
        step
    }

    /// A sheet with a setting: everything that the setting does not speak of is answered "no", or in the middle of a
    /// healthy range, and the body map is confirmed.
    pub(crate) fn sheet(&self, knowledge: &Knowledge, part: &Part) -> Sheet {
        let mut sheet = quiet(knowledge);
        let given = |coordinate: &Coordinate| {
            let is = |bits: &[bool]| setting(coordinate, bits).iter().all(|bit| part.contains(bit));
            coordinate.states.iter().find(|(bits, _)| is(bits)).map(|(_, answer)| *answer)
        };
        let strongest = self.find(Of::Strongest).and_then(given);
        let mut named: BTreeMap<QuestionId, PlaceSet> = BTreeMap::new();
        for coordinate in &self.coordinates {
            let Some(answer) = given(coordinate) else { continue };
            match (coordinate.of, answer) {
                (Of::Question(id), answer) => sheet.set(id, answer),
                (Of::Place(id), Answer::Unknown) => sheet.set(id, Answer::Unknown),
                (Of::Named(id, region), Answer::Yes) => {
                    let here = first(region).map_or(PlaceSet::NONE, PlaceSet::of);
                    let places = named.entry(id).or_insert(PlaceSet::NONE);
                    *places = places.or(here);
                }
                (Of::Named(id, _), Answer::Unknown) => sheet.set(id, Answer::Unknown),
                (Of::Proxy, Answer::Yes) => sheet.proxy = true,
                (Of::Agreed(rule), Answer::Yes) => sheet.clearances.push(agreement(rule, sheet.today)),
                (Of::MapUnknown, Answer::Yes) => sheet.pain = PainMap { state: MapState::Unknown, marks: Vec::new() },
                (Of::Pain(region), Answer::Yes) => {
                    let level = match strongest {
                        Some(Answer::Number(level)) => u8::try_from(level).unwrap_or(10).max(1),
                        _ => 1,
                    };
                    sheet.pain.marks.extend(first(region).map(|place| mark(place, level)));
                }
                (Of::Numb(region), Answer::Yes) => {
                    sheet.pain.marks.extend(first(region).map(|place| Mark { numb: true, ..mark(place, 0) }));
                }
                (Of::Spreads(region), Answer::Yes) => {
                    let spreading = |place| Mark { spreads: PlaceSet::of(place), ..mark(place, 0) };
                    sheet.pain.marks.extend(first(region).map(spreading));
                }
                (Of::Place(_) | Of::Named(..) | Of::Proxy | Of::Agreed(_) | Of::MapUnknown | Of::Strongest, _) => {}
                (Of::Pain(_) | Of::Numb(_) | Of::Spreads(_), _) => {}
            }
        }
        for (id, places) in named {
            sheet.set(id, Answer::Places(places));
        }
        sheet
    }

    /// The setting of a sheet.
    pub(crate) fn valuation(&self, knowledge: &Knowledge, sheet: &Sheet) -> BddValuation {
        let mut setting = BddValuation::all_false(self.set.num_vars());
        for coordinate in &self.coordinates {
            let value = value(knowledge, sheet, coordinate);
            if let Some((bits, _)) = coordinate.states.iter().find(|(_, answer)| *answer == value) {
                for (var, bit) in coordinate.vars.iter().zip(bits) {
                    setting.set_value(*var, *bit);
                }
            }
        }
        setting
    }
}

fn first(region: PlaceSet) -> Option<PlaceId> {
    region.iter().next()
}

fn mark(place: PlaceId, level: u8) -> Mark {
    Mark { place, intensity: Intensity::Of(level), numb: false, spreads: PlaceSet::NONE, since: None }
}

/// A clinician's agreement, without limits, to what one rule is about.
fn agreement(rule: RuleId, today: Day) -> Clearance {
    Clearance {
        by: String::new(),
        from: today,
        until: today,
        rules: vec![rule],
        max_pressure: None,
        max_minutes: None,
        words: String::new(),
    }
}

/// "No" to everything, a middle value of every number without an order, and no pain.
fn quiet(knowledge: &Knowledge) -> Sheet {
    let mut sheet = Sheet::new(Day(0));
    sheet.pain.state = MapState::Confirmed;
    let elsewhere = knowledge.targets.iter().next().map_or(PlaceSet::NONE, PlaceSet::of);
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let answer = match (&question.kind, question.polarity) {
            (Kind::YesNo, _) => Answer::No,
            (Kind::Choice(_), _) => Answer::Choice(0),
            (Kind::Number { min, max, .. }, Polarity::Neutral) => Answer::Number(min.midpoint(*max)),
            (Kind::Number { min, .. }, _) => Answer::Number(*min),
            (Kind::Places, _) => Answer::Places(elsewhere),
            (Kind::Choices(_) | Kind::Text, _) => continue,
        };
        sheet.set(QuestionId(index), answer);
    }
    sheet
}

/// The setting of a coordinate's variables.
pub(crate) fn setting(coordinate: &Coordinate, bits: &[bool]) -> Part {
    coordinate.vars.iter().copied().zip(bits.iter().copied()).collect()
}
