//! Changes that were agreed to: by the command line, and by the config of the new side.

use std::collections::BTreeSet;
use std::path::Path;

use smol_str::SmolStr;

use crate::cli::diff::arguments::Diff;
use crate::cli::diff::sides::Sides;
use crate::cli::terminal;
use crate::diff::comparison::Comparison;
use crate::project::around::config_around;
use crate::project::disk::Disk;
use crate::report::paint::Tone;

/// What was agreed to.
pub struct Approvals {
    /// All fingerprints.
    pub all: BTreeSet<SmolStr>,
    /// Those of the command line.
    given: Vec<SmolStr>,
    /// Those of configs, each with the path of its config.
    recorded: Vec<(String, SmolStr)>,
    /// Whether all that they may be about is compared.
    is_whole: bool,
}

impl Approvals {
    /// What `command` and the configs of the new side agree to.
    pub fn of(command: &Diff, sides: &Sides) -> Self {
        let mut recorded = Vec::new();
        for project in &sides.new.projects {
            let source = project.config_file.and_then(|file| sides.new.sources.get(file.0 as usize));
            let path = source.map_or_else(String::new, |source| source.path.display().to_string());
            recorded.extend(project.config.approved.iter().map(|print| (path.clone(), print.clone())));
        }
        if sides.new.projects.is_empty()
            && let Some((root, config)) = config_around(&Disk, Path::new("."))
        {
            let path = root.join(crate::project::files::CONFIG).display().to_string();
            recorded.extend(config.approved.into_iter().map(|print| (path.clone(), print)));
        }
        let all = command.approve.iter().chain(recorded.iter().map(|(_, print)| print)).cloned().collect();
        Self { all, given: command.approve.clone(), recorded, is_whole: sides.is_whole() }
    }

    /// Tells of approvals that are of no change.
    pub fn tell_unused(&self, comparison: &Comparison) {
        let used: BTreeSet<&SmolStr> = comparison.fingerprints().into_iter().collect();
        let paint = terminal::paint_of_errors();
        let note = paint.tone(Tone::Wary, "note").to_string();
        for print in self.given.iter().filter(|print| !used.contains(print)) {
            terminal::tell(&format!("{note}: no change has the fingerprint `{print}`, which `--approve` names\n"));
        }
        for (path, print) in self.recorded.iter().filter(|(_, print)| !used.contains(print)) {
            let says = if self.is_whole { ": it can be taken out" } else { "; not all journeys were compared" };
            terminal::tell(&format!(
                "{note}: no change has the fingerprint `{print}`, which `{path}` approves{says}\n"
            ));
        }
    }
}
