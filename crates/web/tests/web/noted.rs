//! Notes of several who sign at once: none is lost, none is signed twice.

use axum::http::StatusCode;
use supple_store::{PersonId, Shelf, Uuid};

use crate::{
    common::{Browser, Fields, Home, Page, fields, text_of, value_of},
    practice::{shared, whole},
};

/// A session that was begun: whoever began it, the practice's path, the booking.
async fn begun(home: &Home) -> (Browser, String, String) {
    let (mut owner, path, _, id) = shared(home).await;
    let day = format!("{path}/day");
    whole(&owner.get(&day).await);
    let form = fields(&[("id", &id), ("act", "begin"), ("well", "yes"), ("consent", "yes")]);
    whole(&owner.post(&day, &form).await);
    (owner, path, id)
}

fn note(id: &str, count: &str, text: &str) -> Fields {
    fields(&[("id", id), ("count", count), ("objective", text)])
}

/// How often a text is signed on the page.
fn signed(page: &Page, text: &str) -> usize {
    page.html.split("<form").next().unwrap().matches(text).count()
}

/// Whether a text is typed in on the page.
fn typed(page: &Page, text: &str) -> bool {
    page.html.split("<textarea").skip(1).any(|area| area.split("</textarea>").next().unwrap().contains(text))
}

#[tokio::test]
async fn what_was_typed_while_another_note_was_signed_is_there_to_be_signed() {
    let home = Home::new();
    let (mut owner, path, id) = begun(&home).await;
    let (at, sign) = (format!("{path}/note?id={id}"), format!("{path}/note"));
    let mut other = home.browser();
    other.get(&at).await;
    whole(&owner.get(&at).await);
    whole(&other.post(&sign, &note(&id, "0", "Tight beside the spine")).await);
    let page = owner.post(&sign, &note(&id, "0", "Warm at the hip")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", text_of(&page.html));
    assert!(page.says("Somebody else changed this in the meantime"), "{}", text_of(&page.html));
    assert!(typed(&page, "Warm at the hip"), "what was typed is lost: {}", text_of(&page.html));
    assert_eq!((signed(&page, "Tight beside the spine"), signed(&page, "Warm at the hip")), (1, 0));
    let count = value_of(&page.html, "count").unwrap();
    whole(&owner.post(&sign, &note(&id, &count, "Warm at the hip")).await);
    // The same form once more is the same note.
    owner.get(&at).await;
    whole(&owner.post(&sign, &note(&id, &count, "Warm at the hip")).await);
    let page = owner.get(&at).await;
    assert_eq!((signed(&page, "Tight beside the spine"), signed(&page, "Warm at the hip")), (1, 1));
}

#[tokio::test]
async fn of_notes_that_are_signed_at_once_none_is_lost_and_none_is_signed_twice() {
    let home = Home::new();
    let (mut owner, path, id) = begun(&home).await;
    let (at, sign) = (format!("{path}/note?id={id}"), format!("{path}/note"));
    let mut all = Vec::new();
    for nth in 0..6 {
        let (mut browser, at, sign, id) = (home.browser(), at.clone(), sign.clone(), id.clone());
        all.push(tokio::spawn(async move {
            let text = format!("Finding {nth}.");
            let mut page = browser.get(&at).await;
            for _ in 0..20 {
                let count = value_of(&page.html, "count").unwrap();
                page = browser.post(&sign, &note(&id, &count, &text)).await;
                if page.status == StatusCode::OK {
                    return (signed(&page, &text), text);
                }
                // What is not signed does not look so, and is still typed in.
                assert!(typed(&page, &text) && signed(&page, &text) == 0, "{}", text_of(&page.html));
            }
            panic!("never signed");
        }));
    }
    for one in all {
        let (times, text) = one.await.unwrap();
        assert_eq!(times, 1, "{text} is told as signed and is not");
    }
    let page = owner.get(&at).await;
    for nth in 0..6 {
        assert_eq!(signed(&page, &format!("Finding {nth}.")), 1, "{}", text_of(&page.html));
    }
    // Each has its line in the audit.
    let store = &home.app.store;
    let practice = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    let desk = store.known_desk(PersonId::from_uuid(practice)).unwrap().unwrap();
    let lines = store.items(&desk, Shelf::Audit).unwrap();
    assert_eq!(lines.iter().filter(|line| line.body["what"] == "sign").count(), 6);
}

#[tokio::test]
async fn a_note_that_is_too_long_is_not_cut_and_lines_count_as_they_are_typed() {
    let home = Home::new();
    let (mut owner, path, id) = begun(&home).await;
    let (at, sign) = (format!("{path}/note?id={id}"), format!("{path}/note"));
    owner.get(&at).await;
    // As long as the field lets somebody type, with the ends of lines as a browser sends them.
    let lines = |count: usize| "Warm now.\r\n".repeat(count) + "The end";
    let refused = owner.post(&sign, &note(&id, "0", &lines(400))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("shorten this to 4000 characters"), "{}", text_of(&refused.html));
    assert!(typed(&refused, "The end"), "what was typed is lost");
    assert_eq!(owner.post(&sign, &note(&id, "0", &lines(399))).await.status, StatusCode::OK);
    let page = owner.get(&at).await;
    assert_eq!((signed(&page, "The end"), signed(&page, "Warm now.")), (1, 399));
}
