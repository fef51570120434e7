//! The record on a PostgreSQL server, for any number of programs at once.
//!
//! Every write touches one person, in one statement where it can: what has to follow what is decided by comparing the
//! end of the chain that was read with the one that is there, not by holding locks. A connection that breaks is replaced
//! and the work done again; every kind of work here may be done twice with the effect of once.

mod occupancy;
mod pool;
mod schema;
mod shelves;
mod tables;
mod trouble;

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
/// How many connections a program keeps to one server at most.
const CONNECTIONS: usize = 16;

/// One server.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Arc<Pool>,
}

/// Whether everything the connection says stays on this computer.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
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
        let mut config: Config = url.parse().map_err(|_| OpenError::Address)?;
        // There is no TLS here yet. Whoever has a protected line to the server says so with `sslmode=disable`.
        if config.get_ssl_mode() != SslMode::Disable && !config.get_hosts().iter().all(is_here) {
            return Err(OpenError::Unprotected);
        }
        config.connect_timeout(patience).tcp_user_timeout(patience).application_name("supple");
        let pool = Arc::new(Pool::new(config, patience, CONNECTIONS, alone)?);
        let mut conn = pool.take()?;
        if alone && !conn.is_alone()? {
            return Err(StoreError::Busy.into());
        }
        conn.be_patient()?;
        schema::prepare(&mut conn, keys, nth, count)?;
        if !alone {
            pool.expect(keys.generation(&Rows(&mut conn).key_checks()?)?);
        }
        drop(conn);
        Ok(Self { pool })
    }

    /// Reads one state, whatever is written meanwhile.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let result = work(&mut Rows(&mut conn));
        // What was read is read, whether or not the server still listens.
        drop(conn.batch("COMMIT"));
        result
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

    /// A connection on which a transaction has begun. One that had gone stale is replaced before anything is lost.
    fn begin(&self, sql: &str) -> Result<Conn, StoreError> {
        self.again_with(|conn| conn.batch(sql)).map(|(conn, ())| conn)
    }

    fn again<T, E: From<StoreError>>(&self, work: impl FnMut(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.again_with(work).map(|(_, result)| result)
    }

    fn again_with<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<(Conn, T), E> {
        let mut tries = 0;
        let until = Instant::now() + self.pool.patience();
        loop {
            tries += 1;
            let taken = self.pool.take();
            let failed = match taken {
                Err(error) if tries < TRIES && Instant::now() < until && trouble::is_passing(&error) => continue,
                Err(error) => return Err(error.into()),
                Ok(mut conn) => match work(&mut conn) {
                    Ok(result) => return Ok((conn, result)),
                    Err(error) if conn.lost.is_none() => return Err(error),
                    Err(error) => error,
                },
            };
            // A server that says nothing has cost all the patience there is; asking it again would cost as much again.
            if tries >= TRIES || Instant::now() >= until {
                return Err(failed);
            }
        }
    }
}
