//! Context assignments: all right-hand sides see the context as it was before.

use smol_str::SmolStr;

use crate::engine::input::Rollback;
use crate::engine::run::{Run, Scene};
use crate::model::journey::Assign;
use crate::terms::value::Value;

/// Runs one `set` of the step, state or rule named `at`.
pub fn set(run: &mut Run<'_>, assigns: &[Assign], scene: Scene<'_>, at: &SmolStr) -> Result<(), Rollback> {
    let mut values = std::mem::take(&mut run.work.values);
    values.clear();
    for assign in assigns {
        let value = run.eval(&assign.value, scene, at)?;
        values.push(if assign.check { admit(run, assign, value, at)? } else { value });
    }
    for (assign, value) in assigns.iter().zip(values.drain(..)) {
        run.work.undo.assign(run.instance, assign.variable, value, run.now);
    }
    run.work.values = values;
    Ok(())
}

fn admit(run: &Run<'_>, assign: &Assign, value: Value, at: &str) -> Result<Value, Rollback> {
    let variable = &run.machine.journey.context[assign.variable.index()];
    let name = &variable.name.value;
    variable.shape.admit(value).map_err(|misfit| Rollback::at(at, &format!("the variable `{name}`: {misfit}")))
}
