//! What keeps other sites, other machines and other people out.

use crate::common::{Home, fields, finished, text_of};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

#[tokio::test]
async fn only_this_computers_names_are_answered() {
    let home = Home::new();
    let mut browser = home.browser();
    for host in ["evil.example", "localhost.evil.example:8080", "192.168.0.1"] {
        for path in ["/", "/api/v1/questions", "/healthz"] {
            let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
            let page = browser.raw(request).await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            assert!(!page.html.contains("<html"));
        }
    }
    for host in ["localhost", "127.0.0.1:8080", "[::1]:8080"] {
        let request = Request::get("/healthz").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(browser.raw(request).await.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn a_form_needs_its_token_and_our_own_page() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    let page = browser.send("/map", &fields(&[("map", "nothing"), ("csrf", "0"), ("seq", "1")])).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.says("name=\"map\" value=\"nothing\""), "what was typed is kept");
    let body = format!("map=nothing&csrf={}", browser.page.csrf());
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "http://evil.example")]
    {
        let request = Request::post("/map")
            .header("host", "localhost:8080")
            .header("cookie", browser.cookie.clone().unwrap())
            .header(name, value)
            .body(Body::from(body.clone()))
            .unwrap();
        let page = browser.raw(request).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(!page.says("value=\"nothing\""));
    }
    assert!(browser.get("/record").await.says("Way in"));
    assert!(!browser.page.says("Body map"), "nothing was saved");
}

#[tokio::test]
async fn the_cookie_is_for_us_alone_and_changes_with_the_person() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/").await;
    let cookie = page.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"));
    let before = browser.cookie.clone();
    browser.begin("Ada", "d1").await;
    assert_ne!(before, browser.cookie);
    let mut old = home.browser();
    old.cookie = before;
    assert_eq!(old.get("/record").await.path, "/", "a token from before opens nothing");
    browser.get("/").await;
    browser.post("/leave", &fields(&[])).await;
    assert_eq!(browser.get("/record").await.path, "/");
}

#[tokio::test]
async fn what_a_script_fetches_takes_no_page_s_visit_away() {
    // After a restart the browser's cookie opens nothing: the player asks for its state while a page is being loaded.
    let home = Home::new();
    let mut browser = home.browser();
    browser.cookie = Some("supple=00000000000000000000000000000000".to_owned());
    let asked = browser.request("GET", "/session/state").body(Body::empty()).unwrap();
    let page = browser.get("/").await;
    assert!(page.headers.contains_key(header::SET_COOKIE));
    let own = browser.cookie.clone();
    // The same for what it then sends of what was kept, with the cookie of before.
    let sent = Request::post("/session/events")
        .header("host", "localhost:8080")
        .header("cookie", "supple=00000000000000000000000000000000")
        .header("sec-fetch-dest", "empty")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from("csrf=0&events=[]"))
        .unwrap();
    for request in [asked, sent] {
        let answered = browser.raw(request).await;
        assert!(!answered.headers.contains_key(header::SET_COOKIE), "it would make the page's form out of date");
        assert_eq!(browser.cookie, own);
    }
}

#[tokio::test]
async fn a_link_of_another_site_takes_nobody_s_visit_away() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let own = browser.cookie.clone();
    // The cookie is not for other sites: a browser that comes from one shows none.
    let from_mail = |path: &str| {
        Request::get(path)
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "cross-site")
            .header("sec-fetch-dest", "document")
            .body(Body::empty())
            .unwrap()
    };
    let between = browser.raw(from_mail("/ask/today?all&x=%22%3E%3Cb%3E")).await;
    assert!(!between.headers.contains_key(header::SET_COOKIE), "it would end the visit that there is");
    assert!(between.html.contains("content=\"0;url=/ask/today?all"), "{}", between.html);
    assert!(!between.html.contains("<b>"), "{}", between.html);
    assert_eq!(browser.cookie, own);
    assert_eq!(browser.get("/result").await.path, "/result", "going on from here brings it");
    let named = browser.raw(from_mail("//evil.example/result")).await;
    assert!(!named.html.contains("evil.example"), "{}", named.html);
    let urgent = browser.raw(from_mail("/emergency")).await;
    assert!(!urgent.html.contains("http-equiv=\"refresh\""), "nothing stands before an emergency");
}

#[tokio::test]
async fn nothing_about_health_stands_in_an_address() {
    let home = Home::new();
    let browser = finished(&home, "Ada", &[("fever", "yes")]).await;
    assert!(!browser.page.path.contains("fever") && !browser.page.path.contains("Ada"), "{}", browser.page.path);
}

#[tokio::test]
async fn a_pin_keeps_the_household_out() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let short =
        browser.post("/start", &fields(&[("who", "new"), ("name", "Ada"), ("pin-new", "12"), ("door", "d1")])).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.says("At least 4 characters") && short.says("value=\"Ada\""));
    browser.post("/start", &fields(&[("who", "new"), ("name", "Ada"), ("pin-new", "1234"), ("door", "d1")])).await;
    assert_eq!(browser.page.path, "/map");
    let mut other = home.browser();
    let first = other.get("/").await;
    assert!(first.says("opens with a PIN"));
    let ada = first.html.split("name=\"who\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (pin, sentence) in [("", "Enter the PIN"), ("0000", "This PIN is not right. 4 more tries")] {
        let page = other.post("/start", &fields(&[("who", &ada), ("pin", pin), ("door", "d1")])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says(sentence), "{}", text_of(&page.html));
    }
    let page = other.post("/start", &fields(&[("who", &ada), ("pin", "1234"), ("door", "d1")])).await;
    assert_eq!(page.path, "/map");
}

#[tokio::test]
async fn two_people_have_a_record_each() {
    let home = Home::new();
    let ada = finished(&home, "Ada", &[]).await;
    let mut bo = home.browser();
    bo.begin("Bo", "d1").await;
    assert_eq!(bo.page.path, "/map");
    assert!(!bo.get("/record").await.says("Result:"));
    assert!(ada.clone().get("/record").await.says("Result:"));
    let blank = bo.get("/").await;
    assert!(blank.says("<bdi>Bo</bdi>"));
}

#[tokio::test]
async fn names_are_shown_as_text() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("<img src=x onerror=alert(1)>\u{202e}", "d1").await;
    let page = browser.get("/record").await;
    assert!(!page.says("<img") && page.says("<bdi>&#60;img"));
}
