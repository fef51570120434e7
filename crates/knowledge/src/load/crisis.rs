//! The crisis page and the phrases that open it.

use supple_care::{
    crisis::{Phrases, mentions},
    knowledge::{CrisisPage, Passage},
};

use super::Loader;
use crate::raw;

impl Loader<'_> {
    pub(super) fn crisis(&mut self) -> (Phrases, CrisisPage) {
        let phrases = match self.read::<raw::CrisisWords>("crisis-words.toml") {
            Some(words) => {
                self.sources("crisis-words.toml", &words.sources);
                let phrases = Phrases::of(words.phrases.iter().map(String::as_str));
                let sentences = if self.sentences { words.never_alone.as_slice() } else { &[] };
                for sentence in sentences {
                    if mentions(&phrases, sentence) {
                        let message =
                            format!("`{sentence}` opens the crisis page, though it stands under `never_alone`");
                        self.sink("crisis-words.toml", |sink| sink.whole(message));
                    }
                }
                phrases
            }
            None => Phrases::default(),
        };
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
