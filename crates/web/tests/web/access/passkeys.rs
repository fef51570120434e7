//! Passkeys over the pages: added after the password, used in its place, removed, and refused where they should be.

use axum::http::StatusCode;
use serde_json::Value;
use supple_web::{Carrier, Letter, NotCarried};

use super::authenticator::{PRESENT, Thing, curve, edwards, encoded};
use super::people::{PASSWORD, SETUP, Somebody, everybody, join, signs_in};
use crate::common::{Browser, Fields, Home, PRACTICE, Page, fields, text_of, value_of};

/// A thing with the id under which somebody is known to it.
struct Held {
    thing: Thing,
    user: Vec<u8>,
}

impl Held {
    fn new() -> Self {
        Self { thing: Thing::new(curve(), PRACTICE), user: Vec::new() }
    }
}

impl std::ops::Deref for Held {
    type Target = Thing;

    fn deref(&self) -> &Thing {
        &self.thing
    }
}

impl std::ops::DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Thing {
        &mut self.thing
    }
}

/// What a thing is made to say.
type Lie = fn(&mut Thing);

const PATH: &str = "/account/passkeys";

/// What the page asks the browser for.
fn asked(page: &Page) -> Value {
    let told = page.html.split("data-passkey=\"").nth(1).unwrap_or_else(|| panic!("{}", text_of(&page.html)));
    serde_json::from_str(&told.split('"').next().unwrap().replace("&#34;", "\"")).unwrap()
}

fn challenge(page: &Page) -> String {
    asked(page)["challenge"].as_str().unwrap().to_owned()
}

/// Adds a passkey; the page that follows.
async fn adds(browser: &mut Browser, thing: &mut Held, name: &str) -> Page {
    browser.get(PATH).await;
    let page = browser.post(PATH, &fields(&[("act", "begin"), ("name", name), ("password", PASSWORD)])).await;
    thing.user = base64::Engine::decode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        asked(&page)["user"]["id"].as_str().unwrap(),
    )
    .unwrap();
    let [client, object] = thing.made(&challenge(&page));
    browser.post(PATH, &fields(&[("client", &client), ("object", &object)])).await
}

/// What a browser sends to sign in.
fn sends(thing: &mut Held, challenge: &str) -> Fields {
    let [client, data, signature] = thing.used(challenge);
    let (key, whose) = (encoded(&thing.id), encoded(&thing.user));
    fields(&[("key", &key), ("whose", &whose), ("client", &client), ("data", &data), ("signature", &signature)])
}

async fn enters(browser: &mut Browser, thing: &mut Held) -> Page {
    let page = browser.get("/sign-in").await;
    let form = sends(thing, &challenge(&page));
    browser.post("/sign-in/passkey", &form).await
}

async fn ada() -> (Home, Somebody, Held) {
    let home = Home::practice(SETUP);
    let ada = join(&home, &format!("/invitation/{SETUP}"), "ada").await;
    (home, ada, Held::new())
}

#[tokio::test]
async fn a_passkey_is_added_signs_in_alone_and_goes_again() {
    let (home, mut ada, mut thing) = ada().await;
    let list = ada.browser.get(PATH).await;
    crate::practice::whole(&list);
    assert!(list.says("You have none yet"));
    for (name, password) in [("", PASSWORD), ("phone", "wrong password, and long")] {
        let form = fields(&[("act", "begin"), ("name", name), ("password", password)]);
        let page = ada.browser.post(PATH, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.says("data-passkey"), "nothing is asked before the password");
    }
    let done = adds(&mut ada.browser, &mut thing, "My <b>phone</b>").await;
    assert!(done.says("Your recovery codes"), "{}", text_of(&done.html));
    let list = ada.browser.get(PATH).await;
    crate::practice::whole(&list);
    assert!(list.says("My &#60;b&#62;phone") && list.says("was added"), "{}", text_of(&list.html));
    // Alone it signs in, with both factors.
    let mut other = home.browser();
    let before = other.get("/sign-in").await;
    crate::practice::whole(&before);
    let told = asked(&before);
    assert_eq!((told["rpId"].as_str(), told["userVerification"].as_str()), (Some(PRACTICE), Some("required")));
    let page = enters(&mut other, &mut thing).await;
    assert_eq!(page.path, "/", "{}", text_of(&page.html));
    assert!(other.get("/practice").await.says("name=\"zone\""), "a second factor was shown");
    // The password alone is not enough any more; the passkey, or a recovery code, goes on from there.
    let mut third = home.browser();
    signs_in(&mut third, "ada", PASSWORD).await;
    assert_eq!(third.page.path, "/sign-in/code");
    let form = sends(&mut thing, &challenge(&third.page));
    assert_eq!(third.post("/sign-in/passkey", &form).await.path, "/");
    let code = done.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let mut fourth = home.browser();
    signs_in(&mut fourth, "ada", PASSWORD).await;
    assert_eq!(fourth.post("/sign-in/code", &fields(&[("code", &code)])).await.path, "/");
    // Who founds a practice needs two factors: the last one does not go before there is another.
    let key = value_of(&list.html, "key").unwrap();
    other.get(PATH).await;
    let form = fields(&[("act", "remove"), ("key", &key), ("password-0", PASSWORD)]);
    let kept = other.post(PATH, &form).await;
    assert!(kept.says("needs two factors"), "{}", text_of(&kept.html));
    let mut second = Held::new();
    second.pair = edwards();
    second.id = vec![9; 40];
    let page = adds(&mut other, &mut second, "key").await;
    assert_eq!(page.path, format!("{PATH}?saved"), "the codes stay: {}", text_of(&page.html));
    let wrong = fields(&[("act", "remove"), ("key", &key), ("password-0", "no")]);
    assert_eq!(other.post(PATH, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = other.post(PATH, &form).await;
    assert!(gone.path.ends_with("?saved") && gone.says("was removed"), "{}", text_of(&gone.html));
    assert!(enters(&mut home.browser(), &mut thing).await.says("does not open an account here"));
    assert_eq!(third.get("/record").await.path, "/sign-in", "who was signed in with it is out");
    assert_eq!(enters(&mut home.browser(), &mut second).await.path, "/");
}

#[tokio::test]
async fn what_is_forged_replayed_for_another_or_unrecognised_opens_nothing() {
    let (home, mut ada, mut thing) = ada().await;
    adds(&mut ada.browser, &mut thing, "phone").await;
    thing.count = 7;
    let mut browser = home.browser();
    let page = browser.get("/sign-in").await;
    let good = sends(&mut thing, &challenge(&page));
    // What another visit was asked is not asked here, and nothing counts twice.
    let mut thief = home.browser();
    thief.get("/sign-in").await;
    assert!(thief.post("/sign-in/passkey", &good).await.says("took too long"));
    assert_eq!(browser.post("/sign-in/passkey", &good).await.path, "/");
    let mut replay = home.browser();
    replay.get("/sign-in").await;
    assert!(replay.post("/sign-in/passkey", &good).await.says("took too long"));
    assert_eq!(replay.get("/record").await.path, "/sign-in");
    let lies: [(Lie, &str); 4] = [
        (|it| it.origin = "https://evil.example".to_owned(), "another place"),
        (|it| it.party = "evil.example".to_owned(), "another place"),
        (|it| it.flags = PRESENT, "did not check that it is you"),
        (|it| it.pair = curve(), "does not open"),
    ];
    for (lie, sentence) in lies {
        let (id, user) = (thing.id.clone(), thing.user.clone());
        let mut liar = Held { user, ..Held::new() };
        (liar.id, liar.count) = (id, 8);
        // It has the right key, unless that is the lie.
        std::mem::swap(&mut liar.thing.pair, &mut thing.thing.pair);
        let key = matches!(sentence, "does not open");
        if key {
            std::mem::swap(&mut liar.thing.pair, &mut thing.thing.pair);
        } else {
            lie(&mut liar);
        }
        let mut other = home.browser();
        let said = enters(&mut other, &mut liar).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(said.says(sentence), "{sentence}: {}", text_of(&said.html));
        assert_eq!(other.get("/record").await.path, "/sign-in");
        if !key {
            std::mem::swap(&mut liar.thing.pair, &mut thing.thing.pair);
        }
    }
    let mut nobody = home.browser();
    nobody.get("/sign-in").await;
    let huge = "A".repeat(40_000);
    for form in [
        fields(&[]),
        fields(&[("key", &huge), ("whose", &huge), ("client", &huge), ("data", &huge), ("signature", &huge)]),
    ] {
        assert!(nobody.post("/sign-in/passkey", &form).await.says("does not open an account here"));
    }
}

#[tokio::test]
async fn a_copy_is_noticed_and_told_and_opens_nothing_any_more() {
    let (home, mut ada, mut thing) = ada().await;
    thing.count = 3;
    adds(&mut ada.browser, &mut thing, "phone").await;
    thing.count = 4;
    assert_eq!(enters(&mut home.browser(), &mut thing).await.path, "/");
    assert!(enters(&mut home.browser(), &mut thing).await.says("may be a copy of it"));
    thing.count = 9;
    assert!(enters(&mut home.browser(), &mut thing).await.says("may be a copy of it"));
    let list = ada.browser.get(PATH).await;
    assert!(list.says("opens nothing any more") && list.says("counted backwards"), "{}", text_of(&list.html));
}

#[tokio::test]
async fn a_passkey_is_its_accounts_alone_and_asks_for_the_password_to_be_added() {
    let mut house = everybody().await;
    let mut thing = Held::new();
    adds(&mut house.client.browser, &mut thing, "phone").await;
    // After the password of one account no passkey of another goes on.
    let mut browser = house.home.browser();
    signs_in(&mut browser, "theo", PASSWORD).await;
    let form = sends(&mut thing, &challenge(&browser.page));
    assert!(browser.post("/sign-in/passkey", &form).await.says("does not open an account here"));
    // Nothing is added that was not begun with the password, and the same one not twice.
    let mut fresh = Held::new();
    let page = house.desk.browser.get("/sign-in/code").await;
    assert_eq!(page.status, StatusCode::OK);
    house.desk.browser.get(PATH).await;
    let [client, object] = fresh.made("AAAA");
    house.desk.browser.post(PATH, &fields(&[("client", &client), ("object", &object)])).await;
    assert!(house.desk.browser.get(PATH).await.says("You have none yet"));
    assert!(adds(&mut house.client.browser, &mut thing, "again").await.says("on your account already"));
    fresh.flags = PRESENT;
    fresh.id = vec![3; 16];
    assert!(adds(&mut house.client.browser, &mut fresh, "weak").await.says("did not check that it is you"));
}

#[tokio::test]
async fn the_first_passkey_ends_what_the_password_alone_began_and_guards_the_second_factor() {
    let (home, mut ada, mut thing) = ada().await;
    let mut other = home.browser();
    signs_in(&mut other, "ada", PASSWORD).await;
    assert_eq!(other.get("/account").await.path, "/account", "the password was enough");
    adds(&mut ada.browser, &mut thing, "phone").await;
    assert_eq!(other.get("/account").await.path, "/sign-in");
    // Whoever finds this browser left open sets no app of theirs up beside the passkey.
    let page = ada.browser.get("/account/second").await;
    let secret = page.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let typed = super::people::code(&secret, &home);
    let page = ada.browser.post("/account/second", &fields(&[("code", &typed)])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("name=\"password\""), "{}", text_of(&page.html));
    let form = fields(&[("code", &typed), ("password", PASSWORD)]);
    assert!(ada.browser.post("/account/second", &form).await.says("Your recovery codes"));
}

#[tokio::test]
async fn one_that_opens_nothing_any_more_is_no_other_way_in() {
    let (home, mut ada, mut thing) = ada().await;
    (thing.count, thing.id) = (3, vec![1; 16]);
    adds(&mut ada.browser, &mut thing, "copied").await;
    assert!(enters(&mut home.browser(), &mut thing).await.says("may be a copy of it"));
    let mut good = Held::new();
    adds(&mut ada.browser, &mut good, "good").await;
    let remove = |id: &[u8], field: &str| fields(&[("act", "remove"), ("key", &encoded(id)), (field, PASSWORD)]);
    let kept = ada.browser.post(PATH, &remove(&good.id, "password-1")).await;
    assert!(kept.says("needs two factors"), "{}", text_of(&kept.html));
    let gone = ada.browser.post(PATH, &remove(&[1; 16], "password-0")).await;
    assert!(gone.path.ends_with("?saved") && gone.says("was removed"), "{}", text_of(&gone.html));
    assert_eq!(enters(&mut home.browser(), &mut good).await.path, "/");
}

#[derive(Default)]
struct Kept(std::sync::Mutex<Vec<Letter>>);

impl Carrier for Kept {
    fn from(&self) -> &str {
        "practice@care.example"
    }

    fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

#[tokio::test]
async fn whoever_has_a_mail_address_is_told_of_a_new_passkey() {
    let (home, mut ada, mut thing) = ada().await;
    let sent = Kept::default();
    ada.browser.get("/mail").await;
    ada.browser.post("/mail", &fields(&[("act", "give"), ("address", "ada@example.org")])).await;
    supple_web::send_due(&home.app, &sent).unwrap();
    let code: String = sent.0.lock().unwrap()[0].text.lines().find(|line| line.len() == 6).unwrap().to_owned();
    ada.browser.post("/mail", &fields(&[("act", "confirm"), ("code", &code)])).await;
    adds(&mut ada.browser, &mut thing, "phone").await;
    assert_eq!(supple_web::send_due(&home.app, &sent).unwrap(), 1);
    let letters = sent.0.lock().unwrap();
    let letter = letters.last().unwrap();
    assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("ada@example.org", "How you sign in was changed"));
    assert!(letter.text.contains("https://care.example/account/passkeys") && !letter.text.contains("phone"));
}
