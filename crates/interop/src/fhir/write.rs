//! A sheet as the QuestionnaireResponse that a form would give.

use serde_json::{Value, json};
use supple_care::{
    Answer, Intensity, Knowledge, Mark, PlaceSet, QuestionId, Sheet,
    pain::MapState,
    question::{Kind, Question},
};

use super::{PLACES, UNKNOWN_ITEM, YES_NO, address, coding, link, system, unknown};
use crate::dates;

/// The response. A form does not hold what clinicians agreed to.
#[must_use]
pub fn response(knowledge: &Knowledge, sheet: &Sheet) -> Value {
    let mut items = vec![about(sheet)];
    // An answer stands in the group of its page, as its question does in the form.
    for (page, index) in knowledge.pages.iter().zip(0usize..) {
        let asked = knowledge.questions.iter().zip((0u16..).map(QuestionId));
        let of_page = asked.filter(|(question, _)| question.page == index);
        let answers: Vec<Value> =
            of_page.filter_map(|(question, id)| answered(knowledge, question, sheet.get(id))).collect();
        if !answers.is_empty() {
            items.push(json!({ "linkId": format!("page.{}", page.id), "item": answers }));
        }
    }
    items.extend(map(knowledge, sheet));
    json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": format!("{}|{}", address("Questionnaire", "screening"), knowledge.version),
        "status": "completed",
        "authored": dates::print(sheet.today),
        "item": items,
    })
}

fn item(id: &str, answers: Vec<Value>) -> Value {
    json!({ "linkId": id, "answer": answers })
}

fn coded(code: &Value) -> Value {
    json!({ "valueCoding": code })
}

/// The item of a question; nothing where it was not asked.
fn answered(knowledge: &Knowledge, question: &Question, answer: Answer) -> Option<Value> {
    let id = &question.id;
    let option = |index: usize| question.options().get(index).map(|option| coded(&coding(&system(id), &option.id)));
    let answers = match answer {
        Answer::NotAsked => return None,
        Answer::Unknown if matches!(question.kind, Kind::Number { .. }) => {
            return Some(item(&format!("{id}{UNKNOWN_ITEM}"), vec![coded(&unknown())]));
        }
        Answer::Unknown => vec![coded(&unknown())],
        Answer::Yes => vec![coded(&coding(YES_NO, "Y"))],
        Answer::No => vec![coded(&coding(YES_NO, "N"))],
        Answer::Number(number) => vec![json!({ "valueInteger": number })],
        Answer::Choice(index) => vec![option(usize::from(index))?],
        Answer::Choices(mask) => {
            (0..question.options().len()).filter(|index| mask >> index & 1 == 1).filter_map(option).collect()
        }
        Answer::Places(places) => of_places(knowledge, places),
    };
    (!answers.is_empty()).then(|| item(id, answers))
}

fn of_places(knowledge: &Knowledge, places: PlaceSet) -> Vec<Value> {
    let known = places.iter().filter_map(|place| knowledge.place(place));
    known.map(|place| coded(&coding(&system(PLACES), &place.id))).collect()
}

fn map(knowledge: &Knowledge, sheet: &Sheet) -> Option<Value> {
    let complete = match sheet.pain.state {
        MapState::NotAsked => return None,
        MapState::Unknown => unknown(),
        MapState::Confirmed => coding(YES_NO, "Y"),
    };
    let mut items: Vec<Value> = sheet.pain.marks.iter().map(|one| mark(knowledge, one)).collect();
    items.push(item(link::COMPLETE, vec![coded(&complete)]));
    Some(json!({ "linkId": link::MAP, "item": items }))
}

fn mark(knowledge: &Knowledge, mark: &Mark) -> Value {
    let mut items = vec![
        item(link::PLACE, of_places(knowledge, PlaceSet::of(mark.place))),
        match mark.intensity {
            Intensity::Of(number) => item(link::INTENSITY, vec![json!({ "valueInteger": number })]),
            Intensity::Unknown => item(&format!("{}{UNKNOWN_ITEM}", link::INTENSITY), vec![coded(&unknown())]),
        },
        item(link::NUMB, vec![json!({ "valueBoolean": mark.numb })]),
    ];
    if !mark.spreads.is_empty() {
        items.push(item(link::SPREADS, of_places(knowledge, mark.spreads)));
    }
    if let Some(since) = mark.since {
        items.push(item(link::SINCE, vec![json!({ "valueDate": dates::print(since) })]));
    }
    json!({ "linkId": link::MARK, "item": items })
}

fn about(sheet: &Sheet) -> Value {
    let truth = |id: &str, value: bool| item(id, vec![json!({ "valueBoolean": value })]);
    json!({ "linkId": link::ABOUT, "item": [truth(link::PROXY, sheet.proxy), truth(link::LATER, sheet.rescreen)] })
}
