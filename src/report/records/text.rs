//! A record as a few lines that tell a product manager what happened, and why.

use std::fmt;
use std::io::Write as _;

use crate::engine::effect::{Effect, Verdict};
use crate::engine::instance::{Instance, Status};
use crate::engine::trace::Trace;
use crate::model::journey::Journey;
use crate::orchestrator::record::{Kind, Moved, Record};
use crate::report::names;
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::records::phrases::{Arm, Assigned, Because, Call, Move, Place, States, Steps, meaning};
use crate::terms::time::format_instant;

/// The width of the column of instants, `2026-11-24 09:00:00` and two spaces.
const MARGIN: usize = 21;

/// Appends `record` to `out`: a sentence with its instant, and what belongs to it indented below.
pub fn render(record: &Record<'_>, paint: Paint, out: &mut Vec<u8>) {
    let mut story = Story { record, paint, out };
    match record.kind {
        Kind::Enter(trace) => story.enter(trace),
        Kind::Step(trace) => story.step(trace),
        Kind::Exit(rule, trace) => story.exit(rule, trace),
        Kind::Move(moved) => story.moved(moved),
        Kind::Send(trace) => story.send(trace),
        Kind::Ignored(reason, trace) => story.ignored(reason, trace),
        Kind::Merge { absorbed, kept } => story.merge(absorbed, kept),
        Kind::LinkRefused { anonymous, kept_by } => story.link_refused(anonymous, kept_by),
        Kind::DeadLetter { reason, detail, .. } => story.dead_letter(reason, detail),
    }
    for refused in record.refused_traits {
        story.detail("note", Tone::Wary, format_args!("a trait was left out: {}", Tame(refused)));
    }
}

/// One record on its way to the page. Writing to a vector cannot fail, so results are dropped.
struct Story<'r, 'o> {
    record: &'r Record<'r>,
    paint: Paint,
    out: &'o mut Vec<u8>,
}

impl<'r> Story<'r, '_> {
    fn enter(&mut self, trace: &Trace) {
        let journey = self.journey();
        let first = if trace.initial.is_empty() { &trace.to } else { &trace.initial };
        let (place, cause, initial) = (self.place(), self.cause(), States(journey, first));
        self.head(format_args!("enters {place} on {cause} → {initial}"));
        if !trace.steps.is_empty() || trace.to != *first {
            let then = Move { journey, from: first, to: &trace.to };
            self.detail("then", Tone::Strong, format_args!("{}{then}", Steps(journey, trace)));
        }
        self.details(trace);
    }

    fn step(&mut self, trace: &Trace) {
        let journey = self.journey();
        let moved = Move { journey, from: &trace.from, to: &trace.to };
        let (place, cause, steps) = (self.place(), self.cause(), Steps(journey, trace));
        self.head(format_args!("in {place} on {cause}: {steps}{moved}"));
        self.details(trace);
    }

    fn exit(&mut self, rule: &str, trace: &Trace) {
        let from = States(self.journey(), &trace.from);
        let (place, cause) = (self.place(), self.cause());
        self.head(format_args!("leaves {place} on {cause} by the rule {}, from {from}", Tame(rule)));
        self.details(trace);
    }

    fn moved(&mut self, moved: Moved<'_>) {
        let Moved { from, trace, .. } = moved;
        let (place, journey) = (self.place(), self.journey());
        let version = journey.map_or(&from.journey.version, |journey| &journey.version);
        let (before, after) = (&from.journey.version, States(journey, &trace.to));
        let before_states = States(Some(&from.journey), &trace.from);
        self.head(format_args!("moved from {place} {before} to {version}: {before_states} → {after}"));
        if !trace.steps.is_empty() {
            self.detail("then", Tone::Strong, format_args!("{}in {after}", Steps(journey, trace)));
        }
        self.details(trace);
    }

    fn send(&mut self, trace: &Trace) {
        let place = self.place();
        self.head(format_args!("in {place}: what waited for its window is decided"));
        self.details(trace);
    }

    fn ignored(&mut self, reason: &'static str, trace: Option<&Trace>) {
        let (place, cause) = (self.place(), self.cause());
        let because = meaning(reason);
        match self.record.machine {
            Some(_) => self.head(format_args!("in {place} on {cause}: ignored ({reason}){because}")),
            None => self.head(format_args!("on {cause}: ignored ({reason}){because}")),
        }
        if let Some(trace) = trace {
            self.errors(trace);
        }
    }

    fn merge(&mut self, absorbed: &str, kept: &Instance) {
        let states: Vec<&str> = match self.record.machine {
            Some(machine) => names::atomic_states(&machine.journey, kept).map(AsRef::as_ref).collect(),
            None => Vec::new(),
        };
        let at = if states.is_empty() { kept.status.as_str().to_owned() } else { format!("in {}", states.join(" + ")) };
        let place = self.place();
        self.head(format_args!("is also {}: one instance of {place} is kept, {at}", Tame(absorbed)));
    }

    fn link_refused(&mut self, anonymous: &str, kept_by: &str) {
        self.head(format_args!("is not linked with {}, which belongs to {}", Tame(anonymous), Tame(kept_by)));
    }

    fn dead_letter(&mut self, reason: &str, detail: &str) {
        let line = match self.record.line {
            0 => String::new(),
            line => format!("line {line}"),
        };
        let what = self.paint.tone(Tone::Bad, format!("dead letter ({reason})"));
        if self.record.cause.is_none() {
            let by = self.record.user.map(|user| format!(" of {}", Tame(user))).unwrap_or_default();
            self.margin(&line);
            let _ = writeln!(self.out, "{what}{by}: {}", Tame(detail));
        } else {
            let (place, cause) = (self.place(), self.cause());
            let line = if line.is_empty() { line } else { format!(", {line}") };
            self.head(format_args!("in {place} on {cause}{line}: {what}: {}", Tame(detail)));
        }
    }

    /// The sentence, after the instant and the person.
    fn head(&mut self, sentence: fmt::Arguments<'_>) {
        let user = self.paint.tone(Tone::Strong, Tame(self.record.user.unwrap_or("someone")));
        let unknown = if self.record.anonymous { " (anonymous)" } else { "" };
        self.margin(&to_the_second(self.record.at));
        let _ = writeln!(self.out, "{user}{unknown} {sentence}");
    }

    fn margin(&mut self, text: &str) {
        let padded = format!("{text:<MARGIN$}");
        let _ = write!(self.out, "{}", self.paint.tone(Tone::Faint, padded));
    }

    fn details(&mut self, trace: &Trace) {
        let journey = self.journey();
        for &(split, arm) in &trace.arms {
            let arm = Arm(journey, split, arm);
            self.detail("arm", Tone::Strong, format_args!("{arm}"));
        }
        if !trace.set.is_empty() {
            self.detail("set", Tone::Strong, format_args!("{}", Assigned(journey, trace)));
        }
        for effect in &trace.effects {
            self.effect(effect);
        }
        for (event, _) in &trace.emitted {
            let name = journey.map_or("", |journey| names::event(journey, *event));
            self.detail("emit", Tone::Strong, format_args!("{}", Tame(name)));
        }
        for reached in &trace.goals {
            let name = journey.map_or("", |journey| names::goal(journey, reached.goal));
            match reached.value {
                Some(value) => {
                    self.detail("goal", Tone::Good, format_args!("{name} is reached (value {value:?})"));
                }
                None => self.detail("goal", Tone::Good, format_args!("{name} is reached")),
            }
        }
        self.errors(trace);
        if self.record.status == Some(Status::Completed) && !matches!(self.record.kind, Kind::Send(_)) {
            self.detail("end", Tone::Good, format_args!("the journey is completed"));
        }
    }

    fn effect(&mut self, effect: &Effect) {
        let call = Call(self.journey(), effect);
        let (label, tone, why) = match effect.verdict {
            Verdict::Sent => ("sent", Tone::Good, ""),
            Verdict::NoConsent => ("held", Tone::Wary, ": there is no consent for it"),
            Verdict::Capped => ("held", Tone::Wary, ": a cap is reached"),
            Verdict::OutsideWindow => ("held", Tone::Wary, ": its window is closed"),
            Verdict::Deferred => ("later", Tone::Wary, ": waits for its window, until "),
            Verdict::Exited => ("held", Tone::Wary, ": the person has left the journey"),
        };
        match effect.deferral {
            Some(deferral) => self.detail(label, tone, format_args!("{call}{why}{}", to_the_second(deferral.until))),
            None => self.detail(label, tone, format_args!("{call}{why}")),
        }
    }

    fn errors(&mut self, trace: &Trace) {
        for (at, detail) in &trace.errors {
            self.detail("error", Tone::Bad, format_args!("in {}: {}", Tame(at), Tame(detail)));
        }
    }

    fn detail(&mut self, label: &str, tone: Tone, text: fmt::Arguments<'_>) {
        let label = self.paint.tone(tone, format_args!("{label:<6}").to_string());
        let _ = writeln!(self.out, "{:MARGIN$}{label}{text}", "");
    }

    fn journey(&self) -> Option<&'r Journey> {
        self.record.machine.map(|machine| &*machine.journey)
    }

    fn place(&self) -> Place<'r> {
        Place(self.record)
    }

    fn cause(&self) -> Because<'r> {
        Because(self.record.cause)
    }
}

/// An instant in UTC, `2026-11-24 09:00:00`.
fn to_the_second(millis: i64) -> String {
    let at = format_instant(millis);
    at.get(..19).map_or(at.clone(), |at| at.replace('T', " "))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::render;
    use crate::orchestrator::record::{Cause, Kind, Record};
    use crate::report::paint::Paint;
    use crate::report::sample::{activation, every_record, sample};

    #[test]
    fn every_kind_tells_what_happened() {
        let mut out = Vec::new();
        every_record(|record| render(record, Paint::Plain, &mut out));
        assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let (mut plain, mut coloured) = (Vec::new(), Vec::new());
        every_record(|record| {
            render(record, Paint::Plain, &mut plain);
            render(record, Paint::Colour, &mut coloured);
        });
        let coloured = String::from_utf8(coloured).unwrap();
        assert!(coloured.contains('\u{1b}'));
        let stripped = regex::Regex::new("\u{1b}\\[[0-9]+m").unwrap().replace_all(&coloured, "").into_owned();
        assert_eq!(stripped.as_bytes(), plain);
    }

    #[test]
    fn names_from_outside_cannot_steer_a_terminal() {
        let (sample, trace) = (sample(), activation());
        let cause = Some(Cause::Event { event: "X\u{1b}[2J", id: "e" });
        let record = Record { user: Some("u\r\n"), cause, ..sample.record(Kind::Step(&trace)) };
        let mut out = Vec::new();
        render(&record, Paint::Plain, &mut out);
        assert!(!out.iter().any(|&byte| byte == 0x1b || byte == b'\r'));
    }
}
