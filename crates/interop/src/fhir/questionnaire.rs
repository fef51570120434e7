//! What can be asked, as a form (Questionnaire, with what SDC adds to it).

use serde_json::{Value, json};
use supple_care::{
    Knowledge, Place, QuestionId,
    question::{Kind, Purpose, Question},
};

use super::{ABSENT, PLACES, Say, UNKNOWN, UNKNOWN_ITEM, YES_NO, address, gate, link, named, system};

/// The form.
#[must_use]
pub fn questionnaire(knowledge: &Knowledge, say: Say<'_>) -> Value {
    let form = Form { knowledge, say: say.label, place: say.place };
    let say = say.label;
    let mut items = vec![form.about()];
    for (page, index) in knowledge.pages.iter().zip(0usize..) {
        let of_page = knowledge.questions.iter().zip((0u16..).map(QuestionId));
        let asked: Vec<Value> = of_page
            .filter(|(question, _)| question.page == index)
            .flat_map(|(one, id)| form.question(one, id))
            .collect();
        if !asked.is_empty() {
            items.push(
                json!({ "linkId": format!("page.{}", page.id), "type": "group", "text": page.title, "item": asked }),
            );
        }
    }
    items.push(form.map());
    json!({
        "resourceType": "Questionnaire",
        "id": "screening",
        "meta": { "profile": ["http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"] },
        "url": address("Questionnaire", "screening"),
        "version": knowledge.version,
        "name": "SuppleScreening",
        "title": say("title"),
        "status": "draft",
        "experimental": true,
        "subjectType": ["Patient"],
        "item": items,
    })
}

struct Form<'a> {
    knowledge: &'a Knowledge,
    say: &'a dyn Fn(&str) -> String,
    place: &'a dyn Fn(&Place) -> String,
}

impl Form<'_> {
    /// The item of a question, and of "I don't know" beside a number.
    fn question(&self, question: &Question, id: QuestionId) -> Vec<Value> {
        let mut items = vec![match &question.kind {
            Kind::YesNo => self.choice(&question.id, &question.ask, self.yes_no(), false),
            Kind::Choice(options) | Kind::Choices(options) => {
                let system = system(&question.id);
                let options = options.iter().map(|option| named(&system, &option.id, &option.say)).collect();
                self.choice(&question.id, &question.ask, options, matches!(question.kind, Kind::Choices(_)))
            }
            Kind::Number { min, max, .. } => integer(&question.id, &question.ask, *min, *max),
            Kind::Places => self.choice(&question.id, &question.ask, self.places(), true),
            Kind::Text => json!({ "linkId": question.id, "type": "text", "text": question.ask }),
        }];
        if let Kind::Number { .. } = question.kind {
            items.push(self.unknown_beside(&question.id));
        }
        let enable = gate::enable(self.knowledge, id).or_else(|| later(question));
        for item in &mut items {
            if let Some((joined, when)) = &enable {
                put(item, "enableWhen", json!(when));
                if when.len() > 1 {
                    put(item, "enableBehavior", json!(joined));
                }
            }
        }
        if let (Some(help), Some(item)) = (&question.help, items.first_mut()) {
            put(item, "item", json!([help_item(&question.id, help)]));
        }
        items
    }

    fn choice(&self, id: &str, text: &str, options: Vec<Value>, repeats: bool) -> Value {
        let mut all: Vec<Value> = options.into_iter().map(|option| json!({ "valueCoding": option })).collect();
        let mut unknown = json!({ "valueCoding": self.unknown() });
        if repeats {
            let alone = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
            put(&mut unknown, "extension", json!([{ "url": alone, "valueBoolean": true }]));
        }
        all.push(unknown);
        let mut item = json!({ "linkId": id, "type": "choice", "text": text, "answerOption": all });
        if repeats {
            put(&mut item, "repeats", json!(true));
        } else {
            put(&mut item, "extension", json!([control("radio-button")]));
        }
        item
    }

    /// "I don't know" beside a number.
    fn unknown_beside(&self, id: &str) -> Value {
        json!({ "linkId": format!("{id}{UNKNOWN_ITEM}"), "type": "choice", "text": (self.say)("unknown"),
                "extension": [control("radio-button")], "answerOption": [{ "valueCoding": self.unknown() }] })
    }

    fn unknown(&self) -> Value {
        named(ABSENT, UNKNOWN, &(self.say)("unknown"))
    }

    fn yes_no(&self) -> Vec<Value> {
        vec![named(YES_NO, "Y", &(self.say)("yes")), named(YES_NO, "N", &(self.say)("no"))]
    }

    fn places(&self) -> Vec<Value> {
        let system = system(PLACES);
        self.knowledge.places.iter().map(|place| named(&system, &place.id, &(self.place)(place))).collect()
    }

    /// Where it hurts. The map is complete only once the person says so.
    fn map(&self) -> Value {
        let say = self.say;
        let mark = json!([
            { "linkId": link::PLACE, "type": "choice", "text": say("place"),
              "answerOption": self.places().into_iter().map(|place| json!({ "valueCoding": place })).collect::<Vec<_>>() },
            integer(link::INTENSITY, &say("intensity"), 0, 10),
            self.unknown_beside(link::INTENSITY),
            { "linkId": link::NUMB, "type": "boolean", "text": say("numb") },
            { "linkId": link::SPREADS, "type": "choice", "repeats": true, "text": say("spreads"),
              "answerOption": self.places().into_iter().map(|place| json!({ "valueCoding": place })).collect::<Vec<_>>() },
            { "linkId": link::SINCE, "type": "date", "text": say("since") },
        ]);
        json!({ "linkId": link::MAP, "type": "group", "text": say("map"), "item": [
            { "linkId": link::MARK, "type": "group", "repeats": true, "text": say("mark"), "item": mark },
            { "linkId": link::COMPLETE, "type": "choice", "text": say("complete"), "extension": [control("radio-button")],
              "answerOption": [
                { "valueCoding": named(YES_NO, "Y", &say("yes")) }, { "valueCoding": self.unknown() } ] },
        ] })
    }

    /// Who answers, when and where.
    fn about(&self) -> Value {
        let truth = |id: &str, label: &str| json!({ "linkId": id, "type": "boolean", "text": (self.say)(label) });
        let mut confirmed = truth(link::CONFIRMED, "confirmed");
        put(&mut confirmed, "enableWhen", json!([{ "question": link::PROXY, "operator": "=", "answerBoolean": true }]));
        json!({ "linkId": link::ABOUT, "type": "group", "text": (self.say)("about"), "item": [
            truth(link::PROXY, "proxy"), confirmed, truth(link::LATER, "later"),
            { "linkId": link::COUNTRY, "type": "string", "text": (self.say)("country"), "maxLength": 2 },
        ] })
    }
}

/// What is asked before a later session only.
fn later(question: &Question) -> Option<(&'static str, Vec<Value>)> {
    let when = json!({ "question": link::LATER, "operator": "=", "answerBoolean": true });
    (question.purpose == Purpose::Rescreen).then(|| ("all", vec![when]))
}

fn integer(id: &str, text: &str, min: i32, max: i32) -> Value {
    let bound = |name: &str, value: i32| json!({ "url": format!("http://hl7.org/fhir/StructureDefinition/{name}"), "valueInteger": value });
    json!({ "linkId": id, "type": "integer", "text": text, "extension": [bound("minValue", min), bound("maxValue", max)] })
}

fn help_item(id: &str, help: &str) -> Value {
    json!({ "linkId": format!("{id}.help"), "type": "display", "text": help, "extension": [control("help")] })
}

/// How an item is shown: all options to be seen at once, or as help.
fn control(code: &str) -> Value {
    let concept = json!({ "coding": [super::coding("http://hl7.org/fhir/questionnaire-item-control", code)] });
    json!({ "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl", "valueCodeableConcept": concept })
}

fn put(item: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = item {
        fields.insert(name.to_owned(), value);
    }
}
