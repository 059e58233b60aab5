//! Where the values of variables come from, what they are converted to, and what is secret.

use super::{load, load_with, text};

const VARIABLES: &str = "variable \"a\" { default = 1 }\nvariable \"b\" { default = 1 }\n\
    variable \"c\" {\n  type = string\n}\nvariable \"d\" { default = 1 }\nvariable \"e\" { default = 1 }\n\
    variable \"f\" {}\n";

#[test]
fn later_files_of_values_win() {
    let seen = load_with(
        &[
            ("main.tf", VARIABLES),
            ("terraform.tfvars", "b = 2\nc = 2\nd = 2\ne = 2\n"),
            ("terraform.tfvars.json", "{\n  \"c\": 3, \"d\": 3,\n  \"e\": 3\n}\n"),
            ("b.auto.tfvars", "d = 5\n"),
            ("a.auto.tfvars.json", "{\"d\": 4, \"e\": 4}\n"),
            ("other.tfvars", "a = 9\n"),
            ("given.tfvars", "\n\ne = 6\n"),
        ],
        &["given.tfvars"],
    );
    assert_eq!(seen.attributes("var"), "{ a = 1, b = 2, c = \"3\", d = 5, e = 6 }");
    assert_eq!(
        seen.places("var"),
        [
            "a main.tf:1",
            "b terraform.tfvars:1",
            "c terraform.tfvars.json:2",
            "d b.auto.tfvars:1",
            "e given.tfvars:3"
        ]
    );
    assert_eq!(seen.collected.format, "terraform configuration");
}

#[test]
fn values_are_converted_to_their_types() {
    let seen = load(&[
        (
            "main.tf",
            "variable \"n\" { type = number }\nvariable \"s\" { type = set(string) }\n\
             variable \"o\" {\n  type = object({\n    a = string\n    b = optional(number, 5)\n  })\n}\n\
             variable \"z\" {\n  default  = 7\n  nullable = false\n}\nvariable \"w\" { type = bool }\n",
        ),
        ("terraform.tfvars", "n = \"3\"\ns = [\"b\", \"a\", \"b\"]\no = { a = 1 }\nz = null\nw = [1]\n"),
    ]);
    assert_eq!(
        seen.attributes("var"),
        "{ n = 3, o = { a = \"1\", b = 5 }, s = [\"a\", \"b\"], w = [1], z = 7 }"
    );
    assert_eq!(
        seen.warnings(),
        ["terraform.tfvars:5: the value of `w` is of type list, but its type is bool"]
    );
}

#[test]
fn values_for_what_is_not_declared_have_no_effect() {
    let seen = load(&[
        ("main.tf", "variable \"region\" { default = 1 }\n"),
        ("terraform.tfvars", "\nregoin = 2\n"),
        ("x.auto.tfvars", "b = 1\na = 1\n"),
    ]);
    assert_eq!(seen.attributes("var"), "{ region = 1 }");
    assert_eq!(
        seen.warnings(),
        [
            "terraform.tfvars:2: no variable `regoin` is declared (did you mean `region`?); Terraform ignores the value",
            "x.auto.tfvars: 2 values are for variables that are not declared, and Terraform ignores them: a, b",
        ]
    );
}

#[test]
fn a_folder_of_values_only() {
    let seen = load(&[("dev.tfvars", "a = 1\nb = x.y\n")]);
    assert_eq!(seen.resources(), ["variable var { a = 1, b = x.y }"]);
    assert_eq!(seen.collected.format, "terraform variables");
    let files = [("dev.tfvars", "a = 1\nb = 1\n"), ("prod.tfvars", "a = 2\n")];
    let seen = load(&files);
    assert_eq!(seen.attributes("var"), "{ a = 2, b = 1 }");
    assert_eq!(
        seen.warnings(),
        [
            "several files give a value to a (`a`: dev.tfvars:1, prod.tfvars:1); the last one wins: give driftgate one of the files"
        ]
    );
    let seen = load_with(&files, &["dev.tfvars"]);
    assert_eq!(seen.attributes("var"), "{ a = 1, b = 1 }");
    assert_eq!(seen.warnings(), [] as [&str; 0]);
}

#[test]
fn locals_are_evaluated_in_the_order_they_need() {
    let seen = load(&[(
        "main.tf",
        "locals {\n  a = \"${local.b}-x\"\n  b = upper(local.c.d)\n  c = { d = var.v, e = aws_vpc.main.id }\n}\n\
         variable \"v\" { default = \"dev\" }\n\
         locals {\n  p = local.q\n  q = [local.r]\n  r = local.p\n  s = local.p\n  t = local.t\n}\n",
    )]);
    assert_eq!(
        seen.attributes("local"),
        "{ a = \"DEV-x\", b = \"DEV\", c = { d = \"dev\", e = aws_vpc.main.id }, p = local.p, q = local.q, r = local.r, s = local.p, t = local.t }"
    );
    assert_eq!(
        seen.warnings(),
        ["main.tf:8: local.p, local.q, local.r need each other", "main.tf:12: local.t need each other"]
    );
}

#[test]
fn mistakes_are_kept_as_text_and_said_without_values() {
    let seen = load(&[(
        "main.tf",
        "variable \"v\" { default = \"hunter2\" }\nlocals {\n  m = { key = 1 }\n  a = local.m.kye\n  b = tonumber(var.v)\n  c = var.other\n}\n",
    )]);
    assert_eq!(
        seen.attributes("local"),
        "{ a = local.m.kye, b = tonumber(var.v), c = var.other, m = { key = 1 } }"
    );
    assert_eq!(
        seen.warnings(),
        [
            "main.tf:4: there is no attribute `kye`; did you mean `key`? Its text is compared instead",
            "main.tf:5: this expression cannot be evaluated; its text is compared instead",
            "main.tf:6: there is no attribute `other`; its text is compared instead",
        ]
    );
    // In a single file, what is not here may stand in another.
    assert_eq!(text("x.tf", "locals {\n  c = var.w\n}\n").warnings(), [] as [&str; 0]);
}

#[test]
fn what_is_made_of_a_secret_is_one() {
    let seen = load(&[
        (
            "main.tf",
            "variable \"pw\" {\n  sensitive = true\n}\nvariable \"db\" { default = { user = \"u\", class = \"c\" } }\n\
             locals {\n  url   = \"postgres://${var.pw}@db\"\n  all   = merge(var.db, { password = var.pw })\n  class = local.all.class\n  flat  = [var.db.user, var.pw]\n}\n\
             output \"o\" {\n  value = local.all\n}\noutput \"p\" {\n  value     = { a = var.pw }\n  sensitive = true\n}\n\
             resource \"aws_db\" \"x\" {\n  password = var.pw\n  class    = local.class\n  count    = var.pw == \"\" ? 0 : 1\n  env {\n    url = local.url\n  }\n  dynamic \"s\" {\n    for_each = [var.pw, \"b\"]\n    content {\n      v = s.value\n    }\n  }\n  token = sensitive(\"t\")\n}\n\
             module \"m\" {\n  source = \"./m\"\n  pw     = var.pw\n}\n",
        ),
        ("terraform.tfvars", "pw = \"hunter2\"\n"),
        ("m/main.tf", "variable \"pw\" {}\nresource \"aws_x\" \"y\" {\n  a = var.pw\n  b = \"public\"\n}\n"),
    ]);
    assert_eq!(seen.attributes("module.m.aws_x.y"), "{ a = \"hunter2\", b = \"public\" }");
    assert_eq!(
        seen.sensitive(),
        [
            "var pw",
            "local all.password",
            "local flat[1]",
            "local url",
            "output o.password",
            "output p",
            "aws_db.x @count",
            "aws_db.x env[0].url",
            "aws_db.x password",
            "aws_db.x s[0].v",
            "aws_db.x token",
            "module.m pw",
            "module.m.aws_x.y a",
        ]
    );
}
