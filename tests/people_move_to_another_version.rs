//! What a move to another version makes of a person: stories of two versions, each told beside what must come of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use wayfare::embed::happening::{Happening, Request, What};
use wayfare::embed::journeys::Journeys;
use wayfare::engine::instance::Instance;
use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::intake::decode::Decoder;
use wayfare::model::ids::StateId;
use wayfare::model::journey::StateKind;
use wayfare::orchestrator::link::Link;
use wayfare::orchestrator::person::Person;
use wayfare::orchestrator::process::{Conductor, Settings};
use wayfare::orchestrator::record::{Record, Recorder};

/// One story of a page: two versions, what happens, and what is told of it.
#[derive(Default)]
struct Case {
    name: String,
    /// Versions with what stands in their files.
    versions: Vec<(String, String)>,
    run: Vec<String>,
    told: String,
}

#[derive(Default)]
struct Told(Vec<Happening>);

impl Recorder for Told {
    fn record(&mut self, record: &Record<'_>) {
        self.0.push(Happening::of(record));
    }
}

fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
        } else if let Some(kind) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let case = cases.last_mut().expect("a heading before the first block");
            match kind.split_once(' ').unwrap_or((kind, "")) {
                ("yaml", version) => case.versions.push((version.to_owned(), block.join("\n"))),
                ("run", _) => case.run = block.into_iter().map(ToOwned::to_owned).collect(),
                ("told", _) => case.told = block.join("\n"),
                (other, _) => panic!("{}: a block of kind `{other}`", case.name),
            }
        }
    }
    cases
}

/// The file of one version, with what all of them have in common unless they say otherwise.
fn machine(version: &str, body: &str) -> Arc<Machine> {
    let mut text = format!("wayfare: 1\njourney: trip\nversion: {version}\n");
    let common = [
        ("events", "events: { START: {}, GO: {}, NEXT: {}, BACK: {}, LATER: {} }"),
        ("actions", "actions: { mail: {}, wave: {} }"),
        ("entry", "entry: { triggers: START }"),
    ];
    for (key, line) in common {
        if !body.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            let _ = writeln!(text, "{line}");
        }
    }
    text.push_str(body);
    let journeys = Journeys::from_text([(format!("{version}.yaml"), text)]).unwrap_or_else(|error| panic!("{error}"));
    Arc::clone(&journeys.fleet.machines[0])
}

/// Runs the lines of a case: `GO@5` with payload behind it, `deploy 2.0.0@9`, `until@100`.
fn run(case: &Case) -> String {
    let fleet = Fleet::new(case.versions.iter().map(|(version, body)| machine(version, body)).collect());
    let number = |version: &str| {
        let place = fleet.machines.iter().position(|machine| machine.journey.version.to_string() == version);
        place.expect("a version of the case") as u32
    };
    let settings = Settings { idempotency_window: 1_000_000, processing_opt_in: false };
    let (mut conductor, decoder) = (Conductor::new(&fleet, &settings), Decoder::new(&fleet));
    conductor.open(number(&case.versions[0].0));
    let (mut person, mut told) = (Person::new("u", false), Told::default());
    for (place, line) in case.run.iter().enumerate() {
        let (head, at) = line.split_once('@').expect("`WHAT@instant`");
        let (at, payload) = at.split_once(' ').unwrap_or((at, "{}"));
        let at: i64 = at.parse().unwrap();
        match head.split_once(' ').unwrap_or((head, "")) {
            ("deploy", version) => {
                conductor.open(number(version));
                conductor.deploy(&mut person, number(version), at, &mut told);
            }
            ("until", _) => conductor.settle(&mut person, at, &mut told),
            (kind, _) => {
                let line = format!(
                    r#"{{"type":"{kind}","timestamp":{at},"userId":"u","eventId":"e{place}","payload":{payload}}}"#
                );
                let event = decoder.decode(line.as_bytes(), 1).expect("an event");
                conductor.process(&mut person, &event, Link::None, &mut told);
            }
        }
    }
    let mut text: Vec<String> = told.0.iter().map(tell).collect();
    text.extend(person.visits.iter().map(|visit| stands(&fleet.machines[visit.machine as usize], &visit.instance)));
    text.join("\n")
}

fn tell(happening: &Happening) -> String {
    let mut text = format!("@{} ", happening.at);
    let _ = match &happening.what {
        What::Moved(from) => write!(text, "moved from {from}"),
        What::DeadLetter { reason, detail } => write!(text, "{reason}: {detail}"),
        What::Exited(rule) => write!(text, "exited by {rule}"),
        other => write!(text, "{}", format!("{other:?}").to_lowercase()),
    };
    if !matches!(happening.what, What::DeadLetter { .. }) {
        let _ = write!(text, " {} > {}", happening.from.join("+"), happening.to.join("+"));
    }
    let mut part = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            let _ = write!(text, "; {name} {}", values.join(" "));
        }
    };
    if matches!(happening.what, What::Moved(_)) {
        part("exited", happening.exited.clone());
        part("entered", happening.entered.clone());
    }
    part("steps", happening.steps.clone());
    part("set", happening.set.iter().map(|(name, value)| format!("{name}={value}")).collect());
    let sent = |effect: &&Request| effect.held.is_none();
    part("sent", happening.effects.iter().filter(sent).map(|effect| effect.action.clone()).collect());
    let held = happening.effects.iter().filter_map(|effect| Some(format!("{} {}", effect.action, effect.held?)));
    part("held", held.collect());
    part("errors", happening.errors.iter().map(|(at, detail)| format!("{at}: {detail}")).collect());
    text
}

/// Everything of an instance that is not as at the beginning.
fn stands(machine: &Machine, instance: &Instance) -> String {
    let journey = &machine.journey;
    let name = |state: StateId| journey.states[state.index()].name.value.clone();
    let mut text = format!("{} on {}", instance.status.as_str(), journey.version);
    let mut part = |label: &str, parts: Vec<String>| {
        if !parts.is_empty() {
            let _ = write!(text, "; {label} {}", parts.join(" "));
        }
    };
    let active = instance.configuration.iter();
    part("in", active.map(|active| format!("{}@{}", name(active.state), active.entered_at)).collect());
    let context = journey.context.iter().zip(&instance.context);
    part("context", context.map(|(variable, value)| format!("{}={value}", variable.name.value)).collect());
    let timers = instance.timers.iter().filter(|timer| timer.pending || timer.fired > 0).map(|timer| {
        let due = if timer.pending { timer.due.to_string() } else { "-".to_owned() };
        format!("{}@{due}x{}", journey.steps[timer.step.index()].id.value, timer.fired)
    });
    part("timers", timers.collect());
    let schedules = instance.schedules.iter();
    part("later", schedules.map(|of| format!("{}@{}", journey.events[of.event.index()].name, of.due)).collect());
    let history = instance.history.iter();
    let names = |states: &[StateId]| states.iter().map(|&state| name(state).to_string()).collect::<Vec<_>>().join("+");
    part("history", history.map(|(of, states)| format!("{}={}", name(*of), names(states))).collect());
    let arms = instance.arms.iter().map(|&(split, arm)| match &journey.states[split.index()].kind {
        StateKind::Split(of) => format!("{}={}", name(split), of.arms[usize::from(arm)].id.value),
        other => format!("{other:?}"),
    });
    part("arms", arms.collect());
    let goals = instance.goals.iter();
    part("goals", goals.map(|of| format!("{}@{}", journey.goals[usize::from(of.goal)].id.value, of.at)).collect());
    text
}

#[test]
fn what_a_move_makes_of_a_person_is_as_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/moves");
    let mut pages: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let (mut count, mut faults) = (0, String::new());
    for page in &pages {
        for case in cases(&std::fs::read_to_string(page).unwrap()) {
            count += 1;
            let told = run(&case);
            assert_eq!(told, run(&case), "the same twice: {}", case.name);
            if told != case.told {
                let _ = writeln!(faults, "## {}\nexpected\n{}\ntold\n{told}\n", case.name, case.told);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(count > 30, "only {count} cases were found");
}

#[test]
fn what_does_not_fit_an_old_version_is_known_before_anybody_moves() {
    let states = "initial: A\nstates: { A: {} }\n";
    let old = machine("1.0.0", &format!("context: {{ n: string? }}\n{states}"));
    let fits = machine("1.1.0", &format!("context: {{ n: {{ type: string, default: x }} }}\n{states}"));
    let migrate = "migrate: [{ from: 1.x, set: { n: =old.n } }]";
    let new = machine("2.0.0", &format!("context: {{ n: {{ type: string, default: x }} }}\n{states}{migrate}"));
    let fleet = Fleet::new(vec![new, fits, old]);
    let settings = Settings { idempotency_window: 0, processing_opt_in: false };
    let mut conductor = Conductor::new(&fleet, &settings);
    let found = conductor.misfits(2);
    let told: Vec<_> = found.iter().map(|finding| (finding.rule.0, finding.message.as_str())).collect();
    assert_eq!(told, [("nullable-use", "`old.n` may be missing")]);
    assert!(conductor.misfits(1).is_empty() && conductor.misfits(7).is_empty());
}
