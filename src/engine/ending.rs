//! Ending an instance from outside: it is entered anew, or its person is not to be moved any more.

use crate::engine::input::{Input, Outcome, Rollback};
use crate::engine::instance::{Instance, Status};
use crate::engine::scratch::Scratch;
use crate::engine::{exit, step};
use crate::graph::machine::Machine;

/// How the active states are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// With their `on_exit`, as when an exit rule ends the instance.
    WithActions,
    /// Without any action.
    Silently,
}

/// Ends an active instance; its status is `exited`. What the trace says of it is of no exit rule of the journey.
pub fn end(
    machine: &Machine,
    instance: &mut Instance,
    input: &Input<'_>,
    leaving: Leaving,
    scratch: &mut Scratch,
) -> Result<(), Rollback> {
    if instance.status != Status::Active {
        scratch.trace.clear();
        return Ok(());
    }
    step::conduct(machine, instance, input, scratch, |run| {
        step::collect_atomic(run.machine, run.instance, &mut run.trace.from);
        match leaving {
            Leaving::WithActions => exit::leave_all(run, run.bare_scene())?,
            Leaving::Silently => exit::forget_all(run),
        }
        run.work.queue.clear();
        run.instance.status = Status::Exited;
        run.instance.ended_at = Some(run.now);
        run.instance.last_input = run.now;
        Ok(Outcome::Exited)
    })
    .map(|_| ())
}
