//! For tests only: journeys from a few lines of text.
//!
//! ```text
//! J > A                       a compound state and where it begins; the first line is the journey
//!   entry hello               what is done on the way in: an action, `raise:E`, `emit:E`, `schedule:E@10`,
//!                             `cancel:E`, `v=1`, `fail`; `exit` alike
//!   A                         an atomic state; also `final`, `parallel`, `shallow > A`, `deep > A`, `split > a:A b:B`
//!     go on E to B do x, y    a step: `on E,F`, `always`, `after 10`, `at 10`, `at never`, `every 10 x3`, `gaps 1 2`;
//!                             then `within OPEN`, `no` (a guard that is false), `reenter`, `to`, `do`
//!   rule gone on QUIT do bye  an exit rule (the journey's only)
//!   goal won at B             a goal (the journey's only); also `on E`
//!   window OPEN 480 1260 UTC  hours of every day in minutes, and their zone; stands before the steps that name it
//! ```

use smol_str::{SmolStr, format_smolstr};

use crate::expr::check::Reads;
use crate::expr::paths::Paths;
use crate::expr::term::{Condition, Term};
use crate::expr::words::Words;
use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, EventId, StateId, StepId, VariableId, WindowId};
use crate::model::journey::{
    Action, Arm, Assign, Contract, Due, Entry, Event, EventCall, EventKind, ExitRule, Goal, GoalBy, Instruction,
    Journey, Schedule, ScheduleTime, Split, State, StateKind, Step, Timer, Trigger, Variable, Window, Work,
};
use crate::model::prose::Prose;
use crate::syntax::chart::HistoryDepth;
use crate::syntax::lifecycle::{MergeInstance, MergeVariable, Reentry};
use crate::terms::shape::{Of, Shape};
use crate::terms::span::{FileId, Name, Span};
use crate::terms::value::Value;
use crate::terms::window::Hours;

/// The variable that blocks can set.
pub const V: VariableId = VariableId(0);

/// A journey of the lines of `text`.
pub fn machine(text: &str) -> Machine {
    Machine::new(journey(text))
}

/// A journey of the lines of `text`, not yet computed.
pub fn journey(text: &str) -> Journey {
    let lines: Vec<Line<'_>> = text.lines().filter(|line| !line.trim().is_empty()).map(Line::read).collect();
    let mut builder = Builder::new(&lines);
    for line in &lines[1..] {
        builder.line(line);
    }
    builder.finish()
}

struct Line<'a> {
    indent: usize,
    words: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let words = line.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        Self { indent: line.len() - line.trim_start().len(), words }
    }

    fn is_state(&self) -> bool {
        self.words[0].starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// The words after `key` up to the next key.
    fn after(&self, key: &str) -> &[&'a str] {
        const KEYS: [&str; 11] =
            ["on", "to", "do", "no", "reenter", "always", "after", "every", "at", "gaps", "within"];
        let Some(start) = self.words.iter().skip(1).position(|word| *word == key) else {
            return &[];
        };
        let rest = &self.words[start + 2..];
        &rest[..rest.iter().position(|word| KEYS.contains(word)).unwrap_or(rest.len())]
    }

    fn has(&self, key: &str) -> bool {
        self.words[1..].contains(&key)
    }
}

struct Builder {
    journey: Journey,
    names: Vec<SmolStr>,
    around: Vec<(usize, StateId)>,
    next: u32,
}

impl Builder {
    fn new(lines: &[Line<'_>]) -> Self {
        let names = lines.iter().filter(|line| line.is_state()).map(|line| line.words[0].into()).collect();
        let mut builder = Self { journey: empty(), names, around: Vec::new(), next: 0 };
        builder.event("ENTER");
        builder.state(&lines[0]);
        builder
    }

    fn line(&mut self, line: &Line<'_>) {
        while self.around.last().is_some_and(|&(indent, _)| indent >= line.indent) {
            self.around.pop();
        }
        let owner = self.around.last().unwrap().1;
        match line.words[0] {
            _ if line.is_state() => self.state(line),
            "entry" => self.journey.states[owner.index()].on_entry = self.block(&line.words[1..]),
            "exit" => self.journey.states[owner.index()].on_exit = self.block(&line.words[1..]),
            "rule" => {
                let rule = ExitRule {
                    id: name(line.words[1]),
                    triggers: self.events(line.after("on")),
                    guard: guard(line),
                    actions: self.block(line.after("do")),
                };
                self.journey.exit.push(rule);
            }
            "goal" => {
                let by = match line.after("at") {
                    [state] => GoalBy::State(self.id(state)),
                    _ => GoalBy::Events(self.events(line.after("on")), guard(line)),
                };
                self.journey.goals.push(Goal { id: name(line.words[1]), by, within: None, value: None });
            }
            "window" => self.window(&line.words[1..]),
            _ => self.step(owner, line),
        }
    }

    fn window(&mut self, words: &[&str]) {
        let [of, from, to, zone] = words else { panic!("a window has a name, two times and a zone") };
        self.journey.windows.push(Window {
            name: name(of),
            hours: Hours { days: [true; 7], from: from.parse().unwrap(), to: to.parse().unwrap() },
            tz: Term::Constant(Value::str(zone)),
            reads: Reads::default(),
        });
    }

    fn state(&mut self, line: &Line<'_>) {
        let number = StateId(self.next);
        self.next += 1;
        let parent = self.around.last().map(|&(_, state)| state);
        let rest: Vec<&str> = line.words.iter().skip_while(|word| **word != ">").skip(1).copied().collect();
        let kind = self.kind(line, &rest);
        if let Some(parent) = parent {
            self.journey.states[parent.index()].children.push(number);
        }
        for &(_, outer) in &self.around {
            self.journey.states[outer.index()].last = number;
        }
        self.journey.states.push(State {
            name: name(line.words[0]),
            parent,
            last: number,
            depth: self.around.len() as u32,
            kind,
            children: Vec::new(),
            steps: Vec::new(),
            on_entry: Vec::new(),
            on_exit: Vec::new(),
        });
        self.around.push((line.indent, number));
    }

    fn kind(&self, line: &Line<'_>, rest: &[&str]) -> StateKind {
        let states = || rest.iter().map(|of| self.id(of)).collect();
        match line.words.get(1).copied() {
            Some("final") => StateKind::Final,
            Some("parallel") => StateKind::Parallel,
            Some("shallow") => StateKind::History(HistoryDepth::Shallow, states()),
            Some("deep") => StateKind::History(HistoryDepth::Deep, states()),
            Some("split") => StateKind::Split(Split {
                key: Term::Constant(Value::str("u-1")),
                salt: Term::Constant(Value::str("s")),
                arms: rest.iter().map(|arm| self.arm(arm)).collect(),
            }),
            Some(_) => StateKind::Compound(states()),
            None => StateKind::Atomic,
        }
    }

    fn arm(&self, text: &str) -> Arm {
        let (id, to) = text.split_once(':').unwrap();
        Arm { id: name(id), weight: 1.0, to: vec![self.id(to)], set: Vec::new() }
    }

    fn step(&mut self, source: StateId, line: &Line<'_>) {
        let mut trigger = self.trigger(line);
        if let (Trigger::Timer(timer), [window]) = (&mut trigger, line.after("within")) {
            let place = self.journey.windows.iter().position(|of| of.name.value == *window);
            timer.within = place.map(|place| WindowId(place as u16));
        }
        let number = StepId(self.journey.steps.len() as u32);
        let step = Step {
            id: name(line.words[0]),
            source,
            trigger,
            guard: guard(line),
            set: Vec::new(),
            actions: self.block(line.after("do")),
            to: line.after("to").iter().map(|target| self.id(target)).collect(),
            reenter: line.has("reenter"),
        };
        self.journey.states[source.index()].steps.push(number);
        self.journey.steps.push(step);
    }

    fn trigger(&mut self, line: &Line<'_>) -> Trigger {
        match (line.after("after"), line.after("every"), line.after("at"), line.after("gaps")) {
            ([length], ..) => timer(Due::After(millis(length))),
            (_, [length], ..) => timer(Due::Every(millis(length), None)),
            (_, [length, limit], ..) => timer(Due::Every(millis(length), limit[1..].parse().ok())),
            (_, _, ["never"], _) => timer(Due::At(Term::Constant(Value::Unit))),
            (_, _, [at], _) => timer(Due::At(Term::Constant(Value::Timestamp(at.parse().unwrap())))),
            (.., gaps @ [_, ..]) => timer(Due::Gaps(gaps.iter().map(|gap| millis(gap)).collect())),
            _ if line.has("always") => Trigger::Always,
            _ => Trigger::Events(self.events(line.after("on"))),
        }
    }

    fn block(&mut self, words: &[&str]) -> Vec<Instruction> {
        let position = |place: usize| format_smolstr!("{place}");
        words.iter().enumerate().map(|(n, word)| Instruction { position: position(n), work: self.work(word) }).collect()
    }

    fn work(&mut self, word: &str) -> Work {
        if let Some((key, rest)) = word.split_once(':') {
            let (event, after) = rest.split_once('@').unwrap_or((rest, "0"));
            let call = EventCall { event: self.event(event), payload: Vec::new() };
            return match key {
                "raise" => Work::Raise(call),
                "emit" => Work::Emit(call),
                "cancel" => Work::Cancel(rest.into()),
                "schedule" => {
                    let id = Some(event.into());
                    Work::Schedule(Schedule { call, when: ScheduleTime::After(millis(after)), id })
                }
                _ => panic!("no block item {word}"),
            };
        }
        match word.split_once('=') {
            Some((_, value)) => Work::Set(vec![assign(Value::Int(value.parse().unwrap()))]),
            None if word == "fail" => Work::Set(vec![assign(Value::Unit)]),
            None => Work::Act(self.action(word), Vec::new()),
        }
    }

    fn action(&mut self, of: &str) -> ActionId {
        let known = self.journey.actions.iter().position(|action| action.name.value == of);
        ActionId(known.unwrap_or_else(|| {
            self.journey.actions.push(action(of));
            self.journey.actions.len() - 1
        }) as u32)
    }

    fn events(&mut self, names: &[&str]) -> Vec<EventId> {
        let mut events: Vec<EventId> = names.iter().map(|of| self.event(of)).collect();
        events.sort_unstable();
        events
    }

    fn event(&mut self, of: &str) -> EventId {
        let known = self.journey.events.iter().position(|event| event.name == of);
        EventId(known.unwrap_or_else(|| {
            let kind = match of.split_once('.') {
                Some(("done", state)) => EventKind::Done(self.id(state)),
                Some(("succeeded", action)) => EventKind::Succeeded(self.action(action)),
                Some(("failed", action)) => EventKind::Failed(self.action(action)),
                Some(("held", action)) => EventKind::Held(self.action(action)),
                _ => EventKind::Declared(Contract::default(), Span::default()),
            };
            self.journey.events.push(Event { name: of.into(), kind });
            self.journey.events.len() - 1
        }) as u32)
    }

    fn id(&self, of: &str) -> StateId {
        StateId(self.names.iter().position(|known| known == of).unwrap_or_else(|| panic!("no state {of}")) as u32)
    }

    fn finish(self) -> Journey {
        self.journey
    }
}

fn name(text: &str) -> Name {
    Name::new(text.into(), Span::default())
}

fn guard(line: &Line<'_>) -> Option<Condition> {
    line.has("no").then(|| Condition::Any(Vec::new()))
}

fn millis(text: &str) -> Term {
    Term::Constant(Value::Duration(text.parse().unwrap()))
}

fn timer(due: Due) -> Trigger {
    Trigger::Timer(Timer { due, within: None, reads: Reads { context: vec![V.0], ..Reads::default() } })
}

fn assign(value: Value) -> Assign {
    Assign { variable: V, value: Term::Constant(value), check: true }
}

fn action(of: &str) -> Action {
    Action {
        name: name(of),
        catalog: None,
        sink: "log".into(),
        params: Vec::new(),
        consent: of.starts_with("mail").then_some(0),
        basis: None,
        cap: None,
        caps: Vec::new(),
        window: None,
        timeout: None,
        retry: None,
        on_success: None,
        on_failure: None,
        result: Vec::new(),
    }
}

fn empty() -> Journey {
    let variable =
        Variable { name: name("v"), shape: Shape::of(Of::Int), default: Value::Int(0), merge: MergeVariable::Kept };
    Journey {
        id: name("j"),
        file: FileId(0),
        version: semver::Version::new(1, 0, 0),
        prose: Prose::default(),
        context: vec![variable],
        events: Vec::new(),
        profile: Vec::new(),
        purposes: vec!["marketing".into()],
        paths: Paths::default(),
        states: Vec::new(),
        steps: Vec::new(),
        actions: Vec::new(),
        windows: Vec::new(),
        caps: Vec::new(),
        entry: Entry {
            triggers: vec![EventId(0)],
            guard: None,
            set: Vec::new(),
            key: None,
            reentry: Reentry::default(),
        },
        exit: Vec::new(),
        goals: Vec::new(),
        merge: MergeInstance::default(),
        migrate: Vec::new(),
        default_tz: "UTC".into(),
        words: Words::default(),
    }
}
