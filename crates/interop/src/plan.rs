//! Plans for those outside: made, refused, and written.

mod document;

pub use document::{
    Barred, Barring, Beside, Done, Dose, Heeded, NotWorked, PlanDocument, Planned, Refusal, Said, Site,
};

use serde_json::Value;
use supple_care::{
    Cleared, Day, Disposition, Intensity, Knowledge, NotCleared, PlaceSet,
    clearance::Misfit,
    contradiction,
    plan::{Barrier, Choice, Focus, NoPlan, Plan, Problem, Second, Turn, Work, plan, renewing},
    session::{LeftOut, Order, Timeline, Why, compose},
    source::Evidence,
    technique::Firmness,
};

use crate::{assessment::SourceLine, dates, marks, wishes::PlanRequest};

/// Somebody whose record is not kept: the person of a request.
const SOMEBODY: u128 = 0;

/// Plans a request: settles its contradictions, screens it, and makes the plan.
#[must_use]
pub fn document<'k>(knowledge: &'k Knowledge, request: &PlanRequest) -> PlanDocument<'k> {
    let mut sheet = request.request.sheet.clone();
    contradiction::settle(knowledge, &mut sheet);
    let today = sheet.today;
    let decision = supple_care::screen(knowledge, &sheet);
    let made = match Cleared::of(knowledge, &sheet, SOMEBODY) {
        Ok(cleared) => plan(knowledge, &cleared, &sheet, SOMEBODY, today, &request.wishes, &request.history)
            .map_err(|no| refusals(knowledge, &no)),
        Err(NotCleared::NotSettled) => Err((vec![refusal("not-settled")], Vec::new())),
        Err(NotCleared::Disposition(_)) => Err((vec![refusal("not-allowed")], Vec::new())),
    };
    let renews = |code: &str| matches!(code, "not-settled" | "clearance" | "other-answers");
    let (plan, problems, instead) = match made {
        Ok(made) => (Some(planned(knowledge, &made)), Vec::new(), Vec::new()),
        Err((problems, instead)) => (None, problems, instead),
    };
    let renew = problems.iter().any(|problem| renews(problem.code)).then(|| renewing(knowledge, &sheet, today));
    PlanDocument {
        schema: 1,
        knowledge: &knowledge.version,
        today: dates::print(today),
        answered: dates::print(request.request.answered),
        disposition: Disposition::id(decision.disposition),
        crisis: decision.crisis,
        plan,
        renew: renew.flatten().and_then(|id| knowledge.question(id)).map(|question| question.id.as_str()),
        problems,
        instead,
    }
}

/// A plan as it is written.
#[must_use]
pub fn planned<'k>(knowledge: &'k Knowledge, plan: &Plan) -> Planned<'k> {
    let terms = &knowledge.terms;
    let known = &knowledge.courses;
    let preparations = plan.prepare.iter().filter_map(|index| known.preparations.get(*index));
    Planned {
        on: dates::print(plan.on),
        relax: plan.relax,
        giver: terms.givers.get(usize::from(plan.wishes.giver)).map_or("", |giver| giver.id.as_str()),
        firmness: feels(plan.wishes.firmness),
        clothed: plan.wishes.clothed,
        focuses: plan.focuses.iter().filter_map(|focus| site(knowledge, focus)).collect(),
        course: dose(knowledge, &plan.course),
        others: plan.others.iter().map(|choice| dose(knowledge, choice)).collect(),
        barred: plan
            .barred
            .iter()
            .map(|(course, barriers)| Barred { course: course_id(knowledge, *course), barriers: barring(barriers) })
            .collect(),
        beside: plan.beside.iter().filter_map(|index| beside(knowledge, *index)).collect(),
        prepare: preparations.map(|one| one.id.as_str()).collect(),
        notes: plan
            .notes
            .iter()
            .filter_map(|index| known.notes.get(*index))
            .map(|note| Said {
                note: &note.id,
                say: &note.say,
                evidence: Evidence::id(note.evidence),
                sources: SourceLine::all(knowledge, &note.sources),
            })
            .collect(),
        heed: plan
            .heed
            .iter()
            .filter_map(|id| knowledge.rule(*id))
            .map(|rule| Heeded {
                rule: &rule.id,
                title: &rule.title,
                say: &rule.say,
                evidence: Evidence::id(rule.evidence),
                sources: SourceLine::all(knowledge, &rule.sources),
            })
            .collect(),
        turn: plan.turn.map(|turn| match turn {
            Turn::OtherTreatment => "other-treatment",
        }),
        positions: bits(plan.positions, terms.positions.iter().map(|term| term.id.as_str())),
        products: bits(plan.products, terms.products.iter().map(|term| term.id.as_str())),
        most_duration_min: plan.most_minutes,
        not_worked_on: plan
            .left_out
            .iter()
            .filter(|left| !left.places.is_empty())
            .map(|left| not_worked(knowledge, left))
            .collect(),
        untouched: places(knowledge, plan.untouched),
    }
}

fn not_worked<'k>(knowledge: &'k Knowledge, left: &LeftOut) -> NotWorked<'k> {
    let site = left.site.and_then(|site| knowledge.techniques.sites.get(site));
    let limits = match &left.why {
        Why::Limits(limits) => limits.as_slice(),
        Why::NothingFits | Why::NoTime | Why::NotWorkedOn | Why::NotForYou => &[],
    };
    NotWorked {
        site: site.map(|site| site.id.as_str()),
        places: places(knowledge, left.places),
        why: match left.why {
            Why::Limits(_) => "limits",
            Why::NothingFits => "nothing-fits",
            Why::NoTime => "no-time",
            Why::NotWorkedOn => "not-worked-on",
            Why::NotForYou => "not-for-you",
        },
        say: limits.iter().filter_map(|limit| knowledge.restrictions.get(*limit)).map(|it| it.say.as_str()).collect(),
    }
}

fn bits<'k>(mask: u32, ids: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
    (0u32..).zip(ids).filter(|(index, _)| mask.checked_shr(*index).unwrap_or(0) & 1 == 1).map(|(_, id)| id).collect()
}

fn feels(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Gentle => "gentle",
        Firmness::Firm => "firm",
        Firmness::Either => "either",
    }
}

fn course_id(knowledge: &Knowledge, index: usize) -> &str {
    knowledge.courses.courses.get(index).map_or("", |course| course.id.as_str())
}

fn activities<'k>(knowledge: &'k Knowledge, indexes: &[usize]) -> Vec<&'k str> {
    let all = indexes.iter().filter_map(|index| knowledge.courses.activities.get(*index));
    all.map(|activity| activity.id.as_str()).collect()
}

fn site<'k>(knowledge: &'k Knowledge, focus: &Focus) -> Option<Site<'k>> {
    let known = knowledge.techniques.sites.get(focus.site)?;
    Some(Site {
        site: &known.id,
        title: &known.title,
        why: focus.why.id(),
        pain: match focus.pain {
            None => Value::Null,
            Some(Intensity::Unknown) => Value::from("unknown"),
            Some(Intensity::Of(points)) => Value::from(points),
        },
        duration_min: focus.minutes(),
        works: focus.works.iter().filter_map(|work| done(knowledge, work)).collect(),
        otherwise: focus.otherwise,
        left_out: places(knowledge, focus.left_out),
        instead: activities(knowledge, &focus.instead),
    })
}

fn places(knowledge: &Knowledge, set: PlaceSet) -> Value {
    if set.is_empty() { Value::Array(Vec::new()) } else { marks::names(knowledge, set) }
}

fn done<'k>(knowledge: &'k Knowledge, work: &Work) -> Option<Done<'k>> {
    let technique = knowledge.techniques.techniques.get(work.technique)?;
    let terms = &knowledge.terms;
    Some(Done {
        technique: &technique.id,
        title: &technique.title,
        applicators: bits(work.applicators, terms.applicators.iter().map(|term| term.id.as_str())),
        device: terms.devices.get(usize::from(work.device)).map_or("", |term| term.id.as_str()),
        positions: bits(work.positions, terms.positions.iter().map(|term| term.id.as_str())),
        places: places(knowledge, work.places),
        timed: work.timed,
        start_pressure: work.start,
        ceiling_pressure: work.ceiling,
        evidence: Evidence::id(work.evidence),
        sources: SourceLine::all(knowledge, &technique.sources),
    })
}

fn dose<'k>(knowledge: &'k Knowledge, choice: &Choice) -> Dose<'k> {
    let course = knowledge.courses.courses.get(choice.course);
    let text = |pick: fn(&supple_care::course::Course) -> &String| course.map_or("", |course| pick(course).as_str());
    Dose {
        course: text(|course| &course.id),
        title: text(|course| &course.title),
        sessions: choice.sessions,
        times: choice.times,
        in_days: choice.in_days,
        duration_min: choice.minutes,
        review: dates::print(choice.review),
        indicated: choice.indicated,
        read_across: choice.read_across,
        shortened: choice.shortened,
        carried: choice.carried,
        article: course.and_then(|course| course.article.as_deref()),
        below_best: course.and_then(|course| course.below_best.as_deref()),
        second: choice.second.map(second_id),
        because: text(|course| &course.rank_because),
        expect: text(|course| &course.expect),
        evidence: Evidence::id(choice.evidence),
        sources: course.map_or_else(Vec::new, |course| SourceLine::all(knowledge, &course.sources)),
    }
}

/// What a course says of why it came second.
#[must_use]
pub fn second_because(course: &supple_care::course::Course, second: Second) -> &str {
    match second {
        Second::NotIndicated => &course.because,
        Second::Rank | Second::Firmness | Second::Minutes | Second::NoResponse | Second::NotChosen => {
            &course.rank_because
        }
    }
}

/// The stable spelling of why a course came second.
#[must_use]
pub fn second_id(second: Second) -> &'static str {
    match second {
        Second::Rank => "rank",
        Second::Firmness => "firmness",
        Second::Minutes => "minutes",
        Second::NoResponse => "no-response",
        Second::NotIndicated => "not-indicated",
        Second::NotChosen => "not-chosen",
    }
}

fn beside<'k>(knowledge: &'k Knowledge, index: usize) -> Option<Beside<'k>> {
    let activity = knowledge.courses.activities.get(index)?;
    Some(Beside {
        activity: &activity.id,
        kind: &activity.kind,
        title: &activity.title,
        active: activity.active,
        dose: &activity.dose,
        evidence: Evidence::id(activity.evidence),
        sources: SourceLine::all(knowledge, &activity.sources),
    })
}

fn barring(barriers: &[Barrier]) -> Vec<Barring> {
    let all = barriers.iter().map(|barrier| barrier_id(*barrier));
    all.map(|(code, duration_min)| Barring { code, duration_min }).collect()
}

/// The stable spelling of a barrier, with the minutes that it speaks of.
#[must_use]
pub fn barrier_id(barrier: Barrier) -> (&'static str, Option<u16>) {
    match barrier {
        Barrier::NotOffered => ("not-offered", None),
        Barrier::Giver => ("giver", None),
        Barrier::Elsewhere => ("elsewhere", None),
        Barrier::Device => ("device", None),
        Barrier::Position => ("position", None),
        Barrier::Clothing => ("clothing", None),
        Barrier::LongerThanWished(minutes) => ("longer-than-wished", Some(minutes)),
        Barrier::ShorterThanWished(minutes) => ("shorter-than-wished", Some(minutes)),
        Barrier::MinutesAWeek(minutes) => ("minutes-a-week", Some(minutes)),
        Barrier::NothingLeft => ("nothing-left", None),
    }
}

fn refusals<'k>(knowledge: &'k Knowledge, no: &NoPlan) -> (Vec<Refusal<'k>>, Vec<&'k str>) {
    let all = no.problems.iter().map(|problem| {
        let (code, duration_min) = problem_id(problem);
        let (course, barriers) = match problem {
            Problem::Course(index, barriers) => (Some(course_id(knowledge, *index)), barring(barriers)),
            Problem::NoCourse(barriers) => (None, barring(barriers)),
            Problem::TooLittle(index, _) => (Some(course_id(knowledge, *index)), Vec::new()),
            _ => (None, Vec::new()),
        };
        let site = match problem {
            Problem::Refused(index) => knowledge.techniques.sites.get(*index).map(|site| site.id.as_str()),
            _ => None,
        };
        Refusal { code, duration_min, course, site, barriers }
    });
    (all.collect(), activities(knowledge, &no.instead))
}

fn refusal<'k>(code: &'static str) -> Refusal<'k> {
    Refusal { code, duration_min: None, course: None, site: None, barriers: Vec::new() }
}

/// The stable spelling of a problem, with the minutes that it speaks of.
#[must_use]
pub fn problem_id(problem: &Problem) -> (&'static str, Option<u16>) {
    match problem {
        Problem::Clearance(Misfit::OtherPerson | Misfit::OtherKnowledge | Misfit::OtherDay) => ("clearance", None),
        Problem::OtherAnswers => ("other-answers", None),
        Problem::Unknown(_) => ("unknown-wish", None),
        Problem::Refused(_) => ("refused-site", None),
        Problem::TooShort(minutes) => ("too-short", Some(*minutes)),
        Problem::TooLong(minutes) => ("too-long", Some(*minutes)),
        Problem::WeekTooShort(minutes) => ("week-too-short", Some(*minutes)),
        Problem::TooLittle(_, minutes) => ("too-little", Some(*minutes)),
        Problem::PositionNotThere => ("position-not-there", None),
        Problem::PositionClosed => ("position-closed", None),
        Problem::NothingFirm => ("nothing-firm", None),
        Problem::NothingClothed => ("nothing-clothed", None),
        Problem::Course(..) => ("course", None),
        Problem::NothingLeft => ("nothing-left", None),
        Problem::NobodyLeft => ("nobody-left", None),
        Problem::NoCourse(_) => ("no-course", None),
        Problem::NothingActive => ("nothing-active", None),
        Problem::NoResponse => ("no-response", None),
    }
}

/// The plan of a request, for what is made of it: a week, a calendar.
///
/// # Errors
/// Where there is none: [`document()`] says why.
pub fn made(knowledge: &Knowledge, request: &PlanRequest) -> Option<(Plan, Day)> {
    let mut sheet = request.request.sheet.clone();
    contradiction::settle(knowledge, &mut sheet);
    let today = sheet.today;
    let cleared = Cleared::of(knowledge, &sheet, SOMEBODY).ok()?;
    let made = plan(knowledge, &cleared, &sheet, SOMEBODY, today, &request.wishes, &request.history).ok()?;
    Some((made, today))
}

/// One session of the plan of a request.
///
/// # Errors
/// Where none can be composed: nothing.
#[must_use]
pub fn timeline(knowledge: &Knowledge, request: &PlanRequest, plan: &Plan) -> Option<Timeline> {
    let mut sheet = request.request.sheet.clone();
    contradiction::settle(knowledge, &mut sheet);
    let cleared = Cleared::of(knowledge, &sheet, SOMEBODY).ok()?;
    compose(knowledge, &cleared, &sheet, SOMEBODY, sheet.today, Order::Plan(plan)).ok()
}
