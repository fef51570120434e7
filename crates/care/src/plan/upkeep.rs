//! After relief: the same plan with fewer sessions, and a day on which they end.

use super::Plan;
use crate::Day;

/// Days of a week.
const WEEK: i32 = 7;

/// How a plan goes on once it has helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upkeep {
    /// Weeks from one session to the next.
    pub every_weeks: u16,
    /// The last day on which there may be one.
    pub until: Day,
    /// The day of the next one.
    pub next: Day,
}

impl Upkeep {
    /// What was chosen, on a day; the next session comes so many weeks after the last one, and never in the past.
    #[must_use]
    pub fn on(every_weeks: u16, until: Day, last: Option<Day>, today: Day) -> Self {
        let next = last.map_or(today, |last| last.plus(step(every_weeks)).max(today));
        Self { every_weeks, until, next }
    }

    /// The days of the sessions that are left.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let (until, step) = (self.until, step(self.every_weeks));
        std::iter::successors(Some(self.next), move |day| Some(day.plus(step))).take_while(move |day| *day <= until)
    }
}

/// The days from one session to the next: never none.
fn step(every_weeks: u16) -> i32 {
    i32::from(every_weeks.max(1)).saturating_mul(WEEK)
}

impl Plan {
    /// The same plan thinned out: one session in so many weeks, as many as there is room for, and the review at the end.
    #[must_use]
    pub fn thinned(mut self, upkeep: Upkeep) -> Self {
        self.course.sessions = Some(u16::try_from(upkeep.days().count()).unwrap_or(u16::MAX));
        self.course.times = 1;
        self.course.in_days = u16::try_from(step(upkeep.every_weeks)).unwrap_or(u16::MAX);
        self.course.review = upkeep.until;
        self.upkeep = Some(upkeep);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Upkeep;
    use crate::Day;

    #[test]
    fn sessions_keep_their_distance_from_the_last_one_and_end_on_the_day() {
        let days = |every, until, last, today| -> Vec<i32> {
            Upkeep::on(every, Day(until), last, Day(today)).days().map(|day| day.0).collect()
        };
        assert_eq!(days(2, 156, Some(Day(95)), 100), [109, 123, 137, 151]);
        assert_eq!(days(2, 128, Some(Day(100)), 100), [114, 128], "the last day itself counts");
        assert_eq!(days(4, 128, None, 100), [100, 128]);
        assert_eq!(days(2, 128, Some(Day(10)), 120), [120], "what was missed is not made up for");
        assert_eq!(days(2, 128, Some(Day(120)), 130), [0; 0], "it is over");
    }
}
