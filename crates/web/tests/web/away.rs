//! A therapist falls ill: every session is looked at, offered anew in one act, and the client says whether it suits them.

use axum::http::StatusCode;

use crate::{
    common::{Browser, Fields, Home, fields, finished, text_of, value_of},
    practice::{CHECKED, booked, practice, therapist, values, whole},
};

fn lasting() -> Vec<(&'static str, &'static str)> {
    CHECKED.into_iter().map(|(name, value)| (name, if name == "p0-until" { "2027-12-10" } else { value })).collect()
}

/// Adds a therapist who works on Mondays alone; the id.
async fn colleague(owner: &mut Browser, path: &str) -> String {
    owner.get(&format!("{path}/therapist")).await;
    let id = value_of(&owner.page.html, "id").unwrap();
    let mut form: Fields = therapist(&lasting())
        .into_iter()
        .filter(|(name, _)| !["name", "h-2", "h-3", "h-4", "h-5", "off"].contains(&name.as_str()))
        .collect();
    form.extend(fields(&[("name", "Nora"), ("id", &id)]));
    whole(&owner.post(&format!("{path}/therapist"), &form).await);
    id
}

fn away(therapist: &str, days: (&str, &str), rather: &str) -> Fields {
    fields(&[("therapist", therapist), ("from", days.0), ("until", days.1), ("rather", rather)])
}

fn query(form: &Fields) -> String {
    form.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn a_therapist_who_falls_ill_has_every_session_offered_anew_in_one_act() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let link = owner.get(&path).await;
    let cleo = link.html.split("/therapist?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let nora = colleague(&mut owner, &path).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    booked(&mut ada, &format!("count=3&from=2026-11-30&day=1&at=10:00&with={cleo}"), 3).await;
    let mut ben = finished(&home, "Ben", &[]).await;
    booked(&mut ben, &format!("count=1&from=2026-12-01&day=2&at=10:00&with={cleo}"), 1).await;
    // First a look: nothing changes by it.
    let address = format!("{path}/away");
    whole(&owner.get(&address).await);
    let form = away(&cleo, ("2026-11-30", "2026-12-01"), "time");
    let look = owner.get(&format!("{address}?{}", query(&form))).await;
    whole(&look);
    for part in [
        "2 sessions are hit",
        "same time, somebody else",
        "Monday, 30 November 2026, 10:00, with Nora",
        "another time",
        "the therapist is away",
    ] {
        assert!(look.says(part), "no `{part}`: {}", text_of(&look.html));
    }
    assert!(!look.says("7 December 2026, 10:00, with Nora"), "what is not hit stays");
    assert!(!ada.get("/bookings").await.says("is away"));
    // Rather the same therapist: then both come later.
    let person = owner.get(&format!("{address}?{}", query(&away(&cleo, ("2026-11-30", "2026-12-01"), "person")))).await;
    assert!(!person.says("with Nora"), "{}", text_of(&person.html));
    // Mistakes are named together.
    let wrong = owner.get(&format!("{address}?therapist=&from=soon&until=")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Say who is away") && wrong.html.matches("Give a date like").count() >= 2);
    let backwards =
        owner.get(&format!("{address}?{}", query(&away(&cleo, ("2026-12-02", "2026-12-01"), "time")))).await;
    assert!(backwards.says("not before the first"), "{}", text_of(&backwards.html));
    // One act.
    let look = owner.get(&format!("{address}?{}", query(&form))).await;
    let takes = values(&look, "take");
    assert_eq!(takes.len(), 2, "{takes:?}");
    let mut chosen = form.clone();
    chosen.extend(takes.iter().map(|take| ("take".to_owned(), take.clone())));
    let done = owner.post(&address, &chosen).await;
    whole(&done);
    assert!(done.says("No session is hit") && done.says("Noted as away"), "{}", text_of(&done.html));
    let again = owner.post(&address, &chosen).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a second click finds nothing left to do");
    // The client reads what was and what is offered, and says yes.
    let list = ada.get("/bookings").await;
    whole(&list);
    for part in ["Cleo is away", "Monday, 30 November 2026, 10:00", "Massage with Nora", "That suits me"] {
        assert!(list.says(part), "no `{part}`: {}", text_of(&list.html));
    }
    assert!(owner.get(&format!("{path}/day?date=2026-11-30")).await.says("not accepted yet"));
    let id = value_of(&list.html, "id").unwrap();
    let list = ada.post("/bookings", &fields(&[("id", &id), ("act", "accept")])).await;
    assert!(!list.says("is away") && list.says("Massage with Nora"), "{}", text_of(&list.html));
    assert!(!owner.get(&format!("{path}/day?date=2026-11-30")).await.says("not accepted yet"));
    // The other chooses another time instead; before that, cancelling costs nothing.
    let theirs = ben.get("/bookings").await;
    assert!(
        theirs.says("Cleo is away") && !theirs.says("Tuesday, 1 December 2026, 10:00</h3>"),
        "{}",
        text_of(&theirs.html)
    );
    let id = value_of(&theirs.html, "id").unwrap();
    let change = ben.get(&format!("/bookings/change?id={id}")).await;
    assert!(change.says("is free"), "{}", text_of(&change.html));
    let to = values(&change, "to").pop().unwrap();
    let moved = ben.post("/bookings/change", &fields(&[("id", &id), ("act", "move"), ("to", &to)])).await;
    assert!(!moved.says("is away"), "{}", text_of(&moved.html));
    // Nobody books the time away, and back again is back again.
    let dry = ben.get(&format!("/book?giver=therapist&count=1&from=2026-11-30&day=1&at=14:00&with={cleo}")).await;
    assert!(!dry.says("30 November 2026, 14:00, with Cleo"), "{}", text_of(&dry.html));
    let back = owner.get(&address).await;
    let mut form = fields(&[("act", "back")]);
    for name in ["therapist", "from", "until"] {
        form.push((name.to_owned(), values(&back, name).pop().unwrap()));
    }
    assert!(!owner.post(&address, &form).await.says("Noted as away"));
    assert!(nora != cleo);
}

#[tokio::test]
async fn what_nothing_fits_for_is_called_off_at_no_cost_and_what_is_not_chosen_stays() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let link = owner.get(&path).await;
    let cleo = link.html.split("/therapist?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut ada = finished(&home, "Ada", &[]).await;
    booked(&mut ada, "count=2&from=2026-11-30&day=1&at=10:00", 2).await;
    // Away for longer than anybody can book ahead.
    let form = away(&cleo, ("2026-11-21", "2027-04-30"), "time");
    let address = format!("{path}/away");
    let look = owner.get(&format!("{address}?{}", query(&form))).await;
    assert_eq!(look.html.matches("nothing fits").count(), 2, "{}", text_of(&look.html));
    let takes = values(&look, "take");
    let mut chosen = form.clone();
    chosen.push(("take".to_owned(), takes[0].clone()));
    let done = owner.post(&address, &chosen).await;
    assert!(done.says("1 session is hit"), "{}", text_of(&done.html));
    let list = ada.get("/bookings").await;
    assert!(
        list.says("cancelled, no fee") && list.html.matches("Move it or cancel").count() == 1,
        "{}",
        text_of(&list.html)
    );
}
