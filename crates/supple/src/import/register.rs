//! The main file of NPPES, or one of its weekly changes.

use supple_interop::nppes::{self, Bad, Columns, Reader, Row};
use supple_words::Words;

use super::{Says, Source};

/// The register.
pub(super) struct Register<'a> {
    words: &'a Words,
    reader: Reader,
    columns: Option<Columns>,
}

impl<'a> Register<'a> {
    pub(super) fn new(words: &'a Words) -> Self {
        Self { words, reader: Reader::default(), columns: None }
    }

    fn why(&self, bad: Bad) -> String {
        self.words.get(&format!("listing-bad-{}", bad.id()), &[])
    }
}

impl Source for Register<'_> {
    fn header(&mut self, line: &[u8]) -> Result<(), String> {
        let Some(fields) = self.reader.fields(line) else { return Err(self.why(Bad::Columns)) };
        let columns = Columns::of(&fields);
        let missing = |names: Vec<String>| self.words.get("listing-missing", &[("columns", names.join("; ").into())]);
        self.columns = Some(columns.map_err(missing)?);
        Ok(())
    }

    fn row(&mut self, line: &[u8], whole: bool) -> Result<Says, String> {
        let Some(columns) = &self.columns else { return Ok(Says::Nothing) };
        let row = match columns.glance(line).filter(|_| !whole) {
            Some(npi) => Ok(Row::Other(npi)),
            None => self.reader.fields(line).ok_or(Bad::Columns).and_then(|fields| columns.row(&fields)),
        };
        match row {
            Ok(Row::Listed(listed)) => Ok(Says::Listed(listed)),
            Ok(Row::Deactivated(npi) | Row::Other(npi)) => Ok(Says::Out(nppes::key(npi))),
            Err(bad) => Err(self.why(bad)),
        }
    }
}
