//! All courses, those of the articles included, each with what is known of it.

use askama::Template;
use supple_care::plan::{Problem, Wishes};

use super::{
    Asked,
    lines::{self, Line, Sources},
    refuse, wishes,
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::Cited,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "courses.html")]
struct Page {
    f: Frame,
    v: Voice,
    courses: Vec<Listed>,
    sources: Vec<Cited>,
}

/// A course.
struct Listed {
    id: String,
    title: String,
    say: String,
    because: String,
    givers: String,
    minutes: String,
    expect: String,
    said: Vec<String>,
    article: Option<String>,
    rank: String,
    stops: Vec<Line>,
    evidence: String,
    refs: Vec<usize>,
    /// Whether it is the plan's; and what stands in the way of it, if anything does.
    now: bool,
    barred: Option<String>,
    query: String,
}

/// Lists the courses as they stand for this person.
pub(crate) fn show(call: &Call) -> Reply {
    let asked = match Asked::of(call) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    // What a course chosen before stands for must not hide what the others are.
    let plain = Wishes { course: None, ..asked.wishes };
    let made = asked.plan_with(call, &plain).ok();
    let mut sources = Sources::default();
    let mut courses = Vec::new();
    for (index, course) in knowledge.courses.courses.iter().enumerate() {
        let givers: Vec<String> = knowledge
            .terms
            .givers
            .iter()
            .enumerate()
            .filter(|(giver, _)| course.givers >> giver & 1 == 1)
            .map(|(_, giver)| v.k(&giver.say))
            .collect();
        // Somebody else gives it: choosing it chooses that giver.
        let own = course.givers >> u32::from(plain.giver) & 1 == 1;
        let giver = if own { plain.giver } else { u8::try_from(course.givers.trailing_zeros()).unwrap_or(plain.giver) };
        let wished =
            Wishes { course: Some(index), giver, devices: plain.devices | course.devices, minutes: None, ..plain };
        let barred = asked.plan_with(call, &wished).err().map(|no| {
            let why: Vec<String> = no
                .problems
                .iter()
                .map(|problem| match problem {
                    Problem::Course(_, found) => lines::barriers(v, found),
                    other => refuse::say(call, other),
                })
                .collect();
            v.s("courses-barred", "why", &v.parts(&why))
        });
        let stops = lines::stops(knowledge, v, course, false, &mut sources).take(course.stops.len()).collect();
        let sometimes = [&course.below_best, &course.your_choice, &course.indirect, &course.not_offered];
        courses.push(Listed {
            id: course.id.clone(),
            title: v.k(&course.title),
            say: v.k(&course.say),
            because: v.k(&course.because),
            givers: v.s("courses-givers", "givers", &v.list(&givers)),
            minutes: lines::minutes(v, course.minutes),
            expect: v.k(&course.expect),
            said: sometimes.into_iter().flatten().map(|text| v.k(text)).collect(),
            article: course.article.as_deref().map(|article| v.s("plan-article", "article", article)),
            rank: v.k(&course.rank_because),
            stops,
            evidence: lines::evidence(v, course.evidence),
            refs: sources.numbers(&course.sources),
            now: made.as_ref().is_some_and(|plan| plan.course.course == index),
            barred,
            query: wishes::query(knowledge, &wished),
        });
    }
    Reply::ok(&Page {
        f: call.frame("courses-page", Some("/plan")).of(&asked.person),
        v: v.clone(),
        courses,
        sources: sources.cited(knowledge, v),
    })
}
