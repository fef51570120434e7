//! Every address, in one list.

use std::sync::Arc;

use axum::{
    Router,
    routing::{any, get, post},
};
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove};

use crate::{
    App, House, api,
    pages::{self, practice, session},
    serve::{self, page},
};

/// What fits into one packet gains nothing from compression.
const ONE_PACKET: u64 = 1400;

/// The router of everything that this room answers.
pub fn router(app: App) -> Router {
    let house = Arc::new(House::new(app));
    let pages = Router::new()
        .route("/", get(page(pages::start::show)))
        .route("/start", post(page(pages::start::open)))
        .route("/leave", post(page(pages::start::leave)))
        .route("/country", post(page(pages::start::country)))
        .route("/next", get(page(pages::next::go)))
        .route("/map", get(page(pages::map::show)).post(page(pages::map::save)))
        .route("/map/pain", get(page(pages::marks::show)).post(page(pages::marks::save)))
        .route("/ask/{page}", get(page(pages::ask::show)).post(page(pages::ask::save)))
        .route("/fit", get(page(pages::ask::show_fit)).post(page(pages::ask::save_fit)))
        .route("/exception", get(page(pages::ask::show_exception)).post(page(pages::ask::save_exception)))
        .route("/check", get(page(pages::check::show)))
        .route("/confirm", post(page(pages::check::confirm)))
        .route("/result", get(page(pages::result::show)))
        .route("/why", get(page(pages::more::why)))
        .route("/always", get(page(pages::more::limits)))
        .route("/care", get(page(pages::more::self_care)))
        .route("/agreement", get(page(pages::agreement::show)).post(page(pages::agreement::save)))
        .route("/emergency", get(page(pages::emergency::show)))
        .route("/crisis", get(page(pages::crisis::show)))
        .route("/tonight", get(page(session::choose::show)).post(page(session::choose::start)))
        .route("/session", get(page(session::choose::show)).post(page(session::choose::start)))
        .route("/session/state", get(page(session::events::state)))
        .route("/session/events", post(page(session::events::take)))
        .route("/player", get(page(session::page::show)))
        .route("/player/file", get(page(session::page::file)))
        .route("/player/stop", post(page(session::finish::stop)))
        .route("/player/sign", get(page(session::sign::show)))
        .route("/player/stopped", get(page(session::finish::stopped)))
        .route("/player/end", post(page(session::finish::end)))
        .route("/player/ended", get(page(session::finish::ended)))
        .route("/breathe", get(page(session::alone::breathe)).post(page(session::alone::begin_breathing)))
        .route("/routines", get(page(session::alone::routines)))
        .route("/routine/{id}", get(page(session::alone::routine)).post(page(session::alone::begin_routine)))
        .route("/morning", get(page(session::morning::show)).post(page(session::morning::save)))
        .route("/lesson", get(page(session::lesson::show)).post(page(session::lesson::answer)))
        .route("/code", get(page(session::code::show)).post(page(session::code::take)))
        .route("/again", get(page(pages::again::show)).post(page(pages::again::start)))
        .route("/plan", get(page(pages::plan::show)).post(page(pages::plan::take)))
        .route("/plan/why", get(page(pages::plan::why)))
        .route("/plan/courses", get(page(pages::plan::courses::show)))
        .route("/plan/week", get(page(pages::plan::week::show)))
        .route("/plan/week.ics", get(page(pages::plan::week::file)))
        .route("/practice", get(page(practice::hub::show)).post(page(practice::hub::make)))
        .route("/practice/{id}", get(page(practice::overview::show)).post(page(practice::overview::save)))
        .route("/practice/{id}/therapist", get(page(practice::therapist::show)).post(page(practice::therapist::save)))
        .route("/practice/{id}/outcomes", get(page(practice::outcomes::show)))
        .route("/practice/{id}/day", get(page(practice::day::show)).post(page(practice::act::take)))
        .route("/book", get(page(pages::book::fit::show)).post(page(pages::book::fit::hold)))
        .route("/bookings", get(page(pages::book::list::show)).post(page(pages::book::list::act)))
        .route("/bookings/told", get(page(pages::book::told::show)).post(page(pages::book::told::save)))
        .route("/bookings/change", get(page(pages::book::change::show)).post(page(pages::book::change::save)))
        .route("/devices", get(page(pages::plan::devices::show)))
        .route("/check-in", get(page(pages::track::check_in::list)))
        .route("/check-in/{measure}", get(page(pages::track::check_in::show)).post(page(pages::track::check_in::save)))
        .route("/reaction", get(page(pages::track::reaction::show)).post(page(pages::track::reaction::save)))
        .route("/note", get(page(pages::track::note::show)).post(page(pages::track::note::save)))
        .route("/progress", get(page(pages::track::progress::show)))
        .route("/review", get(page(pages::track::review::show)).post(page(pages::track::review::save)))
        .route("/change", get(page(pages::track::change::show)))
        .route("/letter", get(page(pages::track::letter::show)))
        .route("/letter.pdf", get(page(pages::track::letter::file)))
        .route("/timeline", get(page(pages::record::show)))
        .route("/record", get(page(pages::record::show)))
        .route("/record/take", get(page(pages::take::show)))
        .route("/record/take.html", get(page(pages::take::html)))
        .route("/record/take.json", get(page(pages::take::json)))
        .route("/record/destroy", get(page(pages::destroy::show)).post(page(pages::destroy::destroy)))
        .route("/destroyed", get(page(pages::destroy::done)))
        .route("/visit", get(page(pages::know::visit::hub)))
        .route("/see-therapist", get(page(pages::know::visit::therapist)))
        .route("/see-therapist/places", get(page(pages::know::places::show)))
        .route("/see-doctor", get(page(pages::know::visit::doctor)))
        .route("/claims", get(page(pages::know::claims::show)))
        .route("/claims/{article}", get(page(pages::know::claims::article)))
        .route("/articles", get(page(pages::know::articles::show)))
        .route("/articles/{article}", get(page(pages::know::articles::one)))
        .route("/benefits", get(page(pages::know::benefits::show)))
        .route("/guidelines", get(page(pages::know::guidelines::show)))
        .route("/rules/{id}", get(page(pages::know::rule::show)))
        .route("/giving", get(page(pages::doors::giving)))
        .route("/techniques", get(page(pages::techniques::list)))
        .route("/technique/{id}", get(page(pages::techniques::one)))
        .fallback(page(pages::trouble::not_found))
        .method_not_allowed_fallback(page(pages::trouble::method));
    let open = Router::new()
        .route("/healthz", get(api::health))
        .route("/icon.svg", get(serve::icon))
        .route("/sw.js", get(serve::worker))
        .route("/player.webmanifest", get(serve::manifest))
        .route("/assets/{file}", get(serve::script))
        .route("/api/v1/assess", post(api::assess).fallback(api::method))
        .route("/api/v1/plan", post(api::plan).fallback(api::method))
        .route("/api/v1/letter", post(api::letter).fallback(api::method))
        .route("/api/v1/questions", get(api::questions).fallback(api::method))
        .route("/api/v1/openapi.json", get(api::openapi).fallback(api::method))
        .route("/api", any(api::not_found))
        .route("/api/{*rest}", any(api::not_found));
    let guarded = axum::middleware::from_fn_with_state(Arc::clone(&house), serve::guarded);
    let compression = CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET)));
    // Only this computer is answered, so nobody outside sees how long a compressed page is.
    open.merge(pages).layer(guarded).layer(compression).with_state(house)
}
