//! What is read where the worlds of somebody part.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::reads::Reads;
use crate::expr::term::Condition;
use crate::model::journey::{GoalBy, Journey, Trigger};
use crate::trial::counterfactual::parts::{Part, names};
use crate::trial::counterfactual::shared::SharedJourney;
use crate::trial::counterfactual::sides::Sides;

/// What is read.
#[derive(Debug, Default)]
pub struct Read {
    /// Variables, as the new version calls them.
    pub variables: BTreeSet<SmolStr>,
    /// Whether the event is read.
    pub hears: bool,
}

impl Read {
    /// What the entry, the steps, the rules and the goals read that were not alike in both worlds, before they came about,
    /// and what is read for what was done otherwise.
    pub fn of(sides: &Sides<'_>, journey: &SharedJourney) -> Self {
        let mut read = Self::default();
        for (world, version) in journey.versions.iter().enumerate() {
            let Some(version) = version else { continue };
            let of = &version.machine.journey;
            for reads in asked(sides, journey, (of, world)) {
                read.variables.extend(names(&reads, of, journey));
                read.hears |= !reads.payload.is_empty();
            }
        }
        if sides.fails_apart() || sides.both().is_none_or(|[old, new]| old.effects != new.effects) {
            for part in parts(sides) {
                let does = part.does(journey);
                read.variables.extend(does.reads);
                read.hears |= does.hears;
                if sides.fails_apart() {
                    read.variables.extend(does.sets.into_values().flatten());
                }
            }
        }
        read
    }
}

/// What did something there.
pub fn parts(sides: &Sides<'_>) -> impl Iterator<Item = Part> {
    let steps = sides.all().flat_map(|deed| deed.steps.iter().map(|&step| Part::Step(step)));
    steps.chain(sides.all().flat_map(|deed| deed.entered.iter().map(|&state| Part::State(state))))
}

/// The conditions and due times of one version that were asked with different answers.
fn asked(sides: &Sides<'_>, journey: &SharedJourney, (of, world): (&Journey, usize)) -> Vec<Reads> {
    let guard = |condition: &Option<Condition>| condition.as_ref().map(Condition::reads);
    if sides.enters_apart() {
        return guard(&of.entry.guard).into_iter().collect();
    }
    let mut asked = Vec::new();
    if sides.exits_apart() {
        let is_meant = |id: &SmolStr| sides.all().any(|deed| deed.rule() == Some(id));
        let rules = of.exit.iter().filter(|rule| is_meant(&rule.id.value));
        asked.extend(rules.filter_map(|rule| guard(&rule.guard)));
        return asked;
    }
    let late = sides.both().is_some_and(|[old, new]| old.at != new.at);
    let steps = sides.lone.iter().flatten().chain(sides.common.iter().filter(|_| late));
    let ids: BTreeSet<&str> = steps.map(|&step| journey.steps.called(step, world)).collect();
    for step in of.steps.iter().filter(|step| ids.contains(step.id.value.as_str())) {
        asked.extend(guard(&step.guard));
        if let Trigger::Timer(timer) = &step.trigger {
            asked.push(timer.reads.clone());
        }
    }
    for goal in
        of.goals.iter().filter(|goal| sides.lone_goals().any(|it| journey.goals.called(it, world) == goal.id.value))
    {
        if let GoalBy::Events(_, condition) = &goal.by {
            asked.extend(guard(condition));
        }
    }
    asked
}
