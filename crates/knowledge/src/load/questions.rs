//! The questions.

use supple_care::{
    QuestionId,
    question::{Choice, Kind, Polarity, Purpose, Question},
};
use toml::Spanned;

use super::Loader;
use crate::{diagnostic::unknown, raw};

impl Loader<'_> {
    pub(super) fn read_questions(&mut self) {
        // In the order of the pages, so that an index says which comes first.
        let mut files = self.folder("questions");
        let rank = |file: &&str| {
            let name = file.strip_prefix("questions/").and_then(|name| name.strip_suffix(".toml")).unwrap_or("");
            self.pages.iter().position(|page| page.id == name).unwrap_or(usize::MAX)
        };
        files.sort_by_key(rank);
        let mut raws = Vec::new();
        for file in files {
            if let Some(raw) = self.read::<raw::Questions>(file) {
                raws.extend(raw.question.into_iter().map(|question| (file, question)));
            }
        }
        // First the questions themselves, then the gates, which may speak of any of them.
        let mut gates = Vec::new();
        for (file, mut raw) in raws {
            let gate = raw.applies.take();
            if let Some(question) = self.question(file, raw) {
                let id = QuestionId(u16::try_from(self.questions.len()).unwrap_or(u16::MAX));
                self.question_ids.insert(question.id.clone(), id);
                self.questions.push(question);
                gates.push((file, gate));
            }
        }
        for (index, (file, gate)) in gates.into_iter().enumerate() {
            let Some(gate) = gate else { continue };
            let expr = self.expression(file, &gate, false);
            if let Some(question) = self.questions.get_mut(index) {
                question.applies = expr;
                question.applies_text = Some(gate.into_inner());
            }
        }
    }

    fn question(&mut self, file: &str, raw: raw::Question) -> Option<Question> {
        if self.question_ids.contains_key(raw.id.get_ref()) {
            self.at(file, &raw.id, format!("question `{}` stands twice", raw.id.get_ref()));
            return None;
        }
        let page = self.page(file, &raw.page);
        let reopens = raw.reopens.iter().filter_map(|page| self.page(file, page)).collect();
        let purpose = match raw.purpose.get_ref().as_str() {
            "safety" => Some(Purpose::Safety),
            "baseline" => Some(Purpose::Baseline),
            "rescreen" => Some(Purpose::Rescreen),
            _ => None,
        };
        if purpose.is_none() {
            self.at(file, &raw.purpose, "expected `safety`, `baseline` or `rescreen`");
        }
        let polarity = match raw.polarity.get_ref().as_str() {
            "risk" => Some(Polarity::Risk),
            "relief" => Some(Polarity::Relief),
            "neutral" => Some(Polarity::Neutral),
            _ => None,
        };
        if polarity.is_none() {
            self.at(file, &raw.polarity, "expected `risk`, `relief` or `neutral`");
        }
        let options: Vec<Choice> = raw
            .options
            .unwrap_or_default()
            .into_iter()
            .map(|option| Choice { id: option.id, say: option.say })
            .collect();
        let kind = match (raw.kind.get_ref().as_str(), raw.min, raw.max) {
            ("yes-no", None, None) if options.is_empty() => Some(Kind::YesNo),
            ("choice", None, None) if (2..=30).contains(&options.len()) => Some(Kind::Choice(options)),
            ("choices", None, None) if (2..=30).contains(&options.len()) => Some(Kind::Choices(options)),
            ("number", Some(min), Some(max)) if options.is_empty() && min < max => {
                Some(Kind::Number { min, max, unit: raw.unit.unwrap_or_default() })
            }
            ("places", None, None) if options.is_empty() => Some(Kind::Places),
            ("text", None, None) if options.is_empty() => Some(Kind::Text),
            _ => None,
        };
        if kind.is_none() {
            self.at(file, &raw.kind, "expected `yes-no`, `places` or `text`; `choice` or `choices` with 2 to 30 options; or `number` with min and max");
        }
        if purpose == Some(Purpose::Safety) && raw.find_out.is_none() {
            self.at(file, &raw.id, "a safety question needs `find_out`: how to turn \"I don't know\" into an answer");
        }
        Some(Question {
            id: raw.id.into_inner(),
            page: page?,
            purpose: purpose?,
            symptom: raw.symptom != Some(false) && kind == Some(Kind::YesNo) && polarity == Some(Polarity::Risk),
            kind: kind?,
            polarity: polarity?,
            private: raw.private == Some(true),
            applies: None,
            applies_text: None,
            ask: raw.ask,
            help: raw.help,
            find_out: raw.find_out,
            short: raw.short,
            valid_days: raw.valid_days,
            reopens,
            mission: raw.mission.into_iter().map(Spanned::into_inner).collect(),
        })
    }

    fn page(&mut self, file: &str, name: &Spanned<String>) -> Option<usize> {
        let at = self.pages.iter().position(|page| page.id == *name.get_ref());
        if at.is_none() {
            let message = unknown("page", name.get_ref(), self.pages.iter().map(|page| page.id.as_str()));
            self.at(file, name, message);
        }
        at
    }
}
