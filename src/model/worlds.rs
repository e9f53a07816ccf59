//! What the expressions of a journey can read anywhere in it, as the value solver takes it.

use crate::expr::solve::values::Values;
use crate::expr::solve::world::Ground;
use crate::model::journey::Journey;

/// What holds in all of `journey`.
pub fn ground(journey: &Journey) -> Ground {
    Ground {
        context: journey.context.iter().map(|variable| Values::of_shape(&variable.shape)).collect(),
        profile: journey.profile.iter().map(|field| Values::of_shape(&field.shape).or_missing()).collect(),
        purposes: journey.purposes.len(),
        paths: journey.paths.clone(),
        default_tz: journey.default_tz.clone(),
    }
}
