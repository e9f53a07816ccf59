//! What is wrong with a command line, in the words of the program.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::failure::Failure;
use crate::terms::time::TimeError;

/// Why the command line could not be understood; absent where it asked for help or the version.
pub fn failure(error: &Error) -> Option<Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::DisplayVersion => {
            None
        }
        _ => Some(Failure::new(message(error), help(error))),
    }
}

fn message(error: &Error) -> String {
    let text = |kind| text(error, kind);
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("there is no command `{}`", text(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("there is no option `{argument}`"),
        ErrorKind::UnknownArgument => format!("`{argument}` is one argument too many"),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` needs a value"),
        ErrorKind::InvalidValue => format!("`{value}` is no value of `{argument}`"),
        ErrorKind::ValueValidation if time(error).is_some() => {
            let said = time(error).map_or(String::new(), ToString::to_string);
            format!("{said}, which `{argument}` asks for")
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map_or(String::new(), |source| format!(": {source}"));
            format!("`{value}` is no value of `{argument}`{reason}")
        }
        ErrorKind::MissingRequiredArgument => format!("{} missing", missing(error)),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(prior) if prior != argument => format!("`{argument}` does not go together with `{prior}`"),
            _ => format!("`{argument}` is there twice"),
        },
        _ => first_line(error),
    }
}

fn help(error: &Error) -> String {
    if let Some(said) = time(error) {
        return said.help().to_owned();
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // The parser names the likeliest last.
    if let Some(near) = near.iter().find_map(|&kind| names(error, kind).pop()) {
        return format!("did you mean `{near}`?");
    }
    let valid = names(error, ContextKind::ValidValue);
    if !valid.is_empty() {
        return format!("write one of `{}`", valid.join("`, `"));
    }
    match usage(error) {
        Some(usage) => format!("write `{usage}`; `{} --help` says more", command(&usage)),
        None => "`wayfare --help` lists the commands and options".to_owned(),
    }
}

/// What is wrong with an instant.
fn time(error: &Error) -> Option<&TimeError> {
    std::error::Error::source(error)?.downcast_ref()
}

/// `` `--events <FILE>` is ``, or several.
fn missing(error: &Error) -> String {
    let names = names(error, ContextKind::InvalidArg);
    format!("`{}` {}", names.join("` and `"), if names.len() == 1 { "is" } else { "are" })
}

/// `wayfare run [OPTIONS] …`
fn usage(error: &Error) -> Option<String> {
    let text = error.get(ContextKind::Usage)?.to_string();
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Usage: ").map(str::to_owned));
    line.filter(|line| !line.is_empty())
}

/// The words of a usage that name the command.
fn command(usage: &str) -> String {
    let words = usage.split(' ').take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    words.collect::<Vec<_>>().join(" ")
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    names(error, kind).into_iter().next()
}

fn names(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(name)) => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        _ => Vec::new(),
    }
}

/// What the parser itself says, as far as it is about the fault.
fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).replace('\'', "`")
}
