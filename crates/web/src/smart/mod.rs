//! A record fetched from a clinic, as a SMART App Launch 2 client: the person signs in there, agrees there, and what the clinic answers is
//! read into the same proposals as a file. The access that the clinic gives is used once, in one request, and kept nowhere.

mod fetch;
mod settings;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use supple_store::{PersonId, UtcMs};

use crate::outside::{NotSent, Outside, Sent};

pub(crate) use fetch::fetched;
pub(crate) use settings::{Clinic, Entry};

/// How long somebody may take at the clinic, in milliseconds: ten minutes.
const PATIENCE_MS: i64 = 600_000;
/// Most people who are away at clinics at once; the one who left first makes room.
const MOST: usize = 200;
/// Longest document that says where a clinic lets people sign in, in bytes.
const DOCUMENT: usize = 64 * 1024;
/// Longest text of one parameter of an answer, in bytes.
const LONGEST: usize = 4096;
/// Random bytes of the secret that shows that the same program comes back; 43 letters (RFC 7636, 4.1).
const VERIFIER: usize = 32;

/// Why a clinic could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAsked {
    /// It does not answer, or not in time.
    Away(NotSent),
    /// What it answers is not what SMART describes, or less than is needed.
    Unusable,
    /// There is no randomness.
    Random,
    /// The person, or the clinic, said no.
    Refused,
    /// Nobody left for the clinic from here, or too long ago, or somebody else did.
    Unknown,
    /// It let nobody in, or said not whose record it is.
    NotLetIn,
    /// It let in, and then nothing of the record could be read.
    Nothing,
}

impl NotAsked {
    /// The key of the sentence.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Away(NotSent::Private) => "fetch-private",
            Self::Away(NotSent::Certificate) => "fetch-certificate",
            Self::Away(_) => "fetch-away",
            Self::Unusable => "fetch-unusable",
            Self::Random => "fetch-random",
            Self::Refused => "fetch-refused",
            Self::Unknown => "fetch-unknown",
            Self::NotLetIn => "fetch-not-let-in",
            Self::Nothing => "fetch-nothing",
        }
    }
}

/// Somebody who is away at a clinic.
#[derive(Clone)]
pub(crate) struct Away {
    pub(crate) clinic: Clinic,
    /// Who left, and in which visit: nobody else comes back.
    pub(crate) person: PersonId,
    pub(crate) visit: String,
    verifier: String,
    token_url: String,
    redirect: String,
    since: UtcMs,
}

/// Everybody who is away at a clinic, by the word that they bring back; in memory only.
#[derive(Default)]
pub(crate) struct Leaving(Mutex<HashMap<String, Away>>);

impl Leaving {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Away>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, state: String, away: Away) {
        self.with(|all| {
            all.retain(|_, other| away.since.0 - other.since.0 < PATIENCE_MS);
            if all.len() >= MOST
                && let Some(first) = all.iter().min_by_key(|(_, other)| other.since).map(|(state, _)| state.clone())
            {
                all.remove(&first);
            }
            all.insert(state, away);
        });
    }

    /// Whoever left with this word, once: whoever comes again with it is nobody.
    fn take(&self, state: &str, now: UtcMs) -> Option<Away> {
        self.with(|all| all.remove(state)).filter(|away| now.0 - away.since.0 < PATIENCE_MS)
    }
}

/// Who leaves for a clinic, from where.
pub(crate) struct Leaver<'a> {
    pub(crate) person: PersonId,
    pub(crate) visit: &'a str,
    /// Where they come back to.
    pub(crate) redirect: String,
    /// What the clinic's own program gave them, where they come from there (EHR launch).
    pub(crate) launch: Option<&'a str>,
    pub(crate) now: UtcMs,
}

/// Asks a clinic where people sign in, and remembers who leaves: the address to go to.
pub(crate) fn leave(
    outside: &dyn Outside,
    leaving: &Leaving,
    clinic: &Clinic,
    leaver: &Leaver<'_>,
) -> Result<String, NotAsked> {
    let found = discovered(outside, clinic)?;
    let (state, verifier) = (random()?, random()?);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let scope = fetch::scopes(leaver.launch.is_some());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("response_type", "code").append_pair("client_id", &clinic.client_id);
    query.append_pair("redirect_uri", &leaver.redirect).append_pair("scope", &scope).append_pair("state", &state);
    query.append_pair("aud", &clinic.iss).append_pair("code_challenge", &challenge);
    query.append_pair("code_challenge_method", "S256");
    if let Some(launch) = leaver.launch {
        query.append_pair("launch", launch);
    }
    let join = if found.authorize.contains('?') { '&' } else { '?' };
    let to = format!("{}{join}{}", found.authorize, query.finish());
    let away = Away {
        clinic: clinic.clone(),
        person: leaver.person,
        visit: leaver.visit.to_owned(),
        verifier,
        token_url: found.token,
        redirect: leaver.redirect.clone(),
        since: leaver.now,
    };
    leaving.put(state, away);
    Ok(to)
}

/// What somebody brings back.
pub(crate) struct Brought<'a> {
    pub(crate) state: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
    /// Which clinic sent them, where it says so (RFC 9207).
    pub(crate) iss: Option<&'a str>,
    /// Whether it says that something went wrong.
    pub(crate) error: bool,
}

/// Whoever comes back, with what they bring to be let in; once.
pub(crate) fn back<'a>(
    leaving: &Leaving,
    brought: &Brought<'a>,
    (person, visit): (PersonId, &str),
    now: UtcMs,
) -> Result<(Away, &'a str), NotAsked> {
    let away = brought.state.and_then(|state| leaving.take(state, now)).ok_or(NotAsked::Unknown)?;
    if away.person != person || away.visit != visit || brought.iss.is_some_and(|iss| iss != away.clinic.iss) {
        return Err(NotAsked::Unknown);
    }
    match brought.code {
        _ if brought.error => Err(NotAsked::Refused),
        Some(code) if !code.is_empty() && code.len() <= LONGEST => Ok((away, code)),
        _ => Err(NotAsked::Refused),
    }
}

/// Where a clinic lets people sign in.
struct Found {
    authorize: String,
    token: String,
}

fn discovered(outside: &dyn Outside, clinic: &Clinic) -> Result<Found, NotAsked> {
    let url = format!("{}/.well-known/smart-configuration", clinic.iss.trim_end_matches('/'));
    let headers = vec![("accept", "application/json".to_owned())];
    let sent = Sent { method: "GET", url, headers, body: Vec::new(), most: DOCUMENT };
    let came = outside.send(&sent).map_err(NotAsked::Away)?;
    let said: Value = match came.status {
        200 => serde_json::from_slice(&came.body).map_err(|_| NotAsked::Unusable)?,
        _ => return Err(NotAsked::Unusable),
    };
    let address = |name: &str| said.get(name)?.as_str().filter(|url| settings::is_address(url)).map(str::to_owned);
    let methods = said.get("code_challenge_methods_supported").and_then(Value::as_array);
    // SMART App Launch 2: every server supports S256, and none supports "plain".
    let safe = methods.is_some_and(|all| all.iter().any(|one| one == "S256"));
    let (authorize, token) = (address("authorization_endpoint"), address("token_endpoint"));
    let found = authorize.zip(token).filter(|_| safe);
    found.map(|(authorize, token)| Found { authorize, token }).ok_or(NotAsked::Unusable)
}

fn random() -> Result<String, NotAsked> {
    let mut bytes = [0u8; VERIFIER];
    getrandom::fill(&mut bytes).map_err(|_| NotAsked::Random)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
