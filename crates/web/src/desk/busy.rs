//! When a client has something else.

use serde::Deserialize;
use supple_practice::{Span, book::Booking};
use supple_store::{PersonId, Store, StoreError};
use uuid::Uuid;

/// What is read of an appointment.
#[derive(Deserialize)]
struct Kept {
    booking: Booking,
}

/// When a client is in a session or has one booked or held, in whatever practice; but for the bookings whose ids `but` names,
/// as that which is to be moved. What cannot be read stands in nobody's way.
///
/// # Errors
/// When the database fails.
pub(crate) fn busy(
    store: &Store,
    client: Uuid,
    now_ms: i64,
    but: impl Fn(Uuid) -> bool,
) -> Result<Vec<Span>, StoreError> {
    let (bookings, _) = store.bookings_of(PersonId::from_uuid(client))?;
    let others = bookings.into_iter().filter(|it| !but(it.id));
    let kept = others.filter_map(|it| Some(Kept::deserialize(&it.body).ok()?.booking));
    let live = kept.filter(|booking| booking.client == client && booking.is_live(now_ms));
    Ok(live.map(|booking| booking.hands).collect())
}
