//! Which changes let an event of another journey say something else.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::Change;
use crate::diff::compare::Difference;
use crate::trial::counterfactual::among::{among, changes};
use crate::trial::counterfactual::ledger::{Origin, Parted};
use crate::trial::counterfactual::note::{Cause, Deed};
use crate::trial::counterfactual::parts::{Part, around};
use crate::trial::counterfactual::read::Read;
use crate::trial::counterfactual::shared::{Shared, SharedJourney};
use crate::trial::counterfactual::sides::Sides;
use crate::trial::counterfactual::sources::Sources;
use crate::trial::counterfactual::suspects::Aspect;

/// Changes of what emitted the event by which the worlds of `parted` part.
pub fn emissions<'w>(parted: &Parted, shared: &Shared, differences: &'w [Difference]) -> Vec<&'w Change> {
    let mut found: Vec<&Change> = Vec::new();
    for note in parted.notes.iter().flatten() {
        let Cause::Event(event) = &note.cause else { continue };
        for deed in parted.input.iter().flatten().map(|note| &note.deed) {
            let Some(journey) = deed.journey.and_then(|number| shared.journey(number)) else { continue };
            let event = journey.events.now(event);
            if deed.emitted.iter().any(|&emitted| journey.events.name(emitted) == event) {
                for change in of(deed, event, (parted, journey), changes(differences, journey)) {
                    if !found.iter().any(|known| std::ptr::eq(*known, change)) {
                        found.push(change);
                    }
                }
            }
        }
    }
    found
}

/// Changes of what emitted `event` in `deed`, and of what its payload was made of.
fn of<'w>(
    deed: &Deed,
    event: &SmolStr,
    (parted, journey): (&Parted, &SharedJourney),
    changes: &'w [Change],
) -> Vec<&'w Change> {
    let states = around(deed.from.iter().chain(&deed.entered), journey);
    let parts = deed.steps.iter().map(|&step| Part::Step(step)).chain(states.into_iter().map(Part::State));
    let (mut emitters, mut read) = (BTreeSet::new(), Read::default());
    for part in parts {
        if let Some(variables) = part.does(journey).emits.remove(event) {
            emitters.insert(part.element(journey));
            read.variables.extend(variables);
        }
    }
    let is_own = |origin: &&Origin| Some(origin.journey) == deed.journey && origin.key == deed.key;
    let origins: Vec<&Origin> = parted.origins.iter().filter(is_own).collect();
    let sources = Sources::of(&read, &origins, &Sides::of([None, None]), journey);
    let does = |change: &Change| Aspect::of(change) == Aspect::Does && emitters.contains(&change.element);
    among(changes, |change| does(change) || sources.gave(change))
}
