//! Whether an effect goes out at this moment: first consent, then the window, then the caps.

use std::convert::Infallible;

use smol_str::SmolStr;

use crate::engine::effect::{Effect, Verdict};
use crate::engine::input::Rollback;
use crate::engine::ledger::{Counter, Ledger};
use crate::engine::run::Run;
use crate::engine::windows;
use crate::expr::inputs::{Complaints, Inputs, Nowhere, Payload, PersonView};
use crate::graph::machine::Machine;
use crate::model::ids::ActionId;
use crate::model::journey::{Journey, Window};
use crate::syntax::declared::Outside;
use crate::terms::value::Value;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it goes out.
    pub verdict: Verdict,
    /// When its window opens, in milliseconds, where it waits for that.
    pub until: Option<i64>,
}

/// A deferred effect whose window was to open now.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// Its journey, of the version that the person is on.
    pub machine: &'a Machine,
    /// Its action.
    pub action: ActionId,
    /// The context of its instance.
    pub context: &'a [Value],
    /// The person.
    pub person: &'a PersonView<'a>,
    /// What was sent to them so far.
    pub ledger: &'a dyn Ledger,
    /// What the journey sees as the present, in milliseconds.
    pub now: i64,
    /// When effects go, in milliseconds.
    pub out: i64,
}

/// Decides a deferred effect again. What is reported although it stops nothing (a zone that is none) comes with it.
pub fn again(waiting: &Waiting<'_>) -> (Decision, Vec<SmolStr>) {
    let complaints = Complaints::default();
    let journey = &waiting.machine.journey;
    let inputs = Inputs {
        context: waiting.context,
        old: &[],
        payload: Payload::EMPTY,
        envelope: None,
        person: waiting.person,
        now: waiting.now,
        entered_at: waiting.now,
        active: &Nowhere,
        default_tz: &journey.default_tz,
        complaints: &complaints,
    };
    let moment = Moment { journey, inputs: &inputs, ledger: waiting.ledger, sent: &[], out: waiting.out };
    let opening = |window: &Window| {
        // There is no input that could be rolled back.
        let found = windows::opening(window, waiting.out, &inputs);
        Ok::<_, Infallible>(
            found.unwrap_or_else(|error| windows::opening_by_default(window, waiting.out, &inputs, &error)),
        )
    };
    let decision = match moment.judge(waiting.action, opening) {
        Ok(decision) => decision,
        Err(never) => match never {},
    };
    (decision, complaints.take())
}

/// Decides an effect whose action runs now in the list of the step, state or rule named `at`.
pub(in crate::engine) fn now(run: &mut Run<'_>, action: ActionId, at: &SmolStr) -> Result<Decision, Rollback> {
    let scene = run.bare_scene();
    let (input, out) = (run.input, run.input.out.unwrap_or(run.now));
    let journey = &run.machine.journey;
    let sent = &run.trace.effects;
    let decision = run.with_inputs(scene, |inputs| {
        let moment = Moment { journey, inputs, ledger: input.ledger, sent, out };
        moment.judge(action, |window| windows::opening(window, out, inputs))
    });
    run.settle(decision, at)
}

/// What a decision leans on.
struct Moment<'a> {
    journey: &'a Journey,
    inputs: &'a Inputs<'a>,
    ledger: &'a dyn Ledger,
    /// What this very input has asked for before.
    sent: &'a [Effect],
    out: i64,
}

impl Moment<'_> {
    /// Decides one effect; `opening` says when a window is open next.
    fn judge<E>(
        &self,
        action: ActionId,
        opening: impl FnOnce(&Window) -> Result<Option<i64>, E>,
    ) -> Result<Decision, E> {
        let of = &self.journey.actions[action.index()];
        let final_word = |verdict| Ok(Decision { verdict, until: None });
        let given = |purpose: u16| self.inputs.person.consent.get(usize::from(purpose)).copied().unwrap_or(false);
        if of.consent.is_some_and(|purpose| !given(purpose)) {
            return final_word(Verdict::NoConsent);
        }
        if let Some((window, outside)) = of.window {
            match (opening(&self.journey.windows[window.index()])?, outside) {
                (Some(opens), _) if opens <= self.out => {}
                (until @ Some(_), Outside::Defer) => return Ok(Decision { verdict: Verdict::Deferred, until }),
                _ => return final_word(Verdict::OutsideWindow),
            }
        }
        let own = of.cap.map(|(max, per)| (Counter::Action(action), max, per));
        let shared = of.caps.iter().map(|&cap| {
            let limit = &self.journey.caps[cap.index()];
            (Counter::Cap(cap), limit.max, limit.per)
        });
        let full = own.into_iter().chain(shared).any(|(counter, max, per)| self.sent(counter, per) >= max);
        final_word(if full { Verdict::Capped } else { Verdict::Sent })
    }

    /// How many sends less than `per` ago count against `counter`.
    fn sent(&self, counter: Counter, per: i64) -> u32 {
        if per <= 0 {
            return 0;
        }
        let counts = |effect: &&Effect| {
            effect.verdict == Verdict::Sent
                && match counter {
                    Counter::Action(action) => effect.action == action,
                    Counter::Cap(cap) => self.journey.actions[effect.action.index()].caps.contains(&cap),
                }
        };
        let just_now = self.sent.iter().filter(counts).count() as u32;
        self.ledger.sent(counter, self.out.saturating_sub(per)).saturating_add(just_now)
    }
}
