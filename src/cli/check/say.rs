//! What was found, in the format that was asked for, and the exit code that it comes to.

use crate::cli::baseline::Shown;
use crate::cli::check::arguments::{Check, FindingsFormat};
use crate::cli::check::story;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::lint::mend::candidates::Offer;
use crate::lint::mend::look::Look;
use crate::report::findings::count::{Count, asked};
use crate::report::findings::found::Found;
use crate::report::findings::output::{Format, render};
use crate::report::findings::text::Style;

/// Where findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// To standard output, as the command says.
    Output,
    /// To standard error, for people: standard output holds something else.
    Aside,
}

/// Prints what was found but for what is known; what it comes to, and which fixes there are for it.
pub fn findings(look: &Look, command: &Check, place: Where) -> anyhow::Result<Exit> {
    let Shown { judged, known, story } = command.known.sift(&look.workspace, look.judged.clone(), command.now)?;
    let files = asked(&look.workspace);
    let count = Count { open: look.open, ..Count::of(&judged, files.len()) };
    let deny_warnings = command.deny_warnings;
    let found = Found {
        judged: &judged,
        known: known.as_deref(),
        silenced: &look.silenced,
        sources: &look.workspace.sources,
        files: &files,
        count,
        deny_warnings,
    };
    match place {
        Where::Output => {
            let style = Style::new(terminal::paint_of_output(), terminal::width());
            terminal::print(&render(&found, command.format.into(), style))?;
        }
        Where::Aside => {
            let text = render(&found, Format::Text, terminal::paint_of_errors().into());
            terminal::tell(&String::from_utf8_lossy(&text));
        }
    }
    let ways_out = if is_for_people(command) { fixes(Offer::of(&judged, look), command) } else { String::new() };
    terminal::tell(&format!("{}\n{ways_out}{story}", count.line()));
    let counts = count.errors > 0 || (deny_warnings && count.warnings > 0);
    for error in &look.workspace.unreadable {
        terminal::complain(&Failure::new(error.to_string(), error.help()).into());
    }
    if !look.workspace.unreadable.is_empty() {
        return Ok(Exit::Failed);
    }
    Ok(if counts { Exit::Findings } else { Exit::Done })
}

/// Which fixes there are, or are left.
fn fixes(offer: Offer, command: &Check) -> String {
    if command.fixes.fix { story::left(offer, command.fixes.choice()) } else { story::offer(offer) }
}

/// Whether people read what the command prints.
pub fn is_for_people(command: &Check) -> bool {
    command.format == FindingsFormat::Text
}
