//! State in Secrets of Kubernetes, in one part and in several.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{differs, program, refused, sources};
use crate::kubernetes::server::{Faults, Server};
use crate::support::{Case, instance};

/// A server with the Secrets of three states, the second of which has two parts.
fn server(case: &Case) -> Server {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(instance("m5.large").as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let (first, second) = packed.split_at(packed.len() / 2);
    let secret =
        |name: &str, data: Value| json!({"metadata": {"name": name, "namespace": "infra"}, "data": data});
    let state = |name: &str, part: &[u8]| secret(name, json!({"tfstate": STANDARD.encode(part)}));
    let items = json!([
        state("tfstate-default-net", &packed),
        state("tfstate-prod-net", first),
        state("tfstate-prod-net-part-1", second),
        state("tfstate-half-net", first),
        secret("tfstate-new-net", json!({})),
    ]);
    let list = json!({"kind": "SecretList", "apiVersion": "v1", "metadata": {}, "items": items});
    let server =
        Server::start(json!({"discovery": {}, "lists": {"/api/v1/secrets": list}}), 100, Faults::default());
    server.write_kubeconfig(&case.path("kubeconfig"));
    server
}

#[test]
fn state_in_secrets_is_read_by_suffix_and_workspace() {
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    let server = server(&case);
    let address = |rest: &str| format!("kubernetes://infra/{rest}kubeconfig=kubeconfig");
    let report = differs(program(&case), "dev.tfstate", &address("net?context=all&"));
    assert_eq!(sources(&report), [address("net?context=all&")]);
    differs(program(&case), "dev.tfstate", &address("net?context=all&workspace=prod&"));
    let asked = server.asked();
    assert!(
        asked.iter().all(|asked| asked.method == "GET" && asked.path.contains("/secrets/tfstate-")),
        "{asked:?}"
    );

    case.write("net/main.tf", "terraform {\n  backend \"kubernetes\" {\n    secret_suffix = \"net\"\n    namespace = \"infra\"\n    config_path = \"../kubeconfig\"\n  }\n}\n");
    case.write("driftgate.hcl", "environment \"prod\" {\n  terraform \"net\" {\n    state = \"backend\"\n    config = \"net\"\n    workspace = \"prod\"\n    backend_config = { config_context = \"all\" }\n  }\n}\n");
    let report = differs(program(&case), "dev.tfstate", "prod");
    assert_eq!(sources(&report)[0], "the Secret tfstate-prod-net");

    refused(
        program(&case),
        &address("other?context=all&"),
        &["there is no Secret tfstate-default-other in the namespace infra"],
    );
    refused(program(&case), &address("net?context=all&workspace=new&"), &["holds no state"]);
    refused(program(&case), &address("net?context=all&workspace=half&"), &["damaged or truncated"]);
    refused(
        program(&case),
        &address("net?context=shop&"),
        &["forbidden", "`get` on the Secret tfstate-default-net"],
    );
    refused(program(&case), &address("net?context=nobody&"), &["the credentials were refused"]);
    refused(program(&case), &address("net?context=al&"), &["did you mean \"all\"?"]);
}
