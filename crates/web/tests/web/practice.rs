//! A practice in the browser: made, staffed, booked, seen by the therapist, changed, and forgotten.

use axum::http::StatusCode;

use crate::common::{Browser, Fields, Home, Page, fields, finished, text_of, value_of};

/// Every value that a field of the page has.
pub(crate) fn values(page: &Page, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.html.split(&start).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value.to_owned()).collect()
}

pub(crate) fn whole(page: &Page) {
    assert_eq!(page.status, StatusCode::OK, "{}: {}", page.path, text_of(&page.html));
    assert_eq!(page.html.matches("<h1").count(), 1, "{}", page.path);
    assert!(!page.html.contains('«'), "a key without a sentence on {}: {}", page.path, text_of(&page.html));
    assert!(page.html.len() < 60_000, "{} bytes", page.html.len());
}

pub(crate) fn therapist(licence: &[(&str, &str)]) -> Fields {
    let mut form = fields(&[("name", "Cleo"), ("h-1", "9-17"), ("h-2", "9:00-12:30, 13:30-18:00"), ("h-3", "9-17")]);
    form.extend(fields(&[("h-4", "9-17"), ("h-5", "9-17"), ("off", "2026-12-24 - 2026-12-27")]));
    form.extend(
        crate::common::knowledge().techniques.techniques.iter().map(|it| ("technique".to_owned(), it.id.clone())),
    );
    form.extend(fields(licence));
    form
}

pub(crate) const CHECKED: [(&str, &str); 7] = [
    ("p0-kind", "licence"),
    ("p0-class", "Licensed Massage Therapist"),
    ("p0-issuer", "the board"),
    ("p0-until", "2026-12-10"),
    ("p0-checked-on", "2026-11-20"),
    ("p0-checked-at", "the board's search page"),
    ("p0-checked-by", "Dana"),
];

/// A practice in New York with a room, a service and one therapist; its path.
pub(crate) async fn practice(home: &Home, licence: &[(&str, &str)]) -> (Browser, String) {
    let mut browser = home.browser();
    whole(&browser.get("/practice").await);
    let form = fields(&[("name", "Back Room"), ("zone", "America/New_York"), ("place", "us-ny")]);
    let made = browser.post("/practice", &form).await;
    whole(&made);
    let path = made.path.clone();
    assert!(made.says("requires a licence") && made.says("A service is missing"), "{}", text_of(&made.html));
    browser.post(&path, &fields(&[("act", "room"), ("room", "Blue")])).await;
    let service = [("act", "service"), ("service", "Massage"), ("length", "60"), ("after", "10"), ("every", "30")];
    let form: Fields =
        fields(&service).into_iter().chain(fields(&[("needs-room", "yes"), ("price", "60.00")])).collect();
    whole(&browser.post(&path, &form).await);
    let rules =
        [("act", "rules"), ("notice", "60"), ("horizon", "90"), ("free", "24"), ("fee", "50"), ("no-show", "100")];
    browser.post(&path, &fields(&rules)).await;
    browser.get(&format!("{path}/therapist")).await;
    let mut form = therapist(licence);
    form.push(("id".to_owned(), value_of(&browser.page.html, "id").unwrap()));
    let added = browser.post(&format!("{path}/therapist"), &form).await;
    whole(&added);
    (browser, path)
}

/// Holds what fits and confirms it; the page of the person's sessions.
pub(crate) async fn booked(client: &mut Browser, wishes: &str, count: usize) -> Page {
    let dry = client.get(&format!("/book?giver=therapist&{wishes}")).await;
    whole(&dry);
    let mut form: Fields = values(&dry, "take").into_iter().take(count).map(|it| ("take".to_owned(), it)).collect();
    for name in ["wishes", "practice", "service", "key", "of"] {
        form.push((name.to_owned(), value_of(&dry.html, name).unwrap().replace("&#38;", "&").replace("&amp;", "&")));
    }
    let held = client.post("/book", &form).await;
    whole(&held);
    assert!(held.says("not booked yet") && held.says("kept for you until"), "{}", text_of(&held.html));
    form.push(("csrf".to_owned(), client.page.csrf()));
    assert_eq!(client.send("/book", &form).await.status, StatusCode::SEE_OTHER, "a double click is one booking");
    let mut form: Fields = values(&held, "id").into_iter().map(|id| ("id".to_owned(), id)).collect();
    form.push(("act".to_owned(), "confirm".to_owned()));
    let booked = client.post("/bookings", &form).await;
    whole(&booked);
    booked
}

#[tokio::test]
async fn a_licence_that_nobody_checked_is_a_claim_and_books_nothing() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED[..4]).await;
    let page = owner.get(&path).await;
    assert!(page.says("nobody has looked it up") && page.says("Cannot be booked today"), "{}", text_of(&page.html));
    assert!(!page.says("Licensed:"));
    let mut client = finished(&home, "Ada", &[]).await;
    let dry = client.get("/book?giver=therapist&count=3").await;
    whole(&dry);
    assert!(values(&dry, "take").is_empty() && dry.says("may not be booked that day"), "{}", text_of(&dry.html));
}

#[tokio::test]
async fn a_course_is_fitted_held_confirmed_and_ends_with_the_licence() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    assert!(owner.get(&path).await.says("Licensed: Licensed Massage Therapist"));
    let mut client = finished(&home, "Ada", &[]).await;
    assert!(client.get("/plan?giver=therapist").await.says("/book?"), "the plan leads here");
    let wishes = "count=6&from=2026-11-24&day=2&at=10:00";
    let dry = client.get(&format!("/book?giver=therapist&{wishes}")).await;
    // 24 November, 1 and 8 December; the licence runs out on the 10th.
    assert!(dry.says("Tuesday, 24 November 2026, 10:00") && dry.says("not possible"), "{}", text_of(&dry.html));
    assert!(dry.says("Has run out"), "{}", text_of(&dry.html));
    let page = booked(&mut client, wishes, 3).await;
    assert_eq!(page.html.matches("Move it or cancel").count(), 3, "{}", text_of(&page.html));
    assert!(page.says("session 1 of 6"));
    // Somebody else wishes the same and is moved, for a reason.
    let mut other = finished(&home, "Ben", &[]).await;
    let dry = other.get(&format!("/book?giver=therapist&{wishes}")).await;
    assert!(dry.says("has somebody else then") && dry.says("no room is free"), "{}", text_of(&dry.html));
    // Another client's session is not theirs to change.
    let id = values(&client.get("/bookings").await, "id");
    assert!(id.is_empty(), "nothing is held any more");
    let change = page.html.split("/bookings/change?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(other.get(&format!("/bookings/change?id={change}")).await.path, "/bookings");
    whole(&client.get(&format!("/bookings/change?id={change}")).await);
}

#[tokio::test]
async fn no_session_begins_without_fresh_answers_and_a_question() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[("blood_thinner", "unknown")]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=15:30", 1).await;
    let sheet = owner.get(&format!("{path}/day?date=2026-11-23")).await;
    whole(&sheet);
    assert!(sheet.says("Ada") && sheet.says("There are no answers of this day yet"), "{}", text_of(&sheet.html));
    // Two days later: the answers of before are not of that day.
    home.later(2);
    owner.get("/practice").await;
    let mut client = home.browser();
    client.reopen().await;
    let list = client.get("/bookings").await;
    assert!(list.says("Answer the questions of today"), "{}", text_of(&list.html));
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    let list = client.get("/bookings").await;
    assert!(list.says("Let the therapist know"), "{}", text_of(&list.html));
    let id = value_of(&list.html, "id").unwrap();
    let list = client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    whole(&list);
    let sheet = owner.get(&format!("{path}/day")).await;
    whole(&sheet);
    assert!(
        !sheet.says("no answers of this day") && !sheet.says("Not today:") && sheet.says("Where it hurts"),
        "{}",
        text_of(&sheet.html)
    );
    let act = |act: &'static str, asked: bool| {
        let mut form = fields(&[("id", &id), ("date", "2026-11-23"), ("act", act)]);
        if asked {
            form.extend(fields(&[("well", "yes"), ("consent", "yes")]));
        }
        form
    };
    let day = format!("{path}/day");
    let refused = owner.post(&day, &act("begin", false)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ask first how the client feels"), "{}", text_of(&refused.html));
    let begun = owner.post(&day, &act("begin", true)).await;
    whole(&begun);
    // The session that goes on says since when, and ending it is what comes next.
    assert!(begun.says("Begun at "), "{}", text_of(&begun.html));
    assert!(begun.says("card now") && begun.says("class=\"btn\" name=\"act\" value=\"done\""), "{}", begun.html);
    // What is found is signed, and then nobody changes it.
    let notes = format!("{path}/note?id={id}");
    let page = owner.get(&notes).await;
    whole(&page);
    assert!(page.says("mid back, beside the spine: 4 of 10"), "{}", text_of(&page.html));
    assert!(page.says("value=\"mid-back-left\"") && page.says("Agrees: Yes"), "{}", text_of(&page.html));
    let sign = format!("{path}/note");
    let note = |count: &str, text: &str| {
        fields(&[("id", &id), ("count", count), ("objective", text), ("at", "mid-back-left")])
    };
    let empty = owner.post(&sign, &note("0", "")).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.says("Write what you found"));
    let signed = owner.post(&sign, &note("0", "Tight beside the spine")).await;
    assert!(signed.says("Signed Monday") && signed.says("Tight beside the spine"), "{}", text_of(&signed.html));
    owner.post(&sign, &note("0", "Tight beside the spine")).await;
    assert_eq!(owner.page.html.matches("Tight beside the spine").count(), 1, "a double click signs nothing");
    let added = owner.post(&sign, &note("1", "It was the right side")).await;
    assert!(added.says("Tight beside the spine") && added.says("It was the right side"), "{}", text_of(&added.html));
    owner.get("/practice").await;
    let done = owner.post(&day, &act("done", false)).await;
    assert!(done.says("done, 60 minutes"), "{}", text_of(&done.html));
    owner.get("/practice").await;
    assert!(owner.post(&day, &act("call-off", false)).await.says("not possible any more"));
    // Nothing is counted of what the client did not tell; then it is, and can be taken back.
    let outcomes = format!("{path}/outcomes");
    let page = owner.get(&outcomes).await;
    whole(&page);
    for part in ["0 of 1 client", "0 left before the end, 1 did not tell", "Nobody told about 1 of 1 sessions"] {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    assert!(page.says("Too few to say more") && page.says("By main technique") && !page.says("Not noted"));
    assert!(client.get("/bookings").await.says("Let the practice count how it went"));
    whole(&client.get(&format!("/bookings/told?id={id}")).await);
    let tell = |reactions: &str, act: &str| {
        fields(&[("id", id.as_str()), ("reactions", reactions), ("serious", ""), ("act", act)])
    };
    let refused = client.post("/bookings/told", &tell("2", "tell")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "there was only one session");
    client.post("/bookings/told", &tell("1", "tell")).await;
    let page = owner.get(&outcomes).await;
    assert!(
        page.says("After 1 of 1 sessions") && page.says("Clients told about every session"),
        "{}",
        text_of(&page.html)
    );
    client.get(&format!("/bookings/told?id={id}")).await;
    client.post("/bookings/told", &tell("", "back")).await;
    assert!(owner.get(&outcomes).await.says("No client has told yet"));
}

#[tokio::test]
async fn cancelling_says_what_goes_and_being_unwell_costs_nothing() {
    let home = Home::new();
    let (_, path) = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let page = booked(&mut client, "count=3&from=2026-11-23&day=1&at=10:00", 3).await;
    let ids: Vec<String> = page
        .html
        .split("/bookings/change?id=")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(id, _)| id.to_owned())
        .collect();
    let change = |id: &str| format!("/bookings/change?id={id}");
    let second = client.get(&change(&ids[1])).await;
    whole(&second);
    for part in
        ["Stays: Monday, 23 November 2026, 10:00", "Cancelling this session now is free", "From 24 hours before"]
    {
        assert!(second.says(part), "no `{part}`: {}", text_of(&second.html));
    }
    let unsaid = client.post("/bookings/change", &fields(&[("id", &ids[1]), ("act", "cancel")])).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = fields(&[("id", &ids[1]), ("act", "cancel"), ("scope", "later")]);
    let left = client.post("/bookings/change", &form).await;
    assert_eq!(left.html.matches("Move it or cancel").count(), 1, "{}", text_of(&left.html));
    // The first is moved to another time that is offered, and then the client is unwell on the day before.
    let first = client.get(&change(&ids[0])).await;
    let to = values(&first, "to").pop().unwrap();
    let moved = client.post("/bookings/change", &fields(&[("id", &ids[0]), ("act", "move"), ("to", &to)])).await;
    whole(&moved);
    assert!(!moved.says("Monday, 23 November 2026, 10:00"), "{}", text_of(&moved.html));
    client.get(&change(&ids[0])).await;
    let nowhere = client.post("/bookings/change", &fields(&[("id", &ids[0]), ("act", "move"), ("to", "7")])).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    client.post("/bookings/change", &fields(&[("id", &ids[0]), ("act", "unwell")])).await;
    let list = client.get("/bookings").await;
    assert!(list.says("cancelled, no fee") && !list.says("% of the price"), "{}", text_of(&list.html));
    assert!(path.starts_with("/practice/"));
}

#[tokio::test]
async fn who_destroys_a_record_is_gone_from_the_practice_too() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=10:00", 1).await;
    let day = format!("{path}/day?date=2026-11-23");
    assert!(owner.get(&day).await.says("Ada"));
    client.get("/record/destroy").await;
    client.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    let sheet = owner.get(&day).await;
    assert!(sheet.says("Nobody comes on this day"), "{}", text_of(&sheet.html));
}

#[tokio::test]
async fn a_practice_that_does_not_open_stands_in_nobodys_way() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let shut = home.app.store.create_practice(serde_json::json!({ "name": "of another form" })).unwrap().owner();
    let hub = owner.get("/practice").await;
    assert!(hub.says(&format!("cannot be opened: {shut}")) && hub.says(&path), "{}", text_of(&hub.html));
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=10:00", 1).await;
    client.get("/record/destroy").await;
    let done = client.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    assert!(done.path.starts_with("/destroyed") && done.says("cannot be read any more, by anybody"), "{}", done.path);
    assert!(owner.get(&format!("{path}/day?date=2026-11-23")).await.says("Nobody comes on this day"));
}

#[tokio::test]
async fn sessions_that_cannot_be_read_are_said_as_that_and_hide_no_result() {
    let home = Home::new();
    let _practice = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let dry = client.get("/book?giver=therapist&count=1&from=2026-11-23&at=10:00").await;
    assert!(dry.says("Each session costs 60.00"), "the price stands before the choice: {}", text_of(&dry.html));
    assert!(dry.says("As you wished.") && dry.says("those of New York (America/New_York)"), "{}", text_of(&dry.html));
    assert!(dry.says("Step 1 of 2"));
    booked(&mut client, "count=1&from=2026-11-23&at=10:00", 1).await;
    for path in ["/", "/result"] {
        let page = client.get(path).await;
        assert!(page.says("Your next session: Monday, 23 November 2026, 10:00, with Cleo"), "{}", text_of(&page.html));
    }
    let store = &home.app.store;
    let desk = store.desk(store.practices().unwrap()[0]).unwrap();
    let mut items = store.items(&desk, supple_store::Shelf::Booking).unwrap();
    let mut item = items.remove(0);
    item.body = serde_json::json!({ "of": "another form" });
    store.put(&desk, supple_store::Shelf::Booking, &item).unwrap();
    for path in ["/", "/result"] {
        let page = client.get(path).await;
        whole(&page);
        assert!(page.says("Your sessions cannot be read just now"), "{path}: {}", text_of(&page.html));
        assert!(!page.says("Your next session"), "{path}");
    }
    assert!(client.page.says("Nothing in your answers stops a massage"), "{}", text_of(&client.page.html));
}

#[tokio::test]
async fn mistakes_are_said_all_at_once_and_nothing_typed_is_lost() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/practice").await;
    let wrong = browser.post("/practice", &fields(&[("name", ""), ("zone", "Mars/Olympus"), ("place", "")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["Give the practice a name", "no time zone of that name", "Choose the state or country", "Mars/Olympus"]
    {
        assert!(wrong.says(part), "no `{part}`: {}", text_of(&wrong.html));
    }
    let (mut owner, path) = practice(&home, &CHECKED).await;
    owner.get(&format!("{path}/therapist")).await;
    let form =
        fields(&[("name", ""), ("h-1", "nine"), ("off", "soon"), ("p0-kind", "licence"), ("p0-checked-at", "x")]);
    let wrong = owner.post(&format!("{path}/therapist"), &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["Give the name", "Write hours like", "Write days like", "say when, where and who", "value=\"nine\""] {
        assert!(wrong.says(part), "no `{part}`: {}", text_of(&wrong.html));
    }
    for path in ["/practice/nowhere", "/practice/01890000-0000-7000-8000-000000000000", "/practice/x/day"] {
        assert_eq!(owner.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A booking whose day has come, and whose client answered and shared: the owner, the practice's path, the client, the booking.
pub(crate) async fn shared(home: &Home) -> (Browser, String, Browser, String) {
    let (owner, path) = practice(home, &CHECKED).await;
    let mut client = finished(home, "Ada", &[]).await;
    booked(&mut client, "count=1&from=2026-11-23&at=15:30", 1).await;
    home.later(2);
    let mut client = home.browser();
    client.reopen().await;
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    let id = value_of(&client.get("/bookings").await.html, "id").unwrap();
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    (owner, path, client, id)
}

#[tokio::test]
async fn what_comes_up_later_that_day_holds_the_session_by_itself() {
    let home = Home::new();
    let (mut owner, path, mut client, id) = shared(&home).await;
    let day = format!("{path}/day");
    owner.get("/practice").await;
    assert!(owner.get(&day).await.says("value=\"begin\""), "{}", text_of(&owner.page.html));
    client.get("/ask/nerves?all").await;
    client.post("/ask/nerves", &fields(&[("q", "saddle_numbness"), ("a-saddle_numbness", "yes")])).await;
    let page = owner.get(&day).await;
    assert!(page.says("Not today:") && !page.says("value=\"begin\""), "{}", text_of(&page.html));
    let acts = page.html.split("Something else happened").next().unwrap().rsplit("<details").next().unwrap();
    assert!(acts.starts_with(" open>"), "what can be done instead is not folded away: {acts}");
    assert!(page.says("gone\" name=\"act\" value=\"call-off\""), "{}", page.html);
    assert!(!page.says("Where it hurts"), "what was shared is gone");
    let form = fields(&[("id", &id), ("act", "begin"), ("well", "yes"), ("consent", "yes")]);
    let page = owner.post(&day, &form).await;
    assert!(page.says("Not today:") && !page.says("value=\"done\""), "{}", text_of(&page.html));
}

#[tokio::test]
async fn who_feels_otherwise_or_does_not_agree_is_not_treated() {
    for (well, consent, said) in [
        ("yes", "no", "does not agree"),
        ("yes", "unknown", "does not agree"),
        ("no", "yes", "Not today:"),
        ("unknown", "yes", "Not today:"),
    ] {
        let home = Home::new();
        let (mut owner, path, _client, id) = shared(&home).await;
        let day = format!("{path}/day");
        assert!(owner.get(&day).await.says("value=\"begin\""), "{}", text_of(&owner.page.html));
        let form = fields(&[("id", &id), ("act", "begin"), ("well", well), ("consent", consent)]);
        let page = owner.post(&day, &form).await;
        assert!(page.says(said) && !page.says("value=\"done\""), "{well} {consent}: {}", text_of(&page.html));
        // No notes of a session that was not begun.
        let note = fields(&[("id", &id), ("count", "0"), ("objective", "x")]);
        assert!(owner.post(&format!("{path}/note"), &note).await.says("belong to a session that was begun"));
    }
}

#[tokio::test]
async fn a_service_takes_a_room_that_has_what_it_needs_and_both_can_be_changed_and_ended() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let room = |name: &str, has: &str| fields(&[("act", "room"), ("room", name), ("has", has)]);
    owner.get(&path).await;
    whole(&owner.post(&path, &room("Green", "Low couch, shower, low couch")).await);
    // The same thing is written as it is elsewhere.
    whole(&owner.post(&path, &room("Red", "low COUCH")).await);
    let page = owner.get(&path).await;
    assert!(!page.html.contains("low COUCH") && page.html.matches("Low couch").count() >= 2, "{}", text_of(&page.html));
    let id_of = |page: &Page, what: &str, name: &str| {
        let address = format!("/{what}?id=");
        let known =
            page.html.split(&address).skip(1).find(|rest| rest.contains(&format!("<bdi>{name}</bdi></span></a>")));
        known.unwrap_or_else(|| panic!("no {name}: {}", text_of(&page.html))).split('"').next().unwrap().to_owned()
    };
    let (massage, green) = (id_of(&page, "service", "Massage"), id_of(&page, "room", "Green"));
    let service = format!("{path}/service");
    whole(&owner.get(&format!("{service}?id={massage}")).await);
    assert_eq!(value_of(&owner.page.html, "length").as_deref(), Some("60"));
    // Every mistake at once, and what was typed is kept.
    let wrong = [("id", massage.as_str()), ("service", ""), ("length", "700"), ("every", "30"), ("price", "much")];
    let page = owner.post(&service, &fields(&wrong)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", text_of(&page.html));
    assert!(page.says("Give the service a name") && page.says("price like"), "{}", text_of(&page.html));
    let form = |need: &str, more: &[(&str, &str)]| {
        let all = [
            ("id", massage.as_str()),
            ("service", "Bath and massage"),
            ("length", "60"),
            ("after", "10"),
            ("every", "30"),
        ];
        fields(&all)
            .into_iter()
            .chain(fields(&[("need", need), ("need", "nothing of ours")]))
            .chain(fields(more))
            .collect::<Fields>()
    };
    owner.get(&format!("{service}?id={massage}")).await;
    let page = owner.post(&service, &form("shower", &[])).await;
    whole(&page);
    assert!(
        page.says("Bath and massage") && page.says("needs shower") && !page.says("nothing of ours"),
        "{}",
        text_of(&page.html)
    );
    // It is given in the one room with a shower, though another one is free.
    let mut ada = finished(&home, "Ada", &[]).await;
    booked(&mut ada, "count=1&from=2026-11-23&day=1&at=15:30", 1).await;
    let sheet = owner.get(&format!("{path}/day?date=2026-11-23")).await;
    assert!(sheet.says("Bath and massage"), "{}", text_of(&sheet.html));
    let store = &home.app.store;
    let id = supple_store::Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    let desk = store.known_desk(supple_store::PersonId::from_uuid(id)).unwrap().unwrap();
    let all = store.items(&desk, supple_store::Shelf::Booking).unwrap();
    assert_eq!(all[0].body["booking"]["room"], green.as_str());
    // Without that room nobody is offered it, and the practice is told so; what is booked stays.
    let address = format!("{path}/room");
    whole(&owner.get(&format!("{address}?id={green}")).await);
    assert_eq!(value_of(&owner.page.html, "has").as_deref(), Some("Low couch, shower"));
    let page = owner
        .post(&address, &fields(&[("id", &green), ("room", "Green"), ("has", "Low couch, shower"), ("ended", "yes")]))
        .await;
    whole(&page);
    assert!(page.says("no room that has what it needs") && page.says("Not used any more"), "{}", text_of(&page.html));
    let dry = ada.get("/book?giver=therapist&count=1&from=2026-11-25&at=10:00").await;
    assert!(values(&dry, "take").is_empty() && dry.says("room"), "{}", text_of(&dry.html));
    assert!(ada.get("/bookings").await.says("Monday, 23 November 2026, 15:30"));
    // Ended, it is not offered, and what is booked keeps its name.
    owner.get(&format!("{service}?id={massage}")).await;
    let page = owner.post(&service, &form("shower", &[("ended", "yes")])).await;
    assert!(page.says("Not offered any more") && page.says("A service is missing"), "{}", text_of(&page.html));
    assert!(values(&ada.get("/book?giver=therapist&count=1").await, "take").is_empty());
    assert!(ada.get("/bookings").await.says("Bath and massage"), "{}", text_of(&ada.page.html));
    // What is not there is not there.
    let none = owner.get(&format!("{service}?id={green}")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "{}", text_of(&none.html));
}
