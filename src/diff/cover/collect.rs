//! All groups of a version.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::cover::group::{Given, Group, On};
use crate::diff::cover::lists::{Lists, Owner};
use crate::diff::side::Spoken;
use crate::expr::term::Condition;
use crate::graph::assigned::assigned;
use crate::graph::content::said::Said;
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Due, GoalBy, StateKind, Step, Trigger};
use crate::terms::renames::Renames;

/// The groups of `machine`, in document order, everything called as it is now; `spoken` is what it says.
pub fn groups<'g>(machine: &'g Machine, spoken: &Spoken<'_>, renames: &Renames) -> Vec<Group<'g>> {
    let mut collector = Collector { machine, spoken, renames, lists: Lists::new(machine) };
    for number in 0..machine.journey.states.len() as u32 {
        collector.steps(StateId(number));
        collector.state(StateId(number));
    }
    for step in &machine.journey.steps {
        collector.step(step);
    }
    collector.ends();
    collector.lists.found
}

struct Collector<'c, 'g> {
    machine: &'g Machine,
    spoken: &'c Spoken<'c>,
    renames: &'c Renames,
    lists: Lists<'g>,
}

impl<'g> Collector<'_, 'g> {
    /// What the steps of a state take together.
    fn steps(&mut self, state: StateId) {
        let machine = self.machine;
        let own = || machine.state(state).steps.iter().map(|&step| machine.step(step));
        let all: BTreeSet<EventId> = own().flat_map(events).copied().collect();
        let name = self.state_name(state);
        for event in all {
            let hears = |step: &Step| events(step).contains(&event);
            let exits = machine.journey.exit.iter().filter(|rule| rule.triggers.contains(&event));
            let first = exits.map(|rule| rule.guard.as_ref()).collect();
            let event_name = self.event_name(event);
            self.lists.found.push(Group {
                key: format!("{name} hears {event_name}"),
                left_out: format!("no step of {name} takes `{event_name}`"),
                on: On::Events(vec![event]),
                sets: self.outward(state, first, &hears),
                own: 1,
                given: Given::default(),
                value: None,
            });
        }
        if own().any(|step| matches!(step.trigger, Trigger::Always)) {
            let goes_on = |step: &Step| matches!(step.trigger, Trigger::Always);
            self.lists.found.push(Group {
                key: format!("{name} goes on"),
                left_out: format!("no `always` step of {name} goes on"),
                on: On::Any,
                sets: self.outward(state, Vec::new(), &goes_on),
                own: 1,
                given: Given::default(),
                value: None,
            });
        }
        self.timers(&name, own());
    }

    /// Timers that are due together.
    fn timers(&mut self, name: &str, steps: impl Iterator<Item = &'g Step>) {
        let mut together: BTreeMap<String, (Vec<SmolStr>, Vec<Option<&'g Condition>>)> = BTreeMap::new();
        for step in steps {
            if let Trigger::Timer(timer) = &step.trigger {
                let due = self.spoken.forms.form(&Said::Due(&timer.due)).to_string();
                let of = together.entry(due).or_default();
                of.0.push(self.renames.steps.new_of(&step.id.value).clone());
                of.1.push(step.guard.as_ref());
            }
        }
        for (due, (steps, guards)) in together {
            let steps: Vec<String> = steps.iter().map(|step| format!("`{step}`")).collect();
            let none = if let [step] = steps.as_slice() {
                format!("the timer {step} does nothing")
            } else {
                format!("none of the timers {} does anything", steps.join(", "))
            };
            self.lists.found.push(Group {
                key: format!("{name} waits {due}"),
                left_out: none,
                on: On::Timer,
                sets: vec![guards],
                own: 0,
                given: Given::default(),
                value: None,
            });
        }
    }

    /// The guards of `first`, then also of the steps of `state` that `hears` says, then also of those around it, and so on.
    fn outward(
        &self,
        state: StateId,
        first: Vec<Option<&'g Condition>>,
        hears: &dyn Fn(&Step) -> bool,
    ) -> Vec<Vec<Option<&'g Condition>>> {
        let mut sets = vec![first];
        for at in self.machine.outward(state) {
            let steps = self.machine.state(at).steps.iter().map(|&step: &StepId| self.machine.step(step));
            let more: Vec<_> = steps.filter(|step| hears(step)).map(|step| step.guard.as_ref()).collect();
            if !more.is_empty() {
                let mut set = sets.last().cloned().unwrap_or_default();
                set.extend(more);
                sets.push(set);
            }
        }
        sets
    }

    /// What is done on the way into a state and out of it, and what the arms of a split set.
    fn state(&mut self, state: StateId) {
        let of = self.machine.state(state);
        let name = self.state_name(state);
        for (block, way) in [(&of.on_entry, "in"), (&of.on_exit, "out")] {
            let whose = format!("what {name} does on the way {way}");
            self.lists.list(block, &Owner { whose: &whose, on: &On::Any }, Given::default());
        }
        if let StateKind::Split(split) = &of.kind {
            for arm in &split.arms {
                let whose = format!("the arm `{}` of {name}", arm.id.value);
                self.lists.set(&arm.set, &Owner { whose: &whose, on: &On::Any }, &Given::default());
            }
        }
    }

    fn step(&mut self, step: &'g Step) {
        let whose = format!("the step `{}`", self.renames.steps.new_of(&step.id.value));
        let on = match &step.trigger {
            Trigger::Events(events) => On::Events(events.clone()),
            Trigger::Timer(_) => On::Timer,
            Trigger::Always => On::Any,
        };
        let owner = Owner { whose: &whose, on: &on };
        let given = Given { holds: step.guard.iter().collect(), fails: Vec::new() };
        if let Trigger::Timer(timer) = &step.trigger
            && let Due::At(at) = &timer.due
        {
            self.lists.value(at, "at", &owner, &Given::default());
        }
        self.lists.set(&step.set, &owner, &given);
        let mut set: Vec<u16> = step.set.iter().map(|assign| assign.variable.0).collect();
        assigned(&step.actions, &mut set);
        if !step.to.is_empty() || step.reenter {
            set.extend(&self.lists.on_exit);
        }
        self.lists.list(&step.actions, &owner, given.without(&set));
    }

    /// Who enters, who leaves and what is counted.
    fn ends(&mut self) {
        let journey = &*self.machine.journey;
        let mut exits: BTreeMap<EventId, Vec<Option<&'g Condition>>> = BTreeMap::new();
        for rule in &journey.exit {
            let on = On::Events(rule.triggers.clone());
            let whose = format!("the exit rule `{}`", rule.id.value);
            self.lists.list(&rule.actions, &Owner { whose: &whose, on: &on }, Given::default());
            for &event in &rule.triggers {
                exits.entry(event).or_default().push(rule.guard.as_ref());
            }
        }
        let mut goals: BTreeMap<EventId, Vec<Option<&'g Condition>>> = BTreeMap::new();
        for goal in &journey.goals {
            if let GoalBy::Events(events, guard) = &goal.by {
                for &event in events {
                    goals.entry(event).or_default().push(guard.as_ref());
                }
            }
        }
        let entry = journey.entry.triggers.iter().map(|&event| (event, vec![journey.entry.guard.as_ref()])).collect();
        for (all, who, left_out) in [
            (exits, "exit", "no exit rule takes"),
            (goals, "goal", "no goal counts"),
            (entry, "entry", "nobody enters by"),
        ] {
            for (event, guards) in all {
                let name = self.event_name(event);
                self.lists.found.push(Group {
                    key: format!("{who} hears {name}"),
                    left_out: format!("{left_out} `{name}`"),
                    on: On::Events(vec![event]),
                    sets: vec![guards],
                    own: 0,
                    given: Given::default(),
                    value: None,
                });
            }
        }
        let on = On::Events(journey.entry.triggers.clone());
        let given = Given { holds: journey.entry.guard.iter().collect(), fails: Vec::new() };
        self.lists.set(&journey.entry.set, &Owner { whose: "the entry", on: &on }, &given);
    }

    fn state_name(&self, state: StateId) -> String {
        if state == Machine::ROOT {
            return "the journey".to_owned();
        }
        format!("`{}`", self.renames.states.new_of(&self.machine.state(state).name.value))
    }

    fn event_name(&self, event: EventId) -> SmolStr {
        self.renames.events.new_of(&self.machine.journey.events[event.index()].name).clone()
    }
}

fn events(step: &Step) -> &[EventId] {
    match &step.trigger {
        Trigger::Events(events) => events,
        Trigger::Timer(_) | Trigger::Always => &[],
    }
}
