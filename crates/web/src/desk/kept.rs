//! What is kept at a practice's desk, field by field. All of it is sealed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_practice::{
    Minutes, Room, Service, Therapist,
    book::Booking,
    holiday::Keeps,
    ledger::Package,
    notice::Rules,
    outcome::{Planned, Seen, Told},
    policy::Policy,
    review::Review,
};
use supple_store::{PortableEvent, PortableItem, PortablePractice};
use uuid::Uuid;

use super::zone_of;

/// A practice's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    pub(crate) name: String,
    /// The id of the place whose rules hold.
    pub(crate) place: String,
    /// The IANA name of its zone.
    pub(crate) zone: String,
    pub(crate) rooms: Vec<Room>,
    pub(crate) services: Vec<Service>,
    pub(crate) notice: Minutes,
    pub(crate) horizon_days: u16,
    pub(crate) policy: Policy,
    /// What it writes to its clients, and when.
    #[serde(default)]
    pub(crate) mail: Mails,
    /// For how long a time is held for somebody who waits for one.
    #[serde(default = "offer_held")]
    pub(crate) offer_held: Minutes,
    /// Where it is, for searches by distance, as it was typed; empty where it has not said so.
    #[serde(default)]
    pub(crate) located: String,
    /// The code of its money (ISO 4217); empty where it has not said so.
    #[serde(default)]
    pub(crate) currency: String,
    /// What it sells as packages.
    #[serde(default)]
    pub(crate) packages: Vec<Package>,
    /// What it says of holidays; nothing where it has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) holidays: Option<Keeps>,
}

/// Two hours, until a practice says otherwise.
pub(crate) const fn offer_held() -> Minutes {
    Minutes(120)
}

/// What a practice writes to its clients, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mails {
    /// Where the practice is, in its own words; empty where it has not said so.
    pub(crate) address: String,
    pub(crate) rules: Rules,
}

/// What the client lets the therapist see before a session: sentences, as they read on the day on which they were shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Brief {
    pub(crate) on: Date,
    /// Where it hurts, with how much.
    pub(crate) places: Vec<String>,
    /// What may not be done.
    pub(crate) limits: Vec<String>,
    /// What is not known and has to be asked.
    pub(crate) unknown: Vec<String>,
    /// The change of pain in the last session, in points; negative is better.
    pub(crate) last_change: Option<i16>,
    /// The places that hurt, by their ids, for the body chart.
    #[serde(default)]
    pub(crate) marks: Vec<String>,
    /// What the plan does where, each with its highest pressure.
    #[serde(default)]
    pub(crate) works: Vec<String>,
    /// The techniques of the plan, by their ids.
    #[serde(default)]
    pub(crate) techniques: Vec<String>,
}

/// An answer that may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Three {
    Yes,
    No,
    Unknown,
}

impl Three {
    pub(crate) const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// What a form says.
    pub(crate) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// What was asked before the hands touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    /// When, in milliseconds since 1970 UTC.
    pub(crate) at_ms: i64,
    /// Whether the client feels as they did when they answered the questions.
    pub(crate) well: Three,
    /// Whether they agree to the session.
    pub(crate) consent: Three,
    /// Which text they agreed to.
    pub(crate) text: String,
    /// Who asked; nothing where nobody signs in.
    pub(crate) by: Option<String>,
}

/// Notes of a session. Signed once and never changed; what is to be added is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    pub(crate) at_ms: i64,
    /// Who signed; nothing where nobody signs in.
    pub(crate) by: Option<String>,
    /// What the client said.
    pub(crate) subjective: String,
    /// What was found.
    pub(crate) objective: String,
    /// What the therapist makes of it.
    pub(crate) assessment: String,
    /// What was done, and what is next.
    pub(crate) plan: String,
    /// The places on the body chart, by their ids.
    pub(crate) places: Vec<String>,
    /// What was done, for the client's record; nothing where none of it was noted. Left out then, so that the marks of notes
    /// from before it was kept stay theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gave: Option<Noted>,
}

/// What was done in a session, as far as it was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noted {
    /// The techniques, by their ids.
    pub(crate) techniques: Vec<String>,
    /// The pain before it as the client said it, 0 to 10.
    pub(crate) before: Option<u8>,
    /// The pain after it, 0 to 10.
    pub(crate) after: Option<u8>,
}

impl Note {
    /// What its signing puts into the audit, which is never changed: a note that was changed afterwards does not fit it.
    pub(crate) fn mark(&self) -> String {
        let body = serde_json::to_string(self).unwrap_or_default();
        crate::account::secret::mark(&body)
    }
}

/// A clinician's agreement as a therapist entered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreed {
    /// Who agreed, with their profession.
    pub(crate) by: String,
    /// The first day on which it holds.
    pub(crate) from: Date,
    /// The last one.
    pub(crate) until: Date,
    /// The highest pressure, P1 to P5.
    pub(crate) max_pressure: Option<u8>,
    /// The longest session, in minutes.
    pub(crate) max_minutes: Option<u16>,
    /// Other limits, in their words.
    pub(crate) words: String,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Appointment {
    pub(crate) booking: Booking,
    /// The client's name as it was when it was booked.
    pub(crate) client: String,
    pub(crate) brief: Option<Brief>,
    /// What its course is about; nothing where it was booked before that was kept.
    #[serde(default)]
    pub(crate) planned: Option<Planned>,
    /// The techniques that its plan asked for, by their ids; empty where it was booked before that was kept.
    #[serde(default)]
    pub(crate) needed: BTreeSet<String>,
    /// What the client lets the practice count.
    #[serde(default)]
    pub(crate) told: Option<Told>,
    /// What was asked before it was begun.
    #[serde(default)]
    pub(crate) opening: Option<Opening>,
    /// Its notes, in the order in which they were signed.
    #[serde(default)]
    pub(crate) notes: Vec<Note>,
    /// The rules that a clinician has to agree to, by their ids, as far as the client lets the therapist know.
    #[serde(default)]
    pub(crate) asks: Vec<String>,
    /// Whether the client lets the therapist bring in what a clinic's record says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) brings: bool,
    /// The agreement that the therapist entered last for the client.
    #[serde(default)]
    pub(crate) agreed: Option<Agreed>,
    /// What the client's record was told of it, or is to be told when it is opened, in its order.
    #[serde(default)]
    pub(crate) handed: Vec<PortableEvent>,
    /// What the client says after the course, where it stands with this session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) review: Option<Review>,
    /// For which place on the list of those who wait it was offered, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) waited: Option<Uuid>,
}

impl Appointment {
    /// What was just booked: nothing has been shared, asked or noted yet.
    pub(crate) const fn new(
        booking: Booking,
        client: String,
        planned: Option<Planned>,
        needed: BTreeSet<String>,
    ) -> Self {
        Self {
            booking,
            client,
            brief: None,
            planned,
            needed,
            told: None,
            opening: None,
            notes: Vec::new(),
            asks: Vec::new(),
            brings: false,
            agreed: None,
            handed: Vec::new(),
            review: None,
            waited: None,
        }
    }
}

/// What is counted of an [`Appointment`]; nothing else of it is read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Counted {
    pub(crate) booking: Booking,
    #[serde(default)]
    planned: Option<Planned>,
    #[serde(default)]
    told: Option<Told>,
}

impl Counted {
    /// As it is counted.
    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen { booking: &self.booking, planned: self.planned.as_ref(), told: self.told.as_ref() }
    }
}

/// The first item of a practice that could not be shown here, because its content has another form: its shelf and its id.
#[must_use]
pub fn unreadable_item(practice: &PortablePractice) -> Option<(String, Uuid)> {
    let reads = |shelf: &str, item: &PortableItem| match shelf {
        "practice" => Page::deserialize(&item.body).is_ok_and(|page| zone_of(&page.zone).is_some()),
        "therapist" => Therapist::deserialize(&item.body).is_ok(),
        "booking" => Appointment::deserialize(&item.body).is_ok(),
        _ => true,
    };
    let mut all = practice.shelves.iter().flat_map(|(shelf, items)| items.iter().map(move |item| (shelf, item)));
    all.find(|(shelf, item)| !reads(shelf, item)).map(|(shelf, item)| (shelf.clone(), item.id))
}
