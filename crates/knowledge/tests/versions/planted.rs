//! Changes, planted one at a time.

use std::sync::OnceLock;

use supple_care::Knowledge;
use supple_knowledge::{
    Files, ask, compile,
    diff::{self, Difference, Intended, What},
    prove::{self, Limits},
};

fn base() -> &'static Knowledge {
    static BASE: OnceLock<Knowledge> = OnceLock::new();
    BASE.get_or_init(|| supple_knowledge::embedded().unwrap())
}

/// The knowledge with one text replaced in one file; `None` takes the file away.
fn with(file: &str, from: &str, to: Option<&str>) -> Knowledge {
    let embedded = Files::embedded();
    let changed = embedded.iter().filter_map(|(path, text)| match (path == file, to) {
        (false, _) => Some((path.to_owned(), text.to_owned())),
        (true, None) => None,
        (true, Some(to)) => {
            assert!(text.contains(from), "{file} holds no `{from}`");
            Some((path.to_owned(), text.replace(from, to)))
        }
    });
    compile(&Files::new(changed.collect())).unwrap_or_else(|errors| panic!("{errors}"))
}

fn found(old: &Knowledge, new: &Knowledge) -> Vec<Difference> {
    let differences = diff::between(old, new, Limits::default()).unwrap();
    assert_eq!(differences.spent, None);
    differences.found
}

/// The only difference, seen from both sides.
fn only(changed: &Knowledge, what: What, rule: &str) -> Difference {
    let less = found(base(), changed);
    let more = found(changed, base());
    for (all, is_less) in [(&less, true), (&more, false)] {
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!((all[0].less, all[0].what, all[0].rule.as_str()), (is_less, what, rule));
    }
    println!("{}", less[0]);
    less[0].clone()
}

fn short(id: &str) -> String {
    base().question(base().question_id(id).unwrap()).unwrap().short.clone()
}

#[test]
fn a_version_does_not_differ_from_itself() {
    assert_eq!(found(base(), base()), []);
}

#[test]
fn a_milder_effect_is_found_with_a_small_person() {
    let changed = with("rules/RF-CES-1.toml", "effect = \"emergency\"", Some("effect = \"urgent\""));
    let one = only(&changed, What::Disposition, "RF-CES-1");
    assert!(one.person.len() <= 2, "an age and a sign: {one}");
    assert!(one.old.starts_with("emergency") && one.new.starts_with("urgent"), "{one}");
    assert!(one.place.starts_with("rules/RF-CES-1.toml:"), "{one}");
}

#[test]
fn a_narrower_condition_is_found() {
    let changed = with("rules/RF-INF-2.toml", "spinal_pain", Some("neck_pain"));
    let one = only(&changed, What::Disposition, "RF-INF-2");
    assert!(one.person.contains(&short("fever")), "{one}");
}

#[test]
fn a_cut_point_moved_by_one_is_found() {
    let text = Files::embedded().get("rules/RF-GCA-1.toml").unwrap_or_default().to_owned();
    assert!(text.contains("age >= 50"), "{text}");
    let changed = with("rules/RF-GCA-1.toml", "age >= 50", Some("age >= 51"));
    let one = only(&changed, What::Disposition, "RF-GCA-1");
    assert!(one.person.iter().any(|said| said.contains("50 to 50")), "{one}");
}

#[test]
fn a_rule_that_is_gone_is_found_unless_another_covers_it() {
    let without = |id: &str| {
        let mut knowledge = base().clone();
        knowledge.rules.retain(|rule| rule.id != id);
        knowledge
    };
    assert!(found(base(), &without("CI-01-1")).iter().any(|one| one.less && one.rule == "CI-01-1"));
    assert_eq!(found(base(), &without("RF-LUNG-2")), []);
}

#[test]
fn a_lifted_limit_is_found_and_one_that_others_keep_is_not() {
    let changed = with("rules/CI-01-1.toml", "max_pressure = 2", Some("max_pressure = 3"));
    let one = only(&changed, What::Limit, "CI-01-1");
    assert!(one.person.len() <= 2, "an age and what is not known: {one}");
    assert!(one.person.contains(&format!("'I don't know' to {}", short("fever"))), "{one}");
    let covered = with("rules/CI-27-4.toml", "max_pressure = 2", Some("max_pressure = 3"));
    assert_eq!(found(base(), &covered), []);
}

#[test]
fn an_always_on_limit_that_is_gone_is_found_for_anybody() {
    let changed = with("limits/ES-KIDNEY.toml", "", None);
    let less = found(base(), &changed);
    let one = less.iter().find(|one| one.rule == "ES-KIDNEY").unwrap_or_else(|| panic!("{less:#?}"));
    assert!(one.less && one.person.is_empty(), "{one}");
}

#[test]
fn a_gate_that_hides_more_is_found() {
    let changed =
        with("questions/head-neck.toml", "applies = \"headache_now\"", Some("applies = \"headache_now and fever\""));
    let less = found(base(), &changed);
    assert!(!less.is_empty() && less.iter().all(|one| one.less), "{less:#?}");
}

#[test]
fn only_what_is_listed_is_meant_and_what_is_listed_must_differ() {
    let changed = with("rules/CI-01-1.toml", "max_pressure = 2", Some("max_pressure = 3"));
    let less = found(base(), &changed);
    let list = |rule: &str| {
        Intended::read(&format!("[[intended]]\nrule = \"{rule}\"\nwhat = \"limit\"\nbecause = \"a test\"\n")).unwrap()
    };
    assert_eq!(list("CI-01-1").because(&less[0]), Some("a test"));
    assert!(list("CI-01-1").stale(&less).is_empty());
    assert_eq!(list("CI-01-2").because(&less[0]), None);
    assert_eq!(list("CI-01-2").stale(&less), ["CI-01-2"]);
    assert!(Intended::read("[[intended]]\nrule = \"X\"\nwhat = \"limit\"\nbecause = \" \"\n").is_err());
}

#[test]
fn the_questions_about_rules_are_answered() {
    let rule = |id: &str| base().rule_id(id).unwrap();
    let said = |a: &str, b: &str| -> Vec<(&'static str, bool)> {
        let all = ask::about(base(), rule(a), Some(rule(b)));
        all.iter().map(|one| (one.question.id(), one.unless.is_none())).collect()
    };
    let expected = [
        ("always-fires", false),
        ("never-fires", false),
        ("implies", true),
        ("is-implied", false),
        ("equivalent", false),
        ("disjoint", false),
    ];
    assert_eq!(said("RF-LUNG-2", "CI-03-1"), expected);
    let all = ask::about(base(), rule("RF-LUNG-2"), Some(rule("RF-LUNG-2")));
    assert!(all.iter().any(|one| one.question == ask::Question::Equivalent && one.unless.is_none()));
}

/// The second limit of a rule, as it stands in its file.
const LIMIT: &str = r#"[[restrict]]
ban          = true
devices      = ["percussion-gun", "heat-pack", "hot-bath"]
until        = "until you are well again"
say          = "No heat and no percussion gun while you may be ill."
"#;

/// Whatever fails of a changed version, in words: of what is proved of it alone, and beside the one before.
fn failures(changed: &Knowledge) -> String {
    let lost = diff::no_caution_is_lost(base(), changed, &Intended::default(), Limits::default());
    let alone = prove::one(changed, "more_risk_never_less_caution").unwrap();
    let failed = [alone, lost].into_iter().filter(|one| one.result.is_err());
    failed.map(|one| format!("{one}\n")).collect()
}

#[test]
fn each_known_mistake_shows_a_person_with_file_and_line() {
    let cases = [
        ("a rule dropped", "rules/RF-CES-1.toml", "", None, "signs in both legs"),
        (
            "what unknown does",
            "rules/RF-INF-2.toml",
            "effect = \"urgent\"",
            Some("effect = \"urgent\"\nunknown = \"modified\"\nunknown_because = \"planted\""),
            "'I don't know' to fever",
        ),
        ("and for or", "rules/RF-CES-1.toml", "ces_item and not", Some("ces_item or not"), "'I don't know' to numb"),
        ("or for and", "rules/RF-GCA-1.toml", " or ", Some(" and "), "age 50"),
        ("a cut-point by one", "rules/RF-AORTA-5.toml", "age >= 66", Some("age >= 67"), "age 66 to 66"),
        ("a limit dropped", "rules/CI-01-2.toml", LIMIT, Some(""), "'I don't know' to ill today"),
    ];
    for (mistake, file, from, to, person) in cases {
        let said = failures(&with(file, from, to));
        println!("{mistake}:\n{said}");
        let place = format!("({file}:");
        let shown = said.lines().any(|line| line.contains("somebody with") && line.contains(person));
        assert!(said.contains(&place) && shown, "{mistake}: {said}");
    }
    assert_eq!(failures(base()), "");
}
