//! Connections, from the first byte to the last. Each has an end: whoever is silent, or does not read, is let go, and only so many
//! are open.

use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{error::Elapsed, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower_service::Service;

/// How long the head of a request may take, how long a connection may wait for the next one, how long an answer waits for somebody
/// to read on, and how long what is being answered has once the program is to end.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many are open at the same time; more wait in the system's queue. Most systems give a program 1,024 files: the records need
/// some of them, and those that still agree on their encryption.
pub(super) const AT_ONCE: usize = 850;

/// Serves the pages to so many at once until `stopped`, and then what is being answered.
pub(super) async fn serve<L: Listener<Addr = SocketAddr>>(
    mut listener: L,
    pages: Router,
    at_once: usize,
    stopped: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(at_once));
    let open = GracefulShutdown::new();
    let mut stopped = pin!(stopped);
    loop {
        let (place, socket, from) = tokio::select! {
            next = next(&places, &mut listener) => next,
            () = &mut stopped => break,
        };
        let pages = pages.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            pages.clone().call(request)
        });
        let mut connection = http1::Builder::new();
        connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
        let mut socket = TimeoutStream::new(socket);
        socket.set_write_timeout(Some(PATIENCE));
        let connection = open.watch(connection.serve_connection(TokioIo::new(Box::pin(socket)), service));
        tokio::spawn(async move {
            // However it ended, the next one may come.
            let _ended: Result<(), hyper::Error> = connection.await;
            drop(place);
        });
    }
    // Whoever goes on sending or reading slowly keeps nobody from ending the program.
    let _all: Result<(), Elapsed> = timeout(PATIENCE, open.shutdown()).await;
}

/// The next connection, once there is a place for it.
async fn next<L: Listener>(
    places: &Arc<Semaphore>,
    listener: &mut L,
) -> (io::Result<OwnedSemaphorePermit>, L::Io, L::Addr) {
    // It is closed nowhere.
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other);
    let (socket, from) = listener.accept().await;
    (place, socket, from)
}

#[cfg(test)]
mod tests {
    use std::{future::pending, net::Ipv4Addr};

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        time::Instant,
    };

    use super::*;

    async fn address(stopped: impl Future<Output = ()> + Send + 'static) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let whose = get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.to_string() });
        let large = get(|| async { "much ".repeat(4 * 1024 * 1024) });
        tokio::spawn(serve(listener, Router::new().route("/", whose).route("/large", large), 2, stopped));
        address
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_silent_is_let_go() {
        let address = address(pending()).await;
        for begun in ["", "GET / HTTP/1.1\r\nhost: local", "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"] {
            let from = Instant::now();
            let mut socket = TcpStream::connect(address).await.unwrap();
            socket.write_all(begun.as_bytes()).await.unwrap();
            let mut all = String::new();
            socket.read_to_string(&mut all).await.unwrap();
            assert_eq!(all.ends_with(&socket.local_addr().unwrap().to_string()), begun.ends_with("\r\n\r\n"), "{all}");
            assert!(
                from.elapsed() >= PATIENCE && from.elapsed() < 2 * PATIENCE,
                "{:?} after {begun:?}",
                from.elapsed()
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_read_is_let_go_and_takes_nobodys_place() {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let address = address(async { drop(stopped.await) }).await;
        let mut deaf = Vec::new();
        for _ in 0..2 {
            let mut socket = TcpStream::connect(address).await.unwrap();
            socket.write_all(b"GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
            deaf.push(socket);
        }
        let mut next = TcpStream::connect(address).await.unwrap();
        next.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut all = String::new();
        next.read_to_string(&mut all).await.unwrap();
        assert!(all.starts_with("HTTP/1.1 200"), "{all}");
        stop.send(()).unwrap();
    }

    #[tokio::test]
    async fn what_is_being_answered_is_answered_before_it_ends() {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let address = address(async { drop(stopped.await) }).await;
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        socket.write_all(b"\r\n").await.unwrap();
        let mut all = String::new();
        socket.read_to_string(&mut all).await.unwrap();
        assert!(all.starts_with("HTTP/1.1 200"), "{all}");
        assert!(TcpStream::connect(address).await.is_err(), "nobody else is let in");
    }
}
