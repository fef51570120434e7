//! docs/MUTANTS.md.

use std::fmt::Write;

use crate::noticed::Noticed;

/// The page about mutants that were tried, of so many that there are.
pub(crate) fn of(done: &[(String, Noticed)], all: usize) -> String {
    let count = |is: fn(&Noticed) -> bool| done.iter().filter(|(_, noticed)| is(noticed)).count();
    let mut page = format!(
        "# Mutants\n\nMade by `cargo xtask mutate {}`. Each rule is changed on purpose, one small change at a time, and somebody has to \
         notice. {} of {all} mutants were tried; the test command tries twenty of them.\n\n| who notices | mutants |\n|---|---|\n",
        done.len(),
        done.len(),
    );
    for (who, number) in [
        ("an example, and the reference model", count(|one| matches!(one, Noticed::Case { model: true }))),
        ("an example alone", count(|one| matches!(one, Noticed::Case { model: false }))),
        ("the reference model alone", count(|one| matches!(one, Noticed::Model))),
        ("the proof that no caution was lost, alone", count(|one| matches!(one, Noticed::Proof(_)))),
        ("nobody: proved to change nothing on any sheet", count(|one| matches!(one, Noticed::Nobody(_)))),
        ("nobody, though it changes something", count(|one| matches!(one, Noticed::Gap(_)))),
    ] {
        writeln!(page, "| {who} | {number} |").unwrap();
    }
    page.push_str("\n## Noticed by nobody\n\n| mutant | why it is harmless |\n|---|---|\n");
    for (words, noticed) in done {
        if let Noticed::Nobody(reason) = noticed {
            writeln!(page, "| {words} | {} |", reason.as_deref().unwrap_or("**no reason is known**")).unwrap();
        }
    }
    page
}
