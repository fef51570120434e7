//! Supple beside general rule engines and the reference engine, on the same rules and people, in one run.

use anyhow::{Context, Result};

use crate::command::{self, cargo_command, output, with};

/// How many people the reference engine is given.
const PEOPLE: &str = "400";

/// Prints the table of ratios.
pub(crate) fn run() -> Result<()> {
    let engines = output(&mut cargo_command(&["run", "--quiet", "--release", "--manifest-path", "bench/Cargo.toml"]))?;
    let engines = String::from_utf8(engines)?;
    let (table, rates) = engines.split_once("rates\t").context("the engines said nothing of Supple")?;
    print!("{table}");
    let rates: Vec<f64> = rates.trim().split('\t').map(str::parse).collect::<Result<_, _>>()?;
    command::run(with("npm", &["ci", "--no-audit", "--no-fund", "--silent"]).current_dir("peers"))?;
    let reference = output(with("node", &["speed.mjs", PEOPLE]).current_dir("peers"))?;
    let reference = String::from_utf8(reference)?;
    let parts: Vec<&str> = reference.trim().split('\t').collect();
    let ([single, sliced], [name, unknown, rate, agree, memory]) = (rates.as_slice(), parts.as_slice()) else {
        anyhow::bail!("the reference engine said `{reference}`");
    };
    let of_reference: f64 = rate.parse()?;
    let (single, sliced) = (single / of_reference, sliced / of_reference);
    println!("| {name} | {unknown} | {rate} | {agree} | {memory} | {single:.0} | {sliced:.0} |");
    Ok(())
}
