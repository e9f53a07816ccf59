//! A stream of lines through a fleet: decoded and processed on all cores, written in input order.

use std::io::Read;

pub use crate::runner::collect::{Collector, Finished, Options, Output, RunError};

use crate::graph::fleet::Fleet;
use crate::orchestrator::process::Settings;
use crate::runner::decoders::Decoders;
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
    let decoder = Decoders::new(fleet, options.rollout);
    let threads = options.threads.max(1);
    let shard = || Shard::new(fleet, settings, collector()).with_rollout(options.rollout);
    let mut shards: Vec<_> = (0..threads).map(|_| shard()).collect();
    if let [shard] = shards.as_mut_slice() {
        alone::run(&decoder, shard, &mut Lines::new(input, BATCH_ALONE), output)?;
    } else {
        together::run(&decoder, &mut shards, &mut Lines::new(input, BATCH_TOGETHER), output)?;
    }
    let latest = shards.iter().filter_map(|shard| shard.latest).max();
    let until = options.until.or(latest).unwrap_or_default();
    let people = settle(&mut shards, until, output)?;
    let lines = shards.iter().map(|shard| shard.lines).sum();
    let collectors = shards.into_iter().map(|shard| shard.collector).collect();
    Ok(Finished { collectors, people, lines, until })
}
