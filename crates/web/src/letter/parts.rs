//! What stands in each part of a letter.

use supple_care::{
    Answer, Intensity, QuestionId,
    question::{Purpose, Question},
};

use super::{Letter, Material, Reader, Section};
use crate::pages::track::{
    progress, said,
    series::{Look, Span, chart_of, verdict},
};

/// The question about how long the pain has lasted, how it began, and what was tried.
const STORY: [&str; 3] = ["pain_duration", "onset", "tried"];
/// The page with the questions about medicines.
const MEDICINES: &str = "medicines";

/// The letter with the chosen parts.
pub(crate) fn letter(of: &Material<'_>, reader: Reader, chosen: impl Fn(&'static str) -> bool) -> Letter {
    let v = of.v;
    let mut sections = Vec::new();
    for part in super::PARTS.into_iter().filter(|part| chosen(part)) {
        let (lines, chart) = match part {
            "name" => (vec![of.name.to_owned()], None),
            "complaint" => (complaint(of), None),
            "screening" => (screening(of), None),
            "medicines" => (medicines(of), None),
            "done" => (done(of), None),
            "outcome" => (outcome(of), chart_of(look(of))),
            "reactions" => (vec![progress::reactions(v, of.record)], None),
            _ => (vec![v.t(&format!("letter-question-{}", reader.id()))], None),
        };
        if !lines.is_empty() {
            sections.push(Section { title: v.t(&format!("letter-part-{part}")), lines, chart });
        }
    }
    Letter {
        title: v.t(&format!("letter-title-{}", reader.id())),
        head: v.s("letter-head", "date", &v.date(of.today)),
        sections,
        foot: v.t("letter-foot"),
    }
}

fn look<'a>(of: &Material<'a>) -> Look<'a> {
    Look { knowledge: of.knowledge, v: of.v, record: of.record, sheet: of.sheet, today: of.today, span: Span::All }
}

fn complaint(of: &Material<'_>) -> Vec<String> {
    let (knowledge, v) = (of.knowledge, of.v);
    let mut lines: Vec<String> = of
        .sheet
        .pain
        .marks
        .iter()
        .map(|mark| {
            let place = v.place_of(knowledge, mark.place);
            match mark.intensity {
                Intensity::Of(score) => {
                    let args = [("place", place.into()), ("score", i64::from(score).into())];
                    v.with("letter-place", &args)
                }
                Intensity::Unknown => v.s("letter-place-unknown", "place", &place),
            }
        })
        .collect();
    lines.extend(STORY.iter().filter_map(|id| knowledge.question_id(id)).filter_map(|id| line(of, id)));
    lines
}

/// A question that was answered, with its answer.
fn line(of: &Material<'_>, id: QuestionId) -> Option<String> {
    let question = of.knowledge.question(id)?;
    let answer = of.sheet.get(id);
    if answer == Answer::NotAsked {
        return None;
    }
    let said = of.v.answer(of.knowledge, question, answer);
    Some(of.v.with("letter-answer", &[("question", of.v.k(&question.short).into()), ("answer", said.into())]))
}

/// Every safety question that has an answer, but those about dying: they belong to the person alone.
fn asked<'a>(of: &'a Material<'_>) -> impl Iterator<Item = (QuestionId, &'a Question, Answer)> {
    let all = of.knowledge.questions.iter().zip(0u16..).map(|(question, index)| (QuestionId(index), question));
    all.filter(|(_, question)| question.purpose == Purpose::Safety && !question.private)
        .map(|(id, question)| (id, question, of.sheet.get(id)))
        .filter(|(_, _, answer)| *answer != Answer::NotAsked)
}

fn screening(of: &Material<'_>) -> Vec<String> {
    let v = of.v;
    let mut lines = Vec::new();
    if let Some(made) = of.record.decisions.last() {
        let args = [("disposition", v.disposition(made.disposition).into()), ("date", v.date(made.on).into())];
        lines.push(v.with("letter-decision", &args));
    }
    let yes: Vec<QuestionId> = asked(of)
        .filter(|(_, _, answer)| matches!(answer, Answer::Yes | Answer::Unknown))
        .map(|(id, _, _)| id)
        .collect();
    lines.extend(yes.into_iter().filter_map(|id| line(of, id)));
    let no = asked(of).filter(|(_, _, answer)| *answer == Answer::No).count();
    if no > 0 {
        lines.push(v.n("letter-no", "count", no));
    }
    lines
}

/// What was told about medicines and devices: never a dose.
fn medicines(of: &Material<'_>) -> Vec<String> {
    let page = of.knowledge.pages.iter().position(|page| page.id == MEDICINES);
    let told = asked(of).filter(|(_, question, answer)| {
        Some(question.page) == page && !matches!(answer, Answer::No | Answer::NotAsked)
    });
    let ids: Vec<QuestionId> = told.map(|(id, _, _)| id).collect();
    let lines: Vec<String> = ids.into_iter().filter_map(|id| line(of, id)).collect();
    if lines.is_empty() { vec![of.v.t("letter-no-medicines")] } else { lines }
}

fn done(of: &Material<'_>) -> Vec<String> {
    let v = of.v;
    let mut lines = Vec::new();
    if let Some(course) = of.record.course() {
        let known = of.knowledge.courses.courses.iter().find(|known| known.id == course.course);
        let title = known.map_or_else(|| course.course.clone(), |known| v.k(&known.title));
        lines.push(v.with("letter-course", &[("course", title.into()), ("date", v.date(course.on).into())]));
    }
    let sessions = of.record.course_sessions();
    if let (Some(first), Some(last)) = (sessions.first(), sessions.last()) {
        let count = i64::try_from(sessions.len()).unwrap_or(i64::MAX);
        let args = [("count", count.into()), ("first", v.date(first.on).into()), ("last", v.date(last.on).into())];
        lines.push(v.with("letter-sessions", &args));
    } else {
        lines.push(v.t("letter-no-sessions"));
    }
    lines
}

fn outcome(of: &Material<'_>) -> Vec<String> {
    let measures = &of.knowledge.measures;
    let Some(judging) = measures.instruments.get(measures.judge) else { return Vec::new() };
    let mut lines = match verdict(look(of), judging, measures.judge, None) {
        Some(verdict) => said::verdict(of.v, judging, &verdict),
        None => vec![of.v.t("verdict-no-course")],
    };
    let mut entries = of.record.outcomes.entries(measures.judge, None);
    entries.sort_by_key(|entry| (entry.day, entry.order));
    if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
        lines.push(of.v.with(
            "letter-scores",
            &[
                ("title", of.v.k(&judging.title).into()),
                ("first", said::score(of.v, judging, first.score).into()),
                ("from", of.v.date(first.day).into()),
                ("last", said::score(of.v, judging, last.score).into()),
                ("to", of.v.date(last.day).into()),
            ],
        ));
    }
    lines
}
