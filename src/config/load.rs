//! Reads the blocks of `driftgate.hcl`.
//!
//! This file must not compare one block with another; that is in `check`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hcl::edit::expr::Expression;

use crate::blocks::{self, Block, Reader, Spanned};
use crate::collect::Account;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr::{self, Names, Program};
use crate::matching::{Glob, Pattern};
use crate::model::{Severity, Value};

use super::{
    Accept, Aws, Config, Environment, Expect, FailOn, Fingerprint, Ignore, Kubernetes, Pair, Patience, Role,
    Terraform, Until,
};
use super::{check, state};

/// The names that an `expect` block may use; `rules` gives them their meaning.
pub const RELATION_NAMES: [&str; 6] = ["left", "right", "upper_env", "lower_env", "path", "mode"];

/// Reads a configuration; all of its mistakes are returned.
///
/// Paths in it are relative to `base`, the folder of the file. Environment variables come from `env`.
pub fn parse(
    source: &Arc<SourceText>,
    base: &Path,
    env: blocks::Environment<'_>,
) -> Result<Config, Vec<Diagnostic>> {
    let body = expr::parse(source).map_err(|error| vec![error])?;
    let reader = Reader::with_env(source, env);
    let top = reader.top(&body, "the configuration");
    let all = |name| top.blocks(name).into_iter();
    let environments = all("environment").filter_map(|block| environment(block, base)).collect();
    let gate = top.only_block("gate").map(gate).unwrap_or_default();
    let mut config = Config {
        environments,
        pairs: all("pair").filter_map(pair).collect(),
        ignores: all("ignore").filter_map(ignore).collect(),
        expectations: all("expect").filter_map(expectation).collect(),
        acceptances: all("accept").filter_map(acceptance).collect(),
        ..Config::default()
    };
    check::names(&top, &config);
    config.gate = check::gate(&top, &config, gate);
    top.finish();
    let errors = reader.into_errors();
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}

/// The `gate` block before the names in it are known to be environments.
#[derive(Default)]
pub(super) struct RawGate {
    pub(super) compare: Vec<(Spanned<String>, Spanned<String>)>,
    pub(super) drift: Vec<Spanned<String>>,
    pub(super) check: Vec<Spanned<String>>,
    pub(super) fail_on: Option<FailOn>,
}

fn environment(block: Block<'_>, base: &Path) -> Option<Environment> {
    let label = block.label("name");
    let name = label.map(|label| label.value.to_owned());
    let tokens = block.list("tokens").unwrap_or_default();
    for token in tokens.iter().filter(|token| token.value.trim().is_empty()) {
        block.report(block.mistake(token.span.clone(), "an empty word means nothing"));
    }
    let mut vars = Vec::new();
    for (name, value) in block.entries("vars").unwrap_or_default() {
        vars.extend(variable(&block, name, value));
    }
    let role = block.parsed::<Role>("role").map(|role| role.value);
    let terraform = block.blocks("terraform").into_iter().filter_map(|b| terraform(b, base)).collect();
    let kubernetes = block.blocks("kubernetes").into_iter().map(|b| kubernetes(b, base)).collect();
    let aws = block.blocks("aws").into_iter().map(|b| aws(b, base)).collect();
    let place = block.place();
    block.finish();
    let name = name?;
    let role = role.unwrap_or_else(|| Role::of_name(&name));
    Some(Environment { name, tokens: values(tokens), vars, role, terraform, kubernetes, aws, place })
}

/// Reads one value of `vars`; numbers and bools stand for their text, which is what names are made of.
fn variable(block: &Block<'_>, name: Spanned<String>, value: &Expression) -> Option<(String, String)> {
    let text = match block.value_of(value)? {
        Value::String(text) => text.into(),
        other @ (Value::Number(_) | Value::Bool(_)) => other.to_string(),
        other => {
            let mistake = block.mistake(blocks::span(value), "a value of `vars` must be a string");
            block.report(mistake.label(format!("this is a value of type {}", other.type_name())));
            return None;
        }
    };
    Some((name.value, text))
}

fn terraform(block: Block<'_>, base: &Path) -> Option<Terraform> {
    let label = block.label("name");
    let path = |text: Spanned<String>| base.join(text.value);
    let plan = block.text("plan").map(path);
    let config = block.text("config").map(path);
    let state = state::read(&block, base, config.as_deref());
    let var_files = block.list("var_files").unwrap_or_default().into_iter().map(path).collect();
    // What was asked for is looked up again, because a mistaken value must not be called missing, too.
    if ["state", "plan", "config"].iter().all(|name| block.expression(name).is_none()) {
        let mistake =
            block.mistake(block.place().span, "a `terraform` block needs `state`, `plan` or `config`");
        block.report(mistake.label("nothing to read"));
    }
    if let (Some(files), None) = (block.expression("var_files"), block.expression("config")) {
        let mistake = block.mistake(blocks::span(files), "`var_files` says nothing without `config`");
        block.report(mistake.help("name the folder of the `.tf` files in `config`"));
    }
    let place = block.place();
    block.finish();
    Some(Terraform { name: label?.value.to_owned(), state, plan, config, var_files, place })
}

fn kubernetes(block: Block<'_>, base: &Path) -> Kubernetes {
    let context = block.text("context").map(|context| context.value);
    let kubeconfig = block.text("kubeconfig").map(|path| base.join(path.value));
    let namespaces = values(block.list("namespaces").unwrap_or_default());
    let manifests = block.texts("manifests").unwrap_or_default();
    let manifests = manifests.into_iter().map(|path| base.join(path.value)).collect();
    let asked = ["context", "kubeconfig", "manifests"];
    if asked.iter().all(|name| block.expression(name).is_none()) {
        let mistake = block
            .mistake(block.place().span, "a `kubernetes` block needs `context`, `kubeconfig` or `manifests`");
        block.report(mistake.label("nothing to read"));
    }
    let place = block.place();
    block.finish();
    Kubernetes { context, kubeconfig, namespaces, manifests, place }
}

fn aws(block: Block<'_>, base: &Path) -> Aws {
    let text = |name| block.text(name).map(|text| text.value);
    let account = Account {
        profile: text("profile"),
        regions: values(block.list("regions").unwrap_or_default()),
        role_arn: text("role_arn"),
        external_id: text("external_id"),
        session_name: text("session_name"),
        endpoint_url: text("endpoint_url"),
        services: values(block.list("services").unwrap_or_default()),
        timeout: block.parsed::<Patience>("timeout").map(|timeout| timeout.value.0),
    };
    let answers = block.texts("answers").unwrap_or_default();
    let answers: Vec<PathBuf> = answers.into_iter().map(|path| base.join(path.value)).collect();
    let trail = block.flag("cloudtrail").unwrap_or(true);
    if let (Some(id), None) = (block.expression("external_id"), block.expression("role_arn")) {
        let mistake = block.mistake(blocks::span(id), "`external_id` says nothing without `role_arn`");
        block.report(mistake.help("name the role to assume in `role_arn`"));
    }
    // Files stand for an account unless one is named, too; a block that names nothing means the default account.
    let is_asked = account != Account::default() || block.expression("answers").is_none();
    let place = block.place();
    block.finish();
    Aws { account: is_asked.then_some(account), answers, trail, place }
}

fn gate(block: Block<'_>) -> RawGate {
    let mut compare = Vec::new();
    for pair in block.elements("compare").unwrap_or_default() {
        let names = block.texts_of("compare", pair);
        match names.map(<[_; 2]>::try_from) {
            Some(Ok([left, right])) => compare.push((left, right)),
            Some(Err(_)) => {
                let mistake = block.mistake(blocks::span(pair), "`compare` takes pairs of environments");
                block.report(mistake.help("write it as `compare = [[\"dev\", \"prod\"]]`"));
            }
            None => {}
        }
    }
    let drift = block.list("drift").unwrap_or_default();
    let check = block.list("check").unwrap_or_default();
    let fail_on = block.parsed::<FailOn>("fail_on").map(|fail_on| fail_on.value);
    block.finish();
    RawGate { compare, drift, check, fail_on }
}

fn pair(block: Block<'_>) -> Option<Pair> {
    block.require(&["left", "right"]);
    let (left, right) = (block.text("left"), block.text("right"));
    let place = block.place();
    block.finish();
    Some(Pair { left: left?.value, right: right?.value, place })
}

fn ignore(block: Block<'_>) -> Option<Ignore> {
    let label = block.label("name");
    block.require(&["kind", "reason"]);
    let kinds = globs(block.texts("kind"));
    let paths = block.all_parsed::<Pattern>("path").map(values).unwrap_or_default();
    let addresses = globs(block.texts("address"));
    let reason = block.text("reason");
    let place = block.place();
    block.finish();
    Some(Ignore { name: label?.value.to_owned(), kinds, paths, addresses, reason: reason?.value, place })
}

fn expectation(block: Block<'_>) -> Option<Expect> {
    let label = block.label("name");
    block.require(&["kind", "path", "that"]);
    let kinds = globs(block.texts("kind"));
    let paths = block.all_parsed::<Pattern>("path").map(values);
    let that = program(&block, "that");
    let severity = block.parsed::<Severity>("severity").map_or(Severity::Medium, |severity| severity.value);
    let message = program(&block, "message");
    let remedy = program(&block, "remedy");
    let place = block.place();
    block.finish();
    let name = label?.value.to_owned();
    Some(Expect { name, kinds, paths: paths?, that: that?, severity, message, remedy, place })
}

fn acceptance(block: Block<'_>) -> Option<Accept> {
    let label = block.label("fingerprint").and_then(|label| {
        let fingerprint = label.value.parse::<Fingerprint>();
        fingerprint.map_err(|error| block.report(block.mistake(label.span, error.to_string()))).ok()
    });
    block.require(&["reason"]);
    let value = |name| block.value(name).map(|value| value.value);
    let (left, right) = (value("left"), value("right"));
    let reason = block.text("reason");
    let owner = block.text("owner").map(|owner| owner.value);
    let until = block.parsed::<Until>("until").map(|until| until.value);
    let place = block.place();
    block.finish();
    Some(Accept { fingerprint: label?, left, right, reason: reason?.value, owner, until, place })
}

fn program<'r>(block: &Block<'r>, name: &'r str) -> Option<Program> {
    let expression = block.expression(name)?;
    let source = block.place().source;
    let program = Program::compile(expression, &source, Names::Only(&RELATION_NAMES));
    program.map_err(|error| block.report(error)).ok()
}

fn globs(texts: Option<Vec<Spanned<String>>>) -> Vec<Glob> {
    values(texts.unwrap_or_default()).into_iter().map(Glob::new).collect()
}

fn values<T>(spanned: Vec<Spanned<T>>) -> Vec<T> {
    spanned.into_iter().map(|spanned| spanned.value).collect()
}
