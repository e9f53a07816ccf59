//! A part of a batch after decoding.

use crate::runner::decoders::Decoders;
use crate::runner::heard::{Heard, linked};
use crate::runner::homes::{Homes, own_shard};
use crate::runner::lane::Lane;
use crate::runner::lines::lines;
use crate::runner::roster::hash;

/// Decoded lines.
pub struct Decoded<'b> {
    items: Vec<Item<'b>>,
    /// The hashes of two people whom one event names.
    pub links: Vec<(u64, u64)>,
}

struct Item<'b> {
    shard: u32,
    heard: Heard<'b>,
}

/// How far a lane's buffers were filled after a line.
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
        for item in self.items.iter_mut().filter(|item| item.heard.event().is_some()) {
            item.shard = homes.shard(item.heard.hash) as u32;
        }
    }
}

/// Decodes the lines of one part into `batch`, which is empty, for so many shards.
pub fn decode<'b>(
    decoders: &Decoders,
    (first, bytes): (u64, &'b [u8]),
    shards: usize,
    mut batch: Decoded<'b>,
) -> Decoded<'b> {
    for (line, text) in lines(bytes, first) {
        let heard = Heard::of(decoders, text, line);
        if let Some(other) = heard.event().and_then(linked) {
            batch.links.push((heard.hash, hash(other)));
        }
        batch.items.push(Item { shard: own_shard(heard.hash, shards) as u32, heard });
    }
    batch
}

/// Processes what is the lane's own in all parts, in order, and notes how far each line filled its buffers.
pub fn process<L: Lane>(lane: &mut L, number: usize, parts: &[Decoded<'_>], marks: &mut Vec<Mark>) {
    let mut before = lane.waiting();
    let own = parts.iter().flat_map(|part| &part.items).filter(|item| item.shard as usize == number);
    for item in own {
        lane.hear(&item.heard);
        let waiting = lane.waiting();
        if waiting != before {
            marks.push(Mark { line: item.heard.line, records: waiting.0, dead_letters: waiting.1 });
            before = waiting;
        }
    }
}
