//! What README shows is what the program prints.
//!
//! A block that begins with `$ ` holds a command and an extract of its output, in order; `…` stands for what is left
//! out, and of how long ago something was only the words are held. This file must not know what any command prints.

use crate::support::Case;

const README: &str = include_str!("../../README.md");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the commands that README shows, each with the lines that it shows of their output.
fn shown() -> Vec<(&'static str, Vec<&'static str>)> {
    let blocks = README.split("\n```\n$ ").skip(1);
    blocks
        .map(|block| {
            let (block, _) = block.split_once("\n```").unwrap();
            let mut lines = block.lines();
            let command = lines.next().unwrap();
            (command, lines.filter(|line| !line.trim().is_empty() && line.trim() != "…").collect())
        })
        .collect()
}

/// Runs a command of README in the clone, and returns the lines that it prints.
///
/// Before a pipe only `jq '.lists[]' FILE` is known: the lists of a recorded cluster, one after the other.
fn printed(command: &str) -> Vec<String> {
    let (input, command) = match command.split_once(" | ") {
        Some((first, command)) => (lists(first.strip_prefix("jq '.lists[]' ").unwrap()), command),
        None => (String::new(), command),
    };
    let arguments = command.strip_prefix("driftgate ").unwrap().split(' ');
    let output = Case::new()
        .program()
        .current_dir(ROOT)
        .env("COLUMNS", "96")
        .args(arguments)
        .write_stdin(input)
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(1), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(ageless).collect()
}

fn lists(file: &str) -> String {
    let text = std::fs::read_to_string(format!("{ROOT}/{file}")).unwrap();
    let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
    recorded["lists"].as_object().unwrap().values().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Returns a line without the number of days that have passed.
fn ageless(line: &str) -> String {
    match line.strip_suffix(" days ago") {
        Some(line) => format!("{} … days ago", line.trim_end_matches(|digit: char| digit.is_ascii_digit())),
        None => line.to_owned(),
    }
}

#[test]
fn readme_shows_what_the_program_prints() {
    let shown = shown();
    let commands: Vec<&str> = shown.iter().map(|(command, _)| *command).collect();
    for name in ["driftgate diff", "driftgate check", "driftgate drift"] {
        assert!(commands.iter().any(|command| command.contains(name)), "{name} is not among {commands:?}");
    }
    for (command, lines) in shown {
        assert!(lines.len() > 5, "{command} shows nothing");
        let printed = printed(command);
        let mut rest = printed.iter();
        for line in lines {
            let line = ageless(line);
            assert!(
                rest.any(|printed| *printed == line),
                "README shows of `{command}` what is not printed there: {line:?}\n{}",
                printed.join("\n")
            );
        }
    }
}
