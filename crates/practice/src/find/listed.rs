//! Somebody who is listed: what a register or a table says of them, as one line of text.
//!
//! A list of therapists is lines of fields with tabs between them. A line that begins with `+` lists somebody, one with `-` takes them out;
//! of several about the same one the last counts. So a list is only added to, and a line that was cut off harms no other.

use std::{collections::BTreeSet, fmt::Write};

use serde::{Deserialize, Serialize};

use super::Point;

/// What somebody says of their gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// A woman.
    Woman,
    /// A man.
    Man,
    /// Neither of these.
    Other,
}

impl Gender {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Woman, Self::Man, Self::Other];

    /// The word in forms and lists.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
            Self::Other => "other",
        }
    }

    /// The gender of a word.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// Who is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One person.
    #[default]
    Person,
    /// An organisation.
    Organisation,
}

/// A licence as somebody stated it. Nobody here has checked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The id of the place that gave it: `us-tx`.
    pub place: String,
    /// Its number.
    pub number: String,
}

/// Somebody who is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// What tells them from all others: the source's id for them, behind its name: `npi-1234567893`.
    pub key: String,
    /// Their name.
    pub name: String,
    /// A person or an organisation.
    pub kind: Kind,
    /// The letters behind their name, in their words.
    pub credential: String,
    /// What they say of their gender.
    pub gender: Option<Gender>,
    /// Languages, in their words.
    pub languages: String,
    /// What they are good at, in their words.
    pub specialities: String,
    /// The ids of the techniques that they say they give.
    pub techniques: BTreeSet<String>,
    /// The town in which they work.
    pub city: String,
    /// The id of the place whose law holds there; empty where it is not known.
    pub place: String,
    /// The postal code.
    pub postal: String,
    /// The country (ISO 3166-1, two letters).
    pub country: String,
    /// Where that is, about; nothing where it is not known.
    pub at: Option<Point>,
    /// The telephone number under which they work.
    pub phone: String,
    /// Licences that they state.
    pub licences: Vec<Licence>,
    /// Where they are listed: `NPPES`.
    pub source: String,
    /// When the source last changed them, in its own words.
    pub dated: String,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Lists somebody, by this key.
    Add(&'a str),
    /// Takes them out.
    Remove(&'a str),
}

/// How many fields a line has that lists somebody.
const FIELDS: usize = 18;

/// What a line does, and to whom; nothing where it is no whole line of a list.
#[must_use]
pub fn change(line: &str) -> Option<Change<'_>> {
    let mut fields = line.split('\t');
    let (mark, key) = (fields.next()?, fields.next().filter(|key| !key.is_empty())?);
    match mark {
        "+" if fields.clone().count() == FIELDS - 2 => Some(Change::Add(key)),
        "-" if fields.next().is_none() => Some(Change::Remove(key)),
        _ => None,
    }
}

impl Change<'_> {
    /// The line that takes somebody out, with its end.
    #[must_use]
    pub fn removal(key: &str) -> String {
        let mut line = "-\t".to_owned();
        push(&mut line, key);
        line.push('\n');
        line
    }
}

/// Puts a text into a field: one line, without a tab.
fn push(line: &mut String, text: &str) {
    line.extend(text.chars().map(|it| if it.is_control() { ' ' } else { it }));
}

impl Listed {
    /// Writes the line that lists somebody, with its end.
    pub fn write(&self, line: &mut String) {
        let kind = if self.kind == Kind::Person { "p" } else { "o" };
        let techniques = self.techniques.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let licences = self.licences.iter().map(|it| format!("{} {}", it.place, it.number.replace(';', " ")));
        let licences = licences.collect::<Vec<_>>().join(";");
        line.push('+');
        for text in [&self.key, &self.name] {
            line.push('\t');
            push(line, text);
        }
        let gender = self.gender.map_or("", Gender::id);
        let middle = [kind, &self.credential, gender, &self.languages, &self.specialities, &techniques, &self.city];
        for text in middle.into_iter().chain([self.place.as_str(), &self.postal, &self.country]) {
            line.push('\t');
            push(line, text);
        }
        line.push('\t');
        if let Some(at) = self.at {
            // Writing into memory does not fail.
            let _ = write!(line, "{},{}", at.lat, at.lon);
        }
        for text in [&self.phone, &licences, &self.source, &self.dated] {
            line.push('\t');
            push(line, text);
        }
        line.push('\n');
    }

    /// Reads the line again; nothing where it lists nobody.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let it = Fields::of(line)?;
        let text = |field: &str| field.to_owned();
        Some(Self {
            key: text(it.key),
            name: text(it.name),
            kind: if it.kind == "o" { Kind::Organisation } else { Kind::Person },
            credential: text(it.credential),
            gender: Gender::of(it.gender),
            languages: text(it.languages),
            specialities: text(it.specialities),
            techniques: it.techniques.split_whitespace().map(str::to_owned).collect(),
            city: text(it.city),
            place: text(it.place),
            postal: text(it.postal),
            country: text(it.country),
            at: it.point(),
            phone: text(it.phone),
            licences: it.licences.split(';').filter_map(licence).collect(),
            source: text(it.source),
            dated: text(it.dated),
        })
    }
}

/// The fields of a line that lists somebody, as they stand there.
#[derive(Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    key: &'a str,
    pub(super) name: &'a str,
    kind: &'a str,
    pub(super) credential: &'a str,
    pub(super) gender: &'a str,
    pub(super) languages: &'a str,
    pub(super) specialities: &'a str,
    pub(super) techniques: &'a str,
    pub(super) city: &'a str,
    pub(super) place: &'a str,
    postal: &'a str,
    country: &'a str,
    at: &'a str,
    phone: &'a str,
    licences: &'a str,
    source: &'a str,
    dated: &'a str,
}

impl<'a> Fields<'a> {
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let Some(Change::Add(key)) = change(line) else { return None };
        let mut fields = line.split('\t').skip(2);
        let mut next = || fields.next().unwrap_or_default();
        Some(Self {
            key,
            name: next(),
            kind: next(),
            credential: next(),
            gender: next(),
            languages: next(),
            specialities: next(),
            techniques: next(),
            city: next(),
            place: next(),
            postal: next(),
            country: next(),
            at: next(),
            phone: next(),
            licences: next(),
            source: next(),
            dated: next(),
        })
    }

    pub(super) fn point(&self) -> Option<Point> {
        let (lat, lon) = self.at.split_once(',')?;
        Point::new(lat.parse().ok()?, lon.parse().ok()?)
    }
}

fn licence(text: &str) -> Option<Licence> {
    let (place, number) = text.split_once(' ')?;
    Some(Licence { place: place.to_owned(), number: number.to_owned() })
}
