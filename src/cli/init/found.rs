//! What stands in the folder already.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::init::place::Place;
use crate::lint::levels::Judged;
use crate::project::around::config_around;
use crate::project::config::Config;
use crate::project::disk::Disk;
use crate::project::files::{CONFIG, plain};
use crate::project::workspace::{FileKind, Workspace, WorkspaceError};
use crate::trial::check;

/// What stands there already.
#[derive(Debug, Default)]
pub struct Found {
    /// What the config says; absent where there is none.
    pub config: Option<Config>,
    /// The journeys and catalogs, with the file of each.
    pub ids: BTreeMap<(Kind, String), PathBuf>,
    /// The sinks of journeys that have no config yet.
    pub sinks: BTreeSet<String>,
    /// What `check` says of it.
    pub findings: Vec<Known>,
}

/// What may not be there twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A journey.
    Journey,
    /// A catalog.
    Catalog,
}

/// A finding, as far as it stays the same when files are added: file, rule, message.
pub type Known = (PathBuf, &'static str, String);

impl Found {
    /// Looks into `place`.
    pub fn at(place: &Place) -> anyhow::Result<Self> {
        let config = place.real.join(CONFIG).is_file().then(|| config_around(&Disk, &place.dir)).flatten();
        let here = if config.is_some() { place.dir.clone() } else { place.dir.join("journeys") };
        let mut found = Self { config: config.map(|(_, config)| config), ..Self::default() };
        if !place.real.join("journeys").is_dir() && found.config.is_none() {
            return Ok(found);
        }
        match Workspace::around(&Disk, &here) {
            Ok(workspace) => found.read(&workspace),
            Err(WorkspaceError::Nothing(_)) => {}
            Err(error) => return Err(Failure::new(error.to_string(), error.help()).into()),
        }
        Ok(found)
    }

    /// The folder of journeys, in the project's.
    pub fn folder(&self, place: &Place) -> PathBuf {
        let Some(config) = &self.config else { return PathBuf::from("journeys") };
        let there = config.journeys.iter().find(|folder| place.real.join(folder).is_dir());
        there.or(config.journeys.first()).map_or_else(|| PathBuf::from("journeys"), |folder| plain(folder))
    }

    fn read(&mut self, workspace: &Workspace) {
        for file in workspace.projects.iter().flat_map(|project| &project.files) {
            let key = match &file.kind {
                FileKind::Journey(id) => (Kind::Journey, id.to_string()),
                FileKind::Catalog(id) => (Kind::Catalog, id.to_string()),
                FileKind::Scenarios(_) | FileKind::Unknown => continue,
            };
            self.ids.entry(key).or_insert_with(|| workspace.sources[file.id.0 as usize].path.clone());
        }
        if self.config.is_none() {
            let journeys = workspace.projects.iter().flat_map(|project| &project.journeys);
            let sinks = journeys.flat_map(|journey| &journey.actions).map(|action| action.sink.to_string());
            self.sinks = sinks.filter(|sink| sink != "log").collect();
        }
        self.findings = check::judged(workspace).iter().map(|judged| known(workspace, judged)).collect();
    }
}

/// `judged` without its place in the file.
pub fn known(workspace: &Workspace, judged: &Judged) -> Known {
    let finding = &judged.finding;
    (workspace.sources[finding.span.file.0 as usize].path.clone(), finding.rule.0, finding.message.clone())
}
