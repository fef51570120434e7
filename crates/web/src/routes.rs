//! Every address, in one list, each with what is needed to be answered there.

use std::sync::Arc;

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{any, get, post},
};
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove};

use crate::{
    Act, Address, App, House,
    access::Routes,
    api, cds, fhir, metrics, oauth,
    pages::{self, account, practice, session},
    serve::{self, page},
};

/// What fits into one packet gains nothing from compression.
const ONE_PACKET: u64 = 1400;

/// The router of everything that this room answers.
pub fn router(app: App) -> Router {
    routed(Arc::new(House::new(app)))
}

/// The router of everything, and that of what whoever runs the program may know of it, for an address of its own.
pub fn routers(app: App) -> (Router, Router) {
    let house = Arc::new(House::new(app));
    // A long list takes seconds to read: nobody who searches first is to wait for it.
    let reads = Arc::clone(&house);
    std::thread::spawn(move || drop(reads.listing.index()));
    (routed(Arc::clone(&house)), metrics::operations(house))
}

/// The router of a house.
pub(crate) fn routed(house: Arc<House>) -> Router {
    let compressed = !house.app.mode.signs_in();
    let router = pages().merge(others(&house)).done().0;
    let router = router
        .fallback(page(Act::Learn, pages::trouble::not_found))
        .method_not_allowed_fallback(page(Act::Learn, pages::trouble::method));
    let router = router.merge(silent());
    let router = router.layer(from_fn_with_state(Arc::clone(&house), serve::guarded));
    if compressed {
        let layer = CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET)));
        return router.layer(layer).with_state(house);
    }
    // Where others see how long a page is, one that is compressed tells what is in it (CVE-2013-3587).
    router.with_state(house)
}

/// Every address with what is needed to be answered there, as the router has it.
#[must_use]
pub fn addresses(app: App) -> Vec<Address> {
    pages().merge(others(&Arc::new(House::new(app)))).done().1
}

/// Addresses of the API that answer that there is nothing.
fn silent() -> Router<Arc<House>> {
    Router::new()
        .route("/fhir/", any(fhir::door))
        .route("/api", any(api::not_found))
        .route("/api/{*rest}", any(api::not_found))
}

/// What is no page.
fn others(house: &Arc<House>) -> Routes {
    let computes = |handler: axum::routing::MethodRouter<Arc<House>>| {
        let asks = |state, request, next| serve::only(Act::Compute, state, request, next);
        handler.route_layer(from_fn_with_state(Arc::clone(house), asks)).fallback(api::method)
    };
    programs()
        .other("GET", "/healthz", Act::Learn, get(api::health))
        .other("GET", "/cds-services", Act::Learn, get(cds::discovery).options(cds::preflight).fallback(api::method))
        .other("POST", "/cds-services/{id}", Act::Advise, post(cds::call).options(cds::preflight).fallback(api::method))
        .other(
            "POST",
            "/cds-services/{id}/feedback",
            Act::Advise,
            post(cds::feedback).options(cds::preflight).fallback(api::method),
        )
        .other("GET", "/fhir/{*rest}", Act::Learn, get(fhir::door).options(cds::preflight).fallback(fhir::door))
        .other("POST", "/fhir/{*rest}", Act::Advise, post(fhir::door))
        .other("POST", oauth::PATH, Act::SignIn, post(oauth::token).options(cds::preflight).fallback(api::method))
        .other("GET", "/from/clinic", Act::Learn, get(pages::fetch::arrive))
        .other("GET", "/from/launch", Act::Learn, get(pages::fetch::arrive))
        .other("GET", "/icon.svg", Act::Learn, get(serve::icon))
        .other("GET", "/sw.js", Act::Learn, get(serve::worker))
        .other("GET", "/player.webmanifest", Act::Learn, get(serve::manifest))
        .other("GET", "/assets/{file}", Act::Learn, get(serve::script))
        .other("POST", "/api/v1/assess", Act::Compute, computes(post(api::assess)))
        .other("POST", "/api/v1/plan", Act::Compute, computes(post(api::plan)))
        .other("POST", "/api/v1/letter", Act::Compute, computes(post(api::letter)))
        .other("GET", "/api/v1/questions", Act::Learn, get(api::questions).fallback(api::method))
        .other("GET", "/api/v1/openapi.json", Act::Learn, get(api::openapi).fallback(api::method))
}

/// What programs read by their token: the one door behind a line for each type, so that each says what it needs.
fn programs() -> Routes {
    let guarded = fhir::KINDS.iter().filter(|kind| kind.whose != fhir::Whose::Everybodys);
    let bundles = get(fhir::door).post(fhir::door).options(cds::preflight).fallback(fhir::door);
    guarded.fold(Routes::default().others("/fhir", &[("POST", Act::Reserve)], bundles), |routes, kind| {
        kind.paths.iter().fold(routes, |routes, path| {
            let door = get(fhir::door).post(fhir::door).options(cds::preflight).fallback(fhir::door);
            routes.others(path, &[("GET", kind.reads()), ("POST", kind.takes())], door)
        })
    })
}

/// The pages.
fn pages() -> Routes {
    Routes::default()
        .get("/", Act::Record, pages::start::show)
        .post("/start", Act::Record, pages::start::open)
        .post("/leave", Act::Record, pages::start::leave)
        .post("/country", Act::Learn, pages::start::country)
        .get("/next", Act::Record, pages::next::go)
        .both("/map", Act::Record, pages::map::show, pages::map::save)
        .both("/map/pain", Act::Record, pages::marks::show, pages::marks::save)
        .both("/ask/{page}", Act::Record, pages::ask::show, pages::ask::save)
        .both("/fit", Act::Record, pages::ask::show_fit, pages::ask::save_fit)
        .both("/exception", Act::Record, pages::ask::show_exception, pages::ask::save_exception)
        .get("/check", Act::Record, pages::check::show)
        .post("/confirm", Act::Record, pages::check::confirm)
        .get("/result", Act::Record, pages::result::show)
        .get("/why", Act::Record, pages::more::why)
        .get("/always", Act::Record, pages::more::limits)
        .get("/care", Act::Record, pages::more::self_care)
        .both("/agreement", Act::Record, pages::agreement::show, pages::agreement::save)
        .get("/emergency", Act::Learn, pages::emergency::show)
        .get("/crisis", Act::Learn, pages::crisis::show)
        .both("/tonight", Act::Record, session::choose::show, session::choose::start)
        .both("/session", Act::Record, session::choose::show, session::choose::start)
        .get("/session/state", Act::Record, session::events::state)
        .post("/session/events", Act::Record, session::events::take)
        .get("/player", Act::Record, session::page::show)
        .get("/player/file", Act::Record, session::page::file)
        .post("/player/stop", Act::Record, session::finish::stop)
        .get("/player/stopped", Act::Record, session::finish::stopped)
        .get("/player/sign", Act::Record, session::sign::show)
        .post("/player/end", Act::Record, session::finish::end)
        .get("/player/ended", Act::Record, session::finish::ended)
        .both("/breathe", Act::Record, session::alone::breathe, session::alone::begin_breathing)
        .get("/routines", Act::Record, session::alone::routines)
        .both("/routine/{id}", Act::Record, session::alone::routine, session::alone::begin_routine)
        .both("/morning", Act::Record, session::morning::show, session::morning::save)
        .both("/lesson", Act::Record, session::lesson::show, session::lesson::answer)
        .both("/code", Act::Record, session::code::show, session::code::take)
        .both("/again", Act::Record, pages::again::show, pages::again::start)
        .both("/plan", Act::Record, pages::plan::show, pages::plan::take)
        .get("/plan/why", Act::Record, pages::plan::why)
        .get("/plan/courses", Act::Record, pages::plan::courses::show)
        .get("/plan/week", Act::Record, pages::plan::week::show)
        .get("/plan/week.ics", Act::Record, pages::plan::week::file)
        .each("/practice", (Act::Practices, practice::hub::show), (Act::Found, practice::hub::make))
        .each("/practice/{id}", (Act::Overview, practice::overview::show), (Act::Arrange, practice::overview::save))
        .both("/practice/{id}/therapist", Act::Arrange, practice::therapist::show, practice::therapist::save)
        .both("/practice/{id}/service", Act::Arrange, practice::offers::show_service, practice::offers::save_service)
        .both("/practice/{id}/room", Act::Arrange, practice::offers::show_room, practice::offers::save_room)
        .get("/practice/{id}/outcomes", Act::Outcomes, practice::outcomes::show)
        .both("/practice/{id}/agreement", Act::DaySheet, practice::agreed::show, practice::agreed::save)
        .both("/practice/{id}/brought", Act::DaySheet, practice::brought::show, practice::brought::take)
        .both("/practice/{id}/busy", Act::DaySheet, practice::busy::show, practice::busy::take)
        .both("/practice/{id}/away", Act::DaySheet, practice::away::show, practice::away::save)
        .each(
            "/practice/{id}/holidays",
            (Act::DaySheet, practice::holidays::show),
            (Act::Arrange, practice::holidays::save),
        )
        .both("/practice/{id}/money", Act::Till, practice::money::show, practice::money::act)
        .both("/practice/{id}/money/list", Act::Accounts, practice::money::list::show, practice::money::list::act)
        .get("/practice/{id}/money/receipt", Act::Till, practice::money::receipt::show)
        .get("/practice/{id}/money/month", Act::Accounts, practice::money::month::show)
        .get("/practice/{id}/money/month.csv", Act::Accounts, practice::money::month::file)
        .get("/packages", Act::Record, pages::packages::show)
        .get("/packages/receipt", Act::Record, pages::packages::receipt)
        .get("/practice/{id}/waiting", Act::DaySheet, practice::waiting::show)
        .both("/practice/{id}/day", Act::DaySheet, practice::day::show, practice::act::take)
        .both("/book", Act::Record, pages::book::fit::show, pages::book::fit::hold)
        .both("/bookings", Act::Record, pages::book::list::show, pages::book::list::act)
        .both("/wait", Act::Record, pages::book::wait::show, pages::book::wait::act)
        .both("/bookings/told", Act::Record, pages::book::told::show, pages::book::told::save)
        .both("/bookings/change", Act::Record, pages::book::change::show, pages::book::change::save)
        .both("/calendar", Act::Record, pages::feed::show, pages::feed::act)
        .both("/practice/{id}/calendar", Act::DaySheet, pages::feed::show_therapist, pages::feed::act_therapist)
        .both("/mail", Act::Record, pages::mail::show, pages::mail::act)
        .get("/practice/{id}/mail", Act::DaySheet, practice::mails::show)
        .get("/feed/{token}", Act::Feed, pages::feed::file)
        .get("/devices", Act::Record, pages::plan::devices::show)
        .get("/check-in", Act::Record, pages::track::check_in::list)
        .both("/check-in/{measure}", Act::Record, pages::track::check_in::show, pages::track::check_in::save)
        .both("/reaction", Act::Record, pages::track::reaction::show, pages::track::reaction::save)
        .both("/note", Act::Record, pages::track::note::show, pages::track::note::save)
        .get("/progress", Act::Record, pages::track::progress::show)
        .both("/review", Act::Record, pages::track::review::show, pages::track::review::save)
        .get("/change", Act::Record, pages::track::change::show)
        .get("/letter", Act::Record, pages::track::letter::show)
        .get("/letter.pdf", Act::Record, pages::track::letter::file)
        .get("/timeline", Act::Record, pages::record::show)
        .get("/record", Act::Record, pages::record::show)
        .both("/record/programs", Act::Record, pages::programs::show, pages::programs::act)
        .both("/record/fetch", Act::Record, pages::fetch::show, pages::fetch::leave)
        .get("/record/fetched", Act::Record, pages::fetch::back)
        .both("/record/import", Act::Record, pages::import::show, pages::import::take)
        .get("/record/take", Act::Record, pages::take::show)
        .get("/record/take.html", Act::Record, pages::take::html)
        .get("/record/take.json", Act::Record, pages::take::json)
        .get("/record/take.fhir.json", Act::Record, pages::take::fhir)
        .both("/record/destroy", Act::Record, pages::destroy::show, pages::destroy::destroy)
        .get("/destroyed", Act::Learn, pages::destroy::done)
        .get("/visit", Act::Learn, pages::know::visit::hub)
        .get("/see-therapist", Act::Learn, pages::know::visit::therapist)
        .both("/reviews", Act::Record, pages::reviews::show, pages::reviews::report)
        .both("/bookings/review", Act::Record, pages::reviews::own::show, pages::reviews::own::save)
        .both("/practice/{id}/reviews", Act::DaySheet, pages::reviews::practice::show, pages::reviews::practice::act)
        .both("/therapists", Act::Record, pages::therapists::show, pages::therapists::search)
        .get("/see-therapist/places", Act::Learn, pages::know::places::show)
        .get("/see-doctor", Act::Learn, pages::know::visit::doctor)
        .get("/claims", Act::Learn, pages::know::claims::show)
        .get("/claims/{article}", Act::Learn, pages::know::claims::article)
        .get("/articles", Act::Learn, pages::know::articles::show)
        .get("/articles/{article}", Act::Learn, pages::know::articles::one)
        .get("/benefits", Act::Learn, pages::know::benefits::show)
        .get("/guidelines", Act::Learn, pages::know::guidelines::show)
        .get("/rules/{id}", Act::Learn, pages::know::rule::show)
        .get("/giving", Act::Record, pages::doors::giving)
        .get("/techniques", Act::Learn, pages::techniques::list)
        .get("/technique/{id}", Act::Learn, pages::techniques::one)
        .both("/sign-in", Act::SignIn, account::sign_in::show, account::sign_in::take)
        .both("/sign-in/code", Act::SignIn, account::code::show, account::code::take)
        .post(account::asking::PATH, Act::SignIn, account::asking::take)
        .both("/invitation/{token}", Act::SignIn, account::invitation::show, account::invitation::take)
        .both("/account", Act::Account, account::own::show, account::own::act)
        .both("/account/bring", Act::Account, account::bring::show, account::bring::take)
        .both(account::passkeys::PATH, Act::Account, account::passkeys::show, account::passkeys::act)
        .both("/account/second", Act::Account, account::second::show, account::second::take)
        .get("/account/looks", Act::Account, account::looks::show)
        .both("/practice/{id}/people", Act::InviteClient, practice::people::show, practice::people::act)
        .both("/practice/{id}/note", Act::DaySheet, practice::notes::show, practice::notes::sign)
        .get("/practice/{id}/audit", Act::Audit, practice::audit::show)
        .both("/practice/{id}/programs", Act::Programs, practice::programs::show, practice::programs::act)
        .both("/practice/{id}/hooks", Act::Programs, practice::hooks::show, practice::hooks::act)
        .both("/practice/{id}/hooks/sent", Act::Programs, practice::hooks::sent, practice::hooks::again)
        .both("/practice/{id}/open", Act::BreakGlass, practice::open::show, practice::open::take)
}
