//! Steps that can never win, because earlier ones of their state, those of every state inside, or those of an earlier region
//! always answer first.

use std::collections::BTreeMap;

use crate::expr::solve::question::Answer;
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::readings;
use crate::lint::verdicts::asking::{asked, is_certain};
use crate::lint::verdicts::beside::Beside;
use crate::lint::verdicts::leaving::Leaving;
use crate::lint::verdicts::outdoing::Outdoing;
use crate::lint::verdicts::verdict::Verdict;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// More earlier steps than this are not put together in one question.
const MOST: usize = 24;

/// What was found.
#[derive(Debug, Default)]
pub struct Shadows {
    /// Each such step, with those that always answer first.
    pub shadowed: BTreeMap<StepId, Vec<StepId>>,
    /// Those of them for which exit rules come first, by the places of the rules.
    pub outdone: BTreeMap<StepId, Vec<usize>>,
    /// How many questions were left open.
    pub open: usize,
}

/// Finds them among the steps that may win as far as their own guards go. The verdicts are those of the guards, by step
/// and by exit rule; `leaving` says where nobody stays.
pub fn of(
    case: &Case<'_>,
    (verdicts, exits): (&[Verdict], &[Verdict]),
    (connected, leaving): (&[bool], &Leaving),
) -> Shadows {
    let mut found = Shadows::default();
    let certain = (0..case.machine.journey.steps.len() as u32).map(|step| is_certain(case, StepId(step))).collect();
    let (outdoing, beside) = (Outdoing::of(case, exits), Beside::of(case, verdicts, (connected, leaving)));
    let seeker = Seeker { case, verdicts, outdoing, beside, connected, certain, leaving };
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        if !connected[number] || !case.knowledge().is_visited(StateId(number as u32)) {
            continue;
        }
        for &step in &state.steps {
            if seeker.certain[step.index()] && !verdicts[step.index()].is_never() {
                seeker.judge(StateId(number as u32), step, &mut found);
            }
        }
    }
    found
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c [Verdict],
    outdoing: Outdoing<'c, 'a>,
    beside: Beside<'c, 'a>,
    connected: &'c [bool],
    /// By step, whether it was read whole.
    certain: Vec<bool>,
    leaving: &'c Leaving,
}

/// What a step waits for.
#[derive(Clone, Copy, PartialEq)]
enum Call {
    /// Nothing.
    Always,
    Event(EventId),
}

/// Whether a step is always answered before.
enum Covered {
    By(Vec<StepId>),
    No,
    Unknown,
}

impl Seeker<'_, '_> {
    fn judge(&self, state: StateId, step: StepId, found: &mut Shadows) {
        let machine = &self.case.machine;
        let mut rules = Vec::new();
        let covered = match &machine.step(step).trigger {
            Trigger::Timer(_) => Covered::No,
            Trigger::Always => {
                let always = machine.dispatch.always(state);
                let earlier: Vec<StepId> = always.iter().copied().take_while(|&other| other != step).collect();
                let covered =
                    self.covered(step, &earlier, || self.case.knowledge().world(machine, state, &Trigger::Always));
                self.or_inside(covered, (state, step), &[Call::Always])
            }
            Trigger::Events(events) => {
                let left;
                (left, rules) = self.outdoing.split(state, step, events);
                if left.is_empty() && !events.is_empty() {
                    Covered::By(Vec::new())
                } else {
                    match self.leaving.at_once(machine, state) {
                        [] => self.covered_for_all(state, step, &left),
                        leaving => Covered::By(leaving.to_vec()),
                    }
                }
            }
        };
        match covered {
            Covered::By(earlier) => {
                found.shadowed.insert(step, earlier);
                if !rules.is_empty() {
                    found.outdone.insert(step, rules);
                }
            }
            Covered::Unknown => found.open += 1,
            Covered::No => {}
        }
    }

    /// A step wins unless it is covered for each of `events`, which are those of its own that no exit rule answers.
    fn covered_for_all(&self, state: StateId, step: StepId, events: &[EventId]) -> Covered {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let mut groups: BTreeMap<Vec<StepId>, Vec<EventId>> = BTreeMap::new();
        for &event in events {
            let listening = machine.dispatch.steps(state, event).iter().map(|&(_, other)| other);
            let earlier: Vec<StepId> = listening.take_while(|&other| other != step).collect();
            groups.entry(earlier).or_default().push(event);
        }
        let mut all: Vec<StepId> = Vec::new();
        for (earlier, of) in groups {
            let whole = matches!(&machine.step(step).trigger, Trigger::Events(all) if all.len() == of.len());
            let covered = if whole {
                let world = || knowledge.world(machine, state, &machine.step(step).trigger);
                self.covered(step, &earlier, world)
            } else {
                self.covered_for_each(state, step, (&earlier, &of))
            };
            let calls: Vec<Call> = of.iter().copied().map(Call::Event).collect();
            match self.or_beside(self.or_inside(covered, (state, step), &calls), step, &of) {
                Covered::By(more) => all.extend(more),
                other => return other,
            }
        }
        all.sort_unstable();
        all.dedup();
        if all.is_empty() { Covered::No } else { Covered::By(all) }
    }

    fn covered_for_each(&self, state: StateId, step: StepId, (earlier, of): (&[StepId], &[EventId])) -> Covered {
        let mut last = Covered::No;
        for &event in of {
            let world = || self.case.knowledge().world_of_event(&self.case.machine, state, event);
            last = self.covered(step, earlier, world);
            if !matches!(last, Covered::By(_)) {
                break;
            }
        }
        last
    }

    fn covered<'w>(&self, step: StepId, earlier: &[StepId], world: impl FnOnce() -> World<'w>) -> Covered {
        let machine = &self.case.machine;
        let whole = |other: &&StepId| self.certain[other.index()] && !self.verdicts[other.index()].is_never();
        let earlier: Vec<StepId> = earlier.iter().filter(whole).copied().collect();
        let mut always = earlier.iter().copied().filter(|other| self.verdicts[other.index()].is_always());
        let unguarded = always.clone().find(|&other| machine.step(other).guard.is_none());
        if let Some(always) = unguarded.or_else(|| always.next()) {
            return Covered::By(vec![always]);
        }
        if earlier.is_empty() || earlier.len() > MOST {
            return Covered::No;
        }
        let guards: Vec<&Condition> = earlier.iter().filter_map(|other| machine.step(*other).guard.as_ref()).collect();
        let own = machine.step(step).guard.as_ref();
        let world = self.case.knowledge().doubting(world());
        let holds: Vec<&Condition> = own.into_iter().collect();
        match asked((machine, &[]), &holds, &guards, &world) {
            Answer::Yes(_) => Covered::No,
            Answer::Unknown => Covered::Unknown,
            Answer::No => {
                // One alone says it more plainly.
                let alone = |guard: &&Condition| asked((machine, &[]), &holds, &[guard], &world).is_no();
                match guards.iter().position(alone) {
                    Some(place) => Covered::By(vec![earlier[place]]),
                    None => Covered::By(earlier),
                }
            }
        }
    }

    /// What is not covered in the state may be by another region.
    fn or_beside(&self, covered: Covered, step: StepId, events: &[EventId]) -> Covered {
        let Covered::No = covered else { return covered };
        let mut answering: Vec<StepId> = Vec::new();
        for &event in events {
            let Some(more) = self.beside.answers(step, event) else { return covered };
            answering.extend(more);
        }
        if answering.is_empty() { covered } else { Covered::By(answering) }
    }

    /// What is not covered by the state's own steps may be by those of every state inside.
    fn or_inside(&self, covered: Covered, (state, step): (StateId, StepId), calls: &[Call]) -> Covered {
        let (Covered::No, [first, ..]) = (&covered, calls) else { return covered };
        let machine = &self.case.machine;
        let is_group = matches!(machine.state(state).kind, StateKind::Compound(_) | StateKind::Parallel);
        if !is_group || machine.unread.is_uncertain(state, machine.state(state).last) {
            return covered;
        }
        let mut answering = Vec::new();
        for call in calls {
            let Some(more) = self.always_inside(state, step, *call) else { return covered };
            if call == first || answering.is_empty() {
                answering = more;
            }
        }
        if answering.is_empty() { covered } else { Covered::By(answering) }
    }

    /// The steps inside `state` that always answer before `step`, whichever of the states inside it is active, or by which
    /// nobody stays in that; absent where one may not.
    fn always_inside(&self, state: StateId, step: StepId, call: Call) -> Option<Vec<StepId>> {
        let machine = &self.case.machine;
        let mut found: Vec<StepId> = Vec::new();
        for leaf in (state.0 + 1..=machine.state(state).last.0).map(StateId) {
            // Nobody hears anything any more who has come to an end of the journey.
            let passes = machine.is_end(leaf)
                || matches!(machine.state(leaf).kind, StateKind::Split(_) | StateKind::History(..));
            if !machine.dispatch.is_atomic(leaf) || passes || !self.connected[leaf.index()] {
                continue;
            }
            for answer in self.answers((leaf, state), step, call)? {
                if !found.contains(&answer) {
                    found.push(answer);
                }
            }
        }
        Some(found)
    }

    /// Whether guards of several states look at when their own was entered: each at another instant, of which one question
    /// knows but one.
    fn count_apart(&self, step: StepId, others: &[StepId]) -> bool {
        let machine = &self.case.machine;
        let counts = |step: StepId| {
            let looks = machine.step(step).guard.as_ref().is_some_and(|guard| guard.reads().time);
            let decl = self.case.step_decl(step).guard.as_ref().filter(|_| looks);
            decl.is_some_and(|decl| readings::of(decl, self.case.definitions()).iter().any(|path| path[0] == "state"))
        };
        let counting = others.iter().copied().chain([step]).filter(|&step| counts(step));
        let mut sources = counting.map(|step| machine.step(step).source);
        sources.next().is_some_and(|first| sources.any(|source| source != first))
    }

    /// The steps from `leaf` outward, but not those of `state`, of which one always answers before `step`, or takes
    /// everybody out of it before that could be asked.
    fn answers(&self, (leaf, state): (StateId, StateId), step: StepId, call: Call) -> Option<Vec<StepId>> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let of = |at: StateId| -> Vec<StepId> {
            match call {
                Call::Always => machine.dispatch.always(at).to_vec(),
                Call::Event(event) => machine.dispatch.steps(at, event).iter().map(|&(_, step)| step).collect(),
            }
        };
        let is_rival = |step: &StepId| self.certain[step.index()] && !self.verdicts[step.index()].is_never();
        let inside = machine.outward(leaf).take_while(|&at| at != state);
        let steps: Vec<StepId> = inside.flat_map(of).filter(is_rival).collect();
        let surely = |step: &&StepId| self.verdicts[step.index()].is_always() && !self.leaving.goes_round(**step);
        if let Some(&answer) = steps.iter().find(surely) {
            return Some(vec![answer]);
        }
        let (leaving, world) = match call {
            Call::Always => (&[][..], knowledge.world(machine, leaf, &Trigger::Always)),
            Call::Event(event) => (self.leaving.at_once(machine, leaf), knowledge.world_of_event(machine, leaf, event)),
        };
        if !leaving.is_empty() {
            return Some(leaving.to_vec());
        }
        let is_knot = steps.iter().any(|&step| self.leaving.may_go_round(step));
        if steps.is_empty() || steps.len() > MOST || is_knot || self.count_apart(step, &steps) {
            return None;
        }
        let guards: Vec<&Condition> = steps.iter().filter_map(|&other| machine.step(other).guard.as_ref()).collect();
        let own: Vec<&Condition> = machine.step(step).guard.iter().collect();
        asked((machine, &[]), &own, &guards, &knowledge.doubting(world)).is_no().then_some(steps)
    }
}
