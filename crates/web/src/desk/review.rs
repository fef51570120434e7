//! Reviews, as they stand with the sessions of a practice.

use serde::Deserialize;
use supple_practice::{Span, book::Booking, outcome::Share, review};
use uuid::Uuid;

use super::Office;
use crate::call::{Call, Reply};

/// What of an appointment belongs to its review; nothing else of it is read.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Reviewed {
    pub(crate) booking: Booking,
    #[serde(default)]
    pub(crate) review: Option<review::Review>,
}

impl Office {
    /// Every review here of a session that took place, with the id of its session; the last one first.
    pub(crate) fn reviews(&self, call: &Call) -> Result<Vec<(Uuid, Booking, review::Review)>, Reply> {
        let items = self.bookings::<Reviewed>(call, Span::EVER)?.into_iter();
        let mut all: Vec<_> = items
            .filter_map(|item| Some((item.id, item.body.booking, item.body.review?)))
            .filter(|(_, booking, _)| review::shares_review(booking, booking))
            .collect();
        all.sort_by_key(|(id, _, review)| (std::cmp::Reverse(review.said.at_ms), *id));
        Ok(all)
    }
}

/// How many would go to a therapist again.
pub(crate) fn again(all: &[(Uuid, Booking, review::Review)], therapist: Uuid) -> Share {
    review::again(therapist, all.iter().map(|(_, booking, review)| (booking, review)))
}
