//! The price list: which money, and what is sold as packages.

use askama::Template;
use supple_practice::ledger::{Package, digits, read};
use uuid::Uuid;

use super::prices;
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, fresh_id, ledger::Till},
    frame::{Frame, Trouble},
    pages::practice::{
        field::{Field, Fields, Reading},
        not_kept,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_prices.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    prices: Vec<String>,
    /// Packages that can be taken off the list.
    packages: Vec<(String, String)>,
    services: Vec<(String, String, bool)>,
    currency: Field,
    fields: Vec<Field>,
    ready: bool,
    saved: bool,
    troubles: Vec<Trouble>,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Accounts);
    office.map_or_else(|reply| reply, |(office, _)| page(call, &office, Vec::new()))
}

fn page(call: &Call, office: &Office, troubles: Vec<Trouble>) -> Reply {
    let (v, again) = (&call.voice, !troubles.is_empty());
    let fields = Fields { call, troubles: &troubles };
    let page = Page {
        f: call.frame("money-list", Some(&format!("/practice/{}/money", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        prices: prices(v, office),
        packages: office.page.packages.iter().map(|it| (it.id.to_string(), it.name.clone())).collect(),
        services: office
            .offered()
            .map(|it| (it.id.to_string(), it.name.clone(), call.form.get("of") == Some(&it.id.to_string())))
            .collect(),
        currency: fields.hinted("currency", "money-currency", "text", office.page.currency.clone()),
        fields: vec![
            fields.of("package", "money-package-name", "text", ""),
            fields.of("sessions", "money-package-sessions", "number", "5"),
            fields.of("price", "money-package-price", "text", ""),
            fields.hinted("days", "money-package-days", "number", "365"),
        ],
        ready: !office.page.currency.is_empty() && !office.page.services.is_empty(),
        saved: call.flag("saved"),
        troubles,
    };
    Reply::shown(&page, again)
}

/// Says which money, or puts a package on the list or takes it off.
pub(crate) fn act(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Accounts);
    office.and_then(|(office, _)| done(call, &office)).unwrap_or_else(|reply| reply)
}

fn done(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let mut reading = Reading::new(call);
    let mut changed = office.page.clone();
    match call.form.get("act") {
        Some("currency") => {
            let code = reading.text("currency").to_uppercase();
            match digits(&code) {
                None => reading.wrong("currency", "money-currency-wrong"),
                // What stands in the books and on the list is of the money that was.
                Some(new) if code != office.page.currency => {
                    let entered = Till::open(call, office)?.books.entries > 0;
                    let priced =
                        office.page.services.iter().any(|it| it.price.is_some()) || !office.page.packages.is_empty();
                    if entered || (priced && new != office.digits()) {
                        reading.wrong("currency", "money-currency-fixed");
                    }
                }
                Some(_) => {}
            }
            changed.currency = code;
        }
        Some("off") => {
            let id = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok());
            changed.packages.retain(|it| Some(it.id) != id);
        }
        _ => changed.packages.extend(package(call, office, &mut reading)),
    }
    let mut troubles = reading.troubles;
    if troubles.is_empty() {
        match office.keep_page(call, &changed) {
            Ok(()) => return Ok(Reply::to(format!("/practice/{}/money/list?saved", office.id()))),
            Err(why) => troubles.push(not_kept(call, "currency", why)?),
        }
    }
    Ok(page(call, office, troubles))
}

fn package(call: &Call, office: &Office, reading: &mut Reading<'_>) -> Option<Package> {
    let service = call.form.text("of").and_then(|id| Uuid::try_parse(id).ok()).and_then(|id| office.service(id));
    if service.is_none() {
        reading.wrong("of", "money-package-of-needed");
    }
    if office.page.currency.is_empty() {
        reading.wrong("currency", "money-currency-first");
    }
    let name = reading.needed("package", "money-package-name-needed");
    let sessions = reading.number_needed("sessions", 1, 100);
    let price = call.form.text("price").and_then(|text| read(text, office.digits()));
    if price.is_none() {
        reading.wrong("price", "service-price-wrong");
    }
    let valid_days = reading.number_needed("days", 1, 3650);
    let package = |service: Uuid, price| Package { id: fresh_id(call), name, service, sessions, price, valid_days };
    reading.troubles.is_empty().then(|| service.zip(price).map(|(service, price)| package(service.id, price))).flatten()
}
