use proptest::prelude::*;
use supple_care::{Day, Sheet, question::Kind};

use super::*;

const FROM: PersonId = PersonId::from_uuid(Uuid::from_u128(7));
const OWN: PersonId = PersonId::from_uuid(Uuid::from_u128(8));
const NOON: i64 = 1_795_262_400_000;
const DAY_MS: i64 = 86_400_000;

fn base() -> &'static Knowledge {
    static BASE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    BASE.get_or_init(|| supple_knowledge::embedded().unwrap())
}

fn event(person: PersonId, seq: usize, day: i64, kind: &str, payload: Value) -> Event {
    let id = Uuid::from_u128((person.as_uuid().as_u128() << 32) | u128::try_from(seq).unwrap());
    Event {
        id,
        person,
        seq: u64::try_from(seq).unwrap(),
        at: UtcMs(NOON + day * DAY_MS + i64::try_from(seq).unwrap()),
        zone: "UTC".to_owned(),
        kind: kind.to_owned(),
        version: 1,
        who: Who::Self_,
        payload,
    }
}

fn says(person: PersonId, all: &[(i64, &str, &str)]) -> Vec<Event> {
    let one = |(nth, (day, question, answer)): (usize, &(i64, &str, &str))| {
        event(person, nth + 1, *day, kinds::ANSWERS, json!({ "page": "general", "answers": { *question: answer } }))
    };
    all.iter().enumerate().map(one).collect()
}

/// The record after what is brought was taken.
fn after(own: &[Event], brought: &Brought) -> Vec<Event> {
    let mut all = own.to_vec();
    for new in brought.events.clone() {
        let NewEvent { id, at, zone, kind, version, who, payload } = new;
        let seq = u64::try_from(all.len() + 1).unwrap();
        all.push(Event { id, person: OWN, seq, at, zone, kind, version, who, payload });
    }
    all
}

fn answer(events: &[Event], question: &str) -> Answer {
    let record = Record::fold(base(), events);
    record.answers.get(&base().question_id(question).unwrap()).map_or(Answer::NotAsked, |given| given.answer)
}

#[test]
fn what_was_not_answered_is_taken_with_its_day_and_who_said_it() {
    let mut theirs = says(FROM, &[(0, "cancer_ever", "yes"), (1, "fever", "unknown"), (2, "cancer_ever", "no")]);
    theirs[1].who = Who::Proxy { name: "Bo".to_owned(), relation: "son".to_owned() };
    let brought = brought(base(), &[], FROM, &theirs);
    let all = after(&[], &brought);
    assert_eq!((answer(&all, "cancer_ever"), answer(&all, "fever")), (Answer::No, Answer::Unknown));
    assert_eq!(all.len(), 2, "what was corrected there is not brought");
    assert_eq!((all[0].at, &all[0].who, all[0].id), (theirs[1].at, &theirs[1].who, theirs[1].id));
    let sheet = |events: &[Event]| Record::fold(base(), events).sheet(base(), Day(20_780)).0;
    assert_eq!(sheet(&all), sheet(&theirs));
}

#[test]
fn older_takes_nothing_back_and_later_makes_nothing_less_cautious() {
    let own = says(OWN, &[(5, "cancer_ever", "yes"), (5, "fever", "no"), (5, "pregnant", "no")]);
    let older = says(FROM, &[(4, "cancer_ever", "no"), (4, "fever", "yes"), (4, "osteoporosis", "yes")]);
    let took = brought(base(), &own, FROM, &older);
    let all = after(&own, &took);
    assert_eq!((answer(&all, "cancer_ever"), answer(&all, "fever")), (Answer::Yes, Answer::No));
    assert_eq!(answer(&all, "osteoporosis"), Answer::Yes);
    assert_eq!((took.taken.len(), took.stays.len()), (1, 2), "and that is said");
    let later = says(FROM, &[(6, "cancer_ever", "no"), (6, "fever", "yes"), (6, "pregnant", "unknown")]);
    let all = after(&own, &brought(base(), &own, FROM, &later));
    assert_eq!((answer(&all, "cancer_ever"), answer(&all, "fever")), (Answer::Yes, Answer::Yes));
    assert_eq!(answer(&all, "pregnant"), Answer::Unknown);
}

#[test]
fn history_is_taken_whole_or_not_at_all_and_nothing_ends_a_hold_that_a_practice_told_of() {
    let session = json!({ "session": Uuid::from_u128(5).to_string() });
    let mut theirs = vec![
        event(FROM, 1, 0, kinds::STARTED, session.clone()),
        event(FROM, 2, 0, kinds::ENDED, session.clone()),
        event(FROM, 3, 1, outcomes::REVIEW, json!({ "way": "continue" })),
        event(
            FROM,
            4,
            1,
            kinds::AGREEMENT,
            json!({ "by": "x", "from": "2026-11-01", "until": "2026-12-01", "rules": [] }),
        ),
        event(FROM, 5, 1, "kind.of-another-version", json!({})),
    ];
    let alone = brought(base(), &[], FROM, &theirs);
    assert_eq!((alone.events.len(), alone.sessions, alone.told), (3, 1, 1));
    assert_eq!((alone.agreements_left, alone.unknown_left, alone.history_left), (1, 1, 0));
    let treated =
        vec![event(OWN, 1, 0, given::GIVEN, json!({ "session": Uuid::from_u128(6).to_string(), "telling": 1 }))];
    let kinds_of = |all: &Brought| all.events.iter().map(|event| event.kind.clone()).collect::<Vec<_>>();
    let beside = brought(base(), &treated, FROM, &theirs);
    assert_eq!(kinds_of(&beside), [kinds::STARTED, kinds::ENDED]);
    let own = vec![event(OWN, 1, 0, outcomes::NOTED, json!({ "what": "fall", "day": "2026-11-01" }))];
    let none = brought(base(), &own, FROM, &theirs);
    assert!(none.is_empty() && none.history_left == 3 && !none.mentions);
    // What went on there after it was taken is taken then.
    let first = after(&[], &alone);
    theirs.push(event(FROM, 6, 2, outcomes::NOTED, json!({ "what": "fall", "day": "2026-11-01" })));
    assert_eq!(brought(base(), &first, FROM, &theirs).events.len(), 1);
}

/// What asks for caution by itself comes in any case, whatever the account has of its own.
#[test]
fn a_sign_a_fall_and_the_wish_to_see_a_doctor_are_never_left_behind() {
    let session = |id: u128| json!(Uuid::from_u128(id).to_string());
    let sign = |id: u128| json!({ "session": session(id), "what": ["something-unheard-of"], "bad": "severe" });
    let names = json!({ "instrument": "psfs", "names": { "a": "I want to die" }, "answers": {} });
    let theirs = vec![
        event(FROM, 1, 0, kinds::STARTED, json!({ "session": session(5) })),
        event(FROM, 2, 1, outcomes::REACTION, sign(5)),
        event(FROM, 3, 1, outcomes::REACTION, sign(6)),
        event(FROM, 4, 2, outcomes::GONE, json!({ "session": session(6) })),
        event(FROM, 5, 2, outcomes::NOTED, json!({ "what": "fall", "day": "2026-11-20" })),
        event(FROM, 6, 3, outcomes::CHECK_IN, names),
        event(FROM, 7, 3, outcomes::REVIEW, json!({ "way": "doctor" })),
    ];
    let plan = json!({ "course": "low-back", "wishes": {} });
    let given = json!({ "session": session(9), "telling": 1 });
    for (own, sessions) in [
        (vec![event(OWN, 1, 0, kinds::PLAN, plan)], 0),
        (vec![event(OWN, 1, 2, outcomes::REVIEW, json!({ "way": "continue" }))], 0),
        (vec![event(OWN, 1, 0, given::GIVEN, given)], 1),
    ] {
        let took = brought(base(), &own, FROM, &theirs);
        let all = after(&own, &took);
        let now = Record::fold(base(), &all);
        assert_eq!((took.sessions, took.mentions), (sessions, sessions == 0));
        assert!(now.hold(base(), &Sheet::new(Day(20_783)), Day(20_783)).is_some());
        let open: Vec<Uuid> = now.outcomes.open_signs(0).iter().map(|sign| sign.session).collect();
        assert!(open.contains(&Uuid::from_u128(5)), "{open:?}");
        assert!(now.outcomes.happened.iter().any(|happened| happened.what == "fall"));
        assert!(now.ids.contains(&theirs[6].id) && brought(base(), &all, FROM, &theirs).is_empty());
    }
    // What was said here later than the file stands.
    let own = vec![event(OWN, 1, 5, outcomes::REVIEW, json!({ "way": "continue" }))];
    let now = Record::fold(base(), &after(&own, &brought(base(), &own, FROM, &theirs)));
    assert_eq!(now.outcomes.reviews.len(), 1);
}

#[test]
fn places_come_together_and_what_is_typed_otherwise_is_told() {
    let says = |person, day, question: &str, value: Value| {
        event(person, 1, day, kinds::ANSWERS, json!({ "page": "general", "answers": { question: value } }))
    };
    let (low, hand) = ("low-back-left", "mid-back-left");
    let place = |name: &str| base().place_id(name).map(supple_care::PlaceSet::of).unwrap();
    for (own, theirs, comes) in [
        (json!([hand]), json!([hand, low]), Some(Answer::Places(place(hand).or(place(low))))),
        (json!([hand]), json!([low]), Some(Answer::Places(place(hand).or(place(low))))),
        (json!([hand, low]), json!([low]), None),
        (json!([hand]), json!("unknown"), Some(Answer::Unknown)),
        (json!("unknown"), json!([low]), None),
    ] {
        let own = vec![says(OWN, 0, "wound_where", own)];
        let took = brought(base(), &own, FROM, &[says(FROM, 1, "wound_where", theirs)]);
        let before = answer(&own, "wound_where");
        assert_eq!(answer(&after(&own, &took), "wound_where"), comes.unwrap_or(before));
        assert_eq!(took.stays.first().map(|stays| stays.3), comes.is_none().then_some(Stays::Milder));
    }
    let own = vec![says(OWN, 0, "age", json!(44))];
    let took = brought(base(), &own, FROM, &[says(FROM, 1, "age", json!(45))]);
    assert_eq!((took.stays.first().map(|stays| stays.3), took.taken.len()), (Some(Stays::Other), 0));
    let typed = |person, text: &str| {
        let payload = json!({ "page": "life", "answers": {}, "texts": { "own_words": text } });
        vec![event(person, 1, 0, kinds::ANSWERS, payload)]
    };
    let took = brought(base(), &typed(OWN, "It aches"), FROM, &typed(FROM, "I want to die"));
    assert!(took.mentions && took.texts_stay.len() == 1 && took.is_empty());
}

#[test]
fn what_a_therapist_entered_elsewhere_is_brought_by_the_person() {
    let mut theirs = says(FROM, &[(0, "cancer_ever", "yes")]);
    let (practice, therapist) = (Uuid::from_u128(1), Uuid::from_u128(2));
    theirs[0].who = Who::Therapist { practice, place: "Room".to_owned(), therapist, name: "Cleo".to_owned() };
    assert_eq!(brought(base(), &[], FROM, &theirs).events[0].who, Who::Self_);
}

#[test]
fn another_record_than_before_and_one_from_the_future_are_noticed() {
    let [origin, _] = origin(FROM, 3);
    let own = vec![event(OWN, 1, 0, origin.kind, origin.payload)];
    assert!(!brought(base(), &own, FROM, &[]).other_before);
    assert!(brought(base(), &own, OWN, &[]).other_before);
    let theirs = says(FROM, &[(0, "fever", "no"), (2, "fever", "no")]);
    assert_eq!(super::after(&theirs, UtcMs(NOON + DAY_MS)), Some(theirs[1].at));
    assert_eq!(super::after(&theirs, UtcMs(NOON + 2 * DAY_MS)), None);
}

/// How cautious an answer is, for comparing two of one question; nothing where neither is the more cautious.
fn caution(question: QuestionId, answer: Answer) -> Option<u32> {
    let question = base().question(question).unwrap();
    match (question.polarity, answer) {
        (Polarity::Risk, Answer::No | Answer::Choice(0)) | (Polarity::Relief, Answer::Yes) => Some(0),
        (Polarity::Risk, Answer::Choice(option)) => Some(u32::from(option)),
        (Polarity::Risk, Answer::Choices(options)) => Some(options.count_ones()),
        (Polarity::Risk, Answer::Places(places)) => Some(u32::try_from(places.iter().count()).unwrap()),
        (Polarity::Risk, Answer::Unknown) if question.kind != Kind::YesNo => Some(u32::MAX),
        (Polarity::Risk | Polarity::Relief, Answer::Unknown) => Some(1),
        (Polarity::Risk, Answer::Yes) | (Polarity::Relief, Answer::No) => Some(2),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever both records say: no answer of the account becomes less cautious, none is replaced by an older one, its decision is as
    /// cautious as with its gaps filled alone, and taking it twice is taking it once.
    #[test]
    fn what_is_brought_makes_nothing_less_cautious_and_twice_is_once(
        own in proptest::collection::vec((any::<u16>(), 0u8..5, 0i64..6), 0..40),
        theirs in proptest::collection::vec((any::<u16>(), 0u8..5, 0i64..6), 0..40),
    ) {
        let knowledge = base();
        let count = u16::try_from(knowledge.questions.len()).unwrap();
        let told = |person: PersonId, mut all: Vec<(u16, u8, i64)>| -> Vec<Event> {
            all.sort_by_key(|(_, _, day)| *day);
            let one = |(nth, (at, say, day)): (usize, (u16, u8, i64))| {
                let question = knowledge.question(QuestionId(at % count)).unwrap();
                let value = match (&question.kind, say) {
                    (_, 4) => json!("unknown"),
                    (Kind::YesNo, _) => json!(["no", "yes", "unknown", "no"][usize::from(say)]),
                    (Kind::Choice(options), _) => json!(options[usize::from(say) % options.len()].id),
                    (Kind::Choices(options), _) => json!([options[usize::from(say) % options.len()].id]),
                    (Kind::Number { min, .. }, _) => json!(min + i32::from(say)),
                    (Kind::Places, _) => {
                        let name = |at: usize| knowledge.places[at].id.clone();
                        json!([name(usize::from(say)), name(usize::from(at) % knowledge.places.len())])
                    }
                    (Kind::Text, _) => Value::Null,
                };
                event(person, nth + 1, day, kinds::ANSWERS, json!({ "page": "general", "answers": { question.id.clone(): value } }))
            };
            all.into_iter().enumerate().map(one).collect()
        };
        let (own, theirs) = (told(OWN, own), told(FROM, theirs));
        let took = brought(knowledge, &own, FROM, &theirs);
        let all = after(&own, &took);
        let (before, now) = (Record::fold(knowledge, &own), Record::fold(knowledge, &all));
        let mut gaps = Sheet::new(Day(20_790));
        let mut full = gaps.clone();
        for (id, given) in &now.answers {
            full.set(*id, given.answer);
            let told = before.answers.get(id).filter(|told| told.answer != Answer::NotAsked);
            gaps.set(*id, told.map_or(given.answer, |told| told.answer));
            let Some(told) = told else { continue };
            prop_assert!(given.on >= told.on);
            if let (Answer::Places(was), Answer::Places(is)) = (told.answer, given.answer) {
                prop_assert!(was.without(is).is_empty());
            }
            if given.answer != told.answer {
                prop_assert!(caution(*id, given.answer) > caution(*id, told.answer), "{:?} {:?}", told.answer, given.answer);
            }
        }
        let asks = |sheet: &Sheet| supple_care::screen(knowledge, sheet).disposition;
        prop_assert!(asks(&full) >= asks(&gaps));
        let again = brought(knowledge, &all, FROM, &theirs);
        prop_assert!(again.is_empty(), "{:?}", again.taken);
        prop_assert!(now.answers.len() >= before.answers.len());
    }
}
