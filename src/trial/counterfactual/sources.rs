//! What gave variables the values by which the worlds of somebody part.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::change::Change;
use crate::graph::content::element::{Element, Sort};
use crate::trial::counterfactual::ledger::Origin;
use crate::trial::counterfactual::parts::{Part, around};
use crate::trial::counterfactual::read::Read;
use crate::trial::counterfactual::shared::SharedJourney;
use crate::trial::counterfactual::sides::Sides;
use crate::trial::counterfactual::suspects::Aspect;

/// What gave variables their values.
#[derive(Debug, Default)]
pub struct Sources {
    /// The variables.
    variables: BTreeSet<SmolStr>,
    /// Parts that assign them, with those that they do.
    given: BTreeSet<(Element, SmolStr)>,
}

impl Sources {
    /// What gave the variables of `read` their values, and those from which these come, as far as `origins` tell of them.
    pub fn of(read: &Read, origins: &[&Origin], sides: &Sides<'_>, journey: &SharedJourney) -> Self {
        let by_name: BTreeMap<&str, &Origin> =
            origins.iter().map(|origin| (journey.variables.name(origin.variable), *origin)).collect();
        let both = sides.both().filter(|[old, new]| old.at == new.at);
        let here: Vec<Part> = both.iter().flat_map(|_| sides.common.iter().map(|&step| Part::Step(step))).collect();
        let mut found = Self::default();
        let mut left: Vec<SmolStr> = read.variables.iter().cloned().collect();
        while let Some(name) = left.pop() {
            if found.variables.contains(&name) {
                continue;
            }
            let parts = match by_name.get(name.as_str()) {
                Some(origin) => assigners(origin, journey),
                None if sides.enters_apart() => vec![Part::Entry],
                None => here.clone(),
            };
            if by_name.contains_key(name.as_str()) || sides.enters_apart() {
                found.variables.insert(name.clone());
            }
            for part in parts {
                if let Some(from) = part.does(journey).sets.remove(&name) {
                    found.given.insert((part.element(journey), name.clone()));
                    let known = from.into_iter().filter(|from| by_name.contains_key(from.as_str()));
                    left.extend(known);
                }
            }
        }
        found
    }

    /// Whether `change` gave one of them its value.
    pub fn gave(&self, change: &Change) -> bool {
        let is_of = |variable: &SmolStr| match Aspect::of(change) {
            Aspect::Sets => change.key.rsplit_once("set.").is_some_and(|(_, of)| of == variable),
            Aspect::Does => true,
            _ => false,
        };
        match change.element.sort {
            Sort::Variable => self.variables.contains(&change.element.id),
            _ => self.given.iter().any(|(part, variable)| *part == change.element && is_of(variable)),
        }
    }

    /// Whether `change` is of a part that gave one of them its value, if only at another time.
    pub fn came_by(&self, change: &Change) -> bool {
        self.given.iter().any(|(part, _)| *part == change.element)
    }
}

/// What may have given a variable its value.
fn assigners(origin: &Origin, journey: &SharedJourney) -> Vec<Part> {
    let states = around(origin.states.iter(), journey);
    let steps = origin.steps.iter().map(|&step| Part::Step(step));
    std::iter::once(Part::Entry).chain(steps).chain(states.into_iter().map(Part::State)).collect()
}
