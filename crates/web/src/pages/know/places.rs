//! Who looks after massage in a state or country.

use askama::Template;
use supple_care::{
    claim::Claims,
    claim_visit::{Authority, Guarded},
};

use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::{Cited, cite},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "places.html")]
struct Page {
    f: Frame,
    v: Voice,
    us: Vec<Row>,
    world: Vec<Row>,
    sources: Vec<Cited>,
}

/// One state or country.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) guarded: String,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    /// What is said where there is nobody.
    pub(crate) nobody: String,
    pub(crate) address: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) read: String,
    pub(crate) from: String,
    pub(crate) confidence: String,
}

/// Shows all of them.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (us, world) = claims.authorities.iter().partition::<Vec<&Authority>, _>(|known| known.code.starts_with("US-"));
    let named = |id: &str| knowledge.sources.iter().position(|source| source.id == id);
    let sources: Vec<usize> = ["us-licensing-table", "massage-titles-table"].into_iter().filter_map(named).collect();
    Reply::ok(&Page {
        f: call.know("places-page", "/see-therapist"),
        us: us.into_iter().map(|known| row(v, known)).collect(),
        world: world.into_iter().map(|known| row(v, known)).collect(),
        sources: cite(knowledge, v, &sources),
        v: v.clone(),
    })
}

/// The rows of one country.
pub(crate) fn rows(claims: &Claims, v: &Voice, country: Option<&str>) -> Vec<Row> {
    let of = |known: &&Authority| country.is_none_or(|country| known.code.split('-').next() == Some(country));
    claims.authorities.iter().filter(of).map(|known| row(v, known)).collect()
}

fn row(v: &Voice, known: &Authority) -> Row {
    Row {
        name: v.k(&known.name),
        guarded: v.t(&format!("guarded-{}", known.guarded.id())),
        title: known.title.clone(),
        body: known.body.clone(),
        nobody: match known.guarded {
            Guarded::None => v.t("authority-body-nobody"),
            Guarded::Licence
            | Guarded::Title
            | Guarded::Registration
            | Guarded::Voluntary
            | Guarded::Part
            | Guarded::Unknown => v.t("authority-body-none"),
        },
        address: known.address.clone(),
        note: known.note.as_deref().map(|note| v.k(note)),
        confidence: v.t(&format!("authority-confidence-{}", known.confidence)),
        read: v.t(&format!("authority-read-{}", known.read)),
        from: match &known.dated {
            Some(dated) => format!("{} ({dated})", known.from),
            None => known.from.clone(),
        },
    }
}
