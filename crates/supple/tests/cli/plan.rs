//! `supple plan`: plans, refusals with their reasons, and a calendar file.

use crate::run::{Ran, root, supple};

fn plan(example: &str, wishes: &[&str]) -> Ran {
    let file = root().join("examples").join(example);
    let ran = supple(&[&["plan", file.to_str().unwrap()], wishes].concat(), b"");
    assert!(!ran.out.contains('«'), "a key without a sentence: {}", ran.out);
    ran
}

#[test]
fn a_plan_says_where_how_hard_how_often_and_what_goes_with_it() {
    let home = plan("a31-gardening-back.json", &[]);
    assert_eq!(home.code, 0, "{}", home.err);
    for part in ["Gentle massage at home", "1. Low back", "Together with it", "Walk", "When to stop or change it"] {
        assert!(home.out.contains(part), "no `{part}`: {}", home.out);
    }
    let firm = plan("a31-gardening-back.json", &["--giver", "therapist", "--firm"]);
    assert!(firm.out.contains("Given by a trained therapist") && firm.out != home.out, "{}", firm.out);
    let sources = firm.out.split_once("\nSources\n").unwrap().1;
    assert!(firm.out.contains(" [1, ") && sources.trim_start_matches('-').trim_start().starts_with("1. "), "{sources}");
    assert!(firm.out.contains("It comes second by the stated order."), "{}", firm.out);
    let wished = plan("a31-gardening-back.json", &["--minutes", "20"]);
    assert!(wished.out.contains("You wished for 20 minutes"), "{}", wished.out);
    let relax = plan("nothing-hurts.json", &[]);
    assert!(relax.out.starts_with("Your plan to relax"), "{}", relax.out);
    let calendar = plan("a31-gardening-back.json", &["--format", "ics"]);
    assert!(calendar.out.starts_with("BEGIN:VCALENDAR"), "{}", calendar.out);
}

#[test]
fn impossible_wishes_are_all_named_with_what_is_left() {
    for (minutes, says) in [("0", "at least 5 minutes"), ("500", "at most 60 minutes")] {
        let no = plan("a31-gardening-back.json", &["--firm", "--minutes", minutes]);
        assert!(no.out.starts_with("There is no plan like this"), "{}", no.out);
        assert!(no.out.contains(says) && no.out.contains("Nothing firm is allowed"), "{}", no.out);
        assert!(no.out.contains("What is left"), "{}", no.out);
    }
    let tummy = plan("a31-gardening-back.json", &["--site", "abdomen"]);
    assert!(tummy.out.contains("the main artery") && !tummy.out.contains("not there any more"), "{}", tummy.out);
    let nobody = plan("a31-gardening-back.json", &["--giver", "butcher"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("wishes.giver"), "{}", nobody.err);
}

#[test]
fn whoever_may_not_be_massaged_reads_first_what_to_do() {
    let emergency = plan("numb-between-the-legs.json", &[]);
    assert!(emergency.out.starts_with("Get emergency help now"), "{}", emergency.out);
    assert!(emergency.out.contains("supple assess"), "{}", emergency.out);
    let doctor = plan("a14-heart-failure.json", &[]);
    assert!(doctor.out.contains("See a clinician before any massage"), "{}", doctor.out);
}

#[test]
fn help_stands_before_the_plan_of_somebody_who_thinks_of_dying() {
    let sheet = std::fs::read_to_string(root().join("examples/a31-gardening-back.json")).unwrap();
    let dying = sheet.replace("\"thoughts_of_dying\": \"no\"", "\"thoughts_of_dying\": \"yes\"");
    assert_ne!(dying, sheet);
    let plan = supple(&["plan", "-"], dying.as_bytes());
    assert!(plan.out.starts_with("If you think of ending your life, call now."), "{}", plan.out);
    let calm = supple(&["plan", "-"], sheet.as_bytes());
    assert!(!calm.out.contains("ending your life"), "{}", calm.out);
}

#[test]
fn minutes_that_are_none_are_refused_in_words() {
    for (name, typed) in [("--minutes", "-5"), ("--minutes", "ten"), ("--minutes-a-week", "-1")] {
        let no = plan("a31-gardening-back.json", &[name, typed]);
        assert_eq!(no.code, 2, "{}", no.out);
        assert!(no.err.contains(&format!("“{typed}” is no number of minutes")), "{}", no.err);
        assert!(!no.err.contains("invalid"), "{}", no.err);
    }
}

#[test]
fn a_session_is_printed_from_settling_to_the_end() {
    let plan = plan("a31-gardening-back.json", &["--giver", "therapist"]);
    let (_, steps) = plan.out.split_once("One session, ").unwrap();
    let (steps, _) = steps.split_once("Together with it").unwrap();
    let times: Vec<&str> =
        steps.lines().filter_map(|line| line.trim_start_matches([' ', '-', '•']).split(' ').next()).collect();
    assert!(times.contains(&"0:00"), "{steps}");
    assert!(steps.contains("your left") || steps.contains("left"), "{steps}");
}

#[test]
fn a_calendar_says_help_beside_the_file_and_not_in_it() {
    let sheet = std::fs::read_to_string(root().join("examples/a31-gardening-back.json")).unwrap();
    let dying = sheet.replace("\"thoughts_of_dying\": \"no\"", "\"thoughts_of_dying\": \"yes\"");
    let file = supple(&["plan", "-", "--format", "ics"], dying.as_bytes());
    assert!(file.out.starts_with("BEGIN:VCALENDAR") && !file.out.contains("ending"), "{}", file.out);
    assert!(file.err.starts_with("If you think of ending your life, call now."), "{}", file.err);
}
