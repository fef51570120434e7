//! `supple serve`: the pages, on this computer alone or for a practice.

mod connections;
mod practice;
mod systems;
mod tls;

use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    panic::resume_unwind,
    path::Path,
    sync::Arc,
    thread,
};

use anyhow::Context;
use axum::serve::ListenerExt;
use supple_store::Store;
use supple_web::App;
use supple_words::Words;
#[cfg(unix)]
use tokio::signal::unix::SignalKind;

use crate::{
    args::{Mail, Place, Serve},
    base, countries,
    home::Home,
    mail::{self, Post},
    outside::{self, Way},
    record,
    trouble::BadInput,
};

/// Where the pages are, unless somebody wishes otherwise.
const PORT: u16 = 7878;
/// How many ports after it are tried when it is taken.
const TRIES: u16 = 20;

/// Serves until ctrl-C. The socket is bound before anything else, so that a taken address is said at once.
///
/// # Errors
/// An address that is not on this computer or taken; a database that cannot be opened; what reading the knowledge gave.
pub(crate) fn run(
    words: Words,
    knowledge: Option<&Path>,
    country: Option<&str>,
    (place, mails): (&Place, &Mail),
    given: &Serve,
) -> anyhow::Result<()> {
    let served = practice::Served::of(&words, &given.others)?;
    let systems = systems::read(&words, given.others.systems.as_deref())?;
    let listener = bind(&words, given.listen, served.is_some())?;
    let counted = given.metrics.map(|wished| bind(&words, Some(wished), served.is_some())).transpose()?;
    let address = listener.local_addr().context("the socket has no address")?;
    let home = Home::of(&words, given.data.as_deref(), place)?;
    let post = Post::of(&words, mails, &home.directory)?;
    // Held until the program ends, however it ends: two would overtake each other.
    let _serving = home.serving(&words)?;
    // The records open while the knowledge is read: one waits for the disk, the other for the processor.
    let (store, read) = thread::scope(|scope| {
        let store = scope.spawn(|| {
            let store = home.open(&words)?;
            record::keep(&store, &base::files(&words, knowledge)?)?;
            anyhow::Ok(store)
        });
        let read = base::shelf(&words, knowledge);
        (store.join(), read)
    });
    let store = store.unwrap_or_else(|panic| resume_unwind(panic))?;
    let (knowledge, library) = read?;
    let country = countries::chosen(&words, &knowledge, country)?;
    let shown = home.directory.display().to_string();
    let open_at = match &served {
        None => words.get("serve-address", &[("address", format!("http://{address}/").into())]),
        Some(served) => served.said(&words, &store)?,
    };
    let sentence = if home.servers.is_empty() { "serve-data" } else { "serve-data-server" };
    let lies_in = words.get(sentence, &[("directory", (&shown).into())]);
    let place = if home.servers.is_empty() { shown } else { String::new() };
    let store = Arc::new(store);
    // Beside everything else: with very many people it takes a while, and nobody waits for it.
    let words = Arc::new(words);
    let (saying, records) = (Arc::clone(&words), Arc::clone(&store));
    thread::spawn(move || warn_of_older_copy(&saying, &records));
    let app = App {
        knowledge: Arc::new(knowledge),
        library: Arc::new(library),
        store,
        words,
        clock: Arc::new(jiff::Zoned::now),
        country,
        mode: served.as_ref().map_or(supple_web::Mode::Alone, practice::Served::mode),
        made_up: home.is_made_up(),
        listing: Some(home.listing()),
        systems,
        outside: Arc::new(Way::new(&given.reach)),
        place,
    };
    mail::start(app.clone(), post);
    outside::start(app.clone());
    let saying = Arc::clone(&app.words);
    let (router, operations) = supple_web::routers(app);
    listener.set_nonblocking(true).context("the socket cannot be waited for")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().enable_time().build()?;
    runtime.block_on(async {
        // A limit on the size of files is told by a signal that ends the program; listened for, writing fails instead, and
        // the page says so. Where it cannot be listened for, the program ends, and what is saved is saved.
        #[cfg(unix)]
        let _limited = tokio::signal::unix::signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw()));
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // Whoever started it may have stopped listening: the pages are served all the same.
        drop(writeln!(io::stdout(), "{open_at}\n{lies_in}"));
        if let Some(listener) = counted {
            count_at(&saying, listener, operations)?;
        }
        let stopped = async {
            // Where ctrl-C cannot be waited for, the program ends as the system ends it: what is saved is saved.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        match served.and_then(|served| served.tls) {
            Some(config) => {
                let listener = tls::Tls::new(listener, config)?.tap_io(|_| ());
                connections::serve(listener, router, connections::AT_ONCE, stopped).await;
            }
            // An answer is one write: waiting for more to send with it only keeps it back. A socket that cannot be told so
            // works.
            None => {
                let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
                connections::serve(listener, router, connections::AT_ONCE, stopped).await;
            }
        }
        anyhow::Ok(())
    })?;
    // A browser that keeps its connection open does not keep the program alive.
    runtime.shutdown_background();
    Ok(())
}

/// How many may look at what is counted at the same time.
const COUNTED_AT_ONCE: usize = 16;

/// Serves what whoever runs the program may count, at an address of its own. It ends with the program.
fn count_at(words: &Words, listener: TcpListener, operations: axum::Router) -> io::Result<()> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    drop(writeln!(io::stdout(), "{}", words.get("serve-metrics", &[("address", address.to_string().into())])));
    tokio::spawn(connections::serve(listener, operations, COUNTED_AT_ONCE, std::future::pending()));
    Ok(())
}

/// Says loudly when the witness has seen more than is here: an older copy was put back. The pages go on: what is here is
/// true as far as it goes, and somebody may need it now.
fn warn_of_older_copy(words: &Words, store: &Store) {
    let lines: Vec<String> = match store.compare_with_own() {
        Ok(seen) if seen.is_empty() => return,
        Ok(seen) => seen.iter().map(|link| record::broken(words, link)).collect(),
        Err(error) => vec![words.get("record-unreadable", &[("why", error.to_string().into())])],
    };
    let text = words.get("serve-witness", &[("lines", lines.join("\n").into())]);
    // Where nobody listens any more, `supple record verify` says the same.
    drop(writeln!(io::stderr(), "{text}"));
}

/// The wished address, or the first free port of this computer from [`PORT`] on.
fn bind(words: &Words, wished: Option<SocketAddr>, practice: bool) -> Result<TcpListener, BadInput> {
    let taken = |address: SocketAddr, error: &io::Error| {
        let args = [("address", address.to_string().into()), ("why", error.to_string().into())];
        BadInput(words.get("serve-taken", &args))
    };
    if let Some(address) = wished {
        if !address.ip().is_loopback() && !practice {
            return Err(BadInput(words.get("serve-not-loopback", &[("address", address.to_string().into())])));
        }
        return TcpListener::bind(address).map_err(|error| taken(address, &error));
    }
    let first = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let mut last = None;
    for port in PORT..=PORT + TRIES {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(match last {
        Some(error) => taken(first, &error),
        None => taken(first, &io::Error::from(io::ErrorKind::AddrInUse)),
    })
}
