//! All tests of some projects, on all cores, their outcomes in file order whatever the threads.

use crate::orchestrator::record::Recorder;
use crate::project::workspace::Workspace;
use crate::syntax::scenarios::TestDecl;
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::trial::house::{House, Job};
use crate::trial::play::{Player, Stop, retell};
use crate::trial::script::Script;
use crate::trial::stage::Stage;
use crate::trial::verdict::{Outcome, Verdict};
use crate::trial::witness::Nobody;

/// So many tests are taken by a thread at a time.
const BLOCK: usize = 64;

/// Which tests are run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// How many threads, at least 1.
    pub threads: usize,
    /// What their names must contain.
    pub filter: Option<&'a str>,
}

/// Runs the tests of `workspace`, which has no errors of the language. Of each test that fails, a new `audience` hears
/// the records of the item after which it failed.
pub fn run<R: Recorder + Send>(
    workspace: &Workspace,
    options: Options<'_>,
    audience: &(dyn Fn() -> R + Sync),
) -> Vec<Outcome<R>> {
    let house = House::new(workspace);
    let jobs = workspace.projects.iter().flat_map(|project| house.jobs(project, &workspace.sources));
    let jobs: Vec<Job<'_>> = jobs.filter(|job| is_wanted(job.test, options.filter)).collect();
    let share = jobs.len().div_ceil(options.threads.max(1)).max(BLOCK);
    let shares = in_order(jobs.chunks(share).collect(), options.threads, |jobs| perform(jobs, audience));
    shares.into_iter().flatten().collect()
}

fn is_wanted(test: &TestDecl, filter: Option<&str>) -> bool {
    filter.is_none_or(|filter| test.name.value.to_lowercase().contains(&filter.to_lowercase()))
}

fn perform<R: Recorder + Send>(jobs: &[Job<'_>], audience: &(dyn Fn() -> R + Sync)) -> Vec<Outcome<R>> {
    let mut outcomes = Vec::with_capacity(jobs.len());
    for jobs in jobs.chunk_by(|a, b| std::ptr::eq(a.stage, b.stage)) {
        let Some(Ok(stage)) = jobs.first().map(|job| job.stage) else {
            let refused = jobs.iter().filter_map(|job| job.stage.as_ref().err().map(|finding| (job, finding)));
            outcomes.extend(refused.map(|(job, finding)| outcome(job, Verdict::Broken(vec![Finding::clone(finding)]))));
            continue;
        };
        let mut player = Player::new(stage, &stage.fleet, Nobody);
        for job in jobs {
            let verdict = match job.script(stage) {
                Err(findings) => Verdict::Broken(findings),
                Ok(script) => play(&script, stage, &mut player, audience),
            };
            outcomes.push(outcome(job, verdict));
        }
    }
    outcomes
}

fn outcome<R>(job: &Job<'_>, verdict: Verdict<R>) -> Outcome<R> {
    Outcome { name: job.test.name.clone(), verdict }
}

fn play<'s, R: Recorder + Send>(
    script: &Script,
    stage: &'s Stage,
    player: &mut Player<'s, Nobody>,
    audience: &(dyn Fn() -> R + Sync),
) -> Verdict<R> {
    let own = stage.own_fleet(script);
    let result = match &own {
        None => player.play(script),
        Some(fleet) => Player::new(stage, fleet, Nobody).play(script),
    };
    let Err(stop) = result else { return Verdict::Passed };
    let Stop { failure, told } = *stop;
    // The same again, for whoever wants to know what happened: most tests pass, and are told to nobody.
    let fleet = own.as_ref().unwrap_or(&stage.fleet);
    let heard = retell(stage, fleet, script, (told, audience()));
    Verdict::Failed(failure, heard)
}
