//! The result: what to do first, then why, then how sure, then what would change it.

mod limits;

use askama::Template;
use supple_care::{Answer, Disposition, Knowledge, PlaceId, PlaceSet, plan::Problem, self_care};

use limits::{Map, map};

use super::{
    book::next::{Next, next},
    check::{Change, change},
    parts::{Cited, cite},
    plan::Asked,
    reasons::{self, Limit, Open, Reason},
    session::sign::Alarm,
    track::{
        Waits,
        open::{OpenSign, open_signs},
        waits,
    },
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "result.html")]
struct Page {
    f: Frame,
    v: Voice,
    id: &'static str,
    tone: &'static str,
    headline: String,
    /// What a stop rule said during a session, until what is new was answered: it stands before everything else.
    alarm: Option<Alarm>,
    /// Why sessions wait by what the record tells, where the answers alone would allow a massage.
    waits: Option<Waits>,
    /// What came after a massage, and has neither gone nor been looked at.
    open: Vec<OpenSign>,
    timeframe: Option<String>,
    at_least: Option<String>,
    unsettled: Option<String>,
    map_open: bool,
    /// Whether what was not asked makes it more cautious than the answers alone: then most of the page would mislead.
    too_little: bool,
    crisis: bool,
    nothing_left: bool,
    emergency: bool,
    /// Whether somebody else has answered what only the person can feel.
    proxy: bool,
    /// Whether open questions alone keep a massage back.
    waiting: bool,
    do_now: Vec<String>,
    doctor: Vec<String>,
    since: Option<Change>,
    contradictions: Vec<String>,
    tonight: bool,
    /// Whether a plan has something: where massage alone waits, moving goes on.
    plan: bool,
    /// Whether no stroke that is known keeps far enough away from what is closed: then there is no plan for what hurts.
    no_strokes: bool,
    /// Whether nothing hurts: what is offered is for relaxing.
    relax: bool,
    /// Whether nothing but a wait is asked for: no clinician has to look.
    postponed: bool,
    agreement: bool,
    agreements: Vec<(String, String, String)>,
    map: Option<Map>,
    limits: Vec<Limit>,
    /// Further limits where there are many.
    more_limits: Vec<Limit>,
    /// What holds once a massage is allowed, where none is: it would read as a permission.
    then: Vec<Limit>,
    reasons: Vec<Reason>,
    /// The less serious reasons where there are many: named here, told in full on the page of reasons.
    more_reasons: Vec<Reason>,
    unknown: Vec<Open>,
    /// Further ones where there are many, and those that change nothing either way: named alone.
    more_unknown: Vec<Open>,
    map_unknown: bool,
    would: Vec<String>,
    watch_for: Vec<(String, Vec<String>)>,
    care: Vec<Care>,
    /// The next session in a practice.
    session: Option<Next>,
    /// Whose result it is, how old they are, and of which day: the first line on paper.
    paper: String,
    /// The day of the result, in words.
    today: String,
    version: String,
}

/// An always-on limit.
pub(crate) struct Always {
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) why: String,
    pub(crate) refused: Vec<String>,
    pub(crate) evidence: String,
    pub(crate) sources: Vec<Cited>,
}

/// A piece of self-care, or an answer to a fear.
pub(crate) struct Care {
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) more: Vec<String>,
    pub(crate) evidence: String,
    pub(crate) sources: Vec<Cited>,
}

/// How many reasons, and how many things not known, are told in full. Somebody who has more reads those first, and a page
/// stays light.
const IN_FULL: usize = 12;

/// Splits a list after so many.
pub(super) fn cut<T>(mut list: Vec<T>, at: usize) -> (Vec<T>, Vec<T>) {
    let rest = list.split_off(at.min(list.len()));
    (list, rest)
}

/// Shows the result as it stands.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    if person.record.answers.is_empty() && person.record.map.is_none() {
        return Reply::to("/next");
    }
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let decision = &person.decision;
    let disposition = decision.disposition;
    let settled = person.standing.settled;
    let reasons = reasons::all(knowledge, v, &person);
    let alarm = super::session::sign::alarm(call, &person);
    // What calls for a doctor by itself says so first; beside it the record adds nothing milder.
    let held = waits(call, &person);
    let quiet = alarm.is_none() && held.is_none();
    let plan = alarm.is_none() && held.as_ref().is_none_or(|held| held.massage);
    let plan = plan && settled && disposition.permits_massage();
    let no_strokes = plan && held.is_none() && has_no_strokes(call);
    let too_little = person.too_little();
    let doing = if too_little { person.told.disposition } else { disposition };
    let do_now = do_now(v, &reasons, doing);
    let doctor = reasons::doctor(knowledge, v, &person, &reasons);
    let (reasons, more_reasons) = cut(reasons, IN_FULL);
    let released = quiet && settled && disposition.permits_massage();
    let (limits, then): (Vec<Limit>, Vec<Limit>) =
        reasons::limits(knowledge, v, &person).into_iter().partition(|limit| released || limit.all);
    let (limits, more_limits) = cut(limits, IN_FULL);
    let (mut unknown, mut same): (Vec<Open>, Vec<Open>) =
        reasons::unknown(knowledge, v, &person).into_iter().partition(|open| !open.same);
    let mut more_unknown = unknown.split_off(IN_FULL.min(unknown.len()));
    more_unknown.append(&mut same);
    let timeframe = decision.timeframe.and_then(|index| knowledge.terms.timeframes.get(usize::from(index)));
    Reply::ok(&Page {
        f: call.frame("result-page", Some("/check")).at(person.record.last_seq),
        id: match decision.postpone_hours {
            _ if too_little || (!settled && disposition.permits_massage()) => "open",
            Some(_) if disposition == Disposition::MedicalFirst => "wait",
            Some(_) | None => disposition.id(),
        },
        tone: match disposition {
            _ if too_little => "",
            Disposition::Clear | Disposition::Modified => "",
            Disposition::MedicalFirst | Disposition::Urgent => "caution",
            Disposition::Emergency => "danger",
        },
        headline: headline(v, &person),
        timeframe: timeframe
            .filter(|_| decision.postpone_hours.is_none() && !too_little)
            // The headline of what is urgent says when.
            .filter(|_| {
                disposition < Disposition::Urgent || decision.timeframe != knowledge.default_timeframe(disposition)
            })
            .map(|timeframe| v.s("result-timeframe", "timeframe", &v.k(&timeframe.say))),
        // Beside a doctor today, or an emergency, what is milder would mislead.
        at_least: (!settled && doing < Disposition::Urgent && person.standing.at_least != Disposition::Clear)
            .then(|| v.s("result-at-least", "disposition", &at_least(v, &person))),
        unsettled: (!settled && person.standing.open > 0)
            .then(|| v.n("result-unsettled", "count", person.standing.open)),
        map_open: !settled && person.standing.map,
        crisis: person.crisis(),
        nothing_left: decision.nothing_left && !too_little,
        emergency: person.emergency(),
        proxy: person.sheet.proxy,
        waiting: !settled && person.told.disposition.permits_massage(),
        postponed: decision.postpone_hours.is_some(),
        do_now,
        doctor,
        // That the answers come to the same says nothing beside what waits.
        since: since(knowledge, v, &person).filter(|change| held.is_none() || !change.same),
        contradictions: person
            .contradictions
            .iter()
            .filter_map(|index| knowledge.contradictions.get(*index))
            .map(|found| v.k(&found.say))
            .collect(),
        alarm,
        plan,
        no_strokes,
        tonight: released,
        waits: held.filter(|_| disposition.permits_massage() || too_little),
        open: open_signs(call, &person),
        relax: person.sheet.pain.painful().is_empty(),
        agreement: person.told.postpone_hours.is_none() && !person.told.liftable(knowledge).is_empty(),
        agreements: person
            .sheet
            .clearances
            .iter()
            .filter(|given| given.holds_on(person.sheet.today))
            .map(|given| (given.by.clone(), v.date(given.until), given.words.clone()))
            .collect(),
        map: released.then(|| map(call, &person)),
        limits,
        more_limits,
        then,
        unknown,
        more_unknown,
        map_unknown: person.sheet.pain.state == supple_care::pain::MapState::Unknown,
        would: reasons::would_change(knowledge, v, &person),
        watch_for: reasons::watch_for(knowledge, v, &person),
        care: if too_little { Vec::new() } else { care(knowledge, v, &person) },
        too_little,
        paper: paper(call, &person),
        session: next(call, person.id),
        today: v.date(person.sheet.today),
        version: knowledge.version.clone(),
        v: v.clone(),
        reasons,
        more_reasons,
    })
}

/// Name, age and day, for paper.
fn paper(call: &Call, person: &Person) -> String {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let name = call.visit.open.as_ref().map(|open| open.name.clone());
    let age = knowledge.question_id("age").filter(|id| matches!(person.sheet.get(*id), Answer::Number(_)));
    let age = age.and_then(|id| Some(v.answer(knowledge, knowledge.question(id)?, person.sheet.get(id))));
    let day = v.date(person.sheet.today);
    v.parts(&name.into_iter().chain(age).chain([day]).collect::<Vec<_>>())
}

/// Whether a massage is allowed, and no technique is left that a plan could be made of.
fn has_no_strokes(call: &Call) -> bool {
    let left = |problem: &Problem| matches!(problem, Problem::NothingLeft | Problem::NobodyLeft);
    let asked = Asked::with(call, "");
    asked.is_ok_and(|asked| asked.plan(call).is_err_and(|no| no.problems.iter().any(left)))
}

/// The least that it comes to, in words.
fn at_least(v: &Voice, person: &Person) -> String {
    match person.standing.at_least {
        Disposition::MedicalFirst if person.told.postpone_hours.is_some() => v.t("disposition-wait"),
        least => v.disposition(least),
    }
}

/// The one sentence.
pub(crate) fn headline(v: &Voice, person: &Person) -> String {
    let decision = &person.decision;
    if person.too_little() {
        return v.t("result-too-little");
    }
    match (decision.disposition, decision.postpone_hours) {
        (Disposition::MedicalFirst, Some(hours)) if hours < 48 => v.n("result-postponed", "hours", hours),
        (Disposition::MedicalFirst, Some(hours)) => {
            let days = i32::try_from(hours.div_ceil(24)).unwrap_or(i32::MAX);
            v.s("result-postponed-days", "date", &v.date(person.sheet.today.plus(days)))
        }
        (disposition, _) if disposition.permits_massage() && !person.standing.settled => v.t("result-open"),
        (disposition, _) => v.t(&format!("result-{}", disposition.id())),
    }
}

/// What the rules that decided say to do. A rule whose condition is not certain speaks of something graver than what it
/// came to, so its words are left to the reasons; what stands here instead is to find out.
fn do_now(v: &Voice, reasons: &[Reason], disposition: Disposition) -> Vec<String> {
    if disposition == Disposition::Clear {
        return Vec::new();
    }
    let mut say: Vec<String> = Vec::new();
    let deciding = || reasons.iter().filter(|reason| reason.reached == Some(disposition));
    // What a clinician has agreed to is not asked for again; its limits stay.
    for reason in deciding().filter(|reason| reason.certain && !reason.lifted) {
        if !say.contains(&reason.say) {
            say.push(reason.say.clone());
        }
    }
    let unsure = || deciding().filter(|reason| !reason.certain && !reason.lifted);
    if unsure().any(|reason| reason.doubted) {
        say.push(v.t("result-do-doubt"));
    }
    if unsure().any(|reason| reason.proxy && !reason.doubted) {
        say.push(v.t("result-do-proxy"));
    }
    if unsure().any(|reason| !reason.proxy && !reason.doubted) {
        let soon = disposition >= Disposition::Urgent;
        say.push(v.t(if soon { "result-do-unknown-soon" } else { "result-do-unknown" }));
    }
    say
}

/// The difference to the last result of an earlier day.
fn since(knowledge: &Knowledge, v: &Voice, person: &Person) -> Option<Change> {
    let now = person.record.decisions.last()?;
    let was = person.record.decisions.iter().rev().find(|made| made.on < now.on)?;
    Some(change(knowledge, v, was, now))
}

/// The always-on limits with their reasons.
pub(crate) fn always(knowledge: &Knowledge, v: &Voice) -> Vec<Always> {
    knowledge
        .limits
        .iter()
        .map(|limit| Always {
            title: v.k(&limit.title),
            say: v.k(&limit.say),
            why: v.k(&limit.why),
            refused: limit.refused.iter().map(|what| v.k(what)).collect(),
            evidence: v.t(&format!("evidence-{}", limit.evidence.id())),
            sources: cite(knowledge, v, &limit.sources),
        })
        .collect()
}

/// What somebody can do without a massage.
pub(crate) fn care(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<Care> {
    self_care::offered(knowledge, &person.sheet, &person.decision)
        .into_iter()
        .map(|item| Care {
            title: v.k(&item.title),
            say: v.k(&item.say),
            more: [&item.dose, &item.why, &item.watch, &item.sure]
                .into_iter()
                .flatten()
                .map(|text| v.k(text))
                .collect(),
            evidence: v.t(&format!("evidence-{}", item.evidence.id())),
            sources: cite(knowledge, v, &item.sources),
        })
        .collect()
}

pub(crate) fn fears(knowledge: &Knowledge, v: &Voice) -> Vec<Care> {
    knowledge
        .fears
        .iter()
        .map(|fear| Care {
            title: v.k(&fear.question),
            say: v.k(&fear.say),
            more: [&fear.but, &fear.sure].into_iter().map(|text| v.k(text)).collect(),
            evidence: v.t(&format!("evidence-{}", fear.evidence.id())),
            sources: cite(knowledge, v, &fear.sources),
        })
        .collect()
}

/// Places in words; a place that is meant on both sides is named once.
pub(crate) fn sites(knowledge: &Knowledge, v: &Voice, places: PlaceSet) -> String {
    let mut names: Vec<String> = Vec::new();
    for place in places.iter() {
        let Some(known) = knowledge.place(place) else { continue };
        let both = knowledge
            .places
            .iter()
            .zip(0u8..)
            .filter(|(other, _)| other.site == known.site)
            .all(|(_, index)| places.has(PlaceId(index)));
        let name = if both { v.k(&known.say) } else { v.place(known) };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    v.parts(&names)
}
