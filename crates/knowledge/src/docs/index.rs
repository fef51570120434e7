//! The index of all rules.

use supple_care::{
    Disposition, Knowledge,
    expr::Atom,
    rule::{Effect, Rule, UnknownEffect},
};

use super::page;

pub(super) fn page(knowledge: &Knowledge) -> String {
    let signed = knowledge.rules.iter().filter(|rule| !rule.reviewed.is_empty()).count();
    let mut text = format!(
        "<!-- Generated from knowledge/. Do not edit. -->\n# Rules and limits\n\n{} rules and {} always-on limits. Signed by \
         a clinician: {signed}. What the words mean: [GLOSSARY.md](../GLOSSARY.md). Where each comes from: \
         [TRACEABILITY.md](../TRACEABILITY.md).\n",
        knowledge.rules.len(),
        knowledge.limits.len(),
    );
    lists(knowledge, &mut text);
    let mut clusters: Vec<&str> = Vec::new();
    for rule in &knowledge.rules {
        if !clusters.contains(&rule.cluster.as_str()) {
            clusters.push(&rule.cluster);
        }
    }
    for cluster in clusters {
        text.push_str(&format!(
            "\n## {cluster}\n\n| rule | title | effect | evidence | mission |\n|---|---|---|---|---|\n"
        ));
        for rule in knowledge.rules.iter().filter(|rule| rule.cluster == cluster) {
            text.push_str(&format!(
                "| [{id}]({id}.md) | {} | {} | {} | {} |\n",
                rule.title,
                page::short(rule),
                rule.evidence.id().replace('-', " "),
                rule.mission.join(" "),
                id = rule.id,
            ));
        }
    }
    text.push_str("\n## Always-on limits\n\n| limit | title | evidence | mission |\n|---|---|---|---|\n");
    for limit in &knowledge.limits {
        text.push_str(&format!(
            "| [{id}]({id}.md) | {} | {} | {} |\n",
            limit.title,
            limit.evidence.id().replace('-', " "),
            limit.mission.join(" "),
            id = limit.id,
        ));
    }
    text.push_str("\n## Stop signs\n\n| file | what is noticed |\n|---|---|\n");
    let mut before = "";
    for watch in &knowledge.watches {
        let link = if watch.id == before { String::new() } else { format!("[{id}]({id}.md)", id = watch.id) };
        text.push_str(&format!("| {link} | {} |\n", watch.event));
        before = &watch.id;
    }
    text
}

/// What a reviewer wants to see first: everything that is not as the defaults have it.
fn lists(knowledge: &Knowledge, text: &mut String) {
    let mut list = |title: &str, about: &dyn Fn(&Rule) -> Option<String>| {
        text.push_str(&format!("\n## {title}\n\n"));
        let before = text.len();
        for rule in &knowledge.rules {
            if let Some(about) = about(rule) {
                text.push_str(&format!("* [{id}]({id}.md) {about}\n", id = rule.id));
            }
        }
        if text.len() == before {
            text.push_str("None.\n");
        }
    };
    let reaches = |rule: &Rule, least: Disposition| matches!(rule.effect, Effect::Disposition(does) if does >= least);
    list("A relief lowers an emergency or an urgent rule", &|rule| {
        let reliefs = reliefs(knowledge, rule);
        let lowers = reaches(rule, Disposition::Urgent) && !reliefs.is_empty();
        lowers.then(|| format!("({}): “{}”", page::short(rule), reliefs.join("”, “")))
    });
    list("“I don't know” does something else than the default", &|rule| match rule.unknown {
        UnknownEffect::Exactly(does) => {
            Some(format!("{}: {}", does.id(), rule.unknown_because.as_deref().unwrap_or("")))
        }
        UnknownEffect::Default => None,
    });
    list("Critical: “I don't know” is medical first too", &|rule| rule.critical.then(|| rule.title.clone()));
    list("Departs from guidance", &|rule| rule.deviation.clone());
    list("Liftable by a clinician's recorded agreement", &|rule| rule.liftable.then(|| rule.title.clone()));
    list("Postponements", &|rule| rule.postpone_hours.map(|hours| format!("{}: {hours} hours", rule.title)));
    list("A relief lowers a medical-first rule", &|rule| {
        let reliefs = reliefs(knowledge, rule);
        let lowers = rule.effect == Effect::Disposition(Disposition::MedicalFirst) && !reliefs.is_empty();
        lowers.then(|| format!("“{}”", reliefs.join("”, “")))
    });
}

/// The reliefs that a rule reads, in its facts too.
fn reliefs<'k>(knowledge: &'k Knowledge, rule: &Rule) -> Vec<&'k str> {
    let mut reliefs: Vec<&str> = Vec::new();
    rule.when.atoms(&knowledge.facts, &mut |atom| {
        if let Atom::NotYes(id) = atom
            && let Some(question) = knowledge.question(id)
            && !reliefs.contains(&question.short.as_str())
        {
            reliefs.push(&question.short);
        }
    });
    reliefs
}
