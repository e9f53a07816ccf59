//! A journey under examination: as it was compiled, and as it was written.

use std::sync::{Arc, OnceLock};

use crate::expr::meant::reads_as_expression;
use crate::graph::machine::Machine;
use crate::lint::circumstances::Circumstances;
use crate::lint::definitions::Definitions;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::nameable::Nameable;
use crate::lint::verdicts::verdict::Verdicts;
use crate::model::ids::{StateId, StepId};
use crate::project::config::Config;
use crate::project::subject::{Subject, laid_out};
use crate::project::workspace::Project;
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::document::{CatalogDocument, JourneyDocument};

/// A journey of which something can be asked.
pub struct Case<'a> {
    /// The compiled journey and its structure.
    pub machine: Machine,
    /// The same as it was written.
    pub document: &'a JourneyDocument,
    /// The catalogs that it uses, in the order of `uses`.
    pub catalogs: Vec<&'a CatalogDocument>,
    /// The config of its project.
    pub config: &'a Config,
    /// What the check was told.
    pub circumstances: &'a Circumstances<'a>,
    /// Whether its findings are shown.
    pub asked: bool,
    /// Whether every catalog that it uses is there, and neither its file nor one of them has an error of the language on
    /// which a run may depend.
    whole: bool,
    definitions: OnceLock<Definitions<'a>>,
    knowledge: OnceLock<Knowledge>,
    /// What [`crate::lint::verdicts::of`] found out.
    pub(in crate::lint) verdicts: OnceLock<Verdicts>,
    steps: Vec<&'a StepDecl>,
    states: Vec<Option<&'a StateDecl>>,
    reached: OnceLock<Vec<bool>>,
}

impl<'a> Case<'a> {
    /// The journey that `subject` is about, made ready to be asked.
    pub fn of(project: &'a Project, subject: Subject<'a>, circumstances: &'a Circumstances<'a>) -> Self {
        let (states, steps) = laid_out(subject.document);
        Self {
            machine: Machine::partial(Arc::clone(subject.journey), subject.unread.clone()),
            document: subject.document,
            catalogs: subject.catalogs,
            config: &project.config,
            circumstances,
            asked: project.reported.contains(&subject.journey.file),
            whole: subject.whole,
            definitions: OnceLock::new(),
            knowledge: OnceLock::new(),
            verdicts: OnceLock::new(),
            steps,
            states,
            reached: OnceLock::new(),
        }
    }

    /// A step as it was written.
    pub fn step_decl(&self, step: StepId) -> &'a StepDecl {
        self.steps[step.index()]
    }

    /// A state as it was written; the journey itself has no such declaration.
    pub fn state_decl(&self, state: StateId) -> Option<&'a StateDecl> {
        self.states[state.index()]
    }

    /// The definitions that its expressions may use.
    pub fn definitions(&self) -> &Definitions<'a> {
        self.definitions.get_or_init(|| Definitions::of(self.document, &self.catalogs))
    }

    /// What is known of its states, found out when it is first asked for.
    pub fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(|| {
            let nameable = self.nameable();
            let is_slip = |text: &str| reads_as_expression(text, &nameable);
            Knowledge::of(&self.machine, self.document, self.whole, &is_slip)
        })
    }

    /// What its expressions may name.
    pub fn nameable(&self) -> Nameable<'_> {
        Nameable::of(&self.machine.journey, self.document, &self.catalogs)
    }

    /// By state number, whether a person can come to be in it, if every guard can hold.
    pub fn reached(&self) -> &[bool] {
        self.reached.get_or_init(|| self.machine.reachable(&|_| true))
    }

    /// A limit of `[lint.limits]`: a count, or a duration in milliseconds.
    pub fn limit(&self, name: &str, default: i64) -> i64 {
        self.config.limits.get(name).copied().unwrap_or(default)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Case;
    use crate::lint::circumstances::Circumstances;
    use crate::project::subject::Subject;
    use crate::project::workspace::Workspace;

    #[test]
    fn limits_are_those_of_the_project() {
        let config = "[lint.limits]\ntoo-many-states = 3\nmessage-fatigue-window = \"2h\"\n";
        let journey = "wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nstates:\n  A: { final: true }\n";
        let files = [("wayfare.toml", config), ("journeys/a.yaml", journey)];
        let workspace = Workspace::from_texts(&files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let circumstances = Circumstances::default();
        let project = &workspace.projects[0];
        let case = Case::of(project, Subject::all(project).remove(0), &circumstances);
        let limits = [("too-many-states", 60), ("message-fatigue-window", 1), ("too-many-branches", 12)];
        assert_eq!(limits.map(|(name, default)| case.limit(name, default)), [3, 7_200_000, 12]);
    }
}
