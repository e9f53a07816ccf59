//! What is read where a step leads now, and was written by none of the ways by which people come to that step.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::judge::known::Known;
use crate::expr::reads::Reads;
use crate::graph::content::said::Said;
use crate::graph::machine::Machine;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::model::ids::{StateId, StepId, VariableId};
use crate::model::journey::{Assign, Block, Due, StateKind, Trigger, Work};

/// The variables that are read in the states to which `step` of the new version leads, that some way to them writes, and
/// that no way through `step` does.
pub(in crate::diff) fn unwritten(known: &Known<'_>, step: StepId) -> Vec<SmolStr> {
    let machine = &known.pair.new.machine;
    let of = machine.step(step);
    let mut entered = Vec::new();
    let mut buffers = SetBuffers::default();
    let Some(domain) = machine.domain_of(step) else { return Vec::new() };
    sets::entry_set(&machine.journey, domain, &of.to, &Forgotten, (&mut buffers, &mut entered));
    let read: BTreeSet<u16> = entered.iter().flat_map(|&state| reads_in(machine, state)).collect();
    if read.is_empty() {
        return Vec::new();
    }
    let written = known.written.get_or_init(|| written(machine));
    let mut here = written[of.source.index()].clone();
    here.extend(assigned_by(machine, step));
    here.extend(entered.iter().flat_map(|&state| in_block(&machine.state(state).on_entry)));
    let elsewhere: BTreeSet<u16> = entered.iter().flat_map(|state| written[state.index()].iter().copied()).collect();
    let missing = read.into_iter().filter(|slot| elsewhere.contains(slot) && !here.contains(slot));
    missing.map(|slot| machine.journey.context[usize::from(slot)].name.value.clone()).collect()
}

/// By state, the variables that some way to it may have written, but for what `step` alone brings.
fn written(machine: &Machine) -> Vec<BTreeSet<u16>> {
    let states = &machine.journey.states;
    let entry: BTreeSet<u16> = slots(&machine.journey.entry.set).collect();
    let mut known: Vec<BTreeSet<u16>> = vec![entry; states.len()];
    let mut edges: Vec<(StateId, StateId, BTreeSet<u16>)> = Vec::new();
    for number in 0..machine.journey.steps.len() as u32 {
        let step = machine.step(StepId(number));
        let set: BTreeSet<u16> = assigned_by(machine, StepId(number)).into_iter().collect();
        let targets = if step.to.is_empty() { std::slice::from_ref(&step.source) } else { &step.to };
        edges.extend(targets.iter().map(|&target| (step.source, target, set.clone())));
    }
    for (number, state) in states.iter().enumerate() {
        if let StateKind::Split(split) = &state.kind {
            for arm in &split.arms {
                let set: BTreeSet<u16> = slots(&arm.set).collect();
                edges.extend(arm.to.iter().map(|&target| (StateId(number as u32), target, set.clone())));
            }
        }
    }
    let mut grows = true;
    while grows {
        grows = false;
        for (from, to, set) in &edges {
            // Who takes a step of a state is in one of those inside it, and comes to all those inside the target.
            let brought: BTreeSet<u16> = (from.0..=machine.state(*from).last.0)
                .flat_map(|inside| known[inside as usize].iter().copied())
                .chain(set.iter().copied())
                .collect();
            for inside in to.0..=machine.state(*to).last.0 {
                let before = known[inside as usize].len();
                let entered: Vec<u16> = in_block(&machine.state(StateId(inside)).on_entry).collect();
                known[inside as usize].extend(brought.iter().copied().chain(entered));
                grows |= known[inside as usize].len() > before;
            }
        }
    }
    known
}

fn assigned_by(machine: &Machine, step: StepId) -> Vec<u16> {
    let of = machine.step(step);
    slots(&of.set).chain(in_block(&of.actions)).collect()
}

fn slots(assigns: &[Assign]) -> impl Iterator<Item = u16> + '_ {
    assigns.iter().map(|assign| {
        let VariableId(slot) = assign.variable;
        slot
    })
}

fn in_block(block: &Block) -> Box<dyn Iterator<Item = u16> + '_> {
    Box::new(block.iter().flat_map(|instruction| match &instruction.work {
        Work::Set(assigns) => Box::new(slots(assigns)) as Box<dyn Iterator<Item = u16>>,
        Work::If(_, then, otherwise) => Box::new(in_block(then).chain(in_block(otherwise))),
        _ => Box::new(std::iter::empty()),
    }))
}

/// What is read while `state` is active.
fn reads_in(machine: &Machine, state: StateId) -> Vec<u16> {
    let of = machine.state(state);
    let mut reads = Reads::default();
    let block = |block: &Block, reads: &mut Reads| {
        Said::Block(block).programs(&mut |program| reads.merge(&program.reads()));
    };
    block(&of.on_entry, &mut reads);
    for &step in &of.steps {
        let step = machine.step(step);
        if let Trigger::Timer(timer) = &step.trigger {
            match &timer.due {
                Due::After(term) | Due::At(term) | Due::Every(term, _) => reads.merge(&term.reads()),
                Due::Gaps(terms) => terms.iter().for_each(|term| reads.merge(&term.reads())),
            }
        }
        step.guard.iter().for_each(|guard| reads.merge(&guard.reads()));
        step.set.iter().for_each(|assign| reads.merge(&assign.value.reads()));
        block(&step.actions, &mut reads);
    }
    reads.context
}
