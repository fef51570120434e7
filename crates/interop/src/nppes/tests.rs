//! The made-up sample of the register, row by row; and what would break a reader.

use super::*;

const SAMPLE: &str = include_str!("sample.csv");
const EXPECTED: &str = include_str!("expected.csv");

fn columns(reader: &mut Reader) -> Columns {
    let header = reader.fields(SAMPLE.lines().next().unwrap().as_bytes()).unwrap();
    assert_eq!(header.len(), 330);
    Columns::of(&header).unwrap()
}

fn row(number: usize) -> Result<Row, Bad> {
    let mut reader = Reader::default();
    let columns = columns(&mut reader);
    columns.row(&reader.fields(SAMPLE.lines().nth(number - 1).unwrap().as_bytes()).unwrap())
}

fn listed(number: usize) -> Listed {
    match row(number) {
        Ok(Row::Listed(listed)) => *listed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_row_of_the_sample_becomes_what_is_expected() {
    let mut seen = 0;
    for line in EXPECTED.lines().skip(1) {
        let mut cells = line.splitn(4, ',');
        let (number, verdict) = (cells.next().unwrap().parse().unwrap(), cells.nth(1).unwrap());
        let is = match row(number) {
            Ok(Row::Listed(_)) => "accept",
            Ok(Row::Deactivated(_)) => "skip",
            Ok(Row::Other(_)) | Err(_) => "reject",
        };
        assert_eq!(is, verdict, "{line}");
        seen += 1;
    }
    assert_eq!(seen, 38);
    assert_eq!(
        [row(27), row(30), row(31), row(37)],
        [Ok(Row::Other(2_900_000_268)), Err(Bad::Npi), Err(Bad::Npi), Err(Bad::Empty)]
    );
    assert_eq!(row(28), Ok(Row::Deactivated(2_900_000_276)));
}

#[test]
fn a_therapist_is_listed_as_the_row_says() {
    let first = listed(2);
    assert_eq!(
        (first.key.as_str(), first.name.as_str(), first.credential.as_str()),
        ("npi-2900000011", "Blake Sampleton", "LMT")
    );
    assert_eq!((first.city.as_str(), first.place.as_str(), first.postal.as_str()), ("Austin", "us-tx", "78701"));
    assert_eq!((first.gender, first.country.as_str(), first.dated.as_str()), (Some(Gender::Woman), "US", "01/02/2025"));
    assert_eq!(first.licences, [Licence { place: "us-tx".to_owned(), number: "MT123456".to_owned() }]);
    assert!(first.at.is_some_and(|at| at.km(place_of("78701").unwrap()) < 1.0));
    let clinic = listed(32);
    assert_eq!((clinic.kind, clinic.name.as_str()), (Kind::Organisation, "Example Massage Clinic Llc"));
    assert!(listed(33).licences.is_empty(), "a masked number is none");
    let abroad = listed(34);
    assert_eq!(
        (abroad.country.as_str(), abroad.place.as_str(), abroad.at, abroad.postal.as_str()),
        ("CA", "", None, "M5V 2T6")
    );
    assert_eq!(listed(35).name, "Ellis O'Test, Jr");
    assert_eq!(listed(38).licences.len(), 2);
    assert_eq!(listed(26).licences, [], "a licence beside another code is none for massage");
    assert_eq!((listed(39).postal.as_str(), listed(39).at), ("02108", place_of("02108")));
}

#[test]
fn check_digits_are_those_of_the_standard() {
    // The example of the standard itself (CMS, NPI check digit).
    assert_eq!(npi(b"1234567893"), Some(1_234_567_893));
    for wrong in [&b"1234567890"[..], b"123456789", b"3234567893", b"12345678933", b"123456789a", b""] {
        assert_eq!(npi(wrong), None);
    }
}

#[test]
fn what_is_seen_at_a_glance_is_what_a_closer_look_says() {
    let mut reader = Reader::default();
    let columns = columns(&mut reader);
    let mut glances = 0;
    for line in SAMPLE.lines().skip(1) {
        let Some(npi) = columns.glance(line.as_bytes()) else { continue };
        glances += 1;
        let row = columns.row(&reader.fields(line.as_bytes()).unwrap());
        assert!(row == Ok(Row::Other(npi)) || row == Ok(Row::Deactivated(npi)), "{row:?}");
    }
    assert_eq!(glances, 1);
}

#[test]
fn columns_are_found_by_their_names_and_all_that_are_missing_are_named() {
    let mut reader = Reader::default();
    let whole = columns(&mut reader);
    let header: Vec<&str> = SAMPLE.lines().next().unwrap().split("\",\"").collect();
    let turned =
        header.iter().rev().map(|name| format!("\"{}\"", name.trim_matches('"'))).collect::<Vec<_>>().join(",");
    let turned = Columns::of(&reader.fields(turned.as_bytes()).unwrap()).unwrap();
    assert_ne!(turned, whole);
    assert_eq!(turned.glance(SAMPLE.lines().nth(26).unwrap().as_bytes()), None, "no glance where the NPI is not first");
    let without =
        SAMPLE.lines().next().unwrap().replace("\"NPI\"", "\"X\"").replace("Provider License Number_7\"", "Y\"");
    let missing = Columns::of(&reader.fields(without.as_bytes()).unwrap()).unwrap_err();
    assert_eq!(missing, ["NPI", "Provider License Number_7"]);
    let marked = format!("\u{feff}{}", SAMPLE.lines().next().unwrap().replace("Sex Code", "Gender Code"));
    assert!(
        Columns::of(&reader.fields(marked.as_bytes()).unwrap()).is_ok(),
        "with a mark before it, and the older name of a column"
    );
}

#[test]
fn no_bytes_break_the_reader() {
    let mut reader = Reader::default();
    let columns = columns(&mut reader);
    let good = SAMPLE.lines().nth(1).unwrap().as_bytes();
    for end in 0..good.len() {
        let cut = good.get(..end).unwrap();
        let row = reader.fields(cut).ok_or(Bad::Columns).and_then(|fields| columns.row(&fields));
        // Without its last value alone, a row is one whose last value is empty.
        let last = good.len() - "\"01/02/2025\"".len();
        assert!(row.is_err() || end == last, "cut at {end}: {row:?}");
        assert_eq!(
            columns.glance(cut).is_some(),
            end >= 17 && !cut.windows(MASSAGE.len()).any(|it| it == MASSAGE.as_bytes()),
            "{end}"
        );
    }
    for row in [&b"\"\xff\xfe\",\"1\""[..], b"\"\"\"\"\"", b",,,,\0", &vec![b','; 5_000], &vec![b'"'; 100_000]] {
        assert!(reader.fields(row).is_none_or(|fields| columns.row(&fields).is_err()));
    }
    let latin = [b"\"J".as_slice(), &[0xf6], b"rg\""].concat();
    assert_eq!(reader.fields(&latin).unwrap().text(0), "J\u{f6}rg");
}
