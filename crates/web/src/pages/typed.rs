//! Questions as fields of a form, and what was typed into them.

use std::collections::BTreeMap;

use supple_care::{
    Answer, Knowledge, PlaceSet, QuestionId, Reading,
    question::{Kind, Polarity, Purpose, Question},
};

use super::parts::{PlaceList, place_list};
use crate::{call::Call, form::Form, frame::Trouble, record::Person, voice::Voice};

/// Most characters of a free text on a page.
const TEXT_MOST: usize = 2000;

/// What was typed for the shown questions, and everything that is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) answers: BTreeMap<QuestionId, Answer>,
    pub(crate) texts: BTreeMap<QuestionId, String>,
    /// Numbers as they were typed, right or wrong.
    raw: BTreeMap<QuestionId, String>,
    pub(crate) troubles: Vec<Trouble>,
}

/// One choice of a field.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) say: String,
    pub(crate) on: bool,
}

/// A question as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) ask: String,
    pub(crate) help: Option<String>,
    pub(crate) find_out: Option<String>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) raw: String,
    pub(crate) number_hint: String,
    pub(crate) unknown: bool,
    pub(crate) places: Option<PlaceList>,
    pub(crate) error: Option<String>,
    pub(crate) saved: Option<String>,
    pub(crate) stale: Option<String>,
}

impl Typed {
    /// Reads the fields of these questions. With `all_no`, what was left open is an explicit no for risks. What the answers
    /// on this page have made pointless to ask need not be answered.
    pub(crate) fn read(call: &Call, person: &Person, questions: &[QuestionId], all_no: bool) -> Self {
        let mut typed = Self::default();
        for id in questions {
            if let Some(question) = call.knowledge().question(*id) {
                typed.one(call, *id, question, all_no);
            }
        }
        if call.form.has("same") {
            typed.confirm(call.knowledge(), person, questions);
        }
        typed.pass_over_hidden(call.knowledge(), person, questions);
        typed
    }

    /// Takes over what was answered before and has only grown old, where nothing else was chosen now.
    fn confirm(&mut self, knowledge: &Knowledge, person: &Person, questions: &[QuestionId]) {
        for id in questions.iter().filter(|id| self.raw.get(id).is_none_or(String::is_empty)) {
            let (Some(answer), Some(question)) =
                (person.record.grown_old(knowledge, &person.sheet, *id), knowledge.question(*id))
            else {
                continue;
            };
            self.answers.entry(*id).or_insert(answer);
            let field = field_id(question);
            self.troubles.retain(|trouble| trouble.field != field);
        }
    }

    /// Takes back what is wrong with questions whose gate does not hold after what was typed: they are not asked any more.
    fn pass_over_hidden(&mut self, knowledge: &Knowledge, person: &Person, questions: &[QuestionId]) {
        let mut sheet = person.sheet.clone();
        for (id, answer) in &self.answers {
            sheet.set(*id, *answer);
        }
        let hidden = knowledge.program.view(&sheet, Reading::Least).hidden;
        for id in questions.iter().filter(|id| hidden.has(id.0) && !self.answers.contains_key(id)) {
            if let Some(question) = knowledge.question(*id).filter(|question| question.kind != Kind::Text) {
                let field = field_id(question);
                self.troubles.retain(|trouble| trouble.field != field);
            }
        }
    }

    /// Whether something is wrong with what was typed for a question, or it was left open.
    pub(crate) fn is_wrong(&self, question: &Question) -> bool {
        let field = field_id(question);
        self.troubles.iter().any(|trouble| trouble.field == field)
    }

    /// What was typed and cannot be kept, with what is wrong with it; nothing where leaving the page loses nothing.
    pub(crate) fn unkept(&self, knowledge: &Knowledge) -> Option<Self> {
        let typed = |id: &QuestionId| {
            self.raw.get(id).is_some_and(|raw| !raw.is_empty())
                || self.texts.get(id).is_some_and(|text| !text.is_empty())
        };
        let wrong: Vec<String> = (self.raw.keys().chain(self.texts.keys()))
            .filter(|id| typed(id))
            .filter_map(|id| knowledge.question(*id))
            .map(field_id)
            .collect();
        let troubles: Vec<Trouble> =
            self.troubles.iter().filter(|trouble| wrong.contains(&trouble.field)).cloned().collect();
        (!troubles.is_empty()).then(|| Self { troubles, ..self.clone() })
    }

    fn one(&mut self, call: &Call, id: QuestionId, question: &Question, all_no: bool) {
        let (form, voice) = (&call.form, &call.voice);
        let name = format!("a-{}", question.id);
        let unknown = form.has(&format!("u-{}", question.id)) || form.get(&name) == Some("unknown");
        let no = all_no && question.polarity == Polarity::Risk && question.purpose != Purpose::Baseline;
        if let Kind::Text = question.kind {
            let text = form.get(&name).unwrap_or_default().trim().to_owned();
            if text.chars().count() > TEXT_MOST {
                self.trouble(voice, question, voice.n("form-too-long", "max", TEXT_MOST));
            }
            self.texts.insert(id, text);
            return;
        }
        if unknown {
            self.answers.insert(id, Answer::Unknown);
        }
        let read = match &question.kind {
            _ if unknown => Ok(None),
            Kind::YesNo => match form.get(&name) {
                Some("yes") => Ok(Some(Answer::Yes)),
                Some("no") => Ok(Some(Answer::No)),
                Some(_) => Err(voice.t("form-option")),
                None => Ok(no.then_some(Answer::No)),
            },
            Kind::Choice(options) => match form.get(&name) {
                Some(value) => options
                    .iter()
                    .zip(0u8..)
                    .find(|(option, _)| option.id == value)
                    .map(|(_, index)| Some(Answer::Choice(index)))
                    .ok_or_else(|| voice.t("form-option")),
                None => Ok(no.then_some(Answer::Choice(0))),
            },
            Kind::Choices(options) => choices(form, &name, options).ok_or_else(|| voice.t("form-option")),
            Kind::Number { min, max, .. } => {
                let raw = form.get(&name).unwrap_or_default().trim().to_owned();
                let read = number(voice, &raw, *min, *max);
                self.raw.insert(id, raw);
                read
            }
            Kind::Places => places(call.knowledge(), form, &name).ok_or_else(|| voice.t("form-option")),
            Kind::Text => Ok(None),
        };
        match read {
            Ok(Some(answer)) => {
                self.answers.insert(id, answer);
            }
            Ok(None) if unknown || question.purpose == Purpose::Baseline => {}
            Ok(None) => {
                let short = match question.kind {
                    Kind::Places => voice.t("form-places-missing"),
                    Kind::Number { min, max, .. } => range(voice, min, max),
                    // Where many are missing, the list above names them and the sentence stands beside each.
                    _ => {
                        let text = voice.s("form-missing", "question", &voice.k(&question.short));
                        self.troubles.push(Trouble { field: field_id(question), text, short: voice.t("form-choose") });
                        return;
                    }
                };
                self.trouble(voice, question, short);
            }
            Err(short) => self.trouble(voice, question, short),
        }
    }

    fn trouble(&mut self, voice: &Voice, question: &Question, short: String) {
        let text = voice
            .with("form-summary", &[("question", voice.k(&question.short).into()), ("problem", short.clone().into())]);
        self.troubles.push(Trouble { field: field_id(question), text, short });
    }

    /// The questions that were answered differently elsewhere since the form was shown.
    pub(crate) fn clashes(&self, person: &Person, seen: Option<u64>) -> Vec<QuestionId> {
        let Some(seen) = seen else { return Vec::new() };
        self.answers
            .iter()
            .filter(|(id, answer)| {
                person.record.answers.get(id).is_some_and(|given| given.seq > seen && given.answer != **answer)
            })
            .map(|(id, _)| *id)
            .collect()
    }
}

/// The id of a question's field in the page.
fn field_id(question: &Question) -> String {
    format!("f-{}", question.id)
}

fn choices(form: &Form, name: &str, options: &[supple_care::question::Choice]) -> Option<Option<Answer>> {
    let mut mask = 0u32;
    for value in form.all(name) {
        let index = options.iter().position(|option| option.id == value)?;
        mask |= 1u32.checked_shl(u32::try_from(index).ok()?)?;
    }
    Some(if mask == 0 { None } else { Some(Answer::Choices(mask)) })
}

fn places(knowledge: &Knowledge, form: &Form, name: &str) -> Option<Option<Answer>> {
    let places = form.all(name).map(|value| knowledge.place_id(value)).collect::<Option<PlaceSet>>()?;
    Some(if places.is_empty() { None } else { Some(Answer::Places(places)) })
}

fn number(voice: &Voice, raw: &str, min: i32, max: i32) -> Result<Option<Answer>, String> {
    if raw.is_empty() {
        return Ok(None);
    }
    let sign_or_digits = raw.strip_prefix(['-', '+']).unwrap_or(raw);
    if sign_or_digits.is_empty() || !sign_or_digits.chars().all(|letter| letter.is_ascii_digit()) {
        return Err(voice.t("form-number-form"));
    }
    match raw.parse::<i32>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Some(Answer::Number(number))),
        _ => Err(range(voice, min, max)),
    }
}

fn range(voice: &Voice, min: i32, max: i32) -> String {
    voice.with("form-number-range", &[("min", i64::from(min).into()), ("max", i64::from(max).into())])
}

/// The fields of these questions: with what was typed, else with what the record holds and still counts.
pub(crate) fn fields(call: &Call, person: &Person, questions: &[QuestionId], typed: Option<&Typed>) -> Vec<Field> {
    questions.iter().filter_map(|id| field(call, person, *id, typed)).collect()
}

fn field(call: &Call, person: &Person, id: QuestionId, typed: Option<&Typed>) -> Option<Field> {
    let (knowledge, voice) = (call.knowledge(), &call.voice);
    let question = knowledge.question(id)?;
    let stale = person.record.stale(&person.sheet, id);
    let held = match (stale, person.record.answers.get(&id)) {
        (None, Some(given)) => given.answer,
        _ => Answer::NotAsked,
    };
    let answer = typed.map_or(held, |typed| typed.answers.get(&id).copied().unwrap_or(Answer::NotAsked));
    let choice = |value: &str, say: String, on: bool| Choice { value: value.to_owned(), say, on };
    let options = question.options().iter().zip(0u8..).map(|(option, index)| {
        let on = match answer {
            Answer::Choice(chosen) => chosen == index,
            Answer::Choices(mask) => mask >> index & 1 == 1,
            _ => false,
        };
        choice(&option.id, voice.k(&option.say), on)
    });
    let unknown = || choice("unknown", voice.t("answer-unknown"), answer == Answer::Unknown);
    let (kind, choices): (&'static str, Vec<Choice>) = match &question.kind {
        Kind::YesNo => (
            "yes-no",
            vec![
                choice("yes", voice.t("answer-yes"), answer == Answer::Yes),
                choice("no", voice.t("answer-no"), answer == Answer::No),
                unknown(),
            ],
        ),
        Kind::Choice(_) => ("choice", options.chain([unknown()]).collect()),
        Kind::Choices(_) => ("choices", options.collect()),
        Kind::Number { min: 0, max: 10, .. } => (
            "score",
            (0..=10)
                .map(|number| choice(&number.to_string(), number.to_string(), answer == Answer::Number(number)))
                .chain([unknown()])
                .collect(),
        ),
        Kind::Number { .. } => ("number", Vec::new()),
        Kind::Places => ("places", Vec::new()),
        Kind::Text => ("text", Vec::new()),
    };
    let marked = match answer {
        Answer::Places(places) => places,
        _ => PlaceSet::NONE,
    };
    let raw = match (&question.kind, typed) {
        (Kind::Text, Some(typed)) => typed.texts.get(&id).cloned().unwrap_or_default(),
        (Kind::Text, None) => person.record.text(knowledge, id).unwrap_or_default().to_owned(),
        (_, Some(typed)) => typed.raw.get(&id).cloned().unwrap_or_default(),
        (_, None) => match answer {
            Answer::Number(number) => number.to_string(),
            _ => String::new(),
        },
    };
    let number_hint = match &question.kind {
        Kind::Number { min, max, .. } => {
            voice.with("ask-number-hint", &[("min", i64::from(*min).into()), ("max", i64::from(*max).into())])
        }
        _ => String::new(),
    };
    Some(Field {
        kind,
        ask: voice.k(&question.ask),
        help: question.help.as_deref().map(|help| voice.k(help)),
        find_out: question.find_out.as_deref().map(|how| voice.k(how)),
        choices,
        raw,
        number_hint,
        unknown: answer == Answer::Unknown,
        places: (kind == "places").then(|| place_list(knowledge, voice, marked)),
        error: typed.and_then(|typed| crate::frame::beside(&typed.troubles, &field_id(question))),
        saved: None,
        stale: stale.map(|given| {
            voice.with(
                "answer-stale",
                &[
                    ("date", voice.date(given.on).into()),
                    ("answer", voice.answer(knowledge, question, given.answer).into()),
                ],
            )
        }),
        id: question.id.clone(),
    })
}
