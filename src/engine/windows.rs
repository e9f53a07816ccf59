//! When a window of a journey is open for a person.

use crate::expr::calendar;
use crate::expr::inputs::Inputs;
use crate::expr::program::EvalError;
use crate::model::journey::Window;
use crate::terms::value::Value;

/// The first instant from `at` on at which `window` is open, in its zone as it is now; absent for never.
pub fn opening(window: &Window, at: i64, inputs: &Inputs<'_>) -> Result<Option<i64>, EvalError> {
    let zone = match window.tz.eval(inputs)? {
        Value::Str(name) => calendar::zone_or_default(&name, inputs.default_tz, inputs.complaints),
        other => calendar::zone_or_default(other.describe(), inputs.default_tz, inputs.complaints),
    };
    Ok(window.hours.opening(at, &zone))
}

/// The same for a window whose zone has no value: by the default zone, with a complaint.
pub fn opening_by_default(window: &Window, at: i64, inputs: &Inputs<'_>, error: &EvalError) -> Option<i64> {
    inputs.complaints.add(format!("the zone of the window `{}`: {error}", window.name.value));
    let zone = calendar::zone_or_default(inputs.default_tz, inputs.default_tz, inputs.complaints);
    window.hours.opening(at, &zone)
}
