//! Serving a practice to other computers: refused unless it is encrypted, and open to nobody without an account.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use crate::run::supple;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cli/serve").join(name)
}

/// A practice that is served until the test ends.
struct Practice(Child, SocketAddr, Vec<String>);

impl Practice {
    fn start(data: &std::path::Path, args: &[&str]) -> Self {
        // A port that is free now; the program says its name and not its port.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_supple"))
            .args(["serve", "--data", data.to_str().unwrap(), "--listen", &address.to_string()])
            .args(["--practice", "care.example"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines.take(3).map(Result::unwrap).collect();
        Self(child, address, said)
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn asks(stream: &mut (impl Read + Write), host: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    // A server may end a connection without saying so, also while it is written to.
    drop(stream.write_all(request.as_bytes()));
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn other_computers_are_served_encrypted_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let refused = |args: &[&str]| {
        let ran = supple(&[&["serve", "--data", dir.path().to_str().unwrap()], args].concat(), b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        ran.err
    };
    assert!(refused(&["--listen", "0.0.0.0:0"]).contains("--practice"));
    assert!(refused(&["--listen", "0.0.0.0:0", "--practice", "care.example"]).contains("--behind-proxy"));
    assert!(refused(&["--practice", "https://care.example", "--behind-proxy"]).contains("no name"));
    let (nowhere, key) = (fixture("nowhere.pem"), fixture("key.pem"));
    let files = ["--certificate", nowhere.to_str().unwrap(), "--certificate-key", key.to_str().unwrap()];
    assert!(refused(&[&["--practice", "care.example"], files.as_slice()].concat()).contains("cannot be used"));
    refused(&["--behind-proxy"]);
    refused(&["--certificate", "x"]);
}

#[test]
fn behind_a_proxy_nobody_sees_anything_without_an_account() {
    let dir = tempfile::tempdir().unwrap();
    let practice = Practice::start(dir.path(), &["--behind-proxy"]);
    assert!(practice.2[0].contains("https://care.example/"), "{:?}", practice.2);
    let setup = practice.2[1].split("https://care.example").nth(1).unwrap();
    let get = |host: &str, path: &str| asks(&mut TcpStream::connect(practice.1).unwrap(), host, path);
    let first = get("care.example", "/");
    assert!(first.starts_with("HTTP/1.1 303") && first.contains("location: /sign-in"), "{first}");
    assert!(first.contains("strict-transport-security"), "{first}");
    assert!(get("care.example", setup).contains("The first account"));
    assert!(get("care.example", "/emergency").starts_with("HTTP/1.1 200"));
    assert!(get("127.0.0.1", "/").starts_with("HTTP/1.1 421"));
}

#[test]
fn with_a_certificate_it_encrypts_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let (certificate, key) = (fixture("certificate.pem"), fixture("key.pem"));
    let files = ["--certificate", certificate.to_str().unwrap(), "--certificate-key", key.to_str().unwrap()];
    let practice = Practice::start(dir.path(), &files);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("care.example").unwrap();
    // Somebody who says nothing keeps nobody else waiting.
    let _silent = TcpStream::connect(practice.1).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(practice.1).unwrap());
    let answer = asks(&mut stream, "care.example", "/sign-in");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("__Host-supple="), "{answer}");
    let plain = asks(&mut TcpStream::connect(practice.1).unwrap(), "care.example", "/");
    assert!(!plain.contains("HTTP/1.1"), "{plain}");
}
