//! The rules of Supple in general rule engines, on the same people, in one run. `cargo xtask bench peers`
//!
//! All come to the truth of every rule in three values, from which the disposition and the limits are read; `agree` is the share
//! of people for whom no rule differs. The others have two values: they run twice, over what surely and over what possibly holds.
//! They are given the atoms of the rules, read and with what is hidden taken out, as a list that they find by number, and one
//! compiled expression that gives a list. Supple reads the sheets, and gives the disposition as well.
//! Without a word after the program's name each engine runs in a process of its own, so that its memory is its own.

mod cohort;
#[path = "../../crates/knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod draw;
mod engines;
#[path = "../../crates/knowledge/tests/invariants/partial.rs"]
mod partial;
#[path = "../../crates/knowledge/tests/invariants/people.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod people;
mod rules;

use std::{
    env, fs, hint,
    process::{Command, exit},
    time::Duration,
};

use cohort::Truths;

/// How long an engine runs, after one round that is not counted.
const RUN: Duration = Duration::from_secs(3);

/// What one engine did.
struct Speed {
    /// People a second.
    rate: f64,
    /// How many of the people come to what was expected.
    agree: usize,
    /// Of how many.
    people: usize,
}

/// Runs over everybody again and again, and counts the processor's time: other programs may want it as well.
fn timed(expected: &[Truths], mut decide: impl FnMut(&mut Vec<Truths>)) -> Speed {
    let (mut decided, compared) = (Vec::new(), cohort::compared());
    decide(&mut decided);
    let same = |one: &Truths, other: &Truths| one.iter().zip(other).all(|(a, b)| a.and(&compared) == b.and(&compared));
    let agree = decided.iter().zip(expected).filter(|(one, other)| same(one, other)).count();
    let (started, mut rounds) = (processor(), 0u32);
    while processor() - started < RUN {
        for _ in 0..8 {
            decided.clear();
            decide(hint::black_box(&mut decided));
            rounds += 1;
        }
    }
    let people = expected.len();
    let rate = f64::from(rounds) * people as f64 / (processor() - started).as_secs_f64();
    Speed { rate, agree, people }
}

/// The processor's time that this process had.
fn processor() -> Duration {
    let said = fs::read_to_string("/proc/self/schedstat").expect("Linux says how long a process ran");
    let nanoseconds = said.split_whitespace().next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// The most memory of this process, in MiB.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0);
    format!("{} MiB", kilobytes / 1024)
}

fn main() {
    if let Some(name) = env::args().nth(1) {
        let Some(engines::Engine { unknown, run, .. }) = engines::ALL.iter().find(|known| known.name == name) else {
            eprintln!("no such engine: {name}");
            exit(2);
        };
        let speed = run();
        let share = 100.0 * speed.agree as f64 / speed.people as f64;
        println!("{name}\t{unknown}\t{:.0}\t{share:.1} %\t{}", speed.rate, memory());
        return;
    }
    let program = env::current_exe().expect("this program has a place");
    println!(
        "| engine | can express unknown | people a second of one core | agree | memory | Supple one at a time beside it | in planes |"
    );
    println!("|---|---|---|---|---|---|---|");
    let (mut rows, mut rates) = (Vec::new(), Vec::new());
    for engines::Engine { name, .. } in engines::ALL {
        let ran = Command::new(&program).arg(name).output().expect("it can be started again");
        let line = String::from_utf8_lossy(&ran.stdout).trim().to_owned();
        let rate = line.split('\t').nth(2).and_then(|rate| rate.parse::<f64>().ok());
        let Some(rate) = rate else {
            eprintln!("{name} failed: {}", String::from_utf8_lossy(&ran.stderr));
            exit(1);
        };
        rates.push(rate);
        rows.push(line.replace('\t', " | "));
    }
    // The first two of the engines, in this order.
    let (single, sliced) = (rates[0], rates[1]);
    for (row, rate) in rows.iter().zip(&rates) {
        println!("| {row} | {:.2} | {:.1} |", single / rate, sliced / rate);
    }
    println!("rates\t{single:.0}\t{sliced:.0}");
}
