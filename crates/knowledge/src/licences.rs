//! What places ask of somebody who gives massages: licences/*.toml.

use serde::Deserialize;
use supple_practice::licence::{Confidence, Jurisdiction, Regulation};

use crate::{
    Errors, Files,
    diagnostic::Sink,
    folder::{self, Head},
    raw::Text,
};

/// The folder that is read here, and by nobody else.
pub(crate) const FOLDER: &str = "licences";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    place: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    id: Text,
    name: Text,
    regulation: Regulation,
    title: String,
    regulator: String,
    renewal_years: Option<u8>,
    confidence: Confidence,
    source: Text,
    source_year: String,
    on: Text,
    #[serde(default)]
    note: String,
}

/// Every place, in the order of the files.
///
/// # Errors
/// Every mistake, each with file, line, column and what was expected.
pub fn licences(files: &Files) -> Result<Vec<Jurisdiction>, Errors> {
    folder::read(files, FOLDER, |file: File, places, sink| {
        file.place.into_iter().for_each(|place| take(place, places, sink));
    })
}

fn take(place: Place, places: &mut Vec<Jurisdiction>, sink: &mut Sink<'_>) {
    let head = Head { id: &place.id, name: &place.name, source: &place.source, on: &place.on };
    let Some(on) = head.check(|id| places.iter().any(|known| known.id == id), sink) else { return };
    places.push(Jurisdiction {
        id: place.id.into_inner(),
        name: place.name.into_inner(),
        regulation: place.regulation,
        title: place.title,
        regulator: place.regulator,
        renewal_years: place.renewal_years,
        confidence: place.confidence,
        source: place.source.into_inner(),
        source_year: place.source_year,
        on,
        note: place.note,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(places: &[Jurisdiction], regulation: Regulation) -> usize {
        places.iter().filter(|place| place.id.starts_with("us-") && place.regulation == regulation).count()
    }

    #[test]
    fn every_state_and_territory_is_there_once() {
        let places = licences(&Files::embedded()).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(places.iter().filter(|place| place.id.starts_with("us-")).count(), 56);
        assert_eq!(count(&places, Regulation::Licence), 48);
        assert_eq!(count(&places, Regulation::Registration), 1);
        assert_eq!(count(&places, Regulation::Certificate), 1);
        assert_eq!(count(&places, Regulation::Open), 3);
        assert_eq!(count(&places, Regulation::Unknown), 3);
        let of = |id: &str| places.iter().find(|place| place.id == id).unwrap().regulation;
        assert_eq!(
            [of("us-ny"), of("us-ca"), of("kr"), of("de"), of("elsewhere")],
            [
                Regulation::Licence,
                Regulation::Certificate,
                Regulation::Restricted,
                Regulation::Title,
                Regulation::Unknown,
            ]
        );
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let entry = |id: &str, on: &str| {
            format!(
                "[[place]]\nid = '{id}'\nname = 'A'\nregulation = 'open'\ntitle = ''\nregulator = ''\n\
                 confidence = 'low'\nsource = 's'\nsource_year = ''\non = '{on}'\n"
            )
        };
        let text = entry("a", "2026-01-01") + &entry("a", "2026-01-01") + &entry("B", "soon");
        let errors = licences(&Files::new(vec![("licences/x.toml".to_owned(), text)])).unwrap_err();
        let lines: Vec<usize> = errors.0.iter().map(|error| error.line).collect();
        assert_eq!(lines, [12, 22, 30], "{errors}");
        let bad = Files::new(vec![("licences/x.toml".to_owned(), "[[place]]\nregulation = 'free'".to_owned())]);
        assert!(licences(&bad).unwrap_err().to_string().contains("licences/x.toml:2"));
    }
}
