//! What a file in columns says of itself, read one group at a time: all of it grows with the groups, and is never held.
//!
//! It stands at the end of the file, in the compact protocol of Thrift. It is walked over once, to find where each group is
//! described; what it says is then read by the `parquet` crate, as if the file held no other group.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
    sync::Arc,
};

use parquet::{
    errors::ParquetError,
    file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader},
    schema::types::SchemaDescPtr,
};

use super::CohortError;

/// The length of the tail behind the description.
const TAIL: usize = 8;
/// How deep values may lie in each other. No description of today goes deeper than seven.
const DEEPEST: u8 = 24;
/// The field of the groups in the description, and that of the rows in a group.
const GROUPS: i64 = 4;
const ROWS: i64 = 3;
/// A list of one struct, and of none.
const ONE: u8 = 0x1c;
const NONE: u8 = 0x0c;

/// The description of a file.
#[derive(Clone, Debug)]
pub(super) struct Footer {
    /// What it says of the file, before and behind the groups.
    around: [Arc<[u8]>; 2],
    /// Where each group is described in the file.
    groups: Arc<[Range<u64>]>,
    /// How many rows each has.
    rows: Vec<u64>,
}

impl Footer {
    /// Finds it at the end of a file.
    ///
    /// # Errors
    /// A file that cannot be read, or is no whole Parquet file.
    pub(super) fn find(path: &Path) -> Result<Self, CohortError> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let Some(end) = length.checked_sub(TAIL as u64) else { return Err(broken("it is too short").into()) };
        let mut tail = [0u8; TAIL];
        file.seek(SeekFrom::Start(end))?;
        file.read_exact(&mut tail)?;
        let tail = FooterTail::try_new(&tail)?;
        if tail.is_encrypted_footer() {
            return Err(broken("it is encrypted").into());
        }
        let start = end.checked_sub(tail.metadata_length() as u64);
        let start = start.ok_or_else(|| broken("what it says of itself is cut off"))?;
        file.seek(SeekFrom::Start(start))?;
        let from = BufReader::new(file.take(end - start));
        let mut walk = Walk { from, at: start, kept: Some(Vec::new()), rows: None };
        Self::walked(&mut walk).map_err(Into::into)
    }

    fn walked(walk: &mut Walk<impl Read>) -> Result<Self, ParquetError> {
        let (mut before, mut groups, mut rows) = (None, Vec::new(), Vec::new());
        let mut id = 0;
        while let Some(kind) = walk.field(&mut id)? {
            if (id, kind) != (GROUPS, Kind::List) || before.is_some() {
                walk.skip(kind, DEEPEST)?;
                continue;
            }
            before = walk.kept.take();
            let (count, _) = walk.list()?;
            for _ in 0..count {
                let start = walk.at;
                walk.rows = None;
                walk.skip(Kind::Struct, DEEPEST)?;
                groups.push(start..walk.at);
                rows.push(u64::try_from(walk.rows.unwrap_or(0)).map_err(|_| broken("a group has less than no rows"))?);
            }
            walk.kept = Some(Vec::new());
        }
        let (Some(before), Some(behind)) = (before, walk.kept.take()) else { return Err(broken("it names no groups")) };
        Ok(Self { around: [before.into(), behind.into()], groups: groups.into(), rows })
    }

    /// How many rows each group has.
    pub(super) fn rows(&self) -> &[u64] {
        &self.rows
    }

    /// What it says of the file, without any group.
    ///
    /// # Errors
    /// A description that is damaged.
    pub(super) fn file(&self) -> Result<ParquetMetaData, ParquetError> {
        let [before, behind] = &self.around;
        ParquetMetaDataReader::decode_metadata(&[before, &[NONE][..], behind].concat())
    }

    /// What it says of one group, which is then the only one.
    ///
    /// # Errors
    /// A description that is damaged, or a file that cannot be read any more.
    pub(super) fn group(
        &self,
        mut file: &File,
        schema: &SchemaDescPtr,
        index: usize,
    ) -> Result<ParquetMetaData, CohortError> {
        let range = self.groups.get(index).ok_or_else(|| broken("no such group"))?;
        let [before, behind] = &self.around;
        let mut text = [before, &[ONE][..]].concat();
        file.seek(SeekFrom::Start(range.start))?;
        file.take(range.end - range.start).read_to_end(&mut text)?;
        text.extend_from_slice(behind);
        let options = ParquetMetaDataOptions::new().with_schema(Arc::clone(schema));
        Ok(ParquetMetaDataReader::decode_metadata_with_options(&text, Some(&options))?)
    }
}

fn broken(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}

/// What kind of value comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// True or false, which in a field stands in its header.
    Bool,
    Byte,
    /// A number of any width but a byte.
    Number,
    Double,
    Binary,
    List,
    Map,
    Struct,
    Uuid,
}

impl Kind {
    fn of(code: u8) -> Result<Self, ParquetError> {
        Ok(match code & 0x0f {
            1 | 2 => Self::Bool,
            3 => Self::Byte,
            4..=6 => Self::Number,
            7 => Self::Double,
            8 => Self::Binary,
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Struct,
            13 => Self::Uuid,
            _ => return Err(broken("what it says of itself is damaged")),
        })
    }
}

/// A walk over the description.
struct Walk<R> {
    from: BufReader<R>,
    /// Where it is in the file.
    at: u64,
    /// What it came by, where that is kept.
    kept: Option<Vec<u8>>,
    /// The rows of the group that it came by last.
    rows: Option<i64>,
}

impl<R: Read> Walk<R> {
    fn byte(&mut self) -> Result<u8, ParquetError> {
        let mut byte = [0u8];
        self.from.read_exact(&mut byte)?;
        let [byte] = byte;
        self.at += 1;
        self.kept.iter_mut().for_each(|kept| kept.push(byte));
        Ok(byte)
    }

    fn bytes(&mut self, count: u64) -> Result<(), ParquetError> {
        (0..count).try_for_each(|_| self.byte().map(drop))
    }

    /// A number of seven bits a byte, the lowest first.
    fn varint(&mut self) -> Result<u64, ParquetError> {
        let mut number = 0;
        for shift in (0u32..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(broken("what it says of itself is damaged"))
    }

    /// A number with its sign in the lowest bit.
    fn number(&mut self) -> Result<i64, ParquetError> {
        let coded = self.varint()?;
        Ok((coded >> 1).cast_signed() ^ -(coded & 1).cast_signed())
    }

    /// The next field of a struct, after that with `id`, which becomes its own; nothing at the end.
    fn field(&mut self, id: &mut i64) -> Result<Option<Kind>, ParquetError> {
        let header = self.byte()?;
        if header == 0 {
            return Ok(None);
        }
        *id = if header >> 4 == 0 { self.number()? } else { id.saturating_add(i64::from(header >> 4)) };
        Kind::of(header).map(Some)
    }

    /// How many values a list has, and of which kind.
    fn list(&mut self) -> Result<(u64, Kind), ParquetError> {
        let header = self.byte()?;
        let count = if header >> 4 == 0x0f { self.varint()? } else { u64::from(header >> 4) };
        Ok((count, Kind::of(header)?))
    }

    /// Goes past a value.
    fn skip(&mut self, kind: Kind, depth: u8) -> Result<(), ParquetError> {
        let depth = depth.checked_sub(1).ok_or_else(|| broken("what it says of itself is too deep"))?;
        match kind {
            Kind::Bool => {}
            Kind::Byte => self.bytes(1)?,
            Kind::Number => drop(self.varint()?),
            Kind::Double => self.bytes(8)?,
            Kind::Uuid => self.bytes(16)?,
            Kind::Binary => {
                let length = self.varint()?;
                self.bytes(length)?;
            }
            Kind::List => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    self.element(kind, depth)?;
                }
            }
            Kind::Map => {
                let count = self.varint()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                for _ in 0..count {
                    self.element(Kind::of(kinds >> 4)?, depth)?;
                    self.element(Kind::of(kinds)?, depth)?;
                }
            }
            Kind::Struct => {
                let mut id = 0;
                while let Some(kind) = self.field(&mut id)? {
                    // INVARIANT: whatever else has such a field lies in a group and so deeper.
                    if (id, kind, depth) == (ROWS, Kind::Number, DEEPEST - 1) {
                        self.rows = Some(self.number()?);
                    } else {
                        self.skip(kind, depth)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Goes past a value of a list, where true and false take a byte.
    fn element(&mut self, kind: Kind, depth: u8) -> Result<(), ParquetError> {
        if kind == Kind::Bool { self.bytes(1) } else { self.skip(kind, depth) }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc};

    use parquet::{
        data_type::Int32Type,
        file::{
            metadata::{ParquetMetaData, ParquetMetaDataReader},
            properties::WriterProperties,
            writer::SerializedFileWriter,
        },
        schema::parser::parse_message_type,
    };
    use tempfile::NamedTempFile;

    use super::{File, Footer};

    /// A file of twenty columns, with statistics and indexes, and groups of so many rows.
    fn file(groups: &[i32]) -> NamedTempFile {
        let file = NamedTempFile::new().unwrap();
        let columns: Vec<String> = (0..20).map(|number| format!("optional int32 column_{number};")).collect();
        let schema = Arc::new(parse_message_type(&format!("message any {{ {} }}", columns.concat())).unwrap());
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(file.reopen().unwrap(), schema, properties).unwrap();
        for rows in groups {
            let mut group = writer.next_row_group().unwrap();
            let values: Vec<i32> = (0..*rows).collect();
            while let Some(mut column) = group.next_column().unwrap() {
                column.typed::<Int32Type>().write_batch(&values, Some(&vec![1; values.len()]), None).unwrap();
                column.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.close().unwrap();
        file
    }

    fn whole(file: &NamedTempFile) -> ParquetMetaData {
        ParquetMetaDataReader::new().parse_and_finish(&file.reopen().unwrap()).unwrap()
    }

    #[test]
    fn each_group_is_described_as_in_the_whole() {
        // From fifteen groups on a list says its length in another way.
        for groups in [&[][..], &[3], &[1, 0, 700], &[2; 14], &[2; 15], &[5; 200]] {
            let file = file(groups);
            let (whole, footer) = (whole(&file), Footer::find(file.path()).unwrap());
            let about = footer.file().unwrap();
            assert_eq!(about.file_metadata(), whole.file_metadata());
            assert_eq!(footer.rows(), groups.iter().map(|rows| *rows as u64).collect::<Vec<_>>());
            let (open, schema) = (file.reopen().unwrap(), about.file_metadata().schema_descr_ptr());
            let each = (0..groups.len()).map(|index| footer.group(&open, &schema, index).unwrap());
            let each: Vec<_> = each.map(|one| one.row_group(0).clone()).collect();
            assert_eq!(each, whole.row_groups());
            assert!(footer.group(&open, &schema, groups.len()).is_err());
        }
    }

    #[test]
    fn no_damage_is_read_as_more_than_there_is() {
        let file = file(&[4, 4]);
        let whole = fs::read(file.path()).unwrap();
        let length = u32::from_le_bytes(whole[whole.len() - 8..whole.len() - 4].try_into().unwrap()) as usize;
        for at in whole.len() - 8 - length..whole.len() {
            for flip in [0x01, 0x90] {
                let mut damaged = whole.clone();
                damaged[at] ^= flip;
                fs::write(file.path(), &damaged).unwrap();
                let Ok(footer) = Footer::find(file.path()) else { continue };
                let Ok(about) = footer.file() else { continue };
                let (open, schema) = (File::open(file.path()).unwrap(), about.file_metadata().schema_descr_ptr());
                for index in 0..footer.rows().len() {
                    // Refused or read: what it says lies within the file.
                    drop(footer.group(&open, &schema, index));
                    assert!(footer.groups[index].end <= whole.len() as u64);
                }
            }
        }
    }
}
