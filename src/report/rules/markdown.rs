//! Rules in Markdown: the page of the documentation, and one entry of it.

use std::fmt::Write as _;

use crate::lint::rule::Rule;
use crate::report::rules::fixable::{Fixable, fixable};
use crate::report::rules::words::{self, by_group};

const INTRODUCTION: &str = "\
# Rules

All that `wayfare check` looks for, first as a list. `wayfare explain RULE` shows the same on the terminal. How findings
are written, and how levels are set: [findings](findings.md).

Generated from the rules themselves; `UPDATE_GENERATED=1 cargo test --test generated` writes it anew.
";

const EXAMPLES: &str = "
The examples are whole journeys, but leave out the `title` and the `owner` that a journey has in a project, so that what
matters is seen. A comment with `^` says which rule the line above it breaks, and where.
";

/// All `rules`, by group: `docs/rules.md`.
pub fn page(rules: &[&'static Rule]) -> String {
    let groups = by_group(rules);
    let mut page = INTRODUCTION.to_owned();
    // Writing to a string cannot fail.
    for (group, members) in &groups {
        let anchor = group.title().to_lowercase().replace(' ', "-");
        let _ = write!(page, "\n**[{}](#{anchor})**\n\n{TABLE}", group.title());
        page.extend(members.iter().map(|rule| row(rule)));
    }
    page.push_str(EXAMPLES);
    for (group, members) in groups {
        let _ = write!(page, "\n## {}\n\n{}", group.title(), words::group(group));
        let _ = writeln!(page, "{}", words::setting(group).map(|said| format!(" {said}")).unwrap_or_default());
        for rule in members {
            let _ = write!(page, "\n{}", entry(rule));
        }
    }
    page
}

const TABLE: &str = "| rule | level | what it catches | fixable |\n|---|---|---|---|\n";

/// One rule in the list at the top.
fn row(rule: &Rule) -> String {
    let Rule { name, catches, .. } = rule;
    let catches = catches.replace('|', "\\|");
    let by = match fixable(rule) {
        Fixable::No => "",
        Fixable::Safely => "yes",
        Fixable::Unsafely => "with `--unsafe-fixes`",
        Fixable::Partly => "some, with `--unsafe-fixes`",
    };
    format!("| [`{0}`](#{0}) | {1} | {catches} | {by} |\n", name.0, words::level(rule.level))
}

/// One rule, its name as a heading.
pub fn entry(rule: &Rule) -> String {
    let Rule { name, catches, why, bad, good, .. } = rule;
    let level = words::level(rule.level);
    format!("### {}\n\nLevel: {level}. {catches}\n\n{why}\n\nBad:\n\n{bad}\nGood:\n\n{good}", name.0)
}
