//! `check`: once, with fixes, or again and again.

use crate::cli::check::arguments::{Check, FindingsFormat};
use crate::cli::check::{mend, say, story, watch};
use crate::cli::exit::Exit;
use crate::cli::{judging, terminal};
use crate::lint::mend::candidates::Offer;

/// Checks, prints the findings and says whether there are any that count.
pub fn check(command: &Check) -> anyhow::Result<Exit> {
    if command.watch {
        return watch::watch(&command.paths);
    }
    if command.fixes.fix {
        return mend::mend(command);
    }
    let look = judging::look(&command.paths)?;
    let count = say::findings(&look, command.format)?;
    if command.format == FindingsFormat::Text {
        terminal::tell(&story::offer(Offer::of(&look)));
    }
    Ok(say::exit(count, command.deny_warnings))
}
