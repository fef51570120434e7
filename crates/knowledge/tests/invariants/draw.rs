//! Draws people with at most six facts that are not "no". Whole sheets drawn evenly are nearly all emergencies and test
//! nothing; so most people are drawn to meet the condition of one rule, each rule as often as the others.

use std::sync::OnceLock;

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner},
};
use supple_care::{
    Answer, Clearance, Decision, Intensity, PlaceId, PlaceSet, QuestionId, RuleId,
    expr::Atom,
    program::Condition,
    question::{Kind, Polarity, Purpose},
    rule::Effect,
    screen,
};

use crate::people::{Person, Said, TODAY, base, mark, question};

/// The weight above which a rule is taken to stand in the shadow of another.
const SHADOWED: usize = 200;

/// The most facts that a person has.
pub(crate) const MOST: usize = 6;

/// People, shrunk by leaving out facts.
pub(crate) fn people() -> impl Strategy<Value = Person> {
    (any::<u64>().no_shrink(), vec(proptest::bool::weighted(1.0), MOST)).prop_map(|(seed, kept)| {
        let mut person = drawn(seed);
        let mut kept = kept.into_iter();
        person.said.retain(|_| kept.next() == Some(true));
        person
    })
}

/// Tries a property on so many people, always the same ones; panics with the smallest person for whom it fails.
pub(crate) fn everybody(cases: u32, property: impl Fn(&Person) -> Result<(), String>) {
    let config = Config { cases, rng_seed: RngSeed::Fixed(20_261_121), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&people(), |person| property(&person).map_err(TestCaseError::fail));
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, person)) => panic!("{reason}\n  for: {person:?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// A small generator (SplitMix64), so that a person depends on nothing but the seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count.max(1)).unwrap()).unwrap()
    }

    /// So many times in a hundred.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    pub(crate) fn place(&mut self, set: PlaceSet) -> PlaceId {
        let known = set.iter().filter(|place| base().place(*place).is_some()).collect::<Vec<_>>();
        self.one_of(&known).copied().unwrap()
    }

    fn between(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(usize::try_from(high - low + 1).unwrap_or(1))).unwrap()
    }
}

/// The person of a seed.
pub(crate) fn drawn(seed: u64) -> Person {
    static WEIGHTS: OnceLock<Vec<usize>> = OnceLock::new();
    drawn_by(seed, WEIGHTS.get_or_init(weigh))
}

/// How often to aim at each rule: rules that seldom decide when all are aimed at alike are aimed at more often.
fn weigh() -> Vec<usize> {
    const TRIAL: u64 = 20_000;
    let alike = vec![1; base().rules.len()];
    let mut counts = vec![0usize; base().rules.len()];
    for seed in 0..TRIAL {
        let decision = screen(base(), &drawn_by(seed, &alike).sheet());
        for finding in decision.findings.iter().filter(|finding| decides(&decision, finding.does)) {
            counts[usize::from(finding.rule.0)] += 1;
        }
    }
    counts.into_iter().map(|count| (20_000 / (count + 5)).clamp(14, 1_600)).collect()
}

/// A rule, by weight.
fn seldom(dice: &mut Dice, weights: &[usize]) -> RuleId {
    let mut at = dice.below(weights.iter().sum());
    for (weight, rule) in weights.iter().zip(0u16..) {
        match at.checked_sub(*weight) {
            Some(rest) => at = rest,
            None => return RuleId(rule),
        }
    }
    RuleId(0)
}

/// Another rule with the same effect.
fn alike(dice: &mut Dice, rule: RuleId) -> Option<RuleId> {
    let effect = base().rule(rule)?.effect;
    let same: Vec<RuleId> =
        (0u16..).zip(&base().rules).filter(|(_, rule)| rule.effect == effect).map(|(index, _)| RuleId(index)).collect();
    dice.one_of(&same).copied()
}

/// A rule decides if what it comes to is what the sheet comes to, or if it speaks and is no disposition.
pub(crate) fn decides(decision: &Decision, does: Effect) -> bool {
    match does {
        Effect::Advice | Effect::Crisis => true,
        Effect::Disposition(reached) => reached == decision.disposition,
    }
}

fn drawn_by(seed: u64, weights: &[usize]) -> Person {
    let mut dice = Dice(seed);
    let mut person = Person::healthy();
    person.elsewhere = dice.place(base().targets);
    age_and_sex(&mut person, &mut dice);
    let kind = dice.below(100);
    if kind >= 12 {
        let rule = seldom(&mut dice, weights);
        meet_rule(&mut person, &mut dice, rule);
        // A rule in the shadow of a sterner one decides where that one is unknown or lifted.
        let shadowed = weights[usize::from(rule.0)] > SHADOWED;
        if kind >= 25
            && !shadowed
            && let Some(beside) = alike(&mut dice, rule)
        {
            meet_rule(&mut person, &mut dice, beside);
        }
        if dice.percent(if shadowed { 50 } else { 20 }) {
            forget_one(&mut person, &mut dice);
        }
        if shadowed && dice.percent(40) {
            person.clearance = Some(clearance(&mut dice));
        }
    }
    if kind >= 85 {
        for _ in 0..=dice.below(2) {
            let id = QuestionId(u16::try_from(dice.below(base().questions.len())).unwrap());
            add(&mut person, &mut dice, id);
        }
    }
    let marked = person.said.iter().any(|said| matches!(said, Said::Mark(_)));
    if !marked && dice.percent(60) {
        let place = dice.place(base().targets);
        let strength = Intensity::Of(u8::try_from(dice.between(1, 7)).unwrap());
        person.said.push(Said::Mark(mark(place, strength)));
    }
    if dice.percent(1) {
        person.said.push(Said::MapUnknown);
    }
    person.said.truncate(MOST);
    person.proxy = dice.percent(4);
    person.rescreen = dice.percent(5);
    if dice.percent(8) {
        person.clearance = Some(clearance(&mut dice));
    }
    person
}

fn age_and_sex(person: &mut Person, dice: &mut Dice) {
    let age = match dice.below(100) {
        0..2 => Answer::Unknown,
        2..6 => Answer::Number(dice.between(0, 120)),
        _ => Answer::Number(dice.between(18, 64)),
    };
    person.say(question("age"), age);
    let sex = if dice.percent(3) { Answer::Unknown } else { Answer::Choice(u8::try_from(dice.below(3)).unwrap()) };
    person.say(question("sex"), sex);
}

fn clearance(dice: &mut Dice) -> Clearance {
    let liftable: Vec<RuleId> =
        (0u16..).zip(&base().rules).filter(|(_, rule)| rule.liftable).map(|(index, _)| RuleId(index)).collect();
    let rules = if dice.percent(60) { liftable } else { dice.one_of(&liftable).copied().into_iter().collect() };
    Clearance {
        from: TODAY.plus(-10),
        until: TODAY.plus(dice.between(-2, 20)),
        rules,
        max_pressure: dice.percent(30).then(|| if dice.percent(20) { 0 } else { 2 }),
        max_minutes: dice.percent(30).then_some(15),
        ..lifts_all()
    }
}

/// A clinician's agreement to everything that may be lifted, without limits.
pub(crate) fn lifts_all() -> Clearance {
    Clearance {
        by: "a general practitioner".to_owned(),
        from: TODAY,
        until: TODAY,
        rules: (0u16..).zip(&base().rules).map(|(index, _)| RuleId(index)).collect(),
        max_pressure: None,
        max_minutes: None,
        words: String::new(),
    }
}

/// One yes becomes "I don't know".
pub(crate) fn forget_one(person: &mut Person, dice: &mut Dice) {
    let mut asked: Vec<&mut Said> = person.said.iter_mut().collect();
    let at = dice.below(asked.len());
    match asked.get_mut(at) {
        Some(Said::Answer(_, answer)) => *answer = Answer::Unknown,
        Some(Said::Mark(mark)) => mark.intensity = Intensity::Unknown,
        Some(Said::MapUnknown) | None => {}
    }
}

/// Answers a question with something other than "no".
fn add(person: &mut Person, dice: &mut Dice, id: QuestionId) {
    let asked = base().question(id).unwrap();
    if asked.purpose == Purpose::Baseline || asked.polarity == Polarity::Neutral || person.speaks_of(id) {
        return;
    }
    let answer = match &asked.kind {
        _ if dice.percent(30) => Answer::Unknown,
        Kind::YesNo => Answer::Yes,
        Kind::Choice(options) => Answer::Choice(u8::try_from(1 + dice.below(options.len() - 1)).unwrap()),
        Kind::Places => Answer::Places(PlaceSet::of(dice.place(PlaceSet::ALL))),
        Kind::Number { .. } | Kind::Choices(_) | Kind::Text => return,
    };
    person.say(id, answer);
    if dice.percent(80) {
        open_gate(person, dice, id);
    }
}

/// Answers so that the condition of a rule holds, if one draw finds such answers.
pub(crate) fn meet_rule(person: &mut Person, dice: &mut Dice, rule: RuleId) {
    meet(person, dice, &base().program.condition(rule).to_vec());
    let from = base().rule(rule).unwrap().restrictions.iter();
    let from: Vec<QuestionId> = from.filter_map(|index| base().restrictions[usize::from(*index)].places_from).collect();
    if let Some(id) = from.first()
        && dice.percent(50)
    {
        person.say(*id, Answer::Places(PlaceSet::of(dice.place(PlaceSet::ALL))));
    }
}

/// Answers so that one of the terms of a condition holds.
pub(crate) fn meet(person: &mut Person, dice: &mut Dice, condition: &Condition) {
    if let Some(term) = dice.one_of(condition) {
        for bit in term.clone() {
            meet_bit(person, dice, bit);
        }
    }
}

/// Answers so that one bit holds.
pub(crate) fn meet_bit(person: &mut Person, dice: &mut Dice, bit: u16) {
    if let Some((count, mut parts)) = base().program.parts_of(bit) {
        for _ in 0..count {
            let part = parts.swap_remove(dice.below(parts.len()));
            meet(person, dice, &part);
        }
    } else if let Some(atom) = base().program.atom_of(bit) {
        meet_atom(person, dice, atom);
    }
}

pub(crate) fn open_gate(person: &mut Person, dice: &mut Dice, id: QuestionId) {
    if let Some(gate) = base().program.gate(id) {
        meet(person, dice, &gate.to_vec());
    }
}

fn meet_atom(person: &mut Person, dice: &mut Dice, atom: Atom) {
    let answer = match atom {
        Atom::Yes(_) => Answer::Yes,
        Atom::NotYes(_) | Atom::SaidNo(_) => return,
        Atom::AtLeast(id, least) => Answer::Number(reach(person, dice, id, least, i32::MAX)),
        Atom::Below(id, limit) => Answer::Number(reach(person, dice, id, i32::MIN, limit - 1)),
        Atom::OneOf(_, mask) => {
            let options: Vec<u8> = (0u8..32).filter(|option| mask >> option & 1 == 1).collect();
            // Mostly the mildest that will do: the others belong to sterner rules.
            let mildest = dice.percent(60).then(|| options.first()).flatten();
            Answer::Choice(*mildest.or_else(|| dice.one_of(&options)).unwrap())
        }
        Atom::NamedAt(_, places) => Answer::Places(PlaceSet::of(dice.place(places))),
        Atom::PainAt(places) => {
            let strength = Intensity::Of(u8::try_from(dice.between(1, 9)).unwrap());
            let place = dice.place(places);
            return person.said.push(Said::Mark(mark(place, strength)));
        }
        Atom::NumbAt(places) => {
            let place = dice.place(places);
            let numb = supple_care::Mark { numb: true, ..mark(place, Intensity::Of(0)) };
            return person.said.push(Said::Mark(numb));
        }
        Atom::SpreadsTo(places) => {
            let (place, to) = (dice.place(base().targets), dice.place(places));
            let spreading = supple_care::Mark { spreads: PlaceSet::of(to), ..mark(place, Intensity::Of(3)) };
            return person.said.push(Said::Mark(spreading));
        }
        Atom::PainMax(least) => return strengthen(person, dice, least),
    };
    if let Some(id) = atom.question() {
        person.say(id, answer);
        open_gate(person, dice, id);
    }
}

/// A number within bounds: the one that is there already if it fits.
fn reach(person: &Person, dice: &mut Dice, id: QuestionId, low: i32, high: i32) -> i32 {
    let Some(Kind::Number { min, max, .. }) = base().question(id).map(|asked| &asked.kind) else { return low };
    let (low, high) = (low.max(*min), high.min(*max));
    let now = person.neutral.iter().find(|(known, _)| *known == id).map(|(_, answer)| *answer);
    match now {
        Some(Answer::Number(value)) if (low..=high).contains(&value) => value,
        _ if dice.percent(50) && low > *min => low,
        _ => dice.between(low, high),
    }
}

/// A pain of at least this strength somewhere.
fn strengthen(person: &mut Person, dice: &mut Dice, least: u8) {
    let strength = u8::try_from(dice.between(i32::from(least), 10)).unwrap();
    for said in &mut person.said {
        if let Said::Mark(mark) = said {
            if !matches!(mark.intensity, Intensity::Of(value) if value >= least) {
                mark.intensity = Intensity::Of(strength);
            }
            return;
        }
    }
    let place = dice.place(base().targets);
    person.said.push(Said::Mark(mark(place, Intensity::Of(strength))));
}
