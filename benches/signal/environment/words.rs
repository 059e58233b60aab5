//! Names of services. Some hold the word of an environment inside another word, or as a word that means
//! something else; they are the same in both environments.

use super::super::random::Random;

const FIRST: [&str; 26] = [
    "orders",
    "billing",
    "catalog",
    "search",
    "auth",
    "mail",
    "report",
    "stock",
    "gateway",
    "profile",
    "pricing",
    "checkout",
    "shipping",
    "device",
    "producer",
    "developer",
    "product",
    "live",
    "quality",
    "stage",
    "test",
    "media",
    "session",
    "ledger",
    "audit",
    "partner",
];
const SECOND: [&str; 20] = [
    "api", "worker", "portal", "sync", "export", "import", "registry", "chat", "tools", "hub", "relay",
    "cache", "feed", "router", "index", "archive", "notify", "score", "queue", "admin",
];

/// Returns all names in an order of the seed.
pub(super) fn names(random: &mut Random) -> Vec<String> {
    let mut names: Vec<String> =
        FIRST.iter().flat_map(|first| SECOND.iter().map(move |second| format!("{first}-{second}"))).collect();
    random.shuffle(&mut names);
    names
}
