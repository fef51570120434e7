//! Prints the table of docs/VALIDATION.md: how often the ranges hold, in each simulated world.

use std::process::ExitCode;

use supple_knowledge::simulate::{WORLDS, run};

fn main() -> ExitCode {
    let Ok(knowledge) = supple_knowledge::embedded() else { return ExitCode::FAILURE };
    let measures = &knowledge.measures;
    let Some(judge) = measures.instruments.get(measures.judge) else { return ExitCode::FAILURE };
    println!("| simulated people | 90 % ranges that hold | \"surely better\" | of these not better |");
    println!("|---|---|---|---|");
    for world in WORLDS {
        let Some(tally) = run(measures, judge, world, 200_000, 7) else { return ExitCode::FAILURE };
        println!(
            "| {} | {:.1} % | {:.1} % | {:.1} % |",
            world.name,
            tally.coverage() * 100.0,
            f64::from(tally.said_better) / f64::from(tally.judged.max(1)) * 100.0,
            tally.wrong() * 100.0,
        );
    }
    ExitCode::SUCCESS
}
