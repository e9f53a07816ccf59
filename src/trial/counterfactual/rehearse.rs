//! The same events happen in two worlds.

use std::io::Read;

use crate::runner::decoders::Decoders;
use crate::runner::lane::Lane;
use crate::runner::run::{Output, RunError, run_lanes};
use crate::trial::counterfactual::outcome::{Left, Outcome};
use crate::trial::counterfactual::twin::Twin;
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
    let mut twins = twins.into_iter().map(|twin| (twin.ends, twin.ledger, twin.names));
    let (mut ends, mut ledger, [mut names, mut news]) = twins.next().unwrap_or_default();
    for (of_ends, of_ledger, [olds, of_news]) in twins {
        ends.add(of_ends);
        ledger.add(of_ledger);
        names.extend(olds);
        news.extend(of_news);
    }
    // Where both worlds say something, the new one counts.
    names.extend(news);
    ledger.reveal(names);
    Ok(Outcome::of(Left { lines, people, until, ends, ledger }))
}
