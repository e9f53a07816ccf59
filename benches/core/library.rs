//! People found by id and moved by the library, one event at a time.

use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use wayfare::engine::event::Event;
use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::orchestrator::link::Link;
use wayfare::orchestrator::person::Person;
use wayfare::orchestrator::process::{Conductor, Settings};
use wayfare::orchestrator::record::{Kind, Record, Recorder};
use wayfare::project::workspace::Workspace;

type Failure = Box<dyn std::error::Error>;

/// Thirty days.
pub const MONTH: i64 = 30 * 86_400_000;

/// Compiles each text as a journey.
pub fn compile(folder: &Path, texts: &[String]) -> Result<Fleet, Failure> {
    let folder = folder.join("project");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir(&folder)?;
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.join(format!("journey-{number}.yaml")), text)?;
    }
    let workspace = Workspace::open(&[folder])?;
    let journeys: Vec<_> = workspace.projects.iter().flat_map(|project| &project.journeys).collect();
    if journeys.len() != texts.len() {
        let findings = workspace.projects.iter().flat_map(|project| &project.findings).next();
        return Err(format!("{} of {} journeys compile: {findings:#?}", journeys.len(), texts.len()).into());
    }
    Ok(Fleet::new(journeys.into_iter().map(|journey| Arc::new(Machine::new(Arc::clone(journey)))).collect()))
}

/// Everyone.
pub struct Crowd {
    conductor: Conductor<'static>,
    people: Vec<Person>,
    places: HashTable<u32>,
    count: Count,
}

#[derive(Default)]
struct Count(u64);

impl Recorder for Count {
    fn record(&mut self, record: &Record<'_>) {
        if let Kind::Step(trace) | Kind::Enter(trace) = record.kind {
            self.0 += trace.effects.len() as u64;
        }
    }
}

impl Crowd {
    /// Nobody yet; keys are remembered for `window` milliseconds.
    pub fn new(fleet: &Fleet, window: i64) -> Self {
        let settings = Settings { idempotency_window: window, processing_opt_in: false };
        // A bench's few fleets may live as long as it does.
        let conductor = Conductor::new(Box::leak(Box::new(fleet.clone())), Box::leak(Box::new(settings)));
        Self { conductor, people: Vec::new(), places: HashTable::new(), count: Count::default() }
    }

    /// Moves the people of `events`.
    pub fn take_all(&mut self, events: &[Event<'_>]) {
        for event in events {
            self.take(event);
        }
    }

    fn take(&mut self, event: &Event<'_>) {
        let id = event.user.as_deref().unwrap_or_default();
        let hash = |id: &str| FixedState::default().hash_one(id);
        let people = &self.people;
        let found = self.places.find(hash(id), |&place| people[place as usize].id == id).copied();
        let place = found.unwrap_or_else(|| {
            self.people.push(Person::new(id, false));
            let (people, place) = (&self.people, self.people.len() as u32 - 1);
            self.places.insert_unique(hash(id), place, |&place| hash(&people[place as usize].id));
            place
        });
        let place = place as usize;
        self.conductor.process(&mut self.people[place], event, Link::None, &mut self.count);
    }

    /// How many effects there were.
    pub fn effects(&self) -> u64 {
        self.count.0
    }
}
