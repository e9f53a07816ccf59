//! What becomes of timers when people move.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::migration::migrating::{TimerFate, TimerMove};
use crate::engine::luggage::stands;
use crate::engine::moves::Plan;
use crate::graph::machine::Machine;
use crate::graph::onward::Rest;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;

/// What becomes of timers, standing by standing.
pub struct Timers<'t> {
    plan: &'t Plan,
    /// By old timer, the states of those who keep it, and of those who lose it.
    olds: BTreeMap<StepId, [BTreeSet<StateId>; 2]>,
    /// By old timer, the others of the same people that become the same new one.
    rivals: BTreeMap<StepId, BTreeSet<StepId>>,
    /// By old timer, the steps by which some who keep it may go on at once, and lose it.
    passing: BTreeMap<StepId, BTreeSet<StepId>>,
    /// By new timer, the states of those for whom nothing sets it.
    unarmed: BTreeMap<StepId, BTreeSet<StateId>>,
    /// By new timer, the states of those for whom the move sets it.
    begun: BTreeMap<StepId, BTreeSet<StateId>>,
}

impl<'t> Timers<'t> {
    /// Nothing is known yet.
    pub const fn new(plan: &'t Plan) -> Self {
        Self {
            plan,
            olds: BTreeMap::new(),
            rivals: BTreeMap::new(),
            passing: BTreeMap::new(),
            unarmed: BTreeMap::new(),
            begun: BTreeMap::new(),
        }
    }

    /// Looks at people who are in `states` and come to `placed`, both in document order, and from there to one of `rests` if
    /// there are any; the timers of the new version that nothing sets for them.
    pub fn look(&mut self, states: &[StateId], placed: &[StateId], rests: &[Rest]) -> BTreeSet<StepId> {
        let plan = self.plan;
        let there = Rest { states: placed.to_vec(), left: BTreeSet::new(), came: BTreeMap::new() };
        let rests = if rests.is_empty() { std::slice::from_ref(&there) } else { rests };
        let set = self.kept(states, rests);
        for steps in set.values().filter(|steps| steps.len() > 1) {
            for &step in steps {
                self.rivals.entry(step).or_default().extend(steps.iter().filter(|&&other| other != step));
            }
        }
        // Where somebody may stay, what is set by going on is set as ever.
        let stay = rests.iter().position(|rest| rest.left.is_empty());
        let ends = stay.map_or(rests, |stay| &rests[stay..=stay]);
        let armed = |step: StepId| plan.timers.iter().any(|(timer, _)| *timer == step) || set.contains_key(&step);
        let mut unarmed = BTreeSet::new();
        for (rest, step) in ends.iter().flat_map(|rest| timers(&plan.to, &rest.states).map(move |step| (rest, step))) {
            let source = plan.to.step(step).source;
            // What is entered by the move sets its timers itself.
            let is_own = |old: &StateId| plan.image(*old).own() == Some(source);
            let is_kept = source == Machine::ROOT || (states.iter().any(is_own) && !rest.left.contains(&source));
            if armed(step) {
                continue;
            }
            if is_kept {
                unarmed.insert(step);
                self.unarmed.entry(step).or_default().extend(states.iter().copied().filter(is_own));
            } else {
                let from = self.inside(states, source);
                self.begun.entry(step).or_default().extend(from);
            }
        }
        unarmed
    }

    /// The timers of the new version that those of `states` go on as for whoever comes to one of `rests`, with those.
    fn kept(&mut self, states: &[StateId], rests: &[Rest]) -> BTreeMap<StepId, Vec<StepId>> {
        let plan = self.plan;
        let leaf = states.iter().copied().rev().find(|&state| plan.from.dispatch.is_atomic(state));
        let mut set: BTreeMap<StepId, Vec<StepId>> = BTreeMap::new();
        for step in timers(&plan.from, states) {
            let image = plan.steps.get(step.index()).copied().flatten();
            let stands_in = |image: StepId, rest: &Rest| {
                stands(&plan.to, image, |state| {
                    rest.states.binary_search(&state).is_ok() && !rest.left.contains(&state)
                })
            };
            let kept = image.filter(|&image| rests.iter().any(|rest| stands_in(image, rest)));
            let source = plan.from.step(step).source;
            let whose = leaf.filter(|&leaf| !plan.from.dispatch.is_atomic(source) && leaf != source).unwrap_or(source);
            self.olds.entry(step).or_default()[usize::from(kept.is_none())].insert(whose);
            if let Some(kept) = kept {
                set.entry(kept).or_default().push(step);
                let lost = rests.iter().filter(|rest| !stands_in(kept, rest));
                let by: Vec<StepId> = lost.flat_map(|rest| rest.came.values()).flat_map(|way| way.by.clone()).collect();
                if !by.is_empty() {
                    self.passing.entry(step).or_default().extend(by);
                }
            }
        }
        set
    }

    /// The innermost of `states` that come to a state inside the new `source`, or around it; all of them where none does.
    fn inside(&self, states: &[StateId], source: StateId) -> Vec<StateId> {
        let plan = self.plan;
        let to = &plan.to;
        let leaves = || states.iter().copied().filter(|&state| plan.from.dispatch.is_atomic(state));
        let comes = |&old: &StateId| {
            plan.image(old)
                .state()
                .is_some_and(|image| image == source || to.is_inside(source, image) || to.is_inside(image, source))
        };
        let coming: Vec<StateId> = leaves().filter(comes).collect();
        if coming.is_empty() { leaves().collect() } else { coming }
    }

    /// What becomes of the old timer `step`, which is `image` now.
    fn fate(&self, step: StepId, image: SmolStr) -> TimerFate {
        if let Some(by) = self.passing.get(&step) {
            return TimerFate::KeptIfStaying(image, ids(&self.plan.to, by));
        }
        let (plan, now) = (self.plan, self.plan.steps[step.index()]);
        let Some(Trigger::Timer(timer)) = now.map(|now| &plan.to.step(now).trigger) else {
            return TimerFate::Kept(image);
        };
        let is_read = |slot: u16| timer.reads.context.binary_search(&slot).is_ok();
        let set = plan.set.iter().map(|assign| assign.variable).filter(|variable| is_read(variable.index() as u16));
        let set: Vec<SmolStr> =
            set.map(|variable| plan.to.journey.context[variable.index()].name.value.clone()).collect();
        if set.is_empty() { TimerFate::Kept(image) } else { TimerFate::Recomputed(image, set) }
    }

    /// What becomes of each timer: those of the old version in document order, then those of the new one.
    pub fn moves(&self) -> Vec<TimerMove> {
        let plan = self.plan;
        let mut moves: Vec<TimerMove> = Vec::new();
        for (&step, [kept, dropped]) in &self.olds {
            let image = plan.steps[step.index()];
            let is_replaced = plan.timers.iter().any(|&(timer, _)| image == Some(timer)) && !kept.is_empty();
            let image = image.map(|image| plan.to.step(image).id.value.clone());
            let fate = match image {
                // That it is set anew says all.
                _ if is_replaced && dropped.is_empty() => continue,
                _ if is_replaced => TimerFate::Dropped,
                Some(image) if dropped.is_empty() => match self.rivals.get(&step) {
                    Some(others) => TimerFate::KeptIfFirst(image, ids(&plan.from, others)),
                    None => self.fate(step, image),
                },
                Some(image) if !kept.is_empty() => TimerFate::KeptForSome(image, names(&plan.from, dropped)),
                _ => TimerFate::Dropped,
            };
            moves.push(told(&plan.from, step, fate));
        }
        moves.extend(plan.timers.iter().map(|&(step, delay)| told(&plan.to, step, TimerFate::Armed(delay))));
        for (&step, from) in &self.unarmed {
            moves.push(told(&plan.to, step, TimerFate::Unarmed(names(&plan.from, from))));
        }
        for (&step, from) in &self.begun {
            moves.push(told(&plan.to, step, TimerFate::Begun(names(&plan.from, from))));
        }
        moves
    }
}

fn told(machine: &Machine, step: StepId, fate: TimerFate) -> TimerMove {
    let of = machine.step(step);
    TimerMove { step: of.id.value.clone(), state: machine.state(of.source).name.value.clone(), fate }
}

fn ids(machine: &Machine, steps: &BTreeSet<StepId>) -> Vec<SmolStr> {
    steps.iter().map(|&step| machine.step(step).id.value.clone()).collect()
}

fn names(machine: &Machine, states: &BTreeSet<StateId>) -> Vec<SmolStr> {
    states.iter().map(|&state| machine.state(state).name.value.clone()).collect()
}

/// The timers of `states` and of the journey itself.
fn timers<'m>(machine: &'m Machine, states: &'m [StateId]) -> impl Iterator<Item = StepId> + 'm {
    let all = std::iter::once(Machine::ROOT).chain(states.iter().copied());
    let steps = all.flat_map(|state| machine.state(state).steps.iter().copied());
    steps.filter(|&step| matches!(machine.step(step).trigger, Trigger::Timer(_)))
}
