//! After the last line: everyone's timers fire up to one instant, person by person in order of id.

use crate::orchestrator::person::Person;
use crate::runner::collect::{Collector, Output, Rendered, RunError};
use crate::runner::shard::Shard;
use crate::runner::together::side_by_side;

/// So many people are settled by each thread before their records are written.
const BLOCK: usize = 1024;

/// Takes everyone out of the shards and fires what is due by `until`.
pub fn settle<C: Collector>(
    shards: &mut [Shard<'_, C>],
    until: i64,
    output: &mut dyn Output,
) -> Result<Vec<Person>, RunError> {
    let mut people = Vec::new();
    for shard in shards.iter_mut() {
        let mut some = shard.roster.close();
        if people.is_empty() {
            people = some;
        } else {
            people.append(&mut some);
        }
    }
    people.sort_unstable_by(|a: &Person, b| (&a.id, a.anonymous).cmp(&(&b.id, b.anonymous)));
    let mut rendered = Rendered::default();
    for block in people.chunks_mut(BLOCK * shards.len().max(1)) {
        let work = block.chunks_mut(BLOCK).zip(shards.iter_mut()).collect();
        side_by_side(work, |(people, shard): (&mut [Person], &mut Shard<'_, C>)| {
            for person in people {
                shard.conductor.settle(person, until, &mut shard.collector);
            }
        });
        for shard in shards.iter_mut() {
            rendered.take_from(&mut shard.collector);
            rendered.write_to(output)?;
        }
    }
    Ok(people)
}
