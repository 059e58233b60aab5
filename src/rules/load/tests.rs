use super::*;

fn read(texts: &[&str]) -> Result<Vec<Rule>, Vec<String>> {
    let source = |(at, text): (usize, &&str)| SourceText::new(format!("{at}.hcl"), *text);
    let sources: Vec<_> = texts.iter().enumerate().map(source).collect();
    let line = |error: &Diagnostic| {
        let (line, column) = error.source.position(error.span.start);
        let help = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{line}:{column} {}{help}", error.source.name, error.message)
    };
    parse(&sources).map_err(|errors| errors.iter().map(line).collect())
}

const RULE: &str = r#"rule "aws/instance-family" {
  summary  = "instance family differs"
  why      = "what was measured on one says nothing of the other"
  kind     = ["aws_instance", "aws_launch_*"]
  path     = "instance_type"
  when     = family(left.value) != family(right.value)
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}"
  remedy   = "align var.${variable}"
}
"#;

#[test]
fn a_rule_is_read_with_its_defaults() {
    let rules = read(&[RULE]).unwrap();
    let [rule] = rules.as_slice() else { panic!("one rule") };
    assert_eq!(rule.name, "aws/instance-family");
    assert!(rule.kinds[1].matches("aws_launch_template"));
    assert_eq!(rule.changes, [ChangeKind::Modified]);
    assert!(rule.modes.is_empty());
    assert!(matches!(rule.severity, RuleSeverity::Computed(_)));
    assert_eq!(rule.place.at(), "0.hcl:1");
}

#[test]
fn what_could_only_fail_later_is_refused_now() {
    for (from, to, expected) in [
        ("summary ", "sumary ", "0.hcl:1:1 missing attribute `summary`"),
        ("\"instance family differs\"", "\" \"", "0.hcl:2:14 `summary` says nothing"),
        ("family(left", "famly(left", "0.hcl:6:14 unknown function `famly` (did you mean `family`?)"),
        ("left.env", "lft.env", "0.hcl:8:17 unknown name `lft` (did you mean `left`?)"),
        (
            "\"high\"",
            "\"hihg\"",
            "0.hcl:7:37 \"hihg\" is no severity; expected info, low, medium, high or critical (did you mean `high`?)",
        ),
        ("explained ? \"medium\" : \"high\"", "3", "0.hcl:7:14 `severity` must be a string"),
        ("[\"aws_instance\", \"aws_launch_*\"]", "[]", "0.hcl:4:14 a rule looks at one kind at least"),
        (
            "\"instance_type\"",
            "\"instance type\"",
            "0.hcl:5:14 expected an attribute name at column 1 of the path \"instance type\"",
        ),
        (
            "aws/instance-family",
            "instance-family",
            "0.hcl:1:6 `instance-family` is no name for a rule (name it `pack/bad-pattern`, in lower-case words with hyphens)",
        ),
        (
            "aws/instance-family",
            "default/modified",
            "0.hcl:1:6 names that start with `default/` are the program's own (name it `pack/bad-pattern`, in lower-case words with hyphens)",
        ),
        (
            "remedy ",
            "change = \"modifed\"\n  mode = \"drft\"\n  remedy ",
            "0.hcl:9:12 unknown change `modifed` (did you mean `modified`?)",
        ),
        ("rule \"aws", "rul \"aws", "0.hcl:1:1 unknown block `rul` (did you mean `rule`?)"),
    ] {
        let text = RULE.replacen(from, to, 1);
        assert_ne!(text, RULE, "{from}");
        let mistakes = read(&[&text]).unwrap_err();
        assert_eq!(mistakes[0], expected);
    }
}

#[test]
fn all_mistakes_of_all_files_are_reported() {
    let broken = RULE.replace("explained", "explaned").replace("remedy", "cure");
    let mistakes = read(&[&broken, "rule \"a\" {", RULE]).unwrap_err();
    let places: Vec<&str> = mistakes.iter().filter_map(|mistake| mistake.split(' ').next()).collect();
    assert_eq!(places, ["0.hcl:1:1", "0.hcl:7:14", "0.hcl:9:3", "1.hcl:1:10"]);
}

#[test]
fn a_name_is_given_once() {
    let mistakes = read(&[RULE, RULE]).unwrap_err();
    assert_eq!(mistakes, ["1.hcl:1:1 rule `aws/instance-family` is there twice (the first is at 0.hcl:1)"]);
}
