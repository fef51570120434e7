//! The program: command line, settings, wiring, the clock.

/// Prints a line. A reader that has gone away is no failure of ours, and stops nothing.
macro_rules! println {
    ($($text:tt)*) => { $crate::out::line(::std::format_args!($($text)*)) };
}

mod args;
mod assess;
mod backup;
mod base;
mod claims;
mod code;
mod compare;
mod countries;
mod demo;
mod doctor;
mod geometry;
mod home;
mod import;
mod input;
mod interview;
mod keys;
mod letter;
mod mail;
mod out;
mod outside;
mod paper;
mod patience;
mod plan;
mod programs;
mod questions;
mod record;
mod replay;
mod report;
mod retention;
mod serve;
mod speech;
mod synth;
mod techniques;
mod told;
mod track;
mod trouble;

use std::{io::Write, process::ExitCode};

use anyhow::Context;
use supple_care::Day;
use supple_interop::dates;
use supple_knowledge::Files;
use supple_words::Words;

use args::{Action, Line};
use trouble::BadInput;

/// What a shell is told when the input cannot be used.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

/// Says what happened. A reader that has gone away is not told, and is no failure of ours.
fn fail(error: &anyhow::Error) -> ExitCode {
    let gone = error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
    });
    if gone {
        return ExitCode::SUCCESS;
    }
    let text = match error.downcast_ref::<BadInput>() {
        Some(problem) => problem.to_string(),
        None => format!("{error:#}"),
    };
    // Where even this cannot be written, the code still tells.
    drop(writeln!(std::io::stderr(), "{text}"));
    match error.downcast_ref::<BadInput>() {
        Some(_) => ExitCode::from(BAD_INPUT),
        None => ExitCode::FAILURE,
    }
}

fn run() -> anyhow::Result<ExitCode> {
    let words = Words::load("en").context("the language files are broken")?;
    let read = match Line::read(&words, version) {
        Ok(line) => line,
        // Help and version are printed, mistakes are said, each where it belongs.
        Err(error) => {
            error.print()?;
            return Ok(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(BAD_INPUT)));
        }
    };
    let line = read.settled().map_err(|_| BadInput(words.get("cli-serve-only", &[])))?;
    let directory = line.knowledge.as_deref();
    let knowledge = |words: &Words| base::read(words, directory);
    let home = |data: &args::Data| home::Home::of(&words, data.data.as_deref(), &line.place);
    let country = line.country.as_deref();
    let shelf = |words: &Words| base::shelf(words, directory);
    match line.action {
        None => serve::run(words, directory, country, (&line.place, &line.mail), &line.serve)?,
        Some(Action::Serve(given)) => serve::run(words, directory, country, (&line.place, &line.mail), &given)?,
        Some(Action::Assess(given)) => {
            let knowledge = knowledge(&words)?;
            assess::run(&words, &knowledge, today(), countries::chosen(&words, &knowledge, country)?, &given)?;
        }
        Some(Action::Plan(given)) => plan::run(&words, &knowledge(&words)?, today(), &given)?,
        Some(Action::Interview(given)) => {
            let knowledge = knowledge(&words)?;
            interview::run(&words, &knowledge, today(), countries::chosen(&words, &knowledge, country)?, &given)?;
        }
        Some(Action::Claims(given)) => claims::run(&words, &shelf(&words)?, &given)?,
        Some(Action::Track(given)) => {
            track::run(&words, directory, &home(&given.data)?.open_known(&words)?, today(), &given)?;
        }
        Some(Action::Letter(given)) => {
            letter::run(&words, directory, &home(&given.data)?.open_known(&words)?, today(), &given)?;
        }
        Some(Action::Questions(given)) => questions::run(&words, &knowledge(&words)?, &given)?,
        Some(Action::Replay(given)) => return replay::run(&words, knowledge(&words)?, today(), &given),
        Some(Action::Synth(given)) => synth::run(&words, &knowledge(&words)?, today(), &given)?,
        Some(Action::Techniques(given)) => techniques::run(&words, &knowledge(&words)?, &given)?,
        Some(Action::Knowledge(action)) => base::run(&words, directory, &action)?,
        Some(Action::Record(action)) => return record::run(&words, &line.place, directory, &action).map(exit_code),
        Some(Action::Import(action)) => return import::run(&words, &home(action.data())?, directory, &action),
        Some(Action::Code(given)) => {
            code::run(&words, &knowledge(&words)?, &home(&given.data)?.open_known(&words)?, &given)?;
        }
        Some(Action::Backup { data, to }) => return backup::backup(&words, &home(&data)?, &to).map(exit_code),
        Some(Action::Restore { data, backup, erased, backup_key_file, new_witness }) => {
            let how = backup::Restoring { erased: erased.as_deref(), key: backup_key_file.as_deref(), new_witness };
            return backup::restore(&words, &home(&data)?, &backup, how).map(exit_code);
        }
        Some(Action::Demo(given)) => demo::run(&words, directory, &line.place, &given)?,
        Some(Action::Doctor { data, new_witness }) => {
            return doctor::run(&words, &home(&data)?, &line.mail, new_witness).map(exit_code);
        }
        Some(Action::Practice(action)) => {
            return programs::run(&words, &home(action.data())?.open_known(&words)?, &action).map(exit_code);
        }
        Some(Action::Key(action)) => return keys::run(&words, &home(action.data())?, &action).map(exit_code),
    }
    Ok(ExitCode::SUCCESS)
}

/// What a shell is told: whether everything was found in order.
fn exit_code(in_order: bool) -> ExitCode {
    if in_order { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The version of the program and of the knowledge inside it.
fn version() -> String {
    format!("{} (knowledge {})", env!("CARGO_PKG_VERSION"), Files::embedded().version())
}

/// The day it is here.
fn today() -> Day {
    dates::day(jiff::Zoned::now().date())
}
