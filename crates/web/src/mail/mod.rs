//! Mail to clients: what became of an appointment, and that it is soon.
//!
//! What is to be told is a job at the practice's desk, kept in the transaction that changes the booking. When it is due, the
//! message is made from what then holds and handed to a [`Carrier`]. Nothing clinical stands in it: the name of the practice,
//! day, time, place, and where to sign in.

pub(crate) mod address;
mod compose;
mod job;
pub(crate) mod mailbox;
mod send;

pub(crate) use job::{Done, Failed, Job, What, jobs, offer};
pub(crate) use mailbox::of_account;
pub(crate) use send::LEASE_MS;
pub use send::send_due;

/// Something that is handed over to be delivered. All of it is plain text without signs of control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its name, the same for every try of the same message: what stands before the `@` of its Message-ID.
    pub id: String,
    /// Whom it is sent to: an address of ASCII letters with one `@`.
    pub to: String,
    /// Who writes.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// The text, in lines.
    pub text: String,
    /// The language of the text (BCP 47).
    pub lang: String,
    /// The appointment as a calendar program takes it in, where it is about one.
    pub calendar: Option<Invitation>,
    /// When it was made, in seconds since 1970 UTC.
    pub made_s: i64,
}

/// An appointment for a calendar program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// `REQUEST` or `CANCEL` (RFC 5546).
    pub method: &'static str,
    /// The calendar (RFC 5545).
    pub text: String,
}

/// Why something was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCarried {
    /// It may work later.
    Later,
    /// It will never work: the address or the message was refused.
    Never,
}

/// What delivers mail.
pub trait Carrier {
    /// The address from which mail is sent.
    fn from(&self) -> &str;

    /// Delivers a letter; once more, the same letter replaces itself.
    ///
    /// # Errors
    /// When it could not be delivered, and whether it may be later.
    fn carry(&self, letter: &Letter) -> Result<(), NotCarried>;
}
