//! `schema`: what files may say, as a JSON Schema.

use clap::{Args, ValueEnum};

use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::report::schema::document::{Kind, render};

const EXAMPLES: &str = "\
Examples:
  wayfare schema journey > journey.schema.json     for a validator of JSON Schema 2020-12
  wayfare schema file > file.schema.json           for an editor: one for all files of journeys

An editor with the YAML language server takes it from a comment on the first line of a file,
  # yaml-language-server: $schema=../file.schema.json
or for all files from its settings, as docs/schemas.md says for each editor.";

/// `schema`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Schema {
    /// What the schema is of
    #[arg(value_enum, value_name = "KIND")]
    pub kind: SchemaKind,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// A journey
    Journey,
    /// A catalog
    Catalog,
    /// Scenario tests
    Scenarios,
    /// `wayfare.toml`
    Config,
    /// One line of a file of events
    Event,
    /// Any file of the language: its second key says which
    File,
}

/// Prints the schema.
pub fn schema(command: &Schema) -> anyhow::Result<Exit> {
    let kind = match command.kind {
        SchemaKind::Journey => Kind::Journey,
        SchemaKind::Catalog => Kind::Catalog,
        SchemaKind::Scenarios => Kind::Scenarios,
        SchemaKind::Config => Kind::Config,
        SchemaKind::Event => Kind::Event,
        SchemaKind::File => Kind::File,
    };
    terminal::print(&render(kind))?;
    Ok(Exit::Done)
}
