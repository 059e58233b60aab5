//! Invented secrets, one of each kind, and how to recognise any trace of one.
//!
//! A secret carries random-looking parts; a trace of one part is a leak, however the rest was shortened.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

/// One secret.
pub(crate) struct Secret {
    /// What it is.
    pub(crate) what: &'static str,
    /// The whole text.
    pub(crate) text: String,
    /// The parts that nobody may see.
    pub(crate) parts: Vec<String>,
}

/// The secrets of one environment.
pub(crate) struct Secrets(Vec<Secret>);

/// Makes letters and digits that look random and are the same in every run.
struct Letters(u64);

impl Letters {
    fn of(&mut self, alphabet: &[u8], length: usize) -> String {
        let mut letters = String::with_capacity(length);
        while letters.len() < length {
            // Constants of Knuth's MMIX generator.
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(self.0 >> 33).unwrap() % alphabet.len();
            letters.push(char::from(alphabet[at]));
        }
        letters
    }

    fn mixed(&mut self, length: usize) -> String {
        self.of(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", length)
    }
}

impl Secrets {
    /// Invents the secrets of an environment; no two environments share one.
    pub(crate) fn of(environment: &str) -> Self {
        let seed = environment.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte));
        let mut letters = Letters(seed);
        let mut all = Vec::new();
        for what in [
            "sensitive attribute",
            "sensitive output",
            "sensitive variable",
            "password",
            "token",
            "api key",
            "password in a connection string",
            "password in a URL",
            "password in base64 user data",
            "password in container definitions",
            "password of another container",
            "export in a script",
            "password in an INI file",
            "password option of a command",
            "default of a password variable",
            "password in a file of values",
            "password in an expression",
            "bearer header",
        ] {
            let text = letters.mixed(18);
            all.push(Secret { what, parts: vec![text.clone()], text });
        }
        let (first, last) = (letters.mixed(9), letters.mixed(9));
        all.push(Secret {
            what: "sensitive text that JSON and URLs escape",
            text: format!("{first}\"&<\\/é>{last}"),
            parts: vec![first, last],
        });
        let lines: Vec<String> = (0..3).map(|_| letters.mixed(64)).collect();
        all.push(Secret {
            what: "private key",
            text: format!(
                "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
                lines.join("\n")
            ),
            parts: lines.iter().map(|line| line[..20].to_owned()).collect(),
        });
        let upper = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let hex = b"0123456789abcdef";
        let mut shaped = |what, prefix: &str, part: String, suffix: &str| {
            all.push(Secret { what, text: format!("{prefix}{part}{suffix}"), parts: vec![part] });
        };
        shaped("AWS access key id", "AKIA", letters.of(upper, 16), "");
        shaped("AWS secret access key", "", letters.mixed(40), "");
        shaped("GitHub token", "ghp_", letters.mixed(36), "");
        let webhook = "https://hooks.slack.com/services/T0AB12CD3/B0EF45GH6/";
        shaped("Slack webhook", webhook, letters.mixed(24), "");
        let payload = STANDARD_NO_PAD.encode(format!("{{\"sub\":\"{}\"}}", letters.mixed(15)));
        shaped("JWT", "eyJhbGciOiJIUzI1NiJ9.", format!("{payload}.{}", letters.mixed(32)), "");
        shaped("Azure account key", "", letters.mixed(86), "==");
        shaped("Stripe key", "sk_live_", letters.of(hex, 24), "");
        Self(all)
    }

    /// Returns the text of a secret.
    pub(crate) fn get(&self, what: &str) -> &str {
        let found = self.0.iter().find(|secret| secret.what == what);
        &found.unwrap_or_else(|| panic!("no secret is called {what:?}")).text
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Secret> {
        self.0.iter()
    }
}

impl Secret {
    /// Returns whether a part of the secret stands in `bytes`: as it is, or in base64 at any alignment.
    pub(crate) fn shows_in(&self, bytes: &[u8]) -> bool {
        self.parts.iter().any(|part| {
            memchr::memmem::find(bytes, part.as_bytes()).is_some()
                || (0..3).any(|shift| {
                    let padded = [&b"\0\0"[..shift], part.as_bytes()].concat();
                    let encoded = STANDARD.encode(padded);
                    // The first and last groups hold bits of what stands beside the part.
                    let inner = encoded.as_bytes().get(4..encoded.len() - 4).unwrap_or_default();
                    memchr::memmem::find(bytes, inner).is_some()
                })
        })
    }
}
