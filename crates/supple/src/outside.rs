//! The way to programs of others: encrypted, to addresses that are everybody's unless one was allowed, once, and within seconds.

use std::{
    collections::BTreeSet,
    error::Error,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Uri,
    body::{Bytes, Incoming},
    client::conn::http1,
    header,
};
use hyper_util::rt::TokioIo;
use rustls_platform_verifier::BuilderVerifierExt;
use supple_web::{App, Came, NotSent, Outside, Sent, is_public};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{self, ClientConfig, crypto::ring, pki_types::ServerName},
};

/// How often is looked what is to be told.
const EVERY: Duration = Duration::from_secs(2);
/// How long everything may take, and how long a connection.
const PATIENCE: Duration = Duration::from_secs(15);
const CONNECTING: Duration = Duration::from_secs(5);
/// The port of `https`.
const PORT: u16 = 443;

/// The way, with what is allowed beside what is everybody's.
pub(crate) struct Way {
    reach: BTreeSet<String>,
    tls: OnceLock<Option<Arc<ClientConfig>>>,
}

impl Way {
    /// A way to what is everybody's, and to these hosts (`HOST` or `HOST:PORT`) wherever they are.
    pub(crate) fn new(reach: &[String]) -> Self {
        Self { reach: reach.iter().map(|host| host.trim().to_ascii_lowercase()).collect(), tls: OnceLock::new() }
    }

    fn is_allowed(&self, host: &str, port: u16) -> bool {
        let host = host.to_ascii_lowercase();
        self.reach.contains(&format!("{host}:{port}")) || self.reach.contains(&host)
    }

    /// What the computer trusts, read when something is sent first; nothing where it trusts nobody.
    fn tls(&self) -> Option<Arc<ClientConfig>> {
        self.tls.get_or_init(|| trusted().ok().map(Arc::new)).clone()
    }

    /// The addresses of a host to which something may be sent. What is connected to is one of these, not the name: it cannot become
    /// another one meanwhile.
    async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, NotSent> {
        let plain = host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<SocketAddr> = lookup_host((plain, port)).await.map_err(|_| NotSent::Unknown)?.collect();
        if found.is_empty() {
            return Err(NotSent::Unknown);
        }
        if self.is_allowed(host, port) {
            return Ok(found);
        }
        let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
        if public.is_empty() { Err(NotSent::Private) } else { Ok(public) }
    }

    async fn sent(&self, sent: &Sent) -> Result<Came, NotSent> {
        let uri: Uri = sent.url.parse().map_err(|_| NotSent::Address)?;
        let (host, authority) = parts(&uri).ok_or(NotSent::Address)?;
        let addresses = self.addresses(host, uri.port_u16().unwrap_or(PORT)).await?;
        let stream = self.connected(host, &addresses).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| NotSent::Unreachable)?;
        // It ends with the answer, or with the runtime.
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(sent.method)
            .uri(uri.path_and_query().map_or("/", |path| path.as_str()))
            .header(header::HOST, authority)
            .header(header::USER_AGENT, concat!("Supple/", env!("CARGO_PKG_VERSION")));
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(sent.body.clone()))).map_err(|_| NotSent::Address)?;
        let answer = sender.send_request(request).await.map_err(|_| NotSent::Unreachable)?;
        came(answer, sent.most).await
    }

    async fn connected(&self, host: &str, addresses: &[SocketAddr]) -> Result<TlsStream<TcpStream>, NotSent> {
        let config = self.tls().ok_or(NotSent::Certificate)?;
        let plain = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(plain).map_err(|_| NotSent::Address)?;
        let mut last = NotSent::Unreachable;
        for address in addresses {
            match timeout(CONNECTING, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    return TlsConnector::from(config).connect(name, stream).await.map_err(|error| broken(&error));
                }
                Ok(Err(_)) => last = NotSent::Unreachable,
                Err(_) => last = NotSent::Slow,
            }
        }
        Err(last)
    }
}

fn trusted() -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions()?.with_platform_verifier()?.with_no_client_auth();
    Ok(config)
}

/// The host and what stands in the `Host` header; nothing where the address is not one that may be sent to.
fn parts(uri: &Uri) -> Option<(&str, &str)> {
    let authority = uri.authority()?.as_str();
    let usable = uri.scheme_str() == Some("https") && !authority.contains('@');
    uri.host().filter(|host| usable && !host.is_empty()).map(|host| (host, authority))
}

/// Whether it was the certificate that did not suit.
fn broken(error: &std::io::Error) -> NotSent {
    let inner = error.get_ref().and_then(|inner| (inner as &(dyn Error + 'static)).downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => NotSent::Certificate,
        _ => NotSent::Unreachable,
    }
}

async fn came(answer: hyper::Response<Incoming>, most: usize) -> Result<Came, NotSent> {
    let status = answer.status().as_u16();
    let again = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let again_after_s = again.and_then(|text| text.trim().parse().ok());
    let body = match most {
        0 => Vec::new(),
        _ => {
            let read = Limited::new(answer.into_body(), most).collect().await;
            let length = |error: Box<dyn Error + Send + Sync>| match error.is::<http_body_util::LengthLimitError>() {
                true => NotSent::Large,
                false => NotSent::Unreachable,
            };
            read.map_err(length)?.to_bytes().to_vec()
        }
    };
    Ok(Came { status, again_after_s, body })
}

impl Outside for Way {
    fn send(&self, sent: &Sent) -> Result<Came, NotSent> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|_| NotSent::Unreachable)?;
        let came = runtime.block_on(async { timeout(PATIENCE, self.sent(sent)).await });
        // A name that is still being looked up is not waited for.
        runtime.shutdown_background();
        came.unwrap_or(Err(NotSent::Slow))
    }
}

/// Tells programs what is due, and reads the calendars that are, again and again, beside everything else until the program ends. Neither
/// keeps the other waiting.
pub(crate) fn start(app: App) {
    let calendars = app.clone();
    // What cannot be read now is looked at the next time.
    again_and_again(move || drop(supple_web::tell_due(&app, app.outside.as_ref())));
    again_and_again(move || drop(supple_web::read_due(&calendars)));
}

fn again_and_again(act: impl Fn() + Send + 'static) {
    thread::spawn(move || {
        loop {
            act();
            // A beat, not a wait: what is due is due by the clock, and another process may have put it there.
            thread::sleep(EVERY);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn to(url: &str, reach: &[&str]) -> Result<Came, NotSent> {
        let reach: Vec<String> = reach.iter().map(|host| (*host).to_owned()).collect();
        let sent = Sent { method: "POST", url: url.to_owned(), headers: Vec::new(), body: b"{}".to_vec(), most: 0 };
        Way::new(&reach).send(&sent)
    }

    #[test]
    fn nothing_is_sent_in_clear_or_with_a_password_or_to_nobody() {
        for url in ["http://example.org", "https://a:b@example.org", "ftp://example.org", "/x", "", "https://"] {
            assert_eq!(to(url, &[]), Err(NotSent::Address), "{url}");
        }
        assert_eq!(to("https://nobody.invalid/", &[]), Err(NotSent::Unknown));
    }

    #[test]
    fn a_private_address_is_not_even_connected_to_unless_it_was_allowed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
            let url = format!("https://{host}:{port}/");
            assert!(matches!(to(&url, &[]), Err(NotSent::Private | NotSent::Unknown)), "{url}");
        }
        assert_eq!(to(&format!("https://127.0.0.1:{port}/"), &["127.0.0.1:1"]), Err(NotSent::Private), "another port");
        assert!(listener.accept().is_err(), "nobody came");
        drop(listener);
        assert_eq!(to(&format!("https://127.0.0.1:{port}/"), &["127.0.0.1"]), Err(NotSent::Unreachable));
    }
}
