//! Asks about every guard of a journey, and concludes which steps can never fire.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{self as solver, Answer, Claims};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::knowledge::activity::Moment;
use crate::lint::state_tests;
use crate::lint::verdicts::asking::{asked, is_certain, is_whole};
use crate::lint::verdicts::leaving::Leaving;
use crate::lint::verdicts::verdict::{Dead, Possible, Verdict, Verdicts};
use crate::lint::verdicts::{duplicates, ending, lateness, shadows};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{GoalBy, Step};
use crate::terms::value::Value;

/// What is known of the guards and steps of `case`; found out when it is first asked for.
pub fn of<'c>(case: &'c Case<'_>) -> &'c Verdicts {
    case.verdicts.get_or_init(|| judge(case))
}

fn judge(case: &Case<'_>) -> Verdicts {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let journey = &machine.journey;
    let connected = machine.reachable(&|_| true);
    let Tested { vain: contradicted, mut granted } = tested(case);
    let steps = (0..journey.steps.len() as u32).map(StepId);
    let steps: Vec<Verdict> = steps.map(|step| of_step(case, step, &connected, &contradicted)).collect();
    let anywhere =
        |guard: Option<&Condition>, events: &[_]| verdict(case, guard, || knowledge.world_anywhere(machine, events));
    let goal = |by: &GoalBy| match by {
        GoalBy::State(_) => Verdict::UNGUARDED,
        GoalBy::Events(events, guard) => anywhere(guard.as_ref(), events),
    };
    let duplicates = duplicates::of(case, &connected);
    granted.retain(|step| !steps[step.index()].is_always());
    // What asks in vain for a state is no rival, though it has another name than a guard that never holds; so it is with
    // what asks for the state in which everybody is.
    let vain = Verdict { holds: Possible::No, ..Verdict::default() };
    let rival = |(step, verdict): (StepId, &Verdict)| {
        if contradicted.contains(&step) {
            vain
        } else if granted.contains(&step) {
            Verdict::UNGUARDED
        } else {
            *verdict
        }
    };
    let rivals: Vec<Verdict> = (0..).map(StepId).zip(&steps).map(rival).collect();
    let exits: Vec<Verdict> = journey.exit.iter().map(|rule| anywhere(rule.guard.as_ref(), &rule.triggers)).collect();
    let leaving = Leaving::of(case, &rivals);
    let shadows = shadows::of(case, (&rivals, &exits), (&connected, &leaving));
    let leads_on = |step: StepId| rivals[step.index()].is_always() && !leaving.goes_round(step);
    let late = lateness::of(case, &leads_on, (&connected, &leaving));
    let mut verdicts = Verdicts {
        entry: verdict(case, journey.entry.guard.as_ref(), || knowledge.world_of_entry(machine)),
        exits,
        goals: journey.goals.iter().map(|of| goal(&of.by)).collect(),
        steps,
        granted,
        duplicates,
        shadowed: shadows.shadowed,
        outdone: shadows.outdone,
        late,
        connected,
        open: shadows.open,
        ending: ending::of(case),
        ..Verdicts::default()
    };
    verdicts.dead = dead(case, &contradicted, &verdicts);
    verdicts.reached = machine.reachable(&|step| verdicts.fires(step));
    let steps = (0..journey.steps.len() as u32).map(StepId);
    verdicts.idle = steps.filter(|&step| !verdicts.fires(step) || waits_in_vain(case, step)).collect();
    let all_fire = verdicts.idle.len() == verdicts.dead.len();
    let peopled = || machine.reachable(&|step| verdicts.happens(step));
    verdicts.peopled = if all_fire { verdicts.reached.clone() } else { peopled() };
    verdicts
}

/// Whether the guard of `id` holds only for values of variables that nothing sets.
fn waits_in_vain(case: &Case<'_>, id: StepId) -> bool {
    let (step, knowledge) = (case.machine.step(id), case.knowledge());
    let Some(guard) = step.guard.as_ref().filter(|guard| is_whole(guard) && knowledge.reads_unset(guard)) else {
        return false;
    };
    let world = knowledge.settled(knowledge.world(&case.machine, step.source, &step.trigger));
    asked((&case.machine, &[]), &[guard], &[], &world).is_no()
}

fn of_step(case: &Case<'_>, id: StepId, connected: &[bool], contradicted: &BTreeSet<StepId>) -> Verdict {
    let step = case.machine.step(id);
    let visited = connected[step.source.index()] && case.knowledge().is_visited(step.source);
    if !visited || !is_certain(case, id) {
        return Verdict::default();
    }
    if contradicted.contains(&id) {
        // That it asks for states in which nobody is then has a name of its own.
        let world = case.knowledge().world(&case.machine, step.source, &step.trigger);
        let guard: Vec<&Condition> = step.guard.iter().collect();
        let alone = solver::possible(&Claims { holds: &guard, fails: &[] }, &world, &mut Budget::default());
        return if alone.is_no() { Verdict { holds: Possible::No, ..Verdict::default() } } else { Verdict::default() };
    }
    verdict(case, step.guard.as_ref(), || case.knowledge().world(&case.machine, step.source, &step.trigger))
}

fn verdict<'w>(case: &Case<'_>, guard: Option<&Condition>, world: impl FnOnce() -> World<'w>) -> Verdict {
    let Some(guard) = guard else { return Verdict::UNGUARDED };
    if !is_whole(guard) {
        return Verdict::default();
    }
    let (anywhere, world) = ((&case.machine, &[][..]), world());
    let holds = possible(&asked(anywhere, &[guard], &[], &world));
    if holds == Possible::No {
        return Verdict { holds, fails: Possible::Yes };
    }
    let fails = possible(&asked(anywhere, &[], &[guard], &case.knowledge().doubting(world)));
    Verdict { holds, fails }
}

const fn possible(answer: &Answer) -> Possible {
    match answer {
        Answer::Yes(_) => Possible::Yes,
        Answer::No => Possible::No,
        Answer::Unknown => Possible::Unknown,
    }
}

fn dead(case: &Case<'_>, contradicted: &BTreeSet<StepId>, verdicts: &Verdicts) -> BTreeMap<StepId, Dead> {
    let never = verdicts.steps.iter().enumerate().filter(|(_, verdict)| verdict.is_never());
    let mut dead: BTreeMap<StepId, Dead> = never.map(|(number, _)| (StepId(number as u32), Dead::Guard)).collect();
    dead.extend(verdicts.shadowed.keys().map(|&step| (step, Dead::Shadowed)));
    dead.extend(verdicts.late.keys().map(|&step| (step, Dead::Timer)));
    for &step in contradicted {
        dead.entry(step).or_insert(Dead::StateTest);
    }
    if let Some(ending) = &verdicts.ending {
        let steps = (0..).map(StepId).zip(&case.machine.journey.steps);
        for (step, _) in steps.filter(|(_, step)| !ending.precedes(step)) {
            // What only exit rules come before is so because of the same.
            if verdicts.shadowed.get(&step).is_some_and(Vec::is_empty) {
                dead.insert(step, Dead::Ended);
            }
            dead.entry(step).or_insert(Dead::Ended);
        }
    }
    dead
}

/// Steps whose guards have but one answer because of the states that they ask for.
#[derive(Default)]
struct Tested {
    /// They never hold.
    vain: BTreeSet<StepId>,
    /// They always hold.
    granted: BTreeSet<StepId>,
}

fn tested(case: &Case<'_>) -> Tested {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let mut answers: BTreeMap<StateId, Vec<(u32, bool)>> = BTreeMap::new();
    for test in state_tests::of(case) {
        if let (Moment::Between(owner), Some(asked)) = (test.moment, machine.state_named(test.asked)) {
            answers.entry(owner).or_default().push((asked.0, test.answer));
        }
    }
    let mut found = Tested::default();
    for (&owner, answers) in &answers {
        for &id in machine.state(owner).steps.iter().filter(|&&id| is_certain(case, id)) {
            let Step { guard: Some(guard), trigger, .. } = machine.step(id) else { continue };
            let mut world = knowledge.world(machine, owner, trigger);
            for &(state, answer) in answers {
                world.set(Thing::InState(state), Values::one(&Value::Bool(answer)));
            }
            let never = |claims: &Claims<'_>, world: &World<'_>| {
                solver::possible(claims, world, &mut Budget::default()).is_no()
            };
            if never(&Claims { holds: &[guard], fails: &[] }, &world) {
                found.vain.insert(id);
            } else if never(&Claims { holds: &[], fails: &[guard] }, &knowledge.doubting(world)) {
                found.granted.insert(id);
            }
        }
    }
    found
}
