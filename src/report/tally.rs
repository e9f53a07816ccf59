//! Counts of what records told: cheap to keep on every thread, added up at the end.

use std::collections::BTreeMap;

use semver::Version;
use smol_str::SmolStr;

use crate::engine::effect::{Effect, Verdict};
use crate::engine::trace::Trace;
use crate::graph::fleet::Fleet;
use crate::orchestrator::record::{Cause, Kind, Record};

/// What happened to an action, by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts(pub [u64; 6]);

/// The part of one version of a journey.
#[derive(Clone, Debug)]
pub struct JourneyTally {
    /// The journey's id.
    pub id: SmolStr,
    /// The version, as actions are numbered by it.
    pub version: Version,
    /// Its actions, by number, with what became of them.
    pub actions: Vec<(SmolStr, Verdicts)>,
}

/// The counts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// People who entered.
    pub entered: u64,
    /// Instances that an exit rule ended.
    pub exited: u64,
    /// Instances that moved to another version.
    pub moved: u64,
    /// Steps taken.
    pub steps: u64,
    /// Timers that fired.
    pub timers: u64,
    /// Pairs of instances that became one.
    pub merges: u64,
    /// Links that were not made.
    pub refused_links: u64,
    /// Guards and conditions that failed.
    pub failures: u64,
    /// Inputs that did nothing in a journey, by reason.
    pub ignored: BTreeMap<&'static str, u64>,
    /// Dead letters, by reason.
    pub dead_letters: BTreeMap<SmolStr, u64>,
    /// The versions of the journeys, by id and version.
    pub journeys: Vec<JourneyTally>,
}

/// Every verdict, at its number.
const VERDICTS: [Verdict; 6] =
    [Verdict::Sent, Verdict::NoConsent, Verdict::Capped, Verdict::OutsideWindow, Verdict::Deferred, Verdict::Exited];

impl Tally {
    /// All zero, for the journeys of `fleet`.
    pub fn new(fleet: &Fleet) -> Self {
        let journeys = fleet.machines.iter().map(|machine| JourneyTally {
            id: machine.journey.id.value.clone(),
            version: machine.journey.version.clone(),
            actions: machine.journey.actions.iter().map(|a| (a.name.value.clone(), Verdicts::default())).collect(),
        });
        Self { journeys: journeys.collect(), ..Self::default() }
    }

    /// Counts `record`.
    pub fn count(&mut self, record: &Record<'_>) {
        let fired = matches!(record.cause, Some(Cause::Timer { .. }));
        self.timers += u64::from(fired);
        match record.kind {
            Kind::Step(trace) | Kind::Send(trace) => self.trace(record, trace),
            Kind::Enter(trace) => {
                self.entered += 1;
                self.trace(record, trace);
            }
            Kind::Move(moved) => {
                self.moved += 1;
                self.trace(record, moved.trace);
            }
            Kind::Exit(_, trace) => {
                self.exited += 1;
                self.trace(record, trace);
            }
            Kind::Ignored(reason, trace) => {
                *self.ignored.entry(reason).or_default() += 1;
                self.failures += trace.map_or(0, |trace| trace.errors.len() as u64);
            }
            Kind::Merge { .. } => self.merges += 1,
            Kind::LinkRefused { .. } => self.refused_links += 1,
            Kind::DeadLetter { reason, .. } => *self.dead_letters.entry(reason.into()).or_default() += 1,
        }
    }

    /// Counts an event that so many journeys did not listen to.
    pub fn unheard(&mut self, journeys: usize) {
        if journeys > 0 {
            *self.ignored.entry("no-match").or_default() += journeys as u64;
        }
    }

    /// Adds the counts of another thread of the same run.
    pub fn add(&mut self, other: &Self) {
        self.entered += other.entered;
        self.exited += other.exited;
        self.moved += other.moved;
        self.steps += other.steps;
        self.timers += other.timers;
        self.merges += other.merges;
        self.refused_links += other.refused_links;
        self.failures += other.failures;
        for (reason, count) in &other.ignored {
            *self.ignored.entry(reason).or_default() += count;
        }
        for (reason, count) in &other.dead_letters {
            *self.dead_letters.entry(reason.clone()).or_default() += count;
        }
        let actions = self.journeys.iter_mut().flat_map(|journey| &mut journey.actions);
        let others = other.journeys.iter().flat_map(|journey| &journey.actions);
        for ((_, mine), (_, theirs)) in actions.zip(others) {
            mine.add(*theirs);
        }
    }

    /// What became of each action of any journey, by name.
    pub fn effects(&self) -> BTreeMap<&SmolStr, Verdicts> {
        let mut all: BTreeMap<&SmolStr, Verdicts> = BTreeMap::new();
        for (name, verdicts) in self.journeys.iter().flat_map(|journey| &journey.actions) {
            all.entry(name).or_default().add(*verdicts);
        }
        all.retain(|_, verdicts| verdicts.total() > 0);
        all
    }

    fn trace(&mut self, record: &Record<'_>, trace: &Trace) {
        self.steps += trace.steps.len() as u64;
        self.failures += trace.errors.len() as u64;
        let Some(machine) = record.machine.filter(|_| !trace.effects.is_empty()) else { return };
        let (id, version) = (&machine.journey.id.value, &machine.journey.version);
        let place = |of: &JourneyTally| of.id.cmp(id).then_with(|| of.version.cmp(version));
        let Ok(at) = self.journeys.binary_search_by(place) else { return };
        let Some(journey) = self.journeys.get_mut(at) else { return };
        trace.effects.iter().for_each(|effect| journey.effect(effect));
    }
}

impl JourneyTally {
    fn effect(&mut self, effect: &Effect) {
        if let Some((_, verdicts)) = self.actions.get_mut(effect.action.index()) {
            verdicts.count(effect.verdict);
        }
    }
}

impl Verdicts {
    /// How many were sent.
    pub const fn sent(self) -> u64 {
        self.0[0]
    }

    /// How many there were.
    pub fn total(self) -> u64 {
        self.0.iter().sum()
    }

    /// How many were held back, by reason, those that happened.
    pub fn held(self) -> impl Iterator<Item = (&'static str, u64)> {
        let counted = VERDICTS.into_iter().zip(self.0);
        counted.filter_map(|(verdict, count)| verdict.held().map(|reason| (reason, count))).filter(|&(_, n)| n > 0)
    }

    fn count(&mut self, verdict: Verdict) {
        for (slot, candidate) in self.0.iter_mut().zip(VERDICTS) {
            *slot += u64::from(candidate == verdict);
        }
    }

    fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine += theirs);
    }
}
