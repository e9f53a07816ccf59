//! What is due for somebody on the way, and time that passes.

use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::person::Person;
use crate::lint::timers::length;
use crate::model::ids::{StepId, WindowId};
use crate::model::journey::{Due, Timer, Trigger};

/// How many multiples of a rhythm that fall into closed hours are looked over.
const MOST_CLOSED: u32 = 100;

/// When a timer is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// The instant.
    pub at: i64,
    /// The timer.
    pub step: StepId,
    /// How often it was due by then, this time included.
    pub times: u32,
}

impl Person<'_> {
    /// The timer that is due first, and when, as far as that is known; in file order where several are.
    pub fn next_timer(&self, ground: &Ground<'_>) -> Option<Next> {
        let steps = self
            .active
            .iter()
            .flat_map(|&(state, since)| ground.machine.state(state).steps.iter().map(move |&step| (step, since)));
        steps.filter_map(|(step, since)| self.next_of(ground, step, since)).min()
    }

    /// When a timer is due next; what its window moves to another day is left out.
    fn next_of(&self, ground: &Ground<'_>, step: StepId, since: Option<i64>) -> Option<Next> {
        let Trigger::Timer(timer) = &ground.machine.step(step).trigger else { return None };
        let fired = self.fired.iter().find(|(known, _)| *known == step).map_or(0, |(_, times)| *times);
        let next = |more| {
            let count = fired.saturating_add(more);
            Some(Next { at: due(&timer.due, count.checked_sub(1)?, since)?, step, times: count })
        };
        let Some(window) = timer.within else { return next(1) };
        (1..=MOST_CLOSED).map_while(next).find(|next| self.is_open(ground, window, next.at))
    }

    /// Whether a window surely is open at an instant: somebody can be on the way in such hours that the first one that
    /// is asked for just opens when it is needed; of others nothing is known then.
    pub fn is_open(&self, ground: &Ground<'_>, window: WindowId, at: i64) -> bool {
        self.opened.is_none_or(|(known, opens)| known == window && ground.is_open(window, at.saturating_sub(opens)))
    }

    /// Something needs the window now; whether it is open.
    pub fn needs(&mut self, ground: &Ground<'_>, window: WindowId) -> bool {
        self.opened.get_or_insert((window, self.now));
        self.is_open(ground, window, self.now)
    }

    /// The timer was due for the last of so many times, whether or not anything came of it.
    pub fn tick(&mut self, ground: &Ground<'_>, step: StepId, times: u32) {
        match self.fired.iter_mut().find(|(known, _)| *known == step) {
            Some((_, known)) => *known = times,
            None => self.fired.push((step, times)),
        }
        if let Trigger::Timer(Timer { within: Some(window), .. }) = &ground.machine.step(step).trigger {
            self.needs(ground, *window);
        }
    }

    /// Time passes.
    pub fn wait_until(&mut self, instant: i64) {
        if instant > self.now {
            self.now = instant;
            self.taken.clear();
            self.settled = false;
        }
    }
}

/// When a timer that was due `fired` times is due next, after its state was entered; where its window does not matter.
fn due(due: &Due, fired: u32, since: Option<i64>) -> Option<i64> {
    match due {
        Due::After(term) if fired == 0 => Some(since?.saturating_add(length(term)?)),
        Due::Every(period, often) => {
            let period = length(period).filter(|period| *period > 0)?;
            // A rhythm that began before the walk goes on in it, whenever that was.
            let since = if often.is_none() { since.unwrap_or(0) } else { since? };
            let more = often.is_none_or(|often| fired < often);
            more.then(|| since.saturating_add(period.saturating_mul(i64::from(fired) + 1)))
        }
        Due::Gaps(gaps) => {
            let upto = gaps.get(..=fired as usize)?;
            let waits = upto.iter().map(length).collect::<Option<Vec<i64>>>()?;
            Some(waits.into_iter().fold(since?, i64::saturating_add))
        }
        _ => None,
    }
}
