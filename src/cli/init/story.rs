//! What people are told: what became of each file, and what to do next.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::init::files::Role;
use crate::cli::init::place::Place;
use crate::cli::init::plan::{Fate, Planned, missing_sinks};
use crate::cli::init::shell;
use crate::cli::init::templates::{TEMPLATES, Template};
use crate::project::files::or_here;
use crate::report::paint::{Paint, Tone};

/// The templates, a line each.
pub fn list(paint: Paint) -> String {
    let longest = TEMPLATES.iter().map(|template| template.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for Template { name, line, .. } in TEMPLATES {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {line}", paint.tone(Tone::Strong, format!("{name:longest$}")));
    }
    text
}

/// What became, or would become, of each file.
pub fn fates(plan: &[Planned], place: &Place, (paint, dry): (Paint, bool)) -> String {
    let mut text = String::new();
    for Planned { part, fate } in plan {
        let path = place.path(&part.path);
        let path = path.display();
        let _ = match fate {
            Fate::Create if dry => writeln!(text, "{}  {path}", paint.tone(Tone::Good, "would create")),
            Fate::Create => writeln!(text, "{}  {path}", paint.tone(Tone::Good, "created")),
            Fate::Same => writeln!(text, "{}  {path}", paint.tone(Tone::Faint, kept(dry))),
            Fate::Differs => writeln!(text, "{}  {path} (it says something else)", paint.tone(Tone::Wary, kept(dry))),
            Fate::LeftOut(why) => writeln!(text, "{}  {path}: {why}", paint.tone(Tone::Wary, left_out(dry))),
        };
    }
    let sinks = missing_sinks(plan);
    if !sinks.is_empty() {
        let _ = writeln!(
            text,
            "\n{}: `wayfare.toml` has no sink `{}`, so what is meant for it goes to the log;\n      add it there, and take \
             the `#` before `sink:` away",
            paint.tone(Tone::Wary, "note"),
            sinks.join("`, `"),
        );
    }
    text
}

const fn kept(dry: bool) -> &'static str {
    if dry { "would keep  " } else { "kept   " }
}

const fn left_out(dry: bool) -> &'static str {
    if dry { "would omit  " } else { "omitted" }
}

/// That `check` does not see the journey although it stands there.
pub fn unseen(plan: &[Planned], paint: Paint) -> String {
    let journey = plan.iter().find(|planned| planned.part.role == Role::Journey);
    let path = journey.map(|planned| planned.part.path.display().to_string()).unwrap_or_default();
    let note = paint.tone(Tone::Wary, "note");
    format!("\n{note}: an ignore file such as `.gitignore` leaves out `{path}`, so no command looks at it\n")
}

/// What to do next.
pub fn next(plan: &[Planned], (place, paint): (&Place, Paint)) -> String {
    let journey = plan.iter().find(|planned| planned.part.role == Role::Journey);
    let journey = journey.map_or(Path::new(""), |planned| planned.part.path.as_path());
    let folder = or_here(journey.parent().unwrap_or(journey)).display().to_string();
    let is_there = |planned: &&Planned| !matches!(planned.fate, Fate::LeftOut(_));
    let is_events = |planned: &&Planned| planned.part.path.extension().is_some_and(|ending| ending == "jsonl");
    let events = plan.iter().find(|planned| is_events(planned) && is_there(planned));
    let mut steps = Vec::new();
    if !place.dir.as_os_str().is_empty() {
        steps.push((format!("cd {}", quoted(&place.dir)), ""));
    }
    steps.push(("wayfare check".to_owned(), "everything that is wrong: nothing, so far"));
    steps.push((format!("wayfare graph {}", quoted(journey)), "draws the journey"));
    steps.push(("wayfare test".to_owned(), "plays the scenarios, in virtual time"));
    if let Some(events) = events {
        steps.push((format!("wayfare run {folder} --events {}", events.part.path.display()), "what happens to whom"));
    }
    let hook = match (place.hooks(), &place.below_top) {
        (Some(other), _) => {
            format!("let `{other}` run `{}`", hook_path(place))
        }
        (None, Some(below)) if below.as_os_str().is_empty() => "git config core.hooksPath .githooks".to_owned(),
        (None, Some(below)) => format!("git config core.hooksPath {}", quoted(&below.join(".githooks"))),
        (None, None) => "git init && git config core.hooksPath .githooks".to_owned(),
    };
    steps.push((hook, "checks and tests what is to be committed"));
    let longest = steps.iter().map(|(step, _)| step.chars().count()).max().unwrap_or(0);
    let mut text = format!("\n{}\n", paint.tone(Tone::Strong, "Next"));
    for (step, why) in steps {
        let line = format!("  {step:longest$}  {}", paint.tone(Tone::Faint, why));
        let _ = writeln!(text, "{}", if why.is_empty() { line.trim_end() } else { &line });
    }
    text
}

fn hook_path(place: &Place) -> String {
    place.below_top.clone().unwrap_or_default().join(".githooks/pre-commit").display().to_string()
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    shell::quoted(&path.display().to_string())
}
