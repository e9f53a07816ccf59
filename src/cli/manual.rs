//! `man`: the manual, as one page or a page a command.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::draft::Draft;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::headings::GLOBAL;
use crate::cli::terminal;
use crate::terms::suggest;

const EXAMPLES: &str = "\
Examples:
  wayfare man | man -l -                            read it
  wayfare man run | man -l -                        the page of one command
  wayfare man --dir ~/.local/share/man/man1         a page a command, for `man wayfare-run`";

/// `man`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Manual {
    /// The command whose page is written; all of them on one page, if left out
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
    /// Write a page for the program and one for each command into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// Prints or writes the manual of `program`.
pub fn manual(command: &Manual, mut program: Command) -> anyhow::Result<Exit> {
    program = program.disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &command.dir {
        fs::create_dir_all(folder)?;
        let pages = program.get_subcommands().map(|command| (command, page(command)));
        for (command, text) in pages.chain([(&program, whole(&program))]) {
            let path = folder.join(Man::new(command.clone()).get_filename());
            let mut draft = Draft::begin(&path)?;
            draft.write_all(&text?)?;
            draft.publish()?;
            terminal::tell(&format!("wrote {}\n", path.display()));
        }
        return Ok(Exit::Done);
    }
    let text = match &command.command {
        None => whole(&program)?,
        Some(name) => page(program.find_subcommand(name).ok_or_else(|| unknown(&program, name))?)?,
    };
    terminal::print(&text)?;
    Ok(Exit::Done)
}

/// The page of one command.
fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let man = Man::new(command.clone()).source(source());
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    after(command).to_writer(&mut text)?;
    Ok(text)
}

/// The page of the program, with all commands.
fn whole(program: &Command) -> std::io::Result<Vec<u8>> {
    let mut text = page(program)?;
    for command in program.get_subcommands() {
        let mut heading = Roff::default();
        heading.control("SH", [format!("wayfare {}", command.get_name()).to_uppercase().as_str()]);
        heading.to_writer(&mut text)?;
        let man = Man::new(command.clone());
        let mut inner = Vec::new();
        man.render_synopsis_section(&mut inner)?;
        man.render_description_section(&mut inner)?;
        man.render_options_section(&mut inner)?;
        after(command).to_writer(&mut inner)?;
        text.extend(lowered(&inner));
    }
    Ok(text)
}

/// The examples, line by line as they stand.
fn after(command: &Command) -> Roff {
    let mut roff = Roff::default();
    let Some(text) = command.get_after_help().map(ToString::to_string) else { return roff };
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in text.lines().filter(|line| *line != "Examples:") {
        roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    roff.control("fi", []);
    roff
}

/// Sections as parts of the section that they stand in, but for what every command takes, which stands there once.
fn lowered(roff: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(roff);
    let global = format!("\"{}\"", GLOBAL.to_uppercase());
    let mut kept = String::new();
    let mut is_global = false;
    for line in text.lines() {
        let title = line.strip_prefix(".SH ");
        is_global = title.map_or(is_global, |title| title == global);
        if !is_global {
            kept.push_str(&title.map_or_else(|| line.to_owned(), |title| format!(".SS {title}")));
            kept.push('\n');
        }
    }
    kept.into_bytes()
}

fn source() -> String {
    format!("wayfare {}", env!("CARGO_PKG_VERSION"))
}

fn unknown(program: &Command, name: &str) -> Failure {
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    let help = suggest::help(name, names).unwrap_or_default();
    Failure::new(format!("there is no command `{name}`"), help)
}
