//! How an answer is read: what "I don't know" means for each kind of question, and what is hidden.

use std::cell::RefCell;

use super::Person;
use super::answers::{Ans, Kind, count, index, option};
use super::body::{Body, Places, places};
use super::gates::gate;
use super::limit::Site;
use super::tri::{Tri, certain};
use super::vocabulary::{BASELINE, PRIVATE, RESCREEN};

/// The groups by which numb places are told apart: a mark speaks for the whole group.
const NUMB_GROUPS: &[&str] =
    &["neck", "shoulder", "upper-back", "low-back-region", "pelvis", "arms", "legs", "trunk", "head-all"];

/// A person's answers, as the tables read them.
pub(crate) struct Reader<'a> {
    person: &'a Person,
    body: &'a Body,
    /// What was read before: gates ask for the same few answers again and again.
    read: RefCell<Vec<Option<Tri>>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(person: &'a Person, body: &'a Body) -> Self {
        Self { person, body, read: RefCell::new(vec![None; count()]) }
    }

    /// Whether a clinician has agreed to everything that an agreement can lift.
    pub(crate) fn cleared(&self) -> bool {
        self.person.cleared
    }

    fn find(&self, id: &str, kind: Kind) -> (usize, Ans) {
        let (at, known) = index(id).unwrap_or_else(|| panic!("no question `{id}`"));
        assert_eq!(known, kind, "`{id}`");
        (at, self.person.answers.at(at))
    }

    /// Hidden only while the gate is known to be false.
    fn hidden(&self, id: &str) -> bool {
        gate(self, id) == Some(Tri::No)
    }

    /// What an answer means unless the question is hidden.
    fn unless_hidden(&self, id: &str, truth: Tri) -> Tri {
        if truth == Tri::No || self.hidden(id) { Tri::No } else { truth }
    }

    /// A yes-no question of risk.
    pub(crate) fn yes(&self, id: &'static str) -> Tri {
        let (at, answer) = self.find(id, Kind::Risk);
        let before = self.read.borrow()[at];
        before.unwrap_or_else(|| {
            let truth = self.unless_hidden(id, self.said(id, answer));
            self.read.borrow_mut()[at] = Some(truth);
            truth
        })
    }

    fn said(&self, id: &str, answer: Ans) -> Tri {
        match answer {
            Ans::Yes => Tri::Yes,
            Ans::No if self.person.proxy && PRIVATE.contains(&id) => Tri::Unknown,
            Ans::No => Tri::No,
            Ans::NotAsked if BASELINE.contains(&id) => Tri::No,
            Ans::NotAsked if RESCREEN.contains(&id) && !self.person.rescreen => Tri::No,
            Ans::NotAsked | Ans::Unknown | Ans::Number(_) | Ans::Choice(_) | Ans::Places(_) => Tri::Unknown,
        }
    }

    /// Whether something reassuring was said explicitly, by somebody who can know.
    pub(crate) fn relief(&self, id: &str) -> bool {
        let (_, answer) = self.find(id, Kind::Relief);
        let believed = !(self.person.proxy && PRIVATE.contains(&id));
        answer == Ans::Yes && believed && !self.hidden(id)
    }

    /// A comparison of a number; not known is the worst, so that every comparison is true.
    fn number(&self, id: &str, holds: impl Fn(i32) -> bool) -> Tri {
        let (_, answer) = self.find(id, Kind::Number);
        let truth = match answer {
            Ans::Number(value) => certain(holds(value)),
            _ => Tri::Yes,
        };
        self.unless_hidden(id, truth)
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
    pub(crate) fn reached(&self, id: &str, least: &str) -> Tri {
        let (_, answer) = self.find(id, Kind::Choice);
        let truth = match answer {
            Ans::Choice(chosen) => certain(chosen >= option(id, least)),
            _ => Tri::Yes,
        };
        self.unless_hidden(id, truth)
    }

    /// The sex registered at birth is one of these; not known is any of them.
    pub(crate) fn sex_in(&self, these: &[&str]) -> Tri {
        match self.person.answers.get("sex") {
            Ans::Choice(chosen) => certain(these.iter().any(|one| option("sex", one) == chosen)),
            _ => Tri::Yes,
        }
    }

    /// The places answered; `None` is everywhere, because nobody knows where.
    pub(crate) fn where_is(&self, id: &str) -> Option<Places> {
        let (_, answer) = self.find(id, Kind::Where);
        if self.hidden(id) {
            return Some(Places::default());
        }
        match answer {
            Ans::Places(known) if !known.is_empty() => Some(known),
            _ => None,
        }
    }

    /// Whether one of these places was answered; a place that is not known may be any.
    pub(crate) fn named_at(&self, id: &str, names: &[&str]) -> Tri {
        self.where_is(id).map_or(Tri::Yes, |known| certain(known.meets(places(names))))
    }

    /// The same, with a hand's width round them that is closed to hands where they are.
    pub(crate) fn around(&self, id: &str) -> Site {
        let places = self.where_is(id);
        Site { places, wide: self.body.with_margin(places) }
    }

    /// Named places, with a hand's width round them.
    pub(crate) fn around_the(&self, names: &[&str]) -> Site {
        let places = Some(places(names));
        Site { places, wide: self.body.with_margin(places) }
    }

    /// Pain at one of these places.
    pub(crate) fn pain_at(&self, names: &[&str]) -> Tri {
        let map = &self.person.pain;
        let there = places(names);
        let hurts = map.marks.iter().any(|(place, strength, ..)| *strength != Some(0) && place.meets(there));
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
        let there = places(names);
        certain(!map.confirmed || map.marks.iter().any(|(_, _, _, to)| to.meets(there)))
    }

    /// The groups in which a place is marked as numb, whole; `None` is everywhere, while the map is not confirmed.
    pub(crate) fn numb_marks(&self) -> Option<Places> {
        let map = &self.person.pain;
        let marked = map.marks.iter().filter(|(_, _, numb, _)| *numb);
        let marked = marked.fold(Places::default(), |all, (place, ..)| all.or(*place));
        let groups = NUMB_GROUPS.iter().map(|group| places(&[group])).filter(|group| group.meets(marked));
        map.confirmed.then(|| groups.fold(marked, Places::or))
    }

    /// Numbness marked at one of these places.
    pub(crate) fn numb_at(&self, names: &[&str]) -> Tri {
        let map = &self.person.pain;
        let there = places(names);
        certain(!map.confirmed || map.marks.iter().any(|(place, _, numb, _)| *numb && place.meets(there)))
    }
}
