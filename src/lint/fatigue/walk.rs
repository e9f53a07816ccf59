//! Ways on which a person gets too many messages, by one event and then by time alone.
//!
//! A walk begins with an entry, an event or a timer that sends something. After it only what time brings counts: `always`
//! steps, timers whose duration is known, events that the journey brings about itself, and the fates of its actions, which
//! are taken as coming at once. A second event from outside would come whenever it comes, so none is counted. A guard may
//! hold or not, as far as that can be with the others on the way. Of what is unknown (when a state around was entered, what the regions beside are in) nothing is counted:
//! what is found can happen. Where a walk finds too little, it is gone again as if the window of its first messages had just
//! closed.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use smol_str::SmolStr;

use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::fatigue::clock::Next;
use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::person::{Asked, Cause, List, Moment, Person};
use crate::lint::fatigue::premises::Premises;
use crate::lint::timers::length;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Due, StateKind, Timer, Trigger};

/// Each walk looks at so many situations: enough for what happens in a day, and the whole stays linear.
const BUDGET: usize = 200;

/// And at so many before anything is sent.
const BEFORE: usize = 32;

/// The ways, each once, in file order; none has a message that one before it has.
pub fn ways(ground: &Ground<'_>) -> Vec<Vec<Moment>> {
    let mut told: BTreeSet<(List, SmolStr)> = BTreeSet::new();
    let mut all = Vec::new();
    for start in starts(ground).flat_map(|start| (Walk { ground }).beginnings(start)) {
        let held_back = start.held_back(ground);
        let walk = |start| (Walk { ground }).explore(start);
        let Some(way) = walk(start).or_else(|| walk(held_back?)) else { continue };
        let sent: Vec<_> = way.iter().flat_map(|moment| &moment.sent).map(|sent| sent.at.clone()).collect();
        if sent.iter().all(|at| !told.contains(at)) {
            all.push(way);
        }
        told.extend(sent);
    }
    all
}

/// Whoever just entered, and whoever just took a step that an event or a timer fires.
fn starts<'a, 'g>(ground: &'a Ground<'g>) -> impl Iterator<Item = Person<'g>> + use<'a, 'g> {
    let journey = &ground.machine.journey;
    let mut first =
        Person { active: vec![(Machine::ROOT, Some(0))], premises: Premises::of_entry(ground), ..Person::default() };
    first.set(&journey.entry.set);
    let entered = first.go(ground, Cause::Entry, Machine::ROOT, (&[Machine::ROOT], false)).into_iter();
    let with_event = entered.filter_map(move |mut first| {
        first.waiting.push((0, *journey.entry.triggers.first()?, None));
        Some(first)
    });
    with_event.chain((0..journey.steps.len()).flat_map(move |number| after_step(ground, StepId(number as u32))))
}

fn after_step<'g>(ground: &Ground<'g>, step: StepId) -> Vec<Person<'g>> {
    let of = ground.machine.step(step);
    let elapsed = match &of.trigger {
        Trigger::Always => return Vec::new(),
        Trigger::Events(_) => 0,
        Trigger::Timer(timer) => first_due(timer).unwrap_or(0),
    };
    if is_unknown(ground, of.source) || !ground.fires(step) {
        return Vec::new();
    }
    let around = ground.machine.outward(of.source).skip(1).map(|state| (state, None));
    let mut person = Person { active: around.collect(), around: -elapsed, ..Person::default() };
    person.active.push((of.source, Some(-elapsed)));
    person.active.sort_unstable();
    for &other in &ground.machine.state(of.source).steps {
        if let Trigger::Timer(timer) = &ground.machine.step(other).trigger {
            let past = if other == step { 1 } else { past(timer, elapsed) };
            if past > 0 {
                person.fired.push((other, past));
            }
            if let Some(window) = timer.within.filter(|_| other == step) {
                person.needs(ground, window);
            }
        }
    }
    let may = of.guard.as_ref().is_none_or(|guard| person.premises.assume(ground, guard, true));
    if may { person.go(ground, Cause::Step(step), of.source, (&of.to, of.reenter)) } else { Vec::new() }
}

/// When a timer is first due, from the entry of its state.
fn first_due(timer: &Timer) -> Option<i64> {
    match &timer.due {
        Due::After(term) | Due::Every(term, _) => length(term),
        Due::Gaps(gaps) => length(gaps.first()?),
        Due::At(_) => None,
    }
}

/// How often a timer was due in the first `elapsed` milliseconds.
fn past(timer: &Timer, elapsed: i64) -> u32 {
    let count = match &timer.due {
        Due::After(term) => i64::from(length(term).is_some_and(|after| after <= elapsed)),
        Due::Every(period, often) => {
            let period = length(period).filter(|period| *period > 0);
            period.map_or(0, |period| elapsed / period).min(often.map_or(i64::MAX, i64::from))
        }
        Due::Gaps(gaps) => {
            let waits = gaps.iter().map_while(length).scan(0, |at: &mut i64, wait| {
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
}

/// Somebody who is still to be followed.
struct Open<'g> {
    depth: usize,
    /// In which order they were come to.
    place: usize,
    person: Person<'g>,
}

impl Open<'_> {
    fn rank(&self) -> (usize, Reverse<i64>, usize, Reverse<usize>) {
        (self.person.sent.len(), Reverse(self.person.now), self.depth, Reverse(self.place))
    }
}

impl Ord for Open<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Open<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Open<'_> {}

impl<'g> Walk<'_, 'g> {
    /// Those who come of `start` by what happens at once, up to the first message that each of them gets.
    fn beginnings(&self, start: Person<'g>) -> Vec<Person<'g>> {
        let (mut open, mut found) = (VecDeque::from([start]), Vec::new());
        for _ in 0..BEFORE {
            let Some(mut person) = open.pop_front() else { break };
            if !person.sent.is_empty() {
                found.push(person);
            } else if !person.over {
                self.ground.was_denied();
                let choices = self.at_once(&mut person);
                open.extend(choices.filter(|_| !self.ground.was_denied()).into_iter().flatten());
            }
        }
        found
    }

    /// The first way on which there are too many; who got the most is followed first, then who got it sooner.
    fn explore(&self, start: Person<'g>) -> Option<Vec<Moment>> {
        // What was denied before is not this walk's.
        self.ground.was_denied();
        let (mut open, mut place) = (BinaryHeap::from([Open { depth: 0, place: 0, person: start }]), 0);
        for _ in 0..BUDGET {
            let Open { depth, person, .. } = open.pop()?;
            if person.sent.len() > self.ground.limits.most {
                return Some(person.moments);
            }
            if person.is_torn(self.ground) {
                continue;
            }
            if person.over && person.opening().is_some() {
                open.push(Open { depth: depth + 1, place, person: person.released(self.ground) });
            } else if !person.over {
                let choices = self.choices(person);
                if self.ground.was_denied() {
                    return None;
                }
                for person in choices {
                    place += 1;
                    open.push(Open { depth: depth + 1, place, person });
                }
            }
        }
        None
    }

    /// What may be next, the fuller first.
    fn choices(&self, mut person: Person<'g>) -> Vec<Person<'g>> {
        if let Some(choices) = self.at_once(&mut person) {
            return choices;
        }
        if let Some(asked) = person.open.pop() {
            return self.answered(person, &asked);
        }
        self.later(person)
    }

    /// What may be next in the same input; absent where it is over.
    fn at_once(&self, person: &mut Person<'g>) -> Option<Vec<Person<'g>>> {
        if let Some(drawn) = self.drawn(person) {
            return Some(drawn);
        }
        if !person.settled {
            return Some(self.eventless(person));
        }
        let at = person.waiting.iter().position(|waiting| waiting.0 <= person.now)?;
        let (_, event, _) = person.waiting.remove(at);
        Some(self.heard(std::mem::take(person), event))
    }

    fn drawn(&self, person: &Person<'g>) -> Option<Vec<Person<'g>>> {
        let splits = person.active.iter().map(|active| active.0);
        let (state, split) = splits.into_iter().find_map(|state| match &self.ground.machine.state(state).kind {
            StateKind::Split(split) => Some((state, split)),
            _ => None,
        })?;
        let arms = split.arms.iter().filter(|arm| !arm.to.is_empty()).flat_map(|arm| {
            let mut next = person.clone();
            next.set(&arm.set);
            next.go(self.ground, Cause::Draw(state), state, (&arm.to, false))
        });
        Some(arms.collect())
    }

    fn eventless(&self, person: &Person<'g>) -> Vec<Person<'g>> {
        let (mut all, rest) = self.taken(person, &|trigger| matches!(trigger, Trigger::Always));
        all.extend(rest.map(|rest| Person { settled: true, ..rest }));
        all
    }

    /// What comes of an event: a step that takes it, or nothing.
    fn heard(&self, mut person: Person<'g>, event: EventId) -> Vec<Person<'g>> {
        for rule in self.ground.machine.journey.exit.iter().filter(|rule| rule.triggers.contains(&event)) {
            let stays = |guard: &'g Condition| person.premises.assume(self.ground, guard, false);
            if !rule.guard.as_ref().is_some_and(stays) {
                return Vec::new();
            }
        }
        let listens = |trigger: &Trigger| matches!(trigger, Trigger::Events(events) if events.contains(&event));
        let (mut all, rest) = self.taken(&person, &listens);
        all.extend(rest);
        all
    }

    /// Those who take a step now, in the order in which steps are asked, up to the first that everybody takes who comes to
    /// it; and whoever takes none.
    fn taken(&self, person: &Person<'g>, fires: &dyn Fn(&Trigger) -> bool) -> (Vec<Person<'g>>, Option<Person<'g>>) {
        let (mut all, mut rest) = (Vec::new(), person.clone());
        for &(state, _) in person.active.iter().rev().filter(|active| !is_unknown(self.ground, active.0)) {
            for &step in &self.ground.machine.state(state).steps {
                let of = self.ground.machine.step(step);
                if !fires(&of.trigger) || !person.may_take(self.ground, step) {
                    continue;
                }
                all.extend(self.step(&rest, step));
                let passes = |guard: &'g Condition| rest.premises.assume(self.ground, guard, false);
                if !of.guard.as_ref().is_some_and(passes) {
                    return (all, None);
                }
            }
        }
        rest.premises.pass();
        (all, Some(rest))
    }

    /// Those who take `step`; nobody, where its guard cannot hold.
    fn step(&self, person: &Person<'g>, step: StepId) -> Vec<Person<'g>> {
        let (of, mut next) = (self.ground.machine.step(step), person.clone());
        let may = of.guard.as_ref().is_none_or(|guard| next.premises.assume(self.ground, guard, true));
        if may { next.go(self.ground, Cause::Step(step), of.source, (&of.to, of.reenter)) } else { Vec::new() }
    }

    /// What comes of the fate of an action: a message is either sent or held back.
    fn answered(&self, person: Person<'g>, &Asked { action, message }: &Asked) -> Vec<Person<'g>> {
        let mut all = Vec::new();
        for (events, is_held) in self.ground.fates(action).into_iter().zip([false, false, true]) {
            if message == Some(None) && !is_held {
                continue;
            }
            let heard = |event: &EventId| {
                let listens = |step: &StepId| {
                    let trigger = &self.ground.machine.step(*step).trigger;
                    matches!(trigger, Trigger::Events(events) if events.contains(event))
                };
                person.active.iter().any(|active| self.ground.machine.state(active.0).steps.iter().any(listens))
            };
            if events.iter().any(heard) {
                let mut next = person.clone();
                if let Some(Some(moment)) = message.filter(|_| is_held) {
                    next.hold(action, moment);
                }
                // An answer comes from outside: what it leads to may lead to it again.
                next.taken.clear();
                next.waiting.extend(events.iter().map(|&event| (next.now, event, None)));
                all.push(next);
            }
        }
        all.push(person);
        all
    }

    /// Until when somebody may still be where they are, as far as timers of states around say whose entry is not known.
    fn stays(&self, person: &Person<'g>) -> i64 {
        let machine = self.ground.machine;
        let around = person.active.iter().filter(|(_, since)| since.is_none());
        let leaving = around.flat_map(|&(state, _)| &machine.state(state).steps).filter_map(|&step| {
            let of = machine.step(step);
            let Trigger::Timer(timer) = &of.trigger else { return None };
            let surely = of.guard.is_none() && timer.within.is_none() && !of.to.is_empty() && self.ground.fires(step);
            surely.then(|| first_due(timer))?.map(|due| person.around.saturating_add(due))
        });
        leaving.min().unwrap_or(i64::MAX)
    }

    /// What is due next, if it still counts.
    fn later(&self, mut person: Person<'g>) -> Vec<Person<'g>> {
        let opening = person.opening();
        let first = opening.unwrap_or_else(|| person.sent.first().map_or(person.now, |sent| sent.0));
        let end = first.saturating_add(self.ground.limits.window).min(self.stays(&person));
        let always = |active: &(StateId, Option<i64>)| !self.ground.machine.dispatch.always(active.0).is_empty();
        let waits = !person.active.iter().any(always);
        loop {
            let timer = person.next_timer(self.ground);
            let event = person.waiting.iter().map(|waiting| waiting.0).min();
            let all = timer.map(|timer| timer.at).into_iter().chain(event).chain(opening);
            let Some(due) = all.min().filter(|&due| due < end) else { return Vec::new() };
            if opening == Some(due) {
                return vec![person.released(self.ground)];
            }
            person.wait_until(due);
            let Some(Next { step, times, .. }) = timer.filter(|timer| timer.at == due) else { return vec![person] };
            let of = self.ground.machine.step(step);
            person.tick(self.ground, step, times);
            let known = !is_unknown(self.ground, of.source) && person.may_take(self.ground, step);
            let mut all = if known { self.step(&person, step) } else { Vec::new() };
            // What fires and does nothing is passed over where nothing else can happen then.
            if all.is_empty() && waits {
                continue;
            }
            let passes = |guard: &'g Condition| person.premises.assume(self.ground, guard, false);
            if all.is_empty() || of.guard.as_ref().is_some_and(passes) {
                person.premises.pass();
                all.push(person);
            }
            return all;
        }
    }
}
