//! A PostgreSQL of its own, in a scratch folder, on loopback.

use std::fs;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::{need, program};

/// The password of the user `driftgate`, who may do everything.
pub(crate) const PASSWORD: &str = "correct horse";

/// Serves until standard input ends, which it does with the test, however that ends.
const SERVE: &str = r#""$@" & read -r _; kill -QUIT $!; wait $!"#;

/// A running server.
pub(crate) struct Postgres {
    server: Child,
    port: u16,
    bin: PathBuf,
    _folder: TempDir,
}

impl Postgres {
    /// Starts one; `None` where the machine has none.
    pub(crate) fn start() -> Option<Self> {
        let bin = need("PostgreSQL", binaries())?;
        let folder = tempfile::tempdir().unwrap();
        let user = need("a user who may run PostgreSQL, which root may not", user(folder.path()))?;
        let become_user = |command: &mut Command| {
            if let Some((uid, gid)) = user {
                command.uid(uid).gid(gid);
            }
            command.current_dir("/");
        };
        let (data, password) = (folder.path().join("data"), folder.path().join("password"));
        fs::write(&password, PASSWORD).unwrap();
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid)).unwrap();
            chown(&password, Some(uid), Some(gid)).unwrap();
        }
        let mut init = Command::new(bin.join("initdb"));
        init.args([
            "--no-sync",
            "--username=driftgate",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        init.arg("--pwfile").arg(&password).arg("-D").arg(&data);
        become_user(&mut init);
        let made = init.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // The port is free now; a test that takes it before the server does would be seen below.
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut serve = Command::new("/bin/sh");
        serve.args(["-c", SERVE, "sh"]).arg(bin.join("postgres")).arg("-D").arg(&data);
        serve.args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]);
        serve.args(["-c", "unix_socket_directories="]);
        become_user(&mut serve);
        let server =
            serve.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut postgres = Self { server, port, bin, _folder: folder };
        postgres.wait();
        Some(postgres)
    }

    /// The address of a database, with the password in it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://driftgate:{}@127.0.0.1:{}/{database}", PASSWORD.replace(' ', "%20"), self.port)
    }

    /// The port it listens on, of 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Runs SQL in the database `postgres`.
    pub(crate) fn sql(&self, sql: &str) -> String {
        let output = self.psql(sql);
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn psql(&self, sql: &str) -> std::process::Output {
        let mut command = Command::new(self.bin.join("psql"));
        command.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            &self.url("postgres"),
            "-c",
            sql,
        ]);
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// Waits until it takes connections.
    fn wait(&mut self) {
        // The log is read to its line about being ready; afterwards nobody needs it.
        let mut log = self.server.stderr.take().unwrap();
        let (mut told, mut part) = (String::new(), [0; 1024]);
        while !told.contains("ready to accept connections") {
            let read = log.read(&mut part).unwrap();
            assert!(read > 0, "PostgreSQL did not start: {told}");
            told += &String::from_utf8_lossy(&part[..read]);
        }
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        drop(TcpStream::connect(("127.0.0.1", self.port)).unwrap());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.server.stdin.take());
        drop(self.server.wait());
    }
}

/// Finds the folder of `initdb`, `postgres` and `psql`: distributions keep them off the `PATH`.
fn binaries() -> Result<PathBuf, String> {
    let mut found: Vec<PathBuf> = Vec::new();
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        found.push(version.path().join("bin"));
    }
    found.sort();
    found.extend(program("initdb").ok().and_then(|initdb| initdb.parent().map(Path::to_path_buf)));
    let is_whole = |bin: &PathBuf| ["initdb", "postgres", "psql"].iter().all(|name| bin.join(name).is_file());
    found
        .into_iter()
        .rev()
        .find(is_whole)
        .ok_or_else(|| "no `initdb` in /usr/lib/postgresql or on the PATH".to_owned())
}

/// Returns whom the server runs as, where tests run as root.
fn user(own: &Path) -> Result<Option<(u32, u32)>, String> {
    if fs::metadata(own).map_err(|error| error.to_string())?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let ids = (fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
            (fields[0] == name).then_some(ids)
        })
    };
    find("postgres").or_else(|| find("nobody")).map(Some).ok_or_else(|| "there is none".to_owned())
}
