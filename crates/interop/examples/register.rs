//! A made-up main file of NPPES on the standard output, for measuring `supple import nppes`: how many rows, and how many massage
//! therapists in a thousand of them.
//!
//! `cargo run --release -p supple-interop --example register -- 10000000 30 > nppes.csv` writes 11 GB.

use std::{
    env,
    error::Error,
    io::{self, BufWriter, Write as _},
};

const SAMPLE: &str = include_str!("../src/nppes/sample.csv");
/// The NPI of the row that all rows are made of.
const MODEL: &str = "2900000011";

/// An NPI with its check digit (ISO/IEC 7812, Luhn over `80840` and the number).
fn npi(number: u64) -> u64 {
    let body = 100_000_000 + number;
    let digits = (0..9_u32).map(|place| body / 10_u64.pow(place) % 10);
    let doubled = |digit: u64| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u64 = digits.zip(0_u32..).map(|(digit, place)| if place % 2 == 0 { doubled(digit) } else { digit }).sum();
    body * 10 + (10 - (sum + 24) % 10) % 10
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut asked = env::args().skip(1);
    let (rows, share) = (asked.next().ok_or("how many rows?")?, asked.next().ok_or("how many in a thousand?")?);
    let (rows, share): (u64, u64) = (rows.parse()?, share.parse()?);
    let mut lines = SAMPLE.lines();
    let (header, row) = lines.next().zip(lines.next()).ok_or("the sample has no row")?;
    let (start, therapist) = row.split_once(MODEL).ok_or("the sample's first row is another")?;
    let other = therapist.replacen("225700000X", "207Q00000X", 1);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    writeln!(out, "{header}")?;
    for number in 0..rows {
        let rest = if number % 1_000 < share { therapist } else { &other };
        writeln!(out, "{start}{}{rest}", npi(number))?;
    }
    Ok(out.flush()?)
}
