//! Accounts of a simulated AWS, filled once for all tests, and cases that ask them.
//!
//! `dev` and `twin` are alike as two environments are, `prod` is as `twin` but for what was planted. This file must
//! not know what the program is expected to find.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::proxy::{Asked, Fate, Proxy};
use super::{gaps, planted};
use crate::lab::Moto;
use crate::support::{Case, Ran};

/// What stands wherever `seed.py` puts a secret, but for the name of the environment in it.
pub(super) const CREDENTIAL: &str = "kingfisher";

/// The region of the profiles.
const REGION: &str = "us-east-1";

/// An account, its name in the seed, and the second number of its network.
const ACCOUNTS: [(&str, &str, &str, &str); 3] = [
    ("dev", "111111111111", "dev", "10"),
    ("twin", "444444444444", "staging", "20"),
    ("prod", "222222222222", "prod", "30"),
];

/// The accounts.
pub(super) struct World {
    pub(super) moto: Moto,
    /// Stands before it, and answers what it lacks.
    whole: Proxy,
    /// For each profile the id of an access key, and its secret.
    keys: Vec<(&'static str, String, String)>,
}

impl World {
    /// Returns the accounts, filled; `None` where the machine has no moto.
    pub(super) fn get() -> Option<&'static Self> {
        static WORLD: OnceLock<Option<World>> = OnceLock::new();
        WORLD.get_or_init(Self::start).as_ref()
    }

    fn start() -> Option<Self> {
        let world = Self::empty(&ACCOUNTS.map(|(profile, account, _, _)| (profile, account)))?;
        let planted = planted::PLANTED.iter().map(|(what, _)| *what).collect::<Vec<_>>().join(",");
        for (profile, _, name, number) in ACCOUNTS {
            let more: &[&str] = match profile {
                "twin" => &["--reversed"],
                "prod" => &["--reversed", "--plant", &planted],
                _ => &[],
            };
            world.seed("aws/seed.py", &[&[profile, name, number], more].concat());
        }
        Some(world)
    }

    /// Starts a world whose accounts hold nothing, each with the profile that leads to it.
    pub(super) fn empty(accounts: &[(&'static str, &str)]) -> Option<Self> {
        let moto = Moto::start()?;
        let keys = accounts.iter().map(|(profile, account)| {
            let (id, secret) = moto.key(account);
            (*profile, id, secret)
        });
        let keys = keys.collect();
        let whole = Proxy::start(&moto.endpoint().replace("http://", ""), |asked| {
            gaps::fill(asked).unwrap_or(Fate::Passes)
        });
        Some(Self { moto, whole, keys })
    }

    /// Returns the id of the access key of a profile.
    pub(super) fn key(&self, profile: &str) -> String {
        self.keys.iter().find(|(known, ..)| *known == profile).map(|(_, id, _)| id.clone()).unwrap()
    }

    /// Where the accounts are asked.
    pub(super) fn endpoint(&self) -> String {
        self.whole.endpoint()
    }

    /// Starts a proxy before the accounts, which breaks what `judge` says.
    pub(super) fn proxy(&self, judge: impl Fn(&Asked) -> Fate + Send + Sync + 'static) -> Proxy {
        Proxy::start(&self.moto.endpoint().replace("http://", ""), move |asked| match judge(asked) {
            Fate::Passes => gaps::fill(asked).unwrap_or(Fate::Passes),
            fate => fate,
        })
    }

    /// Runs a script of this folder, or the text of one, and returns what it printed.
    pub(super) fn seed(&self, script: &str, arguments: &[&str]) -> String {
        let case = self.case();
        let folder = case.path("").display().to_string();
        let run = format!(
            "import os, runpy, sys\n\
             os.environ['AWS_CONFIG_FILE'] = {folder:?} + 'config'\n\
             os.environ['AWS_SHARED_CREDENTIALS_FILE'] = {folder:?} + 'credentials'\n\
             sys.argv = {:?}\n\
             runpy.run_path({:?}, run_name='__main__')\n",
            [&[script], arguments].concat(),
            format!("{}/tests/integration/{script}", env!("CARGO_MANIFEST_DIR")),
        );
        self.moto.seed_with(&run)
    }

    /// Prints what the AWS CLI prints for one call.
    pub(super) fn cli(&self, profile: &str, service: &str, method: &str) -> String {
        self.seed("aws/cli.py", &[profile, service, method])
    }

    /// A folder with the profiles, and an environment named after each.
    pub(super) fn case(&self) -> Case {
        self.case_at(&self.endpoint(), 4, "")
    }

    /// The same, with another endpoint, attempts of a request, and more in each `aws` block.
    pub(super) fn case_at(&self, endpoint: &str, attempts: u32, more: &str) -> Case {
        let case = Case::new();
        let (mut config, mut credentials, mut environments) = (String::new(), String::new(), String::new());
        for (profile, id, secret) in &self.keys {
            config += &format!(
                "[profile {profile}]\nregion = {REGION}\nendpoint_url = {endpoint}\nmax_attempts = {attempts}\n"
            );
            credentials +=
                &format!("[{profile}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
            let word = if *profile == "twin" { "staging" } else { profile };
            environments += &format!(
                "environment \"{profile}\" {{\n  tokens = [\"{word}\"]\n  aws {{\n    profile = \"{profile}\"\n    {more}\n  }}\n}}\n"
            );
        }
        case.write("config", config);
        case.write("credentials", credentials);
        case.write("driftgate.hcl", environments);
        case
    }

    /// Runs the program in a case of this world.
    pub(super) fn run(&self, case: &Case, arguments: &[&str]) -> Ran {
        let mut program = case.program();
        self.moto.equip(&mut program);
        program.env("AWS_CONFIG_FILE", case.path("config"));
        program.env("AWS_SHARED_CREDENTIALS_FILE", case.path("credentials"));
        let output = program.args(arguments).output().unwrap();
        let ran = Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.stderr.contains("panicked"), "{arguments:?}: {}", ran.stderr);
        ran
    }

    /// Compares, and returns the report of a run that read everything.
    pub(super) fn diff(&self, case: &Case, left: &str, right: &str) -> Value {
        let ran = self.run(case, &["diff", left, right, "--format", "json"]);
        assert_ne!(ran.code, 1, "{left} {right}: {}", ran.stderr);
        ran.report()
    }
}

/// Returns what a finding is about, in one line.
pub(super) fn told(finding: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let address = &finding["address"];
    let address = if address["left"] == json!(null) { &address["right"] } else { &address["left"] };
    let (kind, path, change) = (text(&finding["kind"]), text(&finding["path"]), text(&finding["change"]));
    format!("{change} {kind} {path} ({} {} -> {})", text(address), finding["left"], finding["right"])
}
