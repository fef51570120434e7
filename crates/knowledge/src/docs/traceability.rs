//! The table that maps the safety paper, sentence by sentence, to the files and lines that carry it out.

use serde::Deserialize;

/// The data of the table, relative to the root of the repository.
pub const DATA: &str = "docs/traceability.toml";

/// The table itself.
pub const PAGE: &str = "docs/TRACEABILITY.md";

/// Rows of the paper, in its order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The rows.
    pub row: Vec<Row>,
}

/// One row of the paper.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its id, such as `RF-CES` or `0.2.1`.
    pub id: String,
    /// What it is about.
    pub of: String,
    /// Its numbers and conditions.
    pub points: Vec<Point>,
}

/// One number or condition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What the paper says, in our words.
    pub says: String,
    /// Where it is carried out.
    #[serde(default)]
    pub at: Vec<String>,
    /// Why it is not.
    pub not_used: Option<String>,
    /// How it was read.
    pub note: Option<String>,
}

/// A file and line.
#[derive(Debug, PartialEq, Eq)]
pub struct Spot {
    /// What the table shows.
    pub name: String,
    /// Relative to the root of the repository.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// Reads the table.
///
/// # Errors
/// What is wrong with it, with line and column.
pub fn parse(text: &str) -> Result<Table, String> {
    crate::tables::parse_placed(text)
}

/// Finds what a point names. `read` gives the text of a file of the repository, and `questions` are its question files.
///
/// # Errors
/// The file is not there, or no line of it holds the words.
pub fn find(target: &str, questions: &[String], read: &dyn Fn(&str) -> Option<String>) -> Result<Spot, String> {
    let (name, words) = match target.split_once(" @ ") {
        Some((name, words)) => (name, Some(words)),
        None => (target, None),
    };
    let lost = || format!("`{target}`: no line with these words");
    if let Some(id) = name.strip_prefix('?') {
        for file in questions {
            let text = read(file).unwrap_or_default();
            let head = format!("\"{id}\"");
            let Some(line) = line_of(&text, |line| line.starts_with("id ") && line.ends_with(&head)) else { continue };
            let own: String = text
                .lines()
                .skip(line)
                .take_while(|line| *line != "[[question]]")
                .fold(String::new(), |own, line| own + line + "\n");
            let below = match words {
                None => 0,
                Some(words) => line_of(&own, |line| line.contains(words)).ok_or_else(lost)?,
            };
            return Ok(Spot { name: id.to_owned(), file: file.clone(), line: line + below });
        }
        return Err(format!("`{target}`: no such question"));
    }
    let file = if name.contains('/') {
        name.to_owned()
    } else {
        let folders = ["rules", "limits"].iter().map(|folder| format!("knowledge/{folder}/{name}.toml"));
        folders
            .into_iter()
            .find(|file| read(file).is_some())
            .ok_or_else(|| format!("`{target}`: no such rule or limit"))?
    };
    let text = read(&file).ok_or_else(|| format!("`{target}`: no such file"))?;
    let line = match words {
        Some(words) => line_of(&text, |line| line.contains(words)).ok_or_else(lost)?,
        None => line_of(&text, |line| line.starts_with("when ")).unwrap_or(1),
    };
    let shown = name.rsplit('/').next().unwrap_or(name);
    Ok(Spot { name: shown.to_owned(), file, line })
}

/// The first line of a text, from 1, that fits.
fn line_of(text: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().position(fits).map(|at| at + 1)
}

/// The table as a page.
///
/// # Errors
/// Every point that leads nowhere.
pub fn page(table: &Table, questions: &[String], read: &dyn Fn(&str) -> Option<String>) -> Result<String, Vec<String>> {
    let mut wrong = Vec::new();
    let mut text =
        "<!-- Generated from docs/traceability.toml. Do not edit. -->\n# Traceability\n\nWhat each number and \
                    condition of the safety paper (sections 0 to 5) became: file and line, or why it is not used.\n"
            .to_owned();
    for row in &table.row {
        text.push_str(&format!("\n## {}: {}\n\n| the paper | here |\n|---|---|\n", row.id, row.of));
        for point in &row.points {
            if point.at.is_empty() != point.not_used.is_some() {
                wrong.push(format!("{}: `{}` needs either `at` or `not_used`", row.id, point.says));
            }
            let mut cell = Vec::new();
            for target in &point.at {
                match find(target, questions, read) {
                    Ok(spot) => cell.push(link(target, &spot)),
                    Err(error) => wrong.push(format!("{}: {error}", row.id)),
                }
            }
            let mut here = cell.join(", ");
            if let Some(why) = &point.not_used {
                here.push_str(&format!("Not used: {why}"));
            }
            if let Some(note) = &point.note {
                here.push_str(&format!(". {note}"));
            }
            text.push_str(&format!("| {} | {here} |\n", point.says));
        }
    }
    if wrong.is_empty() { Ok(text) } else { Err(wrong) }
}

/// A link with the line where the file is knowledge. Code moves too often for a page that a test keeps current, so there
/// the words that are found stand instead.
fn link(target: &str, spot: &Spot) -> String {
    let to = match spot.file.strip_prefix("docs/") {
        Some(inside) => inside.to_owned(),
        None => format!("../{}", spot.file),
    };
    match (spot.file.starts_with("knowledge/"), target.split_once(" @ ")) {
        (false, Some((_, words))) => format!("[{}]({to}) (`{words}`)", spot.name),
        (false, None) => format!("[{}]({to})", spot.name),
        (true, _) => format!("[{}:{line}]({to}#L{line})", spot.name, line = spot.line),
    }
}
