//! Reviews: from whom a session took place with, once for a course, changed, answered, reported, taken down with a reason.

use axum::http::StatusCode;

use crate::{
    common::{Browser, Home, fields, finished, text_of, value_of},
    given::{act, lasting, shares},
    practice::{booked, practice, whole},
};

/// A client whose first two sessions of three took place, and the ids of all three.
async fn treated(home: &Home) -> (Browser, Browser, String, Vec<String>) {
    let (mut owner, path) = practice(home, &lasting()).await;
    let mut client = finished(home, "Ada", &[]).await;
    booked(&mut client, "count=3&from=2026-11-23&day=1&at=15:30", 3).await;
    let list = client.get("/bookings").await;
    let id = |part: &str| part.split('"').next().unwrap().to_owned();
    let mut ids: Vec<String> = list.html.split("/bookings/change?id=").skip(1).map(id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    home.later(2);
    for date in ["2026-11-23", "2026-11-30"] {
        let mut client = home.browser();
        client.reopen().await;
        let id = shares(&mut client).await;
        owner.get("/practice").await;
        act(&mut owner, &path, (&id, date), "begin").await;
        whole(&act(&mut owner, &path, (&id, date), "done").await);
        home.later(7);
    }
    let mut client = home.browser();
    client.reopen().await;
    (owner, client, path, ids)
}

/// Writes a review; the page that comes then.
async fn write(client: &mut Browser, id: &str, more: &[(&str, &str)]) -> crate::common::Page {
    client.get(&format!("/bookings/review?id={id}")).await;
    let id = value_of(&client.page.html, "id").unwrap_or_else(|| id.to_owned());
    let mut form = fields(&[("id", &id), ("act", "save")]);
    form.extend(fields(more));
    client.post("/bookings/review", &form).await
}

/// The address of what is said of the therapist.
async fn read(client: &mut Browser) -> String {
    client.get("/therapists").await;
    let found = client.post("/therapists", &fields(&[("words", "cleo")])).await;
    whole(&found);
    found
        .html
        .split("href=\"/reviews?")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn a_review_is_of_a_session_that_took_place_once_for_a_course_and_its_writers_own() {
    let home = Home::new();
    let (mut owner, mut client, path, ids) = treated(&home).await;
    let wrong = write(&mut client, &ids[0], &[("words", "Kind <hands>")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Say yes or no") && wrong.html.contains("Kind &#60;hands&#62;"), "{}", text_of(&wrong.html));
    whole(&write(&mut client, &ids[0], &[("again", "yes"), ("words", "Kind <hands>")]).await);
    let second = client.get(&format!("/bookings/review?id={}", ids[1])).await;
    whole(&second);
    assert!(
        second.html.contains("Kind &#60;hands&#62;") && second.says("Take it back"),
        "the course has one: {}",
        second.html
    );
    let address = read(&mut client).await;
    assert!(
        client.page.says("1 of 1 would come again") && client.page.says("between 21 and 100 %"),
        "{}",
        text_of(&client.page.html)
    );
    let page = client.get(&format!("/reviews?{address}")).await;
    whole(&page);
    assert!(page.says("Would come again") && page.html.contains("Kind &#60;hands&#62;"), "{}", text_of(&page.html));

    // Somebody else: reads it, cannot change it, and reports it.
    let mut eve = finished(&home, "Eve", &[]).await;
    assert_eq!(eve.get(&format!("/bookings/review?id={}", ids[0])).await.path, "/bookings");
    eve.get("/therapists").await;
    let own = eve.post("/bookings/review", &fields(&[("id", &ids[0]), ("again", "no"), ("act", "save")])).await;
    assert_eq!(own.path, "/bookings");
    let list = booked(&mut eve, "count=1&from=2026-12-14&day=2&at=10:00", 1).await;
    let ahead = list.html.split("/bookings/change?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for id in [&ahead, &ids[0]] {
        eve.get("/therapists").await;
        let none = eve.post("/bookings/review", &fields(&[("id", id), ("again", "yes"), ("act", "save")])).await;
        assert_eq!(none.path, "/bookings", "nobody writes whose session has not taken place");
    }
    let page = eve.get(&format!("/reviews?{address}")).await;
    assert!(page.says("1 of 1 would come again"), "{}", text_of(&page.html));
    assert!(!page.says("Ada"), "no name stands there");
    let id = value_of(&page.html, "id").unwrap();
    let (practice, with) = (value_of(&page.html, "practice").unwrap(), value_of(&page.html, "with").unwrap());
    let silent =
        eve.post("/reviews", &fields(&[("practice", &practice), ("with", &with), ("id", &id), ("why", " ")])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let told = eve
            .post("/reviews", &fields(&[("practice", &practice), ("with", &with), ("id", &id), ("why", "names me")]))
            .await;
        whole(&told);
        assert!(told.says("The practice has been told"), "{}", text_of(&told.html));
    }
    let none =
        eve.post("/reviews", &fields(&[("practice", &practice), ("with", &with), ("id", &ids[2]), ("why", "x")])).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "a session without a review is none");

    // The practice: sees the report once, answers, and takes the words down with a reason.
    let address_there = format!("{path}/reviews");
    let seen = owner.get(&address_there).await;
    whole(&seen);
    assert_eq!(seen.html.matches("names me").count(), 1, "{}", text_of(&seen.html));
    assert!(!seen.says("Ada"));
    whole(&owner.post(&address_there, &fields(&[("id", &id), ("act", "answer"), ("answer", "Thank you")])).await);
    assert!(eve.get(&format!("/reviews?{address}")).await.says("Thank you"));
    let bare = owner.post(&address_there, &fields(&[("id", &id), ("act", "hide")])).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.says("Give the reason"), "{}", text_of(&bare.html));
    whole(&owner.post(&address_there, &fields(&[("id", &id), ("act", "hide"), ("reason", "It names somebody")])).await);
    let down = eve.get(&format!("/reviews?{address}")).await;
    assert!(
        down.says("It names somebody") && !down.html.contains("Kind &#60;") && down.says("1 of 1 would come again"),
        "{}",
        text_of(&down.html)
    );
    let audit = owner.get(&format!("{path}/audit")).await;
    assert!(audit.says("Took the words of a client"), "{}", text_of(&audit.html));

    // Other words are read anew; taken back, it is gone.
    whole(&write(&mut client, &ids[1], &[("again", "no"), ("words", "Other words")]).await);
    let anew = eve.get(&format!("/reviews?{address}")).await;
    assert!(
        anew.says("0 of 1 would come again") && anew.html.contains("Other words") && !anew.says("Thank you"),
        "{}",
        text_of(&anew.html)
    );
    client.get(&format!("/bookings/review?id={}", ids[0])).await;
    whole(&client.post("/bookings/review", &fields(&[("id", &ids[0]), ("act", "back")])).await);
    assert!(eve.get(&format!("/reviews?{address}")).await.says("Nobody has said anything yet"));
}
