//! A run on several threads: a batch is decoded in slices of lines, then processed in shards of people.

use std::thread;

use crate::runner::batch::{Decoded, decode, process};
use crate::runner::collect::{Output, Rendered, RunError};
use crate::runner::decoders::Decoders;
use crate::runner::homes::{Homes, Move};
use crate::runner::lane::Lane;
use crate::runner::lines::{Lines, parts};
use crate::runner::merge::{Strand, merge};

/// Runs all of `source` through `lanes`.
pub fn run<L: Lane>(
    decoders: &Decoders,
    lanes: &mut [L],
    source: &mut Lines<'_>,
    output: &mut dyn Output,
) -> Result<(), RunError> {
    let count = lanes.len();
    let mut strands: Vec<Strand> = lanes.iter().map(|_| Strand::default()).collect();
    let mut spare: Vec<Decoded<'static>> = Vec::new();
    let mut homes = Homes::new(count);
    let mut merged = Rendered::default();
    while let Some(batch) = source.next().map_err(RunError::Read)? {
        merged.clear();
        if batch.too_long
            && let Some(lane) = lanes.first_mut()
        {
            lane.too_long(batch.line);
            merged.take_from(lane);
        }
        spare.resize_with(count, Decoded::new);
        let slices = parts(batch.bytes, batch.line, count).into_iter().zip(spare.drain(..)).collect();
        let mut items = side_by_side(slices, |(slice, empty)| decode(decoders, slice, count, empty));
        bring_together(&mut items, &mut homes, lanes);
        let work = lanes.iter_mut().zip(&mut strands).enumerate().collect();
        side_by_side(work, |(number, (lane, strand))| {
            strand.marks.clear();
            process(lane, number, &items, &mut strand.marks);
            strand.rendered.take_from(lane);
        });
        thread::scope(|scope| {
            // What the events hold is given back while their records are written.
            let recycled = scope.spawn(|| items.into_iter().map(Decoded::recycle).collect());
            merge(&strands, &mut merged);
            let written = merged.write_to(output);
            spare = join(recycled);
            written
        })?;
        output.progress(batch.read, lanes.iter().map(Lane::lines).sum());
    }
    Ok(())
}

/// Whoever an event of the batch names together is brought into one lane before anything of the batch is processed.
fn bring_together<L: Lane>(items: &mut [Decoded<'_>], homes: &mut Homes, lanes: &mut [L]) {
    let mut moves = Vec::new();
    for &(a, b) in items.iter().flat_map(|part| &part.links) {
        homes.join(a, b, &mut moves);
    }
    if homes.is_trivial() {
        return;
    }
    for Move { person, from, to } in moves {
        let people = lanes.get_mut(from).map(|lane| lane.depart(person)).unwrap_or_default();
        if let Some(lane) = lanes.get_mut(to) {
            for person in people {
                lane.arrive(person);
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
