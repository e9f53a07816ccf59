//! `check`: once, with fixes, or again and again.

use std::mem::ManuallyDrop;

use crate::cli::check::arguments::Check;
use crate::cli::check::say::Where;
use crate::cli::check::{mend, say, watch};
use crate::cli::exit::Exit;
use crate::cli::judging;
use crate::lint::mend::look::Texts;

/// Checks, prints the findings and says whether there are any that count.
pub fn check(command: &Check) -> anyhow::Result<Exit> {
    if command.watch {
        return watch::watch(command);
    }
    if command.fixes.fix {
        return mend::mend(command);
    }
    // The program ends behind this: the system takes its memory back at once, sooner than it could be freed piece by piece.
    let look = ManuallyDrop::new(judging::look(&command.paths, command.asked(), &Texts::new())?);
    say::findings(&look, command, Where::Output)
}
