//! The page of one rule, limit or group of stop signs.

use supple_care::{
    Disposition, Knowledge, QuestionId, RuleId,
    program::unknown_does,
    rule::{Effect, Limit, Restriction, Review, Rule, UnknownEffect, Until},
    source::Evidence,
};

use super::{condition, disposition_words, effect_words};

fn head(id: &str, title: &str) -> String {
    format!("<!-- Generated from knowledge/. Do not edit. -->\n# {id}: {title}\n\n")
}

fn signed(id: &str, folder: &str, status: &str, reviewed: &[Review]) -> String {
    let who: Vec<String> = reviewed.iter().map(|review| format!("{} on {}", review.by, review.on)).collect();
    let signature = match who.is_empty() {
        true => "no clinician has signed it".to_owned(),
        false => format!("signed by {}", who.join(", ")),
    };
    format!("Status: {status}; {signature}. File: [{folder}/{id}.toml](../../knowledge/{folder}/{id}.toml)\n\n")
}

pub(super) fn rule(knowledge: &Knowledge, rule: &Rule, id: RuleId) -> String {
    let mut text = head(&rule.id, &rule.title);
    text.push_str(&signed(&rule.id, "rules", &rule.status, &rule.reviewed));
    text.push_str(&format!("## When\n\n`{}`\n\n", rule.when_text));
    text.push_str(&condition::words(knowledge, &rule.when));
    text.push_str(&format!("\n## What it does\n\n{}\n", does(knowledge, rule)));
    text.push_str(&format!("\n## What “I don't know” does\n\n{}\n", unknown(knowledge, rule, id)));
    limits(knowledge, &rule.restrictions, &mut text);
    text.push_str(&format!("\n## What it says\n\n> {}\n\nWhy: {}\n", rule.say, rule.why));
    if let Some(doctor) = &rule.doctor {
        text.push_str(&format!("\nTo tell the doctor: “{doctor}”\n"));
    }
    rests(knowledge, &rule.sources, rule.evidence, &mut text);
    text.push_str(&format!("\nMission rows: {}.\n", rule.mission.join(", ")));
    if let Some(deviation) = &rule.deviation {
        text.push_str(&format!("\n## Departs from guidance\n\n{deviation}\n"));
    }
    if let Some(note) = &rule.note {
        text.push_str(&format!("\n## For reviewers\n\n{note}\n"));
    }
    text
}

fn does(knowledge: &Knowledge, rule: &Rule) -> String {
    let frame = |index: Option<u8>| {
        index.and_then(|index| knowledge.terms.timeframes.get(usize::from(index))).map(|frame| frame.say.as_str())
    };
    let Effect::Disposition(disposition) = rule.effect else {
        let what = match rule.effect {
            Effect::Crisis => "Opens the crisis page before anything else; changes no disposition and hides nothing.",
            Effect::Advice | Effect::Disposition(_) => "Advice. It changes no disposition.",
        };
        return what.to_owned();
    };
    let own = rule.timeframe.or_else(|| {
        let mut defaults = Disposition::ALL.into_iter().zip(knowledge.default_timeframes);
        defaults.find(|(known, _)| *known == disposition).and_then(|(_, frame)| frame)
    });
    let mut text = capital(disposition_words(disposition));
    if let Some(frame) = frame(own) {
        text.push_str(&format!(": {frame}"));
    }
    text.push('.');
    if let Some(hours) = rule.postpone_hours {
        text.push_str(&format!(" Worded as a date to come back, after {hours} hours."));
    }
    if disposition == Disposition::MedicalFirst {
        text.push_str(match rule.liftable {
            true => " A clinician's recorded agreement turns it into modified, with the limits below.",
            false => " No agreement lifts it.",
        });
    }
    text
}

fn unknown(knowledge: &Knowledge, rule: &Rule, id: RuleId) -> String {
    let Effect::Disposition(effect) = rule.effect else {
        return "The same as yes.".to_owned();
    };
    if let UnknownEffect::Exactly(exception) = rule.unknown {
        let because = rule.unknown_because.as_deref().unwrap_or("");
        return format!("{}. An exception to the default: {because}", capital(disposition_words(exception)));
    }
    let alone = unknown_does(effect, rule.critical, false);
    let beside = unknown_does(effect, rule.critical, true);
    let mut text = capital(disposition_words(alone));
    if beside != alone {
        let signs: Vec<&str> = knowledge
            .program
            .symptoms(id)
            .iter()
            .filter_map(|index| knowledge.question(QuestionId(index)))
            .map(|question| question.short.as_str())
            .collect();
        text.push_str(&format!("; {} while one of these is certain: {}", disposition_words(beside), signs.join("; ")));
    } else if rule.critical {
        text.push_str(" too: the rule is marked critical");
    } else if alone == Disposition::Modified && effect == Disposition::MedicalFirst {
        text.push_str(", with the limits below");
    }
    text.push('.');
    text
}

pub(super) fn limit(knowledge: &Knowledge, limit: &Limit) -> String {
    let mut text = head(&limit.id, &limit.title);
    text.push_str(&signed(&limit.id, "limits", &limit.status, &limit.reviewed));
    text.push_str("Always on, for everybody.\n");
    limits(knowledge, &limit.restrictions, &mut text);
    if !limit.refused.is_empty() {
        text.push_str(&format!("\n## Refused\n\n* {}\n", limit.refused.join("\n* ")));
    }
    text.push_str(&format!("\n## What it says\n\n> {}\n\nWhy: {}\n", limit.say, limit.why));
    rests(knowledge, &limit.sources, limit.evidence, &mut text);
    text.push_str(&format!("\nMission rows: {}.\n", limit.mission.join(", ")));
    text
}

pub(super) fn stop(knowledge: &Knowledge, id: &str) -> String {
    let signs = || knowledge.watches.iter().filter(move |watch| watch.id == id);
    let after = signs().any(|watch| watch.after);
    let mut text = head(id, if after { "what to watch for afterwards" } else { "what to watch for during a session" });
    text.push_str(&format!(
        "No clinician has signed it. File: [limits/{id}.toml](../../knowledge/limits/{id}.toml)\n\n"
    ));
    text.push_str("| what is noticed | who gives | action | what it says |\n|---|---|---|---|\n");
    for watch in signs() {
        let givers = knowledge.terms.givers.iter().zip(0u32..);
        let named: Vec<&str> = givers
            .filter(|(_, index)| watch.givers.checked_shr(*index).unwrap_or(0) & 1 == 1)
            .map(|(giver, _)| giver.id.as_str())
            .collect();
        let who = if named.len() == knowledge.terms.givers.len() { "anybody".to_owned() } else { named.join(", ") };
        let action = watch.action.as_deref().unwrap_or("none: this is usual");
        let say = watch.say.as_deref().unwrap_or("");
        text.push_str(&format!("| {} | {who} | {action} | {say} |\n", watch.event));
    }
    if let Some(first) = signs().next() {
        rests(knowledge, &first.sources, first.evidence, &mut text);
    }
    text
}

fn limits(knowledge: &Knowledge, indexes: &[u16], text: &mut String) {
    if indexes.is_empty() {
        return;
    }
    text.push_str("\n## Limits\n\n");
    for restriction in indexes.iter().filter_map(|index| knowledge.restrictions.get(usize::from(*index))) {
        text.push_str(&format!("* {} ({})\n", restriction.say, exactly(knowledge, restriction)));
    }
}

/// What a restriction takes away, in the ids of the vocabulary.
fn exactly(knowledge: &Knowledge, restriction: &Restriction) -> String {
    let mut parts = Vec::new();
    if restriction.ban {
        parts.push("banned".to_owned());
    }
    parts.extend(restriction.max_pressure.map(|highest| format!("at most P{highest}")));
    parts.extend(restriction.max_minutes.map(|longest| format!("at most {longest} minutes")));
    let named = &restriction.named;
    let lists = [
        ("at", &named.places),
        ("techniques", &named.techniques),
        ("applicators", &named.applicators),
        ("givers", &named.givers),
        ("positions", &named.positions),
        ("products", &named.products),
        ("devices", &named.devices),
    ];
    for (what, ids) in lists.iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        parts.push(format!("{what} {}", ids.join(" ")));
    }
    let margin = restriction.margin.and_then(|index| knowledge.terms.margins.get(usize::from(index)));
    parts.extend(margin.map(|margin| format!("with {} around", margin.say)));
    match &restriction.until {
        Until::Open => {}
        Until::Days(days) => parts.push(format!("for {days} days")),
        Until::Words(words) => parts.push(words.clone()),
    }
    parts.join("; ")
}

fn rests(knowledge: &Knowledge, sources: &[usize], evidence: Evidence, text: &mut String) {
    text.push_str(&format!("\n## What it rests on\n\nEvidence: {}.\n\n", evidence.id().replace('-', " ")));
    text.push_str("| source | read | what is used of it |\n|---|---|---|\n");
    for source in sources.iter().filter_map(|index| knowledge.sources.get(*index)) {
        let year = source.year.map_or(String::new(), |year| format!(", {year}"));
        let authors = if source.authors.is_empty() { String::new() } else { format!("{}: ", source.authors) };
        // The list of Supple's own choices is long and stands in one place.
        let says =
            if source.read == "proposal" { "Supple's own choice; the file lists them all" } else { &source.says };
        text.push_str(&format!(
            "| [{id}](../../knowledge/sources/{id}.toml): {authors}{title}{year}. {at} | {read}, checked {checked} | {says} |\n",
            id = source.id,
            title = source.title,
            at = source.address,
            read = source.read,
            checked = source.checked,
        ));
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What a rule does, for a table.
pub(super) fn short(rule: &Rule) -> &'static str {
    effect_words(rule.effect)
}
