//! A migration held against what a move does: everybody on the old version, wherever they can stand, is moved in thought.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::Places;
use crate::diff::migration::fault::{Fault, Kind};
use crate::diff::migration::migrating::{Forgotten, Migrating};
use crate::diff::migration::passing::Guards;
use crate::diff::migration::places::Walk;
use crate::diff::migration::values;
use crate::diff::pair::Pair;
use crate::engine::arrangement;
use crate::engine::moves::Image;
use crate::graph::standings::{Remembered, Standings};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Migration;
use crate::terms::span::Span;

/// How many standings are looked at beside one for each state.
const MORE_STANDINGS: usize = 4096;

/// How many pairs of places are looked at where there are more standings than that.
const MOST_PAIRS: usize = 100_000;

/// How people move; absent where they finish on the old version. Of the new one's guards that is known which `guards` says.
pub fn verify(pair: &Pair<'_>, guards: &Guards<'_>) -> Option<Migrating> {
    let plan = &pair.plan;
    if plan.finish {
        return None;
    }
    let journey = &pair.new.machine.journey;
    let version = &pair.old.machine.journey.version;
    let number = journey.migrate.iter().position(|entry| entry.from.matches(version));
    let entry = number.and_then(|number| journey.migrate.get(number));
    let standings = standings(pair);
    let mut walk = Walk::new(plan, &standings, guards, memories(pair, &standings).0);
    for place in (0..standings.all.len()).filter(|&place| standings.all[place].rests) {
        walk.look(place);
    }
    let mut faults = std::mem::take(&mut walk.faults);
    faults.extend(values::faults(pair, entry));
    faults.extend(entry.map(|entry| unreachable(pair, entry, guards.never)).unwrap_or_default());
    for fault in &mut faults {
        fault.places = places(pair, number, fault);
    }
    faults.sort_by_key(|fault| (fault.kind.breach(), fault.kind));
    Some(Migrating {
        entry: number.map(|number| range(pair, number)),
        number,
        begins: walk.begins(),
        moves: walk.moves(),
        timers: walk.timers.moves(),
        forgets: memories(pair, &standings).1,
        faults,
        whole: standings.whole,
    })
}

/// The range of an entry, as it was written.
fn range(pair: &Pair<'_>, number: usize) -> String {
    let decl = pair.new.subject.document.migrate.get(number).and_then(|decl| decl.from.as_ref());
    decl.map(|from| from.value.to_string()).unwrap_or_default()
}

/// Where people of the old version can stand; whoever came by an earlier migration as well.
fn standings(pair: &Pair<'_>) -> Standings {
    let machine = &pair.old.machine;
    let earlier = machine.journey.migrate.iter().flat_map(|entry| entry.states.iter().filter_map(|(_, image)| *image));
    let begins: Vec<StateId> = earlier.collect::<BTreeSet<StateId>>().into_iter().collect();
    let most = machine.journey.states.len() + MORE_STANDINGS;
    let mut standings = machine.standings(&begins, most);
    if !standings.whole {
        // An arrangement is legal if each two of its states can be active together: a state has room for one target or for
        // one behind another, and a parallel state for one in each region. So pairs show every conflict.
        let mut reached = machine.reachable(&|_| true);
        for state in standings.all.iter().flat_map(|standing| &standing.states) {
            reached[state.index()] = true;
        }
        standings.all.extend(machine.places_and_pairs(&reached, MOST_PAIRS).all);
    }
    standings
}

/// What new history states may remember, and what old ones lose.
fn memories(pair: &Pair<'_>, standings: &Standings) -> (Vec<Remembered>, Vec<Forgotten>) {
    let (plan, machine) = (&pair.plan, &pair.old.machine);
    let (mut kept, mut lost) = (Vec::new(), Vec::new());
    let name = |state: StateId| machine.state(state).name.value.clone();
    for (history, states) in &standings.memories {
        match arrangement::memory(plan, *history, states) {
            Some(memory) => kept.push(memory),
            None => lost
                .push(Forgotten { history: name(*history), states: states.iter().map(|&state| name(state)).collect() }),
        }
    }
    (kept, lost)
}

/// Images that are written out and to which nobody comes otherwise.
fn unreachable(pair: &Pair<'_>, entry: &Migration, never: &BTreeSet<StepId>) -> Vec<Fault> {
    let (old, new) = (&pair.old.machine, &pair.new.machine);
    let (was_reached, reached) = (old.reachable(&|_| true), new.reachable(&|step| !never.contains(&step)));
    let mut told: BTreeSet<StateId> = BTreeSet::new();
    let mut faults = Vec::new();
    for (state, image) in &entry.states {
        let Some(image) = image.filter(|image| !reached[image.index()]) else { continue };
        let name = &new.state(image).name.value;
        // What stays what it is was thought about when it came to be so; a name that the old version lacks is another's;
        // and where nobody came before, nobody moves.
        let comes = old.state_named(state).is_some_and(|state| was_reached[state.index()]);
        if name == state || !comes || !told.insert(image) {
            continue;
        }
        faults.push(Fault {
            kind: Kind::Unreachable,
            states: vec![state.clone()],
            timers: Vec::new(),
            variable: None,
            message: format!(
                "`{state}` goes to `{name}`, to which no step leads: nobody but those who move is ever there"
            ),
            help: format!("lead a step to `{name}`, or lead `{state}` elsewhere"),
            person: None,
            places: Places::default(),
        });
    }
    faults
}

/// Where a fault stands: in the entry, at what it says of the state or the variable, else at what it is about.
fn places(pair: &Pair<'_>, number: Option<usize>, fault: &Fault) -> Places {
    let document = pair.new.subject.document;
    let decl = number.and_then(|number| document.migrate.get(number));
    let said = decl.and_then(|decl| match (&fault.variable, fault.states.last()) {
        (Some(variable), _) => {
            decl.set.iter().find(|assign| assign.variable.value == *variable).map(|assign| assign.variable.span)
        }
        (None, Some(_)) => fault.states.iter().rev().find_map(|state| image_of(pair, decl, state)),
        (None, None) => None,
    });
    let entry = decl.map(|decl| decl.from.as_ref().map_or(decl.span, |from| from.span));
    let version = document.version.as_ref().map(|version| version.span);
    let state = fault.states.first().and_then(|state| pair.old.machine.state_named(state));
    let old = state.map(|state| pair.old.machine.state(state).name.span);
    let own = if fault.kind == Kind::Untyped { fault.places.new } else { None };
    Places { old: fault.places.old.or(old), new: own.or(said).or(entry).or(version) }
}

/// Where the entry speaks of a state, or of one around it that decides.
fn image_of(pair: &Pair<'_>, decl: &crate::syntax::lifecycle::MigrateDecl, name: &SmolStr) -> Option<Span> {
    let machine = &pair.old.machine;
    let state = machine.state_named(name)?;
    let speaks = |of: StateId| {
        let name = &machine.state(of).name.value;
        decl.states.iter().find(|(old, _)| old.value == *name).map(|(old, _)| old.span)
    };
    match pair.plan.image(state) {
        Image::Around(_) => machine.outward(state).find_map(speaks),
        _ => speaks(state),
    }
}
