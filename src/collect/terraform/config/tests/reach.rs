//! Which variables of the root module are said to reach an attribute.

use super::load;

/// Returns what reaches an attribute of `aws_x.y`, one line for each instance that is told apart.
fn reached(text: &str, attribute: &str) -> Vec<String> {
    reached_in(&[("main.tf", text)], "aws_x.y", attribute)
}

fn reached_in(files: &[(&str, &str)], address: &str, attribute: &str) -> Vec<String> {
    let seen = load(files);
    let resource = seen.collected.resources.iter().find(|r| r.address.as_str() == address).unwrap();
    let of = resource.provenance.reached.iter().filter(|reached| reached.attribute.as_str() == attribute);
    of.map(|reached| format!("{}: {}", reached.instance, reached.variables.join(" "))).collect()
}

const VARIABLES: &str = "variable \"a\" {}\nvariable \"b\" {}\nvariable \"map\" {}\nvariable \"unused\" {}\n";

#[test]
fn through_expressions_of_every_form() {
    for (expression, expected) in [
        ("var.a", "a"),
        ("\"x-${var.a}-${var.b}\"", "a b"),
        ("var.a ? var.b : 1", "a b"),
        ("[for x in var.map : \"${x}-${var.a}\" if var.b]", "a b map"),
        ("var.map.one", "map.one"),
        ("var.map[\"one\"]", "map.one"),
        ("lookup(var.map, \"one\", var.a)", "a map.one"),
        ("{ one = var.a, two = var.b }.two", "b"),
        ("merge({ one = var.a }, var.map).one", "a map.one"),
        ("upper(var.a)", "a"),
        ("aws_z.other.id", ""),
        ("1", ""),
    ] {
        let text = format!("{VARIABLES}resource \"aws_x\" \"y\" {{\n  v = {expression}\n}}\n");
        let expected: Vec<String> =
            if expected.is_empty() { Vec::new() } else { vec![format!("aws_x.y: {expected}")] };
        assert_eq!(reached(&text, "v"), expected, "{expression}");
    }
}

#[test]
fn through_locals_that_need_each_other() {
    let text = format!(
        "{VARIABLES}locals {{\n  z = var.a\n  y = \"${{local.z}}!\"\n  o = {{ one = local.y, two = var.b }}\n  c1 = local.c2\n  c2 = local.c1\n}}\n\
         resource \"aws_x\" \"y\" {{\n  v = local.o.one\n  w = local.c1\n}}\n"
    );
    assert_eq!(reached(&text, "v"), ["aws_x.y: a"]);
    assert_eq!(reached(&text, "w"), [] as [&str; 0]);
}

#[test]
fn through_blocks_counts_and_dynamic_blocks() {
    let text = format!(
        "{VARIABLES}resource \"aws_x\" \"y\" {{\n  count = var.a\n  rule {{\n    port = var.b\n  }}\n  dynamic \"more\" {{\n    for_each = var.map\n    content {{\n      x = more.value\n    }}\n  }}\n}}\n"
    );
    assert_eq!(reached(&text, "@count"), ["aws_x.y: a"]);
    assert_eq!(reached(&text, "rule"), ["aws_x.y: b"]);
    assert_eq!(reached(&text, "more"), ["aws_x.y: map"]);
}

#[test]
fn each_instance_has_its_own() {
    let text = format!(
        "{VARIABLES}resource \"aws_x\" \"y\" {{\n  for_each = {{ one = {{ v = var.a }}, two = {{ v = var.b }} }}\n  v = each.value.v\n  w = var.map[each.key]\n}}\n"
    );
    assert_eq!(reached(&text, "v"), ["aws_x.y[\"one\"]: a", "aws_x.y[\"two\"]: b"]);
    assert_eq!(reached(&text, "w"), ["aws_x.y[\"one\"]: map.one", "aws_x.y[\"two\"]: map.two"]);
}

#[test]
fn through_modules_to_the_variables_of_the_root() {
    let main = format!(
        "{VARIABLES}module \"m\" {{\n  source   = \"./m\"\n  for_each = toset([\"one\", \"two\"])\n  size     = var.map[each.key]\n  name     = \"x-${{var.a}}\"\n}}\n"
    );
    let module = "variable \"size\" {}\nvariable \"name\" {}\nvariable \"own\" { default = 1 }\nresource \"aws_x\" \"y\" {\n  size = var.size\n  name = upper(var.name)\n  own  = var.own\n}\n";
    let reached =
        |attribute| reached_in(&[("main.tf", &main), ("m/main.tf", module)], "module.m.aws_x.y", attribute);
    assert_eq!(reached("size"), ["module.m[\"one\"].aws_x.y: map.one", "module.m[\"two\"].aws_x.y: map.two"]);
    assert_eq!(reached("name"), ["module.m[\"one\"].aws_x.y: a", "module.m[\"two\"].aws_x.y: a"]);
    assert_eq!(reached("own"), [] as [&str; 0]);
}
