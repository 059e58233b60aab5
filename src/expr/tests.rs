//! Tests of expressions: each line is an expression and what it gives.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::collect::json;

struct Vars(Value);

impl Scope for Vars {
    fn variable<'a>(&'a self, name: &str) -> Option<Node<'a>> {
        self.0.get(name).map(|value| Node::Value(Cow::Borrowed(value)))
    }
}

fn vars() -> Vars {
    let text = r#"{"n": 3, "s": "dev", "l": [1, 2, 3], "m": {"k": {"x": 1}}, "none": null,
        "servers": [{"port": 80, "tls": false}, {"port": 443, "tls": true}]}"#;
    Vars(json::parse(text).unwrap().value)
}

fn compile(text: &str) -> Result<Program, Diagnostic> {
    let source = SourceText::new("x.hcl", format!("v = {text}\n"));
    let body = parse(&source)?;
    let attribute = body.get_attribute("v").unwrap();
    Program::compile(&attribute.value, &source, Names::Only(&["n", "s", "l", "m", "none", "servers", "lost"]))
}

fn check(text: &str, expected: &str) {
    let value = compile(text).unwrap_or_else(|error| panic!("{error}")).eval(&vars());
    match value {
        Ok(value) => assert_eq!(value.to_string(), expected, "{text}"),
        Err(error) => assert_eq!(format!("error: {error}"), expected, "{text}"),
    }
}

#[test]
fn operators_are_exact_and_checked() {
    for (text, expected) in [
        ("1 + 2 * 3", "7"),
        ("0.1 + 0.2", "0.3"),
        ("9223372036854775807 + 1", "9223372036854775808"),
        ("7 / 2", "3.5"),
        ("1 / 0", "error: division by zero"),
        ("1 % 0", "error: division by zero"),
        ("-n", "-3"),
        ("!true", "false"),
        ("n == \"3\"", "true"),
        ("none == null", "true"),
        ("n < 10 && n >= 3", "true"),
        ("s < 1", "error: expected a number, got string"),
        ("n == 3 ? \"a\" : lost", "\"a\""),
    ] {
        check(text, expected);
    }
}

#[test]
fn conditions_short_circuit() {
    check("false && lost", "false");
    check("true || lost", "true");
    check("true && lost", "error: `lost` cannot be known here");
}

#[test]
fn containers_are_walked_into() {
    for (text, expected) in [
        ("m.k.x", "1"),
        ("m[\"k\"].x", "1"),
        ("l[1]", "2"),
        ("l[3]", "error: there is no element 3; the list has 3"),
        ("m.kk", "error: there is no attribute `kk`; did you mean `k`?"),
        ("servers[*].port", "[80, 443]"),
        ("servers.*.tls", "[false, true]"),
        ("[for s in servers : s.port if s.tls]", "[443]"),
        ("{ for i, v in l : \"k${i}\" => v * 2 }", "{ k0 = 2, k1 = 4, k2 = 6 }"),
        ("{ for s in servers : s.tls => s.port... }", "{ false = [80], true = [443] }"),
        ("{ a = 1, \"b\" = 2, (s) = 3 }", "{ a = 1, b = 2, dev = 3 }"),
        ("none[*]", "[]"),
    ] {
        check(text, expected);
    }
}

#[test]
fn templates_are_filled() {
    for (text, expected) in [
        ("\"a-${s}-${n}\"", "\"a-dev-3\""),
        ("\"${l}\"", "[1, 2, 3]"),
        ("\"%{ if n > 2 }many%{ else }few%{ endif }\"", "\"many\""),
        ("\"%{ for x in l }<${x}>%{ endfor }\"", "\"<1><2><3>\""),
        ("\"a ${~ s ~} b\"", "\"adevb\""),
        ("\"$${s}\"", "\"${s}\""),
        ("\"${m}x\"", "error: expected a string, got object"),
    ] {
        check(text, expected);
    }
}

#[test]
fn functions_give_what_terraform_gives() {
    for (text, expected) in [
        ("upper(s)", "\"DEV\""),
        ("join(\",\", l)", "\"1,2,3\""),
        ("split(\".\", \"t3.small\")[0]", "\"t3\""),
        ("format(\"%s-%03d\", s, n)", "\"dev-003\""),
        ("regex(\"([a-z])(\\\\d)\", \"t3\")", "[\"t\", \"3\"]"),
        ("replace(\"a.b.c\", \"/\\\\./\", \"-\")", "\"a-b-c\""),
        ("substr(\"abcdef\", -2, -1)", "\"ef\""),
        ("length(l) + length(s)", "6"),
        ("lookup(m, \"zz\", 5)", "5"),
        ("try(m.zz, 7)", "7"),
        ("can(m.zz)", "false"),
        ("merge({ a = 1 }, { a = 2, b = 3 })", "{ a = 2, b = 3 }"),
        ("setsubtract([1, 2, 3], [2])", "[1, 3]"),
        ("flatten([[1], [[2]]])", "[1, 2]"),
        ("contains(l, \"2\")", "true"),
        ("max(l...)", "3"),
        ("range(3)", "[0, 1, 2]"),
        ("sort([\"b\", \"a\"])", "[\"a\", \"b\"]"),
        ("cidrsubnet(\"10.0.0.0/16\", 8, 2)", "\"10.0.2.0/24\""),
        ("cidrhost(\"10.0.0.0/24\", -1)", "\"10.0.0.255\""),
        ("cidrsubnet(\"fd00::/48\", 16, 1)", "\"fd00:0:0:1::/64\""),
        ("jsondecode(\"{\\\"a\\\": 1.50}\").a", "1.5"),
        ("jsonencode({ a = [1, \"x\"] })", "\"{\\\"a\\\":[1,\\\"x\\\"]}\""),
        ("base64decode(base64encode(s))", "\"dev\""),
        ("coalesce(null, \"\", s)", "\"dev\""),
        ("tonumber(\"x\")", "error: `tonumber`: expected a number, got string"),
        ("pow(2, 10)", "1024"),
    ] {
        check(text, expected);
    }
}

#[test]
fn functions_of_the_field_judge_by_name() {
    for (text, expected) in [
        ("family(\"db.r6g.xlarge\")", "\"r6g\""),
        ("family(\"Standard_D2s_v3\")", "\"Standard_Ds_v3\""),
        ("family(\"n2-standard-4\")", "\"n2-standard\""),
        ("family(\"nonsense\")", "null"),
        ("architecture(\"m6gd.large\")", "\"arm64\""),
        ("architecture(\"m6i.large\")", "\"x86_64\""),
        ("architecture(\"g5.xlarge\")", "\"x86_64\""),
        ("instance_size(\"t3.small\") < instance_size(\"t3.2xlarge\")", "true"),
        ("instance_generation(\"cache.t4g.micro\")", "4"),
        ("burstable(\"t3.small\")", "true"),
        ("burstable(null)", "false"),
        ("semver(\"v1.2\").minor", "2"),
        ("semver(\"latest\")", "null"),
        ("semver_compare(\"1.9.0-rc1\", \"1.9.0\")", "-1"),
        ("semver_compare(\"8.0.mysql_aurora.3.04.0\", \"8.0\")", "0"),
        ("version_step(\"v1.2.3\", \"1.3.0\")", "\"minor\""),
        ("version_step(\"7.2-alpine\", \"7.2.0\")", "\"prerelease\""),
        ("version_step(\"2\", \"v2.0.0+build\")", "\"none\""),
        ("version_step(\"2\", \"latest\")", "null"),
        ("quantity(\"500m\")", "0.5"),
        ("quantity(\"1Gi\")", "1073741824"),
        ("duration(\"1h30m\")", "5400"),
        ("duration(\"P7D\")", "604800"),
        ("image(\"ghcr.io/a/b:1.2\").tag", "\"1.2\""),
        ("image(\"redis\").registry", "\"docker.io\""),
        ("cidr_contains(\"10.0.0.0/8\", \"10.1.0.0/16\")", "true"),
        ("is_public_cidr(\"0.0.0.0/0\")", "true"),
        ("is_public_cidr(\"10.1.0.0/16\")", "false"),
        ("is_public_cidr(\"::/0\")", "true"),
        ("is_public_cidr(\"sg-1\")", "false"),
        ("cidr_size(\"10.0.0.0/24\")", "256"),
        ("policy_wildcards([\"s3:*\", \"s3:Get\"])", "[\"s3:*\"]"),
    ] {
        check(text, expected);
    }
}

#[test]
fn mistakes_are_found_before_anything_runs() {
    for (text, message) in [
        ("famly(s)", "unknown function `famly`"),
        ("q + 1", "unknown name `q`"),
        ("family()", "`family` takes 1 argument, not 0"),
    ] {
        assert_eq!(compile(text).unwrap_err().message, message);
    }
    insta::assert_snapshot!(compile("famly(s)").unwrap_err(), @r"
    error: unknown function `famly`
     --> x.hcl:1:5
      |
    1 | v = famly(s)
      |     ^^^^^
      |
      = help: did you mean `family`?
    ");
}

#[test]
fn a_template_cannot_explode_memory() {
    let text = "[for a in range(100000) : [for b in range(100000) : b]]";
    assert!(compile(text).unwrap().eval(&vars()).unwrap_err().message.contains("too large"));
}

#[test]
fn what_cannot_be_known_stays_as_it_is_written() {
    let source = SourceText::new("x.tf", "v = { a = s, b = aws_vpc.main.id, c = [1, file(\"x\")] }\n");
    let body = parse(&source).unwrap();
    let program = Program::compile(&body.get_attribute("v").unwrap().value, &source, Names::Any).unwrap();
    let value = program.eval_known(&vars()).unwrap();
    assert_eq!(value.to_string(), "{ a = \"dev\", b = aws_vpc.main.id, c = [1, file(\"x\")] }");
    assert_eq!(
        program.references(),
        [vec!["aws_vpc".to_owned(), "main".into(), "id".into()], vec!["s".into()]]
    );
}

#[test]
fn what_is_moved_is_not_looked_at() {
    for (text, expected) in [
        ("merge({ a = 1 }, { b = lost.x })", "{ a = 1, b = lost.x }"),
        ("concat([1], [lost])[1]", "lost"),
        ("keys({ a = lost })", "[\"a\"]"),
        ("length([lost, lost])", "2"),
        ("lookup({ a = lost }, \"a\", 1)", "lost"),
        ("merge({ a = 1 }, lost)", "merge({ a = 1 }, lost)"),
        ("upper(lost)", "upper(lost)"),
        ("jsonencode({ a = lost })", "jsonencode({ a = lost })"),
    ] {
        let value = compile(text).unwrap().eval_known(&vars()).unwrap();
        assert_eq!(value.to_string(), expected);
    }
}

#[test]
fn in_terraform_files_types_must_be_equal() {
    for (text, expected) in [
        ("n == 3", "true"),
        ("n == \"3\"", "false"),
        ("s != \"dev\"", "false"),
        ("none == null", "true"),
        ("l == [1, 2]", "false"),
        ("l == [1, 2, 3]", "l == [1, 2, 3]"),
        ("l == [] ? 1 : 2", "2"),
    ] {
        let value = compile(text).unwrap().eval_known(&vars()).unwrap();
        assert_eq!(value.to_string(), expected);
    }
}

#[test]
fn an_expression_that_is_not_known_has_one_text() {
    for text in ["lost.x", "\"${lost.x}\"", "\"${ lost.x }\"", "(\n  lost.x\n)"] {
        let program = compile(text).unwrap();
        assert_eq!(program.eval_known(&vars()).unwrap().to_string(), "lost.x");
        assert_eq!(program.text(), "lost.x");
    }
    let mut work = 0;
    compile("[for a in range(100) : a]").unwrap().eval_known_counted(&vars(), &mut work).unwrap();
    assert!(work >= 100);
}

proptest! {
    #[test]
    fn any_text_gives_a_value_or_an_error(text in "[a-z0-9 .+*/%(){}\\[\\]\"$:,<>=!&|?-]{0,40}") {
        let source: Arc<SourceText> = SourceText::new("x.hcl", format!("v = {text}\n"));
        if let Ok(body) = parse(&source)
            && let Some(attribute) = body.get_attribute("v")
            && let Ok(program) = Program::compile(&attribute.value, &source, Names::Any)
        {
            let _ = (program.eval(&vars()), program.eval_known(&vars()));
        }
    }

    #[test]
    fn arithmetic_never_panics(a in any::<i64>(), b in any::<i64>(), operator in "[-+*/%]") {
        let text = format!("({a}) {operator} ({b})");
        if let Ok(program) = compile(&text) {
            let _ = program.eval(&vars());
        }
    }
}

#[test]
fn a_place_may_be_absent_and_a_mistake_may_not() {
    for (text, expected) in [
        ("text(s)", "\"dev\""),
        ("text(m.k.x)", "null"),
        ("text(m.k.x.y.z)", "null"),
        ("text(none.x)", "null"),
        ("text(m[\"nothing\"])", "null"),
        ("items(l)", "[1, 2, 3]"),
        ("items(m.lost)", "[]"),
        ("fields(m.k)", "{ x = 1 }"),
        ("fields(none)", "{}"),
        ("selector(m.k)", "{ x = 1 }"),
        ("selector(servers)", "null"),
        ("text(lost.x)", "error: `lost` cannot be known here"),
    ] {
        check(text, expected);
    }
    for text in ["text(1 / 0)", "items([s])", "text(lower(s))", "fields(l...)"] {
        let mistake = compile(text).unwrap_err().to_string();
        assert!(mistake.contains("takes a place"), "{text}: {mistake}");
    }
}
