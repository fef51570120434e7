//! Serving the pages: where, with what, and until when.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::run::supple;

mod practice;

/// A server that ends with the test.
struct Server {
    child: Child,
    address: SocketAddr,
    said: Vec<String>,
}

impl Server {
    fn start(data: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
            .args(["serve", "--data", data.to_str().unwrap()])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said: Vec<String> =
            BufReader::new(child.stdout.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
        let address = said[0].split("http://").nth(1).unwrap().trim_end_matches('/').parse().unwrap();
        Self { child, address, said }
    }

    fn get(&self, path: &str) -> String {
        get(self.address, path)
    }
}

fn get(host: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn one_line_says_what_to_open_and_one_where_the_records_are() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(server.said.len(), 2);
    assert!(server.said[0].contains("http://127.0.0.1:"), "{:?}", server.said);
    assert!(server.said[1].contains(dir.path().to_str().unwrap()), "{:?}", server.said);
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(server.get("/api/v1/questions").contains("\"saddle_numbness\""));
}

#[test]
fn without_a_wish_a_taken_port_is_stepped_over_and_with_one_it_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dir = tempfile::tempdir().unwrap();
    let ran = supple(&["serve", "--data", dir.path().to_str().unwrap(), "--listen", &address], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(&address) && ran.err.contains("--listen"), "{}", ran.err);
    let other = tempfile::tempdir().unwrap();
    let (first, second) = (Server::start(dir.path(), &[]), Server::start(other.path(), &[]));
    assert_ne!(first.address, second.address);
}

#[test]
fn a_second_server_on_the_same_records_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let first = Server::start(dir.path(), &["--listen", "127.0.0.1:0"]);
    let second = supple(&["serve", "--data", data, "--listen", "127.0.0.1:0"], b"");
    assert_eq!((second.code, second.out.as_str()), (2, ""));
    assert!(second.err.contains("Another Supple is working") && second.err.contains(data), "{}", second.err);
    assert!(first.get("/").starts_with("HTTP/1.1 200"));
    drop(first);
    assert!(Server::start(dir.path(), &["--listen", "127.0.0.1:0"]).get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn where_the_records_are_may_stand_before_the_command_or_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    drop(Server::start(dir.path(), &["--listen", "127.0.0.1:0"]));
    let (before, after) =
        (supple(&["--data", data, "record", "people"], b""), supple(&["record", "people", "--data", data], b""));
    assert_eq!((before.code, &before.out), (0, &after.out), "{before:?}");
    let nowhere = dir.path().join("nowhere");
    let wins = supple(&["--data", data, "record", "people", "--data", nowhere.to_str().unwrap()], b"");
    assert!(wins.err.contains("nowhere"), "{wins:?}");
}

#[test]
fn the_records_are_for_their_owner_alone_and_open_again() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("deep/inside");
    drop(Server::start(&data, &["--listen", "127.0.0.1:0"]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data), mode(&data.join("supple.key"))), (0o700, 0o600));
    }
    let again = Server::start(&data, &["--listen", "127.0.0.1:0"]);
    assert!(again.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_missing_or_wrong_key_or_file_is_said_and_nothing_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    drop(Server::start(dir.path(), &["--listen", "127.0.0.1:0"]));
    let (key, database) = (dir.path().join("supple.key"), dir.path().join("supple.sqlite"));
    let serve = || supple(&["serve", "--data", dir.path().to_str().unwrap(), "--listen", "127.0.0.1:0"], b"");
    let right = std::fs::read(&key).unwrap();
    let cases: [(&dyn Fn(), &str); 4] = [
        (&|| std::fs::remove_file(&key).unwrap(), "is missing"),
        (&|| write_key(&key, &"0f".repeat(32)), "another key"),
        (&|| write_key(&key, "not a key"), "does not hold a key"),
        (
            &|| {
                write_key(&key, std::str::from_utf8(&right).unwrap());
                std::fs::write(&database, "something else entirely, and long enough to be looked at".repeat(90))
                    .unwrap();
            },
            "not a file of Supple",
        ),
    ];
    for (break_it, expected) in cases {
        break_it();
        let before = std::fs::read(&database).unwrap();
        let ran = serve();
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains(expected), "{}", ran.err);
        assert_eq!(std::fs::read(&database).unwrap(), before);
    }
}

fn write_key(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn counts_are_served_where_somebody_asks_for_them_and_nowhere_else() {
    let dir = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(dir.path(), &["--listen", "127.0.0.1:0", "--metrics", &free.to_string()]);
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    let text = get(free, "/metrics");
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("supple_answers_total{status=\"2xx\"} 1"), "{text}");
    assert!(get(free, "/health/ready").starts_with("HTTP/1.1 204"));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    let outside = supple(&["serve", "--data", dir.path().to_str().unwrap(), "--metrics", "0.0.0.0:0"], b"");
    assert!(outside.code == 2 && outside.err.contains("0.0.0.0:0"), "{outside:?}");
}
