//! How long one assessment takes: JSON in, decision with all reasons as JSON out. The answer sheets are the examples.

#![expect(clippy::panic, reason = "a benchmark that cannot begin has nothing better to do")]

use divan::{AllocProfiler, Bencher};
use supple_care::{Day, Knowledge};
use supple_interop::{
    answers::read_json,
    assessment::{Prepared, assess, assess_json},
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const EXAMPLES: [&str; 4] =
    ["a30-desk-neck", "a22-a-blood-thinner", "a08-lifting-the-shopping", "a18-a-daughter-answers"];

fn setting(name: &str) -> (Knowledge, Vec<u8>) {
    let knowledge = supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let path = format!("{}/../../examples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    (knowledge, bytes)
}

fn read(knowledge: &Knowledge, bytes: &[u8]) -> supple_interop::answers::Request {
    read_json(knowledge, bytes, Day(20_778)).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[divan::bench(args = EXAMPLES)]
fn parse(bencher: Bencher<'_, '_>, name: &str) {
    let (knowledge, bytes) = setting(name);
    bencher.bench_local(|| read(&knowledge, divan::black_box(&bytes)).sheet.today);
}

#[divan::bench(args = EXAMPLES)]
fn decide_with_reasons(bencher: Bencher<'_, '_>, name: &str) {
    let (knowledge, bytes) = setting(name);
    let request = read(&knowledge, &bytes);
    bencher.bench_local(|| assess(&knowledge, divan::black_box(&request)).reasons.len());
}

#[divan::bench(args = EXAMPLES)]
fn whole(bencher: Bencher<'_, '_>, name: &str) {
    let (knowledge, bytes) = setting(name);
    let prepared = Prepared::new(&knowledge).unwrap_or_else(|error| panic!("{error}"));
    bencher.bench_local(|| {
        let request = read(&knowledge, divan::black_box(&bytes));
        assess_json(&knowledge, &prepared, &request).map(|json| json.len()).unwrap_or(0)
    });
}
