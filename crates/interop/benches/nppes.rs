//! Rows of a register, read; made up here, a hundred thousand at a time.

use supple_interop::nppes::{Columns, Reader, Row};

/// How many rows one round has.
const ROWS: u64 = 100_000;
const SAMPLE: &str = include_str!("../src/nppes/sample.csv");

fn main() {
    divan::main();
}

/// An NPI with its check digit (ISO/IEC 7812, Luhn over `80840` and the number).
fn npi(number: u64) -> u64 {
    let body = 290_000_000 + number;
    let digits = (0..9_u32).map(|place| body / 10_u64.pow(place) % 10);
    let sum: u64 = digits
        .zip(0_u32..)
        .map(|(digit, place)| match (place % 2, digit) {
            (0, digit) if digit > 4 => 2 * digit - 9,
            (0, digit) => 2 * digit,
            (_, digit) => digit,
        })
        .sum();
    body * 10 + (10 - (sum + 24) % 10) % 10
}

/// The register with so many massage therapists in a thousand rows.
fn register(in_a_thousand: u64) -> Vec<Vec<u8>> {
    let therapist = SAMPLE.lines().nth(1).unwrap_or_default();
    let row = |number: u64| {
        let row = therapist.replacen("2900000011", &npi(number).to_string(), 1);
        let code = if number % 1_000 < in_a_thousand { "225700000X" } else { "207Q00000X" };
        row.replacen("225700000X", code, 1).into_bytes()
    };
    (0..ROWS).map(row).collect()
}

fn read(bencher: divan::Bencher<'_, '_>, in_a_thousand: u64) {
    let rows = register(in_a_thousand);
    let mut reader = Reader::default();
    let header = SAMPLE.lines().next().unwrap_or_default();
    let columns = reader.fields(header.as_bytes()).and_then(|header| Columns::of(&header).ok());
    let Some(columns) = columns else { return };
    bencher.counter(divan::counter::ItemsCount::new(ROWS)).bench_local(|| {
        let mut listed = 0_u64;
        for row in &rows {
            if columns.glance(row).is_none() {
                let said = reader.fields(row).map(|fields| columns.row(&fields));
                listed += u64::from(matches!(said, Some(Ok(Row::Listed(_)))));
            }
        }
        assert_eq!(listed, ROWS / 1_000 * in_a_thousand);
    });
}

#[divan::bench]
fn as_in_the_register_fifteen_in_a_thousand(bencher: divan::Bencher<'_, '_>) {
    read(bencher, 15);
}

#[divan::bench]
fn every_row_a_massage_therapist(bencher: divan::Bencher<'_, '_>) {
    read(bencher, 1_000);
}
