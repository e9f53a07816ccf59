//! What an event would do to an instance, and why nothing else: the engine's own selection, with nothing performed.

use crate::engine::input::{Input, Outcome, Rollback, Stimulus};
use crate::engine::instance::{Instance, Status};
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::{Scratch, Selected, Taken};
use crate::engine::{conflicts, selection, step};
use crate::expr::explain::{Found, Part, explain as explain_condition};
use crate::expr::inputs::{Inputs, Nowhere};
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, Trigger};
use crate::model::naming::names;
use crate::syntax::lifecycle::Reentry;

/// What an event would do to an instance, and why nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// What the steps do; only an active instance takes one.
    pub status: Status,
    /// Whether the event lets the person enter anew, where it may; a running visit then ends before anything else.
    pub entry: Option<EntryAnswer>,
    /// The exit rules, in file order; they are asked before any step.
    pub rules: Vec<RuleAnswer>,
    /// The active states with their steps: for each atomic one, from it outward, each state once; the journey last.
    pub states: Vec<StateAnswer>,
    /// Where a split, or a step that needs no event, would have led on before it came, so that nobody stands like that.
    pub restless: Vec<(StateId, Option<StepId>)>,
}

/// The answer of the entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryAnswer {
    /// What becomes of it.
    pub verdict: Verdict,
    /// Its guard, if it has one.
    pub guard: Option<Part>,
}

/// An exit rule's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswer {
    /// Its number.
    pub rule: u16,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Its guard, if it has one and listens to the event.
    pub guard: Option<Part>,
}

/// The answers of a state's steps.
#[derive(Clone, Debug, PartialEq)]
pub struct StateAnswer {
    /// The state.
    pub state: StateId,
    /// Its steps, in file order.
    pub steps: Vec<StepAnswer>,
}

/// A step's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct StepAnswer {
    /// The step.
    pub step: StepId,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Its guard, if it has one and listens to the event.
    pub guard: Option<Part>,
}

/// What becomes of a step or an exit rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken; a rule ends the instance.
    Taken,
    /// It listens and its guard does not hold.
    GuardFalse,
    /// It listens and its guard has no value, which counts as false.
    GuardFailed,
    /// It could be taken, but this step of the same state stands before it.
    Behind(StepId),
    /// It could be taken, but these steps of states inside go first.
    Outside(Vec<StepId>),
    /// It could be taken, but not together with this one, which goes first.
    Conflict(StepId),
    /// It could be taken, but this exit rule goes first.
    Ended(u16),
    /// It could be taken, but the event lets the person enter anew, which ends this visit.
    Reentered,
    /// It listens to other events.
    Deaf,
    /// It fires by time.
    Timer,
    /// It needs no event.
    Always,
}

impl Explanation {
    /// The exit rule that ends the instance.
    pub fn rule(&self) -> Option<u16> {
        self.rules.iter().find(|answer| answer.verdict == Verdict::Taken).map(|answer| answer.rule)
    }

    /// Whether the person enters anew.
    pub fn enters(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.verdict == Verdict::Taken)
    }

    /// The steps that are taken, in order of document.
    pub fn taken(&self) -> Vec<StepId> {
        let answers = self.states.iter().flat_map(|state| &state.steps);
        let mut taken: Vec<StepId> =
            answers.filter(|answer| answer.verdict == Verdict::Taken).map(|answer| answer.step).collect();
        taken.sort_unstable();
        taken
    }
}

/// What `event` would do to `instance`, which stays as it is. `input` brings it; a completion comes with an input that
/// has an envelope of its own or none.
pub fn explain(
    machine: &Machine,
    instance: &Instance,
    (event, input): (EventId, &Input<'_>),
    scratch: &mut Scratch,
) -> Result<Explanation, Rollback> {
    let mut explanation = Explanation { status: instance.status, ..Explanation::default() };
    let mut twin = instance.clone();
    step::conduct(machine, &mut twin, input, scratch, |run| {
        if run.instance.status != Status::Active {
            step::with_event_scene(run, |run, scene| explanation.entry = Asking { run, event, scene }.entry());
            return Ok(Outcome::NoMatch);
        }
        // A split whose arm cannot be drawn leads nowhere.
        if selection::eventless(run).is_ok() {
            explanation.restless = run.work.enabled.iter().map(|it| (it.source, step_of(it))).collect();
        }
        step::with_event_scene(run, |run, scene| Asking { run, event, scene }.answer(&mut explanation))?;
        Ok(Outcome::NoMatch)
    })?;
    Ok(explanation)
}

struct Asking<'q, 'r> {
    run: &'q mut Run<'r>,
    event: EventId,
    scene: Scene<'q>,
}

impl Asking<'_, '_> {
    fn answer(&mut self, explanation: &mut Explanation) -> Result<(), Rollback> {
        explanation.entry = self.entry();
        let anew = explanation.enters();
        explanation.rules = self.rules(anew);
        selection::for_event(self.run, self.event, self.scene)?;
        let selected = self.run.work.enabled.clone();
        conflicts::resolve(self.run.machine, self.run.work);
        let kept = self.run.work.enabled.clone();
        let choice = Choice { selected: &selected, kept: &kept, anew, rule: explanation.rule() };
        explanation.states = self.asked_states().into_iter().map(|state| self.state(state, choice)).collect();
        Ok(())
    }

    /// Whether an outside event enters the person anew: before they are in, nothing is active and the context is as it
    /// is by default.
    fn entry(&self) -> Option<EntryAnswer> {
        let Run { machine, instance, .. } = &*self.run;
        let entry = &machine.journey.entry;
        let active = instance.status == Status::Active;
        let ready = match entry.reentry {
            Reentry::Never => false,
            Reentry::Always => true,
            Reentry::AfterEnd => !active,
            Reentry::After(wait) => {
                instance.ended_at.is_some_and(|at| !active && self.run.now >= at.saturating_add(wait))
            }
        };
        let comes_in = matches!(self.run.input.stimulus, Stimulus::Event { .. });
        if !ready || !comes_in || entry.triggers.binary_search(&self.event).is_err() {
            return None;
        }
        let context: Vec<_> = machine.journey.context.iter().map(|variable| variable.default.clone()).collect();
        let names = names(&machine.journey);
        let guard = entry.guard.as_ref().map(|guard| {
            self.run.with_inputs(self.scene.entered(self.run.now), |inputs| {
                explain_condition(guard, &Inputs { context: &context, active: &Nowhere, ..*inputs }, &names)
            })
        });
        Some(EntryAnswer { verdict: refused(guard.as_ref()).unwrap_or(Verdict::Taken), guard })
    }

    /// What comes from within, a completion or an effect that was held, is no input, and ends nobody.
    fn rules(&mut self, anew: bool) -> Vec<RuleAnswer> {
        let journey = &self.run.machine.journey;
        let within = matches!(journey.events[self.event.index()].kind, EventKind::Done(_) | EventKind::Held(_));
        let scene = self.scene.entered(self.run.instance.entered_at);
        let mut ended = None;
        let mut answers = Vec::with_capacity(journey.exit.len());
        for (number, rule) in journey.exit.iter().enumerate() {
            let number = number as u16;
            let listens = !within && rule.triggers.binary_search(&self.event).is_ok();
            let guard = rule.guard.as_ref().filter(|_| listens).map(|guard| self.guard(guard, scene));
            let verdict = match (listens, refused(guard.as_ref()), ended) {
                (false, ..) => Verdict::Deaf,
                (true, Some(verdict), _) => verdict,
                (true, None, _) if anew => Verdict::Reentered,
                (true, None, Some(other)) => Verdict::Ended(other),
                (true, None, None) => {
                    ended = Some(number);
                    Verdict::Taken
                }
            };
            answers.push(RuleAnswer { rule: number, verdict, guard });
        }
        answers
    }

    /// The states whose steps are asked, in order; the journey last.
    fn asked_states(&self) -> Vec<StateId> {
        let Run { machine, instance, .. } = &*self.run;
        let mut states = Vec::new();
        for active in instance.configuration.iter().filter(|active| machine.dispatch.is_atomic(active.state)) {
            states.extend(machine.outward(active.state));
        }
        // States around several atomic ones are told of once, behind the last of them.
        let last: Vec<bool> = (0..states.len()).map(|place| !states[place + 1..].contains(&states[place])).collect();
        states.into_iter().zip(last).filter_map(|(state, last)| last.then_some(state)).collect()
    }

    fn state(&mut self, state: StateId, choice: Choice<'_>) -> StateAnswer {
        let machine = self.run.machine;
        StateAnswer { state, steps: machine.state(state).steps.iter().map(|&step| self.step(step, choice)).collect() }
    }

    fn step(&mut self, number: StepId, choice: Choice<'_>) -> StepAnswer {
        let machine = self.run.machine;
        let step = machine.step(number);
        let plain = |verdict| StepAnswer { step: number, verdict, guard: None };
        match &step.trigger {
            Trigger::Always => return plain(Verdict::Always),
            Trigger::Timer(_) => return plain(Verdict::Timer),
            Trigger::Events(events) if events.binary_search(&self.event).is_err() => return plain(Verdict::Deaf),
            Trigger::Events(_) => {}
        }
        let scene = self.scene.entered(self.run.entered_at(step.source));
        let guard = step.guard.as_ref().map(|guard| self.guard(guard, scene));
        let verdict = refused(guard.as_ref()).unwrap_or_else(|| choice.verdict(machine, number));
        StepAnswer { step: number, verdict, guard }
    }

    fn guard(&self, guard: &Condition, scene: Scene<'_>) -> Part {
        let names = names(&self.run.machine.journey);
        self.run.with_inputs(scene, |inputs| explain_condition(guard, inputs, &names))
    }
}

/// Why a guard keeps its step from being taken; nothing where it holds, or where there is none.
fn refused(guard: Option<&Part>) -> Option<Verdict> {
    match guard.map(|guard| &guard.found) {
        None | Some(Found::Holds(true)) => None,
        Some(Found::Failed(_)) => Some(Verdict::GuardFailed),
        Some(Found::Holds(false) | Found::Unasked) => Some(Verdict::GuardFalse),
    }
}

/// What the engine chose.
#[derive(Clone, Copy)]
struct Choice<'c> {
    /// At most one step for each active atomic state.
    selected: &'c [Selected],
    /// Those of them that conflicts left.
    kept: &'c [Selected],
    /// Whether the person enters anew before any of them.
    anew: bool,
    /// The exit rule that ends the instance before any of them.
    rule: Option<u16>,
}

impl Choice<'_> {
    /// What becomes of a step that listens and whose guard holds.
    fn verdict(self, machine: &Machine, number: StepId) -> Verdict {
        if self.anew {
            return Verdict::Reentered;
        }
        if let Some(rule) = self.rule {
            return Verdict::Ended(rule);
        }
        let chosen = |list: &[Selected]| list.iter().find(|selected| step_of(selected) == Some(number)).copied();
        if chosen(self.kept).is_some() {
            return Verdict::Taken;
        }
        if let Some(selected) = chosen(self.selected) {
            // The rival may have lost in its turn.
            let mut rivals = self.kept.iter().chain(self.selected).filter(|rival| step_of(rival) != Some(number));
            let rival = rivals.find(|rival| conflicts::meet(machine, selected.domain, rival.domain));
            return rival.and_then(step_of).map_or(Verdict::Taken, Verdict::Conflict);
        }
        let source = machine.step(number).source;
        if let Some(before) = self.selected.iter().find(|selected| selected.source == source).and_then(step_of) {
            return Verdict::Behind(before);
        }
        let inside = |list: &[Selected]| -> Vec<StepId> {
            list.iter().filter(|it| machine.is_inside(source, it.source)).filter_map(step_of).collect()
        };
        // Those that are taken say more than those that were only chosen.
        let taken = inside(self.kept);
        Verdict::Outside(if taken.is_empty() { inside(self.selected) } else { taken })
    }
}

const fn step_of(selected: &Selected) -> Option<StepId> {
    match selected.what {
        Taken::Step(step) => Some(step),
        Taken::Arm(_) => None,
    }
}
