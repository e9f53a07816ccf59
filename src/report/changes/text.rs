//! A difference for a terminal: the verdict in the first line, what needs a decision first.

use std::fmt::Write as _;

use crate::diff::change::{Change, Class, Need};
use crate::report::changes::migration;
use crate::report::changes::style::Style;
use crate::report::changes::written::{Written, shown};
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::wrap::wrap;

/// What is shown together, what needs a decision first: a title, a class, and whether people will notice.
const GROUPS: [(&str, Tone, Class, bool); 5] = [
    ("major: people on the way need a decision", Tone::Bad, Class::Major, false),
    ("minor, and people on the way will notice", Tone::Wary, Class::Minor, true),
    ("minor", Tone::Good, Class::Minor, false),
    ("patch", Tone::Faint, Class::Patch, false),
    ("no version: live for all at once, or nothing that happens", Tone::Faint, Class::None, false),
];

/// The difference.
pub fn render(written: Written<'_>, style: Style) -> String {
    let difference = written.difference;
    let mut out = headline(written, style.paint);
    let (changes, hidden) = shown(&difference.changes, style.all);
    for (title, tone, class, ack) in GROUPS {
        let belongs = |change: &&&Change| change.class == class && (class != Class::Minor || change.ack == ack);
        let of: Vec<&&Change> = changes.iter().filter(belongs).collect();
        if !of.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "\n{}", style.paint.tone(tone, title));
            for change in of {
                one(written, change, style, &mut out);
            }
        }
    }
    if hidden > 0 {
        let what = if hidden == 1 {
            "1 change that nobody on a journey notices is"
        } else {
            "changes that nobody on a journey notices are"
        };
        let count = if hidden == 1 { String::new() } else { format!("{hidden} ") };
        let _ = writeln!(
            out,
            "\n{}",
            style.paint.tone(Tone::Faint, format!("{count}{what} not shown: `--all` shows it all"))
        );
    }
    migration::text(written, style, &mut out);
    verdict(written, style, &mut out);
    out
}

fn headline(written: Written<'_>, paint: Paint) -> String {
    let difference = written.difference;
    let (old, new) = (&difference.old.version, &difference.new.version);
    let verdict = &difference.verdict;
    let versions = if old == new { format!("{old}") } else { format!("{old} → {new}") };
    let says = if difference.changes.is_empty() {
        "nothing changed".to_owned()
    } else if verdict.needed == Class::None {
        "nothing that a version has to say".to_owned()
    } else if verdict.ok {
        format!("needs a {} version, and is one", verdict.needed)
    } else {
        format!("needs a {} version", verdict.needed)
    };
    let tone = if verdict.ok { Tone::Good } else { Tone::Bad };
    let name = paint.tone(Tone::Strong, Tame(&difference.journey)).to_string();
    format!("{name} {versions}: {}\n", paint.tone(tone, says))
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
    for seen in &change.witnesses {
        let was = if seen.before { "was true, is false" } else { "was false, is true" };
        let _ = writeln!(out, "      {}", paint.tone(Tone::Faint, format!("where {}: {was}", Tame(&seen.who))));
    }
    if !change.through.is_empty() {
        let names = change.through.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "      {}", paint.tone(Tone::Faint, format!("because {names} says something else")));
    }
    if written.difference.verdict.unsatisfied.contains(&change.fingerprint) {
        let _ = writeln!(out, "      {} {}", paint.tone(Tone::Bad, "needs"), needed(&change.needs));
    }
    for part in &change.parts {
        let _ = writeln!(
            out,
            "      {}",
            paint.tone(Tone::Faint, format!("with it: {} {}", part.kind, Tame(&part.element.to_string())))
        );
    }
}

/// What was and what is, in two lines below each other.
fn sides(change: &Change, style: Style, out: &mut String) {
    if change.before == change.after || change.key.is_empty() {
        return;
    }
    for (sign, tone, text) in [("-", Tone::Bad, &change.before), ("+", Tone::Good, &change.after)] {
        if let Some(text) = text {
            let _ = writeln!(out, "      {}", style.paint.tone(tone, format!("{sign} {}", Tame(text))));
        }
    }
}

fn needed(needs: &Need) -> String {
    let names =
        |names: &[smol_str::SmolStr]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match needs {
        Need::Bump => "a major version".to_owned(),
        Need::Images(states) => {
            format!("under `migrate`, in `states`: where people who are in {} go on", names(states))
        }
        Need::Step(step) => format!("under `migrate`, in `steps`: the new id of `{step}`"),
        Need::Set(variables) => format!("under `migrate`, in `set`: what people have in {}", names(variables)),
        Need::Timer(step) => format!("under `migrate`, in `timers`: when `{step}` is due, from the move on"),
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
