//! Events that journeys emit: they wait until all journeys have processed what caused them.

use std::collections::VecDeque;

use crate::graph::fleet::EventType;
use crate::terms::digest;
use crate::terms::value::Value;

/// Of the events that descend from one input so many are processed; the next is a dead letter.
const DESCENDANTS: u32 = 100;

/// What a journey emits.
#[derive(Debug)]
pub struct Emission {
    /// The event's type.
    pub kind: EventType,
    /// Its payload.
    pub payload: Value,
    /// The instant at which it is emitted.
    pub at: i64,
    /// How often the emitter's timers had fired since the last outside event.
    pub firings: u32,
}

/// An emitted event that waits.
#[derive(Debug)]
pub struct Emitted {
    /// What was emitted.
    pub of: Emission,
    /// Its id, derived from its cause's; 128 bits of a hash, so that no input's is the same.
    pub id: String,
    /// Whether it is one too many.
    pub surplus: bool,
    root: usize,
}

/// What waits, and how many descend from each input that still has some waiting.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<Emitted>,
    descendants: Vec<u32>,
    root: Option<usize>,
}

impl Queue {
    /// An input begins that nothing emitted.
    pub fn begin(&mut self) {
        self.root = None;
        if self.waiting.is_empty() {
            self.descendants.clear();
        }
    }

    /// Adds an event that the present input emits; `parts` say who emits it and why.
    pub fn push(&mut self, of: Emission, parts: [&str; 4]) {
        let root = *self.root.get_or_insert_with(|| {
            self.descendants.push(0);
            self.descendants.len() - 1
        });
        let Some(count) = self.descendants.get_mut(root) else { return };
        *count += 1;
        let number = count.to_string();
        let [journey, person, key, cause] = parts.map(str::as_bytes);
        let id = digest::hex(&digest::keyed(&[b"emit", journey, person, key, cause, number.as_bytes()]));
        let surplus = *count > DESCENDANTS;
        self.waiting.push_back(Emitted { of, id, surplus, root });
    }

    /// When the next one was emitted.
    pub fn next_at(&self) -> Option<i64> {
        self.waiting.front().map(|emitted| emitted.of.at)
    }

    /// Takes the next one; what it causes descends from the same input.
    pub fn pop(&mut self) -> Option<Emitted> {
        let emitted = self.waiting.pop_front()?;
        self.root = Some(emitted.root);
        Some(emitted)
    }
}
