//! Names of one version that are others in the next.

use std::collections::BTreeMap;

use smol_str::SmolStr;

/// By old name, the new one; what keeps its name is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Of states.
    pub states: Names,
    /// Of steps.
    pub steps: Names,
    /// Of context variables.
    pub variables: Names,
    /// Of events.
    pub events: Names,
}

/// Old names and new ones of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub BTreeMap<SmolStr, SmolStr>);

impl Renames {
    /// Nothing is called otherwise.
    pub const NONE: &'static Self = &Self {
        states: Names(BTreeMap::new()),
        steps: Names(BTreeMap::new()),
        variables: Names(BTreeMap::new()),
        events: Names(BTreeMap::new()),
    };
}

impl Names {
    /// What `name` is called now.
    pub fn new_of<'n>(&'n self, name: &'n SmolStr) -> &'n SmolStr {
        self.0.get(name).unwrap_or(name)
    }

    /// What is called `name` now was called so.
    pub fn old_of<'n>(&'n self, name: &'n SmolStr) -> &'n SmolStr {
        self.0.iter().find(|(_, new)| *new == name).map_or(name, |(old, _)| old)
    }
}
