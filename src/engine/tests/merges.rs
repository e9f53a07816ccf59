//! Two instances become one: which is kept, what becomes of each variable, and the algebra of it.

use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use crate::engine::instance::{Active, GoalReached, Instance, PendingEvent, PendingTimer, Status};
use crate::engine::merge::{Kept, Merged, Side, merge};
use crate::engine::tests::written::written;
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::terms::value::Value;

/// One variable for each policy and type; where `kept` is written, the policy has no meaning for the type.
const JOURNEY: &str = r#"
events: { ENTER: {}, E: {} }
context:
  first: { type: string? }
  last: { type: string? }
  most: { type: int, default: 0 }
  least: { type: number, default: 0 }
  deadline: { type: timestamp? }
  tier: { enum: [gold, basic, silver], default: basic }
  rank: { enum: [gold, basic, silver], default: basic }
  seen: { type: [string], default: [] }
  spent: { type: int, min: 0, max: 20, default: 0 }
  waited: { type: duration, default: 0s }
  own: { type: string, default: "" }
goals: [{ id: g0, state: B }, { id: g1, state: D }, { id: g2, triggers: E }]
identity:
  merge: POLICY
  context:
    { first: oldest, last: newest, most: max, least: min, deadline: max, tier: max, rank: oldest, seen: union, spent: sum,
      waited: sum }
entry: { triggers: ENTER }
initial: P
states:
  P:
    parallel: true
    states:
      L: { initial: A, states: { A: {}, B: {} } }
      R: { initial: C, states: { C: {}, D: { steps: [{ id: t, after: 1h }] } } }
  END: { final: true }
"#;

/// The slots of sums.
const SUMS: [usize; 2] = [8, 9];

fn machine(policy: &str) -> Machine {
    written(&JOURNEY.replace("POLICY", policy))
}

fn states(machine: &Machine, names: &[&str]) -> Vec<Active> {
    let state = |name: &&str| Active { state: machine.state_named(name).unwrap(), entered_at: 0 };
    names.iter().map(state).collect()
}

fn both(machine: &Machine, first: &Instance, second: &Instance) -> Merged {
    let side = |instance: &Instance| Side { machine, instance: instance.clone() };
    merge(side(first), side(second))
}

fn of(machine: &Machine, first: &Instance, second: &Instance) -> Instance {
    both(machine, first, second).instance
}

fn configuration() -> impl Strategy<Value = (Status, Vec<&'static str>)> {
    prop_oneof![
        6 => (0..2usize, 0..2usize).prop_map(|(l, r)| (Status::Active, vec!["P", "L", ["A", "B"][l], "R", ["C", "D"][r]])),
        1 => Just((Status::Completed, vec!["END"])),
        1 => Just((Status::Exited, vec![])),
    ]
}

fn context() -> impl Strategy<Value = Vec<Value>> {
    let text = || prop_oneof![Just(Value::Unit), "[abc]".prop_map(Value::str)];
    let member = || prop_oneof![Just("gold"), Just("basic"), Just("silver")].prop_map(Value::str);
    let instant = prop_oneof![Just(Value::Unit), (0..4i64).prop_map(Value::Timestamp)];
    let list = vec("[abcd]", 0..4).prop_map(|items| Value::list(items.into_iter().map(Value::str)));
    let numbers = (0..4i64, -2..2i32, 0..20i64, -3..3i64);
    (text(), text(), instant, member(), member(), list, numbers, "[abc]").prop_map(
        |(first, last, until, tier, rank, seen, (most, least, spent, waited), own)| {
            let (most, least) = (Value::Int(most), Value::Number(f64::from(least)));
            let (spent, waited) = (Value::Int(spent), Value::Duration(waited));
            vec![first, last, most, least, until, tier, rank, seen, spent, waited, Value::str(own)]
        },
    )
}

fn goals() -> impl Strategy<Value = Vec<GoalReached>> {
    let reached = |goal: u16| {
        proptest::option::of((0..3i64, proptest::option::of(0..2i32)))
            .prop_map(move |it| it.map(|(at, value)| GoalReached { goal, at, value: value.map(f64::from) }))
    };
    (reached(0), reached(1), reached(2)).prop_map(|(a, b, c)| {
        let mut all: Vec<_> = [a, b, c].into_iter().flatten().collect();
        all.sort_by_key(|reached| (reached.at, reached.goal));
        all
    })
}

fn set_at() -> impl Strategy<Value = Vec<i64>> {
    vec(prop_oneof![Just(i64::MIN), 0..3i64], 11)
}

/// Any instance: small numbers, so that ties are common. The number makes its id another than that of the others.
fn instance(number: usize) -> impl Strategy<Value = (Vec<&'static str>, Instance)> {
    let rest = (any::<bool>(), 0..3i64, 1..3u32, 0..5u32, any::<bool>());
    (configuration(), context(), goals(), set_at(), rest).prop_map(move |(stands, context, goals, set_at, rest)| {
        let ((status, names), (anonymous, last_input, visit, next_start, waits)) = (stands, rest);
        // Two of one spelling are two, if one of them is known and one is not.
        let id = if anonymous { number / 2 } else { number };
        let (step, due, started) = (StepId(0), 10 + number as i64, next_start);
        let timer = PendingTimer { step, due, fired: 0, pending: true, started };
        let event = EventId(0);
        let later = PendingEvent { id: None, event, payload: Value::Unit, due, started };
        let instance = Instance {
            status,
            visit,
            entered_as: format!("id-{id}{}", if anonymous && number % 2 == 1 { "b" } else { "" }).into(),
            entered_anonymous: anonymous,
            context,
            set_at: set_at.into(),
            timers: if waits { vec![timer] } else { Vec::new() },
            schedules: waits.then_some(later).into_iter().collect(),
            history: [(StateId(1), vec![StateId(number as u32)])].into(),
            goals: goals.into(),
            entered_at: number as i64,
            ended_at: (status != Status::Active).then_some(last_input),
            last_input,
            next_start,
            ..Instance::default()
        };
        (names, instance)
    })
}

/// Every way to merge some instances two by two, as their numbers say in which order.
fn fold(machine: &Machine, mut rest: Vec<Instance>, order: &[(usize, usize)]) -> Instance {
    for &(first, second) in order.iter().take(rest.len() - 1) {
        let first = rest.remove(first % rest.len());
        let second = rest.remove(second % rest.len());
        rest.push(of(machine, &first, &second));
    }
    rest.remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_does_not_depend_on_the_order(
        drawn in (instance(0), instance(1), instance(2), instance(3), instance(4)),
        count in 2..=5usize,
        orders in vec(vec((0..60usize, 0..60usize), 4), 24),
    ) {
        for policy in ["furthest", "newest", "known"] {
            let machine = machine(policy);
            let (a, b, c, d, e) = drawn.clone();
            let all = [a, b, c, d, e].into_iter().take(count).map(|(names, instance)| {
                Instance { configuration: states(&machine, &names).into(), ..instance }
            });
            let all: Vec<Instance> = all.collect();
            let expected = fold(&machine, all.clone(), &[(0, 0); 4]);
            for order in &orders {
                prop_assert_eq!(&fold(&machine, all.clone(), order), &expected, "{} {:?}", policy, order);
            }
            for one in &all {
                let mut again = of(&machine, &expected, one);
                for slot in SUMS {
                    again.context[slot] = expected.context[slot].clone();
                }
                prop_assert_eq!(&again, &expected, "{}: once more changes nothing but sums", policy);
            }
        }
    }

    #[test]
    fn one_of_two_is_kept_and_says_what_changed(first in instance(0), second in instance(1)) {
        for policy in ["furthest", "newest", "known"] {
            let machine = machine(policy);
            let whole = |(names, instance): &(Vec<&str>, Instance)| {
                Instance { configuration: states(&machine, names).into(), ..instance.clone() }
            };
            let (first, second) = (whole(&first), whole(&second));
            let merged = both(&machine, &first, &second);
            let kept = if merged.kept == Kept::First { &first } else { &second };
            let changed = (0..11u16).filter(|&slot| {
                merged.instance.context[usize::from(slot)] != kept.context[usize::from(slot)]
            });
            prop_assert_eq!(&merged.context_changed, &changed.collect::<Vec<_>>());
            let theirs = Instance {
                context: kept.context.clone(),
                set_at: kept.set_at.clone(),
                goals: kept.goals.clone(),
                visit: kept.visit,
                next_start: kept.next_start,
                ..merged.instance
            };
            prop_assert_eq!(&theirs, kept);
        }
    }
}

/// An instance that stands in these states.
fn at(machine: &Machine, id: &str, names: &[&str], last_input: i64) -> Instance {
    Instance {
        entered_as: id.trim_start_matches('?').into(),
        entered_anonymous: id.starts_with('?'),
        configuration: states(machine, names).into(),
        context: machine.journey.context.iter().map(|variable| variable.default.clone()).collect(),
        set_at: vec![i64::MIN; machine.journey.context.len()].into(),
        last_input,
        visit: 1,
        ..Instance::default()
    }
}

#[test]
fn which_is_kept() {
    let ac = ["P", "L", "A", "R", "C"];
    let bc = ["P", "L", "B", "R", "C"];
    let ad = ["P", "L", "A", "R", "D"];
    for (policy, first, second, kept) in [
        ("furthest", ("a", ad, 1), ("b", bc, 9), Kept::First),
        ("furthest", ("a", ac, 1), ("b", bc, 1), Kept::Second),
        ("furthest", ("a", bc, 1), ("b", bc, 2), Kept::Second),
        ("furthest", ("?a", bc, 2), ("b", bc, 2), Kept::Second),
        ("furthest", ("a", bc, 2), ("b", bc, 2), Kept::First),
        ("newest", ("a", ad, 1), ("b", ac, 9), Kept::Second),
        ("newest", ("?a", ad, 9), ("b", ac, 9), Kept::Second),
        ("known", ("?a", ad, 9), ("b", ac, 1), Kept::Second),
        ("known", ("?b", ad, 9), ("?a", ac, 9), Kept::Second),
        ("known", ("b", ad, 9), ("a", ac, 1), Kept::First),
    ] {
        let machine = machine(policy);
        let [first, second] = [first, second].map(|(id, names, last)| at(&machine, id, &names, last));
        assert_eq!(both(&machine, &first, &second).kept, kept, "{policy} {first:?} {second:?}");
        let other = if kept == Kept::First { Kept::Second } else { Kept::First };
        assert_eq!(both(&machine, &second, &first).kept, other, "{policy}, the other way round");
    }
}

#[test]
fn what_runs_is_kept_before_what_ended() {
    let machine = machine("newest");
    let active = at(&machine, "?z", &["P", "L", "A", "R", "C"], 1);
    let completed = Instance { status: Status::Completed, ..at(&machine, "a", &["END"], 5) };
    let exited = Instance { status: Status::Exited, ..at(&machine, "b", &[], 9) };
    assert_eq!(both(&machine, &completed, &active).kept, Kept::Second);
    assert_eq!(both(&machine, &exited, &completed).kept, Kept::Second);
    assert_eq!(of(&machine, &exited, &active).last_input, 1, "its own time goes on");
}

#[test]
fn each_variable_is_united_as_the_journey_says() {
    let machine = machine("newest");
    let mut kept = at(&machine, "a", &["P", "L", "A", "R", "C"], 9);
    let mut other = at(&machine, "b", &["P", "L", "B", "R", "D"], 1);
    let list = |items: &[&str]| Value::list(items.iter().map(Value::str));
    kept.context = vec![
        Value::str("kept"),
        Value::str("kept"),
        Value::Int(3),
        Value::Number(2.5),
        Value::Unit,
        Value::str("basic"),
        Value::str("silver"),
        list(&["b", "a", "b"]),
        Value::Int(15),
        Value::Duration(-4),
        Value::str("kept"),
    ];
    other.context = vec![
        Value::str("other"),
        Value::Unit,
        Value::Int(5),
        Value::Number(-1.0),
        Value::Timestamp(7),
        Value::str("silver"),
        Value::str("gold"),
        list(&["c", "a"]),
        Value::Int(9),
        Value::Duration(1),
        Value::str("other"),
    ];
    // The first was set later; of the tiers one at the same instant, where the smaller in declared order counts.
    kept.set_at = vec![5, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0].into();
    other.set_at = vec![4, 8, 0, 0, 0, 0, 3, 0, 0, 0, 9].into();
    let merged = both(&machine, &other, &kept);
    assert_eq!(merged.kept, Kept::Second);
    let expected = vec![
        Value::str("other"),
        Value::str("kept"),
        Value::Int(5),
        Value::Number(-1.0),
        Value::Timestamp(7),
        Value::str("silver"),
        Value::str("gold"),
        list(&["a", "b", "c"]),
        Value::Int(20),
        Value::Duration(-3),
        Value::str("kept"),
    ];
    assert_eq!(merged.instance.context, expected, "a missing value is none, and a sum stays inside its limits");
    assert_eq!(merged.context_changed, [0, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(&merged.instance.set_at[..2], [4, 1]);
}

#[test]
fn a_default_was_not_set_first() {
    let machine = machine("newest");
    let mut kept = at(&machine, "a", &["P", "L", "A", "R", "C"], 9);
    let mut other = at(&machine, "b", &["P", "L", "A", "R", "C"], 1);
    kept.context[6] = Value::str("gold");
    other.context[6] = Value::str("silver");
    other.set_at[6] = 8;
    assert_eq!(of(&machine, &kept, &other).context[6], Value::str("silver"));
}

#[test]
fn a_policy_that_a_type_has_no_meaning_for_keeps() {
    let text =
        JOURNEY.replace("POLICY", "newest").replace("first: oldest", "first: sum").replace("most: max", "most: union");
    let machine = written(&text);
    let mut kept = at(&machine, "a", &["P", "L", "A", "R", "C"], 9);
    let mut other = at(&machine, "b", &["P", "L", "A", "R", "C"], 1);
    (kept.context[0], kept.context[2]) = (Value::Unit, Value::Int(1));
    (other.context[0], other.context[2]) = (Value::str("x"), Value::Int(2));
    let merged = both(&machine, &kept, &other);
    assert_eq!((&merged.instance.context[..3], merged.context_changed.len()), (&kept.context[..3], 0));
}

#[test]
fn goals_are_those_that_either_reached_when_it_was_first() {
    let machine = machine("newest");
    let mut kept = at(&machine, "a", &["P", "L", "A", "R", "C"], 9);
    let mut other = at(&machine, "b", &["P", "L", "A", "R", "C"], 1);
    let reached = |goal, at, value| GoalReached { goal, at, value };
    kept.goals = [reached(2, 4, Some(1.0)), reached(0, 6, None)].into();
    other.goals = [reached(0, 3, Some(2.0)), reached(1, 4, None)].into();
    let expected = [reached(0, 3, Some(2.0)), reached(1, 4, None), reached(2, 4, Some(1.0))];
    assert_eq!(of(&machine, &kept, &other).goals, expected);
}

#[test]
fn versions_are_united_by_name() {
    let (old, new) = (machine("newest"), {
        let text = JOURNEY
            .replace("POLICY", "newest")
            .replace("  first: { type: string? }\n", "")
            .replace("first: oldest, ", "")
            .replace("most: { type: int, default: 0 }", "most: { type: int, max: 4, default: 0 }")
            .replace("{ id: g0, state: B }, ", "");
        written(&text)
    });
    let kept = at(&new, "a", &["P", "L", "A", "R", "C"], 9);
    let mut other = at(&old, "b", &["P", "L", "A", "R", "C"], 1);
    other.context[0] = Value::str("lost");
    other.context[1] = Value::str("taken");
    other.context[2] = Value::Int(5);
    other.goals = [GoalReached { goal: 0, at: 1, value: None }, GoalReached { goal: 2, at: 2, value: None }].into();
    let sides = (Side { machine: &old, instance: other }, Side { machine: &new, instance: kept });
    let merged = merge(sides.0, sides.1);
    assert_eq!(merged.kept, Kept::Second);
    assert_eq!(merged.instance.context[..2], [Value::str("taken"), Value::Int(0)], "5 is none here");
    assert_eq!(merged.context_changed, [0]);
    assert_eq!(merged.instance.goals, [GoalReached { goal: 1, at: 2, value: None }]);
}
