//! The policy as a matrix: every seat, every act, one's own and others'. The table below is written by hand and shares
//! nothing with the code.

use super::*;

const HERE: Uuid = Uuid::from_u128(1);
const ELSEWHERE: Uuid = Uuid::from_u128(2);
const ME: Uuid = Uuid::from_u128(10);
const COLLEAGUE: Uuid = Uuid::from_u128(11);

/// For each act who may do it: a(lone), n(obody), then in the practice c(lient), t(herapist), f(ront desk), o(wner),
/// u (auditor), a therapist for a session of their own: T,
/// a clinical system: s, and a program of the practice with every scope, of a client who agreed: p. Everybody with a
/// second factor.
const TABLE: &[(Act, &str)] = &[
    (Act::Learn, "anctfouTsp"),
    (Act::SignIn, "nctfouT"),
    (Act::Feed, "anctfouT"),
    (Act::Account, "ctfouT"),
    (Act::Record, "actfouT"),
    (Act::Compute, "actfouT"),
    (Act::Advise, "asp"),
    (Act::Practices, "actfouT"),
    (Act::Found, "a"),
    (Act::Overview, "atfouT"),
    (Act::Arrange, "ao"),
    (Act::Outcomes, "atoT"),
    (Act::DaySheet, "atfoT"),
    (Act::Till, "afo"),
    (Act::Accounts, "ao"),
    (Act::Brief, "aT"),
    (Act::Treat, "aT"),
    (Act::Reception, "afoT"),
    (Act::BreakGlass, "tT"),
    (Act::Staff, "o"),
    (Act::InviteClient, "tfoT"),
    (Act::Audit, "aou"),
    (Act::Programs, "ao"),
    (Act::Times, "p"),
    (Act::Chart, "p"),
    (Act::Enter, "p"),
    (Act::Reserve, "p"),
];

fn member(role: Role, strong: bool) -> Seat {
    let therapist = (role == Role::Therapist).then_some(ME);
    let belongs = vec![Belongs { practice: HERE, roles: BTreeSet::from([role]), therapist }];
    Seat::Member(Member { person: Uuid::from_u128(99), strong, founder: false, belongs })
}

fn program(scopes: &str, patient: Option<Uuid>) -> Seat {
    let scopes = scopes.split(' ').filter_map(Scope::read).collect();
    Seat::Program(Program { practice: HERE, patient, scopes })
}

/// Reading somebody's resource, of a client who lets programs do everything.
fn reading(on: On) -> On {
    On { client: Some((ME, Lets::Add)), resource: Some(("Observation", Right::Read)), ..on }
}

fn seats() -> [(char, Seat, Uuid); 10] {
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
        ('p', program("system/*.cruds", None), COLLEAGUE),
    ]
}

#[test]
fn every_seat_may_do_what_the_table_says_and_nothing_else() {
    assert_eq!(TABLE.iter().map(|(act, _)| *act).collect::<Vec<_>>(), Act::ALL);
    for (act, who) in TABLE {
        for (name, seat, therapist) in seats() {
            let found = allowed(&seat, *act, reading(On::session(HERE, therapist)));
            assert_eq!(found.is_ok(), who.contains(name), "{act:?} by {name}: {found:?}");
        }
    }
}

#[test]
fn nothing_of_another_practice_is_there() {
    for (act, who) in TABLE {
        for (name, seat, therapist) in seats().into_iter().filter(|(name, ..)| !"ansp".contains(*name)) {
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

#[test]
fn a_program_does_what_its_scopes_and_the_client_allow_and_nothing_else() {
    let on = |kind, right, lets| On::resource(HERE, kind, right, Some((ME, lets)));
    let reads = program("system/Observation.r system/Appointment.crus", None);
    let may = |act, kind, right, lets| allowed(&reads, act, on(kind, right, lets));
    assert_eq!(may(Act::Chart, "Observation", Right::Read, Lets::Read), Ok(()));
    for (kind, right) in [("Observation", Right::Search), ("Goal", Right::Read), ("Observation", Right::Create)] {
        assert_eq!(may(Act::Chart, kind, right, Lets::Add), Err(Refusal::NotThisRole), "{kind} {right:?}");
    }
    // Without the client's word a scope opens nothing of the record; reading is not adding.
    assert_eq!(may(Act::Chart, "Observation", Right::Read, Lets::Nothing), Err(Refusal::NotThisRole));
    assert_eq!(may(Act::Enter, "Observation", Right::Read, Lets::Read), Err(Refusal::NotThisRole));
    assert_eq!(may(Act::Reserve, "Appointment", Right::Create, Lets::Nothing), Ok(()));
    assert_eq!(may(Act::Times, "Appointment", Right::Search, Lets::Nothing), Ok(()));
    // Elsewhere nothing is there, whatever the scopes.
    let elsewhere = On::resource(ELSEWHERE, "Observation", Right::Read, Some((ME, Lets::Add)));
    assert_eq!(allowed(&program("system/*.cruds", None), Act::Chart, elsewhere), Err(Refusal::NotThere));
    // One that is about one client knows no other.
    let one = program("patient/*.rs", Some(ME));
    assert_eq!(allowed(&one, Act::Chart, on("Observation", Right::Read, Lets::Read)), Ok(()));
    let other = On::resource(HERE, "Observation", Right::Read, Some((COLLEAGUE, Lets::Add)));
    assert_eq!(allowed(&one, Act::Chart, other), Err(Refusal::NotThere));
    // What a program may, a program alone may.
    for act in Act::ALL.iter().filter(|act| !matches!(act, Act::Learn | Act::Advise)) {
        let unnamed = allowed(&program("system/*.cruds", None), *act, On::practice(HERE));
        assert!(unnamed.is_err(), "{act:?} of no resource");
    }
}
