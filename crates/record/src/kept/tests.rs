//! What is kept is what the record says, whoever wrote in between and on whatever day.

use proptest::prelude::*;
use serde_json::json;
use supple_care::{Answer, Intensity, Knowledge, Mark, QuestionId, pain::MapState, question::Kind};
use supple_store::{MasterKey, Options, PersonId, PersonKey, PinCost, Store, UtcMs};
use uuid::Uuid;

use super::{EACH, IDLE_MS, Kept, MOST_EVENTS, MOST_OF_ONE, Records, weight};
use crate::{self as record, Draft, Marked, Now, Person, Proxy};

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(|| supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// A day of the household, counted from the first one.
fn day(days: i64) -> Now {
    let start: jiff::Zoned = "2026-11-21T18:30:00+00:00[UTC]".parse().unwrap();
    Now::of(&start.checked_add(jiff::Span::new().days(days)).unwrap())
}

struct Home {
    store: Store,
    kept: Kept,
    key: PersonKey,
    _dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        let person = store.create_person("Ada", None, UtcMs(0)).unwrap();
        let key = store.unlock(person, None, UtcMs(0)).unwrap();
        Self { store, kept: Kept::default(), key, _dir: dir }
    }

    fn here(&self) -> Records<'_> {
        Records { store: &self.store, kept: Some(&self.kept) }
    }

    /// Another program on the same record, which keeps nothing.
    fn elsewhere(&self) -> Records<'_> {
        Records { store: &self.store, kept: None }
    }

    fn person(&self, records: Records<'_>, now: &Now) -> Person {
        Person::read(knowledge(), records, &self.key, now, &["Ada"]).unwrap()
    }

    fn add(&self, records: Records<'_>, now: &Now, proxy: bool, draft: Draft) -> Person {
        let lea = Proxy { name: "Lea".to_owned(), relation: "daughter".to_owned() };
        let before = self.person(records, now);
        before.write(knowledge(), records, &self.key, now, proxy.then_some(&lea), vec![draft]).unwrap()
    }
}

fn open(dir: &std::path::Path) -> Store {
    let options = Options { pin_cost: PinCost::for_tests(), ..Options::default() };
    Store::open_with(&dir.join("home.sqlite"), MasterKey::from_bytes([7; 32]), options).unwrap()
}

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Deed {
    Answer(u16, u8),
    Text(bool),
    Map(u8, u8, bool),
    Rescreen,
    Door,
    Country,
    Session(bool),
    Lesson,
    Agreement,
    /// Days pass.
    Wait(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => (any::<u16>(), 0u8..4).prop_map(|(question, answer)| Deed::Answer(question, answer)),
        1 => any::<bool>().prop_map(Deed::Text),
        3 => (0u8..60, 0u8..11, any::<bool>()).prop_map(|(place, strength, whole)| Deed::Map(place, strength, whole)),
        1 => Just(Deed::Rescreen),
        1 => Just(Deed::Door),
        1 => Just(Deed::Country),
        2 => any::<bool>().prop_map(Deed::Session),
        1 => Just(Deed::Lesson),
        1 => Just(Deed::Agreement),
        2 => (1i64..40).prop_map(Deed::Wait),
    ]
}

fn answer(question: u16, answer: u8) -> (QuestionId, Answer) {
    let known = u16::try_from(knowledge().questions.len()).unwrap();
    let id = QuestionId(question % known);
    let given = match (&knowledge().question(id).unwrap().kind, answer) {
        (_, 0) => Answer::Unknown,
        (Kind::YesNo, 1) => Answer::Yes,
        (Kind::YesNo, _) => Answer::No,
        (Kind::Choice(options), _) => Answer::Choice(answer % u8::try_from(options.len()).unwrap()),
        (Kind::Number { min, max, .. }, _) => Answer::Number((min + i32::from(answer) * 9).min(*max)),
        (Kind::Choices(_), _) => Answer::Choices(1),
        (Kind::Places | Kind::Text, _) => Answer::Unknown,
    };
    (id, given)
}

fn draft(deed: &Deed, now: &Now, session: &mut Option<Uuid>) -> Option<Draft> {
    let all = knowledge();
    Some(match deed {
        Deed::Answer(question, given) => record::answers(all, "you", &[answer(*question, *given)], &[], None),
        Deed::Text(grave) => {
            let at = all.questions.iter().position(|question| question.kind == Kind::Text)?;
            let id = QuestionId(u16::try_from(at).unwrap());
            let text = if *grave { "I want to die" } else { "It aches at night" };
            record::answers(all, "life", &[], &[(id, text.to_owned())], None)
        }
        Deed::Map(place, strength, whole) => {
            let place = supple_care::PlaceId(*place);
            let mark = Marked {
                mark: Mark {
                    place,
                    intensity: Intensity::Of(*strength),
                    numb: false,
                    spreads: supple_care::PlaceSet::NONE,
                    since: None,
                },
                qualities: Vec::new(),
                depth: None,
            };
            let map = if *whole {
                record::map_value(all, MapState::Confirmed, &[mark])
            } else {
                record::map_draft(all, &[mark], supple_care::PlaceSet::of(place))
            };
            record::answers(all, "map", &[], &[], Some(map))
        }
        Deed::Rescreen => record::rescreen(),
        Deed::Door => record::door("d1"),
        Deed::Country => record::country("DE"),
        Deed::Session(true) => {
            let id = now.event("x", json!({}), supple_store::Who::Self_).id;
            *session = Some(id);
            record::session_started(id, &json!({ "what": "tonight" }), serde_json::Map::new())
        }
        Deed::Session(false) => record::session_ended(&session.take()?.to_string(), Some(5), serde_json::Map::new()),
        Deed::Lesson => record::lesson("Lea", None),
        Deed::Agreement => {
            let rules = all.rules.iter().zip(0u16..).filter(|(rule, _)| rule.liftable).take(3);
            record::agreement(
                all,
                &supple_care::Clearance {
                    by: "Noor, neurologist".to_owned(),
                    from: now.today,
                    until: now.today.plus(20),
                    rules: rules.map(|(_, index)| supple_care::RuleId(index)).collect(),
                    max_pressure: Some(2),
                    max_minutes: None,
                    words: String::new(),
                },
            )
        }
        Deed::Wait(_) => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_the_record_says(deeds in prop::collection::vec((deed(), any::<[bool; 3]>()), 1..30)) {
        let home = Home::new();
        let (mut days, mut session) = (0, None);
        for (deed, [other, proxy, dropped]) in deeds {
            if let Deed::Wait(passed) = deed {
                days += passed;
            }
            let now = day(days);
            if dropped {
                home.kept.forget(home.key.person());
            }
            if let Some(draft) = draft(&deed, &now, &mut session) {
                let records = if other { home.elsewhere() } else { home.here() };
                let after = home.add(records, &now, proxy, draft);
                prop_assert_eq!(format!("{:?}", home.person(home.elsewhere(), &now)), format!("{after:?}"));
            }
            let (kept, fresh) = (home.person(home.here(), &now), home.person(home.elsewhere(), &now));
            prop_assert_eq!(format!("{kept:?}"), format!("{fresh:?}"));
        }
    }
}

#[test]
fn an_erased_person_is_not_kept() {
    let home = Home::new();
    home.add(home.here(), &day(0), false, record::door("d1"));
    assert_eq!(home.kept.size(), (EACH + 1, 1));
    home.store.erase(home.key.person(), UtcMs(1)).unwrap();
    assert!(Person::read(knowledge(), home.here(), &home.key, &day(0), &[]).is_err());
    assert_eq!(home.kept.size(), (0, 0));
}

#[test]
fn a_record_that_was_put_back_is_read_anew() {
    let home = Home::new();
    home.add(home.here(), &day(0), false, record::door("d1"));
    let copy = tempfile::tempdir().unwrap();
    home.store.backup(&copy.path().join("home.sqlite")).unwrap();
    home.add(home.here(), &day(0), false, record::door("d2"));
    // The older copy, and one that went on otherwise: what is kept is neither's.
    let older = open(copy.path());
    let there = Records { store: &older, kept: Some(&home.kept) };
    assert_eq!(home.person(there, &day(0)).record.door.as_deref(), Some("d1"));
    home.person(home.here(), &day(0));
    home.add(Records { store: &older, kept: None }, &day(0), false, record::door("d3"));
    assert_eq!(home.person(there, &day(0)).record.door.as_deref(), Some("d3"));
}

#[test]
fn a_name_beside_the_record_is_not_kept_with_it() {
    let home = Home::new();
    let grave = Person::read(knowledge(), home.here(), &home.key, &day(0), &["I want to die2"]).unwrap();
    assert!(grave.crisis());
    assert!(!home.person(home.here(), &day(0)).crisis());
    grave.write(knowledge(), home.here(), &home.key, &day(0), None, vec![record::door("d1")]).unwrap();
    assert!(!home.person(home.here(), &day(0)).crisis());
}

#[test]
fn what_is_kept_is_bounded_and_does_not_stay() {
    let home = Home::new();
    let person = home.add(home.here(), &day(0), false, record::door("d1"));
    let (_, mark) = home.store.events_marked(&home.key).unwrap();
    let others: Vec<_> = (0..2 * MOST_EVENTS / weight(&person))
        .map(|number| Uuid::from_u128(u128::try_from(number).unwrap()).to_string().parse::<PersonId>().unwrap())
        .collect();
    for (id, at) in others.iter().zip(0..) {
        home.kept.keep(*id, mark, person.clone(), UtcMs(at));
        assert!(home.kept.size().0 <= MOST_EVENTS);
    }
    assert!(home.kept.find(others[0], UtcMs(0)).is_none(), "the one that was idle longest made room");
    assert!(home.kept.find(others[others.len() - 1], UtcMs(0)).is_some());
    let late = UtcMs(i64::MAX / 2);
    home.kept.keep(others[0], mark, person, late);
    assert_eq!(home.kept.size().1, 1, "nothing idle stays beyond {IDLE_MS} ms");
}

#[test]
fn one_very_long_record_is_kept_beside_the_others() {
    let home = Home::new();
    let person = home.add(home.here(), &day(0), false, record::door("d1"));
    let (_, mark) = home.store.events_marked(&home.key).unwrap();
    let id = |number: u128| Uuid::from_u128(number).to_string().parse::<PersonId>().unwrap();
    let long = |events: usize| {
        let mut long = person.clone();
        let ids = &mut std::sync::Arc::make_mut(&mut long.record).ids;
        ids.extend((0..u128::try_from(events).unwrap()).map(Uuid::from_u128));
        long
    };
    home.kept.keep(id(1), mark, long(100_000), UtcMs(1));
    for (other, at) in (2..2_000).zip(2..) {
        home.kept.keep(id(other), mark, person.clone(), UtcMs(at));
    }
    let now = UtcMs(2_000);
    assert!(home.kept.find(id(1), now).is_some(), "short ones do not push it out");
    assert!(home.kept.size().0 <= MOST_EVENTS && home.kept.find(id(1_999), now).is_some());
    // One alone, not longer than it may be, and not idle for ever.
    home.kept.keep(id(3), mark, long(50_000), now);
    assert!(home.kept.find(id(1), now).is_none() && home.kept.find(id(3), now).is_some());
    home.kept.keep(id(4), mark, long(MOST_OF_ONE), now);
    assert!(home.kept.find(id(4), now).is_none() && home.kept.find(id(3), now).is_some());
    home.kept.keep(id(5), mark, person, UtcMs(i64::MAX / 2));
    assert_eq!(home.kept.size().1, 1);
    home.kept.forget(id(5));
    assert_eq!(home.kept.size(), (0, 0));
}

#[test]
fn a_page_of_a_very_long_record_reads_what_is_new_and_nothing_else() {
    let home = Home::new();
    let events = (0..20_000_u128).map(|nth| supple_store::NewEvent {
        id: Uuid::from_u128(nth + 1),
        at: UtcMs(1_790_000_000_000),
        zone: "UTC".to_owned(),
        kind: "door.chosen".to_owned(),
        version: 1,
        who: supple_store::Who::Self_,
        payload: json!({ "door": "d1" }),
    });
    home.store.append_many(&home.key, events.collect()).unwrap();
    let opened = home.person(home.here(), &day(0));
    assert_eq!(opened.record.steps.len(), 20_000);
    // The same record is handed on, not one that was read and folded again.
    let again = home.person(home.here(), &day(0));
    assert!(std::sync::Arc::ptr_eq(&opened.record, &again.record));
    let after = home.add(home.here(), &day(0), false, record::door("d2"));
    assert_eq!(home.person(home.here(), &day(0)).record.steps.len(), 20_001);
    assert!(std::sync::Arc::ptr_eq(&after.record, &home.person(home.here(), &day(0)).record));
}
