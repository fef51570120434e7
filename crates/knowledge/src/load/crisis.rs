//! The crisis page and the phrases that open it.

use supple_care::{
    crisis::{Phrases, mentions},
    knowledge::{CrisisPage, Passage},
};

use super::Loader;
use crate::raw;

const ENGLISH: &str = "crisis-words.toml";

impl Loader<'_> {
    pub(super) fn crisis(&mut self) -> (Phrases, CrisisPage) {
        let mut phrases: Vec<String> = Vec::new();
        let mut at_end: Vec<String> = Vec::new();
        let mut never: Vec<(&str, String)> = Vec::new();
        if let Some(words) = self.read::<raw::CrisisWords>(ENGLISH) {
            self.sources(ENGLISH, &words.sources);
            phrases.extend(words.phrases);
            at_end.extend(words.at_the_end);
            never.extend(words.never_alone.into_iter().map(|sentence| (ENGLISH, sentence)));
        }
        for file in self.folder("crisis-words") {
            let Some(words) = self.read::<raw::CrisisWordsIn>(file) else { continue };
            self.sources(file, &words.sources);
            let language = words.language.get_ref();
            if file != format!("crisis-words/{language}.toml") {
                self.at(
                    file,
                    &words.language,
                    format!("`{language}` is not the language that the file is named after"),
                );
            }
            phrases.extend(words.phrases);
            at_end.extend(words.at_the_end);
            never.extend(words.never_alone.into_iter().map(|sentence| (file, sentence)));
        }
        let phrases = Phrases::of(phrases.iter().map(String::as_str)).ending(at_end.iter().map(String::as_str));
        if !self.sentences {
            never.clear();
        }
        for (file, sentence) in &never {
            if mentions(&phrases, sentence) {
                let message = format!("`{sentence}` opens the crisis page, though it stands under `never_alone`");
                self.sink(file, |sink| sink.whole(message));
            }
        }
        let passages = |list: Vec<raw::Passage>| -> Vec<Passage> {
            list.into_iter().map(|raw| Passage { id: raw.id, say: raw.say, then: raw.then }).collect()
        };
        let page = match self.read::<raw::CrisisPage>("crisis-page.toml") {
            Some(page) => CrisisPage {
                title: page.title,
                lead: page.lead,
                sources: self.sources("crisis-page.toml", &page.sources),
                answers: passages(page.answer),
                steps: passages(page.step),
                plain: passages(page.plain),
            },
            None => CrisisPage::default(),
        };
        (phrases, page)
    }
}
