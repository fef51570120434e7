//! The catalogue in the terminal, and a stroke that is drawn because it is wrong.

use std::fs;

use crate::run::{root, supple};

#[test]
fn every_technique_is_listed_and_shown() {
    let knowledge = supple_knowledge::embedded().unwrap();
    let list = supple(&["techniques"], b"");
    assert_eq!(list.code, 0, "{}", list.err);
    for technique in &knowledge.techniques.techniques {
        assert!(list.out.contains(&format!("[{}]", technique.id)), "{}", technique.id);
    }
    // What is not offered says why, in the list itself.
    assert!(list.out.contains("BL40") && list.out.contains("Not offered, because:") && list.out.contains("Refused:"));
    let one = supple(&["techniques", "kneading"], b"");
    assert_eq!(one.code, 0, "{}", one.err);
    assert!(one.out.contains("[shoulder-knead]") && one.out.contains("It touches:"), "{}", one.out);
    assert!(!one.out.contains('«') && !list.out.contains('«'));
}

#[test]
fn an_unknown_technique_is_named() {
    let ran = supple(&["techniques", "knead"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("“knead”"), "{}", ran.err);
}

#[test]
fn a_planted_stroke_across_the_spine_is_drawn() {
    let home = tempfile::tempdir().unwrap();
    for file in supple_knowledge::Files::read(&root().join("knowledge")).unwrap().iter() {
        let path = home.path().join("knowledge").join(file.0);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let planted = "\n[[stroke]]\nid = \"planted\"\ntitle = \"T\"\ntechnique = \"effleurage\"\nrole = \"main\"\n\
            places = [\"low-back-left\"]\npath = \"M300 660L440 660\"\nway = \"back\"\nfingers = 0\ncontact = \"whole-hand\"\n\
            givers = [\"partner\"]\npositions = [\"prone\"]\npressure = 1\ndirection = \"d\"\ncue = \"c\"\ncaption = \"p\"\n";
        let more = if file.0 == "strokes/low-back.toml" { planted } else { "" };
        fs::write(path, format!("{}{more}", file.1)).unwrap();
    }
    let picture = home.path().join("wrong.svg");
    let directory = home.path().join("knowledge");
    let (directory, into) = (directory.to_str().unwrap(), picture.to_str().unwrap());
    let prove = ["knowledge", "prove", "--knowledge", directory, "--picture", into, "--stroke"];
    let ran = supple(&[&prove[..], &["planted"]].concat(), b"");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("no_stroke_presses_a_no_go_zone: does not hold"), "{}", ran.out);
    // The text drawing shows where the hand and a closed place meet.
    assert!(ran.out.lines().any(|line| line.contains("oX") && line.contains('.')), "{}", ran.out);
    let svg = fs::read_to_string(&picture).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("class=\"swept\"") && svg.contains("class=\"wrong\""));
    let unknown = supple(&[&prove[..], &["planned"]].concat(), b"");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("“planned”"), "{}", unknown.err);
}
