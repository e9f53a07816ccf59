//! `event-guards-gap`: a member of an enum is left out.

use std::collections::BTreeMap;

use crate::expr::solve::question::Answer;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::Thing;
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::guards;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::attain::Place;
use crate::lint::opening::Opening;
use crate::lint::readings::{self, Reading};
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts;
use crate::lint::verdicts::asking::{asked, is_certain};
use crate::lint::verdicts::verdict::Verdicts;
use crate::lint::verdicts::witnessing::witnessed_at;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-guards-gap"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "Several steps of one event that tell the members of an enum (or `true` and `false`) apart and leave one out.",
    why: "For those people the event does nothing, here and in all states around; most often a member was added later.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [free, basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
# ^^^^ event-guards-gap
    steps:
      - { id: gold, triggers: ORDERED, guard: event.payload.plan == "gold", to: LOYAL }
      - { id: free, triggers: ORDERED, guard: event.payload.plan == "free", to: LOST }
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [free, basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - { id: gold, triggers: ORDERED, guard: event.payload.plan == "gold", to: LOYAL }
      - { id: free, triggers: ORDERED, guard: event.payload.plan == "free", to: LOST }
      - { id: basic, triggers: ORDERED, to: START }
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let verdicts = verdicts::of(case);
    let seeker = Seeker { case, verdicts };
    let opening = Opening::of(case);
    // Where everybody has left at once who entered there, nobody is who could be left out later.
    let is_empty = |state: StateId| opening.as_ref().is_some_and(|opening| opening.empties(state));
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        let known = verdicts.reached[number]
            && !case.machine.unread.is_uncertain(StateId(number as u32), StateId(number as u32));
        if state.steps.len() < 2 || number == 0 || !known {
            continue;
        }
        let mut by_event: BTreeMap<EventId, Vec<StepId>> = BTreeMap::new();
        for &step in &state.steps {
            if let Trigger::Events(events) = &case.machine.step(step).trigger {
                for event in events {
                    by_event.entry(*event).or_default().push(step);
                }
            }
        }
        if is_empty(StateId(number as u32)) {
            continue;
        }
        let mut told: Vec<&[StepId]> = Vec::new();
        for (event, steps) in &by_event {
            // One pair of steps leaves one gap, however many events they share.
            if steps.len() > 1
                && !told.contains(&steps.as_slice())
                && seeker.judge(StateId(number as u32), *event, steps, found)
            {
                told.push(steps);
            }
        }
    }
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c Verdicts,
}

/// Something with few members that guards tell apart.
struct Asked {
    name: String,
    thing: Thing,
    members: Vec<Value>,
}

impl<'c> Seeker<'c, '_> {
    /// Reports the members that no step of `state` takes when `event` comes; whether there is one.
    fn judge(&self, state: StateId, event: EventId, steps: &[StepId], found: &mut Found) -> bool {
        let machine = &self.case.machine;
        let guards: Option<Vec<&Condition>> = steps.iter().map(|&step| self.guard(step)).collect();
        let Some(guards) = guards.filter(|_| !readings::lean_on_the_unread(self.case, steps)) else { return false };
        let world = self.case.knowledge().settled(self.case.knowledge().world_of_event(machine, state, event));
        let place = Place { states: &[state], event: Some(event) };
        for asked in self.told_apart(event, steps) {
            let members = asked.members.iter().filter(|member| world.get(asked.thing).contains(member));
            let mut left_out = Vec::new();
            for member in members {
                let here = world.clone().with(asked.thing, Values::one(member));
                match taken(&self.case.machine, &guards, &here) {
                    Some(true) => {}
                    None => found.open += 1,
                    Some(false) if self.is_taken_outside(state, event, (asked.thing, member)) => {}
                    Some(false) if witnessed_at((self.case, &place), &[], &guards, &here).witness().is_none() => {
                        found.open += 1;
                    }
                    Some(false) => left_out.push(member),
                }
            }
            let tells = || self.tells_apart(&guards, &asked, &world);
            if !left_out.is_empty() && left_out.len() < asked.members.len() && tells() {
                found.push(self.finding(state, event, steps, (&asked.name, &left_out)));
                return true;
            }
        }
        false
    }

    /// Whether one of `guards` takes a member that another never takes. Where they take the same ones, that is a
    /// condition which they share, and whoever is left out is so on purpose.
    fn tells_apart(&self, guards: &[&Condition], what: &Asked, world: &World<'_>) -> bool {
        what.members.iter().filter(|member| world.get(what.thing).contains(member)).any(|member| {
            let here = world.clone().with(what.thing, Values::one(member));
            let answers = guards.iter().map(|guard| asked((&self.case.machine, &[]), &[guard], &[], &here));
            let (mut takes, mut never) = (false, false);
            for answer in answers {
                takes |= matches!(answer, Answer::Yes(_));
                never |= answer.is_no();
            }
            takes && never
        })
    }

    /// The guard of a step that was read whole.
    fn guard(&self, step: StepId) -> Option<&'c Condition> {
        let guard = self.case.machine.step(step).guard.as_ref()?;
        let told = self.verdicts.steps[step.index()].is_always() || guards::never_holds(self.case, step);
        (is_certain(self.case, step) && !told).then_some(guard)
    }

    /// The enums and bools that several of `steps` read.
    fn told_apart(&self, event: EventId, steps: &[StepId]) -> Vec<Asked> {
        let definitions = self.case.definitions();
        let mut counts: BTreeMap<Reading, usize> = BTreeMap::new();
        for &step in steps {
            let guard = self.case.step_decl(step).guard.as_ref();
            let read = guard.map(|guard| readings::of(guard, definitions));
            read.into_iter().flatten().for_each(|reading| *counts.entry(reading).or_default() += 1);
        }
        let several = counts.into_iter().filter(|(_, count)| *count > 1);
        several.filter_map(|(reading, _)| self.asked(event, &reading)).collect()
    }

    fn asked(&self, event: EventId, reading: &Reading) -> Option<Asked> {
        let journey = &self.case.machine.journey;
        let (thing, shape) = match (reading.first()?.as_str(), reading.get(1)?.as_str()) {
            ("ctx", name) if reading.len() == 2 => {
                let slot = journey.context.iter().position(|variable| variable.name.value == name)?;
                (Thing::Context(slot as u16), &journey.context[slot].shape)
            }
            ("event", "payload") => {
                let path = &reading[2..];
                let number = journey.paths.iter().position(|known| known == path)?;
                let EventKind::Declared(contract, _) = &journey.events[event.index()].kind else { return None };
                let [field] = path else { return None };
                let field = contract.fields.iter().find(|known| known.name == *field)?;
                (Thing::Payload(number as u16), &field.shape)
            }
            ("profile", name) if reading.len() == 2 => {
                let slot = journey.profile.iter().position(|field| field.name == name)?;
                (Thing::Profile(slot as u16), &journey.profile[slot].shape)
            }
            _ => return None,
        };
        Some(Asked { name: reading.join("."), thing, members: members(shape)? })
    }

    /// Whether a step of a state around, inside or in another region, or an exit rule, may take who has this member.
    fn is_taken_outside(&self, state: StateId, event: EventId, (thing, member): (Thing, &Value)) -> bool {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let may = |guard: Option<&Condition>, at: StateId| {
            let world = || knowledge.world_of_event(machine, at, event).with(thing, Values::one(member));
            guard.is_none_or(|guard| !asked((machine, &[at]), &[guard], &[], &world()).is_no())
        };
        let takes = |at: StateId| {
            machine.unread.is_uncertain(at, at)
                || machine.dispatch.steps(at, event).iter().any(|(_, step)| may(machine.step(*step).guard.as_ref(), at))
        };
        let around = machine.outward(state).skip(1).any(takes) || active_beside(machine, state).any(takes);
        let exits = machine.journey.exit.iter().filter(|rule| rule.triggers.contains(&event));
        around || exits.into_iter().any(|rule| may(rule.guard.as_ref(), StateId(0)))
    }

    fn finding(
        &self,
        state: StateId,
        event: EventId,
        steps: &[StepId],
        (name, left_out): (&str, &[&Value]),
    ) -> Finding {
        let machine = &self.case.machine;
        let values: Vec<String> = left_out.iter().map(|value| format!("`{value}`")).collect();
        let (around, event) = (&machine.state(state).name, &machine.journey.events[event.index()].name);
        let message = format!("no step of `{}` takes `{event}` when `{name}` is {}", around.value, values.join(" or "));
        let mut finding = Finding::new(RULE.name, around.span, message);
        for &step in steps {
            finding = finding.label(machine.step(step).id.span, "this one takes others");
        }
        finding.help("add a step for it, or leave the last one without a guard")
    }
}

/// The states that may be active with `state`, but for those around it.
fn active_beside(machine: &Machine, state: StateId) -> impl Iterator<Item = StateId> + '_ {
    let parallel = |&at: &StateId| matches!(machine.state(at).kind, StateKind::Parallel);
    let top = machine.outward(state).filter(parallel).last().unwrap_or(state);
    let inside = (top.0..=machine.state(top).last.0).map(StateId);
    inside.filter(move |&at| at != state && !machine.is_inside(at, state) && together(machine, state, at))
}

/// Whether one of `guards` can hold; absent where nobody knows.
fn taken(machine: &Machine, guards: &[&Condition], world: &World<'_>) -> Option<bool> {
    let mut known = true;
    for guard in guards {
        match asked((machine, &[]), &[guard], &[], world) {
            Answer::Yes(_) => return Some(true),
            Answer::Unknown => known = false,
            Answer::No => {}
        }
    }
    known.then_some(false)
}

fn members(shape: &Shape) -> Option<Vec<Value>> {
    match &shape.of {
        Of::Enum(members) => Some(members.iter().cloned().map(Value::Str).collect()),
        Of::Bool => Some(vec![Value::Bool(true), Value::Bool(false)]),
        _ => None,
    }
}
