//! Hours as they are typed: `9:00-12:30, 13:30-18:00`.

use jiff::civil::Date;
use supple_practice::hours::{Exception, Hours, Part};

use super::{field::Reading, said::clock};

/// The most days off that one line may name.
const LONGEST: i32 = 366;

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
    let (hour, minute): (u16, u16) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

/// The parts of a day; nothing where it is not written like this. An end at or before the beginning lies after midnight.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = text.replace(['–', '—'], "-");
    let part = |text: &str| {
        let (from, until) = text.split_once('-')?;
        let (from_min, until_min) = (minute(from)?, minute(until)?);
        let until_min = if until_min <= from_min { until_min + 1440 } else { until_min };
        Some(Part { from_min, until_min })
    };
    let mut parts = text.split(',').filter(|text| !text.trim().is_empty()).map(part).collect::<Option<Vec<_>>>()?;
    parts.sort_unstable();
    Some(parts)
}

/// One day as it is typed.
pub(super) fn typed(parts: &[Part]) -> String {
    let one = |part: &Part| {
        format!(
            "{}-{}",
            clock(part.from_min),
            if part.until_min == 1440 { "24:00".to_owned() } else { clock(part.until_min) }
        )
    };
    parts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The days off as they are typed, one run a line.
pub(super) fn days_off(hours: &Hours) -> String {
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for (date, _) in hours.except.iter().filter(|(_, day)| **day == Exception::Closed) {
        match runs.last_mut().filter(|(_, last)| last.tomorrow().is_ok_and(|next| next == *date)) {
            Some((_, last)) => *last = *date,
            None => runs.push((*date, *date)),
        }
    }
    let line = |(first, last): &(Date, Date)| {
        if first == last { first.to_string() } else { format!("{first} - {last}") }
    };
    runs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads `h-1` to `h-7` and `off`.
pub(super) fn read(reading: &mut Reading<'_>) -> Hours {
    let mut hours = Hours::default();
    for (day, number) in hours.week.iter_mut().zip(1..) {
        let id = format!("h-{number}");
        match parts(reading.call.form.text(&id).unwrap_or_default()) {
            Some(parts) => *day = parts,
            None => reading.wrong(&id, "hours-wrong"),
        }
    }
    if reading.troubles.is_empty() && !hours.problems().is_empty() {
        reading.wrong("h-1", "hours-overlap");
    }
    for line in reading.call.form.text("off").unwrap_or_default().lines().filter(|line| !line.trim().is_empty()) {
        let (first, last) = line.split_once(" - ").unwrap_or((line, line));
        let date = |text: &str| text.trim().parse::<Date>().ok();
        match date(first).zip(date(last)).filter(|(first, last)| first <= last && (*last - *first).get_days() < LONGEST)
        {
            Some((first, last)) => {
                let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
                hours.except.extend(days.map(|day| (day, Exception::Closed)));
            }
            None => {
                reading.wrong("off", "hours-off-wrong");
                break;
            }
        }
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::{parts, typed};

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = |text: &str| parts(text).map(|parts| typed(&parts));
        assert_eq!(read("9-17").as_deref(), Some("9:00-17:00"));
        assert_eq!(read("13:30–18:00, 9:00 - 12:30").as_deref(), Some("9:00-12:30, 13:30-18:00"));
        assert_eq!(read("22:00-2:00").as_deref(), Some("22:00-2:00"), "into the night");
        assert_eq!(read("0-24").as_deref(), Some("0:00-24:00"));
        assert_eq!(read("").as_deref(), Some(""));
        for wrong in ["9", "9-25", "nine to five", "9:60-10:00", "9-17;18-19"] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }
}
