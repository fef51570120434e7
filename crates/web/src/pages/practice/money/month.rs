//! A month: what was taken in and how, how the hours were used, who did not come; and the receipts as a table to take along.

use askama::Template;
use jiff::civil::Date;
use supple_practice::{
    ledger::{How, Receipt, written},
    used::{Used, used},
};

use super::receipt::Slip;
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, ledger::Till},
    form::Form,
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_month.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    month: String,
    this: String,
    before: String,
    after: String,
    total: String,
    by: Vec<(String, String)>,
    sold: String,
    rows: Vec<Row>,
}

/// The month of a therapist.
struct Row {
    name: String,
    says: String,
    used: String,
}

/// The days of a month: its first, and the first of the next.
struct Month {
    from: Date,
    until: Date,
}

impl Month {
    /// The month of the address, as `2026-11`; this one without.
    fn of(call: &Call, office: &Office) -> Self {
        let form = Form::read(call.query.as_bytes()).unwrap_or_default();
        let asked = form.text("m").and_then(|text| format!("{text}-01").parse::<Date>().ok());
        let from = asked.unwrap_or_else(|| office.today(call)).first_of_month();
        let until = from.saturating_add(jiff::Span::new().months(1));
        Self { from, until }
    }

    fn has(&self, on: Date) -> bool {
        (self.from..self.until).contains(&on)
    }

    fn written(on: Date) -> String {
        format!("{:04}-{:02}", on.year(), on.month())
    }

    fn receipts<'a>(&'a self, till: &'a Till) -> impl Iterator<Item = &'a Receipt> {
        till.books.receipts.iter().filter(|it| self.has(it.on))
    }
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Accounts)?;
    let (v, till, month) = (&call.voice, Till::open(call, &office)?, Month::of(call, &office));
    let sum = |how: Option<How>| {
        month.receipts(&till).filter(|it| how.is_none_or(|how| it.how == how)).map(|it| it.amount).sum()
    };
    let sold: Vec<i64> =
        till.books.sales.values().filter(|sale| month.has(sale.on)).map(|sale| sale.package.price).collect();
    let count = i64::try_from(sold.len()).unwrap_or(i64::MAX);
    let bookings = || till.bookings.values().map(|entry| &entry.it.booking);
    let keeps = office.page.holidays.as_ref();
    let regions = call.regions()?;
    let closed = keeps.map(|keeps| keeps.dates(regions, month.from, month.until)).unwrap_or_default();
    let row = |therapist: &supple_practice::Therapist| {
        let found = used(therapist, &office.zone, (month.from, month.until), &closed, bookings());
        Row { name: therapist.name.clone(), says: counted(v, &found), used: hours(v, &found) }
    };
    let beside = |months: i64| Month::written(month.from.saturating_add(jiff::Span::new().months(months)));
    let title = v.with(
        "money-month-of",
        &[
            ("month", v.t(&format!("month-{}", month.from.month())).into()),
            ("year", month.from.year().to_string().into()),
        ],
    );
    Ok(Reply::ok(&Page {
        f: call.frame("money-month", Some(&format!("/practice/{}/money", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        month: title,
        this: Month::written(month.from),
        before: beside(-1),
        after: beside(1),
        total: office.money(sum(None)),
        by: How::ALL.map(|how| (v.t(&format!("money-{}", how.id())), office.money(sum(Some(how))))).into(),
        sold: v.with("money-sold", &[("count", count.into()), ("price", office.money(sold.iter().sum()).into())]),
        rows: office.therapists.iter().map(row).collect(),
    }))
}

fn counted(v: &Voice, found: &Used) -> String {
    let args = [("done", found.done), ("missed", found.no_shows), ("late", found.late)];
    v.with("money-counted", &args.map(|(name, count)| (name, i64::from(count).into())))
}

fn hours(v: &Voice, found: &Used) -> String {
    let Some(percent) = found.percent() else { return v.t("money-no-hours") };
    let hours = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    let args =
        [("given", hours(found.given_min).into()), ("open", hours(found.open_min).into()), ("percent", percent.into())];
    v.with("money-hours", &args)
}

/// The receipts of the month as a table (RFC 4180).
pub(crate) fn file(call: &Call) -> Reply {
    table(call).unwrap_or_else(|reply| reply)
}

fn table(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Accounts)?;
    let (till, month) = (Till::open(call, &office)?, Month::of(call, &office));
    let mut text = String::from("number,date,client,what,how,amount,currency,reason\r\n");
    for receipt in month.receipts(&till) {
        let slip = Slip::of(call, &office, &till, receipt);
        let cells = [
            receipt.number.to_string(),
            receipt.on.to_string(),
            cell(&slip.client),
            cell(&slip.what),
            receipt.how.id().to_owned(),
            written(receipt.amount, office.digits()),
            office.page.currency.clone(),
            cell(receipt.reason.as_deref().unwrap_or_default()),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok(Reply::file("month.csv", "text/csv; charset=utf-8", text.into_bytes()))
}

/// A text as a cell: in quotation marks, and never one that a table program takes for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        assert_eq!(cell("Ada, \"the\" first\nline"), "\"Ada, \"\"the\"\" first\nline\"");
        assert_eq!([cell("=1+1"), cell("@x"), cell("-2"), cell("a=b")], ["\"'=1+1\"", "\"'@x\"", "\"'-2\"", "\"a=b\""]);
    }
}
