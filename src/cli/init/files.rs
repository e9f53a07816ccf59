//! The files of a project to start with, as texts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::init::shell::quoted;
use crate::cli::init::templates::{Catalog, Template};
use crate::project::files::CONFIG;
use crate::report::schema::document::{Kind, render};

/// A file that belongs into a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path in the project's folder.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
    /// What it is to the others.
    pub role: Role,
}

/// What a file is to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// `wayfare.toml`.
    Config,
    /// A catalog, with its id.
    Catalog(String),
    /// The journey.
    Journey,
    /// What is about the journey and useless without it.
    Companion,
    /// Something for people and their tools.
    Tool,
    /// The same, to be run.
    Script,
}

/// Where the parts stand and what they are called.
#[derive(Clone, Debug)]
pub struct Naming<'a> {
    /// The project's name.
    pub project: &'a str,
    /// The sinks that journeys which are there name.
    pub sinks: &'a BTreeSet<String>,
    /// The folder of journeys, in the project's.
    pub folder: &'a Path,
    /// From the top of the git repository down to the project; empty at the top, or where there is no repository.
    pub below_top: &'a Path,
    /// What stands before the ids of catalogs, where those of the templates are taken.
    pub prefix: &'a str,
}

/// All parts of a project that starts with `template`.
pub fn parts(template: &Template, naming: &Naming<'_>) -> Vec<Part> {
    let mut parts = vec![config(naming)];
    parts.extend(template.catalogs.iter().map(|catalog| naming.catalog(catalog)));
    let name = template.name;
    let journey = template.catalogs.iter().fold(template.journey.to_owned(), |text, it| naming.renamed(&text, it));
    parts.push(part(naming.folder.join(format!("{name}.yaml")), journey, Role::Journey));
    parts.push(part(naming.folder.join(format!("{name}.scenarios.yaml")), template.scenarios, Role::Companion));
    parts.push(part(format!("events/{name}.jsonl"), template.events, Role::Companion));
    parts.push(part(naming.folder.join("README.md"), include_str!("project/README.md"), Role::Tool));
    parts.extend(tools(naming));
    parts.extend(schemas());
    parts
}

/// The JSON Schemas that the settings of the editor name.
fn schemas() -> Vec<Part> {
    let part = |(name, kind)| {
        let schema = String::from_utf8_lossy(&render(kind)).into_owned();
        part(format!(".wayfare/schemas/{name}.schema.json"), schema, Role::Tool)
    };
    [("file", Kind::File), ("config", Kind::Config)].map(part).into()
}

fn config(naming: &Naming<'_>) -> Part {
    let mut text = include_str!("project/wayfare.toml").replace("@NAME@", naming.project);
    let tables = naming.sinks.iter().map(|sink| format!("[sinks.{sink}]"));
    for table in tables.filter(|table| !text.contains(table.as_str())).collect::<Vec<_>>() {
        text = text.replace("[consent]\n", &format!("{table}\nkind = \"log\"\n\n[consent]\n"));
    }
    part(CONFIG, text, Role::Config)
}

/// Settings of the editor, the workflow of the forge, the hook.
fn tools(naming: &Naming<'_>) -> Vec<Part> {
    let globs = match naming.folder.to_string_lossy().replace('\\', "/") {
        folder if folder.is_empty() => "*.yaml".to_owned(),
        folder => format!("{folder}/**/*.yaml"),
    };
    let below = naming.below_top.to_string_lossy().replace('\\', "/");
    // A forge reads workflows at the top of the repository only.
    let up: PathBuf = naming.below_top.components().map(|_| "..").collect();
    let (name, working) = if below.is_empty() {
        ("wayfare.yaml".to_owned(), ".")
    } else {
        (format!("wayfare-{}.yaml", below.replace('/', "-")), below.as_str())
    };
    let path = if below.is_empty() { String::new() } else { format!(" {}", quoted(&below)) };
    let workflow =
        include_str!("project/workflow.yaml").replace("@DIR@", &working.replace('"', "\\\"")).replace("@PATH@", &path);
    vec![
        part(".vscode/settings.json", include_str!("project/settings.json").replace("@GLOB@", &globs), Role::Tool),
        part(".vscode/extensions.json", include_str!("project/extensions.json"), Role::Tool),
        part(up.join(".github/workflows").join(name), workflow, Role::Tool),
        part(".githooks/pre-commit", include_str!("project/pre-commit"), Role::Script),
    ]
}

impl Naming<'_> {
    fn id(&self, catalog: &Catalog) -> String {
        format!("{}{}", self.prefix, catalog.id)
    }

    fn catalog(&self, catalog: &Catalog) -> Part {
        let id = self.id(catalog);
        let path = self.folder.join(format!("{id}.catalog.yaml"));
        part(path, self.renamed(catalog.text, catalog), Role::Catalog(id))
    }

    /// `text` with the id under which the catalog stands here.
    fn renamed(&self, text: &str, catalog: &Catalog) -> String {
        let (old, new) = (catalog.id, self.id(catalog));
        let lines = text.lines().map(|line| {
            let line = line.replace(&format!("{old}.catalog.yaml"), &format!("{new}.catalog.yaml"));
            if line.starts_with("catalog: ") || line.contains("uses: ") { line.replace(old, &new) } else { line }
        });
        lines.map(|line| line + "\n").collect()
    }
}

fn part(path: impl Into<PathBuf>, text: impl Into<String>, role: Role) -> Part {
    Part { path: path.into(), text: text.into(), role }
}
