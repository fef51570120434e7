//! Therapists from registers and tables.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use supple_practice::find::{Index, Listed, Query};

use crate::run::{Ran, supple};

const SAMPLE: &str = include_str!("../../../interop/src/nppes/sample.csv");

struct House(tempfile::TempDir);

impl House {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn import(&self, args: &[&str], input: &[u8]) -> Ran {
        let data = self.0.path().to_str().unwrap();
        supple(&[&["import"], args, &["--data", data]].concat(), input)
    }

    /// Everybody who is listed, by their keys.
    fn listed(&self) -> Vec<Listed> {
        let index = Index::of(fs::read_to_string(self.path("therapists.txt")).unwrap()).unwrap();
        let found = index.search(&Query { most: 1_000, ..Query::default() });
        let mut all: Vec<Listed> = found.hits.iter().filter_map(|hit| index.listed(hit.entry)).collect();
        all.sort_by(|one, other| one.key.cmp(&other.key));
        all
    }

    fn alone(&self) {
        let left =
            fs::read_dir(self.0.path()).unwrap().filter_map(Result::ok).filter(|it| it.file_name() != "therapists.txt");
        let left: Vec<_> = left.filter(|it| it.path().extension().is_some_and(|end| end == "part")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn header() -> &'static str {
    SAMPLE.lines().next().unwrap()
}

fn row(number: usize) -> &'static str {
    SAMPLE.lines().nth(number - 1).unwrap()
}

#[test]
fn a_register_is_taken_in_and_what_cannot_be_used_is_put_aside() {
    let house = House::new();
    let (sample, bad) = (house.path("main.csv"), house.path("bad.tsv"));
    fs::write(&sample, SAMPLE).unwrap();
    let ran = house.import(&["nppes", sample.to_str().unwrap(), "--bad", bad.to_str().unwrap()], b"");
    assert!(
        ran.code == 0
            && ran.out.contains("38 rows read")
            && ran.out.contains("New: 33.")
            && ran.out.contains("Cannot be used: 3."),
        "{ran:?}"
    );
    assert!(ran.out.contains("33 therapists are listed now. Nobody has checked their licences."), "{ran:?}");
    let put: Vec<String> = fs::read_to_string(&bad).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(
        put.iter().map(|line| line.split('\t').next().unwrap()).collect::<Vec<_>>(),
        ["30", "31", "37"],
        "{put:?}"
    );
    assert!(put[0].contains("the NPI is none") && put[2].contains("neither who it is"), "{put:?}");
    assert_eq!(house.listed().len(), 33);
    house.alone();
    let again = house.import(&["nppes", sample.to_str().unwrap()], b"");
    assert!(again.out.contains("New: 0. Again: 33. Taken out: 0."), "{again:?}");
    assert_eq!(house.listed().len(), 33, "twice is once");
    let over = house.import(&["nppes", sample.to_str().unwrap(), "--bad", bad.to_str().unwrap()], b"");
    assert!(over.code != 0 && over.err.contains("bad.tsv"), "nothing is written over: {over:?}");
}

#[test]
fn weekly_changes_change_add_and_take_out() {
    let house = House::new();
    house.import(&["nppes", "-"], SAMPLE.as_bytes());
    let moved = row(2).replace("AUSTIN", "DALLAS").replace("787011234", "75201");
    let given_up = row(3).replace("225700000X", "207Q00000X");
    // Of a deactivated number the register says the date alone, in the fortieth column.
    let mut cells = vec!["\"\""; 330];
    (cells[0], cells[39]) = ("\"2900000037\"", "\"01/01/2026\"");
    let change = format!("{}\n{moved}\n{given_up}\n{}\n", header(), cells.join(","));
    let ran = house.import(&["nppes", "-"], change.as_bytes());
    assert!(ran.code == 0 && ran.out.contains("New: 0. Again: 1. Taken out: 2. Cannot be used: 0."), "{ran:?}");
    let listed = house.listed();
    assert_eq!(listed.len(), 31);
    assert_eq!(listed[0].city, "Dallas");
    assert!(listed.iter().all(|it| !["npi-2900000029", "npi-2900000037"].contains(&it.key.as_str())));
}

#[test]
fn a_file_that_is_cut_off_keeps_what_came_before_and_says_so() {
    for (rows, more) in [(3, 40), (10, 1), (20, 700)] {
        let house = House::new();
        let end: usize = SAMPLE.split_inclusive('\n').take(rows + 1).map(str::len).sum();
        let cut = SAMPLE.get(..end + more).unwrap();
        let ran = house.import(&["nppes", "-"], cut.as_bytes());
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains("ends in the middle of a row") && ran.err.contains("The rows before are kept"),
            "{ran:?}"
        );
        let listed = house.listed();
        assert_eq!(listed.len(), rows);
        house.alone();
    }
    let house = House::new();
    let ran = house.import(&["nppes", "-"], SAMPLE.trim_end().as_bytes());
    assert_eq!(ran.code, 0, "a last row that is whole needs no line's end: {ran:?}");
}

#[test]
fn what_is_no_register_is_refused_and_the_old_list_stays() {
    let house = House::new();
    house.import(&["nppes", "-"], SAMPLE.as_bytes());
    let missing = SAMPLE.replacen("\"NPI\"", "\"N P I\"", 1);
    for (input, says) in [
        (missing.as_bytes(), "NPI"),
        (b"", "is empty"),
        (b"\xff\xd8\xff\n1\n", "columns are missing"),
        (b"{}\n", "columns are missing"),
    ] {
        let ran = house.import(&["nppes", "-"], input);
        assert!(ran.code == 2 && ran.err.contains(says), "{ran:?}");
    }
    assert_eq!(house.import(&["nppes", "/nowhere/at.csv"], b"").code, 2);
    assert_eq!(house.listed().len(), 33);
    house.alone();
}

#[test]
fn a_line_end_inside_quotes_and_a_quote_that_is_never_closed_harm_no_other_row() {
    let house = House::new();
    let two_lines = row(3).replace("MOCKRIDGE", "MOCK\nRIDGE");
    let open = row(4).replacen("\"LMT\"", "\"LMT", 1);
    let input = format!("{}\r\n{}\n{two_lines}\n\n{open}\n{}\n", header(), row(2), row(5));
    let ran = house.import(&["nppes", "-"], input.as_bytes());
    assert!(ran.out.contains("New: 3.") && ran.out.contains("Cannot be used: 1."), "{ran:?}");
    assert!(ran.err.contains("6: it has another number of columns"), "{ran:?}");
    let names: Vec<String> = house.listed().into_iter().map(|it| it.name).collect();
    assert!(names[1].contains("Mock Ridge"), "{names:?}");
}

#[test]
fn a_table_is_taken_in_by_its_columns_and_every_mistake_of_a_row_is_named() {
    let house = House::new();
    let table = "Name,id,gender,techniques,city,place,postal,licence,latitude,longitude,languages,listed\n\
        \"Winter, Ada\",7,woman,,Portland,us-or,97205,123,,,\"English, Deutsch\",\n\
        Bo,8,man,,Berlin,de,10115,,52.53,13.38,Deutsch,yes\n\
        ,9,lady,flying,X,us-zz,1,5,99,0,,maybe\n\
        Cy,10,,,,,,77,,,,\n\
        short,row\n";
    let ran = house.import(&["therapists", "-", "--source", "Example School"], table.as_bytes());
    assert!(ran.code == 0 && ran.out.contains("New: 2.") && ran.out.contains("Cannot be used: 3."), "{ran:?}");
    assert!(ran.err.contains("4: not to be used: name, listed, gender, techniques, place, latitude"), "{ran:?}");
    assert!(ran.err.contains("5: not to be used: licence") && ran.err.contains("6: it has another number"), "{ran:?}");
    let listed = house.listed();
    assert_eq!(
        (listed[0].key.as_str(), listed[0].name.as_str(), listed[0].source.as_str()),
        ("Example School-7", "Winter, Ada", "Example School")
    );
    assert!(listed[0].at.is_some() && listed[0].licences[0].number == "123" && listed[1].at.is_some());
    let out = house.import(&["therapists", "-", "--source", "Example School"], b"id,name,listed\n7,,no\n");
    assert!(out.out.contains("Taken out: 1.") && house.listed().len() == 1, "{out:?}");
    for (args, input, says) in [
        (["therapists", "-", "--source", "npi"], &b"id,name\n1,A\n"[..], "1 to 40 letters"),
        (["therapists", "-", "--source", "a-b"], b"id,name\n1,A\n", "1 to 40 letters"),
        (["therapists", "-", "--source", "S"], b"id,nom\n1,A\n", "columns are missing: name"),
        (["therapists", "-", "--source", "S"], b"id,name,iq\n1,A,2\n", "not known: iq"),
    ] {
        let ran = house.import(&args, input);
        assert!(ran.code == 2 && ran.err.contains(says), "{ran:?}");
    }
}

#[test]
fn ctrl_c_keeps_what_was_read_until_then() {
    let house = House::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(["import", "nppes", "-", "--data"])
        .arg(house.0.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let id = child.id().to_string();
    let mut interrupted = false;
    std::io::Write::write_all(&mut stdin, format!("{}\n{}\n", header(), row(2)).as_bytes()).unwrap();
    // Rows of nobody, until the program has had enough: it ends by itself once it was told to stop.
    let rows = format!("{}\n", row(27)).repeat(1_000);
    let mut written = 0_u64;
    while std::io::Write::write_all(&mut stdin, rows.as_bytes()).is_ok() {
        written += 1;
        if written > 40 && !interrupted && house.path("therapists.txt.part").exists() {
            interrupted = Command::new("kill").args(["-INT", &id]).status().unwrap().success();
        }
        assert!(written < 100_000, "it goes on for ever");
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(130) && err.contains("What was read until then is kept"),
        "{:?} {err}",
        output.status
    );
    assert_eq!(house.listed().len(), 1);
    house.alone();
    assert!(Path::new(&house.path("therapists.txt")).exists());
}
