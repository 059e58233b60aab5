//! What is sent to AWS: nothing that writes, all of it listed, and nothing listed that is not sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::collect::aws::{policy, services};

/// How the names of operations begin that only read.
const READ: [&str; 5] = ["Describe", "Get", "Head", "List", "Lookup"];

/// Operations that only read although their name does not say so, each with its reason.
const READ_ALL_THE_SAME: [(&str, &str); 0] = [];

/// Operations whose name says that they read, and that hand out what must not be read: secrets and data.
const NEVER: [&str; 8] = [
    "GetSecretValue",
    "BatchGetSecretValue",
    "GetParameter",
    "GetParameters",
    "GetParametersByPath",
    "GetObject",
    "GetItem",
    "GetLogEvents",
];

/// How the names of operations begin that write.
const WRITES: [&str; 22] = [
    "add_",
    "associate_",
    "attach_",
    "authorize_",
    "cancel_",
    "create_",
    "delete_",
    "detach_",
    "disable_",
    "disassociate_",
    "enable_",
    "modify_",
    "publish_",
    "put_",
    "reboot_",
    "register_",
    "remove_",
    "revoke_",
    "run_",
    "start_",
    "stop_",
    "terminate_",
];

/// Methods that sound so and are of no client: of the runtime, and of an answer.
const NO_OPERATIONS: [&str; 2] = ["enable_all", "delete_markers"];

/// Returns the sources of this folder that are no tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/collect/aws/live")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "tests.rs") {
                sources.push((path.clone(), fs::read_to_string(&path).expect("it can be read")));
            }
        }
    }
    sources.sort();
    sources
}

/// Returns the operations that a text calls: the first method of each client, as `describe_instances`.
///
/// A client is any name that ends in `client`, also a parameter of a function.
fn called(text: &str) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = words.as_str();
    while let Some((_, after)) = rest.split_once("client.") {
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if after[name.len()..].starts_with("()") {
            called.insert(name);
        }
        rest = after;
    }
    called
}

/// Returns the operations whose answers a text names, by the modules of their types: no answer is kept without.
fn answered(text: &str) -> impl Iterator<Item = String> {
    let modules = text.split("operation::").skip(1);
    modules.filter_map(|rest| Some(rest.split_once("::")?.0.to_owned()))
}

/// Returns the letters of a name, so that `list_mfa_devices` is `ListMFADevices`.
fn letters(name: &str) -> String {
    name.chars().filter(|c| *c != '_').collect::<String>().to_lowercase()
}

#[test]
fn nothing_that_is_listed_writes_or_hands_out_a_secret() {
    let explained: BTreeMap<&str, &str> = READ_ALL_THE_SAME.into();
    for operation in explained.keys() {
        assert!(services::calls().any(|(_, call)| call.operation == *operation), "{operation} is not listed");
    }
    for (service, call) in services::calls() {
        let reads = READ.iter().any(|start| call.operation.starts_with(start));
        assert!(
            reads || explained.contains_key(call.operation),
            "{} {} is not known to read only",
            service.id,
            call.operation
        );
        assert!(
            !NEVER.contains(&call.operation),
            "{} {} hands out secrets or data",
            service.id,
            call.operation
        );
    }
}

#[test]
fn what_services_are_asked_is_listed_and_what_is_listed_is_asked() {
    let sources = sources();
    let asked: BTreeMap<String, &Path> = sources
        .iter()
        .filter(|(path, _)| path.parent().is_some_and(|folder| folder.ends_with("services")))
        .flat_map(|(path, text)| {
            let names = called(text).into_iter().chain(answered(text));
            names.map(|name| (letters(&name), path.as_path()))
        })
        .collect();
    assert!(!asked.is_empty(), "the sources call something");
    let listed: BTreeSet<String> = services::calls().map(|(_, call)| letters(call.operation)).collect();
    for (operation, path) in &asked {
        assert!(listed.contains(operation), "{}: {operation} is called and not listed", path.display());
    }
    for operation in &listed {
        assert!(asked.contains_key(operation), "{operation} is listed and never called");
    }
}

/// Also what has another list, as the reading of states.
#[test]
fn no_source_here_calls_what_writes() {
    for (path, text) in sources() {
        for name in called(&text) {
            let reads = READ.iter().any(|start| name.starts_with(&format!("{}_", start.to_lowercase())));
            let explained =
                READ_ALL_THE_SAME.iter().any(|(operation, _)| letters(operation) == letters(&name));
            assert!(reads || explained, "{}: {name} is not known to read only", path.display());
        }
        // Whatever a client is called.
        let methods = text.split('.').map(str::trim_start);
        for method in methods.filter(|method| WRITES.iter().any(|write| method.starts_with(write))) {
            let name: String = method.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let is_called = method[name.len()..].starts_with("()");
            let is_operation = !NO_OPERATIONS.contains(&name.as_str());
            assert!(!is_called || !is_operation, "{}: {name} writes", path.display());
        }
    }
}

#[test]
fn calls_are_found_over_lines_and_by_any_client() {
    let text = "client\n    .list_queues()\n .send(); ec2_client.describe_vpcs(); client.x; http_client(y)";
    assert_eq!(called(text), BTreeSet::from(["list_queues".to_owned(), "describe_vpcs".to_owned()]));
}

#[test]
fn an_action_is_of_one_operation_of_its_service_and_each_operation_is_listed_once() {
    let mut actions = BTreeMap::new();
    let mut operations = BTreeSet::new();
    for (service, call) in services::calls() {
        assert!(
            operations.insert((service.id, call.operation)),
            "{} {} is listed twice",
            service.id,
            call.operation
        );
        assert_eq!(call.action.split(':').next(), Some(service.prefix()), "{}", call.action);
        let before = actions.insert(call.action, call.operation);
        // An answer is found by its action, so two operations of one action would be mixed up.
        assert_eq!(before, None, "{} is of {} too", call.action, call.operation);
    }
}

/// `driftgate permissions aws > deploy/aws/policy.json` writes it anew.
#[test]
fn the_published_policy_allows_what_is_sent() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/aws/policy.json");
    let published = fs::read_to_string(&path).expect("the policy is published");
    assert_eq!(published, policy::whole());
    assert!(!published.contains('*') || published.matches('*').count() == 1, "only the resource is any");
}
