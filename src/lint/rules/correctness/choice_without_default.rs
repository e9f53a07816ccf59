//! `choice-without-default`: a choice that leaves somebody standing.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Answer, Claims, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::guards;
use crate::lint::knowledge::activity::{Moment, is_active, together};
use crate::lint::readings;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::shown::{STATE_ALWAYS, STATE_NEVER};
use crate::lint::state_tests;
use crate::lint::verdicts;
use crate::lint::verdicts::asking::is_certain;
use crate::lint::verdicts::witnessing::witnessed;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::model::naming::names;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("choice-without-default"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A state that only chooses, by guarded `always` steps, and whose guards leave a gap.",
    why: "Whoever falls into the gap stays there, and nothing in the state takes them on.",
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
context:
  plan: { enum: [free, basic, gold], default: free }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - { id: buy, triggers: ORDERED, set: { plan: =event.payload.plan }, to: CHOICE }
      - { id: give-up, after: 14d, to: LOST }
  CHOICE:
# ^^^^^^ choice-without-default
    steps:
      - { id: gold, always: true, guard: ctx.plan == "gold", to: LOYAL }
      - { id: free, always: true, guard: ctx.plan == "free", to: LOST }
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
context:
  plan: { enum: [free, basic, gold], default: free }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - { id: buy, triggers: ORDERED, set: { plan: =event.payload.plan }, to: CHOICE }
      - { id: give-up, after: 14d, to: LOST }
  CHOICE:
    steps:
      - { id: gold, always: true, guard: ctx.plan == "gold", to: LOYAL }
      - { id: others, always: true, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    for (number, state) in machine.journey.states.iter().enumerate().skip(1) {
        let id = StateId(number as u32);
        let always = |step: &StepId| matches!(machine.step(*step).trigger, Trigger::Always);
        let chooses =
            matches!(state.kind, StateKind::Atomic) && !state.steps.is_empty() && state.steps.iter().all(always);
        let unread = readings::lean_on_the_unread(case, &state.steps);
        if !chooses || unread || !verdicts.reached[number] || is_uncertain(case, id) || waits(case, id) {
            continue;
        }
        let around = machine.outward(id).flat_map(|at| machine.dispatch.always(at));
        let known = |step: StepId| is_certain(case, step) && !guards::never_holds(case, step);
        let guards: Option<Vec<&Condition>> =
            around.map(|&step| machine.step(step).guard.as_ref().filter(|_| known(step))).collect();
        let Some(guards) = guards else { continue };
        let world = case.knowledge().settled(case.knowledge().world(machine, id, &Trigger::Always));
        // Who falls into the gap does so in the input that leads here; what is around was entered earlier, perhaps.
        let looks_at_time = |&step: &StepId| machine.step(step).guard.as_ref().is_some_and(|guard| guard.reads().time);
        let outer = machine.outward(id).skip(1).flat_map(|at| machine.dispatch.always(at)).any(looks_at_time);
        let world = if outer { world } else { world.at_once() };
        match witnessed((case, &[id]), &[], &guards, &world) {
            Answer::No => {}
            Answer::Unknown => found.open += 1,
            Answer::Yes(_) if follows_from_a_test(case, id, &guards, &world) => {}
            Answer::Yes(witness) => {
                let message = format!("the choice `{}` leaves out some people, who stay in it", state.name.value);
                let told = witness.wording(&names(&machine.journey));
                let finding = Finding::new(RULE.name, state.name.span, message);
                let finding = if told.is_empty() {
                    finding
                } else {
                    finding.note(format!("none of its guards holds when {told}"))
                };
                found.push(finding.help("add a last `always` step without a guard"));
            }
        }
    }
}

/// Whether there is a gap only because tests of states have but one answer here, which is told with them.
fn follows_from_a_test(case: &Case<'_>, state: StateId, guards: &[&Condition], world: &World<'_>) -> bool {
    let mut otherwise = world.clone();
    let mut tested = false;
    for test in state_tests::of(case) {
        let telling = if test.answer { STATE_ALWAYS } else { STATE_NEVER };
        let here = matches!(test.moment, Moment::Between(owner) if case.machine.outward(state).any(|at| at == owner));
        if let Some(asked) = case.machine.state_named(test.asked).filter(|_| here && telling.is_shown(case)) {
            otherwise.set(Thing::InState(asked.0), Values::one(&Value::Bool(!test.answer)));
            tested = true;
        }
    }
    let claims = Claims { holds: &[], fails: guards };
    tested && possible(&claims, &otherwise, &mut Budget::default()).is_no()
}

fn is_uncertain(case: &Case<'_>, state: StateId) -> bool {
    case.machine.outward(state).any(|at| case.machine.unread.is_uncertain(at, at))
}

/// Whether the state may be there to wait: what its guards read can become another while somebody is in it, and
/// something else may happen then.
fn waits(case: &Case<'_>, state: StateId) -> bool {
    let (machine, definitions) = (&case.machine, case.definitions());
    let decls = machine.state(state).steps.iter().filter_map(|&step| case.step_decl(step).guard.as_ref());
    let read: Vec<_> = decls.flat_map(|guard| readings::of(guard, definitions)).collect();
    // Whether somebody is in a state changes only where it has two answers.
    let tests = || machine.state(state).steps.iter().filter_map(|&step| machine.step(step).guard.as_ref());
    let asked = || tests().flat_map(|guard| guard.reads().states).map(StateId);
    let moves = || asked().any(|asked| is_active(machine, Moment::Between(state), asked).is_none());
    let outside = |root: &str| match root {
        "in_state" => moves(),
        root => matches!(root, "profile" | "user" | "now" | "event"),
    };
    let may_change = read.iter().any(|path| outside(path[0].as_str()));
    let others = (0..machine.journey.steps.len() as u32).map(StepId).filter(|&step| machine.step(step).source != state);
    let mut beside = others.filter(|&step| together(machine, machine.step(step).source, state)).peekable();
    let happens = beside.peek().is_some() || !machine.journey.exit.is_empty();
    (may_change && happens)
        || beside.any(|step| {
            case.knowledge().writes(machine, step).any(|slot| {
                let name = &machine.journey.context[usize::from(slot)].name.value;
                read.iter().any(|path| path.len() > 1 && path[0] == "ctx" && path[1] == *name)
            })
        })
}
