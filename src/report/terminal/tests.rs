//! The terminal report as a whole: how it looks, that it fits, that inputs cannot break it.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::model::{Status, Value};
use crate::report::sample;

fn terminal(width: usize) -> Terminal {
    Terminal { width, color: false, min_severity: Severity::Info, verbose: 0, quiet: false }
}

fn print(report: &Report, terminal: &Terminal) -> String {
    let mut out = Vec::new();
    terminal.write(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn last_line(report: &Report) -> String {
    print(report, &terminal(200)).lines().last().unwrap().to_owned()
}

/// Removes the escape sequences that the report itself writes.
fn without_colors(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find('m').unwrap();
        assert!(after[..end].bytes().all(|b| b.is_ascii_digit() || b == b';'), "{after:?}");
        rest = &after[end + 1..];
    }
    plain + rest
}

#[track_caller]
fn assert_fits(text: &str, width: usize) {
    // The verdict stays on one line for `grep`, however narrow the terminal is.
    let (lines, _verdict) = text.trim_end().rsplit_once('\n').unwrap_or(("", text));
    for line in lines.lines() {
        assert!(line.width() <= width, "{} columns instead of {width}: {line}", line.width());
    }
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
}

#[test]
fn one_of_everything_at_80_columns() {
    insta::assert_snapshot!(print(&sample::full(), &terminal(80)));
}

#[test]
fn one_of_everything_at_120_columns() {
    insta::assert_snapshot!(print(&sample::full(), &terminal(120)));
}

#[test]
fn drift_names_who_changed_what() {
    insta::assert_snapshot!(print(&sample::drift(), &terminal(80)));
}

#[test]
fn one_of_everything_in_color() {
    let report = print(&sample::full(), &Terminal { color: true, ..terminal(80) });
    // A visible stand-in keeps the snapshot readable for people.
    insta::assert_snapshot!(report.replace('\u{1b}', "␛"));
}

#[test]
fn verbose_shows_what_is_otherwise_counted() {
    insta::assert_snapshot!(print(&sample::full(), &Terminal { verbose: 1, ..terminal(100) }));
}

/// One environment by itself is one column.
#[test]
fn faults_of_one_environment() {
    insta::assert_snapshot!(print(&sample::check(), &terminal(80)));
    let mut clean = sample::check();
    clean.comparisons[0].findings.clear();
    assert_eq!(last_line(&clean), "driftgate: PASS: no faults");
}

#[test]
fn equal_environments() {
    insta::assert_snapshot!(print(&sample::clean(), &terminal(80)));
}

#[test]
fn a_run_that_failed() {
    insta::assert_snapshot!(print(&sample::failed(), &terminal(80)));
}

#[test]
fn quiet_writes_the_verdict_only() {
    let quiet = Terminal { quiet: true, ..terminal(80) };
    assert_eq!(
        print(&sample::full(), &quiet),
        "driftgate: FAIL: 1 critical, 5 high, 6 medium, 2 low, 3 info (fail-on high)\n"
    );
    assert_eq!(print(&sample::clean(), &quiet), "driftgate: PASS: no differences\n");
}

#[test]
fn colors_change_nothing_but_colors() {
    let report = sample::full();
    for width in [60, 80, 120] {
        let colored = print(&report, &Terminal { color: true, ..terminal(width) });
        assert_eq!(without_colors(&colored), print(&report, &terminal(width)));
    }
}

#[test]
fn every_width_is_kept() {
    for verbose in [0, 1] {
        for width in 20..200 {
            let printed = print(&sample::full(), &Terminal { verbose, ..terminal(width) });
            assert_fits(&printed, page_width(width));
        }
    }
}

#[test]
fn incomplete_reading_never_looks_clean() {
    let mut report = sample::clean();
    report.comparisons[0].sides.right.sources[0].status = Status::Failed("access denied".to_owned());
    let printed = print(&report, &terminal(80));
    assert!(printed.contains("NOT READ COMPLETELY"), "{printed}");
    assert!(!printed.contains("  no differences\n"), "{printed}");
    assert_eq!(
        last_line(&report),
        "driftgate: PASS: no differences in what could be read (1 source incomplete)"
    );
}

#[test]
fn the_verdict_names_what_let_the_gate_pass() {
    let mut report = sample::full();
    report.fail_on = None;
    assert_eq!(
        last_line(&report),
        "driftgate: PASS: 1 critical, 5 high, 6 medium, 2 low, 3 info (fail-on none, 1 accepted, 2 sources incomplete)"
    );
    report.comparisons[0].findings.retain(|finding| finding.accepted.is_some());
    assert_eq!(
        last_line(&report),
        "driftgate: PASS: no other differences in what could be read (1 accepted, 2 sources incomplete)"
    );
    assert_eq!(last_line(&sample::empty()), "driftgate: PASS: nothing was compared");
}

#[test]
fn many_info_findings_are_counted() {
    let mut report = sample::clean();
    report.comparisons[0].findings = (0..21)
        .map(|i| {
            sample::modified(
                Severity::Info,
                "aws_instance.app",
                &format!("tags.t{i}"),
                "a".into(),
                "b".into(),
            )
        })
        .collect();
    let printed = print(&report, &terminal(80));
    assert!(printed.contains("21 info findings not shown: --min-severity info -v lists them"), "{printed}");
    assert!(!printed.contains("tags.t1"), "{printed}");
    let verbose = print(&report, &Terminal { verbose: 1, ..terminal(80) });
    assert!(verbose.contains("tags.t20"), "{verbose}");
}

#[test]
fn what_is_below_the_least_severity_is_counted() {
    let printed = print(&sample::full(), &Terminal { min_severity: Severity::High, ..terminal(80) });
    assert!(printed.contains("11 findings below high not shown (--min-severity)"), "{printed}");
    assert!(!printed.contains("MEDIUM"), "{printed}");
}

#[test]
fn secrets_stay_secret() {
    for verbose in [0, 1] {
        let printed = print(&sample::full(), &Terminal { verbose, ..terminal(160) });
        assert!(printed.contains("(secret)"));
        assert!(!printed.contains("0707") && !printed.contains("0909"), "{printed}");
    }
}

#[test]
fn environments_of_the_same_name_are_told_apart() {
    let mut report = sample::full();
    report.comparisons[0].sides.right.environment = "dev".to_owned();
    assert!(print(&report, &terminal(80)).starts_with("driftgate  dev (left) ↔ dev (right)\n"));
}

#[test]
fn long_names_of_files_keep_what_tells_them_apart() {
    let mut report = sample::clean();
    let name = |environment| format!("infrastructure/environments/{environment}/terraform.tfstate");
    report.comparisons[0].sides.left.environment = name("dev");
    report.comparisons[0].sides.right.environment = name("prod");
    let printed = print(&report, &terminal(80));
    assert!(printed.contains("\n  infr…ts/dev/ter…tate  "), "{printed}");
    assert!(printed.contains("\n  infr…ts/prod/ter…ate  "), "{printed}");
}

#[test]
fn texts_that_hit_back() {
    for text in [
        "\u{1b}[2J\u{1b}[31mred\u{1b}]0;title\u{7}",
        "a\nb\r\nc\td\0e\u{9b}1m",
        "\u{202e}reversed\u{2066}isolated\u{200b}\u{feff}",
        "日本語のとても長い名前、空白なし日本語のとても長い名前、空白なし",
        "👩‍👩‍👧‍👦❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿e\u{301}\u{301}\u{301}ﷺ",
        "\u{e0041}\u{e007f}│━┿",
        "",
        " ",
        &"x".repeat(900),
        &"word ".repeat(300),
        &"line\n".repeat(90),
    ] {
        let report = sample::poisoned(text);
        for width in [40, 80, 133] {
            for verbose in [0, 1] {
                let printed = print(&report, &Terminal { verbose, ..terminal(width) });
                assert_fits(&printed, width);
                let colored = print(&report, &Terminal { verbose, color: true, ..terminal(width) });
                assert_eq!(without_colors(&colored), printed);
            }
        }
    }
}

#[test]
fn huge_values_are_shown_in_no_time() {
    let mut report = sample::clean();
    let text = |c: char| Value::from(format!("start {} end", c.to_string().repeat(3_000_000)).as_str());
    report.comparisons[0].findings =
        vec![sample::modified(Severity::High, "aws_instance.app", "user_data", text('a'), text('b'))];
    let printed = print(&report, &terminal(80));
    assert!(printed.len() < 4_000, "{}", printed.len());
    assert!(printed.contains("shortened values are shown whole"), "{printed}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_breaks_the_layout(text in "(?s).{0,200}", width in 40usize..160, verbose in 0u8..2) {
        let printed = print(&sample::poisoned(&text), &Terminal { verbose, ..terminal(width) });
        assert_fits(&printed, width);
    }
}
