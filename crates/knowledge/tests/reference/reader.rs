//! How an answer is read: what "I don't know" means for each kind of question, and what is hidden.

use std::cell::RefCell;
use std::collections::HashMap;

use super::body::{Body, Places, is_in};
use super::gates::gate;
use super::tri::{Tri, certain};
use super::vocabulary::{BASELINE, CHOICES, NUMBERS, PRIVATE, RELIEFS, RESCREEN, RISKS, WHERE};
use super::{Ans, Person};

/// A person's answers, as the tables read them.
pub(crate) struct Reader<'a> {
    person: &'a Person,
    body: &'a Body,
    /// What was read before: gates ask for the same few answers again and again.
    read: RefCell<HashMap<&'static str, Tri>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(person: &'a Person, body: &'a Body) -> Self {
        Self { person, body, read: RefCell::default() }
    }

    /// Whether a clinician has agreed to everything that an agreement can lift.
    pub(crate) fn cleared(&self) -> bool {
        self.person.cleared
    }

    fn answer(&self, id: &str) -> &Ans {
        self.person.answers.get(id).unwrap_or(&Ans::NotAsked)
    }

    /// Hidden only while the gate is known to be false.
    fn hidden(&self, id: &str) -> bool {
        gate(self, id) == Some(Tri::No)
    }

    /// A yes-no question of risk.
    pub(crate) fn yes(&self, id: &'static str) -> Tri {
        let before = self.read.borrow().get(id).copied();
        before.unwrap_or_else(|| {
            let truth = self.read_anew(id);
            self.read.borrow_mut().insert(id, truth);
            truth
        })
    }

    fn read_anew(&self, id: &str) -> Tri {
        assert!(RISKS.contains(&id), "`{id}` is no yes-no question of risk");
        if self.hidden(id) {
            return Tri::No;
        }
        match self.answer(id) {
            Ans::Yes => Tri::Yes,
            Ans::No if self.person.proxy && PRIVATE.contains(&id) => Tri::Unknown,
            Ans::No => Tri::No,
            Ans::NotAsked if BASELINE.contains(&id) => Tri::No,
            Ans::NotAsked if RESCREEN.contains(&id) && !self.person.rescreen => Tri::No,
            Ans::NotAsked | Ans::Unknown | Ans::Number(_) | Ans::Choice(_) | Ans::Places(_) => Tri::Unknown,
        }
    }

    /// Whether something reassuring was said explicitly.
    pub(crate) fn relief(&self, id: &str) -> bool {
        assert!(RELIEFS.contains(&id), "`{id}` is no relief");
        !self.hidden(id) && *self.answer(id) == Ans::Yes
    }

    /// A comparison of a number; not known is the worst, so that every comparison is true.
    fn number(&self, id: &str, holds: impl Fn(i32) -> bool) -> Tri {
        assert!(NUMBERS.contains(&id), "`{id}` is no number");
        if self.hidden(id) {
            return Tri::No;
        }
        match self.answer(id) {
            Ans::Number(value) => certain(holds(*value)),
            _ => Tri::Yes,
        }
    }

    /// The number is `least` or more.
    pub(crate) fn from(&self, id: &str, least: i32) -> Tri {
        self.number(id, |value| value >= least)
    }

    /// The number is less than `limit`.
    pub(crate) fn below(&self, id: &str, limit: i32) -> Tri {
        self.number(id, |value| value < limit)
    }

    /// A choice at or beyond an option in the order of risk; not known is the worst.
    pub(crate) fn reached(&self, id: &str, option: &str) -> Tri {
        let options = CHOICES.iter().find(|(choice, _)| *choice == id).map_or(&[] as &[&str], |(_, options)| options);
        let rank = |wanted: &str| options.iter().position(|known| *known == wanted);
        assert!(rank(option).is_some(), "`{id}` has no option `{option}`");
        if self.hidden(id) {
            return Tri::No;
        }
        match self.answer(id) {
            Ans::Choice(chosen) => certain(rank(chosen) >= rank(option)),
            _ => Tri::Yes,
        }
    }

    /// The sex registered at birth is one of these; not known is any of them.
    pub(crate) fn sex_in(&self, these: &[&str]) -> Tri {
        match self.answer("sex") {
            Ans::Choice(chosen) => certain(these.contains(&chosen.as_str())),
            _ => Tri::Yes,
        }
    }

    /// The places answered; `None` is everywhere, because nobody knows where.
    pub(crate) fn where_is(&self, id: &str) -> Option<Places> {
        assert!(WHERE.contains(&id), "`{id}` is not answered with places");
        if self.hidden(id) {
            return Some(Places::new());
        }
        match self.answer(id) {
            Ans::Places(places) if !places.is_empty() => Some(places.clone()),
            _ => None,
        }
    }

    /// The same, with a hand's width round them.
    pub(crate) fn around(&self, id: &str) -> Option<Places> {
        self.body.with_margin(self.where_is(id))
    }

    /// Pain at one of these places.
    pub(crate) fn pain_at(&self, names: &[&str]) -> Tri {
        let map = &self.person.pain;
        let hurts = map.marks.iter().any(|(place, strength, ..)| *strength != Some(0) && is_in(place, names));
        certain(!map.confirmed || hurts)
    }

    /// The strongest pain is `least` or more.
    pub(crate) fn pain_from(&self, least: u8) -> Tri {
        let map = &self.person.pain;
        let reaches = map.marks.iter().any(|(_, strength, ..)| strength.is_none_or(|known| known >= least));
        certain(!map.confirmed || reaches)
    }

    /// Pain that spreads to one of these places.
    pub(crate) fn spreads_to(&self, names: &[&str]) -> Tri {
        let map = &self.person.pain;
        let spreads = map.marks.iter().any(|(_, _, _, to)| to.iter().any(|place| is_in(place, names)));
        certain(!map.confirmed || spreads)
    }

    /// The places marked as numb; `None` is everywhere, while the map is not confirmed.
    pub(crate) fn numb_marks(&self) -> Option<Places> {
        let map = &self.person.pain;
        let marked = map.marks.iter().filter(|(_, _, numb, _)| *numb).map(|(place, ..)| place.clone());
        map.confirmed.then(|| marked.collect())
    }
}
