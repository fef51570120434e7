//! The plan in words, for a terminal.

use supple_care::{
    Day, Disposition, Intensity, Knowledge, PlaceSet,
    course::{Activity, Course},
    knowledge::Term,
    plan::{Choice, Focus, Plan, Work},
    rule::Rule,
    screen,
};
use supple_interop::{
    plan::{Barring, document, made, second_because, second_id},
    wishes::PlanRequest,
};

use super::{cited::Cited, left, steps};
use crate::{
    paper::Paper,
    report::{self, help},
    speech::Speech,
};

/// The plan of a request, or why there is none.
pub(super) fn text(speech: Speech<'_>, request: &PlanRequest, now: Day) -> String {
    let mut paper = Paper::default();
    if let Some(help) = help_first(speech, request) {
        paper.say(&help);
        paper.gap();
    }
    match made(speech.knowledge, request) {
        Some((plan, _)) => Told { speech, plan: &plan, request, now }.write(&mut paper),
        None => refused(speech, request, now, &mut paper),
    }
    paper.text()
}

/// What stands before everything else where somebody spoke of ending their life.
pub(super) fn help_first(speech: Speech<'_>, request: &PlanRequest) -> Option<String> {
    let number = || help::number(&speech, request.request.country.as_deref());
    let crisis = screen(speech.knowledge, &request.request.sheet).crisis;
    crisis.then(|| speech.s("report-crisis-line", "number", &number()))
}

fn refused(speech: Speech<'_>, request: &PlanRequest, now: Day, paper: &mut Paper) {
    let document = document(speech.knowledge, request);
    // Whoever may not be massaged reads first what to do instead.
    let stopped = document.problems.iter().any(|problem| problem.code == "not-allowed");
    if stopped {
        // Who only has to wait is told until when.
        let hours = screen(speech.knowledge, &request.request.sheet).postpone_hours;
        let until = hours.map(|hours| now.plus(i32::try_from(hours.div_ceil(24)).unwrap_or(i32::MAX)));
        let waits = until.filter(|_| document.disposition == Disposition::id(Disposition::MedicalFirst));
        paper.title(&waits.map_or_else(
            || speech.t(&format!("result-{}", document.disposition)),
            |day| speech.s("result-postponed-days", "date", &speech.date(day)),
        ));
        if document.disposition == Disposition::id(Disposition::Emergency) {
            paper.say(&help::number(&speech, request.request.country.as_deref()));
        }
        paper.say(&speech.t("noplan-see-result"));
        paper.gap();
        report::given(&speech, &request.request, now, paper);
        return;
    }
    paper.title(&speech.t("noplan-title"));
    report::given(&speech, &request.request, now, paper);
    for problem in &document.problems {
        let key = format!("noplan-{}", problem.code);
        let minutes = i64::from(problem.duration_min.unwrap_or(0));
        let course =
            course(speech.knowledge, problem.course).map_or_else(String::new, |course| speech.k(&course.title));
        let refused = speech.knowledge.techniques.sites.iter().find(|site| problem.site == Some(site.id.as_str()));
        let why = match refused.and_then(|site| site.refused.as_ref()) {
            Some(why) => speech.k(why),
            None => barriers(speech, &problem.barriers),
        };
        paper.entry(&speech.with(&key, &[("minutes", minutes.into()), ("course", course.into()), ("why", why.into())]));
    }
    let asked = document.renew.and_then(|id| speech.knowledge.question_id(id));
    if let Some(question) = asked.and_then(|id| speech.knowledge.question(id)) {
        paper.gap();
        paper.say(&speech.s("noplan-renew", "question", &speech.k(&question.ask)));
    }
    if !document.instead.is_empty() {
        paper.heading(&speech.t("noplan-instead-title"));
        let (known, mut cited) = (&speech.knowledge.courses.activities, Cited::new(speech));
        for activity in known.iter().filter(|activity| document.instead.contains(&activity.id.as_str())) {
            beside(speech, activity, &mut cited, paper);
        }
        cited.list(paper);
    }
}

fn course<'k>(knowledge: &'k Knowledge, id: Option<&str>) -> Option<&'k Course> {
    knowledge.courses.courses.iter().find(|course| Some(course.id.as_str()) == id)
}

fn barriers(speech: Speech<'_>, found: &[Barring]) -> String {
    let words: Vec<String> = found
        .iter()
        .map(|barring| {
            let minutes = usize::from(barring.duration_min.unwrap_or(0));
            speech.n(&format!("barrier-{}", barring.code), "minutes", minutes)
        })
        .collect();
    speech.list(&words)
}

fn beside(speech: Speech<'_>, activity: &Activity, cited: &mut Cited<'_>, paper: &mut Paper) {
    let args = [("title", speech.k(&activity.title).into()), ("dose", speech.k(&activity.dose).into())];
    paper.entry(&cited.line(&speech.with("report-plan-beside", &args), activity.evidence, &activity.sources));
}

struct Told<'t> {
    speech: Speech<'t>,
    plan: &'t Plan,
    request: &'t PlanRequest,
    /// The day on which it is read.
    now: Day,
}

impl Told<'_> {
    fn write(&self, paper: &mut Paper) {
        let (speech, plan) = (self.speech, self.plan);
        paper.title(&speech.t(if plan.relax { "plan-relax-title" } else { "plan-title" }));
        report::given(&speech, &self.request.request, self.now, paper);
        let lead = if plan.relax { "plan-relax-lead" } else { "plan-lead" };
        paper.say(&speech.s(lead, "date", &speech.date(plan.on)));
        let cited = &mut Cited::new(speech);
        self.course(cited, paper);
        paper.heading(&speech.t("plan-where-title"));
        for (focus, number) in plan.focuses.iter().zip(1usize..) {
            self.focus(focus, number, cited, paper);
        }
        for line in left::lines(speech, plan) {
            paper.entry(&line);
        }
        let rules: Vec<&Rule> = plan.heed.iter().filter_map(|id| speech.knowledge.rule(*id)).collect();
        if !rules.is_empty() {
            paper.heading(&speech.t("plan-heed-title"));
        }
        for rule in rules {
            let args = [("title", speech.k(&rule.title).into()), ("dose", speech.k(&rule.say).into())];
            paper.entry(&cited.line(&speech.with("report-plan-beside", &args), rule.evidence, &rule.sources));
        }
        steps::write(speech, self.request, plan, paper);
        paper.heading(&speech.t("plan-beside-title"));
        let known = &speech.knowledge.courses;
        for activity in plan.beside.iter().filter_map(|index| known.activities.get(*index)) {
            beside(speech, activity, cited, paper);
        }
        paper.heading(&speech.t("plan-prepare-title"));
        for one in plan.prepare.iter().filter_map(|index| known.preparations.get(*index)) {
            let args = [("title", speech.k(&one.title).into()), ("dose", speech.k(&one.say).into())];
            paper.entry(&cited.line(&speech.with("report-plan-beside", &args), one.evidence, &one.sources));
        }
        paper.heading(&speech.t("plan-stops-title"));
        let own = known.courses.get(plan.course.course).map(|course| course.stops.as_slice()).unwrap_or_default();
        for stop in own.iter().chain(&known.planning.stops).filter(|stop| !(plan.relax && stop.response)) {
            paper.entry(&speech.with(
                "report-plan-stop",
                &[("when", speech.k(&stop.when).into()), ("say", speech.k(&stop.say).into())],
            ));
        }
        if !plan.notes.is_empty() {
            paper.heading(&speech.t("plan-notes-title"));
        }
        for note in plan.notes.iter().filter_map(|index| known.notes.get(*index)) {
            paper.entry(&cited.line(&speech.k(&note.say), note.evidence, &note.sources));
        }
        paper.heading(&speech.t("plan-others-title"));
        for other in &plan.others {
            let title = known.courses.get(other.course).map_or_else(String::new, |course| speech.k(&course.title));
            let args = [("title", title.into()), ("dose", self.dose(other).into())];
            let sources = known.courses.get(other.course).map_or(&[][..], |course| course.sources.as_slice());
            paper.entry(&cited.line(&speech.with("report-plan-beside", &args), other.evidence, sources));
            if let Some(why) = self.second(other) {
                paper.below(&why);
            }
        }
        if plan.others.is_empty() {
            paper.say(&speech.t("plan-others-none"));
        }
        cited.list(paper);
        paper.gap();
        paper.say(&speech.t("notice-reviewed"));
        paper.say(&speech.t("notice-evidence"));
    }

    /// Why another course came second.
    fn second(&self, other: &Choice) -> Option<String> {
        let (second, course) = (other.second?, self.speech.knowledge.courses.courses.get(other.course)?);
        let because = self.speech.k(second_because(course, second));
        Some(self.speech.s(&format!("plan-second-{}", second_id(second)), "because", &because))
    }

    fn course(&self, cited: &mut Cited<'_>, paper: &mut Paper) {
        let (speech, choice) = (self.speech, &self.plan.course);
        let Some(course) = speech.knowledge.courses.courses.get(choice.course) else { return };
        paper.heading(&speech.k(&course.title));
        paper.say(&cited.line(&self.dose(choice), choice.evidence, &course.sources));
        let giver = speech.knowledge.terms.givers.get(usize::from(self.plan.wishes.giver));
        paper.say(&speech.s("plan-by", "giver", &giver.map_or_else(String::new, |giver| speech.k(&giver.say))));
        paper.say(&speech.s("plan-review", "date", &speech.date(choice.review)));
        let chosen = self.plan.wishes.course == Some(choice.course);
        let flags = [
            (!choice.indicated && chosen, "plan-not-indicated-chosen"),
            (!choice.indicated && !chosen, "plan-not-indicated"),
            (choice.carried, "plan-carried"),
            (choice.shortened, "plan-shortened"),
            (choice.read_across, "plan-read-across"),
        ];
        for (_, key) in flags.into_iter().filter(|(holds, _)| *holds) {
            paper.say(&speech.t(key));
        }
        if let Some(wished) = self.plan.wishes.minutes.filter(|wished| *wished != choice.minutes) {
            let minutes = speech.n("plan-minutes", "minutes", usize::from(choice.minutes));
            paper
                .say(&speech.with("plan-missed", &[("wished", i64::from(wished).into()), ("minutes", minutes.into())]));
        }
        for text in [&course.below_best, &course.your_choice, &course.indirect].into_iter().flatten() {
            paper.say(&speech.k(text));
        }
        paper.say(&speech.k(&course.expect));
    }

    fn focus(&self, focus: &Focus, number: usize, cited: &mut Cited<'_>, paper: &mut Paper) {
        let (speech, plan) = (self.speech, self.plan);
        let Some(site) = speech.knowledge.techniques.sites.get(focus.site) else { return };
        let why = match focus.pain {
            None => speech.t(&format!("plan-why-{}", focus.why.id())),
            Some(Intensity::Unknown) => speech.t("plan-pain-unknown"),
            Some(Intensity::Of(points)) => speech.n("plan-pain", "points", usize::from(points)),
        };
        let share = match focus.minutes() {
            0 if focus.works.is_empty() => None,
            0 => Some(speech.t("plan-no-time")),
            minutes => {
                let args = [("minutes", i64::from(minutes).into()), ("all", i64::from(plan.course.minutes).into())];
                Some(speech.with("plan-share", &args))
            }
        };
        let more = match share {
            None => why,
            Some(share) => speech.with("list-comma", &[("first", why.into()), ("rest", share.into())]),
        };
        let args = [
            ("number", i64::try_from(number).unwrap_or(0).into()),
            ("title", speech.k(&site.title).into()),
            ("more", more.into()),
        ];
        paper.say(&speech.with("report-plan-site", &args));
        let (timed, open) = focus.timed();
        for works in timed.chunk_by(|one, next| one.technique == next.technique) {
            self.works(site.places, &Work::widest(works), cited, paper);
        }
        let known = &speech.knowledge.techniques.techniques;
        let mut also: Vec<String> =
            open.iter().filter_map(|work| known.get(work.technique)).map(|it| speech.k(&it.title)).collect();
        also.dedup();
        if !also.is_empty() {
            paper.below(&speech.s("plan-also-open", "techniques", &speech.list(&also)));
        }
        if focus.works.is_empty() {
            paper.say(&speech.t(if focus.otherwise { "plan-not-in-course" } else { "plan-nothing-here" }));
            let known = &speech.knowledge.courses.activities;
            for activity in focus.instead.iter().filter_map(|index| known.get(*index)) {
                beside(speech, activity, cited, paper);
            }
        }
        if !focus.left_out.is_empty() {
            paper.below(&speech.s("plan-left-out", "places", &speech.places(focus.left_out)));
        }
    }

    /// What is done with one technique: once, with where or how it differs.
    fn works(&self, site: PlaceSet, works: &[&Work], cited: &mut Cited<'_>, paper: &mut Paper) {
        let speech = self.speech;
        let known = &speech.knowledge.techniques.techniques;
        let Some(technique) = works.first().and_then(|work| known.get(work.technique)) else { return };
        let mut parts: Vec<String> = Vec::new();
        for work in works {
            let said = self.work(site, work, works.len() > 1);
            if !parts.contains(&said) {
                parts.push(said);
            }
        }
        let said = parts
            .into_iter()
            .rev()
            .reduce(|rest, first| speech.with("list-semicolon", &[("first", first.into()), ("rest", rest.into())]));
        let args = [("title", speech.k(&technique.title).into()), ("how", said.unwrap_or_default().into())];
        let evidence = works.iter().map(|work| work.evidence).min().unwrap_or(technique.evidence);
        paper.entry(&cited.line(&speech.with("report-plan-work", &args), evidence, &technique.sources));
    }

    /// With what and how hard, and where that holds: `several` where it is not the same everywhere.
    fn work(&self, site: PlaceSet, work: &Work, several: bool) -> String {
        let speech = self.speech;
        let terms = &speech.knowledge.terms;
        let named = |pressure: u8| speech.t(&format!("pressure-{}", pressure.min(5)));
        let pressure = if work.start == work.ceiling {
            speech.s("plan-pressure-same", "to", &named(work.ceiling))
        } else {
            let args = [("from", named(work.start).into()), ("to", named(work.ceiling).into())];
            speech.with("plan-pressure", &args)
        };
        let of = |all: &[Term], mask: u32| -> Vec<String> {
            let all = (0u32..).zip(all).filter(|(index, _)| mask.checked_shr(*index).unwrap_or(0) & 1 == 1);
            all.map(|(_, term)| speech.k(&term.say)).collect()
        };
        let with = match work.device {
            0 => of(&terms.applicators, work.applicators),
            device => terms.devices.get(usize::from(device)).map(|term| speech.k(&term.say)).into_iter().collect(),
        };
        let only_at =
            (several && work.places != site).then(|| speech.s("plan-only-at", "places", &speech.places(work.places)));
        let only_in = (work.positions != self.plan.positions)
            .then(|| speech.s("plan-only-in", "positions", &speech.list(&of(&terms.positions, work.positions))));
        let with = speech.s("plan-with", "applicators", &speech.list(&with));
        [Some(pressure), Some(with), only_at, only_in]
            .into_iter()
            .flatten()
            .rev()
            .reduce(|rest, first| speech.with("list-comma", &[("first", first.into()), ("rest", rest.into())]))
            .unwrap_or_default()
    }

    fn dose(&self, choice: &Choice) -> String {
        let speech = self.speech;
        let often = if choice.in_days == 7 {
            speech.n("plan-often-week", "times", usize::from(choice.times))
        } else {
            let args = [("times", i64::from(choice.times).into()), ("days", i64::from(choice.in_days).into())];
            speech.with("plan-often-days", &args)
        };
        let sessions = match choice.sessions {
            None => speech.t("plan-endless"),
            Some(count) => speech.n("plan-sessions", "count", usize::from(count)),
        };
        let minutes = speech.n("plan-minutes", "minutes", usize::from(choice.minutes));
        speech.with("plan-dose", &[("minutes", minutes.into()), ("often", often.into()), ("sessions", sessions.into())])
    }
}
