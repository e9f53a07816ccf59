//! Journeys as people write them, for what a chart of a test cannot say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::graph::machine::Machine;
use crate::model::compile::compile;
use crate::model::material::Material;
use crate::syntax::read::read;
use crate::syntax::source::Source;
use crate::terms::span::FileId;

/// The journey of `text`, without the keys that say what file it is.
#[track_caller]
pub fn written(text: &str) -> Machine {
    let text = format!("wayfare: 1\njourney: j\nversion: 1.0.0\n{text}");
    let mut findings = Vec::new();
    let document = read(&Source::new(FileId(0), "j.yaml", text), &mut findings);
    let documents: Vec<_> = document.into_iter().map(Arc::new).collect();
    let schemas = BTreeMap::new();
    let material = Material {
        documents: &documents,
        sinks: None,
        purposes: &[],
        default_tz: "UTC",
        threads: 1,
        schemas: &schemas,
        unread: &BTreeSet::new(),
    };
    let mut journeys = compile(&material, &mut findings);
    findings.retain(|finding| !finding.rule.is_remark());
    assert!(findings.is_empty(), "{findings:?}");
    Machine::new(journeys.remove(0).journey)
}
