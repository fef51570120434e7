//! Access for a few minutes, which a program asks for by its secret or its signature (OAuth 2, `client_credentials`).
//!
//! Nothing is kept of it: whose it is, what it may do and until when stand in it, sealed with what is kept of the program. Taking the
//! program out ends it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use supple_store::{DeskError, Store, UtcMs};
use uuid::Uuid;

use super::{Kept, Known, Scope, client, known, living, of_client, of_token as of_secret};
use crate::cds::{self, Needed, Seen, Signed};

/// What follows the common beginning.
pub(super) const START: &str = "at_";
/// How long access is given, and how long what is signed to get it may be good for, in seconds (SMART Backend Services: at most
/// five minutes each).
pub(crate) const LIFE_S: i64 = 300;

/// What stands in it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    practice: Uuid,
    program: Uuid,
    until_ms: i64,
    scopes: String,
}

/// How a program shows that it is a client.
pub(crate) enum Proof<'a> {
    /// By its secret, the token that it was given.
    Secret(&'a str),
    /// By what it signed, for an address.
    Signed(&'a str, Needed<'a>, &'a Seen),
}

/// Access that was given.
pub(crate) struct Short {
    /// What to send.
    pub(crate) token: String,
    /// For what.
    pub(crate) scopes: String,
    /// How long it holds, in seconds.
    pub(crate) seconds: i64,
}

/// Why none was given.
pub(crate) enum NotGiven {
    /// It is not the client.
    Client,
    /// Nothing of what was asked for is allowed, or it cannot be read.
    Scope,
    /// The database fails.
    Store,
}

impl From<DeskError> for NotGiven {
    fn from(_: DeskError) -> Self {
        Self::Store
    }
}

impl Short {
    /// Gives a client access to what it asks for, as far as it was let in; without a wish, to all of that. `named` is the client's own
    /// name, where it said one beside the proof.
    pub(crate) fn give(
        store: &Store,
        named: Option<&str>,
        proof: Proof<'_>,
        wished: Option<&str>,
        now: UtcMs,
    ) -> Result<Self, NotGiven> {
        let (of, kept) = match proof {
            Proof::Secret(token) => by_secret(store, token, now)?,
            Proof::Signed(token, needed, seen) => by_key(store, token, &needed, seen, now)?,
        }
        .filter(|(of, _)| named.is_none_or(|named| named == client(of.0, of.1)))
        .ok_or(NotGiven::Client)?;
        let own: Vec<Scope> = kept.scopes.iter().filter_map(|scope| Scope::read(scope)).collect();
        let scopes = granted(&own, wished).ok_or(NotGiven::Scope)?;
        let until_ms = now.0.saturating_add(LIFE_S * 1000).min(kept.until_ms);
        let said = Said { practice: of.0, program: of.1, until_ms, scopes: scopes.clone() };
        // INVARIANT: ids, a number and a text become JSON, and a key of any length is a key.
        let said = serde_json::to_vec(&said).map_err(|_| NotGiven::Store)?;
        let seal = seal(&kept, &said).ok_or(NotGiven::Store)?.finalize().into_bytes();
        let (said, seal) = (URL_SAFE_NO_PAD.encode(said), URL_SAFE_NO_PAD.encode(seal));
        let seconds = until_ms.saturating_sub(now.0).div_euclid(1000);
        Ok(Self { token: format!("{}{START}{said}.{seal}", super::START), scopes, seconds })
    }
}

type Found = Option<((Uuid, Uuid), Kept)>;

fn by_secret(store: &Store, token: &str, now: UtcMs) -> Result<Found, DeskError> {
    // Access for a few minutes is no secret: from it no further access comes.
    let Some(of) = token.strip_prefix(super::START).and_then(of_client) else { return Ok(None) };
    if of_secret(store, token, now)?.is_none() {
        return Ok(None);
    }
    Ok(living(store, of, now)?.map(|kept| (of, kept)))
}

fn by_key(store: &Store, token: &str, needed: &Needed<'_>, seen: &Seen, now: UtcMs) -> Result<Found, DeskError> {
    let Some(signed) = Signed::read(token).filter(|it| it.claims.sub.as_ref() == Some(&it.claims.iss)) else {
        return Ok(None);
    };
    let Some(of) = of_client(&signed.claims.iss).filter(|of| client(of.0, of.1) == signed.claims.iss) else {
        return Ok(None);
    };
    let Some(kept) = living(store, of, now)? else { return Ok(None) };
    let keys = kept.keys.as_deref().and_then(|keys| cds::keys(keys).ok()).unwrap_or_default();
    Ok(signed.holds(&keys, needed, seen).then_some((of, kept)))
}

/// What of what is wished is allowed, as scopes between spaces; nothing where that is nothing, or what is wished cannot be read.
fn granted(own: &[Scope], wished: Option<&str>) -> Option<String> {
    let mut granted: Vec<String> = Vec::new();
    match wished.map(str::trim).filter(|wished| !wished.is_empty()) {
        None => granted.extend(own.iter().map(ToString::to_string)),
        Some(wished) => {
            // A scope of a kind that is not ours is not granted, and takes no other with it (RFC 6749, 3.3).
            let wished: Vec<Scope> = wished.split_whitespace().filter_map(Scope::read).collect();
            let both = wished.iter().flat_map(|one| own.iter().filter_map(move |own| own.both(one)));
            granted.extend(both.map(|scope| scope.to_string()));
        }
    }
    granted.sort();
    granted.dedup();
    (!granted.is_empty()).then(|| granted.join(" "))
}

fn seal(kept: &Kept, said: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(kept.mark.as_bytes()).ok()?;
    mac.update(b"supple/access/1");
    mac.update(said);
    Some(mac)
}

/// The program of such a token, if it may come in now.
pub(super) fn of_token(store: &Store, token: &str, now: UtcMs) -> Result<Option<Known>, DeskError> {
    let parts = token.split_once('.').and_then(|(said, seal)| {
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        part(said).zip(part(seal))
    });
    let Some((bytes, sealed)) = parts else { return Ok(None) };
    let Ok(said) = serde_json::from_slice::<Said>(&bytes) else { return Ok(None) };
    let of = (said.practice, said.program);
    let Some(kept) = living(store, of, now)?.filter(|_| now.0 < said.until_ms) else { return Ok(None) };
    if seal(&kept, &bytes).is_none_or(|seal| seal.verify_slice(&sealed).is_err()) {
        return Ok(None);
    }
    // What the program may do was never widened: what was given is read against it all the same.
    let own: Vec<Scope> = kept.scopes.iter().filter_map(|scope| Scope::read(scope)).collect();
    let given = said.scopes.split_whitespace().filter_map(Scope::read);
    let scopes = given.flat_map(|one| own.iter().filter_map(move |own| own.both(&one)).collect::<Vec<_>>()).collect();
    Ok(Some(known(of, kept, scopes)))
}
