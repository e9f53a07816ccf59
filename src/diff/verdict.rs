//! Which version a difference needs, which it has, and what is missing.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use semver::Version;
use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need};
use crate::diff::kind::Kind;
use crate::diff::migration::fault::{Breach, Fault, Kind as FaultKind};
use crate::diff::migration::migrating::{Fate, Migrating, Move};
use crate::diff::pair::Pair;
use crate::diff::taken_over::taken_over;
use crate::engine::moves::Image;
use crate::model::ids::StateId;
use crate::model::journey::{Migration, StateKind};
use crate::terms::renames::Renames;

/// What follows from all changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What the version needs.
    pub needed: Class,
    /// What it has; nothing where it is the same or an older one.
    pub made: Class,
    /// Whether nothing is missing; approvals are not asked for.
    pub ok: bool,
    /// Whether everybody on the old version finishes there, as `migrate` says.
    pub finishes: bool,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// Fingerprints of changes that people on the way will notice.
    pub to_approve: Vec<SmolStr>,
    /// Fingerprints of major changes that lack what satisfies them.
    pub unsatisfied: Vec<SmolStr>,
    /// An entry of `migrate` to paste, where one is missing or incomplete.
    pub proposed_migrate: Option<String>,
}

/// What a new version lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Other content under the same version.
    Bump,
    /// A greater bump.
    GreaterBump,
    /// A version that is above the old one.
    NewerVersion,
    /// An entry of `migrate` that covers the old version.
    Migration,
    /// Images, values or ids that `migrate` does not say.
    Images,
    /// Images and values that lead people where nobody wants them.
    Invalid,
}

/// The verdict on `changes`; a fault of `migrating` that only says again what a change lacks is taken out of it.
pub(in crate::diff) fn verdict(
    pair: &Pair<'_>,
    changes: &[Change],
    proposed: &Renames,
    mut migrating: Option<&mut Migrating>,
) -> Verdict {
    let (old, new) = (&pair.old.machine.journey, &pair.new.machine.journey);
    let entry = new.migrate.iter().find(|entry| entry.from.matches(&old.version));
    let finishes = entry.is_some_and(|entry| entry.finish);
    let needed = changes.iter().map(|change| change.class).max().unwrap_or_default();
    let made = made(&old.version, &new.version);
    let moves = migrating.as_ref().map(|migrating| migrating.moves.clone()).unwrap_or_default();
    let lacks = |change: &&Change| {
        change.class == Class::Major && !finishes && !is_satisfied(pair, &change.needs, entry, &moves)
    };
    let unsatisfied: Vec<&Change> = changes.iter().filter(lacks).collect();
    let bump = (needed > made).then(|| match new.version.cmp(&old.version) {
        Ordering::Equal => Missing::Bump,
        Ordering::Less => Missing::NewerVersion,
        Ordering::Greater => Missing::GreaterBump,
    });
    // Whoever moves by name only because the version says too little is told so by the version's own fault.
    let counts = entry.is_some() || bump.is_none();
    let breaches = migrating.as_mut().map(|migrating| breaches(migrating, &unsatisfied, counts)).unwrap_or_default();
    let missing: Vec<Missing> = [
        bump,
        (needed.max(made) == Class::Major && entry.is_none()).then_some(Missing::Migration),
        (!unsatisfied.is_empty() || breaches.contains(&Breach::Incomplete)).then_some(Missing::Images),
        breaches.contains(&Breach::Invalid).then_some(Missing::Invalid),
    ]
    .into_iter()
    .flatten()
    .collect();
    let incomplete = missing.contains(&Missing::Migration) || !unsatisfied.is_empty();
    Verdict {
        needed,
        made,
        ok: missing.is_empty(),
        finishes,
        missing,
        to_approve: changes.iter().filter(|change| change.ack).map(|change| change.fingerprint.clone()).collect(),
        unsatisfied: unsatisfied.iter().map(|change| change.fingerprint.clone()).collect(),
        proposed_migrate: incomplete.then(|| paste(pair, &unsatisfied, proposed)),
    }
}

/// The rules that the faults of `migrating` break, where they count.
fn breaches(migrating: &mut Migrating, unsatisfied: &[&Change], counts: bool) -> BTreeSet<Breach> {
    let asked = |name: &SmolStr| {
        unsatisfied.iter().any(|change| matches!(&change.needs, Need::Images(names) if names.contains(name)))
    };
    let timer = |step: &SmolStr| unsatisfied.iter().any(|change| change.needs == Need::Timer(step.clone()));
    // Whoever cannot leave a state any more, or waits for a timer, is the matter of the change that asks for an image of
    // the one or for the other.
    let is_told = |fault: &Fault| fault.states.iter().any(asked) || fault.timers.iter().any(timer);
    migrating.faults.retain(|fault| fault.kind != FaultKind::Trapped || !is_told(fault));
    migrating.faults.iter().filter(|_| counts).map(|fault| fault.kind.breach()).collect()
}

/// Which number of the version is greater.
fn made(old: &Version, new: &Version) -> Class {
    if new <= old {
        Class::None
    } else if new.major > old.major {
        Class::Major
    } else if new.minor > old.minor {
        Class::Minor
    } else {
        Class::Patch
    }
}

/// Whether `entry` says all that `needs` asks for.
fn is_satisfied(pair: &Pair<'_>, needs: &Need, entry: Option<&Migration>, moves: &[Move]) -> bool {
    let says = |of: &dyn Fn(&Migration) -> bool| entry.is_some_and(of);
    match needs {
        Need::Bump => true,
        Need::Images(states) => says(&|entry| states.iter().all(|state| has_image(pair, (entry, moves), state))),
        Need::Step(step) => says(&|entry| entry.steps.iter().any(|(old, _)| old == step)),
        Need::Set(names) => {
            says(&|entry| names.iter().all(|name| entry.set.iter().any(|assign| assign.variable.value == *name)))
        }
        Need::Timer(step) => {
            says(&|entry| entry.timers.iter().any(|(id, _)| pair.new.machine.step(*id).id.value == *step))
        }
    }
}

/// Whether `entry` says what becomes of whoever is in a state: of the state itself; of one around it or beside it that ends
/// them; or, of what has no place by name, of one around it that has one. Of a journey that is over nobody moves.
fn has_image(pair: &Pair<'_>, (entry, moves): (&Migration, &[Move]), name: &SmolStr) -> bool {
    let machine = &pair.old.machine;
    let says = |of: &SmolStr| entry.states.iter().any(|(old, _)| old == of);
    let Some(state) = machine.state_named(name) else { return says(name) };
    let is_over = machine.is_end(state);
    let ends = || machine.outward(state).any(|outer| pair.plan.image(outer) == Image::Exit);
    let has_place = || match pair.plan.image(state) {
        Image::Around(_) => true,
        Image::Nowhere => moves.iter().any(|of| of.from == *name && of.fate == Fate::Leave),
        _ => false,
    };
    says(name) || is_over || ends() || has_place()
}

/// What is around a region of the old version, as the new one calls it: whoever goes there keeps their other regions.
fn around<'p>(pair: &'p Pair<'_>, region: &SmolStr) -> Option<&'p SmolStr> {
    let machine = &pair.old.machine;
    let around = machine.state(machine.state_named(region)?).parent?;
    Some(&pair.new.machine.state(pair.new_state(around)?).name.value)
}

/// The parallel state, as the new version calls it, that the old state `name` has left: who is in other regions of that
/// cannot be where it is now.
fn left<'p>(pair: &'p Pair<'_>, name: &SmolStr) -> Option<&'p SmolStr> {
    let (old, new) = (&pair.old.machine, &pair.new.machine);
    let state = old.state_named(name)?;
    let now = pair.new_state(state)?;
    let parallel = |&outer: &StateId| matches!(old.state(outer).kind, StateKind::Parallel);
    let mut images = old.outward(state).skip(1).filter(parallel).filter_map(|outer| pair.new_state(outer));
    let outer = images.find(|&outer| !new.is_inside(outer, now))?;
    Some(&new.state(outer).name.value)
}

/// Lines that say what becomes of whoever is in the states `names`, for which `change` asks.
fn images(pair: &Pair<'_>, change: &Change, names: &[SmolStr], proposed: &Renames) -> Vec<String> {
    if change.kind == Kind::RegionRemoved {
        let region = &change.element.id;
        return around(pair, region).map(|now| format!("{region}: {now}")).into_iter().collect();
    }
    let old = &pair.old.machine;
    let line = |name: &SmolStr| -> Vec<String> {
        if let Some(now) = proposed.states.0.get(name) {
            return vec![format!("{name}: {now}")];
        }
        if let Some(parallel) = left(pair, name).filter(|_| change.kind == Kind::StateMoved) {
            let all = old.state_named(name).into_iter().flat_map(|state| state.0..=old.state(state).last.0);
            let said =
                |state| format!("{}: {parallel}  # beside the other regions", old.state(StateId(state)).name.value);
            return all.map(said).collect();
        }
        if change.kind == Kind::StateRemoved && pair.new.machine.state_named(name).is_none() {
            return vec![format!("{name}: exit  # or the state where they go on")];
        }
        vec![format!("{name}: {name}  # or the state where they go on")]
    };
    names.iter().flat_map(line).collect()
}

/// An entry of `migrate` that says what is missing, as far as it can be known.
fn paste(pair: &Pair<'_>, unsatisfied: &[&Change], proposed: &Renames) -> String {
    let version = &pair.old.machine.journey.version;
    // No range covers what comes before a release, unless it names that.
    let from = if version.pre.is_empty() { format!("{}.x", version.major) } else { format!("={version}") };
    let mut text = format!("migrate:\n  - from: \"{from}\"\n");
    let mut states = Vec::new();
    let mut steps = Vec::new();
    let mut set = Vec::new();
    let mut timers = Vec::new();
    for change in unsatisfied {
        match &change.needs {
            Need::Bump => {}
            Need::Images(names) => states.extend(images(pair, change, names, proposed)),
            Need::Step(id) => steps.extend(proposed.steps.0.get(id).map(|now| format!("{id}: {now}"))),
            Need::Set(names) => set.extend(names.iter().map(|name| taken_over(pair, name))),
            Need::Timer(id) => timers.push(format!("{id}: 1d  # from the move on")),
        }
    }
    for (key, mut lines) in [("states", states), ("set", set), ("timers", timers), ("steps", steps)] {
        lines.sort();
        lines.dedup();
        if !lines.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "    {key}:");
            for line in lines {
                let _ = writeln!(text, "      {line}");
            }
        }
    }
    text
}
