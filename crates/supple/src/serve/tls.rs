//! Connections that are encrypted by this program itself.

use std::{future::pending, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
    time::{sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};

/// How long a browser may take to agree on the encryption.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many may be at it, or wait to be served after it, at the same time; more wait in the system's queue.
const AT_ONCE: usize = 96;

type Ready = (TlsStream<TcpStream>, SocketAddr);

/// Connections that have agreed on their encryption. Each does so by itself: one that is slow keeps nobody else waiting.
pub(super) struct Tls {
    address: SocketAddr,
    ready: mpsc::Receiver<Ready>,
}

impl Tls {
    /// Takes connections from a socket until it is dropped.
    ///
    /// # Errors
    /// When the socket has no address.
    pub(super) fn new(listener: TcpListener, config: Arc<ServerConfig>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (give, ready) = mpsc::channel(1);
        tokio::spawn(accept(listener, TlsAcceptor::from(config), give));
        Ok(Self { address, ready })
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, give: mpsc::Sender<Ready>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while !give.is_closed() {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (socket, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            // Too many open files, or a connection that is gone already: another one may come.
            Err(_) => {
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (acceptor, give) = (acceptor.clone(), give.clone());
        tokio::spawn(async move {
            drop(socket.set_nodelay(true));
            // Whoever speaks no TLS, or too slowly, is let go.
            if let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(socket)).await {
                drop(give.send((stream, from)).await);
            }
            drop(place);
        });
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            None => pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
