//! What `wayfare.toml` says, as values.

use std::collections::BTreeMap;
use std::path::PathBuf;

use smol_str::SmolStr;

use crate::terms::rule::Level;
use crate::terms::time::DAY;

/// A project's config; the default is that of an empty file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of the file; absent for files that stand alone, whose sinks are not judged.
    pub root: Option<PathBuf>,
    /// `[project] name`.
    pub name: Option<SmolStr>,
    /// `[project] journeys`, folders; `["journeys"]` by default.
    pub journeys: Vec<PathBuf>,
    /// `[sinks.<name>]`.
    pub sinks: BTreeMap<SmolStr, Sink>,
    /// Whether there may be sinks that could not be read.
    pub sinks_hidden: bool,
    /// `[consent] purposes`.
    pub purposes: Vec<SmolStr>,
    /// `[consent] processing` is `opt-in`.
    pub processing_opt_in: bool,
    /// `[time] default_tz`; `UTC` by default.
    pub default_tz: SmolStr,
    /// `[idempotency] window`, in milliseconds; 30 days by default.
    pub idempotency_window: i64,
    /// `[lint]`: rule or group to level.
    pub lint: BTreeMap<SmolStr, Level>,
    /// `[lint.limits]`: counts as they are, durations in milliseconds.
    pub limits: BTreeMap<SmolStr, i64>,
    /// `[diff] approved`.
    pub approved: Vec<SmolStr>,
}

/// A sink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sink {
    /// `log`, `webhook`, `kafka`, `segment`.
    pub kind: SmolStr,
    /// `marketing` or `service`: an action on it is a message.
    pub purpose: Option<SmolStr>,
    /// At most so many in a second, minute or hour: `100/s`.
    pub rate: Option<SmolStr>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            root: None,
            name: None,
            journeys: vec![PathBuf::from("journeys")],
            sinks: BTreeMap::new(),
            sinks_hidden: false,
            purposes: Vec::new(),
            processing_opt_in: false,
            default_tz: SmolStr::new_static("UTC"),
            idempotency_window: 30 * DAY,
            lint: BTreeMap::new(),
            limits: BTreeMap::new(),
            approved: Vec::new(),
        }
    }
}

impl Config {
    /// The sinks, and whether each is a message's; absent where sinks are not judged, or not all of them could be read.
    pub fn judged_sinks(&self) -> Option<BTreeMap<SmolStr, bool>> {
        self.root.as_ref().filter(|_| !self.sinks_hidden)?;
        Some(self.sinks.iter().map(|(name, sink)| (name.clone(), sink.purpose.is_some())).collect())
    }
}
