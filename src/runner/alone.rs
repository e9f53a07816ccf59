//! A run on one thread: each line is decoded and processed before the next is looked at.

use crate::runner::collect::{Collector, Output, Rendered, RunError};
use crate::runner::decoders::Decoders;
use crate::runner::lines::{Lines, lines};
use crate::runner::roster::hash;
use crate::runner::shard::{Shard, who};

/// Runs all of `source` through `shard`.
pub fn run<C: Collector>(
    decoder: &Decoders,
    shard: &mut Shard<'_, C>,
    source: &mut Lines<'_>,
    output: &mut dyn Output,
) -> Result<(), RunError> {
    let mut rendered = Rendered::default();
    while let Some(batch) = source.next().map_err(RunError::Read)? {
        if batch.too_long {
            shard.too_long(batch.line);
        }
        for (line, text) in lines(batch.bytes, batch.line) {
            match decoder.decode(text, line) {
                Ok(event) => shard.event(&event, hash(who(&event))),
                Err(rejected) => shard.rejected(&rejected, text, line),
            }
        }
        rendered.take_from(&mut shard.collector);
        rendered.write_to(output)?;
        output.progress(batch.read, shard.lines);
    }
    Ok(())
}
