//! Whoever walks through a random journey and moves to another version of it is treated as the verification said: it names
//! those who stay behind, and whoever it does not name has a place.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::migration::fault::{Fault, Kind};
use wayfare::diff::migration::migrating::Move;
use wayfare::diff::side::Side;
use wayfare::engine::instance::{Instance, Status};
use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::intake::decode::Decoder;
use wayfare::orchestrator::link::Link;
use wayfare::orchestrator::person::Person;
use wayfare::orchestrator::process::{Conductor, Settings};
use wayfare::orchestrator::record::{Record, Recorder};
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;
use wayfare::terms::value::Value;

/// Numbers that decide everything.
struct Draw<'a>(std::iter::Cycle<std::slice::Iter<'a, u8>>);

impl Draw<'_> {
    fn below(&mut self, count: usize) -> usize {
        usize::from(*self.0.next().unwrap()) % count
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

/// What the states of a version are, and how they are written.
struct Chart {
    states: Vec<&'static str>,
    text: String,
}

impl Chart {
    /// Of a few names each version has some, as states of one kind or another.
    fn drawn(draw: &mut Draw<'_>) -> Self {
        let k = draw.one(&["", "K", "K K1 K2", "K K1 K2 KH", "K K1 K2 KD"]);
        let p = draw.one(&["", "P", "P L L1 L2 R R1 R2", "P L L1 L2 R R1 R2", "P L L1 L2 M M1 R R1 R2", "L L1 R1"]);
        let b = draw.one(&["", "B", "B"]);
        let parts = ["A", b, k, p, "END"];
        let states: Vec<&'static str> = parts.iter().flat_map(|part| part.split_whitespace()).collect();
        let mut chart = Self { states, text: String::from("initial: A\nstates:\n") };
        let mut steps: Vec<(&str, String)> = (0..9).filter_map(|number| chart.step(number, draw)).collect();
        steps.extend((0..3).filter_map(|number| chart.at_once(number, draw)));
        let of = |name: &str| {
            let own: Vec<&str> = steps.iter().filter(|(of, _)| *of == name).map(|(_, step)| step.as_str()).collect();
            format!("steps: [{}]", own.join(", "))
        };
        for part in parts {
            let text = match part {
                "" => continue,
                "END" => "  END: { final: true }".to_owned(),
                "A" | "B" | "K" | "P" => format!("  {part}: {{ {} }}", of(part)),
                "L L1 R1" => format!(
                    "  L: {{ initial: L1, {}, states: {{ L1: {{ {} }}, R1: {{ {} }} }} }}",
                    of("L"),
                    of("L1"),
                    of("R1")
                ),
                k if k.starts_with('K') => {
                    let history = match k {
                        "K K1 K2 KH" => "KH: { history: shallow, default: K1 }, ",
                        "K K1 K2 KD" => "KD: { history: deep, default: K1 }, ",
                        _ => "",
                    };
                    let inner = format!("K1: {{ {} }}, K2: {{ {} }}", of("K1"), of("K2"));
                    format!("  K: {{ initial: K1, {}, states: {{ {history}{inner} }} }}", of("K"))
                }
                p => {
                    let m = if p.contains('M') {
                        format!("M: {{ initial: M1, states: {{ M1: {{ {} }} }} }}, ", of("M1"))
                    } else {
                        String::new()
                    };
                    let region = |name: &str, one: &str, two: &str| {
                        format!(
                            "{name}: {{ initial: {one}, {}, states: {{ {one}: {{ {} }}, {two}: {{ {} }} }} }}",
                            of(name),
                            of(one),
                            of(two)
                        )
                    };
                    format!(
                        "  P: {{ parallel: true, {}, states: {{ {}, {m}{} }} }}",
                        of("P"),
                        region("L", "L1", "L2"),
                        region("R", "R1", "R2")
                    )
                }
            };
            chart.text.push_str(&text);
            chart.text.push('\n');
        }
        chart
    }

    fn step(&self, number: usize, draw: &mut Draw<'_>) -> Option<(&'static str, String)> {
        // Half of them lead about in a region, or in and out: by chance alone few people would come far.
        const NEAR: [(&str, &str); 9] = [
            ("L1", "L2"),
            ("R1", "R2"),
            ("K1", "K2"),
            ("A", "P"),
            ("A", "K"),
            ("K", "A"),
            ("A", "KD"),
            ("L2", "L1"),
            ("A", "KH"),
        ];
        let near: Vec<(&'static str, &'static str)> =
            NEAR.into_iter().filter(|(from, to)| self.states.contains(from) && self.states.contains(to)).collect();
        let (source, target) = match draw.below(2) {
            0 if !near.is_empty() => near[draw.below(near.len())],
            _ => (self.any(draw), self.any(draw)),
        };
        let leads = !matches!(source, "END" | "KH" | "KD" | "M");
        let set = ["", ", set: { n: 20 }", ", set: { n: 2 }"][draw.below(3)];
        let event = draw.below(4);
        leads.then(|| (source, format!("{{ id: s{number}, triggers: E{event}{set}, to: {target} }}")))
    }

    /// A step that is taken at once. All of them lead forwards: in a circle nobody would come to rest.
    fn at_once(&self, number: usize, draw: &mut Draw<'_>) -> Option<(&'static str, String)> {
        const WAYS: [(&str, &str); 12] = [
            ("A", "B"),
            ("A", "K"),
            ("A", "P"),
            ("B", "K"),
            ("B", "P"),
            ("K1", "K2"),
            ("K1", "P"),
            ("L1", "L2"),
            ("R1", "R2"),
            ("L2", "END"),
            ("R2", "END"),
            ("K2", "END"),
        ];
        let (source, target) = WAYS[draw.below(WAYS.len())];
        let guard = match draw.below(6) {
            0 => "",
            1 => ", guard: ctx.n > 4",
            2 => ", guard: ctx.n > 9",
            3 => ", guard: ctx.n < 2",
            4 if self.states.contains(&"L2") => ", guard: in_state(\"L2\")",
            4 if self.states.contains(&"B") => ", guard: in_state(\"B\")",
            _ => ", guard: ctx.n == 3",
        };
        let set = ["", "", ", set: { n: 5 }"][draw.below(3)];
        let leads = self.states.contains(&source) && self.states.contains(&target);
        leads.then(|| (source, format!("{{ id: a{number}, always: true{guard}{set}, to: {target} }}")))
    }

    fn any(&self, draw: &mut Draw<'_>) -> &'static str {
        self.states[draw.below(self.states.len())]
    }
}

fn head(version: &str, n: &str) -> String {
    format!(
        "wayfare: 1\njourney: trip\nversion: {version}\nevents: {{ START: {{}}, E0: {{}}, E1: {{}}, E2: {{}}, E3: {{}} }}\n\
         entry: {{ triggers: START }}\ncontext: {{ n: {n} }}\n"
    )
}

fn migration(old: &Chart, new: &Chart, draw: &mut Draw<'_>) -> String {
    let mut states = Vec::new();
    for name in &old.states {
        match draw.below(8) {
            0 => states.push(format!("{name}: exit")),
            1..=4 if !new.states.contains(name) => states.push(format!("{name}: {}", new.any(draw))),
            1 => states.push(format!("{name}: {}", new.any(draw))),
            _ => {}
        }
    }
    let set = ["", ", set: { n: 3 }", ", set: { n: =old.n }"][draw.below(3)];
    format!("migrate: [{{ from: 1.x, states: {{ {} }}{set} }}]\n", states.join(", "))
}

fn sound(text: &str) -> Option<Workspace> {
    let workspace = Workspace::from_texts(&[(PathBuf::from("trip.yaml"), text.to_owned())]);
    workspace.projects[0].findings.iter().all(|finding| finding.rule.is_remark()).then_some(workspace)
}

#[derive(Default)]
struct Nothing;

impl Recorder for Nothing {
    fn record(&mut self, _: &Record<'_>) {}
}

/// Two versions, and what was said of the way between them.
struct Case {
    fleet: Fleet,
    migrate: String,
    difference: Difference,
    told: String,
}

fn case(bytes: &[u8]) -> Option<Case> {
    let mut draw = Draw(bytes.iter().cycle());
    let (old, new) = (Chart::drawn(&mut draw), Chart::drawn(&mut draw));
    let migrate = migration(&old, &new, &mut draw);
    let n = ["{ type: int, default: 1 }", "{ type: int, default: 1, max: 9 }"][draw.below(2)];
    let texts = [
        format!("{}{}", head("1.0.0", "{ type: int, default: 1 }"), old.text),
        format!("{}{}{migrate}", head("2.0.0", n), new.text),
    ];
    let (old, new) = (sound(&texts[0])?, sound(&texts[1])?);
    let sides = [&old, &new].map(|of| Side::of(Subject::all(&of.projects[0]).remove(0), &of.sources));
    let difference = compare(&sides[0], &sides[1]);
    let machines: Vec<Arc<Machine>> = sides.iter().map(|side| Arc::clone(&side.machine)).collect();
    let mut told = texts.concat();
    for fault in difference.migrating.iter().flat_map(|of| &of.faults) {
        let _ = writeln!(told, "{:?} {:?}: {}", fault.kind, fault.states, fault.message);
    }
    Some(Case { fleet: Fleet::new(machines), migrate, difference, told })
}

/// Whether a fault says that whoever is in `states`, with this number, stays behind.
fn is_meant(fault: &Fault, states: &BTreeSet<&str>, n: i64) -> bool {
    match fault.kind {
        Kind::Nowhere | Kind::Rivals => fault.states.iter().all(|state| states.contains(state.as_str())),
        Kind::Misfit | Kind::Refused => n > 9,
        _ => false,
    }
}

fn names<'m>(machine: &'m Machine, instance: &Instance) -> BTreeSet<&'m str> {
    instance.configuration.iter().map(|active| machine.state(active.state).name.value.as_str()).collect()
}

/// Walks and moves; whether somebody moved, stayed behind, or left, and nothing where nobody was on the way.
fn walked(case: &Case, events: &[u8]) -> Result<Option<&'static str>, TestCaseError> {
    let number = |version: &str| {
        let place = case.fleet.machines.iter().position(|machine| machine.journey.version.to_string() == version);
        place.unwrap() as u32
    };
    let (old, new) = (number("1.0.0"), number("2.0.0"));
    let settings = Settings { idempotency_window: 1_000_000, processing_opt_in: false };
    let (mut conductor, decoder) = (Conductor::new(&case.fleet, &settings), Decoder::new(&case.fleet));
    conductor.open(old);
    let mut person = Person::new("u", false);
    let kinds = std::iter::once("START".to_owned()).chain(events.iter().map(|event| format!("E{}", event % 4)));
    for (at, kind) in kinds.enumerate() {
        let line = format!(r#"{{"type":"{kind}","timestamp":{at},"userId":"u","eventId":"e{at}","payload":{{}}}}"#);
        conductor.process(&mut person, &decoder.decode(line.as_bytes(), 1).unwrap(), Link::None, &mut Nothing);
    }
    let machine = Arc::clone(&case.fleet.machines[old as usize]);
    let before = person.visits[0].instance.clone();
    if before.status != Status::Active {
        return Ok(None);
    }
    let states = names(&machine, &before);
    let n = match before.context[0] {
        Value::Int(n) => n,
        _ => 0,
    };
    conductor.open(new);
    conductor.deploy(&mut person, new, 1_000, &mut Nothing);
    let visit = &person.visits[0];
    let exits = states.iter().any(|state| {
        let said = case.migrate.replace(['{', '}', ','], " ");
        said.contains(&format!(" {state}: exit "))
    });
    let faults = &case.difference.migrating.as_ref().unwrap().faults;
    let refused = !exits && faults.iter().any(|fault| is_meant(fault, &states, n));
    // What a history remembers decides for whom two images meet; the verification says it of all that it may remember.
    let by_history = case.migrate.contains(": KH") || case.migrate.contains(": KD");
    let is = match (visit.machine == new, visit.instance.status) {
        (_, Status::Exited) => "left",
        (true, _) => "moved",
        (false, _) => "stayed",
    };
    let expected = if exits {
        "left"
    } else if refused {
        "stayed"
    } else {
        "moved"
    };
    if by_history && expected == "stayed" {
        return Ok(Some(is));
    }
    prop_assert_eq!(is, expected, "in {:?} with {}\n{}", states, n, case.told);
    let standing = case.difference.migrating.as_ref().unwrap();
    for leaf in states.iter().filter(|name| machine.dispatch.is_atomic(machine.state_named(name).unwrap())) {
        prop_assert!(standing.moves.iter().any(|of| of.from == *leaf) || exits, "{leaf} is not told\n{}", case.told);
    }
    if is == "moved" && !by_history {
        ended_up(case, &states, &visit.instance)?;
    }
    Ok(Some(is))
}

/// Whoever was in `states` is where it was said that the move, and what follows at once, may bring them.
fn ended_up(case: &Case, states: &BTreeSet<&str>, now: &Instance) -> Result<(), TestCaseError> {
    let new = case.fleet.machines.iter().find(|machine| machine.journey.version.to_string() == "2.0.0").unwrap();
    let there = match now.status {
        Status::Completed => BTreeSet::from(["END"]),
        _ => names(new, now),
    };
    let moves = &case.difference.migrating.as_ref().unwrap().moves;
    let said = case.migrate.replace(['{', '}', ','], " ");
    // Whoever comes to a state with others inside is told of once, although where they are in it may hang on where they were.
    let is_itself = |from: &str, to: &str| from == to || said.contains(&format!(" {from}: {to} "));
    let is_one = |of: &&Move| of.to.len() == 1 && is_itself(&of.from, &of.to[0]);
    for of in moves.iter().filter(|of| states.contains(of.from.as_str())).filter(is_one) {
        let is_there = |to: &[smol_str::SmolStr]| to.iter().all(|state| there.contains(state.as_str()));
        let as_said = (of.stays && is_there(&of.to)) || of.onward.iter().any(|onward| is_there(&onward.to));
        prop_assert!(as_said, "{:?} is in {:?}: {:?}\n{}", states, there, of, case.told);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn people_move_as_was_said(
        bytes in prop::collection::vec(any::<u8>(), 97),
        walks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..10), 8),
    ) {
        if let Some(case) = case(&bytes) {
            for events in &walks {
                walked(&case, events)?;
            }
        }
    }
}

#[test]
fn people_of_all_kinds_are_drawn() {
    let (mut sound, mut fates) = (0, BTreeSet::new());
    for seed in 0..200_u32 {
        let bytes: Vec<u8> =
            (0..97_u32).map(|at| (seed * 7919 + at * 104_729).wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let Some(case) = case(&bytes) else { continue };
        sound += 1;
        for first in 0..4 {
            fates.extend(walked(&case, &[first, first + 1, first + 3]).unwrap());
        }
    }
    assert!(sound > 100, "only {sound} of 200 compile");
    assert_eq!(fates, BTreeSet::from(["left", "moved", "stayed"]));
}
