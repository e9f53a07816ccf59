//! A run on several threads: a batch is decoded in slices of lines, then processed in shards of people.

use std::thread;

use crate::runner::batch::{Decoded, decode, process};
use crate::runner::collect::{Collector, Output, Rendered, RunError};
use crate::runner::decoders::Decoders;
use crate::runner::homes::{Homes, Move};
use crate::runner::lines::{Lines, parts};
use crate::runner::merge::{Strand, merge};
use crate::runner::shard::Shard;

/// Runs all of `source` through `shards`.
pub fn run<C: Collector>(
    decoder: &Decoders,
    shards: &mut [Shard<'_, C>],
    source: &mut Lines<'_>,
    output: &mut dyn Output,
) -> Result<(), RunError> {
    let count = shards.len();
    let mut strands: Vec<Strand> = shards.iter().map(|_| Strand::default()).collect();
    let mut spare: Vec<Decoded<'static>> = Vec::new();
    let mut homes = Homes::new(count);
    let mut merged = Rendered::default();
    while let Some(batch) = source.next().map_err(RunError::Read)? {
        merged.clear();
        if batch.too_long
            && let Some(shard) = shards.first_mut()
        {
            shard.too_long(batch.line);
            merged.take_from(&mut shard.collector);
        }
        spare.resize_with(count, Decoded::new);
        let slices = parts(batch.bytes, batch.line, count).into_iter().zip(spare.drain(..)).collect();
        let mut items = side_by_side(slices, |(slice, empty)| decode(decoder, slice, count, empty));
        bring_together(&mut items, &mut homes, shards);
        let work = shards.iter_mut().zip(&mut strands).enumerate().collect();
        side_by_side(work, |(number, (shard, strand))| {
            strand.marks.clear();
            process(shard, number, &items, &mut strand.marks);
            strand.rendered.take_from(&mut shard.collector);
        });
        thread::scope(|scope| {
            // What the events hold is given back while their records are written.
            let recycled = scope.spawn(|| items.into_iter().map(Decoded::recycle).collect());
            merge(&strands, &mut merged);
            let written = merged.write_to(output);
            spare = join(recycled);
            written
        })?;
        output.progress(batch.read, shards.iter().map(|shard| shard.lines).sum());
    }
    Ok(())
}

/// Whoever an event of the batch names together is brought into one shard before anything of the batch is processed.
fn bring_together<C: Collector>(items: &mut [Decoded<'_>], homes: &mut Homes, shards: &mut [Shard<'_, C>]) {
    let mut moves = Vec::new();
    for &(a, b) in items.iter().flat_map(|part| &part.links) {
        homes.join(a, b, &mut moves);
    }
    if homes.is_trivial() {
        return;
    }
    for Move { person, from, to } in moves {
        let people = shards.get_mut(from).map(|shard| shard.roster.take_all(person)).unwrap_or_default();
        if let Some(shard) = shards.get_mut(to) {
            for person in people {
                shard.roster.take_in(person);
            }
        }
    }
    for part in items {
        part.assign(homes);
    }
}

/// Does `work` with all `items`, each on a thread, the last on this one; results in their order.
pub fn side_by_side<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let Some(last) = items.pop() else { return Vec::new() };
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = items.into_iter().map(|item| scope.spawn(move || work(item))).collect();
        let last = work(last);
        let mut results: Vec<R> = threads.into_iter().map(join).collect();
        results.push(last);
        results
    })
}

/// What a thread found; its panic is ours.
fn join<R>(thread: thread::ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
