//! An input, read once from its bytes: answers go straight onto the sheet, and only what is seldom there becomes a tree.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use supple_care::{Bits, Day, Knowledge, QuestionId, Sheet};

use crate::{
    Problem,
    answers::{DEEPEST, depth, read_given, unknown_question},
    strict::{self, Strict},
};

/// An input whose JSON is sound; what it says may still be wrong.
pub(crate) struct Document {
    /// Every field but the answers.
    pub(crate) fields: Map<String, Value>,
    /// The answers, if there are any.
    pub(crate) answers: Option<Answers>,
    /// How deep it is nested.
    depth: usize,
}

/// What stands under `answers`.
pub(crate) enum Answers {
    /// Answers by question.
    Read(Box<Read>),
    /// Something else than an object.
    NotAnObject,
}

/// Answers that were read.
pub(crate) struct Read {
    /// The answers, on a sheet of no particular day.
    pub(crate) sheet: Sheet,
    /// Free texts.
    pub(crate) texts: Vec<(QuestionId, String)>,
    /// What is wrong, with the name that it stands under.
    pub(crate) problems: Vec<(String, Problem)>,
}

impl Default for Read {
    fn default() -> Self {
        Self { sheet: Sheet::new(Day(0)), texts: Vec::new(), problems: Vec::new() }
    }
}

/// One answer as it was given.
pub(crate) enum Given<'a> {
    /// A word.
    Word(Cow<'a, str>),
    /// A number, a list or something else.
    Value(Cow<'a, Value>),
}

impl<'a> Given<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::String(word) => Self::Word(Cow::Borrowed(word)),
            other => Self::Value(Cow::Borrowed(other)),
        }
    }
}

impl Read {
    /// Takes in one answer.
    pub(crate) fn take(&mut self, knowledge: &Knowledge, name: &str, id: Option<QuestionId>, given: &Given<'_>) {
        let Some(id) = id else {
            self.problems.push((name.to_owned(), unknown_question(knowledge, name)));
            return;
        };
        if let Err(problem) = read_given(knowledge, id, given, &mut self.sheet, &mut self.texts) {
            self.problems.push((name.to_owned(), problem));
        }
    }

    /// The problems by the order of their names, whatever the order in which they were written.
    pub(crate) fn tell(&mut self, all: &mut Vec<Problem>) {
        self.problems.sort_by(|(a, _), (b, _)| a.cmp(b));
        all.extend(self.problems.drain(..).map(|(_, problem)| problem));
    }
}

/// Reads a document; nothing where its shape is wrong: no JSON, no object, a name that stands twice, too deep.
pub(crate) fn read(knowledge: &Knowledge, bytes: &[u8]) -> Option<Document> {
    let mut deserializer = serde_json::Deserializer::from_str(std::str::from_utf8(bytes).ok()?);
    let document = DocumentReader(knowledge).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    (document.depth <= DEEPEST).then_some(document)
}

/// Reads a document. What is no object, or no object under `answers`, is an error of the data and read in another way.
struct DocumentReader<'k>(&'k Knowledge);

impl<'de> DeserializeSeed<'de> for DocumentReader<'_> {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for DocumentReader<'_> {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut document = Document { fields: Map::new(), answers: None, depth: 1 };
        while let Some(Name(name)) = map.next_key()? {
            let twice = if name == "answers" && document.answers.is_none() {
                let (answers, deep) = map.next_value_seed(AnswersReader(self.0))?;
                document.answers = Some(Answers::Read(Box::new(answers)));
                document.depth = document.depth.max(1 + deep);
                false
            } else {
                let Strict(value) = map.next_value()?;
                document.depth = document.depth.max(1 + depth(&value));
                let twice = name == "answers";
                document.fields.insert(name.into_owned(), value).is_some() || twice
            };
            if twice {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(document)
    }
}

/// Reads what stands under `answers`, and how deep it is nested.
struct AnswersReader<'k>(&'k Knowledge);

impl<'de> DeserializeSeed<'de> for AnswersReader<'_> {
    type Value = (Read, usize);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for AnswersReader<'_> {
    type Value = (Read, usize);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let knowledge = self.0;
        let mut read = Read::default();
        let mut deepest = 0;
        let mut seen = Bits::default();
        let mut strange: BTreeSet<String> = BTreeSet::new();
        // Most inputs keep the order of the questions: the next one is looked at before all are searched.
        let mut next = QuestionId(0);
        while let Some(Name(name)) = map.next_key()? {
            let expected = knowledge.question(next).is_some_and(|question| question.id == name);
            let id = if expected { Some(next) } else { knowledge.question_id(&name) };
            let given: Given<'_> = map.next_value()?;
            let twice = match id {
                Some(id) => {
                    next = QuestionId(id.0.saturating_add(1));
                    let twice = seen.has(id.0);
                    seen.insert(id.0);
                    twice
                }
                None => !strange.insert(name.clone().into_owned()),
            };
            if twice {
                return Err(A::Error::custom("a name stands twice"));
            }
            if let Given::Value(value) = &given {
                deepest = deepest.max(depth(value));
            }
            read.take(knowledge, &name, id, &given);
        }
        Ok((read, 1 + deepest))
    }
}

/// A name or a word, borrowed from the input where it stands there as it is.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Given::deserialize(deserializer)? {
            Given::Word(word) => Ok(Self(word)),
            Given::Value(_) => Err(D::Error::custom("a name is a text")),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Given<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenReader)
    }
}

struct GivenReader;

impl<'de> Visitor<'de> for GivenReader {
    type Value = Given<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Self::Value, E> {
        Ok(Given::Word(Cow::Borrowed(word)))
    }

    fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
        Ok(Given::Word(Cow::Owned(word.to_owned())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Given::Value(Cow::Owned(Value::from(value))))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Given::Value(Cow::Owned(Value::from(value))))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Given::Value(Cow::Owned(Value::from(value))))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Given::Value(Cow::Owned(Value::from(value))))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Given::Value(Cow::Owned(Value::Null)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        strict::Reader.visit_seq(list).map(|value| Given::Value(Cow::Owned(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        strict::Reader.visit_map(map).map(|value| Given::Value(Cow::Owned(value)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Problem,
        answers::{Request, json, read_json, read_value},
    };
    use supple_care::{Day, Knowledge};

    const TODAY: Day = Day(20_778);

    /// What may stand where an answer stands: words, numbers of all kinds, lists, objects, and what is no JSON.
    const STRANGE: [&str; 14] = [
        r#""unknown""#,
        r#""yes""#,
        r#""maybe""#,
        r#""\u0079es""#,
        "3",
        "-1",
        "3.5",
        "1e99",
        "1e999",
        "null",
        "true",
        r#"["low-back-left", "nowhere"]"#,
        r#"{"a": 1, "a": 2}"#,
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
    ];

    /// Reads as the outside does, and as a tree. The sheet has no order of its own, so its debug form tells all of it.
    fn both(knowledge: &Knowledge, text: &str) -> [String; 2] {
        let told = |read: Result<Request, Vec<Problem>>| format!("{read:?}");
        let tree = json(text.as_bytes()).and_then(|value| read_value(knowledge, &value, TODAY));
        [told(read_json(knowledge, text.as_bytes(), TODAY)), told(tree)]
    }

    fn example(name: &str) -> String {
        std::fs::read_to_string(format!("{}/../../examples/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn reading_straight_from_the_bytes_says_what_reading_a_tree_says() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let text = example("a18-a-daughter-answers");
        let [straight, tree] = both(&knowledge, &text);
        assert!(straight.starts_with("Ok("), "{straight}");
        assert_eq!(straight, tree);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            let comma = if value.ends_with(',') { "," } else { "" };
            for strange in STRANGE {
                let mut changed = lines.clone();
                let with = format!("{name}: {strange}{comma}");
                changed[at] = &with;
                let [straight, tree] = both(&knowledge, &changed.join("\n"));
                assert_eq!(straight, tree, "{with}");
            }
        }
    }

    #[test]
    fn shapes_that_are_wrong_are_told_alike() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let texts = [
            "",
            "[1, 2",
            "[]",
            "3",
            r#""yes""#,
            "null",
            r#"{"answers": []}"#,
            r#"{"answers": 3, "pain": 7, "what": 1}"#,
            r#"{"answers": {"fever": "no", "fever": "yes"}}"#,
            r#"{"answers": {"feever": "no", "feever": "yes"}}"#,
            r#"{"answers": {}, "answers": {}}"#,
            r#"{"answers": {"zzz": "no", "feever": "no", "age": 400, "fever": 7}, "country": "x", "proxy": 1}"#,
            r#"{"answers": {"fever": "no"}} trailing"#,
            "{\"answers\": {\"fever\": \"no\",\n}}",
        ];
        for text in texts {
            let [straight, tree] = both(&knowledge, text);
            assert!(straight.starts_with("Err("), "{text}: {straight}");
            assert_eq!(straight, tree, "{text}");
        }
    }
}
