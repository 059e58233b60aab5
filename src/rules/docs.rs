//! Rules as people read them: one on the screen, all as the reference in `docs/`.
//!
//! Both come from the same fields that judge, so neither can tell something else than what happens.

use std::fmt::Write;

use crate::expr::{self, Program};
use crate::matching::Pattern;

use super::load::{Rule, RuleSeverity};

/// One rule under fixed headings.
struct Sections {
    finds: String,
    matters: String,
    /// An expression, or the word `always`.
    when: Word,
    advice: String,
    applies: Vec<(&'static str, Vec<Word>)>,
}

/// A word of the language of rules, or one of ours.
enum Word {
    Code(String),
    Plain(&'static str),
}

impl Word {
    fn text(&self) -> &str {
        match self {
            Self::Code(text) => text,
            Self::Plain(text) => text,
        }
    }

    fn markdown(&self) -> String {
        match self {
            Self::Code(text) => format!("`{text}`"),
            Self::Plain(text) => (*text).to_owned(),
        }
    }
}

/// Renders one rule as text.
pub fn show(rule: &Rule) -> String {
    let sections = sections(rule);
    let headed = [
        ("What it finds", sections.finds.as_str()),
        ("Why it matters", &sections.matters),
        ("When", sections.when.text()),
        ("What to do", &sections.advice),
    ];
    let mut text = format!("{}\n", rule.name);
    for (heading, body) in headed {
        let _ = writeln!(text, "\n{heading}");
        for line in body.lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text += "\nApplies to\n";
    for (name, words) in &sections.applies {
        let words: Vec<&str> = words.iter().map(Word::text).collect();
        let _ = writeln!(text, "  {name:<9} {}", words.join(", "));
    }
    let _ = write!(text, "\nWritten at {}\n", rule.place.at());
    text
}

/// Renders all rules as a page in Markdown.
pub fn reference(rules: &[&Rule]) -> String {
    let mut page = String::from(
        "# Rules\n\nEach difference gives one finding: of the rules that match, the most severe speaks. \
         `driftgate rules show NAME` prints one of them.\n",
    );
    for of_pack in rules.chunk_by(|a, b| pack(a) == pack(b)) {
        let name = of_pack.first().map(|rule| pack(rule)).unwrap_or_default();
        let _ = write!(page, "\n## {name}\n");
        page.extend(of_pack.iter().map(|rule| section(rule)));
    }
    page
}

/// Renders all functions of expressions as a page in Markdown.
pub fn function_reference() -> String {
    let mut page = String::from(
        "# Functions\n\nThe functions of rules, expectations and the configuration. Those that Terraform \
         knows mean the same here.\n\n",
    );
    for function in expr::functions() {
        let _ = writeln!(page, "- {}", usage(function.usage));
    }
    page
}

/// Sets the call as code and what it gives as text.
fn usage(usage: &str) -> String {
    match usage.split_once("): ") {
        Some((call, gives)) => format!("`{call})`: {}", escaped(gives)),
        None => format!("`{usage}`"),
    }
}

fn section(rule: &Rule) -> String {
    let sections = sections(rule);
    let mut text = format!("\n### {}\n", rule.name);
    let _ = write!(text, "\n**What it finds**: {}.\n", escaped(&sections.finds));
    let _ = write!(text, "\n**Why it matters**: {}.\n", escaped(&sections.matters));
    match &sections.when {
        Word::Code(lines) if lines.contains('\n') => {
            let _ = write!(text, "\n**When**:\n\n```hcl\n{lines}\n```\n");
        }
        word => {
            let _ = write!(text, "\n**When**: {}\n", word.markdown());
        }
    }
    let _ = write!(text, "\n**What to do**: {}.\n", escaped(&sections.advice));
    text += "\n**Applies to**:\n\n";
    for (name, words) in &sections.applies {
        let words: Vec<String> = words.iter().map(Word::markdown).collect();
        let _ = writeln!(text, "- {name}: {}", words.join(", "));
    }
    text
}

fn sections(rule: &Rule) -> Sections {
    let code = |text: &str| Word::Code(text.to_owned());
    let path = |pattern: &Pattern| match pattern.as_str() {
        "" => Word::Plain("the whole resource"),
        text => code(text),
    };
    let paths: Vec<Word> =
        if rule.paths.is_empty() { vec![Word::Plain("any")] } else { rule.paths.iter().map(path).collect() };
    let severity = match &rule.severity {
        RuleSeverity::Fixed(severity) => code(severity.as_str()),
        RuleSeverity::Computed(program) => Word::Code(program.text()),
    };
    let places = |each: &[Pattern]| match each {
        [] => vec![Word::Plain("the whole resource")],
        each => each.iter().map(path).collect(),
    };
    let (paths, changes) = if rule.is_check() {
        (("asked of", places(&rule.each)), "finds")
    } else {
        (("paths", paths), "changes")
    };
    let mut applies = vec![
        ("kinds", rule.kinds.iter().map(|glob| code(glob.as_str())).collect()),
        paths,
        (changes, rule.changes.iter().map(|change| code(change.as_str())).collect()),
    ];
    if !rule.modes.is_empty() {
        applies.push(("modes", rule.modes.iter().map(|mode| code(mode.as_str())).collect()));
    }
    applies.push(("severity", vec![severity]));
    Sections {
        finds: rule.summary.trim().to_owned(),
        matters: rule.why.trim().to_owned(),
        when: rule.when.as_ref().map_or(Word::Plain("always"), |when| Word::Code(lines(rule, when))),
        advice: unquoted(&rule.remedy.text()),
        applies,
    }
}

fn pack(rule: &Rule) -> &str {
    rule.name.split_once('/').map_or("", |(pack, _)| pack)
}

/// Returns an expression as it was written, without the indentation that it has from its rule.
fn lines(rule: &Rule, program: &Program) -> String {
    let source = &rule.place.source.text;
    let span = program.span();
    // An expression in parentheses starts on a line of its own, whose indentation belongs to it.
    let before = source.get(..span.start).unwrap_or_default();
    let start = before.trim_end_matches(' ').len();
    let start = if before.get(..start).is_some_and(|text| text.ends_with('\n')) { start } else { span.start };
    let text = source.get(start..span.end).unwrap_or_default().trim_end();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.lines().map(|line| line.get(least..).unwrap_or_default()).collect();
    lines.join("\n")
}

fn unquoted(text: &str) -> String {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).replace("\\\"", "\"")
}

/// Escapes what Markdown would take for markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::rules::load;

    const RULE: &str = r#"rule "aws/instance-family" {
  summary  = "instance family differs between environments"
  why      = "what was measured on one family says nothing of another"
  kind     = ["aws_instance", "aws_launch_*"]
  path     = "instance_type"
  when     = (
    left.value != null &&
      right.value != null
  )
  severity = explained ? "medium" : "high"
  message  = "${left.value} and ${right.value}"
  remedy   = "align var.${variable} or accept it with a \"date\""
}
"#;

    fn rules() -> Vec<Rule> {
        load::parse(&[SourceText::new("rules.hcl", RULE)]).unwrap()
    }

    #[test]
    fn one_rule_is_shown_under_fixed_headings() {
        insta::assert_snapshot!(show(&rules()[0]), @r#"
        aws/instance-family

        What it finds
          instance family differs between environments

        Why it matters
          what was measured on one family says nothing of another

        When
          left.value != null &&
            right.value != null

        What to do
          align var.${variable} or accept it with a "date"

        Applies to
          kinds     aws_instance, aws_launch_*
          paths     instance_type
          changes   modified
          severity  explained ? "medium" : "high"

        Written at rules.hcl:1
        "#);
    }

    #[test]
    fn the_reference_is_a_page() {
        insta::assert_snapshot!(reference(&rules().iter().collect::<Vec<_>>()), @r#"
        # Rules

        Each difference gives one finding: of the rules that match, the most severe speaks. `driftgate rules show NAME` prints one of them.

        ## aws

        ### aws/instance-family

        **What it finds**: instance family differs between environments.

        **Why it matters**: what was measured on one family says nothing of another.

        **When**:

        ```hcl
        left.value != null &&
          right.value != null
        ```

        **What to do**: align var.${variable} or accept it with a "date".

        **Applies to**:

        - kinds: `aws_instance`, `aws_launch_*`
        - paths: `instance_type`
        - changes: `modified`
        - severity: `explained ? "medium" : "high"`
        "#);
    }

    #[test]
    fn every_function_is_listed() {
        let page = function_reference();
        for function in expr::functions() {
            assert!(page.contains(&format!("- `{}(", function.name)), "{}", function.name);
        }
    }
}
