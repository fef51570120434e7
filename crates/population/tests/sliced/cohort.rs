//! A cohort in columns comes to the same as its sheets one by one.

use std::{collections::BTreeMap, env, fs, path::Path, sync::Arc};

use parquet::{
    basic::{Repetition, Type as Physical},
    data_type::{DoubleType, Int32Type},
    file::{metadata::KeyValue, properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};
use supple_care::{Day, Disposition, Sheet, screen};
use supple_population::{
    Sliced, Tally, Word,
    cohort::{Bad, Bound, Cells, Cohort, CohortError, Days, Writer, WrongColumn},
};
use tempfile::NamedTempFile;

use crate::{
    people::{TODAY, base},
    wild::{settled, wild},
};

/// How many sheets go through a file, unless `SUPPLE_SHEETS` says otherwise: several blocks and a part of one.
const SHEETS: u64 = 6_000;
pub(crate) const DAYS: Days = Days { earliest: Day(18_262), latest: Day(30_000), otherwise: TODAY };

/// The sheets in a file, and which are documents there; a document is the place of the sheet among them.
pub(crate) fn file(sheets: &[Sheet]) -> (NamedTempFile, Vec<bool>) {
    let (file, mut documents) = (NamedTempFile::new().unwrap(), vec![false; sheets.len()]);
    let mut writer = Writer::create(base(), file.reopen().unwrap()).unwrap();
    for (index, sheet) in sheets.iter().enumerate() {
        writer
            .put(sheet, || {
                documents[index] = true;
                index.to_string()
            })
            .unwrap();
    }
    writer.finish().unwrap();
    (file, documents)
}

/// Rows that cannot be used, and why.
type Aside = BTreeMap<u64, Vec<Bad<String>>>;

/// What a file comes to, and its rows that cannot be used.
fn replayed(
    path: &Path,
    document: impl Fn(&[u8]) -> Result<Sheet, String>,
) -> Result<(Tally, Vec<Option<Disposition>>, Aside), CohortError> {
    let sliced = Sliced::of(base());
    let cohort = Cohort::open(path)?;
    let bound = Bound::of(&sliced, base(), &cohort, DAYS)?;
    let (reader, mut cells, mut tally) = (cohort.reader()?, Cells::default(), Tally::default());
    let (mut dispositions, mut aside) = (Vec::new(), BTreeMap::new());
    for group in 0..cohort.groups() {
        let mut people = reader.group(group)?;
        while people.next(&mut cells)? {
            let (taken, bad) = bound.take(&cells, &document);
            let screened = bound.screen(&sliced, base(), &cells, taken, bad.keys().copied(), &mut tally);
            dispositions.extend(screened.dispositions);
            aside.extend(bad.into_iter().map(|(lane, why)| (cells.first + lane as u64, why)));
        }
    }
    Ok((tally, dispositions, aside))
}

#[test]
fn columns_come_to_the_same_as_sheets() {
    let count = env::var("SUPPLE_SHEETS").map_or(SHEETS, |count| count.parse().unwrap());
    // Files of no more people than fit into memory one by one.
    let (mut documents, mut contradicted, mut nothing) = (0, 0, 0);
    for first in (0..count).step_by(50_000) {
        let seen = through_a_file(first..count.min(first + 50_000));
        (documents, contradicted, nothing) = (documents + seen[0], contradicted + seen[1], nothing + seen[2]);
    }
    let count = usize::try_from(count).unwrap();
    assert!(documents > count / 60 && documents < count / 2, "{documents} documents");
    assert!(contradicted > count / 300, "{contradicted} contradict themselves");
    assert!(nothing > 0, "somebody in the columns has nothing left");
}

/// Reads the sheets of these seeds through a file and singly; gives how many are documents, contradict themselves in columns,
/// and have nothing left in columns.
fn through_a_file(seeds: std::ops::Range<u64>) -> [usize; 3] {
    let sheets: Vec<Sheet> = seeds.clone().map(wild).collect();
    let (file, documents) = file(&sheets);
    let document = |text: &[u8]| {
        let index: usize = std::str::from_utf8(text).unwrap().parse().unwrap();
        Ok(settled(&sheets[index]).0)
    };
    let (tally, dispositions, bad) = replayed(file.path(), document).unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    let (settled, contradict): (Vec<Sheet>, Vec<bool>) = sheets.iter().map(settled).unzip();
    let (sliced, mut expected, mut one_by_one) = (Sliced::of(base()), Tally::default(), Vec::new());
    for block in settled.chunks(Word::LANES) {
        one_by_one.extend(expected.add(&sliced, base(), block).dispositions);
    }
    let mut nothing = 0;
    for (index, sheet) in settled.iter().enumerate() {
        let (columns, block, seed) = (&dispositions[index], &one_by_one[index], seeds.start + index as u64);
        let single = screen(base(), sheet);
        assert_eq!((*columns, *block), (Some(single.disposition), Some(single.disposition)), "seed {seed}");
        nothing += usize::from(single.nothing_left && !documents[index]);
    }
    assert_eq!((dispositions.len(), tally), (one_by_one.len(), expected));
    let contradicted = documents.iter().zip(contradict).filter(|(document, contradicts)| !**document && *contradicts);
    [documents.iter().filter(|one| **one).count(), contradicted.count(), nothing]
}

/// A column of numbers with what they mean.
type Raw<'a> = (&'a str, Option<&'a str>, &'a [Option<i32>]);

/// A file with these columns.
fn raw(columns: &[Raw<'_>]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    let field = |name: &str| {
        let field = Type::primitive_type_builder(name, Physical::INT32).with_repetition(Repetition::OPTIONAL);
        Arc::new(field.build().unwrap())
    };
    let fields = columns.iter().map(|(name, ..)| field(name)).collect();
    let schema = Arc::new(Type::group_type_builder("any").with_fields(fields).build().unwrap());
    let codes = columns
        .iter()
        .filter_map(|(name, codes, _)| Some(KeyValue { key: (*name).to_owned(), value: Some((*codes)?.to_owned()) }));
    let properties = WriterProperties::builder().set_key_value_metadata(Some(codes.collect())).build();
    let mut writer = SerializedFileWriter::new(file.reopen().unwrap(), schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (.., cells) in columns {
        let values: Vec<i32> = cells.iter().flatten().copied().collect();
        let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&values, Some(&levels), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    file
}

fn no_documents(_: &[u8]) -> Result<Sheet, String> {
    Err("no document".to_owned())
}

const YES_NO: Option<&str> = Some("-1 unknown, 0 no, 1 yes");

#[test]
fn numbers_that_stand_for_nothing_are_told_with_their_row() {
    let file = raw(&[
        ("fever", YES_NO, &[Some(0), Some(7), None, Some(i32::MIN), Some(0), Some(0)]),
        ("age", Some("-1 unknown"), &[Some(40), Some(40), Some(400), Some(-1), None, Some(30)]),
        ("pain.map", Some("-1 unknown, 0 complete"), &[Some(0), None, None, None, None, Some(3)]),
        ("pain.low-back-left", Some("-1 unknown"), &[Some(4), None, None, None, Some(4), Some(11)]),
        ("sheet.today", None, &[Some(20_000), None, None, None, None, Some(3)]),
    ]);
    let (tally, dispositions, bad) = replayed(file.path(), no_documents).unwrap();
    assert_eq!((tally.people, dispositions.iter().flatten().count()), (1, 1));
    let why = |row: u64| bad[&row].clone();
    assert_eq!(bad.keys().copied().collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(why(2), [Bad::Number(0, 7)]);
    assert_eq!(why(3), [Bad::Number(1, 400)]);
    assert_eq!(why(4), [Bad::Number(0, i32::MIN + 1)]);
    assert_eq!(why(5), [Bad::MapNotComplete]);
    assert_eq!(why(6).len(), 4, "{:?}", why(6));
}

#[test]
fn codes_are_those_of_the_file() {
    let turned = raw(&[("fever", Some("5 yes,4 no, 3 unknown"), &[Some(5), Some(4), Some(3), None])]);
    let plain = raw(&[("fever", YES_NO, &[Some(1), Some(0), Some(-1), None])]);
    let all = |file: &NamedTempFile| replayed(file.path(), no_documents).unwrap();
    assert_eq!(all(&turned).0, all(&plain).0);
    assert_ne!(all(&plain).1[0], all(&plain).1[1]);
}

#[test]
fn a_file_of_something_else_names_the_column() {
    let wrong = |columns: &[Raw<'_>]| match replayed(raw(columns).path(), no_documents) {
        Err(CohortError::Column { name, wrong }) => (name, wrong),
        other => panic!("{other:?}"),
    };
    let named = |name: &str, wrong| (name.to_owned(), wrong);
    assert_eq!(wrong(&[("price", None, &[Some(1)])]), named("price", WrongColumn::NotKnown));
    let expected = WrongColumn::NoCodes("-1 unknown, 0 no, 1 yes".to_owned());
    assert_eq!(wrong(&[("fever", None, &[Some(1)])]), named("fever", expected.clone()));
    assert_eq!(wrong(&[("fever", Some("yes no"), &[Some(1)])]), named("fever", expected));
    assert_eq!(wrong(&[("sheet.document", None, &[Some(1)])]), named("sheet.document", WrongColumn::NoText));
    let nothing = raw(&[("pain.map", Some("-1 unknown, 0 complete"), &[Some(0)])]);
    assert!(matches!(replayed(nothing.path(), no_documents), Err(CohortError::NoQuestion)));
}

#[test]
fn a_column_of_fractions_is_no_column_of_numbers() {
    let file = NamedTempFile::new().unwrap();
    let field = Type::primitive_type_builder("age", Physical::DOUBLE).build().unwrap();
    let schema = Arc::new(Type::group_type_builder("any").with_fields(vec![Arc::new(field)]).build().unwrap());
    let mut writer = SerializedFileWriter::new(file.reopen().unwrap(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[44.5], Some(&[1]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    let read = replayed(file.path(), no_documents);
    assert!(matches!(&read, Err(CohortError::Column { wrong: WrongColumn::NoNumbers, .. })), "{read:?}");
}

#[test]
fn a_file_that_is_cut_off_or_damaged_is_told() {
    let sheets: Vec<Sheet> = (0..50).map(wild).collect();
    let (file, _) = file(&sheets);
    let whole = fs::read(file.path()).unwrap();
    for cut in [0, 3, 8, whole.len() / 2, whole.len() - 1] {
        fs::write(file.path(), &whole[..cut]).unwrap();
        let read = replayed(file.path(), no_documents);
        assert!(matches!(read, Err(CohortError::Broken(_))), "{cut}: {read:?}");
    }
    // A row is either in columns or a document.
    let mut both = Writer::create(base(), file.reopen().unwrap()).unwrap();
    file.as_file().set_len(0).unwrap();
    let mut odd = Sheet::new(TODAY);
    odd.mention = true;
    both.put(&odd, || "what".to_owned()).unwrap();
    both.put(&Sheet::new(TODAY), || unreachable!()).unwrap();
    both.finish().unwrap();
    let (tally, _, bad) = replayed(file.path(), no_documents).unwrap();
    assert_eq!((tally.people, bad[&1].clone()), (1, vec![Bad::Document("no document".to_owned())]));
}
