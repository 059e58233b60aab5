//! State in S3, in an AWS of the test's own: keys, versions, times, patterns, workspaces and refusals.

use super::{differs, program, refused, run, sources};
use crate::lab::{Answer, Moto, Web};
use crate::support::{Case, instance};

#[test]
fn state_in_s3_is_read_in_all_its_forms() {
    let Some(moto) = Moto::start() else { return };
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    let seeded = moto.seed("remote/s3.py", &[&instance("t3.small"), &instance("m5.large")]);
    let (time, version) = seeded.trim().split_once(' ').unwrap();
    let with_profile = |profile: &str| {
        let mut command = program(&case);
        moto.equip(&mut command);
        command.env("AWS_PROFILE", profile);
        command
    };
    let dev = || with_profile("dev");
    let large = |input: &str| sources(&differs(dev(), "dev.tfstate", input));
    let small = |input: &str| {
        run(dev(), &["diff", "dev.tfstate", input, "--fail-on", "info"]).exits(0);
    };

    assert_eq!(large("s3://acme-tfstate/net.tfstate"), ["s3://acme-tfstate/net.tfstate"]);
    assert_eq!(
        large("s3://acme-tfstate/net.tfstate?workspace=prod"),
        ["s3://acme-tfstate/env:/prod/net.tfstate"]
    );
    large("s3://acme-tfstate/net.tfstate?workspace=prod&workspace_key_prefix=ws");
    large("s3://acme-tfstate/net.tfstate@{now}");
    large("s3://unversioned/net.tfstate@{now}");
    large("s3://far/net.tfstate");
    small(&format!("s3://acme-tfstate/net.tfstate?version={version}"));
    small(&format!("s3://acme-tfstate/net.tfstate@{{{time}}}"));

    let ran = run(
        dev(),
        &[
            "diff",
            "s3://acme-tfstate/all/**/*.tfstate",
            "s3://acme-tfstate/all/**/*.tfstate",
            "--format",
            "json",
        ],
    );
    let report = ran.exits(0).report();
    assert_eq!(
        sources(&report),
        ["s3://acme-tfstate/all/a/app.tfstate", "s3://acme-tfstate/all/deep/down/db.tfstate"]
    );

    case.write("net/main.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"acme-tfstate\"\n    key = \"net.tfstate\"\n    encrypt = true\n    use_lockfile = true\n  }\n}\n");
    case.write("driftgate.hcl", "environment \"prod\" {\n  terraform \"net\" {\n    state = \"backend\"\n    config = \"net\"\n    workspace = \"prod\"\n    backend_config = [\"profile=dev\", \"region=us-east-1\"]\n  }\n}\n");
    let report = differs(with_profile("prod"), "dev.tfstate", "prod");
    assert_eq!(sources(&report)[0], "s3://acme-tfstate/env:/prod/net.tfstate");

    for (input, parts) in [
        ("s3://acme-tfstate/nothing.tfstate", ["there is no object nothing.tfstate", "workspace"]),
        ("s3://no-such-bucket-1/net.tfstate", ["there is no bucket no-such-bucket-1", "account"]),
        ("s3://acme-tfstate/none/*.tfstate", ["no object matches", "pattern"]),
        (
            "s3://acme-tfstate/net.tfstate@{2.hours.ago}",
            ["nothing was there at that time", "the oldest version is of 20"],
        ),
        ("s3://unversioned/net.tfstate@{2.hours.ago}", ["keeps no versions", "versioning"]),
        ("s3://acme-tfstate/gone.tfstate@{now}", ["was deleted", "at that time"]),
        ("s3://acme-tfstate/nothing.tfstate@{now}", ["there is and was no such object", "key"]),
        ("s3://acme-tfstate/empty.tfstate", ["is empty", "applied"]),
        ("s3://acme-tfstate/*.tfstate?version=1", ["one version of one object", "pattern"]),
    ] {
        refused(dev(), input, &[&format!("error: {input}: "), parts[0], parts[1]]);
    }
    refused(
        with_profile("nobody"),
        "s3://acme-tfstate/net.tfstate",
        &["s3://acme-tfstate/net.tfstate: ", "no credentials"],
    );
    let mut command = dev();
    command.env("AWS_ENDPOINT_URL", "http://127.0.0.1:1").env("AWS_MAX_ATTEMPTS", "1");
    refused(command, "s3://acme-tfstate/net.tfstate", &["s3://acme-tfstate/net.tfstate: ", "no connection"]);
}

/// An answer of S3 that says why there is none.
fn error(status: u16, code: &str) -> Answer {
    Answer::xml(status, &format!("<Error><Code>{code}</Code><Message>said</Message></Error>"))
}

#[test]
fn what_s3_refuses_is_said() {
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    let web = Web::start(|asked| {
        let is_from = |region: &str| asked.header("authorization").contains(&format!("/{region}/s3/"));
        match asked.path.split('?').next().unwrap() {
            "/far/net.tfstate" if is_from("eu-west-1") => Answer::ok(instance("m5.large")),
            "/far/net.tfstate" => error(301, "PermanentRedirect").with("x-amz-bucket-region", "eu-west-1"),
            "/denied/net.tfstate" => error(403, "AccessDenied"),
            "/expired/net.tfstate" => error(400, "ExpiredToken"),
            "/cut/net.tfstate" => Answer::ok(instance("m5.large")).cut(),
            "/page/net.tfstate" => Answer::ok("<html>log in</html>"),
            _ => error(405, "MethodNotAllowed"),
        }
    });
    let asking = || {
        let mut command = program(&case);
        command.envs([("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", super::PASSWORD)]);
        command.env("AWS_ENDPOINT_URL_S3", web.url("")).env("AWS_MAX_ATTEMPTS", "1");
        command
    };
    differs(asking(), "dev.tfstate", "s3://far/net.tfstate");
    for (bucket, parts) in [
        ("denied", ["refused (AccessDenied", "`driftgate permissions state denied`"]),
        ("expired", ["the credentials have expired", "log in again"]),
        ("cut", ["broke off", "cut"]),
        ("page", ["a web page", "no state"]),
    ] {
        refused(
            asking(),
            &format!("s3://{bucket}/net.tfstate"),
            &[&format!("error: s3://{bucket}/net.tfstate: "), parts[0], parts[1]],
        );
    }
    assert!(web.asked().iter().all(|asked| asked.method == "GET"));
}

#[test]
fn the_policy_for_states_names_the_bucket() {
    let policy = Case::new().run(&["permissions", "state", "acme-tfstate"]).exits(0).stdout;
    for part in ["s3:GetObject", "s3:ListBucket", "arn:aws:s3:::acme-tfstate/*"] {
        assert!(policy.contains(part), "{policy}");
    }
}
