//! The result: what to do first, then why, then how sure, then what would change it.

use askama::Template;
use supple_care::{
    Disposition, Knowledge, PlaceId, PlaceSet, Reading,
    permit::{Space, Touch},
    self_care,
};

use super::{
    check::{Change, change},
    parts::{Cited, back, cite},
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
    /// Whether nothing hurts: what is offered is for relaxing.
    relax: bool,
    agreement: bool,
    agreements: Vec<(String, String, String)>,
    map: Option<Map>,
    limits: Vec<Limit>,
    /// Further limits where there are many.
    more_limits: Vec<Limit>,
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
    version: String,
}

/// The body map of what is allowed, and the table that says the same.
struct Map {
    views: [String; 2],
    /// Whether it shows where it hurts.
    marked: bool,
    /// The kinds of touch that are left somewhere at home.
    home: String,
    /// The kinds of touch that are left somewhere for a therapist.
    care: String,
    rows: Vec<Line>,
    rest: Vec<Line>,
}

/// Places with the same ceilings.
struct Line {
    places: String,
    home: String,
    /// What of the kinds of touch is left out here.
    home_not: String,
    care: String,
    care_not: String,
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
    let too_little = person.too_little();
    let doing = if too_little { person.told.disposition } else { disposition };
    let do_now = do_now(v, &reasons, doing);
    let doctor = reasons::doctor(&reasons);
    let (reasons, more_reasons) = cut(reasons, IN_FULL);
    let (limits, more_limits) = cut(reasons::limits(knowledge, v, &person), IN_FULL);
    let (mut unknown, mut same): (Vec<Open>, Vec<Open>) =
        reasons::unknown(knowledge, v, &person).into_iter().partition(|open| !open.same);
    let mut more_unknown = unknown.split_off(IN_FULL.min(unknown.len()));
    more_unknown.append(&mut same);
    let timeframe = decision.timeframe.and_then(|index| knowledge.terms.timeframes.get(usize::from(index)));
    Reply::ok(&Page {
        f: call.frame("result-page", Some("/check")).at(person.record.last_seq),
        id: if too_little { "open" } else { disposition.id() },
        tone: match disposition {
            _ if too_little => "",
            Disposition::Clear | Disposition::Modified => "",
            Disposition::MedicalFirst | Disposition::Urgent => "caution",
            Disposition::Emergency => "danger",
        },
        headline: headline(v, &person),
        timeframe: timeframe
            .filter(|_| decision.postpone_hours.is_none() && !too_little)
            .map(|timeframe| v.s("result-timeframe", "timeframe", &v.k(&timeframe.say))),
        // Beside a doctor today, or an emergency, what is milder would mislead.
        at_least: (!settled && doing < Disposition::Urgent && person.standing.at_least != Disposition::Clear)
            .then(|| v.s("result-at-least", "disposition", &v.disposition(person.standing.at_least))),
        unsettled: (!settled && person.standing.open > 0)
            .then(|| v.n("result-unsettled", "count", person.standing.open)),
        map_open: !settled && person.standing.map,
        crisis: person.crisis(),
        nothing_left: decision.nothing_left && !too_little,
        emergency: person.emergency(),
        proxy: person.sheet.proxy,
        waiting: !settled && person.told.disposition.permits_massage(),
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
        plan: plan && settled && disposition.permits_massage(),
        tonight: quiet && settled && disposition.permits_massage(),
        waits: held.filter(|_| disposition.permits_massage() || too_little),
        open: open_signs(call, &person),
        relax: person.sheet.pain.painful().is_empty(),
        agreement: doing < Disposition::Urgent
            && person.told.findings.iter().any(|finding| super::agreement::liftable(knowledge, finding)),
        agreements: person
            .sheet
            .clearances
            .iter()
            .filter(|given| given.holds_on(person.sheet.today))
            .map(|given| (given.by.clone(), v.date(given.until), given.words.clone()))
            .collect(),
        map: (quiet && disposition.permits_massage()).then(|| map(call, &person)),
        limits,
        more_limits,
        unknown,
        more_unknown,
        map_unknown: person.sheet.pain.state == supple_care::pain::MapState::Unknown,
        would: reasons::would_change(knowledge, v, &person),
        watch_for: reasons::watch_for(knowledge, v, &person),
        care: if too_little { Vec::new() } else { care(knowledge, v, &person) },
        too_little,
        version: knowledge.version.clone(),
        v: v.clone(),
        reasons,
        more_reasons,
    })
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
    if deciding().any(|reason| !reason.certain && !reason.lifted && reason.proxy) {
        say.push(v.t("result-do-proxy"));
    }
    if deciding().any(|reason| !reason.certain && !reason.lifted && !reason.proxy) {
        say.push(v.t("result-do-unknown"));
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

/// The highest pressure at a place by any of some givers, and the techniques that are left, as a bit mask.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ceiling {
    pressure: u8,
    techniques: u32,
}

fn ceiling(knowledge: &Knowledge, taken: &[Space], place: PlaceId, givers: &[u8]) -> Ceiling {
    let terms = &knowledge.terms;
    let count = |list: usize| u8::try_from(list).unwrap_or(u8::MAX);
    let mut best = Ceiling { pressure: 0, techniques: 0 };
    for giver in givers.iter().copied() {
        let of_giver = 1u32.checked_shl(u32::from(giver)).unwrap_or(0);
        let near: Vec<&Space> =
            taken.iter().filter(|space| space.places.has(place) && space.givers & of_giver != 0).collect();
        for technique in 0..count(terms.techniques.len()) {
            let mut highest = 0;
            for applicator in 0..count(terms.applicators.len()) {
                for position in 0..count(terms.positions.len()) {
                    let touch = Touch { place, technique, applicator, giver, position, product: 0, device: 0 };
                    highest = highest.max(touch.ceiling(near.iter().copied()));
                }
            }
            if highest > 0 {
                best.techniques |= 1u32.checked_shl(u32::from(technique)).unwrap_or(0);
                best.pressure = best.pressure.max(highest);
            }
        }
    }
    best
}

/// What is allowed where: at home by oneself or a partner, and by a therapist.
fn map(call: &Call, person: &Person) -> Map {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut taken = person.decision.taken(knowledge, &person.sheet, Reading::Shown);
    taken.extend(knowledge.always_on().map(|in_force| in_force.space));
    let giver = |id: &str| knowledge.terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == id).map(|it| it.1);
    // What an untrained partner may do: a map that showed what only one's own hands or ball may, would make a partner press
    // harder than allowed.
    let home: Vec<u8> = ["partner"].into_iter().filter_map(giver).collect();
    let care: Vec<u8> = ["therapist", "physiotherapist"].into_iter().filter_map(giver).collect();
    let all: Vec<(Ceiling, Ceiling)> = (0u8..)
        .take(knowledge.places.len())
        .map(PlaceId)
        .map(|place| (ceiling(knowledge, &taken, place, &home), ceiling(knowledge, &taken, place, &care)))
        .collect();
    let of = |place: PlaceId| all.get(usize::from(place.0)).copied();
    let views = call.house.figure.allowed(v, &person.sheet.pain.marks, |place| {
        of(place).map_or((0, 0), |(home, care)| (home.pressure, care.pressure))
    });
    let back = back(knowledge);
    let mut rows: Vec<(PlaceSet, Ceiling, Ceiling)> = Vec::new();
    let mut rest: Vec<(PlaceSet, Ceiling, Ceiling)> = Vec::new();
    for (pair, index) in all.iter().zip(0u8..) {
        let place = PlaceId(index);
        let list = if back.has(place) { &mut rows } else { &mut rest };
        match list.iter_mut().find(|(_, home, care)| (*home, *care) == *pair) {
            Some((places, _, _)) => *places = places.or(PlaceSet::of(place)),
            None => list.push((PlaceSet::of(place), pair.0, pair.1)),
        }
    }
    let union = all.iter().fold((0, 0), |sum, (home, care)| (sum.0 | home.techniques, sum.1 | care.techniques));
    let in_words = |mut list: Vec<(PlaceSet, Ceiling, Ceiling)>| -> Vec<Line> {
        list.sort_by_key(|(_, home, care)| std::cmp::Reverse((home.pressure, care.pressure)));
        list.into_iter()
            .map(|(places, home, care)| Line {
                places: sites(knowledge, v, places),
                home: name(v, home),
                home_not: missing(knowledge, v, home, union.0),
                care: name(v, care),
                care_not: missing(knowledge, v, care, union.1),
            })
            .collect()
    };
    Map {
        views,
        marked: !person.sheet.pain.marks.is_empty(),
        home: techniques(knowledge, v, union.0),
        care: techniques(knowledge, v, union.1),
        rows: in_words(rows),
        rest: in_words(rest),
    }
}

fn name(v: &Voice, ceiling: Ceiling) -> String {
    match ceiling.pressure {
        0 => v.t("result-table-nothing"),
        pressure => v.s("result-table-up-to", "name", &v.pressure(pressure)),
    }
}

fn missing(knowledge: &Knowledge, v: &Voice, ceiling: Ceiling, union: u32) -> String {
    let left_out = union & !ceiling.techniques;
    if ceiling.pressure == 0 || left_out == 0 {
        return String::new();
    }
    v.s("result-table-not", "techniques", &techniques(knowledge, v, left_out))
}

fn techniques(knowledge: &Knowledge, v: &Voice, mask: u32) -> String {
    let names: Vec<String> = knowledge
        .terms
        .techniques
        .iter()
        .enumerate()
        .filter(|(index, _)| mask >> index & 1 == 1)
        .map(|(_, term)| v.k(&term.say))
        .collect();
    v.list(&names)
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
