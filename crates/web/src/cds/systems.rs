//! Which clinical systems may ask, with the keys that they sign with, and which web pages may ask from a browser.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA384, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use uuid::Uuid;

use crate::smart::{self, Clinic};

/// The clinical systems that a practice lets ask, and those that can be asked. Nobody, unless settings say so.
#[derive(Clone, Debug, Default)]
pub struct Systems {
    pub(super) all: Vec<System>,
    pub(super) origins: Vec<String>,
    /// From which clinics a person may fetch their record.
    pub(crate) clinics: Vec<Clinic>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct System {
    pub(super) name: String,
    pub(super) iss: String,
    /// Whose audit its feedback goes to.
    pub(super) practice: Option<Uuid>,
    pub(super) keys: Vec<Key>,
}

/// A public key, with its name.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(super) id: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// ES384: a point, uncompressed.
    P384(Vec<u8>),
    /// RS384: modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    systems: Vec<Entry>,
    #[serde(default)]
    clinics: Vec<smart::Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    iss: String,
    practice: Option<Uuid>,
    keys: Set,
}

/// A JWK set (RFC 7517), of which only public keys for signatures are read.
#[derive(Deserialize)]
struct Set {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

/// The keys of a JWK set.
///
/// # Errors
/// What is wrong with them, for whoever wrote them.
pub(crate) fn keys(set: &str) -> Result<Vec<Key>, String> {
    let set: Set = serde_json::from_str(set).map_err(|error| error.to_string())?;
    set.keys.into_iter().map(Key::of).collect()
}

impl Systems {
    /// Reads the settings.
    ///
    /// # Errors
    /// What is wrong with them, for whoever wrote them.
    pub fn read(settings: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(settings).map_err(|error| error.to_string())?;
        for origin in &file.origins {
            let is = ["https://", "http://localhost"].iter().any(|start| origin.starts_with(start));
            if !is || origin.matches('/').count() != 2 {
                return Err(format!("`{origin}` is no origin, as in https://sandbox.example"));
            }
        }
        let all = file.systems.into_iter().map(System::of).collect::<Result<Vec<_>, _>>()?;
        let clinics = file.clinics.into_iter().map(Clinic::of).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { all, origins: file.origins, clinics })
    }

    /// Whether a page from there may ask from a browser.
    pub(super) fn lets(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }
}

impl System {
    fn of(entry: Entry) -> Result<Self, String> {
        let keys = entry.keys.keys.into_iter().map(Key::of).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() || entry.iss.is_empty() {
            return Err(format!("`{}` needs an issuer and a key", entry.name));
        }
        Ok(Self { name: entry.name, iss: entry.iss, practice: entry.practice, keys })
    }
}

impl Key {
    fn of(jwk: Jwk) -> Result<Self, String> {
        let bytes = |field: &Option<String>| field.as_ref().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let point = |x: Vec<u8>, y: Vec<u8>| (x.len() == 48 && y.len() == 48).then(|| [&[4], &x[..], &y[..]].concat());
        let kind = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("EC", Some("P-384")) => bytes(&jwk.x).zip(bytes(&jwk.y)).and_then(|(x, y)| point(x, y)).map(Kind::P384),
            // RFC 8017: at least 2048 bits; ring refuses less, and this says so at the start.
            ("RSA", _) => {
                bytes(&jwk.n).zip(bytes(&jwk.e)).filter(|(n, _)| n.len() >= 256).map(|(n, e)| Kind::Rsa(n, e))
            }
            _ => None,
        };
        let why = || format!("the key `{}` is neither of P-384 nor an RSA key of 2048 bits", jwk.kid);
        Ok(Self { kind: kind.ok_or_else(why)?, id: jwk.kid })
    }

    /// The one algorithm that it is for.
    pub(super) const fn algorithm(&self) -> &'static str {
        match self.kind {
            Kind::P384(_) => "ES384",
            Kind::Rsa(..) => "RS384",
        }
    }

    /// Whether it made a signature.
    pub(super) fn made(&self, signature: &[u8], message: &[u8]) -> bool {
        match &self.kind {
            Kind::P384(point) => {
                UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point).verify(message, signature).is_ok()
            }
            Kind::Rsa(n, e) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA384, message, signature).is_ok()
            }
        }
    }
}
