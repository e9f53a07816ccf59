//! Journeys that run side by side in a test, and the names that they know.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::intake::decode::Decoder;
use crate::model::ids::VariableId;
use crate::model::journey::{Action, Block, EventKind, Journey, StateKind, Trigger, Work};
use crate::orchestrator::process::Settings;
use crate::project::config::Config;
use crate::terms::value::Value;

/// Journeys that run side by side.
#[derive(Debug)]
pub struct Stage {
    /// The journeys.
    pub fleet: Fleet,
    /// Reads events for them.
    pub decoder: Decoder,
    /// What holds for all people.
    pub settings: Settings,
    /// The number of the one that is tested.
    pub tested: u32,
    /// The number of its machine on which people enter.
    machine: usize,
    /// By name of state of the tested one, whether it can be an active atomic one.
    pub states: FxHashMap<SmolStr, bool>,
    /// The ids of the tested one's steps.
    pub steps: FxHashSet<SmolStr>,
    /// The variables of the tested one.
    pub variables: FxHashMap<SmolStr, VariableId>,
    /// What can be due in the tested one: steps with timers, ids of schedules, scheduled events.
    pub timers: FxHashSet<SmolStr>,
    /// The actions of all of them, by name: the number of the journey, and the place there.
    actions: FxHashMap<SmolStr, (u32, usize)>,
    /// Consent purposes that somebody may be asked for.
    purposes: FxHashSet<SmolStr>,
}

impl Stage {
    /// A stage for `machines`, of which `tested` is tested.
    pub fn new(machines: Vec<Arc<Machine>>, tested: &str, config: &Config) -> Self {
        let fleet = Fleet::new(machines);
        let place = fleet.journeys.iter().position(|versions| versions.id == tested).unwrap_or_default();
        let machine = fleet.journeys.get(place).map_or(0, |versions| versions.machines.end.saturating_sub(1));
        let mut stage = Self {
            decoder: Decoder::new(&fleet),
            settings: Settings {
                idempotency_window: config.idempotency_window,
                processing_opt_in: config.processing_opt_in,
                default_tz: config.default_tz.to_string(),
            },
            tested: place as u32,
            machine: machine as usize,
            states: FxHashMap::default(),
            steps: FxHashSet::default(),
            variables: FxHashMap::default(),
            timers: FxHashSet::default(),
            actions: FxHashMap::default(),
            purposes: fleet.purposes.iter().chain(&config.purposes).cloned().collect(),
            fleet,
        };
        stage.purposes.insert(SmolStr::new_static("processing"));
        stage.learn();
        stage
    }

    /// The journey that is tested.
    pub fn journey(&self) -> &Journey {
        &self.fleet.machines[self.machine].journey
    }

    /// The action of this name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        let (journey, action) = self.actions.get(name)?;
        self.fleet.machines.get(*journey as usize)?.journey.actions.get(*action)
    }

    /// The names of all actions.
    pub fn action_names(&self) -> Vec<&str> {
        sorted(self.actions.keys())
    }

    /// Whether answers about `purpose` mean something.
    pub fn has_purpose(&self, purpose: &str) -> bool {
        self.purposes.contains(purpose)
    }

    /// The names of all purposes.
    pub fn purpose_names(&self) -> Vec<&str> {
        sorted(&self.purposes)
    }

    /// Whether `event` is one that comes from outside: declared, or the fate of an action.
    pub fn hears(&self, event: &str) -> bool {
        let fate = |prefix| event.strip_prefix(prefix).is_some_and(|action| self.actions.contains_key(action));
        self.fleet.by_name.contains_key(event) || fate("succeeded.") || fate("failed.")
    }

    /// The journeys with other defaults of the tested one's variables.
    pub fn with_defaults(&self, defaults: &[(VariableId, Value)]) -> Fleet {
        let mut fleet = self.fleet.clone();
        if let Some(machine) = fleet.machines.get_mut(self.machine) {
            let mut journey = Journey::clone(&machine.journey);
            for (variable, value) in defaults {
                if let Some(variable) = journey.context.get_mut(variable.index()) {
                    variable.default = value.clone();
                }
            }
            let mut other = Machine::clone(machine);
            other.journey = Arc::new(journey);
            *machine = Arc::new(other);
        }
        fleet
    }

    fn learn(&mut self) {
        let machine = Arc::clone(&self.fleet.machines[self.machine]);
        let journey = &machine.journey;
        for state in journey.states.iter().skip(1) {
            let atomic = matches!(state.kind, StateKind::Atomic | StateKind::Final);
            self.states.insert(state.name.value.clone(), atomic);
            self.schedules(journey, &state.on_entry);
            self.schedules(journey, &state.on_exit);
        }
        for step in &journey.steps {
            self.steps.insert(step.id.value.clone());
            if matches!(step.trigger, Trigger::Timer(_)) {
                self.timers.insert(step.id.value.clone());
            }
            self.schedules(journey, &step.actions);
        }
        for (slot, variable) in journey.context.iter().enumerate() {
            self.variables.insert(variable.name.value.clone(), VariableId(slot as u16));
        }
        // The tested journey's own actions come last and win.
        let others = (0..self.fleet.machines.len()).filter(|&number| number != self.machine);
        for number in others.chain([self.machine]) {
            for (place, action) in self.fleet.machines[number].journey.actions.iter().enumerate() {
                self.actions.insert(action.name.value.clone(), (number as u32, place));
            }
        }
    }

    fn schedules(&mut self, journey: &Journey, block: &Block) {
        for instruction in block {
            match &instruction.work {
                Work::Schedule(schedule) => {
                    let event = journey.events.get(schedule.call.event.index()).map(|event| &event.name);
                    self.timers.extend(schedule.id.as_ref().or(event).cloned());
                }
                Work::If(_, then, otherwise) => {
                    self.schedules(journey, then);
                    self.schedules(journey, otherwise);
                }
                _ => {}
            }
        }
    }
}

/// Two journeys that declare one event differently, and the event.
pub fn contested(machines: &[Arc<Machine>]) -> Option<(SmolStr, SmolStr)> {
    let mut contracts = FxHashMap::default();
    for machine in machines {
        for event in &machine.journey.events {
            let EventKind::Declared(contract, _) = &event.kind else { continue };
            match contracts.insert(&event.name, (contract, &machine.journey.id.value)) {
                Some((other, journey)) if other != contract => return Some((journey.clone(), event.name.clone())),
                _ => {}
            }
        }
    }
    None
}

/// Names in their order, for help.
pub fn sorted<'a>(names: impl IntoIterator<Item = &'a SmolStr>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().map(SmolStr::as_str).collect();
    names.sort_unstable();
    names
}
