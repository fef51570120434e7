//! A receipt: numbered without holes, for the client, and printed as it stands.

use askama::Template;
use jiff::civil::Date;
use supple_practice::{
    book::Booking,
    ledger::{For, Receipt, Sale},
};

use super::who;
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, ledger::Till},
    form::Form,
    frame::Frame,
    pages::{practice::said, trouble},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "receipt.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    address: String,
    slip: Slip,
}

/// A receipt in words.
pub(crate) struct Slip {
    pub(crate) number: u64,
    pub(crate) payment: u64,
    pub(crate) title: String,
    pub(crate) on: String,
    pub(crate) client: String,
    pub(crate) what: String,
    pub(crate) amount: String,
    pub(crate) how: String,
    /// Why it was paid back.
    pub(crate) reason: Option<String>,
    /// Whether it is a payment that was not paid back.
    pub(crate) stands: bool,
}

impl Slip {
    pub(crate) fn of(call: &Call, office: &Office, till: &Till, receipt: &Receipt) -> Self {
        let v = &call.voice;
        let what = match receipt.for_what {
            For::Session(id) => till.bookings.get(&id).map(|entry| session(v, office, &entry.it.booking)),
            For::Sale(number) => till.books.sales.get(&number).map(|sale| v.k(&sale.package.name)),
        };
        let back = till.books.receipts.iter().any(|it| it.payment == receipt.payment && it.reason.is_some());
        Self {
            number: receipt.number,
            payment: receipt.payment,
            title: v.n("receipt-title", "number", i64::try_from(receipt.number).unwrap_or(i64::MAX)),
            on: said::date(v, receipt.on),
            client: who(v, &till.names, receipt.client),
            what: what.unwrap_or_else(|| v.t("book-gone")),
            amount: office.money(receipt.amount),
            how: v.t(&format!("money-{}", receipt.how.id())),
            reason: receipt.reason.clone(),
            stands: receipt.reason.is_none() && !back,
        }
    }
}

/// A session: what, when, and with whom.
pub(crate) fn session(v: &Voice, office: &Office, booking: &Booking) -> String {
    let gone = || v.t("book-gone");
    let args = [
        ("service", office.service(booking.service).map_or_else(gone, |it| v.k(&it.name)).into()),
        ("when", said::when(v, &office.zone, booking.hands.from).into()),
        ("therapist", office.therapist(booking.therapist).map_or_else(gone, |it| v.k(&it.name)).into()),
    ];
    v.with("money-session", &args)
}

/// A package that was sold: what is left of it on a day, and until when.
pub(crate) fn package(v: &Voice, sale: &Sale, today: Date) -> String {
    let args = [
        ("name", v.k(&sale.package.name).into()),
        ("left", i64::from(sale.left(today)).into()),
        ("used", i64::from(sale.used).into()),
        ("of", i64::from(sale.package.sessions).into()),
        ("until", said::date(v, sale.until).into()),
        ("expired", i64::from(sale.expired(today)).into()),
    ];
    v.with(if sale.expired(today) > 0 { "money-sale-expired" } else { "money-sale" }, &args)
}

/// The number in the address.
pub(crate) fn asked(call: &Call) -> Option<u64> {
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    form.text("n").and_then(|text| text.parse().ok())
}

/// One receipt as a page of its own.
pub(crate) fn page(call: &Call, office: &Office, till: &Till, receipt: &Receipt, back: &str) -> Reply {
    Reply::ok(&Page {
        f: call.frame("receipt-page", Some(back)),
        v: call.voice.clone(),
        name: office.page.name.clone(),
        address: office.page.mail.address.clone(),
        slip: Slip::of(call, office, till, receipt),
    })
}

/// Shows one to the practice.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Till)?;
    let till = Till::open(call, &office)?;
    let found = till.books.receipts.iter().find(|it| Some(it.number) == asked(call));
    let receipt = found.ok_or_else(|| trouble::not_found(call))?;
    Ok(page(call, &office, &till, receipt, &format!("/practice/{}/money", office.id())))
}
