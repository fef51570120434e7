//! Public holidays: a region's days by rule, and on which of them a practice is closed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

/// When a day is, in any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A date of every year (month, day), or only where it is this weekday.
    Fixed(i8, i8, Option<Weekday>),
    /// One date.
    Once(Date),
    /// So many days after Easter Sunday; before it where negative.
    Easter(i16),
    /// So many days after Easter Sunday of the eastern churches. Right until 2099.
    Pascha(i16),
    /// The nth weekday of a month (nth, weekday, month); -1 for the last.
    Nth(i8, Weekday, i8),
    /// The first such weekday on a date (month, day) or after it.
    From(Weekday, i8, i8),
}

/// Three letters of a weekday.
fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// Month and day of a leap year, as in `02-29`.
fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(2000, month, day).ok().map(|_| (month, day))
}

impl Rule {
    /// Reads `12-25`, `12-27 mon`, `2027-06-25`, `easter+1`, `pascha-2`, `1 mon 09`, `last mon 05` or `mon from 05-18`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let off = |text: &str| if text.is_empty() { Some(0) } else { text.parse().ok() };
        let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
        match text.split(' ').collect::<Vec<_>>().as_slice() {
            [one] => match (one.strip_prefix("easter"), one.strip_prefix("pascha")) {
                (Some(days), _) => off(days).map(Self::Easter),
                (_, Some(days)) => off(days).map(Self::Pascha),
                _ if one.len() == 10 => one.parse().ok().map(Self::Once),
                _ => month_day(one).map(|(month, day)| Self::Fixed(month, day, None)),
            },
            [date, on] => month_day(date).zip(weekday(on)).map(|((month, day), on)| Self::Fixed(month, day, Some(on))),
            [on, "from", date] => weekday(on).zip(month_day(date)).map(|(on, (month, day))| Self::From(on, month, day)),
            ["last", on, of] => Some(Self::Nth(-1, weekday(on)?, month(of)?)),
            [nth, on, of] => {
                let nth = nth.parse().ok().filter(|nth| (1..=4).contains(nth))?;
                Some(Self::Nth(nth, weekday(on)?, month(of)?))
            }
            _ => None,
        }
    }

    /// Its date in a year; nothing where it is not in that year.
    #[must_use]
    pub fn date(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day, on) => {
                Date::new(year, month, day).ok().filter(|date| on.is_none_or(|on| date.weekday() == on))
            }
            Self::Once(date) => Some(date).filter(|date| date.year() == year),
            Self::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
            Self::Pascha(days) => pascha(year)?.checked_add(i64::from(days).days()).ok(),
            Self::Nth(nth, on, month) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, on).ok(),
            Self::From(on, month, day) => Date::new(year, month, day).ok()?.yesterday().ok()?.nth_weekday(1, on).ok(),
        }
    }
}

/// Easter Sunday (Meeus/Jones/Butcher).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (century, rest) = (year / 100, year % 100);
    let golden = year % 19;
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// Easter Sunday by the Julian calendar (Meeus), as our calendar shows it until 2099: 13 days later.
fn pascha(year: i16) -> Option<Date> {
    let of = i32::from(year);
    let moon = (19 * (of % 19) + 15) % 30;
    let week = (2 * (of % 4) + 4 * (of % 7) - moon + 34) % 7;
    let days = moon + week + 114;
    let julian = Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()?;
    julian.checked_add(13.days()).ok()
}

/// A holiday of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its name, which is its id in the region as well.
    pub name: String,
    /// When it is.
    pub rules: Vec<Rule>,
    /// The days off in its place.
    pub instead: Vec<Rule>,
    /// Dates on which it is not, whatever the rules say.
    pub except: Vec<Date>,
    /// The first and the last year in which it is a holiday.
    pub years: (i16, i16),
}

impl Day {
    /// Reads a name followed by rules, `instead RULE`, `except DATE`, `since YEAR` and `until YEAR`.
    ///
    /// # Errors
    /// The place of the text that says nothing, in what was given.
    pub fn read(texts: &[String]) -> Result<Self, usize> {
        let name = texts.first().filter(|name| !name.trim().is_empty()).ok_or(0usize)?.clone();
        let mut day = Self { name, rules: vec![], instead: vec![], except: vec![], years: (i16::MIN, i16::MAX) };
        for (at, text) in texts.iter().enumerate().skip(1) {
            let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
            let read = match word {
                "instead" => Rule::read(rest).map(|rule| day.instead.push(rule)),
                "except" => rest.parse().ok().map(|date| day.except.push(date)),
                "since" => rest.parse().ok().map(|year| day.years.0 = year),
                "until" => rest.parse().ok().map(|year| day.years.1 = year),
                _ => Rule::read(text).map(|rule| day.rules.push(rule)),
            };
            read.ok_or(at)?;
        }
        if day.rules.is_empty() { Err(0) } else { Ok(day) }
    }

    /// Its dates in a year, each with whether it is a day off in place of the day itself.
    fn dates(&self, year: i16) -> impl Iterator<Item = (Date, bool)> + '_ {
        // A day off in place of the first of January may lie in the year before, and no other rule crosses years.
        let on = self.rules.iter().filter_map(move |rule| rule.date(year)).map(|date| (date, false));
        let off = self.instead.iter().filter_map(move |rule| rule.date(year)).map(|date| (date, true));
        let kept = |date: &Date| (self.years.0..=self.years.1).contains(&date.year()) && !self.except.contains(date);
        on.chain(off).filter(move |(date, _)| kept(date))
    }
}

/// Where the same days are holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Stable id, beginning with the country's code: `de-by`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who makes the list, and what it leaves out.
    pub source: String,
    /// When it was written down here.
    pub on: Date,
    /// Its days, those of the region around it included.
    pub days: Vec<Day>,
}

/// A holiday on its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is the day off in place of the day itself.
    pub instead: bool,
}

impl Region {
    /// Its holidays from a day to another, both included, in their order. Of two on one date the first of the list is named.
    #[must_use]
    pub fn between(&self, from: Date, until: Date) -> BTreeMap<Date, Holiday<'_>> {
        let mut all = BTreeMap::new();
        for year in from.year()..=until.year() {
            for day in &self.days {
                for (date, instead) in day.dates(year).filter(|(date, _)| (from..=until).contains(date)) {
                    let new = Holiday { name: &day.name, instead };
                    let known = all.entry(date).or_insert(new);
                    // The day itself is named before one that is only off for another.
                    if known.instead && !instead {
                        *known = new;
                    }
                }
            }
        }
        all
    }
}

/// On which of its region's holidays a practice is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Closed {
    /// On all of them, also on those that become one later.
    All,
    /// On those with these names, and on the days off in their place.
    On(BTreeSet<String>),
}

/// What a practice says of holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeps {
    /// The id of its region.
    pub region: String,
    /// When it is closed.
    pub closed: Closed,
}

impl Keeps {
    /// Whether it is closed on a holiday.
    #[must_use]
    pub fn is_closed(&self, name: &str) -> bool {
        match &self.closed {
            Closed::All => true,
            Closed::On(names) => names.contains(name),
        }
    }

    /// The dates from a day to another, both included, on which it is closed, each with the name of the holiday. None where
    /// its region is not among those that are known.
    #[must_use]
    pub fn dates(&self, regions: &[Region], from: Date, until: Date) -> BTreeMap<Date, String> {
        let region = regions.iter().find(|region| region.id == self.region);
        let days = region.map(|region| region.between(from, until)).unwrap_or_default().into_iter();
        days.filter(|(_, day)| self.is_closed(day.name)).map(|(date, day)| (date, day.name.to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn on(rule: &str, year: i16) -> Option<Date> {
        Rule::read(rule).unwrap_or_else(|| panic!("{rule}")).date(year)
    }

    fn day(texts: &[&str]) -> Day {
        Day::read(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn days_are_where_the_calendar_has_them() {
        // Tables of the naval observatory and of the Church of Greece.
        for (year, month, day) in [(2024, 3, 31), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (1961, 4, 2)] {
            assert_eq!(on("easter", year), Some(date(year, month, day)));
        }
        for (year, month, day) in [(2024, 5, 5), (2025, 4, 20), (2026, 4, 12), (2027, 5, 2)] {
            assert_eq!(on("pascha", year), Some(date(year, month, day)));
        }
        assert_eq!(on("easter-2", 2027), Some(date(2027, 3, 26)));
        assert_eq!(on("4 thu 11", 2026), Some(date(2026, 11, 26)));
        assert_eq!(on("last mon 05", 2027), Some(date(2027, 5, 31)));
        assert_eq!(on("mon from 05-18", 2026), Some(date(2026, 5, 18)), "the date itself counts");
        assert_eq!(on("wed from 11-16", 2027), Some(date(2027, 11, 17)));
        assert_eq!(on("12-27 mon", 2027), Some(date(2027, 12, 27)));
        assert_eq!(on("12-27 tue", 2027), None);
        assert_eq!(on("2027-06-25", 2028), None);
        assert_eq!(on("02-29", 2027), None);
    }

    #[test]
    fn what_says_nothing_is_not_read() {
        for wrong in
            ["", "13-01", "02-30", "5 mon 09", "0 mon 09", "1 mon 13", "mon after 05-18", "easter1x", "christmas"]
        {
            assert_eq!(Rule::read(wrong), None, "{wrong}");
        }
        let read = |texts: &[&str]| Day::read(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&["A"]), Err(0), "no rule");
        assert_eq!(read(&["A", "01-01", "instead of"]), Err(2));
        assert_eq!(read(&[" ", "01-01"]), Err(0));
    }

    #[test]
    fn of_two_on_one_date_the_day_itself_is_named() {
        let days = vec![
            day(&["Christmas", "12-25", "instead 12-27 mon", "instead 12-26 mon"]),
            day(&["Boxing Day", "12-26", "instead 12-28 mon"]),
            day(&["Once more", "last mon 05", "except 2027-05-31", "since 2026", "until 2028"]),
        ];
        let region = Region { id: "x".into(), name: "X".into(), source: "s".into(), on: date(2026, 1, 1), days };
        let all = region.between(date(2022, 12, 1), date(2022, 12, 31));
        assert_eq!(all[&date(2022, 12, 26)], Holiday { name: "Boxing Day", instead: false });
        let mays = region.between(date(2025, 1, 1), date(2029, 12, 31));
        let mays: Vec<i16> = mays.keys().filter(|date| date.month() == 5).map(|date| date.year()).collect();
        assert_eq!(mays, [2026, 2028]);
        let keeps = |closed| Keeps { region: "x".to_owned(), closed };
        let dates = |keeps: Keeps| keeps.dates(std::slice::from_ref(&region), date(2026, 12, 1), date(2026, 12, 31));
        assert_eq!(dates(keeps(Closed::All)).len(), 3, "the 25th, the 26th and the Monday after it");
        assert_eq!(dates(keeps(Closed::On(["Boxing Day".to_owned()].into()))).len(), 2);
        assert!(dates(Keeps { region: "y".to_owned(), closed: Closed::All }).is_empty());
    }

    proptest! {
        /// Both Easters are Sundays in their months, and the eastern one is never the earlier.
        #[test]
        fn easter_is_a_sunday_of_spring(year in 1900i16..2099) {
            let (west, east) = (on("easter", year).unwrap(), on("pascha", year).unwrap());
            prop_assert!(west.weekday() == Weekday::Sunday && east.weekday() == Weekday::Sunday);
            prop_assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&west));
            prop_assert!(west <= east && east <= date(year, 5, 8));
        }

        /// The first weekday from a date is that weekday, and less than a week away.
        #[test]
        fn from_a_date_on_is_within_the_week(year in 1900i16..2100, days in 0i64..358, nth in 0i8..7) {
            let start = date(year, 1, 1).saturating_add(days.days());
            let wanted = Weekday::from_monday_zero_offset(nth).unwrap();
            let found = Rule::From(wanted, start.month(), start.day()).date(year).unwrap();
            prop_assert_eq!(found.weekday(), wanted);
            prop_assert!((0..7).contains(&(found - start).get_days()));
        }
    }
}
