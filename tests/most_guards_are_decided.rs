//! Of all pairs of conditions that share a journey, the solver decides nearly all: whether they exclude each other, and
//! whether one follows from the other.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use wayfare::expr::solve::budget::Budget;
use wayfare::expr::solve::question::{Answer, Claims, possible};
use wayfare::expr::solve::values::Values;
use wayfare::expr::solve::world::{Ground, World};
use wayfare::expr::term::Condition;
use wayfare::model::journey::{EventKind, GoalBy, Instruction, Journey, Work};
use wayfare::model::naming::names;
use wayfare::project::workspace::Workspace;
use wayfare::terms::shape::{Of, Shape};

/// The share that must be decided.
const LEAST: f64 = 0.95;

/// How many questions were asked, and how many of them decided.
#[derive(Default)]
struct Count {
    pairs: usize,
    decided: usize,
    alone: usize,
    alone_decided: usize,
    steps: u64,
    most: u32,
    open: Vec<String>,
}

impl Count {
    fn ask(&mut self, holds: &[&Condition], fails: &[&Condition], world: &World<'_>) -> bool {
        let mut budget = Budget::default();
        let answer = possible(&Claims { holds, fails }, world, &mut budget);
        self.steps += u64::from(budget.spent());
        self.most = self.most.max(budget.spent());
        if let Answer::Yes(witness) = &answer {
            let right = holds.iter().all(|one| witness.replay(one) == Ok(true))
                && fails.iter().all(|one| witness.replay(one) != Ok(true));
            assert!(right, "a witness that is none: {witness:?}");
        }
        answer != Answer::Unknown
    }

    fn journey(&mut self, journey: &Journey) {
        let conditions = conditions(journey);
        let ground = Ground {
            context: journey.context.iter().map(|variable| Values::of_shape(&variable.shape)).collect(),
            profile: journey.profile.iter().map(|field| Values::of_field(field).or_missing()).collect(),
            purposes: journey.purposes.len(),
            paths: journey.paths.clone(),
            default_tz: journey.default_tz.clone(),
        };
        let payload = payload(journey);
        let world = World::of(&ground).payload(&payload);
        let names = names(journey);
        for (index, one) in conditions.iter().enumerate() {
            for fails in [false, true] {
                let (holds, fails): (&[&Condition], &[&Condition]) = if fails { (&[], &[one]) } else { (&[one], &[]) };
                self.alone += 1;
                let decided = self.ask(holds, fails, &world);
                self.alone_decided += usize::from(decided);
                if !decided {
                    self.open.push(one.wording(&names));
                }
            }
            for other in &conditions[index + 1..] {
                let claims: [(&[&Condition], &[&Condition]); 3] =
                    [(&[one, other], &[]), (&[one], &[other]), (&[other], &[one])];
                for (kind, (holds, fails)) in ["and", "without", "without, turned,"].into_iter().zip(claims) {
                    self.pairs += 1;
                    if self.ask(holds, fails, &world) {
                        self.decided += 1;
                    } else {
                        self.open.push(format!("{} {kind} {}", one.wording(&names), other.wording(&names)));
                    }
                }
            }
        }
    }
}

fn conditions(journey: &Journey) -> Vec<&Condition> {
    let mut all: Vec<&Condition> = journey.steps.iter().filter_map(|step| step.guard.as_ref()).collect();
    all.extend(journey.entry.guard.as_ref());
    all.extend(journey.exit.iter().filter_map(|rule| rule.guard.as_ref()));
    all.extend(journey.goals.iter().filter_map(|goal| match &goal.by {
        GoalBy::Events(_, guard) => guard.as_ref(),
        GoalBy::State(_) => None,
    }));
    let states = journey.states.iter().flat_map(|state| [&state.on_entry, &state.on_exit]);
    let blocks = states.chain(journey.steps.iter().map(|step| &step.actions));
    for block in blocks.chain(journey.exit.iter().map(|rule| &rule.actions)) {
        branches(block, &mut all);
    }
    all
}

fn branches<'j>(block: &'j [Instruction], all: &mut Vec<&'j Condition>) {
    for instruction in block {
        if let Work::If(condition, then, other) = &instruction.work {
            all.push(condition);
            branches(then, all);
            branches(other, all);
        }
    }
}

/// What each path of the payload can be in any event that declares it.
fn payload(journey: &Journey) -> Vec<Values> {
    let declared = journey.events.iter().filter_map(|event| match &event.kind {
        EventKind::Declared(contract, _) => Some(contract),
        _ => None,
    });
    let objects: Vec<_> = declared.collect();
    let of = |path: &[smol_str::SmolStr]| {
        let with = objects.iter().filter(|contract| contract.fields.iter().any(|field| field.name == path[0]));
        let values = with
            .map(|contract| Values::of_shape(&Shape::of(Of::Object(contract.fields.as_slice().into()))).at_path(path));
        values.reduce(|all, one| all.join(&one)).unwrap_or_else(Values::any)
    };
    journey.paths.iter().map(of).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md" || extension == "yaml") {
                all.push(path);
            }
        }
    }
    all.sort();
    all
}

/// The YAML of a page's fences that is a file of its own.
fn blocks(page: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            all.extend(body.split(|line| *line == "---").map(|file| file.join("\n") + "\n"));
        }
    }
    all.retain(|text| text.contains("wayfare: 1"));
    all
}

#[test]
fn nearly_all_pairs_are_decided() {
    let mut count = Count::default();
    let mut journeys = 0;
    let home = Workspace::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")]).unwrap();
    let mut workspaces = vec![home];
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    for path in ["docs", "tests", "src"].into_iter().flat_map(files).chain([readme]) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let page = path.extension().is_some_and(|extension| extension == "md");
        for text in if page { blocks(&text) } else { vec![text] } {
            workspaces.push(Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text)]));
        }
    }
    for project in workspaces.iter().flat_map(|workspace| &workspace.projects) {
        for journey in &project.journeys {
            journeys += 1;
            count.journey(journey);
        }
    }
    let share = count.decided as f64 / count.pairs.max(1) as f64;
    let asked = count.pairs + count.alone;
    println!(
        "{journeys} journeys; {} of {} questions on pairs decided: {:.2}%",
        count.decided,
        count.pairs,
        share * 100.0
    );
    println!("{} of {} questions on one condition decided", count.alone_decided, count.alone);
    println!("{:.1} steps a question, {} at most", count.steps as f64 / asked.max(1) as f64, count.most);
    println!("open:\n  {}", count.open.join("\n  "));
    assert!(journeys > 50 && count.pairs > 300, "{journeys} journeys, {} questions", count.pairs);
    assert!(share >= LEAST, "{share} of {} decided", count.pairs);
}
