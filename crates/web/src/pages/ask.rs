//! One page of the interview.

use askama::Template;
use supple_care::{
    Answer, QuestionId, Reading,
    question::{Polarity, Purpose},
};

use super::{
    next,
    typed::{Field, Typed, fields},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    record::{self, NotWritten, Person},
    visit::Open,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "ask.html")]
struct Page {
    f: Frame,
    v: Voice,
    action: String,
    title: String,
    lead: String,
    notes: Vec<String>,
    fields: Vec<Field>,
    no_to_all: bool,
    /// Whether answers of before can be confirmed as they stand.
    same: bool,
    long: bool,
    optional: bool,
    from: bool,
    clash: bool,
    /// Whether what was answered has been saved although something is missing.
    kept: bool,
    all_link: Option<String>,
    troubles: Vec<Trouble>,
}

/// From how many questions on the button "No to all of these" stands above them too.
const LONG: usize = 6;

/// What is to be shown: a page's heading and its questions.
struct Wanted {
    action: String,
    title: String,
    lead: String,
    notes: Vec<String>,
    questions: Vec<QuestionId>,
    /// What a form of this page may answer.
    allowed: Vec<QuestionId>,
    optional: bool,
    follow_up: bool,
}

/// Shows a page of the interview.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    match wanted(call, &person, call.flag("all")) {
        Some(wanted) if !wanted.questions.is_empty() => Reply::ok(&render(call, &person, wanted, None, &[], false)),
        Some(_) => Reply::to("/next"),
        None => super::trouble::not_found(call),
    }
}

/// Saves a page of the interview.
pub(crate) fn save(call: &Call) -> Reply {
    match call.person() {
        Ok((open, person)) => match wanted(call, &person, true) {
            Some(wanted) => store(call, open, person, wanted),
            None => super::trouble::not_found(call),
        },
        Err(reply) => reply,
    }
}

/// Shows the answers that cannot both be true.
pub(crate) fn show_fit(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) if person.contradictions.is_empty() => Reply::to(next::path(call.knowledge(), &person)),
        Ok((_, person)) => {
            let wanted = fit(call, &person);
            Reply::ok(&render(call, &person, wanted, None, &[], false))
        }
        Err(reply) => reply,
    }
}

/// Saves them.
pub(crate) fn save_fit(call: &Call) -> Reply {
    match call.person() {
        Ok((open, person)) => {
            let wanted = fit(call, &person);
            store(call, open, person, wanted)
        }
        Err(reply) => reply,
    }
}

/// Shows what would take an emergency back.
pub(crate) fn show_exception(call: &Call) -> Reply {
    match call.person() {
        Ok((_, person)) if person.exceptions.is_empty() => Reply::to(next::path(call.knowledge(), &person)),
        Ok((_, person)) => {
            let wanted = exception(call, &person);
            Reply::ok(&render(call, &person, wanted, None, &[], false))
        }
        Err(reply) => reply,
    }
}

/// Saves it.
pub(crate) fn save_exception(call: &Call) -> Reply {
    match call.person() {
        Ok((open, person)) => {
            let wanted = exception(call, &person);
            store(call, open, person, wanted)
        }
        Err(reply) => reply,
    }
}

fn exception(call: &Call, person: &Person) -> Wanted {
    let v = &call.voice;
    Wanted {
        action: "/exception".to_owned(),
        title: v.t("exception-title"),
        lead: v.t("exception-lead"),
        notes: Vec::new(),
        allowed: person.exceptions.clone(),
        questions: person.exceptions.clone(),
        optional: false,
        follow_up: false,
    }
}

fn fit(call: &Call, person: &Person) -> Wanted {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let found: Vec<_> = person.contradictions.iter().filter_map(|index| knowledge.contradictions.get(*index)).collect();
    let mut questions: Vec<QuestionId> = found.iter().flat_map(|found| found.ask.iter().copied()).collect();
    questions.sort_unstable();
    questions.dedup();
    Wanted {
        action: "/fit".to_owned(),
        title: v.t("result-contradiction-title"),
        lead: String::new(),
        notes: found.iter().map(|found| v.k(&found.say)).collect(),
        allowed: questions.clone(),
        questions,
        optional: false,
        follow_up: false,
    }
}

/// The page that the address names. With `all`, what was answered on it is shown too.
fn wanted(call: &Call, person: &Person, all: bool) -> Option<Wanted> {
    let knowledge = call.knowledge();
    let at = knowledge.pages.iter().position(|page| page.id == call.last_part())?;
    let page = knowledge.pages.get(at)?;
    let open = next::open(knowledge, person).filter(|(next, _)| *next == at).map(|(_, open)| open).unwrap_or_default();
    let hidden = knowledge.program.view(&person.sheet, Reading::Least).hidden;
    // Questions that decide nothing stand together on the page that may be skipped.
    let allowed: Vec<QuestionId> = knowledge
        .questions
        .iter()
        .zip(0u16..)
        .filter(|(question, _)| match question.purpose {
            Purpose::Baseline => page.optional,
            Purpose::Safety | Purpose::Rescreen => question.page == at,
        })
        .map(|(_, index)| QuestionId(index))
        .collect();
    let mut questions = open.clone();
    // Whoever comes back from the emergency page finds the answer that led there, and can change it.
    let all = all || person.emergency();
    if all || open.is_empty() {
        let answered = |id: &&QuestionId| person.sheet.get(**id) != Answer::NotAsked && !hidden.has(id.0);
        questions.extend(allowed.iter().filter(|id| page.optional || answered(id)));
    }
    questions.sort_unstable();
    questions.dedup();
    let follow_up = !all
        && !open.is_empty()
        && knowledge.questions.iter().zip(0u16..).any(|(question, index)| {
            question.page == at
                && question.purpose == Purpose::Safety
                && person.record.answers.get(&QuestionId(index)).is_some_and(|given| given.on == person.sheet.today)
        });
    let new = !questions.is_empty()
        && questions
            .iter()
            .all(|id| knowledge.question(*id).is_some_and(|question| question.purpose == Purpose::Rescreen));
    let v = &call.voice;
    let (title, lead) = match (new, follow_up) {
        (true, _) => (v.t("again-title"), v.t("ask-rescreen")),
        (false, true) => (v.k(&page.title), v.t("ask-follow-up")),
        (false, false) => (v.k(&page.title), v.k(&page.lead)),
    };
    Some(Wanted {
        action: format!("/ask/{}", page.id),
        title,
        lead,
        notes: Vec::new(),
        questions,
        allowed,
        optional: page.optional,
        follow_up: follow_up && !new,
    })
}

fn render(
    call: &Call,
    person: &Person,
    wanted: Wanted,
    typed: Option<&Typed>,
    clashes: &[QuestionId],
    kept: bool,
) -> Page {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut shown = fields(call, person, &wanted.questions, typed);
    for id in clashes {
        let (Some(question), Some(given)) = (knowledge.question(*id), person.record.answers.get(id)) else { continue };
        let saved = v.s("ask-other-saved", "answer", &v.answer(knowledge, question, given.answer));
        for field in shown.iter_mut().filter(|field| field.id == question.id) {
            field.saved = Some(saved.clone());
        }
    }
    let no_to_all = !wanted.optional
        && wanted.questions.iter().filter_map(|id| knowledge.question(*id)).any(|question| {
            question.polarity == Polarity::Risk && matches!(question.kind, supple_care::question::Kind::YesNo)
        });
    let same = wanted.questions.iter().any(|id| person.record.grown_old(knowledge, &person.sheet, *id).is_some());
    let from = next::from_check(call);
    let back = match wanted.action.as_str() {
        "/exception" => "/emergency".to_owned(),
        _ if from => "/check".to_owned(),
        _ if wanted.optional => "/result".to_owned(),
        _ => next::before(knowledge, person, Some(call.last_part())),
    };
    let mut f = call.frame("ask-page", Some(&back)).at(person.record.last_seq);
    if !from && !wanted.optional && wanted.action != "/exception" {
        f = f.saving();
    }
    if !wanted.optional && !person.standing.settled {
        f = f.with_minutes(&person.standing);
    }
    Page {
        f,
        v: v.clone(),
        all_link: wanted.follow_up.then(|| format!("{}?all", wanted.action)),
        action: wanted.action,
        title: wanted.title,
        lead: wanted.lead,
        notes: wanted.notes,
        no_to_all,
        same,
        long: shown.len() >= LONG,
        fields: shown,
        optional: wanted.optional,
        from,
        clash: !clashes.is_empty(),
        kept,
        troubles: typed.map(|typed| typed.troubles.clone()).unwrap_or_default(),
    }
}

/// Saves what was typed, as far as it can be read; when somebody wrote in between, looks again whether it fits. Something
/// missing elsewhere on the page never holds up an emergency, and never loses an answer.
fn store(call: &Call, open: &Open, mut person: Person, mut wanted: Wanted) -> Reply {
    let knowledge = call.knowledge();
    // What the page had shown is read, whatever can matter by now.
    let listed: Vec<QuestionId> = call
        .form
        .all("q")
        .filter_map(|id| knowledge.question_id(id))
        .filter(|id| wanted.allowed.contains(id))
        .collect();
    if listed.is_empty() {
        return Reply::to(next::path(knowledge, &person));
    }
    if call.form.has("skip") {
        return Reply::to("/result");
    }
    wanted.questions = listed;
    let back = call.form.has("back");
    for attempt in 0..2 {
        let typed = Typed::read(call, &person, &wanted.questions, call.form.has("all"));
        let clashes = typed.clashes(&person, call.seen());
        let whole = typed.troubles.is_empty() && clashes.is_empty() && !back;
        let draft = if whole {
            Some(draft(call, &person, &wanted, &typed))
        } else {
            readable(call, &person, &wanted, &typed, &clashes)
        };
        let written = draft.map(|draft| call.try_write(open, &person, vec![draft])).transpose();
        let after = match &written {
            Ok(Some(after)) => after,
            Ok(None) => &person,
            Err(NotWritten::Conflict) if attempt == 0 => match call.person() {
                Ok((_, again)) => {
                    person = again;
                    continue;
                }
                Err(reply) => return reply,
            },
            Err(trouble) => return super::trouble::not_written(call, *trouble),
        };
        if whole {
            return saved(call, &person, after, &wanted);
        }
        let grave = next::onward(call, &person, after);
        if matches!(written, Ok(Some(_))) && (grave == "/crisis" || grave == "/emergency") {
            return Reply::to(grave);
        }
        let kept = matches!(written, Ok(Some(_))) && clashes.is_empty();
        if back {
            // What cannot be kept is not thrown away: it is shown with what is wrong, to be mended or emptied.
            return match typed.unkept(knowledge) {
                Some(unkept) => Reply::again(&render(call, after, wanted, Some(&unkept), &[], kept)),
                None => Reply::to(next::before(knowledge, after, Some(call.last_part()))),
            };
        }
        return Reply::again(&render(call, after, wanted, Some(&typed), &clashes, kept));
    }
    super::trouble::not_written(call, NotWritten::Conflict)
}

/// Where to go after a whole page was saved.
fn saved(call: &Call, before: &Person, after: &Person, wanted: &Wanted) -> Reply {
    if wanted.optional && !after.crisis() {
        return Reply::to("/result");
    }
    // Asked again once; then the other questions go on, and the result says that these do not fit.
    if call.path == "/fit" && !after.contradictions.is_empty() {
        let on = next::path(call.knowledge(), after);
        return Reply::to(if on == "/fit" { "/result".to_owned() } else { on });
    }
    Reply::to(next::onward(call, before, after))
}

fn draft(call: &Call, person: &Person, wanted: &Wanted, typed: &Typed) -> record::Draft {
    let page = call.last_part();
    let mut given: Vec<(QuestionId, Answer)> = typed.answers.iter().map(|(id, answer)| (*id, *answer)).collect();
    // What was taken back on an optional page is recorded as taken back.
    let taken_back = wanted.questions.iter().filter(|id| {
        wanted.optional
            && !typed.answers.contains_key(id)
            && person.record.answers.get(id).is_some_and(|given| given.answer != Answer::NotAsked)
    });
    given.extend(taken_back.map(|id| (*id, Answer::NotAsked)));
    let texts: Vec<(QuestionId, String)> = typed
        .texts
        .iter()
        .filter(|(id, text)| !text.is_empty() || person.record.texts.contains_key(id))
        .map(|(id, text)| (*id, text.clone()))
        .collect();
    record::answers(call.knowledge(), page, &given, &texts, None)
}

/// What of a page can be kept although something on it is missing, wrong or answered elsewhere, and is not in the record
/// yet; nothing where that is nothing.
fn readable(
    call: &Call,
    person: &Person,
    wanted: &Wanted,
    typed: &Typed,
    clashes: &[QuestionId],
) -> Option<record::Draft> {
    let knowledge = call.knowledge();
    let right = |id: &QuestionId| {
        wanted.questions.contains(id)
            && !clashes.contains(id)
            && knowledge.question(*id).is_some_and(|question| !typed.is_wrong(question))
    };
    let known = |id: &QuestionId, answer: Answer| {
        person.record.stale(&person.sheet, *id).is_none()
            && person.record.answers.get(id).is_some_and(|given| given.answer == answer)
    };
    let given: Vec<(QuestionId, Answer)> = typed
        .answers
        .iter()
        .filter(|(id, answer)| right(id) && !known(id, **answer))
        .map(|(id, answer)| (*id, *answer))
        .collect();
    let texts: Vec<(QuestionId, String)> = typed
        .texts
        .iter()
        .filter(|(id, text)| right(id) && person.record.texts.get(id).map_or("", String::as_str) != text.as_str())
        .map(|(id, text)| (*id, text.clone()))
        .collect();
    let empty = given.is_empty() && texts.is_empty();
    (!empty).then(|| record::answers(knowledge, call.last_part(), &given, &texts, None))
}
