//! How much of each journey tests reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::words::names;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Journey, State, StateKind};
use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::rule::COVERAGE_BELOW;
use crate::terms::span::FileId;
use crate::trial::play::Player;
use crate::trial::script::Script;
use crate::trial::stage::Stage;

/// So many tests are taken by a thread at a time.
const BLOCK: usize = 16;

/// The share of a journey that tests have to reach, in per cent, where its project does not say.
const PER_CENT: i64 = 80;

/// What tests reached, by the file of the journey.
#[derive(Debug, Default)]
pub struct Reached(BTreeMap<FileId, Parts>);

#[derive(Debug, Default)]
struct Parts {
    states: BTreeSet<StateId>,
    steps: BTreeSet<StepId>,
}

impl Reached {
    /// What tests reach, each played on its stage, on so many threads.
    pub fn by(tests: &[(&Stage, Script)], threads: usize) -> Self {
        let mut all = Self::default();
        let reached = in_order(tests.chunks(BLOCK).collect(), threads, play);
        for (file, parts) in reached.into_iter().flat_map(|reached| reached.0) {
            let known = all.0.entry(file).or_default();
            known.states.extend(parts.states);
            known.steps.extend(parts.steps);
        }
        all
    }

    /// That tests reach less of `journey` than `per_cent`, if they do; with no word they have to reach [`PER_CENT`].
    pub fn finding(&self, journey: &Journey, per_cent: Option<i64>) -> Option<Finding> {
        let nothing = Parts::default();
        let parts = self.0.get(&journey.file).unwrap_or(&nothing);
        let states = journey.states.iter().enumerate().skip(1).filter(|(_, state)| !is_pseudo(state));
        let states = states.map(|(at, state)| (&state.name.value, parts.states.contains(&StateId(at as u32))));
        let steps = journey.steps.iter().enumerate();
        let steps = steps.map(|(at, step)| (&step.id.value, parts.steps.contains(&StepId(at as u32))));
        let all: Vec<_> = states.chain(steps).collect();
        let missed: Vec<_> = all.iter().filter(|(_, is_reached)| !is_reached).map(|(name, _)| *name).collect();
        let (reached, per_cent) = (all.len() - missed.len(), per_cent.unwrap_or(PER_CENT));
        if reached as i64 * 100 >= per_cent * all.len() as i64 {
            return None;
        }
        let (id, of) = (&journey.id, all.len());
        let message = match reached {
            0 => format!("no test reaches anything of `{}`", id.value),
            _ => format!(
                "tests reach {reached} of the {of} states and steps of `{}`: {} %, fewer than {per_cent} %",
                id.value,
                reached * 100 / of
            ),
        };
        let help = if missed.len() > 1 { "write tests that reach" } else { "write a test that reaches" };
        Some(Finding::new(COVERAGE_BELOW, id.span, message).help(format!("{help} {}", names(missed))))
    }

    fn hear(&mut self, record: &Record<'_>) {
        // Nobody moves to a version that is asked about: a project has one of each journey, and its tests begin on that.
        let (Kind::Step(trace) | Kind::Enter(trace) | Kind::Exit(_, trace) | Kind::Send(trace)) = record.kind else {
            return;
        };
        let Some(machine) = record.machine else { return };
        let parts = self.0.entry(machine.journey.file).or_default();
        parts.states.extend(trace.entered.iter().chain(trace.arms.iter().map(|(split, _)| split)));
        parts.steps.extend(&trace.steps);
    }
}

/// Whether nobody is ever in the state.
const fn is_pseudo(state: &State) -> bool {
    matches!(state.kind, StateKind::History(..))
}

fn play(tests: &[(&Stage, Script)]) -> Reached {
    let mut reached = Reached::default();
    for (stage, script) in tests {
        let own = stage.own_fleet(script);
        let mut player = Player::new(stage, own.as_ref().unwrap_or(&stage.fleet), Ear(&mut reached));
        // Whoever fails a test has come as far as that.
        drop(player.play(script));
    }
    reached
}

/// Listens for what is reached.
struct Ear<'r>(&'r mut Reached);

impl Recorder for Ear<'_> {
    fn record(&mut self, record: &Record<'_>) {
        self.0.hear(record);
    }
}
