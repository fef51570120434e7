//! Records as a table (CSV) to look at.

use supple_store::{Portable, PortablePractice};

use crate::home::moment;

/// A person's events as a table: for a spreadsheet, and for a program that reads no JSON around them.
pub(super) fn person_table(record: &Portable) -> serde_json::Result<Vec<u8>> {
    let mut table = String::from("id,at_utc,zone,kind,version,who,payload\r\n");
    for event in &record.events {
        let (who, payload) = (serde_json::to_string(&event.who)?, serde_json::to_string(&event.payload)?);
        let version = event.version.to_string();
        row(
            &mut table,
            &[&event.id.to_string(), &moment(event.at_ms), &event.zone, &event.kind, &version, &who, &payload],
        );
    }
    Ok(table.into_bytes())
}

/// What a practice keeps as a table. The records of its people are not in it: each has a table of its own.
pub(super) fn practice_table(all: &PortablePractice) -> serde_json::Result<Vec<u8>> {
    let mut table = String::from("shelf,id,at_utc,until_utc,about,body\r\n");
    for (shelf, items) in &all.shelves {
        for item in items {
            let at = |at: Option<supple_store::UtcMs>| at.map(moment).unwrap_or_default();
            let about = item.about.map(|about| about.to_string()).unwrap_or_default();
            let body = serde_json::to_string(&item.body)?;
            row(&mut table, &[shelf, &item.id.to_string(), &at(item.at_ms), &at(item.until_ms), &about, &body]);
        }
    }
    Ok(table.into_bytes())
}

/// A row as RFC 4180 has it. What a spreadsheet would take for a formula is a text to it.
fn row(table: &mut String, cells: &[&str]) {
    for (nth, cell) in cells.iter().enumerate() {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let mark = if formula { "'" } else { "" };
        let comma = if nth == 0 { "" } else { "," };
        table.extend([comma, "\"", mark, &cell.replace('"', "\"\""), "\""]);
    }
    table.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        let mut table = String::new();
        row(&mut table, &["a\"b", "=1+1", "x,\r\ny", ""]);
        assert_eq!(table, "\"a\"\"b\",\"'=1+1\",\"x,\r\ny\",\"\"\r\n");
    }
}
