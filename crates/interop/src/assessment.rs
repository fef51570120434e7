//! The decision as it is written outside: schema 1.

use std::collections::BTreeSet;

use serde::{Serialize, ser::SerializeSeq};
use serde_json::{Value, value::RawValue};
use supple_care::{
    Answer, Day, Decision, Knowledge, QuestionId, Reading, Sheet, Tri,
    because::{Ground, because_in, is_certain},
    contradiction, crisis, interview,
    program::View,
    question::Polarity,
    rule::{Effect, Rule},
    screen,
};

pub use crate::assessment_parts::{Given, Restricted, SourceLine};
use crate::{
    answers::{Request, answer_value},
    assessment_parts::{own_restrictions, restrictions},
    dates, marks,
};

/// What screening says, ready to be written. `R` is how its restrictions are held.
#[derive(Debug, Serialize)]
pub struct Assessment<'k, R = Vec<Restricted<'k>>> {
    /// The version of this shape.
    pub schema: u8,
    /// The version of the knowledge.
    pub knowledge: &'k str,
    /// The day for which it holds.
    pub today: String,
    /// The day on which the answers were given. What has grown old since counts as not asked.
    pub answered: String,
    /// Whether nothing that was not asked can change the outcome.
    pub settled: bool,
    /// What to do first.
    pub disposition: &'static str,
    /// Whether the crisis page comes first.
    pub crisis: bool,
    /// The least that any completion gives.
    pub at_least: &'static str,
    /// The time within which, in words; nothing where none is meant.
    pub timeframe: Option<&'k str>,
    /// What is worth saying and changes no disposition.
    pub advice: Vec<Reason<'k>>,
    /// Why, the most cautious first.
    pub reasons: Vec<Reason<'k>>,
    /// What is forbidden or capped; a dimension that is null means all of it.
    pub restrictions: R,
    /// Answers that are not known, and which rules they kept from being certain.
    pub unknown: Vec<Unknown<'k>>,
    /// What to ask next; nothing when settled. `pain` stands for the body map.
    pub next_questions: Vec<&'k str>,
    /// The date to come back, where everything that stops a massage is a postponement.
    pub postpone_until: Option<String>,
    /// Whether the limits together left nothing to give.
    pub nothing_left: bool,
    /// Answers that cannot both be true, and were read cautiously.
    pub contradictions: Vec<Contradiction<'k>>,
    /// Rules that a clinician's recorded agreement would lift.
    pub liftable: Vec<&'k str>,
    /// That nobody has signed these rules yet, when it is so.
    pub reviewed: bool,
}

/// One rule that spoke.
#[derive(Debug, Serialize)]
pub struct Reason<'k> {
    /// The rule's id.
    pub rule: &'k str,
    /// Its title.
    pub title: &'k str,
    /// What it comes to: a disposition, `advice` or `crisis`.
    pub effect: &'static str,
    /// Whether its condition is certain; else an answer is unknown.
    pub certain: bool,
    /// Whether a clinician's agreement lifted it.
    pub lifted: bool,
    /// The answers it rests on.
    pub because: Vec<Given<'k>>,
    /// What to do.
    pub say: &'k str,
    /// Why.
    pub why: &'k str,
    /// What to say to the doctor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor: Option<&'k str>,
    /// The time within which, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeframe: Option<&'k str>,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
    /// How sure the action is.
    pub evidence: &'static str,
}

/// An answer that is not known.
#[derive(Debug, Serialize)]
pub struct Unknown<'k> {
    /// The question's id.
    pub question: &'k str,
    /// The noun phrase for it.
    pub short: &'k str,
    /// Whether it was answered "I don't know"; else it was not asked.
    pub asked: bool,
    /// How to find out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub find_out: Option<&'k str>,
    /// The rules that it kept from being certain.
    pub rules: Vec<&'k str>,
}

/// Answers that cannot both be true.
#[derive(Debug, Serialize)]
pub struct Contradiction<'k> {
    /// Its id.
    pub id: &'k str,
    /// What to say.
    pub say: &'k str,
    /// What to ask again.
    pub ask: Vec<&'k str>,
}

/// Assesses a request.
#[must_use]
pub fn assess<'k>(knowledge: &'k Knowledge, request: &Request) -> Assessment<'k> {
    assess_with(knowledge, request, |sheet, decision| restrictions(knowledge, sheet, decision))
}

/// What every assessment with one knowledge base holds, written once.
#[derive(Debug)]
pub struct Prepared {
    always: Vec<Box<RawValue>>,
}

impl Prepared {
    /// Writes the always-on limits.
    ///
    /// # Errors
    /// Those of writing JSON; none are known.
    pub fn new(knowledge: &Knowledge) -> Result<Self, serde_json::Error> {
        let sheet = Sheet::new(Day(0));
        let nothing = Decision::default();
        let always = restrictions(knowledge, &sheet, &nothing);
        Ok(Self { always: always.iter().map(serde_json::value::to_raw_value).collect::<Result<_, _>>()? })
    }
}

/// The restrictions of the rules, then the always-on ones as they were written before.
struct Spliced<'a, 'k> {
    own: Vec<Restricted<'k>>,
    always: &'a [Box<RawValue>],
}

impl Serialize for Spliced<'_, '_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.own.len() + self.always.len()))?;
        for one in &self.own {
            list.serialize_element(one)?;
        }
        for one in self.always {
            list.serialize_element(one)?;
        }
        list.end()
    }
}

/// Assesses a request and writes the assessment as JSON: the same bytes as writing [`assess`], sooner.
///
/// # Errors
/// Those of writing JSON; none are known.
pub fn assess_json(
    knowledge: &Knowledge,
    prepared: &Prepared,
    request: &Request,
) -> Result<Vec<u8>, serde_json::Error> {
    let assessment = assess_with(knowledge, request, |sheet, decision| Spliced {
        own: own_restrictions(knowledge, sheet, decision),
        always: &prepared.always,
    });
    serde_json::to_vec(&assessment)
}

fn assess_with<'k, R>(
    knowledge: &'k Knowledge,
    request: &Request,
    restrictions: impl FnOnce(&Sheet, &Decision) -> R,
) -> Assessment<'k, R> {
    let mut sheet = request.sheet.clone();
    let found = contradiction::settle(knowledge, &mut sheet);
    let sheet = &sheet;
    let decision = screen(knowledge, sheet);
    let standing = interview::standing(knowledge, sheet);
    let view = knowledge.program.view(sheet, Reading::Shown);
    let mut reasons = reasons(knowledge, sheet, &decision, &view);
    if decision.crisis && !reasons.iter().any(|reason| reason.effect == effect_id(Effect::Crisis)) {
        reasons.splice(0..0, mentioned(knowledge, &request.texts));
    }
    let (advice, reasons): (Vec<_>, Vec<_>) = reasons.into_iter().partition(|reason| reason.effect == "advice");
    let name = |id: &QuestionId| knowledge.question(*id).map(|question| question.id.as_str());
    let contradictions: Vec<Contradiction<'k>> = found
        .iter()
        .filter_map(|index| knowledge.contradictions.get(*index))
        .map(|entry| Contradiction { id: &entry.id, say: &entry.say, ask: entry.ask.iter().filter_map(name).collect() })
        .collect();
    let mut next: Vec<&str> = contradictions.iter().flat_map(|entry| entry.ask.iter().copied()).collect();
    if standing.map {
        next.push("pain");
    }
    next.extend(standing.next.iter().flat_map(|(_, questions)| questions).filter_map(name));
    let mut named = BTreeSet::new();
    next.retain(|id| named.insert(*id));
    let postpone = decision.postpone_hours.map(|hours| i32::try_from(hours.div_ceil(24)).unwrap_or(i32::MAX));
    Assessment {
        schema: 1,
        knowledge: &knowledge.version,
        today: dates::print(sheet.today),
        answered: dates::print(request.answered),
        settled: standing.settled,
        disposition: decision.disposition.id(),
        crisis: decision.crisis,
        at_least: standing.at_least.id(),
        // Who is to come back on a day has nothing to do meanwhile.
        timeframe: timeframe(knowledge, decision.timeframe).filter(|_| postpone.is_none()),
        advice,
        restrictions: restrictions(sheet, &decision),
        unknown: unknown(knowledge, sheet, &decision, &view),
        next_questions: next,
        postpone_until: postpone.map(|days| dates::print(sheet.today.plus(days))),
        nothing_left: decision.nothing_left,
        contradictions,
        liftable: liftable(knowledge, &decision),
        reviewed: knowledge.rules.iter().all(|rule| !rule.reviewed.is_empty()),
        reasons,
    }
}

fn timeframe(knowledge: &Knowledge, index: Option<u8>) -> Option<&str> {
    knowledge.terms.timeframes.get(usize::from(index?)).map(|term| term.say.as_str())
}

fn effect_id(effect: Effect) -> &'static str {
    match effect {
        Effect::Disposition(disposition) => disposition.id(),
        Effect::Advice => "advice",
        Effect::Crisis => "crisis",
    }
}

/// The rules that spoke, the most cautious first, then in the order of the knowledge base.
fn reasons<'k>(knowledge: &'k Knowledge, sheet: &Sheet, decision: &Decision, view: &View) -> Vec<Reason<'k>> {
    let mut findings = decision.findings.clone();
    let rank = |effect: Effect| match effect {
        Effect::Crisis => 0,
        Effect::Disposition(disposition) => 5 - disposition as u8,
        Effect::Advice => 6,
    };
    findings.sort_by_key(|finding| (rank(finding.does), finding.truth == Tri::Unknown));
    let reason = |finding: supple_care::Finding| {
        let grounds = because_in(knowledge, view, finding.rule);
        let certain = is_certain(knowledge, sheet, &finding, &grounds);
        let because = grounds.into_iter().map(|ground| given(knowledge, sheet, ground)).collect();
        let told = Reason::of(knowledge, knowledge.rule(finding.rule)?, finding.does, because);
        Some(Reason { certain, lifted: finding.lifted, ..told })
    };
    findings.into_iter().filter_map(reason).collect()
}

impl<'k> Reason<'k> {
    /// What a rule says, uncertain and not lifted.
    fn of(knowledge: &'k Knowledge, rule: &'k Rule, does: Effect, because: Vec<Given<'k>>) -> Self {
        Self {
            rule: &rule.id,
            title: &rule.title,
            effect: effect_id(does),
            certain: false,
            lifted: false,
            because,
            say: &rule.say,
            why: &rule.why,
            doctor: rule.doctor.as_deref(),
            timeframe: timeframe(knowledge, rule.timeframe),
            sources: rule.sources.iter().filter_map(|index| SourceLine::of(knowledge, *index)).collect(),
            evidence: rule.evidence.id(),
        }
    }
}

/// The crisis rules, where no rule spoke and a text that was sent mentions a wish to die: nobody has asked what is meant. Of
/// what was mentioned elsewhere, as in a record, nothing is told on.
fn mentioned<'k>(knowledge: &'k Knowledge, texts: &[(QuestionId, String)]) -> Vec<Reason<'k>> {
    let because = || {
        let said = texts.iter().filter(|(_, text)| crisis::mentions(&knowledge.crisis_phrases, text));
        said.filter_map(|(id, text)| {
            Some(Given { question: &knowledge.question(*id)?.id, answer: text.as_str().into() })
        })
    };
    if because().next().is_none() {
        return Vec::new();
    }
    let rules = knowledge.rules.iter().filter(|rule| rule.effect == Effect::Crisis);
    rules.map(|rule| Reason::of(knowledge, rule, rule.effect, because().collect())).collect()
}

fn given<'k>(knowledge: &'k Knowledge, sheet: &Sheet, ground: Ground) -> Given<'k> {
    match ground {
        Ground::Map => Given { question: "pain", answer: marks::names(knowledge, sheet.pain.painful()) },
        Ground::Question(id) => Given {
            question: knowledge.question(id).map_or("", |question| question.id.as_str()),
            answer: match answer_value(knowledge, id, sheet.get(id)) {
                Value::Null => Value::from("not-asked"),
                value => value,
            },
        },
    }
}

/// What is not known and kept a rule from being certain.
fn unknown<'k>(knowledge: &'k Knowledge, sheet: &Sheet, decision: &Decision, view: &View) -> Vec<Unknown<'k>> {
    let mut list: Vec<(QuestionId, Vec<&'k str>)> = Vec::new();
    for finding in &decision.findings {
        let Some(rule) = knowledge.rule(finding.rule) else { continue };
        for ground in because_in(knowledge, view, finding.rule) {
            let Ground::Question(id) = ground else { continue };
            let answer = sheet.get(id);
            let open =
                matches!(answer, Answer::Unknown | Answer::NotAsked) || (sheet.proxy && view.bit(id.0) == Tri::Unknown);
            let relief = knowledge
                .question(id)
                .is_some_and(|question| question.polarity == Polarity::Relief && answer == Answer::NotAsked);
            if !open || relief {
                continue;
            }
            match list.iter_mut().find(|(known, _)| *known == id) {
                Some((_, rules)) => rules.push(&rule.id),
                None => list.push((id, vec![&rule.id])),
            }
        }
    }
    list.sort_by_key(|(id, _)| *id);
    list.into_iter()
        .filter_map(|(id, rules)| {
            let question = knowledge.question(id)?;
            Some(Unknown {
                question: &question.id,
                short: &question.short,
                asked: sheet.get(id) != Answer::NotAsked,
                find_out: question.find_out.as_deref(),
                rules,
            })
        })
        .collect()
}

/// The rules that stand between this decision and a massage and that a clinician may lift; nothing where a rule that
/// nobody lifts stands there too.
fn liftable<'k>(knowledge: &'k Knowledge, decision: &Decision) -> Vec<&'k str> {
    decision.liftable(knowledge).iter().filter_map(|rule| knowledge.rule(*rule)).map(|rule| rule.id.as_str()).collect()
}
