//! `goal-unreachable`: nobody can reach it.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::completable::can_be_done;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::shown::UNUSED_ACTION;
use crate::lint::verdicts::lateness;
use crate::lint::{blocks, endless, timers, words};
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{Block, EventKind, Goal, GoalBy, StateKind, Trigger, Work};
use crate::syntax::declared::Outside;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("goal-unreachable"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A goal that nobody can reach. Its `within` is shorter than the timers on every way to it, or it waits \
              only for completions and fates that cannot come.",
    why: "It is counted as never reached, and somebody will think that the journey does not work.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP }
goals:
  - { id: warmed-up, state: WARM, within: 7d }
#         ^^^^^^^^^ goal-unreachable
initial: START
states:
  START:
    steps:
      - { id: later, after: 10d, to: WARM }
  WARM:
    steps:
      - { id: over, after: 20d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP }
goals:
  - { id: warmed-up, state: WARM, within: 14d }
initial: START
states:
  START:
    steps:
      - { id: later, after: 10d, to: WARM }
  WARM:
    steps:
      - { id: over, after: 20d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    if !case.machine.unread.leads.is_empty() || !case.machine.unread.uncertain.is_empty() {
        return;
    }
    let mut earliest = None;
    for goal in &case.machine.journey.goals {
        let never = never_comes(case, goal);
        let late = goal.within.filter(|_| !never).and_then(|within| {
            let earliest = earliest.get_or_insert_with(|| case.machine.earliest(&|step| Some(least_wait(case, step))));
            let first = first_reached(case, goal, earliest)?;
            (first > within.unsigned_abs()).then_some((first, within))
        });
        let (id, finding) = (&goal.id, |message| Finding::new(RULE.name, goal.id.span, message));
        if never && is_told(case, goal) {
            continue;
        }
        if never {
            let message = format!("the goal `{}` waits for what cannot come", id.value);
            found.push(finding(message).help("name an event or a state that can come, or take the goal out"));
        } else if let Some((first, within)) = late {
            let first = i64::try_from(first).unwrap_or(i64::MAX);
            let message = format!(
                "the goal `{}` counts {} from entry, and nobody is there before {}",
                id.value,
                words::length(within),
                words::length(first)
            );
            found.push(finding(message).help("count longer with `within`, or let the timers on the way wait less"));
        }
    }
}

/// The least milliseconds that somebody waits in the state of `step` who leaves it by that step.
fn least_wait(case: &Case<'_>, step: StepId) -> u64 {
    match case.machine.step(step).trigger {
        Trigger::Timer(_) => timers::wait(&case.machine, step).map_or(0, |wait| wait.max(0).unsigned_abs()),
        Trigger::Events(_) | Trigger::Always => 0,
    }
}

/// After how many milliseconds the goal can be reached at the earliest, where timers decide that.
fn first_reached(case: &Case<'_>, goal: &Goal, earliest: &[Option<u64>]) -> Option<u64> {
    match &goal.by {
        GoalBy::State(state) => earliest[state.index()],
        GoalBy::Events(events, _) => {
            let done = |event: &EventId| match case.machine.journey.events[event.index()].kind {
                EventKind::Done(state) => case.machine.first_done(state, earliest),
                EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) => {
                    first_asked(case, action, earliest)
                }
                EventKind::Declared(..) => None,
            };
            events.iter().map(done).collect::<Option<Vec<u64>>>()?.into_iter().min()
        }
    }
}

/// When somebody can ask for `action` at the earliest; absent where nobody can.
fn first_asked(case: &Case<'_>, action: ActionId, earliest: &[Option<u64>]) -> Option<u64> {
    let machine = &case.machine;
    let asks = |block: &Block| {
        let mut asks = false;
        blocks::each(block, &mut |instruction| asks |= matches!(instruction.work, Work::Act(of, _) if of == action));
        asks
    };
    let steps = machine.journey.steps.iter().enumerate().filter(|(_, step)| asks(&step.actions));
    let by_steps = steps.filter_map(|(number, step)| {
        Some(earliest[step.source.index()]?.saturating_add(least_wait(case, StepId(number as u32))))
    });
    let states = machine.journey.states.iter().zip(earliest);
    let by_states = states.filter(|(state, _)| asks(&state.on_entry) || asks(&state.on_exit)).filter_map(|(_, at)| *at);
    by_steps.chain(by_states).min()
}

/// Whether all that the goal waits for are completions and fates that cannot come.
fn never_comes(case: &Case<'_>, goal: &Goal) -> bool {
    let GoalBy::Events(events, _) = &goal.by else { return false };
    let never = |event: &EventId| match case.machine.journey.events[event.index()].kind {
        EventKind::Declared(..) => false,
        EventKind::Done(state) => is_never_done(case, state),
        EventKind::Succeeded(action) | EventKind::Failed(action) => !is_answered(case, action),
        EventKind::Held(action) => !is_done_anywhere(case, action) || !may_be_held(case, action),
    };
    !events.is_empty() && events.iter().all(never)
}

/// Whether the goal waits only for fates of the journey's own actions that nobody asks for, of which `action-unused`
/// tells.
fn is_told(case: &Case<'_>, goal: &Goal) -> bool {
    let GoalBy::Events(events, _) = &goal.by else { return false };
    let is_unused = |event: &EventId| match case.machine.journey.events[event.index()].kind {
        EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) => {
            case.machine.journey.actions[action.index()].catalog.is_none() && !is_done_anywhere(case, action)
        }
        _ => false,
    };
    UNUSED_ACTION.is_shown(case) && events.iter().all(is_unused)
}

/// Whether a parallel state cannot be done; where a step waits for it too, `parallel-never-done` says so.
fn is_never_done(case: &Case<'_>, state: StateId) -> bool {
    let machine = &case.machine;
    let parallel = matches!(machine.state(state).kind, StateKind::Parallel) && case.reached()[state.index()];
    let awaited = endless::listener(machine, state).is_some();
    parallel && !awaited && !can_be_done(machine, state, &mut Vec::new())
}

fn is_done_anywhere(case: &Case<'_>, action: ActionId) -> bool {
    let mut done = false;
    blocks::all(&case.machine.journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            done |= matches!(instruction.work, Work::Act(of, _) if of == action);
        });
    });
    done
}

/// Whether somebody may ask for `action` who is still in the journey when its fate comes: whatever comes after the end
/// counts for nothing.
fn is_answered(case: &Case<'_>, action: ActionId) -> bool {
    let machine = &case.machine;
    let asks = |block: &Block| {
        let mut asks = false;
        blocks::each(block, &mut |instruction| asks |= matches!(instruction.work, Work::Act(of, _) if of == action));
        asks
    };
    let steps = (0..machine.journey.steps.len() as u32).map(StepId);
    let mut stays = steps.filter(|&step| !lateness::completes(machine, step));
    let mut states = machine.all_states();
    let in_state = |id: StateId| {
        let state = machine.state(id);
        asks(&state.on_exit) || (asks(&state.on_entry) && !machine.is_end(id))
    };
    stays.any(|step| asks(&machine.step(step).actions)) || states.any(in_state)
}

fn may_be_held(case: &Case<'_>, action: ActionId) -> bool {
    let of = &case.machine.journey.actions[action.index()];
    let drops = of.window.is_some_and(|(_, outside)| outside == Outside::Drop);
    of.consent.is_some() || of.cap.is_some() || !of.caps.is_empty() || drops
}
