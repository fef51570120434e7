//! The contract of what stands around the log: finding, erasing, taking along, and the knowledge of then.

use supple_store::{Contact, UtcMs};

use crate::common::{Home, NOW, number};
use crate::contract::Record;

pub(crate) fn people_are_found_by_name_mail_and_telephone(record: &impl Record) {
    let store = record.store();
    let key = record.unlock(record.create("Léa de la Tour", NOW).unwrap());
    let other = record.create("Lea Martin", NOW).unwrap();
    let contact = Contact { mail: Some("Lea@Example.org".to_owned()), phone: Some("+33 6 12 34 56 78".to_owned()) };
    store.set_contact(&key, contact.clone()).unwrap();
    assert_eq!(store.contact(&key).unwrap(), contact);
    let found = |text: &str| store.find(text, 10).unwrap().into_iter().map(|line| line.id).collect::<Vec<_>>();
    assert_eq!(found("lea").len(), 2);
    assert_eq!(store.find("lea", 1).unwrap().len(), 1);
    for text in ["LEA DE LA TOUR", "tour lea", "lea@example.org", "06 12 34 56 78"] {
        assert_eq!(found(text), [key.person()], "{text}");
    }
    for text in ["le", "leatour", "", " ", "example", "0612345", "\u{0}"] {
        assert_eq!(found(text), [], "{text}");
    }
    record.rename(&key, "Léa Dupont").unwrap();
    assert_eq!((found("tour"), found("dupont"), found("martin")), (vec![], vec![key.person()], vec![other]));
    assert_eq!(found("lea@example.org"), [key.person()], "a new name leaves the address");
}

pub(crate) fn the_erased_are_gone_and_stay_gone(record: &impl Record) {
    let store = record.store();
    let key = record.person();
    record.append(&key, number(0)).unwrap();
    assert!(store.erase(key.person(), NOW).unwrap().now);
    assert_eq!(record.people(), []);
    assert!(store.find("Ada", 5).unwrap().is_empty());
    assert!(record.append(&key, number(1)).is_err() && record.events_after(&key, 0).is_err());
    assert!(store.unlock(key.person(), None, NOW).is_err() && store.set_pin(&key, "4711").is_err());
    let report = record.verify_all();
    assert!(report.is_whole() && report.events == 1, "{report:?}");
    assert!(!store.erase(key.person(), UtcMs(0)).unwrap().now);
    assert_eq!(store.erased_at(key.person()), Ok(Some(NOW)));
}

pub(crate) fn a_record_is_taken_along_and_comes_back(record: &impl Record) {
    let store = record.store();
    let key = record.person();
    record.append_many(&key, (0..3).map(number).collect()).unwrap();
    let exported = store.export(&key).unwrap();
    let elsewhere = Home::new();
    let other = elsewhere.open();
    let there = other.import(exported.clone(), NOW).unwrap();
    assert_eq!(other.export(&there).unwrap(), exported);
    // Coming back adds what happened elsewhere and nothing twice.
    other.append(&there, number(9)).unwrap();
    store.import(other.export(&there).unwrap(), NOW).unwrap();
    assert_eq!(record.events(&key).len(), 4);
}

pub(crate) fn knowledge_is_kept_once_and_never_replaced(record: &impl Record) {
    let store = record.store();
    assert_eq!(store.knowledge("0123").unwrap(), None);
    store.keep_knowledge("0123", b"first".to_vec()).unwrap();
    store.keep_knowledge("0123", b"second".to_vec()).unwrap();
    store.keep_knowledge("0456", vec![0; 100_000]).unwrap();
    assert_eq!(store.knowledge("0123").unwrap(), Some(b"first".to_vec()));
    assert_eq!(store.knowledge_versions().unwrap(), ["0123", "0456"]);
}

pub(crate) fn of_two_who_bring_somebody_at_once_one_gives_the_name(record: &impl Record) {
    let store = record.store();
    let elsewhere = Home::new();
    for nth in 0..6 {
        let other = elsewhere.open();
        let person = other.create_person(&format!("Nobody {nth}"), None, NOW).unwrap();
        let taken = other.export(&other.unlock(person, None, NOW).unwrap()).unwrap();
        std::thread::scope(|scope| {
            for name in ["Alpha", "Gamma", "Omega"] {
                let from = supple_store::Portable { name: format!("{name} {nth}"), ..taken.clone() };
                scope.spawn(move || assert!(store.import(from, NOW).is_ok()));
            }
        });
        let name = store.name_of(person).unwrap().unwrap();
        assert_eq!(store.find(&name, 9).unwrap().len(), 1);
    }
    assert!(record.verify_all().is_whole());
}

pub(crate) fn somebody_made_again_is_nobody_else(record: &impl Record) {
    let store = record.store();
    let id = supple_store::Store::fresh_person().unwrap();
    let made = |name: &str| store.create_person_as(id, name, Some("12345678"), NOW);
    assert_eq!(made("Ada").unwrap(), id);
    let key = store.unlock(id, Some("12345678"), NOW).unwrap();
    store.append(&key, number(1)).unwrap();
    assert_eq!(made("Bea").unwrap(), id, "the answer was lost, and it is sent again");
    let people = record.people();
    assert_eq!(people.iter().map(|line| (line.id, line.name.as_deref())).collect::<Vec<_>>(), [(id, Some("Ada"))]);
    let key = store.unlock(id, Some("12345678"), NOW).unwrap();
    assert_eq!(record.events(&key).len(), 1);
    assert_ne!(supple_store::Store::fresh_person().unwrap(), id);
}
