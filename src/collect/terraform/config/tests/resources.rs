//! What blocks become.

use super::{load, text};

const NATIVE: &str = r#"
terraform {
  required_version = ">=1.5"
  required_providers {
    aws   = { source = "hashicorp/aws", version = "~>5.0" }
    other = "1.2"
  }
  backend "s3" {
    bucket     = "b"
    access_key = "AKIA"
  }
}
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_instance" "web" {
  count      = 2
  ami        = data.aws_ami.x.id
  name       = "web-${count.index}"
  provider   = aws.west
  depends_on = [aws_vpc.b, aws_vpc.a]
  ebs {
    size = 1 + 1
  }
  ebs {
    size = 3
  }
  lifecycle {
    ignore_changes  = [tags, ami]
    prevent_destroy = true
  }
  provisioner "local-exec" {
    command = "echo"
  }
  dynamic "rule" {
    for_each = { a = 1, b = 2 }
    iterator = it
    content {
      port = it.value
      name = it.key
    }
  }
}
data "aws_ami" "x" {
  most_recent = true
}
check "health" {
  assert {
    condition     = 1 == 1
    error_message = "no"
  }
}
output "o" {
  value = "x"
}
moved {
  from = a.b
  to   = a.c
}
import {
  to = a.b
  id = "x"
}
removed {
  from = a.b
}
"#;

const JSON: &str = r#"{
  "//": "a comment",
  "terraform": {
    "required_version": ">=1.5",
    "required_providers": {"aws": {"source": "hashicorp/aws", "version": "~>5.0"}, "other": "1.2"},
    "backend": {"s3": {"bucket": "b", "access_key": "AKIA"}}
  },
  "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "west", "region": "us-west-2"}]},
  "resource": [{"aws_instance": {"web": {
    "//": "a comment",
    "count": 2,
    "ami": "${data.aws_ami.x.id}",
    "name": "web-${count.index}",
    "provider": "aws.west",
    "depends_on": ["aws_vpc.b", "aws_vpc.a"],
    "ebs": [{"size": "${1 + 1}"}, {"size": 3}],
    "lifecycle": {"ignore_changes": ["tags", "ami"], "prevent_destroy": true},
    "provisioner": [{"local-exec": {"command": "echo"}}],
    "dynamic": {"rule": {"for_each": {"a": 1, "b": 2}, "iterator": "it",
      "content": {"port": "${it.value}", "name": "${it.key}"}}}
  }}}],
  "data": {"aws_ami": {"x": {"most_recent": true}}},
  "check": {"health": {"assert": [{"condition": "${1 == 1}", "error_message": "no"}]}},
  "output": {"o": {"value": "x"}},
  "moved": [{"from": "a.b", "to": "a.c"}],
  "import": {"to": "a.b", "id": "x"},
  "removed": {"from": "a.b"}
}"#;

const WEB: &str = "{ @count = 2, @depends_on = [\"aws_vpc.a\", \"aws_vpc.b\"], \
    @lifecycle = { ignore_changes = [\"ami\", \"tags\"], prevent_destroy = true }, @provider = \"aws.west\", \
    @provisioner = [{ @labels = [\"local-exec\"], command = \"echo\" }], ami = data.aws_ami.x.id, \
    ebs = [{ size = 2 }, { size = 3 }], name = \"web-${count.index}\", \
    rule = [{ name = \"a\", port = 1 }, { name = \"b\", port = 2 }] }";

#[test]
fn native_and_json_syntax_give_the_same() {
    let native = text("x.tf", NATIVE);
    let json = text("x.tf.json", JSON);
    for (address, attributes) in [
        (
            "terraform",
            "{ backend = { bucket = \"b\", type = \"s3\" }, providers = { registry.terraform.io/hashicorp/aws = \
             { constraint = \"~> 5.0\" }, registry.terraform.io/hashicorp/other = { constraint = \"1.2\" } }, \
             required_version = \">= 1.5\" }",
        ),
        ("provider.aws", "{ region = \"eu-west-1\" }"),
        ("provider.aws.west", "{ alias = \"west\", region = \"us-west-2\" }"),
        ("data.aws_ami.x", "{ most_recent = true }"),
        ("check.health", "{ assert = [{ condition = true, error_message = \"no\" }] }"),
        ("output", "{ o = \"x\" }"),
    ] {
        assert_eq!(native.attributes(address), attributes);
        assert_eq!(json.attributes(address), attributes);
    }
    assert_eq!(native.attributes("aws_instance.web"), WEB);
    assert_eq!(json.attributes("aws_instance.web"), WEB);
    assert_eq!(native.collected.resources.len(), 7);
    assert_eq!(json.collected.resources.len(), 7);
    assert_eq!((native.warnings(), json.warnings()), (vec![], vec![]));
    let kinds: Vec<_> = native.collected.resources.iter().map(|r| r.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "output",
            "provider",
            "provider",
            "aws_instance",
            "data.aws_ami",
            "check_block",
            "terraform_settings"
        ]
    );
    assert!(json.places("aws_instance.web").contains(&"name x.tf.json:13".to_owned()));
    assert!(native.places("aws_instance.web").contains(&"ebs x.tf:26".to_owned()));
    assert_eq!(native.collected.resources[3].provenance.line, Some(20));
    assert_eq!(native.collected.resources[3].provenance.file, None);
}

#[test]
fn dynamic_blocks_that_cannot_be_known_stay_text() {
    let seen = text(
        "x.tf",
        "resource \"a\" \"b\" {\n  dynamic \"rule\" {\n    for_each = each.value # why\n    content {\n      x = rule.value\n    }\n  }\n  \
         s {}\n  dynamic \"s\" {\n    for_each = data.x.y.z\n    content {}\n  }\n  dynamic \"t\" {\n    for_each = [\"p\"]\n    content {\n      k = t.key\n      v = t.value\n      dynamic \"u\" {\n        for_each = [t.value]\n        content {\n          w = \"${t.value}${u.value}\"\n        }\n      }\n    }\n  }\n}\n",
    );
    assert_eq!(
        seen.attributes("a.b"),
        "{ rule = dynamic \"rule\" { for_each = each.value, content { x = rule.value } }, \
         s = [{}, dynamic \"s\" { for_each = data.x.y.z, content {} }], \
         t = [{ k = t.key, u = [{ w = \"pp\" }], v = \"p\" }] }"
    );
}

#[test]
fn blocks_that_are_not_known_are_kept() {
    let seen = text(
        "x.tf",
        "ephemeral \"random_password\" \"p\" {\n  length = 8\n}\nfuture \"a\" {\n  x = 1\n}\nfuture \"a\" {\n  x = 2\n}\nresource \"one\" {\n  y = 1\n}\nstray = 1\n",
    );
    assert_eq!(
        seen.resources(),
        [
            "ephemeral.random_password ephemeral.random_password.p { length = 8 }",
            "future future.a { x = 1 }",
            "future future.a[1] { x = 2 }",
            "resource resource.one { y = 1 }",
        ]
    );
    assert_eq!(
        seen.warnings(),
        [
            "x.tf:13: `stray` stands outside of any block and has no effect here; values of variables belong into a .tfvars file"
        ]
    );
}

#[test]
fn overrides_are_merged_in_the_order_of_their_names() {
    let seen = load(&[
        ("main.tf", "resource \"a\" \"b\" {\n  x = 1\n  y = 1\n  z = 1\n}\n"),
        ("override.tf", "resource \"a\" \"b\" {\n  y = 3\n  z = 3\n}\n"),
        ("b_override.tf", "resource \"a\" \"b\" {\n  z = 2\n  y = 2\n}\n"),
        ("notoverride.tf", "resource \"a\" \"c\" {}\n"),
    ]);
    assert_eq!(seen.attributes("a.b"), "{ x = 1, y = 3, z = 3 }");
    assert_eq!(seen.places("a.b"), ["x main.tf:2", "y override.tf:2", "z override.tf:3"]);
    assert_eq!(seen.attributes("a.c"), "{}");
}

const LOCK: &str = "# by terraform init\nprovider \"registry.opentofu.org/hashicorp/aws\" {\n  version     = \"5.1.0\"\n  constraints = \"~>5.0\"\n  hashes = [\n    \"h1:abc=\",\n  ]\n}\n";

#[test]
fn the_lock_file_tells_the_versions() {
    let alone = "{ providers = { registry.opentofu.org/hashicorp/aws = { constraint = \"~> 5.0\", version = \"5.1.0\" } } }";
    for seen in [load(&[(".terraform.lock.hcl", LOCK)]), text("x", LOCK)] {
        assert_eq!(seen.resources(), [format!("terraform_settings terraform {alone}")]);
        assert_eq!(seen.collected.resources[0].provenance.line, Some(2));
    }
    let seen = load(&[
        (".terraform.lock.hcl", LOCK),
        (
            "main.tf",
            "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \">= 5\"\n    }\n  }\n}\nvariable \"v\" {\n  type = map( string )\n}\n",
        ),
    ]);
    assert_eq!(
        seen.attributes("terraform"),
        "{ providers = { registry.opentofu.org/hashicorp/aws = { constraint = \">= 5\", version = \"5.1.0\" } }, variable_types = { v = \"map(string)\" } }"
    );
}

#[test]
fn cloud_is_a_backend_and_other_settings_stay() {
    let seen = text(
        "x.tf",
        "terraform {\n  cloud {\n    organization = \"o\"\n    token = \"t\"\n    workspaces {\n      name = \"w\"\n    }\n  }\n  experiments = [x]\n  provider_meta \"p\" {\n    a = 1\n  }\n}\n",
    );
    assert_eq!(
        seen.attributes("terraform"),
        "{ backend = { organization = \"o\", type = \"cloud\", workspaces = [{ name = \"w\" }] }, experiments = [x], provider_meta = [{ @labels = [\"p\"], a = 1 }] }"
    );
}
