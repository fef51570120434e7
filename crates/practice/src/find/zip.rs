//! Where ZIP codes are: the middles of the Census Bureau's areas of 2021, rounded to hundredths of a degree.
//!
//! `data/us_zips.bin` is made by `examples/pack_zips.rs`; data/README.md says from what. Codes of post-office boxes have no area
//! and are not in it.

use std::{collections::BTreeMap, sync::OnceLock};

use super::Point;

static PACKED: &[u8] = include_bytes!("../../data/us_zips.bin");

/// Where a place is that somebody types: a ZIP code, with or without its last four digits, or degrees north and east.
#[must_use]
pub fn place_of(text: &str) -> Option<Point> {
    let text = text.trim();
    Point::read(text).or_else(|| zip(text))
}

/// Where a ZIP code of five or nine digits is, if it is known.
fn zip(text: &str) -> Option<Point> {
    static KNOWN: OnceLock<BTreeMap<u32, Point>> = OnceLock::new();
    let digits: String = text.chars().filter(|it| *it != '-').collect();
    let plain = matches!(digits.len(), 5 | 9) && digits.bytes().all(|it| it.is_ascii_digit());
    let zip = digits.get(..5).filter(|_| plain)?.parse().ok()?;
    KNOWN.get_or_init(|| unpack(PACKED)).get(&zip).copied()
}

/// Each code as its difference to the one before, then both degrees as theirs; whole numbers of seven bits a byte.
fn unpack(packed: &[u8]) -> BTreeMap<u32, Point> {
    let mut bytes = packed.iter().copied();
    let mut all = BTreeMap::new();
    let (mut zip, mut lat, mut lon) = (0, 0, 0);
    while let (Some(by), Some(north), Some(east)) = (number(&mut bytes), number(&mut bytes), number(&mut bytes)) {
        (zip, lat, lon) = (zip + by, lat + north, lon + east);
        let point = i16::try_from(lat).ok().zip(i16::try_from(lon).ok()).and_then(|(lat, lon)| Point::new(lat, lon));
        all.extend(u32::try_from(zip).ok().zip(point));
    }
    all
}

/// The next whole number; its lowest bit is its sign.
fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<i32> {
    let (mut value, mut shift) = (0_u32, 0_u32);
    loop {
        let byte = bytes.next()?;
        value |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            let half = i32::try_from(value >> 1).ok()?;
            return Some(if value & 1 == 1 { -half - 1 } else { half });
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::{PACKED, place_of, unpack};
    use crate::find::Point;

    #[test]
    fn all_zip_codes_of_the_census_are_there() {
        assert_eq!(unpack(PACKED).len(), 33_791);
    }

    #[test]
    fn a_zip_code_is_where_it_is() {
        // The Census Bureau's own figures: 00601 is at 18.180555, -66.749961.
        assert_eq!(place_of("00601"), Some(Point { lat: 1818, lon: -6675 }));
        let portland = place_of("97205").unwrap();
        assert_eq!(place_of(" 97205-1234 "), Some(portland));
        assert_eq!(place_of("972051234"), Some(portland));
        assert!(portland.km(Point::of_degrees(45.52, -122.70).unwrap()) < 5.0, "{portland:?}");
        for none in ["9720", "00000", "97205-12", "9720a", "", "९७२०५", "91.0, 0", "NaN, 0", "1,2,3"] {
            assert_eq!(place_of(none), None, "{none}");
        }
    }
}
