//! A window that is closed for long: what is sent meanwhile waits, and all of it goes out when the window opens.
//!
//! Somebody can come to the first message at the very instant at which its window closes for the longest time. What is asked
//! for until it opens is decided then, the caps included.

use crate::graph::sets;
use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::person::{Asked, Bundle, Cause, Moment, Person, Sent};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::syntax::declared::Outside;

impl<'g> Person<'g> {
    /// The same person, who just got their first messages, if those had come when their window had just closed; absent where
    /// that says nothing.
    pub fn held_back(&self, ground: &Ground<'g>) -> Option<Self> {
        let defers = |sent: &Sent| match ground.action(sent.action).window {
            Some((window, Outside::Defer)) => Some(window),
            _ => None,
        };
        let sent = || self.moments.iter().flat_map(|moment| &moment.sent);
        let window = sent().next().and_then(defers)?;
        let alike = sent().all(|sent| defers(sent) == Some(window));
        let capped = self.open.iter().any(|asked| asked.message == Some(None));
        // What was scheduled before is only known of who just entered.
        let known = !ground.schedules || self.moments.first().is_some_and(|moment| moment.cause == Cause::Entry);
        if !alike || capped || !known || self.opened.is_some() || self.premises.is_timed() {
            return None;
        }
        let opens = self.now.saturating_add(ground.longest_closed(window)?);
        let mut next = self.clone();
        let waiting = next.moments.iter_mut().flat_map(|moment| moment.sent.drain(..)).collect();
        next.sent.clear();
        next.open.retain(|asked| asked.message.is_none());
        next.opened = Some((window, opens));
        next.bundle = Some(Bundle { window, opens, waiting, torn: false });
        Some(next)
    }

    /// When the window opens for which messages wait; absent where none do.
    pub fn opening(&self) -> Option<i64> {
        self.bundle.as_ref().filter(|bundle| self.now < bundle.opens && !bundle.torn).map(|bundle| bundle.opens)
    }

    /// Whether nothing can be said of this person any more.
    pub fn is_torn(&self, ground: &Ground<'g>) -> bool {
        let Some(bundle) = &self.bundle else { return false };
        bundle.torn || self.premises.is_timed() || self.active.iter().any(|&active| self.is_dim(ground, active))
    }

    /// Whether it is not known what takes people out of an active state before the window opens: a timer of which nobody
    /// knows when it is due, or another region.
    fn is_dim(&self, ground: &Ground<'g>, (state, since): (StateId, Option<i64>)) -> bool {
        let of = ground.machine.state(state);
        let dim = |&step: &StepId| match &ground.machine.step(step).trigger {
            Trigger::Timer(timer) => since.is_none() || timer.within.is_some(),
            _ => false,
        };
        let is_apart = |&child: &StateId| !self.is_in(child) && sets::is_region(&ground.machine.journey, child);
        let parallel = matches!(of.kind, StateKind::Parallel) && of.children.iter().any(is_apart);
        parallel || of.steps.iter().any(dim)
    }

    /// Whether a message does not go out now, or goes out apart from those that count.
    pub fn defers(&mut self, ground: &Ground<'g>, sent: &Sent) -> bool {
        let Some((window, opens)) = self.bundle.as_ref().map(|bundle| (bundle.window, bundle.opens)) else {
            return false;
        };
        let (is_closed, action) = (self.now < opens, ground.action(sent.action));
        match action.window {
            Some((of, Outside::Drop)) if of == window => return false,
            Some((of, Outside::Defer)) if of == window => {
                if self.is_open(ground, window, self.now) {
                    return false;
                }
                // What waits for a later opening than this one comes too late to count.
                if let Some(bundle) = self.bundle.as_mut().filter(|_| is_closed) {
                    bundle.waiting.push(sent.clone());
                }
            }
            None if !is_closed => return false,
            // When it goes out matters only to what shares a cap with it.
            _ => {
                if let Some(bundle) = self.bundle.as_mut() {
                    bundle.torn |= !action.caps.is_empty();
                }
            }
        }
        true
    }

    /// The window opens, and what waits goes out, as far as the caps let it.
    #[must_use]
    pub fn released(mut self, ground: &Ground<'g>) -> Self {
        let Some(bundle) = &mut self.bundle else { return self };
        let (window, opens, waiting) = (bundle.window, bundle.opens, std::mem::take(&mut bundle.waiting));
        self.wait_until(opens);
        let place = self.moments.len();
        let mut moment = Moment { cause: Cause::Opening(window), at: opens, sent: Vec::new() };
        for sent in waiting {
            let action = sent.action;
            let goes = ground.allows(action, opens, &self.sent);
            if goes {
                self.sent.push((opens, action));
                moment.sent.push(sent);
            }
            self.open.push(Asked { action, message: Some(goes.then_some(place)) });
        }
        self.moments.push(moment);
        self
    }
}
