//! What a journey, a catalog and a project's config say, as written: names not yet resolved, types not yet checked.
//!
//! A part that could not be read is left out, and its fault is among the findings of the reader; `broken` marks an
//! element of which something was left out, so that nobody reports what only follows from that.

use smol_str::SmolStr;

use crate::syntax::allow::Allow;
use crate::syntax::chart::{Hidden, StateDecl, StepDecl, Targets};
use crate::syntax::declared::{Declarations, FieldDecl};
use crate::syntax::lifecycle::{EntryDecl, ExitDecl, GoalDecl, IdentityDecl, MigrateDecl};
use crate::syntax::scenarios::ScenariosDocument;
use crate::terms::span::{FileId, Name, Spanned};

/// One file of the language.
#[derive(Clone, Debug)]
pub enum Document {
    /// `journey: <id>`.
    Journey(Box<JourneyDocument>),
    /// `catalog: <id>`.
    Catalog(Box<CatalogDocument>),
    /// `scenarios: <journey id>`.
    Scenarios(Box<ScenariosDocument>),
}

/// `catalog: <id>`.
#[derive(Clone, Debug)]
pub struct CatalogDocument {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub id: Name,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// What it declares.
    pub declares: Declarations,
    /// Its comments that allow findings, in file order.
    pub allows: Vec<Allow>,
}

/// `journey: <id>`.
#[derive(Clone, Debug)]
pub struct JourneyDocument {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub id: Name,
    /// Its keys, in file order.
    pub keys: Vec<Name>,
    /// Semver; absent where missing or broken (a finding says so).
    pub version: Option<Spanned<SmolStr>>,
    /// For people.
    pub title: Option<Spanned<SmolStr>>,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// Who answers for it.
    pub owner: Option<Spanned<SmolStr>>,
    /// For people.
    pub tags: Vec<Name>,
    /// Catalog ids.
    pub uses: Vec<Name>,
    /// What it declares itself.
    pub declares: Declarations,
    /// Context variables, in file order.
    pub context: Vec<FieldDecl>,
    /// Who enters.
    pub entry: Option<EntryDecl>,
    /// Who leaves from any state.
    pub exit: Vec<ExitDecl>,
    /// What is counted.
    pub goals: Vec<GoalDecl>,
    /// How two instances become one.
    pub identity: Option<IdentityDecl>,
    /// Where it begins: one state or one for each region; none where missing.
    pub initial: Targets,
    /// Steps that hold in every state.
    pub steps: Vec<StepDecl>,
    /// The states, in file order.
    pub states: Vec<StateDecl>,
    /// What becomes of people on other versions.
    pub migrate: Vec<MigrateDecl>,
    /// What else it may say of its states, steps and exit rules.
    pub hidden: Hidden,
    /// Whether something was left out of which nobody can say where it belonged.
    pub cut: bool,
    /// Its comments that allow findings, in file order.
    pub allows: Vec<Allow>,
}

impl Document {
    /// The file.
    pub const fn file(&self) -> FileId {
        match self {
            Self::Journey(journey) => journey.file,
            Self::Catalog(catalog) => catalog.file,
            Self::Scenarios(scenarios) => scenarios.file,
        }
    }

    /// Its comments that allow findings, in file order.
    pub fn allows(&self) -> &[Allow] {
        match self {
            Self::Journey(journey) => &journey.allows,
            Self::Catalog(catalog) => &catalog.allows,
            Self::Scenarios(scenarios) => &scenarios.allows,
        }
    }

    /// Comments are read beside what they are about.
    pub(in crate::syntax) fn set_allows(&mut self, allows: Vec<Allow>) {
        match self {
            Self::Journey(journey) => journey.allows = allows,
            Self::Catalog(catalog) => catalog.allows = allows,
            Self::Scenarios(scenarios) => scenarios.allows = allows,
        }
    }
}

impl JourneyDocument {
    /// A journey that says nothing yet.
    pub fn empty(id: Name, file: FileId) -> Self {
        Self {
            keys: Vec::new(),
            file,
            id,
            version: None,
            title: None,
            description: None,
            owner: None,
            tags: Vec::new(),
            uses: Vec::new(),
            declares: Declarations::default(),
            context: Vec::new(),
            entry: None,
            exit: Vec::new(),
            goals: Vec::new(),
            identity: None,
            initial: Targets::default(),
            steps: Vec::new(),
            states: Vec::new(),
            migrate: Vec::new(),
            hidden: Hidden::default(),
            cut: false,
            allows: Vec::new(),
        }
    }
}
