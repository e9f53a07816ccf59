//! Fates, what goals are worth, and when variables were set.

use crate::engine::instance::Status;
use crate::engine::step::{Outcome, Rollback, Stimulus};
use crate::engine::tests::person::{Person, envelope};
use crate::engine::tests::written::written;
use crate::model::ids::VariableId;
use crate::terms::time::HOUR;
use crate::terms::value::Value;

const SHOP: &str = r#"
events: { ENTER: {}, PAY: {}, PAID: {}, REFUSED: {}, OTHER: {}, NOISE: {} }
context:
  receipt: { type: string, default: "" }
  tries: { type: int, default: 0 }
  after: { type: [string], default: [] }
actions:
  charge:
    basis: contract
    params: { amount: number }
    result: { receipt: string, card: { fields: { brand: string } } }
    on_success: PAID
    on_failure: REFUSED
  ship: { basis: contract, on_failure: REFUSED }
entry: { triggers: ENTER }
exit: [{ id: broke, triggers: failed.charge, guard: event.payload.tries > 3 }]
goals:
  - { id: sale, triggers: succeeded.charge, value: =event.payload.params.amount }
  - { id: first, triggers: PAID, within: 10ms }
identity: { context: { receipt: newest } }
initial: A
states:
  A:
    steps:
      - id: charged
        triggers: succeeded.charge
        set: { receipt: '=event.payload.receipt + " " + event.payload.card.brand' }
        actions: [raise: OTHER]
      - { id: refused, triggers: failed.charge, set: { tries: =event.payload.tries } }
      - { id: paid, triggers: PAID, set: { after: '=ctx.after + ["paid"]' } }
      - { id: other, triggers: OTHER, set: { after: '=ctx.after + ["other"]' } }
      - { id: lost, triggers: REFUSED, set: { after: '=ctx.after + ["lost"]' } }
      - { id: noise, triggers: NOISE, actions: [set: { receipt: noise }, set: { receipt: again }, set: { tries: =1 / ctx.tries }] }
"#;

fn succeeded() -> Value {
    let card = Value::object([("brand".into(), Value::str("visa"))]);
    let params = Value::object([("amount".into(), Value::Number(29.0))]);
    Value::object([("receipt".into(), Value::str("r-1")), ("card".into(), card), ("params".into(), params)])
}

fn failed(tries: i64) -> Value {
    Value::object([("reason".into(), Value::str("no")), ("tries".into(), Value::Int(tries))])
}

fn answer(person: &mut Person, fate: &str, payload: &Value, outside: bool) -> Result<Outcome, Rollback> {
    let event = person.machine.event_named(fate).unwrap();
    person.step(Stimulus::Answer { event, payload, envelope: &envelope(fate), outside })
}

fn shop() -> Person {
    Person::enter(written(SHOP))
}

#[test]
fn a_fate_has_its_fields_and_what_was_asked_for() {
    let mut person = shop();
    person.now = 7;
    assert_eq!(answer(&mut person, "succeeded.charge", &succeeded(), true), Ok(Outcome::Stepped));
    assert_eq!(person.instance.context[0], Value::str("r-1 visa"));
    let after = Value::list([Value::str("paid"), Value::str("other")]);
    assert_eq!(person.instance.context[2], after, "the event after a fate comes before what its step raises");
    let goals: Vec<_> = person.scratch.trace.goals.iter().map(|goal| (goal.goal, goal.at, goal.value)).collect();
    assert_eq!(goals, [(0, 7, Some(29.0)), (1, 7, None)]);
    assert_eq!(person.instance.goals, person.scratch.trace.goals);
}

#[test]
fn an_exit_rule_hears_fates() {
    let mut person = shop();
    assert_eq!(answer(&mut person, "failed.charge", &failed(3), true), Ok(Outcome::Stepped));
    assert_eq!(answer(&mut person, "failed.charge", &failed(4), true), Ok(Outcome::Exited));
    assert_eq!(person.instance.status, Status::Exited);
    let after = Value::list([Value::str("lost")]);
    assert_eq!(person.instance.context[2], after, "nothing is raised after what ended it");
}

#[test]
fn a_fate_that_only_raises_an_event_is_heard() {
    let mut person = shop();
    let fate = person.machine.event_named("failed.ship").unwrap();
    assert!(person.machine.dispatch.is_heard(fate));
    assert_eq!(answer(&mut person, "failed.ship", &failed(1), true), Ok(Outcome::Stepped));
    assert_eq!(person.instance.context[2], Value::list([Value::str("lost")]));
    assert_eq!(person.machine.event_named("succeeded.ship"), None);
}

#[test]
fn a_goal_whose_value_fails_rolls_back() {
    let mut person = shop();
    let before = person.instance.clone();
    let nothing = Value::object([("receipt".into(), Value::str("r-1"))]);
    let rollback = answer(&mut person, "succeeded.charge", &nothing, true).unwrap_err();
    assert!(rollback.to_string().starts_with("sale: "), "{rollback}");
    assert_eq!((&person.instance, person.scratch.trace.goals.len()), (&before, 0));
}

#[test]
fn when_a_variable_was_set_is_kept_where_a_merge_asks_and_rolled_back_with_it() {
    let mut person = shop();
    assert_eq!(*person.instance.set_at, [i64::MIN; 3]);
    person.now = 7;
    answer(&mut person, "succeeded.charge", &succeeded(), true).unwrap();
    assert_eq!(*person.instance.set_at, [7, i64::MIN, 7]);
    person.now = 9;
    person.send("NOISE").unwrap_err();
    assert_eq!(*person.instance.set_at, [7, i64::MIN, 7]);
    let plain = Person::enter(written(&SHOP.replace("receipt: newest", "tries: max")));
    assert!(plain.instance.set_at.is_empty());
}

#[test]
fn entering_counts_as_setting() {
    let text = SHOP.replace("entry: { triggers: ENTER }", "entry: { triggers: ENTER, set: { tries: 2 } }");
    let person = Person::enter(written(&text));
    assert_eq!(*person.instance.set_at, [i64::MIN, 0, i64::MIN]);
    assert_eq!(person.scratch.trace.set, [(VariableId(1), Value::Int(2))]);
}

#[test]
fn fates_from_inside_count_as_firings() {
    let mut person = shop();
    answer(&mut person, "failed.charge", &failed(1), false).unwrap();
    assert_eq!(person.instance.firings, 1);
    person.instance.firings = 10_000;
    let suspended = answer(&mut person, "failed.charge", &failed(1), false);
    assert!(matches!(suspended, Err(Rollback::Suspended(_))));
    assert_eq!(answer(&mut person, "failed.charge", &failed(1), true), Ok(Outcome::Stepped));
    assert_eq!(person.instance.firings, 0);
}

#[test]
fn a_timer_reads_what_the_zone_of_its_window_reads() {
    let text = r#"
events: { ENTER: {}, MOVE: {} }
profile: { tz: string? }
context: { at: { type: timestamp? }, city: { type: string, default: UTC } }
windows:
  here: { from: "08:00", to: "21:00", tz: =ctx.city }
  home: { from: "08:00", to: "21:00", tz: '=profile.tz ?? "UTC"' }
entry: { triggers: ENTER }
initial: A
states:
  A:
    steps:
      - { id: wait, after: 3h, within: here }
      - { id: call, at: =ctx.at, within: home }
      - { id: move, triggers: MOVE, set: { city: Pacific/Honolulu } }
"#;
    let mut person = Person::enter(written(text));
    let due = |person: &Person| person.instance.timers.iter().map(|timer| timer.due).collect::<Vec<_>>();
    assert_eq!(due(&person), [8 * HOUR, i64::MAX]);
    person.send("MOVE").unwrap();
    assert_eq!(due(&person), [3 * HOUR, i64::MAX]);
    let machine = &person.machine;
    let reads = |id: &str| match &machine.step(machine.step_named(id).unwrap()).trigger {
        crate::model::journey::Trigger::Timer(timer) => (timer.reads.context.clone(), timer.reads.profile.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    assert_eq!((reads("wait"), reads("call")), ((vec![1], vec![]), (vec![0], vec![0])));
}
