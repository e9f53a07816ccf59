//! After the last line: everyone's timers fire up to one instant, person by person in order of id.

use crate::runner::collect::{Output, Rendered, RunError};
use crate::runner::lane::Lane;
use crate::runner::together::side_by_side;

/// So many people are settled by each thread before their records are written.
const BLOCK: usize = 1024;

/// Takes everyone out of the lanes and fires what is due by `until`.
pub fn settle<L: Lane>(lanes: &mut [L], until: i64, output: &mut dyn Output) -> Result<Vec<L::Person>, RunError> {
    let mut people = Vec::new();
    for lane in lanes.iter_mut() {
        let mut some = lane.close();
        if people.is_empty() {
            people = some;
        } else {
            people.append(&mut some);
        }
    }
    people.sort_unstable_by(|a, b| L::who(a).cmp(&L::who(b)));
    let mut rendered = Rendered::default();
    for block in people.chunks_mut(BLOCK * lanes.len().max(1)) {
        let work = block.chunks_mut(BLOCK).zip(lanes.iter_mut()).collect();
        side_by_side(work, |(people, lane): (&mut [L::Person], &mut L)| {
            for person in people {
                lane.settle(person, until);
            }
        });
        for lane in lanes.iter_mut() {
            rendered.take_from(lane);
            rendered.write_to(output)?;
        }
    }
    Ok(people)
}
