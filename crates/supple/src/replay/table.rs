//! What a cohort came to, as a table for people, as JSON and as CSV.

use std::io::{self, BufWriter, Write};

use serde_json::{Value, json};
use supple_care::Disposition;
use supple_words::Words;

use super::{
    count::{Counted, Version},
    count_of,
};
use crate::args::TableFormat;

/// Everything that is printed.
pub(super) struct Result<'a> {
    pub(super) new: &'a Version,
    pub(super) old: Option<&'a Version>,
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

fn text(words: &Words, result: &Result<'_>, out: &mut impl Write) -> io::Result<()> {
    let people = result.counted.new.people;
    let args = [
        ("people", count_of(people).into()),
        ("bad", count_of(result.bad).into()),
        ("version", result.new.knowledge.version.as_str().into()),
    ];
    writeln!(out, "{}", words.get("replay-people", &args))?;
    // In thousandths of a hundredth: a share of millions is told exactly enough without a fraction of binary.
    let share = |number: u64| {
        let parts = u128::from(number) * 100_000 / u128::from(people.max(1));
        format!("{number:>12} {:>4}.{:03} %", parts / 1_000, parts % 1_000)
    };
    for (id, number) in result.dispositions() {
        writeln!(out, "{id:<16}{}", share(number))?;
    }
    writeln!(out, "\n{}", words.get("replay-rules", &[]))?;
    for rule in result.rules() {
        writeln!(out, "{:<16}{}{}  {}", rule.id, share(rule.certain), share(rule.unknown), rule.limits.len())?;
    }
    if let Some(old) = result.old {
        let args = [("version", old.knowledge.version.as_str().into())];
        writeln!(out, "\n{}", words.get("replay-flow", &args))?;
        for (was, now, moved) in result.counted.flow.moves() {
            let rows: Vec<String> = moved.examples.iter().map(u64::to_string).collect();
            writeln!(out, "{:<14}-> {:<14}{}  {}", was.id(), now.id(), share(moved.count), rows.join(" "))?;
        }
    }
    Ok(())
}

fn document(result: &Result<'_>) -> Value {
    let rules = result.rules();
    let limits: Vec<Value> = rules
        .iter()
        .flat_map(|rule| rule.limits.iter().map(|id| json!({ "id": id, "people": rule.certain + rule.unknown })))
        .collect();
    let flow: Vec<Value> = result
        .counted
        .flow
        .moves()
        .iter()
        .map(|(was, now, moved)| {
            json!({ "from": was.id(), "to": now.id(), "people": moved.count, "rows": moved.examples })
        })
        .collect();
    json!({
        "schema": 1,
        "knowledge": result.new.knowledge.version,
        "against": result.old.map(|old| &old.knowledge.version),
        "people": result.counted.new.people,
        "bad_rows": result.bad,
        "stopped": result.stopped,
        "dispositions": result.dispositions().map(|(id, people)| json!({ "id": id, "people": people })).collect::<Vec<_>>(),
        "rules": rules.iter().map(|rule| json!({ "id": rule.id, "certain": rule.certain, "unknown": rule.unknown })).collect::<Vec<_>>(),
        "restrictions": limits,
        "flow": result.old.map(|_| flow),
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
    for (was, now, moved) in result.counted.flow.moves() {
        let rows: Vec<String> = moved.examples.iter().map(u64::to_string).collect();
        writeln!(out, "flow,{},{},{},{}", was.id(), now.id(), moved.count, rows.join(" "))?;
    }
    Ok(())
}
