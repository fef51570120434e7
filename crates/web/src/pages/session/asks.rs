//! The questions before a session, after it and on the next morning.

use serde_json::{Map, Value};
use supple_care::session::{Ask, Kind, When};

use crate::{
    call::Call,
    frame::{Trouble, beside},
    pages::typed::Choice,
};

/// A question as it is shown.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) number: bool,
    pub(crate) options: Vec<Choice>,
    pub(crate) chosen: String,
    pub(crate) error: Option<String>,
}

/// The questions of a time, with what was typed.
pub(crate) fn asked(call: &Call, when: When, troubles: &[Trouble]) -> Vec<Asked> {
    let v = &call.voice;
    let asks = call.knowledge().session.asks.iter().filter(|ask| ask.when == when);
    asks.map(|ask| {
        let chosen = call.form.get(&format!("s-{}", ask.id)).unwrap_or_default().to_owned();
        let choice = |value: &str, say: String| Choice { value: value.to_owned(), say, on: chosen == value };
        let options = match &ask.kind {
            Kind::Scale(_) => Vec::new(),
            Kind::YesNo => ["yes", "no", "unknown"].iter().map(|id| choice(id, v.t(&format!("answer-{id}")))).collect(),
            Kind::Choice(options) => options.iter().map(|one| choice(&one.id, v.k(&one.say))).collect(),
        };
        Asked {
            say: v.k(&ask.say),
            number: matches!(ask.kind, Kind::Scale(_)),
            options,
            error: beside(troubles, &format!("s-{}", ask.id)),
            chosen,
            id: ask.id.clone(),
        }
    })
    .collect()
}

/// Reads the answers to them, as they are recorded.
pub(crate) fn read_asked(call: &Call, when: When) -> Result<Map<String, Value>, Vec<Trouble>> {
    let mut said = Map::new();
    let mut troubles = Vec::new();
    for ask in call.knowledge().session.asks.iter().filter(|ask| ask.when == when) {
        let typed = call.form.get(&format!("s-{}", ask.id));
        match typed.and_then(|text| read_one(ask, text)) {
            Some(value) => {
                said.insert(ask.id.clone(), value);
            }
            None => {
                let key = if matches!(ask.kind, Kind::Scale(_)) { "form-score" } else { "form-choose" };
                let (v, short) = (&call.voice, call.voice.t(key));
                let text =
                    v.with("form-summary", &[("question", v.k(&ask.say).into()), ("problem", short.clone().into())]);
                troubles.push(Trouble { field: format!("s-{}", ask.id), text, short });
            }
        }
    }
    if troubles.is_empty() { Ok(said) } else { Err(troubles) }
}

/// One answer, if it is one.
pub(crate) fn read_one(ask: &Ask, text: &str) -> Option<Value> {
    match &ask.kind {
        Kind::Scale((least, most)) => {
            text.parse::<u8>().ok().filter(|number| (least..=most).contains(&number)).map(Value::from)
        }
        Kind::YesNo => ["yes", "no", "unknown"].contains(&text).then(|| Value::from(text)),
        Kind::Choice(options) => options.iter().any(|option| option.id == text).then(|| Value::from(text)),
    }
}
