//! The record on a PostgreSQL server, for any number of programs at once.
//!
//! Every write touches one person, in one statement where it can: what has to follow what is decided by comparing the
//! end of the chain that was read with the one that is there, not by holding locks. A connection that breaks is replaced
//! and the work done again; every kind of work here may be done twice with the effect of once.

mod occupancy;
mod pool;
mod schema;
mod shelves;
mod silence;
mod tables;
mod trouble;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::generation::KeyRing;
use crate::tables::Tables;
use crate::{OpenError, PersonId, StoreError};

use pool::{Conn, Pool};
use tables::Rows;

/// How often work is done again on another connection.
const TRIES: u32 = 3;
/// After which silence the system asks whether the other end is still there; some routers forget a line after minutes.
const KEEPALIVE: Duration = Duration::from_secs(30);
/// How many connections a program keeps to one server at most.
const CONNECTIONS: usize = 16;

/// One server.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Arc<Pool>,
}

/// Whether everything the connection says stays on this computer.
fn is_here(config: &Config) -> bool {
    let host_is = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
    };
    // An address in numbers is where the line goes, whatever the name beside it says.
    config.get_hosts().iter().all(host_is) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// Every `sslmode` in an address, in the order in which they stand there, however they are written.
fn line_modes(url: &str) -> Vec<String> {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let value = |after: &str| {
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let ends = |letter: char| letter == '&' || letter.is_whitespace();
        Some(value.split(ends).next().unwrap_or_default().trim_matches('\'').to_owned())
    };
    text.split("sslmode").skip(1).filter_map(value).collect()
}

/// An address with what it says of how the line is protected.
///
/// # Errors
/// One that is no address or says twice how the line is protected; one that asks for TLS in any of libpq's words; one on another computer whose line nobody
/// has vouched for.
fn address(url: &str) -> Result<Config, OpenError> {
    // The parser would take the last word of several, and does not know two of them: each is heeded as it stands.
    let modes = line_modes(url);
    if modes.iter().any(|mode| ["require", "verify-ca", "verify-full"].contains(&mode.as_str())) {
        return Err(OpenError::Tls);
    }
    if modes.len() > 1 {
        return Err(OpenError::Address);
    }
    let config: Config = url.parse().map_err(|_| OpenError::Address)?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(OpenError::Address);
    }
    // There is no TLS here. Whoever has a protected line to the server says so with `sslmode=disable`.
    match config.get_ssl_mode() {
        SslMode::Disable => Ok(config),
        SslMode::Prefer if is_here(&config) => Ok(config),
        SslMode::Prefer => Err(OpenError::Unprotected),
        _ => Err(OpenError::Tls),
    }
}

impl Postgres {
    /// Connects to the `nth` of `count` servers and makes what is missing there. With `alone` it refuses while another
    /// program is connected.
    pub(crate) fn open(
        url: &str,
        keys: &KeyRing,
        (nth, count): (usize, usize),
        patience: Duration,
        alone: bool,
    ) -> Result<Self, OpenError> {
        let mut config = address(url)?;
        let hosts = config.get_hosts().len().max(config.get_hostaddrs().len());
        // Of several computers behind one address each has its share of the patience, or a silent one hides the next.
        let each = patience / u32::try_from(hosts.saturating_add(1)).unwrap_or(u32::MAX);
        config.connect_timeout(if hosts > 1 { each } else { patience });
        // Closes what nobody waits for any more.
        config.tcp_user_timeout(patience.saturating_mul(2)).application_name("supple");
        config.keepalives_idle(KEEPALIVE);
        let pool = Arc::new(Pool::new(config, patience, CONNECTIONS, alone)?);
        let mut conn = pool.take()?;
        conn.patiently(|conn| schema::prepare(conn, keys, nth, count))?;
        if !alone {
            pool.expect(keys.generation(&Rows(&mut conn).key_checks()?)?);
        }
        drop(conn);
        Ok(Self { pool })
    }

    /// Reads one state, whatever is written meanwhile. `work` may run more than once, each time on the state that there is.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        self.again(|conn| {
            conn.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let result = work(&mut Rows(conn));
            if conn.lost.is_none() {
                // What was read is read, whether or not the server still listens.
                drop(conn.batch("COMMIT"));
            }
            result
        })
    }

    /// Writes all or nothing.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        self.again(|conn| {
            conn.batch("BEGIN")?;
            let result = work(&mut Rows(conn));
            match &result {
                Ok(_) => conn.batch("COMMIT")?,
                // A connection that is lost is closed, which undoes as well.
                Err(_) if conn.lost.is_none() => conn.batch("ROLLBACK")?,
                Err(_) => {}
            }
            result
        })
    }

    /// Writes, where the work makes one change that is all or nothing by itself.
    pub(crate) fn write_one<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        self.again(|conn| work(&mut Rows(conn)))
    }

    /// As [`Postgres::write_one`] without waiting.
    pub(crate) fn submit<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) {
        let server = self.clone();
        self.pool.spawn(move || done(server.write_one(work)));
    }

    /// People who have events but no row. The server looks after its own files.
    pub(crate) fn check(&self) -> Result<(Vec<PersonId>, Vec<String>), StoreError> {
        self.read(|tables| Ok((tables.strangers()?, Vec::new())))
    }

    fn again<T, E: From<StoreError>>(&self, mut work: impl FnMut(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut tries = 0;
        let until = Instant::now() + self.pool.patience();
        loop {
            tries += 1;
            let taken = self.pool.take();
            let failed = match taken {
                Err(error) if tries < TRIES && Instant::now() < until && trouble::is_passing(&error) => continue,
                Err(error) => return Err(error.into()),
                Ok(mut conn) => match work(&mut conn) {
                    Err(error) if conn.lost.is_some() => error,
                    done => return done,
                },
            };
            // A server that says nothing has cost all the patience there is; asking it again would cost as much again.
            if tries >= TRIES || Instant::now() >= until {
                return Err(failed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_for_tls_is_refused_and_never_led_in_clear() {
        for host in ["localhost", "127.0.0.1", "db.example.org", "%2Frun"] {
            for word in ["require", "verify-ca", "verify-full"] {
                let url = format!("postgres://supple:secret@{host}/x?sslmode={word}");
                assert_eq!(address(&url).map(drop), Err(OpenError::Tls), "{url}");
                let words = format!("host={host} user=supple sslmode = {word}");
                assert_eq!(address(&words).map(drop), Err(OpenError::Tls), "{words}");
            }
        }
        for doubled in ["require&sslmode=disable", "disable&sslmode=require", "disable&%73slmode=verify-full"] {
            let url = format!("postgres://localhost/x?sslmode={doubled}");
            assert_eq!(address(&url).map(drop), Err(OpenError::Tls), "{url}");
        }
        let words = "host=localhost user=supple sslmode='require' sslmode=disable";
        assert_eq!(address(words).map(drop), Err(OpenError::Tls));
        let twice = "postgres://db.example.org/x?sslmode=prefer&sslmode=disable";
        assert_eq!(address(twice).map(drop), Err(OpenError::Address));
        for url in ["postgres://localhost/x?sslmode=sometimes", "", "postgres://"] {
            assert_eq!(address(url).map(drop), Err(OpenError::Address), "{url}");
        }
    }

    #[test]
    fn nothing_goes_in_clear_to_another_computer_unless_somebody_vouches_for_the_line() {
        let there = [
            "postgres://db.example.org/x",
            "postgres://localhost,db.example.org/x",
            "postgres://db.example.org/x?sslmode=prefer",
            "host=localhost hostaddr=192.0.2.7 user=supple",
            "hostaddr=192.0.2.7 user=supple",
        ];
        for url in there {
            assert_eq!(address(url).map(drop), Err(OpenError::Unprotected), "{url}");
        }
        let here =
            ["postgres://localhost/x", "postgres://[::1]/x", "host=/run hostaddr=127.0.0.1", "postgres:///x?host=/run"];
        for url in here {
            assert!(address(url).is_ok(), "{url}");
        }
        assert!(address("postgres://db.example.org/x?sslmode=disable").is_ok());
    }
}
