//! One input while it is processed: the instance, the world that expressions see, and the trace that grows.

use smol_str::SmolStr;

use crate::engine::input::{Input, Rollback};
use crate::engine::instance::{Active, Instance};
use crate::engine::scratch::Work;
use crate::engine::trace::Trace;
use crate::engine::windows;
use crate::expr::inputs::{ActiveStates, Envelope, Inputs, Payload};
use crate::expr::program::EvalError;
use crate::expr::term::{Condition, Term};
use crate::graph::machine::Machine;
use crate::graph::sets::Memory;
use crate::model::ids::{StateId, WindowId};
use crate::terms::value::Value;

/// One input while it is processed.
pub struct Run<'a> {
    /// The journey.
    pub machine: &'a Machine,
    /// The person in it.
    pub instance: &'a mut Instance,
    /// The input.
    pub input: &'a Input<'a>,
    /// What the journey sees as the present.
    pub now: i64,
    /// The envelope of the input; absent for a timer.
    pub envelope: Option<&'a Envelope<'a>>,
    /// Profile fields that the input changed before it came here.
    pub profile_changed: &'a [u16],
    /// Context variables that were changed from outside before the input.
    pub context_changed: &'a [u16],
    /// What happened so far.
    pub trace: &'a mut Trace,
    /// Working memory.
    pub work: &'a mut Work,
}

/// What an expression sees of the event at hand, and of the state that owns it.
#[derive(Clone, Copy)]
pub struct Scene<'e> {
    /// `event.payload`.
    pub payload: Payload<'e>,
    /// `event.type` and the like.
    pub envelope: Option<&'e Envelope<'e>>,
    /// `state.entered_at`.
    pub entered_at: i64,
    /// `old`: the context before a move.
    pub old: &'e [Value],
}

impl<'e> Scene<'e> {
    /// The same without the payload.
    pub const fn bare(self) -> Scene<'e> {
        Scene { payload: Payload::EMPTY, ..self }
    }

    /// The same for a state entered at this instant.
    pub const fn entered(self, entered_at: i64) -> Scene<'e> {
        Scene { entered_at, ..self }
    }
}

impl<'a> Run<'a> {
    /// What there is of an event where a microstep has none of its own.
    pub fn bare_scene(&self) -> Scene<'a> {
        let entered_at = self.instance.entered_at;
        Scene { payload: Payload::EMPTY, envelope: self.envelope, entered_at, old: &[] }
    }

    /// When an active state was entered; for the journey itself and for states that are not active, the person.
    pub fn entered_at(&self, state: StateId) -> i64 {
        let places = &self.instance.configuration;
        match places.binary_search_by_key(&state, |active| active.state) {
            Ok(place) => places[place].entered_at,
            Err(_) => self.instance.entered_at,
        }
    }

    /// Where in the configuration an active state stands.
    pub fn place_of(&self, state: StateId) -> Option<usize> {
        let place = self.instance.configuration.binary_search_by_key(&state, |active| active.state).ok()?;
        self.is_visible(place).then_some(place)
    }

    /// Whether the state at this place of the configuration is active already, and still.
    pub const fn is_visible(&self, place: usize) -> bool {
        place < self.work.gap.0 || self.work.gap.1 <= place
    }

    /// The value of `term`; what it complains about is noted at `at`.
    pub fn eval(&mut self, term: &Term, scene: Scene<'_>, at: &SmolStr) -> Result<Value, Rollback> {
        if let Term::Constant(value) = term {
            return Ok(value.clone());
        }
        let value = self.with_inputs(scene, |inputs| term.eval(inputs));
        self.settle(value, at)
    }

    /// The first instant from `from` on at which a window is open; absent for never.
    pub fn opening(&mut self, window: WindowId, from: i64, at: &SmolStr) -> Result<Option<i64>, Rollback> {
        let window = &self.machine.journey.windows[window.index()];
        let found = self.with_inputs(self.bare_scene(), |inputs| windows::opening(window, from, inputs));
        self.settle(found, at)
    }

    /// What an evaluation for the step, state or rule named `at` gave; what it complained about is noted there.
    pub fn settle<T>(&mut self, value: Result<T, EvalError>, at: &SmolStr) -> Result<T, Rollback> {
        self.note_complaints(at);
        value.map_err(|error| Rollback::at(at, &error))
    }

    /// Whether `condition` holds; an error, which is noted at `at`, means that it does not.
    pub fn test(&mut self, condition: Option<&Condition>, scene: Scene<'_>, at: &SmolStr) -> bool {
        let Some(condition) = condition else {
            return true;
        };
        let holds = self.with_inputs(scene, |inputs| condition.test(inputs));
        self.note_complaints(at);
        holds.unwrap_or_else(|error| {
            self.trace.errors.push((at.clone(), error.to_string()));
            false
        })
    }

    /// Hands `read` what an expression sees.
    pub fn with_inputs<T>(
        &self,
        scene: Scene<'_>,
        read: impl FnOnce(&Inputs<'_>) -> Result<T, EvalError>,
    ) -> Result<T, EvalError> {
        let active = View { states: &self.instance.configuration, gap: self.work.gap };
        read(&Inputs {
            context: &self.instance.context,
            old: scene.old,
            payload: scene.payload,
            envelope: scene.envelope,
            person: self.input.person,
            now: self.now,
            entered_at: scene.entered_at,
            active: &active,
            default_tz: &self.machine.journey.default_tz,
            complaints: &self.work.complaints,
        })
    }

    fn note_complaints(&mut self, at: &SmolStr) {
        if !self.work.complaints.is_empty() {
            for complaint in self.work.complaints.take() {
                self.trace.errors.push((at.clone(), complaint.to_string()));
            }
        }
    }
}

/// The configuration without the states in the gap, which are not active any more, or not yet.
struct View<'a> {
    states: &'a [Active],
    gap: (usize, usize),
}

impl ActiveStates for View<'_> {
    fn is_active(&self, state: u32) -> bool {
        let place = self.states.binary_search_by_key(&StateId(state), |active| active.state);
        state == 0 || place.is_ok_and(|place| place < self.gap.0 || self.gap.1 <= place)
    }
}

/// What an instance's history states remember.
pub struct Remembered<'a>(pub &'a [(StateId, Vec<StateId>)]);

impl Memory for Remembered<'_> {
    fn remembered(&self, history: StateId) -> Option<&[StateId]> {
        self.0.iter().find(|(of, _)| *of == history).map(|(_, states)| states.as_slice())
    }
}
