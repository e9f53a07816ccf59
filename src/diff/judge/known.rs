//! What judges ask of both versions.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::cover::lost::Cover;
use crate::diff::guards::{Stuck, Triggers, are_disjoint};
use crate::diff::judge::onto;
use crate::diff::pair::{Delta, Pair, Part};
use crate::graph::asked::asked;
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{Line, Said};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId, WindowId};
use crate::model::journey::{Action, Journey, StateKind, Step, Trigger};

/// Two versions, and what is known of where people get stuck in the new one.
pub struct Known<'k> {
    /// Both.
    pub pair: &'k Pair<'k>,
    /// States of the old version that people could leave, and that they cannot in the new one, by old number.
    pub stuck: BTreeSet<StateId>,
    /// Steps of the new version whose changed guard never holds.
    pub never: BTreeSet<StepId>,
    /// By state of the new version, the variables that some way to it may have written.
    pub(in crate::diff) written: OnceCell<Vec<BTreeSet<u16>>>,
    /// States of the new version to which people may go on with the move itself.
    passed: OnceCell<BTreeSet<StateId>>,
    was: OnceCell<Reading>,
    cover: OnceCell<Cover<'k>>,
}

/// What the old version reads and does.
#[derive(Debug, Default)]
struct Reading {
    variables: BTreeSet<SmolStr>,
    profile: BTreeSet<SmolStr>,
    /// First fields of payloads, by the name of an event that brings them; by none where any may.
    payload: BTreeSet<(Option<SmolStr>, SmolStr)>,
    actions: BTreeSet<SmolStr>,
}

impl<'k> Known<'k> {
    /// What follows from `parts`.
    pub fn of(pair: &'k Pair<'k>, parts: &[Part<'_>]) -> Self {
        let never = parts.iter().filter(|part| part.element.sort == Sort::Step && part.is);
        let never = never.filter(|part| part.deltas.iter().any(|delta| delta.key == "guard" && delta.is.is_some()));
        let steps = never.filter_map(|part| pair.new.machine.step_named(&part.element.id));
        // A guard that cannot hold together with itself never holds.
        let never: BTreeSet<StepId> = steps.filter(|&step| are_disjoint(pair, step, step)).collect();
        let out = pair.old.machine.has_way_out(&|_| true);
        let reached = pair.old.machine.reachable(&|_| true);
        let still = pair.new.machine.has_way_out(&|step| !never.contains(&step));
        let is_stuck = |&state: &StateId| {
            let of = pair.old.machine.state(state);
            // Whoever is in a state around others is in one of those.
            let stays = matches!(of.kind, StateKind::Atomic);
            let now = pair
                .new_state(state)
                .filter(|&now| !matches!(pair.new.machine.state(now).kind, StateKind::Final | StateKind::History(..)));
            let left = out[state.index()] && reached[state.index()];
            stays && left && now.is_some_and(|now| !still[now.index()])
        };
        let all = || (1..pair.old.machine.journey.states.len() as u32).map(StateId);
        let mut stuck: BTreeSet<StateId> = all().filter(is_stuck).collect();
        let was_left = lets_out(&pair.old.machine, &|_| true, &out);
        let is_left = lets_out(&pair.new.machine, &|step| !never.contains(&step), &still);
        let is_around = |machine: &Machine, state: StateId| {
            matches!(machine.state(state).kind, StateKind::Compound(_) | StateKind::Parallel)
        };
        for state in all().rev().filter(|&state| is_around(&pair.old.machine, state)) {
            let now = pair.new_state(state).filter(|&now| is_around(&pair.new.machine, now));
            // Of states around each other, whose last way out is the same, the innermost says it.
            let is_said = stuck.iter().any(|&inner| pair.old.machine.is_inside(state, inner));
            let left = was_left[state.index()] && reached[state.index()];
            if left && !is_said && now.is_some_and(|now| !is_left[now.index()]) {
                stuck.insert(state);
            }
        }
        Self {
            pair,
            stuck,
            never,
            written: OnceCell::new(),
            passed: OnceCell::new(),
            was: OnceCell::new(),
            cover: OnceCell::new(),
        }
    }

    /// Whether the old version reads the variable that is called `name` now.
    pub fn reads(&self, name: &SmolStr) -> bool {
        self.was().variables.contains(self.pair.renames.variables.old_of(name))
    }

    /// Whether the old version reads the profile field `name`.
    pub fn reads_profile(&self, name: &SmolStr) -> bool {
        self.was().profile.contains(name)
    }

    /// Whether the old version reads the field `name` of what `event` brings.
    pub fn reads_payload(&self, event: &SmolStr, name: &str) -> bool {
        let event = self.pair.renames.events.old_of(event);
        let fields = &self.was().payload;
        fields.iter().any(|(of, field)| field == name && of.as_ref().is_none_or(|of| of == event))
    }

    /// Whether the step that is `id` now was called otherwise in a state that is gone: that it has another id says all of it.
    pub fn is_told_renamed(&self, id: &SmolStr) -> bool {
        let pair = self.pair;
        let was = pair.old_step(id).map(|step| pair.old.machine.step(step));
        was.is_some_and(|was| {
            was.id.value != *id && was.source != Machine::ROOT && pair.new_state(was.source).is_none()
        })
    }

    /// Whether the old version asks anything of the action `name`.
    pub fn is_called(&self, name: &SmolStr) -> bool {
        self.was().actions.contains(name)
    }

    /// The states of the new version to which people may go on with the move itself.
    pub(in crate::diff) fn passed(&self) -> &BTreeSet<StateId> {
        self.passed.get_or_init(|| onto::passed(self.pair))
    }

    /// What both versions ask of people.
    pub(in crate::diff) fn cover(&self) -> &Cover<'k> {
        self.cover.get_or_init(|| Cover::of(self.pair))
    }

    fn was(&self) -> &Reading {
        self.was.get_or_init(|| Reading::of(self.pair))
    }

    /// The actions and timers of the new version that hang on a cap or a window.
    pub fn hangs_on(&self, limit: &Element) -> Vec<SmolStr> {
        let journey = &self.pair.new.machine.journey;
        let window = |number: WindowId| journey.windows[number.index()].name.value == limit.id;
        let uses = |action: &&Action| match limit.sort {
            Sort::Cap => action.caps.iter().any(|cap| journey.caps[cap.index()].name.value == limit.id),
            _ => action.window.is_some_and(|(number, _)| window(number)),
        };
        let waits = |step: &&Step| match &step.trigger {
            Trigger::Timer(timer) => limit.sort == Sort::Window && timer.within.is_some_and(window),
            _ => false,
        };
        let actions = journey.actions.iter().filter(uses).map(|action| action.name.value.clone());
        actions.chain(journey.steps.iter().filter(waits).map(|step| step.id.value.clone())).collect()
    }

    /// The states that people left by the old version's `step`, and in which they are stuck now.
    pub fn stuck_by(&self, step: StepId) -> Stuck {
        let machine = &self.pair.old.machine;
        let (around, domain) = (machine.step(step).source, machine.domain_of(step));
        let leaves = |state: StateId| domain.is_some_and(|domain| machine.is_inside(domain, state));
        let counts = |&&state: &&StateId| {
            state == around || machine.is_inside(around, state) || (machine.is_inside(state, around) && leaves(state))
        };
        let stuck: Vec<StateId> = self.stuck.iter().filter(counts).copied().collect();
        let stays = |state: &StateId| matches!(machine.state(*state).kind, StateKind::Atomic | StateKind::Final);
        let inside = |&state: &StateId| (state.0..=machine.state(state).last.0).map(StateId).filter(stays);
        let names = |states: &[StateId]| states.iter().map(|&state| machine.state(state).name.value.clone()).collect();
        let all: Vec<StateId> = stuck.iter().flat_map(inside).collect();
        let exits = !self.pair.new.machine.journey.exit.is_empty();
        Stuck { states: names(&stuck), inside: names(&all), around: all != stuck, exits }
    }
}

impl Pair<'_> {
    /// The state that an old one is by name.
    pub fn new_state(&self, old: StateId) -> Option<StateId> {
        self.new.machine.state_named(self.renames.states.new_of(&self.old.machine.state(old).name.value))
    }

    /// Whether `delta` is that a window is called otherwise, which has the same hours on the clock of the same zone.
    pub(in crate::diff) fn renames_window(&self, delta: &Delta<'_>) -> bool {
        let window = |line: Option<&Line<'_>>, journey: &'_ Journey| {
            let Said::Text(name) = &line?.said else { return None };
            journey.windows.iter().position(|window| window.name.value == *name)
        };
        let (old, new) = (&self.old.machine.journey, &self.new.machine.journey);
        let (Some(was), Some(is)) = (window(delta.was, old), window(delta.is, new)) else { return false };
        let (was, is) = (&old.windows[was], &new.windows[is]);
        was.hours == is.hours && self.is_same(&Said::Term(&was.tz), &Said::Term(&is.tz))
    }

    /// Whether both versions leave the same state for the step that was `old`, and is `new`.
    pub(in crate::diff) fn leaves_alike(&self, old: StepId, new: StepId) -> bool {
        let (was, is) = (self.old.machine.domain_of(old), self.new.machine.domain_of(new));
        match (was, is) {
            (Some(was), Some(is)) => (was == Machine::ROOT && is == Machine::ROOT) || self.new_state(was) == Some(is),
            (None, None) => true,
            _ => false,
        }
    }

    /// The old version's step that is `id` now.
    pub fn old_step(&self, id: &SmolStr) -> Option<StepId> {
        self.old.machine.step_named(self.renames.steps.old_of(id))
    }

    /// The old version's state that is called `name` now.
    pub fn old_state(&self, name: &SmolStr) -> Option<StateId> {
        self.old.machine.state_named(self.renames.states.old_of(name))
    }
}

/// By state, whether somebody in it, wherever inside, may leave it, if steps fire as `fires` says; `out` says it of those who
/// are in it anywhere.
fn lets_out(machine: &Machine, fires: &dyn Fn(StepId) -> bool, out: &[bool]) -> Vec<bool> {
    let reached = machine.reachable(fires);
    let mut left = out.to_vec();
    for step in (0..machine.journey.steps.len() as u32).map(StepId).filter(|&step| fires(step)) {
        let source = machine.step(step).source;
        let Some(domain) = machine.domain_of(step).filter(|_| reached[source.index()]) else { continue };
        for state in machine.outward(source).take_while(|&state| state != domain) {
            left[state.index()] = true;
        }
    }
    left
}

/// The events that fire a step; none for a timer and for `always`.
pub fn events(machine: &Machine, step: StepId) -> &[EventId] {
    match &machine.step(step).trigger {
        Trigger::Events(events) => events,
        Trigger::Timer(_) | Trigger::Always => &[],
    }
}

/// What fires the steps `old` and `new`.
pub fn triggers<'t>(pair: &'t Pair<'_>, old: Option<StepId>, new: Option<StepId>) -> Triggers<'t> {
    [old.map_or(&[], |step| events(&pair.old.machine, step)), new.map_or(&[], |step| events(&pair.new.machine, step))]
}

impl Reading {
    fn of(pair: &Pair<'_>) -> Self {
        let journey = &pair.old.machine.journey;
        let mut all = Self::default();
        let steps: BTreeMap<&SmolStr, &Step> = journey.steps.iter().map(|step| (&step.id.value, step)).collect();
        for line in &pair.was.lines {
            let events = match line.element.sort {
                Sort::Step => steps.get(pair.renames.steps.old_of(&line.element.id)).map(|step| &step.trigger),
                _ => None,
            };
            let events: &[EventId] = match events {
                Some(Trigger::Events(events)) => events,
                _ => &[],
            };
            line.said.programs(&mut |program| {
                let reads = program.reads();
                all.variables
                    .extend(reads.context.iter().map(|&slot| journey.context[usize::from(slot)].name.value.clone()));
                all.profile.extend(reads.profile.iter().map(|&slot| journey.profile[usize::from(slot)].name.clone()));
                for field in reads.payload.iter().filter_map(|&path| journey.paths.get(path).first().cloned()) {
                    if events.is_empty() {
                        all.payload.insert((None, field.clone()));
                    }
                    let named = events.iter().map(|event| Some(journey.events[event.index()].name.clone()));
                    all.payload.extend(named.map(|event| (event, field.clone())));
                }
            });
            if let Said::Block(block) = &line.said {
                let mut actions = Vec::new();
                asked(block, &mut actions);
                all.actions.extend(actions.into_iter().map(|of| journey.actions[of.index()].name.value.clone()));
            }
        }
        all
    }
}
