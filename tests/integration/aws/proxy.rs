//! Stands between the program and moto, and breaks what it is told to break.
//!
//! A request is known by the service in its signature and by its operation. This file must not know what the
//! program is expected to make of a fault.

use std::io::{BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// One request, as far as faults are chosen by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The id of the access key.
    pub(crate) key: String,
    /// The service as it signs, as `ec2`.
    pub(crate) service: String,
    /// The operation, as `DescribeInstances`; of services that have none in a request, method and path.
    pub(crate) operation: String,
    /// The body.
    pub(crate) body: String,
}

/// What becomes of a request.
pub(crate) enum Fate {
    /// It is passed on.
    Passes,
    /// It is passed on with another body, and the body of the answer is changed.
    Edited(String, Box<dyn FnOnce(String) -> String + Send>),
    /// Moto is asked in JSON, with these headers, and the answer is put into another form, CBOR.
    Translated(Vec<(&'static str, String)>, Box<dyn FnOnce(String) -> Vec<u8> + Send>),
    /// It is answered with this type and body.
    Answered(&'static str, Vec<u8>),
    /// The service says that it was asked too often.
    Throttled,
    /// The service refuses.
    Denied,
    /// The credentials have expired.
    Expired,
    /// Something answers that is not AWS.
    Garbage,
    /// The answer breaks off in the middle.
    Cut,
    /// No answer comes as long as the proxy is there.
    Hangs,
    /// The connection is closed before an answer.
    Closed,
}

/// A running proxy.
pub(crate) struct Proxy {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
    /// Whether those that hang may go on.
    end: Arc<(Mutex<bool>, Condvar)>,
}

impl Proxy {
    /// Starts one before what listens on `upstream`, as `127.0.0.1:5000`; `judge` is asked about each request.
    pub(crate) fn start(upstream: &str, judge: impl Fn(&Asked) -> Fate + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let end = Arc::new((Mutex::new(false), Condvar::new()));
        let judge: Arc<dyn Fn(&Asked) -> Fate + Send + Sync> = Arc::new(judge);
        let (noted, ended, upstream) = (Arc::clone(&log), Arc::clone(&end), upstream.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (noted, judge, ended, upstream) =
                    (Arc::clone(&noted), Arc::clone(&judge), Arc::clone(&ended), upstream.clone());
                std::thread::spawn(move || {
                    // Who breaks off a connection is the program or the test.
                    drop(serve(&stream.unwrap(), &upstream, &noted, judge.as_ref(), &ended));
                });
            }
        });
        Self { port, log, end }
    }

    /// Where it is asked.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns how often an operation was asked for.
    pub(crate) fn times(&self, operation: &str) -> usize {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.iter().filter(|asked| asked.operation == operation).count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let (ended, waiting) = &*self.end;
        *ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        waiting.notify_all();
    }
}

/// A message of HTTP: its first line and headers, and its body.
struct Message {
    head: Vec<String>,
    body: Vec<u8>,
}

impl Message {
    fn header(&self, name: &str) -> &str {
        let of =
            |line: &&String| line.split_once(": ").is_some_and(|(own, _)| own.eq_ignore_ascii_case(name));
        self.head
            .iter()
            .skip(1)
            .find(of)
            .and_then(|line| line.split_once(": "))
            .map_or("", |(_, value)| value)
    }

    fn read(reader: &mut impl std::io::BufRead, is_head: bool) -> std::io::Result<Option<Self>> {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            match line.trim_end() {
                "" => break,
                line => head.push(line.to_owned()),
            }
        }
        let mut message = Self { head, body: Vec::new() };
        if message.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
            loop {
                let mut size = String::new();
                reader.read_line(&mut size)?;
                let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
                let mut chunk = vec![0; size + 2];
                reader.read_exact(&mut chunk)?;
                chunk.truncate(size);
                message.body.extend(chunk);
                if size == 0 {
                    return Ok(Some(message));
                }
            }
        }
        let length = if is_head { 0 } else { message.header("content-length").parse().unwrap_or(0) };
        message.body = vec![0; length];
        reader.read_exact(&mut message.body)?;
        Ok(Some(message))
    }

    fn asked(&self) -> Asked {
        let body = String::from_utf8_lossy(&self.body).into_owned();
        // `Credential=KEY/DATE/REGION/SERVICE/aws4_request`
        let credential = self.header("authorization").split_once("Credential=").map_or("", |(_, rest)| rest);
        let mut parts = credential.split('/').map(str::to_owned);
        let key = parts.next().unwrap_or_default();
        let service = parts.nth(2).unwrap_or_default();
        let form = body.split('&').find_map(|field| field.strip_prefix("Action="));
        let target = self.header("x-amz-target").rsplit('.').next().filter(|target| !target.is_empty());
        let first = self.head.first().map_or("", String::as_str);
        let line = first.rsplit_once(' ').map_or(first, |(line, _)| line);
        let operation = form.or(target).unwrap_or(line).to_owned();
        Asked { key, service, operation, body }
    }
}

fn serve(
    stream: &TcpStream,
    upstream: &str,
    log: &Mutex<Vec<Asked>>,
    judge: &(dyn Fn(&Asked) -> Fate + Send + Sync),
    end: &(Mutex<bool>, Condvar),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let Some(message) = Message::read(&mut reader, false)? else { return Ok(()) };
    let asked = message.asked();
    log.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    let out = stream;
    match judge(&asked) {
        Fate::Passes => answer(out, &pass(&message, upstream)?, None),
        Fate::Edited(body, edit) => {
            let message = Message { body: body.into_bytes(), ..message };
            let mut passed = pass(&message, upstream)?;
            passed.body = edit(String::from_utf8_lossy(&passed.body).into_owned()).into_bytes();
            answer(out, &passed, None)
        }
        Fate::Translated(headers, translate) => {
            let mut message = message;
            let is_kept = |line: &String| {
                let name = line.split(':').next().unwrap_or_default().to_lowercase();
                !matches!(name.as_str(), "content-type" | "accept" | "smithy-protocol" | "x-amz-target")
            };
            message.head.retain(is_kept);
            "POST / HTTP/1.1".clone_into(&mut message.head[0]);
            message.head.push("Content-Type: application/x-amz-json-1.0".to_owned());
            message.head.extend(headers.into_iter().map(|(name, value)| format!("{name}: {value}")));
            message.body = b"{}".to_vec();
            let passed = pass(&message, upstream)?;
            let body = translate(String::from_utf8_lossy(&passed.body).into_owned());
            whole(out, "application/cbor", &body)
        }
        Fate::Answered(kind, body) => whole(out, kind, &body),
        Fate::Cut => {
            let mut passed = pass(&message, upstream)?;
            let length = passed.body.len();
            passed.body.truncate(length / 2);
            answer(out, &passed, Some(length))
        }
        Fate::Throttled => refuse(out, &asked, 400, "ThrottlingException", "RequestLimitExceeded"),
        Fate::Denied => refuse(out, &asked, 403, "AccessDenied", "UnauthorizedOperation"),
        Fate::Expired => refuse(out, &asked, 403, "ExpiredToken", "RequestExpired"),
        Fate::Garbage => whole(out, "text/html", b"<html><body>Sign in to the guest network</body></html>"),
        Fate::Closed => stream.shutdown(Shutdown::Both),
        Fate::Hangs => {
            let (ended, waiting) = end;
            let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
            while !*ended {
                ended = waiting.wait(ended).unwrap_or_else(PoisonError::into_inner);
            }
            Ok(())
        }
    }
}

/// Sends a request on, and returns the answer.
fn pass(message: &Message, upstream: &str) -> std::io::Result<Message> {
    let mut stream = TcpStream::connect(upstream)?;
    for (at, line) in message.head.iter().enumerate() {
        let name = line.split(':').next().unwrap_or_default().to_lowercase();
        if at == 0 || !matches!(name.as_str(), "connection" | "content-length") {
            write!(stream, "{line}\r\n")?;
        }
    }
    write!(stream, "Connection: close\r\nContent-Length: {}\r\n\r\n", message.body.len())?;
    stream.write_all(&message.body)?;
    let is_head = message.head.first().is_some_and(|line| line.starts_with("HEAD "));
    let answer = Message::read(&mut BufReader::new(stream), is_head)?;
    answer.ok_or_else(|| std::io::Error::other("moto closed the connection"))
}

fn answer(mut out: &TcpStream, message: &Message, length: Option<usize>) -> std::io::Result<()> {
    for line in &message.head {
        let name = line.split(':').next().unwrap_or_default().to_lowercase();
        if !matches!(name.as_str(), "connection" | "transfer-encoding" | "content-length") {
            write!(out, "{line}\r\n")?;
        }
    }
    let length = length.unwrap_or(message.body.len());
    write!(out, "Connection: close\r\nContent-Length: {length}\r\n\r\n")?;
    out.write_all(&message.body)
}

/// Answers with a body of this type.
fn whole(mut out: &TcpStream, kind: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        out,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\nsmithy-protocol: rpc-v2-cbor\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    )?;
    out.write_all(body)
}

/// Answers with an error, in the form of the service's protocol.
fn refuse(mut out: &TcpStream, asked: &Asked, status: u16, code: &str, of_ec2: &str) -> std::io::Result<()> {
    let (kind, body) = match asked.service.as_str() {
        "ec2" => (
            "text/xml",
            format!(
                "<Response><Errors><Error><Code>{of_ec2}</Code><Message>told so</Message></Error></Errors><RequestID>1</RequestID></Response>"
            ),
        ),
        "s3" => ("application/xml", format!("<Error><Code>{code}</Code><Message>told so</Message></Error>")),
        "autoscaling"
        | "elasticache"
        | "elasticloadbalancing"
        | "iam"
        | "rds"
        | "route53"
        | "sns"
        | "sts" => (
            "text/xml",
            format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>told so</Message></Error><RequestId>1</RequestId></ErrorResponse>"
            ),
        ),
        _ => {
            let end = if code.ends_with("Exception") { "" } else { "Exception" };
            let body = format!("{{\"__type\":\"{code}{end}\",\"message\":\"told so\"}}");
            ("application/x-amz-json-1.1", body)
        }
    };
    write!(
        out,
        "HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
