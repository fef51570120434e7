//! The present moment, as entries and pages need it.

use supple_care::Day;
use supple_interop::dates;
use supple_store::{NewEvent, UtcMs, Who};
use uuid::{NoContext, Timestamp, Uuid};

/// The moment of a request.
#[derive(Clone, Debug)]
pub struct Now {
    /// The moment.
    pub at: UtcMs,
    /// The day in the zone of the household.
    pub today: Day,
    /// Minutes since midnight.
    pub minute: u16,
    zone: String,
}

impl Now {
    /// The moment in its zone.
    pub fn of(zoned: &jiff::Zoned) -> Self {
        Self {
            at: UtcMs(zoned.timestamp().as_millisecond()),
            today: dates::day(zoned.date()),
            minute: u16::try_from(i32::from(zoned.hour()) * 60 + i32::from(zoned.minute())).unwrap_or(0),
            zone: zoned.time_zone().iana_name().unwrap_or("UTC").to_owned(),
        }
    }

    /// The day of a moment, in the zone of the household.
    pub fn date(&self, at: i64) -> Day {
        let zone = jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        jiff::Timestamp::from_millisecond(at).map_or(self.today, |at| dates::day(at.to_zoned(zone).date()))
    }

    /// The moment at which a day ends, in milliseconds since 1970; the present moment where the calendar has none.
    pub fn end_of(&self, day: Day) -> i64 {
        let zone = jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        dates::date(day.plus(1)).to_zoned(zone).map_or(self.at.0, |end| end.timestamp().as_millisecond())
    }

    /// An event of this moment, with a fresh id that sorts by time.
    pub fn event(&self, kind: &str, payload: serde_json::Value, who: Who) -> NewEvent {
        let seconds = u64::try_from(self.at.0.div_euclid(1000)).unwrap_or(0);
        let nanos = u32::try_from(self.at.0.rem_euclid(1000)).unwrap_or(0).saturating_mul(1_000_000);
        NewEvent {
            id: Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos)),
            at: self.at,
            zone: self.zone.clone(),
            kind: kind.to_owned(),
            version: 1,
            who,
            payload,
        }
    }
}
