//! Where people stand after a move: whether they have a place at all, and whether it is one that was meant.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::change::Places;
use crate::diff::migration::answers::Answers;
use crate::diff::migration::fault::{Fault, Kind, Person, listed, quoted};
use crate::diff::migration::migrating::{Fate, Move, Onward};
use crate::diff::migration::passing::Guards;
use crate::diff::migration::people::{leaves, person};
use crate::diff::migration::timers::Timers;
use crate::engine::arrangement::{self, Obstacle};
use crate::engine::moves::{Image, Plan};
use crate::graph::endings::Endings;
use crate::graph::machine::Machine;
use crate::graph::onward::Rest;
use crate::graph::standings::{Remembered, Standings};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// For how many faults somebody is looked for: who has as many has something else to mend first.
const MOST_EXAMPLES: usize = 100;

/// What is found out, standing by standing.
pub struct Walk<'w, 'g> {
    plan: &'w Plan,
    standings: &'w Standings,
    guards: &'w Guards<'g>,
    endings: [Endings; 2],
    /// What new history states may remember, one by one.
    memories: Vec<Remembered>,
    moves: BTreeMap<StateId, Move>,
    begins: BTreeSet<StateId>,
    /// By state, others together with which it has no place.
    clashes: BTreeMap<StateId, Vec<StateId>>,
    /// What is told already: of whom, and what.
    told: BTreeSet<(Kind, Vec<StateId>)>,
    /// What becomes of timers.
    pub timers: Timers<'w>,
    answers: Answers,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl<'w, 'g> Walk<'w, 'g> {
    /// Begins; of the guards of the new version that is known which `guards` says.
    pub fn new(plan: &'w Plan, standings: &'w Standings, guards: &'w Guards<'g>, memories: Vec<Remembered>) -> Self {
        Self {
            plan,
            standings,
            guards,
            endings: [plan.from.endings(&|_| true), plan.to.endings(&|step| !guards.never.contains(&step))],
            memories,
            moves: BTreeMap::new(),
            begins: BTreeSet::new(),
            clashes: BTreeMap::new(),
            told: BTreeSet::new(),
            timers: Timers::new(plan),
            answers: Answers::of(plan),
            faults: Vec::new(),
        }
    }

    /// What becomes of each state, in document order. Who is in one that was found in no standing with a place has none.
    pub fn moves(&mut self) -> Vec<Move> {
        let standings = self.standings;
        for standing in standings.all.iter().filter(|standing| standing.rests) {
            for leaf in leaves(&self.plan.from, &standing.states) {
                if !self.moves.contains_key(&leaf) {
                    self.note(leaf, Vec::new(), Fate::Nowhere, None);
                    let clash = self.clashes.get(&leaf).map(Vec::as_slice).unwrap_or_default();
                    let beside = self.old_names(clash);
                    self.moves.entry(leaf).and_modify(|of| of.beside = beside);
                }
            }
        }
        let surely_on = |of: Move| match of.fate {
            Fate::Stay if !of.stays => Move { fate: Fate::Move, ..of },
            _ => of,
        };
        self.moves.values().cloned().map(surely_on).collect()
    }

    /// Where people begin who had no place there.
    pub fn begins(&self) -> Vec<SmolStr> {
        self.begins.iter().map(|&state| self.plan.to.state(state).name.value.clone()).collect()
    }

    /// Looks at the standing of this number.
    pub fn look(&mut self, number: usize) {
        let states = &self.standings.all[number].states;
        if arrangement::ends(self.plan, states) {
            return self.leave(states);
        }
        match arrangement::placed(self.plan, states, &[]) {
            Err(obstacle) => self.refused(number, obstacle),
            Ok(placed) => self.arrived(number, &placed),
        }
        for memory in 0..self.memories.len() {
            let memory = &self.memories[memory..=memory];
            if let Err(obstacle) = arrangement::placed(self.plan, states, memory) {
                self.refused(number, obstacle);
            }
        }
    }

    /// One place that ends everything ends the others with it, whether those have an image or not.
    fn leave(&mut self, states: &[StateId]) {
        for leaf in leaves(&self.plan.from, states) {
            let own = self.plan.image(leaf);
            let exits = self.plan.from.outward(leaf).any(|state| self.plan.image(state) == Image::Exit);
            if exits || own == Image::Nowhere {
                let around = self.speaker(leaf, |image| image == Image::Exit).filter(|_| own != Image::Exit);
                self.note(leaf, Vec::new(), Fate::Leave, around);
            }
        }
    }

    /// The name of the state around `leaf` whose image `speaks` for it.
    fn speaker(&self, leaf: StateId, speaks: impl Fn(Image) -> bool) -> Option<SmolStr> {
        let around = self.plan.from.outward(leaf).skip(1).find(|&state| speaks(self.plan.image(state)));
        around.map(|state| self.old_name(state))
    }

    fn note(&mut self, leaf: StateId, to: Vec<SmolStr>, fate: Fate, around: Option<SmolStr>) {
        let from = self.old_name(leaf);
        let of = Move { from, to, fate, around, beside: Vec::new(), onward: Vec::new(), stays: false };
        if fate == Fate::Nowhere {
            self.moves.insert(leaf, of);
        } else {
            self.moves.entry(leaf).or_insert(of);
        }
    }

    fn refused(&mut self, number: usize, obstacle: Obstacle) {
        let (plan, states) = (self.plan, &self.standings.all[number].states);
        let (old, new) = (&plan.from.journey.version, &plan.to.journey.version);
        match obstacle {
            Obstacle::Nowhere(state) => {
                self.note(state, Vec::new(), Fate::Nowhere, None);
                let name = self.old_name(state);
                let message =
                    format!("`{name}` has no image in {new}: whoever is in it stays on {old}, with a dead letter");
                let help = format!(
                    "say under `migrate`, in `states`, where they go on: `{name}: SOME_STATE`, or `{name}: exit`"
                );
                self.fault(number, (Kind::Nowhere, vec![state]), message, help);
            }
            Obstacle::Rivals(one, other) => {
                let name = |state: StateId| format!("`{}`", plan.to.state(state).name.value);
                let mut olds: Vec<StateId> =
                    [one, other].into_iter().filter_map(|image| self.origin(states, image)).collect();
                olds.sort_unstable();
                olds.dedup();
                for leaf in leaves(&plan.from, states) {
                    let others = olds.iter().copied().filter(|&old| old != leaf).collect();
                    self.clashes.entry(leaf).or_insert(others);
                }
                let whoever = listed(&quoted(&self.old_names(&olds)));
                let message = format!(
                    "whoever is in {whoever} would be in {} and {}, which cannot both be active: they stay on {old}, with a \
                     dead letter",
                    name(one),
                    name(other)
                );
                let help = "lead both to states that can be active together, or one of them to `exit`".to_owned();
                self.fault(number, (Kind::Rivals, olds), message, help);
            }
        }
    }

    fn arrived(&mut self, number: usize, placed: &[StateId]) {
        let plan = self.plan;
        let states = &self.standings.all[number].states;
        let onward = self.guards.onward(plan, states, placed);
        let mut images: Vec<StateId> = Vec::with_capacity(states.len());
        for leaf in leaves(&plan.from, states).collect::<Vec<_>>() {
            let Some(image) = plan.image(leaf).state() else { continue };
            let within: Vec<StateId> = leaves(&plan.to, placed).filter(|&state| self.lies_in(image, state)).collect();
            if !self.moves.contains_key(&leaf) {
                let to: Vec<SmolStr> = within.iter().map(|&state| plan.to.state(state).name.value.clone()).collect();
                let fate = if to == [self.old_name(leaf)] { Fate::Stay } else { Fate::Move };
                let is_around = matches!(plan.image(leaf), Image::Around(_));
                let around = self.speaker(leaf, |image| matches!(image, Image::Told(_))).filter(|_| is_around);
                self.note(leaf, to, fate, around);
            }
            self.passed(leaf, &within, onward.as_deref().unwrap_or_default());
            images.extend(within);
        }
        let begins = leaves(&plan.to, placed).filter(|state| !images.contains(state));
        self.begins.extend(begins);
        self.final_by_accident(number, placed);
        let unarmed = self.timers.look(states, placed, onward.as_deref().unwrap_or_default());
        self.trapped(number, placed, &unarmed);
    }

    /// Where those go on at once who come from `leaf` to the states `within`, and come to one of `rests`, if there are any.
    fn passed(&mut self, leaf: StateId, within: &[StateId], rests: &[Rest]) {
        let to = &self.plan.to;
        let Some(of) = self.moves.get_mut(&leaf) else { return };
        let goes_on = |rest: &Rest| within.iter().any(|state| rest.left.contains(state));
        of.stays |= rests.is_empty() || !rests.iter().all(goes_on);
        for rest in rests.iter().filter(|rest| goes_on(rest)) {
            let came = rest.came.iter().filter(|(_, way)| within.iter().any(|state| way.from.contains(state)));
            let stayed = within.iter().filter(|state| !rest.left.contains(state));
            let mut states: Vec<StateId> = came.clone().map(|(&state, _)| state).chain(stayed.copied()).collect();
            states.sort_unstable();
            let mut by: Vec<StepId> = Vec::new();
            for step in came.flat_map(|(_, way)| &way.by) {
                if !by.contains(step) {
                    by.push(*step);
                }
            }
            let onward = Onward {
                to: states.into_iter().map(|state| to.state(state).name.value.clone()).collect(),
                by: by.into_iter().map(|step| to.step(step).id.value.clone()).collect(),
            };
            if !of.onward.contains(&onward) {
                of.onward.push(onward);
            }
        }
    }

    /// A final state is meant where somebody was in a final one, or where it is written out.
    fn final_by_accident(&mut self, number: usize, placed: &[StateId]) {
        let plan = self.plan;
        let states = &self.standings.all[number].states;
        for &last in placed.iter().filter(|&&state| matches!(plan.to.state(state).kind, StateKind::Final)) {
            let is_meant = |old: &StateId| {
                let image = plan.image(*old);
                let was_final = matches!(plan.from.state(*old).kind, StateKind::Final);
                image.state() == Some(last) && (was_final || !matches!(image, Image::Named(_)))
            };
            if states.iter().any(is_meant) {
                continue;
            }
            let name = &plan.to.state(last).name.value;
            let olds: Vec<StateId> = self.origin(states, last).into_iter().collect();
            let whoever = match self.old_names(&olds).first() {
                Some(old) => format!("whoever is in `{old}`"),
                None => "whoever moves".to_owned(),
            };
            let over =
                if plan.to.state(last).depth == 1 { "the journey is over for them" } else { "it is done for them" };
            let message = format!("{whoever} would be in the final state `{name}`: {over}, and nobody wrote that down");
            let old = self.old_names(&olds).first().map_or_else(|| "OLD".to_owned(), ToString::to_string);
            let help = format!("where that is meant, write it out under `migrate`, in `states`: `{old}: {name}`");
            self.fault(number, (Kind::FinalByAccident, olds), message, help);
        }
    }

    /// Whoever could come to an end before, and cannot any more.
    fn trapped(&mut self, number: usize, placed: &[StateId], unarmed: &BTreeSet<StepId>) {
        let plan = self.plan;
        let states = &self.standings.all[number].states;
        let [before, after] = &self.endings;
        let takes =
            |step: StepId| !self.guards.never.contains(&step) && self.answers.missed(&plan.to, step, placed).is_none();
        let ends = plan.to.may_end(after, placed, &|step| takes(step) && !unarmed.contains(&step));
        // Who writes out that a state stays what it is has thought about whoever is in it.
        let is_said = |leaf: StateId| match plan.image(leaf) {
            Image::Told(image) => plan.to.state(image).name.value == plan.from.state(leaf).name.value,
            _ => false,
        };
        let all: Vec<StateId> = leaves(&plan.from, states).collect();
        if ends || !plan.from.may_end(before, states, &|_| true) || all.iter().all(|&leaf| is_said(leaf)) {
            return;
        }
        let waits = plan.to.may_end(after, placed, &takes);
        let timers: Vec<SmolStr> = unarmed.iter().map(|&step| plan.to.step(step).id.value.clone()).collect();
        let old = listed(&quoted(&self.old_names(&all)));
        let new: Vec<SmolStr> = leaves(&plan.to, placed).map(|state| plan.to.state(state).name.value.clone()).collect();
        let new = listed(&quoted(&new));
        let where_to =
            if old == new { format!("whoever is in {old}") } else { format!("whoever comes from {old} to {new}") };
        let (message, help) = if waits {
            let one = listed(&quoted(&timers));
            let (lead, that) = match timers.len() {
                1 => (format!("only {one} leads"), "that timer"),
                _ => (format!("only {one} lead"), "those timers"),
            };
            (
                format!("{where_to} never comes to an end: {lead} on, and nothing sets {that} for them"),
                format!(
                    "say under `migrate`, in `timers`, when it is due after the move, `{}: 1d`, or hand a timer on in `steps`",
                    timers.first().map_or("", SmolStr::as_str)
                ),
            )
        } else if let Some((event, why)) = self.not_again(placed) {
            (
                format!("{where_to} never comes to an end: only `{event}` leads on, and {why}"),
                "lead them elsewhere under `migrate`, in `states`, or give the state another way out".to_owned(),
            )
        } else {
            (
                format!("{where_to} never comes to an end: no way leads from there to a final state"),
                "lead them elsewhere under `migrate`, in `states`, or give the state a way out".to_owned(),
            )
        };
        let known = self.faults.len();
        self.fault(number, (Kind::Trapped, all), message, help);
        if let Some(fault) = self.faults.get_mut(known).filter(|_| waits) {
            fault.timers = timers;
        }
    }

    /// The event that would lead on from where people are placed, and why it does not come to them.
    fn not_again(&self, placed: &[StateId]) -> Option<(SmolStr, &'static str)> {
        let to = &self.plan.to;
        let steps = placed.iter().chain([&Machine::ROOT]).flat_map(|&state| &to.state(state).steps);
        let why = |&step: &StepId| {
            if let Some(event) = self.answers.missed(to, step, placed) {
                return Some((event, "what it answers was never asked for them"));
            }
            let first = match &to.step(step).trigger {
                Trigger::Events(events) => *events.first()?,
                _ => return None,
            };
            let is_over = to.is_completion(step) && !to.waits_for_completion(step, placed);
            is_over.then_some((first, "what is done there is not done again"))
        };
        let (event, why) = steps.into_iter().find_map(why)?;
        Some((to.journey.events[event.index()].name.clone(), why))
    }

    fn fault(&mut self, number: usize, (kind, olds): (Kind, Vec<StateId>), message: String, help: String) {
        if !self.told.insert((kind, olds.clone())) {
            return;
        }
        let example = self.faults.len() < MOST_EXAMPLES;
        let person: Option<Person> = example.then(|| person(&self.plan.from, self.standings, number));
        self.faults.push(Fault {
            kind,
            states: self.old_names(&olds),
            timers: Vec::new(),
            variable: None,
            message,
            help,
            person,
            places: Places::default(),
        });
    }

    /// The innermost of `states` whose image the new state `image` is or, if it is that of none, lies in.
    fn origin(&self, states: &[StateId], image: StateId) -> Option<StateId> {
        // Of a state around others only what is written of itself counts.
        let own = |old: StateId| match self.plan.image(old) {
            Image::Told(own) => Some(own),
            Image::Named(own) | Image::Around(own) => Some(own).filter(|_| self.plan.from.dispatch.is_atomic(old)),
            _ => None,
        };
        let innermost =
            |leads: &dyn Fn(StateId) -> bool| states.iter().rev().find(|&&old| own(old).is_some_and(leads)).copied();
        innermost(&|own| own == image).or_else(|| innermost(&|own| self.lies_in(own, image)))
    }

    /// Whether a new state is `image` or lies in it; in the state around it, where it is a history.
    fn lies_in(&self, image: StateId, state: StateId) -> bool {
        let to = &self.plan.to;
        let history = matches!(to.state(image).kind, StateKind::History(..));
        let around = if history { to.state(image).parent.unwrap_or(image) } else { image };
        around == state || to.is_inside(around, state)
    }

    fn old_name(&self, state: StateId) -> SmolStr {
        self.plan.from.state(state).name.value.clone()
    }

    fn old_names(&self, states: &[StateId]) -> Vec<SmolStr> {
        states.iter().map(|&state| self.old_name(state)).collect()
    }
}
