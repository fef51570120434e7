//! Wanting to die, wherever it was typed into a record.

use serde_json::Value;
use supple_care::{Knowledge, crisis};
use supple_store::{Event, Who};

use super::{Record, kinds};

/// The parts of an entry in which nothing is typed: ids, dates and numbers of this program, and what was chosen of a list.
const CHOSEN: [&str; 31] = [
    "answers",
    "bad",
    "code",
    "country",
    "course",
    "day",
    "did",
    "door",
    "for",
    "from",
    "how",
    "instrument",
    "knowledge",
    "lasted",
    "map",
    "nth",
    "page",
    "person",
    "place",
    "places",
    "review",
    "rule",
    "rules",
    "said",
    "session",
    "sites",
    "technique",
    "techniques",
    "today",
    "until",
    "way",
];

/// Every text of an entry that somebody may have typed, wherever it stands: whatever is not known to be chosen.
fn typed(payload: &Value) -> Vec<&str> {
    match payload {
        Value::String(text) => vec![text.as_str()],
        Value::Array(all) => all.iter().flat_map(typed).collect(),
        Value::Object(all) => all
            .iter()
            .filter(|(name, _)| !CHOSEN.contains(&name.as_str()))
            .flat_map(|(_, value)| typed(value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Whether something that was typed into an entry speaks of wanting to die. A decision quotes what this program says.
pub(crate) fn is_in(knowledge: &Knowledge, event: &Event) -> bool {
    let mentions = |text: &str| crisis::mentions(&knowledge.crisis_phrases, text);
    event.kind != kinds::DECISION && typed(&event.payload).into_iter().any(mentions)
}

impl Record {
    /// Whatever was typed freely is read for a mention of wanting to die, wherever it stands.
    pub(crate) fn take_mention(&mut self, knowledge: &Knowledge, event: &Event) {
        let mentions = |text: &str| crisis::mentions(&knowledge.crisis_phrases, text);
        if let Who::Proxy { name, relation } = &event.who {
            for typed in [name, relation] {
                self.named |= self.names.insert(typed.clone()) && mentions(typed);
            }
        }
        if event.kind == kinds::DECISION {
            return;
        }
        let said = is_in(knowledge, event);
        if said {
            self.mentioned = event.seq;
        }
        // What stands in a question, an agreement or a lesson is read there, as long as it stands; of anything else, what was
        // typed last.
        if !matches!(event.kind.as_str(), kinds::ANSWERS | kinds::AGREEMENT | kinds::LESSON) {
            let of = event.payload.get("instrument").and_then(Value::as_str).unwrap_or_default();
            let spoken = (event.kind.clone(), of.to_owned());
            if said {
                self.spoken.insert(spoken);
            } else {
                self.spoken.remove(&spoken);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use supple_care::Day;
    use supple_store::{Event, PersonId, UtcMs, Who};
    use uuid::Uuid;

    use crate::{GIVEN, Record, WITHDRAWN, kinds, outcomes};

    const WORDS: &str = "I want to die";

    fn mentioned(kind: &str, payload: Value) -> (u64, bool) {
        let knowledge = supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"));
        let event = Event {
            id: Uuid::from_u128(1),
            person: PersonId::from_uuid(Uuid::nil()),
            seq: 1,
            at: UtcMs(1_767_225_600_000),
            zone: "UTC".to_owned(),
            kind: kind.to_owned(),
            version: 1,
            who: Who::Self_,
            payload,
        };
        let record = Record::fold(&knowledge, &[event]);
        let (sheet, _) = record.sheet(&knowledge, Day(20_454));
        (record.mentioned, sheet.mention)
    }

    #[test]
    fn a_mention_in_any_kind_of_entry_is_found_wherever_it_stands() {
        let kinds = [
            kinds::ANSWERS,
            kinds::AGREEMENT,
            kinds::STARTED,
            kinds::STOPPED,
            kinds::ENDED,
            kinds::SAVED,
            kinds::CHECKED,
            kinds::UNREAD,
            kinds::MORNING,
            kinds::LESSON,
            kinds::DOOR,
            kinds::COUNTRY,
            kinds::PLAN,
            kinds::RESCREEN,
            crate::brought::BROUGHT,
            outcomes::CHECK_IN,
            outcomes::PUT_OFF,
            outcomes::REACTION,
            outcomes::GONE,
            outcomes::NOTED,
            outcomes::REVIEW,
            GIVEN,
            WITHDRAWN,
            "kind.of-another-version",
        ];
        for kind in kinds {
            for payload in [json!({ "own": WORDS }), json!({ "names": { "one": ["walk", WORDS] } })] {
                assert_eq!(mentioned(kind, payload.clone()).0, 1, "{kind} {payload}");
            }
            let plain = json!({ "own": "walking the dog", "session": Uuid::nil().to_string() });
            assert_eq!(mentioned(kind, plain), (0, false), "{kind}");
        }
        assert_eq!(mentioned(kinds::DECISION, json!({ "own": WORDS })).0, 0, "this program's own words");
    }

    #[test]
    fn a_mention_counts_until_something_else_stands_in_its_place() {
        for kind in [outcomes::CHECK_IN, outcomes::NOTED, kinds::PLAN] {
            let payload = json!({ "instrument": "activities", "names": { "first": WORDS } });
            assert_eq!(mentioned(kind, payload), (1, true), "{kind}");
        }
        let lesson = json!({ "giver": WORDS });
        assert_eq!(mentioned(kinds::LESSON, lesson), (1, true));
    }
}
