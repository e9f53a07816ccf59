//! A run on one thread: each line is decoded and processed before the next is looked at.

use crate::runner::collect::{Output, Rendered, RunError};
use crate::runner::decoders::Decoders;
use crate::runner::heard::Heard;
use crate::runner::lane::Lane;
use crate::runner::lines::{Lines, lines};

/// Runs all of `source` through `lane`.
pub fn run<L: Lane>(
    decoders: &Decoders,
    lane: &mut L,
    source: &mut Lines<'_>,
    output: &mut dyn Output,
) -> Result<(), RunError> {
    let mut rendered = Rendered::default();
    while let Some(batch) = source.next().map_err(RunError::Read)? {
        if batch.too_long {
            lane.too_long(batch.line);
        }
        for (line, text) in lines(batch.bytes, batch.line) {
            lane.hear(&Heard::of(decoders, text, line));
        }
        rendered.take_from(lane);
        rendered.write_to(output)?;
        output.progress(batch.read, lane.lines());
    }
    Ok(())
}
