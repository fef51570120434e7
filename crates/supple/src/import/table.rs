//! A table of therapists (CSV) from anywhere: an association, a school, a practice. Columns by their names, in any order:
//!
//! `id` and `name` are needed; `listed` (no: takes them out), `kind` (person or organisation), `credential`, `gender` (woman, man, other), `languages`,
//! `specialities`, `techniques` (ids with spaces between), `city`, `place` (the id of its law: us-or, de), `postal`, `country` (two letters),
//! `latitude`, `longitude`, `phone`, `licence` (its number), `changed` may be there.

use std::collections::{BTreeMap, BTreeSet};

use supple_care::Knowledge;
use supple_interop::nppes::{Fields, Reader};
use supple_practice::{
    find::{Gender, Kind, Licence, Listed, Point, place_of},
    licence::Jurisdiction,
};
use supple_words::Words;

use super::{Says, Source};

/// The names of the columns.
const COLUMNS: [&str; 18] = [
    "id",
    "name",
    "listed",
    "kind",
    "credential",
    "gender",
    "languages",
    "specialities",
    "techniques",
    "city",
    "place",
    "postal",
    "country",
    "latitude",
    "longitude",
    "phone",
    "licence",
    "changed",
];
/// How many of them have to be there.
const NEEDED: usize = 2;

/// A table.
pub(super) struct Table<'a> {
    words: &'a Words,
    source: &'a str,
    places: &'a [Jurisdiction],
    techniques: BTreeSet<&'a str>,
    reader: Reader,
    columns: BTreeMap<&'static str, usize>,
    count: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(words: &'a Words, source: &'a str, places: &'a [Jurisdiction], knowledge: &'a Knowledge) -> Self {
        let techniques = knowledge.techniques.techniques.iter().map(|it| it.id.as_str()).collect();
        Self { words, source, places, techniques, reader: Reader::default(), columns: BTreeMap::new(), count: 0 }
    }
}

impl Source for Table<'_> {
    fn header(&mut self, line: &[u8]) -> Result<(), String> {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let Some(fields) = self.reader.fields(line) else { return Err(self.words.get("listing-bad-columns", &[])) };
        self.count = fields.len();
        let mut unknown = Vec::new();
        for column in 0..fields.len() {
            let name = fields.text(column).to_lowercase();
            match COLUMNS.iter().find(|known| **known == name) {
                Some(known) => drop(self.columns.insert(known, column)),
                None => unknown.push(name),
            }
        }
        let needed = COLUMNS.iter().take(NEEDED);
        let missing: Vec<&str> = needed.filter(|name| !self.columns.contains_key(*name)).copied().collect();
        if !missing.is_empty() {
            return Err(self.words.get("listing-missing", &[("columns", missing.join("; ").into())]));
        }
        if !unknown.is_empty() {
            let args = [("columns", unknown.join("; ").into()), ("known", COLUMNS.join(", ").into())];
            return Err(self.words.get("listing-unknown", &args));
        }
        Ok(())
    }

    fn row(&mut self, line: &[u8], _whole: bool) -> Result<Says, String> {
        let fields = self.reader.fields(line).filter(|fields| fields.len() == self.count);
        let Some(fields) = fields else { return Err(self.words.get("listing-bad-columns", &[])) };
        let cells = Cells { fields, columns: &self.columns };
        let id = cells.text("id");
        let key = format!("{}-{id}", self.source);
        if cells.text("listed") == "no" && !id.is_empty() {
            return Ok(Says::Out(key));
        }
        let mut wrong: Vec<&'static str> = Vec::new();
        let mut check = |name: &'static str, right: bool| {
            if !right {
                wrong.push(name);
            }
        };
        let (gender, place, postal) = (cells.text("gender"), cells.text("place"), cells.text("postal"));
        let kind = cells.text("kind");
        let (lat, lon) = (cells.text("latitude"), cells.text("longitude"));
        let point = Point::read(&format!("{lat},{lon}"));
        let techniques: BTreeSet<String> = cells.text("techniques").split_whitespace().map(str::to_owned).collect();
        let name = cells.text("name");
        let licence = cells.text("licence");
        let country = cells.text("country").to_uppercase();
        check("id", !id.is_empty());
        check("name", !name.is_empty());
        check("listed", matches!(cells.text("listed").as_str(), "" | "yes"));
        check("kind", matches!(kind.as_str(), "" | "person" | "organisation"));
        check("gender", gender.is_empty() || Gender::of(&gender).is_some());
        check("techniques", techniques.iter().all(|id| self.techniques.contains(id.as_str())));
        check("place", place.is_empty() || self.places.iter().any(|known| known.id == place));
        check(
            "country",
            country.is_empty() || (country.len() == 2 && country.bytes().all(|it| it.is_ascii_uppercase())),
        );
        check("latitude", point.is_some() || (lat.is_empty() && lon.is_empty()));
        // A number alone says nothing without who gave it.
        check("licence", licence.is_empty() || !place.is_empty());
        if !wrong.is_empty() {
            return Err(self.words.get("listing-bad-cells", &[("columns", wrong.join(", ").into())]));
        }
        let american = place.starts_with("us-") || country == "US";
        Ok(Says::Listed(Box::new(Listed {
            key,
            name,
            kind: if kind == "organisation" { Kind::Organisation } else { Kind::Person },
            credential: cells.text("credential"),
            gender: Gender::of(&gender),
            languages: cells.text("languages"),
            specialities: cells.text("specialities"),
            techniques,
            city: cells.text("city"),
            at: point.or_else(|| place_of(&postal).filter(|_| american)),
            licences: Some(licence)
                .filter(|it| !it.is_empty())
                .map(|number| Licence { place: place.clone(), number })
                .into_iter()
                .collect(),
            place,
            postal,
            country,
            phone: cells.text("phone"),
            source: self.source.to_owned(),
            dated: cells.text("changed"),
        })))
    }
}

/// The cells of a row by the names of their columns.
struct Cells<'a> {
    fields: Fields<'a>,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl Cells<'_> {
    /// What stands there; empty where the column is missing.
    fn text(&self, column: &str) -> String {
        self.columns.get(column).map_or_else(String::new, |column| self.fields.text(*column).into_owned())
    }
}
