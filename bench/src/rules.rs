//! The rules as conditions over numbered atoms, and in the languages of others.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use supple_care::RuleId;

use crate::cohort::base;

/// A condition.
enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    AtLeast(u8, Vec<Rule>),
    /// The atom of this number holds.
    Atom(u16),
}

fn any(condition: &[Box<[u16]>]) -> Rule {
    let terms = condition.iter().map(|term| Rule::All(term.iter().map(|bit| of_bit(*bit)).collect()));
    Rule::Any(terms.collect())
}

fn of_bit(bit: u16) -> Rule {
    match base().program.parts_of(bit) {
        Some((1, parts)) => Rule::Any(parts.iter().map(|part| any(part)).collect()),
        Some((least, parts)) => Rule::AtLeast(least, parts.iter().map(|part| any(part)).collect()),
        None => Rule::Atom(bit),
    }
}

/// The condition of every rule.
fn all() -> impl Iterator<Item = Rule> {
    (0..base().rules.len() as u16).map(|rule| any(base().program.condition(RuleId(rule)).as_ref()))
}

/// One JSON logic expression: the list of what every rule comes to.
pub fn json_logic() -> Value {
    all().map(|rule| logic(&rule)).collect()
}

/// The same list in a language with these words for "and" and "or".
pub fn expression(and: &str, or: &str) -> String {
    let rules: Vec<String> = all().map(|rule| written(&rule, and, or)).collect();
    format!("[{}]", rules.join(", "))
}

fn logic(rule: &Rule) -> Value {
    let all = |parts: &[Rule]| parts.iter().map(logic).collect::<Vec<_>>();
    match rule {
        Rule::All(parts) | Rule::Any(parts) if parts.len() == 1 => logic(&parts[0]),
        Rule::All(parts) => json!({ "and": all(parts) }),
        Rule::Any(parts) => json!({ "or": all(parts) }),
        Rule::AtLeast(least, parts) => {
            let ones: Vec<Value> = parts.iter().map(|part| json!({ "if": [logic(part), 1, 0] })).collect();
            json!({ ">=": [{ "+": ones }, least] })
        }
        Rule::Atom(bit) => json!({ "var": bit.to_string() }),
    }
}

fn written(rule: &Rule, and: &str, or: &str) -> String {
    let joined = |parts: &[Rule], by: &str| {
        let parts: Vec<String> = parts.iter().map(|part| written(part, and, or)).collect();
        balanced(&parts, by)
    };
    match rule {
        Rule::All(parts) | Rule::Any(parts) if parts.len() == 1 => written(&parts[0], and, or),
        Rule::All(parts) => joined(parts, and),
        Rule::Any(parts) => joined(parts, or),
        Rule::AtLeast(least, parts) => {
            let ones: Vec<String> = parts.iter().map(|part| format!("({} ? 1 : 0)", written(part, and, or))).collect();
            format!("({} >= {least})", ones.join(" + "))
        }
        Rule::Atom(bit) => format!("a[{bit}]"),
    }
}

/// Halves within halves: a chain of hundreds is too deep for some parsers.
fn balanced(parts: &[String], by: &str) -> String {
    match parts {
        [] => "false".to_owned(),
        [one] => one.clone(),
        _ => {
            let (left, right) = parts.split_at(parts.len() / 2);
            format!("({} {by} {})", balanced(left, by), balanced(right, by))
        }
    }
}

/// A module of Rego: `data.s.holds` is the set of the numbers of the rules that hold. What rules have in common stands once, so that it
/// is worked out once.
pub fn rego() -> String {
    let (mut derived, mut text) = (BTreeSet::new(), String::from("package s\nimport rego.v1\n"));
    for rule in 0..base().rules.len() as u16 {
        for term in base().program.condition(RuleId(rule)).as_ref() {
            text += &format!("holds contains {rule} if {{ {} }}\n", body(term, &mut derived));
        }
    }
    let mut written = BTreeSet::new();
    while let Some(bit) = derived.difference(&written).next().copied() {
        written.insert(bit);
        text += &format!("default d{bit} := false\n");
        match base().program.parts_of(bit) {
            Some((1, parts)) => {
                for term in parts.iter().flat_map(|part| part.iter()) {
                    text += &format!("d{bit} if {{ {} }}\n", body(term, &mut derived));
                }
            }
            Some((least, parts)) => {
                let ones = parts.iter().flat_map(|part| part.iter().flat_map(|term| term.iter()));
                let ones: Vec<String> = ones.map(|bit| named(*bit, &mut derived)).collect();
                text += &format!("d{bit} if {{ count([1 | [{}][_] == true]) >= {least} }}\n", ones.join(", "));
            }
            None => {}
        }
    }
    text
}

fn body(term: &[u16], derived: &mut BTreeSet<u16>) -> String {
    match term {
        [] => "true".to_owned(),
        _ => term.iter().map(|bit| named(*bit, derived)).collect::<Vec<_>>().join("; "),
    }
}

fn named(bit: u16, derived: &mut BTreeSet<u16>) -> String {
    if base().program.parts_of(bit).is_some() {
        derived.insert(bit);
        format!("d{bit}")
    } else {
        format!("input.a[{bit}]")
    }
}

/// A policy of Cedar for each rule.
pub fn cedar() -> Vec<String> {
    let policy = |rule| format!("permit(principal, action, resource) when {{ {} }};", permitted(&rule));
    all().map(policy).collect()
}

fn permitted(rule: &Rule) -> String {
    let joined = |parts: &[Rule], by: &str| {
        let parts: Vec<String> = parts.iter().map(permitted).collect();
        balanced(&parts, by)
    };
    match rule {
        Rule::All(parts) | Rule::Any(parts) if parts.len() == 1 => permitted(&parts[0]),
        Rule::All(parts) => joined(parts, "&&"),
        Rule::Any(parts) => joined(parts, "||"),
        Rule::AtLeast(least, parts) => {
            let ones: Vec<String> =
                parts.iter().map(|part| format!("(if {} then 1 else 0)", permitted(part))).collect();
            format!("({} >= {least})", ones.join(" + "))
        }
        Rule::Atom(bit) => format!("context.a{bit}"),
    }
}
