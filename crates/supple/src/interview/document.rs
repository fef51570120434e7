//! The answers of an interview, in the format that `supple assess` reads: what is saved is what is screened.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};
use supple_care::{Answer, Day, Knowledge, QuestionId, ageing};
use supple_interop::{
    Problem,
    answers::{self, Request, answer_value},
    dates,
};

/// The answers so far.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    /// The answers by question.
    answers: Map<String, Value>,
    /// Everything else: the day, the country, the body map, agreements.
    rest: Map<String, Value>,
}

impl Document {
    /// Nothing answered yet.
    pub(crate) fn new(today: Day) -> Self {
        let mut rest = Map::new();
        rest.insert("today".to_owned(), Value::from(dates::print(today)));
        Self { answers: Map::new(), rest }
    }

    /// Answers that were saved, on the day they are gone on with: what has grown old is taken out, to be asked again.
    ///
    /// # Errors
    /// Every problem in them.
    pub(crate) fn resume(knowledge: &Knowledge, value: &Value, today: Day) -> Result<Self, Vec<Problem>> {
        let saved = answers::read_value(knowledge, value, today)?.sheet;
        let mut document = Self::new(today);
        for (name, value) in value.as_object().into_iter().flatten() {
            match (name.as_str(), value) {
                ("today", _) => {}
                ("answers", Value::Object(answers)) => document.answers.clone_from(answers),
                _ => {
                    document.rest.insert(name.clone(), value.clone());
                }
            }
        }
        for (question, index) in knowledge.questions.iter().zip(0u16..) {
            let given = saved.get(QuestionId(index));
            if given != Answer::NotAsked && ageing::aged(question, given, saved.today, today) == Answer::NotAsked {
                document.answers.remove(&question.id);
            }
        }
        if !ageing::map_is_fresh(saved.today, today, knowledge.map_valid_days) {
            document.rest.remove("pain");
        }
        Ok(document)
    }

    /// All of it, as it is written.
    fn value(&self) -> Value {
        let mut all = self.rest.clone();
        all.insert("answers".to_owned(), Value::Object(self.answers.clone()));
        Value::Object(all)
    }

    /// The answers, read as they would be from a file.
    ///
    /// # Errors
    /// Every problem; an interview makes none.
    pub(crate) fn request(&self, knowledge: &Knowledge, today: Day) -> Result<Request, Vec<Problem>> {
        answers::read_value(knowledge, &self.value(), today)
    }

    /// Records an answer.
    pub(crate) fn set(&mut self, knowledge: &Knowledge, id: QuestionId, answer: Answer) {
        if let Some(question) = knowledge.question(id) {
            self.answers.insert(question.id.clone(), answer_value(knowledge, id, answer));
        }
    }

    /// Records an answer as it is written.
    pub(crate) fn set_value(&mut self, question: &str, answer: Value) {
        self.answers.insert(question.to_owned(), answer);
    }

    /// Records the body map: marks, or "I don't know where".
    pub(crate) fn set_pain(&mut self, pain: Value) {
        self.rest.insert("pain".to_owned(), pain);
    }

    /// Records the country.
    pub(crate) fn set_country(&mut self, code: &str) {
        self.rest.insert("country".to_owned(), Value::from(code));
    }

    /// The country, if one was chosen.
    pub(crate) fn country(&self) -> Option<&str> {
        self.rest.get("country").and_then(Value::as_str)
    }

    /// Writes the answers into a file that only its owner may read. The old file stays whole until the new one is.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let aside = aside(path);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&aside)?;
        let written = serde_json::to_vec_pretty(&self.value())
            .map_err(io::Error::from)
            .and_then(|text| file.write_all(&text))
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&aside, path));
        if written.is_err() {
            // Nothing half-written stays behind; that this may fail as well changes nothing.
            drop(fs::remove_file(&aside));
        }
        written
    }
}

/// The name that the new file has until it is whole.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::Document;
    use serde_json::json;
    use supple_care::{Answer, Day};

    #[test]
    fn what_is_saved_is_read_back() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mine.json");
        let (today, fever) = (Day(20_778), knowledge.question_id("fever").unwrap());
        let mut document = Document::new(today);
        document.set(&knowledge, fever, Answer::Unknown);
        document.set_pain(json!([{ "site": "low-back", "side": "left", "intensity": 4 }]));
        document.set_country("GB");
        document.save(&path).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(Document::resume(&knowledge, &value, today).unwrap(), document);
        let request = document.request(&knowledge, today).unwrap();
        assert_eq!((request.sheet.get(fever), request.country.as_deref()), (Answer::Unknown, Some("GB")));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_is_saved() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mine.json");
        Document::new(Day(20_778)).save(&path).unwrap();
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_has_grown_old_is_asked_again() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let value = json!({
            "today": "2026-11-21",
            "answers": { "fever": "no", "chest_pain": "unknown", "sex": "female" },
            "pain": [],
        });
        let today = supple_interop::dates::parse("2026-12-21").unwrap();
        let sheet = Document::resume(&knowledge, &value, today).unwrap().request(&knowledge, today).unwrap().sheet;
        let get = |id| sheet.get(knowledge.question_id(id).unwrap());
        assert_eq!(get("fever"), Answer::NotAsked);
        assert_eq!(get("chest_pain"), Answer::Unknown);
        assert_eq!(get("sex"), Answer::Choice(0));
        assert_eq!(sheet.pain, supple_care::PainMap::default());
    }
}
