//! Money at a practice: what is open follows from the sessions, what is paid is entered once, and what was wrong is put right by
//! another entry.

use axum::http::StatusCode;

use crate::{
    common::{Browser, Fields, Home, Page, fields, finished, text_of, value_of},
    mail::{cancels, change},
    practice::{CHECKED, booked, practice, shared, values, whole},
};

/// A session that took place, at a practice that takes dollars: the owner, the practice's path, the client, the booking.
async fn given(home: &Home) -> (Browser, String, Browser, String) {
    let (mut owner, path, client, id) = shared(home).await;
    let day = format!("{path}/day");
    owner.get("/practice").await;
    for act in ["begin", "done"] {
        owner.get(&day).await;
        let form = fields(&[("id", &id), ("date", "2026-11-23"), ("act", act), ("well", "yes"), ("consent", "yes")]);
        whole(&owner.post(&day, &form).await);
    }
    (owner, path, client, id)
}

async fn dollars(owner: &mut Browser, path: &str) {
    let list = format!("{path}/money/list");
    owner.get(&list).await;
    whole(&owner.post(&list, &fields(&[("act", "currency"), ("currency", "usd")])).await);
}

/// The form with which the first open thing is paid.
fn paying(page: &Page, amount: &str) -> Fields {
    let mut form = fields(&[("act", "pay"), ("amount", amount), ("how", "cash")]);
    for name in ["key", "for", "client"] {
        form.push((name.to_owned(), value_of(&page.html, name).unwrap()));
    }
    form
}

async fn pays(owner: &mut Browser, path: &str, amount: &str) -> Page {
    let money = format!("{path}/money");
    let form = paying(&owner.get(&money).await, amount);
    owner.post(&money, &form).await
}

/// Puts a package of two on the list and sells it to the only client.
async fn sells(owner: &mut Browser, path: &str) -> Page {
    let list = format!("{path}/money/list");
    let page = owner.get(&list).await;
    whole(&page);
    let service = page.html.split("id=\"of\"").nth(1).unwrap().split("option value=\"").nth(1).unwrap();
    let service = service.split('"').next().unwrap();
    let package =
        [("act", "package"), ("of", service), ("package", "Pair"), ("sessions", "2"), ("price", "100"), ("days", "30")];
    let page = owner.post(&list, &fields(&package)).await;
    assert!(page.says("Pair: 2 times Massage, 100.00 USD, good for 30 days"), "{}", text_of(&page.html));
    let money = format!("{path}/money");
    let page = owner.get(&money).await;
    whole(&page);
    let option = |id: &str| {
        let rest = page.html.split(&format!("id=\"{id}\"")).nth(1).unwrap().split("option value=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let key = value_of(&page.html, "key").unwrap();
    let form =
        fields(&[("act", "sell"), ("key", &key), ("client", &option("client")), ("package", &option("package"))]);
    let sold = owner.post(&money, &form).await;
    whole(&sold);
    let mut again = form;
    again.push(("csrf".to_owned(), owner.page.csrf()));
    assert_eq!(owner.send(&money, &again).await.status, StatusCode::SEE_OTHER, "a double click sells once");
    owner.get(&money).await
}

#[tokio::test]
async fn what_took_place_is_open_until_it_is_paid_and_every_payment_has_its_receipt() {
    let home = Home::new();
    let (mut owner, path, mut client, _) = given(&home).await;
    let money = format!("{path}/money");
    let page = owner.get(&money).await;
    whole(&page);
    assert!(page.says("60.00") && page.says("First say on the price list"), "{}", text_of(&page.html));
    assert!(page.says("One is open: 60.00"), "{}", text_of(&page.html));
    for wrong in ["", "dollars", "U$D"] {
        owner.get(&format!("{path}/money/list")).await;
        let page =
            owner.post(&format!("{path}/money/list"), &fields(&[("act", "currency"), ("currency", wrong)])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    dollars(&mut owner, &path).await;
    let page = owner.get(&money).await;
    whole(&page);
    assert!(page.says("60.00 USD") && page.says("Massage with Cleo, Monday, 23 November 2026, 15:30"));
    for (amount, says) in
        [("60.01", "more than is open"), ("0", "Give an amount"), ("-5", "Give an amount"), ("1.234", "Give an amount")]
    {
        let page = pays(&mut owner, &path, amount).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{amount}");
        assert!(page.says(says) && page.says(&format!("value=\"{amount}\"")), "{amount}: {}", text_of(&page.html));
    }
    whole(&pays(&mut owner, &path, "20").await);
    let form = paying(&owner.get(&money).await, "40,00");
    whole(&owner.post(&money, &form).await);
    let mut again = form.clone();
    again.push(("csrf".to_owned(), owner.page.csrf()));
    assert_eq!(owner.send(&money, &again).await.status, StatusCode::SEE_OTHER, "a double click pays once");
    let page = owner.get(&money).await;
    assert!(
        page.says("Nothing is open") && page.says("Receipt 2") && !page.says("Receipt 3"),
        "{}",
        text_of(&page.html)
    );
    // The receipt, for the practice and for the client, and for nobody else.
    let slip = owner.get(&format!("{money}/receipt?n=2")).await;
    whole(&slip);
    for part in ["Receipt 2", "Back Room", "Ada", "40.00 USD", "in cash", "23 November 2026"] {
        assert!(slip.says(part), "no `{part}`: {}", text_of(&slip.html));
    }
    assert_eq!(owner.get(&format!("{money}/receipt?n=3")).await.status, StatusCode::NOT_FOUND);
    let mine = client.get("/packages").await;
    whole(&mine);
    assert!(
        mine.says("Receipt 1") && mine.says("60.00 USD") && mine.says("Nothing is open"),
        "{}",
        text_of(&mine.html)
    );
    let link = mine.html.split("/packages/receipt?").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("/packages/receipt?{}", link.replace("&#38;", "&").replace("&amp;", "&"));
    whole(&client.get(&link).await);
    let mut eve = finished(&home, "Eve", &[]).await;
    assert_eq!(eve.get(&link).await.status, StatusCode::NOT_FOUND);
    let theirs = eve.get("/packages").await;
    assert!(!theirs.says("Receipt 1") && !theirs.says("Ada"), "{}", text_of(&theirs.html));
    // A payment that was a mistake has a receipt of its own, and what it was for is open again.
    let payment = values(&owner.get(&money).await, "payment");
    let key = value_of(&owner.page.html, "key").unwrap();
    let back = |reason: &str| fields(&[("act", "back"), ("key", &key), ("payment", &payment[0]), ("reason", reason)]);
    let silent = owner.post(&money, &back("")).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.says("Say why"), "{}", text_of(&silent.html));
    let page = owner.post(&money, &back("=typed wrong")).await;
    whole(&page);
    assert!(
        page.says("Receipt 3") && page.says("-40.00 USD") && page.says("value=\"40.00\""),
        "{}",
        text_of(&page.html)
    );
    let twice = fields(&[
        ("act", "back"),
        ("key", "01890000-0000-7000-8000-000000000000"),
        ("payment", &payment[0]),
        ("reason", "again"),
    ]);
    assert!(owner.post(&money, &twice).await.says("paid back already"));
    let month = owner.get(&format!("{money}/month?m=2026-11")).await;
    whole(&month);
    for part in ["November 2026", "20.00 USD", "Sessions: 1. Did not come: 0.", "1:00 hours of massage"] {
        assert!(month.says(part), "no `{part}`: {}", text_of(&month.html));
    }
    let table = owner.get(&format!("{money}/month.csv?m=2026-11")).await;
    let lines: Vec<&str> = table.html.split("\r\n").collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(lines[1].starts_with("1,2026-11-23,\"Ada\",") && lines[1].ends_with(",cash,20.00,USD,\"\""), "{lines:?}");
    assert!(lines[3].ends_with(",cash,-40.00,USD,\"'=typed wrong\""), "{lines:?}");
    assert!(owner.get(&format!("{money}/month.csv?m=2026-10")).await.html.lines().count() == 1);
    // In the books are dollars from now on.
    owner.get(&format!("{path}/money/list")).await;
    let other = owner.post(&format!("{path}/money/list"), &fields(&[("act", "currency"), ("currency", "EUR")])).await;
    assert!(other.says("stays as it is"), "{}", text_of(&other.html));
}

#[tokio::test]
async fn a_package_pays_what_took_place_and_has_it_back_where_it_did_not() {
    let home = Home::new();
    let (mut owner, path, mut client, id) = given(&home).await;
    dollars(&mut owner, &path).await;
    let page = sells(&mut owner, &path).await;
    assert!(page.says("Pair: 1 of 2 sessions is left") && page.says("100.00 USD"), "{}", text_of(&page.html));
    assert!(!page.says("60.00 USD"), "the session is settled: {}", text_of(&page.html));
    let mine = client.get("/packages").await;
    assert!(mine.says("1 of 2 sessions is left") && mine.says("Pair: <b>100.00 USD"), "{}", text_of(&mine.html));
    // It did not take place after all: it goes back.
    let day = format!("{path}/day");
    owner.get(&day).await;
    let act = fields(&[("id", &id), ("date", "2026-11-23"), ("act", "not-begun")]);
    whole(&owner.post(&day, &act).await);
    assert!(owner.get(&format!("{path}/money")).await.says("2 of 2 sessions are left"));
    // Unused and unpaid, the sale can be taken back; what was paid has to be paid back first.
    whole(&pays(&mut owner, &path, "100").await);
    assert!(!owner.page.says("Sold by mistake"), "{}", text_of(&owner.page.html));
    let unsold = fields(&[("act", "unsold"), ("key", &id), ("sale", "1"), ("reason", "wrong client")]);
    assert!(owner.post(&format!("{path}/money"), &unsold).await.says("Pay that back first"));
    // Who destroys their record leaves books without a hole, and without a name.
    client.get("/record/destroy").await;
    client.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    let page = owner.get(&format!("{path}/money")).await;
    assert!(page.says("Receipt 1") && page.says("whose record was destroyed") && !page.says("Ada"));
    let table = owner.get(&format!("{path}/money/month.csv?m=2026-11")).await;
    assert!(table.html.contains("100.00") && !table.html.contains("Ada"), "{}", table.html);
}

#[tokio::test]
async fn who_cancels_late_owes_the_part_that_was_shown() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    dollars(&mut owner, &path).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let id = change(&booked(&mut client, "count=1&from=2026-11-23&day=1&at=10:00", 1).await);
    home.later(1);
    let mut client = home.browser();
    client.reopen().await;
    cancels(&mut client, &id).await;
    let mut owner_again = home.browser();
    owner_again.get("/practice").await;
    let page = owner_again.get(&format!("{path}/money")).await;
    assert!(page.says("50 % of the price") && page.says("30.00 USD"), "{}", text_of(&page.html));
    let mine = client.get("/packages").await;
    assert!(mine.says("30.00 USD"), "{}", text_of(&mine.html));
    let page = sells(&mut owner_again, &path).await;
    assert!(page.says("2 of 2 sessions are left") && page.says("30.00 USD"), "a part is paid: {}", text_of(&page.html));
}

#[tokio::test]
async fn of_many_tills_that_take_the_same_payment_one_does() {
    let home = Home::new();
    let (mut owner, path, _, _) = given(&home).await;
    dollars(&mut owner, &path).await;
    let money = format!("{path}/money");
    let form = paying(&owner.get(&money).await, "60");
    let mut tills = tokio::task::JoinSet::new();
    for till in 0..8u128 {
        let (mut browser, mut form, money) = (owner.clone(), form.clone(), money.clone());
        form.retain(|(name, _)| name != "key");
        form.push(("key".to_owned(), format!("01890000-0000-7000-8000-00000000000{till}")));
        form.push(("csrf".to_owned(), browser.page.csrf()));
        tills.spawn(async move { browser.send(&money, &form).await.status });
    }
    let all = tills.join_all().await;
    assert_eq!(all.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{all:?}");
    let page = owner.get(&money).await;
    assert!(
        page.says("Receipt 1") && !page.says("Receipt 2") && page.says("Nothing is open"),
        "{}",
        text_of(&page.html)
    );
}
