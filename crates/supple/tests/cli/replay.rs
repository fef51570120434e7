//! A cohort: every row counted, the bad ones aside, the moves between two versions.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::run::{copy, root, supple};

/// Everybody's example, one a line, ten times over; and how many.
fn good() -> (Vec<u8>, u64) {
    let (mut rows, mut count) = (Vec::new(), 0);
    let mut files: Vec<_> = fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json")) {
        let document: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        serde_json::to_writer(&mut rows, &document).unwrap();
        rows.push(b'\n');
        count += 1;
    }
    (rows.repeat(10), count * 10)
}

/// The same with three rows that cannot be used, and an empty one.
fn cohort() -> (Vec<u8>, u64) {
    let (mut rows, count) = good();
    rows.extend(b"{ \"answers\": { \"no_such_question\": \"yes\" } }\n\n{ \"answers\": {\n\xff\xfe\n");
    (rows, count)
}

fn replayed(args: &[&str], rows: &[u8]) -> Value {
    let ran = supple(&[&["replay", "--answers", "-", "--format", "json"], args].concat(), rows);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.json()
}

#[test]
fn every_row_is_counted_and_bad_rows_are_written_aside() {
    let (rows, count) = cohort();
    let directory = tempfile::tempdir().unwrap();
    let aside = directory.path().join("bad.tsv");
    let counted = replayed(&["--bad", aside.to_str().unwrap()], &rows);
    assert_eq!((&counted["people"], &counted["bad_rows"]), (&count.into(), &3.into()));
    let bad = fs::read_to_string(aside).unwrap();
    let rows: Vec<u64> = bad.lines().map(|line| line.split('\t').next().unwrap().parse().unwrap()).collect();
    assert_eq!(rows, [count + 1, count + 3, count + 4], "{bad}");
    assert!(bad.contains("no_such_question"), "{bad}");
}

#[test]
fn no_file_that_is_there_is_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (rows, _) = cohort();
    let (answers, linked, hard, other) = (path("a.ndjson"), path("link"), path("hard"), path("other"));
    fs::write(&answers, &rows).unwrap();
    fs::write(&other, b"something else").unwrap();
    fs::hard_link(&answers, &hard).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&answers, &linked).unwrap();
    #[cfg(not(unix))]
    fs::hard_link(&answers, &linked).unwrap();
    let around = path("./../").to_owned() + directory.path().file_name().unwrap().to_str().unwrap() + "/a.ndjson";
    for bad in [&answers, &linked, &hard, &around, &other] {
        let ran = supple(&["replay", "--answers", &answers, "--bad", bad], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains("is there already"), "{ran:?}");
        assert_eq!(fs::read(&answers).unwrap(), rows, "{bad}");
    }
    for name in [&other, &path("made.parquet")] {
        fs::write(name, b"something else").unwrap();
        let ran = supple(&["synth", "--people", "3", "--out", name], b"");
        assert!(ran.code == 2 && ran.err.contains("is there already"), "{ran:?}");
        assert_eq!(fs::read(name).unwrap(), b"something else");
    }
    // A try that came to nothing leaves nothing in the way of the next one.
    let bad = path("bad.tsv");
    let ran = supple(&["replay", "--answers", &path("no-such-file"), "--bad", &bad], b"");
    assert!(ran.code == 2 && !fs::exists(&bad).unwrap(), "{ran:?}");
    assert_eq!(supple(&["replay", "--answers", &answers, "--bad", &bad], b"").code, 0);
    assert_eq!(fs::read_to_string(&bad).unwrap().lines().count(), 3);
}

#[cfg(unix)]
#[test]
fn what_holds_nothing_may_be_written_to() {
    let (rows, count) = cohort();
    let counted = replayed(&["--bad", "/dev/null"], &rows);
    assert_eq!((&counted["people"], &counted["bad_rows"]), (&count.into(), &3.into()));
    assert!(fs::exists("/dev/null").unwrap());
}

#[test]
fn shares_are_rounded() {
    let one = |answer: &str| format!("{{ \"answers\": {{ \"fever\": \"{answer}\" }} }}\n");
    let rows = one("yes").repeat(2) + &one("no");
    let table = supple(&["replay", "--answers", "-"], rows.as_bytes()).out;
    assert!(table.contains(" 66.667 %") && table.contains(" 33.333 %") && !table.contains("66.666"), "{table}");
}

/// A copy of the knowledge with the ceiling of one rule raised.
fn raised(directory: &Path) -> String {
    let other = directory.join("raised");
    fs::create_dir(&other).unwrap();
    copy(&root().join("knowledge"), &other);
    let rule = other.join("rules/CI-36-1.toml");
    let text = fs::read_to_string(&rule).unwrap();
    assert!(text.contains("max_pressure = 2"));
    fs::write(&rule, text.replace("max_pressure = 2", "max_pressure = 4")).unwrap();
    other.to_str().unwrap().to_owned()
}

/// Everybody's example, and two who are not sober; the row of the first of these.
fn with_two_who_drank() -> (Vec<u8>, u64) {
    let mut rows = Vec::new();
    let mut sober: Value =
        serde_json::from_slice(&fs::read(root().join("examples/nothing-hurts.json")).unwrap()).unwrap();
    for answer in ["no", "no", "yes", "yes"] {
        sober["answers"]["intoxicated"] = answer.into();
        serde_json::to_writer(&mut rows, &sober).unwrap();
        rows.push(b'\n');
    }
    (rows, 3)
}

#[test]
fn limits_that_change_are_told_where_nobody_moves() {
    let directory = tempfile::tempdir().unwrap();
    let older = raised(directory.path());
    let (rows, first) = with_two_who_drank();
    let counted = replayed(&["--against", &older], &rows);
    assert!(counted["flow"].as_array().unwrap().iter().all(|moved| moved["from"] == moved["to"]), "{counted:#}");
    let limits = &counted["limits"];
    assert_eq!((&limits["people"], &limits["same_disposition"]), (&2.into(), &2.into()));
    let expected = |pressure: u8| json!([{ "limit": { "max_pressure": pressure }, "by": ["CI-36-1#1"], "people": 2, "rows": [first, first + 1] }]);
    assert_eq!((&limits["gone"], &limits["new"]), (&expected(4), &expected(2)));
    let args = ["replay", "--answers", "-", "--against", &older];
    let table = supple(&[&args[..], &["--format", "csv"]].concat(), &rows).out;
    let ends =
        "limits,changed,,2,3 4\nlimits,same-disposition,,2,\nlimit-gone,CI-36-1#1,,2,3 4\nlimit-new,CI-36-1#1,,2,3 4\n";
    assert!(table.ends_with(ends), "{table}");
    let table = supple(&args, &rows).out;
    assert!(table.contains("limits change for 2 people, 2 of them with the same disposition"), "{table}");
    for line in ["3 4  CI-36-1#1: max_pressure=4", "3 4  CI-36-1#1: max_pressure=2"] {
        assert!(table.lines().any(|told| told.ends_with(line)), "{table}");
    }
}

#[test]
fn that_no_limit_changes_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let pack = supple(&["knowledge", "pack", directory.path().to_str().unwrap()], b"");
    let (rows, _) = with_two_who_drank();
    let counted = replayed(&["--against", pack.out.trim()], &rows);
    assert_eq!(counted["limits"], json!({ "people": 0, "same_disposition": 0, "rows": [], "gone": [], "new": [] }));
    assert_eq!(replayed(&[], &rows)["limits"], Value::Null);
    let args = ["replay", "--answers", "-", "--against", pack.out.trim()];
    let table = supple(&args, &rows).out;
    assert!(table.ends_with("limits change for 0 people\n"), "{table}");
    let table = supple(&[&args[..], &["--format", "csv"]].concat(), &rows).out;
    assert!(table.ends_with("limits,changed,,0,\nlimits,same-disposition,,0,\n"), "{table}");
}

#[test]
fn bad_rows_without_a_file_are_shown_and_only_the_first_of_many() {
    let (mut rows, _) = good();
    rows.extend(b"{}{}\n".repeat(1_000));
    let ran = supple(&["replay", "--answers", "-"], &rows);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 10), "{ran:?}");
    assert!(ran.out.contains("1000 rows"), "{}", ran.out);
}

#[test]
fn the_counts_are_those_of_assessing_one_by_one() {
    let (rows, count) = good();
    let counted = replayed(&[], &rows);
    let one_by_one: Vec<String> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .filter(|path| path.ends_with(".json"))
        .collect();
    let args: Vec<&str> =
        ["assess", "--format", "json"].into_iter().chain(one_by_one.iter().map(String::as_str)).collect();
    let mut expected = BTreeMap::<String, u64>::new();
    for one in supple(&args, b"").json().as_array().unwrap() {
        *expected.entry(one["assessment"]["disposition"].as_str().unwrap().to_owned()).or_default() += 10;
    }
    let all = counted["dispositions"].as_array().unwrap();
    assert_eq!(all.iter().map(|one| one["people"].as_u64().unwrap()).sum::<u64>(), count);
    for one in all {
        let id = one["id"].as_str().unwrap();
        assert_eq!(one["people"].as_u64().unwrap(), expected.get(id).copied().unwrap_or_default(), "{id}");
    }
    let table = supple(&["replay", "--answers", "-", "--format", "csv"], &rows).out;
    for (id, count) in expected {
        assert!(table.contains(&format!("disposition,{id},,{count},\n")), "{table}");
    }
}

#[test]
fn a_milder_version_shows_who_moves() {
    let other = tempfile::tempdir().unwrap();
    copy(&root().join("knowledge"), other.path());
    let rule = other.path().join("rules/CI-01-1.toml");
    let text = fs::read_to_string(&rule).unwrap().replace("\"medical-first\"", "\"urgent\"");
    fs::write(&rule, text.replace("postpone_hours = 24\n", "")).unwrap();
    let (mut rows, count) = good();
    let mut feverish: Value =
        serde_json::from_slice(&fs::read(root().join("examples/nothing-hurts.json")).unwrap()).unwrap();
    feverish["answers"]["fever"] = "yes".into();
    serde_json::to_writer(&mut rows, &feverish).unwrap();
    let counted = replayed(&["--against", other.path().to_str().unwrap()], &rows);
    let flow = counted["flow"].as_array().unwrap();
    assert_eq!((&flow[0]["from"], &flow[0]["to"]), (&"urgent".into(), &"medical-first".into()), "{flow:?}");
    let rows = flow[0]["rows"].as_array().unwrap();
    assert!(rows.len() <= 3 && rows.iter().all(|row| row.as_u64().unwrap() <= count + 1));
    let moved: u64 = flow.iter().map(|one| one["people"].as_u64().unwrap()).sum();
    assert_eq!(moved, count + 1);
    assert!(counted["against"].is_string() && counted["against"] != counted["knowledge"]);
}

#[test]
fn nobody_is_no_cohort() {
    for rows in [&b""[..], b"\n\n", b"nonsense\n", b"id,age\n1,30\n", b"PAR1\x15\x04\x15\x10PAR1"] {
        let ran = supple(&["replay", "--answers", "-"], rows);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains("holds nobody"), "{ran:?}");
    }
    assert_eq!(supple(&["replay", "--answers", "/no/such/file"], b"").code, 2);
}

#[test]
fn a_cohort_that_is_cut_off_is_told_and_what_came_before_is_shown() {
    let (rows, count) = good();
    let cut = &rows[..rows.len() - 40];
    let ran = supple(&["replay", "--answers", "-"], cut);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains(&format!("middle of row {count}")), "{ran:?}");
    assert!(ran.out.contains(&format!("{} people", count - 1)), "{}", ran.out);
    // A last row without a line's end is a row like the others.
    let whole = supple(&["replay", "--answers", "-"], rows.trim_ascii_end());
    assert!(whole.code == 0 && whole.out.contains(&format!("{count} people")), "{whole:?}");
}

#[test]
fn a_made_up_population_is_replayed_whole_and_follows_from_its_number() {
    let made = |seed: &str| supple(&["synth", "--people", "300", "--seed", seed], b"");
    let people = made("7");
    assert!(people.code == 0 && people.err.contains("Synthetic"), "{}", people.err);
    assert_eq!(people.out, made("7").out);
    assert_ne!(people.out, made("8").out);
    let counted = replayed(&[], people.out.as_bytes());
    assert_eq!((&counted["people"], &counted["bad_rows"]), (&300.into(), &0.into()));
    // Neither all ill nor all well.
    for one in counted["dispositions"].as_array().unwrap() {
        let share = one["people"].as_u64().unwrap();
        assert!(share < 270, "{counted:#}");
        assert!(share > 0 || one["id"] == "emergency", "{counted:#}");
    }
}

#[test]
fn ctrl_c_stops_with_what_was_counted() {
    let program = env!("CARGO_BIN_EXE_supple");
    let mut child = Command::new(program)
        .args(["replay", "--answers", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut rows = child.stdin.take().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    // The first row cannot be used: that is said once the first rows are counted.
    rows.write_all(b"no row\n").unwrap();
    let people = b"{ \"answers\": { \"fever\": \"no\" } }\n".repeat(10_000);
    rows.write_all(&people).unwrap();
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(line.starts_with("1: "), "{line}");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    // Rows keep coming until nobody takes them any more.
    assert!((0..10_000).any(|_| rows.write_all(&people).is_err()), "it went on reading");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130));
    let counted: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!((&counted["stopped"], &counted["bad_rows"]), (&true.into(), &1.into()));
    assert!(counted["people"].as_u64().unwrap() > 1_000, "{}", counted["people"]);
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    // Just the rows that are counted: those that were read and not counted any more are not among them.
    let rows = counted["people"].as_u64().unwrap() + 1;
    assert_eq!(rest.trim_end(), format!("Stopped after {rows} rows. What is shown is of these."));
}

/// Whoever sends has nothing to say at the moment: what came is counted, but for the row that has not come whole.
#[test]
fn ctrl_c_is_heard_while_nothing_comes() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(["replay", "--answers", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut rows = child.stdin.take().unwrap();
    rows.write_all(&b"{ \"answers\": { \"fever\": \"no\" } }\n".repeat(2_000)).unwrap();
    rows.write_all(b"{ \"answers\": { \"fe").unwrap();
    let from = std::time::Instant::now();
    // It has read what was sent, and waits.
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    drop(rows);
    assert_eq!(ended.status.code(), Some(130));
    let counted: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!((counted["people"].as_u64(), counted["bad_rows"].as_u64()), (Some(2_000), Some(0)));
    assert!(from.elapsed() < std::time::Duration::from_secs(30));
}
