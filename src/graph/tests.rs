//! Tests of structure: exit and entry sets, questions, fleets.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::inputs::Payload;
use crate::graph::fleet::{EventType, Fleet};
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::graph::testing::{journey, machine};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::EventKind;
use crate::terms::shape::{Field, Of, Shape};

const CHART: &str = "
J > P
  P parallel
    L > L1
      H shallow > L2
      L1
        inside on A to L2
        across on B to R2
        itself on C to L1
        again on C to L1 reenter
      L2
      around on D to L
    R > R1
      R1
      R2
    whole on E to P
    part on F to R2
    back on G to H
  OUT
    in on H to R2
    end on I to END
  END final
  all on K to OUT
";

fn names(machine: &Machine, states: impl IntoIterator<Item = StateId>) -> String {
    let names: Vec<&str> = states.into_iter().map(|state| machine.state(state).name.value.as_str()).collect();
    names.join(" ")
}

#[test]
fn domains_and_entry_sets_are_those_of_the_semantics() {
    let machine = machine(CHART);
    let mut buffers = SetBuffers::default();
    for (step, domain, entered) in [
        ("inside", "L", "L2"),
        ("across", "J", "P L L1 R R2"),
        ("again", "L", "L1"),
        ("around", "L", "L1"),
        ("whole", "P", "L L1 R R1"),
        ("part", "J", "P L L1 R R2"),
        ("back", "J", "P L L2 R R1"),
        ("in", "J", "P L L1 R R2"),
        ("all", "J", "OUT"),
    ] {
        let of = machine.step(machine.step_named(step).unwrap());
        let found = sets::domain(&machine.journey, of.source, (&of.to, of.reenter), &Forgotten, &mut buffers).unwrap();
        let mut states = Vec::new();
        sets::entry_set(&machine.journey, found, &of.to, &Forgotten, (&mut buffers, &mut states));
        assert_eq!((names(&machine, [found]).as_str(), names(&machine, states).as_str()), (domain, entered), "{step}");
    }
    let route = |step: &str| machine.dispatch.route(machine.step_named(step).unwrap());
    assert_eq!((route("itself"), route("back")), (Route::Stay, Route::Remembering));
    assert!(matches!(route("inside"), Route::Simple { .. }) && matches!(route("whole"), Route::Inside(_)));
}

/// The question's answer where the steps of these ids cannot fire.
fn asked(chart: &str, silent: &[&str], ask: impl Fn(&Machine, &dyn Fn(StepId) -> bool) -> Vec<StateId>) -> String {
    let machine = machine(chart);
    let states = ask(&machine, &|step| !silent.contains(&machine.step(step).id.value.as_str()));
    names(&machine, states)
}

fn unreached(machine: &Machine, fires: &dyn Fn(StepId) -> bool) -> Vec<StateId> {
    let reached = machine.reachable(fires);
    (0..reached.len()).filter(|&state| !reached[state]).map(|state| StateId(state as u32)).collect()
}

fn stuck(machine: &Machine, fires: &dyn Fn(StepId) -> bool) -> Vec<StateId> {
    let out = machine.has_way_out(fires);
    (1..out.len()).filter(|&state| !out[state]).map(|state| StateId(state as u32)).collect()
}

#[test]
fn states_are_reached_over_steps_that_fire() {
    assert_eq!(asked(CHART, &[], unreached), "");
    assert_eq!(asked(CHART, &["inside", "back"], unreached), "H L2");
    assert_eq!(asked(CHART, &["inside"], unreached), "", "the default of a history that is targeted counts");
    assert_eq!(asked(CHART, &["all"], unreached), "OUT END");
    let deep = "
J > OUT
  OUT
    in on E to B
  C > A
    A
    B
";
    assert_eq!(asked(deep, &[], unreached), "A", "a deep target enters no initial state");
}

#[test]
fn a_way_out_may_be_of_a_state_around_or_beside() {
    assert_eq!(asked(CHART, &[], stuck), "");
    assert_eq!(asked(CHART, &["all"], stuck), "END");
    let beside = "
J > P
  P parallel
    L > L1
      L1
        out on E to X
    R > R1
      R1
  X
    stay on E
";
    assert_eq!(asked(beside, &[], stuck), "X");
    assert_eq!(asked(beside, &["out"], stuck), "P L L1 R R1 X");
}

#[test]
fn traps_are_states_from_which_no_end_is_reached() {
    let chart = "
J > A
  A
    go on E to B
    end on F to END
  B > B1
    B1
      next on E to B2
    B2
      back on E to B1
  D > D1
    D1
      d on E to D2
    D2 final
    done on done.D to END
  END final
  to-d on G to D
";
    let trapped = |silent| asked(chart, silent, |machine, fires| machine.traps(fires, &|_| false).concat());
    assert_eq!(trapped(&[]), "");
    assert_eq!(trapped(&["to-d"]), "B B1 B2");
    assert_eq!(trapped(&["d", "end"]), "A B B1 B2 D D1", "without its final child nothing is done");
}

#[test]
fn rings_need_no_event() {
    let chart = "
J > A
  A > A1
    A1
      a always to B
  B
    b always to S
    c always to C
  S split > x:A y:C
  C
    wait on E to A
";
    let machine = machine(chart);
    let rings = |silent: &str| machine.eventless_rings(&|step| machine.step(step).id.value != silent);
    let [ring] = &rings("")[..] else { panic!("one ring") };
    assert_eq!(names(&machine, ring.states.iter().copied()), "A A1 B S");
    assert_eq!(ring.steps, ["a", "b"].map(|id| machine.step_named(id).unwrap()));
    assert_eq!(rings("b"), []);
}

#[test]
fn ten_thousand_states_are_no_matter() {
    use std::fmt::Write as _;
    let mut text = "J > S0\n".to_owned();
    for state in 0..10_000 {
        writeln!(text, "  S{state}").unwrap();
    }
    let mut large = journey(&text);
    let step = journey("J > S0\n  S0\n    s on E to S0\n");
    large.events = step.events;
    for number in 0..30_000 {
        let (source, to) = (StateId(number % 10_000 + 1), StateId((number * 21 + 1) % 10_000 + 1));
        large.states[source.index()].steps.push(StepId(number));
        let mut one = step.steps[0].clone();
        (one.source, one.to) = (source, vec![to]);
        large.steps.push(one);
    }
    let machine = Machine::new(large);
    assert!(machine.reachable(&|_| true).iter().all(|&reached| reached));
    assert_eq!(machine.traps(&|_| true, &|_| false).concat().len(), 10_000);
}

#[test]
fn a_fleet_decodes_what_its_journeys_read() {
    let path = |text: &str| text.split('.').map(SmolStr::new).collect::<Vec<_>>();
    let one = |id: &str, paths: &[&str]| {
        let mut journey = journey("J > A\n  A\n    e on E to A\n    f on F no\n");
        journey.id.value = id.into();
        for read in paths {
            journey.paths.intern(&path(read)).unwrap();
        }
        let event = journey.events.iter_mut().find(|event| event.name == "E").unwrap();
        if let EventKind::Declared(contract, _) = &mut event.kind {
            contract.fields =
                ["cart", "total"].map(|name| Field { name: name.into(), shape: Shape::of(Of::Any) }).into();
        }
        Arc::new(Machine::new(journey))
    };
    let fleet = Fleet::new(vec![one("z", &["total"]), one("a", &["other", "cart.id", "cart"])]);
    assert_eq!(fleet.machines[0].journey.id.value, "a");
    let event = &fleet.events[fleet.by_name["E"].0 as usize];
    assert_eq!(event.slots.iter().map(|slot| slot.join(".")).collect::<Vec<_>>(), ["cart", "cart.id", "total"]);
    let maps: Vec<_> = event.hearers.iter().map(|hearer| hearer.map.to_vec()).collect();
    assert_eq!(maps, [vec![Payload::NONE, 1, 0], vec![2]]);
    let entering = &fleet.events[fleet.by_name["ENTER"].0 as usize];
    assert!(entering.hearers.iter().all(|hearer| hearer.enters) && entering.hearers.len() == 2);
    assert_eq!(fleet.by_name["E"], EventType(0));
}
