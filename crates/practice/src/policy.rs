//! What a cancellation costs, as data: shown before booking, and kept with the booking.

use serde::{Deserialize, Serialize};

use crate::Moment;

/// Part of the price, in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub u8);

impl Percent {
    /// No fee.
    pub const NONE: Self = Self(0);
}

/// A step of the fee: whoever cancels later than so many hours before pays so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Hours before the session.
    pub under_hours: u16,
    /// The fee.
    pub fee: Percent,
}

/// The rule of a practice, as it stood when the session was booked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The steps; the highest that applies counts. Without any, cancelling is free.
    pub tiers: Vec<Tier>,
    /// Minutes after booking in which it is free whatever the steps say.
    pub grace_min: u16,
    /// The fee for not coming.
    pub no_show: Percent,
}

/// Why a session does not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The client does not want to or cannot.
    Client,
    /// The client is unwell, or the questions say not today.
    Unwell,
    /// The practice cannot.
    Practice,
}

impl Policy {
    /// The fee of a cancellation. Being unwell and what the practice calls off never cost anything.
    #[must_use]
    pub fn fee(&self, why: Because, booked: Moment, starts: Moment, now: Moment) -> Percent {
        match why {
            Because::Unwell | Because::Practice => Percent::NONE,
            Because::Client if now <= booked.plus(crate::Minutes(self.grace_min)) => Percent::NONE,
            Because::Client => {
                let left_steps = starts.0.saturating_sub(now.0);
                let applies = |tier: &&Tier| left_steps < i64::from(tier.under_hours) * 12;
                self.tiers.iter().filter(applies).map(|tier| tier.fee).max().unwrap_or(Percent::NONE)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_grows_towards_the_session_and_is_never_for_being_unwell() {
        let tier = |under_hours, fee| Tier { under_hours, fee: Percent(fee) };
        let policy = Policy { tiers: vec![tier(24, 50), tier(2, 100)], grace_min: 10, no_show: Percent(100) };
        let (booked, starts) = (Moment(0), Moment(12 * 100));
        let fee = |why, hours_before: i64| policy.fee(why, booked, starts, Moment(starts.0 - 12 * hours_before)).0;
        assert_eq!([24, 23, 2, 1, -1].map(|hours| fee(Because::Client, hours)), [0, 50, 50, 100, 100]);
        assert_eq!([fee(Because::Unwell, 0), fee(Because::Practice, 0)], [0, 0]);
        assert_eq!(policy.fee(Because::Client, Moment(1190), starts, Moment(1192)).0, 0, "just booked");
        assert_eq!(policy.fee(Because::Client, Moment(1190), starts, Moment(1193)).0, 100);
    }
}
