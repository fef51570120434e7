//! The policy: which seat may do what, and to what. Pure; nothing else in the program decides this.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::scope::{Right, Scope};

/// What somebody is in a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Is treated there.
    Client,
    /// Treats there.
    Therapist,
    /// Sees times and names, never answers.
    FrontDesk,
    /// Runs it.
    Owner,
    /// Sees who did and saw what, and nothing else.
    Auditor,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Client, Self::Therapist, Self::FrontDesk, Self::Owner, Self::Auditor];

    /// The name that is kept and that stands in forms.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Therapist => "therapist",
            Self::FrontDesk => "front-desk",
            Self::Owner => "owner",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a name.
    pub(crate) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// Whether somebody in this role works in the practice, and needs a second factor for that.
    pub(crate) const fn works(self) -> bool {
        !matches!(self, Self::Client)
    }
}

macro_rules! acts {
    ($($(#[doc = $doc:literal])* $name:ident),+ $(,)?) => {
        /// Something that can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Act { $($(#[doc = $doc])* $name),+ }

        impl Act {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }

    };
}

macro_rules! does {
    ($($name:ident),+ $(,)?) => {
        /// Acts that pages ask for, as types: a permission for one is none for another.
        pub(crate) mod does {
            $(#[derive(Clone, Copy, Debug)] pub(crate) struct $name;
            impl super::Does for $name { const ACT: super::Act = super::Act::$name; })+
        }
    };
}

does! {
    Found, Overview, Arrange, Outcomes, DaySheet, Till, Accounts, Brief, Treat, Reception, BreakGlass, Staff, InviteClient, Audit,
    Programs,
}

acts! {
    /// Read what is there for everybody: help, knowledge, style and script.
    Learn,
    /// Sign in, or take an invitation.
    SignIn,
    /// Fetch a calendar: the secret in its address is the key.
    Feed,
    /// See and change one's own account.
    Account,
    /// Ask, plan, track and keep one's own record; book for oneself.
    Record,
    /// Have answers decided upon without keeping them.
    Compute,
    /// Ask what speaks against a massage, as a clinical system does for its clinicians.
    Advise,
    /// See which practices one belongs to.
    Practices,
    /// Make a practice.
    Found,
    /// See a practice's therapists, services, rooms and rules.
    Overview,
    /// Change them.
    Arrange,
    /// See what became of clients, as counts.
    Outcomes,
    /// See who comes when: times and names.
    DaySheet,
    /// Sell packages, take payments, and see who owes what.
    Till,
    /// See what a practice took in and how its hours were used, and put prices on its list.
    Accounts,
    /// See what a client lets the therapist know for a session.
    Brief,
    /// Begin and end a session, and write its notes.
    Treat,
    /// Mark a session as late, as not come to, or call it off.
    Reception,
    /// See what a client shared for another day, or with another therapist, for a reason that the client is told.
    BreakGlass,
    /// Invite people and take them out again.
    Staff,
    /// Invite a client.
    InviteClient,
    /// See who did and saw what.
    Audit,
    /// Let programs in, and take them out again.
    Programs,
    /// Read a practice's offers, times and clients' names, as a program.
    Times,
    /// Read what stands in a client's record, as a program.
    Chart,
    /// Add to a client's record, as a program.
    Enter,
    /// Book for a client, as a program.
    Reserve,
}

/// An act as a type.
pub(crate) trait Does {
    /// Which.
    const ACT: Act;
}

/// A belonging to a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Belongs {
    pub(crate) practice: Uuid,
    pub(crate) roles: BTreeSet<Role>,
    /// Which of its therapists somebody is.
    pub(crate) therapist: Option<Uuid>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: Uuid,
    /// Whether a second factor was shown in this visit.
    pub(crate) strong: bool,
    /// Whether they may make practices.
    pub(crate) founder: bool,
    pub(crate) belongs: Vec<Belongs>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seat {
    /// Whoever may use this computer, which nobody else can reach.
    Alone,
    /// Nobody has signed in.
    Nobody,
    /// A clinical system that a practice has let in.
    System,
    /// Somebody has.
    Member(Member),
    /// A program of a practice, by its token.
    Program(Program),
}

/// A program of a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) practice: Uuid,
    /// The one client that it is about, where it is about one.
    pub(crate) patient: Option<Uuid>,
    pub(crate) scopes: Vec<Scope>,
}

/// What a client lets the programs of a practice do with their record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lets {
    /// Nothing: they have not said so.
    #[default]
    Nothing,
    /// Read it.
    Read,
    /// Read it and add to it.
    Add,
}

/// To what it is done. What is not named does not matter to the act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct On {
    pub(crate) practice: Option<Uuid>,
    pub(crate) therapist: Option<Uuid>,
    /// Whose it is, and what they let programs do.
    pub(crate) client: Option<(Uuid, Lets)>,
    /// Which type of resource, and what is done with it.
    pub(crate) resource: Option<(&'static str, Right)>,
}

impl On {
    /// To nothing in particular, or to what is one's own.
    pub(crate) const SELF: Self = Self { practice: None, therapist: None, client: None, resource: None };

    /// To a practice.
    pub(crate) const fn practice(practice: Uuid) -> Self {
        Self { practice: Some(practice), ..Self::SELF }
    }

    /// To a session with this therapist.
    pub(crate) const fn session(practice: Uuid, therapist: Uuid) -> Self {
        Self { practice: Some(practice), therapist: Some(therapist), ..Self::SELF }
    }

    /// To a practice's resources of a type, of this client where they are somebody's.
    pub(crate) const fn resource(
        practice: Uuid,
        kind: &'static str,
        right: Right,
        client: Option<(Uuid, Lets)>,
    ) -> Self {
        Self { practice: Some(practice), therapist: None, client, resource: Some((kind, right)) }
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// One has to sign in first.
    SignIn,
    /// It belongs to others: for this seat it is not there.
    NotThere,
    /// It is there, and for others.
    NotThisRole,
    /// It is allowed once a second factor was shown.
    SecondFactor,
}

/// That an act is allowed. Only [`may`] makes one, so whoever holds it has asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authorized<A> {
    on: On,
    act: PhantomData<A>,
}

impl<A> Authorized<A> {
    /// To what.
    pub(crate) const fn on(&self) -> On {
        self.on
    }
}

/// Whether a seat may do something to something.
///
/// # Errors
/// Why not.
pub(crate) fn may<A: Does>(seat: &Seat, _act: A, on: On) -> Result<Authorized<A>, Refusal> {
    allowed(seat, A::ACT, on)?;
    Ok(Authorized { on, act: PhantomData })
}

/// The roles that may do it in their practice; nothing where no role is needed.
const fn roles(act: Act) -> Option<&'static [Role]> {
    use Role::{Auditor, FrontDesk, Owner, Therapist};
    Some(match act {
        Act::Learn
        | Act::SignIn
        | Act::Feed
        | Act::Account
        | Act::Record
        | Act::Compute
        | Act::Advise
        | Act::Practices
        | Act::Found => {
            return None;
        }
        Act::Overview => &[Therapist, FrontDesk, Owner, Auditor],
        Act::Arrange | Act::Staff => &[Owner],
        Act::Outcomes => &[Therapist, Owner],
        Act::Till => &[FrontDesk, Owner],
        Act::Accounts => &[Owner],
        Act::DaySheet | Act::InviteClient => &[Therapist, FrontDesk, Owner],
        Act::Brief | Act::Treat | Act::BreakGlass => &[Therapist],
        Act::Reception => &[FrontDesk, Owner, Therapist],
        Act::Audit => &[Owner, Auditor],
        Act::Programs => &[Owner],
        // A program alone: people have their own pages.
        Act::Times | Act::Chart | Act::Enter | Act::Reserve => &[],
    })
}

/// The whole policy.
///
/// # Errors
/// Why not.
pub(crate) fn allowed(seat: &Seat, act: Act, on: On) -> Result<(), Refusal> {
    let member = match seat {
        // There are no accounts to sign in to, nobody to invite, and nothing that is kept from whoever sits here.
        Seat::Alone => {
            let accounts = matches!(act, Act::SignIn | Act::Account | Act::Staff | Act::InviteClient | Act::BreakGlass);
            // What a program may, it may by its token.
            let programs = matches!(act, Act::Times | Act::Chart | Act::Enter | Act::Reserve);
            return match (accounts, programs) {
                (true, _) => Err(Refusal::NotThere),
                (false, true) => Err(Refusal::SignIn),
                (false, false) => Ok(()),
            };
        }
        Seat::Nobody => {
            return if matches!(act, Act::Learn | Act::SignIn | Act::Feed) { Ok(()) } else { Err(Refusal::SignIn) };
        }
        Seat::System => {
            return if matches!(act, Act::Learn | Act::Advise) { Ok(()) } else { Err(Refusal::NotThisRole) };
        }
        Seat::Program(program) => return program.may(act, on),
        Seat::Member(member) => member,
    };
    let Some(roles) = roles(act) else {
        return match act {
            // People have their own pages; a token is what a system has.
            Act::Advise => Err(Refusal::NotThisRole),
            Act::Found if !member.founder => Err(Refusal::NotThisRole),
            Act::Found if !member.strong => Err(Refusal::SecondFactor),
            _ => Ok(()),
        };
    };
    let belongs = member.belongs.iter().find(|it| Some(it.practice) == on.practice).ok_or(Refusal::NotThere)?;
    if !belongs.roles.iter().any(|role| role.works()) {
        return Err(Refusal::NotThere);
    }
    let own = belongs.therapist.is_some() && belongs.therapist == on.therapist;
    let suits = |role: &&Role| match (act, role) {
        // What is between a therapist and a client is theirs.
        (Act::Brief | Act::Treat, Role::Therapist) => own,
        // At the reception a therapist looks after their own sessions.
        (Act::Reception, Role::Therapist) => own,
        _ => true,
    };
    if !belongs.roles.iter().filter(|role| roles.contains(role)).any(|role| suits(&role)) {
        return Err(Refusal::NotThisRole);
    }
    if member.strong { Ok(()) } else { Err(Refusal::SecondFactor) }
}

impl Program {
    fn may(&self, act: Act, on: On) -> Result<(), Refusal> {
        let needs = match act {
            Act::Learn | Act::Advise => return Ok(()),
            Act::Times | Act::Reserve => Lets::Nothing,
            Act::Chart => Lets::Read,
            Act::Enter => Lets::Add,
            _ => return Err(Refusal::NotThisRole),
        };
        if on.practice != Some(self.practice) {
            return Err(Refusal::NotThere);
        }
        let about = on.client.map(|(client, _)| client);
        if self.patient.is_some() && about.is_some() && about != self.patient {
            return Err(Refusal::NotThere);
        }
        let (kind, right) = on.resource.ok_or(Refusal::NotThisRole)?;
        let lets = on.client.map_or(Lets::Nothing, |(_, lets)| lets);
        let holds = self.scopes.iter().any(|scope| scope.holds(kind, right));
        if holds && lets >= needs { Ok(()) } else { Err(Refusal::NotThisRole) }
    }
}

#[cfg(test)]
mod tests;
