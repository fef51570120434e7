//! The envelope: how one event is bound to its place, sealed and hashed.
//!
//! The layout is fixed by `docs/decisions/0002-event-envelope.md`; a change is a new envelope number, never a change
//! of number 1.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::canonical::{self, DEPTH_LIMIT};
use crate::{EventProblem, NewEvent, PersonId, UtcMs, Who};

/// The envelope written today.
pub(crate) const ENVELOPE: u16 = 1;
/// Most bytes of a payload as compact JSON.
pub(crate) const PAYLOAD_LIMIT: usize = 1 << 20;
/// Bodies are filled up to a multiple of this many bytes, so that their length tells little about their type.
const PADDING: usize = 256;

/// What stands beside the payload inside the seal.
#[derive(PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) at: UtcMs,
    pub(crate) zone: String,
    pub(crate) kind: String,
    pub(crate) version: u16,
    pub(crate) who: Who,
}

/// The place of an event in its chain. All of it is bound into the seal and into the hash.
pub(crate) struct Place<'a> {
    pub(crate) person: PersonId,
    pub(crate) seq: u64,
    pub(crate) event_id: &'a [u8; 16],
    pub(crate) envelope: u16,
    /// The hash of the event before, or [`start_of_chain`].
    pub(crate) previous: &'a [u8; 32],
}

impl Place<'_> {
    // INVARIANT: every part has a fixed length, so no two places give the same bytes.
    fn parts(&self, domain: &[u8; 16]) -> [u8; 90] {
        let (seq, envelope) = (self.seq.to_be_bytes(), self.envelope.to_be_bytes());
        let all = domain
            .iter()
            .chain(self.previous)
            .chain(self.person.bytes())
            .chain(&seq)
            .chain(self.event_id)
            .chain(&envelope);
        let mut parts = [0; 90];
        for (place, byte) in parts.iter_mut().zip(all) {
            *place = *byte;
        }
        parts
    }

    /// What the seal is bound to.
    pub(crate) fn aad(&self) -> [u8; 90] {
        self.parts(b"supple/event/aad")
    }

    /// The hash that the next event carries on.
    pub(crate) fn hash(&self, sealed: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.parts(b"supple/event/sum")).chain_update(sealed).finalize().into()
    }
}

/// What stands for the hash before the first event of a person.
pub(crate) fn start_of_chain(person: PersonId) -> [u8; 32] {
    Sha256::new().chain_update(b"supple/chain/one").chain_update(person.bytes()).finalize().into()
}

/// The moments that have a date, in milliseconds since 1970 UTC: from the year 1 to the last day of 9999.
const CALENDAR: std::ops::Range<i64> = -62_135_596_800_000..253_402_207_200_000;

/// An event ready to be sealed.
pub(crate) struct Draft {
    pub(crate) id: Uuid,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl Draft {
    /// Checks the event and writes its body, or names every problem.
    pub(crate) fn of(event: &NewEvent) -> Result<Self, Vec<EventProblem>> {
        let mut problems = Vec::new();
        if event.kind.is_empty() || event.kind.len() > 100 {
            problems.push(EventProblem::Kind);
        }
        if event.zone.is_empty() || event.zone.len() > 64 {
            problems.push(EventProblem::Zone);
        }
        if !CALENDAR.contains(&event.at.0) {
            problems.push(EventProblem::At);
        }
        let names = match &event.who {
            Who::Proxy { name, relation } => [name.len(), relation.len()],
            Who::Therapist { name, place, .. } => [name.len(), place.len()],
            Who::Self_ | Who::System => [0, 0],
        };
        if names.into_iter().any(|bytes| bytes > 1000) {
            problems.push(EventProblem::Who);
        }
        let mut payload = Zeroizing::new(Vec::new());
        match canonical::write(&event.payload, &mut payload) {
            Err(canonical::TooDeep) => problems.push(EventProblem::PayloadTooDeep { limit: DEPTH_LIMIT }),
            Ok(()) if payload.len() > PAYLOAD_LIMIT => {
                problems.push(EventProblem::PayloadTooLarge { bytes: payload.len(), limit: PAYLOAD_LIMIT });
            }
            Ok(()) => {}
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let header = Header {
            at: event.at,
            zone: event.zone.clone(),
            kind: event.kind.clone(),
            version: event.version,
            who: event.who.clone(),
        };
        Ok(Self { id: event.id, body: write_body(&header, &payload) })
    }
}

/// Header and payload, each behind its length, then zeros up to a multiple of [`PADDING`].
fn write_body(header: &Header, payload: &[u8]) -> Zeroizing<Vec<u8>> {
    #[expect(clippy::expect_used, reason = "text and numbers under string keys can always be written as JSON")]
    let header = Zeroizing::new(serde_json::to_vec(header).expect("a header is plain json"));
    let length = 8 + header.len() + payload.len();
    // The whole size at once: growing would leave unsealed copies behind in memory.
    let mut body = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(PADDING)));
    for part in [header.as_slice(), payload] {
        // INVARIANT: both parts are far shorter than 4 GiB, so four bytes hold their length.
        body.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        body.extend_from_slice(part);
    }
    body.resize(length.next_multiple_of(PADDING), 0);
    body
}

/// The header and the payload's JSON of an opened body; `None` when it is not one of ours.
pub(crate) fn read_body(body: &[u8]) -> Option<(Header, &[u8])> {
    let (header, rest) = read_part(body)?;
    let (payload, _) = read_part(rest)?;
    Some((serde_json::from_slice(header).ok()?, payload))
}

fn read_part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// Whether two opened bodies say the same.
pub(crate) fn same_content(one: &[u8], other: &[u8]) -> bool {
    // Headers are compared as values: a later version may write the same header in other bytes.
    match (read_body(one), read_body(other)) {
        (Some((header, payload)), Some((other_header, other_payload))) => {
            header == other_header && payload == other_payload
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(payload: serde_json::Value) -> NewEvent {
        NewEvent {
            id: Uuid::from_u128(7),
            at: UtcMs(-5),
            zone: "Asia/Kathmandu".to_owned(),
            kind: "answered".to_owned(),
            version: 3,
            who: Who::Proxy { name: "\u{202e}ליאה".to_owned(), relation: "daughter".to_owned() },
            payload,
        }
    }

    #[test]
    fn a_body_is_read_back_as_it_was_written() {
        let event = event(json!({"b": [1, null], "a": "\u{0}\u{10ffff}"}));
        let draft = Draft::of(&event).unwrap();
        assert_eq!(draft.body.len() % PADDING, 0);
        let (header, payload) = read_body(&draft.body).unwrap();
        assert_eq!(serde_json::from_slice::<serde_json::Value>(payload).unwrap(), event.payload);
        assert!(header.who == event.who && header.at == event.at && header.version == 3);
        assert!(header.zone == event.zone && header.kind == event.kind);
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let bad = NewEvent {
            kind: String::new(),
            zone: "z".repeat(65),
            who: Who::Proxy { name: "n".repeat(1001), relation: String::new() },
            ..event(json!("x".repeat(PAYLOAD_LIMIT)))
        };
        let problems = Draft::of(&bad).err().unwrap();
        let too_large = EventProblem::PayloadTooLarge { bytes: PAYLOAD_LIMIT + 2, limit: PAYLOAD_LIMIT };
        assert_eq!(problems, [EventProblem::Kind, EventProblem::Zone, EventProblem::Who, too_large]);
    }

    #[test]
    fn a_payload_at_the_limit_is_taken() {
        assert!(Draft::of(&event(json!("x".repeat(PAYLOAD_LIMIT - 2)))).is_ok());
    }

    #[test]
    fn content_is_compared_whatever_the_order_of_keys() {
        let one = Draft::of(&event(serde_json::from_str(r#"{"a":1,"b":2}"#).unwrap())).unwrap();
        let same = Draft::of(&event(serde_json::from_str(r#"{"b":2,"a":1}"#).unwrap())).unwrap();
        let other = Draft::of(&event(json!({"a": 1, "b": 2.0}))).unwrap();
        let later = Draft::of(&NewEvent { at: UtcMs(0), ..event(json!({"a": 1, "b": 2})) }).unwrap();
        assert!(same_content(&one.body, &same.body));
        assert!(!same_content(&one.body, &other.body));
        assert!(!same_content(&one.body, &later.body));
    }

    #[test]
    fn each_part_of_the_place_changes_seal_and_hash() {
        let (id, other_id, before, other_before) = ([1; 16], [2; 16], [3; 32], [4; 32]);
        let place = |person: u8, seq, event_id, envelope, previous| Place {
            person: PersonId::from_bytes([person; 16]),
            seq,
            event_id,
            envelope,
            previous,
        };
        let places = [
            place(0, 1, &id, 1, &before),
            place(1, 1, &id, 1, &before),
            place(0, 2, &id, 1, &before),
            place(0, 1, &other_id, 1, &before),
            place(0, 1, &id, 2, &before),
            place(0, 1, &id, 1, &other_before),
        ];
        for (nth, one) in places.iter().enumerate() {
            for other in &places[nth + 1..] {
                assert_ne!(one.aad(), other.aad());
                assert_ne!(one.hash(b"x"), other.hash(b"x"));
            }
        }
        assert_ne!(places[0].hash(b"x"), places[0].hash(b"y"));
    }
}
