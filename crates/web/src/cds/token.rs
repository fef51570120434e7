//! The token that a clinical system signs for each call (RFC 7519): for this address, now, and once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::systems::{Key, System, Systems};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// How far two clocks may differ, in seconds.
const APART_S: i64 = 60;
/// How long a token may be good for, in seconds: so long its name is kept.
const LONGEST_LIFE_S: i64 = 60 * 60;
/// Most names that are kept of a clinical system; beyond it none of its calls is let in until some have run out.
const MOST: usize = 100_000;

/// The tokens that came before, by issuer and by name, until they run out. No issuer takes another's room.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<String, HashMap<String, i64>>>);

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

/// What a token says; nothing of it is believed before a key has been tried.
#[derive(Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) sub: Option<String>,
    aud: Audience,
    exp: i64,
    iat: Option<i64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// For what a token has to be good.
pub(crate) struct Needed<'a> {
    /// The address that it is for.
    pub(crate) address: &'a str,
    /// The present, in seconds since 1970.
    pub(crate) now: i64,
    /// How long it may be good for, in seconds.
    pub(crate) life: i64,
    /// How many of its issuer are remembered at the same time.
    pub(crate) most: usize,
}

/// A token that was taken apart.
pub(crate) struct Signed<'t> {
    message: &'t str,
    signature: Vec<u8>,
    header: Header,
    pub(crate) claims: Claims,
}

impl<'t> Signed<'t> {
    /// Takes a token apart; nothing where it is none.
    pub(crate) fn read(token: &'t str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        Some(Self {
            message,
            signature: part(signature)?,
            header: serde_json::from_slice(&part(header)?).ok()?,
            claims: serde_json::from_slice(&part(claims)?).ok()?,
        })
    }

    /// Whether one of these keys made it, it holds now and here, and it did not come before.
    pub(crate) fn holds(self, keys: &[Key], needed: &Needed<'_>, seen: &Seen) -> bool {
        let Self { message, signature, header, claims } = self;
        // The key says which algorithm it is for; what the token says of itself only has to agree.
        let key = keys.iter().find(|key| key.id == header.kid && key.algorithm() == header.alg);
        if !key.is_some_and(|key| key.made(&signature, message.as_bytes())) {
            return false;
        }
        let for_us = match &claims.aud {
            Audience::One(one) => one == needed.address,
            Audience::Several(all) => all.iter().any(|one| one == needed.address),
        };
        let (now, life) = (needed.now, needed.life);
        let since = claims.iat.unwrap_or(now);
        let holds = now < claims.exp.saturating_add(APART_S)
            && claims.exp <= now.saturating_add(life).saturating_add(APART_S)
            && since <= now.saturating_add(APART_S)
            && claims.exp.saturating_sub(since) <= life.saturating_add(if claims.iat.is_none() { APART_S } else { 0 })
            && claims.exp >= claims.iat.unwrap_or(claims.exp);
        for_us && holds && !claims.jti.is_empty() && seen.first(claims.iss, claims.jti, claims.exp, needed)
    }
}

impl Systems {
    /// The system that signed a token for this address, if it holds now (seconds since 1970) and did not come before.
    pub(super) fn signed<'s>(&'s self, token: &str, address: &str, now: i64, seen: &Seen) -> Option<&'s System> {
        // CDS Hooks wants the moment at which a token was made.
        let signed = Signed::read(token).filter(|signed| signed.claims.iat.is_some())?;
        let system = self.all.iter().find(|system| system.iss == signed.claims.iss)?;
        let needed = Needed { address, now, life: LONGEST_LIFE_S, most: MOST };
        signed.holds(&system.keys, &needed, seen).then_some(system)
    }
}

impl Seen {
    /// Whether a name comes for the first time; it is remembered while its token could still be let in.
    fn first(&self, issuer: String, name: String, until: i64, needed: &Needed<'_>) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.entry(issuer).or_default();
        kept.retain(|_, until| needed.now < until.saturating_add(APART_S));
        kept.len() < needed.most && kept.insert(name, until).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
    };
    use serde_json::{Value, json};

    const HERE: &str = "https://care.example/cds-services/patient-view";

    fn pair() -> EcdsaKeyPair {
        let chance = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &chance).unwrap();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, made.as_ref(), &chance).unwrap()
    }

    fn systems(pair: &EcdsaKeyPair) -> Systems {
        let point = pair.public_key().as_ref();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let key = json!({ "kty": "EC", "crv": "P-384", "kid": "a", "x": text(&point[1..49]), "y": text(&point[49..]) });
        let settings =
            json!({ "systems": [{ "name": "Hospital", "iss": "https://ehr.example", "keys": { "keys": [key] } }] });
        Systems::read(settings.to_string().as_bytes()).unwrap()
    }

    fn token(pair: &EcdsaKeyPair, header: &Value, claims: &Value) -> String {
        let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", text(header), text(claims));
        let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn claims() -> Value {
        json!({ "iss": "https://ehr.example", "aud": HERE, "iat": 1000, "exp": 1300, "jti": "1" })
    }

    #[test]
    fn a_token_counts_here_now_and_once() {
        let (pair, seen) = (pair(), Seen::default());
        let systems = systems(&pair);
        let good = token(&pair, &json!({ "alg": "ES384", "kid": "a" }), &claims());
        assert!(systems.signed(&good, "https://care.example/cds-services/order-select", 1100, &seen).is_none());
        assert!(systems.signed(&good, HERE, 1500, &seen).is_none(), "run out");
        assert!(systems.signed(&good, HERE, 900, &seen).is_none(), "of the future");
        assert_eq!(systems.signed(&good, HERE, 1100, &seen).map(|system| system.name.as_str()), Some("Hospital"));
        assert!(systems.signed(&good, HERE, 1101, &seen).is_none(), "came before");
    }

    #[test]
    fn a_forged_token_is_nobodys() {
        let (ours, theirs, seen) = (pair(), pair(), Seen::default());
        let systems = systems(&ours);
        let refused = |token: &str| systems.signed(token, HERE, 1100, &seen).is_none();
        let header = json!({ "alg": "ES384", "kid": "a" });
        assert!(refused(&token(&theirs, &header, &claims())), "another key");
        for alg in ["none", "HS384", "RS384", "ES256", "es384"] {
            assert!(refused(&token(&ours, &json!({ "alg": alg, "kid": "a" }), &claims())), "{alg}");
        }
        for (name, value) in [
            ("iss", json!("https://evil.example")),
            ("aud", json!([])),
            ("exp", json!(1000 + 7200)),
            ("exp", json!(900)),
            ("jti", json!("")),
            ("iat", Value::Null),
        ] {
            let mut changed = claims();
            changed[name] = value;
            assert!(refused(&token(&ours, &header, &changed)), "{name}");
        }
        let good = token(&ours, &header, &claims());
        let (message, _) = good.rsplit_once('.').unwrap();
        assert!(refused(message) && refused(&format!("{message}.")) && refused("") && refused("a.b.c"));
        assert!(refused(&format!("{good}{}", "A".repeat(LONGEST))));
        let (header, rest) = good.split_once('.').unwrap();
        let (_, signature) = rest.split_once('.').unwrap();
        let mut changed = claims();
        changed["jti"] = json!("2");
        assert!(refused(&format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(changed.to_string()))));
        assert!(!refused(&good), "and the right one is not");
    }

    #[test]
    fn settings_say_what_is_wrong_with_them() {
        let wrong = |settings: Value| Systems::read(settings.to_string().as_bytes()).unwrap_err();
        assert!(wrong(json!({ "origins": ["*"] })).contains("no origin"));
        let entry = |key: Value| json!({ "systems": [{ "name": "A", "iss": "a", "keys": { "keys": [key] } }] });
        let small = json!({ "kty": "RSA", "kid": "s", "n": "AQAB", "e": "AQAB" });
        assert!(wrong(entry(small)).contains("`s`"));
        assert!(wrong(entry(json!({ "kty": "oct", "kid": "h", "k": "AAAA" }))).contains("`h`"));
        assert!(wrong(json!({ "sistems": [] })).contains("unknown field"));
    }
}
