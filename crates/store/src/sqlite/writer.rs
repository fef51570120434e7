//! The one thread that writes. It takes every job that waits, writes them in one transaction, makes that durable and
//! then answers them all: one wait for the disk is shared by everybody who came meanwhile (group commit).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Most jobs in one transaction; bounds how long the first of them waits.
const GROUP: usize = 256;
/// Most jobs that wait; whoever comes then is held up until there is room.
const QUEUE: usize = 1024;

/// Something to write for one person.
trait Job: Send {
    /// Writes; whether the result is to be kept. Called again, on the state before, when the group could not be kept.
    fn run(&mut self, conn: &Connection) -> bool;
    /// Hands the result over, or the failure instead of it.
    fn answer(self: Box<Self>, failed: Option<StoreError>);
    /// Whether what this job replaced must also leave the write-ahead log.
    fn replaces_a_secret(&self) -> bool;
    /// Whether the write-ahead log was emptied after this job.
    fn scrubbed(&self, done: bool);
}

struct Task<W, D, T, E> {
    work: W,
    result: Option<Result<T, E>>,
    done: D,
    replaces_a_secret: bool,
    scrubbed: Arc<AtomicBool>,
}

impl<W, D, T, E> Job for Task<W, D, T, E>
where
    W: FnMut(&Connection) -> Result<T, E> + Send,
    D: FnOnce(Result<T, E>) + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, conn: &Connection) -> bool {
        self.result.insert((self.work)(conn)).is_ok()
    }

    fn answer(self: Box<Self>, failed: Option<StoreError>) {
        let result = match failed {
            Some(error) => Err(error.into()),
            None => self.result.unwrap_or_else(|| Err(StoreError::Closed.into())),
        };
        (self.done)(result);
    }

    fn replaces_a_secret(&self) -> bool {
        self.replaces_a_secret
    }

    fn scrubbed(&self, done: bool) {
        self.scrubbed.store(done, Ordering::Release);
    }
}

/// The sending end.
pub(super) struct Writer {
    /// `None` only while the store is being dropped.
    jobs: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread, which owns the connection from now on.
    ///
    /// Nothing is written once the master key is another than that of `generation`.
    pub(super) fn start(conn: Connection, generation: Option<u32>) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let thread = thread::Builder::new()
            .name("supple-store-writer".to_owned())
            .spawn(move || write_all(conn, generation, &waiting))
            .map_err(|error| StoreError::Io { what: error.kind().to_string() })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Has the work done and calls `done` on the writer's thread once the result is durable.
    ///
    /// `work` may run more than once and must depend on the database and its own captures only.
    pub(super) fn submit<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) {
        self.send(Task { work, result: None, done, replaces_a_secret: false, scrubbed: Arc::default() });
    }

    /// Has the work done and waits for it.
    pub(super) fn wait<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.wait_for(work, false).map(|(result, _)| result)
    }

    /// As [`Writer::wait`]; what the work replaced is also gone from the write-ahead log when this returns, unless
    /// another program was reading at that moment: the second part of the result says which.
    pub(super) fn wait_and_scrub<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<(T, bool), E> {
        self.wait_for(work, true)
    }

    fn wait_for<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, E> + Send + 'static,
        replaces_a_secret: bool,
    ) -> Result<(T, bool), E> {
        let (answer, answered) = sync_channel(1);
        let scrubbed = Arc::<AtomicBool>::default();
        // Nobody listens any more only if this thread is gone, and then nobody is left to tell.
        let done = move |result| drop(answer.send(result));
        self.send(Task { work, result: None, done, replaces_a_secret, scrubbed: Arc::clone(&scrubbed) });
        let result = answered.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))?;
        Ok((result, scrubbed.load(Ordering::Acquire)))
    }

    fn send(&self, job: impl Job + 'static) {
        let job: Box<dyn Job> = Box::new(job);
        let unsent = match &self.jobs {
            Some(jobs) => jobs.send(job).err().map(|unsent| unsent.0),
            None => Some(job),
        };
        if let Some(job) = unsent {
            job.answer(Some(StoreError::Closed));
        }
    }
}

impl Drop for Writer {
    /// Waits until all jobs are written and the connection is closed.
    fn drop(&mut self) {
        self.jobs = None;
        // A callback may hold the last handle to the store; the thread must not wait for itself.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A panic there has been answered as `Closed` to whoever waited.
            drop(thread.join());
        }
    }
}

fn write_all(mut conn: Connection, generation: Option<u32>, waiting: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = waiting.try_recv()
        {
            group.push(next);
        }
        let kept = match group.as_mut_slice() {
            [only] => vec![write_alone(&mut conn, generation, only.as_mut()).err()],
            many => match write_together(&mut conn, generation, many) {
                Ok(()) => many.iter().map(|_| None).collect(),
                // One by one, so that each gets its own answer and one that does not fit takes no other along.
                Err(_) => many.iter_mut().map(|job| write_alone(&mut conn, generation, job.as_mut()).err()).collect(),
            },
        };
        if group.iter().any(|job| job.replaces_a_secret()) {
            // The change itself is durable by now; a checkpoint that cannot be made now is made by a later one.
            let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, i64>(0));
            group.iter().for_each(|job| job.scrubbed(busy == Ok(0)));
        }
        for (job, failed) in group.into_iter().zip(kept) {
            // A caller's callback that panics must not take the writer along.
            drop(catch_unwind(AssertUnwindSafe(|| job.answer(failed))));
        }
    }
}

/// Whether the master key is still the one under which the database was opened. What is sealed under another one after a
/// change would open with no key.
fn same_key(conn: &Connection, generation: Option<u32>) -> Result<(), StoreError> {
    let Some(ours) = generation else { return Ok(()) };
    let mut select = conn.prepare_cached("SELECT count(*), max(generation) FROM master_key")?;
    let there: (u32, Option<u32>) = select.query_row((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    if there == (1, Some(ours)) { Ok(()) } else { Err(StoreError::KeyChanged) }
}

/// Has a job write; whether the result is to be kept. A panic is the job's own failure: the next ones are written.
fn run(job: &mut dyn Job, conn: &Connection) -> Result<bool, StoreError> {
    let ran = catch_unwind(AssertUnwindSafe(|| job.run(conn)));
    ran.map_err(|_| StoreError::Io { what: "an unexpected fault while writing".to_owned() })
}

/// One job in a transaction of its own. `Err` when the database failed outside the job.
fn write_alone(conn: &mut Connection, generation: Option<u32>, job: &mut dyn Job) -> Result<(), StoreError> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    same_key(&transaction, generation)?;
    if run(job, &transaction)? {
        transaction.commit()?;
    }
    Ok(())
}

/// All jobs in one transaction; a job that is refused is undone alone.
fn write_together(conn: &mut Connection, generation: Option<u32>, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let mut transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    same_key(&transaction, generation)?;
    for job in jobs {
        let savepoint = transaction.savepoint()?;
        if run(job.as_mut(), &savepoint)? {
            savepoint.commit()?;
        } else {
            savepoint.finish()?;
        }
        // On a full disk SQLite may have undone the whole transaction by itself.
        if transaction.is_autocommit() {
            return Err(StoreError::Full);
        }
    }
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    fn writer() -> Writer {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE t (a INTEGER UNIQUE)").unwrap();
        Writer::start(conn, None).unwrap()
    }

    /// Keeps the writer busy until something is sent, so that what is submitted meanwhile becomes one group.
    fn hold(writer: &Writer) -> Sender<()> {
        let ((started, has_started), (release, released)) = (channel(), channel::<()>());
        let work = move |_: &Connection| {
            started.send(()).unwrap();
            released.recv().unwrap();
            Ok::<_, StoreError>(())
        };
        writer.submit(work, |_| {});
        has_started.recv().unwrap();
        release
    }

    fn insert(value: i64) -> impl FnMut(&Connection) -> Result<i64, StoreError> + Send {
        move |conn| {
            conn.execute("INSERT INTO t VALUES (?1)", [value])?;
            Ok(conn.query_row("SELECT count(*) FROM t", (), |row| row.get(0))?)
        }
    }

    #[test]
    fn a_refused_job_takes_no_other_along() {
        let writer = writer();
        let (tell, told) = channel();
        let release = hold(&writer);
        for value in [1, 1, 2] {
            let tell = tell.clone();
            writer.submit(insert(value), move |result| tell.send((value, result)).unwrap());
        }
        release.send(()).unwrap();
        assert_eq!(told.recv().unwrap(), (1, Ok(1)));
        assert!(matches!(told.recv().unwrap(), (1, Err(StoreError::Io { .. }))));
        assert_eq!(told.recv().unwrap(), (2, Ok(2)));
    }

    /// What a group of three is told, where the second does something else with the connection and its work.
    fn group(
        writer: &Writer,
        second: impl Fn(&Connection, &mut dyn FnMut(&Connection) -> Result<i64, StoreError>) -> Result<i64, StoreError>
        + Clone
        + Send
        + 'static,
    ) -> Vec<Result<i64, StoreError>> {
        let (tell, told) = channel();
        let release = hold(writer);
        for value in [1, 2, 3] {
            let (tell, second, mut work) = (tell.clone(), second.clone(), insert(value));
            let work = move |conn: &Connection| if value == 2 { second(conn, &mut work) } else { work(conn) };
            writer.submit(work, move |result| tell.send(result).unwrap());
        }
        drop(tell);
        release.send(()).unwrap();
        told.iter().collect()
    }

    #[test]
    fn a_group_that_is_undone_as_a_whole_is_written_one_by_one() {
        let told = group(&writer(), |conn, _| {
            // As SQLite does by itself on some failures.
            conn.execute_batch("ROLLBACK")?;
            Err(StoreError::Full)
        });
        assert_eq!(told, [Ok(1), Err(StoreError::Full), Ok(2)]);
    }

    #[test]
    fn a_callback_that_panics_does_not_end_the_writer() {
        let writer = writer();
        // `resume_unwind` keeps the panic's message out of the test's output.
        writer.submit(insert(1), |_| std::panic::resume_unwind(Box::new("a careless caller")));
        assert_eq!(writer.wait(insert(2)), Ok(2));
    }

    #[test]
    fn work_that_panics_ends_neither_the_writer_nor_its_group() {
        let writer = writer();
        let told = group(&writer, |conn, work| {
            work(conn)?;
            std::panic::resume_unwind(Box::new("a careless job"))
        });
        assert!(matches!(told.as_slice(), [Ok(1), Err(StoreError::Io { .. }), Ok(2)]), "{told:?}");
        assert_eq!(writer.wait(insert(4)), Ok(3));
    }

    #[test]
    fn everything_submitted_is_answered_before_the_writer_ends() {
        let writer = writer();
        let (tell, told) = channel();
        for value in 0..500 {
            let tell = tell.clone();
            writer.submit(insert(value), move |result| tell.send(result).unwrap());
        }
        drop((writer, tell));
        assert_eq!(told.iter().filter(Result::is_ok).count(), 500);
    }
}
