//! The figures: the benchmarks in process, then the program as a process and as a server.

mod client;
mod disk;
pub(crate) mod instructions;
mod interview;
pub(crate) mod peers;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::command::{self, cargo, installed, output, with};

const PROGRAM: &str = "target/release/supple";
const EXAMPLE: &str = "examples/a22-a-blood-thinner.json";
/// How often a process is started for one figure.
const TIMES: usize = 41;

/// Runs all of them.
pub(crate) fn run() -> Result<()> {
    cargo(&["bench", "--workspace", "--bench", "*"])?;
    program()
}

/// The program as a process and as a server.
pub(crate) fn program() -> Result<()> {
    cargo(&["build", "--release", "-p", "supple"])?;
    let size = fs::metadata(PROGRAM)?.len();
    println!("size of the program: {:.1} MiB", mebibytes(size));
    let assess = median(|| {
        let started = Instant::now();
        output(&mut with(PROGRAM, &["assess", EXAMPLE, "--format", "json"]))?;
        Ok(started.elapsed())
    })?;
    println!("supple assess, as a process: {assess:?}, the median of {TIMES}");
    let first = median(|| {
        let started = Instant::now();
        let server = Server::start()?;
        server.get("/")?;
        Ok(started.elapsed())
    })?;
    println!("start to the first page: {first:?}, the median of {TIMES}");
    let server = Server::start()?;
    println!("memory of an idle server: {}", server.memory()?);
    load(&server)?;
    disk::run(Path::new("target"))?;
    interview::run(&server.address)
}

/// What the HTTP interface and a page carry, where wrk is installed.
fn load(server: &Server) -> Result<()> {
    if !installed("wrk") {
        eprintln!("wrk is not installed: the load on the HTTP interface was not measured");
        return Ok(());
    }
    let body = fs::read_to_string(EXAMPLE)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/assess.lua");
    let lua =
        format!("wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [==[{body}]==]\n");
    fs::write(&script, lua)?;
    let script = script.to_str().context("the path of the repository is no text")?;
    let assess = server.url("/api/v1/assess");
    command::run(&mut with("wrk", &["-t1", "-c16", "-d10s", "--latency", "-s", script, &assess]))?;
    command::run(&mut with("wrk", &["-t1", "-c16", "-d5s", "--latency", &server.url("/")]))
}

fn median(mut measure: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    let mut all = (0..TIMES).map(|_| measure()).collect::<Result<Vec<_>>>()?;
    all.sort_unstable();
    all.get(TIMES / 2).copied().context("nothing was measured")
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, to one decimal")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// A server on a free port with records of its own, ended with the measurement.
struct Server {
    child: Child,
    address: String,
    data: std::path::PathBuf,
}

impl Server {
    fn start() -> Result<Self> {
        let data = Path::new("target").join(format!("bench-{}", std::process::id()));
        let place = data.to_str().context("the path is no text")?;
        let mut child = with(PROGRAM, &["serve", "--listen", "127.0.0.1:0", "--data", place, "--country", "DE"])
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let mut line = String::new();
        let stdout = child.stdout.as_mut().context("the server prints nothing")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let address = line.split("http://").nth(1).context("the server said no address")?;
        let address = address.trim().trim_end_matches('/').to_owned();
        Ok(Self { child, address, data })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "the page was not served");
        Ok(answer)
    }

    fn memory(&self) -> Result<String> {
        self.get("/")?;
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim_start_matches("VmRSS:").trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already needs no ending.
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.data));
    }
}
