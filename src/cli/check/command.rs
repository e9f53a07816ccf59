//! `check`: once, with fixes, or again and again.

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
    let look = judging::look(&command.paths, command.asked(), &Texts::new())?;
    say::findings(&look, command, Where::Output)
}
