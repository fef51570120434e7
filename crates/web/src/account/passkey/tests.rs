use proptest::{collection::vec, prelude::*};

use super::{For, made::*, *};

/// What a thing is made to say.
type Lie = fn(&mut Thing);

const HOST: &str = "care.example";
const NOW: UtcMs = UtcMs(1_795_285_800_000);

fn party() -> Party {
    let mode = Mode::Practice { host: HOST.to_owned(), behind_proxy: true, setup: None };
    Party::of(&mode).unwrap()
}

fn added(thing: &Thing, open: &mut Challenges) -> Result<Passkey, NotAccepted> {
    let asked = open.ask(For::Adding, NOW).unwrap();
    let [client, object] = thing.made(&asked);
    Passkey::made(&party(), open, &Made { client: &client, object: &object }, "phone".to_owned(), NOW)
}

fn uses(passkey: &mut Passkey, thing: &mut Thing, open: &mut Challenges) -> Result<(), NotAccepted> {
    let asked = open.ask(For::SignIn, NOW).unwrap();
    let [client, data, signature] = thing.used(&asked);
    passkey.take(&party(), open, &Used { client: &client, data: &data, signature: &signature }, NOW)
}

#[test]
fn a_passkey_of_either_curve_is_made_kept_and_used() {
    for pair in [curve(), edwards()] {
        let (mut thing, mut open) = (Thing::new(pair, HOST), Challenges::default());
        let passkey = added(&thing, &mut open).unwrap();
        assert_eq!(passkey.id, encoded(&thing.id));
        let kept = serde_json::to_string(&passkey).unwrap();
        let mut passkey: Passkey = serde_json::from_str(&kept).unwrap();
        assert_eq!(uses(&mut passkey, &mut thing, &mut open), Ok(()));
        assert_eq!(uses(&mut passkey, &mut thing, &mut open), Ok(()), "one that never counts says 0");
        thing.pair = curve();
        assert_eq!(uses(&mut passkey, &mut thing, &mut open), Err(NotAccepted::Forged));
    }
}

#[test]
fn rsa_is_read_and_checked_and_short_keys_are_not() {
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let n = part(N);
    let cose = |n: &[u8]| {
        let length = u16::try_from(n.len()).unwrap().to_be_bytes();
        [&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59][..], &length, n, &[0x21, 0x43, 1, 0, 1]].concat()
    };
    let key = PublicKey::read(&mut minicbor::Decoder::new(&cose(&n))).unwrap();
    assert!(key.signed(b"a back is warm", &part(SIGNATURE)));
    assert!(!key.signed(b"a back is cold", &part(SIGNATURE)));
    assert!(PublicKey::read(&mut minicbor::Decoder::new(&cose(&n[..128]))).is_none());
}

#[test]
fn a_challenge_is_answered_once_in_time_and_for_what_it_was_asked() {
    let (mut thing, mut open) = (Thing::new(curve(), HOST), Challenges::default());
    let mut passkey = added(&thing, &mut open).unwrap();
    let take = |passkey: &mut Passkey, open: &mut Challenges, sent: &[String; 3], now: UtcMs| {
        let [client, data, signature] = sent;
        passkey.take(&party(), open, &Used { client, data, signature }, now)
    };
    let asked = open.ask(For::SignIn, NOW).unwrap();
    let sent = thing.used(&asked);
    assert_eq!(take(&mut passkey, &mut Challenges::default(), &sent, NOW), Err(NotAccepted::Late), "another visit");
    assert_eq!(take(&mut passkey, &mut open, &sent, NOW), Ok(()));
    assert_eq!(take(&mut passkey, &mut open, &sent, NOW), Err(NotAccepted::Late), "replayed");
    let asked = open.ask(For::SignIn, NOW).unwrap();
    let sent = thing.used(&asked);
    let late = UtcMs(NOW.0 + CHALLENGE_MS + 1);
    assert_eq!(take(&mut passkey, &mut open, &sent, late), Err(NotAccepted::Late));
    let asked = open.ask(For::Adding, NOW).unwrap();
    let sent = thing.used(&asked);
    assert_eq!(take(&mut passkey, &mut open, &sent, NOW), Err(NotAccepted::Late), "asked for another thing");
    let first = open.ask(For::SignIn, NOW).unwrap();
    (0..CHALLENGES).for_each(|_| drop(open.ask(For::SignIn, NOW)));
    let sent = thing.used(&first);
    assert_eq!(take(&mut passkey, &mut open, &sent, NOW), Err(NotAccepted::Late), "too many are open");
}

#[test]
fn other_places_pages_and_unrecognised_people_are_refused() {
    let mut open = Challenges::default();
    let mut thing = Thing::new(curve(), HOST);
    let mut passkey = added(&thing, &mut open).unwrap();
    let lies: [(Lie, NotAccepted); 9] = [
        (|it| it.origin = "https://evil.example".to_owned(), NotAccepted::Elsewhere),
        (|it| it.origin = "http://care.example".to_owned(), NotAccepted::Elsewhere),
        (|it| it.origin = "https://care.example:8443".to_owned(), NotAccepted::Elsewhere),
        (|it| it.origin = "https://care.example.evil.example".to_owned(), NotAccepted::Elsewhere),
        (|it| it.party = "evil.example".to_owned(), NotAccepted::Elsewhere),
        (|it| it.kind = Some("payment.get"), NotAccepted::Elsewhere),
        (|it| it.flags = PRESENT, NotAccepted::Nobody),
        (|it| it.flags = RECOGNISED, NotAccepted::Nobody),
        (|it| it.flags |= 0x10, NotAccepted::Unread),
    ];
    for (lie, why) in lies {
        let mut other = Thing::new(curve(), HOST);
        lie(&mut other);
        assert_eq!(added(&other, &mut open).err(), Some(why));
        std::mem::swap(&mut other.pair, &mut thing.pair);
        assert_eq!(uses(&mut passkey, &mut other, &mut open), Err(why));
        std::mem::swap(&mut other.pair, &mut thing.pair);
    }
    assert_eq!(uses(&mut passkey, &mut thing, &mut open), Ok(()), "and the right one is not");
}

#[test]
fn one_that_counts_backwards_is_marked_and_opens_nothing_any_more() {
    let (mut thing, mut open) = (Thing::new(curve(), HOST), Challenges::default());
    thing.count = 5;
    let mut passkey = added(&thing, &mut open).unwrap();
    thing.count = 6;
    assert_eq!(uses(&mut passkey, &mut thing, &mut open), Ok(()));
    assert_eq!(uses(&mut passkey, &mut thing, &mut open), Err(NotAccepted::Doubled));
    thing.count = 9;
    assert_eq!(uses(&mut passkey, &mut thing, &mut open), Err(NotAccepted::Doubled));
    assert!(passkey.doubled);
}

#[test]
fn whatever_is_cut_changed_or_huge_is_refused_and_nothing_falls_over() {
    let (thing, mut open) = (Thing::new(curve(), HOST), Challenges::default());
    let object = thing.object();
    let mut takes = |object: &[u8]| {
        let asked = open.ask(For::Adding, NOW).unwrap();
        let [client, _] = thing.made(&asked);
        Passkey::made(&party(), &mut open, &Made { client: &client, object: &encoded(object) }, String::new(), NOW)
    };
    assert!(takes(&object).is_ok());
    for end in 0..object.len() {
        assert_eq!(takes(&object[..end]).err(), Some(NotAccepted::Unread), "{end}");
    }
    assert_eq!(takes(&[object.as_slice(), &[0]].concat()).err(), Some(NotAccepted::Unread), "something behind its end");
    assert_eq!(takes(&vec![0xbf; SENT_MAX]).err(), Some(NotAccepted::Unread));
    assert_eq!(takes(&[0x9b; 4096]).err(), Some(NotAccepted::Unread), "maps that announce more than there is");
    assert_eq!(takes(&vec![0x81; 8192]).err(), Some(NotAccepted::Unread), "deep");
    for at in 0..object.len() {
        for bit in 0..8 {
            let mut changed = object.clone();
            changed[at] ^= 1 << bit;
            drop(takes(&changed));
        }
    }
    for text in ["", "*", "a===", "{}"] {
        let made = Made { client: text, object: text };
        assert_eq!(Passkey::made(&party(), &mut open, &made, String::new(), NOW).err(), Some(NotAccepted::Unread));
    }
}

/// A value in CBOR, deep, wide or lying about its length.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let head = |major: u8, length: u64| [vec![major << 5 | 27], length.to_be_bytes().to_vec()].concat();
    let leaf = prop_oneof![
        any::<[u8; 2]>().prop_map(|bytes| bytes.to_vec()),
        any::<i16>().prop_map(|number| self::number(i64::from(number))),
        vec(any::<u8>(), 0..80).prop_map(|bytes| self::bytes(&bytes)),
        prop_oneof![Just("authData"), Just("fmt"), Just("")].prop_map(self::text),
        (0u8..8, any::<u64>()).prop_map(move |(major, length)| head(major, length)),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        (2u8..7, 0u64..3, vec(inner, 0..8)).prop_map(move |(major, more, parts)| {
            let entries = u64::try_from(parts.len()).unwrap() / if major == 5 { 2 } else { 1 };
            [head(major, entries + more), parts.concat()].concat()
        })
    })
}

proptest! {
    #[test]
    fn nothing_that_anybody_sends_is_taken_for_a_passkey_that_does_not_open(
        object in prop_oneof![value(), vec(any::<u8>(), 0..600)],
        (cut, with) in (0usize..400, vec(any::<u8>(), 0..40)),
        flags in any::<u8>(),
    ) {
        let thing = Thing::new(edwards(), HOST);
        // As it comes; in the place of the key; over a part of a right one; and behind other flags.
        let right = thing.object();
        let data = right.len() - thing.key().len();
        let mut over = right.clone();
        let end = (cut + with.len()).min(over.len());
        over.splice(cut.min(end)..end, with);
        let mut flagged = right.clone();
        flagged[right.len() - thing.key().len() - thing.id.len() - 18 - 5] = flags;
        for sent in [object.clone(), [&right[..data], &object].concat(), over, flagged] {
            let mut open = Challenges::default();
            let asked = open.ask(For::Adding, NOW).unwrap();
            let [client, _] = thing.made(&asked);
            let made = Made { client: &client, object: &encoded(&sent) };
            let Ok(mut passkey) = Passkey::made(&party(), &mut open, &made, String::new(), NOW) else { continue };
            // What is taken has the id and the key of the thing, unless those are what was changed: then nothing opens it.
            let mut used = Thing::new(curve(), HOST);
            prop_assert_ne!(uses(&mut passkey, &mut used, &mut open), Ok(()));
        }
        // The same bytes as what a thing says, and as what a browser says.
        let mut open = Challenges::default();
        let mut passkey = added(&thing, &mut open).unwrap();
        let (was, said) = (passkey.clone(), encoded(&object));
        let used = Used { client: &said, data: &said, signature: &said };
        prop_assert_eq!(passkey.take(&party(), &mut open, &used, NOW), Err(NotAccepted::Unread));
        let asked = open.ask(For::SignIn, NOW).unwrap();
        let [client, ..] = Thing::new(edwards(), HOST).used(&asked);
        let used = Used { client: &client, data: &said, signature: &said };
        prop_assert!(passkey.take(&party(), &mut open, &used, NOW).is_err());
        prop_assert_eq!(passkey, was);
    }
}

#[test]
fn passkeys_are_for_the_configured_name_alone_and_a_number_is_none() {
    let of = |host: &str| Party::of(&Mode::Practice { host: host.to_owned(), behind_proxy: true, setup: None });
    let places = |host: &str| of(host).map(|party| (party.id, party.origins));
    let one = |id: &str, origins: &[&str]| Some((id.to_owned(), origins.iter().map(|it| (*it).to_owned()).collect()));
    assert_eq!(places("care.example"), one("care.example", &["https://care.example"]));
    assert_eq!(places("care.example:443"), one("care.example", &["https://care.example"]));
    assert_eq!(places("care.example:8443"), one("care.example", &["https://care.example:8443"]));
    assert_eq!(places("localhost:7"), one("localhost", &["https://localhost:7", "http://localhost:7"]));
    assert_eq!((of("192.0.2.1:7878"), of("[2001:db8::1]:7878"), Party::of(&Mode::Alone)), (None, None, None));
}

const N: &str = "47g5lcEAhXvJDGHXyciAu8c-QdmVE-_3WUrDsj4EH7V_n5HAmzDoyW1Pbk75E3Uv1jjQwvn3s-J1UHz-VqZq425Zrk0mUTqB6NrodZ9RcMm1MBRlKic7gjlZ3S11k42O2ekOSgTBzttAZOsTyXHG6Qm9ZjnwbgXV0tSZn0gBcN3CingFebtS3zdSOAC7n3h9J31MqcEmxg1rQSvunYmHcicaUgAoyOczIFUH3OZW1oIsHRRizPL7E_xJJ8cmEZB9vp-wSSMOz_EPpWGWA_DqWDWZE_MpSiMmHjd9lNGF74BBM9h5VA5CbyIAfYGRl4bPGFK6mpmzKxhc7yhcrA1hsQ";
const SIGNATURE: &str = "VtEGvi9oZ0Ctk2slU8IXqEdooKr7O-4BejnFv8vtCSSjvbzIEiBLNQfc0X1VYZ6Jth3_oh5mpJIS8u_6aoFPhW-QpUiOQ1z5MYEh2a4rlkeRiiXhzLaQ0fMpnjbl7uGsbeC-tD4t99gxdY2hm16Nq__AxZyshC5rRyh1AoYN_mkzSQ-9p0-SFohbPa-14ClI_eGrVWEc-Gd8L_xvKMI3WkM8Z2Tnad0R8BLnFlri3rELVP2rBfcYZZXoU1Yrb51iTIT83QWO0fW1HReTXO1NU7-utEWWnnLkD5QqdFn7K84qIfPHfSWhefMGIRWEWA7Q30uYPMM2lqjjLaLrlMR1CA";
