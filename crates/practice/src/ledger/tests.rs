use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    Minutes, Moment, Span,
    policy::{Because, Percent, Policy},
};

const TODAY: Date = date(2026, 11, 23);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn booking(state: State) -> Booking {
    let hands = Span { from: Moment(0), until: Moment(12) };
    Booking {
        client: id(1),
        therapist: id(2),
        room: None,
        service: id(3),
        course: None,
        hands,
        whole: hands,
        made: Moment(0),
        state,
        policy: Policy::default(),
        screened: None,
        late: Minutes(0),
        offered: None,
    }
}

fn five() -> Package {
    Package { id: id(9), name: "Five".to_owned(), service: id(3), sessions: 2, price: 10_000, valid_days: 90 }
}

#[test]
fn a_session_costs_what_became_of_it() {
    let of = |state, price| cost(&booking(state), price).map(|cost| (cost.percent, cost.amount));
    assert_eq!(of(State::Done { minutes: Minutes(60) }, Some(6001)), Some((100, 6001)));
    assert_eq!(of(State::NoShow { fee: Percent(50) }, Some(6001)), Some((50, 3001)), "halves are rounded up");
    let cancelled = |fee| State::Cancelled { why: Because::Client, fee: Percent(fee) };
    assert_eq!([of(cancelled(0), Some(6001)), of(State::Booked, Some(6001))], [None, None]);
    assert_eq!(of(State::Done { minutes: Minutes(60) }, None), None, "no price, nothing owed");
    assert_eq!(of(cancelled(100), Some(u32::MAX)), Some((100, i64::from(u32::MAX))));
}

#[test]
fn amounts_are_read_as_they_are_written() {
    assert_eq!(["60", "60.5", "60,50", "0", "060.00"].map(|it| read(it, 2)), [6000, 6050, 6050, 0, 6000].map(Some));
    let wrong = ["", "-1", "60.505", "6 0", "1e3", "60.", "10000000", "999999999999999999999", "+1", "\u{663}"];
    assert_eq!(wrong.map(|it| read(it, 2).is_some()), wrong.map(|it| it == "60."));
    assert_eq!((read("60.5", 0), read("60", 0), written(60, 0)), (None, Some(60), "60".to_owned()));
    assert_eq!((written(-5, 2), written(1234, 3)), ("-0.05".to_owned(), "1.234".to_owned()));
    assert_eq!(["USD", "JPY", "KWD", "usd", "EURO", ""].map(digits), [Some(2), Some(0), Some(3), None, None, None]);
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(amount in 0..=MOST, digits in 0u32..4) {
        prop_assert_eq!(read(&written(amount, digits), digits), Some(amount));
    }
}

/// Something that somebody at the till tries.
fn tried() -> impl Strategy<Value = (u8, u64, u128, i64, i64)> {
    (0u8..6, 1u64..12, 1u128..5, -1i64..12_000, 0i64..120)
}

proptest! {
    #[test]
    fn whatever_is_tried_nothing_is_used_or_paid_twice_and_receipts_have_no_holes(
        all in prop::collection::vec(tried(), 1..60),
        sessions in prop::collection::vec((1u128..3, 3u128..5, 0u8..3), 4),
    ) {
        // Sessions 1 to 4: whose, of which service, and what of their price is owed.
        let owed = |session: u128| {
            let (client, service, part) = sessions[usize::try_from(session - 1).unwrap()];
            let percent = [0, 50, 100][usize::from(part)];
            (percent > 0).then(|| (id(client), id(service), Cost { percent, amount: 60 * i64::from(percent) }))
        };
        let (mut lines, mut day) = (Vec::<Line>::new(), TODAY);
        let mut taken_in = 0;
        for (kind, number, session, amount, later) in all {
            day = day.saturating_add(jiff::Span::new().days(later / 40));
            let client = id(1 + u128::from(number % 2));
            let reason = "a mistake".to_owned();
            let entry = match kind {
                0 => Entry::Sold { client, package: five(), until: day.saturating_add(jiff::Span::new().days(later)) },
                1 => Entry::Used { sale: number, booking: id(session) },
                2 => Entry::GivenBack { used: number },
                3 if amount % 2 == 0 => Entry::Paid { client, for_what: For::Sale(number), amount, how: How::Cash },
                3 => Entry::Paid { client, for_what: For::Session(id(session)), amount, how: How::Card },
                4 => Entry::PaidBack { payment: number, reason },
                _ => Entry::Unsold { sale: number, reason },
            };
            let books = Books::of(&lines);
            if books.check(&entry, day, owed(session)).is_ok() {
                if let Entry::Paid { amount, .. } = &entry {
                    taken_in += amount;
                }
                if let Entry::PaidBack { payment, .. } = &entry {
                    taken_in -= books.payment(*payment).unwrap().amount;
                }
                lines.push(Line { number: lines.len() as u64 + 1, on: day, entry });
            }
        }
        let books = Books::of(&lines);
        for sale in books.sales.values() {
            prop_assert!(sale.used <= sale.package.sessions && (0..=sale.package.price).contains(&sale.paid));
            prop_assert_eq!(sale.left(day) + sale.expired(day) + sale.used, sale.package.sessions);
            let used = books.used.values().filter(|(_, of)| *of == sale.number).count();
            prop_assert_eq!(used, usize::from(sale.used));
        }
        for session in 1..=4 {
            let paid = books.paid.get(&id(session)).copied().unwrap_or(0);
            prop_assert!(paid >= 0 && (paid == 0 || !books.used.contains_key(&id(session))), "settled twice");
            prop_assert!(paid <= owed(session).map_or(0, |(_, _, cost)| cost.amount));
        }
        let numbers: Vec<u64> = books.receipts.iter().map(|receipt| receipt.number).collect();
        prop_assert_eq!(numbers, (1..=books.receipts.len() as u64).collect::<Vec<_>>());
        prop_assert_eq!(books.receipts.iter().map(|receipt| receipt.amount).sum::<i64>(), taken_in);
        let held: i64 = books.sales.values().map(|sale| sale.paid).chain(books.paid.values().copied()).sum();
        prop_assert_eq!(held, taken_in, "what was paid is what things were paid for");
    }
}
