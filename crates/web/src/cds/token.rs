//! The token that a clinical system signs for each call (RFC 7519): for this address, now, and once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::systems::{System, Systems};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// How far two clocks may differ, in seconds.
const APART_S: i64 = 60;
/// How long a token may be good for, in seconds: so long its name is kept.
const LONGEST_LIFE_S: i64 = 60 * 60;
/// Most names that are kept; beyond it no call is let in until some have run out.
const MOST: usize = 100_000;

/// The tokens that came before, by issuer and name, until they run out.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<(String, String), i64>>);

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Systems {
    /// The system that signed a token for this address, if it holds now (seconds since 1970) and did not come before.
    pub(super) fn signed<'s>(&'s self, token: &str, address: &str, now: i64, seen: &Seen) -> Option<&'s System> {
        if token.len() > LONGEST {
            return None;
        }
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let header: Header = serde_json::from_slice(&part(header)?).ok()?;
        let claims: Claims = serde_json::from_slice(&part(claims)?).ok()?;
        let system = self.all.iter().find(|system| system.iss == claims.iss)?;
        // The key says which algorithm it is for; what the token says of itself only has to agree.
        let key = system.keys.iter().find(|key| key.id == header.kid && key.algorithm() == header.alg)?;
        if !key.made(&part(signature)?, message.as_bytes()) {
            return None;
        }
        let for_us = match &claims.aud {
            Audience::One(one) => one == address,
            Audience::Several(all) => all.iter().any(|one| one == address),
        };
        let holds = now < claims.exp.saturating_add(APART_S)
            && claims.iat <= now.saturating_add(APART_S)
            && claims.exp.saturating_sub(claims.iat) <= LONGEST_LIFE_S
            && claims.exp >= claims.iat;
        let fresh = for_us && holds && !claims.jti.is_empty() && seen.first((claims.iss, claims.jti), claims.exp, now);
        fresh.then_some(system)
    }
}

impl Seen {
    /// Whether a name comes for the first time; it is remembered while its token could still be let in.
    fn first(&self, name: (String, String), until: i64, now: i64) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, until| now < until.saturating_add(APART_S));
        kept.len() < MOST && kept.insert(name, until).is_none()
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
