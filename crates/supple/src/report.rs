//! The assessment as a person reads it: what to do first, then why, then how sure it is.

pub(crate) mod help;
mod limits;
mod why;

use supple_care::{Day, Decision, Disposition, Sheet, at_once, because, contradiction, screen, self_care};
use supple_interop::{
    answers::Request,
    assessment::{Assessment, Given, Reason},
    dates,
};

use crate::{paper::Paper, speech::Speech};

/// One assessment, and the answers that it rests on.
pub(crate) struct Told<'a> {
    pub(crate) speech: Speech<'a>,
    pub(crate) request: &'a Request,
    pub(crate) assessment: &'a Assessment<'a>,
    /// The answers as they are read.
    sheet: Sheet,
    /// What the answers alone say: what was not asked adds nothing.
    answered: Decision,
}

/// The whole report, read on the day `now`. Several reports on one page carry the names of their files.
pub(crate) fn text(
    speech: Speech<'_>,
    request: &Request,
    assessment: &Assessment<'_>,
    file: Option<&str>,
    now: Day,
) -> String {
    let mut sheet = request.sheet.clone();
    contradiction::settle(speech.knowledge, &mut sheet);
    let answered = at_once::told(speech.knowledge, &sheet);
    let told = Told { speech, request, assessment, sheet, answered };
    let mut paper = Paper::default();
    if let Some(file) = file {
        paper.say(&speech.s("report-file", "file", file));
    }
    if told.crisis_was_said() {
        help::crisis(&told, &mut paper);
    } else if assessment.crisis {
        let number = help::number(&speech, request.country.as_deref());
        paper.say(&speech.s("report-crisis-line", "number", &number));
    }
    told.first(&mut paper);
    given(&speech, request, now, &mut paper);
    told.to_do(&mut paper);
    told.unfinished(&mut paper);
    limits::write(&told, &mut paper);
    told.meanwhile(&mut paper);
    why::write(&told, &mut paper);
    told.unknown(&mut paper);
    told.notices(&mut paper);
    paper.gap();
    paper.text()
}

/// When and by whom the answers were given, where that is not today and not the person.
pub(crate) fn given(speech: &Speech<'_>, request: &Request, now: Day, paper: &mut Paper) {
    let (answered, today) = (request.answered, request.sheet.today);
    let days = |later: Day| i64::from(later.days_since(answered));
    let date = |day: Day| speech.date(day).into();
    if answered < today {
        let old = i64::try_from(request.grown_old).unwrap_or(i64::MAX);
        let args =
            [("answered", date(answered)), ("today", date(today)), ("days", days(today).into()), ("count", old.into())];
        paper.say(&speech.with("report-aged", &args));
        paper.gap();
    } else if answered < now {
        paper.say(&speech.with("report-old", &[("answered", date(answered)), ("days", days(now).into())]));
        paper.gap();
    }
    if request.sheet.proxy {
        paper.heading(&speech.t("result-proxy-title"));
        paper.say(&speech.t("result-proxy"));
        paper.say(&speech.t("report-proxy"));
    }
}

impl Told<'_> {
    /// Whether the person spoke of ending their life, or answered "I don't know". That nobody has asked yet is read as
    /// "I don't know" as well, but is worth a line and not a page.
    fn crisis_was_said(&self) -> bool {
        let mut reasons = self.assessment.reasons.iter().filter(|reason| reason.effect == "crisis");
        self.request.sheet.mention
            || reasons.any(|reason| reason.because.iter().any(|given| given.answer != "not-asked"))
    }

    /// The decision in one sentence, its time, and whom to call.
    fn first(&self, paper: &mut Paper) {
        let Self { speech, assessment, .. } = self;
        if self.too_little() {
            paper.title(&speech.t("result-too-little"));
            if let Some(until) = Disposition::from_id(assessment.disposition) {
                let words = speech.t(&format!("disposition-{}", until.id()));
                let level = speech.t(&format!("report-level-{}", until.id()));
                paper.say(&speech.with("report-until-then", &[("level", level.into()), ("words", words.into())]));
            }
            paper.say(&speech.t("report-unsettled-none"));
            return;
        }
        let is_open = !assessment.settled && matches!(assessment.disposition, "clear" | "modified");
        let sentence = match (&assessment.postpone_until, assessment.disposition) {
            (Some(date), "medical-first") => {
                let date = dates::parse(date).map_or_else(|| date.clone(), |day| speech.date(day));
                speech.s("result-postponed-days", "date", &date)
            }
            _ if is_open => speech.t("result-open"),
            (_, disposition) => speech.t(&format!("result-{disposition}")),
        };
        paper.title(&sentence);
        if assessment.postpone_until.is_none() && !is_open {
            let level = speech.t(&format!("report-level-{}", assessment.disposition));
            paper.say(&speech.s("report-level", "level", &level));
        }
        if self.answered.disposition == Disposition::Emergency {
            help::emergency(self, paper);
        }
        // The sentence of what is urgent says when.
        let known = Disposition::from_id(assessment.disposition).filter(|reached| *reached >= Disposition::Urgent);
        let usual = known.and_then(|reached| speech.knowledge.default_timeframe(reached));
        let usual = usual.and_then(|index| speech.knowledge.terms.timeframes.get(usize::from(index)));
        if let Some(timeframe) = assessment.timeframe.filter(|when| usual.is_none_or(|usual| usual.say != *when)) {
            paper.say(&speech.s("result-timeframe", "timeframe", &speech.k(timeframe)));
        }
        if assessment.nothing_left {
            paper.say(&speech.t("result-nothing-left"));
        }
    }

    /// Whether what was not asked makes the decision more cautious than the answers alone.
    fn too_little(&self) -> bool {
        let milder = self.answered.postpone_hours.is_some() && self.assessment.postpone_until.is_none();
        !self.assessment.settled && (milder || self.answered.disposition.id() != self.assessment.disposition)
    }

    /// Whether a rule speaks because of an answer; else only because something was not asked yet.
    fn speaks(&self, rule: &str) -> bool {
        let knowledge = self.speech.knowledge;
        let mut rules = self.answered.findings.iter().filter_map(|finding| knowledge.rule(finding.rule));
        rules.any(|known| known.id == rule)
    }

    /// The rules that made what the answers say what it is, as far as they are certain: the words of one that is not are of
    /// something graver than what it came to.
    fn leading(&self) -> impl Iterator<Item = &Reason<'_>> {
        self.deciding().filter(|reason| reason.certain && !reason.lifted)
    }

    /// Those of them, and those that count because two answers do not agree: what a doctor is told.
    fn told_a_doctor(&self) -> impl Iterator<Item = &Reason<'_>> {
        self.deciding().filter(|reason| (reason.certain || self.is_doubted(reason)) && !reason.lifted)
    }

    fn deciding(&self) -> impl Iterator<Item = &Reason<'_>> {
        let effect = self.answered.disposition.id();
        self.assessment.reasons.iter().filter(move |reason| reason.effect == effect && self.speaks(reason.rule))
    }

    /// Whether a reason rests on a "no" that another answer contradicts.
    pub(crate) fn is_doubted(&self, reason: &Reason<'_>) -> bool {
        let known = |given: &Given<'_>| self.speech.knowledge.question_id(given.question);
        reason.because.iter().filter_map(known).any(|id| self.sheet.is_doubted(id))
    }

    fn to_do(&self, paper: &mut Paper) {
        let Self { speech, assessment, .. } = self;
        let mut said: Vec<&str> = Vec::new();
        for reason in self.leading() {
            if !said.contains(&reason.say) {
                said.push(reason.say);
            }
        }
        let open = || self.deciding().filter(|reason| !reason.certain && !reason.lifted);
        let asked = self.answered.disposition != Disposition::Clear;
        let doubted = asked && open().any(|reason| self.is_doubted(reason));
        let unsure = asked && open().any(|reason| !self.is_doubted(reason));
        if !said.is_empty() || unsure || doubted {
            paper.heading(&speech.t("result-do-title"));
            for say in &said {
                paper.entry(&speech.k(say));
            }
            if doubted {
                paper.entry(&speech.t("result-do-doubt"));
            }
            if unsure {
                let soon = self.answered.disposition >= Disposition::Urgent;
                paper.entry(&speech.t(if soon { "result-do-unknown-soon" } else { "result-do-unknown" }));
            }
        }
        self.to_say(paper);
        let liftable: Vec<&str> = assessment.liftable.iter().copied().filter(|rule| self.speaks(rule)).collect();
        let waits = assessment.postpone_until.is_some() || self.too_little();
        if !liftable.is_empty() && !waits && self.answered.disposition < Disposition::Urgent {
            paper.gap();
            paper.say(&speech.s("report-liftable", "rules", &speech.list(&owned(&liftable))));
            paper.say(&speech.t("result-agreement-never"));
        }
        // Beside a doctor today, or an emergency, nothing else is good to know.
        let calm = self.answered.disposition < Disposition::Urgent;
        let advice: Vec<_> = assessment.advice.iter().filter(|reason| calm && self.speaks(reason.rule)).collect();
        if !advice.is_empty() {
            paper.heading(&speech.t("result-advice"));
            for reason in advice {
                let say = speech.k(reason.say);
                paper.entry(&speech.with("report-advice", &[("say", say.into()), ("rule", reason.rule.into())]));
            }
        }
    }

    /// What to say to the doctor.
    fn to_say(&self, paper: &mut Paper) {
        let Self { speech, assessment, sheet, .. } = self;
        if assessment.postpone_until.is_some() {
            return;
        }
        let mut say: Vec<String> =
            self.told_a_doctor().filter_map(|reason| reason.doctor).map(|say| speech.k(say)).collect();
        let open = because::unanswered(speech.knowledge, sheet, &self.answered);
        let mut open: Vec<String> =
            open.iter().filter_map(|id| speech.knowledge.question(*id)).map(|it| speech.k(&it.short)).collect();
        if because::map_unanswered(speech.knowledge, sheet, &self.answered) {
            open.push(speech.t("result-doctor-map"));
        }
        if !open.is_empty() {
            say.push(speech.s("result-doctor-unknown", "questions", &speech.list(&open)));
        }
        if !say.is_empty() {
            paper.heading(&speech.t("result-doctor-title"));
            say.iter().for_each(|say| paper.entry(say));
        }
    }

    /// What may be done beside a massage, or instead of it.
    fn meanwhile(&self, paper: &mut Paper) {
        let Self { speech, sheet, .. } = self;
        let decision = screen(speech.knowledge, sheet);
        let offered = self_care::offered(speech.knowledge, sheet, &decision);
        if offered.is_empty() || self.too_little() || decision.disposition == Disposition::Emergency {
            return;
        }
        let permits = decision.disposition.permits_massage();
        paper.heading(&speech.t(if permits { "result-self-title-too" } else { "result-self-title" }));
        for care in offered {
            let (title, say) = (speech.k(&care.title), speech.k(&care.say));
            paper.entry(&speech.with("report-care", &[("title", title.into()), ("say", say.into())]));
        }
    }

    /// What has not been asked yet, or does not fit together.
    fn unfinished(&self, paper: &mut Paper) {
        let Self { speech, assessment, .. } = self;
        for entry in &assessment.contradictions {
            paper.heading(&speech.t("result-contradiction-title"));
            paper.say(&speech.k(entry.say));
            for id in &entry.ask {
                paper.entry(&self.question(id));
            }
        }
        if assessment.settled {
            return;
        }
        paper.heading(&speech.t("result-unsettled-title"));
        paper.say(&speech.t("report-unsettled"));
        let calm = self.answered.disposition < Disposition::Urgent;
        if let Some(least) =
            Disposition::from_id(assessment.at_least).filter(|least| *least != Disposition::Clear && calm)
        {
            let waits = self.answered.postpone_hours.is_some() && least == Disposition::MedicalFirst;
            let least = speech.t(&format!("disposition-{}", if waits { "wait" } else { least.id() }));
            paper.say(&speech.s("result-at-least", "disposition", &least));
        }
        paper.say(&speech.t("report-next"));
        for id in &assessment.next_questions {
            paper.entry(&self.question(id));
        }
    }

    /// A question as it is asked, with its id.
    fn question(&self, id: &str) -> String {
        let speech = &self.speech;
        let ask = match speech.knowledge.question_id(id).and_then(|id| speech.knowledge.question(id)) {
            Some(question) => speech.k(&question.ask),
            None => speech.t("map-title"),
        };
        speech.with("report-question", &[("ask", ask.into()), ("id", id.into())])
    }

    fn unknown(&self, paper: &mut Paper) {
        let Self { speech, assessment, .. } = self;
        let doubted = |id: &str| speech.knowledge.question_id(id).is_some_and(|id| self.sheet.is_doubted(id));
        let asked: Vec<_> =
            assessment.unknown.iter().filter(|unknown| unknown.asked && !doubted(unknown.question)).collect();
        if asked.is_empty() {
            return;
        }
        paper.heading(&speech.t("result-unknown-title"));
        paper.say(&speech.t("report-unknown"));
        for unknown in asked {
            let rules = speech.list(&owned(&unknown.rules));
            let short = speech.k(unknown.short);
            paper.entry(&speech.with("report-unknown-one", &[("short", short.into()), ("rules", rules.into())]));
            if let Some(find_out) = unknown.find_out {
                let find_out = speech.k(find_out);
                paper.below(&speech.s("report-find-out", "how", &find_out));
            }
        }
    }

    fn notices(&self, paper: &mut Paper) {
        let Self { speech, assessment, .. } = self;
        paper.heading(&speech.t("notices-title"));
        if !assessment.reviewed {
            paper.entry(&speech.t("notice-reviewed"));
        }
        for key in ["notice-device", "notice-evidence", "notice-doctor"] {
            paper.entry(&speech.t(key));
        }
        paper.gap();
        let date = speech.date(self.request.sheet.today);
        paper.say(&speech.with("report-made", &[("date", date.into()), ("version", assessment.knowledge.into())]));
    }
}

/// The words of a list as a list of their own.
pub(crate) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::text;
    use crate::speech::Speech;
    use supple_care::Day;
    use supple_interop::{answers, assessment::assess};
    use supple_words::{PSEUDO, Words};

    #[test]
    fn in_the_pseudo_language_no_plain_sentence_is_left() {
        let (words, knowledge) = (Words::load(PSEUDO).unwrap(), supple_knowledge::embedded().unwrap());
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        let mut seen = 0;
        for entry in fs::read_dir(examples).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let mut request = answers::read_json(&knowledge, &fs::read(&path).unwrap(), Day(20_778)).unwrap();
            // What a clinician wrote is shown as it was written.
            for given in &mut request.sheet.clearances {
                given.by.clear();
                given.words.clear();
            }
            let text = text(
                Speech { words: &words, knowledge: &knowledge },
                &request,
                &assess(&knowledge, &request),
                None,
                Day(20_778),
            );
            let plain = text.lines().filter(|line| !line.contains(&knowledge.version));
            let slipped: Vec<&str> =
                plain.filter(|line| line.chars().any(|letter| letter.is_ascii_lowercase())).collect();
            assert!(slipped.is_empty(), "{}: {slipped:#?}", path.display());
            seen += 1;
        }
        assert!(seen >= 12);
    }
}
