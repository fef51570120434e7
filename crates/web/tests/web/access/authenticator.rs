//! A thing that holds a passkey, written from the standard (WebAuthn level 2, CTAP 2, RFC 8949) and not from the program.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};

pub(crate) const PRESENT: u8 = 0x01;
pub(crate) const RECOGNISED: u8 = 0x04;
pub(crate) const MADE: u8 = 0x40;

pub(crate) enum Pair {
    Curve(EcdsaKeyPair),
    Edwards(Ed25519KeyPair),
}

/// The thing, with what it would say of itself; a test changes it to lie.
pub(crate) struct Thing {
    pub(crate) pair: Pair,
    pub(crate) id: Vec<u8>,
    pub(crate) count: u32,
    pub(crate) flags: u8,
    pub(crate) party: String,
    pub(crate) origin: String,
    pub(crate) kind: Option<&'static str>,
}

/// The beginning of a value of a kind: its length, or the number itself.
fn head(major: u8, number: usize) -> Vec<u8> {
    let start = major << 5;
    match number {
        0..24 => vec![start | u8::try_from(number).unwrap()],
        24..256 => vec![start | 24, u8::try_from(number).unwrap()],
        _ => [vec![start | 25], u16::try_from(number).unwrap().to_be_bytes().to_vec()].concat(),
    }
}

pub(crate) fn number(number: i64) -> Vec<u8> {
    if number < 0 { head(1, usize::try_from(-1 - number).unwrap()) } else { head(0, usize::try_from(number).unwrap()) }
}

pub(crate) fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len()), bytes.to_vec()].concat()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    [head(3, text.len()), text.as_bytes().to_vec()].concat()
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn curve() -> Pair {
    let chance = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).unwrap();
    Pair::Curve(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &chance).unwrap())
}

pub(crate) fn edwards() -> Pair {
    let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    Pair::Edwards(Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap())
}

impl Thing {
    pub(crate) fn new(pair: Pair, host: &str) -> Self {
        let id = digest(&SHA256, host.as_bytes()).as_ref()[..20].to_vec();
        let (party, origin) = (host.to_owned(), format!("https://{host}"));
        Self { pair, id, count: 0, flags: PRESENT | RECOGNISED, party, origin, kind: None }
    }

    fn client(&self, usual: &str, challenge: &str) -> String {
        let kind = self.kind.unwrap_or(usual);
        let origin = &self.origin;
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false,"more":[1]}}"#)
    }

    fn data(&self, flags: u8, rest: &[u8]) -> Vec<u8> {
        let party = digest(&SHA256, self.party.as_bytes());
        [party.as_ref(), &[flags], &self.count.to_be_bytes(), rest].concat()
    }

    pub(crate) fn key(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Curve(pair) => {
                let point = pair.public_key().as_ref();
                let parts = [
                    (1, number(2)),
                    (3, number(-7)),
                    (-1, number(1)),
                    (-2, bytes(&point[1..33])),
                    (-3, bytes(&point[33..])),
                ];
                [head(5, 5), parts.into_iter().flat_map(|(name, part)| [number(name), part].concat()).collect()]
                    .concat()
            }
            Pair::Edwards(pair) => {
                let parts = [(1, number(1)), (3, number(-8)), (-1, number(6)), (-2, bytes(pair.public_key().as_ref()))];
                [head(5, 4), parts.into_iter().flat_map(|(name, part)| [number(name), part].concat()).collect()]
                    .concat()
            }
        }
    }

    /// What it says when it is made.
    pub(crate) fn object(&self) -> Vec<u8> {
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let made = [[0; 16].as_slice(), &length, &self.id, &self.key()].concat();
        let data = self.data(self.flags | MADE, &made);
        [head(5, 3), text("fmt"), text("none"), text("attStmt"), head(5, 0), text("authData"), bytes(&data)].concat()
    }

    /// What a browser sends when it is made: the client's data and the object.
    pub(crate) fn made(&self, challenge: &str) -> [String; 2] {
        [encoded(self.client("webauthn.create", challenge).as_bytes()), encoded(&self.object())]
    }

    /// What a browser sends when it is used: the client's data, the thing's, and the signature.
    pub(crate) fn used(&mut self, challenge: &str) -> [String; 3] {
        let client = self.client("webauthn.get", challenge);
        let data = self.data(self.flags, &[]);
        let message = [data.as_slice(), digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = match &self.pair {
            Pair::Curve(pair) => pair.sign(&SystemRandom::new(), &message).unwrap().as_ref().to_vec(),
            Pair::Edwards(pair) => pair.sign(&message).as_ref().to_vec(),
        };
        [encoded(client.as_bytes()), encoded(&data), encoded(&signature)]
    }
}
