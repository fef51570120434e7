//! The policy as a matrix: every seat, every act, one's own and others'. The table below is written by hand and shares
//! nothing with the code.

use super::*;

const HERE: Uuid = Uuid::from_u128(1);
const ELSEWHERE: Uuid = Uuid::from_u128(2);
const ME: Uuid = Uuid::from_u128(10);
const COLLEAGUE: Uuid = Uuid::from_u128(11);

/// For each act who may do it: a(lone), n(obody), then in the practice c(lient), t(herapist), f(ront desk), o(wner),
/// u (auditor), a therapist for a session of their own: T,
/// and a clinical system: s. Everybody with a second factor.
const TABLE: &[(Act, &str)] = &[
    (Act::Learn, "anctfouTs"),
    (Act::SignIn, "nctfouT"),
    (Act::Feed, "anctfouT"),
    (Act::Account, "ctfouT"),
    (Act::Record, "actfouT"),
    (Act::Compute, "actfouT"),
    (Act::Advise, "as"),
    (Act::Practices, "actfouT"),
    (Act::Found, "a"),
    (Act::Overview, "atfouT"),
    (Act::Arrange, "ao"),
    (Act::Outcomes, "atoT"),
    (Act::DaySheet, "atfoT"),
    (Act::Brief, "aT"),
    (Act::Treat, "aT"),
    (Act::Reception, "afoT"),
    (Act::BreakGlass, "tT"),
    (Act::Staff, "o"),
    (Act::InviteClient, "tfoT"),
    (Act::Audit, "aou"),
];

fn member(role: Role, strong: bool) -> Seat {
    let therapist = (role == Role::Therapist).then_some(ME);
    let belongs = vec![Belongs { practice: HERE, roles: BTreeSet::from([role]), therapist }];
    Seat::Member(Member { person: Uuid::from_u128(99), strong, founder: false, belongs })
}

fn seats() -> [(char, Seat, Uuid); 9] {
    [
        ('a', Seat::Alone, COLLEAGUE),
        ('n', Seat::Nobody, COLLEAGUE),
        ('c', member(Role::Client, true), COLLEAGUE),
        ('t', member(Role::Therapist, true), COLLEAGUE),
        ('f', member(Role::FrontDesk, true), COLLEAGUE),
        ('o', member(Role::Owner, true), COLLEAGUE),
        ('u', member(Role::Auditor, true), COLLEAGUE),
        ('T', member(Role::Therapist, true), ME),
        ('s', Seat::System, COLLEAGUE),
    ]
}

#[test]
fn every_seat_may_do_what_the_table_says_and_nothing_else() {
    assert_eq!(TABLE.iter().map(|(act, _)| *act).collect::<Vec<_>>(), Act::ALL);
    for (act, who) in TABLE {
        for (name, seat, therapist) in seats() {
            let found = allowed(&seat, *act, On::session(HERE, therapist));
            assert_eq!(found.is_ok(), who.contains(name), "{act:?} by {name}: {found:?}");
        }
    }
}

#[test]
fn nothing_of_another_practice_is_there() {
    for (act, who) in TABLE {
        for (name, seat, therapist) in seats().into_iter().filter(|(name, ..)| !"ans".contains(*name)) {
            // What everybody may do in no practice is about no practice.
            let anywhere = who.contains('c') || [Act::Found, Act::Advise].contains(act);
            let found = allowed(&seat, *act, On::session(ELSEWHERE, therapist));
            assert_eq!(found == Err(Refusal::NotThere), !anywhere, "{act:?} by {name}: {found:?}");
        }
    }
}

#[test]
fn nobody_works_without_a_second_factor_and_everybody_reaches_their_own() {
    for (act, who) in TABLE {
        for role in Role::ALL {
            let (strong, weak) = (member(role, true), member(role, false));
            let (with, without) =
                (allowed(&strong, *act, On::session(HERE, ME)), allowed(&weak, *act, On::session(HERE, ME)));
            match with {
                Ok(()) if who.contains('c') => assert_eq!(without, Ok(()), "{act:?} by {role:?}"),
                Ok(()) => assert_eq!(without, Err(Refusal::SecondFactor), "{act:?} by {role:?}"),
                refused => assert_eq!(without, refused, "{act:?} by {role:?}"),
            }
        }
    }
}

#[test]
fn a_founder_makes_practices_and_sees_none_by_that() {
    let founder = |strong| Seat::Member(Member { person: ME, strong, founder: true, belongs: Vec::new() });
    assert_eq!(allowed(&founder(true), Act::Found, On::SELF), Ok(()));
    assert_eq!(allowed(&founder(false), Act::Found, On::SELF), Err(Refusal::SecondFactor));
    assert_eq!(allowed(&founder(true), Act::Overview, On::practice(HERE)), Err(Refusal::NotThere));
}

#[test]
fn two_roles_are_both() {
    let belongs =
        vec![Belongs { practice: HERE, roles: BTreeSet::from([Role::Owner, Role::Therapist]), therapist: Some(ME) }];
    let seat = Seat::Member(Member { person: ME, strong: true, founder: false, belongs });
    assert_eq!(allowed(&seat, Act::Arrange, On::practice(HERE)), Ok(()));
    assert_eq!(allowed(&seat, Act::Treat, On::session(HERE, ME)), Ok(()));
    assert_eq!(allowed(&seat, Act::Brief, On::session(HERE, COLLEAGUE)), Err(Refusal::NotThisRole));
}
