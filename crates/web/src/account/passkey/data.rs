//! What browsers and the things that hold passkeys send (WebAuthn, 5.8.1, 6.1 and 6.5; CTAP 2, 6).

use minicbor::Decoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{ID_MAX, PublicKey};

/// More entries than this has no map here.
pub(super) const ENTRIES: u64 = 32;

/// What the browser says of the page. It may say more.
#[derive(Deserialize)]
pub(super) struct Client {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) challenge: String,
    pub(super) origin: String,
    #[serde(rename = "crossOrigin", default)]
    pub(super) cross_origin: bool,
}

impl Client {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// What the thing says.
pub(super) struct Authenticator<'b> {
    party: &'b [u8],
    flags: u8,
    pub(super) count: u32,
    /// The id and the key of a passkey that was just made.
    pub(super) made: Option<(&'b [u8], PublicKey)>,
}

impl<'b> Authenticator<'b> {
    const PRESENT: u8 = 1;
    const RECOGNISED: u8 = 1 << 2;
    const MAY_SYNC: u8 = 1 << 3;
    const SYNCED: u8 = 1 << 4;
    const MADE: u8 = 1 << 6;
    const EXTENDED: u8 = 1 << 7;

    /// Reads all of it; nothing where it breaks off, goes on behind its end, or contradicts itself.
    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
        let (party, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let has = |flag: u8| flags & flag != 0;
        if has(Self::SYNCED) && !has(Self::MAY_SYNC) {
            return None;
        }
        let mut made = None;
        if has(Self::MADE) {
            let (_model, after) = rest.split_at_checked(16)?;
            let (length, after) = after.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (id, after) = after.split_at_checked(length).filter(|_| (1..=ID_MAX).contains(&length))?;
            let mut decoder = Decoder::new(after);
            made = Some((id, PublicKey::read(&mut decoder)?));
            rest = after.get(decoder.position()..)?;
        }
        if has(Self::EXTENDED) {
            let mut decoder = Decoder::new(rest);
            decoder.map().ok()?;
            decoder.set_position(0);
            decoder.skip().ok()?;
            rest = rest.get(decoder.position()..)?;
        }
        rest.is_empty().then_some(Self { party, flags: *flags, count: u32::from_be_bytes(*count), made })
    }

    pub(super) fn is_for(&self, party: &str) -> bool {
        self.party == Sha256::digest(party.as_bytes()).as_slice()
    }

    pub(super) const fn was_present(&self) -> bool {
        self.flags & Self::PRESENT != 0
    }

    pub(super) const fn was_recognised(&self) -> bool {
        self.flags & Self::RECOGNISED != 0
    }

    pub(super) const fn is_synced(&self) -> bool {
        self.flags & Self::SYNCED != 0
    }
}

/// What the thing says in an attestation object, whose statement is not read.
pub(super) fn attested(object: &[u8]) -> Option<&[u8]> {
    let mut decoder = Decoder::new(object);
    let entries = decoder.map().ok()?.filter(|entries| *entries <= ENTRIES)?;
    let mut data = None;
    for _ in 0..entries {
        if decoder.str().ok()? == "authData" {
            let twice = data.replace(decoder.bytes().ok()?).is_some();
            if twice {
                return None;
            }
        } else {
            decoder.skip().ok()?;
        }
    }
    data.filter(|_| decoder.position() == object.len())
}

/// What a passkey signs.
pub(super) fn signed(data: &[u8], client: &[u8]) -> Vec<u8> {
    [data, Sha256::digest(client).as_slice()].concat()
}
