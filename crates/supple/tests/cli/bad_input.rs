//! Input that cannot be used: exit code 2, every problem at once, with its place and what to do.

use crate::run::{Ran, copy, root, supple};

fn assess(input: impl AsRef<[u8]>) -> Ran {
    supple(&["assess", "-", "--format", "json"], input.as_ref())
}

/// Refused, with nothing printed, and with each of these in the message.
fn refused(input: impl AsRef<[u8]>, expected: &[&str]) {
    let input = input.as_ref();
    let ran = assess(input);
    let shown = String::from_utf8_lossy(&input[..input.len().min(200)]).into_owned();
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{shown}\n{ran:?}");
    for part in expected {
        assert!(ran.err.contains(part), "{shown}: no `{part}` in\n{}", ran.err);
    }
    assert!(!ran.err.contains('«'), "{}", ran.err);
}

#[test]
fn what_is_neither_json_nor_toml_is_refused_with_its_place() {
    refused("", &["nothing here", "{ \"answers\": { \"fever\": \"no\" } }"]);
    refused(" \n\t", &["nothing here"]);
    refused("NaN", &["line 1", "{ \"answers\": { \"fever\": \"no\" } }"]);
    refused("[]", &["named fields", "{ \"answers\": { \"fever\": \"no\" } }"]);
    refused(r#"{ "answers": { "fever": "no", "fever": "yes" } }"#, &["“fever” stands twice", "line 1"]);
    refused("{ \"answers\": { \"fever\": \"no\" ", &["standard input", "line 1"]);
    refused("answers = {", &["line 1"]);
    refused("hello there", &["line 1", "column"]);
    refused("[1, 2]", &["named fields"]);
    refused("\"text\"", &["named fields"]);
    refused("7", &["named fields"]);
}

#[test]
fn wrong_types_are_named_with_their_place() {
    refused(
        r#"{ "answers": { "fever": true, "age": "forty", "sex": 1, "wound_where": "back" },
             "pain": { "site": "low-back" }, "clearances": "yes", "proxy": "no", "country": 49, "today": 20261121 }"#,
        &[
            "9 problems",
            "answers.fever",
            "answers.age",
            "answers.sex",
            "answers.wound_where",
            "pain",
            "clearances",
            "proxy",
            "country",
            "today",
        ],
    );
    refused(r#"{ "answers": [] }"#, &["answers", "named fields"]);
    refused(r#"{ "answers": { "fever": null, "chest_pain": {}, "own_words": 3 } }"#, &["3 problems", "own_words"]);
}

#[test]
fn an_unknown_question_is_named_with_the_nearest_known_one() {
    refused(r#"{ "answers": { "fevr": "no" } }"#, &["answers.fevr", "Did you mean “fever”?"]);
    refused(r#"{ "answers": { "zzzzzzzz": "no" } }"#, &["There is no question “zzzzzzzz”."]);
    refused(r#"{ "anwsers": {} }"#, &["anwsers", "Did you mean “answers”?"]);
    refused(r#"{ "pain": [{ "site": "low-bak", "side": "left", "intensity": 3 }] }"#, &["Did you mean “low-back”?"]);
}

#[test]
fn values_out_of_range_are_refused() {
    for age in ["-1", "121", "44.5", "1e400", "99999999999999999999", "-99999999999"] {
        let ran = assess(format!(r#"{{ "answers": {{ "age": {age} }} }}"#));
        assert_eq!(ran.code, 2, "{age}: {}", ran.out);
        assert!(ran.err.contains("0 to 120") || ran.err.contains("is not a number"), "{age}: {}", ran.err);
    }
    for value in ["NaN", "Infinity", "-Infinity", "1e400"] {
        let at = ["age", value, "is not a number", "line 1"];
        refused(format!(r#"{{ "answers": {{ "fever": "no", "age": {value} }} }}"#), &at);
        let at = ["intensity", value, "is not a number", "line 2"];
        refused(
            format!("{{ \"pain\": [{{ \"site\": \"low-back\",\n\"intensity\": {value}, \"side\": \"left\" }}] }}"),
            &at,
        );
    }
    refused("[answers]\nage = nan\n", &["answers.age", "0 to 120"]);
    refused("[answers]\nage = inf\n", &["answers.age", "0 to 120"]);
    for intensity in ["11", "-1", "3.5", "\"strong\"", "null", "256"] {
        let mark = format!(r#"{{ "pain": [{{ "site": "low-back", "side": "left", "intensity": {intensity} }}] }}"#);
        refused(mark, &["pain[0].intensity", "0 to 10"]);
    }
}

#[test]
fn dates_in_the_future_and_dates_that_are_none_are_refused() {
    refused(
        r#"{ "today": "2026-11-21",
             "pain": [{ "site": "low-back", "side": "left", "intensity": 3, "since": "2026-11-22" },
                      { "site": "low-back", "side": "right", "intensity": 3, "since": "2026-02-30" }],
             "clearances": [{ "by": "Dr A, doctor", "from": "2026-12-01", "until": "2026-11-20",
                              "rules": ["CI-18-2"] }] }"#,
        &["4 problems", "pain[0].since", "pain[1].since", "clearances[0].from", "clearances[0].until"],
    );
}

#[test]
fn an_agreement_names_its_rules_and_ends() {
    let agreed = |until: &str, rules: &str| {
        format!(
            r#"{{ "today": "2026-11-21",
                  "clearances": [{{ "by": "Dr A, doctor", "from": "2026-11-20", "until": "{until}"{rules} }}] }}"#
        )
    };
    let named = r#", "rules": ["CI-18-2"]"#;
    assert_eq!(assess(agreed("2027-02-20", named)).code, 0);
    refused(agreed("2027-02-21", named), &["clearances[0].until", "2027-02-20 at most"]);
    refused(agreed("2126-11-20", named), &["clearances[0].until"]);
    for none in ["", r#", "rules": []"#] {
        refused(agreed("2027-02-01", none), &["clearances[0].rules"]);
    }
}

#[test]
fn a_day_that_nothing_is_assessed_for_is_refused() {
    for day in ["2019-12-31", "1970-01-01", "2099-01-01", "9999-12-31"] {
        refused(format!(r#"{{ "today": "{day}" }}"#), &["today", "2020-01-01"]);
    }
    let chosen = supple(&["assess", "-", "--today", "2031-05-06", "--format", "json"], br#"{ "today": "2031-05-06" }"#);
    assert_eq!(chosen.code, 0, "{}", chosen.err);
}

#[test]
fn a_country_that_there_is_not_is_named_with_the_nearest() {
    refused(r#"{ "country": "ZZ" }"#, &["There is no country “ZZ”", "NZ"]);
    refused(r#"{ "country": "UK" }"#, &["GB"]);
    assert_eq!(assess(r#"{ "country": "br" }"#).code, 0);
}

#[test]
fn site_and_side_of_one_mark_are_both_named() {
    refused(
        r#"{ "pain": [{ "site": "low-bak", "side": "upper", "intensity": 11 }] }"#,
        &["3 problems", "pain[0].site", "pain[0].side", "pain[0].intensity"],
    );
}

#[test]
fn a_side_of_what_lies_in_the_middle_is_named_as_such() {
    for (site, side) in [("spine-low", "left"), ("spine-low", "upper"), ("low-back-left", "right")] {
        let pain = format!(r#"{{ "pain": [{{ "site": "{site}", "side": "{side}", "intensity": 3 }}] }}"#);
        refused(pain, &["pain[0].side", site, "leave “side” out"]);
    }
    let sides = ["“left”, “right” or “both”"];
    refused(r#"{ "pain": [{ "site": "low-back", "side": "middle", "intensity": 3 }] }"#, &sides);
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [20, 100, 100_000] {
        refused(format!(r#"{{ "answers": {}{} }}"#, "[".repeat(depth), "]".repeat(depth)), &["nested"]);
    }
}

#[test]
fn what_is_no_text_is_refused() {
    refused(b"{ \"answers\": { \"own_words\": \"\xff\xfe\" } }", &["UTF-8"]);
    refused(b"today = \"\xc3\x28\"", &["UTF-8"]);
}

#[test]
fn ten_mebibytes_are_refused_before_they_are_read() {
    let long = format!(r#"{{ "answers": {{ "own_words": "{}" }} }}"#, "a".repeat(10 * 1024 * 1024));
    refused(long, &["too long", "1024 kilobytes"]);
    let text = format!(r#"{{ "answers": {{ "own_words": "{}" }} }}"#, "a".repeat(20_000));
    refused(text, &["answers.own_words", "10000 characters"]);
}

#[test]
fn what_steers_a_terminal_does_nothing_in_a_message() {
    let ran = assess("{ \"\\u001b[2Jfever\\u202e\": 1 }");
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}'), "{:?}", ran.err);
}

#[test]
fn being_young_is_a_decision_and_no_error() {
    let ran = assess(r#"{ "answers": { "age": 15 } }"#);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rules: Vec<String> =
        ran.json()["reasons"].as_array().unwrap().iter().map(|reason| reason["because"].to_string()).collect();
    assert!(rules.iter().any(|because| because.contains("\"age\"")), "{rules:?}");
}

#[test]
fn answers_that_cannot_both_be_true_are_asked_again_and_read_cautiously() {
    let ran = assess(r#"{ "answers": { "sex": "male", "pregnant": "yes" } }"#);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json = ran.json();
    assert_eq!((&json["settled"], &json["contradictions"][0]["id"]), (&false.into(), &"X-1".into()));
    let next: Vec<&str> = json["next_questions"].as_array().unwrap().iter().filter_map(|id| id.as_str()).collect();
    assert!(next.starts_with(&["sex", "pregnant"]), "{next:?}");
    let text = supple(&["assess", "-"], br#"{ "answers": { "sex": "male", "pregnant": "yes" } }"#).out;
    assert!(text.contains("You said male, and also pregnant"), "{text}");
}

#[test]
fn the_command_line_says_what_is_wrong_with_it() {
    for (args, expected) in [
        (&["assess"][..], "<FILE>"),
        (&["asses"], "assess"),
        (&["assess", "-", "--format", "xml"], "json"),
        (&["assess", "-", "--today", "tomorrow"], "2026-11-21"),
        (&["assess", "-", "--country", "Germany"], "Did you mean DE?"),
        (&["--country", "ZZ", "assess", "-"], "There is no country “ZZ”"),
        (&["--data", "here", "assess", "-"], "--data"),
        (&["--listen", "127.0.0.1:0", "questions"], "--listen"),
        (&["assess", "no-such-file.json"], "no-such-file.json"),
        (&["interview", "--resume", "no-such-file.json"], "no-such-file.json"),
        (&["serve", "--listen", "0.0.0.0:0"], "other computers"),
        (&["serve", "--listen", "[::]:0"], "other computers"),
        (&["serve", "--listen", "here"], "--listen"),
        (&["knowledge", "check", "--knowledge", "no-such-directory"], "no-such-directory"),
    ] {
        let ran = supple(args, b"{}");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_broken_knowledge_file_is_named_with_line_column_and_what_was_expected() {
    let dir = tempfile::tempdir().unwrap();
    copy(&root().join("knowledge"), dir.path());
    let file = dir.path().join("rules/RF-CES-1.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, after) = text.split_once("\nwhen ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    let (broken, line) = (format!("{before}\nwhen = \"sadle_numbness\"\n{after}"), before.lines().count() + 1);
    std::fs::write(&file, broken).unwrap();
    let ran = supple(&["assess", "-", "--knowledge", dir.path().to_str().unwrap()], b"{}");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(&format!("rules/RF-CES-1.toml:{line}:9: ")), "{}", ran.err);
    assert!(ran.err.contains("did you mean `saddle_numbness`?"), "{}", ran.err);
}
