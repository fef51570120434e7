//! Sessions that a practice gave, in the client's own record.

use axum::http::StatusCode;

use crate::{
    common::{Browser, Fields, Home, fields, finished, text_of, value_of},
    practice::{CHECKED, booked, practice, values, whole},
};

/// A licence that lasts.
pub(crate) fn lasting() -> Vec<(&'static str, &'static str)> {
    CHECKED.into_iter().map(|(name, value)| (name, if name == "p0-until" { "2027-12-10" } else { value })).collect()
}

/// Answers today's questions and lets the therapist know; the id of today's session.
pub(crate) async fn shares(client: &mut Browser) -> String {
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    let list = client.get("/bookings").await;
    assert!(list.says("Let the therapist know"), "{}", text_of(&list.html));
    let id = value_of(&list.html, "id").unwrap();
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    id
}

pub(crate) async fn act(owner: &mut Browser, path: &str, (id, date): (&str, &str), act: &str) -> crate::common::Page {
    let mut form = fields(&[("id", id), ("date", date), ("act", act)]);
    if act == "begin" {
        form.extend(fields(&[("well", "yes"), ("consent", "yes")]));
    }
    owner.get(&format!("{path}/day?date={date}")).await;
    owner.post(&format!("{path}/day"), &form).await
}

async fn note(owner: &mut Browser, path: &str, id: &str, count: &str, more: &[(&str, &str)]) -> crate::common::Page {
    owner.get(&format!("{path}/note?id={id}")).await;
    let mut form = fields(&[("id", id), ("count", count), ("objective", "Tight"), ("at", "mid-back-left")]);
    form.extend(fields(more));
    owner.post(&format!("{path}/note"), &form).await
}

const DAYS: [&str; 4] = ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"];

#[tokio::test]
async fn four_sessions_in_a_practice_without_response_stop_the_course_for_both_sides() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, "count=6&from=2026-11-23&day=1&at=15:30", 6).await;
    home.later(2);
    for (nth, date) in DAYS.into_iter().enumerate() {
        let mut client = home.browser();
        client.reopen().await;
        assert!(!client.get("/plan").await.says("Several sessions have changed nothing"), "session {}", nth + 1);
        let id = shares(&mut client).await;
        owner.get("/practice").await;
        whole(&act(&mut owner, &path, (&id, date), "begin").await);
        let done = act(&mut owner, &path, (&id, date), "done").await;
        assert!(done.says("done, 60 minutes"), "{}", text_of(&done.html));
        let technique = value_of(&owner.get(&format!("{path}/note?id={id}")).await.html, "technique").unwrap();
        let wrong = note(&mut owner, &path, &id, "0", &[("pain-before", "11"), ("technique", &technique)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says("Tight"), "what was typed is not lost");
        let pain = [("pain-before", "6"), ("pain-after", "5"), ("technique", technique.as_str())];
        let signed = note(&mut owner, &path, &id, "0", &pain).await;
        assert!(signed.says("Signed") && signed.says("Pain before"), "{}", text_of(&signed.html));
        let record = client.get("/record").await;
        whole(&record);
        for part in ["Session given by Cleo, Back Room: 60 minutes", "told again"] {
            assert!(record.says(part), "no `{part}`: {}", text_of(&record.html));
        }
        assert!(client.get("/morning").await.says("How sore"), "the last session is asked about");
        home.later(7);
    }
    let mut client = home.browser();
    client.reopen().await;
    let progress = client.get("/progress").await;
    assert!(progress.html.matches("<circle class=\"at\"").count() >= 4, "{}", text_of(&progress.html));
    assert!(!progress.html.contains("<circle class=\"home\""));
    assert!(!client.get("/morning").await.says("14 December 2026"), "too long ago to ask about");
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    let plan = client.get("/plan?giver=therapist").await;
    assert!(plan.says("Several sessions have changed nothing"), "{}", text_of(&plan.html));
    assert!(!plan.says("/book?") && values(&client.get("/book?giver=therapist&count=2").await, "take").is_empty());
    let letter = client.get("/letter").await;
    assert!(letter.says("4 sessions") || letter.says("Sessions: 4"), "{}", text_of(&letter.html));
    let list = client.get("/bookings").await;
    let id = value_of(&list.html, "id").unwrap();
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    let sheet = owner.get(&format!("{path}/day?date=2026-12-21")).await;
    assert!(sheet.says("do not allow a massage"), "{}", text_of(&sheet.html));
}

#[tokio::test]
async fn what_was_marked_by_mistake_is_put_right_in_the_record_too() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=15:30", 1).await;
    home.later(2);
    client.reopen().await;
    let id = shares(&mut client).await;
    let of = (id.as_str(), DAYS[0]);
    act(&mut owner, &path, of, "begin").await;
    act(&mut owner, &path, of, "done").await;
    let again = act(&mut owner, &path, of, "done").await;
    whole(&again);
    assert_eq!(
        client.get("/record").await.html.matches("Session given by").count(),
        1,
        "a double click is one session"
    );
    let wrong = act(&mut owner, &path, of, "not-begun").await;
    assert!(wrong.says("Did not come"), "{}", text_of(&wrong.html));
    let record = client.get("/record").await;
    assert!(record.says("Put right by Cleo, Back Room: a session did not take place"), "{}", text_of(&record.html));
    assert!(!client.get("/morning").await.says("23 November 2026"), "nobody is asked about it");
    // And it was a session after all; what was asked anew because of the first is answered before.
    let refused = act(&mut owner, &path, of, "begin").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shares(&mut client).await, id);
    act(&mut owner, &path, of, "begin").await;
    act(&mut owner, &path, of, "done").await;
    assert!(client.get("/record").await.says("told again"));
    assert!(client.get("/letter").await.says("23 November 2026"));
    // No: nobody had come.
    home.later(1);
    owner.get("/practice").await;
    act(&mut owner, &path, of, "not-begun").await;
    let missed = act(&mut owner, &path, of, "no-show").await;
    assert!(missed.says("Put something right") && !missed.says("It is not over yet"), "{}", text_of(&missed.html));
    let mut client = home.browser();
    client.reopen().await;
    assert!(client.get("/letter").await.says("No session"), "{}", text_of(&client.page.html));
}

#[tokio::test]
async fn an_agreement_that_the_therapist_enters_opens_the_way_until_it_ends() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, "count=3&from=2026-11-23&day=1&at=15:30", 3).await;
    home.later(2);
    let mut client = home.browser();
    client.reopen().await;
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    client.get("/ask/conditions?all").await;
    let stroke = [("stroke_when", "under-6-months")].into_iter().collect();
    let form = client.healthy(&stroke);
    client.post("/ask/conditions", &form).await;
    client.answer(&[]).await;
    let list = client.get("/bookings").await;
    whole(&list);
    assert!(list.says("Let them know what a clinician has to agree to"), "{}", text_of(&list.html));
    let id = value_of(&list.html, "id").unwrap();
    // What stands in the way is told by an act of its own.
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    let day = format!("{path}/day?date={}", DAYS[0]);
    let sheet = owner.get(&day).await;
    assert!(sheet.says("do not allow a massage") && !sheet.says("has to agree first"), "{}", text_of(&sheet.html));
    let enter = format!("{path}/agreement");
    assert!(owner.get(&format!("{enter}?id={id}")).await.path.contains("/day"), "nothing is asked about");
    client.get("/bookings").await;
    client.post("/bookings", &fields(&[("id", &id), ("act", "share-asks")])).await;
    let sheet = owner.get(&day).await;
    whole(&sheet);
    assert!(sheet.says("A clinician has to agree first to") && sheet.says("troke"), "{}", text_of(&sheet.html));
    let form = owner.get(&format!("{enter}?id={id}")).await;
    whole(&form);
    let typed = |until: &str| {
        let limits = [("pressure", "2"), ("minutes", "60"), ("words", "Not on the left side"), ("id", id.as_str())];
        let who = [("by", "Noor"), ("profession", "neurologist"), ("from", "2026-11-20"), ("until", until)];
        fields(&limits).into_iter().chain(fields(&who)).collect::<Fields>()
    };
    let wrong = owner.post(&enter, &typed("2027-11-20")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Not on the left side"), "what was typed is not lost");
    let sheet = owner.post(&enter, &typed("2026-12-02")).await;
    assert!(
        sheet.says("Noor, neurologist: until 2 December 2026") && sheet.says("Not on the left side"),
        "{}",
        text_of(&sheet.html)
    );
    // The client's own record has it, says who entered it, and allows the session within its limits.
    let record = client.get("/record").await;
    assert!(record.says("Agreement of a clinician") && record.says("Noor, neurologist"), "{}", text_of(&record.html));
    client.get("/next").await;
    client.answer(&[]).await;
    client.get("/bookings").await;
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    let sheet = owner.get(&day).await;
    assert!(!sheet.says("Not today:") && !sheet.says("no answers of this day"), "{}", text_of(&sheet.html));
    assert!(owner.get(&format!("{path}/day?date={}", DAYS[1])).await.says("Noor, neurologist"));
    // It ends before the third session: that is said beforehand, and the answers of that day forbid it.
    assert!(owner.get(&format!("{path}/day?date={}", DAYS[2])).await.says("ends before this appointment"));
    home.later(14);
    let mut client = home.browser();
    client.reopen().await;
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[("stroke_when", "under-6-months")]).await;
    let list = client.get("/bookings").await;
    assert!(list.says("Let them know what a clinician has to agree to"), "{}", text_of(&list.html));
}

#[tokio::test]
async fn a_record_behind_a_pin_takes_it_in_when_it_is_opened() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &lasting()).await;
    let mut client = home.browser();
    client.get("/").await;
    let start = fields(&[("who", "new"), ("name", "Ada"), ("pin-new", "4711"), ("door", "d1")]);
    client.post("/start", &start).await;
    client.answer(&[]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=15:30", 1).await;
    home.later(2);
    let who = value_of(&home.browser().get("/").await.html, "who").unwrap();
    let open = |pin: &str| fields(&[("who", who.as_str()), ("pin", pin)]);
    let mut client = home.browser();
    client.get("/").await;
    client.post("/start", &open("4711")).await;
    let id = shares(&mut client).await;
    client.get("/").await;
    client.post("/leave", &Fields::new()).await;
    let of = (id.as_str(), DAYS[0]);
    act(&mut owner, &path, of, "begin").await;
    act(&mut owner, &path, of, "done").await;
    let mut client = home.browser();
    client.get("/").await;
    client.post("/start", &open("4711")).await;
    let record = client.get("/record").await;
    assert!(record.says("Session given by Cleo, Back Room"), "{}", text_of(&record.html));
    // What comes while it is open is there on the next page.
    act(&mut owner, &path, of, "not-done").await;
    assert!(client.get("/record").await.says("Put right by Cleo"), "{}", text_of(&client.page.html));
    assert!(values(&client.page, "who").is_empty());
}
