//! Feeds for other programs to read, one JSON object a line: the text, and the appointments that must come out of it.
//! `peers/calendar.mjs` reads them.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;
use supple_interop::feed::{Entry, feed};

/// Zones of every kind: with changes of the clocks on both halves of the earth, without any, and off the full hour.
const ZONES: [(&str, &str); 5] = [
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
    ("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"),
    ("Asia/Kathmandu", "<+0545>-5:45"),
    ("UTC", "UTC0"),
];

fn main() -> Result<(), jiff::Error> {
    let start: Timestamp = "2026-01-05T08:30:00Z".parse()?;
    for (name, rule) in ZONES {
        let zone = TimeZone::posix(rule)?;
        // Every eleventh day of a year and a half, at an hour that wanders, so that both sides of each change are there.
        let entries: Vec<Entry> = (0..50u32)
            .map(|number| {
                let from = start + SignedDuration::from_hours(i64::from(number) * 265);
                Entry {
                    uid: format!("{number}@supple"),
                    sequence: number % 4,
                    made: start,
                    from,
                    until: from + SignedDuration::from_mins(30 + i64::from(number % 3) * 15),
                    title: format!(
                        "Appointment; no. {number}, \"ä\\n\" \u{1f9d8} and a title that is longer than a line may be"
                    ),
                    cancelled: number % 7 == 0,
                }
            })
            .collect();
        let wanted: Vec<_> = entries
            .iter()
            .map(|it| {
                json!({
                    "uid": it.uid, "sequence": it.sequence, "from": it.from.as_millisecond(),
                    "until": it.until.as_millisecond(), "title": it.title,
                    "status": if it.cancelled { "CANCELLED" } else { "CONFIRMED" },
                })
            })
            .collect();
        println!("{}", json!({ "zone": name, "text": feed("Sessions", name, &zone, &entries), "events": wanted }));
    }
    Ok(())
}
