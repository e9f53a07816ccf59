//! Journeys in several versions, of which each later one takes effect while people are on their way.

use std::collections::BTreeMap;
use std::sync::Arc;

use semver::Version;
use smol_str::SmolStr;

use crate::embed::journeys::{Journeys, faulty, refuse_contested, settings, sound};
use crate::embed::refusal::Refusal;
use crate::graph::content::hash;
use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::lint::levels::{Judged, judge};
use crate::model::journey::Journey;
use crate::orchestrator::process::Conductor;
use crate::orchestrator::rollout::Rollout;
use crate::project::subject::Subject;
use crate::project::workspace::Workspace;

/// Journeys in several versions.
#[derive(Debug)]
pub struct Staged {
    /// All versions.
    pub journeys: Journeys,
    /// When which of them takes effect.
    pub rollout: Rollout,
}

impl Staged {
    /// The journeys of `workspace`: of each the oldest version is there from the beginning, and each later one takes
    /// effect at one of `instants`, in epoch milliseconds, ascending. Refused are also versions that are not as many, a
    /// version that is there twice with different content, and a `migrate` that does not fit the version before.
    pub fn of(workspace: Workspace, instants: &[i64]) -> Result<Self, Refusal> {
        let workspace = sound(workspace)?;
        let settings = settings(&workspace)?;
        let versions = versions(&workspace)?;
        let fleet = Fleet::new(versions.into_iter().map(|journey| Arc::new(Machine::new(journey))).collect());
        refuse_stages(&fleet, instants.len())?;
        let rollout = Rollout::new(&fleet, instants);
        for passed in 0..=instants.len() {
            let current = rollout.current(passed as u16).iter().filter_map(|&machine| fleet.machine(machine));
            refuse_contested(&current.cloned().collect::<Vec<Arc<Machine>>>())?;
        }
        let journeys = Journeys { fleet, settings };
        let misfits = misfits(&journeys, &rollout, &workspace);
        if misfits.is_empty() { Ok(Self { journeys, rollout }) } else { Err(faulty(misfits, workspace)) }
    }
}

/// Every journey in every version, each once.
fn versions(workspace: &Workspace) -> Result<Vec<Arc<Journey>>, Refusal> {
    let mut found: BTreeMap<(&SmolStr, &Version), Subject<'_>> = BTreeMap::new();
    for project in &workspace.projects {
        // Versions that only tests name are no part of the run.
        let is_meant =
            |subject: &Subject<'_>| project.journeys.iter().any(|journey| Arc::ptr_eq(journey, subject.journey));
        for subject in Subject::all(project).into_iter().filter(is_meant) {
            let (id, version) = (&subject.journey.id.value, &subject.journey.version);
            match found.get(&(id, version)) {
                Some(known) if content(known) != content(&subject) => {
                    return Err(Refusal::SameVersion(id.to_string(), version.to_string()));
                }
                Some(_) => {}
                None => {
                    found.insert((id, version), subject);
                }
            }
        }
    }
    Ok(found.into_values().map(|subject| Arc::clone(subject.journey)).collect())
}

fn content(subject: &Subject<'_>) -> String {
    hash::of(subject.journey, &subject.document.declares)
}

/// The journey with the most versions must have one for each instant beside the oldest.
fn refuse_stages(fleet: &Fleet, instants: usize) -> Result<(), Refusal> {
    let Some(most) = fleet.journeys.iter().max_by_key(|versions| versions.machines.len()) else { return Ok(()) };
    let count = most.machines.len();
    if count == instants + 1 {
        return Ok(());
    }
    let versions = match count {
        1 => "every journey is there in one version".to_owned(),
        _ => format!("`{}` is there in {count} versions", most.id),
    };
    let instants = match instants {
        1 => "there is one instant at which one takes effect".to_owned(),
        _ => format!("there are {instants} instants at which one takes effect"),
    };
    Err(Refusal::Stages { versions, instants })
}

/// What in a `migrate` does not fit the versions that people come from, as findings of their projects.
fn misfits(journeys: &Journeys, rollout: &Rollout, workspace: &Workspace) -> Vec<Judged> {
    let mut conductor = Conductor::new(&journeys.fleet, &journeys.settings);
    let machines = rollout.stages().iter().flat_map(|stage| &stage.machines);
    let findings: Vec<_> = machines.flat_map(|&machine| conductor.misfits(machine)).collect();
    let config = workspace.projects.iter().find(|project| !project.journeys.is_empty()).map(|project| &project.config);
    config.map(|config| judge(findings, config)).unwrap_or_default()
}
