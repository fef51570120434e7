//! Whether the limits of a modified sheet leave anything to give: if not, it is medical-first.

use supple_care::{Bar, Disposition, Knowledge, last_left, rule::Effect};

use super::{define, number};

/// Defines whether nothing is left.
pub(super) fn defines(knowledge: &Knowledge, text: &mut String) {
    let last: Vec<String> = last_left(knowledge)
        .iter()
        .map(|bars| {
            let free: Vec<String> = bars.iter().map(|bar| free_of(knowledge, bar)).collect();
            if free.is_empty() { "true".to_owned() } else { format!("({})", free.join(" and ")) }
        })
        .collect();
    let something = if last.is_empty() { "false".to_owned() } else { last.join("\n  or ") };
    let lifted: Vec<String> = knowledge
        .rules
        .iter()
        .filter(|rule| rule.liftable && matches!(rule.effect, Effect::Disposition(_)))
        .map(|rule| format!("\"{} lifted\"", rule.id))
        .collect();
    let lifted = if lifted.is_empty() { "false".to_owned() } else { lifted.join(" or ") };
    define(text, "Anything lifted", &lifted);
    // An `if` and no `and`: it is looked at only where it matters.
    let nothing = format!(
        "if \"Disposition by rules\" = {} then\n  (\"Anything lifted\" and \
         ((\"highest pressure agreed to\" = 0) is true or (\"most minutes agreed to\" = 0) is true))\n  \
         or not ({something})\n  else false",
        number(Disposition::Modified)
    );
    define(text, "Nothing left", &nothing);
}

/// When a massage is not taken away by a rule.
fn free_of(knowledge: &Knowledge, bar: &Bar) -> String {
    let rule = knowledge.rule(bar.rule).map_or("", |rule| &rule.id);
    let spoke = format!("\"Rule {rule}\" is false");
    let only =
        bar.only.and_then(|(question, place)| Some((&knowledge.question(question)?.id, &knowledge.place(place)?.id)));
    match only {
        None => format!("({spoke})"),
        Some((question, place)) => {
            format!("({spoke} or (exists \"Given {question}\" and not (\"Given {question}\" contains '{place}')))")
        }
    }
}
