//! A small API server on loopback that serves a recording, with the faults that real ones have.
//!
//! A recording is `{"discovery": {path: body}, "lists": {path: list}}`, as `fixtures/shop/kubernetes/api` has them.
//! This file must not know the program that asks.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// What goes wrong; the default is nothing.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    /// Every so manieth list is answered 429.
    pub(crate) throttle: Option<usize>,
    /// Every so manieth list is cut in the middle of its body.
    pub(crate) cut: Option<usize>,
    /// So many continue tokens of each list are refused with 410.
    pub(crate) expire: usize,
    /// Lists of this path fail with this code.
    pub(crate) fail: Option<(&'static str, u16)>,
    /// This group is stale in aggregated discovery, and answers 503 otherwise.
    pub(crate) stale: Option<&'static str>,
    /// Discovery is answered group by group only, as old servers do.
    pub(crate) is_old: bool,
    /// Whoever asks may read all: kubectl sends no token without TLS.
    pub(crate) is_open: bool,
}

/// One request: method, path with query, and the code of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) code: u16,
}

/// A server that runs until the test ends.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    recording: Value,
    faults: Faults,
    /// Objects of one page at most, whatever is asked for.
    page: usize,
    lists: AtomicUsize,
    expired: Mutex<Vec<String>>,
    log: Mutex<Vec<Asked>>,
}

impl Server {
    /// Serves a recording in pages of `page` objects.
    pub(crate) fn start(recording: Value, page: usize, faults: Faults) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            recording,
            faults,
            page,
            lists: AtomicUsize::new(0),
            expired: Mutex::default(),
            log: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = Arc::clone(&serving);
                std::thread::spawn(move || drop(shared.serve(&stream.unwrap())));
            }
        });
        Self { port, shared }
    }

    /// Returns what was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.log.lock().unwrap().clone()
    }

    /// Writes a kubeconfig with the contexts `all`, `pods` (may list pods only), `shop` (may read that namespace
    /// only, and works in it) and `nobody` (unknown to the server).
    pub(crate) fn write_kubeconfig(&self, path: &Path) {
        write_kubeconfig(path, self.port);
    }
}

/// Writes a kubeconfig of a server on this port, which need not be there.
pub(crate) fn write_kubeconfig(path: &Path, port: u16) {
    let users = ["all", "pods", "shop", "nobody"];
    let context = |user: &str| {
        let namespace = if user == "shop" { "shop" } else { "default" };
        json!({"name": user, "context": {"cluster": "test", "user": user, "namespace": namespace}})
    };
    let user = |user: &str| json!({"name": user, "user": {"token": format!("token-{user}")}});
    let kubeconfig = json!({
        "apiVersion": "v1", "kind": "Config",
        "clusters": [{"name": "test", "cluster": {"server": format!("http://127.0.0.1:{port}")}}],
        "contexts": users.map(context), "users": users.map(user),
    });
    std::fs::write(path, kubeconfig.to_string()).unwrap();
}

/// An answer: code, headers, body.
type Answer = (u16, String, Value);

impl Shared {
    /// Answers the requests of one connection.
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        loop {
            let mut first = String::new();
            if reader.read_line(&mut first)? == 0 {
                return Ok(());
            }
            let (mut token, mut accept, mut length) = (String::new(), String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line)?;
                let Some((name, value)) = line.trim_end().split_once(": ") else { break };
                match name.to_lowercase().as_str() {
                    "authorization" => value.clone_into(&mut token),
                    "accept" => value.clone_into(&mut accept),
                    "content-length" => length = value.parse().unwrap(),
                    _ => {}
                }
            }
            reader.read_exact(&mut vec![0; length])?;
            let mut words = first.split_whitespace();
            let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
            let (code, headers, body) = match method.as_str() {
                "GET" => self.answer(&path, &accept, token.strip_prefix("Bearer token-").unwrap_or_default()),
                _ => status(405, "MethodNotAllowed", "this server is read only"),
            };
            let is_cut = headers == "cut";
            let headers = if is_cut { String::new() } else { headers };
            self.log.lock().unwrap().push(Asked { method, path, code });
            // Clients tell by the type which form of discovery they got.
            let is_aggregated = body["kind"] == "APIGroupDiscoveryList";
            let form =
                if is_aggregated { ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" } else { "" };
            let body = body.to_string();
            let sent = if is_cut { &body[..body.len() / 2] } else { &body };
            let mut out = stream;
            write!(
                out,
                "HTTP/1.1 {code} x\r\nContent-Type: application/json{form}\r\nContent-Length: {}\r\n{headers}\r\n{sent}",
                body.len()
            )?;
            if is_cut {
                return stream.shutdown(Shutdown::Both);
            }
        }
    }

    fn answer(&self, target: &str, accept: &str, user: &str) -> Answer {
        let user = if self.faults.is_open { "all" } else { user };
        if !["all", "pods", "shop"].contains(&user) {
            return status(401, "Unauthorized", "Unauthorized");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let is_stale = self.faults.stale.is_some_and(|group| path.starts_with(&format!("/apis/{group}/")));
        if is_stale {
            return status(503, "ServiceUnavailable", "service unavailable");
        }
        if ["/api", "/apis"].contains(&path)
            && accept.contains("APIGroupDiscoveryList")
            && !self.faults.is_old
        {
            return (200, String::new(), self.aggregated(path));
        }
        if let Some(body) = self.recording["discovery"].get(path) {
            return (200, String::new(), body.clone());
        }
        self.list(path, query, user)
    }

    fn list(&self, path: &str, query: &str, user: &str) -> Answer {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let at = if parts[0] == "api" { 2 } else { 3 };
        let (root, mut rest) = parts.split_at(at.min(parts.len()));
        let mut namespace = None;
        if let ["namespaces", name, inner @ ..] = rest
            && !inner.is_empty()
        {
            (namespace, rest) = (Some(*name), inner);
        }
        let plural = rest.first().copied().unwrap_or_default();
        let key = format!("/{}/{plural}", root.join("/"));
        let Some(list) = self.recording["lists"].get(&key) else {
            return status(404, "NotFound", "the server could not find the requested resource");
        };
        if !(user == "all"
            || user == "pods" && plural == "pods"
            || user == "shop" && namespace == Some("shop"))
        {
            let group = if parts[0] == "api" { "" } else { root[1] };
            let message = format!(
                "{plural} is forbidden: User \"{user}\" cannot list resource \"{plural}\" in API group \"{group}\""
            );
            return status(403, "Forbidden", &message);
        }
        if let Some(name) = rest.get(1) {
            let mut items = list["items"].as_array().into_iter().flatten();
            return match items.find(|item| item["metadata"]["name"] == **name) {
                Some(item) => {
                    let kind = list["kind"].as_str().unwrap().trim_end_matches("List");
                    let mut item = item.clone();
                    item["kind"] = json!(kind);
                    item["apiVersion"] = list["apiVersion"].clone();
                    (200, String::new(), item)
                }
                None => status(404, "NotFound", "not found"),
            };
        }
        let count = self.lists.fetch_add(1, Ordering::SeqCst) + 1;
        let is_turn = |every: Option<usize>| every.is_some_and(|every| count.is_multiple_of(every));
        if is_turn(self.faults.throttle) {
            let (code, _, body) = status(429, "TooManyRequests", "too many requests");
            return (code, "Retry-After: 0\r\n".to_owned(), body);
        }
        if let Some((failing, code)) = self.faults.fail
            && failing == key
        {
            return status(code, "InternalError", "conversion webhook failed");
        }
        let mut items: Vec<Value> = list["items"].as_array().cloned().unwrap_or_default();
        if let Some(namespace) = namespace {
            items.retain(|item| item["metadata"]["namespace"] == namespace);
        }
        let parameter = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
        };
        let mut start = 0;
        // The token ends as base64 does, so that one that is not encoded is not understood.
        if let Some(token) = parameter("continue") {
            start = token.strip_suffix("%2B%3D").and_then(|token| token.parse().ok()).unwrap_or(usize::MAX);
            let mut expired = self.expired.lock().unwrap();
            if start == usize::MAX
                || expired.iter().filter(|known| **known == key).count() < self.faults.expire
            {
                expired.push(key);
                return status(410, "Expired", "The provided continue parameter is too old");
            }
        }
        let limit = parameter("limit").and_then(|limit| limit.parse().ok());
        let limit: usize = limit.map_or(items.len(), |limit: usize| limit.min(self.page));
        let end = (start + limit).min(items.len());
        let token = if end < items.len() { format!("{end}+=") } else { String::new() };
        let body = json!({
            "kind": list["kind"], "apiVersion": list["apiVersion"],
            "metadata": {"resourceVersion": "7", "continue": token}, "items": items[start..end],
        });
        let headers = if is_turn(self.faults.cut) { "cut" } else { "" };
        (200, headers.to_owned(), body)
    }

    /// Puts what discovery says of each group into the aggregated form.
    fn aggregated(&self, root: &str) -> Value {
        let discovery = &self.recording["discovery"];
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        let versions = |value: &Value, key: &str| -> Vec<String> {
            let versions = value["versions"].as_array().cloned().unwrap_or_default();
            versions.iter().map(|v| v.get(key).unwrap_or(v).as_str().unwrap().to_owned()).collect()
        };
        if root == "/api" {
            groups.push((String::new(), versions(&discovery["/api"], "version")));
        } else {
            for group in discovery["/apis"]["groups"].as_array().cloned().unwrap_or_default() {
                groups.push((group["name"].as_str().unwrap().to_owned(), versions(&group, "version")));
            }
        }
        let items = groups.iter().map(|(group, versions)| {
            let versions = versions.iter().map(|version| {
                let path = if group.is_empty() {
                    format!("/api/{version}")
                } else {
                    format!("/apis/{group}/{version}")
                };
                let is_stale = self.faults.stale == Some(group.as_str());
                let resources = discovery[&path]["resources"].as_array().cloned().unwrap_or_default();
                let resources: Vec<Value> = resources
                    .iter()
                    .filter(|resource| !resource["name"].as_str().unwrap().contains('/'))
                    .map(|resource| {
                        let scope = if resource["namespaced"] == true { "Namespaced" } else { "Cluster" };
                        json!({
                            "resource": resource["name"], "scope": scope, "verbs": resource["verbs"],
                            "responseKind": {"group": group, "version": version, "kind": resource["kind"]},
                        })
                    })
                    .collect();
                let freshness = if is_stale { "Stale" } else { "Current" };
                json!({"version": version, "freshness": freshness, "resources": resources})
            });
            json!({"metadata": {"name": group}, "versions": versions.collect::<Vec<_>>()})
        });
        json!({
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "items": items.collect::<Vec<_>>(),
        })
    }
}

fn status(code: u16, reason: &str, message: &str) -> Answer {
    let body = json!({
        "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": message, "code": code,
    });
    (code, String::new(), body)
}
