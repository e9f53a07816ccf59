//! What tests say that is not so, without playing them.

use std::collections::BTreeSet;

use crate::lint::allow::{Silenced, settle};
use crate::lint::circumstances::Circumstances;
use crate::lint::levels::{self, Judged, judge};
use crate::lint::run;
use crate::lint::scope::Scope;
use crate::lint::versions::earlier::Earlier;
use crate::project::workspace::{FileKind, Project, Workspace};
use crate::terms::finding::Finding;
use crate::terms::rule::{COVERAGE_BELOW, Level};
use crate::terms::span::FileId;
use crate::trial::coverage::Reached;
use crate::trial::house::House;

/// What a check comes to.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// All that is shown, project by project, in source order.
    pub judged: Vec<Judged>,
    /// All that comments allow, project by project, in source order.
    pub silenced: Vec<Silenced>,
    /// How many questions about values were left open.
    pub open: usize,
}

/// All that is shown of `workspace`, project by project, in source order.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    verdict(workspace, Asked::default()).judged
}

/// What a check is asked beside its files.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The present instant, in milliseconds; without it no rule speaks of the past.
    pub now: Option<i64>,
    /// How many threads may work; the verdict is the same for any number.
    pub threads: usize,
    /// Versions as they were published, beside those that are among the files.
    pub earlier: &'a [Earlier<'a>],
}

impl Default for Asked<'_> {
    fn default() -> Self {
        Self { now: None, threads: 1, earlier: &[] }
    }
}

/// What is wrong with the journeys of `workspace`, and what its tests name that is not there.
pub fn verdict(workspace: &Workspace, asked: Asked<'_>) -> Verdict {
    let house = House::new(workspace);
    let circumstances =
        Circumstances { sources: &workspace.sources, now: asked.now, threads: asked.threads, earlier: asked.earlier };
    let mut verdict = Verdict::default();
    for project in &workspace.projects {
        let mut found = run::found(project, &circumstances);
        found.findings.extend(rehearsed(&house, project, &circumstances));
        found.findings.sort();
        let judged = judge(found.findings, &project.config);
        let settled = settle(judged, &Scope::of(project, &circumstances));
        verdict.judged.extend(settled.shown);
        verdict.silenced.extend(settled.silenced);
        verdict.open += found.open;
    }
    verdict
}

/// What the tests of a project say that is not so, unless that may only follow from a fault of a journey or catalog, and of
/// which journeys they reach little.
fn rehearsed(house: &House, project: &Project, circumstances: &Circumstances<'_>) -> Vec<Finding> {
    let errors = project.findings.iter().filter(|finding| !finding.rule.is_remark());
    let faulty: BTreeSet<FileId> = errors.map(|finding| finding.span.file).collect();
    let shared = |kind: &FileKind| matches!(kind, FileKind::Catalog(_) | FileKind::Unknown);
    if project.files.iter().any(|file| shared(&file.kind) && faulty.contains(&file.id)) {
        return Vec::new();
    }
    let is_on = project.has_its_tests() && levels::verdict(COVERAGE_BELOW, &project.config).1 != Level::Off;
    let (mut findings, mut scripts) = (Vec::new(), Vec::new());
    // Nobody knows what tests would reach that cannot be played, or of which not all could be read.
    let broken = project.scenarios.iter().filter(|file| faulty.contains(&file.document.file));
    let mut unknown: BTreeSet<FileId> = broken.filter_map(|file| file.tested).collect();
    for job in house.jobs(project, circumstances.sources) {
        let cast = job.cast();
        if cast.iter().any(|file| faulty.contains(file)) {
            unknown.extend(cast);
            continue;
        }
        match job.stage.as_ref().map(|stage| (stage, job.script(stage))) {
            Ok((stage, Ok(script))) => scripts.extend(is_on.then_some((stage, script))),
            Ok((_, Err(drift))) => {
                findings.extend(drift);
                unknown.extend(cast);
            }
            Err(finding) => {
                findings.push(Finding::clone(finding));
                unknown.extend(cast);
            }
        }
    }
    if is_on {
        unknown.extend(faulty);
        let reached = Reached::by(&scripts, circumstances.threads);
        let per_cent = project.config.limits.get(COVERAGE_BELOW.0).copied();
        let known = project.journeys.iter().filter(|journey| !unknown.contains(&journey.file));
        findings.extend(known.filter_map(|journey| reached.finding(journey, per_cent)));
    }
    findings
}
