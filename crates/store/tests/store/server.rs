//! A PostgreSQL server of the test's own, and a line to it that can be cut.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use supple_store::{Options, Store};
use tempfile::TempDir;

use crate::common::{master, options};

/// A server with its files in a temporary directory, ended with the test.
pub(crate) struct Cluster {
    dir: TempDir,
    server: Option<Child>,
    settings: Vec<String>,
    next: AtomicU32,
}

/// Where the programs of PostgreSQL are: the newest of those that are installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|dir| dir.file_name().to_str()?.parse::<u32>().ok()).max();
    let newest = newest.expect("PostgreSQL 15 or later has to be installed: apt-get install postgresql");
    PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"))
}

/// PostgreSQL refuses to run as root; then it runs as the user that its package made.
fn user() -> Option<(u32, u32)> {
    let me = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap());
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = accounts.lines().find(|line| line.starts_with("postgres:"))?;
    let numbers: Vec<&str> = line.split(':').collect();
    (me == 0).then(|| (numbers[2].parse().unwrap(), numbers[3].parse().unwrap()))
}

impl Cluster {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts with further settings, such as `log_statement=all`.
    pub(crate) fn start_with(settings: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        if let Some((user, group)) = user() {
            std::os::unix::fs::chown(dir.path(), Some(user), Some(group)).unwrap();
        }
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut cluster = Self { dir, server: None, settings, next: AtomicU32::new(0) };
        cluster.make_files();
        cluster.launch();
        cluster
    }

    /// Makes the files of an empty server, once for each version; later ones are copies, which is quicker.
    fn make_files(&self) {
        let version = programs().parent().and_then(Path::file_name).unwrap().to_str().unwrap().to_owned();
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("postgresql-{version}"));
        let copy = |from: &Path, to: &Path| {
            let copied = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
            assert!(copied.success());
        };
        if kept.exists() {
            return copy(&kept, &self.data());
        }
        let made = self
            .program("initdb")
            .args(["--no-sync", "--auth=trust", "--username=supple", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(self.data())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(made.success());
        let aside = kept.with_extension(std::process::id().to_string());
        copy(&self.data(), &aside);
        // Another test may have been quicker.
        if std::fs::rename(&aside, &kept).is_err() {
            std::fs::remove_dir_all(&aside).unwrap();
        }
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(programs().join(name));
        command.current_dir(self.dir.path());
        if let Some((user, group)) = user() {
            command.uid(user).gid(group);
        }
        command
    }

    /// Where its files are.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// Starts the server and waits until it says that it is ready.
    pub(crate) fn launch(&mut self) {
        let mut command = self.program("postgres");
        command.arg("-D").arg(self.data()).arg("-k").arg(self.dir.path());
        // The tests kill the server, not the computer: what the system has taken is not lost.
        for setting in ["listen_addresses=", "fsync=off", "max_connections=60", "shared_buffers=16MB"] {
            command.args(["-c", setting]);
        }
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        let mut server = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(server.stderr.take().unwrap());
        let mut log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let mut line = String::new();
        while !line.contains("ready to accept connections") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the server ended: {}", self.said());
            log.write_all(line.as_bytes()).unwrap();
        }
        // What it says from here on goes into a file, or it would wait for somebody to listen.
        std::thread::spawn(move || std::io::copy(&mut said, &mut log));
        self.server = Some(server);
    }

    fn log(&self) -> PathBuf {
        self.dir.path().join("log")
    }

    /// Everything the server said.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Ends the server as a power cut would: no connection is told anything.
    pub(crate) fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let stopped =
                self.program("pg_ctl").args(["stop", "-m", "immediate", "-s", "-D"]).arg(self.data()).status();
            assert!(stopped.unwrap().success());
            server.wait().unwrap();
        }
    }

    /// Has the server say all it has to say, in order, and end.
    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let stopped = self.program("pg_ctl").args(["stop", "-m", "fast", "-s", "-D"]).arg(self.data()).status();
            assert!(stopped.unwrap().success());
            server.wait().unwrap();
        }
    }

    /// What a statement answers, a line a row.
    pub(crate) fn sql(&self, database: &str, sql: &str) -> Vec<String> {
        let output = self
            .program("psql")
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "supple", "-d", database, "-c", sql, "-h"])
            .arg(self.dir.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// A fresh database, and its address.
    pub(crate) fn database(&self) -> (String, String) {
        let name = format!("d{}", self.next.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        let host = self.dir.path().to_str().unwrap().replace('/', "%2F");
        let url = format!("postgres://supple@{host}/{name}");
        (name, url)
    }

    /// Takes everybody out of a database, which is quicker than making another one.
    pub(crate) fn clear(&self, database: &str) {
        let sql = "SET session_replication_role = replica; SET search_path = supple;
            DO $$ DECLARE one TEXT; BEGIN
                FOR one IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'supple'::regnamespace
                    AND (c.relkind = 'p' OR c.relname = 'knowledge')
                LOOP EXECUTE format('DELETE FROM %I', one); END LOOP;
            END $$";
        self.sql(database, sql);
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join(".s.PGSQL.5432")
    }

    /// A line to the server that can be cut.
    pub(crate) fn line(&self) -> Line {
        Line::to(&self.socket())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Opens the records on servers.
pub(crate) fn open_servers(urls: &[&str]) -> Store {
    Store::open_servers(urls, master(), options()).unwrap()
}

/// With little patience, where a server is going to be silent.
pub(crate) fn impatient() -> Options {
    Options { patience: Duration::from_secs(2), ..options() }
}

const OPEN: u8 = 0;
/// Nothing comes through any more, and nobody is told.
const SILENT: u8 = 1;
/// What goes to the server arrives; its answers do not.
const NO_ANSWERS: u8 = 2;
/// After as many messages as are left of this many, the line is cut; the last of them arrives.
const CUT_AFTER: u8 = 100;

/// A proxy between the program and the server.
pub(crate) struct Line {
    port: u16,
    /// Of the connections that are made now.
    state: Arc<Mutex<Arc<AtomicU8>>>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
    made: Arc<AtomicU32>,
}

impl Line {
    fn to(socket: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (state, connections) = (Arc::<Mutex<Arc<AtomicU8>>>::default(), Arc::<Mutex<Vec<TcpStream>>>::default());
        let (seen, all, socket) = (Arc::clone(&state), Arc::clone(&connections), socket.to_owned());
        let made = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&made);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let Ok(server) = UnixStream::connect(&socket) else { continue };
                all.lock().unwrap().push(client.try_clone().unwrap());
                let seen = Arc::clone(&seen.lock().unwrap());
                let (from, to, state) = (client.try_clone().unwrap(), server.try_clone().unwrap(), Arc::clone(&seen));
                let heard = client.try_clone().unwrap();
                std::thread::spawn(move || {
                    carry_until_cut(from, to.try_clone().unwrap(), &state);
                    drop(heard.shutdown(Shutdown::Both));
                    // The server hears of the cut too, or its sessions pile up until it takes no more.
                    drop(to.shutdown(Shutdown::Both));
                });
                std::thread::spawn(move || {
                    carry(server, client.try_clone().unwrap(), &seen, |state| state == SILENT || state == NO_ANSWERS);
                    // Where nothing comes through, the end does not either.
                    if seen.load(Ordering::SeqCst) == OPEN {
                        drop(client.shutdown(Shutdown::Both));
                    }
                });
            }
        });
        Self { port, state, connections, made }
    }

    /// The address of a database over this line.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://supple@127.0.0.1:{}/{database}", self.port)
    }

    /// How many connections were made over it so far.
    pub(crate) fn made(&self) -> u32 {
        self.made.load(Ordering::SeqCst)
    }

    /// Cuts every connection; new ones can be made at once.
    pub(crate) fn cut(&self) {
        for connection in self.connections.lock().unwrap().drain(..) {
            drop(connection.shutdown(Shutdown::Both));
        }
    }

    pub(crate) fn fall_silent(&self) {
        self.state.lock().unwrap().store(SILENT, Ordering::SeqCst);
    }

    /// Forgets every connection there is and tells nobody, as a router does with those that were idle for long; new ones
    /// can be made at once.
    pub(crate) fn forget(&self) {
        self.fall_silent();
        *self.state.lock().unwrap() = Arc::default();
    }

    /// Cuts the line behind as many messages to the server; nobody hears an answer to the last. New connections can be
    /// made at once.
    pub(crate) fn cut_behind(&self, messages: u8) {
        let mut state = self.state.lock().unwrap();
        state.store(CUT_AFTER + messages, Ordering::SeqCst);
        *state = Arc::default();
    }

    pub(crate) fn keep_answers(&self) {
        self.state.lock().unwrap().store(NO_ANSWERS, Ordering::SeqCst);
    }

    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().store(OPEN, Ordering::SeqCst);
        self.cut();
    }
}

/// Carries bytes until one end closes; what comes while the line is closed in this direction is gone.
fn carry(mut from: impl Read, mut to: impl Write, state: &AtomicU8, closed: impl Fn(u8) -> bool) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let now = state.load(Ordering::SeqCst);
        if !closed(now) && to.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
}

/// As [`carry`] to the server, until the line is cut.
fn carry_until_cut(mut from: impl Read, mut to: impl Write, state: &AtomicU8) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let left = state.load(Ordering::SeqCst).checked_sub(CUT_AFTER).filter(|left| *left > 0);
        if left == Some(1) {
            // From here on no answer comes through.
            state.store(NO_ANSWERS, Ordering::SeqCst);
        } else if left.is_some() {
            state.fetch_sub(1, Ordering::SeqCst);
        }
        if state.load(Ordering::SeqCst) != SILENT && to.write_all(&bytes[..count]).is_err() {
            return;
        }
        if left == Some(1) {
            return;
        }
    }
}
