//! The public key of a passkey, as it is sent (COSE, RFC 9053 and 8230) and kept.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use minicbor::{Decoder, data::Type};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::{Deserialize, Serialize};

use super::data::ENTRIES;

/// The algorithms that are asked for, the best known first (IANA COSE Algorithms).
pub(crate) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// A public key, its numbers in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alg", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum PublicKey {
    /// On the curve P-256.
    Es256 { x: String, y: String },
    /// On the curve Ed25519.
    EdDsa { x: String },
    /// RSA of at least 2048 bits.
    Rs256 { n: String, e: String },
}

/// A value of the map.
enum Part<'b> {
    Number(i64),
    Bytes(&'b [u8]),
}

impl PublicKey {
    /// Reads one; nothing where it is of another kind, or says a thing twice.
    pub(super) fn read(decoder: &mut Decoder<'_>) -> Option<Self> {
        let entries = decoder.map().ok()?.filter(|entries| *entries <= ENTRIES)?;
        let mut parts: BTreeMap<i64, Part<'_>> = BTreeMap::new();
        for _ in 0..entries {
            let name = decoder.i64().ok()?;
            let part = match decoder.datatype().ok()? {
                Type::Bytes => Part::Bytes(decoder.bytes().ok()?),
                _ => Part::Number(decoder.i64().ok()?),
            };
            if parts.insert(name, part).is_some() {
                return None;
            }
        }
        let number = |name| match parts.get(&name) {
            Some(Part::Number(number)) => Some(*number),
            _ => None,
        };
        let bytes = |name, least: usize, most: usize| match parts.get(&name) {
            Some(Part::Bytes(bytes)) => (least..=most).contains(&bytes.len()).then(|| URL_SAFE_NO_PAD.encode(bytes)),
            _ => None,
        };
        // The kind of key, the algorithm and the curve have to agree.
        match (number(1)?, number(3)?, number(-1)) {
            (2, ES256, Some(1)) => Some(Self::Es256 { x: bytes(-2, 32, 32)?, y: bytes(-3, 32, 32)? }),
            (1, EDDSA, Some(6)) => Some(Self::EdDsa { x: bytes(-2, 32, 32)? }),
            (3, RS256, None) => Some(Self::Rs256 { n: bytes(-1, 256, 1024)?, e: bytes(-2, 1, 8)? }),
            _ => None,
        }
    }

    /// Whether it signed a message.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let part = |text: &String| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        match self {
            Self::Es256 { x, y } => {
                let point = [vec![4], part(x), part(y)].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::EdDsa { x } => UnparsedPublicKey::new(&ED25519, part(x)).verify(message, signature).is_ok(),
            Self::Rs256 { n, e } => {
                let key = RsaPublicKeyComponents { n: part(n), e: part(e) };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}
