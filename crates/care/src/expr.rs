//! Conditions as they are written in knowledge/.

use crate::{PlaceSet, QuestionId};

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// At least so many of them.
    AtLeast(u8, Vec<Expr>),
    /// A named combination: an index into [`crate::Knowledge::facts`].
    Fact(u16),
    /// One thing that an answer says.
    Atom(Atom),
}

/// One thing that an answer says. Each is true, false or, for yes-no risks, unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A yes-no question is yes.
    Yes(QuestionId),
    /// A relief is not explicitly yes. Never unknown: a relief that is not given does not count.
    NotYes(QuestionId),
    /// A question was explicitly answered no, or with the least of its options. Only in contradictions, which read
    /// answers raw.
    SaidNo(QuestionId),
    /// A number is at least this, in the question's unit.
    AtLeast(QuestionId, i32),
    /// A neutral number is below this, in the question's unit.
    Below(QuestionId, i32),
    /// The chosen option is one of this mask of option indexes.
    OneOf(QuestionId, u32),
    /// One of these places is among those that an answer names. "I don't know where" is everywhere.
    NamedAt(QuestionId, PlaceSet),
    /// Pain is marked at one of these places.
    PainAt(PlaceSet),
    /// Numbness is marked at one of these places.
    NumbAt(PlaceSet),
    /// Pain spreads to one of these places.
    SpreadsTo(PlaceSet),
    /// The highest marked intensity is at least this (0 to 10).
    PainMax(u8),
}

impl Atom {
    /// The question that the atom reads, unless it reads the pain map.
    #[must_use]
    pub fn question(&self) -> Option<QuestionId> {
        match *self {
            Self::Yes(question)
            | Self::NotYes(question)
            | Self::SaidNo(question)
            | Self::AtLeast(question, _)
            | Self::Below(question, _)
            | Self::OneOf(question, _)
            | Self::NamedAt(question, _) => Some(question),
            Self::PainAt(_) | Self::NumbAt(_) | Self::SpreadsTo(_) | Self::PainMax(_) => None,
        }
    }
}

impl Expr {
    /// Calls `visit` with every atom of the condition, going into facts.
    pub fn atoms<'a>(&'a self, facts: &'a [Fact], visit: &mut impl FnMut(Atom)) {
        match self {
            Self::And(parts) | Self::Or(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.atoms(facts, visit);
                }
            }
            Self::Fact(index) => {
                if let Some(fact) = facts.get(usize::from(*index)) {
                    fact.is.atoms(facts, visit);
                }
            }
            Self::Atom(atom) => visit(*atom),
        }
    }
}

/// A named combination of answers that several rules read.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Stable id.
    pub id: String,
    /// What it means.
    pub is: Expr,
    /// The noun phrase used in reasons.
    pub short: String,
}
