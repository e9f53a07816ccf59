//! The journey in YAML, compiled and run by the library: the same events, the same table.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::orchestrator::person::{Person, Visit};
use wayfare::orchestrator::process::Settings;
use wayfare::orchestrator::record::{Kind, Record, Recorder};
use wayfare::project::workspace::Workspace;
use wayfare::runner::run::{Collector, Options, Output, run as run_lines};
use wayfare::terms::value::Value;

/// Counts effects, as the hand-written program does; nobody asked for records.
#[derive(Default)]
struct Count(u64);

impl Recorder for Count {
    fn record(&mut self, record: &Record<'_>) {
        if let Kind::Step(trace) | Kind::Enter(trace) = record.kind {
            self.0 += trace.effects.len() as u64;
        }
    }
}

impl Collector for Count {
    fn waiting(&self) -> (usize, usize) {
        (0, 0)
    }

    fn take(&mut self, _: &mut Vec<u8>, _: &mut Vec<u8>) {}
}

struct Nowhere;

impl Output for Nowhere {
    fn records(&mut self, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn dead_letters(&mut self, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: u64, _: u64) {}
}

/// Compiles the journey at `path`.
pub fn compile(path: &Path) -> Result<Fleet, Box<dyn std::error::Error>> {
    let workspace = Workspace::open(&[path.to_owned()])?;
    let journeys = workspace.projects.iter().flat_map(|project| &project.journeys);
    let machines: Vec<_> = journeys.map(|journey| Arc::new(Machine::new(Arc::clone(journey)))).collect();
    if machines.is_empty() {
        let findings: Vec<_> = workspace.projects.iter().flat_map(|project| &project.findings).collect();
        return Err(format!("the journey does not compile: {findings:#?}").into());
    }
    Ok(Fleet::new(machines))
}

/// Reads `events` and writes `table` on so many threads.
pub fn run(journey: &Path, events: &Path, table: &Path, threads: usize) -> Result<u64, Box<dyn std::error::Error>> {
    let fleet = compile(journey)?;
    let settings = Settings { idempotency_window: 30 * 86_400_000, processing_opt_in: false };
    let options = Options { threads, until: None, rollout: None };
    let mut input = File::open(events)?;
    let finished = run_lines(&fleet, &settings, options, &mut input, &Count::default, &mut Nowhere)?;
    write(&fleet, &finished.people, table)?;
    Ok(finished.collectors.iter().map(|count| count.0).sum())
}

fn write(fleet: &Fleet, people: &[Person], table: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(table)?);
    writeln!(file, "user_id,journey,instance,version,status,states,last_event_at,context")?;
    for person in people {
        for visit in &person.visits {
            row(&mut file, &fleet.machines[visit.machine as usize], person, visit)?;
        }
    }
    file.flush()
}

fn row(file: &mut impl Write, machine: &Machine, person: &Person, visit: &Visit) -> std::io::Result<()> {
    let journey = &machine.journey;
    let instance = &visit.instance;
    let (id, version) = (&journey.id.value, &journey.version);
    write!(file, "{},{id},,{version},{},", person.id, instance.status.as_str())?;
    for active in &instance.configuration {
        write!(file, "{}", journey.states[active.state.index()].name.value)?;
    }
    write!(file, ",{},\"{{", visit.last_event_at)?;
    let mut order: Vec<_> = journey.context.iter().zip(&instance.context).collect();
    order.sort_unstable_by_key(|(variable, _)| &variable.name.value);
    for (number, (variable, value)) in order.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        write!(file, "{comma}\"\"{}\"\":", variable.name.value)?;
        json(file, value)?;
    }
    writeln!(file, "}}\"")
}

fn json(file: &mut impl Write, value: &Value) -> std::io::Result<()> {
    match value {
        Value::Str(text) => write!(file, "\"\"{text}\"\""),
        Value::List(items) => {
            write!(file, "[")?;
            for (number, item) in items.iter().enumerate() {
                write!(file, "{}", if number == 0 { "" } else { "," })?;
                json(file, item)?;
            }
            write!(file, "]")
        }
        other => write!(file, "{other}"),
    }
}
