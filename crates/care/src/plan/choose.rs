//! Which course: every barrier of each, and the stated order among those that have none.

use super::{Barrier, Choice, History, Second, Wishes, focus::Aim, work::Opened};
use crate::{
    Day, Knowledge, PlaceSet, Tri,
    course::Course,
    program::View,
    source::Evidence,
    technique::{Clothing, Firmness},
};

/// What courses are looked at with.
pub(super) struct Look<'l> {
    pub(super) knowledge: &'l Knowledge,
    pub(super) view: &'l View,
    pub(super) wishes: &'l Wishes,
    pub(super) history: &'l History,
    pub(super) aims: &'l [Aim],
    pub(super) opened: &'l Opened,
    /// The positions that wish and surface leave (bits).
    pub(super) positions: u32,
    pub(super) today: Day,
}

/// A course with everything about it.
pub(super) struct Looked {
    pub(super) choice: Choice,
    pub(super) barriers: Vec<Barrier>,
    /// The most minutes that are allowed with its techniques.
    pub(super) most: u16,
    order: (bool, bool, bool, bool, u16),
}

/// All courses: those without a barrier first, in order.
pub(super) fn all(look: &Look<'_>) -> Vec<Looked> {
    let courses = &look.knowledge.courses.courses;
    let mut all: Vec<Looked> = courses.iter().enumerate().map(|(index, course)| one(look, index, course)).collect();
    all.sort_by_key(|looked| (!looked.barriers.is_empty(), looked.order));
    let first = all.first().filter(|looked| looked.barriers.is_empty()).map(|looked| looked.order);
    for looked in &mut all {
        looked.choice.second = first.filter(|first| *first != looked.order).map(|first| reason(first, looked.order));
    }
    all
}

/// Why something came after the first: the first point in which it is behind.
fn reason(first: (bool, bool, bool, bool, u16), order: (bool, bool, bool, bool, u16)) -> Second {
    if order.0 && !first.0 {
        Second::NotIndicated
    } else if order.1 && !first.1 {
        Second::NoResponse
    } else if order.2 && !first.2 {
        Second::Firmness
    } else if order.3 && !first.3 {
        Second::Minutes
    } else {
        Second::Rank
    }
}

fn one(look: &Look<'_>, index: usize, course: &Course) -> Looked {
    let planning = &look.knowledge.courses.planning;
    let wishes = look.wishes;
    let chosen = wishes.course == Some(index);
    let mut barriers = Vec::new();
    if course.not_offered.is_some() {
        barriers.push(Barrier::NotOffered);
    }
    let giver = course.givers >> u32::from(wishes.giver).min(31) & 1 == 1;
    if !giver {
        barriers.push(Barrier::Giver);
    }
    if !covers(look, course, chosen) {
        barriers.push(Barrier::Elsewhere);
    }
    if course.devices & (wishes.devices | 1) == 0 {
        barriers.push(Barrier::Device);
    }
    if course.positions & look.positions == 0 {
        barriers.push(Barrier::Position);
    }
    let mine = |technique: &usize| course.techniques.contains(technique);
    let skin = |technique: &usize| {
        let known = look.knowledge.techniques.techniques.get(*technique);
        known.is_none_or(|known| known.clothing == Clothing::Off)
    };
    if wishes.clothed && (course.clothing == Clothing::Off || course.techniques.iter().all(skin)) {
        barriers.push(Barrier::Clothing);
    }
    let open = || {
        let all = look.opened.open.iter().filter(|open| open.main && mine(&open.technique));
        all.filter(|open| open.positions & course.positions != 0 && course.devices & super::work::bit(open.device) != 0)
    };
    if giver && barriers.is_empty() && open().next().is_none() {
        barriers.push(Barrier::NothingLeft);
    }
    let most = open().filter_map(|open| look.opened.minutes.get(open.technique)).min().copied();
    let most = most.unwrap_or(planning.longest).min(planning.longest);
    let (least, longest) = course.minutes;
    let wished = wishes.minutes.unwrap_or(planning.usual);
    if chosen && let Some(wished) = wishes.minutes {
        if wished < least {
            barriers.push(Barrier::LongerThanWished(least));
        }
        if wished > longest {
            barriers.push(Barrier::ShorterThanWished(longest));
        }
    }
    let asked = if wishes.minutes.is_some() { wished.min(longest) } else { wished.clamp(least, longest) };
    let minutes = asked.min(most).max(planning.shortest.min(most));
    let shortened = minutes < least;
    let a_week = |times: u16| u32::from(times) * u32::from(minutes) * 7 / u32::from(course.in_days.max(1));
    let within = |times: u16| wishes.minutes_a_week.is_none_or(|limit| a_week(times) <= u32::from(limit));
    let fewest = course.times.0;
    let times = (fewest..=course.usual_times).rev().find(|times| within(*times));
    if giver && times.is_none() {
        barriers.push(Barrier::MinutesAWeek(u16::try_from(a_week(fewest)).unwrap_or(u16::MAX)));
    }
    let indicated = indicated(look, course);
    let read_across = !course.tested_at.is_empty() && !tried_here(look, course);
    let mut evidence = course.evidence;
    if read_across {
        evidence = evidence.min(Evidence::VeryLow);
    }
    if shortened {
        evidence = evidence.min(Evidence::ExpertOpinion);
    }
    let spent = look.history.course == Some(index) && look.history.without_response >= planning.switch_after;
    let otherwise = match (wishes.firmness, course.firmness) {
        (Firmness::Gentle, Firmness::Firm) | (Firmness::Firm, Firmness::Gentle) => true,
        (_, _) => false,
    };
    let missed = shortened || wishes.minutes.is_some_and(|wished| wished != minutes);
    Looked {
        choice: Choice {
            course: index,
            sessions: course.sessions.map(|(_, to)| to),
            times: times.unwrap_or(fewest),
            in_days: course.in_days,
            minutes,
            review: look.today.plus(i32::from(course.review_days)),
            evidence,
            read_across,
            shortened,
            carried: false,
            indicated,
            second: None,
        },
        barriers,
        most,
        order: (!indicated, spent, otherwise, missed, course.rank),
    }
}

/// Whether a course is for where it hurts most, or one of the places where it does; one that was chosen, for any place that
/// hurts; where nothing hurts, for any of the sites.
fn covers(look: &Look<'_>, course: &Course, chosen: bool) -> bool {
    let places = |aim: &Aim| {
        let site = look.knowledge.techniques.sites.get(aim.site);
        site.map_or(PlaceSet::NONE, |site| site.places)
    };
    let meets = |aim: &Aim| !course.places.and(places(aim)).is_empty();
    match look.aims.first() {
        Some(first) if first.pain.is_some() => {
            look.aims.iter().any(|aim| meets(aim) && (aim.pain == first.pain || (chosen && aim.pain.is_some())))
        }
        _ => look.aims.iter().any(meets),
    }
}

/// Whether a course was tried where it hurts most, or would be worked on first.
fn tried_here(look: &Look<'_>, course: &Course) -> bool {
    let site = look.aims.first().and_then(|aim| look.knowledge.techniques.sites.get(aim.site));
    site.is_some_and(|site| !course.tested_at.and(site.places.or(site.pain_at)).is_empty())
}

/// Whether the condition of a course holds, or may hold; and whether what it follows has helped.
fn indicated(look: &Look<'_>, course: &Course) -> bool {
    let holds = match course.when {
        None => true,
        Some(when) => match look.knowledge.program.other(look.view, when) {
            Tri::Yes | Tri::Unknown => true,
            Tri::No => false,
        },
    };
    let history = look.history;
    let helped = history.sessions > 0 && history.without_response == 0;
    holds
        && (course.follows.is_empty()
            || (helped && history.course.is_some_and(|before| course.follows.contains(&before))))
}
