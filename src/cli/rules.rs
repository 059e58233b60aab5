//! `driftgate rules list|show|test`.

use std::fs;
use std::io::{self, Write};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use super::setup::{self, Setup};
use super::{Exit, Global, output};
use crate::diagnostic::{SourceText, nearest};
use crate::pipeline;
use crate::rules;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the names of all rules, each with one line
    List,
    /// Print everything a rule says of itself; `functions` prints the functions of rules
    Show {
        /// The name of the rule; without one, all rules are printed as a page in Markdown
        name: Option<String>,
    },
    /// Run the tests beside the rules
    Test,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let rules = setup.rules.rules();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let exit = match &arguments.command {
        Command::List => {
            let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            for rule in rules {
                output::piped(writeln!(out, "{:width$}  {}", rule.name, rule.summary))?;
            }
            Exit::Clean
        }
        Command::Show { name: None } => {
            output::piped(write!(out, "{}", rules::reference(&rules)))?;
            Exit::Clean
        }
        Command::Show { name: Some(name) } if name == "functions" => {
            output::piped(write!(out, "{}", rules::function_reference()))?;
            Exit::Clean
        }
        Command::Show { name: Some(name) } => {
            let Some(rule) = rules.iter().find(|rule| rule.name == *name) else {
                match nearest(name, rules.iter().map(|rule| rule.name.as_str())) {
                    Some(near) => bail!("no rule is called {name:?}; did you mean {near}?"),
                    None => bail!("no rule is called {name:?}; `driftgate rules list` lists them all"),
                }
            };
            output::piped(write!(out, "{}", rules::show(rule)))?;
            Exit::Clean
        }
        Command::Test => test(&setup, global, &mut out)?,
    };
    output::piped(out.flush())?;
    Ok(exit)
}

fn test(setup: &Setup, global: &Global, out: &mut impl Write) -> Result<Exit> {
    let mut sources = rules::built_in_tests();
    sources.extend(own_tests(global)?);
    let tests = rules::parse_tests(&sources).map_err(setup::told)?;
    let outcomes = rules::run(&tests, |test| pipeline::test(test, &setup.knowledge, &setup.rules));
    let mut failed = 0;
    for outcome in &outcomes {
        if !outcome.passes() {
            failed += 1;
            for problem in &outcome.problems {
                output::piped(writeln!(out, "{problem}\n"))?;
            }
        }
    }
    output::piped(writeln!(out, "{} passed, {failed} failed", outcomes.len() - failed))?;
    Ok(if failed == 0 { Exit::Clean } else { Exit::Drift })
}

fn own_tests(global: &Global) -> Result<Vec<Arc<SourceText>>> {
    let Some(folder) = &global.rules else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.hcl") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| setup::source_text(path)).collect()
}
