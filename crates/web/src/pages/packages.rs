//! What a client has bought, what is left of it, what is open and what was paid; and the price lists. Their own alone.

use askama::Template;
use uuid::Uuid;

use crate::{
    call::{Call, Reply},
    desk::{Office, ledger::Till},
    form::Form,
    frame::Frame,
    pages::{
        practice::money::{
            prices,
            receipt::{self, Slip},
        },
        trouble,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "packages.html")]
struct Page {
    f: Frame,
    v: Voice,
    practices: Vec<Practice>,
}

/// What somebody has at one practice.
struct Practice {
    id: String,
    name: String,
    prices: Vec<String>,
    packages: Vec<String>,
    open: Vec<(String, String)>,
    receipts: Vec<Slip>,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    page(call).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call) -> Result<Page, Reply> {
    let (person, v) = (call.open()?.key.person().as_uuid(), &call.voice);
    let mut practices = Vec::new();
    for office in call.offices()? {
        let (till, today) = (Till::open(call, &office)?, office.today(call));
        let own = till.books.sales.values().filter(|sale| sale.client == person);
        let sessions = till.sessions(&office).filter(|(entry, _, open)| entry.it.booking.client == person && *open > 0);
        let mut open: Vec<(String, String)> = sessions
            .map(|(entry, _, open)| (receipt::session(v, &office, &entry.it.booking), office.money(open)))
            .collect();
        let unpaid = own.clone().filter(|sale| sale.paid < sale.package.price);
        open.extend(unpaid.map(|sale| (v.k(&sale.package.name), office.money(sale.package.price - sale.paid))));
        let receipts = till.books.receipts.iter().rev().filter(|it| it.client == person);
        practices.push(Practice {
            id: office.id().to_string(),
            name: office.page.name.clone(),
            prices: prices(v, &office),
            packages: own.map(|sale| receipt::package(v, sale, today)).collect(),
            open,
            receipts: receipts.map(|it| Slip::of(call, &office, &till, it)).collect(),
        });
    }
    Ok(Page { f: call.frame("packages-page", Some("/bookings")), v: v.clone(), practices })
}

/// Shows one of their receipts.
pub(crate) fn receipt(call: &Call) -> Reply {
    one(call).unwrap_or_else(|reply| reply)
}

fn one(call: &Call) -> Result<Reply, Reply> {
    let person = call.open()?.key.person().as_uuid();
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    let id = form.text("practice").and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
    let office = Office::open(call, id)?;
    let till = Till::open(call, &office)?;
    let own = |it: &&supple_practice::ledger::Receipt| it.client == person && Some(it.number) == receipt::asked(call);
    let found = till.books.receipts.iter().find(own).ok_or_else(|| trouble::not_found(call))?;
    Ok(receipt::page(call, &office, &till, found, "/packages"))
}
