//! Why journeys cannot run.

use std::fmt;

use crate::lint::levels::Judged;
use crate::project::workspace::WorkspaceError;
use crate::report::findings::count::Count;
use crate::report::findings::text;
use crate::report::paint::Paint;
use crate::syntax::source::Source;

/// Why journeys cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The files cannot be read.
    #[error(transparent)]
    Unreadable(#[from] WorkspaceError),
    /// They break the language.
    #[error("{0}")]
    Faults(Faults),
    /// There is none.
    #[error("there is no journey to run")]
    NoJourney,
    /// Files of projects that do not go together.
    #[error("the journeys belong to projects with different settings")]
    DifferentSettings,
    /// Two journeys of one id.
    #[error("there are two journeys `{0}`")]
    SameId(String),
    /// Two versions of one journey.
    #[error("there are two versions of the journey `{0}`")]
    Versions(String),
    /// Two journeys of one id and version that say different things.
    #[error("version {1} of `{0}` is there twice, and says different things")]
    SameVersion(String, String),
    /// There are not as many later versions as instants at which one takes effect.
    #[error("{versions}, but {instants}")]
    Stages {
        /// How many versions there are, of which journey.
        versions: String,
        /// How many instants there are.
        instants: String,
    },
    /// One event of two meanings.
    #[error("`{a}` and `{b}` declare the event `{event}` differently")]
    Contested {
        /// One journey.
        a: String,
        /// The other.
        b: String,
        /// The event.
        event: String,
    },
}

/// Errors of the language, with the files that they are in. Displayed as `wayfare check` prints them.
#[derive(Debug)]
pub struct Faults {
    /// The findings, in source order.
    pub findings: Vec<Judged>,
    /// How many they are, in how many files.
    pub count: Count,
    /// The files, by their ids.
    pub sources: Vec<Source>,
}

impl Refusal {
    /// What to do next.
    pub fn help(&self) -> &str {
        match self {
            Self::Unreadable(error) => error.help(),
            Self::Faults(_) => "put the errors right; `wayfare check` shows warnings too",
            Self::NoJourney => "name a file that begins with `wayfare: 1` and has a `journey`",
            Self::DifferentSettings => "run the journeys of one project at a time",
            Self::SameId(_) => "name only one of their files",
            Self::Versions(_) => {
                "name only one of their files, or say with `--deploy-at` when people move to the newer version"
            }
            Self::SameVersion(..) => "give the newer one another version",
            Self::Stages { .. } => {
                "name every version, and for each but the oldest the instant at which people move to it"
            }
            Self::Contested { .. } => "run them one at a time, or declare the event once, in a catalog",
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(&self.findings, &self.sources, Paint::Plain))?;
        f.write_str(&self.count.line())
    }
}
