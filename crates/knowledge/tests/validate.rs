//! The comparison with published figures, on made-up people in files of the same shape.

#[path = "../examples/validate/boulder.rs"]
mod boulder;

use std::{fs, path::Path};

const MADE_UP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/made-up");
const FILES: [&str; 2] = ["5YearsFollowUp deidentified reIDed.csv", "All outcomes at 5 years.csv"];

/// Each group: pain-free or nearly (0 or 1), of how many, responded (2 points, or 30 % from 3 on), mean PEG in tenths.
const BY_HAND: [(&str, usize, usize, usize, i32); 3] =
    [("PRT", 2, 4, 3, 24), ("PLA", 1, 4, 2, 31), ("UC", 1, 4, 2, 32)];

fn run(directory: &Path) -> Result<boulder::Report, String> {
    let knowledge = supple_knowledge::embedded().map_err(|error| error.to_string())?;
    boulder::run(&knowledge, directory)
}

/// The made-up files with one text replaced.
fn changed(file: usize, from: &str, to: &str) -> Result<boulder::Report, String> {
    let told = |error: std::io::Error| error.to_string();
    let dir = tempfile::tempdir().map_err(told)?;
    for (nth, name) in FILES.iter().enumerate() {
        let text = fs::read_to_string(Path::new(MADE_UP).join(name)).map_err(told)?;
        let text = if nth == file {
            assert!(text.contains(from));
            text.replacen(from, to, 1)
        } else {
            text
        };
        fs::write(dir.path().join(name), text).map_err(told)?;
    }
    run(dir.path())
}

#[test]
fn made_up_people_give_their_own_figures() {
    let report = run(Path::new(MADE_UP)).unwrap();
    let counts: Vec<(usize, usize)> = report.compared.iter().map(|one| (one.of, one.same)).collect();
    let named: Vec<&str> = report.compared.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(named.len(), 4, "{named:?}");
    assert_eq!(counts, [(15, 15), (12, 12), (12, 12), (12, 12)]);
    assert_eq!(report.files.len(), 2);
    // Counted by hand from the twelve rows.
    assert_eq!(report.groups, BY_HAND.map(|(group, free, of, responded, _)| (group.to_owned(), free, of, responded)));
    assert_eq!(report.peg, BY_HAND.map(|(group, _, _, _, peg)| (group.to_owned(), peg)));
}

#[test]
fn a_figure_that_differs_is_named() {
    let report = changed(1, "odi,", "odi, ").unwrap();
    assert_eq!(report.compared[0].same, 14);
    assert!(report.compared[0].first.as_ref().unwrap().starts_with("odi, PRT: "), "{:?}", report.compared[0].first);
}

#[test]
fn files_of_another_shape_are_refused_with_the_place() {
    assert!(changed(0, "pain_now", "pain_then").err().unwrap().contains("`pain_now`"));
    assert!(changed(0, "\n900,1,", "\n900,1,much,").err().unwrap().contains("line 2"));
    let nowhere = run(Path::new("/nowhere")).err().unwrap();
    assert!(nowhere.contains("5YearsFollowUp"), "{nowhere}");
}
