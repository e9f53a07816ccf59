//! `superfluous-state`: everybody only passes through it.

use std::collections::BTreeSet;

use crate::expr::reads::Reads;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::spoken;
use crate::model::ids::StateId;
use crate::model::journey::{GoalBy, StateKind, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("superfluous-state"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A state that everybody only passes through. It has one way in and one unguarded `always` step out, does \
              nothing, and nothing else names it.",
    why: "It is one more box in every picture and funnel, and nobody is ever seen in it.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: PASSING }
      - { id: skip, after: 3d, to: DONE }
  PASSING:
# ^^^^^^^ superfluous-state
    steps:
      - { id: on, always: true, to: REST }
  REST:
    steps:
      - { id: rested, after: 7d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: REST }
      - { id: skip, after: 3d, to: DONE }
  REST:
    steps:
      - { id: rested, after: 7d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let passed: Vec<(StateId, StateId)> =
        machine.all_states().filter_map(|state| Some((state, passes_to(case, state)?))).collect();
    if passed.is_empty() || !machine.unread.leads.is_empty() {
        return;
    }
    let ways = ways_in(case);
    let named = named(case);
    // What goes round for ever is `eventless-cycle`'s.
    let ringed: BTreeSet<StateId> =
        machine.eventless_rings(&|_| true).into_iter().flat_map(|ring| ring.states).collect();
    for (state, target) in passed {
        let way = match ways[state.index()] {
            Ways::One(way, source) if !comes_back(machine, source, (state, target)) => way,
            Ways::Begins(way) => way,
            _ => continue,
        };
        if !case.reached()[state.index()] || ringed.contains(&state) || named.contains(&state) {
            continue;
        }
        let (name, next) = (&machine.state(state).name, &machine.state(target).name.value);
        let message = format!("everybody only passes through `{}`, and nothing happens there", name.value);
        let verb = if matches!(ways[state.index()], Ways::Begins(_)) { "begin with" } else { "lead to" };
        let help = format!("{verb} `{next}` directly, and take `{}` out", name.value);
        found.push(Finding::new(RULE.name, name.span, message).label(way, "the only way in").help(help));
    }
}

/// Where `state` leads, if it does nothing but that.
fn passes_to(case: &Case<'_>, state: StateId) -> Option<StateId> {
    let machine = &case.machine;
    let (of, decl) = (machine.state(state), case.state_decl(state)?);
    let [step] = of.steps[..] else { return None };
    let (moves, written) = (machine.step(step), case.step_decl(step));
    let quiet = decl.on_entry.is_empty() && decl.on_exit.is_empty();
    let idle = written.guard.is_none() && written.set.is_empty() && written.actions.is_empty() && !written.uncertain;
    let always = matches!(of.kind, StateKind::Atomic) && matches!(moves.trigger, Trigger::Always);
    let [target] = moves.to[..] else { return None };
    // Beside it or inside what is beside it: no other state is left on the way.
    let near = target != state && machine.is_inside(of.parent?, target);
    (always && quiet && idle && near).then_some(target)
}

/// Whether people leave a state around `source`, or `source` itself, for `state` and then come into it again: it begins
/// anew by that, with all its timers.
fn comes_back(machine: &Machine, source: StateId, (state, target): (StateId, StateId)) -> bool {
    let mut left = machine.outward(source).take_while(|&at| !machine.is_inside(at, state));
    left.any(|at| at == target || machine.is_inside(at, target))
}

/// How a state is come into.
#[derive(Clone, Copy)]
enum Ways {
    None,
    /// From where.
    One(Span, StateId),
    /// Only what is around it begins with it.
    Begins(Span),
    Many,
}

impl Ways {
    const fn and(self, (span, source): (Span, StateId)) -> Self {
        match self {
            Self::None => Self::One(span, source),
            Self::One(..) | Self::Begins(_) | Self::Many => Self::Many,
        }
    }

    const fn and_begins(self, span: Span) -> Self {
        match self {
            Self::None => Self::Begins(span),
            Self::One(..) | Self::Begins(_) | Self::Many => Self::Many,
        }
    }
}

/// By state, the steps and arms that lead to it, and whether what is around it begins with it; where it is one of several
/// targets, it is needed.
fn ways_in(case: &Case<'_>) -> Vec<Ways> {
    let machine = &case.machine;
    let mut ways = vec![Ways::None; machine.journey.states.len()];
    let lead = |ways: &mut Vec<Ways>, to: &[StateId], from: Option<(Span, StateId)>| {
        for target in to {
            let way = &mut ways[target.index()];
            *way = match from {
                Some(from) if to.len() == 1 => way.and(from),
                _ => Ways::Many,
            };
        }
    };
    for step in &machine.journey.steps {
        lead(&mut ways, &step.to, Some((step.id.span, step.source)));
    }
    for (number, state) in machine.journey.states.iter().enumerate() {
        let owner = StateId(number as u32);
        match &state.kind {
            StateKind::Split(split) => {
                split.arms.iter().for_each(|arm| lead(&mut ways, &arm.to, Some((arm.id.span, owner))));
            }
            StateKind::Compound(initial) => match begins(case, owner, initial) {
                Some((first, span)) => ways[first.index()] = ways[first.index()].and_begins(span),
                None => lead(&mut ways, initial, None),
            },
            StateKind::History(_, default) => lead(&mut ways, default, None),
            StateKind::Parallel => lead(&mut ways, &state.children, None),
            StateKind::Atomic | StateKind::Final => {}
        }
    }
    ways
}

/// The state with which `around` begins, and where that is said, if it may as well begin with what follows: no other
/// region sees the moment between.
fn begins(case: &Case<'_>, around: StateId, initial: &[StateId]) -> Option<(StateId, Span)> {
    let machine = &case.machine;
    let [first] = initial else { return None };
    let said = if around == Machine::ROOT { &case.document.initial } else { &case.state_decl(around)?.initial };
    let [name] = &said.names[..] else { return None };
    let mut outer = machine.outward(around);
    let alone = !outer.any(|at| matches!(machine.state(at).kind, StateKind::Parallel));
    let next = passes_to(case, *first).is_some_and(|next| !matches!(machine.state(next).kind, StateKind::Final));
    (alone && next && machine.state(*first).parent == Some(around)).then_some((*first, name.span))
}

/// States that something asks for, counts or moves people to.
fn named(case: &Case<'_>) -> BTreeSet<StateId> {
    let machine = &case.machine;
    let mut named = BTreeSet::new();
    spoken::each(&machine.journey, &mut |reads: &Reads| named.extend(reads.states.iter().map(|&state| StateId(state))));
    named.extend(machine.journey.goals.iter().filter_map(|goal| match goal.by {
        GoalBy::State(state) => Some(state),
        GoalBy::Events(..) => None,
    }));
    let images = machine.journey.migrate.iter().flat_map(|entry| &entry.states);
    named.extend(images.filter_map(|(_, image)| *image));
    named
}
