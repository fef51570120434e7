//! Conditions in words.

use supple_care::{
    Knowledge, PlaceSet, QuestionId,
    expr::{Atom, Expr},
    question::{Kind, Polarity},
};

/// A condition as nested bullets, and after it what the facts in it mean.
pub(super) fn words(knowledge: &Knowledge, expr: &Expr) -> String {
    let mut text = String::new();
    let mut facts = Vec::new();
    bullets(knowledge, expr, 0, &mut text, &mut facts);
    let mut told = 0;
    while let Some(fact) = facts.get(told).and_then(|index: &u16| knowledge.facts.get(usize::from(*index))) {
        text.push_str(&format!("\n`{}`, {}, means:\n\n", fact.id, fact.short));
        bullets(knowledge, &fact.is, 0, &mut text, &mut facts);
        told += 1;
    }
    text
}

fn bullets(knowledge: &Knowledge, expr: &Expr, depth: usize, text: &mut String, facts: &mut Vec<u16>) {
    let indent = "  ".repeat(depth);
    let mut group = |head: String, parts: &[Expr]| {
        text.push_str(&format!("{indent}* {head}:\n"));
        for part in parts {
            bullets(knowledge, part, depth + 1, text, facts);
        }
    };
    match expr {
        Expr::And(parts) => group("all of these".to_owned(), parts),
        Expr::Or(parts) => group("any of these".to_owned(), parts),
        Expr::AtLeast(count, parts) => group(format!("at least {count} of these"), parts),
        Expr::Fact(index) => {
            if let Some(fact) = knowledge.facts.get(usize::from(*index)) {
                text.push_str(&format!("{indent}* {} (`{}`)\n", fact.short, fact.id));
                if !facts.contains(index) {
                    facts.push(*index);
                }
            }
        }
        Expr::Atom(atom) => text.push_str(&format!("{indent}* {}\n", one(knowledge, *atom))),
    }
}

fn one(knowledge: &Knowledge, atom: Atom) -> String {
    let short = |id: QuestionId| knowledge.question(id).map_or("", |question| question.short.as_str());
    let unit = |id: QuestionId| match knowledge.question(id).map(|question| &question.kind) {
        Some(Kind::Number { unit, .. }) => format!(" {unit}"),
        _ => String::new(),
    };
    match atom {
        Atom::Yes(id) => short(id).to_owned(),
        Atom::NotYes(id) => format!("no explicit yes to “{}” (a relief; “I don't know” is no yes)", short(id)),
        Atom::SaidNo(id) => format!("a no to “{}”", short(id)),
        Atom::AtLeast(id, least) => format!("{}: {least}{} or more", short(id), unit(id)),
        Atom::Below(id, limit) => format!("{}: under {limit}{}", short(id), unit(id)),
        Atom::OneOf(id, mask) => format!("{}: {}", short(id), options(knowledge, id, mask)),
        Atom::NamedAt(id, set) => format!("{}: {}", short(id), places(knowledge, set)),
        Atom::PainAt(set) => format!("pain marked at: {}", places(knowledge, set)),
        Atom::NumbAt(set) => format!("numbness marked at: {}", places(knowledge, set)),
        Atom::SpreadsTo(set) => format!("pain that spreads to: {}", places(knowledge, set)),
        Atom::PainMax(least) => format!("the strongest pain on the map is {least} of 10 or more"),
    }
}

fn options(knowledge: &Knowledge, id: QuestionId, mask: u32) -> String {
    let Some(question) = knowledge.question(id) else { return String::new() };
    let chosen =
        question.options().iter().zip(0u32..).filter(|(_, index)| mask.checked_shr(*index).unwrap_or(0) & 1 == 1);
    let said: Vec<&str> = chosen.map(|(option, _)| option.say.as_str()).collect();
    let from = if question.polarity == Polarity::Risk { " (no answer stands for the last)" } else { "" };
    format!("“{}”{from}", said.join("” or “"))
}

/// The fewest known names that make up a set of places: groups first, then sites, then single places.
fn places(knowledge: &Knowledge, set: PlaceSet) -> String {
    let mut names: Vec<(String, PlaceSet)> =
        knowledge.groups.iter().map(|group| (plain(&group.id), group.places)).collect();
    for place in &knowledge.places {
        let sides = knowledge.places.iter().zip(0u8..).filter(|(other, _)| other.site == place.site);
        let both: PlaceSet = sides.map(|(_, index)| supple_care::PlaceId(index)).collect();
        names.push((place.say.clone(), both));
    }
    for (place, index) in knowledge.places.iter().zip(0u8..) {
        names.push((format!("{} ({})", place.say, place.side), PlaceSet::of(supple_care::PlaceId(index))));
    }
    let mut left = set;
    let mut said = Vec::new();
    while !left.is_empty() {
        let fits = names.iter().filter(|(_, places)| places.without(set).is_empty());
        let best = fits.rev().max_by_key(|(_, places)| places.and(left).len());
        let Some((name, places)) = best.filter(|(_, places)| !places.and(left).is_empty()) else { break };
        said.push(name.clone());
        left = left.without(*places);
    }
    said.join(", ")
}

fn plain(id: &str) -> String {
    id.strip_suffix("-region").or_else(|| id.strip_suffix("-all")).unwrap_or(id).replace('-', " ")
}

#[cfg(test)]
mod tests {
    use supple_care::expr::{Atom, Expr};

    #[test]
    fn a_count_is_said_with_its_parts_and_facts_are_explained() {
        let knowledge = crate::embedded().unwrap();
        let fever = knowledge.question_id("fever").unwrap();
        let age = knowledge.question_id("age").unwrap();
        let neck = knowledge.group("neck").unwrap().places;
        let expr = Expr::AtLeast(
            2,
            vec![
                Expr::Atom(Atom::Yes(fever)),
                Expr::Atom(Atom::AtLeast(age, 60)),
                Expr::Atom(Atom::PainAt(neck)),
                Expr::Fact(0),
            ],
        );
        let text = super::words(&knowledge, &expr);
        assert!(text.starts_with("* at least 2 of these:\n  * fever, shivering"), "{text}");
        assert!(text.contains("age: 60"), "{text}");
        assert!(text.contains("pain marked at: neck\n"), "{text}");
        assert!(text.contains("`spinal_pain`, pain in the back or neck, means:"), "{text}");
    }
}
