//! What tests say that is not so, without playing them.

use std::collections::BTreeSet;

use crate::lint::levels::{Judged, judge};
use crate::lint::run;
use crate::project::workspace::{FileKind, Project, Workspace};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::span::FileId;
use crate::trial::house::House;

/// All that is shown of `workspace`, project by project, in source order: what is wrong with its journeys, and what its
/// tests name that is not there.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    let house = House::new(workspace);
    let of = |project: &Project| {
        let mut judged = run::judged(project);
        judged.extend(judge(drift(&house, project, &workspace.sources), &project.config));
        judged.sort_by(|a, b| a.finding.cmp(&b.finding));
        judged
    };
    workspace.projects.iter().flat_map(of).collect()
}

/// What the tests of a project say that is not so, unless that may only follow from a fault of a journey or catalog.
fn drift(house: &House, project: &Project, sources: &[Source]) -> Vec<Finding> {
    let faulty: BTreeSet<FileId> = project.findings.iter().map(|finding| finding.span.file).collect();
    let shared = |kind: &FileKind| matches!(kind, FileKind::Catalog(_) | FileKind::Unknown);
    if project.files.iter().any(|file| shared(&file.kind) && faulty.contains(&file.id)) {
        return Vec::new();
    }
    let sound = house.jobs(project, sources).filter(|job| job.cast().iter().all(|file| !faulty.contains(file)));
    let findings = sound.flat_map(|job| match job.stage {
        Ok(stage) => job.script(stage).err().unwrap_or_default(),
        Err(finding) => vec![Finding::clone(finding)],
    });
    findings.collect()
}
