//! One rule on a terminal.

use std::fmt::Write as _;

use crate::lint::rule::{Group, Rule};
use crate::report::paint::{Paint, Tone};
use crate::report::rules::fixable::fixable;
use crate::report::rules::words;
use crate::report::wrap::wrap;
use crate::terms::rule::Level;

/// What `rule` says of itself, for a terminal of `width` columns.
pub fn entry(rule: &Rule, (paint, width): (Paint, usize)) -> String {
    let tone = if rule.level == Level::Error { Tone::Bad } else { Tone::Wary };
    let level = paint.tone(tone, words::level(rule.level));
    let mut text = format!("{}  {level}, {}\n\n", paint.tone(Tone::Strong, rule.name.0), rule.group.name());
    paragraph(&mut text, rule.catches, width);
    heading(&mut text, paint, "Why it matters");
    paragraph(&mut text, rule.why, width);
    heading(&mut text, paint, "Wrong");
    text.push_str(&example(rule.bad, paint));
    heading(&mut text, paint, "Right");
    text.push_str(&example(rule.good, paint));
    heading(&mut text, paint, "Its level");
    match rule.group {
        Group::Language => paragraph(&mut text, "Always an error: what breaks the language cannot run.", width),
        group => text.push_str(&setting(rule, group, (paint, width))),
    }
    text
}

/// The same with who carries out its fix, for which its example is checked.
pub fn entry_with_fix(rule: &Rule, (paint, width): (Paint, usize)) -> String {
    let mut text = entry(rule, (paint, width));
    if let Some(said) = fixable(rule).said() {
        heading(&mut text, paint, "Its fix");
        paragraph(&mut text, said, width);
    }
    text
}

/// How the level is set, and the rule silenced.
fn setting(rule: &Rule, group: Group, (paint, width): (Paint, usize)) -> String {
    let mut text = String::new();
    let default = words::level(rule.level);
    let said = format!(
        "Of itself: {default}. `wayfare.toml` sets it to `error`, `warning` or `off`, for the rule or its whole group; the \
         rule goes before its group:"
    );
    paragraph(&mut text, &said, width);
    let other = if rule.level == Level::Error { "warning" } else { "error" };
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n    [lint]\n    \"{}\" = \"off\"        {}\n    \"{}\" = \"{other}\"\n",
        rule.name.0,
        paint.tone(Tone::Faint, "# silenced"),
        group.name(),
    );
    text
}

fn heading(text: &mut String, paint: Paint, title: &str) {
    let _ = writeln!(text, "\n{}", paint.tone(Tone::Strong, title));
}

fn paragraph(text: &mut String, words: &str, width: usize) {
    for line in wrap(words, width.saturating_sub(2)) {
        let _ = writeln!(text, "  {line}");
    }
}

/// The lines of an example, those that point at a fault in its colour.
fn example(markdown: &str, paint: Paint) -> String {
    let mut text = String::new();
    for line in words::inside(markdown).lines() {
        let _ = match (line.trim_start().starts_with('#'), line.contains('^')) {
            (true, true) => writeln!(text, "    {}", paint.tone(Tone::Bad, line)),
            (true, false) => writeln!(text, "    {}", paint.tone(Tone::Faint, line)),
            _ if line.is_empty() => writeln!(text),
            _ => writeln!(text, "    {line}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::entry;
    use crate::lint::registry::RULES;
    use crate::report::paint::Paint;

    #[test]
    fn prose_keeps_to_the_width_and_every_part_is_there() {
        for rule in RULES {
            for width in [40, 72, 100] {
                let text = entry(rule, (Paint::Plain, width));
                let prose = text.lines().filter(|line| line.starts_with("  ") && !line.starts_with("    "));
                for line in prose {
                    assert!(line.chars().count() <= width, "{line}");
                }
                let last = rule.good.trim_end().lines().rev().nth(1).unwrap();
                assert!(text.contains(&format!("    {last}\n")), "{text}");
            }
        }
    }
}
