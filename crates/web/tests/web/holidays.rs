//! Holidays of a place: said once, kept from whoever books, and nothing that stands is touched.

use axum::http::StatusCode;

use crate::{
    common::{Home, fields, finished, text_of},
    practice::{CHECKED, booked, practice, values, whole},
};

fn lasting() -> Vec<(&'static str, &'static str)> {
    CHECKED.into_iter().map(|(name, value)| (name, if name == "p0-until" { "2027-12-10" } else { value })).collect()
}

#[tokio::test]
async fn on_a_closed_holiday_nothing_new_is_offered_and_what_is_booked_stays() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    booked(&mut ada, "count=2&from=2027-01-11&day=1&at=10:00", 2).await;
    // The only region of the country is looked at, and nothing is said yet.
    let address = format!("{path}/holidays");
    let page = owner.get(&address).await;
    whole(&page);
    for part in ["has not said anything", "Thanksgiving Day", "Thursday, 26 November 2026", "5 U.S.C. 6103"] {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    assert!(
        !page.html.contains("type=\"radio\" name=\"closed\" value=\"all\" checked"),
        "nothing is chosen for anybody"
    );
    // Every mistake at once; and what was ticked stays ticked.
    let wrong = owner.post(&address, &fields(&[("region", "xx")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Choose a country or region") && wrong.says("Say whether"), "{}", text_of(&wrong.html));
    owner.get(&address).await;
    let none = owner.post(&address, &fields(&[("region", "us"), ("closed", "some"), ("day", "Whitsun")])).await;
    assert!(none.says("Tick at least one"), "{}", text_of(&none.html));
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Closed on all: what stands is shown, and stands.
    let all = owner.post(&address, &fields(&[("region", "us"), ("closed", "all")])).await;
    whole(&all);
    for part in [
        "Closed on every holiday: United States, federal",
        "Monday, 18 January 2027, Birthday of Martin Luther King, Jr.: 1 session",
        "Nothing has happened to them",
    ] {
        assert!(all.says(part), "no `{part}`: {}", text_of(&all.html));
    }
    assert!(ada.get("/bookings").await.says("Monday, 18 January 2027"));
    let sheet = owner.get(&format!("{path}/day?date=2027-01-18")).await;
    assert!(sheet.says("Closed for a holiday: Birthday of Martin Luther King") && sheet.says("Ada"));
    // Nobody is offered the day, and the reason is said.
    let mut ben = finished(&home, "Ben", &[]).await;
    let wish = "/book?giver=therapist&count=1&from=2027-02-15&day=1&at=10:00";
    let dry = ben.get(wish).await;
    whole(&dry);
    assert!(dry.says("the practice is closed: Washington"), "{}", text_of(&dry.html));
    assert!(!values(&dry, "take").is_empty(), "another day fits");
    // Only those that are ticked.
    let some = owner
        .post(&address, &fields(&[("region", "us"), ("closed", "some"), ("day", "Christmas Day"), ("day", "nothing")]))
        .await;
    assert!(some.says("Closed on 1 holiday") && !some.says("Booked on a closed day"), "{}", text_of(&some.html));
    assert!(!ben.get(wish).await.says("the practice is closed"));
    assert!(!owner.get(&format!("{path}/day?date=2027-01-18")).await.says("Closed for a holiday"));
    // Another region is only looked at.
    let other = owner.get(&format!("{address}?region=de-by")).await;
    whole(&other);
    assert!(
        other.says("Corpus Christi") && other.says("Closed on 1 holiday: United States"),
        "{}",
        text_of(&other.html)
    );
    let audit = owner.get(&format!("{path}/audit")).await;
    assert!(audit.says("Changed on which holidays"), "{}", text_of(&audit.html));
}

#[tokio::test]
async fn what_moves_with_easter_is_kept_when_its_next_date_is_more_than_a_year_ahead() {
    let home = Home::new();
    let (_, path) = practice(&home, &lasting()).await;
    // Two days after Good Friday of 2027.
    home.later(127);
    let mut owner = home.browser();
    let address = format!("{path}/holidays");
    let page = owner.get(&format!("{address}?region=de-by")).await;
    whole(&page);
    assert!(page.says("Good Friday") && page.says("14 April 2028"), "{}", text_of(&page.html));
    let some = [("region", "de-by"), ("closed", "some"), ("day", "Good Friday"), ("day", "Christmas Day")];
    assert!(owner.post(&address, &fields(&some)).await.says("Closed on 2 holidays"), "{}", text_of(&owner.page.html));
    let page = owner.get(&address).await;
    assert!(values(&page, "day").iter().any(|day| day == "Good Friday"), "{}", text_of(&page.html));
    // A region that is not known any more closes nothing, and does not say so.
    let id = supple_store::Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    let store = &home.app.store;
    let desk = store.known_desk(supple_store::PersonId::from_uuid(id)).unwrap().unwrap();
    let mut item = store.item(&desk, supple_store::Shelf::Practice, id).unwrap().unwrap();
    item.body["holidays"]["region"] = "xx-gone".into();
    store.put(&desk, supple_store::Shelf::Practice, &item).unwrap();
    let page = owner.get(&address).await;
    whole(&page);
    assert!(page.says("counts as open on every holiday"), "{}", text_of(&page.html));
    assert!(!page.says("Closed on every holiday") && !page.says("Closed on 2"), "{}", text_of(&page.html));
}
