//! `completions`: what makes a shell complete commands, options and names of rules.

use std::fmt::Write as _;

use clap::Args;
use clap_complete::{Shell, generate};

use crate::cli::exit::Exit;
use crate::cli::terminal;

const EXAMPLES: &str = "\
Examples:
  wayfare completions bash > ~/.local/share/bash-completion/completions/wayfare
  wayfare completions zsh > \"${fpath[1]}/_wayfare\"
  wayfare completions fish > ~/.config/fish/completions/wayfare.fish
  wayfare completions elvish >> ~/.config/elvish/rc.elv
  wayfare completions powershell >> $PROFILE

A new shell completes `wayfare` then.";

/// `completions`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Prints the completions of `program`.
pub fn completions(command: &Completions, mut program: clap::Command) -> anyhow::Result<Exit> {
    let name = program.get_name().to_owned();
    let mut script = Vec::new();
    generate(command.shell, &mut program, name, &mut script);
    if command.shell == Shell::Fish {
        script.extend(fish_values(&program).into_bytes());
    }
    terminal::print(&script)?;
    Ok(Exit::Done)
}

/// The values of arguments without a name, which the generator leaves out for fish.
fn fish_values(program: &clap::Command) -> String {
    let name = program.get_name();
    let mut lines = String::new();
    for command in program.get_subcommands() {
        for argument in command.get_positionals() {
            let values: Vec<String> =
                argument.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
            if !values.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    lines,
                    "complete -c {name} -n \"__fish_{name}_using_subcommand {}\" -f -a \"{}\"",
                    command.get_name(),
                    values.join(" ")
                );
            }
        }
    }
    lines
}
