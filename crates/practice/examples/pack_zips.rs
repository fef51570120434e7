//! Packs a table of ZIP codes (`zip,lat,lon` under a header) for `data/us_zips.bin`: `cargo run --example pack_zips TABLE OUT`.

#![expect(clippy::disallowed_methods, reason = "a tool of developers reads and writes files")]

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = env::args().skip(1);
    let (from, to) = given.next().zip(given.next()).ok_or("name the table and the file to write")?;
    let mut rows = Vec::new();
    for line in fs::read_to_string(from)?.lines().skip(1) {
        let mut cells = line.split(',');
        let (zip, lat, lon) = (cells.next(), cells.next(), cells.next());
        let (Some(zip), Some(lat), Some(lon)) = (zip, lat, lon) else { return Err(line.into()) };
        rows.push((zip.parse::<i32>()?, hundredths(lat)?, hundredths(lon)?));
    }
    rows.sort_unstable();
    let (mut out, mut last) = (Vec::new(), (0, 0, 0));
    for row in rows {
        for by in [row.0 - last.0, row.1 - last.1, row.2 - last.2] {
            number(by, &mut out);
        }
        last = row;
    }
    Ok(fs::write(to, out)?)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
fn hundredths(degrees: &str) -> Result<i32, Box<dyn Error>> {
    Ok((degrees.parse::<f64>()? * 100.0).round() as i32)
}

fn number(by: i32, out: &mut Vec<u8>) {
    let mut left = (by << 1 ^ by >> 31).cast_unsigned();
    while left >= 0x80 {
        out.push(u8::try_from(left & 0x7f).unwrap_or_default() | 0x80);
        left >>= 7;
    }
    out.push(u8::try_from(left).unwrap_or_default());
}
