//! What must be true of courses and activities as a whole: their sentences, their numbers, and that some course is there
//! for everybody.

use supple_care::{
    Knowledge,
    course::{Activity, Course, StopRule},
};

use super::{DEVICES, PLANNING, PREPARATIONS, REFUSED, ROUTINES};
use crate::{
    Errors, Files,
    check::{complain, numbers, sentences},
};

/// What sentences are looked at with.
struct Look<'l> {
    knowledge: &'l Knowledge,
    words: &'l [String],
    files: &'l Files,
    errors: &'l mut Errors,
}

pub(crate) fn check(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    let mut look = Look { knowledge, words, files, errors };
    for course in &knowledge.courses.courses {
        look.course(course);
    }
    look.everybody();
    for activity in &knowledge.courses.activities {
        look.activity(activity);
    }
    let known = &knowledge.courses;
    for routine in &known.routines {
        look.texts(ROUTINES, &routine.sources, [&routine.title, &routine.say]);
    }
    for refused in &known.refused {
        look.texts(REFUSED, &refused.sources, [&refused.title, &refused.why, &refused.instead]);
    }
    for prepare in &known.preparations {
        look.texts(PREPARATIONS, &prepare.sources, [&prepare.title, &prepare.say, &prepare.why]);
    }
    for device in &known.devices {
        let noise = device.noise.iter().map(|(_, say)| say);
        let texts = [&device.title, &device.suits].into_iter().chain(&device.not_for).chain(&device.how).chain(noise);
        look.texts(DEVICES, &device.sources, texts);
    }
    for note in &known.notes {
        look.texts(PLANNING, &note.sources, [&note.title, &note.say]);
    }
    look.stops(PLANNING, &known.planning.stops);
}

impl Look<'_> {
    fn texts<'t>(&mut self, file: &str, sources: &[usize], texts: impl IntoIterator<Item = &'t String>) {
        let texts: Vec<(&str, Option<&String>)> = texts.into_iter().map(|text| ("say", Some(text))).collect();
        sentences(self.knowledge, file, &texts, sources, self.words, self.files, self.errors);
    }

    fn course(&mut self, course: &Course) {
        let file = format!("courses/{}.toml", course.id);
        let always = [&course.title, &course.say, &course.because, &course.expect, &course.rank_because];
        let sometimes = [&course.below_best, &course.your_choice, &course.indirect, &course.not_offered];
        self.texts(&file, &course.sources, always.into_iter().chain(sometimes.into_iter().flatten()));
        self.stops(&file, &course.stops);
        let keyed = [("minutes", course.minutes.0), ("minutes", course.minutes.1), ("review_days", course.review_days)];
        let sessions = course.sessions.into_iter().flat_map(|(from, to)| [("sessions", from), ("sessions", to)]);
        for (key, number) in keyed.into_iter().chain(sessions) {
            if !self.told(&course.sources, number) {
                let message = format!("the number {number} stands in none of its sources");
                complain(self.files, self.errors, &file, key, message);
            }
        }
        if course.techniques.is_empty() && course.not_offered.is_none() {
            complain(
                self.files,
                self.errors,
                &file,
                "techniques",
                "a course that is offered has techniques".to_owned(),
            );
        }
    }

    /// Whether a number stands in one of the sources.
    fn told(&self, sources: &[usize], number: u16) -> bool {
        let says = sources.iter().filter_map(|index| self.knowledge.sources.get(*index)).map(|source| &source.says);
        says.into_iter().any(|says| numbers(says).contains(&number.to_string()))
    }

    fn stops(&mut self, file: &str, stops: &[StopRule]) {
        for stop in stops {
            self.texts(file, &stop.sources, [&stop.when, &stop.say]);
        }
    }

    /// For every giver there is a course that asks for no complaint, no device, no place and no other course before it.
    fn everybody(&mut self) {
        for (giver, index) in self.knowledge.terms.givers.iter().zip(0u32..) {
            let plain = |course: &Course| {
                course.givers >> index & 1 == 1
                    && course.when.is_none()
                    && course.devices & 1 == 1
                    && course.places == supple_care::PlaceSet::ALL
                    && course.follows.is_empty()
                    && course.not_offered.is_none()
            };
            if !self.knowledge.courses.courses.iter().any(plain) {
                let message = format!("no course for `{}` is there for everybody, whatever hurts", giver.id);
                complain(self.files, self.errors, "courses/home-gentle.toml", "givers", message);
            }
        }
    }

    fn activity(&mut self, activity: &Activity) {
        // The file is not kept: it is the one in which the title stands.
        let held =
            self.files.iter().find(|(path, text)| path.starts_with("activities/") && text.contains(&activity.title));
        let file = held.map_or("activities/daily.toml", |(path, _)| path).to_owned();
        let texts = [&activity.title, &activity.dose, &activity.why, &activity.stop].into_iter().chain(&activity.how);
        self.texts(&file, &activity.sources, texts);
    }
}
