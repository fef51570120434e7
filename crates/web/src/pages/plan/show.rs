//! The plan in one screen.

use askama::Template;
use supple_care::{
    Day, Knowledge, PlaceId,
    claim::UseKind,
    plan::{Plan, Wishes},
    technique::Firmness,
};

use super::{
    Asked,
    lines::{self, Line, Sources, Spot},
    must, refuse, wishes,
    wishes::WishForm,
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::{
        know::view::{ShortBeside, short_beside},
        parts::Cited,
        session,
        track::upkeep,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "plan.html")]
struct Page {
    f: Frame,
    v: Voice,
    relax: bool,
    lead: String,
    course: Dose,
    turn: bool,
    /// Whether the giver's lesson comes first.
    lesson: bool,
    /// Whether it is given at home.
    home: bool,
    /// What everybody who gives it has to know.
    must: Vec<String>,
    spots: Vec<Spot>,
    /// What hurts and is not worked on.
    left: Vec<String>,
    views: [String; 2],
    /// Whether the plan reaches a place that is drawn in the front view.
    front: bool,
    positions: String,
    beside: Vec<Line>,
    prepare: Vec<Line>,
    stops: Vec<Line>,
    notes: Vec<Line>,
    heed: Vec<Line>,
    others: Vec<Other>,
    /// How many more there are.
    more: usize,
    change: Vec<String>,
    form: WishForm,
    /// The wishes as the part of an address.
    query: String,
    taken: Option<String>,
    /// The spacing and the end that were chosen after relief.
    fewer: Option<String>,
    /// Whether there is a practice on this computer, and the plan is for somebody who works in one.
    bookable: bool,
    sources: Vec<Cited>,
}

/// How many sites stand in the first screen; the rest is folded.
const FIRST: usize = 3;

impl Page {
    fn first_spots(&self) -> &[Spot] {
        self.spots.get(..FIRST).unwrap_or(&self.spots)
    }

    fn last_spots(&self) -> &[Spot] {
        self.spots.get(FIRST..).unwrap_or_default()
    }

    /// What a fold of sites holds.
    fn more_spots(&self) -> String {
        self.some(self.last_spots().iter().map(|spot| spot.title.clone()).collect())
    }

    /// What a fold of lines holds.
    fn titles(&self, lines: &[Line]) -> String {
        self.some(lines.iter().map(|line| line.title.clone()).collect())
    }

    fn other_titles(&self) -> String {
        if self.others.is_empty() {
            return self.v.t("plan-others-none");
        }
        self.some(self.others.iter().map(|other| other.title.clone()).collect())
    }

    /// The first three of a list, and how many more there are.
    fn some(&self, titles: Vec<String>) -> String {
        let shown = self.v.comma(titles.get(..3).unwrap_or(&titles));
        let more = i64::try_from(titles.len().saturating_sub(3)).unwrap_or(0);
        self.v.with("plan-some", &[("titles", shown.into()), ("more", more.into())])
    }
}

/// The course of a plan.
struct Dose {
    title: String,
    say: String,
    dose: String,
    giver: String,
    review: String,
    expect: String,
    because: String,
    /// Why it stands where it stands in the order of courses.
    rank: String,
    said: Vec<String>,
    /// What articles lay down about it, and what became of that.
    articles: Vec<ShortBeside>,
    evidence: String,
    refs: Vec<usize>,
}

/// Most other courses that are shown; the rest stands on the page of all courses.
const OTHERS: usize = 4;

/// Another course that would do.
struct Other {
    title: String,
    dose: String,
    why: String,
    query: String,
    evidence: String,
}

#[derive(Template)]
#[template(path = "plan_why.html")]
struct WhyPage {
    f: Frame,
    v: Voice,
    sources: Vec<Cited>,
}

/// Where the plan of the wishes in the address comes from: its sources in full.
pub(crate) fn why(call: &Call) -> Reply {
    let asked = match Asked::of(call) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    match asked.plan(call) {
        Ok(plan) => {
            let back = format!("/plan?{}", wishes::query(call.knowledge(), &asked.wishes));
            let f = call.frame("plan-why-page", Some(&back)).of(&asked.person);
            Reply::ok(&WhyPage { f, v: call.voice.clone(), sources: page(call, &asked, &plan).sources })
        }
        Err(no) => refuse::refused(call, &asked, &no),
    }
}

/// Shows the plan of the wishes in the address.
pub(crate) fn show(call: &Call) -> Reply {
    let asked = match Asked::of(call) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    match asked.plan(call) {
        Ok(plan) if asked.troubles.is_empty() => Reply::ok(&page(call, &asked, &plan)),
        Ok(_) => {
            refuse::refused(call, &asked, &supple_care::plan::NoPlan { problems: Vec::new(), instead: Vec::new() })
        }
        Err(no) => refuse::refused(call, &asked, &no),
    }
}

fn page(call: &Call, asked: &Asked, plan: &Plan) -> Page {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let known = &knowledge.courses;
    let mut sources = Sources::default();
    let course = dose(call, asked, plan, &mut sources);
    let mut told = Vec::new();
    let mut spots = Vec::new();
    for focus in &plan.focuses {
        spots.extend(lines::spot(knowledge, v, plan, focus, &mut told, &mut sources));
    }
    let mut beside = Vec::new();
    for activity in plan.beside.iter().filter_map(|index| known.activities.get(*index)) {
        beside.push(lines::beside(v, activity, &mut sources));
    }
    let prepare = plan.prepare.iter().filter_map(|index| known.preparations.get(*index)).map(|one| Line {
        title: v.k(&one.title),
        say: v.k(&one.say),
        small: one
            .before
            .map(|(from, to)| v.with("plan-before", &[("from", i64::from(from).into()), ("to", i64::from(to).into())]))
            .into_iter()
            .collect(),
        how: Vec::new(),
        why: v.k(&one.why),
        active: false,
        evidence: lines::evidence(v, one.evidence),
        refs: sources.numbers(&one.sources),
    });
    let prepare = prepare.collect();
    let stops = known
        .courses
        .get(plan.course.course)
        .map(|course| lines::stops(knowledge, v, course, plan.relax, &mut sources).collect())
        .unwrap_or_default();
    let notes = plan.notes.iter().filter_map(|index| known.notes.get(*index)).map(|note| Line {
        title: v.k(&note.title),
        say: v.k(&note.say),
        small: Vec::new(),
        how: Vec::new(),
        why: String::new(),
        active: false,
        evidence: lines::evidence(v, note.evidence),
        refs: sources.numbers(&note.sources),
    });
    let notes = notes.collect();
    let heed = plan.heed.iter().filter_map(|id| knowledge.rule(*id)).map(|rule| Line {
        title: v.k(&rule.title),
        say: v.k(&rule.say),
        small: Vec::new(),
        how: Vec::new(),
        why: v.k(&rule.why),
        active: false,
        evidence: lines::evidence(v, rule.evidence),
        refs: sources.numbers(&rule.sources),
    });
    let heed = heed.collect();
    let date = v.date(plan.on);
    Page {
        f: asked.frame(call, "plan-page", "/result"),
        v: v.clone(),
        relax: plan.relax,
        lead: v.s(if plan.relax { "plan-relax-lead" } else { "plan-lead" }, "date", &date),
        course,
        turn: plan.turn.is_some(),
        lesson: asked.lesson,
        home: knowledge.terms.givers.get(usize::from(plan.wishes.giver)).is_some_and(|giver| giver.home),
        must: must::know(knowledge, v, plan),
        spots,
        left: left(knowledge, v, plan),
        views: views(call, plan),
        front: reached(plan).any(|place| call.house.figure.view_of(place) == 1),
        positions: positions(knowledge, v, plan),
        beside,
        prepare,
        stops,
        notes,
        heed,
        others: others(knowledge, v, asked, plan),
        more: plan.others.len().saturating_sub(OTHERS),
        change: change(call, asked, plan),
        form: WishForm::of(call, &asked.wishes, Some(plan), &asked.troubles),
        query: wishes::query(knowledge, &asked.wishes),
        bookable: crate::pages::book::is_offered(call, plan),
        fewer: upkeep::fewer(v, &asked.person, call.now.today),
        taken: asked
            .person
            .record
            .plan
            .as_ref()
            .filter(|_| asked.is_taken(knowledge))
            .map(|taken| v.s("plan-taken", "date", &v.date(taken.on))),
        sources: sources.cited(knowledge, v),
    }
}

/// What hurts and is not worked on, a line each.
fn left(knowledge: &Knowledge, v: &Voice, plan: &Plan) -> Vec<String> {
    let untouched =
        (!plan.untouched.is_empty()).then(|| v.s("plan-untouched", "places", &v.places(knowledge, plan.untouched)));
    plan.unsaid().map(|one| session::left::line(knowledge, v, one)).chain(untouched).collect()
}

fn dose(call: &Call, asked: &Asked, plan: &Plan, sources: &mut Sources) -> Dose {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let choice = &plan.course;
    let course = knowledge.courses.courses.get(choice.course);
    let text = |pick: fn(&supple_care::course::Course) -> &String| course.map_or_else(String::new, |it| v.k(pick(it)));
    let mut said = Vec::new();
    if !choice.indicated {
        let chosen = asked.wishes.course == Some(choice.course);
        said.push(v.t(if chosen { "plan-not-indicated-chosen" } else { "plan-not-indicated" }));
    }
    if choice.carried {
        said.push(v.t("plan-carried"));
    }
    if let Some(wished) = asked.wishes.minutes.filter(|wished| *wished != choice.minutes) {
        said.push(v.with(
            "plan-missed",
            &[("wished", i64::from(wished).into()), ("minutes", v.n("plan-minutes", "minutes", choice.minutes).into())],
        ));
    }
    if choice.shortened {
        said.push(v.t("plan-shortened"));
    }
    if choice.read_across {
        said.push(v.t("plan-read-across"));
    }
    let sometimes = course.map(|it| [&it.below_best, &it.your_choice, &it.indirect]).into_iter().flatten();
    said.extend(sometimes.flatten().map(|text| v.k(text)));
    // Where the claims cannot be read, the plan goes without them.
    let claims = call.claims().ok().zip(course);
    let articles = claims.map_or_else(Vec::new, |(claims, course)| {
        claims.beside(UseKind::Course, &course.id).map(|row| short_beside(claims, v, row)).collect()
    });
    let giver = knowledge.terms.givers.get(usize::from(plan.wishes.giver)).map_or_else(String::new, |it| v.k(&it.say));
    Dose {
        title: text(|it| &it.title),
        say: text(|it| &it.say),
        dose: plan.upkeep.map_or_else(|| lines::dose(v, choice), |upkeep| lines::thinned(v, choice, upkeep)),
        giver: v.s("plan-by", "giver", &giver),
        review: v.s("plan-review", "date", &v.date(promised(knowledge, asked, plan).unwrap_or(choice.review))),
        expect: text(|it| &it.expect),
        because: text(|it| &it.because),
        rank: text(|it| &it.rank_because),
        said,
        articles,
        evidence: lines::evidence(v, choice.evidence),
        refs: sources.numbers(course.map_or(&[], |it| it.sources.as_slice())),
    }
}

/// The review that was promised with this plan when it was taken, while it is still to come.
pub(super) fn promised(knowledge: &Knowledge, asked: &Asked, plan: &Plan) -> Option<Day> {
    let record = &asked.person.record;
    record.review_promised().filter(|day| *day >= plan.on && asked.is_taken(knowledge))
}

/// The places that the plan works on.
fn reached(plan: &Plan) -> impl Iterator<Item = PlaceId> + '_ {
    let worked = plan.ceilings.iter().zip(0u8..).filter(|(ceiling, _)| **ceiling > 0);
    worked.map(|(_, index)| PlaceId(index))
}

/// The positions in which it can be given.
fn positions(knowledge: &Knowledge, v: &Voice, plan: &Plan) -> String {
    let terms = knowledge.terms.positions.iter().enumerate();
    let open = terms.filter(|(index, _)| plan.positions >> index & 1 == 1).map(|(_, term)| v.k(&term.say));
    v.s("plan-positions", "positions", &v.list(&open.collect::<Vec<_>>()))
}

/// The drawing: the ceilings of the plan, what is left alone, and the order.
fn views(call: &Call, plan: &Plan) -> [String; 2] {
    let left = plan.focuses.iter().fold(supple_care::PlaceSet::NONE, |all, focus| all.or(focus.left_out));
    let mut order: Vec<(PlaceId, usize)> = Vec::new();
    for (focus, number) in plan.focuses.iter().zip(1usize..) {
        let worked = focus.works.iter().fold(supple_care::PlaceSet::NONE, |all, work| all.or(work.places));
        order.extend(worked.iter().map(|place| (place, number)));
    }
    call.house.figure.planned(
        &call.voice,
        |place| match plan.ceilings.get(usize::from(place.0)).copied().unwrap_or(0) {
            0 if left.has(place) => Some(0),
            0 => None,
            ceiling => Some(ceiling),
        },
        &order,
    )
}

fn others(knowledge: &Knowledge, v: &Voice, asked: &Asked, plan: &Plan) -> Vec<Other> {
    plan.others
        .iter()
        .take(OTHERS)
        .filter_map(|choice| {
            let course = knowledge.courses.courses.get(choice.course)?;
            let wished = Wishes { course: Some(choice.course), minutes: None, ..asked.wishes };
            Some(Other {
                title: v.k(&course.title),
                dose: lines::dose(v, choice),
                why: choice.second.map_or_else(String::new, |second| lines::second(v, course, second)),
                query: wishes::query(knowledge, &wished),
                evidence: lines::evidence(v, choice.evidence),
            })
        })
        .collect()
}

/// What other wishes would come to: each other giver, and how it feels.
fn change(call: &Call, asked: &Asked, plan: &Plan) -> Vec<String> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut lines = Vec::new();
    let mut add = |key: &str, giver: String, wished: Wishes| match asked.plan_with(call, &wished) {
        Ok(other) => {
            let course =
                knowledge.courses.courses.get(other.course.course).map_or_else(String::new, |it| v.k(&it.title));
            if other.course.course != plan.course.course || lines::highest(v, &other) != lines::highest(v, plan) {
                let pressure = lines::highest(v, &other);
                let args = [("giver", giver.into()), ("course", course.into()), ("pressure", pressure.into())];
                lines.push(v.with(key, &args));
            }
        }
        Err(no) => {
            let why: Vec<String> = no.problems.iter().map(|problem| refuse::say(call, problem)).collect();
            let args = [("giver", giver.into()), ("why", why.join(" ").into())];
            lines.push(v.with(&format!("{key}-not"), &args));
        }
    };
    for (giver, index) in knowledge.terms.givers.iter().zip(0u8..) {
        if index != asked.wishes.giver {
            let wished = Wishes { giver: index, course: None, minutes: None, ..asked.wishes };
            add("plan-change-giver", v.k(&giver.say), wished);
        }
    }
    for (firmness, key) in [(Firmness::Gentle, "plan-change-gentle"), (Firmness::Firm, "plan-change-firm")] {
        if firmness != asked.wishes.firmness {
            add(key, String::new(), Wishes { firmness, course: None, ..asked.wishes });
        }
    }
    lines
}
