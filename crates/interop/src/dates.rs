//! Dates as they are written outside, days as the loop counts them.

use jiff::civil::Date;
use supple_care::Day;

/// The day of a date.
#[must_use]
pub fn day(date: Date) -> Day {
    let days = date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days());
    Day(days)
}

/// The date of a day; the nearest that there is, for days beyond the calendar.
#[must_use]
pub fn date(day: Day) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().days(day.0.clamp(-4_000_000, 2_900_000)))
}

/// Reads `2026-11-21`.
#[must_use]
pub fn parse(text: &str) -> Option<Day> {
    if text.len() != 10 {
        return None;
    }
    text.parse::<Date>().ok().map(day)
}

/// Writes `2026-11-21`.
#[must_use]
pub fn print(day: Day) -> String {
    date(day).to_string()
}

#[cfg(test)]
mod tests {
    use super::{parse, print};
    use supple_care::Day;

    #[test]
    fn a_date_goes_in_and_comes_out() {
        for text in ["1970-01-01", "2024-02-29", "2026-11-21", "1899-12-31"] {
            assert_eq!(parse(text).map(print).as_deref(), Some(text));
        }
        assert_eq!(parse("1970-01-02"), Some(Day(1)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["2026-02-30", "2026-13-01", "21.11.2026", "2026-11-21T10:00", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
