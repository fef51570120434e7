//! What was asked and what was answered, page by page, with the day; old answers too.

use std::collections::BTreeSet;

use supple_care::{
    Answer, Day, Knowledge, QuestionId,
    question::{Polarity, Purpose, Question},
    rule::{Effect, Rule},
};

use super::{Material, Reader};
use crate::{pages::track::said, record::Given};

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

/// What was asked, in two groups: first the result, and page by page what was yes and what is not known; then what was no. A
/// physician reads each warning sign that was answered no by its name; everything else is counted.
pub(super) fn screening(of: &Material<'_>, reader: Reader) -> (Vec<String>, Vec<String>) {
    let v = of.v;
    let mut lines = Vec::new();
    if let Some(made) = of.record.decisions.last() {
        // The words that stand on the page of the result.
        let args = [
            ("disposition", v.t(&format!("result-{}", made.disposition.id())).into()),
            ("date", v.date(made.on).into()),
        ];
        lines.push(v.with("letter-decision", &args));
    }
    // The result is from before it.
    if of.record.new_sign() {
        lines.push(v.t("letter-new-sign"));
    }
    let open = of.record.open_signs();
    if let Some(told) = open.last() {
        let what = v.parts(&said::reaction(of.knowledge, v, told));
        lines.push(v.with("letter-open-sign", &[("date", v.date(told.on).into()), ("told", what.into())]));
        lines.extend((open.len() > 1).then(|| v.n("letter-open-signs-more", "count", open.len() - 1)));
    }
    if let Some(seen) = &of.record.outcomes.seen {
        let told = of.record.outcomes.reactions.iter().rfind(|told| told.sign && told.seq < seen.seq);
        let what = told.map(|told| v.parts(&said::reaction(of.knowledge, v, told)));
        let (by, key) = match (&seen.by, &what) {
            (Some(by), Some(_)) => (by.as_str(), "letter-seen-sign"),
            (Some(by), None) => (by.as_str(), "letter-seen"),
            (None, _) => ("", "letter-seen-nobody"),
        };
        let args = [("by", by.into()), ("date", v.date(seen.on).into()), ("told", what.unwrap_or_default().into())];
        lines.push(v.with(key, &args));
    }
    let asked = asked(of);
    if asked.iter().any(|asked| asked.given.proxy) {
        lines.push(v.t("letter-by-others"));
    }
    let signs = match reader {
        Reader::Physician => under(of.knowledge, |rule| rule.cluster.starts_with("RF-")),
        Reader::Therapist | Reader::Person => BTreeSet::new(),
    };
    let mut noes = Vec::new();
    for (page, index) in of.knowledge.pages.iter().zip(0usize..) {
        if !ELSEWHERE.contains(&page.id.as_str()) {
            let here: Vec<&Asked<'_>> = asked.iter().filter(|asked| asked.question.page == index).collect();
            let other = reader.is_other().then(|| v.known(&format!("letter-page-{}", page.id))).flatten();
            let [told, no] = page_lines(of, &other.unwrap_or_else(|| v.k(&page.title)), &here, &signs);
            lines.extend(told);
            noes.extend(no);
        }
    }
    (lines, noes)
}

/// A page in two lines: what is yes or not known, and what is no.
fn page_lines(
    of: &Material<'_>,
    title: &str,
    here: &[&Asked<'_>],
    signs: &BTreeSet<QuestionId>,
) -> [Option<String>; 2] {
    let v = of.v;
    let named = |wanted: &dyn Fn(&Asked<'_>) -> bool| -> Vec<String> {
        here.iter().filter(|asked| wanted(asked)).map(|asked| v.k(&asked.question.short)).collect()
    };
    let yes = named(&|asked| asked.given.answer == Answer::Yes);
    let unknown = named(&|asked| asked.given.answer == Answer::Unknown);
    // That nobody has examined it is no reassurance: it stands with what was told.
    let relief = |asked: &Asked<'_>| asked.question.polarity == Polarity::Relief;
    let not_so = named(&|asked| asked.given.answer == Answer::No && relief(asked));
    let is_no = |asked: &Asked<'_>| asked.given.answer == Answer::No && !relief(asked);
    let no = named(&|asked| is_no(asked) && signs.contains(&asked.id));
    let others = here.iter().filter(|asked| is_no(asked) && !signs.contains(&asked.id)).count();
    let listed = |key: &str, names: &[String]| (!names.is_empty()).then(|| v.s(key, "what", &v.comma(names)));
    let counted = || v.n(if no.is_empty() { "letter-no" } else { "letter-no-others" }, "count", others);
    let told = vec![
        listed("letter-signs-yes", &yes),
        listed("letter-signs-unknown", &unknown),
        listed("letter-signs-not-so", &not_so),
    ];
    let noes = vec![listed("letter-signs-no", &no), (others > 0).then(counted)];
    // Each line has the day of the oldest answer that stands in it.
    let line = |parts: Vec<Option<String>>, noes: bool| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let days = here.iter().filter(|asked| is_no(asked) == noes).map(|asked| asked.given.on);
        let oldest: Day = days.min().filter(|_| !parts.is_empty())?;
        let args = [("page", title.into()), ("date", v.date(oldest).into()), ("said", parts.join("; ").into())];
        Some(v.with("letter-signs", &args))
    };
    [line(told, false), line(noes, true)]
}
