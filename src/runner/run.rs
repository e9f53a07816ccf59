//! A stream of lines through a fleet: decoded and processed on all cores, written in input order.

use std::io::Read;

pub use crate::runner::collect::{Collector, Finished, Options, Output, RunError};

use crate::graph::fleet::Fleet;
use crate::orchestrator::process::Settings;
use crate::runner::decoders::Decoders;
use crate::runner::lane::Lane;
use crate::runner::lines::Lines;
use crate::runner::settle::settle;
use crate::runner::shard::Shard;
use crate::runner::{alone, together};

/// Bytes of a batch: small enough for a cache where one thread goes line by line, large enough to pay for threads.
const BATCH_ALONE: usize = 1 << 18;
const BATCH_TOGETHER: usize = 1 << 21;

/// Runs the lines of `input` through `fleet`.
pub fn run<C: Collector>(
    fleet: &Fleet,
    settings: &Settings,
    options: Options<'_>,
    input: &mut (dyn Read + Send),
    collector: &(dyn Fn() -> C + Sync),
    output: &mut dyn Output,
) -> Result<Finished<C>, RunError> {
    let decoders = Decoders::new(fleet, options.rollout);
    let shard = || Shard::new(fleet, settings, collector()).with_rollout(options.rollout);
    let mut shards: Vec<_> = (0..options.threads.max(1)).map(|_| shard()).collect();
    let (people, until) = run_lanes(&decoders, &mut shards, options.until, input, output)?;
    let until = until.unwrap_or_default();
    let lines = shards.iter().map(Lane::lines).sum();
    let collectors = shards.into_iter().map(|shard| shard.collector).collect();
    Ok(Finished { collectors, people, lines, until })
}

/// Runs the lines of `input` through `lanes`, each on a thread; everyone, sorted by canonical id, and the instant up to
/// which timers were fired; none where nothing says one.
pub fn run_lanes<L: Lane>(
    decoders: &Decoders,
    lanes: &mut [L],
    until: Option<i64>,
    input: &mut (dyn Read + Send),
    output: &mut dyn Output,
) -> Result<(Vec<L::Person>, Option<i64>), RunError> {
    if let [lane] = &mut *lanes {
        alone::run(decoders, lane, &mut Lines::new(input, BATCH_ALONE), output)?;
    } else {
        together::run(decoders, lanes, &mut Lines::new(input, BATCH_TOGETHER), output)?;
    }
    let latest = lanes.iter().filter_map(Lane::latest).max();
    let until = until.or(latest);
    Ok((settle(lanes, until.unwrap_or_default(), output)?, until))
}
