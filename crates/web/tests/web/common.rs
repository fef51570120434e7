//! A household with a browser: the router called directly, cookies and tokens kept.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use supple_care::{Knowledge, question::Kind};
use supple_store::{MasterKey, Options, PinCost, Store};
use supple_web::{App, router};
use supple_words::Words;
use tower::ServiceExt;

pub(crate) fn knowledge() -> Arc<Knowledge> {
    static KNOWLEDGE: OnceLock<Arc<Knowledge>> = OnceLock::new();
    Arc::clone(
        KNOWLEDGE.get_or_init(|| Arc::new(supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}")))),
    )
}

/// The name under which a practice is reached.
pub(crate) const PRACTICE: &str = "care.example";

/// The program with a database of its own and a clock that can be moved.
pub(crate) struct Home {
    pub(crate) router: Router,
    pub(crate) app: App,
    pub(crate) days: Arc<AtomicI64>,
    pub(crate) dir: tempfile::TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::with("en", None)
    }

    pub(crate) fn with(lang: &str, max_pages: Option<u32>) -> Self {
        Self::made(lang, max_pages, Some("DE"), supple_web::Mode::Alone)
    }

    /// A practice that is reached from other computers; `setup` opens the page of the first account.
    pub(crate) fn practice(setup: &str) -> Self {
        let mode =
            supple_web::Mode::Practice { host: PRACTICE.to_owned(), behind_proxy: true, setup: Some(setup.to_owned()) };
        Self::made("en", None, Some("DE"), mode)
    }

    /// The same household, in which clinical systems may ask.
    pub(crate) fn asked_by(self, settings: &serde_json::Value) -> Self {
        let systems = supple_web::Systems::read(settings.to_string().as_bytes()).unwrap();
        let app = App { systems, ..self.app.clone() };
        Self { router: router(app.clone()), app, ..self }
    }

    /// A household whose country nobody has said.
    pub(crate) fn somewhere() -> Self {
        Self::made("en", None, None, supple_web::Mode::Alone)
    }

    fn made(lang: &str, max_pages: Option<u32>, country: Option<&str>, mode: supple_web::Mode) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options { pin_cost: PinCost::for_tests(), max_pages, ..Options::default() };
        let store = Store::open_with(&dir.path().join("home.sqlite"), MasterKey::from_bytes([7; 32]), options).unwrap();
        let days = Arc::new(AtomicI64::new(0));
        let moved = Arc::clone(&days);
        let app = App {
            knowledge: knowledge(),
            library: Arc::new(supple_knowledge::Library::embedded()),
            store: Arc::new(store),
            words: Arc::new(Words::load(lang).unwrap()),
            clock: Arc::new(move || {
                let start: jiff::Zoned = "2026-11-21T18:30:00+00:00[UTC]".parse().unwrap();
                start.checked_add(jiff::Span::new().days(moved.load(Ordering::Relaxed))).unwrap()
            }),
            country: country.map(str::to_owned),
            mode,
            made_up: false,
            listing: Some(dir.path().join("therapists.txt")),
            systems: supple_web::Systems::default(),
            outside: Arc::new(supple_web::Nowhere),
            place: "/home/somebody/supple.sqlite".to_owned(),
        };
        Self { router: router(app.clone()), app, days, dir }
    }

    pub(crate) fn later(&self, days: i64) {
        self.days.fetch_add(days, Ordering::Relaxed);
    }

    pub(crate) fn browser(&self) -> Browser {
        let host = if self.app.mode.signs_in() { PRACTICE } else { "localhost:8080" };
        let sender = "203.0.113.1".to_owned();
        Browser { router: self.router.clone(), cookie: None, known: None, host, sender, page: Page::default() }
    }
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Page {
    pub(crate) fn csrf(&self) -> String {
        value_of(&self.html, "csrf").unwrap_or_default()
    }

    pub(crate) fn seq(&self) -> String {
        value_of(&self.html, "seq").unwrap_or_default()
    }

    /// The ids of the questions that are shown.
    pub(crate) fn questions(&self) -> Vec<String> {
        self.html
            .split("name=\"q\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"').map(|(id, _)| id.to_owned()))
            .collect()
    }

    pub(crate) fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }
}

pub(crate) fn value_of(html: &str, name: &str) -> Option<String> {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

pub(crate) type Fields = Vec<(String, String)>;

pub(crate) fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A browser: it keeps the cookie and the last page, and follows redirects.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) router: Router,
    pub(crate) cookie: Option<String>,
    /// The cookie by which a browser is known when somebody signs in again.
    pub(crate) known: Option<String>,
    pub(crate) host: &'static str,
    /// Where it is, as a proxy says.
    pub(crate) sender: String,
    pub(crate) page: Page,
}

impl Browser {
    pub(crate) async fn raw(&mut self, request: Request<Body>) -> Page {
        let path = request.uri().to_string();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()) {
            let pair = cookie.split(';').next().map(str::to_owned);
            if cookie.starts_with("supple=") || cookie.starts_with("__Host-supple=") {
                self.cookie = pair;
            } else if cookie.starts_with("__Host-supple-known=") {
                self.known = pair;
            }
        }
        Page { path, status: parts.status, headers: parts.headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header("host", self.host);
        request = request.header("x-forwarded-for", &self.sender).header("user-agent", "A browser");
        let cookies: Vec<&str> = [&self.cookie, &self.known].into_iter().flatten().map(String::as_str).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request
    }

    /// Goes to a page and on through redirects.
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        let mut path = path.to_owned();
        for _ in 0..8 {
            let request = self.request("GET", &path).body(Body::empty()).unwrap();
            let page = self.raw(request).await;
            match page.headers.get(header::LOCATION) {
                Some(to) => path = to.to_str().unwrap().to_owned(),
                None => {
                    self.page = page.clone();
                    return page;
                }
            }
        }
        panic!("too many redirects from `{path}`");
    }

    /// Sends a form as it is, without following.
    pub(crate) async fn send(&mut self, path: &str, form: &Fields) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("origin", "null")
            .body(Body::from(body))
            .unwrap();
        self.raw(request).await
    }

    /// Sends a form of the present page and goes on through redirects.
    pub(crate) async fn post(&mut self, path: &str, form: &Fields) -> Page {
        let mut form = form.clone();
        form.push(("csrf".to_owned(), self.page.csrf()));
        form.push(("seq".to_owned(), self.page.seq()));
        let page = self.send(path, &form).await;
        match page.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()) {
            Some(to) => self.get(&to).await,
            None => {
                self.page = page.clone();
                page
            }
        }
    }

    /// Begins a record and goes through a door.
    pub(crate) async fn begin(&mut self, name: &str, door: &str) -> Page {
        self.get("/").await;
        self.post("/start", &fields(&[("who", "new"), ("name", name), ("door", door)])).await
    }

    /// Opens the first record of the household again, as after a night.
    pub(crate) async fn reopen(&mut self) -> Page {
        let first = self.get("/").await;
        let who = value_of(&first.html, "who").unwrap();
        self.post("/start", &fields(&[("who", &who)])).await
    }

    /// Marks places with intensities and confirms the map.
    pub(crate) async fn hurts(&mut self, places: &[(&str, &str)]) -> Page {
        let mut form: Fields = places.iter().map(|(place, _)| ("at".to_owned(), (*place).to_owned())).collect();
        form.push(("map".to_owned(), if places.is_empty() { "nothing" } else { "places" }.to_owned()));
        let page = self.post("/map", &form).await;
        if places.is_empty() {
            return page;
        }
        let mut form: Fields = Vec::new();
        for (place, intensity) in places {
            form.push(("at".to_owned(), (*place).to_owned()));
            form.push((format!("i-{place}"), (*intensity).to_owned()));
        }
        self.post("/map/pain", &form).await
    }

    /// Answers page by page as a healthy person, but for what is said otherwise, until no question is left.
    pub(crate) async fn answer(&mut self, otherwise: &[(&str, &str)]) -> Page {
        let otherwise: BTreeMap<&str, &str> = otherwise.iter().copied().collect();
        for _ in 0..40 {
            let path = self.page.path.split('?').next().unwrap().to_owned();
            if path == "/map" {
                self.hurts(&[("mid-back-left", "4")]).await;
                continue;
            }
            if !path.starts_with("/ask/") && path != "/fit" {
                break;
            }
            let form = self.healthy(&otherwise);
            let page = self.post(&path, &form).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", text_of(&page.html));
        }
        self.page.clone()
    }

    /// The form of the present page as a healthy person fills it.
    pub(crate) fn healthy(&self, otherwise: &BTreeMap<&str, &str>) -> Fields {
        let knowledge = knowledge();
        let mut form = Fields::new();
        for id in self.page.questions() {
            let question = knowledge.question(knowledge.question_id(&id).unwrap()).unwrap();
            form.push(("q".to_owned(), id.clone()));
            let value = otherwise.get(id.as_str()).map(|value| (*value).to_owned());
            let value = value.or_else(|| match &question.kind {
                Kind::YesNo => Some("no".to_owned()),
                Kind::Choice(options) if id == "sex" => options.get(1).map(|option| option.id.clone()),
                Kind::Choice(options) => options.first().map(|option| option.id.clone()),
                Kind::Number { .. } => Some("30".to_owned()),
                Kind::Choices(_) | Kind::Places | Kind::Text => None,
            });
            match value {
                Some(value) => form.push((format!("a-{id}"), value)),
                None => form.push((format!("u-{id}"), "unknown".to_owned())),
            }
        }
        form
    }
}

/// Somebody who is through with the interview.
pub(crate) async fn finished(home: &Home, name: &str, otherwise: &[(&str, &str)]) -> Browser {
    let mut browser = home.browser();
    browser.begin(name, "d1").await;
    browser.answer(otherwise).await;
    browser
}

/// Elements whose text is not read as text of the page, or is in no language of ours.
fn silent(tag: &str) -> bool {
    let name = tag.split([' ', '>']).next().unwrap_or_default();
    ["style", "script", "bdi", "title-of-person"].contains(&name) || tag.contains("translate=\"no\"")
}

/// What a person reads or hears on a page: texts and the attributes that are read out. Without what was typed, and
/// without codes and names of sources.
pub(crate) fn texts(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut skipping: Option<(String, usize)> = None;
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default().to_owned();
        let closes = tag.starts_with('/');
        if let Some((skipped, depth)) = &mut skipping {
            if *skipped == name {
                if closes { *depth -= 1 } else { *depth += 1 }
            }
            if *depth == 0 {
                skipping = None;
            } else {
                continue;
            }
        } else if !closes && silent(tag) && name != "input" {
            skipping = Some((name, 1));
            continue;
        }
        for attribute in
            ["aria-label", "title", "alt", "placeholder", "data-label", "data-keys", "data-of", "data-cue", "data-n"]
        {
            if let Some(rest) = tag.split(&format!(" {attribute}=\"")).nth(1) {
                texts.push(rest.split('"').next().unwrap_or_default().to_owned());
            }
        }
        if !text.trim().is_empty() {
            texts.push(text.trim().to_owned());
        }
    }
    texts
}

/// The texts of a page in one line.
pub(crate) fn text_of(html: &str) -> String {
    texts(html).join(" | ")
}

/// Says at the review that a physician has looked at it today, and that massage may go on.
pub(crate) async fn looked_at(home: &Home, browser: &mut Browser) {
    let today = (home.app.clock)().date().to_string();
    browser.get("/review").await;
    let said = [("way", "continue"), ("seen", "1"), ("seen_by", "Dr. Anna Weiss, physician"), ("seen_on", &today)];
    browser.post("/review", &fields(&said)).await;
}
