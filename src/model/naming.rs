//! What the slots and numbers of a journey's expressions are called.

use crate::expr::wording::Names;
use crate::model::journey::Journey;

/// What the slots of a journey's expressions are called.
pub fn names(journey: &Journey) -> Names<'_> {
    Names {
        context: journey.context.iter().map(|variable| variable.name.value.as_str()).collect(),
        old: Vec::new(),
        profile: journey.profile.iter().map(|field| field.name.as_str()).collect(),
        purposes: &journey.purposes,
        states: journey.states.iter().map(|state| state.name.value.as_str()).collect(),
        paths: &journey.paths,
    }
}
