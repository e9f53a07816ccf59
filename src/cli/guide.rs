//! How the program presents itself: the command line with its groups, headings and colours.

use std::fmt::Write as _;

use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::cli::arguments::{Arguments, GROUPS};
use crate::cli::headings::GLOBAL;
use crate::cli::terminal;

const HEADING: Style = AnsiColor::Green.on_default().bold();
const LITERAL: Style = AnsiColor::Cyan.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// The command line as people see it.
pub fn program() -> Command {
    let styles = Styles::styled()
        .header(HEADING)
        .usage(HEADING)
        .literal(LITERAL)
        .placeholder(AnsiColor::Cyan.on_default())
        .error(AnsiColor::Red.on_default());
    let mut program = plain().styles(styles).max_term_width(terminal::MOST_COLUMNS);
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}{HEADING}Options:{HEADING:#}\n{{options}}{{after-help}}",
        list(&program)
    );
    program = dressed(program.help_template(template));
    let names: Vec<String> = program.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.into_iter().fold(program, |program, name| program.mut_subcommand(name, dressed))
}

/// The command line without colours, for pages and completions.
pub fn plain() -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .global(true)
        .action(ArgAction::Help)
        .help_heading(GLOBAL)
        .display_order(1000)
        .help("Print help; `-h` is shorter")
        .long_help("Print help; `-h` is shorter");
    Arguments::command().subcommand_value_name("COMMAND").disable_help_flag(true).arg(help)
}

/// The commands, group by group.
fn list(program: &Command) -> String {
    let longest = program.get_subcommands().map(|command| command.get_name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, names) in GROUPS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{HEADING}{title}:{HEADING:#}");
        for name in *names {
            let about = program.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
            let about = about.unwrap_or_default();
            let _ = writeln!(text, "  {LITERAL}{name:longest$}{LITERAL:#}  {about}");
        }
        text.push('\n');
    }
    text
}

/// With colours in the text after the options: headings, commands, remarks.
fn dressed(command: Command) -> Command {
    let Some(text) = command.get_after_help().map(ToString::to_string) else { return command };
    let mut dressed = String::new();
    for line in text.lines() {
        let _ = match line.strip_prefix("  ") {
            None if line.ends_with(':') => writeln!(dressed, "{HEADING}{line}{HEADING:#}"),
            None => writeln!(dressed, "{line}"),
            Some(example) => {
                let end = example.find("   ").unwrap_or(example.len());
                let (command, remark) = example.split_at(end);
                writeln!(dressed, "  {LITERAL}{command}{LITERAL:#}{FAINT}{remark}{FAINT:#}")
            }
        };
    }
    command.after_help(dressed.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_consistent() {
        super::program().debug_assert();
    }
}
