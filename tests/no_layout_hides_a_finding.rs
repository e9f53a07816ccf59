//! However the file of a rule's bad example is written, the same is found in it, at the places that the writing moved it to:
//! other line ends, a byte order mark, tabs between keys and values, characters of several bytes before it on its line, a
//! text of a megabyte above it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod markers;

use markers::{Expected, found_under};
use wayfare::lint::registry::RULES;
use wayfare::lint::rule::Rule;

/// Rules about how YAML is written: another way to write is another example.
const OF_WRITING: [&str; 2] = ["yaml-syntax", "expression-needs-quotes"];

/// A way to write a file, and where a place comes to by it.
struct Writing {
    name: &'static str,
    write: fn(&str) -> String,
    /// The line and column to which those of the file before come.
    moved: fn(&str, usize, usize) -> (usize, usize),
}

const ANCHOR: &str = "&süß🎉e\u{301} ";
const WRITINGS: [Writing; 5] = [
    Writing { name: "CRLF", write: with_returns, moved: stays },
    Writing { name: "a byte order mark", write: |text| format!("\u{feff}{text}"), moved: stays },
    Writing { name: "tabs", write: |text| text.replace(": {", ":\t{").replace(": [", ":\t["), moved: stays },
    Writing { name: "wide characters before it", write: anchored, moved: behind_anchor },
    Writing { name: "a megabyte above it", write: under_a_megabyte, moved: below_a_megabyte },
];

const fn stays(_: &str, line: usize, column: usize) -> (usize, usize) {
    (line, column)
}

/// Gives each item of a list in braces an anchor that takes more bytes than characters.
fn anchored(text: &str) -> String {
    text.replace("- {", &format!("- {ANCHOR}{{"))
}

fn behind_anchor(text: &str, line: usize, column: usize) -> (usize, usize) {
    let content = text.lines().nth(line - 1).unwrap_or_default();
    let before: String = content.chars().take(column.saturating_sub(1)).collect();
    (line, column + before.matches("- {").count() * ANCHOR.chars().count())
}

/// The line between two files stays as it is.
fn with_returns(text: &str) -> String {
    text.split("---\n").map(|file| file.replace('\n', "\r\n")).collect::<Vec<_>>().join("---\n")
}

/// A comment would be no part of the tree: a list of tags is.
fn under_a_megabyte(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.insert(version(text), format!("tags: [\"{}\"]", "é".repeat(1 << 19)));
    lines.join("\n") + "\n"
}

fn below_a_megabyte(text: &str, line: usize, column: usize) -> (usize, usize) {
    (line + usize::from(line > version(text)), column)
}

/// The number of the line that says the version, or of the one that would.
fn version(text: &str) -> usize {
    text.lines().position(|line| line.starts_with("version:")).map_or(2, |place| place + 1)
}

fn bad(rule: &Rule) -> &str {
    rule.bad.strip_prefix("```yaml\n").and_then(|rest| rest.strip_suffix("```\n")).expect("one fenced block")
}

fn found(rule: &Rule, text: &str) -> Vec<Expected> {
    let config = format!("[lint]\n{} = \"warning\"\n[lint.limits]\nlong-journey = 17\n", rule.name.0);
    let config = if rule.group.name() == "language" { String::new() } else { config };
    found_under(&config, text).into_iter().filter(|(name, ..)| name == rule.name.0).collect()
}

#[test]
fn the_same_is_found_however_it_is_written() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !OF_WRITING.contains(&rule.name.0)) {
        let text = bad(rule);
        let plain = found(rule, text);
        assert!(!plain.is_empty(), "{}", rule.name.0);
        for Writing { name, write, moved } in &WRITINGS {
            let expected: Vec<Expected> = plain
                .iter()
                .map(|(rule, line, start, end)| {
                    let (to, start) = moved(text, *line, *start);
                    (rule.clone(), to, start, end.map(|end| moved(text, *line, end).1))
                })
                .collect();
            let is = found(rule, &write(text));
            if is != expected {
                wrong.push(format!("{}, {name}: {is:?} instead of {expected:?}", rule.name.0));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
