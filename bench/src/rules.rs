//! The rules as conditions over numbered atoms, and in the languages of others.

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
