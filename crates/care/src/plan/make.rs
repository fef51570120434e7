//! From a clearance and wishes to a plan.

use super::{
    Barrier, Choice, Focus, History, NoPlan, Plan, Problem, Second, Turn, Wishes,
    beside::Allowed,
    choose::{self, Look, Looked},
    focus::{self, Aim},
    refuse::Wish,
    share::{self, More},
    work::{self, Opened, works},
};
use crate::{
    Answer, Cleared, Day, Decision, Disposition, Knowledge, PlaceSet, Reading, Sheet, Tri,
    because::{Ground, because_in},
    clearance::Misfit,
    closed::Closed,
    course::Course,
    permit::Barred,
    program::View,
    rule::{Effect, Rule, RuleId},
    screen,
    screen::Finding,
    source::Evidence,
    technique::{Clothing, Firmness},
};

/// Makes the plan: which sites in which order, what is done there and how hard, the course, and what goes with it.
///
/// `today` is the day on which it is to be good, `person` the person whose clearance and answers these are. The same
/// arguments give the same plan.
///
/// # Errors
/// [`NoPlan`] with everything that stands in the way: a clearance that does not fit, wishes that contradict each other or
/// what is allowed, a course that cannot be had, nothing left, nothing active left, or no response to the sessions so far.
pub fn plan(
    knowledge: &Knowledge,
    cleared: &Cleared,
    sheet: &Sheet,
    person: u128,
    today: Day,
    wishes: &Wishes,
    history: &History,
) -> Result<Plan, NoPlan> {
    let refuse = |misfit| NoPlan::one(Problem::Clearance(misfit));
    let decision = cleared.decision(knowledge, person, today).map_err(refuse)?;
    if sheet.today != today {
        return Err(refuse(Misfit::OtherDay));
    }
    if screen(knowledge, sheet) != *decision {
        return Err(NoPlan::one(Problem::OtherAnswers));
    }
    let mut problems = unknown(knowledge, wishes);
    if !problems.is_empty() {
        return Err(NoPlan { problems, instead: Vec::new() });
    }
    let chosen = wishes.course.and_then(|index| knowledge.courses.courses.get(index));
    let view = knowledge.program.view(sheet, Reading::Shown);
    let taken = decision.taken(knowledge, sheet, Reading::Shown);
    let positions = positions(knowledge, wishes);
    let closed = Closed::of(knowledge, decision, sheet, wishes.giver);
    let aims = focus::aims(knowledge, sheet, wishes.sites, chosen.is_some_and(|course| course.whole_body));
    let opened = work::open(knowledge, &closed, wishes, positions, &aims);
    let (aims, opened) = within_reach(knowledge, &closed, wishes, positions, aims, opened);
    let first = aims.first().and_then(|aim| knowledge.techniques.sites.get(aim.site));
    let painful = sheet.pain.painful();
    let allowed = Allowed {
        knowledge,
        view: &view,
        barred: Barred { taken: &taken, shut: decision.shut_places(knowledge, sheet, Reading::Shown) },
        painful,
        first: first.map_or(PlaceSet::NONE, |site| site.pain_at.or(site.places)),
    };
    let beside = allowed.beside();
    wishes_against(knowledge, wishes, positions, &opened, &mut problems);
    if !beside.iter().any(|index| knowledge.courses.activities.get(*index).is_some_and(|activity| activity.active)) {
        problems.push(Problem::NothingActive);
    }
    if stalled(knowledge, &view, history, today) {
        problems.push(Problem::NoResponse);
    }
    let look = Look { knowledge, view: &view, wishes, history, aims: &aims, opened: &opened, positions, today };
    let mut courses = choose::all(&look);
    let (course, most) = match first_course(wishes, &mut courses) {
        Some(found) if problems.is_empty() => found,
        found => {
            problems.extend(no_course(wishes, found.is_some(), &problems, &courses, opened.anything));
            let anybody = |giver: u8| {
                let closed = Closed::of(knowledge, decision, sheet, giver);
                work::open(knowledge, &closed, &Wishes { giver, ..*wishes }, u32::MAX, &aims).anything
            };
            if let Some(left) = problems.iter_mut().find(|problem| **problem == Problem::NothingLeft)
                && !knowledge.terms.givers.iter().zip(0u8..).any(|(_, giver)| anybody(giver))
            {
                *left = Problem::NobodyLeft;
            }
            let places = if painful.is_empty() { allowed.first } else { painful };
            return Err(NoPlan { problems, instead: allowed.instead(places) });
        }
    };
    let known = knowledge.courses.courses.get(course.course);
    let (evidence, minutes) = (course.evidence, course.minutes);
    let focuses = |aims: &[Aim], opened: &Opened, filled| {
        focuses(knowledge, wishes, aims, opened, &allowed, known, evidence, minutes, filled)
    };
    // What nobody asked for is no reason to work on what does not hurt.
    let meant = course.indicated || wishes.course == Some(course.course);
    let more = |more| match more {
        More::Techniques => focuses(&aims, &opened, true),
        More::Sites => {
            let of_course = known.filter(|course| meant && course.places != PlaceSet::ALL);
            let beside = of_course.map(|course| focus::of_course(knowledge, &aims, course.places));
            let wider = [aims.clone(), beside.unwrap_or_default()].concat();
            focuses(&wider, &work::open(knowledge, &closed, wishes, positions, &wider), true)
        }
    };
    let products = allowed.products();
    let relax = painful.is_empty();
    let turned = history.without_response >= knowledge.courses.planning.switch_after;
    let (others, barred): (Vec<Looked>, Vec<Looked>) = courses.into_iter().partition(|it| it.barriers.is_empty());
    let dressed = known.is_some_and(|course| course.clothing == Clothing::On);
    let mut plan = Plan {
        wishes: Wishes { clothed: wishes.clothed || dressed, ..*wishes },
        on: today,
        relax,
        left_out: Vec::new(),
        untouched: PlaceSet::NONE,
        positions: 0,
        focuses: focuses(&aims, &opened, false),
        course,
        others: others.into_iter().map(|looked| looked.choice).collect(),
        barred: barred.into_iter().map(|looked| (looked.choice.course, looked.barriers)).collect(),
        beside,
        prepare: allowed.prepare(products, wishes.clothed),
        notes: allowed.notes(relax),
        heed: heed(knowledge, decision, sheet, &view, wishes),
        turn: turned.then_some(Turn::OtherTreatment),
        upkeep: None,
        products,
        most_minutes: most,
        ceilings: Vec::new(),
    };
    share::fill(knowledge, decision, &closed, sheet, &mut plan, more);
    plan.positions = plan.focuses.iter().flat_map(|focus| &focus.works).fold(0, |all, work| all | work.positions);
    plan.ceilings = share::ceilings(knowledge, &plan.focuses);
    let visited = knowledge.terms.givers.get(usize::from(wishes.giver)).is_some_and(|giver| !giver.home);
    let Choice { course, minutes, carried, .. } = plan.course;
    if visited && carried && minutes < knowledge.courses.planning.worth_a_visit {
        let places = if painful.is_empty() { allowed.first } else { painful };
        return Err(NoPlan { problems: vec![Problem::TooLittle(course, minutes)], instead: allowed.instead(places) });
    }
    Ok(plan)
}

/// The rules that spoke because of what was told, "I don't know" included, and limit a massage or change the result. What
/// speaks of devices alone is left out unless one of them is at hand.
fn heed(knowledge: &Knowledge, decision: &Decision, sheet: &Sheet, view: &View, wishes: &Wishes) -> Vec<RuleId> {
    let asked = |ground: &Ground| match ground {
        Ground::Question(question) => sheet.get(*question) != Answer::NotAsked,
        Ground::Map => true,
    };
    let told =
        |finding: &Finding| finding.truth == Tri::Yes || because_in(knowledge, view, finding.rule).iter().any(asked);
    let speaks = |rule: &Rule, changes: bool| {
        let mut limits =
            rule.restrictions.iter().filter_map(|at| knowledge.restrictions.get(usize::from(*at))).peekable();
        match limits.peek() {
            None => changes,
            Some(_) => limits.any(|limit| limit.space.devices & wishes.devices != 0),
        }
    };
    let found = decision.findings.iter().filter(|finding| {
        let changes = matches!(finding.does, Effect::Disposition(found) if found > Disposition::Clear);
        knowledge.rule(finding.rule).is_some_and(|rule| speaks(rule, changes)) && told(finding)
    });
    found.map(|finding| finding.rule).collect()
}

/// Where nothing hurts, no site was wished for, and this giver reaches none of the usual sites by hand (nobody strokes the
/// middle of the own back): the other sites of the back that they reach.
fn within_reach(
    knowledge: &Knowledge,
    closed: &Closed,
    wishes: &Wishes,
    positions: u32,
    aims: Vec<Aim>,
    opened: Opened,
) -> (Vec<Aim>, Opened) {
    let restful = wishes.sites == 0 && aims.iter().all(|aim| aim.pain.is_none());
    if !restful || opened.open.iter().any(|open| open.main && open.device == 0) {
        return (aims, opened);
    }
    let others = focus::others(knowledge, &aims);
    let found = work::open(knowledge, closed, wishes, positions, &others);
    let reached = |at: usize| found.open.iter().any(|open| open.main && open.aim == at);
    let reached: Vec<Aim> = others.iter().zip(0usize..).filter(|(_, at)| reached(*at)).map(|(aim, _)| *aim).collect();
    if reached.is_empty() {
        return (aims, opened);
    }
    let opened = work::open(knowledge, closed, wishes, positions, &reached);
    (reached, opened)
}

/// Wishes for what does not exist, or is refused to everybody.
fn unknown(knowledge: &Knowledge, wishes: &Wishes) -> Vec<Problem> {
    let terms = &knowledge.terms;
    let hands = &knowledge.techniques;
    let beyond = |index: usize, list: usize| index >= list;
    let devices = u32::try_from(terms.devices.len()).unwrap_or(u32::MAX);
    let sites = u32::try_from(hands.sites.len()).unwrap_or(u32::MAX);
    let refused = |index: usize, site: &crate::technique::Site| {
        let bit = u32::try_from(index).ok().and_then(|index| 1u64.checked_shl(index)).unwrap_or(0);
        wishes.sites & bit != 0 && site.refused.is_some()
    };
    let all = [
        (Wish::Giver, beyond(usize::from(wishes.giver), terms.givers.len())),
        (Wish::Position, wishes.position.is_some_and(|it| beyond(usize::from(it), terms.positions.len()))),
        (Wish::Surface, wishes.surface.is_some_and(|it| beyond(it, knowledge.courses.surfaces.len()))),
        (Wish::Devices, wishes.devices.checked_shr(devices).unwrap_or(0) != 0),
        (Wish::Course, wishes.course.is_some_and(|it| beyond(it, knowledge.courses.courses.len()))),
        (Wish::Sites, wishes.sites.checked_shr(sites).unwrap_or(0) != 0),
        (Wish::Shape, beyond(wishes.shape, hands.shapes.len().max(1))),
    ];
    let unknown = all.into_iter().filter(|(_, wrong)| *wrong).map(|(wish, _)| Problem::Unknown(wish));
    let sites = hands.sites.iter().enumerate().filter(|(index, site)| refused(*index, site));
    unknown.chain(sites.map(|(index, _)| Problem::Refused(index))).collect()
}

/// The positions that wish and surface leave (bits).
fn positions(knowledge: &Knowledge, wishes: &Wishes) -> u32 {
    let wished = wishes.position.map_or(u32::MAX, work::bit);
    let surface = wishes.surface.and_then(|index| knowledge.courses.surfaces.get(index));
    wished & surface.map_or(u32::MAX, |surface| surface.positions)
}

/// Wishes that contradict each other, or what is allowed.
fn wishes_against(
    knowledge: &Knowledge,
    wishes: &Wishes,
    positions: u32,
    opened: &Opened,
    problems: &mut Vec<Problem>,
) {
    let planning = &knowledge.courses.planning;
    if wishes.minutes.is_some_and(|minutes| minutes < planning.shortest) {
        problems.push(Problem::TooShort(planning.shortest));
    }
    if wishes.minutes.is_some_and(|minutes| minutes > planning.longest) {
        problems.push(Problem::TooLong(planning.longest));
    }
    if positions == 0 {
        problems.push(Problem::PositionNotThere);
    } else if opened.at_hand && !opened.in_position {
        problems.push(Problem::PositionClosed);
    }
    if opened.at_hand && wishes.firmness == Firmness::Firm && !opened.firm {
        problems.push(Problem::NothingFirm);
    }
    if opened.at_hand && wishes.clothed && !opened.clothed {
        problems.push(Problem::NothingClothed);
    }
}

/// Whether a course has gone on without response for as long as one may: then a clinician looks before the next massage.
#[must_use]
pub fn no_response(knowledge: &Knowledge, sheet: &Sheet, history: &History, today: Day) -> bool {
    stalled(knowledge, &knowledge.program.view(sheet, Reading::Shown), history, today)
}

/// Whether so many sessions or days went by without response that a clinician looks first.
fn stalled(knowledge: &Knowledge, view: &View, history: &History, today: Day) -> bool {
    let planning = &knowledge.courses.planning;
    let chronic = planning.chronic.is_some_and(|when| knowledge.program.other(view, when) == Tri::Yes);
    let days = i32::from(if chronic { planning.stop_days.1 } else { planning.stop_days.0 });
    let long = history.begun.is_some_and(|begun| begun.plus(days) <= today);
    history.without_response >= planning.stop_after || (long && history.without_response > 0)
}

/// The first course, or the chosen one, taken out of the list; with the most minutes that are allowed with it.
fn first_course(wishes: &Wishes, courses: &mut Vec<Looked>) -> Option<(super::Choice, u16)> {
    let at = match wishes.course {
        None => 0,
        Some(chosen) => courses.iter().position(|looked| looked.choice.course == chosen)?,
    };
    if !courses.get(at).is_some_and(|looked| looked.barriers.is_empty()) {
        return None;
    }
    let mut first = courses.remove(at);
    // What would have come before the chosen one came second because another was chosen.
    for before in courses.iter_mut().take(at) {
        before.choice.second = Some(Second::NotChosen);
    }
    first.choice.second = None;
    Some((first.choice, first.most))
}

/// Why no course can be had, where nothing else says so already.
fn no_course(
    wishes: &Wishes,
    found: bool,
    problems: &[Problem],
    courses: &[Looked],
    anything: bool,
) -> Option<Problem> {
    if found {
        return None;
    }
    if !anything {
        return Some(Problem::NothingLeft);
    }
    if let Some(chosen) = wishes.course {
        let looked = courses.iter().find(|looked| looked.choice.course == chosen)?;
        return Some(Problem::Course(chosen, looked.barriers.clone()));
    }
    let own: Vec<&Looked> = courses.iter().filter(|looked| !looked.barriers.contains(&Barrier::Giver)).collect();
    let week = |looked: &&Looked| {
        looked.barriers.iter().find_map(|barrier| match barrier {
            Barrier::MinutesAWeek(needs) => Some(*needs),
            _ => None,
        })
    };
    // The number is that of a course which could be had with so many minutes, where there is one.
    let alone =
        own.iter().copied().filter(|looked| looked.barriers.len() == 1).filter_map(|looked| week(&looked)).min();
    let any = own.iter().filter_map(&week).min();
    if let Some(needs) = alone.or(any)
        && (problems.is_empty() || own.iter().all(|looked| week(looked).is_some()))
    {
        return Some(Problem::WeekTooShort(needs));
    }
    if !problems.is_empty() {
        return None;
    }
    let mut barriers: Vec<Barrier> = own.iter().flat_map(|looked| looked.barriers.iter().copied()).collect();
    barriers.sort_unstable();
    barriers.dedup();
    Some(Problem::NoCourse(barriers))
}

/// The sites with what is done there, and their shares of the minutes.
#[expect(clippy::too_many_arguments, reason = "each is needed once, and a struct for one call would say no more")]
fn focuses(
    knowledge: &Knowledge,
    wishes: &Wishes,
    aims: &[Aim],
    opened: &Opened,
    allowed: &Allowed<'_>,
    course: Option<&Course>,
    evidence: Evidence,
    minutes: u16,
    filled: bool,
) -> Vec<Focus> {
    let positions = course.map_or(u32::MAX, |course| course.positions);
    let dressed = wishes.clothed || course.is_some_and(|course| course.clothing == Clothing::On);
    let techniques = worn(knowledge, course, dressed);
    let everybodys = for_everybody(knowledge, wishes.giver).map(|plain| (plain, worn(knowledge, Some(plain), dressed)));
    let mut focuses: Vec<Focus> = aims
        .iter()
        .enumerate()
        .filter_map(|(index, aim)| {
            let site = knowledge.techniques.sites.get(aim.site)?;
            let mut found = works(knowledge, opened, index, &techniques, positions, evidence);
            // Where the course has nothing for a site, or too little to fill its minutes, what is there for everybody is done, if it is allowed.
            if let Some((plain, techniques)) = everybodys.as_ref().filter(|_| found.is_empty() || filled) {
                let more = works(knowledge, opened, index, techniques, positions, evidence.min(plain.evidence));
                let known: Vec<usize> = found.iter().map(|work| work.technique).collect();
                found.extend(more.into_iter().filter(|work| !known.contains(&work.technique)));
            }
            let open = found.iter().fold(PlaceSet::NONE, |all, work| all.or(work.places));
            let otherwise = found.is_empty() && opened.open.iter().any(|open| open.main && open.aim == index);
            let instead = if found.is_empty() { allowed.instead(site.pain_at.or(site.places)) } else { Vec::new() };
            Some(Focus {
                site: aim.site,
                why: aim.why,
                works: found,
                otherwise,
                share: 0,
                seconds: 0,
                pain: aim.pain,
                left_out: site.places.without(open),
                instead,
            })
        })
        .collect();
    share::share(knowledge, &mut focuses, minutes, 1);
    focuses
}

/// The techniques of a course that are done with the clothes as they are.
fn worn(knowledge: &Knowledge, course: Option<&Course>, dressed: bool) -> Vec<usize> {
    let fits = |index: &usize| {
        let known = knowledge.techniques.techniques.get(*index);
        known.is_some_and(|known| match known.clothing {
            Clothing::Off => !dressed,
            Clothing::On => dressed,
            Clothing::Either => true,
        })
    };
    course.into_iter().flat_map(|course| &course.techniques).copied().filter(fits).collect()
}

/// The course of a giver that asks for nothing: no complaint, device or course before it.
fn for_everybody(knowledge: &Knowledge, giver: u8) -> Option<&Course> {
    knowledge.courses.courses.iter().find(|course| {
        course.givers & work::bit(giver) != 0
            && course.when.is_none()
            && course.devices & 1 == 1
            && course.places == PlaceSet::ALL
            && course.follows.is_empty()
            && !course.whole_body
            && course.not_offered.is_none()
    })
}
