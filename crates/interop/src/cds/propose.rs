//! Proposed answers out of a record: each with what it rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use supple_care::{
    Answer, Day, Knowledge, QuestionId,
    coded::{Coded, Codes, Stands},
};

use super::resource::{address, called, codings, has_code, id_of, names, subject, text};
use crate::dates;

mod measured;

/// An answer that a record proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The question.
    pub question: QuestionId,
    /// The answer: a yes, an option that is not the mildest, or an age.
    pub answer: Answer,
    /// What the record calls it.
    pub shown: String,
    /// Since when, or when it was measured, as it is written there.
    pub date: Option<String>,
    /// The resource, as type and id.
    pub from: String,
}

/// The types of resources that are read; a medicine by what refers to it.
pub(crate) const READ: [&str; 8] = [
    "Patient",
    "Condition",
    "MedicationStatement",
    "MedicationRequest",
    "Medication",
    "Observation",
    "AllergyIntolerance",
    "Procedure",
];

/// Why a resource was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A modifier extension or implicit rules, which may turn what it says into its opposite.
    Modifier,
    /// It is about somebody else.
    OtherPerson,
    /// It was entered in error, refuted, or not taken.
    NotSo,
    /// It is too old to say how it is now, or has no date.
    Old,
    /// It is in a unit, or a form, that is not read.
    Unit,
    /// What it refers to is not there.
    Missing,
}

impl Why {
    /// The word for it in the language files: `cds-why-` and this.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Modifier => "modifier",
            Self::OtherPerson => "other-person",
            Self::NotSo => "not-so",
            Self::Old => "old",
            Self::Unit => "unit",
            Self::Missing => "missing",
        }
    }
}

/// A resource that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUsed {
    /// What the record calls it, or its type and id.
    pub shown: String,
    /// Why.
    pub why: Why,
}

/// Everything that a record proposes.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// Answers.
    pub answers: Vec<Proposal>,
    /// Questions that have to be asked because of what stands there, with what that is called.
    pub asks: Vec<(QuestionId, String)>,
    /// What was understood as a condition, a medicine or a measurement, and speaks of nothing that is asked.
    pub unmapped: Vec<String>,
    /// What was not read.
    pub not_used: Vec<NotUsed>,
    /// Whether the record says that the person has died.
    pub dead: bool,
}

/// Reads resources of one person; `patient` is the id of that person where it is known.
#[must_use]
pub fn propose(
    knowledge: &Knowledge,
    codes: &Codes,
    resources: &[(Option<&str>, &Value)],
    patient: Option<&str>,
    today: Day,
) -> Proposed {
    let (found, seen, observations) = (Proposed::default(), BTreeSet::new(), Vec::new());
    let (medicines, listed) = (medicines(resources), BTreeSet::new());
    let mut reader = Reader { knowledge, codes, medicines, today, observations, found, seen, listed };
    let own: BTreeSet<&str> = resources
        .iter()
        .filter(|(_, resource)| text(resource, "resourceType") == Some("Patient"))
        .filter_map(|(url, _)| *url)
        .collect();
    for (_, resource) in resources {
        let about = subject(resource);
        let theirs = match (about, patient) {
            (Some(about), Some(patient)) => id_of(about) == patient || own.contains(about),
            _ => true,
        };
        if theirs { reader.one(resource) } else { reader.leave(resource, Why::OtherPerson) }
    }
    reader.measures();
    reader.found
}

/// What is referred to as a medicine, by its address and by its id: a record is gone through once, however long it is.
fn medicines<'r>(resources: &[(Option<&'r str>, &'r Value)]) -> BTreeMap<&'r str, &'r Value> {
    let mut all = BTreeMap::new();
    for (url, one) in resources.iter().filter(|(_, one)| text(one, "resourceType") == Some("Medication")) {
        for name in url.iter().copied().chain(text(one, "id")) {
            all.entry(name).or_insert(*one);
        }
    }
    all
}

struct Reader<'r> {
    knowledge: &'r Knowledge,
    codes: &'r Codes,
    medicines: BTreeMap<&'r str, &'r Value>,
    today: Day,
    /// Measurements, until all of them are there: the latest counts.
    observations: Vec<&'r Value>,
    found: Proposed,
    /// What was said already, so that ten entries of one illness are one line.
    seen: BTreeSet<(QuestionId, String)>,
    /// What is listed as not used.
    listed: BTreeSet<String>,
}

/// How something stands in the record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Now {
    Is,
    Was,
    /// Somebody thinks of it; nobody has found it.
    Maybe,
}

impl<'r> Reader<'r> {
    fn leave(&mut self, resource: &Value, why: Why) {
        // What is written there of somebody else is none of whoever reads the card.
        let named = why != Why::OtherPerson;
        let concept = ["code", "medicationCodeableConcept"].into_iter().find_map(|name| resource.get(name));
        let shown = concept.filter(|_| named).and_then(called).map_or_else(|| address(resource), str::to_owned);
        self.found.not_used.push(NotUsed { shown, why });
    }

    fn one(&mut self, resource: &'r Value) {
        let kind = text(resource, "resourceType").unwrap_or_default();
        if !READ.contains(&kind) || kind == "Medication" {
            return;
        }
        if resource.get("modifierExtension").is_some() || resource.get("implicitRules").is_some() {
            return self.leave(resource, Why::Modifier);
        }
        match kind {
            "Patient" => self.patient(resource),
            "Condition" => self.condition(resource, Stands::Condition),
            "AllergyIntolerance" => self.condition(resource, Stands::Allergy),
            "Procedure" => self.procedure(resource),
            "Observation" => match text(resource, "status") {
                Some("entered-in-error" | "cancelled") => self.leave(resource, Why::NotSo),
                _ => self.observations.push(resource),
            },
            _ => self.medicine(resource),
        }
    }

    fn patient(&mut self, patient: &Value) {
        self.found.dead |= patient.get("deceasedDateTime").is_some()
            || patient.get("deceasedBoolean").and_then(Value::as_bool) == Some(true);
        // The gender of a register is not the sex that the questions mean, and is not read.
        let age = text(patient, "birthDate").and_then(dates::parse).and_then(|born| years(born, self.today));
        if let (Some(age), Some(question)) = (age, self.knowledge.question_id("age")) {
            let born = text(patient, "birthDate").map(str::to_owned);
            self.say(question, Answer::Number(age), age.to_string(), born, address(patient));
        }
    }

    fn say(&mut self, question: QuestionId, answer: Answer, shown: String, date: Option<String>, from: String) {
        if self.seen.insert((question, shown.clone())) {
            self.found.answers.push(Proposal { question, answer, shown, date, from });
        }
    }

    fn ask(&mut self, question: QuestionId, shown: &str) {
        if !self.found.asks.iter().any(|(known, _)| *known == question) {
            self.found.asks.push((question, shown.to_owned()));
        }
    }

    /// A condition, or an allergy, which is written down in the same way.
    fn condition(&mut self, condition: &Value, stands: Stands) {
        let verified = condition.get("verificationStatus");
        if has_code(verified, &["refuted", "entered-in-error"]) {
            return self.leave(condition, Why::NotSo);
        }
        let over = has_code(condition.get("clinicalStatus"), &["inactive", "remission", "resolved"])
            || condition.as_object().is_some_and(|fields| fields.keys().any(|name| name.starts_with("abatement")));
        let now = match () {
            // An allergy that nobody has tested is one all the same.
            () if has_code(verified, &["unconfirmed", "provisional", "differential"])
                && stands == Stands::Condition =>
            {
                Now::Maybe
            }
            () if over => Now::Was,
            () => Now::Is,
        };
        let Some(concept) = condition.get("code") else { return self.leave(condition, Why::Missing) };
        let date = ["onsetDateTime", "recordedDate"].into_iter().find_map(|name| text(condition, name));
        self.concept(concept, stands, now, date, address(condition));
        // How somebody reacted may say more than to what; what it says nothing of is no entry of its own.
        let reactions = condition.get("reaction").and_then(Value::as_array).into_iter().flatten();
        for shown in reactions.filter_map(|one| one.get("manifestation")?.as_array()).flatten() {
            self.known(shown, stands, now, date, &address(condition));
        }
    }

    /// What was done to somebody stays true of them.
    fn procedure(&mut self, procedure: &Value) {
        let now = match text(procedure, "status").unwrap_or_default() {
            "entered-in-error" | "not-done" => return self.leave(procedure, Why::NotSo),
            "preparation" => Now::Maybe,
            _ => Now::Is,
        };
        let Some(concept) = procedure.get("code") else { return self.leave(procedure, Why::Missing) };
        let date = text(procedure, "performedDateTime");
        let date = date.or_else(|| procedure.pointer("/performedPeriod/start").and_then(Value::as_str));
        self.concept(concept, Stands::Procedure, now, date, address(procedure));
    }

    fn medicine(&mut self, order: &Value) {
        let status = text(order, "status").unwrap_or_default();
        let forbidden = order.get("doNotPerform").and_then(Value::as_bool) == Some(true);
        if forbidden || ["entered-in-error", "not-taken"].contains(&status) {
            return self.leave(order, Why::NotSo);
        }
        let ended = order.pointer("/effectivePeriod/end").and_then(Value::as_str).and_then(day_of);
        let over = ["completed", "stopped", "cancelled"].contains(&status) || ended.is_some_and(|end| end < self.today);
        let now = if over { Now::Was } else { Now::Is };
        let Some(concept) = order.get("medicationCodeableConcept").or_else(|| self.referred(order)) else {
            return self.leave(order, Why::Missing);
        };
        let date = ["authoredOn", "dateAsserted", "effectiveDateTime"].into_iter().find_map(|name| text(order, name));
        self.concept(concept, Stands::Medicine, now, date, address(order));
    }

    /// The concept of a medicine that is referred to: inside the order, or beside it.
    fn referred<'v>(&self, order: &'v Value) -> Option<&'v Value>
    where
        'r: 'v,
    {
        let reference = order.pointer("/medicationReference/reference").and_then(Value::as_str)?;
        let inside = || {
            let id = reference.strip_prefix('#')?;
            let all = order.get("contained").and_then(Value::as_array)?;
            all.iter().find(|one| text(one, "id") == Some(id))
        };
        let beside = || self.medicines.get(reference).or_else(|| self.medicines.get(id_of(reference))).copied();
        inside().or_else(beside)?.get("code")
    }

    fn concept(&mut self, concept: &Value, stands: Stands, now: Now, date: Option<&str>, from: String) {
        if !self.known(concept, stands, now, date, &from) {
            self.unmapped(called(concept).unwrap_or(&from).to_owned());
        }
    }

    /// Lists what no entry means, once.
    fn unmapped(&mut self, shown: String) {
        if self.listed.insert(shown.clone()) {
            self.found.unmapped.push(shown);
        }
    }

    /// Takes what a concept proposes. Whether any entry means it.
    fn known(&mut self, concept: &Value, stands: Stands, now: Now, date: Option<&str>, from: &str) -> bool {
        let (shown, words) = (called(concept).unwrap_or(from).to_owned(), names(concept));
        let codes = self.codes;
        let entries = codes.coded.iter().filter(|entry| entry.stands == stands);
        let meant: Vec<&Coded> = entries.filter(|entry| means(entry, concept, &words)).collect();
        for entry in &meant {
            let says = match now {
                Now::Is => &entry.says,
                Now::Was => &entry.once,
                Now::Maybe => {
                    entry.says.iter().for_each(|(question, _)| self.ask(*question, &shown));
                    continue;
                }
            };
            for (question, answer) in says {
                self.say(*question, *answer, shown.clone(), date.map(str::to_owned), from.to_owned());
            }
            if now == Now::Is {
                entry.asks.iter().for_each(|question| self.ask(*question, &shown));
            }
        }
        !meant.is_empty()
    }
}

/// Whether an entry means a concept: by one of its codes, or by its name.
fn means(entry: &Coded, concept: &Value, words: &str) -> bool {
    let bare = |code: &str| code.replace('.', "").to_ascii_uppercase();
    let by_code = codings(concept)
        .filter(|(system, _)| *system == entry.system)
        .any(|(_, code)| entry.codes.iter().any(|range| range.has(&bare(code))));
    by_code || entry.is_named_in(words)
}

/// The day of a moment.
fn day_of(moment: &str) -> Option<Day> {
    dates::parse(moment.get(..10)?)
}

/// Whole years from a birth to a day; nothing for a birth after it.
fn years(born: Day, today: Day) -> Option<i32> {
    let (born, today) = (dates::date(born), dates::date(today));
    let had = (today.month(), today.day()) >= (born.month(), born.day());
    let years = i32::from(today.year()) - i32::from(born.year()) - i32::from(!had);
    (0..=120).contains(&years).then_some(years)
}

#[cfg(test)]
mod tests;
