//! What a result says beside its decision: to whom, until when, and what an agreement can do.

use serde_json::{Value, json};

use crate::run::{root, supple};

/// Somebody who said no to everything but these.
fn but(changed: &Value, pain: Value) -> String {
    let text = std::fs::read_to_string(root().join("examples/nothing-hurts.json")).unwrap();
    let mut sheet: Value = serde_json::from_str(&text).unwrap();
    for (id, answer) in changed.as_object().unwrap() {
        sheet["answers"][id] = answer.clone();
    }
    sheet["pain"] = pain;
    sheet.to_string()
}

fn assessed(changed: &Value, pain: Value) -> Value {
    let input = but(changed, pain);
    supple(&["assess", "-", "--format", "json"], input.as_bytes()).json()
}

fn told(changed: &Value) -> String {
    let told = supple(&["assess", "-"], but(changed, json!([])).as_bytes()).out;
    // Lines end where the page does.
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn who_does_not_know_is_told_what_to_say_to_the_doctor() {
    let text = told(&json!({ "saddle_numbness": "unknown" }));
    assert!(text.contains("What to say to the doctor"), "{text}");
    assert!(text.contains("answer: numb or different feeling between the legs"), "{text}");
    let text = told(&json!({}));
    assert!(!text.contains("What to say to the doctor"), "{text}");
}

#[test]
fn an_agreement_is_offered_only_where_it_is_enough() {
    let liftable = |changed: Value| assessed(&changed, json!([]))["liftable"].as_array().unwrap().len();
    assert_eq!(liftable(json!({ "saddle_numbness": "unknown" })), 0, "RF-CES-1 stays, and nobody lifts it");
    assert!(liftable(json!({ "spine_surgery": "yes", "spine_surgery_when": "6-to-12-weeks" })) > 0);
}

#[test]
fn who_is_to_come_back_on_a_day_is_given_no_other_time() {
    let changed = json!({ "intoxicated": "yes" });
    let told_json = assessed(&changed, json!([]));
    assert!(told_json["postpone_until"].is_string() && told_json["timeframe"].is_null(), "{told_json}");
    let text = told(&changed);
    assert!(text.contains("Come back on") && !text.contains("within three days"), "{text}");
    assert!(!text.contains("back bend") && !text.contains("Knee rolls"), "{text}");
}

#[test]
fn what_is_marked_and_denied_is_asked_again() {
    let asked = |changed: Value, pain: Value| {
        let told = assessed(&changed, pain);
        let next: Vec<String> = serde_json::from_value(told["next_questions"].clone()).unwrap();
        let mut once = next.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), next.len(), "no question twice: {next:?}");
        (told["disposition"].as_str().unwrap().to_owned(), next)
    };
    let mark = |site: &str, side: &str| json!([{ "site": site, "side": side, "intensity": 6 }]);
    let (came, next) = asked(json!({}), mark("abdomen", "middle"));
    assert!(next.contains(&"low_tummy_pain".to_owned()) && came != "clear", "{came} {next:?}");
    let expecting =
        json!({ "pregnant": "yes", "pregnancy_weeks": 14, "low_tummy_pain": "yes", "shoulder_tip_pain": "no" });
    let (came, next) = asked(expecting, mark("shoulder-top", "right"));
    assert!(next.contains(&"shoulder_tip_pain".to_owned()) && came != "modified", "{came} {next:?}");
    let arms = json!([{ "site": "neck-back", "side": "left", "intensity": 4, "spreads": ["arm-left", "arm-right"] }]);
    let (came, next) = asked(json!({ "limb_pain": "yes" }), arms);
    assert!(next.contains(&"numb_both_hands".to_owned()) && came != "modified", "{came} {next:?}");
}

#[test]
fn enough_is_certain_whatever_else_is_not_known() {
    let changed = json!({ "age": 72, "sudden_severe_start": "yes", "pain_new": "yes", "stooped": "unknown" });
    let back = json!([{ "site": "mid-back", "side": "left", "intensity": 6 }]);
    let told = assessed(&changed, back);
    let reason = told["reasons"].as_array().unwrap().iter().find(|reason| reason["rule"] == "RF-FX-6").unwrap();
    assert_eq!(reason["certain"], true, "{reason}");
    assert!(!reason["because"].to_string().contains("stooped"), "{reason}");
}

#[test]
fn a_numb_place_that_is_named_is_asked_again_where_it_is_denied() {
    let asked = |places: Value| {
        let told = assessed(&json!({ "numb_skin": "yes", "numb_where": places }), json!([]));
        let ids = told["contradictions"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        (told["settled"].as_bool().unwrap(), ids.collect::<Vec<_>>())
    };
    assert_eq!(asked(json!(["hand-left"])), (true, vec![]));
    assert_eq!(asked(json!(["groin-left"])), (false, vec!["X-56".to_owned()]));
    assert_eq!(asked(json!(["buttock-left", "buttock-right"])), (false, vec!["X-72".to_owned()]));
    assert_eq!(asked(json!(["hand-left", "hand-right"])).1, ["X-23", "X-71"]);
    assert_eq!(asked(json!(["calf-left", "foot-right"])), (false, vec!["X-51".to_owned()]));
    assert_eq!(asked(json!(["face"])), (false, vec!["X-73".to_owned()]));
}
