//! A small HTTP server on loopback: the test says what it answers, and reads what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// As `GET`.
    pub(crate) method: String,
    /// The path with its query.
    pub(crate) path: String,
    /// Names, in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    /// Returns the value of a header, empty where it was not sent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// What is answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    code: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    length: Option<usize>,
}

impl Answer {
    /// A body with status 200.
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { code: 200, body: body.into(), ..Self::default() }
    }

    /// A status, with a body that says little.
    pub(crate) fn status(code: u16) -> Self {
        // Bodies are forbidden with 204.
        let body = if code == 204 { Vec::new() } else { format!("status {code}").into_bytes() };
        Self { code, body, ..Self::default() }
    }

    /// A status with a document.
    pub(crate) fn xml(code: u16, body: &str) -> Self {
        Self { code, body: body.as_bytes().to_vec(), ..Self::default() }
            .with("Content-Type", "application/xml")
    }

    /// A redirection.
    pub(crate) fn redirect(to: impl Into<String>) -> Self {
        Self::status(302).with("Location", to)
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Promises a longer body than is sent, as a connection does that breaks off.
    pub(crate) fn cut(self) -> Self {
        Self { length: Some(self.body.len() * 2), ..self }
    }
}

/// A server that runs until the tests end.
pub(crate) struct Web {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Web {
    /// Serves what `answer` says.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer) = (Arc::clone(&log), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                std::thread::spawn(move || drop(serve(&stream.unwrap(), &noted, answer.as_ref())));
            }
        });
        Self { port, log }
    }

    /// The port it listens on, of 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns what was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }
}

fn serve(
    stream: &TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &(impl Fn(&Asked) -> Answer + ?Sized),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
    let asked = Asked { method, path, headers };
    let length = asked.header("content-length").parse().unwrap_or(0);
    reader.read_exact(&mut vec![0; length])?;
    log.lock().unwrap().push(asked.clone());
    let Answer { code, headers, body, length } = answer(&asked);
    let mut out = stream;
    write!(out, "HTTP/1.1 {code} x\r\nConnection: close\r\n")?;
    if code != 204 {
        write!(out, "Content-Length: {}\r\n", length.unwrap_or(body.len()))?;
    }
    for (name, value) in headers {
        write!(out, "{name}: {value}\r\n")?;
    }
    out.write_all(b"\r\n")?;
    out.write_all(&body)
}
