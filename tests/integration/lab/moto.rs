//! An AWS on loopback: moto in a virtual environment that is made once, under the target folder.
//!
//! moto tells accounts apart by access keys. `dev` is the account 111111111111, `prod` is 222222222222.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::{need, program};

/// What the virtual environment holds, exactly.
const PINNED: [&str; 2] = ["moto[server]==5.2.5", "boto3==1.44.8"];

/// The accounts, each with the profile of its name.
pub(crate) const ACCOUNTS: [(&str, &str); 2] = [("dev", "111111111111"), ("prod", "222222222222")];

/// The region of the profiles.
pub(crate) const REGION: &str = "us-east-1";

/// Serves on a free port, says which, and ends when standard input does: with the test, however that ends.
const SERVE: &str = "
import os, sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer('127.0.0.1', 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
os._exit(0)
";

/// A running moto, which knows nothing but its own two accounts.
pub(crate) struct Moto {
    server: Child,
    python: PathBuf,
    port: u16,
    /// The configuration of the profiles.
    folder: TempDir,
}

impl Moto {
    /// Starts one of its own; `None` where the machine has no Python, or cannot install moto.
    pub(crate) fn start() -> Option<Self> {
        let python = need("Python 3 with moto", environment())?;
        let mut server = Command::new(&python)
            .args(["-c", SERVE])
            // It would ask the metadata of an instance, or take over what a user set.
            .envs([("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_DEFAULT_REGION", REGION)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("moto did not start: {line:?}"));
        let moto = Self { server, python, port, folder: tempfile::tempdir().unwrap() };
        moto.write_profiles();
        Some(moto)
    }

    /// Where it is asked.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes an access key of an account: its id and its secret.
    pub(crate) fn key(&self, account: &str) -> (String, String) {
        // The second time, the user is there.
        self.iam(account, "Action=CreateUser&Version=2010-05-08&UserName=cli");
        let made = self.iam(account, "Action=CreateAccessKey&Version=2010-05-08&UserName=cli");
        let part = |tag: &str| {
            let (_, rest) = made.split_once(&format!("<{tag}>")).unwrap_or_else(|| panic!("{made}"));
            rest.split_once('<').unwrap().0.to_owned()
        };
        (part("AccessKeyId"), part("SecretAccessKey"))
    }

    /// What the environment needs for the profiles `dev`, `prod` and `prod-role` (of `dev`, with a role of `prod`).
    pub(crate) fn env(&self) -> Vec<(&'static str, String)> {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        vec![
            ("AWS_CONFIG_FILE", file("config")),
            ("AWS_SHARED_CREDENTIALS_FILE", file("credentials")),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ]
    }

    /// Gives a program that environment, and takes what the user has set of AWS away.
    pub(crate) fn equip(&self, program: &mut assert_cmd::Command) {
        without_aws(program);
        program.envs(self.env());
    }

    /// Runs a Python script (the path from `tests/integration`, as `aws/shop.py`) with boto3 and the environment of
    /// the profiles, and returns what it printed.
    pub(crate) fn seed(&self, script: &str, arguments: &[&str]) -> String {
        let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/integration")).join(script);
        let mut command = Command::new(&self.python);
        command.arg(&script).args(arguments);
        self.run_python(command)
    }

    /// Runs Python text, as [`Self::seed`] runs a script.
    pub(crate) fn seed_with(&self, text: &str) -> String {
        let mut command = Command::new(&self.python);
        command.args(["-c", text]);
        self.run_python(command)
    }

    fn run_python(&self, mut command: Command) -> String {
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        let output = command.envs(self.env()).stdin(Stdio::null()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn write_profiles(&self) {
        let endpoint = self.endpoint();
        let (mut config, mut credentials) = (String::new(), String::new());
        for (profile, account) in ACCOUNTS {
            let (id, secret) = self.key(account);
            config += &format!("[profile {profile}]\nregion = {REGION}\nendpoint_url = {endpoint}\n");
            credentials +=
                &format!("[{profile}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        }
        config += &format!(
            "[profile prod-role]\nregion = {REGION}\nendpoint_url = {endpoint}\nsource_profile = dev\n\
             role_arn = arn:aws:iam::222222222222:role/reader\n"
        );
        fs::write(self.folder.path().join("config"), config).unwrap();
        fs::write(self.folder.path().join("credentials"), credentials).unwrap();
    }

    /// Asks IAM in an account, with no key: moto takes the account from a header of its own.
    fn iam(&self, account: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nx-moto-account-id: {account}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=first/20260101/{REGION}/iam/aws4_request, \
             SignedHeaders=host, Signature=0\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            self.port,
            form.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Takes away what the user of the tests has set of AWS.
pub(crate) fn without_aws(program: &mut assert_cmd::Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            program.env_remove(name);
        }
    }
}

/// Returns the Python of the virtual environment, which is made when it is not there or holds other versions.
fn environment() -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (folder, made) = (target.join("test-venv"), target.join("test-venv.made"));
    let python = folder.join("bin/python");
    let wanted = PINNED.join("\n");
    fs::create_dir_all(target).map_err(|error| error.to_string())?;
    // Tests start beside each other, and other processes beside them.
    let lock = File::create(target.join("test-venv.lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if fs::read_to_string(&made).is_ok_and(|made| made == wanted) && python.is_file() {
        return Ok(python);
    }
    run(Command::new(program("python3")?).args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PINNED))?;
    fs::write(&made, wanted).map_err(|error| error.to_string())?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}: {}", told.trim())) }
}

/// Two accounts keep apart what they hold, and a key leads to the account it was made in.
#[test]
fn a_key_leads_to_its_account() {
    let Some(moto) = Moto::start() else { return };
    let told = moto.seed_with(
        "import boto3\n\
         for profile in ['dev', 'prod', 'prod-role']:\n\
         \x20   print(boto3.Session(profile_name=profile).client('sts').get_caller_identity()['Account'])\n",
    );
    assert_eq!(told.split_whitespace().collect::<Vec<_>>(), ["111111111111", "222222222222", "222222222222"]);
}
