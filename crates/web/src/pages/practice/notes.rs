//! Notes of a session: prefilled from what the client shared and from the plan, signed once, amended by adding.

use askama::Template;
use supple_care::PlaceSet;
use supple_practice::{Moment, book::State};

use super::{
    day,
    field::{Field, Fields, Reading},
    said::{self, Heading},
};
use crate::{
    access::{Authorized, On, does},
    call::{Call, Reply},
    desk::{Entry, Note, Noted, Noting, Office},
    form::Form,
    frame::{Frame, Trouble},
    pages::{
        parts::{PlaceList, place_list},
        typed::Choice,
    },
    voice::Voice,
};

/// Most letters of one part (the `maxlength` of its field).
const PART: usize = 4000;
/// The parts, in the order of the field: subjective, objective, assessment, plan (Weed's problem-oriented record).
const PARTS: [&str; 4] = ["subjective", "objective", "assessment", "plan"];
/// The pain as the client says it, on both sides of the session.
const PAIN: [&str; 2] = ["pain-before", "pain-after"];

#[derive(Template)]
#[template(path = "practice_notes.html")]
struct Page {
    f: Frame,
    v: Voice,
    of: Heading,
    /// What was signed.
    signed: Vec<Signed>,
    opening: Option<String>,
    fields: Vec<Field>,
    /// The therapist's techniques.
    techniques: Vec<Choice>,
    /// The pain before and after.
    pain: Vec<Field>,
    views: [String; 2],
    list: PlaceList,
    /// How many notes there were when the form was shown.
    count: usize,
    troubles: Vec<Trouble>,
}

/// A note that was signed.
struct Signed {
    when: String,
    by: Option<String>,
    parts: Vec<(String, String)>,
    places: String,
}

/// The session of the address or form, for the therapist who treats there.
fn found(call: &Call, id: Option<&str>) -> Result<(Office, Entry, Authorized<does::Treat>), Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let entry = office.entry(call, id)?;
    let allowed = call.may(does::Treat, On::session(office.id(), entry.it.booking.therapist))?;
    Ok((office, entry, allowed))
}

/// Shows them, with a form for another.
pub(crate) fn show(call: &Call) -> Reply {
    let query = Form::read(call.query.as_bytes()).unwrap_or_default();
    shown(call, query.get("id")).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call, id: Option<&str>) -> Result<Reply, Reply> {
    let (office, entry, _) = found(call, id)?;
    if !entry.it.notes.is_empty() {
        day::looked(call, &office, &entry, "note", None)?;
    }
    Ok(page(call, &office, &entry, Vec::new()))
}

/// What stands in a part before anything is typed: what the client shared, and what the plan does. Only in the first note.
fn before(entry: &Entry, part: &str) -> String {
    let Some(brief) = entry.it.brief.as_ref().filter(|_| entry.it.notes.is_empty()) else { return String::new() };
    match part {
        "subjective" => brief.places.join("\n"),
        "plan" => brief.works.join("\n"),
        _ => String::new(),
    }
}

fn page(call: &Call, office: &Office, entry: &Entry, troubles: Vec<Trouble>) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let when = |at_ms: i64| said::when(v, &office.zone, Moment::begun(at_ms));
    let places = |ids: &[String]| ids.iter().filter_map(|id| knowledge.place_id(id)).collect::<PlaceSet>();
    let typed = !troubles.is_empty();
    let chosen: Vec<String> = call.form.all("at").map(str::to_owned).collect();
    let shared = entry.it.brief.as_ref().filter(|_| entry.it.notes.is_empty());
    let marked = if typed { places(&chosen) } else { places(shared.map_or(&[], |brief| &brief.marks)) };
    let fields = Fields { call, troubles: &troubles };
    let part = |part: &&str| fields.hinted(part, &format!("soap-{part}"), "long", before(entry, part));
    let signed = |note: &Note| {
        let texts = [&note.subjective, &note.objective, &note.assessment, &note.plan];
        let parts = PARTS.iter().zip(texts).filter(|(_, text)| !text.is_empty());
        let parts = parts.map(|(part, text)| (v.t(&format!("soap-{part}")), text.clone()));
        Signed {
            when: when(note.at_ms),
            by: note.by.clone(),
            parts: parts.chain(note.gave.iter().flat_map(|gave| given(call, gave))).collect(),
            places: v.places(knowledge, places(&note.places)),
        }
    };
    let opening = entry.it.opening.as_ref().map(|it| {
        let args = [
            ("when", when(it.at_ms).into()),
            ("well", v.t(&format!("three-{}", it.well.id())).into()),
            ("consent", v.t(&format!("three-{}", it.consent.id())).into()),
            ("text", v.k(&it.text).into()),
        ];
        v.with("soap-opening", &args)
    });
    let page = Page {
        f: call.frame("soap-title", Some(&format!("/practice/{}/day", office.id()))),
        v: v.clone(),
        of: Heading::of(v, office, entry),
        signed: entry.it.notes.iter().map(signed).collect(),
        opening,
        fields: PARTS.iter().map(part).collect(),
        techniques: techniques(call, office, entry, typed),
        pain: PAIN.iter().map(|id| fields.of(id, &format!("soap-{id}"), "number", "")).collect(),
        views: call.house.figure.touch(v, knowledge, marked),
        list: place_list(knowledge, v, marked),
        count: entry.it.notes.len(),
        troubles,
    };
    Reply::shown(&page, typed)
}

/// The techniques that the therapist gives, those of the plan chosen in the first note.
fn techniques(call: &Call, office: &Office, entry: &Entry, typed: bool) -> Vec<Choice> {
    let gives = office.therapist(entry.it.booking.therapist).map(|it| &it.techniques);
    let planned = entry.it.brief.as_ref().filter(|_| entry.it.notes.is_empty()).map(|brief| &brief.techniques);
    let known = call.knowledge().techniques.techniques.iter();
    let chosen = |id: &str| {
        if typed {
            call.form.all("technique").any(|chosen| chosen == id)
        } else {
            planned.is_some_and(|planned| planned.iter().any(|planned| planned == id))
        }
    };
    known
        .filter(|it| gives.is_some_and(|gives| gives.contains(&it.id)))
        .map(|it| Choice { value: it.id.clone(), say: call.voice.k(&it.title), on: chosen(&it.id) })
        .collect()
}

/// What was done, in words: the techniques, the pain before and after.
fn given(call: &Call, gave: &Noted) -> Vec<(String, String)> {
    let v = &call.voice;
    let all = &call.knowledge().techniques.techniques;
    let title = |id: &String| all.iter().find(|it| it.id == *id).map_or_else(|| v.t("book-gone"), |it| v.k(&it.title));
    let techniques: Vec<String> = gave.techniques.iter().map(title).collect();
    let mut said = Vec::new();
    if !techniques.is_empty() {
        said.push((v.t("soap-techniques"), v.list(&techniques)));
    }
    for (id, pain) in PAIN.iter().zip([gave.before, gave.after]) {
        said.extend(pain.map(|pain| (v.t(&format!("soap-{id}")), pain.to_string())));
    }
    said
}

/// What was noted of what was done; nothing where none of it was.
fn noted(call: &Call, reading: &mut Reading<'_>) -> Option<Noted> {
    let known = call.knowledge().techniques.techniques.iter();
    let chosen = |id: &String| call.form.all("technique").any(|chosen| chosen == id);
    let mut pain = |id: &str| reading.number(id, 0, 10).and_then(|pain| u8::try_from(pain).ok());
    let [before, after] = PAIN.map(&mut pain);
    let techniques = known.map(|it| it.id.clone()).filter(chosen).collect();
    let noted = Noted { techniques, before, after };
    (noted != Noted::default()).then_some(noted)
}

/// Signs a note.
pub(crate) fn sign(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let (office, entry, allowed) = found(call, call.form.get("id"))?;
    let again = |entry: &Entry, field: &str, key: &str| {
        Ok(page(call, &office, entry, vec![Trouble::new(field, call.voice.t(key))]))
    };
    if !matches!(entry.it.booking.state, State::Started | State::Done { .. }) {
        return again(&entry, "objective", "soap-not-begun");
    }
    let there = |entry: &Entry| Reply::to(format!("/practice/{}/note?id={}", office.id(), entry.id));
    let mut reading = Reading::new(call);
    let [subjective, objective, assessment, plan] = PARTS.map(|part| reading.at_most(part, PART));
    let gave = noted(call, &mut reading);
    if [&objective, &assessment].into_iter().all(String::is_empty) && entry.it.notes.is_empty() {
        reading.wrong("objective", "soap-empty");
    }
    if !reading.troubles.is_empty() {
        return Ok(page(call, &office, &entry, reading.troubles));
    }
    let note = note(call, [subjective, objective, assessment, plan], gave);
    let count: usize = call.form.get("count").and_then(|count| count.parse().ok()).unwrap_or(usize::MAX);
    // The same form once more, after a double click, is the same note. Another one is not lost: it is typed in still, to be signed
    // behind what was signed meanwhile.
    let same = |known: &Note| Note { at_ms: known.at_ms, by: known.by.clone(), ..note.clone() } == *known;
    let is_signed = |entry: &Entry| entry.it.notes.iter().skip(count).any(same);
    if count != entry.it.notes.len() {
        return if is_signed(&entry) { Ok(there(&entry)) } else { again(&entry, "objective", "practice-changed") };
    }
    let mark = note.mark();
    let line = Noting { reason: Some(&mark), ..Noting::of("sign", &entry) };
    let with = added(&entry, note.clone(), &allowed);
    match office.book_and_note(call, std::slice::from_ref(&with), &[line]) {
        Ok(_) => Ok(there(&entry)),
        Err(why) => {
            let trouble = super::not_kept(call, "objective", why)?;
            // As it stands there by now, without what could not be signed.
            let (office, entry, _) = found(call, call.form.get("id"))?;
            if is_signed(&entry) {
                return Ok(there(&entry));
            }
            Ok(page(call, &office, &entry, vec![trouble]))
        }
    }
}

/// A note as it is typed.
fn note(call: &Call, [subjective, objective, assessment, plan]: [String; 4], gave: Option<Noted>) -> Note {
    let known = |id: &&str| call.knowledge().place_id(id).is_some();
    Note {
        at_ms: call.now.at.0,
        by: call.visit.signed.as_ref().and_then(|_| Some(call.visit.open.as_ref()?.name.clone())),
        subjective,
        objective,
        assessment,
        plan,
        places: call.form.all("at").filter(known).map(str::to_owned).collect(),
        gave,
    }
}

/// The session with a note behind those that are there. Nothing else touches them.
fn added(entry: &Entry, note: Note, _: &Authorized<does::Treat>) -> Entry {
    let mut entry = entry.clone();
    entry.it.notes.push(note);
    entry
}
