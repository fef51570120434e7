//! `supple interview`: asks page by page what can still change the outcome, and tells the result.

mod ask;
mod document;
mod flow;
mod lines;
mod map;
mod menus;
mod talk;

use std::{
    io::{self, IsTerminal},
    path::Path,
};

use supple_care::{Day, Knowledge};
use supple_words::Words;

use crate::{
    args::Interview,
    input,
    speech::Speech,
    trouble::{self, BadInput},
};
use document::Document;
use flow::Flow;
use lines::Lines;
use menus::Menus;
use talk::{Stop, Talk};

/// Runs an interview: with arrow keys where input and output are a terminal, else in plain lines.
///
/// # Errors
/// A file that cannot be gone on with or written; a terminal that fails.
pub(crate) fn run(
    words: &Words,
    knowledge: &Knowledge,
    today: Day,
    country: Option<String>,
    given: &Interview,
) -> anyhow::Result<()> {
    let mut document = match &given.resume {
        None => Document::new(today),
        Some(file) => {
            let bytes = input::bytes(words, file)?;
            let name = input::name_of(words, file);
            input::parse(file, &bytes)
                .and_then(|value| Document::resume(knowledge, &value, today))
                .map_err(|problems| trouble::problems(words, &name, &problems))?
        }
    };
    if let Some(code) = country {
        document.set_country(&code);
    }
    let save = given.save.clone().or_else(|| given.resume.clone()).filter(|file| !input::is_standard(file));
    let drawn = io::stdin().is_terminal() && io::stdout().is_terminal();
    let stopper = drawn.then(keep_the_terminal).transpose()?;
    let mut talk: Box<dyn Talk> =
        if drawn { Box::new(Menus::new()) } else { Box::new(Lines::new(words, io::stdin().lock(), io::stdout())) };
    let speech = Speech { words, knowledge };
    let outcome = Flow::new(speech, today, document, save.clone(), talk.as_mut()).run();
    drop(stopper);
    match outcome {
        Ok(()) | Err(flow::Trouble::Talk(Stop::Ended)) => Ok(()),
        Err(flow::Trouble::Talk(Stop::Cut)) => {
            Err(BadInput(go_on(words, save.as_deref(), &words.get("interview-cut", &[]))).into())
        }
        Err(flow::Trouble::Talk(Stop::Stuck(expected))) => {
            let stuck = words.get("interview-stuck", &[("expected", expected.trim().into())]);
            Err(BadInput(go_on(words, save.as_deref(), &stuck)).into())
        }
        Err(flow::Trouble::Talk(stop @ Stop::Broken(_))) => Err(stop.into()),
        Err(flow::Trouble::Input(problem)) => Err(problem.into()),
    }
}

/// What broke an interview off, and how to go on with it.
fn go_on(words: &Words, save: Option<&Path>, why: &str) -> String {
    let how = match save {
        Some(file) => words.get("interview-cut-saved", &[("file", file.display().to_string().into())]),
        None => words.get("interview-cut-lost", &[]),
    };
    format!("{why}\n{how}")
}

/// Catches ctrl-C, which then ends the talk like the end of the input does: the cursor comes back, and what is saved is
/// said.
fn keep_the_terminal() -> io::Result<tokio::runtime::Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().enable_time().build()?;
    runtime.spawn(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            // Nothing to do: the read that ctrl-C interrupted has told the talk already.
        }
    });
    Ok(runtime)
}
