//! Why: the rules that spoke, with the answers they rest on, their sources and how sure they are.

use supple_care::{
    Answer, Decision, Disposition, Finding, Knowledge, PlaceSet, QuestionId, Reading, Sheet,
    because::{self, Ground},
    question::{Kind, Polarity},
    rule::{Effect, Named, Owner, Rule, Until},
    screen,
};

use super::parts::{Cited, cite};
use crate::{record::Person, voice::Voice};

/// A rule that spoke.
pub(crate) struct Reason {
    pub(crate) title: String,
    pub(crate) rule: String,
    /// What it comes to; nothing where that is milder than the result, which stands above it.
    pub(crate) does: Option<String>,
    pub(crate) reached: Option<Disposition>,
    pub(crate) say: String,
    pub(crate) why: String,
    pub(crate) because: Vec<String>,
    pub(crate) certain: bool,
    /// Whether it rests on a "no" that another answer contradicts.
    pub(crate) doubted: bool,
    /// Whether it rests on something that only the person can say, and somebody else has said.
    pub(crate) proxy: bool,
    pub(crate) lifted: bool,
    /// How sure what it says is; nothing where it says to get help: how much is known of that is not how urgent it is.
    pub(crate) evidence: Option<String>,
    pub(crate) doctor: Option<String>,
    pub(crate) deviation: Option<String>,
    pub(crate) sources: Vec<Cited>,
    /// The numbers of its sources, where they are listed apart.
    pub(crate) numbers: Vec<usize>,
}

/// A limit that is in force.
pub(crate) struct Limit {
    pub(crate) say: String,
    pub(crate) more: Vec<String>,
    pub(crate) rules: Vec<String>,
    /// Whether it forbids every massage.
    pub(crate) all: bool,
}

/// Something that was answered with "I don't know", and what each answer would do.
pub(crate) struct Open {
    pub(crate) page: String,
    pub(crate) short: String,
    pub(crate) find_out: Option<String>,
    pub(crate) did: Vec<String>,
    pub(crate) would: Vec<String>,
    pub(crate) same: bool,
}

/// The rules that spoke, the most serious first.
pub(crate) fn all(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = person
        .told
        .findings
        .iter()
        .filter_map(|finding| Some(reason(knowledge, v, person, *finding, knowledge.rule(finding.rule)?)))
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse((reason.reached, reason.certain)));
    reasons
}

fn reason(knowledge: &Knowledge, v: &Voice, person: &Person, finding: Finding, rule: &Rule) -> Reason {
    let reached = match finding.does {
        Effect::Disposition(reached) => Some(reached),
        Effect::Advice | Effect::Crisis => None,
    };
    let grounds = because::because(knowledge, &person.sheet, finding.rule);
    let milder = reached.is_some_and(|reached| reached < person.decision.disposition);
    let calls = reached.is_some_and(|reached| !reached.permits_massage());
    let does = match finding.does {
        Effect::Disposition(Disposition::MedicalFirst) if rule.postpone_hours.is_some() => v.t("result-does-wait"),
        Effect::Disposition(reached) => v.s("result-does", "disposition", &v.disposition(reached)),
        Effect::Advice | Effect::Crisis => v.t("result-advice"),
    };
    Reason {
        title: v.k(&rule.title),
        rule: rule.id.clone(),
        does: (!milder).then_some(does),
        reached,
        say: v.k(&rule.say),
        why: v.k(&rule.why),
        because: said(knowledge, v, person, &grounds),
        certain: because::is_certain(knowledge, &person.sheet, &finding, &grounds),
        doubted: because::is_doubted(&person.sheet, &grounds),
        proxy: grounds.iter().any(|ground| match ground {
            Ground::Question(id) => is_of_proxy(knowledge, &person.sheet, *id),
            Ground::Map => false,
        }),
        lifted: finding.lifted,
        evidence: (!calls).then(|| v.t(&format!("evidence-{}", rule.evidence.id()))),
        doctor: rule.doctor.as_deref().map(|say| v.k(say)),
        deviation: rule.deviation.as_deref().map(|text| v.k(text)),
        sources: cite(knowledge, v, &rule.sources),
        numbers: Vec::new(),
    }
}

fn said(knowledge: &Knowledge, v: &Voice, person: &Person, grounds: &[Ground]) -> Vec<String> {
    grounds
        .iter()
        .map(|ground| match ground {
            Ground::Map => {
                let places = super::check::map_lines(knowledge, v, person);
                v.s("result-why-map", "places", &v.parts(&places))
            }
            Ground::Question(id) => answer_line(knowledge, v, &person.sheet, *id),
        })
        .collect()
}

fn answer_line(knowledge: &Knowledge, v: &Voice, sheet: &Sheet, id: QuestionId) -> String {
    // What is in doubt is a "no" that was given.
    let given = if sheet.is_doubted(id) { Answer::No } else { sheet.get(id) };
    let answer = knowledge.question(id).map_or_else(String::new, |question| v.answer(knowledge, question, given));
    let said = sheet.get(id) != Answer::NotAsked;
    let key = if said && is_of_proxy(knowledge, sheet, id) { "result-answer-proxy" } else { "result-answer" };
    v.with(key, &[("question", v.short(knowledge, id).into()), ("answer", answer.into())])
}

/// Whether it counts as "I don't know" because only the person can say it: somebody else has said it, or could alone.
fn is_of_proxy(knowledge: &Knowledge, sheet: &Sheet, id: QuestionId) -> bool {
    let answer = sheet.get(id);
    sheet.proxy
        && knowledge.question(id).is_some_and(|question| {
            question.private
                && match question.polarity {
                    Polarity::Relief => matches!(answer, Answer::Yes | Answer::NotAsked),
                    Polarity::Risk | Polarity::Neutral => matches!(answer, Answer::No | Answer::NotAsked),
                }
        })
}

/// The limits of the rules that spoke, each once, with the rules that set it; what forbids every massage first.
pub(crate) fn limits(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    for in_force in person.told.restrictions(knowledge, &person.sheet, Reading::Shown) {
        let restriction = in_force.restriction;
        let rule = match restriction.owner {
            Owner::Rule(id) => knowledge.rule(id).map(|rule| rule.id.clone()),
            Owner::Limit(_) => None,
        };
        let say = v.k(&restriction.say);
        if let Some(known) = limits.iter_mut().find(|limit| limit.say == say) {
            known.rules.extend(rule.filter(|rule| !known.rules.contains(rule)));
            continue;
        }
        let mut more = Vec::new();
        if restriction.places_from.is_some() && in_force.places != PlaceSet::ALL {
            more.push(v.places(knowledge, in_force.places));
        }
        if let Some(margin) = restriction.margin.and_then(|index| knowledge.terms.margins.get(usize::from(index))) {
            more.push(v.s("result-limit-margin", "margin", &v.k(&margin.say)));
        }
        if let Some(minutes) = restriction.max_minutes {
            more.push(v.n("result-limit-minutes", "minutes", minutes));
        }
        match &restriction.until {
            Until::Open => {}
            Until::Days(days) => {
                more.push(v.s("result-limit-days", "date", &v.date(person.sheet.today.plus(*days))));
            }
            Until::Words(until) => more.push(v.s("result-limit-until", "until", &v.k(until))),
        }
        let all = restriction.ban && restriction.named == Named::default() && in_force.places == PlaceSet::ALL;
        limits.push(Limit { say, more, rules: rule.into_iter().collect(), all });
    }
    limits.sort_by_key(|limit| !limit.all);
    limits
}

/// What to say to the doctor: the sentences of the rules that ask for one, the most serious first; then what could not be answered.
pub(crate) fn doctor(knowledge: &Knowledge, v: &Voice, person: &Person, reasons: &[Reason]) -> Vec<String> {
    if person.told.postpone_hours.is_some() {
        return Vec::new();
    }
    let mut say: Vec<String> = reasons
        .iter()
        .filter(|reason| {
            // What two answers of theirs do not agree on is told as it counts.
            (reason.certain || reason.doubted)
                && !reason.lifted
                && reason.reached.is_some_and(|reached| !reached.permits_massage())
        })
        .filter_map(|reason| reason.doctor.clone())
        .collect();
    let mut seen = Vec::new();
    say.retain(|sentence| {
        let fresh = !seen.contains(sentence);
        seen.push(sentence.clone());
        fresh
    });
    let open = because::unanswered(knowledge, &person.sheet, &person.told);
    let mut open: Vec<String> =
        open.iter().filter_map(|id| knowledge.question(*id)).map(|question| v.k(&question.short)).collect();
    if because::map_unanswered(knowledge, &person.sheet, &person.told) {
        open.push(v.t("result-doctor-map"));
    }
    if !open.is_empty() && person.told.postpone_hours.is_none() {
        say.push(v.s("result-doctor-unknown", "questions", &v.list(&open)));
    }
    say
}

/// What was answered with "I don't know": what it did, and what each answer would do.
pub(crate) fn unknown(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<Open> {
    let hidden = knowledge.program.view(&person.sheet, Reading::Least).hidden;
    let mut open: Vec<Open> = knowledge
        .questions
        .iter()
        .zip(0u16..)
        .filter(|(_, index)| !hidden.has(*index) && person.sheet.get(QuestionId(*index)) == Answer::Unknown)
        // What contradicts another answer is told there: nobody has said "I don't know".
        .filter(|(_, index)| !person.sheet.is_doubted(QuestionId(*index)))
        .map(|(question, index)| {
            let id = QuestionId(index);
            let would = alternatives(knowledge, v, person, id);
            let did = person
                .told
                .findings
                .iter()
                .filter(|finding| {
                    because::because(knowledge, &person.sheet, finding.rule).contains(&Ground::Question(id))
                })
                .filter_map(|finding| knowledge.rule(finding.rule))
                .map(|rule| v.k(&rule.title))
                .collect();
            Open {
                page: knowledge.pages.get(question.page).map(|page| page.id.clone()).unwrap_or_default(),
                short: v.k(&question.short),
                find_out: question.find_out.as_deref().map(|how| v.k(how)),
                did,
                same: would.is_empty(),
                would,
            }
        })
        .collect();
    open.sort_by_key(|open| open.same);
    open
}

/// What other answers to a question would come to, where that differs from now.
fn alternatives(knowledge: &Knowledge, v: &Voice, person: &Person, id: QuestionId) -> Vec<String> {
    let Some(question) = knowledge.question(id) else { return Vec::new() };
    let answers: Vec<Answer> = match &question.kind {
        Kind::YesNo => vec![Answer::Yes, Answer::No],
        Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).collect(),
        Kind::Number { min, .. } => {
            supple_care::interview::cuts(knowledge, id, *min).into_iter().map(Answer::Number).collect()
        }
        Kind::Choices(_) | Kind::Places | Kind::Text => Vec::new(),
    };
    let results: Vec<(Answer, Decision)> =
        answers.into_iter().map(|answer| (answer, reached(knowledge, person, id, answer))).collect();
    if results.iter().all(|(_, reached)| reached.asks() == person.decision.asks()) {
        return Vec::new();
    }
    results
        .into_iter()
        .map(|(answer, reached)| {
            v.with(
                "result-unknown-if",
                &[
                    ("answer", v.answer(knowledge, question, answer).into()),
                    ("disposition", v.decision(&reached).into()),
                ],
            )
        })
        .collect()
}

fn reached(knowledge: &Knowledge, person: &Person, id: QuestionId, answer: Answer) -> Decision {
    let mut sheet = person.sheet.clone();
    sheet.set(id, answer);
    screen(knowledge, &sheet)
}

/// Which certain answers, if they were different, would change the result.
pub(crate) fn would_change(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<String> {
    let mut lines = Vec::new();
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        let other = match (person.sheet.get(id), question.polarity, &question.kind) {
            (Answer::Yes, Polarity::Risk, _) => Answer::No,
            (Answer::No, Polarity::Relief, _) => Answer::Yes,
            (Answer::Choice(chosen), Polarity::Risk, Kind::Choice(_)) if chosen > 0 => Answer::Choice(0),
            _ => continue,
        };
        let reached = reached(knowledge, person, id, other);
        if reached.asks() != person.decision.asks() {
            lines.push(v.with(
                "result-would",
                &[
                    ("question", v.k(&question.short).into()),
                    ("answer", v.answer(knowledge, question, other).into()),
                    ("disposition", v.decision(&reached).into()),
                ],
            ));
        }
    }
    lines
}

/// Which signs, said no to today, would change the result most, had they been a yes: by what they would come to.
pub(crate) fn watch_for(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<(String, Vec<String>)> {
    let hidden = knowledge.program.view(&person.sheet, Reading::Least).hidden;
    let mut groups = [(Disposition::Emergency, Vec::new()), (Disposition::Urgent, Vec::new())];
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        let asked = question.polarity == Polarity::Risk && question.kind == Kind::YesNo && !hidden.has(index);
        if !asked || person.sheet.get(id) != Answer::No {
            continue;
        }
        let reached = reached(knowledge, person, id, Answer::Yes).disposition;
        for (disposition, list) in &mut groups {
            if *disposition == reached && reached > person.decision.disposition {
                list.push(v.k(&question.short));
            }
        }
    }
    groups
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(disposition, list)| (v.disposition(disposition), list))
        .collect()
}
