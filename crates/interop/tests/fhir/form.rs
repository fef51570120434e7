//! The exported form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use supple_care::{Answer, QuestionId, Reading, Sheet, question::Kind};
use supple_interop::fhir;

use crate::{people::base, round::of_a_form};

/// The most gates that `enableWhen` cannot say: those of the body map, and an `or` of `and`s.
const NOT_SAID: usize = 14;

const SAY: fhir::Say<'_> = fhir::Say {
    label: &|key| format!("<{key}>"),
    place: &|place| format!("{} ({})", place.say, place.side),
    disposition: &|one| one.id().to_owned(),
};

fn bundle() -> Value {
    fhir::bundle(base(), "library", SAY)
}

fn form() -> Value {
    fhir::questionnaire(base(), SAY)
}

/// Every item by its link id.
fn items<'v>(of: &'v Value, all: &mut Vec<(&'v str, &'v Value)>) {
    for item in of["item"].as_array().into_iter().flatten() {
        all.push((item["linkId"].as_str().unwrap(), item));
        items(item, all);
    }
}

#[test]
fn every_question_stands_in_the_form_once_and_takes_i_do_not_know() {
    let form = form();
    let mut all = Vec::new();
    items(&form, &mut all);
    let ids: BTreeSet<&str> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), all.len(), "a link id stands twice");
    let by_id: BTreeMap<&str, &Value> = all.into_iter().collect();
    for question in &base().questions {
        let item = by_id[question.id.as_str()];
        assert_eq!(item["text"], question.ask);
        let unknown = |item: &Value| item["answerOption"].to_string().contains("asked-unknown");
        match question.kind {
            Kind::Number { .. } => assert!(unknown(by_id[format!("{}.unknown", question.id).as_str()])),
            Kind::Text => {}
            _ => assert!(unknown(item), "{}", question.id),
        }
    }
    for (id, item) in &by_id {
        let when = item["enableWhen"].as_array().map_or(&[][..], Vec::as_slice);
        assert!(when.iter().all(|one| by_id.contains_key(one["question"].as_str().unwrap())), "{id}");
        assert_eq!(item.get("enableBehavior").is_some(), when.len() > 1, "{id}");
    }
}

/// Whether one part of `enableWhen` holds for the answer to its question.
fn holds(when: &Value, sheet: &Sheet) -> bool {
    let name = when["question"].as_str().unwrap();
    let (name, beside) = name.strip_suffix(".unknown").map_or((name, false), |name| (name, true));
    if name == "about.later" {
        return sheet.rescreen;
    }
    if name == "about.proxy" {
        return sheet.proxy;
    }
    let id = base().question_id(name).unwrap();
    let answer = sheet.get(id);
    let code = |code: &str| match code {
        "Y" => answer == Answer::Yes,
        "N" => answer == Answer::No,
        "asked-unknown" => answer == Answer::Unknown,
        option => {
            matches!(answer, Answer::Choice(index) if base().question(id).unwrap().options()[usize::from(index)].id == option)
        }
    };
    let number = |test: fn(i64, i64) -> bool| {
        let limit = when["answerInteger"].as_i64().unwrap();
        !beside && matches!(answer, Answer::Number(value) if test(value.into(), limit))
    };
    match when["operator"].as_str().unwrap() {
        "=" => code(when["answerCoding"]["code"].as_str().unwrap()),
        "!=" => !code(when["answerCoding"]["code"].as_str().unwrap()),
        "exists" => (answer != Answer::NotAsked) == when["answerBoolean"].as_bool().unwrap(),
        ">=" => number(|value, limit| value >= limit),
        "<" => number(|value, limit| value < limit),
        other => panic!("{other}"),
    }
}

#[test]
fn a_question_is_shown_once_its_gate_is_answered_and_open() {
    let form = form();
    let mut all = Vec::new();
    items(&form, &mut all);
    let mut not_said = BTreeSet::new();
    let (mut shown, mut hidden) = (0, 0);
    for seed in 0..400 {
        let sheet = of_a_form(seed);
        let view = base().program.view(&sheet, Reading::Shown);
        for (id, item) in &all {
            let Some(asked) = base().question_id(id) else { continue };
            let Some(gate) = &base().question(asked).unwrap().applies else { continue };
            let Some(when) = item["enableWhen"].as_array() else {
                not_said.insert(*id);
                continue;
            };
            let mut read = Vec::new();
            gate.atoms(&base().facts, &mut |atom| read.extend(atom.question()));
            let answered = |id: &QuestionId| sheet.get(*id) != Answer::NotAsked && !view.hidden.has(id.0);
            if !read.iter().all(answered) {
                continue;
            }
            let all = item["enableBehavior"] == "all";
            let enabled =
                if all { when.iter().all(|one| holds(one, &sheet)) } else { when.iter().any(|one| holds(one, &sheet)) };
            let hides = view.hidden.has(asked.0);
            assert!(enabled || hides, "{id}, seed {seed}: {when:?}");
            // What only the person feels is shown to whoever answers for them, and then not hidden in vain.
            let felt = read.iter().any(|one| base().question(*one).unwrap().private);
            assert!(felt || enabled != hides, "{id}, seed {seed}: {when:?}");
            (shown, hidden) = (shown + u32::from(enabled), hidden + u32::from(!enabled));
        }
    }
    assert!(shown > 1_000 && hidden > 1_000, "{shown} {hidden}");
    assert!(not_said.len() <= NOT_SAID, "{not_said:?}");
}

#[test]
fn no_two_options_of_an_item_look_the_same() {
    let form = form();
    let mut all = Vec::new();
    items(&form, &mut all);
    for (id, item) in all {
        let shown: Vec<&str> = item["answerOption"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|option| option["valueCoding"]["display"].as_str().unwrap())
            .collect();
        let different: BTreeSet<&&str> = shown.iter().collect();
        assert_eq!(different.len(), shown.len(), "{id}: {shown:?}");
    }
}

#[test]
fn the_collection_names_what_it_refers_to() {
    let bundle = bundle();
    let resources: Vec<&Value> = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]).collect();
    let addresses: BTreeSet<&str> = resources.iter().map(|one| one["url"].as_str().unwrap()).collect();
    assert_eq!(addresses.len(), resources.len());
    let plan = resources.iter().find(|one| one["resourceType"] == "PlanDefinition").unwrap();
    let actions = plan["action"].as_array().unwrap();
    assert_eq!(actions.len(), base().rules.len());
    for action in actions {
        if let Some(definition) = action["definitionCanonical"].as_str() {
            assert!(addresses.contains(definition), "{definition}");
        }
        assert!(addresses.contains(action["condition"][0]["expression"]["reference"].as_str().unwrap()));
    }
    // No null, no empty list or object: FHIR knows none.
    fn is_plain(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Array(list) => !list.is_empty() && list.iter().all(is_plain),
            Value::Object(map) => !map.is_empty() && map.values().all(is_plain),
            Value::String(text) => !text.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        }
    }
    assert!(is_plain(&bundle));
}

#[test]
fn a_response_has_the_shape_of_the_form() {
    fn groups<'v>(of: &'v Value, within: &'v str, all: &mut BTreeMap<&'v str, &'v str>) {
        for item in of["item"].as_array().into_iter().flatten() {
            let id = item["linkId"].as_str().unwrap();
            all.insert(id, within);
            groups(item, id, all);
        }
    }
    let (form, mut asked) = (form(), BTreeMap::new());
    groups(&form, "", &mut asked);
    for seed in 0..50 {
        let response = fhir::response(base(), &of_a_form(seed));
        let mut answered = BTreeMap::new();
        groups(&response, "", &mut answered);
        assert!(answered.len() > 100, "seed {seed}");
        for (id, within) in answered {
            assert_eq!(asked.get(id), Some(&within), "{id}, seed {seed}");
        }
    }
}
