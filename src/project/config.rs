//! `wayfare.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use smol_str::SmolStr;

use crate::terms::rule::Level;

/// A project's config; the default is that of an empty file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder of the file; absent for files that stand alone, whose sinks are not judged.
    pub root: Option<PathBuf>,
    /// `[project] name`.
    pub name: Option<SmolStr>,
    /// `[project] journeys`, folders; `["journeys"]` by default.
    pub journeys: Vec<PathBuf>,
    /// `[sinks.<name>]`.
    pub sinks: BTreeMap<SmolStr, Sink>,
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
    /// `[lint.limits]`.
    pub limits: BTreeMap<SmolStr, i64>,
    /// `[diff] approved`.
    pub approved: Vec<SmolStr>,
}

/// A sink.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// `log`, `webhook`, `kafka`, `segment`.
    pub kind: SmolStr,
    /// `marketing` or `service`: an action on it is a message.
    pub purpose: Option<SmolStr>,
}
