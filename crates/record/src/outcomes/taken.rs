//! A course that is taken, or gone on with.

use serde_json::Value;
use supple_care::{Day, Knowledge};
use supple_store::Event;

use super::{Outcomes, Undertaken, date, text};

impl Outcomes {
    /// A course is taken, or the same one again: while it is under way that goes on with it, and begins nothing anew.
    pub(super) fn take_plan(&mut self, knowledge: &Knowledge, event: &Event, on: Day) {
        let payload = &event.payload;
        let Some(course) = text(payload, "course") else { return };
        let sessions = payload.get("sessions").and_then(Value::as_u64).and_then(|count| u16::try_from(count).ok());
        let review = date(payload, "review");
        let upkeep = payload.get("upkeep").and_then(|upkeep| {
            let every = upkeep.get("every_weeks").and_then(Value::as_u64).and_then(|weeks| u16::try_from(weeks).ok());
            every.zip(date(upkeep, "until"))
        });
        let gap = i32::from(knowledge.courses.planning.stop_days.1);
        let touched = self.massaged;
        let reviewed = self.reviews.last().map_or(0, |review| review.seq);
        let same = self.courses.last_mut().filter(|last| last.course == course);
        // What was chosen after relief goes on with the course, however long ago its last massage was.
        let goes_on = |last: &Undertaken| upkeep.is_some() || touched.unwrap_or(last.on).max(last.on).plus(gap) >= on;
        if let Some(last) = same.filter(|last| goes_on(last)) {
            last.sessions = sessions;
            last.upkeep = upkeep;
            // A review that was promised and not answered stays promised for its day.
            if reviewed > last.seq || last.review.is_none() {
                last.review = review;
            }
        } else {
            self.courses.push(Undertaken { course: course.to_owned(), sessions, review, upkeep, on, seq: event.seq });
        }
    }
}
