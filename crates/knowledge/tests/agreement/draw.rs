//! Draws people with few facts that are not "no": half of them so that the condition of some rule holds or nearly holds,
//! half with answers of one page of the interview, so that what no rule reads together comes together too.

use supple_care::{
    Answer, Intensity, Mark, PlaceId, PlaceSet, QuestionId,
    expr::{Atom, Expr},
    pain::MapState,
    permit::Touch,
    question::{Kind, Polarity, Purpose, Question},
};

use super::person::{Person, base, questions};

/// The most facts that a person has, not counting age, sex and the map.
const MOST: usize = 6;

/// How many ways to touch are looked at per person.
const TOUCHES: usize = 12;

/// A small generator (SplitMix64), the same in every run.
pub(crate) struct Draw {
    state: u64,
    asked: Vec<(QuestionId, &'static Question)>,
}

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        let decides = |question: &Question| question.purpose != Purpose::Baseline || question.kind == Kind::YesNo;
        Self { state: seed, asked: questions().filter(|(_, question)| decides(question)).collect() }
    }

    fn below(&mut self, count: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(count.max(1)).unwrap()).unwrap()
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn between(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(usize::try_from(high - low + 1).unwrap_or(1))).unwrap()
    }

    fn index(&mut self, count: usize) -> u8 {
        u8::try_from(self.below(count)).unwrap()
    }

    fn place(&mut self, of: PlaceSet) -> PlaceId {
        let known: Vec<PlaceId> = of.iter().filter(|place| base().place(*place).is_some()).collect();
        known[self.below(known.len())]
    }

    /// Somebody; with a rule, somebody for whom it holds or nearly holds.
    pub(crate) fn person(&mut self, about: Option<usize>) -> Person {
        let elsewhere = self.place(PlaceSet::ALL);
        let mut person = Person::well(elsewhere);
        let map = if self.percent(40) { 0 } else { 1 + self.below(3) };
        for _ in 0..map {
            let mark = self.mark(PlaceSet::ALL);
            person.marks.push(mark);
        }
        if self.percent(92) {
            if about.is_some() || self.percent(50) {
                let rule = about.unwrap_or_else(|| self.below(base().rules.len()));
                self.meet(&mut person, &base().rules[rule].when);
            } else {
                let page = base().questions[self.below(base().questions.len())].page;
                let here: Vec<_> = self.asked.iter().copied().filter(|(_, question)| question.page == page).collect();
                for _ in 0..=self.below(3) {
                    self.add(&mut person, &here);
                }
            }
            for _ in 0..self.below(3) {
                let all = self.asked.clone();
                self.add(&mut person, &all);
            }
        }
        person.facts.truncate(MOST);
        self.blur(&mut person);
        self.age_and_sex(&mut person);
        person.map = match self.below(50) {
            0 => MapState::Unknown,
            1 => MapState::NotAsked,
            _ => MapState::Confirmed,
        };
        person.proxy = self.percent(8);
        person.cleared = self.percent(20);
        person.rescreen = self.percent(8);
        person.mention = self.percent(1);
        person
    }

    /// Some answers become "I don't know", some were never asked.
    fn blur(&mut self, person: &mut Person) {
        for at in 0..person.facts.len() {
            match self.below(16) {
                0..2 => person.facts[at].1 = Answer::Unknown,
                2 => person.facts[at].1 = Answer::NotAsked,
                _ => {}
            }
        }
        if self.percent(5) {
            let at = self.below(self.asked.len());
            let (id, _) = self.asked[at];
            person.say(id, Answer::NotAsked);
        }
    }

    fn age_and_sex(&mut self, person: &mut Person) {
        for (id, question) in questions().filter(|(_, question)| question.id == "age" || question.id == "sex") {
            if person.facts.iter().any(|(known, _)| *known == id) {
                continue;
            }
            let answer = match (self.below(50), &question.kind) {
                (0, _) => Answer::Unknown,
                (1, _) => Answer::NotAsked,
                (2..8, Kind::Number { min, max, .. }) => Answer::Number(self.between(*min, *max)),
                (_, Kind::Number { .. }) => Answer::Number(self.between(18, 80)),
                (_, kind) => Answer::Choice(self.index(options(kind))),
            };
            person.facts.push((id, answer));
        }
    }

    fn mark(&mut self, at: PlaceSet) -> Mark {
        let strength = if self.percent(4) { Intensity::Unknown } else { Intensity::Of(self.index(9)) };
        let spreads = if self.percent(15) { PlaceSet::of(self.place(PlaceSet::ALL)) } else { PlaceSet::NONE };
        Mark { place: self.place(at), intensity: strength, numb: self.percent(8), spreads, since: None }
    }

    /// Says something other than "no" to one of these questions, and mostly opens its gate.
    fn add(&mut self, person: &mut Person, of: &[(QuestionId, &Question)]) {
        if of.is_empty() {
            return;
        }
        let (id, question) = of[self.below(of.len())];
        let answer = match &question.kind {
            Kind::YesNo => Answer::Yes,
            Kind::Number { min, max, .. } => Answer::Number(self.between(*min, *max)),
            Kind::Choice(all) => Answer::Choice(self.index(all.len())),
            Kind::Places => {
                Answer::Places([self.place(PlaceSet::ALL), self.place(PlaceSet::ALL)].into_iter().collect())
            }
            Kind::Choices(_) | Kind::Text => return,
        };
        self.say(person, id, answer);
    }

    fn say(&mut self, person: &mut Person, id: QuestionId, answer: Answer) {
        person.say(id, answer);
        if let Some(gate) = base().question(id).and_then(|question| question.applies.as_ref())
            && self.percent(85)
            && person.facts.len() < 2 * MOST
        {
            self.meet(person, gate);
        }
    }

    /// Answers so that a condition holds, or nearly.
    fn meet(&mut self, person: &mut Person, expr: &Expr) {
        match expr {
            Expr::And(parts) => {
                for part in parts {
                    if self.percent(95) {
                        self.meet(person, part);
                    }
                }
            }
            Expr::Or(parts) => {
                let at = self.below(parts.len());
                self.meet(person, &parts[at]);
            }
            Expr::AtLeast(count, parts) => {
                let mut left: Vec<&Expr> = parts.iter().collect();
                for _ in 0..*count {
                    let part = left.swap_remove(self.below(left.len()));
                    self.meet(person, part);
                }
            }
            Expr::Fact(index) => self.meet(person, &base().facts[usize::from(*index)].is),
            Expr::Atom(atom) => self.meet_atom(person, *atom),
        }
    }

    fn meet_atom(&mut self, person: &mut Person, atom: Atom) {
        let (id, answer) = match atom {
            Atom::Yes(id) => (id, Answer::Yes),
            // A relief, now and then.
            Atom::NotYes(id) if self.percent(40) => (id, Answer::Yes),
            Atom::NotYes(_) | Atom::SaidNo(_) => return,
            Atom::AtLeast(id, least) => (id, Answer::Number(self.between(least, (least + 20).min(120)))),
            Atom::Below(id, limit) => (id, Answer::Number(self.between((limit - 20).max(1), limit - 1))),
            Atom::OneOf(id, mask) => {
                let options: Vec<u8> = (0u8..32).filter(|option| mask >> option & 1 == 1).collect();
                (id, Answer::Choice(options[self.below(options.len())]))
            }
            Atom::NamedAt(id, places) => (id, Answer::Places(PlaceSet::of(self.place(places)))),
            Atom::PainAt(places) => {
                let mark = Mark { intensity: Intensity::Of(1 + self.index(8)), ..self.mark(places) };
                return person.marks.push(mark);
            }
            Atom::NumbAt(places) => {
                let mark = Mark { numb: true, ..self.mark(places) };
                return person.marks.push(mark);
            }
            Atom::SpreadsTo(places) => {
                let mark = Mark { spreads: PlaceSet::of(self.place(places)), ..self.mark(PlaceSet::ALL) };
                return person.marks.push(mark);
            }
            Atom::PainMax(least) => {
                let strength = least + self.index(usize::from(11 - least));
                let mark = Mark { intensity: Intensity::Of(strength), ..self.mark(PlaceSet::ALL) };
                return person.marks.push(mark);
            }
        };
        if base().question(id).is_some_and(|question| question.polarity != Polarity::Neutral) || self.percent(98) {
            self.say(person, id, answer);
        }
    }

    /// Some ways to touch: mostly bare hands, now and then with a product or a device.
    pub(crate) fn touches(&mut self) -> Vec<Touch> {
        let terms = &base().terms;
        (0..TOUCHES)
            .map(|_| Touch {
                place: if self.percent(75) { self.place(base().targets) } else { self.place(PlaceSet::ALL) },
                technique: if self.percent(50) { self.index(4) } else { self.index(terms.techniques.len()) },
                applicator: if self.percent(50) { 0 } else { self.index(terms.applicators.len()) },
                giver: self.index(terms.givers.len()),
                position: self.index(terms.positions.len()),
                product: if self.percent(60) { 0 } else { self.index(terms.products.len()) },
                device: if self.percent(60) { 0 } else { self.index(terms.devices.len()) },
            })
            .collect()
    }
}

fn options(kind: &Kind) -> usize {
    match kind {
        Kind::Choice(all) => all.len(),
        _ => 1,
    }
}
