//! Triggers, guards and actions in the words of the language.

use smol_str::SmolStr;

use crate::expr::term::{Condition, Term};
use crate::expr::wording::Names;
use crate::model::ids::{EventId, StepId, WindowId};
use crate::model::journey::{
    Assign, Block, Due, EventCall, EventKind, Instruction, Journey, Schedule, ScheduleTime, Step, Timer, Trigger, Work,
};
use crate::model::naming::names as names_of;
use crate::picture::chart::{Cause, Effect, EffectKind, Words};

/// So many events are named before the rest is counted.
const NAMED: usize = 4;

/// The words of a step.
pub fn step(journey: &Journey, number: StepId, step: &Step) -> Words {
    let about = journey.prose.steps.get(&number);
    let (cause, trigger) = match &step.trigger {
        Trigger::Events(events) => {
            let patterns = journey.prose.patterns.get(&number);
            let written = patterns.map(|names| names.iter().map(SmolStr::as_str).collect::<Vec<_>>());
            (cause_of(journey, events), listed(&written.unwrap_or_else(|| names(journey, events))))
        }
        Trigger::Always => (Cause::Always, "always".to_owned()),
        Trigger::Timer(timer) => (Cause::Timer, self::timer(journey, timer)),
    };
    let mut effects = Vec::new();
    assignments(journey, &step.set, 0, &mut effects);
    block(journey, &step.actions, 0, &mut effects);
    Words {
        id: step.id.value.clone(),
        title: about.and_then(|about| about.title.clone()),
        description: about.and_then(|about| about.description.clone()),
        cause,
        trigger,
        guard: step.guard.as_ref().map(Condition::written),
        effects,
        reenter: step.reenter,
        before: None,
    }
}

/// Events by name; many are counted.
pub fn events(journey: &Journey, events: &[EventId]) -> String {
    listed(&names(journey, events))
}

/// What kind of cause these events are; outside events where they are of several kinds.
pub fn cause_of(journey: &Journey, events: &[EventId]) -> Cause {
    let one = |event: &EventId| match journey.events.get(event.index()).map(|event| &event.kind) {
        Some(EventKind::Done(_)) => Cause::Done,
        Some(EventKind::Succeeded(_) | EventKind::Failed(_) | EventKind::Held(_)) => Cause::Fate,
        Some(EventKind::Declared(..)) | None => Cause::Event,
    };
    let first = events.first().map_or(Cause::Event, one);
    if events.iter().all(|event| one(event) == first) { first } else { Cause::Event }
}

/// What a block does, in order.
pub fn block(journey: &Journey, block: &Block, depth: u16, effects: &mut Vec<Effect>) {
    Speaker { journey, names: None }.block(block, depth, effects);
}

/// The same with what definitions and functions stand for in their place.
pub fn whole_block(journey: &Journey, block: &Block, effects: &mut Vec<Effect>) {
    Speaker { journey, names: Some(names_of(journey)) }.block(block, 0, effects);
}

/// What a `set` does, in order.
pub fn assignments(journey: &Journey, set: &[Assign], depth: u16, effects: &mut Vec<Effect>) {
    Speaker { journey, names: None }.assignments(set, depth, effects);
}

/// Says what is done: in the words of the file or, where it has names, with definitions put in.
struct Speaker<'a> {
    journey: &'a Journey,
    names: Option<Names<'a>>,
}

impl Speaker<'_> {
    fn term(&self, term: &Term) -> String {
        self.names.as_ref().map_or_else(|| term.written(), |names| term.wording(names))
    }

    fn block(&self, block: &Block, depth: u16, effects: &mut Vec<Effect>) {
        for instruction in block {
            self.work(instruction, depth, effects);
        }
    }

    fn assignments(&self, set: &[Assign], depth: u16, effects: &mut Vec<Effect>) {
        let context = &self.journey.context;
        for assign in set {
            let name = context.get(assign.variable.index()).map_or("?", |variable| variable.name.value.as_str());
            let text = format!("{name} = {}", self.term(&assign.value));
            effects.push(Effect { kind: EffectKind::Set, short: text.clone(), full: text, depth });
        }
    }

    fn work(&self, instruction: &Instruction, depth: u16, effects: &mut Vec<Effect>) {
        let mut push = |kind, short: String, full: String| effects.push(Effect { kind, short, full, depth });
        match &instruction.work {
            Work::Act(action, params) => {
                let actions = &self.journey.actions;
                let name = actions.get(action.index()).map_or("?", |action| action.name.value.as_str());
                let params = self.arguments(params.iter().map(|(name, term, _)| (name.as_str(), term)));
                push(EffectKind::Act, name.to_owned(), format!("{name}{params}"));
            }
            Work::Raise(call) => self.called("raise", call, &mut push),
            Work::Emit(call) => self.called("emit", call, &mut push),
            Work::Schedule(schedule) => self.scheduled(schedule, &mut push),
            Work::Cancel(id) => push(EffectKind::Event, format!("cancel {id}"), format!("cancel {id}")),
            Work::Set(set) => self.assignments(set, depth, effects),
            Work::If(condition, then, otherwise) => {
                let condition =
                    self.names.as_ref().map_or_else(|| condition.written(), |names| condition.wording(names));
                let text = format!("if {condition}");
                push(EffectKind::If, text.clone(), text);
                self.block(then, depth.saturating_add(1), effects);
                if !otherwise.is_empty() {
                    let text = || "else".to_owned();
                    effects.push(Effect { kind: EffectKind::Else, short: text(), full: text(), depth });
                    self.block(otherwise, depth.saturating_add(1), effects);
                }
            }
        }
    }

    fn called(&self, verb: &str, call: &EventCall, push: &mut impl FnMut(EffectKind, String, String)) {
        let short = format!("{verb} {}", name(self.journey, call.event));
        let full = format!("{short}{}", self.payload(call));
        push(EffectKind::Event, short, full);
    }

    fn scheduled(&self, schedule: &Schedule, push: &mut impl FnMut(EffectKind, String, String)) {
        let when = match &schedule.when {
            ScheduleTime::After(length) => format!("after {}", self.term(length)),
            ScheduleTime::At(instant) => format!("at {}", self.term(instant)),
        };
        let short = format!("schedule {} {when}", name(self.journey, schedule.call.event));
        let id = schedule.id.as_ref().map(|id| format!(", as {id}")).unwrap_or_default();
        let full = format!("{short}{id}{}", self.payload(&schedule.call));
        push(EffectKind::Event, short, full);
    }

    fn payload(&self, call: &EventCall) -> String {
        self.arguments(call.payload.iter().map(|(name, term, _)| (name.as_str(), term)))
    }

    fn arguments<'a>(&self, all: impl Iterator<Item = (&'a str, &'a Term)>) -> String {
        let all: Vec<String> = all.map(|(name, term)| format!("{name}: {}", self.term(term))).collect();
        if all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
    }
}

fn timer(journey: &Journey, timer: &Timer) -> String {
    let due = match &timer.due {
        Due::After(length) => format!("after {}", length.written()),
        Due::At(instant) => format!("at {}", instant.written()),
        Due::Every(length, None) => format!("every {}", length.written()),
        Due::Every(length, Some(1)) => format!("every {}, once", length.written()),
        Due::Every(length, Some(most)) => format!("every {}, {most} times", length.written()),
        Due::Gaps(gaps) => {
            let gaps: Vec<String> = gaps.iter().map(Term::written).collect();
            format!("after {}", gaps.join(", then "))
        }
    };
    match timer.within {
        Some(window) => format!("{due}, within {}", window_name(journey, window)),
        None => due,
    }
}

fn window_name(journey: &Journey, window: WindowId) -> &str {
    journey.windows.get(window.index()).map_or("?", |window| &window.name.value)
}

fn name(journey: &Journey, event: EventId) -> &str {
    journey.events.get(event.index()).map_or("?", |event| &event.name)
}

fn names<'a>(journey: &'a Journey, events: &[EventId]) -> Vec<&'a str> {
    events.iter().map(|&event| name(journey, event)).collect()
}

fn listed(names: &[&str]) -> String {
    match names.len().saturating_sub(NAMED) {
        0 if names.is_empty() => "nothing".to_owned(),
        0 => names.join(" or "),
        more => format!("{} or {more} more", names[..NAMED].join(" or ")),
    }
}
