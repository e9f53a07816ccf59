//! What is due for somebody on the way, and time that passes.

use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::person::Person;
use crate::lint::timers::length;
use crate::model::ids::StepId;
use crate::model::journey::{Due, Trigger};

impl Person<'_> {
    /// The timer that is due first, and when, as far as that is known; in file order where several are.
    pub fn next_timer(&self, ground: &Ground<'_>) -> Option<(i64, StepId)> {
        let steps = self
            .active
            .iter()
            .flat_map(|&(state, since)| ground.machine.state(state).steps.iter().map(move |&step| (step, since)));
        steps.filter_map(|(step, since)| Some((self.due(ground, step, since)?, step))).min()
    }

    fn due(&self, ground: &Ground<'_>, step: StepId, since: Option<i64>) -> Option<i64> {
        let Trigger::Timer(timer) = &ground.machine.step(step).trigger else { return None };
        let fired = self.fired.iter().find(|(known, _)| *known == step).map_or(0, |(_, times)| *times);
        match &timer.due {
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

    /// The timer was due, whether or not anything came of it.
    pub fn tick(&mut self, step: StepId) {
        match self.fired.iter_mut().find(|(known, _)| *known == step) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => self.fired.push((step, 1)),
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
