//! A file in columns, read a block of people at a time.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use parquet::{
    basic::{Compression, Type as Physical},
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, ByteArrayType, DataType, Int32Type},
    errors::ParquetError,
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData},
        properties::{ReaderProperties, ReaderPropertiesPtr},
        reader::RowGroupReader,
        serialized_reader::SerializedRowGroupReader,
    },
    schema::types::SchemaDescPtr,
};

use super::{CohortError, footer::Footer, form::NULL};
use crate::Word;

/// A cohort in a file.
#[derive(Clone, Debug)]
pub struct Cohort {
    path: PathBuf,
    pub(super) columns: Vec<FileColumn>,
    footer: Arc<Footer>,
    schema: SchemaDescPtr,
    /// The row before the first of each group, and the one before the end.
    before: Arc<[u64]>,
}

/// A column as the file describes it.
#[derive(Clone, Debug)]
pub(super) struct FileColumn {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
    /// What its numbers mean, as it stands there.
    pub(super) codes: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Numbers,
    Text,
    Other,
}

impl Cohort {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// A file that cannot be read, or is no whole Parquet file.
    pub fn open(path: &Path) -> Result<Self, CohortError> {
        let footer = Footer::find(path)?;
        let mut before = vec![0u64];
        for rows in footer.rows() {
            before.push(before.last().copied().unwrap_or(0).saturating_add(*rows));
        }
        let about = footer.file()?;
        let (columns, schema) = (described(&about), about.file_metadata().schema_descr_ptr());
        Ok(Self { path: path.to_owned(), columns, footer: Arc::new(footer), schema, before: before.into() })
    }

    /// How many people it holds.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.before.last().copied().unwrap_or(0)
    }

    /// In how many groups they are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.before.len().saturating_sub(1)
    }

    /// The file once more, for one thread.
    ///
    /// # Errors
    /// A file that cannot be read any more.
    pub fn reader(&self) -> Result<Groups, CohortError> {
        Ok(Groups {
            file: Arc::new(File::open(&self.path)?),
            footer: Arc::clone(&self.footer),
            schema: Arc::clone(&self.schema),
            properties: Arc::new(ReaderProperties::builder().build()),
            before: Arc::clone(&self.before),
        })
    }
}

fn described(about: &ParquetMetaData) -> Vec<FileColumn> {
    let said = about.file_metadata().key_value_metadata();
    let codes = |name: &str| said?.iter().find(|one| one.key == name)?.value.clone();
    let columns = about.file_metadata().schema_descr().columns().iter();
    columns
        .map(|column| {
            let name = column.path().string();
            let flat = column.max_rep_level() == 0 && column.max_def_level() <= 1;
            let kind = match column.physical_type() {
                Physical::INT32 if flat => ColumnKind::Numbers,
                Physical::BYTE_ARRAY if flat => ColumnKind::Text,
                _ => ColumnKind::Other,
            };
            FileColumn { codes: codes(&name), name, kind }
        })
        .collect()
}

/// The groups of a file.
pub struct Groups {
    file: Arc<File>,
    footer: Arc<Footer>,
    schema: SchemaDescPtr,
    properties: ReaderPropertiesPtr,
    before: Arc<[u64]>,
}

impl Groups {
    /// One group, from its beginning.
    ///
    /// # Errors
    /// A file that is damaged, or compressed in a way that is not read.
    pub fn group(&self, index: usize) -> Result<Group, CohortError> {
        let range = self.before.get(index..).unwrap_or_default();
        let [from, to, ..] = range else { return Err(ParquetError::General("no such group".to_owned()).into()) };
        let about = self.footer.group(&self.file, &self.schema, index)?;
        if about.num_row_groups() != 1 {
            return Err(ParquetError::General("a group is not described".to_owned()).into());
        }
        if let Some(name) = about.row_group(0).columns().iter().find_map(unread) {
            return Err(CohortError::Compressed(name));
        }
        let group = SerializedRowGroupReader::new(
            Arc::clone(&self.file),
            about.row_group(0),
            about.page_index_for_row_group(0),
            Arc::clone(&self.properties),
        )?;
        let columns = (0..group.num_columns()).map(|column| group.get_column_reader(column));
        Ok(Group { columns: columns.collect::<Result<_, _>>()?, row: *from, end: *to, levels: Vec::new() })
    }
}

/// The compression of a column that is not read, as other programs call it.
fn unread(column: &ColumnChunkMetaData) -> Option<&'static str> {
    match column.compression() {
        Compression::UNCOMPRESSED | Compression::SNAPPY => None,
        Compression::GZIP(_) => Some("gzip"),
        Compression::LZO => Some("lzo"),
        Compression::BROTLI(_) => Some("brotli"),
        Compression::LZ4 | Compression::LZ4_RAW => Some("lz4"),
        Compression::ZSTD(_) => Some("zstd"),
    }
}

/// The people of a group who were not read yet.
pub struct Group {
    columns: Vec<ColumnReader>,
    row: u64,
    end: u64,
    levels: Vec<i16>,
}

/// Up to [`Word::LANES`] people in columns.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// The row of the first of them, counted from 1.
    pub first: u64,
    /// How many they are.
    pub rows: usize,
    /// The numbers of each column; nothing where it holds none of anybody.
    pub(super) numbers: Vec<Option<Vec<i32>>>,
    /// Their documents.
    pub(super) documents: Vec<(usize, Vec<u8>)>,
}

impl Cells {
    /// Whether some column but that of the documents says something of a person.
    pub(super) fn says(&self, lane: usize) -> bool {
        let mut columns = self.numbers.iter().flatten();
        columns.any(|values| values.get(lane).is_some_and(|value| *value != NULL))
    }
}

impl Group {
    /// Reads the next people; false at the end.
    ///
    /// # Errors
    /// A file that is damaged.
    pub fn next(&mut self, cells: &mut Cells) -> Result<bool, CohortError> {
        let left = self.end.saturating_sub(self.row);
        cells.rows = usize::try_from(left).map_or(Word::LANES, |left| left.min(Word::LANES));
        cells.first = self.row.saturating_add(1);
        cells.documents.clear();
        cells.numbers.resize(self.columns.len(), None);
        if cells.rows == 0 {
            return Ok(false);
        }
        for (column, into) in self.columns.iter_mut().zip(&mut cells.numbers) {
            match column {
                ColumnReader::Int32ColumnReader(column) => numbers(column, cells.rows, &mut self.levels, into)?,
                ColumnReader::ByteArrayColumnReader(column) => {
                    documents(column, cells.rows, &mut self.levels, &mut cells.documents)?;
                }
                // INVARIANT: no other kind is bound to anything.
                _ => {}
            }
        }
        self.row = self.row.saturating_add(cells.rows as u64);
        Ok(true)
    }
}

/// Reads the values of so many rows, without the empty ones.
fn values<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
) -> Result<Vec<T::T>, ParquetError> {
    levels.clear();
    let mut values = Vec::with_capacity(rows);
    let (read, ..) = column.read_records(rows, Some(levels), None, &mut values)?;
    if levels.is_empty() {
        // A column that is never empty says nothing about it.
        levels.resize(read, 1);
    }
    if read < rows || levels.len() < rows {
        return Err(ParquetError::General(format!("a column holds {read} of {rows} rows")));
    }
    Ok(values)
}

fn numbers(
    column: &mut ColumnReaderImpl<Int32Type>,
    rows: usize,
    levels: &mut Vec<i16>,
    into: &mut Option<Vec<i32>>,
) -> Result<(), ParquetError> {
    let mut read = values(column, rows, levels)?;
    for value in read.iter_mut().filter(|value| **value == NULL) {
        *value = NULL + 1;
    }
    *into = match read.len() {
        0 => None,
        full if full == rows => Some(read),
        _ => {
            let mut read = read.into_iter();
            Some(levels.iter().map(|level| if *level == 0 { NULL } else { read.next().unwrap_or(NULL) }).collect())
        }
    };
    Ok(())
}

fn documents(
    column: &mut ColumnReaderImpl<ByteArrayType>,
    rows: usize,
    levels: &mut Vec<i16>,
    into: &mut Vec<(usize, Vec<u8>)>,
) -> Result<(), ParquetError> {
    let read: Vec<ByteArray> = values(column, rows, levels)?;
    let lanes = levels.iter().zip(0usize..).filter(|(level, _)| **level != 0).map(|(_, lane)| lane);
    into.extend(lanes.zip(read.into_iter().map(|text| text.data().to_vec())));
    Ok(())
}
