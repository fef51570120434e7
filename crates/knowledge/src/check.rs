//! What must be true of the knowledge as a whole, beyond each file being well-formed.

use std::collections::BTreeSet;

use supple_care::{
    Disposition, Knowledge, QuestionId,
    question::{Purpose, Question},
    rule::{Effect, Rule, UnknownEffect},
    source::Evidence,
};

use crate::{Errors, Files, diagnostic::Sink};

/// Words that promise what nobody knows. Checked as whole words in everything that a person reads.
const FORBIDDEN: &str = "forbidden-words.toml";

pub(crate) fn check(knowledge: &Knowledge, files: &Files, errors: &mut Errors) {
    // A rule that cannot be read is not there, and what it reads is read by nobody: that is no mistake of its own.
    let whole = errors.0.is_empty();
    let words = forbidden(files, errors);
    for rule in &knowledge.rules {
        check_rule(knowledge, rule, files, errors);
        let texts = [("say", Some(&rule.say)), ("why", Some(&rule.why)), ("doctor", rule.doctor.as_ref())];
        sentences(knowledge, &rule.file, &texts, &rule.sources, &words, files, errors);
        restrictions(knowledge, &rule.file, &rule.restrictions, &rule.sources, &words, files, errors);
    }
    for limit in &knowledge.limits {
        let texts = [("say", Some(&limit.say)), ("why", Some(&limit.why))];
        sentences(knowledge, &limit.file, &texts, &limit.sources, &words, files, errors);
        restrictions(knowledge, &limit.file, &limit.restrictions, &limit.sources, &words, files, errors);
    }
    for care in &knowledge.self_care {
        let file = match care.kind.as_str() {
            "how-to" => "session/how-to-lie.toml",
            "driver" => "session/drivers.toml",
            _ => "session/instead.toml",
        };
        let texts = [
            ("say", Some(&care.say)),
            ("dose", care.dose.as_ref()),
            ("why", care.why.as_ref()),
            ("watch", care.watch.as_ref()),
            ("instead", care.instead.as_ref()),
        ];
        sentences(knowledge, file, &texts, &care.sources, &words, files, errors);
        if care.evidence > Evidence::Moderate {
            complain(files, errors, file, "evidence", format!("`{}` claims more than moderate evidence", care.id));
        }
    }
    for fear in &knowledge.fears {
        let texts = [("say", Some(&fear.say)), ("but", Some(&fear.but))];
        sentences(knowledge, "session/drivers.toml", &texts, &fear.sources, &words, files, errors);
    }
    session_sentences(knowledge, &words, files, errors);
    for watch in &knowledge.watches {
        let file = format!("limits/{}.toml", watch.id);
        let texts = [("event", Some(&watch.event)), ("say", watch.say.as_ref())];
        sentences(knowledge, &file, &texts, &watch.sources, &words, files, errors);
    }
    crate::courses::check::check(knowledge, &words, files, errors);
    crate::techniques::check::check(knowledge, &words, files, errors);
    for adapt in &knowledge.measures.adapt {
        let file = format!("adapt/{}.toml", adapt.id);
        let texts = [("say", Some(&adapt.say)), ("why", Some(&adapt.why))];
        sentences(knowledge, &file, &texts, &adapt.sources, &words, files, errors);
    }
    for instrument in &knowledge.measures.instruments {
        let file = format!("instruments/{}.toml", instrument.id);
        for level in &instrument.levels {
            sentences(knowledge, &file, &[("say", Some(&level.say))], &instrument.sources, &words, files, errors);
        }
    }
    nothing_left(knowledge, files, errors);
    questions(knowledge, &words, whole, files, errors);
    drawing(knowledge, files, errors);
}

/// Where nothing is left to give, a medical-first rule may come on top; that must never mean later.
fn nothing_left(knowledge: &Knowledge, files: &Files, errors: &mut Errors) {
    let medical_first = Effect::Disposition(Disposition::MedicalFirst);
    let rules = knowledge.rules.iter().filter(|rule| rule.effect == medical_first).filter_map(|rule| rule.timeframe);
    let default = knowledge.default_timeframes.into_iter().zip(Disposition::ALL);
    let default = default.filter(|(_, of)| *of == Disposition::MedicalFirst).filter_map(|(within, _)| within);
    let latest = rules.chain(default).max();
    if knowledge.nothing_left_timeframe.is_some_and(|within| Some(within) < latest) {
        let message = "`nothing-left` is sooner than the timeframe of a medical-first rule".to_owned();
        complain(files, errors, "terms.toml", "nothing-left", message);
    }
}

/// The sentences that frame a session.
fn session_sentences(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    let session = &knowledge.session;
    let frame = [
        ("lead", Some(&session.lead)),
        ("expect", Some(&session.expect)),
        ("why", Some(&session.why)),
        ("receiver", Some(&session.receiver)),
        ("giver", Some(&session.giver)),
    ];
    sentences(knowledge, "session/frame.toml", &frame, &session.sources, words, files, errors);
    for part in &session.parts {
        let texts = [("say", Some(&part.say)), ("feel", Some(&part.feel)), ("ease_off", Some(&part.ease_off))];
        let sources: Vec<usize> = part.sources.iter().chain(&session.sources).copied().collect();
        sentences(knowledge, "session/parts.toml", &texts, &sources, words, files, errors);
    }
    for next in &session.next {
        sentences(knowledge, "session/next.toml", &[("say", Some(&next.say))], &next.sources, words, files, errors);
    }
    for step in &session.lesson.steps {
        let answers = step.answers.iter().flat_map(|answer| [Some(&answer.say), answer.then.as_ref()]);
        let texts: Vec<(&str, Option<&String>)> =
            step.say.iter().map(Some).chain([Some(&step.ask)]).chain(answers).map(|text| ("say", text)).collect();
        let sources: Vec<usize> = session.lesson.sources.iter().chain(&session.sources).copied().collect();
        sentences(knowledge, "session/lesson.toml", &texts, &sources, words, files, errors);
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Forbidden {
    words: Vec<String>,
    because: String,
}

pub(crate) fn forbidden(files: &Files, errors: &mut Errors) -> Vec<String> {
    let text = files.get(FORBIDDEN).unwrap_or("");
    match crate::tables::parse::<Forbidden>(text) {
        Ok(list) if !list.words.is_empty() && !list.because.is_empty() => list.words,
        Ok(_) => {
            Sink { file: FORBIDDEN, text, errors }.whole("expected words, and why");
            Vec::new()
        }
        Err(error) => {
            Sink { file: FORBIDDEN, text, errors }.at(error.span().unwrap_or(0..0), error.message().to_owned());
            Vec::new()
        }
    }
}

/// Records a mistake at the line of a file that begins with a key.
pub(crate) fn complain(files: &Files, errors: &mut Errors, file: &str, key: &str, message: String) {
    let text = files.get(file).unwrap_or("");
    let line = text.find(&format!("\n{key} ")).map_or(0, |at| at + 1);
    Sink { file, text, errors }.at(line..line, message);
}

fn check_rule(knowledge: &Knowledge, rule: &Rule, files: &Files, errors: &mut Errors) {
    let decides = matches!(rule.effect, Effect::Disposition(_) | Effect::Crisis);
    let mut baseline = BTreeSet::new();
    rule.when.atoms(&knowledge.facts, &mut |atom| {
        let question = atom.question().and_then(|id| knowledge.question(id));
        if let Some(question) = question.filter(|question| question.purpose == Purpose::Baseline) {
            baseline.insert(question.id.clone());
        }
    });
    if decides && !baseline.is_empty() {
        let message = format!("a rule that decides reads baseline questions, which may be skipped: {baseline:?}");
        complain(files, errors, &rule.file, "when", message);
    }
    if let (Effect::Disposition(effect), UnknownEffect::Exactly(exception)) = (rule.effect, rule.unknown)
        && effect >= Disposition::MedicalFirst
        && exception < Disposition::Modified
    {
        complain(files, errors, &rule.file, "unknown", "an unknown never clears: at least `modified`".to_owned());
    }
    let serious = matches!(rule.effect, Effect::Disposition(Disposition::MedicalFirst | Disposition::Urgent));
    if serious && rule.doctor.is_none() && rule.postpone_hours.is_none() {
        complain(files, errors, &rule.file, "effect", "needs `doctor`: what the person can say there".to_owned());
    }
}

fn restrictions(
    knowledge: &Knowledge,
    file: &str,
    indexes: &[u16],
    sources: &[usize],
    words: &[String],
    files: &Files,
    errors: &mut Errors,
) {
    for restriction in indexes.iter().filter_map(|index| knowledge.restrictions.get(usize::from(*index))) {
        sentences(knowledge, file, &[("say", Some(&restriction.say))], sources, words, files, errors);
    }
}

/// Records a mistake at the line of a file where a sentence stands, or that begins with a key where it is not found.
fn complain_of(files: &Files, errors: &mut Errors, file: &str, key: &str, sentence: &str, message: String) {
    let text = files.get(file).unwrap_or("");
    match text.find(sentence) {
        Some(at) => {
            let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
            Sink { file, text, errors }.at(line..line, message);
        }
        None => complain(files, errors, file, key, message),
    }
}

/// No promise, and every number of a sentence stands in one of its sources.
pub(crate) fn sentences(
    knowledge: &Knowledge,
    file: &str,
    texts: &[(&str, Option<&String>)],
    sources: &[usize],
    words: &[String],
    files: &Files,
    errors: &mut Errors,
) {
    let told: Vec<&str> =
        sources.iter().filter_map(|index| knowledge.sources.get(*index)).map(|source| source.says.as_str()).collect();
    for (key, text) in texts {
        let Some(text) = text else { continue };
        if let Some(word) = promise(text, words) {
            let message = format!("`{word}` promises what nobody knows: {text}");
            complain_of(files, errors, file, key, text, message);
        }
        for number in numbers(text) {
            if !told.iter().any(|says| numbers(says).contains(&number)) {
                let message = format!("the number {number} stands in none of its sources: {text}");
                complain_of(files, errors, file, key, text, message);
            }
        }
    }
}

/// The first forbidden word or phrase in a text, as whole words in any case.
pub(crate) fn promise<'w>(text: &str, words: &'w [String]) -> Option<&'w str> {
    let found = words.iter().find(|word| supple_care::crisis::whole_words(word, text));
    found.map(String::as_str)
}

/// The numbers in a text, as written: digits with an inner point or comma.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
        .map(|part| part.trim_matches(|letter| letter == '.' || letter == ','))
        .filter(|part| part.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

fn questions(knowledge: &Knowledge, words: &[String], whole: bool, files: &Files, errors: &mut Errors) {
    let mut read = BTreeSet::new();
    let mut visit = |atom: supple_care::expr::Atom| read.extend(atom.question());
    for rule in &knowledge.rules {
        rule.when.atoms(&knowledge.facts, &mut visit);
    }
    for gate in knowledge.questions.iter().filter_map(|question| question.applies.as_ref()) {
        gate.atoms(&knowledge.facts, &mut visit);
    }
    read.extend(knowledge.restrictions.iter().filter_map(|restriction| restriction.places_from));
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let file = file_of(knowledge, question);
        if whole && question.purpose == Purpose::Safety && !read.contains(&QuestionId(index)) {
            complain(
                files,
                errors,
                &file,
                "[[question]]",
                format!("no rule reads `{}`: it cannot matter", question.id),
            );
        }
        for text in [Some(&question.ask), question.help.as_ref(), question.find_out.as_ref()].into_iter().flatten() {
            if let Some(word) = promise(text, words) {
                complain(files, errors, &file, "ask", format!("`{word}` promises what nobody knows: {text}"));
            }
        }
    }
}

fn file_of(knowledge: &Knowledge, question: &Question) -> String {
    let page = knowledge.pages.get(question.page).map_or("", |page| page.id.as_str());
    format!("questions/{page}.toml")
}

fn drawing(knowledge: &Knowledge, files: &Files, errors: &mut Errors) {
    let svg = files.get("body.svg").unwrap_or("");
    for place in &knowledge.places {
        if !svg.contains(&format!("data-place=\"{}\"", place.id)) {
            let message =
                format!("place `{}` is not drawn: expected a path with data-place=\"{}\"", place.id, place.id);
            Sink { file: "body.svg", text: svg, errors }.whole(message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{numbers, promise};

    #[test]
    fn numbers_are_read_as_written() {
        let found = numbers("Within 24 hours, 1,172 people, 0.9 %, P2 and 38.");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["0.9", "1,172", "2", "24", "38"]);
    }

    #[test]
    fn promises_are_whole_words() {
        let words = ["safe".to_owned(), "nothing serious".to_owned()];
        assert_eq!(promise("This is Safe.", &words), Some("safe"));
        assert_eq!(promise("It is nothing  serious", &words), Some("nothing serious"));
        assert_eq!(promise("Tell the safety officer", &words), None);
    }
}
