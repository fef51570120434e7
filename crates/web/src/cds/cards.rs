//! What is answered: one card, with what to do, why, and what is not known.

use serde_json::{Value, json};
use supple_care::{Disposition, Knowledge, QuestionId};
use supple_interop::{
    assessment::Reason,
    cds::{Asked, Fetched, FormUse, KEYS, NotUsed, Picture, Service},
    fhir,
};
use supple_words::Arg;
use uuid::Uuid;

use crate::voice::Voice;

/// Longest summary, in characters: the standard asks for less than 140.
const SUMMARY: usize = 139;
/// Most lines of a list in the detail.
const LINES: usize = 12;
/// Most links to rules.
const LINKS: usize = 5;
/// Longest name that a record gives, in characters.
const NAME: usize = 100;

/// Why a clinician goes on without following a card.
pub(super) const OVERRIDES: [&str; 5] = ["examined", "will-examine", "record-wrong", "not-massage", "other"];

/// What a card is made of.
pub(super) struct Maker<'a> {
    pub(super) voice: &'a Voice,
    pub(super) knowledge: &'a Knowledge,
    pub(super) service: Service,
    /// Where the pages are, without a slash at the end.
    pub(super) base: &'a str,
    /// What the card is known by in feedback.
    pub(super) id: Uuid,
}

/// What is said first.
enum Says {
    /// It is decided, or nothing that is still open can lower it.
    Level(Disposition),
    /// It is not decided, and nothing in the record says more.
    Open,
}

impl Maker<'_> {
    /// The cards for somebody.
    pub(super) fn cards(&self, asked: &Asked<'_>, picture: &Picture<'_>) -> Value {
        if !asked.massage {
            return json!({ "cards": [] });
        }
        if picture.proposed.dead {
            let summary = self.voice.t("cds-dead");
            return json!({ "cards": [{ "uuid": self.id, "summary": summary, "indicator": "info", "source": self.source() }] });
        }
        let says = self.says(picture);
        let certain = |reason: &&Reason<'_>| reason.certain && !reason.lifted;
        let main = picture.assessment.reasons.iter().find(certain);
        let mut card = json!({
            "uuid": self.id,
            "summary": shortened(&self.summary(&says, main, picture), SUMMARY),
            "indicator": indicator(&says),
            "source": self.source(),
            "detail": self.detail(asked, picture),
            "links": self.links(picture),
            "overrideReasons": self.overrides(),
        });
        if let (true, Value::Object(fields)) = (fhir::allows(picture), &mut card) {
            fields.insert("selectionBehavior".to_owned(), json!("any"));
            fields.insert("suggestions".to_owned(), json!([self.suggestion(asked, picture)]));
        }
        json!({ "cards": [card] })
    }

    fn says(&self, picture: &Picture<'_>) -> Says {
        let assessment = &picture.assessment;
        let level = if assessment.settled { assessment.disposition } else { assessment.at_least };
        let level = Disposition::ALL.into_iter().find(|one| one.id() == level);
        match level {
            Some(level) if assessment.settled || level >= Disposition::MedicalFirst => Says::Level(level),
            _ => Says::Open,
        }
    }

    fn summary(&self, says: &Says, main: Option<&Reason<'_>>, picture: &Picture<'_>) -> String {
        let why = main.map_or_else(String::new, |reason| self.voice.k(reason.title));
        match says {
            _ if picture.assessment.crisis => self.voice.t("cds-crisis"),
            Says::Open => self.voice.n("cds-open", "count", picture.assessment.unknown.len()),
            Says::Level(level) if why.is_empty() => self.voice.disposition(*level),
            Says::Level(level) => self.voice.s(&format!("cds-{}", level.id()), "why", &why),
        }
    }

    fn source(&self) -> Value {
        let label = self.voice.s("cds-source", "version", &self.knowledge.version);
        json!({ "label": label, "url": format!("{}/guidelines", self.base) })
    }

    fn detail(&self, asked: &Asked<'_>, picture: &Picture<'_>) -> String {
        let assessment = &picture.assessment;
        let mut parts = Vec::new();
        let reasons: Vec<String> = assessment
            .reasons
            .iter()
            .filter(|reason| reason.certain && !reason.lifted)
            .map(|reason| self.reason(reason, picture))
            .collect();
        self.part(&mut parts, "cds-reasons", &reasons);
        let limits = assessment.restrictions.iter().filter(|one| !one.always);
        let limits =
            limits.filter(|one| assessment.settled || one.reasons.iter().any(|rule| is_certain(picture, rule)));
        self.part(&mut parts, "cds-limits", &limits.map(|one| self.voice.k(one.say)).collect::<Vec<_>>());
        let asks: Vec<String> = picture.proposed.asks.iter().map(|(id, shown)| self.because(*id, shown)).collect();
        self.part(&mut parts, "cds-asks", &asks);
        let differs = picture.differs.iter().map(|one| self.because(one.question, &one.shown));
        self.part(&mut parts, "cds-differs", &differs.collect::<Vec<_>>());
        if !assessment.settled {
            let open: Vec<String> = assessment.unknown.iter().map(|one| self.voice.k(one.short)).collect();
            self.part(&mut parts, "cds-unknown", &open);
        }
        let unmapped: Vec<String> = picture.proposed.unmapped.iter().map(|shown| plain(shown)).collect();
        self.part(&mut parts, "cds-unmapped", &unmapped);
        let left: Vec<String> = picture.proposed.not_used.iter().map(|one| self.left(one)).collect();
        self.part(&mut parts, "cds-not-used", &left);
        let fetched = KEYS.iter().zip(asked.fetched).filter_map(|(key, state)| self.fetched(key, state));
        self.part(&mut parts, "cds-fetched", &fetched.collect::<Vec<_>>());
        parts.push(match &picture.form {
            FormUse::None => self.voice.t("cds-form-none"),
            FormUse::Unreadable(_) => self.voice.t("cds-form-unreadable"),
            FormUse::Read(day) => self.voice.s("cds-form-read", "day", &self.voice.date(*day)),
        });
        parts.push(self.voice.t("cds-absence"));
        if self.service == Service::AppointmentBook {
            parts.push(self.voice.t("cds-day"));
        }
        if !assessment.reviewed {
            parts.push(self.voice.t("cds-unreviewed"));
        }
        parts.join("\n\n")
    }

    /// A heading with a list; nothing for an empty one.
    fn part(&self, parts: &mut Vec<String>, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let mut text = format!("**{}**\n", self.voice.t(heading));
        for line in lines.iter().take(LINES) {
            text.push_str(&format!("\n* {line}"));
        }
        if let Some(more @ 1..) = lines.len().checked_sub(LINES) {
            text.push_str(&format!("\n* {}", self.voice.n("cds-more", "count", more)));
        }
        parts.push(text);
    }

    fn reason(&self, reason: &Reason<'_>, picture: &Picture<'_>) -> String {
        let title = self.voice.k(reason.title);
        let mut line = format!("[{title}]({}/rules/{}): {}", self.base, reason.rule, self.voice.k(reason.say));
        let from = picture.proposed.answers.iter().filter(|one| {
            let question = self.knowledge.question(one.question);
            question.is_some_and(|question| reason.because.iter().any(|given| given.question == question.id))
        });
        let mut told: Vec<String> = Vec::new();
        for one in from {
            let shown = match &one.date {
                Some(date) => format!("{} ({})", plain(&one.shown), plain(date)),
                None => plain(&one.shown),
            };
            if !told.contains(&shown) {
                told.push(shown);
            }
        }
        if !told.is_empty() {
            line.push(' ');
            line.push_str(&self.voice.s("cds-from", "what", &self.voice.parts(&told)));
        }
        line
    }

    /// A question, with what in the record makes it matter.
    fn because(&self, question: QuestionId, shown: &str) -> String {
        let short = self.voice.short(self.knowledge, question);
        self.voice.with("cds-because", &[("question", short.into()), ("what", Arg::from(plain(shown)))])
    }

    fn left(&self, one: &NotUsed) -> String {
        let why = self.voice.t(&format!("cds-why-{}", one.why.id()));
        self.voice.with("cds-left", &[("what", Arg::from(plain(&one.shown))), ("why", why.into())])
    }

    fn fetched(&self, key: &str, state: Fetched) -> Option<String> {
        let state = match state {
            Fetched::There => return None,
            Fetched::NotSent => "cds-not-sent",
            Fetched::Nothing => "cds-nothing",
            Fetched::Failed => "cds-failed",
            Fetched::Partly => "cds-partly",
        };
        Some(self.voice.s(state, "what", &self.voice.t(&format!("cds-key-{key}"))))
    }

    fn links(&self, picture: &Picture<'_>) -> Value {
        let certain = picture.assessment.reasons.iter().filter(|reason| reason.certain && !reason.lifted);
        let rules = certain.take(LINKS).map(|reason| {
            let label = self.voice.s("cds-link-rule", "rule", &self.voice.k(reason.title));
            json!({ "label": label, "url": format!("{}/rules/{}", self.base, reason.rule), "type": "absolute" })
        });
        let form = json!({ "label": self.voice.t("cds-link-form"),
            "url": format!("{}/fhir/Questionnaire/screening", self.base), "type": "absolute" });
        rules.chain([form]).collect()
    }

    fn overrides(&self) -> Value {
        let one = |code: &&str| {
            json!({ "code": code, "system": "urn:supple:fhir:CodeSystem:override",
                "display": self.voice.t(&format!("cds-override-{code}")) })
        };
        OVERRIDES.iter().map(one).collect()
    }

    fn suggestion(&self, asked: &Asked<'_>, picture: &Picture<'_>) -> Value {
        let say = |key: &str| self.plan_say(key);
        let plan = fhir::care_plan(self.knowledge, picture, &format!("Patient/{}", asked.patient), &say);
        json!({ "label": self.voice.t("cds-draft"), "uuid": Uuid::from_u128(self.id.as_u128() ^ 1),
            "actions": [{ "type": "create", "description": self.voice.t("cds-draft-what"), "resource": plan }] })
    }

    fn plan_say(&self, key: &str) -> String {
        plan_say(self.voice, key)
    }
}

/// The sentences of a CarePlan.
pub(crate) fn plan_say(voice: &Voice, key: &str) -> String {
    match Disposition::ALL.into_iter().find(|one| one.id() == key) {
        Some(disposition) => voice.disposition(disposition),
        None => voice.t(&format!("care-plan-{key}")),
    }
}

fn is_certain(picture: &Picture<'_>, rule: &str) -> bool {
    picture.assessment.reasons.iter().any(|reason| reason.rule == rule && reason.certain && !reason.lifted)
}

const fn indicator(says: &Says) -> &'static str {
    match says {
        Says::Open | Says::Level(Disposition::Clear | Disposition::Modified) => "info",
        Says::Level(Disposition::MedicalFirst) => "warning",
        Says::Level(Disposition::Urgent | Disposition::Emergency) => "critical",
    }
}

/// What a record wrote, as plain text in Markdown: on one line, without marks, not endless.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in shortened(text, NAME).chars() {
        match letter {
            _ if letter.is_control() => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '(' | ')' | '~' | '&' => {
                plain.push('\\');
                plain.push(letter);
            }
            _ => plain.push(letter),
        }
    }
    plain
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::{plain, shortened};

    #[test]
    fn what_a_record_wrote_is_text_and_nothing_else() {
        assert_eq!(plain("[x](javascript:1)\n<img>"), "\\[x\\]\\(javascript:1\\) \\<img\\>");
        assert_eq!(plain(&"ä".repeat(300)).chars().count(), 100);
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abcd", 3), "ab…");
    }
}
