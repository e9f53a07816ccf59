//! A difference for a terminal: the verdict in the first line, what needs a decision first.

use std::fmt::Write as _;

use similar::ChangeTag;

use crate::diff::change::Change;
use crate::report::changes::groups::Group;
use crate::report::changes::migration;
use crate::report::changes::sides;
use crate::report::changes::style::Style;
use crate::report::changes::written::{Written, because, met, needed, unseen};
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::wrap::wrap;

/// So many parts of a change are told.
const PARTS: usize = 6;

/// The difference.
pub fn render(written: Written<'_>, style: Style) -> String {
    let mut out = headline(written, style.paint);
    let (groups, hidden) = written.grouped(style.all);
    for (group, of) in groups {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{}", style.paint.tone(tone(group), group.title()));
        for change in of {
            one(written, change, style, &mut out);
        }
    }
    if let Some(said) = unseen(hidden) {
        let _ = writeln!(out, "\n{}", style.paint.tone(Tone::Faint, said));
    }
    migration::text(written, style, &mut out);
    verdict(written, style, &mut out);
    out
}

const fn tone(group: Group) -> Tone {
    match group {
        Group::Major => Tone::Bad,
        Group::Noticed => Tone::Wary,
        Group::Minor => Tone::Good,
        Group::Patch | Group::Unsaid => Tone::Faint,
    }
}

fn headline(written: Written<'_>, paint: Paint) -> String {
    let tone = if written.difference.verdict.ok { Tone::Good } else { Tone::Bad };
    let name = paint.tone(Tone::Strong, Tame(&written.difference.journey)).to_string();
    format!("{name} {}: {}\n", written.versions(), paint.tone(tone, written.says()))
}

fn one(written: Written<'_>, change: &Change, style: Style, out: &mut String) {
    let paint = style.paint;
    let key = if change.key.is_empty() { String::new() } else { format!(" · {}", change.key) };
    let element = format!("{}{key}", change.element);
    let _ = writeln!(
        out,
        "  {} {}  {}",
        paint.tone(Tone::Strong, change.kind.name()),
        Tame(&element),
        paint.tone(Tone::Faint, format!("{}  {}", Tame(&written.place(change.places)), change.fingerprint))
    );
    sides(change, style, out);
    for line in wrap(&change.meaning, style.width.saturating_sub(6)) {
        let _ = writeln!(out, "      {}", Tame(&line));
    }
    let because = because(change);
    for said in change.witnesses.iter().map(met).chain((!because.is_empty()).then_some(because)) {
        let _ = writeln!(out, "      {}", paint.tone(Tone::Faint, Tame(&said)));
    }
    if written.difference.verdict.unsatisfied.contains(&change.fingerprint) {
        let _ = writeln!(out, "      {} {}", paint.tone(Tone::Bad, "needs"), needed(&change.needs));
    }
    parts(change, style, out);
}

/// What came or went with it; of many, the first.
fn parts(change: &Change, style: Style, out: &mut String) {
    let more = change.parts.len().saturating_sub(PARTS);
    let parts = change.parts.iter().take(if more == 1 { PARTS + 1 } else { PARTS });
    for part in parts {
        let said = format!("with it: {} {}", part.kind, Tame(&part.element.to_string()));
        let _ = writeln!(out, "      {}", style.paint.tone(Tone::Faint, said));
    }
    if more > 1 {
        let _ = writeln!(out, "      {}", style.paint.tone(Tone::Faint, format!("and {more} more changes with it")));
    }
}

/// What was and what is, below each other; of what is long, the pieces that differ.
fn sides(change: &Change, style: Style, out: &mut String) {
    for line in sides::lines(change, style.width.saturating_sub(8)) {
        let tone = match line.tag {
            ChangeTag::Delete => Tone::Bad,
            ChangeTag::Insert => Tone::Good,
            ChangeTag::Equal => Tone::Faint,
        };
        let _ = writeln!(out, "      {}", style.paint.tone(tone, format!("{} {}", line.tag, Tame(&line.text))));
    }
}

fn verdict(written: Written<'_>, style: Style, out: &mut String) {
    let verdict = &written.difference.verdict;
    if verdict.finishes {
        let _ = writeln!(
            out,
            "\npeople on {} finish there, as `migrate` says: nobody moves",
            written.difference.old.version
        );
    }
    let missing = written.missing();
    if !missing.is_empty() {
        let _ = writeln!(out);
        for each in missing {
            let _ = writeln!(out, "{} {each}", style.paint.tone(Tone::Bad, "missing:"));
        }
    }
    if let Some(entry) = &verdict.proposed_migrate {
        let _ = writeln!(out, "\nto paste into the new version, and to think about:\n");
        entry.lines().for_each(|line| {
            let _ = writeln!(out, "    {}", Tame(line));
        });
    }
}
