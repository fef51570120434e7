//! Connections to one server: few, kept, and replaced when they break.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, Row, Statement};

use super::silence::Silence;
use crate::StoreError;

/// The number under which every connection holds a shared lock on the server, so that changing the master key can see
/// whether anybody else is there: "SupL".
const PRESENCE: i64 = 0x5375_704c;

/// How long making or moving the tables may take.
const LONGEST: Duration = Duration::from_hours(6);
/// Into how many parts the patience is cut: a connection that idled for one is asked whether it is still there, and has
/// one to answer, and a new one has the rest, so that both together cost one patience; for one it is waited until a
/// program that has just gone is gone for the server too.
const PARTS: u32 = 8;
/// For how many parts a silent server is listened to, in turn: shortly, because what was said into the silence is lost
/// and has to be said anew when it ends, and for as long as anybody else waits, because it may only be slow.
const LISTENING: [u32; 4] = [1, 2, 4, PARTS - 1];

/// How connections are made.
pub(super) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    /// Ends with the pool; `None` only while it is being dropped.
    runtime: Option<Runtime>,
    handle: Handle,
    config: Config,
    /// How long an answer is waited for.
    patience: Duration,
    silence: Silence,
    most: usize,
    /// Whether nobody else may be connected.
    alone: bool,
    state: Mutex<State>,
    freed: Condvar,
    /// Under which master key the records were opened. A connection that comes later, such as after a failure of the
    /// server, finds another one if it was changed while nobody was connected.
    generation: OnceLock<i32>,
    /// Held by whoever connects: after a failure of the server not all knock at once.
    door: Mutex<()>,
}

#[derive(Default)]
struct State {
    idle: Vec<Session>,
    open: usize,
}

/// A connection with its prepared statements.
struct Session {
    client: Client,
    /// How long this connection waits for an answer.
    patience: Duration,
    /// When it was last used.
    used: Instant,
    prepared: HashMap<&'static str, Statement>,
}

/// A connection that is in use. It goes back when it is dropped, unless it broke.
pub(super) struct Conn {
    shared: Arc<Shared>,
    /// `None` only while it is being dropped.
    session: Option<Session>,
    /// Why work on it should be done again on another one.
    pub(super) lost: Option<StoreError>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is whole before anything can panic.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pool {
    pub(super) fn new(config: Config, patience: Duration, most: usize, alone: bool) -> Result<Self, StoreError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("supple-store-postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Io { what: error.kind().to_string() })?;
        let (state, freed, door) = (Mutex::default(), Condvar::new(), Mutex::default());
        let (handle, runtime) = (runtime.handle().clone(), Some(runtime));
        let (generation, silence) = (OnceLock::new(), Silence::default());
        let shared = Shared { runtime, handle, config, patience, silence, most, alone, state, freed, generation, door };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// How long an answer is waited for.
    pub(super) fn patience(&self) -> Duration {
        self.shared.patience
    }

    /// From now on only connections to records under this master key are made.
    pub(super) fn expect(&self, generation: u32) {
        self.shared.generation.get_or_init(|| i32::try_from(generation).unwrap_or(i32::MAX));
    }

    /// A connection: an idle one, a new one, or the next that is given back. While the server is known to be silent, none,
    /// at once.
    pub(super) fn take(&self) -> Result<Conn, StoreError> {
        let shared = &self.shared;
        let until = Instant::now() + shared.patience;
        let mut state = lock(&shared.state);
        loop {
            shared.unless_silent()?;
            while let Some(session) = state.idle.pop() {
                if session.client.is_closed() {
                    state.open = state.open.saturating_sub(1);
                    continue;
                }
                if session.used.elapsed() < shared.part() {
                    return Ok(self.conn(session));
                }
                // It may lead nowhere: the server was started anew, or something between forgot the line and told nobody.
                drop(state);
                if shared.answers(&session) {
                    return Ok(self.conn(session));
                }
                state = lock(&shared.state);
                state.open = state.open.saturating_sub(1);
                state.forget_idle();
            }
            if state.open < shared.most {
                state.open += 1;
                drop(state);
                let session = shared.connect();
                if session.is_err() {
                    lock(&shared.state).open -= 1;
                    shared.freed.notify_one();
                }
                return session.map(|session| self.conn(session));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(StoreError::Busy);
            }
            state = shared.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn conn(&self, session: Session) -> Conn {
        Conn { shared: Arc::clone(&self.shared), session: Some(session), lost: None }
    }

    /// Does something on a thread where waiting is allowed.
    pub(super) fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        self.shared.handle.spawn_blocking(work);
    }
}

impl State {
    /// Closes every idle connection: where one of them leads nowhere, the others hardly do.
    fn forget_idle(&mut self) {
        self.open = self.open.saturating_sub(self.idle.len());
        self.idle.clear();
    }
}

impl Shared {
    fn part(&self) -> Duration {
        self.patience / PARTS
    }

    /// How long the server lets a statement take: less than it is waited for, so that a slow one ends with its own error.
    fn statement_millis(&self) -> u128 {
        (self.patience * 3 / 4).as_millis()
    }

    /// Whether the server is still there behind an idle connection.
    fn answers(&self, session: &Session) -> bool {
        let asked = async { tokio::time::timeout(self.part(), session.client.batch_execute("")).await };
        let answers = matches!(self.handle.block_on(asked), Ok(Ok(())));
        if answers {
            self.silence.heard();
        }
        answers
    }

    fn connect(self: &Arc<Self>) -> Result<Session, StoreError> {
        let _one_at_a_time = lock(&self.door);
        // Whoever stood at the door before may have found out.
        self.unless_silent()?;
        let until = Instant::now() + self.part() * (PARTS - 1);
        let left = || until.saturating_duration_since(Instant::now());
        let (client, connection) = self.within(left(), self.config.connect(NoTls))?;
        self.handle.spawn(async move {
            // How a connection ends is told to whoever uses it next.
            drop(connection.await);
        });
        // Commits wait for the disk, whatever the server's own settings say. A program whose computer is gone is noticed
        // within a minute, or its lock would keep the key from being changed for hours.
        let millis = self.statement_millis();
        let settings = format!(
            "SET search_path = supple; SET synchronous_commit = on; SET statement_timeout = {millis};
             SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {};
             SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3",
            if self.alone { self.part().as_millis() } else { millis },
            millis.saturating_mul(4)
        );
        self.within(left(), client.batch_execute(&settings))?;
        // Every connection has its lock, also one that takes the place of another: whoever changes the master key is
        // alone to the end. Waits for a program that has just gone; refused as busy while another one is there.
        let how = if self.alone { "pg_advisory_lock" } else { "pg_advisory_lock_shared" };
        let presence = format!("SELECT {how}({PRESENCE}); SET lock_timeout = {millis}");
        self.within(left(), client.batch_execute(&presence))?;
        // Looked at behind the lock: as long as this connection stands, the key is not changed.
        if let Some(ours) = self.generation.get() {
            let sql = "SELECT count(*), max(generation) FROM master_key";
            let row = self.within(left(), client.query_one(sql, &[]))?;
            if (row.try_get::<_, i64>(0)?, row.try_get::<_, Option<i32>>(1)?) != (1, Some(*ours)) {
                return Err(StoreError::KeyChanged);
            }
        }
        Ok(Session { client, patience: self.patience, used: Instant::now(), prepared: HashMap::new() })
    }

    /// Waits for the server, but not for ever.
    fn within<T>(
        self: &Arc<Self>,
        patience: Duration,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, StoreError> {
        let since = Instant::now();
        match self.handle.block_on(async { tokio::time::timeout(patience, answer).await }) {
            Ok(answer) if !answer.as_ref().is_err_and(is_silence) => {
                self.silence.heard();
                Ok(answer?)
            }
            _ => {
                self.unheard(since);
                Err(no_answer())
            }
        }
    }

    fn unless_silent(&self) -> Result<(), StoreError> {
        if self.silence.is() { Err(no_answer()) } else { Ok(()) }
    }

    /// Somebody waited in vain since then. Whoever waits for a connection need not go on, and from now on one asks for all.
    fn unheard(self: &Arc<Self>, since: Instant) {
        if !self.silence.unheard(since) {
            return;
        }
        // Behind the lock, so that nobody who has just looked begins to wait and is not woken.
        lock(&self.state).forget_idle();
        self.freed.notify_all();
        let (this, config, part) = (Arc::downgrade(self), self.config.clone(), self.part());
        self.handle.spawn(async move {
            for parts in LISTENING.into_iter().cycle() {
                let answer = tokio::time::timeout(part * parts, config.connect(NoTls)).await;
                let Some(shared) = this.upgrade() else { return };
                // A server that refuses is there too; why it does is told to whoever comes next.
                let heard = answer.is_ok_and(|answer| !answer.is_err_and(|error| is_silence(&error)));
                if heard {
                    shared.silence.heard();
                }
                if !shared.silence.is() {
                    return;
                }
            }
        });
    }
}

fn no_answer() -> StoreError {
    StoreError::Unreachable { what: "no answer".to_owned() }
}

/// Whether it was given up by the system what was waited for.
fn is_silence(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<io::Error>());
    source.is_some_and(|source| source.kind() == io::ErrorKind::TimedOut)
}

impl Drop for Shared {
    /// Does not wait for the runtime, so that a store may also be dropped where waiting is not allowed.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Conn {
    /// Waits for as long as it takes, for making or moving the tables, and then as before.
    pub(super) fn patiently<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let usual = self.shared.statement_millis();
        let wait = |conn: &mut Self, millis: u128, idle: u128, patience: Duration| {
            conn.batch(&format!(
                "SET statement_timeout = {millis}; SET lock_timeout = {millis};
                 SET idle_in_transaction_session_timeout = {idle}"
            ))?;
            if let Some(session) = conn.session.as_mut() {
                session.patience = patience;
            }
            Ok::<(), StoreError>(())
        };
        wait(self, 0, 0, LONGEST)?;
        let done = work(self)?;
        wait(self, usual, usual.saturating_mul(4), self.shared.patience)?;
        Ok(done)
    }

    /// Statements without values.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.run(|shared, session| shared.within(session.patience, session.client.batch_execute(sql)))
    }

    pub(super) fn query(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, StoreError> {
        self.run(|shared, session| {
            let statement = session.statement(shared, sql)?;
            shared.within(session.patience, session.client.query(&statement, values))
        })
    }

    pub(super) fn execute(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<u64, StoreError> {
        self.run(|shared, session| {
            let statement = session.statement(shared, sql)?;
            shared.within(session.patience, session.client.execute(&statement, values))
        })
    }

    /// As [`Conn::execute`]; `None` when a key is taken already. The server has undone the statement then.
    pub(super) fn execute_unless_taken(
        &mut self,
        sql: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<u64>, StoreError> {
        self.run(|shared, session| {
            let statement = session.statement(shared, sql)?;
            shared.within(session.patience, async {
                match session.client.execute(&statement, values).await {
                    Err(error) if super::trouble::is_taken(&error) => Ok(None),
                    done => done.map(Some),
                }
            })
        })
    }

    fn may_be_used_again(&self, session: &Session) -> bool {
        self.lost.is_none() && !session.client.is_closed() && session.patience < LONGEST
    }

    fn run<T>(
        &mut self,
        work: impl FnOnce(&Arc<Shared>, &mut Session) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let session = self.session.as_mut().ok_or(StoreError::Closed)?;
        let done = work(&self.shared, session);
        if let Err(error) = &done
            && super::trouble::is_passing(error)
        {
            self.lost = Some(error.clone());
        }
        done
    }
}

impl Session {
    fn statement(&mut self, shared: &Arc<Shared>, sql: &'static str) -> Result<Statement, StoreError> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let statement = shared.within(self.patience, self.client.prepare(sql))?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl Drop for Conn {
    fn drop(&mut self) {
        let mut state = lock(&self.shared.state);
        match self.session.take() {
            // One that failed may still be in the middle of something: the server ends it when it is closed.
            Some(session) if self.may_be_used_again(&session) => {
                state.idle.push(Session { used: Instant::now(), ..session });
            }
            _ => state.open = state.open.saturating_sub(1),
        }
        if matches!(self.lost, Some(StoreError::Unreachable { .. })) {
            state.forget_idle();
        }
        drop(state);
        self.shared.freed.notify_one();
    }
}
