//! Who moves where, what becomes of their timers, and who would be stuck: for a terminal and as JSON.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::diff::migration::fault::{Fault, listed, quoted};
use crate::diff::migration::migrating::{Fate, Migrating, Move, Onward, TimerFate, TimerMove};
use crate::report::changes::style::Style;
use crate::report::changes::written::Written;
use crate::report::json::{self, Members};
use crate::report::paint::{Tame, Tone};
use crate::report::wrap::wrap;
use crate::terms::time::format_duration;

/// How many faults are shown where not all are asked for.
const MOST_FAULTS: usize = 10;

/// The section for a terminal: what is not by name, unless all is asked for, and whoever would be stuck.
pub fn text(written: Written<'_>, style: Style, out: &mut String) {
    let Some(migrating) = &written.difference.migrating else { return };
    let rows = rows(migrating, style.all);
    if !rows.is_empty() {
        let version = &written.difference.old.version;
        let how = match &migrating.entry {
            Some(range) => format!("people on {version} move as `migrate` says of `{range}`"),
            None => format!("people on {version} move by name"),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{}", style.paint.tone(Tone::Strong, how));
        let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or_default().min(30);
        for (left, right) in &rows {
            let _ = writeln!(out, "  {:width$}  {}", Tame(left).to_string(), Tame(right));
        }
    }
    faults(written, migrating, style, out);
}

fn rows(migrating: &Migrating, all: bool) -> Vec<(String, String)> {
    let mut rows = moves(&migrating.moves, all);
    if !migrating.begins.is_empty() {
        let begins = migrating.begins.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(", ");
        rows.push((begins, "begins for those who move: nobody had a place there".to_owned()));
    }
    let told = |timer: &&TimerMove| all || !matches!(&timer.fate, TimerFate::Kept(now) if *now == timer.step);
    rows.extend(migrating.timers.iter().filter(told).map(|of| (format!("timer {}", of.step), timer(of))));
    rows.extend(migrating.forgets.iter().map(|lost| {
        let states = listed(&quoted(&lost.states));
        (format!("history {}", lost.history), format!("forgets {states}: they have no place there"))
    }));
    rows
}

/// What becomes of states; those of one fate in one row.
fn moves(moves: &[Move], all: bool) -> Vec<(String, String)> {
    let mut rows: Vec<(Vec<&str>, String)> = Vec::new();
    for of in moves.iter().filter(|of| all || of.fate != Fate::Stay || !of.onward.is_empty()) {
        let right = match of.fate {
            Fate::Stay => "stays".to_owned(),
            // Nobody stays there, if the name is the same or not.
            Fate::Move if of.to == [of.from.clone()] => String::new(),
            Fate::Move => format!("→ {}", joined(&of.to)),
            Fate::Leave => "leaves: the journey ends for them".to_owned(),
            Fate::Nowhere if of.beside.is_empty() => "has no place".to_owned(),
            Fate::Nowhere => format!("has no place beside {}", joined(&of.beside)),
        };
        let right = match &of.around {
            Some(around) => format!("{right}, as `migrate` says of {around}"),
            None => right,
        };
        let right = onward(of, right);
        match rows.iter_mut().find(|(_, known)| *known == right) {
            Some((names, _)) => names.push(&of.from),
            None => rows.push((vec![&of.from], right)),
        }
    }
    rows.into_iter().map(|(names, right)| (names.join(", "), right)).collect()
}

/// `placed`, and where they go on from there.
fn onward(of: &Move, placed: String) -> String {
    if of.onward.is_empty() {
        return placed;
    }
    let goes_on = if of.stays { "may go on at once to " } else { "goes on at once to " };
    let ways: Vec<String> = of.onward.iter().map(way).collect();
    let and = if placed.is_empty() { "" } else { ", and " };
    format!("{placed}{and}{goes_on}{}", ways.join(", or to "))
}

/// One way on, as in "X and Y by `go` and `on`"; an arm of a split has no step.
fn way(onward: &Onward) -> String {
    let by = if onward.by.is_empty() { String::new() } else { format!(" by {}", listed(&quoted(&onward.by))) };
    format!("{}{by}", joined(&onward.to))
}

fn joined(names: &[SmolStr]) -> String {
    names.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(" and ")
}

fn timer(of: &TimerMove) -> String {
    match &of.fate {
        TimerFate::Kept(now) if *now == of.step => "keeps its due time".to_owned(),
        TimerFate::Kept(now) => format!("goes on as `{now}`, with its due time"),
        TimerFate::Dropped => format!("is dropped (it is set in `{}`)", of.state),
        TimerFate::KeptForSome(now, lost) => {
            format!("goes on as `{now}`, and is dropped for whoever is in {}", listed(&quoted(lost)))
        }
        TimerFate::KeptIfFirst(now, others) => {
            let others = listed(&quoted(others));
            format!("goes on as `{now}`, with its due time, if it was set before {others}; else it is dropped")
        }
        TimerFate::KeptIfStaying(now, by) => {
            let on = if *now == of.step { "keeps".to_owned() } else { format!("goes on as `{now}`, with") };
            format!(
                "{on} its due time for whoever does not go on at once by {}; else it is dropped",
                listed(&quoted(by))
            )
        }
        TimerFate::Recomputed(now, set) => {
            let on = if *now == of.step { String::new() } else { format!("goes on as `{now}`, and ") };
            format!(
                "{on}is computed again where `migrate` sets what it reads, {}, to something else",
                listed(&quoted(set))
            )
        }
        TimerFate::Armed(delay) => {
            format!("is set for those in `{}`, {} after the move", of.state, format_duration(*delay))
        }
        TimerFate::Unarmed(from) if from.is_empty() => "is new, and set for nobody who moves".to_owned(),
        TimerFate::Unarmed(from) => {
            format!("in `{}` is not set for whoever comes from {}", of.state, listed(&quoted(from)))
        }
        TimerFate::Begun(from) => {
            format!("is set by the move, which enters `{}`, for whoever comes from {}", of.state, listed(&quoted(from)))
        }
    }
}

fn faults(written: Written<'_>, migrating: &Migrating, style: Style, out: &mut String) {
    if migrating.faults.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", style.paint.tone(Tone::Bad, "who would be stuck"));
    let most = if style.all { usize::MAX } else { MOST_FAULTS };
    for fault in migrating.faults.iter().take(most) {
        one(written, fault, style, out);
    }
    let more = migrating.faults.len().saturating_sub(most);
    if more > 0 {
        let _ =
            writeln!(out, "  {}", style.paint.tone(Tone::Faint, format!("and {more} more: `--all` shows them all")));
    }
}

fn one(written: Written<'_>, fault: &Fault, style: Style, out: &mut String) {
    let place = written.place(fault.places);
    let (rule, place) = (fault.kind.breach().rule(), style.paint.tone(Tone::Faint, Tame(&place)).to_string());
    let _ = writeln!(out, "  {}  {place}", style.paint.tone(Tone::Strong, rule));
    let mut lines = vec![fault.message.clone()];
    lines.extend(example(fault));
    for text in lines {
        for line in wrap(&text, style.width.saturating_sub(6)) {
            let _ = writeln!(out, "      {}", Tame(&line));
        }
    }
    for line in wrap(&format!("help: {}", fault.help), style.width.saturating_sub(6)) {
        let _ = writeln!(out, "      {}", style.paint.tone(Tone::Faint, Tame(&line)));
    }
}

/// Somebody who would be stuck, and by what they came there.
fn example(fault: &Fault) -> Option<String> {
    let person = fault.person.as_ref()?;
    let way = person.way();
    let by = if way.is_empty() { way } else { format!(", who came by {way}") };
    Some(format!("for example {}{by}", person.who()))
}

/// The member `migration`: null where nobody moves.
pub fn json(written: Written<'_>, members: &mut Members<'_>) {
    let Some(migrating) = &written.difference.migrating else { return members.null("migration") };
    let mut out = Members::open(members.member("migration"));
    out.string_or_null("entry", migrating.entry.as_deref());
    out.bool("whole", migrating.whole);
    out.list("moves", &migrating.moves, |out, of| {
        let mut members = Members::open(out);
        members.string("from", &of.from);
        members.list("to", &of.to, |out, state| json::string(out, state));
        members.string("fate", of.fate.name());
        members.string_or_null("around", of.around.as_deref());
        members.list("beside", &of.beside, |out, state| json::string(out, state));
        members.list("onward", &of.onward, |out, onward| {
            let mut members = Members::open(out);
            members.list("to", &onward.to, |out, state| json::string(out, state));
            members.list("by", &onward.by, |out, step| json::string(out, step));
            members.close();
        });
        members.bool("stays", of.stays);
        members.close();
    });
    out.list("begins", &migrating.begins, |out, state| json::string(out, state));
    out.list("timers", &migrating.timers, timer_json);
    out.list("forgets", &migrating.forgets, |out, of| {
        let mut members = Members::open(out);
        members.string("history", &of.history);
        members.list("states", &of.states, |out, state| json::string(out, state));
        members.close();
    });
    out.list("faults", &migrating.faults, |out, fault| fault_json(written, fault, out));
    out.close();
}

fn timer_json(out: &mut Vec<u8>, of: &TimerMove) {
    let mut members = Members::open(out);
    members.string("step", &of.step);
    members.string("state", &of.state);
    members.string("fate", of.fate.name());
    let (to, for_some, delay) = match &of.fate {
        TimerFate::Kept(now)
        | TimerFate::KeptIfFirst(now, _)
        | TimerFate::KeptIfStaying(now, _)
        | TimerFate::Recomputed(now, _) => (Some(now), &[][..], None),
        TimerFate::KeptForSome(now, lost) => (Some(now), lost.as_slice(), None),
        TimerFate::Unarmed(from) => (None, from.as_slice(), None),
        TimerFate::Armed(delay) => (None, &[][..], Some(*delay)),
        TimerFate::Dropped | TimerFate::Begun(_) => (None, &[][..], None),
    };
    members.string_or_null("to", to.map(SmolStr::as_str));
    match delay {
        Some(delay) => json::int(members.member("delay"), delay),
        None => members.null("delay"),
    }
    members.list("not_for", for_some, |out, state| json::string(out, state));
    members.close();
}

fn fault_json(written: Written<'_>, fault: &Fault, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("rule", fault.kind.breach().rule());
    members.string("kind", fault.kind.name());
    members.list("states", &fault.states, |out, state| json::string(out, state));
    members.string_or_null("variable", fault.variable.as_deref());
    members.string("message", &fault.message);
    members.string("help", &fault.help);
    match &fault.person {
        Some(person) => {
            let mut who = Members::open(members.member("person"));
            who.string("who", &person.who());
            who.list("states", &person.states, |out, state| json::string(out, state));
            who.list("timers", &person.timers, |out, timer| json::string(out, timer));
            who.list("by", &person.by, |out, each| json::string(out, each));
            who.close();
        }
        None => members.null("person"),
    }
    written.places(fault.places, &mut members);
    members.close();
}
