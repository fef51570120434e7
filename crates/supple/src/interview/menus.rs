//! Talking with lists that the arrow keys move through.

use dialoguer::{Input, MultiSelect, Select, console::Term, theme::ColorfulTheme};

use super::talk::{Answered, Check, Reply, Stop, Talk};

/// A terminal that can be drawn on.
pub(crate) struct Menus {
    term: Term,
    theme: ColorfulTheme,
}

impl Menus {
    pub(crate) fn new() -> Self {
        Self { term: Term::stdout(), theme: ColorfulTheme::default() }
    }
}

impl Drop for Menus {
    fn drop(&mut self) {
        // A list that was left by ctrl-C has hidden the cursor. Where the terminal is gone there is none to show.
        drop(self.term.show_cursor());
    }
}

fn stopped(error: dialoguer::Error) -> Stop {
    match error {
        dialoguer::Error::IO(error) => error.into(),
    }
}

fn reply<T>(answer: dialoguer::Result<Option<T>>) -> Answered<T> {
    Ok(answer.map_err(stopped)?.map_or(Reply::Back, Reply::Given))
}

impl Talk for Menus {
    fn how(&self) -> &'static str {
        "interview-how-menus"
    }

    fn say(&mut self, text: &str) -> Result<(), Stop> {
        Ok(self.term.write_line(text.trim_end())?)
    }

    fn one(&mut self, options: &[String]) -> Answered<usize> {
        let chosen = reply(Select::with_theme(&self.theme).items(options).interact_on_opt(&self.term))?;
        if let Reply::Given(index) = chosen
            && let Some(option) = options.get(index)
        {
            self.term.write_line(&format!("  {option}"))?;
        }
        Ok(chosen)
    }

    fn several(&mut self, options: &[String]) -> Answered<Vec<usize>> {
        reply(MultiSelect::with_theme(&self.theme).items(options).interact_on_opt(&self.term))
    }

    fn line(&mut self, check: Check<'_>) -> Answered<String> {
        let input = Input::<String>::with_theme(&self.theme)
            .allow_empty(true)
            .validate_with(|line: &String| match line.trim() {
                "b" => Ok(()),
                line => check(line),
            })
            .interact_text_on(&self.term)
            .map_err(stopped)?;
        Ok(match input.trim() {
            "b" => Reply::Back,
            line => Reply::Given(line.to_owned()),
        })
    }
}
