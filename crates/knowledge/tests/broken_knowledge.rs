//! Broken knowledge is refused: every mistake at once, each with its file, line, column and what was expected.

use supple_knowledge::Diagnostic;

use breaking::{RULE, WHEN, condition, files, mistakes, one, place, write};

#[cfg(test)]
mod breaking {
    use supple_knowledge::{Diagnostic, Files, compile};

    /// A rule without gates and facts, to be broken.
    pub(crate) const RULE: &str = "rules/RF-LUNG-4.toml";

    /// Its condition.
    pub(crate) const WHEN: &str = "when = \"sharp_on_breathing\"";

    /// The embedded files, to be changed.
    pub(crate) fn files() -> Vec<(String, String)> {
        Files::embedded().iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    /// Writes `new` in place of the first `old` of a file.
    pub(crate) fn write(files: &mut [(String, String)], file: &str, old: &str, new: &str) {
        let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
        assert!(text.contains(old), "{file} has no `{old}`");
        *text = text.replacen(old, new, 1);
    }

    /// Every mistake that is found.
    pub(crate) fn mistakes(files: Vec<(String, String)>) -> Vec<Diagnostic> {
        compile(&Files::new(files)).err().map(|errors| errors.0).unwrap_or_default()
    }

    /// Line and column of the first `mark` in a text, both from 1.
    pub(crate) fn place(text: &str, mark: &str) -> (usize, usize) {
        let before = text.split(mark).next().unwrap();
        assert_ne!(before.len(), text.len(), "no `{mark}`");
        let (lines, last) = before.rsplit_once('\n').unwrap_or(("", before));
        let line = if before.contains('\n') { lines.split('\n').count() + 1 } else { 1 };
        (line, last.chars().count() + 1)
    }

    /// Breaks one file and asserts that exactly one mistake is found: at `mark`, with a message that begins so.
    pub(crate) fn one(file: &str, old: &str, new: &str, mark: &str, message: &str) {
        let mut files = files();
        write(&mut files, file, old, new);
        let text = files.iter().find(|(path, _)| path == file).unwrap().1.clone();
        let found = mistakes(files);
        assert_eq!(found.len(), 1, "{found:#?}");
        let found = &found[0];
        assert!(found.message.starts_with(message), "{found}\nexpected: {message}");
        assert_eq!((found.file.as_str(), (found.line, found.column)), (file, place(&text, mark)), "{found}");
    }

    /// Breaks the condition of the rule.
    pub(crate) fn condition(when: &str, mark: &str, message: &str) {
        one(RULE, WHEN, &format!("when = '{when}'"), mark, message);
    }
}

#[test]
fn the_embedded_files_are_whole() {
    assert_eq!(mistakes(files()), []);
}

#[test]
fn an_unknown_key_is_named() {
    one(RULE, "status = ", "colour = \"red\"\nstatus = ", "colour", "unknown field `colour`, expected one of");
}

#[test]
fn a_wrong_type_is_named() {
    one(RULE, "reviewed = []", "reviewed = \"nobody\"", "\"nobody\"", "invalid type: string \"nobody\"");
}

#[test]
fn toml_that_cannot_be_read_is_named() {
    let mut files = files();
    write(&mut files, RULE, "title = \"", "title = \"\"\"");
    let found = mistakes(files);
    assert_eq!(found[0].file, RULE);
    assert!(found[0].line >= 2, "{}", found[0]);

    one(RULE, "title = ", "title ", "\"Sharp pain", "");
}

#[test]
fn where_nothing_is_left_it_may_not_be_sooner_than_a_rule() {
    let (sooner, line) = ("nothing-left = \"today\"", "nothing-left = \"within-weeks\"");
    one("terms.toml", line, sooner, sooner, "`nothing-left` is sooner than the timeframe of a medical-first rule");
    one("terms.toml", line, "", "", "`default_timeframe` has no `nothing-left`");
}

#[test]
fn an_unknown_question_comes_with_the_nearest() {
    condition(
        "fever and sharp_on_breathin",
        "sharp_on_breathin'",
        "unknown question or fact `sharp_on_breathin`; did you mean `sharp_on_breathing`?",
    );
}

#[test]
fn not_may_not_stand_before_a_risk() {
    condition(
        "sharp_on_breathing and not fever",
        "fever'",
        "`not` may stand only before a yes-no relief: a rule must not become milder because a risk was added",
    );
    condition("sharp_on_breathing and not spinal_pain", "spinal_pain", "unknown question or fact `spinal_pain`");
}

#[test]
fn a_relief_may_stand_only_after_not() {
    condition(
        "sharp_on_breathing and pain_assessed",
        "pain_assessed",
        "`pain_assessed` is a relief: write `not pain_assessed`",
    );
}

#[test]
fn an_unknown_place_comes_with_the_nearest() {
    condition(
        "pain at [\"low-bak-left\"]",
        "\"low-bak-left\"",
        "unknown place or group `low-bak-left`; did you mean `low-back-left`?",
    );
    one(
        RULE,
        "max_pressure = 2\n",
        "max_pressure = 2\nplaces = [\"nek\"]\n",
        "\"nek\"",
        "unknown place or group `nek`; did you mean `neck`?",
    );
}

#[test]
fn a_number_out_of_range_is_named() {
    condition("age >= 200", "200", "expected a number from 1 to 120");
    condition("age >= 99999999999", "99999999999", "number out of range");
    condition("pain_max >= 11", "11'", "expected a number from 1 to 10");
    condition("3 of (fever, chest_pain)", "3 of", "expected a number from 1 to 2");
    one(RULE, "max_pressure = 2", "max_pressure = 6 # too much", "6 # too", "expected a pressure from 0 to 5");
}

#[test]
fn below_a_risk_is_refused() {
    condition("pain_duration < \"over-12-weeks\"", "\"over-12-weeks\"", "`<` needs a neutral number question");
}

#[test]
fn a_choice_that_leaves_out_the_worst_is_refused() {
    condition(
        "strain_when in [\"3-to-14-days\"]",
        "[\"3-to-14-days\"]",
        "a choice ordered by risk must take every option above the first one named: use `>=`",
    );
}

#[test]
fn brackets_that_are_too_deep_are_refused() {
    let deep = format!("{}fever{}", "(".repeat(40), ")".repeat(40));
    let mut files = files();
    write(&mut files, RULE, WHEN, &format!("when = '{deep}'"));
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "nested deeper than 32");
    assert_eq!((found[0].file.as_str(), found[0].line), (RULE, 5));
}

#[test]
fn a_mistake_in_a_condition_of_several_lines_is_placed() {
    one(
        RULE,
        WHEN,
        "when = '''\nfever\n  or feverr'''",
        "feverr",
        "unknown question or fact `feverr`; did you mean `fever`?",
    );
    one(RULE, WHEN, "when = \"pain at [\\\"neck\\\"] or feverr\"", "feverr", "unknown question or fact `feverr`");
}

#[test]
fn a_missing_file_is_named() {
    for missing in ["terms.toml", "places.toml", "facts.toml", "crisis-page.toml"] {
        let files = files().into_iter().filter(|(path, _)| path != missing).collect();
        let found = mistakes(files);
        let expected =
            Diagnostic { file: missing.to_owned(), line: 1, column: 1, message: "the file is missing".to_owned() };
        assert!(found.contains(&expected), "{missing}: {found:#?}");
    }
}

#[test]
fn an_id_that_stands_twice_is_named() {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(path, _)| path == "questions/you.toml").unwrap();
    let again = text.split("[[question]]").nth(1).unwrap().to_owned();
    text.push_str("\n[[question]] # again");
    text.push_str(&again);
    let line = place(text, "# again").0 + 1;
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].line, found[0].column, found[0].message.as_str()), (line, 6, "question `age` stands twice"));
}

#[test]
fn a_rule_in_the_wrong_file_is_named() {
    one(
        RULE,
        "id = \"RF-LUNG-4\"",
        "id = \"RF-LUNG-5\"",
        "\"RF-LUNG-5\"",
        "the id is not the name of the file: expected `RF-LUNG-4`, or another name for the file (an id stands once)",
    );
}

#[test]
fn a_statement_without_a_source_is_refused() {
    let sources = "sources = [\"glos-dvt\", \"nhs-dvt\", \"proposal\"]";
    one(RULE, sources, "sources = []", "\"RF-LUNG-4\"", "every statement has a source: `sources` is empty");
    one(RULE, sources, "sources = [\"glos-dv\"]", "\"glos-dv\"", "unknown source `glos-dv`; did you mean `glos-dvt`?");
}

#[test]
fn a_promise_is_refused() {
    one(RULE, "say = \"See", "say = \"It is Safe. See", "say = \"It", "`safe` promises what nobody knows: It is Safe.");
}

#[test]
fn a_number_that_no_source_gives_is_refused() {
    one(
        RULE,
        "say = \"See",
        "say = \"Wait 77 hours. See",
        "say = \"Wait",
        "the number 77 stands in none of its sources",
    );
}

#[test]
fn an_unknown_that_clears_is_refused() {
    one(
        RULE,
        "reviewed = []",
        "unknown = \"clear\"\nunknown_because = \"no reason\"\nreviewed = []",
        "unknown = ",
        "an unknown never clears: at least `modified`",
    );
    one(
        RULE,
        "reviewed = []",
        "unknown = \"modified\"\nreviewed = []",
        "\"modified\"",
        "expected a disposition, with `unknown_because`",
    );
}

#[test]
fn gates_in_a_circle_are_named() {
    let mut files = files();
    let gate = |id: &str| format!("id = \"{id}\"\n");
    for (id, by) in [("fever", "looks_very_ill"), ("looks_very_ill", "fever")] {
        let with = format!("{}applies = \"{by}\"\n", gate(id));
        write(&mut files, "questions/general.toml", &gate(id), &with);
    }
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.starts_with("the gates of these questions read each other in a circle: "), "{}", found[0]);
    assert!(found[0].message.contains("fever") && found[0].message.contains("looks_very_ill"), "{}", found[0]);
}

#[test]
fn a_safety_question_that_no_rule_reads_is_refused() {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(path, _)| path == "questions/you.toml").unwrap();
    text.push_str(
        "\n[[question]]\nid = \"idle\"\npage = \"you\"\npurpose = \"safety\"\nkind = \"yes-no\"\npolarity = \"risk\"\n\
         ask = \"Is this asked for nothing?\"\nfind_out = \"Look.\"\nshort = \"nothing\"\nvalid_days = 1\nmission = [\"M6\"]\n",
    );
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "no rule reads `idle`: it cannot matter");
}

#[test]
fn several_mistakes_are_reported_together() {
    let mut files = files();
    write(&mut files, RULE, WHEN, "when = 'feverr'");
    write(&mut files, RULE, "status = \"draft\"", "status = \"done\"");
    write(&mut files, RULE, "mission = [\"M6\"]", "mission = [\"M99\"]");
    write(&mut files, "rules/CI-01-1.toml", "\"tradition\"", "\"gossip\"");
    write(&mut files, "questions/you.toml", "polarity = \"neutral\"", "polarity = \"mild\"");
    write(&mut files, "sources/girft-ces.toml", "read      = \"source text\"", "read      = \"a glance\"");
    let found = mistakes(files);
    let at = |file: &str, message: &str| {
        let hit = found.iter().find(|one| one.file == file && one.message.starts_with(message));
        assert!(hit.is_some(), "{file}: {message} is not among {found:#?}");
    };
    at(RULE, "unknown question or fact `feverr`; did you mean `fever`?");
    at(RULE, "expected `draft`, `reviewed`, `active` or `retired`");
    at(RULE, "expected a mission row, `M1` to `M39`");
    at("rules/CI-01-1.toml", "expected one of: tradition, expert-opinion");
    at("questions/you.toml", "expected `risk`, `relief` or `neutral`");
    at("sources/girft-ces.toml", "expected one of: source text, abstract");
}

/// A course with a technique, a condition, a rank and a number, to be broken.
const COURSE: &str = "courses/relax-10w.toml";

#[test]
fn a_course_with_an_unknown_technique_names_the_nearest() {
    let message = "unknown technique `rockin`; did you mean `rocking`?";
    one(COURSE, "\"rocking\"]", "\"rockin\"]", "\"rockin\"", message);
}

#[test]
fn a_course_whose_condition_cannot_be_read_is_refused() {
    one(COURSE, "pain_duration >=", "pain_duraton >=", "pain_duraton", "unknown question or fact `pain_duraton`");
}

#[test]
fn two_courses_with_one_rank_are_refused() {
    // The second of the two in the order of the files is complained about.
    let message = "another course has this rank: the order must be told";
    one("courses/structural-10w.toml", "rank      = 11", "rank      = 10", "10\nrank_because", message);
}

#[test]
fn a_course_that_claims_more_than_moderate_is_refused() {
    let message = "no claim of benefit carries more than `moderate`";
    one(COURSE, "evidence  = \"low\"", "evidence  = \"high\"", "\"high\"", message);
}

#[test]
fn minutes_of_a_course_that_no_source_gives_are_refused() {
    one(COURSE, "minutes   = [50, 60]", "minutes   = [50, 61]", "minutes   =", "the number 61 stands in none of its");
}

#[test]
fn a_giver_without_a_course_for_everybody_is_named() {
    let mut files = files();
    for file in ["courses/home-gentle.toml", "courses/home-gentle-daily.toml"] {
        write(&mut files, file, "[\"self\", \"partner\",", "[\"partner\",");
    }
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    let message = "no course for `self` is there for everybody, whatever hurts";
    assert!(found[0].message.starts_with(message) && found[0].file == "courses/home-gentle.toml", "{}", found[0]);
}

#[test]
fn an_activity_of_an_unknown_kind_and_at_no_time_of_day_is_refused() {
    let file = "activities/daily.toml";
    one(file, "kind      = \"walk\"", "kind      = \"wlak\"", "\"wlak\"", "expected one of: walk, exercise");
    one(file, "at        = [\"12:30\"]", "at        = [\"25:30\"]", "\"25:30\"", "expected a time of day");
}

#[test]
fn a_routine_with_an_unknown_activity_names_the_nearest() {
    let message = "unknown activity `knee-rols`; did you mean `knee-rolls`?";
    one("routines.toml", "[\"knee-rolls\",", "[\"knee-rols\",", "\"knee-rols\"", message);
}
