//! The bound on microsteps, and the name of the cycle that ran into it.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::engine::input::Rollback;
use crate::engine::run::Run;

/// How many microsteps one input may take.
const MAX_MICROSTEPS: u32 = 1_000;

/// Counts one more microstep.
pub fn count(run: &mut Run<'_>) -> Result<(), Rollback> {
    run.work.microsteps += 1;
    run.trace.microsteps += 1;
    if run.work.microsteps > MAX_MICROSTEPS {
        return Err(Rollback::Livelock(describe(run)));
    }
    Ok(())
}

fn describe(run: &Run<'_>) -> String {
    let machine = run.machine;
    let steps = cycle(&run.trace.steps).into_iter().map(|step| &machine.step(step).id.value);
    let states = cycle(&run.trace.entered).into_iter().map(|state| &machine.state(state).name.value);
    let mut text = format!("more than {MAX_MICROSTEPS} microsteps");
    list(&mut text, " by the steps ", steps);
    list(&mut text, " through the states ", states);
    text
}

fn list<'a>(text: &mut String, before: &str, names: impl Iterator<Item = &'a SmolStr>) {
    for (place, name) in names.enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}`{name}`", if place == 0 { before } else { " → " });
    }
}

/// The shortest sequence that the end of `all` repeats, from its least member on.
pub(in crate::engine) fn cycle<T: Copy + Ord>(all: &[T]) -> Vec<T> {
    let longest = all.len() / 2;
    let repeats = |length: &usize| all[all.len() - 2 * length..].windows(length + 1).all(|w| w[0] == w[*length]);
    let length = (1..=longest).find(repeats).unwrap_or(all.len().min(8));
    let mut found = all[all.len() - length..].to_vec();
    let least = (0..found.len()).min_by_key(|&place| found[place]).unwrap_or(0);
    found.rotate_left(least);
    found
}

#[cfg(test)]
mod tests {
    use super::cycle;

    #[test]
    fn a_cycle_is_what_the_end_repeats() {
        assert_eq!(cycle(&[9, 8, 3, 1, 2, 3, 1, 2, 3, 1, 2]), [1, 2, 3]);
        assert_eq!(cycle(&[7, 5, 5, 5]), [5]);
        assert!(cycle::<u8>(&[]).is_empty());
    }
}
