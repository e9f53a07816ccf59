//! Journeys that run side by side in a test, and the names that they know.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::graph::fleet::{Fleet, Versions};
use crate::graph::machine::Machine;
use crate::intake::decode::Decoder;
use crate::model::journey::{Action, Block, Journey, StateKind, Trigger, Work};
use crate::orchestrator::process::Settings;
use crate::project::config::Config;
use crate::runner::settings::settings;
use crate::terms::shape::Shape;
use crate::terms::span::FileId;
use crate::terms::value::Value;
use crate::trial::script::Script;

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
    /// The numbers of the machines on which people enter at first, the tested one's first.
    pub opened: Vec<u32>,
    /// By name of state of the tested one, whether it can be an active atomic one in some version.
    pub states: FxHashMap<SmolStr, bool>,
    /// The ids of the tested one's steps.
    pub steps: FxHashSet<SmolStr>,
    /// The variables of the tested one, each as its versions declare it, the newest first.
    pub variables: FxHashMap<SmolStr, Vec<Shape>>,
    /// What can be due in the tested one: steps with timers, ids of schedules, scheduled events.
    pub timers: FxHashSet<SmolStr>,
    /// The actions of all of them, by name: the number of the machine, and the place there.
    actions: FxHashMap<SmolStr, (u32, usize)>,
    /// Consent purposes that somebody may be asked for.
    purposes: FxHashSet<SmolStr>,
}

impl Stage {
    /// A stage for `machines`, of which the first `opened` are there from the beginning, the tested one before all, and
    /// the others take effect later.
    pub fn new(machines: Vec<Arc<Machine>>, opened: usize, config: &Config) -> Self {
        let first: Vec<FileId> = machines.iter().take(opened).map(|machine| machine.journey.file).collect();
        let fleet = Fleet::new(machines);
        let opened: Vec<u32> = first.iter().filter_map(|file| number(&fleet, *file)).collect();
        let is_tested = |versions: &Versions| opened.first().is_some_and(|first| versions.machines.contains(first));
        let place = fleet.journeys.iter().position(is_tested).unwrap_or_default();
        let mut stage = Self {
            decoder: Decoder::new(&fleet),
            settings: settings(config),
            tested: place as u32,
            opened,
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

    /// The id of the journey that is tested.
    pub fn id(&self) -> SmolStr {
        self.fleet.journeys.get(self.tested as usize).map(|versions| versions.id.clone()).unwrap_or_default()
    }

    /// The number of the machine that was read from `file`.
    pub fn number(&self, file: FileId) -> Option<u32> {
        number(&self.fleet, file)
    }

    /// The action of this name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        let (machine, action) = self.actions.get(name)?;
        self.fleet.machines.get(*machine as usize)?.journey.actions.get(*action)
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

    /// The journeys that `script` is played on, where they are not the stage's as they are.
    pub fn own_fleet(&self, script: &Script) -> Option<Fleet> {
        (!script.defaults.is_empty()).then(|| self.with_defaults(&script.defaults))
    }

    /// The journeys with other defaults of the tested one's variables, in each version whose type they have.
    fn with_defaults(&self, defaults: &[(SmolStr, Value)]) -> Fleet {
        let mut fleet = self.fleet.clone();
        for number in self.versions() {
            let Some(machine) = fleet.machines.get_mut(number) else { continue };
            let mut journey = Journey::clone(&machine.journey);
            for (name, value) in defaults {
                let variable = journey.context.iter_mut().find(|variable| variable.name.value == *name);
                if let Some(variable) = variable
                    && let Ok(value) = variable.shape.admit(value.clone())
                {
                    variable.default = value;
                }
            }
            let mut other = Machine::clone(machine);
            other.journey = Arc::new(journey);
            *machine = Arc::new(other);
        }
        fleet
    }

    /// The numbers of the tested journey's versions, the oldest first.
    fn versions(&self) -> Range<usize> {
        let versions = self.fleet.journeys.get(self.tested as usize).map(|versions| versions.machines.clone());
        versions.map_or(0..0, |versions| versions.start as usize..versions.end as usize)
    }

    fn learn(&mut self) {
        for number in self.versions().rev() {
            let machine = Arc::clone(&self.fleet.machines[number]);
            self.learn_names(&machine.journey);
        }
        // The tested journey's own actions come last and win.
        let own = self.versions();
        let others = (0..self.fleet.machines.len()).filter(|number| !own.contains(number));
        for number in others.chain(own.clone()) {
            for (place, action) in self.fleet.machines[number].journey.actions.iter().enumerate() {
                self.actions.insert(action.name.value.clone(), (number as u32, place));
            }
        }
    }

    fn learn_names(&mut self, journey: &Journey) {
        for state in journey.states.iter().skip(1) {
            let atomic = matches!(state.kind, StateKind::Atomic | StateKind::Final);
            *self.states.entry(state.name.value.clone()).or_default() |= atomic;
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
        for variable in &journey.context {
            self.variables.entry(variable.name.value.clone()).or_default().push(variable.shape.clone());
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

fn number(fleet: &Fleet, file: FileId) -> Option<u32> {
    fleet.machines.iter().position(|machine| machine.journey.file == file).map(|place| place as u32)
}

/// Names in their order, for help.
pub fn sorted<'a>(names: impl IntoIterator<Item = &'a SmolStr>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().map(SmolStr::as_str).collect();
    names.sort_unstable();
    names
}
