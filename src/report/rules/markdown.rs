//! Rules in Markdown: the page of the documentation, and one entry of it.

use std::fmt::Write as _;

use crate::lint::rule::Rule;
use crate::report::rules::words::{self, by_group};

const INTRODUCTION: &str = "# Rules\n\nGenerated from the rules themselves; `UPDATE_GENERATED=1 cargo test --test generated` writes it anew. \
     `wayfare explain RULE`\nshows the same on the terminal. In an example a comment with `^` says which rule the line \
     above it breaks, and where.\n";

/// All `rules`, by group: `docs/rules.md`.
pub fn page(rules: &[&'static Rule]) -> String {
    let mut page = INTRODUCTION.to_owned();
    for (group, members) in by_group(rules) {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {}\n\n{}\n", group.title(), words::group(group));
        for rule in members {
            let _ = write!(page, "\n{}", entry(rule));
        }
    }
    page
}

/// One rule, its name as a heading.
pub fn entry(rule: &Rule) -> String {
    let Rule { name, catches, why, bad, good, .. } = rule;
    let level = words::level(rule.level);
    format!("### {}\n\nLevel: {level}. {catches}\n\n{why}\n\nBad:\n\n{bad}\nGood:\n\n{good}", name.0)
}
