//! Being let in, and reading: one access token, used for a handful of searches and dropped.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Away, NotAsked};
use crate::outside::{NotSent, Outside, Sent};

/// What is read of a record: what answers can be proposed from.
const READ: [&str; 6] =
    ["Condition", "MedicationStatement", "MedicationRequest", "Observation", "AllergyIntolerance", "Procedure"];
/// Longest answer of a token, in bytes.
const TOKEN: usize = 64 * 1024;
/// Longest page of a search, in bytes.
const PAGE: usize = 4 * 1024 * 1024;
/// Longest record, in bytes, as of a file.
const WHOLE: usize = supple_interop::chart::MOST_BYTES;
/// Most pages of all searches together.
const PAGES: usize = 40;
/// So often a clinic may fail to answer before it is asked no more.
const FAILURES: usize = 2;
/// Longest id of a patient (FHIR, datatypes: id).
const ID: usize = 64;

/// What is asked for: the person whose record it is, and what is read of it.
pub(super) fn scopes(from_clinic: bool) -> String {
    let first = if from_clinic { "launch" } else { "launch/patient" };
    let mut all = vec![first.to_owned(), "patient/Patient.r".to_owned()];
    all.extend(READ.iter().map(|kind| format!("patient/{kind}.rs")));
    all.join(" ")
}

/// What was read, as one Bundle of what each search answered. What could not be read stands in it as an outcome, so that the record
/// counts as incomplete.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) bytes: Vec<u8>,
}

/// Reads the record of whoever came back.
///
/// # Errors
/// When the clinic does not let the program in, or nothing could be read.
pub(crate) fn fetched(outside: &dyn Outside, away: &Away, code: &str) -> Result<Fetched, NotAsked> {
    let (token, patient) = let_in(outside, away, code)?;
    let base = away.clinic.iss.trim_end_matches('/').to_owned();
    let mut reader = Reader { outside, token, base, bytes: 0, pages: 0, failures: 0, entries: Vec::new(), read: 0 };
    reader.all_of(format!("{}/Patient/{patient}", reader.base));
    for kind in READ {
        reader.all_of(format!("{}/{kind}?patient={patient}&_count=200", reader.base));
    }
    if reader.read == 0 {
        return Err(NotAsked::Nothing);
    }
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": reader.entries });
    Ok(Fetched { bytes: bundle.to_string().into_bytes() })
}

/// The access token and the id of the patient.
fn let_in(outside: &dyn Outside, away: &Away, code: &str) -> Result<(String, String), NotAsked> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code").append_pair("code", code);
    form.append_pair("redirect_uri", &away.redirect).append_pair("code_verifier", &away.verifier);
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ("accept", "application/json".to_owned()),
    ];
    match &away.clinic.secret {
        // RFC 6749, 2.3.1: both are written as in a form first.
        Some(secret) => {
            let plain = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let both = format!("{}:{}", plain(&away.clinic.client_id), plain(secret));
            headers.push(("authorization", format!("Basic {}", STANDARD.encode(both))));
        }
        None => drop(form.append_pair("client_id", &away.clinic.client_id)),
    }
    let body = form.finish().into_bytes();
    let sent = Sent { method: "POST", url: away.token_url.clone(), headers, body, most: TOKEN };
    let came = outside.send(&sent).map_err(NotAsked::Away)?;
    let said: Value = match came.status {
        200 => serde_json::from_slice(&came.body).map_err(|_| NotAsked::NotLetIn)?,
        _ => return Err(NotAsked::NotLetIn),
    };
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    let bearer = text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    // RFC 6750, 2.1: signs that may stand in a header.
    let token = text("access_token").filter(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_graphic()));
    let is_id = |id: &&str| {
        !id.is_empty() && id.len() <= ID && id.bytes().all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it))
    };
    let found = token.zip(text("patient").filter(is_id)).filter(|_| bearer);
    found.map(|(token, patient)| (token.to_owned(), patient.to_owned())).ok_or(NotAsked::NotLetIn)
}

/// Reads search by search, page by page.
struct Reader<'a> {
    outside: &'a dyn Outside,
    token: String,
    base: String,
    bytes: usize,
    pages: usize,
    failures: usize,
    entries: Vec<Value>,
    /// How many answers were usable.
    read: usize,
}

impl Reader<'_> {
    fn all_of(&mut self, first: String) {
        let mut next = Some(first);
        while let Some(url) = next.take() {
            let page = if self.failures < FAILURES { self.page(&url) } else { None };
            let Some(page) = page else {
                // Something that should be here is not: the record is not whole.
                self.entries.push(json!({ "resource": { "resourceType": "Bundle", "type": "searchset",
                    "link": [{ "relation": "next", "url": url }] } }));
                return;
            };
            self.read += 1;
            next = further(&page).filter(|url| self.is_there(url)).map(str::to_owned);
            self.entries.push(json!({ "resource": whole(page, next.is_some()) }));
        }
    }

    /// Whether an address is at the same server: nothing that an answer says sends the token elsewhere.
    fn is_there(&self, url: &str) -> bool {
        let origin = |url: &str| {
            let uri = url.parse::<axum::http::Uri>().ok()?;
            Some((uri.scheme_str()?.to_owned(), uri.authority()?.as_str().to_ascii_lowercase()))
        };
        origin(url).is_some_and(|there| Some(there) == origin(&self.base))
    }

    fn page(&mut self, url: &str) -> Option<Value> {
        if self.pages >= PAGES || self.bytes >= WHOLE {
            return None;
        }
        self.pages += 1;
        let headers =
            vec![("accept", "application/fhir+json".to_owned()), ("authorization", format!("Bearer {}", self.token))];
        let sent =
            Sent { method: "GET", url: url.to_owned(), headers, body: Vec::new(), most: PAGE.min(WHOLE - self.bytes) };
        match self.outside.send(&sent) {
            Ok(came) if came.status == 200 => {
                self.bytes += came.body.len();
                serde_json::from_slice(&came.body).ok().filter(|it: &Value| it.get("resourceType").is_some())
            }
            Ok(_) | Err(NotSent::Large) => None,
            Err(_) => {
                self.failures += 1;
                None
            }
        }
    }
}

fn further(page: &Value) -> Option<&str> {
    let mut links = page.get("link")?.as_array()?.iter();
    links.find(|link| link.get("relation").is_some_and(|it| it == "next"))?.get("url")?.as_str()
}

/// A page whose further page is read as well does not say any more that there is one.
fn whole(mut page: Value, goes_on: bool) -> Value {
    if let Some(links) = page.get_mut("link").filter(|_| goes_on) {
        *links = json!([]);
    }
    page
}
