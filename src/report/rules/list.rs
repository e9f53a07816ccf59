//! The rules by group, one line each or in full.

use std::fmt::Write as _;

use crate::lint::rule::Rule;
use crate::report::paint::{Paint, Tone};
use crate::report::rules::text::entry;
use crate::report::rules::words::{self, by_group};
use crate::report::wrap::{cut, wrap};
use crate::terms::rule::Level;

/// For a terminal of `width` columns: what does not fit on a rule's line is cut.
pub fn text(rules: &[&'static Rule], (paint, width): (Paint, usize)) -> String {
    let longest = rules.iter().map(|rule| rule.name.0.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (group, members) in by_group(rules) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} ({})", paint.tone(Tone::Strong, group.title()), group.name());
        for line in wrap(words::group(group), width.saturating_sub(2)) {
            let _ = writeln!(text, "  {}", paint.tone(Tone::Faint, line));
        }
        text.push('\n');
        for rule in members {
            let level = words::level(rule.level);
            let tone = if rule.level == Level::Error { Tone::Bad } else { Tone::Wary };
            let room = width.saturating_sub(longest + 13);
            let name = format!("{:longest$}", rule.name.0);
            let level = paint.tone(tone, format!("{level:7}"));
            let _ = writeln!(text, "  {}  {level}  {}", paint.tone(Tone::Strong, name), cut(rule.catches, room));
        }
        text.push('\n');
    }
    text.push_str("`wayfare explain RULE` says why a rule matters and shows an example of each kind\n");
    text.push_str("`[lint]` in `wayfare.toml` sets the level of a rule or of all of a group\n");
    text
}

/// Every rule in full under the heading of its group, with a line between them.
pub fn full(rules: &[&'static Rule], (paint, width): (Paint, usize)) -> String {
    let line = paint.tone(Tone::Faint, "─".repeat(width)).to_string();
    let mut text = String::new();
    for (group, members) in by_group(rules) {
        let _ = writeln!(text, "{line}\n{} ({})\n", paint.tone(Tone::Strong, group.title()), group.name());
        for sentence in wrap(words::group(group), width.saturating_sub(2)) {
            let _ = writeln!(text, "  {sentence}");
        }
        for rule in members {
            let _ = write!(text, "\n{line}\n{}", entry(rule, (paint, width)));
        }
        text.push('\n');
    }
    text
}

/// In Markdown, a list under each group's heading.
pub fn markdown(rules: &[&'static Rule]) -> String {
    let mut text = "# Rules\n".to_owned();
    for (group, members) in by_group(rules) {
        let _ = write!(text, "\n## {}\n\n{}\n\n", group.title(), words::group(group));
        for rule in members {
            let _ = writeln!(text, "* `{}` ({}): {}", rule.name.0, words::level(rule.level), rule.catches);
        }
    }
    text
}
