//! A cohort in columns: the same as line by line, and what goes wrong with such files.

use std::{fs, path::Path};

use serde_json::{Value, json};
use supple_care::{Answer, Day, Sheet};
use supple_population::{Synth, cohort::Writer};

use crate::run::{copy, root, supple};

/// Makes people up, in columns and line by line.
fn made(directory: &Path, people: &str) -> (String, String) {
    let [columns, lines] = ["people.parquet", "people.ndjson"].map(|name| {
        let path = directory.join(name).to_str().unwrap().to_owned();
        let ran = supple(&["synth", "--people", people, "--seed", "3", "--out", &path], b"");
        assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("Synthetic"), "{ran:?}");
        path
    });
    (columns, lines)
}

fn replayed(path: &str, more: &[&str]) -> Value {
    let ran = supple(&[&["replay", "--format", "json", "--answers", path], more].concat(), b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.json()
}

#[test]
fn columns_and_lines_come_to_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let (columns, lines) = made(directory.path(), "3000");
    let counted = replayed(&columns, &[]);
    assert_eq!((&counted["people"], &counted["bad_rows"]), (&3000.into(), &0.into()));
    assert_eq!(counted, replayed(&lines, &[]));
    assert!(fs::metadata(&columns).unwrap().len() * 10 < fs::metadata(&lines).unwrap().len());
    // Whatever it is called.
    let other = directory.path().join("people");
    fs::copy(&columns, &other).unwrap();
    assert_eq!(counted, replayed(other.to_str().unwrap(), &[]));
}

#[test]
fn the_flow_from_an_older_version_is_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let (columns, lines) = made(directory.path(), "2000");
    let older = directory.path().join("older");
    copy(&root().join("knowledge"), &older);
    let rule = older.join("rules/CI-01-1.toml");
    let text = fs::read_to_string(&rule).unwrap().replace("\"medical-first\"", "\"urgent\"");
    fs::write(&rule, text.replace("postpone_hours = 24\n", "")).unwrap();
    let against = ["--against", older.to_str().unwrap()];
    let flow = replayed(&columns, &against);
    assert_eq!(flow, replayed(&lines, &against));
    assert_ne!(flow["flow"][0]["from"], flow["flow"][0]["to"]);
    // A packed version is one as well.
    let pack = supple(&["knowledge", "pack", directory.path().to_str().unwrap()], b"");
    let same = replayed(&columns, &["--against", pack.out.trim()]);
    assert!(same["flow"].as_array().unwrap().iter().all(|moved| moved["from"] == moved["to"]), "{}", same["flow"]);
}

/// A file with these people; the document of one who does not fit into columns.
fn written(path: &Path, people: &[(Sheet, &str)]) {
    let knowledge = supple_knowledge::embedded().unwrap();
    let mut writer = Writer::create(&knowledge, fs::File::create(path).unwrap()).unwrap();
    for (sheet, document) in people {
        writer.put(sheet, || (*document).to_owned()).unwrap();
    }
    writer.finish().unwrap();
}

/// A person who does not fit into columns.
fn odd() -> Sheet {
    let mut sheet = Sheet::new(Day(20_700));
    sheet.mention = true;
    sheet
}

#[test]
fn people_who_fit_into_no_column_are_read_as_documents_and_bad_rows_are_put_aside() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("people.parquet");
    let mut early = Sheet::new(Day(9));
    let knowledge = supple_knowledge::embedded().unwrap();
    early.set(knowledge.question_id("fever").unwrap(), Answer::Yes);
    let document = json!({ "answers": { "fever": "yes" }, "pain": [{ "site": "low-back", "side": "left", "intensity": 3,
        "quality": ["numb"], "spreads": ["leg-left"] }] });
    let people =
        [(odd(), document.to_string()), (odd(), "{".to_owned()), (odd(), "{\"answers\":{\"fevre\":1}}".to_owned())];
    let mut people: Vec<(Sheet, &str)> = people.iter().map(|(sheet, text)| (sheet.clone(), text.as_str())).collect();
    people.push((early, ""));
    written(&path, &people);
    let aside = directory.path().join("bad.tsv");
    let counted = replayed(path.to_str().unwrap(), &["--bad", aside.to_str().unwrap()]);
    assert_eq!((&counted["people"], &counted["bad_rows"]), (&1.into(), &3.into()));
    let bad = fs::read_to_string(&aside).unwrap();
    let lines: Vec<&str> = bad.lines().collect();
    let rows: Vec<&str> = lines.iter().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(rows, ["2", "3", "4"], "{bad}");
    assert!(lines[1].contains("fever") && lines[2].contains("sheet.today: 9 "), "{bad}");
}

#[test]
fn a_file_that_cannot_be_used_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let (columns, _) = made(directory.path(), "40");
    let whole = fs::read(&columns).unwrap();
    let path = directory.path().join("other.parquet");
    let tried = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let ran = supple(&["replay", "--answers", path.to_str().unwrap()], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        ran.err
    };
    for cut in [&b""[..], &b"PAR1"[..], &whole[..whole.len() - 9], &b"{\"answers\":{}}\n"[..]] {
        assert!(tried(cut).contains("cut off or damaged"), "{}", tried(cut));
    }
    written(&path, &[]);
    assert!(tried(&fs::read(&path).unwrap()).contains("holds nobody"));
    written(&path, &[(odd(), "[]")]);
    assert!(tried(&fs::read(&path).unwrap()).contains("holds nobody"));
    let ran = supple(&["replay", "--answers", directory.path().to_str().unwrap()], b"");
    assert_eq!(ran.code, 2, "{ran:?}");
    let ran = supple(&["replay", "--answers", "/no/such/file.parquet"], b"");
    assert!(ran.code == 2 && ran.err.contains("cannot be read"), "{ran:?}");
}

/// The file with what it says of the compression of one column changed, in all its groups. The path of a column stands before
/// its compression there.
fn said_to_be_compressed(bytes: &[u8], column: &str, code: u8) -> Vec<u8> {
    let length = u8::try_from(column.len()).unwrap();
    let mark = [&[0x19, 0x18, length], column.as_bytes(), &[0x15]].concat();
    let mut changed = bytes.to_vec();
    let places: Vec<usize> = (0..bytes.len() - mark.len()).filter(|at| bytes[*at..].starts_with(&mark)).collect();
    assert!(!places.is_empty());
    for at in places {
        // None, as in every file of ours; numbers are twice as high in Thrift.
        assert_eq!(changed[at + mark.len()], 0);
        changed[at + mark.len()] = code * 2;
    }
    changed
}

#[test]
fn a_compression_that_is_not_read_is_no_damage() {
    let directory = tempfile::tempdir().unwrap();
    let (columns, _) = made(directory.path(), "40");
    let path = directory.path().join("other.parquet");
    for (code, name) in [(2, "gzip"), (3, "lzo"), (4, "brotli"), (5, "lz4"), (6, "zstd"), (7, "lz4")] {
        fs::write(&path, said_to_be_compressed(&fs::read(&columns).unwrap(), "fever", code)).unwrap();
        let ran = supple(&["replay", "--answers", path.to_str().unwrap()], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains(&format!("compressed with {name}, which Supple does not read. That is no damage.")));
        assert!(ran.err.contains("compression=\"snappy\"") && !ran.err.contains("damaged"), "{ran:?}");
    }
}

#[test]
fn a_page_that_is_damaged_is_told_and_what_could_be_read_is_shown() {
    let knowledge = supple_knowledge::embedded().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("people.parquet");
    let mut writer = Writer::create(&knowledge, fs::File::create(&path).unwrap()).unwrap();
    let synth = Synth::of(&knowledge, 5).unwrap();
    for number in 0..2_000 {
        writer.put(&synth.person(number, Day(20_700)), || unreachable!()).unwrap();
        if number == 999 {
            writer.end_group().unwrap();
        }
    }
    writer.finish().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // In the second of the two groups; what the file says of itself stands at its end, as long as it says there.
    let about = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    let end = bytes.len() - 8 - about;
    bytes[end * 3 / 4..end * 3 / 4 + 200].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let ran = supple(&["replay", "--answers", path.to_str().unwrap()], b"");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("is damaged at or near row 1001"), "{ran:?}");
    assert!(ran.out.contains("1000 people"), "{ran:?}");
}
