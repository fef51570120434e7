//! The till: what is open, what is sold, what was paid. Names, sessions and amounts; nothing that was answered.

pub(crate) mod list;
pub(crate) mod month;
pub(crate) mod receipt;

use std::collections::BTreeMap;

use askama::Template;
use supple_practice::ledger::{Entry, For, How, NotEntered, read, written};
use uuid::Uuid;

use super::{field::Reading, not_kept, said};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{
        Office, fresh_id,
        ledger::{Refused, Till, enter},
    },
    frame::{Frame, Trouble},
    voice::Voice,
};
use receipt::Slip;

/// Most lines of what is open and of receipts.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "practice_money.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    key: String,
    /// Whether the practice has said which money it takes.
    ready: bool,
    accounts: bool,
    open: Vec<Open>,
    /// How many are open, and how much together.
    total: String,
    more: usize,
    clients: Vec<(String, String, bool)>,
    packages: Vec<(String, String, bool)>,
    sales: Vec<Sold>,
    receipts: Vec<Slip>,
    how: Vec<(&'static str, String)>,
    saved: bool,
    troubles: Vec<Trouble>,
}

/// Something that is not paid.
struct Open {
    target: String,
    client: String,
    who: String,
    what: String,
    amount: String,
    /// What stands in the field.
    typed: String,
    error: Option<String>,
}

/// A package that was sold.
struct Sold {
    number: u64,
    who: String,
    what: String,
    /// Whether it can be taken back.
    unused: bool,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Till);
    office.and_then(|(office, _)| page(call, &office, Vec::new())).unwrap_or_else(|reply| reply)
}

/// The name of a client; of one who is gone, that they are.
pub(super) fn who(v: &Voice, names: &BTreeMap<Uuid, String>, client: Uuid) -> String {
    names.get(&client).cloned().unwrap_or_else(|| v.t("money-gone"))
}

/// What is open, and how much it is together.
fn open(call: &Call, office: &Office, till: &Till, troubles: &[Trouble]) -> (Vec<Open>, String) {
    let v = &call.voice;
    let mut all: Vec<(String, Uuid, String, i64)> = Vec::new();
    for (entry, cost, open) in till.sessions(office).filter(|(.., open)| *open > 0) {
        let booking = &entry.it.booking;
        let what = receipt::session(v, office, booking);
        let part = v.n("money-part", "percent", cost.percent);
        let what = if cost.percent < 100 { v.parts(&[what, part]) } else { what };
        all.push((format!("s{}", entry.id), booking.client, what, open));
    }
    for sale in till.books.sales.values() {
        let open = sale.package.price - sale.paid;
        if open > 0 {
            all.push((format!("p{}", sale.number), sale.client, v.k(&sale.package.name), open));
        }
    }
    let sum = all.iter().map(|(.., open)| open).sum::<i64>();
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let total = v.with("money-open-total", &[("count", count.into()), ("total", office.money(sum).into())]);
    let line = |(target, client, what, open): (String, Uuid, String, i64)| {
        let again = call.form.get("for") == Some(&target);
        let typed = call.form.get("amount").filter(|_| again).map(str::to_owned);
        Open {
            client: client.to_string(),
            who: who(v, &till.names, client),
            what,
            amount: office.money(open),
            typed: typed.unwrap_or_else(|| written(open, office.digits())),
            error: crate::frame::beside(troubles, &target),
            target,
        }
    };
    (all.into_iter().map(line).collect(), total)
}

fn page(call: &Call, office: &Office, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (v, till, today) = (&call.voice, Till::open(call, office)?, office.today(call));
    let again = !troubles.is_empty();
    let (mut open, total) = open(call, office, &till, &troubles);
    let more = open.len().saturating_sub(MOST);
    open.truncate(MOST);
    let mut clients: Vec<(String, String, bool)> = till
        .names
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone(), call.form.get("client") == Some(&id.to_string())))
        .collect();
    clients.sort_by_key(|(_, name, _)| name.to_lowercase());
    let mut sales: Vec<Sold> = Vec::new();
    for sale in till.books.sales.values().rev() {
        sales.push(Sold {
            number: sale.number,
            who: who(v, &till.names, sale.client),
            what: receipt::package(v, sale, today),
            unused: sale.used == 0 && sale.paid == 0,
        });
    }
    let receipts = till.books.receipts.iter().rev().take(MOST);
    let page = Page {
        f: call.frame("money-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        key: fresh_id(call).to_string(),
        ready: !office.page.currency.is_empty(),
        accounts: call.may(does::Accounts, On::practice(office.id())).is_ok(),
        open,
        total,
        more,
        clients,
        packages: office
            .page
            .packages
            .iter()
            .map(|it| {
                let say = v.parts(&[v.k(&it.name), office.money(it.price)]);
                (it.id.to_string(), say, call.form.get("package") == Some(&it.id.to_string()))
            })
            .collect(),
        sales,
        receipts: receipts.map(|it| Slip::of(call, office, &till, it)).collect(),
        how: How::ALL.into_iter().map(|how| (how.id(), v.t(&format!("money-{}", how.id())))).collect(),
        saved: call.flag("saved"),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Sells, takes a payment, or puts one of them right.
pub(crate) fn act(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Till);
    office.and_then(|(office, _)| done(call, &office)).unwrap_or_else(|reply| reply)
}

fn done(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let mut reading = Reading::new(call);
    let (field, entry) = wanted(call, office, &mut reading);
    let key = call.form.text("key").and_then(|id| Uuid::try_parse(id).ok());
    let mut troubles = reading.troubles;
    if office.page.currency.is_empty() {
        troubles.push(Trouble::new("currency", call.voice.t("money-currency-first")));
    }
    let (Some(entry), Some(key), true) = (entry, key, troubles.is_empty()) else {
        if troubles.is_empty() {
            troubles.push(Trouble::new(field, call.voice.t("money-not-no-such")));
        }
        return page(call, office, troubles);
    };
    let trouble = match enter(call, office, key, &entry)? {
        Ok(()) => return Ok(Reply::to(format!("/practice/{}/money?saved", office.id()))),
        Err(Refused::Not(why)) => Trouble::new(field, call.voice.t(&format!("money-not-{}", refused(why)))),
        Err(Refused::Kept(why)) => not_kept(call, &field, why)?,
    };
    page(call, office, vec![trouble])
}

/// What a form wants to enter, and the field that it is about.
fn wanted(call: &Call, office: &Office, reading: &mut Reading<'_>) -> (String, Option<Entry>) {
    let form = &call.form;
    let id = |name: &str| form.text(name).and_then(|id| Uuid::try_parse(id).ok());
    let number = |name: &str| form.text(name).and_then(|text| text.parse::<u64>().ok());
    match form.get("act") {
        Some("sell") => {
            let package = office.page.packages.iter().find(|it| Some(it.id) == id("package")).cloned();
            let entry = id("client").zip(package).and_then(|(client, package)| {
                let days = jiff::Span::new().days(i64::from(package.valid_days));
                let until = office.today(call).checked_add(days).ok()?;
                Some(Entry::Sold { client, package, until })
            });
            ("client".to_owned(), entry)
        }
        Some("back") => {
            let reason = reading.needed("reason", "money-reason-needed");
            (
                format!("r{}", form.text("payment").unwrap_or_default()),
                number("payment").map(|payment| Entry::PaidBack { payment, reason }),
            )
        }
        Some("unsold") => {
            let reason = reading.needed("reason", "money-reason-needed");
            (
                format!("u{}", form.text("sale").unwrap_or_default()),
                number("sale").map(|sale| Entry::Unsold { sale, reason }),
            )
        }
        _ => {
            let target = form.text("for").unwrap_or_default().to_owned();
            let for_what = match target.split_at_checked(1) {
                Some(("s", id)) => Uuid::try_parse(id).ok().map(For::Session),
                Some(("p", number)) => number.parse().ok().map(For::Sale),
                _ => None,
            };
            let amount = form.text("amount").and_then(|text| read(text, office.digits())).filter(|amount| *amount > 0);
            if amount.is_none() {
                reading.wrong(&target, "money-amount-wrong");
            }
            let how = How::ALL.into_iter().find(|how| form.get("how") == Some(how.id()));
            if how.is_none() {
                reading.wrong(&target, "money-how-needed");
            }
            let entry =
                (|| Some(Entry::Paid { client: id("client")?, for_what: for_what?, amount: amount?, how: how? }))();
            (target, entry)
        }
    }
}

const fn refused(why: NotEntered) -> &'static str {
    match why {
        NotEntered::NoSuch => "no-such",
        NotEntered::NothingLeft | NotEntered::RunOut => "nothing-left",
        NotEntered::Settled => "settled",
        NotEntered::Undone => "undone",
        NotEntered::Amount => "amount",
        NotEntered::OtherPackage => "other-package",
        NotEntered::InUse => "in-use",
    }
}

/// What is sold, for the price lists: services and packages, each with its price.
pub(crate) fn prices(v: &Voice, office: &Office) -> Vec<String> {
    let services = office.page.services.iter().filter(|it| it.price.is_some());
    let mut all: Vec<String> = services.map(|it| v.parts(&[v.k(&it.name), said::service(v, office, it)])).collect();
    all.extend(office.page.packages.iter().map(|it| {
        let service = office.service(it.service).map_or_else(|| v.t("book-gone"), |it| v.k(&it.name));
        let args = [
            ("name", v.k(&it.name).into()),
            ("count", i64::from(it.sessions).into()),
            ("service", service.into()),
            ("price", office.money(it.price).into()),
            ("days", i64::from(it.valid_days).into()),
        ];
        v.with("money-package-line", &args)
    }));
    all
}
