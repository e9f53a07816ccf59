//! A part of a batch after decoding.

use crate::engine::event::Event;
use crate::intake::decode::Rejected;
use crate::runner::collect::Collector;
use crate::runner::decoders::Decoders;
use crate::runner::homes::{Homes, own_shard};
use crate::runner::lines::lines;
use crate::runner::roster::hash;
use crate::runner::shard::{Shard, linked, who};

/// Decoded lines.
pub struct Decoded<'b> {
    items: Vec<Item<'b>>,
    /// The hashes of two people whom one event names.
    pub links: Vec<(u64, u64)>,
}

struct Item<'b> {
    line: u64,
    text: &'b [u8],
    hash: u64,
    shard: u32,
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
    /// Nothing.
    pub const fn new() -> Self {
        Self { items: Vec::new(), links: Vec::new() }
    }

    /// The same memory, empty, for bytes that live elsewhere.
    pub fn recycle<'b>(mut self) -> Decoded<'b> {
        self.links.clear();
        // The standard library collects in place, so the large allocation is kept.
        Decoded { items: self.items.into_iter().map_while(|_| None).collect(), links: self.links }
    }

    /// Gives each event to the shard where its person is.
    pub fn assign(&mut self, homes: &Homes) {
        for item in self.items.iter_mut().filter(|item| item.event.is_ok()) {
            item.shard = homes.shard(item.hash) as u32;
        }
    }
}

/// Decodes the lines of one part into `batch`, which is empty, for so many shards.
pub fn decode<'b>(
    decoder: &Decoders,
    (first, bytes): (u64, &'b [u8]),
    shards: usize,
    mut batch: Decoded<'b>,
) -> Decoded<'b> {
    for (line, text) in lines(bytes, first) {
        let event = decoder.decode(text, line);
        // Whoever tells of a line that is no event: nobody else's state is asked.
        let of = event.as_ref().map_or(line << 32, |event| hash(who(event)));
        if let Some(other) = event.as_ref().ok().and_then(linked) {
            batch.links.push((of, hash(other)));
        }
        batch.items.push(Item { line, text, hash: of, shard: own_shard(of, shards) as u32, event });
    }
    batch
}

/// Processes what is the shard's own in all parts, in order, and notes how far each line filled its buffers.
pub fn process<C: Collector>(shard: &mut Shard<'_, C>, number: usize, parts: &[Decoded<'_>], marks: &mut Vec<Mark>) {
    let mut before = shard.collector.waiting();
    let own = parts.iter().flat_map(|part| &part.items).filter(|item| item.shard as usize == number);
    for item in own {
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
