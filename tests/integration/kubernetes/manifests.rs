//! Manifests in every form in which people have them: files, folders, kustomizations, what `kubectl` prints.

use std::os::unix::fs::{PermissionsExt, symlink};

use serde_json::Value;

use crate::support::{Case, Ran, findings};

/// A Deployment with what people write into one.
fn deployment(name: &str, replicas: u32, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels: {{app: {name}}}\nspec:\n  \
         replicas: {replicas}\n  selector:\n    matchLabels: {{app: {name}}}\n  template:\n    metadata:\n      \
         labels: {{app: {name}}}\n    spec:\n      containers:\n      - name: {name}\n        image: {image}\n"
    )
}

fn config_map(name: &str, value: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  value: {value}\n")
}

fn warnings(report: &Value, side: &str) -> Vec<String> {
    let sources = report["comparisons"][0][side]["sources"].as_array().cloned().unwrap_or_default();
    let all = sources.iter().flat_map(|source| source["warnings"].as_array().cloned().unwrap_or_default());
    all.map(|warning| warning.as_str().unwrap().to_owned()).collect()
}

/// Asserts that an input is refused with one message that names it and holds all of `says`.
fn assert_refused(case: &Case, input: &str, says: &[&str]) {
    case.write("good.yaml", config_map("good", "\"1\""));
    for sides in [[input, "good.yaml"], ["good.yaml", input]] {
        let ran = case.run(&["diff", sides[0], sides[1]]).exits(1);
        assert_eq!(ran.stdout, "");
        assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(input), "{}", ran.stderr);
        for words in says {
            assert!(ran.stderr.contains(words), "expected {words:?} in: {}", ran.stderr);
        }
    }
}

/// Whatever the form, encoding and order, the same objects are the same.
#[test]
fn every_form_of_the_same_objects_is_equal() {
    let case = Case::new();
    let (web, settings) = (deployment("web", 2, "nginx:1.27"), config_map("settings", "'yes'"));
    case.write("a.yaml", format!("{web}---\n{settings}"));
    case.write("turned.yaml", format!("\n---\n# settings\n---\n{settings}\n...\n---\n{web}"));
    case.write("crlf.yaml", format!("\u{feff}{web}---\n{settings}").replace('\n', "\r\n"));
    let utf16: Vec<u8> =
        format!("\u{feff}{web}---\n{settings}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    case.write("utf16.yaml", utf16);
    let indented = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
    case.write(
        "list.yaml",
        format!("apiVersion: v1\nkind: List\nitems:\n-\n{}-\n{}", indented(&web), indented(&settings)),
    );
    let web_json = r#"{"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "labels": {"app": "web"}},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]}}}}"#;
    let settings_json = r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"value": "yes"}}"#;
    case.write("row.json", format!("{web_json}\n{settings_json}\n"));
    case.write(
        "list.json",
        format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{web_json}, {settings_json}]}}"#),
    );
    case.write("folder/web/deployment.yml", &web);
    case.write("folder/settings.json", settings_json);
    for other in ["turned.yaml", "crlf.yaml", "utf16.yaml", "list.yaml", "row.json", "list.json", "folder"] {
        case.assert_equal("a.yaml", other);
    }
    case.run_with_input(
        &["diff", "-", "a.yaml", "--fail-on", "info"],
        format!("{settings}---\n{web}").as_bytes(),
    )
    .exits(0);
}

/// A difference says in which file and line it was declared, on each side.
#[test]
fn a_difference_is_declared_at_file_and_line() {
    let case = Case::new();
    case.write("dev/web.yaml", format!("# dev\n{}", deployment("web", 1, "nginx:1.27")));
    case.write("prod/web.yaml", deployment("web", 3, "nginx:1.27"));
    let report = case.diff("dev", "prod");
    let found = findings(&report);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["path"], "spec.replicas");
    assert_eq!(found[0]["kind"], "Deployment.apps");
    assert_eq!(found[0]["explained"], true);
    assert_eq!(found[0]["declared_at"]["left"], "dev/web.yaml:8", "{:#}", found[0]);
    assert_eq!(found[0]["declared_at"]["right"], "prod/web.yaml:7");
}

/// YAML 1.1 as kubectl reads it, compared with what a server would have made of it.
#[test]
fn scalars_are_compared_as_kubectl_sends_them() {
    let case = Case::new();
    let object = |spec: &str| {
        format!("apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: w}}\nspec: {spec}\n")
    };
    case.write(
        "yaml.yaml",
        object("{a: yes, b: 0644, c: 1_000, d: 2020-01-01, e: ~, f: 12345678901234567890123, g: on}"),
    );
    case.write(
        "json.json",
        r#"{"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {"a": true,
            "b": 420, "c": 1000, "d": "2020-01-01", "e": null, "f": 12345678901234567890123, "g": true}}"#,
    );
    case.assert_equal("yaml.yaml", "json.json");
    case.write(
        "digit.yaml",
        object("{a: yes, b: 0644, c: 1_000, d: 2020-01-01, e: ~, f: 12345678901234567890124, g: on}"),
    );
    let found = findings(&case.diff("yaml.yaml", "digit.yaml"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["path"], "spec.f");
}

/// `stringData` and the base64 of `data` are one secret, and nothing of it leaves in clear.
#[test]
fn secrets_are_sealed_however_they_are_written() {
    let case = Case::new();
    let secret = |data: &str| format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: db}}\n{data}\n");
    let copies = "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  annotations: {note: \"was Hunter-2-Hunter\"}\n\
                  data:\n  url: postgres://app:Hunter-2-Hunter@db/app\n  user: postgres\n  packed: SHVudGVyLTItSHVudGVy\n";
    let clear = secret("stringData: {value: Hunter-2-Hunter, username: postgres}") + copies;
    case.write("clear.yaml", &clear);
    case.write("packed.yaml", secret("data: {value: SHVudGVyLTItSHVudGVy, username: cG9zdGdyZXM=}") + copies);
    case.assert_equal("clear.yaml", "packed.yaml");
    case.write("other.yaml", clear.replace("Hunter-2-Hunter", "Other-3-Other"));
    let ran = case.run(&["diff", "clear.yaml", "other.yaml", "--format", "json"]);
    let report = ran.report();
    let value = findings(&report).into_iter().find(|finding| finding["kind"] == "Secret").unwrap();
    assert_eq!((&value["path"], &value["redacted"]), (&"data.value".into(), &true.into()));
    case.run(&["snapshot", "clear.yaml", "-o", "clear.driftgate"]).exits(0);
    let snapshot = String::from_utf8_lossy(&case.read("clear.driftgate")).into_owned();
    for text in [&ran.stdout, &ran.stderr, &snapshot] {
        for secret in ["Hunter-2", "SHVudGVy", "Other-3"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

/// A plain word in a Secret, such as a user name, does not blacken the names of everything else.
#[test]
fn a_word_in_a_secret_leaves_names_alone() {
    let case = Case::new();
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {username: redis, password: redis, zone: eu-west}\n---\n";
    case.write("a.yaml", format!("{secret}{}", deployment("redis", 1, "redis:7")));
    case.write("b.yaml", format!("{secret}{}", deployment("redis", 2, "redis:7")));
    let found = findings(&case.diff("a.yaml", "b.yaml"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["address"]["left"], "Deployment.apps/redis");
    case.write("c.yaml", format!("{secret}{}", deployment("redis", 1, "redis:8")));
    let found = findings(&case.diff("a.yaml", "c.yaml"));
    assert!(found[0]["left"].as_str().unwrap().contains("redis"), "{found:#?}");
}

/// The namespace of the configuration is that of objects without one, unless their kind has none.
#[test]
fn a_namespace_is_given_to_what_should_have_one() {
    let case = Case::new();
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: zones.example.com}\n\
                      spec: {group: example.com, scope: Cluster, names: {kind: Zone}}\n---\n";
    let objects = format!(
        "{definition}apiVersion: example.com/v1\nkind: Zone\nmetadata: {{name: z}}\n---\napiVersion: v1\nkind: Namespace\n\
         metadata: {{name: shop}}\n---\n{}---\n{}",
        config_map("plain", "a"),
        config_map("own", "a").replace("name: own", "name: own\n  namespace: elsewhere")
    );
    case.write("a.yaml", objects);
    case.write(
        "empty.yaml",
        config_map("plain", "a").replace("name: plain", "name: plain\n  namespace: shop"),
    );
    case.write(
        "driftgate.hcl",
        "environment \"a\" {\n  kubernetes {\n    namespaces = [\"shop\"]\n    manifests = [\"a.yaml\"]\n  }\n}\n\
         environment \"b\" {\n  kubernetes {\n    namespaces = [\"shop\"]\n    manifests = [\"empty.yaml\"]\n  }\n}\n",
    );
    let found = findings(&case.diff("a", "b"));
    let addresses: Vec<&str> =
        found.iter().filter_map(|finding| finding["address"]["left"].as_str()).collect();
    let mut sorted = addresses.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            "CustomResourceDefinition.apiextensions.k8s.io/zones.example.com",
            "Namespace/shop",
            "Zone.example.com/z",
            "elsewhere/ConfigMap/own",
        ]
    );
}

/// What stands in a folder and is no manifest is told; hidden folders and links are left alone.
#[test]
fn what_is_no_manifest_in_a_folder_is_told() {
    let case = Case::new();
    case.write("a/web.yaml", config_map("web", "a"));
    case.write("a/values.yaml", "replicas: 1\n");
    case.write("a/package.json", r#"{"name": "x"}"#);
    case.write("a/broken.yml", "a: [\n");
    case.write("a/empty.yaml", "# nothing yet\n");
    case.write("a/.git/x.yaml", config_map("hidden", "a"));
    case.write("outside.yaml", config_map("outside", "a"));
    symlink(case.path("outside.yaml"), case.path("a/link.yaml")).unwrap();
    symlink(case.path("a"), case.path("a/loop")).unwrap();
    case.write("b/web.yaml", config_map("web", "a"));
    case.assert_equal("a", "b");
    let told = warnings(&case.diff("a", "b"), "left");
    let about: Vec<&str> = told.iter().map(|warning| warning.split(':').next().unwrap()).collect();
    assert_eq!(
        about,
        ["a/link.yaml", "a/loop", "a/broken.yml", "a/package.json", "a/values.yaml"],
        "{told:#?}"
    );
}

/// A document that is broken or no object is one error with file and line.
#[test]
fn a_bad_document_is_told_with_file_and_line() {
    let case = Case::new();
    let good = config_map("good", "a");
    case.write("broken.yaml", format!("{good}---\n{good}  x: [\n---\n{good}"));
    assert_refused(&case, "broken.yaml", &["broken.yaml: line 14"]);
    case.write("folder/other.yaml", &good);
    case.write("folder/mixed.yaml", format!("{good}---\na: 1\n"));
    assert_refused(&case, "folder", &["folder/mixed.yaml: line 8: a Kubernetes object needs `apiVersion`"]);
    case.write("cut.json", r#"{"apiVersion": "v1", "kind": "Service", "#);
    assert_refused(&case, "cut.json", &["line 1"]);
    case.write("template.yaml", "apiVersion: v1\nkind: Service\n{{- if .x }}\nspec: {}\n{{- end }}\n");
    assert_refused(&case, "template.yaml", &["line 3", "helm template"]);
    let ran = case.run(&["diff", "folder", "folder"]).exits(1);
    assert!(!ran.stderr.contains("a: 1"), "{}", ran.stderr);
}

/// What only leads to manifests says what to do.
#[test]
fn charts_values_and_kustomizations_say_what_to_do() {
    let case = Case::new();
    case.write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    assert_refused(&case, "Chart.yaml", &["helm template"]);
    case.write("values.yaml", "replicas: 3\nimage:\n  tag: \"1\"\n");
    assert_refused(&case, "values.yaml", &["helm template", "line 1"]);
    case.write("kustomization.yaml", "resources:\n- a.yaml\n");
    assert_refused(&case, "kustomization.yaml", &["kubectl kustomize"]);
    case.write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    case.write("chart/templates/a.yaml", "{{ x }}\n");
    assert_refused(&case, "chart", &["helm template"]);
    case.write("above/base/kustomization.yaml", "resources: []\n");
    case.write("above/a.yaml", config_map("a", "a"));
    assert_refused(&case, "above", &["kustomizations", "above/base"]);
    case.write("both/main.tf", "locals {\n  a = 1\n}\n");
    case.write("both/kustomization.yaml", "resources: []\n");
    assert_refused(&case, "both", &["both Terraform configuration and kustomization.yaml"]);
    case.write("none/readme.md", "nothing");
    assert_refused(&case, "none", &["no Terraform configuration and no Kubernetes manifest"]);
}

/// Terraform stays Terraform, also with manifests inside and beside it.
#[test]
fn terraform_with_manifests_is_terraform() {
    let case = Case::new();
    let text = "locals {\n  manifest = <<EOT\napiVersion: v1\nkind: Service\nEOT\n}\n";
    case.write("a/main.tf", text);
    case.write("a/service.yaml", config_map("a", "a"));
    case.write("b/main.tf", text);
    case.assert_equal("a", "b");
    let report = case.diff("a", "b");
    assert_eq!(report["comparisons"][0]["left"]["sources"][0]["format"], "terraform configuration");
    assert!(warnings(&report, "left")[0].contains("service.yaml"), "{report:#}");
    case.write("main.tf", text);
    case.assert_equal("main.tf", "a/main.tf");
}

/// Runs with nothing on the PATH but what a test puts there.
fn run_with_path(case: &Case, arguments: &[&str], path: &str) -> Ran {
    let output = case.program().env("PATH", case.path(path)).args(arguments).output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn program(case: &Case, name: &str, script: &str) {
    case.write(name, format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(case.path(name), std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A kustomization is rendered by `kubectl`, else by `kustomize`, else it is said what to install.
#[test]
fn a_kustomization_is_rendered_by_what_is_installed() {
    let case = Case::new();
    for overlay in ["dev", "prod"] {
        case.write(&format!("{overlay}/kustomization.yaml"), "resources: [../base]\n");
    }
    case.write("nothing/readme.md", "");
    let refused = run_with_path(&case, &["diff", "dev", "prod"], "nothing").exits(1);
    assert!(refused.stderr.contains("dev: ") && refused.stderr.contains("install"), "{}", refused.stderr);
    // Prints an object that holds what it was called with: the folder decides, and is no option.
    let script = |command: &str| {
        format!(
            "[ \"$1\" = {command} ] && [ $# = 2 ] || exit 9\ncase \"$2\" in /*/dev) r=1;; /*) r=3;; *) exit 9;; esac\n\
             echo \"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{replicas: $r}}\""
        )
    };
    program(&case, "kustomize-only/kustomize", &script("build"));
    program(&case, "kubectl-only/kubectl", &script("kustomize"));
    for (path, shown) in
        [("kustomize-only", "kustomize build dev:4"), ("kubectl-only", "kubectl kustomize dev:4")]
    {
        let ran = run_with_path(&case, &["diff", "dev", "prod", "--format", "json"], path);
        let found = findings(&ran.report());
        assert_eq!(found.len(), 1, "{found:#?}\n{}", ran.stderr);
        assert_eq!((found[0]["left"].as_i64(), found[0]["right"].as_i64()), (Some(1), Some(3)));
        assert_eq!(found[0]["declared_at"]["left"], shown, "{:#}", found[0]);
    }
    program(&case, "failing/kubectl", "echo 'no such base' >&2\nexit 1");
    let failed = run_with_path(&case, &["diff", "dev", "prod"], "failing").exits(1);
    assert!(failed.stderr.contains("no such base"), "{}", failed.stderr);
    case.write("-o/kustomization.yaml", "resources: []\n");
    let odd = run_with_path(&case, &["diff", "./-o", "prod", "--format", "json"], "kubectl-only");
    assert_ne!(odd.code, 1, "{}", odd.stderr);
}

/// Objects that stand twice are told; `generateName` gives each a name of its own.
#[test]
fn objects_that_stand_twice_are_told() {
    let case = Case::new();
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\nspec: {}\n";
    case.write(
        "a.yaml",
        format!("{}---\n{}---\n{job}---\n{job}", config_map("x", "a"), config_map("x", "b")),
    );
    case.assert_equal("a.yaml", "a.yaml");
    let told = warnings(&case.diff("a.yaml", "a.yaml"), "left");
    assert_eq!(told, ["ConfigMap/x stands twice, at line 1 and line 8; both are compared"]);
}
