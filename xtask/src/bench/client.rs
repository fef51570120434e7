//! As much of a browser as a benchmark needs: one connection that is kept, the cookie, and the hidden fields of the page.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use anyhow::{Context, Result, ensure};

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    /// Where it sends on to.
    pub(super) to: Option<String>,
    pub(super) body: String,
}

pub(super) struct Client {
    stream: BufReader<TcpStream>,
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub(super) fn new(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), cookies: BTreeMap::new() })
    }

    /// Gets a page, wherever it is sent on to; with the path where it ends.
    pub(super) fn get(&mut self, path: &str) -> Result<(String, String)> {
        let mut path = path.to_owned();
        for _ in 0..8 {
            let reply = self.send("GET", &path, "")?;
            match reply.to {
                Some(to) => path = to,
                None => {
                    ensure!(reply.status == 200, "`{path}` says {}", reply.status);
                    return Ok((path, reply.body));
                }
            }
        }
        anyhow::bail!("`{path}` is sent on for ever")
    }

    pub(super) fn post(&mut self, path: &str, form: &[(String, String)]) -> Result<Reply> {
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", plain(name), plain(value))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Reply> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).context("no answer")?.parse()?;
        let (mut to, mut length) = (None, 0usize);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "location" => to = Some(value.to_owned()),
                "content-length" => length = value.parse()?,
                "set-cookie" => {
                    let pair = value.split(';').next().unwrap_or_default();
                    let (name, value) = pair.split_once('=').context("a cookie without a name")?;
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Reply { status, to, body: String::from_utf8(body)? })
    }
}

/// The value of a field of a form.
pub(super) fn value_of(html: &str, name: &str) -> Option<String> {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// A word as a form sends it.
fn plain(word: &str) -> String {
    word.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
