//! No sentence slips past the language files.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::{Browser, Home, Page, fields, texts};
use supple_words::{PSEUDO, Words};

/// A text of the pseudo-language has no plain letter; numbers and marks are the same in all languages.
fn plain_letters(text: &str) -> bool {
    let without_codes = text.replace("&#39;", "").replace("&#34;", "").replace("&#38;", "").replace("&amp;", "");
    without_codes.chars().any(|letter| letter.is_ascii_alphabetic())
}

fn spoken(page: &Page) {
    for text in texts(&page.html) {
        assert!(!plain_letters(&text), "`{text}` on {} is in no language file", page.path);
    }
}

async fn walk(browser: &mut Browser, otherwise: &[(&str, &str)]) {
    let otherwise = otherwise.iter().copied().collect();
    while browser.page.path.starts_with("/ask/") || browser.page.path == "/fit" {
        spoken(&browser.page);
        let (path, form) = (browser.page.path.clone(), browser.healthy(&otherwise));
        browser.post(&path, &form).await;
    }
    spoken(&browser.page);
}

const ALL: [&str; 69] = [
    "/practice",
    "/book?giver=therapist",
    "/bookings",
    "/packages",
    "/therapists",
    "/wait?giver=therapist",
    "/letter",
    "/check-in",
    "/check-in/peg",
    "/check-in/activities",
    "/check-in/phq-2",
    "/check-in/rmdq-24",
    "/progress",
    "/review",
    "/note",
    "/record/take",
    "/record/destroy",
    "/destroyed",
    "/",
    "/map",
    "/map/pain",
    "/check",
    "/result",
    "/why",
    "/always",
    "/care",
    "/emergency",
    "/crisis",
    "/agreement",
    "/tonight",
    "/session",
    "/player",
    "/breathe",
    "/breathe?minutes=3",
    "/routines",
    "/routine/nowhere",
    "/lesson",
    "/lesson?step=3",
    "/morning",
    "/code",
    "/again",
    "/record",
    "/visit",
    "/see-doctor",
    "/see-therapist",
    "/see-therapist/places",
    "/claims",
    "/claims?verdict=contradicted",
    "/claims/a1",
    "/articles",
    "/articles/a4",
    "/benefits",
    "/guidelines",
    "/rules/ESC-2-2",
    "/rules/ES-SPINE",
    "/claims/none",
    "/giving",
    "/plan",
    "/plan?giver=therapist&minutes=45",
    "/plan?giver=partner&minutes=ten",
    "/plan?giver=partner&firmness=firm&minutes=500&position=seated&surface=floor",
    "/plan/why",
    "/plan/courses",
    "/plan/week",
    "/devices",
    "/techniques",
    "/technique/ball",
    "/technique/acupressure",
    "/nowhere",
];

#[tokio::test]
async fn the_pseudo_language_leaves_no_plain_english() {
    let home = Home::with(PSEUDO, None);
    let people: [(&str, &[(&str, &str)]); 4] = [
        ("d1", &[]),
        ("d1", &[("saddle_numbness", "yes"), ("fever", "unknown")]),
        ("d3", &[("operation_when", "under-6-weeks"), ("operation_general", "yes"), ("fever", "unknown")]),
        ("d1", &[("thoughts_of_dying", "yes"), ("strain_when", "under-3-days")]),
    ];
    for (door, otherwise) in people {
        let mut browser = home.browser();
        let first = browser.get("/").await;
        spoken(&first);
        browser.begin("Ada", door).await;
        walk(&mut browser, otherwise).await;
        if browser.page.path == "/map" {
            spoken(&browser.page);
            browser.hurts(&[("low-back-left", "5"), ("calf-right", "unknown")]).await;
        }
        walk(&mut browser, otherwise).await;
        for path in ALL {
            let page = browser.get(path).await;
            spoken(&page);
        }
    }
}

#[tokio::test]
async fn problems_and_troubles_are_in_the_language_files_too() {
    let home = Home::with(PSEUDO, None);
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    let page = browser.post("/map", &fields(&[("map", "places")])).await;
    spoken(&page);
    browser.hurts(&[("mid-back-left", "4")]).await;
    let page = browser.post("/ask/you", &fields(&[("q", "age"), ("q", "sex"), ("a-age", "x")])).await;
    assert_eq!(page.status.as_u16(), 422);
    spoken(&page);
    let token = browser.send("/map", &fields(&[("csrf", "no"), ("map", "nothing")])).await;
    spoken(&token);
    let lost = home.browser().send("/map", &fields(&[("csrf", "no"), ("map", "nothing")])).await;
    spoken(&lost);
    walk(&mut browser, &[]).await;
    browser.get("/tonight").await;
    let page = browser.post("/tonight", &fields(&[])).await;
    spoken(&page);
    // First comes the lesson, then the player.
    let mut form =
        vec![("giver", "partner"), ("s-pain-before", "6"), ("s-tension-before", "5"), ("s-stress-before", "4")];
    for _ in 0..2 {
        spoken(&browser.post("/tonight", &fields(&form)).await);
        form.push(("later", "yes"));
    }
    let page = browser.post("/player/stop", &fields(&[])).await;
    spoken(&page);
}

/// The keys that a file names, by the calls that take one.
fn keys_in(text: &str, keys: &mut BTreeSet<String>) {
    for call in [".t(\"", ".n(\"", ".s(\"", ".with(\"", "frame(\"", "wrong(\""] {
        for rest in text.split(call).skip(1) {
            keys.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    for rest in text.split("wrong(\"").skip(1) {
        keys.extend(rest.split('"').nth(2).map(str::to_owned));
    }
}

fn walk_files(directory: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk_files(&path, keys);
        } else {
            keys_in(&std::fs::read_to_string(&path).unwrap(), keys);
        }
    }
}

#[test]
fn every_key_that_a_page_names_has_a_sentence() {
    let mut keys = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    walk_files(&root.join("templates"), &mut keys);
    walk_files(&root.join("src"), &mut keys);
    let words = Words::load("en").unwrap();
    let fields = ["by", "profession", "from", "until", "pressure", "minutes", "words", "h-1"];
    let missing: Vec<&String> =
        keys.iter().filter(|key| key.contains('-') && !words.has(key) && !fields.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(keys.len() > 150);
}

#[test]
fn every_problem_of_the_answers_format_has_a_sentence() {
    let words = Words::load("en").unwrap();
    for code in supple_interop::codes::ALL {
        assert!(words.has(&format!("problem-{code}")), "{code}");
    }
}
