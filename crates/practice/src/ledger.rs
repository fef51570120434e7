//! Money and packages of sessions, as entries that are only added to.
//!
//! What a session costs follows from what became of it, its service's price and the cancellation rule that it was booked
//! with; nothing of that is entered. Entered are what is sold, which session was taken from which package, what was paid, and
//! what puts an entry right. Every amount is in the smallest unit of the practice's money. What may be entered is judged by
//! what stands there, so that no package has fewer sessions than none and nothing is paid twice.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::book::{Booking, State};

/// An amount in the smallest unit of the practice's money.
pub type Minor = i64;
/// The highest price, in the smallest unit.
pub const MOST: Minor = 100_000_000;

/// Sessions that are sold together, as they stand on the price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Which sessions.
    pub service: Uuid,
    /// How many.
    pub sessions: u16,
    /// For how much, all together.
    pub price: Minor,
    /// For how many days from the day of the sale on, that day included.
    pub valid_days: u16,
}

/// How something was paid. No card is charged here; what another till took is noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In cash.
    Cash,
    /// By a card, at a terminal elsewhere.
    Card,
    /// To the practice's account.
    Transfer,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Card, Self::Transfer];

    /// The name that stands in forms and in the keys of the language files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Transfer => "transfer",
        }
    }
}

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum For {
    /// A session: the booking's id.
    Session(Uuid),
    /// A package: the number of its sale.
    Sale(u64),
}

/// What is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum Entry {
    /// A package was sold, as it stood on the list.
    Sold {
        /// To whom.
        client: Uuid,
        /// What.
        package: Package,
        /// The first day on which it does not count any more.
        until: Date,
    },
    /// A session was taken from a package.
    Used {
        /// The number of the sale.
        sale: u64,
        /// Which session.
        booking: Uuid,
    },
    /// A session went back into its package.
    GivenBack {
        /// The number of the entry with which it was taken.
        used: u64,
    },
    /// Something was paid.
    Paid {
        /// By whom.
        client: Uuid,
        /// For what.
        for_what: For,
        /// How much.
        amount: Minor,
        /// How.
        how: How,
    },
    /// A payment was noted by mistake, or was paid back.
    PaidBack {
        /// The number of the payment.
        payment: u64,
        /// Why.
        reason: String,
    },
    /// A package was sold by mistake, and nothing of it was used or paid.
    Unsold {
        /// The number of the sale.
        sale: u64,
        /// Why.
        reason: String,
    },
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, without holes.
    pub number: u64,
    /// On which day, on the clock of the practice.
    pub on: Date,
    /// What.
    pub entry: Entry,
}

/// Why something cannot be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEntered {
    /// It speaks of an entry or a session that is not there, or of another kind.
    NoSuch,
    /// No session is left in the package.
    NothingLeft,
    /// The package does not count on that day any more.
    RunOut,
    /// The session was taken from a package or paid already.
    Settled,
    /// It was put right already.
    Undone,
    /// It is more than is owed, or nothing.
    Amount,
    /// The package is for other sessions, or somebody else's.
    OtherPackage,
    /// Something of it was used or paid.
    InUse,
}

/// A package that was sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The number of its entry.
    pub number: u64,
    /// To whom.
    pub client: Uuid,
    /// What.
    pub package: Package,
    /// On which day.
    pub on: Date,
    /// The first day on which it does not count any more.
    pub until: Date,
    /// Sessions that were taken from it and not given back.
    pub used: u16,
    /// What was paid for it.
    pub paid: Minor,
}

impl Sale {
    /// Sessions that can be taken on a day.
    #[must_use]
    pub fn left(&self, on: Date) -> u16 {
        if on < self.until { self.package.sessions.saturating_sub(self.used) } else { 0 }
    }

    /// Sessions that have run out.
    #[must_use]
    pub fn expired(&self, on: Date) -> u16 {
        if on < self.until { 0 } else { self.package.sessions.saturating_sub(self.used) }
    }
}

/// A receipt: a payment, or that it was paid back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number, from 1, without holes.
    pub number: u64,
    /// The number of the payment's entry.
    pub payment: u64,
    /// By whom, or to whom.
    pub client: Uuid,
    /// For what.
    pub for_what: For,
    /// How much; less than nothing where it was paid back.
    pub amount: Minor,
    /// How.
    pub how: How,
    /// On which day.
    pub on: Date,
    /// Why it was paid back.
    pub reason: Option<String>,
}

/// What a session costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// How much of its price.
    pub percent: u8,
    /// The amount.
    pub amount: Minor,
}

/// What a session costs by what became of it: its price where it took place, the fee that was shown when it was booked where
/// it was missed or cancelled; nothing where it costs nothing or has no price. Halves of the smallest unit are rounded up.
#[must_use]
pub fn cost(booking: &Booking, price: Option<u32>) -> Option<Cost> {
    let percent = match booking.state {
        State::Done { .. } => 100,
        State::NoShow { fee } | State::Cancelled { fee, .. } => fee.0.min(100),
        State::Held { .. } | State::Booked | State::Started => 0,
    };
    let amount = (Minor::from(price?) * Minor::from(percent) + 50) / 100;
    (amount > 0).then_some(Cost { percent, amount })
}

/// What a ledger comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// The packages that were sold, by their numbers.
    pub sales: BTreeMap<u64, Sale>,
    /// The sessions that were taken from packages and not given back: the entry and the sale.
    pub used: BTreeMap<Uuid, (u64, u64)>,
    /// What was paid for sessions.
    pub paid: BTreeMap<Uuid, Minor>,
    /// The receipts, in their order.
    pub receipts: Vec<Receipt>,
    /// How many entries there are.
    pub entries: u64,
}

impl Books {
    /// What these entries come to, in their order. One that could not have been entered changes nothing; [`Books::check`]
    /// keeps such out.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        let mut books = Self::default();
        lines.iter().for_each(|line| books.add(line));
        books
    }

    fn payment(&self, number: u64) -> Option<&Receipt> {
        self.receipts.iter().find(|it| it.payment == number && it.reason.is_none())
    }

    fn is_paid_back(&self, number: u64) -> bool {
        self.receipts.iter().any(|it| it.payment == number && it.reason.is_some())
    }

    /// Whether an entry may be added on a day; `owed` is what the session of it costs, by its client and service.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, entry: &Entry, on: Date, owed: Option<(Uuid, Uuid, Cost)>) -> Result<(), NotEntered> {
        use NotEntered::{Amount, InUse, NoSuch, NothingLeft, OtherPackage, RunOut, Settled, Undone};
        let need = |truth: bool, why: NotEntered| if truth { Ok(()) } else { Err(why) };
        match entry {
            Entry::Sold { package, until, .. } => {
                need(package.sessions > 0 && (0..=MOST).contains(&package.price) && *until > on, Amount)
            }
            Entry::Used { sale, booking } => {
                let sale = self.sales.get(sale).ok_or(NoSuch)?;
                let (client, service, cost) = owed.ok_or(NoSuch)?;
                need(sale.client == client && sale.package.service == service && cost.percent == 100, OtherPackage)?;
                let paid = self.paid.get(booking).is_some_and(|paid| *paid > 0);
                need(!paid && !self.used.contains_key(booking), Settled)?;
                need(on < sale.until, RunOut)?;
                need(sale.left(on) > 0, NothingLeft)
            }
            Entry::GivenBack { used } => need(self.used.values().any(|(number, _)| number == used), NoSuch),
            Entry::Paid { client, for_what, amount, .. } => {
                let open = match for_what {
                    For::Session(booking) => {
                        let (whose, _, cost) = owed.ok_or(NoSuch)?;
                        need(whose == *client, NoSuch)?;
                        need(!self.used.contains_key(booking), Settled)?;
                        cost.amount - self.paid.get(booking).copied().unwrap_or(0)
                    }
                    For::Sale(number) => {
                        let sale = self.sales.get(number).filter(|sale| sale.client == *client).ok_or(NoSuch)?;
                        sale.package.price - sale.paid
                    }
                };
                need(open > 0, Settled)?;
                need((1..=open).contains(amount), Amount)
            }
            Entry::PaidBack { payment, .. } => {
                self.payment(*payment).ok_or(NoSuch)?;
                need(!self.is_paid_back(*payment), Undone)
            }
            Entry::Unsold { sale, .. } => {
                let sale = self.sales.get(sale).ok_or(NoSuch)?;
                need(sale.used == 0 && sale.paid == 0, InUse)
            }
        }
    }

    /// Adds an entry behind all that are in these books already, so that nobody has to read them anew; [`Books::check`] keeps
    /// out what may not be entered.
    pub fn add(&mut self, line: &Line) {
        self.entries = line.number;
        match &line.entry {
            Entry::Sold { client, package, until } => {
                let sale = Sale {
                    number: line.number,
                    client: *client,
                    package: package.clone(),
                    on: line.on,
                    until: *until,
                    used: 0,
                    paid: 0,
                };
                self.sales.insert(line.number, sale);
            }
            Entry::Used { sale, booking } => {
                if let Some(sale) = self.sales.get_mut(sale) {
                    sale.used = sale.used.saturating_add(1);
                    self.used.insert(*booking, (line.number, sale.number));
                }
            }
            Entry::GivenBack { used } => {
                let Some((booking, (_, sale))) = self.used.iter().find(|(_, (number, _))| number == used) else {
                    return;
                };
                let (booking, sale) = (*booking, *sale);
                self.used.remove(&booking);
                if let Some(sale) = self.sales.get_mut(&sale) {
                    sale.used = sale.used.saturating_sub(1);
                }
            }
            Entry::Paid { client, for_what, amount, how } => {
                let (client, for_what, amount, how) = (*client, *for_what, *amount, *how);
                self.receive(Receipt {
                    number: 0,
                    payment: line.number,
                    client,
                    for_what,
                    amount,
                    how,
                    on: line.on,
                    reason: None,
                });
            }
            Entry::PaidBack { payment, reason } => {
                let Some(paid) = self.payment(*payment).cloned() else { return };
                self.receive(Receipt { amount: -paid.amount, on: line.on, reason: Some(reason.clone()), ..paid });
            }
            Entry::Unsold { sale, .. } => {
                self.sales.remove(sale);
            }
        }
    }

    fn receive(&mut self, receipt: Receipt) {
        let paid = match receipt.for_what {
            For::Session(booking) => Some(self.paid.entry(booking).or_insert(0)),
            For::Sale(number) => self.sales.get_mut(&number).map(|sale| &mut sale.paid),
        };
        if let Some(paid) = paid {
            *paid += receipt.amount;
        }
        let number = u64::try_from(self.receipts.len()).unwrap_or(u64::MAX).saturating_add(1);
        self.receipts.push(Receipt { number, ..receipt });
    }

    /// What is still to be paid for a session.
    #[must_use]
    pub fn open(&self, booking: Uuid, cost: Cost) -> Minor {
        if self.used.contains_key(&booking) {
            return 0;
        }
        (cost.amount - self.paid.get(&booking).copied().unwrap_or(0)).max(0)
    }

    /// The sale from which a session that costs its whole price can be taken on a day: of those that fit, the one that runs
    /// out first.
    #[must_use]
    pub fn package_for(&self, client: Uuid, service: Uuid, on: Date) -> Option<&Sale> {
        let fits = |sale: &&Sale| sale.client == client && sale.package.service == service && sale.left(on) > 0;
        self.sales.values().filter(fits).min_by_key(|sale| (sale.until, sale.number))
    }
}

/// Digits behind the point of a currency by its code (ISO 4217:2015, list one); nothing for what is no code.
#[must_use]
pub fn digits(currency: &str) -> Option<u32> {
    const NONE: [&str; 16] = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ];
    const THREE: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
    let is_code = currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_uppercase());
    match currency {
        _ if !is_code => None,
        code if NONE.contains(&code) => Some(0),
        code if THREE.contains(&code) => Some(3),
        _ => Some(2),
    }
}

/// An amount as it is written, with so many digits behind the point.
#[must_use]
pub fn written(amount: Minor, digits: u32) -> String {
    let unit = 10_u64.pow(digits.min(4));
    let (sign, whole) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    match usize::try_from(digits).unwrap_or(0) {
        0 => format!("{sign}{whole}"),
        width => format!("{sign}{}.{:0width$}", whole / unit, whole % unit),
    }
}

/// The amount that somebody has written, from nothing to [`MOST`]: `60`, `60.5` or `60,50`. Nothing where it is none, or has
/// more digits behind the point than the currency.
#[must_use]
pub fn read(text: &str, digits: u32) -> Option<Minor> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let width = usize::try_from(digits).ok()?;
    let plain = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > width || !plain(whole) || !plain(part) {
        return None;
    }
    let amount: Minor = format!("{whole}{part:0<width$}").parse().ok()?;
    (amount <= MOST).then_some(amount)
}

#[cfg(test)]
mod tests;
