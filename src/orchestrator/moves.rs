//! People move to another version of a journey.

use std::collections::BTreeMap;

use crate::engine::instance::Status;
use crate::engine::moves::{Plan, plan};
use crate::engine::relocation::{Relocated, relocate};
use crate::engine::step::{Input, Rollback};
use crate::graph::fleet::Fleet;
use crate::orchestrator::desk::{Desk, NOTHING};
use crate::orchestrator::effects;
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Cause, Kind, Moved, Recorder};
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Owner;
use crate::terms::finding::Finding;

/// How people move between the versions of a fleet, each pair computed when it is first asked for.
#[derive(Debug, Default)]
pub struct Plans(BTreeMap<(u32, u32), Plan>);

impl Plans {
    /// How people move from one machine to another of the same journey.
    pub fn between(&mut self, fleet: &Fleet, from: u32, to: u32) -> Option<&Plan> {
        let (old, new) = (fleet.machine(from)?, fleet.machine(to)?);
        Some(self.0.entry((from, to)).or_insert_with(|| plan(old, new)))
    }

    /// What in the migrations to the machine `to` does not fit the older versions, which its people may be on.
    pub fn findings(&mut self, fleet: &Fleet, to: u32) -> Vec<Finding> {
        let versions = fleet.journeys.iter().find(|versions| versions.machines.contains(&to));
        let older = versions.map_or(0..0, |versions| versions.machines.start..to);
        let mut findings: Vec<Finding> = Vec::new();
        for from in older {
            findings.extend(self.between(fleet, from, to).into_iter().flat_map(|plan| plan.findings.clone()));
        }
        findings.sort();
        findings.dedup();
        findings
    }
}

/// Moves the instance at `index` to the version `to` at `at`, if it runs on another one and does not finish there.
pub fn shift(
    desk: &mut Desk<'_>,
    plans: &mut Plans,
    person: &mut Person,
    (index, to, at): (usize, u32, i64),
    recorder: &mut dyn Recorder,
) {
    let fleet = desk.fleet;
    let Some(visit) = person.visits.get(index) else { return };
    if visit.machine == to || visit.instance.status != Status::Active {
        return;
    }
    let Some(plan) = plans.between(fleet, visit.machine, to).filter(|plan| !plan.finish) else { return };
    let version = plan.to.journey.version.to_string();
    let cause_key = format!("m:{version}");
    let told = Told {
        line: 0,
        raw: None,
        cause: Cause::Move(&version),
        cause_key: &cause_key,
        timestamp: at,
        refused_traits: &[],
    };
    let now = at.max(visit.instance.last_input);
    let parts = desk.parts(person, to);
    let (view, ledger) = (&parts.view, &parts.ledger);
    let input = Input { stimulus: NOTHING, now, person: view, ledger, out: None, cause: &cause_key };
    let result = relocate(plan, &visit.instance, &input, parts.scratch);
    settle(desk, person, (plan, index, to), result, &told, recorder);
}

/// Puts the instance where it is now, and tells of it.
fn settle(
    desk: &mut Desk<'_>,
    person: &mut Person,
    (plan, index, to): (&Plan, usize, u32),
    result: Result<Relocated, Rollback>,
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    match result {
        Ok(Relocated::Moved { instance, left }) => {
            let now = instance.last_input;
            let visit = &mut person.visits[index];
            let from = std::mem::replace(&mut visit.machine, to);
            visit.instance = *instance;
            visit.refresh();
            person.due = person.due.min(visit.due);
            take_along(person, index, (plan, from));
            let visit = &person.visits[index];
            let moved = Moved { from: &plan.from, left: &left, trace: &desk.scratch.trace };
            recorder.record(&told.about_visit(person, visit, &plan.to, Kind::Move(moved)));
            desk.keep_effects(person, index, (told, now));
            desk.collect(&plan.to, person, index, now, told);
        }
        Ok(Relocated::Ended(instance)) => {
            let visit = &mut person.visits[index];
            visit.instance = *instance;
            visit.refresh();
            let kind = Kind::Exit("migrated", &desk.scratch.trace);
            let visit = &person.visits[index];
            recorder.record(&told.about_visit(person, visit, &plan.from, kind));
            effects::drop_deferred(person, index);
        }
        Err(rollback) => {
            let visit = &person.visits[index];
            told.dead_letter(&rollback, |kind| {
                recorder.record(&told.about_visit(person, visit, &plan.from, kind));
            });
        }
    }
}

/// Effects of the instance at `index` that wait become those of its new version, where that knows their action.
fn take_along(person: &mut Person, index: usize, (plan, from): (&Plan, u32)) {
    let Person { visits, beside, .. } = person;
    let (Some(visit), Some(beside)) = (visits.get(index), beside) else { return };
    let is_theirs = |owner: &Owner| owner.is(visit.journey, &visit.key, visit.instance.visit);
    let deferred = beside.waiting.deferred.iter_mut().map(|of| (&mut of.owner, &mut of.effect.action));
    let unanswered = beside.waiting.unanswered.iter_mut().map(|of| (&mut of.owner, &mut of.action));
    for (owner, action) in deferred.chain(unanswered).filter(|(owner, _)| is_theirs(owner)) {
        // What a version before asked for, and the last one did not know, stays with that one.
        if let Some(image) = plan.action(*action).filter(|_| owner.machine == from) {
            (owner.machine, *action) = (visit.machine, image);
        }
    }
}
