//! What lies outside: programs of others that are told or asked something. This room says what is sent and reads what comes back;
//! how it travels, and where it may go, is for whoever runs the program.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Where to: an address that begins with `https://`.
    pub url: String,
    /// What stands before the body, beside what the way itself needs.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for a `GET`.
    pub body: Vec<u8>,
    /// How much of an answer is read, in bytes; a longer one is [`NotSent::Large`]. With 0 nothing of it is read, however long it is.
    pub most: usize,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The status (RFC 9110). A redirect is an answer like others: nothing follows it.
    pub status: u16,
    /// For how long not to come again, in seconds, where that was said.
    pub again_after_s: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The address is none that begins with `https://`, or holds a name or a password.
    Address,
    /// The name is not known.
    Unknown,
    /// It lies in a network that is not everybody's, and nobody has allowed that.
    Private,
    /// No connection, or it broke.
    Unreachable,
    /// Whoever is there has no certificate for that name.
    Certificate,
    /// It took too long.
    Slow,
    /// The answer is too large.
    Large,
}

/// The way to programs of others.
pub trait Outside: Send + Sync {
    /// Sends something, and waits for what comes back; seconds at most.
    ///
    /// # Errors
    /// Why nothing came back.
    fn send(&self, sent: &Sent) -> Result<Came, NotSent>;
}

/// No way to anybody.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Outside for Nowhere {
    fn send(&self, _sent: &Sent) -> Result<Came, NotSent> {
        Err(NotSent::Unreachable)
    }
}

/// Whether an address is everybody's: none of a house, a company, this computer or a special purpose (the special-purpose registries of
/// IANA, RFC 6890). What is not known to be everybody's is not.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 224;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // 2000::/3 is what is given out; in it lie protocol assignments (2001::/23), documentation and addresses that hold another.
    let given_out = a & 0xe000 == 0x2000;
    let special = (a == 0x2001 && (b < 0x200 || b == 0xdb8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_everybody_are_public() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::10.0.0.1",
        ];
        for text in private {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "198.20.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
