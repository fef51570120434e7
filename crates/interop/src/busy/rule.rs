//! Repetition (RFC 5545, 3.3.10): which days a rule names, read as far as calendars of people use it. What is read otherwise is said.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// A rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    every: Every,
    interval: i32,
    pub(super) count: Option<usize>,
    /// As it is written.
    pub(super) until: Option<String>,
    /// Weekdays, with which of the month; 0 for each.
    days: Vec<(i32, Weekday)>,
    month_days: Vec<i32>,
    months: Vec<i8>,
    positions: Vec<i32>,
    week_starts: Weekday,
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

/// Numbers between commas, each within limits and none of them 0.
fn numbers(text: &str, most: i32) -> Option<Vec<i32>> {
    let one = |text: &str| text.trim().parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= most);
    text.split(',').map(one).collect()
}

impl Rule {
    /// Reads a rule; nothing where it says more than is understood here, so that none is read as less than it is.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.to_ascii_uppercase();
        let mut rule = Self {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_starts: Weekday::Monday,
        };
        let mut is_every = false;
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name.trim() {
                "FREQ" => {
                    is_every = true;
                    rule.every = match value {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return None,
                    };
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|many| (1..=1000).contains(many))?,
                "COUNT" => rule.count = Some(value.parse().ok().filter(|many| *many > 0)?),
                "UNTIL" => rule.until = Some(value.to_owned()),
                "BYDAY" => rule.days = value.split(',').map(by_day).collect::<Option<_>>()?,
                "BYMONTHDAY" => rule.month_days = numbers(value, 31)?,
                "BYMONTH" => {
                    let all = numbers(value, 12)?.into_iter();
                    rule.months =
                        all.map(|month| i8::try_from(month).ok().filter(|it| *it > 0)).collect::<Option<_>>()?;
                }
                "BYSETPOS" => rule.positions = numbers(value, 366)?,
                "WKST" => rule.week_starts = weekday(value)?,
                name if name.starts_with("X-") => {}
                _ => return None,
            }
        }
        let ordinals = rule.days.iter().any(|(which, _)| *which != 0);
        // "The twentieth Monday of the year" is nobody's week.
        let fits = match rule.every {
            Every::Month => true,
            Every::Year => rule.days.is_empty() || !rule.months.is_empty(),
            Every::Day | Every::Week => !ordinals && (rule.every == Every::Day || rule.month_days.is_empty()),
        };
        (is_every && fits).then_some(rule)
    }

    /// How many periods after the first the one of a day is, at least.
    pub(super) fn ahead(&self, first: Date, day: Date) -> i32 {
        let days = (day - first).get_days();
        let long = match self.every {
            Every::Day => 1,
            Every::Week => 7,
            Every::Month => 31,
            Every::Year => 366,
        };
        (days / long / self.interval - 1).max(0)
    }

    /// The days of a period, in order; nothing where the calendar ends.
    pub(super) fn period(&self, first: Date, number: i32) -> Option<Vec<Date>> {
        let by = number.checked_mul(self.interval)?;
        let mut days = match self.every {
            Every::Day => {
                let day = first.checked_add(by.days()).ok()?;
                if self.is_in(day) { vec![day] } else { Vec::new() }
            }
            Every::Week => self.week(first, by)?,
            Every::Month => {
                let month = first.first_of_month().checked_add(by.months()).ok()?;
                if self.in_months(month) { self.month(month, first) } else { Vec::new() }
            }
            Every::Year => self.year(first, by)?,
        };
        days.sort_unstable();
        days.dedup();
        if !self.positions.is_empty() {
            let many = i32::try_from(days.len()).ok()?;
            let at = |position: &i32| if *position > 0 { position - 1 } else { many + position };
            let wanted: Vec<usize> = self.positions.iter().filter_map(|it| usize::try_from(at(it)).ok()).collect();
            days = days.into_iter().enumerate().filter(|(at, _)| wanted.contains(at)).map(|(_, day)| day).collect();
        }
        Some(days)
    }

    fn in_months(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }

    /// Whether a day is one that the rule does not leave out.
    fn is_in(&self, day: Date) -> bool {
        let weekday = self.days.is_empty() || self.days.iter().any(|(_, it)| *it == day.weekday());
        let from_end = i32::from(day.day()) - i32::from(day.days_in_month()) - 1;
        let number = self.month_days.is_empty()
            || self.month_days.iter().any(|it| *it == i32::from(day.day()) || *it == from_end);
        weekday && number && self.in_months(day)
    }

    fn week(&self, first: Date, by: i32) -> Option<Vec<Date>> {
        let back = i32::from(first.weekday().since(self.week_starts));
        let start = first.checked_sub(back.days()).ok()?.checked_add(by.checked_mul(7)?.days()).ok()?;
        let days = (0..7).map(|day| start.checked_add(day.days()).ok()).collect::<Option<Vec<Date>>>()?;
        let wanted = |day: &Date| match self.days.is_empty() {
            true => day.weekday() == first.weekday(),
            false => self.days.iter().any(|(_, it)| *it == day.weekday()),
        };
        Some(days.into_iter().filter(wanted).filter(|day| self.in_months(*day)).collect())
    }

    fn month(&self, month: Date, first: Date) -> Vec<Date> {
        let all = || (1..=month.days_in_month()).filter_map(|day| Date::new(month.year(), month.month(), day).ok());
        if self.days.is_empty() && self.month_days.is_empty() {
            return all().filter(|day| day.day() == first.day()).collect();
        }
        let last = i32::from(month.days_in_month());
        let nth = |day: Date, which: i32| {
            let (from_start, from_end) = ((i32::from(day.day()) - 1) / 7 + 1, (last - i32::from(day.day())) / 7 + 1);
            which == 0 || which == from_start || which == -from_end
        };
        let by_day = |day: &Date| {
            self.days.is_empty() || self.days.iter().any(|(which, it)| *it == day.weekday() && nth(*day, *which))
        };
        let by_number = |day: &Date| {
            let number = i32::from(day.day());
            self.month_days.is_empty() || self.month_days.iter().any(|it| *it == number || *it == number - last - 1)
        };
        all().filter(by_day).filter(by_number).collect()
    }

    fn year(&self, first: Date, by: i32) -> Option<Vec<Date>> {
        let year = i16::try_from(i32::from(first.year()).checked_add(by)?).ok()?;
        let months = if self.months.is_empty() { vec![first.month()] } else { self.months.clone() };
        let months = months.into_iter().map(|month| Date::new(year, month, 1).ok()).collect::<Option<Vec<Date>>>()?;
        Some(months.into_iter().flat_map(|month| self.month(month, first)).collect())
    }
}

/// A weekday, with which of them: `MO`, `-1FR`.
fn by_day(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let (which, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let which = if which.is_empty() { 0 } else { which.parse().ok().filter(|it: &i32| *it != 0 && it.abs() <= 5)? };
    Some((which, weekday(day)?))
}

#[cfg(test)]
mod tests {
    use super::Rule;
    use jiff::civil::date;

    fn days(rule: &str, first: jiff::civil::Date, periods: i32) -> Vec<String> {
        let rule = Rule::read(rule).unwrap_or_else(|| panic!("{rule}"));
        (0..periods).flat_map(|number| rule.period(first, number).unwrap()).map(|day| day.to_string()).collect()
    }

    #[test]
    fn rules_name_the_days_that_the_standard_gives_for_them() {
        // RFC 5545, 3.8.5.3: examples, from 2 September 1997, a Tuesday.
        let first = date(1997, 9, 2);
        assert_eq!(days("FREQ=DAILY;INTERVAL=10", first, 3), ["1997-09-02", "1997-09-12", "1997-09-22"]);
        assert_eq!(
            days("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH", first, 2),
            ["1997-09-02", "1997-09-04", "1997-09-16", "1997-09-18"]
        );
        assert_eq!(days("FREQ=MONTHLY;BYDAY=1FR", date(1997, 9, 5), 3), ["1997-09-05", "1997-10-03", "1997-11-07"]);
        assert_eq!(days("FREQ=MONTHLY;BYDAY=1SU,-1SU", date(1997, 9, 7), 1), ["1997-09-07", "1997-09-28"]);
        assert_eq!(days("FREQ=MONTHLY;BYDAY=-2MO", date(1997, 9, 22), 2), ["1997-09-22", "1997-10-20"]);
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=-3", date(1997, 9, 28), 3),
            ["1997-09-28", "1997-10-29", "1997-11-28"]
        );
        assert_eq!(days("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", first, 6), ["1998-02-13"]);
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", date(1997, 9, 29), 2),
            ["1997-09-29", "1997-10-30"]
        );
        assert_eq!(
            days("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", date(1996, 11, 5), 2),
            ["1996-11-05", "2000-11-07"]
        );
        // A day that a month has not is left out.
        assert_eq!(days("FREQ=MONTHLY", date(2026, 1, 31), 4), ["2026-01-31", "2026-03-31"]);
        assert_eq!(days("FREQ=YEARLY", date(2024, 2, 29), 5), ["2024-02-29", "2028-02-29"]);
    }

    #[test]
    fn what_is_not_understood_is_not_read_as_less() {
        for rule in [
            "",
            "COUNT=3",
            "FREQ=HOURLY",
            "FREQ=SECONDLY",
            "FREQ=YEARLY;BYDAY=20MO",
            "FREQ=YEARLY;BYWEEKNO=20",
            "FREQ=DAILY;BYHOUR=9,15",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=99999999999",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=é",
            "FREQ=MONTHLY;BYMONTHDAY=0",
        ] {
            assert!(Rule::read(rule).is_none(), "{rule}");
        }
    }
}
