//! `supple record from-clinic`: what a clinic's record proposes, and what of it is taken in.

use std::fs;

use serde_json::json;

use crate::keep::{House, NOW, open};

fn file(house: &House) -> String {
    let condition = |id: &str, code: &str, display: &str| {
        json!({ "resource": { "resourceType": "Condition", "id": id, "subject": { "reference": "Patient/p" }, "onsetDateTime": "2019-03",
            "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code, "display": display }] } } })
    };
    let bundle = json!({ "resourceType": "Bundle", "entry": [
        { "resource": { "resourceType": "Patient", "id": "p", "name": [{ "text": "Ada \u{1b}[31mKing" }] } },
        condition("c1", "M81.0", "Age-related osteoporosis"), condition("c2", "G40.9", "Epilepsy"), condition("c3", "M54.50", "Low back pain") ] });
    let path = house.path("clinic.json");
    fs::write(&path, bundle.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn events(house: &House) -> Vec<supple_store::Event> {
    let store = open(house.dir.path());
    store.events(&store.unlock(house.ada, None, NOW).unwrap()).unwrap()
}

#[test]
fn what_a_file_proposes_is_listed_and_what_is_confirmed_is_taken_in() {
    let house = House::new();
    let path = file(&house);
    let before = events(&house).len();
    let list = house.run(&["record", "from-clinic", "Ada", &path]);
    assert_eq!(list.code, 0, "{list:?}");
    for part in ["osteoporosis:", "“Age-related osteoporosis” (Condition/c1, 2019-03)", "fits_ever:", "Low back pain"]
    {
        assert!(list.out.contains(part), "{part}: {}", list.out);
    }
    assert!(!list.out.contains('\u{1b}') && list.out.lines().all(|line| line.chars().count() <= 78));
    assert_eq!(events(&house).len(), before, "listing writes nothing");
    let strange = house.run(&["record", "from-clinic", "Ada", &path, "--confirm", "osteoporosis,pregnant"]);
    assert!(
        strange.code != 0 && strange.err.contains("pregnant") && !strange.err.contains("osteoporosis,"),
        "{strange:?}"
    );
    assert_eq!(events(&house).len(), before);
    let taken =
        house.run(&["record", "from-clinic", "Ada", &path, "--confirm", "osteoporosis", "--unknown", "fits_ever"]);
    assert!(taken.code == 0 && taken.out.contains("2 answers are in your record now"), "{taken:?}");
    let all = events(&house);
    let given = all.iter().find(|event| event.kind == "answers.given").unwrap();
    assert_eq!(given.payload["answers"], json!({ "osteoporosis": "yes", "fits_ever": "unknown" }));
    assert_eq!(given.payload["sources"]["osteoporosis"][0]["from"], "Condition/c1");
    let again = house.run(&["record", "from-clinic", "Ada", &path]);
    assert!(again.out.contains("In your record already") && !again.out.contains("osteoporosis:"), "{}", again.out);
}

#[test]
fn a_file_that_is_no_record_of_one_person_is_refused() {
    let house = House::new();
    for (text, sentence) in
        [("<Bundle/>", "XML"), ("{\"resourceType\":\"Bundle\"", "ends too early"), ("{\"a\":1}", "no FHIR record")]
    {
        let path = house.path("bad.json");
        fs::write(&path, text).unwrap();
        let ran = house.run(&["record", "from-clinic", "Ada", path.to_str().unwrap()]);
        assert!(ran.code != 0 && ran.err.contains(sentence), "{sentence}: {ran:?}");
    }
}
