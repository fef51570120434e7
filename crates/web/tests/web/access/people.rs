//! The people of a made-up practice, as browsers.

use hmac::{Hmac, KeyInit, Mac};

use crate::common::{Browser, Fields, Home, fields, text_of, value_of};

pub(crate) const SETUP: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const PASSWORD: &str = "warm hands on a quiet back";

/// The code that an authenticator app shows (RFC 6238), read from the standard and not from the program.
pub(crate) fn code(secret: &str, home: &Home) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String =
        secret.chars().filter_map(|letter| alphabet.find(letter)).map(|value| format!("{value:05b}")).collect();
    let key: Vec<u8> =
        (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect();
    let step = u64::try_from((home.app.clock)().timestamp().as_second() / 30).unwrap();
    let mut mac = <Hmac<sha1::Sha1> as KeyInit>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Somebody with an account.
pub(crate) struct Somebody {
    pub(crate) browser: Browser,
    pub(crate) login: String,
    pub(crate) secret: String,
    pub(crate) codes: Vec<String>,
}

/// Takes an invitation, or the setup.
pub(crate) async fn join(home: &Home, link: &str, login: &str) -> Somebody {
    let mut browser = home.browser();
    let asked = browser.get(link).await;
    assert!(asked.says("new-password"), "{}: {}", asked.status, text_of(&asked.html));
    let form = fields(&[("name", login), ("login", login), ("new-password", PASSWORD)]);
    browser.post(link, &form).await;
    assert_eq!(browser.page.path, "/account/second", "{}", text_of(&browser.page.html));
    Somebody { browser, login: login.to_owned(), secret: String::new(), codes: Vec::new() }
}

impl Somebody {
    /// Sets up the second factor.
    pub(crate) async fn second(mut self, home: &Home) -> Self {
        let page = self.browser.get("/account/second").await;
        let secret = page.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let done = self.browser.post("/account/second", &fields(&[("code", &code(&secret, home))])).await;
        assert!(done.says("Your recovery codes"), "{}", text_of(&done.html));
        self.codes =
            done.html.split("class=\"key\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
        self.secret = secret;
        self
    }
}

/// Signs in with login and password from a browser.
pub(crate) async fn signs_in(browser: &mut Browser, login: &str, password: &str) {
    browser.get("/sign-in").await;
    browser.post("/sign-in", &fields(&[("login", login), ("password", password)])).await;
}

/// The path of a link that stands on the page.
pub(crate) fn invitation(html: &str) -> String {
    let start = html.find("https://care.example/invitation/").unwrap() + "https://care.example".len();
    html[start..].split('<').next().unwrap().to_owned()
}

/// A practice with everybody in it.
pub(crate) struct House {
    pub(crate) home: Home,
    /// `/practice/...`.
    pub(crate) path: String,
    pub(crate) owner: Somebody,
    pub(crate) therapist: Somebody,
    pub(crate) desk: Somebody,
    pub(crate) auditor: Somebody,
    pub(crate) client: Somebody,
}

/// Adds a therapist to a practice; their id.
pub(crate) async fn adds_therapist(owner: &mut Browser, path: &str, name: &str) -> String {
    let mut form = crate::practice::therapist(&crate::practice::CHECKED);
    form.retain(|(field, _)| field != "name");
    form.push(("name".to_owned(), name.to_owned()));
    owner.get(&format!("{path}/therapist")).await;
    let page = owner.post(&format!("{path}/therapist"), &form).await;
    crate::practice::whole(&page);
    let page = owner.get(path).await;
    let links: Vec<&str> = page.html.split("/therapist?id=").skip(1).collect();
    let known = links.iter().find(|rest| rest.contains(&format!("<bdi>{name}</bdi></span></a>")));
    known.unwrap_or(&links[0]).split('"').next().unwrap().to_owned()
}

/// Opens a practice; its path.
pub(crate) async fn opens_practice(owner: &mut Browser, name: &str) -> String {
    owner.get("/practice").await;
    let form = fields(&[("name", name), ("zone", "America/New_York"), ("place", "us-ny")]);
    let path = owner.post("/practice", &form).await.path;
    assert!(path.starts_with("/practice/"), "{}", text_of(&owner.page.html));
    owner.post(&path, &fields(&[("act", "room"), ("room", "Blue")])).await;
    let service = [("act", "service"), ("service", "Massage"), ("length", "60"), ("after", "10"), ("every", "30")];
    let form: Fields = fields(&service).into_iter().chain(fields(&[("needs-room", "yes")])).collect();
    owner.post(&path, &form).await;
    path
}

/// Invites somebody; the path of the link.
pub(crate) async fn invites(owner: &mut Browser, path: &str, name: &str, role: &str, therapist: &str) -> String {
    let people = format!("{path}/people");
    owner.get(&people).await;
    let form = fields(&[("act", "invite"), ("name", name), ("role", role), ("therapist", therapist)]);
    let page = owner.post(&people, &form).await;
    crate::practice::whole(&page);
    invitation(&page.html)
}

/// Everybody of a practice.
pub(crate) async fn everybody() -> House {
    let home = Home::practice(SETUP);
    let mut owner = join(&home, &format!("/invitation/{SETUP}"), "olga").await.second(&home).await;
    let path = opens_practice(&mut owner.browser, "Back Room").await;
    let id = adds_therapist(&mut owner.browser, &path, "Cleo").await;
    let mut all = Vec::new();
    for (login, role, therapist) in [
        ("theo", "therapist", id.as_str()),
        ("fred", "front-desk", ""),
        ("anna", "auditor", ""),
        ("cleo", "client", ""),
    ] {
        let link = invites(&mut owner.browser, &path, login, role, therapist).await;
        all.push(join(&home, &link, login).await.second(&home).await);
    }
    let mut all = all.into_iter();
    let (therapist, desk) = (all.next().unwrap(), all.next().unwrap());
    let (auditor, client) = (all.next().unwrap(), all.next().unwrap());
    House { home, path, owner, therapist, desk, auditor, client }
}

/// Goes through the interview as a healthy person.
pub(crate) async fn answers(browser: &mut Browser) {
    browser.get("/").await;
    browser.post("/start", &fields(&[("door", "d1")])).await;
    browser.answer(&[]).await;
}

pub(crate) fn id_of(html: &str) -> String {
    value_of(html, "id").unwrap()
}
