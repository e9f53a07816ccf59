//! A part of a batch after decoding, with the events of each shard in order.

use crate::engine::event::Event;
use crate::intake::decode::{Decoder, Rejected};
use crate::runner::collect::Collector;
use crate::runner::lines::lines;
use crate::runner::shard::{Shard, hash, who};

/// Decoded lines.
pub struct Decoded<'b> {
    items: Vec<Item<'b>>,
    /// For each shard, which of the items are its own.
    own: Vec<Vec<u32>>,
}

struct Item<'b> {
    line: u64,
    text: &'b [u8],
    hash: u64,
    event: Result<Event<'b>, Rejected>,
}

/// How far a shard's buffers were filled after a line.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The line.
    pub line: u64,
    /// Bytes of records.
    pub records: usize,
    /// Bytes of dead letters.
    pub dead_letters: usize,
}

impl Decoded<'_> {
    /// Nothing, for so many shards.
    pub fn new(shards: usize) -> Self {
        Self { items: Vec::new(), own: vec![Vec::new(); shards.max(1)] }
    }

    /// The same memory, empty, for bytes that live elsewhere.
    pub fn recycle<'b>(mut self) -> Decoded<'b> {
        for own in &mut self.own {
            own.clear();
        }
        // The standard library collects in place, so the large allocation is kept.
        Decoded { items: self.items.into_iter().map_while(|_| None).collect(), own: self.own }
    }
}

/// Decodes the lines of one part into `batch`, which is empty.
pub fn decode<'b>(decoder: &Decoder, (first, bytes): (u64, &'b [u8]), mut batch: Decoded<'b>) -> Decoded<'b> {
    for (line, text) in lines(bytes, first) {
        let event = decoder.decode(text, line);
        // Whoever tells of a line that is no event: nobody else's state is asked.
        let hash = event.as_ref().map_or(line << 32, |event| hash(who(event)));
        let shard = (hash >> 32) as usize % batch.own.len();
        batch.own[shard].push(batch.items.len() as u32);
        batch.items.push(Item { line, text, hash, event });
    }
    batch
}

/// Processes what is the shard's own in all parts, in order, and notes how far each line filled its buffers.
pub fn process<C: Collector>(shard: &mut Shard<'_, C>, number: usize, parts: &[Decoded<'_>], marks: &mut Vec<Mark>) {
    let mut before = shard.collector.waiting();
    for part in parts {
        let own = part.own.get(number).map_or(&[][..], Vec::as_slice);
        for item in own.iter().filter_map(|&place| part.items.get(place as usize)) {
            match &item.event {
                Ok(event) => shard.event(event, item.hash),
                Err(rejected) => shard.rejected(rejected, item.text, item.line),
            }
            let waiting = shard.collector.waiting();
            if waiting != before {
                marks.push(Mark { line: item.line, records: waiting.0, dead_letters: waiting.1 });
                before = waiting;
            }
        }
    }
}
