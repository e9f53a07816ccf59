//! Colours, and what is told to people on standard error.

#[cfg(unix)]
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::cli::failure;
use crate::report::paint::{Paint, Tone};

/// Text is read best in lines that are not longer than this.
pub const MOST_COLUMNS: usize = 100;

/// When colours are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Makes it the choice of the whole program.
    pub fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::AlwaysAnsi,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Whether standard output takes colours.
pub fn paint_of_output() -> Paint {
    paint(AutoStream::choice(&io::stdout()))
}

/// Whether standard error takes colours.
pub fn paint_of_errors() -> Paint {
    paint(AutoStream::choice(&io::stderr()))
}

/// Whether a person reads standard output.
pub fn output_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How many columns standard output has, where it is a terminal.
pub fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(terminal_size::Width(columns), _)| usize::from(columns))
}

/// Whether standard output is a terminal that knows no more than ASCII, by its name or by the language of its user.
pub fn is_plain() -> bool {
    let language = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(environment).map(|name| name.to_uppercase());
    let is_old = language.is_some_and(|name| !name.contains("UTF-8") && !name.contains("UTF8"));
    output_is_terminal() && (is_old || environment("TERM").is_some_and(|term| term == "dumb"))
}

/// Whether a person may see standard output: it is a terminal, or a pipe to a program that may write to one.
pub fn output_may_be_seen() -> bool {
    output_is_terminal() || is_pipe(&io::stdout())
}

/// Whether a person reads standard error.
pub fn errors_are_terminal() -> bool {
    io::stderr().is_terminal()
}

/// How many columns a person sees on standard output; what is no terminal is as wide as is read well.
pub fn columns() -> usize {
    width().unwrap_or(MOST_COLUMNS).min(MOST_COLUMNS)
}

/// Writes data.
pub fn print(data: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(data)?;
    out.flush()
}

/// Takes away what a person sees on standard output, so that it begins anew at the top; nothing elsewhere.
pub fn clear() -> io::Result<()> {
    if output_is_terminal() { print(b"\x1b[2J\x1b[3J\x1b[H") } else { Ok(()) }
}

/// Tells people. Where standard error is closed nobody listens, and that stops nothing.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Tells why a command could not do its work.
pub fn complain(error: &anyhow::Error) {
    let paint = paint_of_errors();
    let mut text = format!("{}: {error:#}\n", paint.tone(Tone::Bad, "error"));
    if let Some(help) = failure::help(error) {
        text = format!("{text}{}: {help}\n", paint.tone(Tone::Strong, "help"));
    }
    tell(&text);
}

#[cfg(unix)]
fn is_pipe(stream: &impl std::os::fd::AsFd) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let file = stream.as_fd().try_clone_to_owned().map(File::from);
    file.and_then(|file| file.metadata()).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_stream: &io::Stdout) -> bool {
    true
}

#[allow(clippy::disallowed_methods, reason = "what a terminal can show is told by the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn paint(choice: ColorChoice) -> Paint {
    if choice == ColorChoice::Never { Paint::Plain } else { Paint::Colour }
}
