//! Texts that are credentials by their form, whatever they are called.
//!
//! This file must not seal; it says what a credential looks like.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

/// Literals of which one stands in every text that [`SHAPES`] can match: most texts are passed over by this alone.
pub(super) static MAY_HOLD_SECRET: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let literals = [
        "akia",
        "asia",
        "-----begin",
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xox",
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "sk-",
        "sg.",
        "aiza",
        "ya29.",
        "eyj",
        "npm_",
        "dop_v1_",
        "hvs.",
        "hooks.slack",
        "://",
        "accountkey=",
        "sharedaccess",
        "passw",
        "pwd",
        "passphrase",
        "secret",
        "token",
        "api_key",
        "apikey",
        "api-key",
        "access_key",
        "accesskey",
        "private_key",
        "credential",
        "sig=",
        "bearer ",
        "basic ",
    ];
    // The literals are constants, so building the automaton cannot fail; an empty one matches nothing.
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(literals)
        .or_else(|_| AhoCorasick::new::<[&str; 0], &str>([]))
        .unwrap_or_else(|_| unreachable_automaton())
});

#[expect(clippy::panic, reason = "an automaton without patterns can always be built")]
fn unreachable_automaton() -> AhoCorasick {
    panic!("an automaton without patterns can always be built")
}

/// Shapes that say credential wherever they stand. Formats as their issuers document them.
pub(super) static SHAPES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // AWS access key ids.
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        // PEM private keys.
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
        // GitHub, GitLab, Slack, Stripe, OpenAI-like, SendGrid, Google, npm, DigitalOcean, Vault.
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})",
        r"\bxox[abeprs]-[A-Za-z0-9-]{10,}",
        r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})",
        r"\b(?:AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,}|dop_v1_[a-f0-9]{30,}|hvs\.[A-Za-z0-9_-]{20,})",
        // JSON Web Tokens.
        r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
        // Slack webhooks: the path is the credential.
        r"https://hooks\.slack\.com/(?:services|workflows)/(?P<s>[A-Za-z0-9/_-]{10,})",
        // The password of a URL.
        r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:(?P<s>[^\s/@]+)@",
        // Azure connection strings and shared access signatures.
        r"(?i)(?:AccountKey|SharedAccessKey|SharedSecretValue)=(?P<s>[A-Za-z0-9+/=]{16,})",
        r"[?&]sig=(?P<s>[A-Za-z0-9%+/=_-]{16,})",
        // HTTP authorization.
        r"(?i)\b(?:bearer|basic)\s+(?P<s>[A-Za-z0-9+/=._~-]{16,})",
        // Assignments in scripts, ini, YAML and connection strings.
        r#"(?i)[A-Za-z0-9_.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)(?:[_-]?(?:key|value|base64))?["']?\s*(?:=|:\s|:=)\s*["']?(?P<s>[^\s"',;&|)}\]]{4,})"#,
        // Command-line options.
        r#"(?i)--?(?:password|passwd|token|secret|api-key)[= ]["']?(?P<s>[^\s"']{4,})"#,
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});
