//! The sources of a plan in words: numbers behind its lines, and the list at its end.

use supple_care::source::Evidence;

use crate::{paper::Paper, speech::Speech};

/// What was cited so far, in the order of first mention.
pub(super) struct Cited<'t> {
    speech: Speech<'t>,
    /// Indexes into the sources of the knowledge.
    order: Vec<usize>,
}

impl<'t> Cited<'t> {
    pub(super) fn new(speech: Speech<'t>) -> Self {
        Self { speech, order: Vec::new() }
    }

    /// A line with how sure it is and the numbers of its sources.
    pub(super) fn line(&mut self, text: &str, evidence: Evidence, sources: &[usize]) -> String {
        let mark = self.speech.t(&format!("evidence-{}", evidence.id()));
        let sure = self.speech.with("report-plan-sure", &[("text", text.into()), ("evidence", mark.into())]);
        if sources.is_empty() {
            return sure;
        }
        let numbers: Vec<String> = sources.iter().map(|source| self.number(*source).to_string()).collect();
        self.speech.with("report-plan-cited", &[("text", sure.into()), ("numbers", numbers.join(", ").into())])
    }

    fn number(&mut self, source: usize) -> usize {
        let known = self.order.iter().position(|known| *known == source);
        known.unwrap_or_else(|| {
            self.order.push(source);
            self.order.len() - 1
        }) + 1
    }

    /// The list at the end.
    pub(super) fn list(&self, paper: &mut Paper) {
        let speech = self.speech;
        if self.order.is_empty() {
            return;
        }
        paper.heading(&speech.t("plan-sources-title"));
        for (source, number) in self.order.iter().zip(1usize..) {
            let Some(source) = speech.knowledge.sources.get(*source) else { continue };
            let read = speech.read(&source.read);
            let args = [
                ("number", i64::try_from(number).unwrap_or(i64::MAX).into()),
                ("title", speech.k(&source.title).into()),
                ("read", read.into()),
            ];
            paper.say(&speech.with("report-source-numbered", &args));
        }
    }
}
