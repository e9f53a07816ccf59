//! People on journeys, in the memory of one process, moved one event at a time.

use crate::embed::happening::Happening;
use crate::graph::fleet::Fleet;
use crate::intake::decode::Decoder;
use crate::orchestrator::person::Person;
use crate::orchestrator::process::Settings;
use crate::orchestrator::record::{Record, Recorder};
use crate::report::names;
use crate::runner::collect::Collector;
use crate::runner::heard::who;
use crate::runner::roster::hash;
use crate::runner::shard::Shard;
use crate::terms::value::Value;

/// People on journeys.
pub struct Runtime<'j> {
    fleet: &'j Fleet,
    decoder: Decoder,
    shard: Shard<'j, Gathered>,
    line: u64,
}

/// Where a person stands in a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What tells one person's instances apart; `Unit` without it.
    pub key: Value,
    /// 1, and one more with each re-entry.
    pub visit: u32,
    /// `active`, `completed` or `exited`.
    pub status: &'static str,
    /// The active atomic states, in document order.
    pub states: Vec<String>,
    /// The context, by name of variable.
    pub context: Vec<(String, Value)>,
}

impl<'j> Runtime<'j> {
    /// A world without people.
    pub fn new(fleet: &'j Fleet, settings: &'j Settings) -> Self {
        let shard = Shard::new(fleet, settings, Gathered::default());
        Self { fleet, decoder: Decoder::new(fleet), shard, line: 0 }
    }

    /// Processes one event, a JSON object as `wayfare run` reads them; what is no event makes a dead letter.
    pub fn process_event(&mut self, json: &str) -> Vec<Happening> {
        self.line += 1;
        match self.decoder.decode(json.as_bytes(), self.line) {
            Ok(event) => self.shard.event(&event, hash(who(&event))),
            Err(rejected) => self.shard.rejected(&rejected, json.as_bytes(), self.line),
        }
        self.shard.collector.take_all()
    }

    /// Fires everyone's timers that are due by `until`, in milliseconds since the epoch, person by person.
    pub fn advance(&mut self, until: i64) -> Vec<Happening> {
        let Shard { roster, conductor, collector, .. } = &mut self.shard;
        let mut everyone: Vec<&mut Person> = roster.people.iter_mut().collect();
        everyone.sort_by(|a, b| (&a.id, a.anonymous).cmp(&(&b.id, b.anonymous)));
        for person in everyone {
            conductor.settle(person, until, collector);
        }
        collector.take_all()
    }

    /// Where a known person stands in a journey: each instance, in order of key.
    pub fn standings(&self, user: &str, journey: &str) -> Vec<Standing> {
        let roster = &self.shard.roster;
        let place = roster.find((user, false), hash((user, false)));
        let Some(person) = place.and_then(|place| roster.people.get(place)) else { return Vec::new() };
        let visits = person.visits.iter().filter_map(|visit| {
            let machine = self.fleet.machine(visit.machine)?;
            let of = &machine.journey;
            let names = of.context.iter().map(|variable| variable.name.value.to_string());
            (of.id.value == journey).then(|| Standing {
                key: visit.key.clone(),
                visit: visit.instance.visit,
                status: visit.instance.status.as_str(),
                states: names::atomic_states(of, &visit.instance).map(ToString::to_string).collect(),
                context: names.zip(visit.instance.context.iter().cloned()).collect(),
            })
        });
        visits.collect()
    }

    /// Where a known person stands in a journey without keys.
    pub fn standing(&self, user: &str, journey: &str) -> Option<Standing> {
        self.standings(user, journey).pop()
    }
}

/// What happened since it was last asked for.
#[derive(Debug, Default)]
struct Gathered(Vec<Happening>);

impl Gathered {
    fn take_all(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.0)
    }
}

impl Recorder for Gathered {
    fn record(&mut self, record: &Record<'_>) {
        self.0.push(Happening::of(record));
    }

    fn wants_ignored(&self) -> bool {
        true
    }
}

impl Collector for Gathered {
    fn waiting(&self) -> (usize, usize) {
        (0, 0)
    }

    fn take(&mut self, _records: &mut Vec<u8>, _dead_letters: &mut Vec<u8>) {}
}
