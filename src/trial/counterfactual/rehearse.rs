//! The same events happen in two worlds.

use std::collections::BTreeMap;
use std::io::Read;

use smol_str::SmolStr;

use crate::orchestrator::person::Person;
use crate::runner::decoders::Decoders;
use crate::runner::lane::Lane;
use crate::runner::run::{Output, RunError, run_lanes};
use crate::trial::counterfactual::ends::Ends;
use crate::trial::counterfactual::ledger::{Id, Ledger};
use crate::trial::counterfactual::outcome::{Left, Outcome};
use crate::trial::counterfactual::twin::{Pair, Twin};
use crate::trial::counterfactual::worlds::Worlds;

/// Lets the lines of `input` happen in both worlds, on so many threads; timers fire up to `until`, else up to the greatest
/// timestamp. What became of everybody is the same for any number of threads.
pub fn rehearse(
    worlds: &Worlds<'_>,
    (threads, until): (usize, Option<i64>),
    input: &mut (dyn Read + Send),
    output: &mut dyn Output,
) -> Result<Outcome, RunError> {
    let decoders = Decoders::of_two(worlds.fleets[0], worlds.fleets[1]);
    let mut twins: Vec<Twin<'_>> = (0..threads.max(1)).map(|_| Twin::new(worlds)).collect();
    let (pairs, until) = run_lanes(&decoders, &mut twins, until, input, output)?;
    let lines = twins.iter().map(Lane::lines).sum();
    let people = pairs.len() as u64;
    let (mut ends, mut ledger) = (Ends::default(), Ledger::default());
    let ledgers: Vec<Ledger> = twins
        .into_iter()
        .map(|twin| {
            ends.add(twin.ends);
            twin.ledger
        })
        .collect();
    let names = aliases(&pairs);
    let canonical = |who: Id| if who.1 { names.get(&who.0).cloned().unwrap_or(who) } else { who };
    for of in ledgers {
        ledger.add(of, &canonical);
    }
    Ok(Outcome::of(Left { lines, people, until, ends, ledger }))
}

/// Who the unknown people are who turned out to be somebody, in the new world where both say something.
fn aliases(pairs: &[Pair]) -> BTreeMap<SmolStr, Id> {
    let mut names = BTreeMap::new();
    let both = |side: usize| pairs.iter().filter_map(move |pair| pair.both[side].as_ref());
    let mut note = |person: &Person| {
        for alias in person.aliases() {
            names.insert(alias.clone(), (person.id.clone(), person.anonymous));
        }
    };
    both(0).for_each(&mut note);
    both(1).for_each(&mut note);
    names
}
