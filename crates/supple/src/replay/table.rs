//! What a cohort came to, as a table for people, as JSON and as CSV.

use std::io::{self, BufWriter, Write};

use serde_json::{Value, json};
use supple_care::Disposition;
use supple_population::{Changed, Content};
use supple_words::Words;

use super::{
    count::{Counted, Older, Version},
    count_of,
};
use crate::args::TableFormat;

/// Everything that is printed.
pub(super) struct Result<'a> {
    pub(super) new: &'a Version,
    pub(super) old: Option<&'a Older>,
    pub(super) counted: &'a Counted,
    pub(super) bad: u64,
    pub(super) stopped: bool,
}

/// A rule that spoke: its id, for how many certain, for how many unknown, and the ids of its limits.
struct Spoke<'a> {
    id: &'a str,
    certain: u64,
    unknown: u64,
    limits: Vec<String>,
}

impl Result<'_> {
    fn dispositions(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Disposition::ALL.iter().map(|one| one.id()).zip(self.counted.new.dispositions)
    }

    fn rules(&self) -> Vec<Spoke<'_>> {
        let rules = self.new.knowledge.rules.iter().zip(&self.counted.new.rules);
        rules
            .filter(|(_, (certain, unknown))| certain + unknown > 0)
            .map(|(rule, (certain, unknown))| Spoke {
                id: &rule.id,
                certain: *certain,
                unknown: *unknown,
                limits: (1..=rule.restrictions.len()).map(|number| format!("{}#{number}", rule.id)).collect(),
            })
            .collect()
    }
}

/// Prints it.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn print(words: &Words, format: TableFormat, result: &Result<'_>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        TableFormat::Text => text(words, result, &mut out)?,
        TableFormat::Json => writeln!(out, "{:#}", document(result))?,
        TableFormat::Csv => csv(result, &mut out)?,
    }
    Ok(out.flush()?)
}

/// A number and its share of all, in thousandths of a hundredth, rounded: a share of millions is told exactly enough without a
/// fraction of binary.
fn share(number: u64, people: u64) -> String {
    let people = u128::from(people.max(1));
    let parts = (u128::from(number) * 100_000 + people / 2) / people;
    format!("{number:>12} {:>4}.{:03} %", parts / 1_000, parts % 1_000)
}

/// Rows, one behind the other.
fn rows(rows: &[u64]) -> String {
    rows.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
}

fn text(words: &Words, result: &Result<'_>, out: &mut impl Write) -> io::Result<()> {
    let people = result.counted.new.people;
    let args = [
        ("people", count_of(people).into()),
        ("bad", count_of(result.bad).into()),
        ("version", result.new.knowledge.version.as_str().into()),
    ];
    writeln!(out, "{}", words.get("replay-people", &args))?;
    let share = |number: u64| share(number, people);
    for (id, number) in result.dispositions() {
        writeln!(out, "{id:<16}{}", share(number))?;
    }
    writeln!(out, "\n{}", words.get("replay-rules", &[]))?;
    for rule in result.rules() {
        writeln!(out, "{:<16}{}{}  {}", rule.id, share(rule.certain), share(rule.unknown), rule.limits.len())?;
    }
    let Some(old) = result.old else { return Ok(()) };
    let differs = &result.counted.differs;
    let args = [("version", old.version.knowledge.version.as_str().into())];
    writeln!(out, "\n{}", words.get("replay-flow", &args))?;
    for (was, now, moved) in differs.flow.moves() {
        writeln!(out, "{:<14}-> {:<14}{}  {}", was.id(), now.id(), share(moved.count), rows(&moved.examples))?;
    }
    let changes = &differs.limits;
    let args = [
        ("version", old.version.knowledge.version.as_str().into()),
        ("people", count_of(changes.anybody.count).into()),
        ("same", count_of(changes.same_disposition).into()),
    ];
    writeln!(out, "\n{}", words.get("replay-limits", &args))?;
    let sides =
        [("replay-limits-gone", changes.gone(&old.limits)), ("replay-limits-new", changes.new_ones(&old.limits))];
    for (key, changed) in sides.into_iter().filter(|(_, changed)| !changed.is_empty()) {
        writeln!(out, "{}", words.get(key, &[]))?;
        for one in changed {
            let (by, limit) = (one.by.join(" "), in_short(one.limit));
            writeln!(out, "{}  {}  {by}: {limit}", share(one.people.count), rows(&one.people.examples))?;
        }
    }
    Ok(())
}

/// What a limit takes away, as it would stand in its file, on one line.
fn in_short(limit: &Content) -> String {
    let Ok(Value::Object(parts)) = serde_json::to_value(limit) else { return String::new() };
    let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
    parts.join(" ")
}

fn document(result: &Result<'_>) -> Value {
    let rules = result.rules();
    let limits: Vec<Value> = rules
        .iter()
        .flat_map(|rule| rule.limits.iter().map(|id| json!({ "id": id, "people": rule.certain + rule.unknown })))
        .collect();
    json!({
        "schema": 1,
        "knowledge": result.new.knowledge.version,
        "against": result.old.map(|old| &old.version.knowledge.version),
        "people": result.counted.new.people,
        "bad_rows": result.bad,
        "stopped": result.stopped,
        "dispositions": result.dispositions().map(|(id, people)| json!({ "id": id, "people": people })).collect::<Vec<_>>(),
        "rules": rules.iter().map(|rule| json!({ "id": rule.id, "certain": rule.certain, "unknown": rule.unknown })).collect::<Vec<_>>(),
        "restrictions": limits,
        "flow": result.old.map(|_| flow(result)),
        "limits": result.old.map(|old| limits_changed(result, old)),
    })
}

fn flow(result: &Result<'_>) -> Vec<Value> {
    let moves = result.counted.differs.flow.moves().into_iter();
    let told = moves.map(
        |(was, now, moved)| json!({ "from": was.id(), "to": now.id(), "people": moved.count, "rows": moved.examples }),
    );
    told.collect()
}

fn limits_changed(result: &Result<'_>, old: &Older) -> Value {
    let changes = &result.counted.differs.limits;
    let told = |one: &Changed<'_>| json!({ "limit": one.limit, "by": one.by, "people": one.people.count, "rows": one.people.examples });
    json!({
        "people": changes.anybody.count,
        "same_disposition": changes.same_disposition,
        "rows": changes.anybody.examples,
        "gone": changes.gone(&old.limits).iter().map(told).collect::<Vec<_>>(),
        "new": changes.new_ones(&old.limits).iter().map(told).collect::<Vec<_>>(),
    })
}

/// One line a number. Only ids and numbers, so nothing has to be quoted.
fn csv(result: &Result<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "table,id,to,people,rows")?;
    writeln!(out, "cohort,used,,{},", result.counted.new.people)?;
    writeln!(out, "cohort,bad,,{},", result.bad)?;
    for (id, people) in result.dispositions() {
        writeln!(out, "disposition,{id},,{people},")?;
    }
    for rule in result.rules() {
        writeln!(out, "rule-certain,{},,{},", rule.id, rule.certain)?;
        writeln!(out, "rule-unknown,{},,{},", rule.id, rule.unknown)?;
        for id in &rule.limits {
            writeln!(out, "restriction,{id},,{},", rule.certain + rule.unknown)?;
        }
    }
    let Some(old) = result.old else { return Ok(()) };
    let (flow, changes) = (&result.counted.differs.flow, &result.counted.differs.limits);
    for (was, now, moved) in flow.moves() {
        writeln!(out, "flow,{},{},{},{}", was.id(), now.id(), moved.count, rows(&moved.examples))?;
    }
    writeln!(out, "limits,changed,,{},{}", changes.anybody.count, rows(&changes.anybody.examples))?;
    writeln!(out, "limits,same-disposition,,{},", changes.same_disposition)?;
    let sides = [("limit-gone", changes.gone(&old.limits)), ("limit-new", changes.new_ones(&old.limits))];
    for (table, one) in sides.iter().flat_map(|(table, changed)| changed.iter().map(move |one| (table, one))) {
        writeln!(out, "{table},{},,{},{}", one.by.join(" "), one.people.count, rows(&one.people.examples))?;
    }
    Ok(())
}
