//! Erased is erased: in the file, in the log, in memory, and after an older backup was put back.

use rusqlite::Connection;
use supple_store::{
    BrokenLink, BrokenWhy, Contact, EraseError, NewEvent, Options, PersonId, PinError, ReadError, Store, UtcMs,
    VerifyError,
};

use crate::common::{Home, NOW, fresh_id, holds, master, number, open, options, saying, somebody};

const LATER: UtcMs = UtcMs(NOW.0 + 86_400_000);

fn wrapped(home: &Home) -> Vec<u8> {
    let conn = Connection::open(home.path()).unwrap();
    conn.query_row("SELECT key_wrapped FROM person", (), |row| row.get(0)).unwrap()
}

fn witnessed(home: &Home) -> Options {
    Options { witness: Some(home.dir.path().join("witness.sqlite")), ..options() }
}

#[test]
fn nothing_of_an_erased_person_can_be_opened() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    let contact = Contact { mail: Some("ada@example.org".to_owned()), phone: Some("+33 6 12 34 56 78".to_owned()) };
    store.set_contact(&key, contact).unwrap();
    let event = number(0);
    store.append(&key, event.clone()).unwrap();
    let before = wrapped(&home);
    assert!(holds(&home.all_bytes(), &before));

    let erased = store.erase(person, LATER).unwrap();
    assert!(erased.now && erased.scrubbed);
    assert_eq!(store.erased_at(person), Ok(Some(LATER)));
    assert_eq!(store.unlock(person, None, NOW).err(), Some(PinError::Erased { person }));
    assert_eq!(store.people().unwrap(), []);
    for text in ["Ada", "ada@example.org", "0612345678"] {
        assert_eq!(store.find(text, 10).unwrap(), [], "{text}");
    }
    // A key that is still in memory reads nothing, writes nothing and brings nobody back.
    assert_eq!(store.events(&key), Err(ReadError::UnknownPerson { person }));
    assert!(store.append(&key, number(1)).is_err() && store.append(&key, event).is_err());
    assert!(store.set_pin(&key, "4711").is_err() && store.remove_pin(&key).is_err());
    assert!(store.rename(&key, "Ada").is_err() && store.contact(&key).is_err());
    assert_eq!(store.unlock(person, None, NOW).err(), Some(PinError::Erased { person }));
    // The key has left the file and its log; the chain is whole, and it can be proved that it was the program.
    assert!(!holds(&home.all_bytes(), &before));
    assert_eq!(store.verify(person), Ok(1));
    drop(store);
    assert!(!holds(&home.all_bytes(), &before));
    assert!(home.open().verify_all().unwrap().is_whole());
}

#[test]
fn erasing_twice_keeps_the_first_day_and_nobody_is_said() {
    let home = Home::new();
    let store = home.open();
    let (person, _) = somebody(&store);
    assert!(store.erase(person, NOW).unwrap().now);
    assert!(!store.erase(person, LATER).unwrap().now);
    assert_eq!(store.erased_at(person), Ok(Some(NOW)));
    let stranger = PersonId::from_uuid(fresh_id());
    assert_eq!(store.erase(stranger, NOW), Err(EraseError::UnknownPerson { person: stranger }));
}

#[test]
fn erasing_one_leaves_the_others_alone() {
    let home = Home::new();
    let store = home.open();
    let ((ada, _), ben) = (somebody(&store), store.create_person("Ben", None, NOW).unwrap());
    let key = store.unlock(ben, None, NOW).unwrap();
    store.append(&key, number(0)).unwrap();
    store.erase(ada, NOW).unwrap();
    assert_eq!(store.people().unwrap().len(), 1);
    assert_eq!(store.find("Ben", 10).unwrap()[0].id, ben);
    assert_eq!(store.events(&key).unwrap().len(), 1);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn destruction_is_not_taken_for_erasure() {
    let destroyed = |change: &str| {
        let home = Home::new();
        let (person, _) = somebody(&home.open());
        Connection::open(home.path()).unwrap().execute_batch(change).unwrap();
        let Err(VerifyError::Broken(link)) = home.open().verify(person) else { panic!("not found: {change}") };
        assert_eq!(link.seq, None);
        link.why
    };
    let all = "key_wrapped = NULL, profile_sealed = NULL";
    assert_eq!(destroyed("UPDATE person SET key_wrapped = NULL"), BrokenWhy::Key);
    assert_eq!(destroyed("UPDATE person SET profile_sealed = NULL"), BrokenWhy::Profile);
    let forged = format!("DELETE FROM lookup; UPDATE person SET {all}, erased_at_ms = 1, erased_mac = randomblob(32)");
    assert_eq!(destroyed(&forged), BrokenWhy::Key);
    assert_eq!(destroyed("DELETE FROM lookup"), BrokenWhy::Lookup);
    assert_eq!(destroyed("UPDATE lookup SET tag = randomblob(16) WHERE field = 1"), BrokenWhy::Lookup);
}

#[test]
fn an_older_database_does_not_bring_anybody_back() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    store.erase(person, LATER).unwrap();
    drop(store);
    // Put back by hand, without the program's help.
    std::fs::copy(&backup, home.path()).unwrap();
    let store = open(&home.path(), witnessed(&home));
    assert_eq!(store.unlock(person, None, NOW).err(), Some(PinError::Erased { person }));
    assert_eq!(store.erased_at(person), Ok(Some(LATER)));
    assert!(store.verify_all().unwrap().is_whole());
    // Without the witness the older database is all there is: stated in docs/decisions/0010.
    std::fs::remove_file(home.path()).unwrap();
    std::fs::copy(&backup, home.path()).unwrap();
    let store = open(&home.path(), options());
    assert!(store.unlock(person, None, NOW).is_ok());
}

#[test]
fn a_witness_that_is_ahead_of_the_database_finishes_the_erasing() {
    // The program died between the witness and the database: the database is as it was before.
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let (person, _) = somebody(&store);
    drop(store);
    let before = std::fs::read(home.path()).unwrap();
    open(&home.path(), witnessed(&home)).erase(person, LATER).unwrap();
    std::fs::write(home.path(), before).unwrap();
    let store = open(&home.path(), witnessed(&home));
    assert_eq!(store.erased_at(person), Ok(Some(LATER)));
}

#[test]
fn whom_the_database_knows_as_erased_stays_so_where_the_witness_was_lost() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let (person, _) = somebody(&store);
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    store.erase(person, LATER).unwrap();
    drop(store);
    let again = || Options { new_witness: Some(LATER), ..witnessed(&home) };
    std::fs::remove_file(home.dir.path().join("witness.sqlite")).unwrap();
    let restored = Store::restore(&backup, &home.path(), &master(), again()).unwrap();
    assert_eq!(restored.erased_again, 1);
    assert_eq!(open(&home.path(), witnessed(&home)).erased_before(), Ok(vec![(person, LATER)]));
}

#[test]
fn restoring_erases_again_and_says_what_is_lost() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let ((ada, _), ben) = (somebody(&store), store.create_person("Ben", None, NOW).unwrap());
    let key = store.unlock(ben, None, NOW).unwrap();
    store.append(&key, number(0)).unwrap();
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    store.append_many(&key, vec![number(1), number(2)]).unwrap();
    store.erase(ada, LATER).unwrap();
    drop(store);
    let report = Store::prove_backup(&backup, &master()).unwrap();
    assert!(report.is_whole());
    assert_eq!((report.people, report.events), (2, 1));

    let restored = Store::restore(&backup, &home.path(), &master(), witnessed(&home)).unwrap();
    assert_eq!(restored.erased_again, 1);
    assert_eq!(restored.lost, [BrokenLink { person: ben, seq: Some(3), why: BrokenWhy::Behind }]);
    let store = open(&home.path(), witnessed(&home));
    assert_eq!(store.people().unwrap().len(), 1);
    assert_eq!(store.events(&key).unwrap().len(), 1);
    assert!(store.verify_all().unwrap().is_whole(), "the restored state is the truth now");
    assert!(home.dir.path().join("home.sqlite.before-restore").exists());
}

#[test]
fn a_backup_that_is_not_whole_changes_nothing() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let (_, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    store.append(&key, number(1)).unwrap();
    drop(store);
    let spoil = Connection::open(&backup).unwrap();
    spoil.execute_batch("DROP TRIGGER event_is_never_changed; UPDATE event SET sealed = randomblob(296)").unwrap();
    drop(spoil);
    let before = std::fs::read(home.path()).unwrap();
    assert!(Store::restore(&backup, &home.path(), &master(), witnessed(&home)).is_err());
    let other = supple_store::MasterKey::from_bytes([1; 32]);
    assert!(Store::restore(&backup, &home.path(), &other, witnessed(&home)).is_err());
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
}

#[test]
fn a_backup_is_made_while_others_write_and_never_over_another() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    let backup = home.dir.path().join("backup.sqlite");
    std::thread::scope(|scope| {
        let writing =
            scope.spawn(|| (0..200).for_each(|nth| assert!(!store.append(&key, number(nth)).unwrap().already)));
        store.backup(&backup).unwrap();
        writing.join().unwrap();
    });
    assert!(store.backup(&backup).is_err());
    assert_eq!(store.verify(person), Ok(200));
    let report = Store::prove_backup(&backup, &master()).unwrap();
    assert!(report.is_whole() && report.people == 1 && report.events <= 200);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&backup).unwrap().permissions().mode() & 0o077, 0);
    }
    let names: Vec<_> = std::fs::read_dir(home.dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(
        !names.iter().any(|name| name.to_string_lossy().contains(".part") || name.to_string_lossy().contains("proof"))
    );
}

#[test]
fn planted_words_are_in_no_backup_and_no_witness() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let person = store.create_person("Plantedname", None, NOW).unwrap();
    let key = store.unlock(person, None, NOW).unwrap();
    let contact = Contact { mail: Some("planted@planted.example".to_owned()), phone: Some("0099887766".to_owned()) };
    store.set_contact(&key, contact).unwrap();
    store.append(&key, NewEvent { kind: "planted".to_owned(), ..saying("planted".into()) }).unwrap();
    store.backup(&home.dir.path().join("backup.sqlite")).unwrap();
    assert_eq!(store.find("PLANTEDNAME", 5).unwrap()[0].id, person);
    assert_eq!(store.find("planted@planted.EXAMPLE", 5).unwrap()[0].id, person);
    drop(store);
    let bytes = home.all_bytes().to_ascii_lowercase();
    assert!(holds(&home.all_bytes(), person.as_uuid().as_bytes()), "the search itself works");
    assert!(!holds(&bytes, b"planted") && !holds(&bytes, b"99887766"));
}

#[test]
fn who_is_erased_later_is_erased_in_the_kept_copy_too() {
    let home = Home::new();
    let store = open(&home.path(), witnessed(&home));
    let (person, _) = somebody(&store);
    let before = wrapped(&home);
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    drop(store);
    Store::restore(&backup, &home.path(), &master(), witnessed(&home)).unwrap();
    std::fs::remove_file(&backup).unwrap();
    let kept = home.dir.path().join("home.sqlite.before-restore");
    assert!(holds(&std::fs::read(&kept).unwrap(), &before));
    let store = open(&home.path(), witnessed(&home));
    assert_eq!(store.erase(person, LATER).unwrap().kept, None);
    assert!(!holds(&home.all_bytes(), &before), "in no file of the directory");
    // One that does not open is named, so that somebody deletes it.
    let (ben, _) = somebody(&store);
    std::fs::write(&kept, [7; 5000]).unwrap();
    assert_eq!(store.erase(ben, LATER).unwrap().kept, Some(kept));
}
