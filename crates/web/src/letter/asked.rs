//! What was asked and what was answered, page by page, with the day; old answers too.

use std::collections::BTreeSet;

use supple_care::{
    Answer, Day, Knowledge, QuestionId,
    question::{Purpose, Question},
    rule::{Effect, Rule},
};

use super::{Material, Reader};
use crate::record::Given;

/// Pages that have a part of their own in the letter.
const ELSEWHERE: [&str; 2] = ["you", MEDICINES];
/// The page with the questions about medicines.
pub(super) const MEDICINES: &str = "medicines";

/// The questions that the rules with `is` rest on.
fn under(knowledge: &Knowledge, is: impl Fn(&Rule) -> bool) -> BTreeSet<QuestionId> {
    let mut found = BTreeSet::new();
    for rule in knowledge.rules.iter().filter(|rule| is(rule)) {
        rule.when.atoms(&knowledge.facts, &mut |atom| found.extend(atom.question()));
    }
    found
}

/// A safety question with the answer that was given last.
pub(super) struct Asked<'a> {
    pub(super) id: QuestionId,
    pub(super) question: &'a Question,
    pub(super) given: Given,
}

/// Every safety question that has an answer, but those about wanting to die: they belong to the person alone.
pub(super) fn asked<'a>(of: &'a Material<'_>) -> Vec<Asked<'a>> {
    let own = under(of.knowledge, |rule| rule.effect == Effect::Crisis);
    let all = of.knowledge.questions.iter().zip(0u16..).map(|(question, index)| (QuestionId(index), question));
    all.filter(|(id, question)| question.purpose == Purpose::Safety && !own.contains(id))
        .filter_map(|(id, question)| Some(Asked { id, question, given: *of.record.answers.get(&id)? }))
        .filter(|asked| asked.given.answer != Answer::NotAsked)
        .collect()
}

/// One line for the result, and one for each page that was answered: what was yes, what is not known, and the noes. A
/// physician reads each warning sign that was answered no by its name; everything else is counted.
pub(super) fn screening(of: &Material<'_>, reader: Reader) -> Vec<String> {
    let v = of.v;
    let mut lines = Vec::new();
    if let Some(made) = of.record.decisions.last() {
        let args = [("disposition", v.disposition(made.disposition).into()), ("date", v.date(made.on).into())];
        lines.push(v.with("letter-decision", &args));
    }
    // The result is from before it.
    if of.record.new_sign() {
        lines.push(v.t("letter-new-sign"));
    }
    let asked = asked(of);
    if asked.iter().any(|asked| asked.given.proxy) {
        lines.push(v.t("letter-by-others"));
    }
    let signs = match reader {
        Reader::Physician => under(of.knowledge, |rule| rule.cluster.starts_with("RF-")),
        Reader::Therapist | Reader::Person => BTreeSet::new(),
    };
    for (page, index) in of.knowledge.pages.iter().zip(0usize..) {
        if !ELSEWHERE.contains(&page.id.as_str()) {
            let here: Vec<&Asked<'_>> = asked.iter().filter(|asked| asked.question.page == index).collect();
            lines.extend(page_line(of, &v.k(&page.title), &here, &signs));
        }
    }
    lines
}

fn page_line(of: &Material<'_>, title: &str, here: &[&Asked<'_>], signs: &BTreeSet<QuestionId>) -> Option<String> {
    let v = of.v;
    let oldest: Day = here.iter().map(|asked| asked.given.on).min()?;
    let named = |wanted: &dyn Fn(&Asked<'_>) -> bool| -> Vec<String> {
        here.iter().filter(|asked| wanted(asked)).map(|asked| v.k(&asked.question.short)).collect()
    };
    let yes = named(&|asked| asked.given.answer == Answer::Yes);
    let unknown = named(&|asked| asked.given.answer == Answer::Unknown);
    let no = named(&|asked| asked.given.answer == Answer::No && signs.contains(&asked.id));
    let others = here.iter().filter(|asked| asked.given.answer == Answer::No && !signs.contains(&asked.id)).count();
    let mut parts = Vec::new();
    for (key, names) in [("letter-signs-yes", &yes), ("letter-signs-unknown", &unknown), ("letter-signs-no", &no)] {
        if !names.is_empty() {
            parts.push(v.s(key, "what", &v.comma(names)));
        }
    }
    if others > 0 {
        parts.push(v.n(if no.is_empty() { "letter-no" } else { "letter-no-others" }, "count", others));
    }
    let args = [("page", title.into()), ("date", v.date(oldest).into()), ("said", parts.join("; ").into())];
    (!parts.is_empty()).then(|| v.with("letter-signs", &args))
}
