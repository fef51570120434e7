//! `cargo xtask validate DIR`: computes published figures again from data that may not be kept here.

mod boulder;

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let Some(directory) = std::env::args_os().nth(1) else {
        eprintln!("usage: cargo xtask validate DIRECTORY, with the authors' files under their own names");
        return ExitCode::from(2);
    };
    let knowledge = match supple_knowledge::embedded() {
        Ok(knowledge) => knowledge,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let report = match boulder::run(&knowledge, Path::new(&directory)) {
        Ok(report) => report,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    println!("| compared | values | the same |\n|---|---|---|");
    for one in &report.compared {
        println!("| {} | {} | {} |", one.what, one.of, one.same);
    }
    println!("\n| group | pain-free or nearly | responded by Supple's rule | mean PEG |\n|---|---|---|---|");
    for ((group, free, of, responded), (_, peg)) in report.groups.iter().zip(&report.peg) {
        let percent = (200 * free + of) / (2 * of.max(&1));
        println!("| {group} | {free} of {of}: {percent} % | {responded} of {of} | {}.{} |", peg / 10, peg % 10);
    }
    println!();
    for (name, hash) in &report.files {
        println!("`{name}` sha256 `{hash}`");
    }
    let wrong: Vec<&String> = report.compared.iter().filter_map(|one| one.first.as_ref()).collect();
    for why in &wrong {
        eprintln!("{why}");
    }
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
