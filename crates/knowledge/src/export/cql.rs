//! Screening as one CQL library.
//!
//! Parameters are the answers, each with "not asked" and "I don't know" apart:
//!
//! * yes-no: a string, `yes`, `no`, `unknown` or `not-asked`;
//! * choice: the option's id, `unknown` or `not-asked`;
//! * number: an integer, null where it is `unknown` or `not-asked`, which the parameter `... said` tells;
//! * places: a list of place ids, null or empty where they are not known;
//! * body map: its state, the places with pain, numbness and spreading pain, and the strongest pain (null: not known);
//! * who answers, the rules that a clinician's agreement is about, and the lowest of the agreed limits.
//!
//! A parameter that is left out was not asked.
//!
//! One define for each rule: true, false, or null where it is not known. CQL's own three values are exactly those of the
//! engine, so that nothing is translated but the reading of single answers: on a number or a choice "I don't know" stands
//! for the worst and is therefore true, a relief counts only on an explicit yes, a question is hidden only where its gate
//! `is false`.

mod left;

use supple_care::{
    Disposition, Knowledge, PlaceSet, QuestionId, RuleId,
    expr::{Atom, Expr},
    program::unknown_does,
    question::{Kind, Purpose, Question},
    rule::{Effect, Owner, Rule, UnknownEffect},
};

/// The name of the library.
pub(crate) const NAME: &str = "SuppleScreening";

/// The library as text.
#[must_use]
pub fn library(knowledge: &Knowledge) -> String {
    let mut text = format!(
        "library {NAME} version '{}'\n\n// {} rules, made from the knowledge with this hash. Not signed off by a clinician.\n\n",
        knowledge.version,
        knowledge.rules.len()
    );
    let writer = Writer { knowledge };
    writer.parameters(&mut text);
    writer.lists(&mut text);
    writer.questions(&mut text);
    for fact in &knowledge.facts {
        define(&mut text, &format!("Fact {}", fact.id), &writer.expr(&fact.is));
    }
    for (rule, index) in knowledge.rules.iter().zip(0u16..) {
        writer.rule(&mut text, rule, RuleId(index));
    }
    writer.together(&mut text);
    text
}

fn define(text: &mut String, name: &str, is: &str) {
    text.push_str(&format!("define \"{name}\":\n  {is}\n\n"));
}

/// A disposition as the library counts: 0 clear to 4 emergency.
fn number(disposition: Disposition) -> String {
    (disposition as u8).to_string()
}

struct Writer<'k> {
    knowledge: &'k Knowledge,
}

impl Writer<'_> {
    fn parameters(&self, text: &mut String) {
        // What is left out was not asked, and nobody agreed to anything.
        const ASKED: &str = "String default 'not-asked'";
        // The reference engine compares a list with the elements of its default: an empty one stands in a define instead.
        const LIST: &str = "List<String> default (null as List<String>)";
        const NUMBER: &str = "Integer default (null as Integer)";
        const NO: &str = "Boolean default false";
        let mut parameter = |name: &str, kind: &str| text.push_str(&format!("parameter \"{name}\" {kind}\n"));
        for question in self.knowledge.questions.iter().filter(|question| is_read(question)) {
            match question.kind {
                Kind::Number { .. } => {
                    parameter(&question.id, NUMBER);
                    parameter(&format!("{} said", question.id), ASKED);
                }
                Kind::YesNo | Kind::Choice(_) => parameter(&question.id, ASKED),
                Kind::Places => parameter(&question.id, LIST),
                Kind::Choices(_) | Kind::Text => {}
            }
        }
        parameter("body map", ASKED);
        for list in ["painful", "numb", "spreads to"] {
            parameter(list, LIST);
        }
        parameter("strongest pain", NUMBER);
        for bit in ["somebody else answers", "later session", "mentioned in a text"] {
            parameter(bit, NO);
        }
        parameter("agreed to", LIST);
        parameter("highest pressure agreed to", NUMBER);
        parameter("most minutes agreed to", NUMBER);
        text.push_str("\ncontext Unfiltered\n\n");
    }

    /// The lists, empty where they are left out.
    fn lists(&self, text: &mut String) {
        let asked = self.knowledge.questions.iter().filter(|question| question.kind == Kind::Places);
        let all = asked.map(|question| question.id.as_str()).chain(["painful", "numb", "spreads to", "agreed to"]);
        for list in all {
            let is = format!("if \"{list}\" is null then List<String>{{ }} else \"{list}\"");
            define(text, &format!("Given {list}"), &is);
        }
    }

    /// For each question whether it applies, and for yes-no questions what the answer comes to.
    fn questions(&self, text: &mut String) {
        for question in self.knowledge.questions.iter().filter(|question| is_read(question)) {
            if let Some(gate) = &question.applies {
                define(text, &format!("Applies {}", question.id), &format!("not (({}) is false)", self.expr(gate)));
            }
            if question.kind == Kind::YesNo {
                let id = &question.id;
                let no = if question.private { "if \"somebody else answers\" then null else false" } else { "false" };
                let open = match question.purpose {
                    Purpose::Safety => "null",
                    Purpose::Rescreen => "if \"later session\" then null else false",
                    Purpose::Baseline => "false",
                };
                let said = format!(
                    "case when \"{id}\" = 'yes' then true when \"{id}\" = 'no' then ({no}) when \"{id}\" = 'unknown' then null else ({open}) end"
                );
                let said = if question.applies.is_some() {
                    format!("if \"Applies {id}\" then ({said}) else false")
                } else {
                    said
                };
                define(text, &format!("Said {id}"), &said);
            }
        }
    }

    fn expr(&self, expr: &Expr) -> String {
        let join = |parts: &[Expr], word: &str, none: &str| match parts {
            [] => none.to_owned(),
            parts => parts.iter().map(|part| format!("({})", self.expr(part))).collect::<Vec<_>>().join(word),
        };
        match expr {
            Expr::And(parts) => join(parts, " and ", "true"),
            Expr::Or(parts) => join(parts, " or ", "false"),
            Expr::AtLeast(count, parts) => {
                // The count of what surely holds, and of what may hold.
                let sum = |test: &str| {
                    let ones: Vec<String> = parts
                        .iter()
                        .map(|part| {
                            format!("(if {} then 1 else 0)", test.replace('%', &format!("({})", self.expr(part))))
                        })
                        .collect();
                    ones.join(" + ")
                };
                format!(
                    "case when ({}) >= {count} then true when ({}) >= {count} then null else false end",
                    sum("% is true"),
                    sum("not (% is false)")
                )
            }
            Expr::Fact(index) => {
                let fact = self.knowledge.facts.get(usize::from(*index));
                fact.map_or_else(|| "null".to_owned(), |fact| format!("\"Fact {}\"", fact.id))
            }
            Expr::Atom(atom) => self.atom(*atom),
        }
    }

    fn atom(&self, atom: Atom) -> String {
        let map = |list: &str, places: PlaceSet| {
            format!("\"body map\" != 'confirmed' or exists (\"Given {list}\" intersect {{ {} }})", self.places(places))
        };
        match atom {
            Atom::PainAt(places) => return map("painful", places),
            Atom::NumbAt(places) => return map("numb", places),
            Atom::SpreadsTo(places) => return map("spreads to", places),
            Atom::PainMax(least) => {
                return format!(
                    "\"body map\" != 'confirmed' or \"strongest pain\" is null or \"strongest pain\" >= {least}"
                );
            }
            _ => {}
        }
        let Some(question) = atom.question().and_then(|id| self.knowledge.question(id)) else {
            return "null".to_owned();
        };
        let id = &question.id;
        // Where the answer is not a value: the worst, but for a baseline question that nobody asked.
        let open = if question.purpose == Purpose::Baseline { "false" } else { "true" };
        let within = |holds: String| match question.applies {
            Some(_) => format!("if \"Applies {id}\" then ({holds}) else false"),
            None => holds,
        };
        let value = |holds: String| {
            within(format!(
                "case when \"{id} said\" = 'unknown' then true when \"{id} said\" = 'not-asked' then {open} else \"{id}\" {holds} end"
            ))
        };
        match atom {
            Atom::Yes(_) => format!("\"Said {id}\""),
            Atom::SaidNo(_) => format!("\"{id}\" = 'no'"),
            Atom::NotYes(_) => {
                let mut given = format!("\"{id}\" = 'yes'");
                if question.applies.is_some() {
                    given = format!("{given} and \"Applies {id}\"");
                }
                if question.private {
                    given = format!("{given} and not \"somebody else answers\"");
                }
                format!("not ({given})")
            }
            Atom::AtLeast(_, least) => value(format!(">= {least}")),
            Atom::Below(_, limit) => value(format!("< {limit}")),
            Atom::OneOf(_, mask) => {
                let options = (0u32..).zip(question.options());
                let chosen = options.filter(|(bit, _)| mask.checked_shr(*bit).unwrap_or(0) & 1 == 1);
                let list: Vec<String> = chosen.map(|(_, option)| format!("'{}'", option.id)).collect();
                within(format!(
                    "case when \"{id}\" = 'unknown' then true when \"{id}\" = 'not-asked' then {open} else \"{id}\" in {{ {} }} end",
                    list.join(", ")
                ))
            }
            Atom::NamedAt(_, places) => within(format!(
                "not exists (\"Given {id}\") or exists (\"Given {id}\" intersect {{ {} }})",
                self.places(places)
            )),
            Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_) => "null".to_owned(),
        }
    }

    fn places(&self, places: PlaceSet) -> String {
        let known = places.iter().filter_map(|place| self.knowledge.place(place));
        known.map(|place| format!("'{}'", place.id)).collect::<Vec<_>>().join(", ")
    }

    /// The condition of a rule, and what it comes to: 0 clear to 4 emergency.
    fn rule(&self, text: &mut String, rule: &Rule, id: RuleId) {
        define(text, &format!("Rule {}", rule.id), &self.expr(&rule.when));
        let Effect::Disposition(effect) = rule.effect else { return };
        let of_unknown = match rule.unknown {
            UnknownEffect::Exactly(exception) => number(exception),
            UnknownEffect::Default if effect == Disposition::Emergency => {
                let of_cluster = self.knowledge.program.symptoms(id);
                let symptoms: Vec<String> = of_cluster
                    .iter()
                    .filter_map(|index| self.knowledge.question(QuestionId(index)))
                    .map(|question| format!("(\"Said {}\" is true)", question.id))
                    .collect();
                let reached = |beside| number(unknown_does(effect, rule.critical, beside));
                if symptoms.is_empty() {
                    reached(false)
                } else {
                    format!("if {} then {} else {}", symptoms.join(" or "), reached(true), reached(false))
                }
            }
            UnknownEffect::Default => number(unknown_does(effect, rule.critical, false)),
        };
        let is = format!(
            "case when \"Rule {0}\" is true then {1} when \"Rule {0}\" is null then ({of_unknown}) else 0 end",
            rule.id,
            number(effect)
        );
        if rule.liftable {
            define(text, &format!("{} would come to", rule.id), &is);
            let would = number(Disposition::MedicalFirst);
            let lifted = format!("\"{0} would come to\" = {would} and \"Given agreed to\" contains '{0}'", rule.id);
            define(text, &format!("{} lifted", rule.id), &lifted);
            let is = format!(
                "if \"{0} lifted\" then {1} else \"{0} would come to\"",
                rule.id,
                number(Disposition::Modified)
            );
            define(text, &format!("{} comes to", rule.id), &is);
        } else {
            define(text, &format!("{} comes to", rule.id), &is);
        }
    }

    /// The disposition, the crisis page and the limits in force.
    fn together(&self, text: &mut String) {
        let rules = &self.knowledge.rules;
        let deciding = rules.iter().filter(|rule| matches!(rule.effect, Effect::Disposition(_)));
        let all: Vec<String> = deciding.map(|rule| format!("\"{} comes to\"", rule.id)).collect();
        define(text, "Disposition by rules", &format!("Max({{ 0,\n    {} }})", all.join(",\n    ")));
        left::defines(self.knowledge, text);
        let names: Vec<String> =
            Disposition::ALL.iter().map(|one| format!("when {} then '{}'", number(*one), one.id())).collect();
        let stopped = Disposition::MedicalFirst.id();
        define(
            text,
            "Disposition",
            &format!(
                "if \"Nothing left\" then '{stopped}' else case \"Disposition by rules\" {} else null end",
                names.join(" ")
            ),
        );
        let mut crisis = vec!["\"mentioned in a text\"".to_owned()];
        for rule in rules.iter().filter(|rule| rule.effect == Effect::Crisis) {
            let mut asked = Vec::new();
            rule.when.atoms(&self.knowledge.facts, &mut |atom| {
                asked.extend(atom.question().and_then(|id| self.knowledge.question(id)).map(|one| one.id.clone()));
            });
            let said: Vec<String> = asked.iter().map(|id| format!("\"{id}\" != 'not-asked'")).collect();
            crisis.push(format!("(not (\"Rule {}\" is false) and ({}))", rule.id, said.join(" or ")));
        }
        define(text, "Crisis", &crisis.join(" or "));
        let mut limits = Vec::new();
        for rule in rules.iter() {
            for (number, _) in (1..).zip(&rule.restrictions) {
                limits.push(format!("if \"Rule {0}\" is false then null else '{0}#{number}'", rule.id));
            }
        }
        let limits: Vec<String> = limits.iter().map(|one| format!("({one})")).collect();
        define(text, "Limits in force", &format!("({{ {} }}) L where L is not null", limits.join(",\n    ")));
        let always = self.knowledge.restrictions.iter().filter_map(|one| match one.owner {
            Owner::Limit(index) => self.knowledge.limits.get(usize::from(index)),
            Owner::Rule(_) => None,
        });
        let mut ids: Vec<String> = always.map(|limit| format!("'{}'", limit.id)).collect();
        ids.dedup();
        define(text, "Limits that always hold", &format!("{{ {} }}", ids.join(", ")));
    }
}

/// Whether screening can read a question: texts and lists decide nothing.
fn is_read(question: &Question) -> bool {
    match question.kind {
        Kind::YesNo | Kind::Choice(_) | Kind::Number { .. } | Kind::Places => true,
        Kind::Choices(_) | Kind::Text => false,
    }
}
