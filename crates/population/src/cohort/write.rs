//! A cohort written into columns.

use std::{io::Write, sync::Arc};

use parquet::{
    basic::{LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, Int32Type},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};
use supple_care::{Answer, Intensity, Knowledge, Mark, QuestionId, Sheet, pain::MapState, question::Kind};

use super::{
    CohortError,
    form::{Codes, Column, Holds, NULL, columns},
};

/// How many people make a group: as many as one thread reads at a time.
const GROUP: usize = 65_536;

/// Writes a cohort.
pub struct Writer<'k, W: Write + Send> {
    knowledge: &'k Knowledge,
    columns: Vec<Column>,
    file: SerializedFileWriter<W>,
    /// The group that is being filled: a column that nobody has filled yet is shorter than the group.
    cells: Vec<Vec<i32>>,
    documents: Vec<Option<ByteArray>>,
}

impl<'k, W: Write + Send> Writer<'k, W> {
    /// Begins a file.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn create(knowledge: &'k Knowledge, into: W) -> Result<Self, CohortError> {
        let columns = columns(knowledge)?;
        let fields = columns.iter().map(|column| {
            let (physical, logical) = match column.codes {
                Codes::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Codes::Day => (Physical::INT32, Some(LogicalType::Date)),
                Codes::Number(..) | Codes::Words(_) => (Physical::INT32, None),
            };
            let field = Type::primitive_type_builder(&column.name, physical);
            field.with_logical_type(logical).with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
        });
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("cohort").with_fields(fields).build()?;
        let meanings = columns.iter().filter_map(|column| {
            column.codes.text().map(|text| KeyValue { key: column.name.clone(), value: Some(text) })
        });
        let properties = WriterProperties::builder()
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(meanings.collect()));
        let file = SerializedFileWriter::new(into, Arc::new(schema), Arc::new(properties.build()))?;
        Ok(Self { knowledge, cells: vec![Vec::new(); columns.len()], documents: Vec::new(), columns, file })
    }

    /// Writes one person; `document` is asked for where a sheet does not fit into the columns.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn put(&mut self, sheet: &Sheet, document: impl FnOnce() -> String) -> Result<(), CohortError> {
        let row = self.documents.len();
        let fits = fits(self.knowledge, sheet);
        self.documents.push((!fits).then(|| ByteArray::from(document().into_bytes())));
        if fits {
            for (column, cells) in self.columns.iter().zip(&mut self.cells) {
                if let Some(value) = value(sheet, column.holds, &column.codes) {
                    cells.resize(row, NULL);
                    cells.push(value);
                }
            }
        }
        if self.documents.len() < GROUP { Ok(()) } else { self.end_group() }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn finish(mut self) -> Result<(), CohortError> {
        self.end_group()?;
        self.file.close()?;
        Ok(())
    }

    /// Ends a group of people; the next one begins another. Groups that are large enough end by themselves.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn end_group(&mut self) -> Result<(), CohortError> {
        if self.documents.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        let rows = self.documents.len();
        for (column, cells) in self.columns.iter().zip(&mut self.cells) {
            if column.holds == Holds::Document {
                documents(&mut group, &self.documents)?;
            } else {
                cells.resize(rows, NULL);
                numbers(&mut group, cells)?;
            }
            cells.clear();
        }
        group.close()?;
        self.documents.clear();
        Ok(())
    }
}

fn numbers<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, cells: &[i32]) -> Result<(), CohortError> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(*cell != NULL)).collect();
    let values: Vec<i32> = cells.iter().copied().filter(|cell| *cell != NULL).collect();
    if let Some(mut column) = group.next_column()? {
        column.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

fn documents<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    documents: &[Option<ByteArray>],
) -> Result<(), CohortError> {
    let levels: Vec<i16> = documents.iter().map(|document| i16::from(document.is_some())).collect();
    let values: Vec<ByteArray> = documents.iter().flatten().cloned().collect();
    if let Some(mut column) = group.next_column()? {
        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

/// Whether the columns hold everything that a sheet says.
fn fits(knowledge: &Knowledge, sheet: &Sheet) -> bool {
    let single = |mark: &Mark| {
        let once = sheet.pain.marks.iter().filter(|other| other.place == mark.place).count() == 1;
        once && !mark.numb && mark.spreads.is_empty() && mark.since.is_none()
    };
    let answers = knowledge.questions.iter().zip((0u16..).map(QuestionId)).all(|(question, id)| {
        match (sheet.get(id), &question.kind) {
            (Answer::NotAsked, _) => true,
            (_, Kind::Choices(_) | Kind::Text) => false,
            (Answer::Unknown, _) => true,
            (Answer::Yes | Answer::No, kind) => *kind == Kind::YesNo,
            (Answer::Number(number), Kind::Number { min, max, .. }) => (min..=max).contains(&&number),
            (Answer::Choice(option), Kind::Choice(options)) => usize::from(option) < options.len(),
            (Answer::Places(places), Kind::Places) => places.len() == 1,
            (Answer::Number(_) | Answer::Choice(_) | Answer::Choices(_) | Answer::Places(_), _) => false,
        }
    });
    let map = if sheet.pain.state == MapState::Confirmed {
        sheet.pain.marks.iter().all(single)
    } else {
        sheet.pain.marks.is_empty()
    };
    answers && map && sheet.clearances.is_empty() && !sheet.mention && !sheet.doubtful
}

/// What stands in a column for a sheet that fits.
fn value(sheet: &Sheet, holds: Holds, codes: &Codes) -> Option<i32> {
    let unknown = match codes {
        Codes::Number(min, _) => min.saturating_sub(1),
        Codes::Words(_) | Codes::Day | Codes::Text => -1,
    };
    match holds {
        Holds::Today => Some(sheet.today.0),
        Holds::Proxy => sheet.proxy.then_some(1),
        Holds::Rescreen => sheet.rescreen.then_some(1),
        Holds::Map => match sheet.pain.state {
            MapState::NotAsked => None,
            MapState::Unknown => Some(unknown),
            MapState::Confirmed => Some(0),
        },
        Holds::Pain(place) => {
            let mark = sheet.pain.marks.iter().find(|mark| mark.place == place)?;
            Some(match mark.intensity {
                Intensity::Unknown => unknown,
                Intensity::Of(strength) => i32::from(strength),
            })
        }
        Holds::Document => None,
        Holds::Answer(question) => match sheet.get(question) {
            Answer::NotAsked | Answer::Choices(_) => None,
            Answer::Unknown => Some(unknown),
            Answer::No => Some(0),
            Answer::Yes => Some(1),
            Answer::Number(number) => Some(number),
            Answer::Choice(option) => Some(i32::from(option)),
            Answer::Places(places) => places.iter().next().map(|place| i32::from(place.0)),
        },
    }
}
