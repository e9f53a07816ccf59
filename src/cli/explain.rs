//! `explain`: what a rule catches, why it matters, a wrong and a right example.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, ValueEnum};

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::lint::registry::{RULES, named};
use crate::lint::rule::Rule;
use crate::report::rules::{json, list, markdown, text};
use crate::terms::suggest;

const EXAMPLES: &str = "\
Examples:
  wayfare explain                                   all rules by group, one line each
  wayfare explain unreachable-state                 one rule
  wayfare explain correctness                       the rules of one group
  wayfare explain --all --format markdown           for a page";

/// `explain`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// A rule, as findings name it, or a group of rules; the list of all, if left out
    #[arg(value_name = "RULE", value_parser = RuleNames, hide_possible_values = true)]
    pub rule: Option<String>,
    /// Every rule in full
    #[arg(long, conflicts_with = "rule")]
    pub all: bool,
    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: ExplainFormat,
}

/// How rules are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people.
    #[default]
    Text,
    /// For a page or a comment.
    Markdown,
    /// One JSON object, or a list of them.
    Json,
}

/// Takes any name, so that a wrong one is answered in our words, and tells shells those that there are.
#[derive(Clone, Copy, Debug)]
struct RuleNames;

impl TypedValueParser for RuleNames {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        clap::builder::StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names().into_iter().map(PossibleValue::new)))
    }
}

/// Prints what is known of a rule, a group or all.
pub fn explain(command: &Explain) -> anyhow::Result<Exit> {
    let text = match &command.rule {
        None if command.all => every(command.format),
        None => listed(RULES, command.format),
        Some(name) => match (named(name), group(name)) {
            (Some(rule), _) => one(rule, command.format),
            (None, members) if !members.is_empty() => listed(&members, command.format),
            _ => return Err(unknown(name).into()),
        },
    };
    terminal::print(text.as_bytes())?;
    Ok(Exit::Done)
}

fn one(rule: &Rule, format: ExplainFormat) -> String {
    match format {
        ExplainFormat::Text => text::entry_with_fix(rule, (terminal::paint_of_output(), terminal::columns())),
        ExplainFormat::Markdown => markdown::entry(rule),
        ExplainFormat::Json => format!("{:#}\n", json::entry(rule)),
    }
}

fn listed(rules: &[&'static Rule], format: ExplainFormat) -> String {
    match format {
        ExplainFormat::Text => list::text(rules, (terminal::paint_of_output(), terminal::columns())),
        ExplainFormat::Markdown => list::markdown(rules),
        ExplainFormat::Json => format!("{:#}\n", json::list(rules)),
    }
}

fn every(format: ExplainFormat) -> String {
    match format {
        ExplainFormat::Text => list::full(RULES, (terminal::paint_of_output(), terminal::columns())),
        ExplainFormat::Markdown => markdown::page(RULES),
        ExplainFormat::Json => format!("{:#}\n", json::list(RULES)),
    }
}

/// The rules of a group; none where there is no such group.
fn group(name: &str) -> Vec<&'static Rule> {
    RULES.iter().copied().filter(|rule| rule.group.name() == name).collect()
}

/// What can be explained: the rules, and the groups that have some.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = RULES.iter().map(|rule| rule.name.0).collect();
    for rule in RULES {
        if !names.contains(&rule.group.name()) {
            names.push(rule.group.name());
        }
    }
    names
}

/// Whether one of the words of `known` is like `name`.
fn is_like_a_half(known: &str, name: &str) -> bool {
    suggest::nearest(name, known.split('-')).is_some()
}

fn unknown(name: &str) -> Failure {
    // Half a name is as likely as a wrong one.
    let half = || names().into_iter().find(|known| known.contains(name) || is_like_a_half(known, name));
    let near = suggest::nearest(name, names()).or_else(half);
    let help = near.map_or_else(
        || "`wayfare explain` lists the rules".to_owned(),
        |near| format!("did you mean `{near}`? `wayfare explain` lists the rules"),
    );
    Failure::new(format!("there is no rule `{name}`"), help)
}
