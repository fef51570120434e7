//! The lines of a plan, each with how sure it is and where it comes from.

use supple_care::{
    Intensity, Knowledge, PlaceSet,
    course::{Activity, Course, StopRule},
    plan::{Barrier, Choice, Focus, Plan, Second, Upkeep, Work},
    source::Evidence,
};
use supple_interop::plan::{barrier_id, second_because, second_id};

use crate::{
    pages::{parts::Cited, parts::cite, result::sites},
    voice::Voice,
};

/// The sources of a page, numbered in the order in which its lines name them.
#[derive(Default)]
pub(super) struct Sources(Vec<usize>);

impl Sources {
    /// The numbers of some sources, from 1.
    pub(super) fn numbers(&mut self, sources: &[usize]) -> Vec<usize> {
        let mut numbers = Vec::new();
        for source in sources {
            let at = self.0.iter().position(|known| known == source).unwrap_or_else(|| {
                self.0.push(*source);
                self.0.len() - 1
            });
            numbers.push(at + 1);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// All of them, to be listed under their numbers.
    pub(super) fn cited(&self, knowledge: &Knowledge, v: &Voice) -> Vec<Cited> {
        cite(knowledge, v, &self.0)
    }
}

/// Something that is said, with what it rests on.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) say: String,
    pub(super) small: Vec<String>,
    pub(super) how: Vec<String>,
    pub(super) why: String,
    pub(super) active: bool,
    pub(super) evidence: String,
    pub(super) refs: Vec<usize>,
}

pub(super) fn evidence(v: &Voice, evidence: Evidence) -> String {
    v.t(&format!("evidence-{}", evidence.id()))
}

/// A site of the plan.
pub(super) struct Spot {
    pub(super) title: String,
    pub(super) why: String,
    pub(super) nothing: String,
    pub(super) also: Option<String>,
    pub(super) share: String,
    /// What is done there, in a line; nothing where nothing is.
    pub(super) first: Option<Brief>,
    pub(super) works: Vec<Doing>,
    pub(super) left_out: Option<String>,
    pub(super) instead: Vec<String>,
}

/// A site in a line: with what, and from which pressure to which.
pub(super) struct Brief {
    pub(super) line: String,
    pub(super) pressure: String,
    /// For each of the five pressures, whether it comes.
    pub(super) depth: [bool; 5],
    pub(super) evidence: String,
    /// The number of its first source.
    pub(super) source: usize,
}

/// A technique at a site.
pub(super) struct Doing {
    /// The technique's id.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) line: String,
    pub(super) feel: String,
    pub(super) how: Vec<String>,
    pub(super) ease_off: String,
    pub(super) evidence: String,
    pub(super) refs: Vec<usize>,
}

/// A site with what is done there. How a technique is done is told once: `told` holds those that were.
pub(super) fn spot(
    knowledge: &Knowledge,
    v: &Voice,
    plan: &Plan,
    focus: &Focus,
    told: &mut Vec<usize>,
    sources: &mut Sources,
) -> Option<Spot> {
    let site = knowledge.techniques.sites.get(focus.site)?;
    // A technique with several works is one line, with the widest of them: where it is lower stands in it.
    let mut works: Vec<Doing> = Vec::new();
    let mut named: Vec<usize> = Vec::new();
    let (timed, open) = focus.timed();
    for work in &timed {
        if !named.contains(&work.technique) {
            named.push(work.technique);
            let all: Vec<&Work> = timed.iter().copied().filter(|other| other.technique == work.technique).collect();
            let mut line = doing(knowledge, v, plan, site.places, &Work::widest(&all), sources);
            if let Some(again) = line.as_mut().filter(|_| told.contains(&work.technique)) {
                again.how.clear();
            }
            told.push(work.technique);
            works.extend(line);
        }
    }
    let titles = open.iter().filter_map(|work| knowledge.techniques.techniques.get(work.technique));
    let mut also: Vec<String> = titles.map(|technique| v.k(&technique.title)).collect();
    also.dedup();
    let share = match focus.minutes() {
        0 if focus.works.is_empty() => String::new(),
        0 => v.t("plan-no-time"),
        minutes => v.n("plan-min", "minutes", minutes),
    };
    Some(Spot {
        title: v.k(&site.title),
        nothing: v.t(if focus.otherwise { "plan-not-in-course" } else { "plan-nothing-here" }),
        why: match focus.pain {
            None => v.t(&format!("plan-why-{}", focus.why.id())),
            Some(Intensity::Unknown) => v.t("plan-pain-unknown"),
            Some(Intensity::Of(points)) => v.n("plan-pain", "points", points),
        },
        share,
        first: brief(knowledge, v, &timed, &works),
        also: (!also.is_empty()).then(|| v.s("plan-also-open", "techniques", &v.list(&also))),
        works,
        left_out: (!focus.left_out.is_empty())
            .then(|| v.s("plan-left-out", "places", &sites(knowledge, v, focus.left_out))),
        instead: focus
            .instead
            .iter()
            .filter_map(|index| knowledge.courses.activities.get(*index))
            .map(|activity| v.k(&activity.title))
            .collect(),
    })
}

/// The line of a site: what is done first, with what, and the pressures of everything that is done there.
fn brief(knowledge: &Knowledge, v: &Voice, timed: &[&Work], works: &[Doing]) -> Option<Brief> {
    let (work, doing) = (timed.first()?, works.first()?);
    let from = timed.iter().map(|work| work.start).min()?;
    let to = timed.iter().map(|work| work.ceiling).max()?;
    let args = [
        // The term in brackets stands with what is unfolded.
        ("title", doing.title.split(" (").next().unwrap_or_default().into()),
        ("with", v.s("plan-with", "applicators", &v.list(&with(knowledge, v, work))).into()),
        ("more", i64::try_from(works.len().saturating_sub(1)).unwrap_or(0).into()),
    ];
    Some(Brief {
        line: v.with("plan-brief", &args),
        pressure: pressure(v, from, to),
        depth: [1, 2, 3, 4, 5].map(|step| (from..=to).contains(&step)),
        evidence: doing.evidence.clone(),
        source: doing.refs.first().copied().unwrap_or(1),
    })
}

fn names(v: &Voice, mask: u32, ids: &mut dyn Iterator<Item = &String>) -> Vec<String> {
    (0u32..).zip(ids).filter(|(index, _)| mask >> index & 1 == 1).map(|(_, say)| v.k(say)).collect()
}

/// With what a work is done: hands, or a device.
fn with(knowledge: &Knowledge, v: &Voice, work: &Work) -> Vec<String> {
    let terms = &knowledge.terms;
    if work.device == 0 {
        names(v, work.applicators, &mut terms.applicators.iter().map(|term| &term.say))
    } else {
        terms.devices.get(usize::from(work.device)).map(|term| v.k(&term.say)).into_iter().collect()
    }
}

fn pressure(v: &Voice, from: u8, to: u8) -> String {
    if from == to {
        return v.s("plan-pressure-same", "to", &v.pressure(to));
    }
    v.with("plan-pressure", &[("from", v.pressure(from).into()), ("to", v.pressure(to).into())])
}

fn doing(
    knowledge: &Knowledge,
    v: &Voice,
    plan: &Plan,
    places: PlaceSet,
    works: &[&Work],
    sources: &mut Sources,
) -> Option<Doing> {
    let first = works.first()?;
    let technique = knowledge.techniques.techniques.get(first.technique)?;
    let terms = &knowledge.terms;
    let mut parts: Vec<String> = Vec::new();
    for work in works {
        let mut words = vec![pressure(v, work.start, work.ceiling)];
        words.push(v.s("plan-with", "applicators", &v.list(&with(knowledge, v, work))));
        if works.len() > 1 && work.places != places {
            words.push(v.s("plan-only-at", "places", &sites(knowledge, v, work.places)));
        }
        if work.positions != plan.positions {
            let positions = names(v, work.positions, &mut terms.positions.iter().map(|term| &term.say));
            words.push(v.s("plan-only-in", "positions", &v.list(&positions)));
        }
        let said = v.comma(&words);
        if !parts.contains(&said) {
            parts.push(said);
        }
    }
    Some(Doing {
        id: technique.id.clone(),
        title: v.k(&technique.title),
        line: v.parts(&parts),
        feel: v.k(&technique.feel),
        how: technique.how.iter().map(|step| v.k(step)).collect(),
        ease_off: v.k(&technique.ease_off),
        evidence: evidence(v, works.iter().map(|work| work.evidence).min().unwrap_or(technique.evidence)),
        refs: sources.numbers(&technique.sources),
    })
}

/// What is done beside the massage.
pub(super) fn beside(v: &Voice, activity: &Activity, sources: &mut Sources) -> Line {
    Line {
        title: v.k(&activity.title),
        say: v.k(&activity.dose),
        small: Vec::new(),
        how: activity.how.iter().chain([&activity.stop]).map(|step| v.k(step)).collect(),
        why: v.k(&activity.why),
        active: activity.active,
        evidence: evidence(v, activity.evidence),
        refs: sources.numbers(&activity.sources),
    }
}

/// What ends or changes a course: its own rules, then those of any.
pub(super) fn stops<'k>(
    knowledge: &'k Knowledge,
    v: &'k Voice,
    course: &'k Course,
    relax: bool,
    sources: &'k mut Sources,
) -> impl Iterator<Item = Line> + 'k {
    let stops = course.stops.iter().chain(&knowledge.courses.planning.stops);
    stops.filter(move |stop| !(relax && stop.response)).map(move |stop: &StopRule| Line {
        title: v.k(&stop.when),
        say: v.k(&stop.say),
        small: Vec::new(),
        how: Vec::new(),
        why: String::new(),
        active: false,
        evidence: evidence(v, stop.evidence),
        refs: sources.numbers(&stop.sources),
    })
}

/// "60 minutes, once a week, 10 sessions in all".
pub(super) fn dose(v: &Voice, choice: &Choice) -> String {
    let often = if choice.in_days == 7 {
        v.n("plan-often-week", "times", choice.times)
    } else {
        v.with(
            "plan-often-days",
            &[("times", i64::from(choice.times).into()), ("days", i64::from(choice.in_days).into())],
        )
    };
    let sessions = choice.sessions.map_or_else(|| v.t("plan-endless"), |count| v.n("plan-sessions", "count", count));
    v.with(
        "plan-dose",
        &[
            ("minutes", v.n("plan-minutes", "minutes", choice.minutes).into()),
            ("often", often.into()),
            ("sessions", sessions.into()),
        ],
    )
}

/// "30 minutes, one massage every 2 weeks, the last by 3 May 2027, 4 in all"; or that they have ended.
pub(super) fn thinned(v: &Voice, choice: &Choice, upkeep: Upkeep) -> String {
    let date = v.date(upkeep.until);
    match choice.sessions {
        Some(count) if count > 0 => v.with(
            "upkeep-dose",
            &[
                ("minutes", v.n("plan-minutes", "minutes", choice.minutes).into()),
                ("weeks", i64::from(upkeep.every_weeks).into()),
                ("next", v.date(upkeep.next).into()),
                ("date", date.into()),
                ("sessions", v.n("plan-sessions", "count", count).into()),
            ],
        ),
        _ => v.s("upkeep-over", "date", &date),
    }
}

/// "30 to 40 minutes".
pub(super) fn minutes(v: &Voice, (from, to): (u16, u16)) -> String {
    if from == to {
        return v.n("plan-minutes", "minutes", to);
    }
    v.with("courses-duration", &[("from", i64::from(from).into()), ("to", i64::from(to).into())])
}

/// Why a course came second.
pub(super) fn second(v: &Voice, course: &Course, second: Second) -> String {
    v.s(&format!("plan-second-{}", second_id(second)), "because", &v.k(second_because(course, second)))
}

/// What stands in the way of a course.
pub(super) fn barriers(v: &Voice, barriers: &[Barrier]) -> String {
    let words: Vec<String> = barriers
        .iter()
        .map(|barrier| {
            let (code, minutes) = barrier_id(*barrier);
            v.n(&format!("barrier-{code}"), "minutes", minutes.unwrap_or(0))
        })
        .collect();
    v.parts(&words)
}

/// The highest pressure of a plan, in words.
pub(super) fn highest(v: &Voice, plan: &Plan) -> String {
    v.pressure(plan.ceilings.iter().copied().max().unwrap_or(0))
}
