use std::path::{Path, PathBuf};

use super::*;
use crate::collect::Input;
use crate::collect::remote::{BackendConfig, Place, Remote};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::model::{Severity, Value};

fn read(text: &str) -> Result<Config, Vec<Diagnostic>> {
    let env = |name: &str| (name == "STATE_DIR").then(|| "states".to_owned());
    parse(&SourceText::new("driftgate.hcl", text), Path::new("infra"), &env)
}

fn mistakes(text: &str) -> Vec<String> {
    let line = |error: &Diagnostic| {
        let (line, column) = error.source.position(error.span.start);
        let help = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}:{column} {}{help}", error.message)
    };
    read(text).unwrap_err().iter().map(line).collect()
}

const WHOLE: &str = r#"
environment "dev" {
  tokens = ["dev", "development"]
  vars   = { domain = "dev.example.com", account = 111122223333 }
  terraform "network" {
    state     = "${env("STATE_DIR")}/dev.tfstate"
    config    = "network"
    var_files = ["envs/dev.tfvars"]
  }
}
environment "live" {
  role = "production"
  terraform "network" {
    state = ["a.tfstate", "b.tfstate"]
    plan  = "live.tfplan.json"
  }
}
gate {
  compare = [["dev", "live"]]
  drift   = ["live"]
  fail_on = "medium"
}
pair {
  left  = "aws_instance.web_dev"
  right = "aws_instance.web"
}
ignore "autoscaled-capacity" {
  kind   = "aws_autoscaling_group"
  path   = "desired_capacity"
  reason = "owned by the autoscaler"
}
expect "prod-is-not-smaller" {
  kind     = ["aws_autoscaling_group", "aws_ecs_*"]
  path     = "min_size"
  that     = right.value >= left.value
  severity = "high"
  message  = "${right.env} keeps ${right.value} at least, ${left.env} ${left.value}"
}
accept "f2a9c1" {
  left   = "m5.large"
  right  = "m6i.large"
  reason = "prod moves to m7g in January"
  owner  = "platform"
  until  = "2027-01-31"
}
"#;

#[test]
fn a_whole_configuration_is_read() {
    let config = read(WHOLE).unwrap();
    let [dev, live] = config.environments.as_slice() else { panic!("two environments") };
    assert_eq!((dev.name.as_str(), dev.role), ("dev", Role::Development));
    assert_eq!(dev.tokens, ["dev", "development"]);
    let vars = [("domain", "dev.example.com"), ("account", "111122223333")];
    assert_eq!(dev.vars, vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(dev.terraform[0].state, [Input::new("infra/states/dev.tfstate")]);
    assert_eq!(dev.terraform[0].config, Some(PathBuf::from("infra/network")));
    assert_eq!(live.role, Role::Production);
    assert_eq!(live.terraform[0].state.len(), 2);
    assert_eq!(config.gate.compare, [("dev".to_owned(), "live".to_owned())]);
    assert_eq!(config.gate.drift, ["live"]);
    assert_eq!(config.gate.fail_on, Some(FailOn::Severity(Severity::Medium)));
    assert_eq!(config.pairs[0].right, "aws_instance.web");
    assert!(config.ignores[0].paths[0].covers(&"desired_capacity".parse().unwrap()));
    assert!(config.expectations[0].kinds[1].matches("aws_ecs_service"));
    let accept = &config.acceptances[0];
    assert!(accept.fingerprint.matches("f2a9c1d2e3f40516"));
    assert_eq!(accept.left, Some(Value::from("m5.large")));
    assert_eq!(accept.until.unwrap().to_string(), "2027-01-31");
    assert_eq!(accept.place.at(), "driftgate.hcl:39");
}

#[test]
fn an_empty_configuration_is_one() {
    assert!(read("# nothing yet\n").unwrap().environments.is_empty());
}

#[test]
fn every_mistake_is_reported_with_its_place() {
    let text = r#"environment "dev" {
  token = ["dev"]
  role  = "prd"
  terraform "a" {
    stat = "x"
  }
  azure {
  }
}
environment {
}
gate {
  compare = [["dev", "prd"], ["dev"]]
  fail_on = "urgent"
}
gate {}
pair { left = "a" }
ignore "x" {
  kind   = 3
  path   = "a..b"
  reason = "r"
}
expect "y" {
  kind = "a"
  path = "b"
  that = rigth.value == left.value
}
accept "F2" {
  until  = "31.01.2027"
  reason = env("MISSING")
}
"#;
    assert_eq!(
        mistakes(text),
        [
            "2:3 unknown attribute `token` (did you mean `tokens`?)",
            "3:11 \"prd\" is no role; expected production, staging, development or other",
            "4:3 a `terraform` block needs `state`, `plan` or `config`",
            "5:5 unknown attribute `stat` (did you mean `state`?)",
            "7:3 unknown block `azure` (known here: terraform, kubernetes, aws)",
            "10:1 `environment` block needs a name in quotes",
            "13:22 unknown environment `prd` (add a block `environment \"prd\" { … }`)",
            "13:30 `compare` takes pairs of environments (write it as `compare = [[\"dev\", \"prod\"]]`)",
            "14:13 \"urgent\" is no severity; expected info, low, medium, high or critical, or none",
            "16:1 more than one `gate` block",
            "17:1 missing attribute `right`",
            "19:12 `kind` must be a string or a list of strings",
            "20:12 expected an attribute name at column 3 of the path \"a..b\"",
            "26:10 unknown name `rigth` (did you mean `right`?)",
            "28:8 \"F2\" is no fingerprint; expected from 6 to 16 hexadecimal digits in lower case",
            "29:12 \"31.01.2027\" is no date; expected year, month and day as 2027-01-31",
            "30:12 the environment variable `MISSING` is not set",
        ]
    );
}

#[test]
fn names_given_twice_are_refused() {
    let text = r#"environment "dev" {
  terraform "a" { state = "1" }
  terraform "a" { state = "2" }
}
environment "dev" {}
accept "f2a9c1" { reason = "a" }
accept "f2a9c1" { reason = "b" }
pair {
  left  = "a"
  right = "b"
}
pair {
  left  = "a"
  right = "c"
}
gate {
  compare = [["dev", "dev"]]
  drift   = ["dev", "prd", "dev"]
}
"#;
    assert_eq!(
        mistakes(text),
        [
            "3:3 `terraform` block `a` is there twice (the first is at driftgate.hcl:2)",
            "5:1 environment `dev` is there twice (the first is at driftgate.hcl:1)",
            "7:1 acceptance of `f2a9c1` is there twice (the first is at driftgate.hcl:6)",
            "12:1 `a` of the left side is paired twice (the first is at driftgate.hcl:8)",
            "17:22 an environment compared with itself tells nothing",
            "18:21 unknown environment `prd` (add a block `environment \"prd\" { … }`)",
            "18:28 `dev` is there twice",
        ]
    );
}

#[test]
fn a_mistake_is_shown_with_a_caret() {
    let errors = read("gate {\n  fail_onn = \"high\"\n}\n").unwrap_err();
    insta::assert_snapshot!(errors[0].render(false), @r#"
    error: unknown attribute `fail_onn`
     --> driftgate.hcl:2:3
      |
    2 |   fail_onn = "high"
      |   ^^^^^^^^ not known here
      |
      = help: did you mean `fail_on`?
    "#);
}

/// Paths are relative to the file, also those of settings; what is no file is left as it is.
#[test]
fn state_is_a_file_or_kept_elsewhere() {
    let remote = |lines: &str| {
        let text = format!("environment \"dev\" {{\n  terraform \"net\" {{\n    {lines}\n  }}\n}}\n");
        read(&text).unwrap().environments.remove(0).terraform.remove(0).state
    };
    let files = remote("state = [\"a.tfstate\", \"./backend\"]");
    assert_eq!(files, [Input::new("infra/a.tfstate"), Input::new("infra/./backend")]);
    let [Input::Remote(Remote { place: Place::Address(address), workspace, .. })] =
        &remote("state = \"s3://b/k@{2.hours.ago}\"\n workspace = \"prod\"")[..]
    else {
        panic!("no address")
    };
    assert_eq!((address.name().as_str(), workspace.as_deref()), ("s3://b/k@{2.hours.ago}", Some("prod")));
    let folder = PathBuf::from("infra/net");
    let config = [
        BackendConfig::File("infra/prod.s3.tfbackend".into()),
        BackendConfig::Pair("region".to_owned(), "eu-west-1".to_owned()),
    ];
    let lines = "state = \"backend\"\n config = \"net\"\n backend_config = [\"prod.s3.tfbackend\", \"region=eu-west-1\"]";
    let place = Place::Backend { folder: folder.clone(), command: None };
    let backend_config = config.to_vec();
    assert_eq!(remote(lines), [Input::Remote(Remote { place, backend_config, workspace: None })]);
    let place = Place::Pull { folder, command: Some("tofu".to_owned()) };
    let lines = "pull = true\n config = \"net\"\n command = \"tofu\"";
    assert_eq!(remote(lines), [Input::Remote(Remote { place, backend_config: Vec::new(), workspace: None })]);
    assert!(
        !format!("{:?}", remote("state = \"http://h/k\"\n backend_config = { password = \"hunter2\" }"))
            .contains("hunter2")
    );
}
