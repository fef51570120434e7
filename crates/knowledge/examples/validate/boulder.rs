//! The five-year follow-up of the Boulder back pain trial (Ashar and others, JAMA Psychiatry 2022;79:13-23 and its
//! follow-up): what its authors publish, computed again from the answers.
//!
//! The data have no licence: they are not kept here, only their hash is. A directory with the authors' file names is read;
//! made-up files of the same shape show in the tests that the comparison can fail.

use std::{collections::BTreeMap, fs, path::Path};

use sha2::{Digest, Sha256};
use supple_care::{
    Knowledge,
    measure::{Instrument, Score},
};

/// One row for each person who answered after five years: each item as it was answered, and the authors' totals.
const ITEMS: &str = "5YearsFollowUp deidentified reIDed.csv";
/// The published table: mean and standard deviation of each outcome in each group.
const PUBLISHED: &str = "All outcomes at 5 years.csv";
/// The groups as they are numbered in the answers, and as the table heads them.
const GROUPS: [(&str, &str); 3] = [("1", "PRT"), ("2", "PLA"), ("3", "UC")];
/// The questions of the Oswestry index, each coded 1 to 6.
const ODI: [&str; 10] = [
    "pain_intensity",
    "personal_care_washing_dres",
    "lifting",
    "walking",
    "sitting",
    "standing",
    "sleeping",
    "sex_life",
    "social_life",
    "travelling",
];
/// The questions of the Brief Pain Inventory: how strong, and how much it interferes.
const STRONG: [&str; 4] = ["pain_worst", "pain_least", "pain_avg", "pain_now"];
const INTERFERES: [&str; 7] = [
    "general_activity",
    "mood",
    "walking_ability",
    "normal_work_includes_both",
    "relations_with_other_peopl",
    "sleep_interference",
    "enjoyment_of_life",
];
/// The items of the PEG, in the order in which Supple asks them.
const PEG: [&str; 3] = ["pain_avg", "enjoyment_of_life", "general_activity"];

type Row = BTreeMap<String, String>;

/// Something computed, beside what it is to be.
pub(crate) struct Compared {
    /// What it is.
    pub(crate) what: String,
    /// How many values there were.
    pub(crate) of: usize,
    /// How many are the same.
    pub(crate) same: usize,
    /// The first that is not.
    pub(crate) first: Option<String>,
}

/// What came out of a directory.
pub(crate) struct Report {
    /// The files with their hashes.
    pub(crate) files: Vec<(String, String)>,
    /// What was compared.
    pub(crate) compared: Vec<Compared>,
    /// For each group: pain-free or nearly so, of how many, and how many responded since the beginning by Supple's rule.
    pub(crate) groups: Vec<(String, usize, usize, usize)>,
    /// Mean PEG of each group, in tenths, from items that the authors did not score so: nothing is published to compare.
    pub(crate) peg: Vec<(String, i32)>,
}

fn table(directory: &Path, name: &str, files: &mut Vec<(String, String)>) -> Result<Vec<Row>, String> {
    let bytes = fs::read(directory.join(name)).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
    files.push((name.to_owned(), Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()));
    // The published table begins with a mark of its encoding.
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(text);
    // Two columns have one name there: the first counts.
    let names: Vec<String> =
        reader.headers().map_err(|error| format!("`{name}`: {error}"))?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|error| format!("`{name}`, line {line}: {error}"))?;
        let mut row = Row::new();
        for (name, value) in names.iter().zip(&record) {
            row.entry(name.clone()).or_insert_with(|| value.to_owned());
        }
        rows.push(row);
    }
    if rows.is_empty() { Err(format!("`{name}` has no row")) } else { Ok(rows) }
}

fn field<'r>(row: &'r Row, name: &str) -> Result<&'r str, String> {
    row.get(name).map(String::as_str).ok_or_else(|| format!("there is no column `{name}`"))
}

/// A number; nothing where it is missing. Missing is missing, never zero.
fn number(row: &Row, name: &str) -> Result<Option<f64>, String> {
    let text = field(row, name)?.trim();
    if text.is_empty() || text == "NaN" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("`{text}` in `{name}` is no number"))
}

/// Answers to items, in whole points.
fn answers(row: &Row, items: &[&str]) -> Result<Vec<Option<i32>>, String> {
    items
        .iter()
        .map(|item| {
            let text = field(row, item)?.trim();
            if text.is_empty() || text == "NaN" {
                return Ok(None);
            }
            text.parse().map(Some).map_err(|_| format!("`{text}` in `{item}` is no whole number"))
        })
        .collect()
}

fn score(instrument: &Instrument, answers: &[Option<i32>]) -> Result<Score, String> {
    instrument.score(answers).map_err(|why| format!("`{}` cannot be scored: {why:?}", instrument.id))
}

fn instrument<'k>(knowledge: &'k Knowledge, id: &str) -> Result<&'k Instrument, String> {
    knowledge.measures.instrument(id).ok_or_else(|| format!("there is no measure `{id}`"))
}

fn points(score: Score) -> f64 {
    f64::from(score.0) / f64::from(Score::PER_POINT)
}

/// Mean and standard deviation of a sample, as the table prints them.
fn printed(values: &[f64]) -> String {
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    format!("{mean:.2} ({:.2})", square.sqrt())
}

/// The outcome of one person, by Supple's own scoring where Supple has the measure; the authors' total for the others.
fn outcome(knowledge: &Knowledge, row: &Row, name: &str) -> Result<Option<f64>, String> {
    let mean = |items: &[&str]| -> Result<Option<f64>, String> {
        let given: Option<Vec<i32>> = answers(row, items)?.into_iter().collect();
        Ok(given.map(|given| f64::from(given.iter().sum::<i32>()) / f64::from(u32::try_from(given.len()).unwrap_or(1))))
    };
    match name {
        "pain_avg" => Ok(Some(points(score(instrument(knowledge, "pain-week")?, &answers(row, &["pain_avg"])?)?))),
        "odi" => {
            let Some(given) = answers(row, &ODI)?.into_iter().collect::<Option<Vec<i32>>>() else { return Ok(None) };
            // Ten items of 0 to 5, of 50 points: each point is two percent.
            let percent = (given.iter().sum::<i32>() - 10) * 2;
            Ok(Some(points(score(instrument(knowledge, "odi-total")?, &[Some(percent)])?)))
        }
        "bpi_intensity" => mean(&STRONG),
        "bpi_interference" => mean(&INTERFERES),
        other => number(row, other),
    }
}

fn compare(what: &str, pairs: impl IntoIterator<Item = (String, String, String)>) -> Compared {
    let mut compared = Compared { what: what.to_owned(), of: 0, same: 0, first: None };
    for (place, ours, theirs) in pairs {
        compared.of += 1;
        if ours == theirs {
            compared.same += 1;
        } else if compared.first.is_none() {
            compared.first = Some(format!("{place}: {ours} instead of {theirs}"));
        }
    }
    compared
}

/// Computes everything from the files in a directory.
///
/// # Errors
/// A file that is missing, cut off or of another shape, with its name and place.
pub(crate) fn run(knowledge: &Knowledge, directory: &Path) -> Result<Report, String> {
    let mut files = Vec::new();
    let people = table(directory, ITEMS, &mut files)?;
    let published = table(directory, PUBLISHED, &mut files)?;
    let within = |group: &str| -> Vec<&Row> {
        people.iter().filter(|row| row.get("group").is_some_and(|one| one == group)).collect()
    };

    let mut cells = Vec::new();
    for row in &published {
        let name = field(row, "outcome")?;
        for (group, head) in GROUPS {
            let values = within(group)
                .into_iter()
                .filter_map(|row| outcome(knowledge, row, name).transpose())
                .collect::<Result<Vec<f64>, String>>()?;
            cells.push((format!("{name}, {head}"), printed(&values), field(row, head)?.to_owned()));
        }
    }
    let mut compared = vec![compare("means and deviations of the published table", cells)];
    for name in ["odi", "bpi_intensity", "bpi_interference"] {
        let mut totals = Vec::new();
        for row in &people {
            let show = |value: Option<f64>| value.map_or_else(|| "nothing".to_owned(), |value| format!("{value:.9}"));
            let person = format!("person {}", field(row, "id")?);
            totals.push((person, show(outcome(knowledge, row, name)?), show(number(row, name)?)));
        }
        compared.push(compare(&format!("totals of `{name}` from its items"), totals));
    }

    let week = instrument(knowledge, "pain-week")?;
    let change = week.change.ok_or("`pain-week` has no smallest change")?;
    let (mut groups, mut peg) = (Vec::new(), Vec::new());
    for (group, head) in GROUPS {
        let rows = within(group);
        let (mut free, mut responded, mut pegs) = (0, 0, Vec::new());
        for row in &rows {
            let now = score(week, &answers(row, &["pain_avg"])?)?;
            free += usize::from(now <= Score::points(1));
            // The beginning was the mean of two answers: halves of points.
            if let Some(before) = number(row, "pain_avg_baseline")? {
                #[expect(clippy::cast_possible_truncation, reason = "0 to 10 points, in sixtieths")]
                let before = Score((before * f64::from(Score::PER_POINT)).round() as i32);
                responded += usize::from(supple_care::track::responds(change, week.better, before, now).0);
            }
            pegs.push(score(instrument(knowledge, "peg")?, &answers(row, &PEG)?)?.0);
        }
        groups.push((head.to_owned(), free, rows.len(), responded));
        let count = i32::try_from(pegs.len().max(1)).unwrap_or(i32::MAX);
        peg.push((head.to_owned(), Score(pegs.iter().sum::<i32>() / count).shown_tenths()));
    }
    Ok(Report { files, compared, groups, peg })
}
