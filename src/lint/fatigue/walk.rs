//! Ways on which a person gets too many messages, by one event and then by time alone.
//!
//! A walk begins with an entry, an event or a timer that sends something. After it only what time brings counts: `always`
//! steps, timers whose duration is known, events that the journey brings about itself, and the fates of its actions, which
//! are taken as coming at once. A second event from outside would come whenever it comes, so none is counted. A guard may
//! hold or not. Of what is unknown (when a state around was entered, what the regions beside are in) nothing is counted:
//! what is found can happen.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::lint::fatigue::brings::known;
use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::person::{Cause, Moment, Person};
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{Due, StateKind, Timer, Trigger};

/// Each walk looks at so many situations: enough for what happens in a day, and the whole stays linear.
const BUDGET: usize = 120;

/// The ways, each once, in file order; none shares a moment that sends something with one before it.
pub fn ways(ground: &Ground<'_>) -> Vec<Vec<Moment>> {
    let mut told: BTreeSet<Cause> = BTreeSet::new();
    let mut all = Vec::new();
    for start in starts(ground) {
        if start.sent.is_empty() {
            continue;
        }
        let mut walk = Walk { ground, budget: BUDGET };
        let Some(way) = walk.explore(start) else { continue };
        let causes: Vec<Cause> =
            way.iter().filter(|moment| !moment.sent.is_empty()).map(|moment| moment.cause).collect();
        if causes.iter().all(|cause| !told.contains(cause)) {
            all.push(way);
        }
        told.extend(causes);
    }
    all
}

/// Whoever just entered, and whoever just took a step that an event or a timer fires.
fn starts<'a>(ground: &'a Ground<'_>) -> impl Iterator<Item = Person> + 'a {
    let journey = &ground.machine.journey;
    let mut first = Person { active: vec![(Machine::ROOT, Some(0))], ..Person::default() };
    first.go(ground, Cause::Entry, Machine::ROOT, (&[Machine::ROOT], false));
    let entering = journey.entry.triggers.first().copied();
    first.waiting.extend(entering.map(|event| (0, event, None)));
    // The entry itself may send nothing, and the step that the entering event takes then does.
    let with_event = entering.into_iter().flat_map(move |event| after_event(ground, &first, event));
    with_event.chain((0..journey.steps.len()).filter_map(move |number| after_step(ground, StepId(number as u32))))
}

fn after_event(ground: &Ground<'_>, first: &Person, event: EventId) -> Vec<Person> {
    let mut all = vec![first.clone()];
    if first.sent.is_empty() {
        let mut person = first.clone();
        person.waiting.retain(|waiting| waiting.1 != event);
        all.extend(Walk { ground, budget: BUDGET }.heard(person, event));
    }
    all
}

fn after_step(ground: &Ground<'_>, step: StepId) -> Option<Person> {
    let of = ground.machine.step(step);
    let elapsed = match &of.trigger {
        Trigger::Always => return None,
        Trigger::Events(_) => 0,
        Trigger::Timer(timer) => first_due(timer).unwrap_or(0),
    };
    if is_unknown(ground, of.source) {
        return None;
    }
    let around = ground.machine.outward(of.source).skip(1).map(|state| (state, None));
    let mut person = Person { active: around.collect(), ..Person::default() };
    person.active.push((of.source, Some(-elapsed)));
    person.active.sort_unstable();
    for &other in &ground.machine.state(of.source).steps {
        if let Trigger::Timer(timer) = &ground.machine.step(other).trigger {
            let past = if other == step { 1 } else { past(timer, elapsed) };
            person.fired.extend((past > 0).then_some((other, past)));
        }
    }
    person.go(ground, Cause::Step(step), of.source, (&of.to, of.reenter));
    Some(person)
}

/// When a timer is first due, from the entry of its state.
fn first_due(timer: &Timer) -> Option<i64> {
    match &timer.due {
        Due::After(term) | Due::Every(term, _) => known(term),
        Due::Gaps(gaps) => known(gaps.first()?),
        Due::At(_) => None,
    }
}

/// How often a timer was due in the first `elapsed` milliseconds.
fn past(timer: &Timer, elapsed: i64) -> u32 {
    let count = match &timer.due {
        Due::After(term) => i64::from(known(term).is_some_and(|after| after <= elapsed)),
        Due::Every(period, often) => {
            let period = known(period).filter(|period| *period > 0);
            period.map_or(0, |period| elapsed / period).min(often.map_or(i64::MAX, i64::from))
        }
        Due::Gaps(gaps) => {
            let waits = gaps.iter().map_while(known).scan(0, |at: &mut i64, wait| {
                *at = at.saturating_add(wait);
                Some(*at)
            });
            waits.take_while(|&at| at <= elapsed).count() as i64
        }
        Due::At(_) => 0,
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether it is not known what fires in `state`.
fn is_unknown(ground: &Ground<'_>, state: StateId) -> bool {
    ground.machine.unread.is_uncertain(state, state)
}

struct Walk<'a, 'g> {
    ground: &'a Ground<'g>,
    budget: usize,
}

impl Walk<'_, '_> {
    fn explore(&mut self, person: Person) -> Option<Vec<Moment>> {
        if person.sent.len() > self.ground.limits.most {
            return Some(person.moments);
        }
        if person.over || self.budget == 0 {
            return None;
        }
        self.budget -= 1;
        self.choices(person).into_iter().find_map(|next| self.explore(next))
    }

    /// What may be next, the fuller first.
    fn choices(&self, mut person: Person) -> Vec<Person> {
        if let Some(drawn) = self.drawn(&person) {
            return drawn;
        }
        if !person.settled {
            return self.eventless(person);
        }
        if let Some(at) = person.waiting.iter().position(|waiting| waiting.0 <= person.now) {
            let (_, event, _) = person.waiting.remove(at);
            return self.heard(person, event);
        }
        if let Some(action) = person.open.pop() {
            return self.answered(person, action);
        }
        self.later(person)
    }

    fn drawn(&self, person: &Person) -> Option<Vec<Person>> {
        let splits = person.active.iter().map(|active| active.0);
        let (state, split) = splits.into_iter().find_map(|state| match &self.ground.machine.state(state).kind {
            StateKind::Split(split) => Some((state, split)),
            _ => None,
        })?;
        let arms = split.arms.iter().filter(|arm| !arm.to.is_empty()).map(|arm| {
            let mut next = person.clone();
            next.go(self.ground, Cause::Draw(state), state, (&arm.to, false));
            next
        });
        Some(arms.collect())
    }

    fn eventless(&self, mut person: Person) -> Vec<Person> {
        let (mut all, forced) = self.taken(&person, &|trigger| matches!(trigger, Trigger::Always));
        if !forced {
            person.settled = true;
            all.push(person);
        }
        all
    }

    /// What comes of an event: a step that takes it, or nothing.
    fn heard(&self, person: Person, event: EventId) -> Vec<Person> {
        let exits = self.ground.machine.journey.exit.iter().filter(|rule| rule.triggers.contains(&event));
        if exits.into_iter().any(|rule| rule.guard.is_none()) {
            return Vec::new();
        }
        let listens = |trigger: &Trigger| matches!(trigger, Trigger::Events(events) if events.contains(&event));
        let (mut all, forced) = self.taken(&person, &listens);
        if !forced {
            all.push(person);
        }
        all
    }

    /// The steps that may be taken now, in the order in which they are asked, up to the first without a guard; and whether
    /// there is such a one.
    fn taken(&self, person: &Person, fires: &dyn Fn(&Trigger) -> bool) -> (Vec<Person>, bool) {
        let mut all = Vec::new();
        for &(state, _) in person.active.iter().rev().filter(|active| !is_unknown(self.ground, active.0)) {
            for &step in &self.ground.machine.state(state).steps {
                let of = self.ground.machine.step(step);
                if fires(&of.trigger) && !person.taken.contains(&step) {
                    let mut next = person.clone();
                    next.go(self.ground, Cause::Step(step), of.source, (&of.to, of.reenter));
                    all.push(next);
                    if of.guard.is_none() {
                        return (all, true);
                    }
                }
            }
        }
        (all, false)
    }

    /// What comes of the fate of an action.
    fn answered(&self, person: Person, action: ActionId) -> Vec<Person> {
        let mut all = Vec::new();
        for events in self.ground.fates(action) {
            let heard = |event: &EventId| {
                let listens = |step: &StepId| {
                    let trigger = &self.ground.machine.step(*step).trigger;
                    matches!(trigger, Trigger::Events(events) if events.contains(event))
                };
                person.active.iter().any(|active| self.ground.machine.state(active.0).steps.iter().any(listens))
            };
            if events.iter().any(heard) {
                let mut next = person.clone();
                next.waiting.extend(events.iter().map(|&event| (next.now, event, None)));
                all.push(next);
            }
        }
        all.push(person);
        all
    }

    /// What is due next, if it still counts.
    fn later(&self, mut person: Person) -> Vec<Person> {
        let timer = person.next_timer(self.ground);
        let event = person.waiting.iter().map(|waiting| waiting.0).min();
        let Some(due) = timer.map(|timer| timer.0).into_iter().chain(event).min() else { return Vec::new() };
        let first = person.sent.first().map_or(person.now, |sent| sent.0);
        if due >= first.saturating_add(self.ground.limits.window) {
            return Vec::new();
        }
        person.wait_until(due);
        let Some((_, step)) = timer.filter(|timer| timer.0 == due) else { return vec![person] };
        let of = self.ground.machine.step(step);
        person.tick(step);
        let mut all = Vec::new();
        if !is_unknown(self.ground, of.source) {
            let mut next = person.clone();
            next.go(self.ground, Cause::Step(step), of.source, (&of.to, of.reenter));
            all.push(next);
        }
        if of.guard.is_some() || all.is_empty() {
            all.push(person);
        }
        all
    }
}
