//! State behind HTTP: who asks, where it is redirected to, and what is no state.

use super::{PASSWORD, differs, program, refused, run, sources};
use crate::lab::{Answer, Web};
use crate::support::{Case, instance};

/// `jo:hunter2-and-more` as it is sent.
const BASIC: &str = "Basic am86aHVudGVyMi1hbmQtbW9yZQ==";

fn case() -> Case {
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    case
}

/// Serves a state to `jo` only.
fn guarded() -> Web {
    Web::start(|asked| match (asked.path.as_str(), asked.header("authorization")) {
        ("/open", _) => Answer::ok(instance("m5.large")),
        (_, "") => Answer::status(401).with("WWW-Authenticate", "Basic realm=\"states\""),
        ("/state?ref=main", BASIC) => Answer::ok(instance("m5.large")),
        ("/forbidden", BASIC) => Answer::status(403),
        ("/new", BASIC) => Answer::status(204),
        ("/empty", BASIC) => Answer::ok(""),
        ("/cut", BASIC) => Answer::ok(instance("m5.large")).cut(),
        ("/page", BASIC) => Answer::ok("\n<!DOCTYPE html><title>Log in</title>"),
        (_, BASIC) => Answer::status(404),
        _ => Answer::status(401),
    })
}

fn with_user(web: &Web, path: &str) -> String {
    format!("http://jo:{PASSWORD}@127.0.0.1:{}{path}", web.port())
}

#[test]
fn the_user_may_stand_in_the_address_or_in_the_environment() {
    let (case, web) = (case(), guarded());
    let report = differs(program(&case), "dev.tfstate", &with_user(&web, "/state?ref=main"));
    assert_eq!(sources(&report), [format!("http://jo:***@127.0.0.1:{}/state?ref=main", web.port())]);
    differs(program(&case), "dev.tfstate", &web.url("/open"));
    let mut command = program(&case);
    command.envs([("TF_HTTP_USERNAME", "jo"), ("TF_HTTP_PASSWORD", PASSWORD)]);
    differs(command, "dev.tfstate", &web.url("/state?ref=main"));
    let asked = web.asked();
    assert!(asked.iter().all(|asked| asked.method == "GET"), "no lock is taken: {asked:?}");
}

#[test]
fn what_is_refused_or_no_state_is_an_error() {
    let (case, web) = (case(), guarded());
    let host = format!("http://jo:***@127.0.0.1:{}", web.port());
    for (path, why) in [
        ("/forbidden", "(403)"),
        ("/new", "no state is kept there yet (204)"),
        ("/nothing", "no state is kept there (404)"),
        ("/empty", "what is kept there is empty"),
        ("/cut", "error"),
        ("/page", "a web page and no state"),
    ] {
        refused(program(&case), &with_user(&web, path), &[&format!("{host}{path}: "), why]);
    }
    refused(program(&case), &web.url("/x"), &["TF_HTTP_USERNAME", "(401)"]);
    let wrong = format!("http://jo:wrong@127.0.0.1:{}/x", web.port());
    refused(program(&case), &wrong, &["the user name, password or token is not accepted (401)"]);
    refused(program(&case), &format!("http://jo:{PASSWORD}@127.0.0.1:1/x"), &["no connection"]);
    refused(program(&case), &format!("http://jo:{PASSWORD}/x@127.0.0.1/x"), &["%2F"]);
    refused(program(&case), &format!("gs://jo:{PASSWORD}@b/x"), &["no state is read from gs://"]);
}

#[test]
fn a_password_follows_no_redirection_to_another_host() {
    let case = case();
    let other = Web::start(|_| Answer::ok(instance("m5.large")));
    let to = other.url("/moved");
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/away" => Answer::redirect(to.clone()),
        "/near" => Answer::redirect("/state"),
        "/loop" => Answer::redirect("/loop"),
        _ => Answer::ok(instance("m5.large")),
    });
    differs(program(&case), "dev.tfstate", &with_user(&web, "/away"));
    let asked = other.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), "");
    assert!(!format!("{asked:?}").contains(PASSWORD), "{asked:?}");
    differs(program(&case), "dev.tfstate", &with_user(&web, "/near"));
    assert_eq!(web.asked().last().unwrap().header("authorization"), BASIC);
    refused(program(&case), &with_user(&web, "/loop"), &["redirects again and again"]);
}

#[test]
fn what_may_pass_is_tried_again() {
    let case = case();
    let tries = std::sync::atomic::AtomicUsize::new(0);
    let web = Web::start(move |_| match tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Answer::status(503),
        1 => Answer::ok(instance("m5.large")).cut(),
        _ => Answer::ok(instance("m5.large")),
    });
    differs(program(&case), "dev.tfstate", &web.url("/state"));
    assert_eq!(web.asked().len(), 3);
}

/// Neither the name of the snapshot nor anything in it holds the password of the address it was read from.
#[test]
fn a_snapshot_does_not_keep_the_address_with_its_password() {
    let (case, web) = (case(), guarded());
    std::fs::create_dir(case.path("snapshots")).unwrap();
    let address = with_user(&web, "/state?ref=main");
    run(program(&case), &["snapshot", &address, "-o", "snapshots"]).exits(0);
    let files: Vec<_> =
        std::fs::read_dir(case.path("snapshots")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert!(!files[0].display().to_string().contains(PASSWORD), "{files:?}");
    let text = zstd::decode_all(std::fs::File::open(&files[0]).unwrap());
    let text = text.unwrap_or_else(|_| std::fs::read(&files[0]).unwrap());
    assert!(!String::from_utf8_lossy(&text).contains(PASSWORD));
}
