//! The tables that running looks things up in: by number, in memory linear in the journey's size.

use crate::graph::routes::Route;
use crate::graph::rows::Rows;
use crate::graph::sets::{self, SetBuffers};
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{EventKind, GoalBy, Journey, State, StateKind, Trigger};

/// What running a journey asks again and again.
#[derive(Clone, Debug)]
pub struct Dispatch {
    by_event: Rows<(EventId, StepId)>,
    always: Rows<StepId>,
    timers: Rows<StepId>,
    histories: Rows<StateId>,
    routes: Vec<Route>,
    states: Vec<u8>,
    events: Vec<u8>,
    done: Vec<Option<EventId>>,
    held: Vec<Option<EventId>>,
}

const ATOMIC: u8 = 1;
const EVENTLESS: u8 = 2;
const TIMED: u8 = 4;
const GOAL: u8 = 8;
const STEPS: u8 = 16;
const ENTRY: u8 = 32;
const EXIT: u8 = 64;
const ANSWER: u8 = 128;

impl Dispatch {
    /// The tables of `journey`.
    pub fn new(journey: &Journey) -> Self {
        let mut buffers = SetBuffers::default();
        let steps_of = |pick: fn(&Trigger) -> bool| {
            let picked = move |state: &State| {
                state.steps.clone().into_iter().filter(move |step| pick(&journey.steps[step.index()].trigger))
            };
            Rows::collect(journey.states.iter().map(picked))
        };
        Self {
            by_event: Rows::collect(journey.states.iter().map(|state| triggers(journey, state))),
            always: steps_of(|trigger| matches!(trigger, Trigger::Always)),
            timers: steps_of(|trigger| matches!(trigger, Trigger::Timer(_))),
            histories: Rows::collect(journey.states.iter().map(|state| histories(journey, state))),
            routes: journey.steps.iter().map(|step| Route::of(journey, step, &mut buffers)).collect(),
            states: state_facts(journey),
            events: event_facts(journey),
            done: completions(journey),
            held: holds(journey),
        }
    }

    /// The steps of `state` that `event` triggers, in file order.
    #[inline]
    pub fn steps(&self, state: StateId, event: EventId) -> &[(EventId, StepId)] {
        let row = self.by_event.row(state.index());
        let start = row.partition_point(|&(of, _)| of < event);
        let length = row[start..].iter().take_while(|&&(of, _)| of == event).count();
        &row[start..start + length]
    }

    /// The `always` steps of `state`, in file order.
    pub fn always(&self, state: StateId) -> &[StepId] {
        self.always.row(state.index())
    }

    /// The steps of `state` that are timers, in file order.
    pub fn timers(&self, state: StateId) -> &[StepId] {
        self.timers.row(state.index())
    }

    /// The history states directly inside `state`.
    pub fn histories(&self, state: StateId) -> &[StateId] {
        self.histories.row(state.index())
    }

    /// Where `step` leads.
    #[inline]
    pub fn route(&self, step: StepId) -> Route {
        self.routes[step.index()]
    }

    /// Whether nothing is ever active inside `state`.
    #[inline]
    pub fn is_atomic(&self, state: StateId) -> bool {
        self.states[state.index()] & ATOMIC != 0
    }

    /// Whether `state` or one around it has an `always` step or a split.
    #[inline]
    pub fn is_eventless(&self, state: StateId) -> bool {
        self.states[state.index()] & EVENTLESS != 0
    }

    /// Whether `state` has timers.
    #[inline]
    pub fn is_timed(&self, state: StateId) -> bool {
        self.states[state.index()] & TIMED != 0
    }

    /// Whether entering `state` reaches a goal.
    #[inline]
    pub fn is_goal(&self, state: StateId) -> bool {
        self.states[state.index()] & GOAL != 0
    }

    /// Whether `event` may reach a goal.
    #[inline]
    pub fn reaches_goal(&self, event: EventId) -> bool {
        self.events[event.index()] & GOAL != 0
    }

    /// Whether an exit rule listens to `event`.
    #[inline]
    pub fn may_exit(&self, event: EventId) -> bool {
        self.events[event.index()] & EXIT != 0
    }

    /// Whether `event` is among those that enter a person.
    pub fn may_enter(&self, event: EventId) -> bool {
        self.events[event.index()] & ENTRY != 0
    }

    /// Whether a step, the entry, an exit rule or a goal listens to `event`, or an action has an event raised after it.
    pub fn is_heard(&self, event: EventId) -> bool {
        self.events[event.index()] != 0
    }

    /// The event that is raised after the fate `event`.
    pub fn answer(&self, journey: &Journey, event: EventId) -> Option<EventId> {
        if self.events[event.index()] & ANSWER == 0 {
            None
        } else {
            answer(journey, &journey.events[event.index()].kind)
        }
    }

    /// `done.<STATE>`, where something listens to it.
    pub fn done(&self, state: StateId) -> Option<EventId> {
        self.done[state.index()]
    }

    /// `held.<action>`, where something listens to it.
    pub fn held(&self, action: ActionId) -> Option<EventId> {
        self.held[action.index()]
    }
}

fn triggers(journey: &Journey, state: &State) -> Vec<(EventId, StepId)> {
    let mut pairs = Vec::new();
    for &step in &state.steps {
        if let Trigger::Events(events) = &journey.steps[step.index()].trigger {
            pairs.extend(events.iter().map(|&event| (event, step)));
        }
    }
    // Stable: among steps of one event the file's order stands.
    pairs.sort_by_key(|&(event, _)| event);
    pairs
}

fn histories(journey: &Journey, state: &State) -> Vec<StateId> {
    state.children.iter().copied().filter(|&child| !sets::is_region(journey, child)).collect()
}

fn state_facts(journey: &Journey) -> Vec<u8> {
    let mut facts: Vec<u8> = Vec::with_capacity(journey.states.len());
    for state in &journey.states {
        let around = state.parent.map_or(0, |parent| facts[parent.index()] & EVENTLESS);
        let mut own = around;
        if sets::is_atomic(&state.kind) {
            own |= ATOMIC;
        }
        if matches!(state.kind, StateKind::Split(_)) {
            own |= EVENTLESS;
        }
        for step in &state.steps {
            own |= match journey.steps[step.index()].trigger {
                Trigger::Always => EVENTLESS,
                Trigger::Timer(_) => TIMED,
                Trigger::Events(_) => 0,
            };
        }
        facts.push(own);
    }
    for goal in &journey.goals {
        if let GoalBy::State(state) = goal.by {
            facts[state.index()] |= GOAL;
        }
    }
    facts
}

fn event_facts(journey: &Journey) -> Vec<u8> {
    let mut facts = vec![0; journey.events.len()];
    let mut mark = |events: &[EventId], fact: u8| {
        for event in events {
            facts[event.index()] |= fact;
        }
    };
    for step in &journey.steps {
        if let Trigger::Events(events) = &step.trigger {
            mark(events, STEPS);
        }
    }
    for rule in &journey.exit {
        mark(&rule.triggers, EXIT);
    }
    for goal in &journey.goals {
        if let GoalBy::Events(events, _) = &goal.by {
            mark(events, GOAL);
        }
    }
    mark(&journey.entry.triggers, ENTRY);
    for (number, event) in journey.events.iter().enumerate() {
        if answer(journey, &event.kind).is_some() {
            facts[number] |= ANSWER;
        }
    }
    facts
}

fn answer(journey: &Journey, kind: &EventKind) -> Option<EventId> {
    match kind {
        EventKind::Succeeded(action) => journey.actions[action.index()].on_success,
        EventKind::Failed(action) => journey.actions[action.index()].on_failure,
        _ => None,
    }
}

fn completions(journey: &Journey) -> Vec<Option<EventId>> {
    let mut done = vec![None; journey.states.len()];
    for (number, event) in journey.events.iter().enumerate() {
        if let EventKind::Done(state) = event.kind {
            done[state.index()] = Some(EventId(number as u32));
        }
    }
    done
}

fn holds(journey: &Journey) -> Vec<Option<EventId>> {
    let mut held = vec![None; journey.actions.len()];
    for (number, event) in journey.events.iter().enumerate() {
        if let EventKind::Held(action) = event.kind {
            held[action.index()] = Some(EventId(number as u32));
        }
    }
    held
}
