//! All that is known of a journey's states.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, narrowed, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::expr::term::{Condition, Term};
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::knowledge::carrier::{Carrier, Facts};
use crate::lint::knowledge::completion::{self, Completions};
use crate::lint::knowledge::flow::{self, Unseen};
use crate::lint::knowledge::index::Index;
use crate::lint::knowledge::moves::{self, By, Move};
use crate::lint::knowledge::payloads::Payloads;
use crate::lint::knowledge::strays;
use crate::lint::knowledge::worlds;
use crate::model::ids::{EventId, StateId, StepId, VariableId};
use crate::model::journey::{EventKind, StateKind, Trigger};
use crate::model::unread::Unread;
use crate::model::worlds::ground;
use crate::syntax::document::JourneyDocument;
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::value::Value;

/// What is known of a journey's states.
#[derive(Debug)]
pub struct Knowledge {
    ground: Ground,
    payloads: Payloads,
    /// By state; absent where not everything that may set a variable could be read.
    facts: Option<Vec<Option<Facts>>>,
    tracked: Vec<bool>,
    /// The values of variables that nothing sets.
    constant: Vec<(u16, Values)>,
    /// Every way on, the entry first.
    moves: Vec<Move>,
    /// What is completed where a state hears that.
    completions: Completions,
    /// By step, its place among them.
    ways: Vec<usize>,
    index: OnceLock<Index>,
}

impl Knowledge {
    /// What is known of the journey of `machine`, which `document` says. Where it is not `whole`, because something of
    /// it could not be read, nothing is built on what sets a variable; nor on a text that `is_slip` calls an expression
    /// without its `=`.
    pub fn of(machine: &Machine, document: &JourneyDocument, whole: bool, is_slip: &dyn Fn(&str) -> bool) -> Self {
        let ground = ground(&machine.journey);
        let payloads = Payloads::of(&machine.journey);
        let (tracked, constant) = tracked(machine, document, is_slip);
        let readable = whole && machine.unread == Unread::default() && !document.cut;
        let moves = if readable { moves::all(machine) } else { Vec::new() };
        let carrier = Carrier::new(machine, &ground, &payloads, &tracked);
        let completions = Completions::of(machine, &moves);
        let facts = readable.then(|| flow::follow(&carrier, &moves, &completions, strays::of(&carrier, &moves)));
        let constant = if readable { constant } else { Vec::new() };
        let (ways, index) = (ways(machine, &moves), OnceLock::new());
        Self { ground, payloads, facts, tracked, constant, moves, completions, ways, index }
    }

    /// Every way on, the entry first; none where not everything that may set a variable could be read.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The way that a step is; absent where not everything that may set a variable could be read.
    pub fn way_of(&self, step: StepId) -> Option<&Move> {
        let place = self.ways.get(step.index())?;
        self.moves.get(*place)
    }

    /// The same by what they do, found out when it is first asked for.
    pub fn by_work(&self, machine: &Machine) -> &Index {
        self.index.get_or_init(|| Index::of(machine, &self.moves))
    }

    /// Carries what is known over one of them.
    pub fn carrier<'k>(&'k self, machine: &'k Machine) -> Carrier<'k> {
        Carrier::new(machine, &self.ground, &self.payloads, &self.tracked)
    }

    /// What variables may be while `state` is active between two moves, by slot.
    pub fn facts(&self, state: StateId) -> &[Values] {
        let known = self.facts.as_ref().and_then(|facts| facts[state.index()].as_ref());
        known.unwrap_or(&self.ground.context)
    }

    /// The same where one of `events` has come.
    pub fn facts_behind(&self, machine: &Machine, state: StateId, events: &[EventId]) -> Facts {
        let own = self.facts(state).to_vec();
        let Some(known) = &self.facts else { return own };
        completion::narrowed(machine, &self.completions.heard(state, events), own.clone(), known).unwrap_or(own)
    }

    /// What variables may be where people go `way`.
    pub fn facts_before(&self, machine: &Machine, way: &Move) -> Facts {
        match way.by {
            By::Entry => self.carrier(machine).beginning(),
            _ => self.facts_behind(machine, way.source, completion::events(machine, way)),
        }
    }

    /// Whether everything that sets this variable is known.
    pub fn is_tracked(&self, variable: VariableId) -> bool {
        self.facts.is_some() && self.tracked[variable.index()]
    }

    /// Whether everything that may set a variable could be read.
    pub const fn is_whole(&self) -> bool {
        self.facts.is_some()
    }

    /// Whether people come to be in `state`, as far as is known.
    pub fn is_visited(&self, state: StateId) -> bool {
        self.facts.as_ref().is_none_or(|facts| facts[state.index()].is_some())
    }

    /// The variables that a step sets itself, each once.
    pub fn writes(&self, machine: &Machine, step: StepId) -> impl Iterator<Item = u16> + use<> {
        let mut set = BTreeSet::new();
        let step = machine.step(step);
        set.extend(step.set.iter().map(|assign| assign.variable.0));
        assigned(&step.actions, &mut set);
        set.into_iter()
    }

    /// By state, what variables may be when people have just entered and nothing else has come; nothing is known where not
    /// everything that may set a variable could be read.
    pub fn opening(&self, machine: &Machine) -> Option<Vec<Option<Facts>>> {
        let done = |event: &EventId| matches!(machine.journey.events[event.index()].kind, EventKind::Done(_));
        let at_once = |way: &&Move| match way.by {
            By::Entry | By::Arm(_) => true,
            By::Step(step) => match &machine.step(step).trigger {
                Trigger::Always => true,
                Trigger::Events(events) => events.iter().any(done),
                Trigger::Timer(_) => false,
            },
        };
        let moves: Vec<Move> = self.moves.iter().filter(at_once).cloned().collect();
        self.is_whole().then(|| flow::follow(&self.carrier(machine), &moves, &self.completions, Unseen::default()))
    }

    /// The world of what the entering event asks where variables are as `facts` say.
    pub fn world_of_opening<'k>(&'k self, machine: &Machine, event: EventId, facts: Option<&Facts>) -> World<'k> {
        let mut world = worlds::heard(machine, &self.ground, &self.payloads, &[event]);
        if let Some(guard) = &machine.journey.entry.guard {
            let before = worlds::knowing(world.clone(), &self.ground, &self.carrier(machine).beginning());
            let claims = Claims { holds: &[guard], fails: &[] };
            for (thing, values) in narrowed(&claims, &before, &mut Budget::default()).into_iter().flatten() {
                if matches!(thing, Thing::Payload(_)) {
                    world.set(thing, values);
                }
            }
        }
        worlds::knowing(world, &self.ground, facts.unwrap_or(&self.ground.context))
    }

    /// Adds to `world` that `state` is active as well.
    pub fn narrow(&self, world: &mut World<'_>, state: StateId) {
        for (slot, known) in (0..).zip(self.facts(state)) {
            let thing = Thing::Context(slot);
            let met = world.get(thing).meet(known);
            if !met.is_empty() {
                world.set(thing, met);
            }
        }
    }

    /// `world` where variables that nothing sets have their defaults: for questions whose answer is told with a value.
    /// That nothing sets them is a fault of its own, on which no proof is built.
    #[must_use]
    pub fn settled<'k>(&self, mut world: World<'k>) -> World<'k> {
        for (slot, value) in &self.constant {
            world.set(Thing::Context(*slot), value.clone());
        }
        world
    }

    /// Whether a condition reads a variable that nothing sets.
    pub fn reads_unset(&self, condition: &Condition) -> bool {
        let read = condition.reads().context;
        self.constant.iter().any(|(slot, _)| read.contains(slot))
    }

    /// `world` where what may be missing by its type may be missing: the language asks for a test of it in every step,
    /// so that a test which always holds is no fault.
    #[must_use]
    pub fn doubting<'k>(&self, mut world: World<'k>) -> World<'k> {
        for (slot, all) in (0..).zip(&self.ground.context) {
            if all.contains(&Value::Unit) {
                let known = world.get(Thing::Context(slot));
                world.set(Thing::Context(slot), known.or_missing());
            }
        }
        world
    }

    /// `world` where of variables only their types and limits are known.
    #[must_use]
    pub fn forgetting<'k>(&self, mut world: World<'k>) -> World<'k> {
        for (slot, all) in (0..).zip(&self.ground.context) {
            world.set(Thing::Context(slot), all.clone());
        }
        world
    }

    /// What holds in all of the journey.
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// The world of a guard of `state` behind `trigger`. Which states are active is left open.
    pub fn world<'k>(&'k self, machine: &Machine, state: StateId, trigger: &Trigger) -> World<'k> {
        let world = worlds::triggered(machine, &self.ground, &self.payloads, trigger);
        let events: &[EventId] = if let Trigger::Events(events) = trigger { events } else { &[] };
        let world = worlds::knowing(world, &self.ground, &self.facts_behind(machine, state, events));
        let at_once = matches!(trigger, Trigger::Always) && self.is_left_at_once(machine, state, &world);
        if at_once { world.at_once() } else { world }
    }

    /// Whether nobody is still in `state` in a later input than the one that led there, so far as its `always` steps look at
    /// the time: one of them, or of those around it, holds then.
    fn is_left_at_once(&self, machine: &Machine, state: StateId, world: &World<'_>) -> bool {
        let guard = |&step: &StepId| machine.step(step).guard.as_ref();
        let looks_at_time = |&step: &StepId| guard(&step).is_some_and(|guard| guard.reads().time);
        let moved = !machine.journey.migrate.is_empty();
        if !self.is_whole() || moved || !machine.dispatch.always(state).iter().any(looks_at_time) {
            return false;
        }
        // What is around was entered earlier, perhaps.
        let around = machine.outward(state).skip(1).flat_map(|at| machine.dispatch.always(at));
        let steps = machine.dispatch.always(state).iter().chain(around.filter(|&step| !looks_at_time(step)));
        let Some(fails) = steps.map(guard).collect::<Option<Vec<&Condition>>>() else { return true };
        possible(&Claims { holds: &[], fails: &fails }, &world.clone().at_once(), &mut Budget::default()).is_no()
    }

    /// The same where `event` alone has come.
    pub fn world_of_event<'k>(&'k self, machine: &Machine, state: StateId, event: EventId) -> World<'k> {
        let world = worlds::heard(machine, &self.ground, &self.payloads, &[event]);
        worlds::knowing(world, &self.ground, &self.facts_behind(machine, state, &[event]))
    }

    /// The world of what `state` does on the way in or out: which event it was is open, and there is no payload.
    pub fn world_of_state(&self, state: StateId) -> World<'_> {
        worlds::knowing(World::of(&self.ground), &self.ground, self.facts(state))
    }

    /// The world of a guard of the journey itself that one of `events` has asked: of an exit rule, a goal.
    pub fn world_anywhere<'k>(&'k self, machine: &Machine, events: &[EventId]) -> World<'k> {
        let world = worlds::heard(machine, &self.ground, &self.payloads, events);
        worlds::knowing(world, &self.ground, self.facts(Machine::ROOT))
    }

    /// The world of the guard of `entry`: variables are what they are by default.
    pub fn world_of_entry<'k>(&'k self, machine: &Machine) -> World<'k> {
        let world = worlds::entering(machine, &self.ground, &self.payloads);
        let known = machine.journey.context.iter().zip(&self.ground.context).zip(&self.tracked);
        let defaults =
            known.map(|((variable, all), tracked)| if *tracked { Values::one(&variable.default) } else { all.clone() });
        let defaults: Facts = defaults.collect();
        if self.facts.is_some() { worlds::knowing(world, &self.ground, &defaults) } else { world }
    }
}

/// By step, its place in `moves`.
fn ways(machine: &Machine, moves: &[Move]) -> Vec<usize> {
    let mut places = vec![0; if moves.is_empty() { 0 } else { machine.journey.steps.len() }];
    for (place, way) in moves.iter().enumerate() {
        if let By::Step(step) = way.by {
            places[step.index()] = place;
        }
    }
    places
}

/// By slot, whether a variable is nothing but what this version of the journey has set: no merge, no move from another
/// version and no text that `is_slip` says otherwise. Those of them that nothing sets come apart, with their values.
fn tracked(
    machine: &Machine,
    document: &JourneyDocument,
    is_slip: &dyn Fn(&str) -> bool,
) -> (Vec<bool>, Vec<(u16, Values)>) {
    let moved = |name: &str| {
        let mut all = document.migrate.iter().flat_map(|entry| &entry.set);
        all.any(|assignment| assignment.variable.value == name)
    };
    let (set, mut slips) = (set_anywhere(machine), BTreeSet::new());
    blocks::everywhere(&machine.journey, &mut |assign| {
        if matches!(&assign.value, Term::Constant(Value::Str(text)) if is_slip(text)) {
            slips.insert(assign.variable.0);
        }
    });
    let (mut tracked, mut constant) = (Vec::new(), Vec::new());
    for (slot, variable) in (0..).zip(&machine.journey.context) {
        let own = matches!(variable.merge, MergeVariable::Kept) && !moved(&variable.name.value);
        tracked.push(own && set.contains(&slot) && !slips.contains(&slot));
        if own && !set.contains(&slot) {
            constant.push((slot, Values::one(&variable.default)));
        }
    }
    (tracked, constant)
}

fn set_anywhere(machine: &Machine) -> BTreeSet<u16> {
    let journey = &machine.journey;
    let mut set: BTreeSet<u16> = journey.entry.set.iter().map(|assign| assign.variable.0).collect();
    for state in &journey.states {
        assigned(&state.on_entry, &mut set);
        assigned(&state.on_exit, &mut set);
        if let StateKind::Split(split) = &state.kind {
            set.extend(split.arms.iter().flat_map(|arm| &arm.set).map(|assign| assign.variable.0));
        }
    }
    for step in &journey.steps {
        set.extend(step.set.iter().map(|assign| assign.variable.0));
        assigned(&step.actions, &mut set);
    }
    set
}
