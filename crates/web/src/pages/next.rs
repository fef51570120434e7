//! Where somebody goes next: crisis first, then emergency, then what can still change the outcome, then the check.

use supple_care::{
    Answer, Knowledge, QuestionId, Reading,
    pain::MapState,
    question::{Purpose, Question},
};

use crate::{
    call::{Call, Reply},
    record::{Person, What},
};

/// The last of the pages that ask for what cannot wait; they come first through every door.
const LAST_GRAVE: &str = "nerves";
/// The pages that the door "after an operation or injury" opens next.
const WOUNDS: &str = "skin";
const INJURIES: &str = "pain";

/// Goes on where the interview stands.
pub(crate) fn go(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) => Reply::to(path(call.knowledge(), &person)),
        Err(reply) => reply,
    }
}

/// Where the interview stands, as an address.
pub(crate) fn path(knowledge: &Knowledge, person: &Person) -> String {
    if person.emergency() {
        return "/emergency".to_owned();
    }
    if person.standing.settled {
        return "/check".to_owned();
    }
    if let Some((page, _)) = due(knowledge, person) {
        return page_path(knowledge, page);
    }
    if person.standing.map || person.sheet.pain.state == MapState::NotAsked {
        let begun = person.record.map.as_ref().is_some_and(|map| {
            map.state == MapState::NotAsked && !map.marks.is_empty() && map.on == person.sheet.today
        });
        return if begun { "/map/pain" } else { "/map" }.to_owned();
    }
    match open(knowledge, person) {
        Some((page, _)) => page_path(knowledge, page),
        None if !person.contradictions.is_empty() => "/fit".to_owned(),
        None => "/check".to_owned(),
    }
}

fn page_path(knowledge: &Knowledge, page: usize) -> String {
    knowledge.pages.get(page).map_or_else(|| "/check".to_owned(), |page| format!("/ask/{}", page.id))
}

/// Where to go after something was recorded: what is new and grave comes first.
pub(crate) fn onward(call: &Call, before: &Person, after: &Person) -> String {
    if after.crisis_since(call.knowledge(), before) {
        return "/crisis".to_owned();
    }
    if after.emergency() {
        return "/emergency".to_owned();
    }
    if after.contradictions.iter().any(|found| !before.contradictions.contains(found)) {
        return "/fit".to_owned();
    }
    let path = path(call.knowledge(), after);
    if path == "/check" && call.form.has("check") { "/check?changed".to_owned() } else { path }
}

/// Whether somebody came from the check of their answers, to change one.
pub(crate) fn from_check(call: &Call) -> bool {
    call.flag("all") && !call.flag("back") || call.form.has("check")
}

/// The page that was shown before this one, as an address; before the first one, where the questions began. Nothing said
/// about the page means the one after the last.
pub(crate) fn before(knowledge: &Knowledge, person: &Person, page: Option<&str>) -> String {
    let steps = &person.record.steps;
    let asked_anew = steps.iter().rposition(|step| step.what == What::Rescreen);
    let mut shown: Vec<&str> = Vec::new();
    for step in steps.iter().skip(asked_anew.map_or(0, |at| at + 1)) {
        let on = match &step.what {
            What::Map { .. } => "map",
            What::Answers { page, .. } if knowledge.pages.iter().any(|known| known.id == *page) => page.as_str(),
            _ => continue,
        };
        if !shown.contains(&on) {
            shown.push(on);
        }
    }
    let at = page.and_then(|page| shown.iter().position(|on| *on == page)).unwrap_or(shown.len());
    match at.checked_sub(1).and_then(|at| shown.get(at)) {
        Some(&"map") => "/map?all&back".to_owned(),
        Some(page) => format!("/ask/{page}?all&back"),
        None if asked_anew.is_some() => "/again".to_owned(),
        None => "/".to_owned(),
    }
}

/// The page to show and the questions on it that can still matter.
pub(crate) fn open(knowledge: &Knowledge, person: &Person) -> Option<(usize, Vec<QuestionId>)> {
    if person.standing.settled {
        return None;
    }
    let last_grave = knowledge.pages.iter().position(|page| page.id == LAST_GRAVE);
    // Where no page has that name, every one may ask for what cannot wait.
    let is_grave = |page: usize| last_grave.is_none_or(|last| page <= last);
    let grave = person.standing.next.as_ref().is_some_and(|(page, _)| is_grave(*page));
    if person.record.door.as_deref() == Some("d3") && !grave {
        let first = due(knowledge, person)
            .or_else(|| unasked(knowledge, person, WOUNDS))
            .or_else(|| unasked(knowledge, person, INJURIES));
        if first.is_some() {
            return first;
        }
    }
    due(knowledge, person).or_else(|| person.standing.next.clone())
}

/// The "anything new?" questions that are due; they come before everything else.
pub(crate) fn due(knowledge: &Knowledge, person: &Person) -> Option<(usize, Vec<QuestionId>)> {
    if !person.sheet.rescreen {
        return None;
    }
    let due: Vec<(QuestionId, &Question)> =
        unanswered(knowledge, person).filter(|(_, question)| question.purpose == Purpose::Rescreen).collect();
    let page = due.first().map(|(_, question)| question.page)?;
    Some((page, due.into_iter().filter(|(_, question)| question.page == page).map(|(id, _)| id).collect()))
}

/// The safety questions of one page that were not asked and are not hidden.
fn unasked(knowledge: &Knowledge, person: &Person, page: &str) -> Option<(usize, Vec<QuestionId>)> {
    let page = knowledge.pages.iter().position(|known| known.id == page)?;
    let open: Vec<QuestionId> = unanswered(knowledge, person)
        .filter(|(_, question)| question.page == page && question.purpose == Purpose::Safety)
        .map(|(id, _)| id)
        .collect();
    if open.is_empty() { None } else { Some((page, open)) }
}

/// All questions without an answer whose gate is known to be open.
fn unanswered<'k>(knowledge: &'k Knowledge, person: &'k Person) -> impl Iterator<Item = (QuestionId, &'k Question)> {
    let hidden = knowledge.program.view(&person.sheet, Reading::Least).hidden;
    knowledge
        .questions
        .iter()
        .zip(0u16..)
        .filter(move |(_, index)| !hidden.has(*index))
        .map(|(question, index)| (QuestionId(index), question))
        .filter(|(id, _)| person.sheet.get(*id) == Answer::NotAsked)
}

#[cfg(test)]
mod tests {
    use super::{INJURIES, LAST_GRAVE, WOUNDS};

    #[test]
    fn the_pages_that_the_doors_lead_to_are_there_in_their_order() {
        let pages = supple_knowledge::embedded().unwrap().pages;
        let at = |id: &str| pages.iter().position(|page| page.id == id);
        assert!(at(LAST_GRAVE).is_some() && at(WOUNDS) > at(LAST_GRAVE) && at(INJURIES) > at(LAST_GRAVE));
    }
}
