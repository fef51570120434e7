//! Pages, forms and the HTTP API.
//!
//! Everything works without script. Nothing here decides anything clinical: forms become answers, `supple-care` decides,
//! and the pages say what it decided and why. Only this computer is answered, unless a practice is served: then everybody
//! signs in.

mod access;
mod account;
mod along;
mod api;
mod assets;
mod call;
mod carried;
mod cds;
mod country;
mod desk;
mod fhir;
mod figure;
mod form;
mod frame;
mod guard;
mod hooks;
mod letter;
mod listing;
mod mail;
mod metrics;
mod oauth;
mod outside;
mod pages;
mod readable;
mod receive;
mod rehearse;
mod routes;
mod serve;
mod smart;
mod upload;
mod visit;
mod voice;
mod waiting;

use std::fmt;
use std::sync::Arc;

use supple_care::Knowledge;
use supple_knowledge::Library;
use supple_knowledge::geometry::drawing::View;
use supple_record as record;
use supple_store::Store;
use supple_words::Words;

pub use access::{Act, Address, Mode, Role};
pub use account::{any as has_accounts, program, secret::token as fresh_token};
pub use along::{Arrived, knowledge_for};
pub use carried::{Lined, NotRead, read as read_carried};
pub use cds::Systems;
pub use desk::{read_due, unreadable_item};
pub use hooks::tell_due;
pub use letter::{NoFile, Reader, Tracked, Written, chart_svg, events_until, judged, tracked};
pub use mail::address::read as mail_address;
pub use mail::{Carrier, Invitation, Letter, NotCarried, send_due};
pub use outside::{Came, NotSent, Nowhere, Outside, Sent, is_public};
pub use pages::session::code::{NoCode, Taken, take_code};
pub use readable::readable;
pub use rehearse::{Answered, Rehearsal, Sitting, code_of};
pub use routes::{addresses, router, routers};

/// Gives the present moment in the zone of the household.
pub type Clock = Arc<dyn Fn() -> jiff::Zoned + Send + Sync>;

/// What the pages are made of.
#[derive(Clone)]
pub struct App {
    /// What Supple knows.
    pub knowledge: Arc<Knowledge>,
    /// What people can read up on, parsed when a page asks for it first.
    pub library: Arc<Library>,
    /// The household's records.
    pub store: Arc<Store>,
    /// The sentences.
    pub words: Arc<Words>,
    /// The present moment.
    pub clock: Clock,
    /// The country whose numbers are shown until somebody chooses one (ISO 3166), if it is known.
    pub country: Option<String>,
    /// Alone on this computer, or a practice that is reached from others.
    pub mode: Mode,
    /// Whether everything that is kept here is made up: then every page says so.
    pub made_up: bool,
    /// Which clinical systems may ask, and which clinics can be asked.
    pub systems: Systems,
    /// The way to programs of others.
    pub outside: Arc<dyn Outside>,
    /// The list of therapists that was taken in from registers and tables, where there may be one.
    pub listing: Option<std::path::PathBuf>,
    /// The directory in which the records lie, to be shown to the person; empty when they are on a database server.
    pub place: String,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("country", &self.country).finish_non_exhaustive()
    }
}

/// What a record says today, as a FHIR Bundle; nothing where it cannot be read.
#[must_use]
pub fn own_bundle(app: App, key: supple_store::PersonKey, name: &str) -> Option<serde_json::Value> {
    let voice = voice::Voice::new(Arc::clone(&app.words));
    let now = record::Now::of(&(app.clock)());
    let open = visit::Open { key, name: name.to_owned(), proxy: None };
    fhir::own_bundle(&Arc::new(House::new(app)), &voice, &now, open).ok()
}

/// Everything of a practice and of its clients' records as FHIR, resource by resource. How many records did not open; nothing where there is
/// no such practice, or it cannot be read.
///
/// # Errors
/// What `put` says.
pub fn practice_resources(
    app: App,
    practice: uuid::Uuid,
    put: &mut dyn FnMut(&serde_json::Value) -> std::io::Result<()>,
) -> std::io::Result<Option<usize>> {
    let voice = voice::Voice::new(Arc::clone(&app.words));
    let now = record::Now::of(&(app.clock)());
    fhir::of_practice(&Arc::new(House::new(app)), &voice, &now, practice, put)
}

/// Everything that requests share.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) assets: assets::Assets,
    pub(crate) figure: figure::Figure,
    /// The drawing as geometry, for strokes.
    pub(crate) views: Vec<View>,
    pub(crate) visits: visit::Visits,
    /// How often somebody may try to sign in.
    pub(crate) limits: account::limit::Limits,
    /// Tokens of clinical systems that came before.
    pub(crate) seen: cds::Seen,
    /// Who is away at a clinic, to come back with their record.
    pub(crate) leaving: smart::Leaving,
    /// What is published as FHIR, written when somebody asks first.
    pub(crate) shelf: std::sync::OnceLock<fhir::Shelf>,
    /// Whose records have something to take in from a practice.
    pub(crate) waiting: waiting::Waiting,
    /// Held while an account is made, so that no two get one login.
    pub(crate) making: std::sync::Mutex<()>,
    /// Who stands in the lists of therapists that were taken in.
    pub(crate) listing: listing::Listing,
    /// What the records in use come to.
    pub(crate) kept: record::Kept,
    /// What whoever runs the program may count.
    pub(crate) metrics: metrics::Metrics,
    /// About how many minutes all questions take somebody who has answered none.
    pub(crate) minutes: i64,
    /// The headers of every answer.
    pub(crate) headers: Vec<(axum::http::HeaderName, axum::http::HeaderValue)>,
    /// What every assessment holds, written once; without it each is written whole.
    pub(crate) prepared: Option<supple_interop::assessment::Prepared>,
}

impl House {
    fn new(app: App) -> Self {
        let assets = assets::Assets::new();
        Self {
            figure: figure::Figure::read(supple_knowledge::BODY_SVG, &app.knowledge),
            // A drawing that cannot be read shows no strokes; a test keeps that from happening.
            views: View::read(supple_knowledge::BODY_SVG).unwrap_or_default(),
            prepared: supple_interop::assessment::Prepared::new(&app.knowledge).ok(),
            headers: guard::headers(&assets.policy, &app.mode),
            assets,
            visits: visit::Visits::default(),
            limits: account::limit::Limits::default(),
            seen: cds::Seen::default(),
            leaving: smart::Leaving::default(),
            shelf: std::sync::OnceLock::new(),
            waiting: waiting::Waiting::default(),
            making: std::sync::Mutex::new(()),
            listing: listing::Listing::new(app.listing.clone()),
            kept: record::Kept::default(),
            metrics: metrics::Metrics::default(),
            minutes: frame::minutes(&supple_care::interview::standing(
                &app.knowledge,
                &supple_care::Sheet::new(supple_care::Day(0)),
            )),
            app,
        }
    }
}
