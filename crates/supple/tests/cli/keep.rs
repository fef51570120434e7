//! Keeping records: proving, taking along, destroying, backing up, changing keys.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use supple_store::{Item, MasterKey, NewEvent, Options, PersonId, Shelf, Store, UtcMs, Uuid, Who};

use crate::run::{Ran, supple};

pub(crate) const NOW: UtcMs = UtcMs(1_795_285_800_000);

/// A directory of records with two people in it, closed.
pub(crate) struct House {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) ada: PersonId,
}

pub(crate) fn event(nth: u128, payload: serde_json::Value) -> NewEvent {
    NewEvent {
        id: Uuid::from_u128(nth),
        at: NOW,
        zone: "Europe/Paris".to_owned(),
        kind: "door.chosen".to_owned(),
        version: 1,
        who: Who::Self_,
        payload,
    }
}

impl House {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let store = open(dir.path());
        let ada = store.create_person("Ada", None, NOW).unwrap();
        let key = store.unlock(ada, None, NOW).unwrap();
        store.append(&key, event(1, serde_json::json!({"door": "d1"}))).unwrap();
        store.append(&key, event(2, serde_json::json!({"door": "d2"}))).unwrap();
        let ben = store.create_person("Ben", Some("4711"), UtcMs(NOW.0 + 1)).unwrap();
        let key = store.unlock(ben, Some("4711"), NOW).unwrap();
        store.append(&key, event(3, serde_json::json!({"door": "d3"}))).unwrap();
        Self { dir, ada }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let data = self.dir.path().to_str().unwrap();
        supple(&[words, &["--data", data]].concat(), b"")
    }

    /// Runs with environment variables.
    pub(crate) fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_supple"))
            .args(words)
            .args(["--data", self.dir.path().to_str().unwrap()])
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn open(dir: &Path) -> Store {
    let key = MasterKey::from_file_or_create(&dir.join("supple.key")).unwrap();
    let options = Options { witness: Some(dir.join("supple.witness")), ..Options::default() };
    Store::open_with(&dir.join("supple.sqlite"), key, options).unwrap()
}

pub(crate) fn ok(ran: &Ran) -> &str {
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains('«') && ran.err.is_empty(), "{ran:?}");
    &ran.out
}

#[test]
fn one_changed_byte_is_named_with_its_entry() {
    let house = House::new();
    assert!(ok(&house.run(&["record", "verify"])).contains("2 people, 3 entries"));
    let conn = rusqlite::Connection::open(house.path("supple.sqlite")).unwrap();
    let sealed: Vec<u8> = conn.query_row("SELECT sealed FROM event WHERE seq = 2", (), |row| row.get(0)).unwrap();
    drop(conn);
    let mut file = fs::read(house.path("supple.sqlite")).unwrap();
    let at = file.windows(sealed.len()).position(|window| window == sealed).unwrap();
    file[at + 100] ^= 1;
    fs::write(house.path("supple.sqlite"), file).unwrap();
    let ran = house.run(&["record", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(&format!("Record {}, entry 2: it was changed", house.ada)), "{}", ran.out);
    assert_eq!(house.run(&["doctor"]).code, 1);
}

#[test]
fn a_record_goes_to_another_house_and_back_to_nobody() {
    let (house, other) = (House::new(), House::new());
    let file = house.path("ada.json");
    let to = file.to_str().unwrap();
    assert!(ok(&house.run(&["record", "export", "Ada", "--to", to])).contains(to));
    let again = house.run(&["record", "export", "Ada", "--to", to]);
    assert_eq!(again.code, 2, "nothing is written over: {again:?}");
    let html = house.run(&["record", "export", &house.ada.to_string(), "--form", "html"]);
    assert!(ok(&html).starts_with("<!doctype html>"));
    let fhir = house.run(&["record", "export", "Ada", "--form", "fhir"]);
    let bundle: serde_json::Value = serde_json::from_str(ok(&fhir)).unwrap();
    assert_eq!(
        (&bundle["resourceType"], &bundle["entry"][0]["resource"]["name"][0]["text"]),
        (&"Bundle".into(), &"Ada".into())
    );
    assert!(ok(&other.run(&["record", "import", to])).contains("2 entries"));
    // Two people of one name: the id has to be said.
    let several = other.run(&["record", "export", "Ada"]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains(&house.ada.to_string()), "{}", several.err);
    assert_eq!(other.run(&["record", "export", "Nobody"]).code, 2);
    // A name that stands twice in the file is not guessed at.
    fs::write(&file, fs::read_to_string(&file).unwrap().replacen('{', "{\"name\": \"Eve\",", 1)).unwrap();
    assert_eq!(other.run(&["record", "import", to]).code, 2);
}

#[test]
fn a_pin_is_asked_for() {
    let house = House::new();
    assert_eq!(house.run(&["record", "export", "Ben"]).code, 2);
    assert_eq!(house.run_with(&["record", "export", "Ben"], &[("SUPPLE_PIN", "0000")]).code, 2);
    let ran = house.run_with(&["record", "export", "Ben"], &[("SUPPLE_PIN", "4711")]);
    assert_eq!(ran.json()["name"], "Ben");
}

#[test]
fn the_erased_stay_erased_when_an_older_backup_is_put_back() {
    let house = House::new();
    let backup = house.path("backup.sqlite");
    let backup = backup.to_str().unwrap();
    ok(&house.run(&["backup", backup]));
    assert_eq!(house.run(&["backup", backup]).code, 2, "never over another file");
    assert_eq!(house.run(&["record", "erase", "Ada"]).code, 2, "without a terminal it takes --yes");
    ok(&house.run(&["record", "erase", "Ada", "--yes"]));
    let list = ok(&house.run(&["record", "erased"])).to_owned();
    assert!(list.contains(&house.ada.to_string()));
    let ran = house.run(&["restore", backup]);
    assert!(ok(&ran).contains("1 person had been erased since"), "{}", ran.out);
    assert!(!ok(&house.run(&["record", "people"])).contains("Ada"));
    ok(&house.run(&["record", "verify"]));
    // Even when the whole computer is gone: the list was kept elsewhere.
    let fresh = tempfile::tempdir().unwrap();
    fs::copy(house.path("supple.key"), fresh.path().join("supple.key")).unwrap();
    fs::write(fresh.path().join("list"), list).unwrap();
    let listed = fresh.path().join("list");
    let data = fresh.path().to_str().unwrap();
    let ran = supple(&["restore", backup, "--erased", listed.to_str().unwrap(), "--data", data], b"");
    assert!(ok(&ran).contains("1 person"), "{ran:?}");
    let people = supple(&["record", "people", "--data", data], b"");
    assert!(people.out.contains("Ben") && !people.out.contains("Ada"));
}

#[test]
fn the_master_key_is_changed_and_the_old_one_kept_for_old_backups() {
    let house = House::new();
    let old = fs::read_to_string(house.path("supple.key")).unwrap();
    assert!(ok(&house.run(&["key", "rotate"])).contains("2 people"));
    assert_ne!(fs::read_to_string(house.path("supple.key")).unwrap(), old);
    assert_eq!(fs::read_to_string(house.path("supple.key.old-1")).unwrap(), old);
    assert!(!house.path("supple.key.new").exists());
    ok(&house.run(&["record", "verify"]));
    let old_key = house.path("supple.key.old-1");
    let ran = house.run(&["record", "verify", "--key-file", old_key.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("another key"), "{}", ran.err);
}

#[test]
fn a_change_of_the_key_that_was_cut_off_is_finished() {
    // Cut off after everything was renewed and before the key file took its place.
    let house = House::new();
    fs::copy(house.path("supple.key"), house.path("kept")).unwrap();
    ok(&house.run(&["key", "rotate"]));
    fs::rename(house.path("supple.key"), house.path("supple.key.new")).unwrap();
    fs::copy(house.path("kept"), house.path("supple.key")).unwrap();
    assert_eq!(house.run(&["record", "verify"]).code, 2);
    ok(&house.run(&["key", "rotate"]));
    ok(&house.run(&["record", "verify"]));
}

#[test]
fn a_key_comes_from_a_passphrase_a_variable_or_a_command() {
    let house = House::new();
    let hex = fs::read_to_string(house.path("supple.key")).unwrap();
    let phrase = "five quiet words in a row";
    assert_eq!(house.run_with(&["key", "passphrase"], &[("SUPPLE_NEW_PASSPHRASE", "short")]).code, 2);
    ok(&house.run_with(&["key", "passphrase"], &[("SUPPLE_NEW_PASSPHRASE", phrase)]));
    assert!(!fs::read_to_string(house.path("supple.key")).unwrap().contains(hex.trim()));
    assert_eq!(house.run(&["record", "verify"]).code, 2);
    assert_eq!(house.run_with(&["record", "verify"], &[("SUPPLE_PASSPHRASE", "five quiet words, wrong")]).code, 2);
    let given = [("SUPPLE_PASSPHRASE", phrase)];
    ok(&house.run_with(&["record", "verify"], &given));
    // A change of the key keeps the passphrase.
    ok(&house.run_with(&["key", "rotate"], &given));
    assert_eq!(house.run(&["record", "verify"]).code, 2);
    ok(&house.run_with(&["record", "verify"], &given));
    ok(&house.run_with(&["key", "passphrase", "--remove"], &given));
    let hex = fs::read_to_string(house.path("supple.key")).unwrap();
    fs::remove_file(house.path("supple.key")).unwrap();
    assert_eq!(house.run(&["record", "verify"]).code, 2, "a missing key is not made anew");
    assert!(!house.path("supple.key").exists());
    ok(&house.run_with(&["record", "verify"], &[("SUPPLE_MASTER_KEY", hex.trim())]));
    ok(&house.run(&["record", "verify", "--key-command", &format!("echo {}", hex.trim())]));
    assert_eq!(house.run(&["record", "verify", "--key-command", "echo no; exit 3"]).code, 2);
    assert_eq!(house.run_with(&["record", "verify"], &[("SUPPLE_MASTER_KEY", "00")]).code, 2);
}

#[test]
fn doctor_finds_everything_in_order_and_an_open_key() {
    let house = House::new();
    let ran = house.run(&["doctor"]);
    assert!(ok(&ran).contains("2 people, 3 entries") && !ran.out.contains("LOOK"), "{}", ran.out);
    #[cfg(unix)]
    {
        fs::set_permissions(house.path("supple.key"), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        let ran = house.run(&["doctor"]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("chmod 600"), "{}", ran.out);
    }
}

#[test]
fn a_database_put_back_shows_and_says_which_entry() {
    let house = House::new();
    fs::copy(house.path("supple.sqlite"), house.path("older")).unwrap();
    let store = open(house.dir.path());
    let key = store.unlock(house.ada, None, NOW).unwrap();
    store.append(&key, event(9, serde_json::json!({"door": "d4"}))).unwrap();
    drop((store, key));
    fs::copy(house.path("older"), house.path("supple.sqlite")).unwrap();
    let ran = house.run(&["record", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(&format!("Record {}, entry 3: the witness has seen it", house.ada)), "{}", ran.out);
}

#[test]
fn a_server_that_cannot_be_used_is_said_without_repeating_its_address() {
    let house = House::new();
    let refused = |address: &str, why: &str| {
        let ran = house.run(&["record", "people", "--database", address]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(why) && !ran.err.contains("plantedpassword"), "{}", ran.err);
    };
    refused("postgres://supple:plantedpassword@db.example.org/supple", "sslmode=disable");
    refused("mysql://plantedpassword", "no address");
    refused("postgres://supple:plantedpassword@127.0.0.1:1/supple", "cannot be used");
    let ran = house.run_with(&["backup", "x"], &[("SUPPLE_DATABASE", "postgres://x@127.0.0.1:1/x")]);
    assert_eq!(ran.code, 2);
}

#[test]
fn an_empty_directory_is_said_and_not_filled() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    for words in [["record", "verify"], ["record", "people"]] {
        let ran = supple(&[&words[..], &["--data", data]].concat(), b"");
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(data), "{}", ran.err);
    }
    assert!(!dir.path().join("supple.sqlite").exists());
}

#[test]
fn a_practice_moves_to_another_house() {
    let (house, other) = (House::new(), tempfile::tempdir().unwrap());
    let store = open(house.dir.path());
    let page = serde_json::json!({ "name": "Two Hands", "place": "US-NJ", "zone": "UTC", "rooms": [], "services": [],
        "notice": 0, "horizon_days": 90, "policy": { "tiers": [], "grace_min": 0, "no_show": 0 } });
    let desk = store.create_practice(page).unwrap();
    let ben = store.people().unwrap().into_iter().find(|line| line.has_pin).unwrap().id;
    for person in [house.ada, ben] {
        let member =
            Item { id: person.as_uuid(), at: None, until: None, about: None, version: 0, body: serde_json::json!({}) };
        store.put(&desk, Shelf::Membership, &member).unwrap();
    }
    store.note(&desk, NOW, serde_json::json!({ "read": "Ada" })).unwrap();
    drop(store);
    let id = desk.owner().to_string();
    assert_eq!(ok(&house.run(&["record", "practices"])).trim(), id);
    let file = house.path("practice.json");
    let to = file.to_str().unwrap();
    let ran = house.run(&["record", "export-practice", &id, "--to", to]);
    assert!(ok(&ran).contains("The record of 1 member is not in it"), "{}", ran.out);
    assert_eq!(house.run(&["record", "export-practice", "nobody", "--to", to]).code, 2);
    assert_eq!(house.run(&["record", "export-practice", &id, "--to", to]).code, 2, "never over another file");
    let whole = fs::read_to_string(&file).unwrap();
    let data = ["--data", other.path().to_str().unwrap()];
    let there = |words: &[&str]| supple(&[words, &data].concat(), b"");
    assert!(ok(&there(&["record", "import-practice", to])).contains("with 1 record"));
    assert!(ok(&there(&["record", "people"])).contains("Ada"));
    assert!(ok(&there(&["record", "verify"])).contains("1 person, 2 entries"));
    fs::write(&file, "{}").unwrap();
    assert_eq!(there(&["record", "import-practice", to]).code, 2);
    // A practice that the pages could not open is not taken in, and one that is there can be removed.
    assert!(ok(&there(&["record", "close-practice", &id, "--yes"])).contains("is closed"));
    assert_eq!(there(&["record", "close-practice", &id, "--yes"]).code, 2);
    let spoilt = whole.replace("\"Two Hands\"", "7");
    fs::write(&file, spoilt).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let ran = supple(&["record", "import-practice", to, "--data", fresh.path().to_str().unwrap()], b"");
    assert!(ran.code == 2 && ran.err.contains("cannot show"), "{}", ran.err);
}

#[test]
fn how_long_records_are_kept_is_said_with_its_source() {
    let house = House::new();
    let all = house.run(&["record", "retention"]);
    assert!(ok(&all).contains("US-NJ") && all.out.contains("CA-ON") && all.out.contains("second-hand"), "{}", all.out);
    let here = house.run(&["record", "retention", "us-nj"]);
    assert!(ok(&here).contains("7 years") && here.out.contains("4 years") && !here.out.contains("CA-ON"));
    assert!(here.out.contains(&format!("{}: a practice there keeps it until 2033-11-21", house.ada)), "{}", here.out);
    assert!(here.out.contains("opens only with a PIN"), "{}", here.out);
    let nowhere = house.run(&["record", "retention", "FR"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("does not mean that there is none"), "{}", nowhere.err);
}

#[test]
fn what_cannot_be_read_is_named_and_what_is_left_out_is_counted() {
    let house = House::new();
    {
        let store = open(house.dir.path());
        let key = store.unlock(house.ada, None, NOW).unwrap();
        let weekly = |nth: u128, day: i64, payload: serde_json::Value| NewEvent {
            at: UtcMs(NOW.0 + day * 86_400_000),
            kind: "check-in.given".to_owned(),
            ..event(nth, payload)
        };
        let peg = |score: serde_json::Value| {
            let answers = serde_json::json!({"pain": score, "enjoyment": 5, "activity": 5});
            serde_json::json!({"instrument": "peg", "for": "weekly", "answers": answers})
        };
        for day in 0..70 {
            store.append(&key, weekly(100 + day, i64::try_from(day).unwrap(), peg(6.into()))).unwrap();
        }
        let bad = [
            serde_json::json!({"instrument": "phrenology", "for": "weekly", "answers": {}}),
            peg(11.into()),
            peg("six".into()),
            peg(serde_json::Value::Null),
        ];
        for (payload, nth) in bad.into_iter().zip(300..) {
            store.append(&key, weekly(nth, 71, payload)).unwrap();
        }
    }
    let rows = |ran: &Ran| ran.out.lines().filter(|line| line.contains("5.3 of 10")).count();
    let told = house.run(&["track", "Ada", "--today", "2027-02-10"]);
    for reason in ["not know the measure", "outside the range", "no whole number", "is missing"] {
        assert!(ok(&told).contains(reason), "{reason}: {}", told.out);
    }
    assert!(told.out.contains("4 answers are kept") && told.out.contains("phrenology"), "{}", told.out);
    assert_eq!(rows(&told), 60, "{}", told.out);
    assert!(told.out.contains("and 10 more"), "{}", told.out);
    let all = house.run(&["track", "Ada", "--today", "2027-02-10", "--rows", "5000"]);
    assert_eq!(rows(&all), 70);
    let json = house.run(&["track", "Ada", "--today", "2027-02-10", "--format", "json"]).json();
    assert_eq!(json["unread"].as_array().unwrap().len(), 4);
    assert_eq!(json["measures"][0]["scores"].as_array().unwrap().len(), 70, "a program gets all of them");
}
