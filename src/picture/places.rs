//! Where the parts of a picture stand in the files of a journey.

use std::collections::BTreeMap;

use crate::model::journey::{Journey, StateKind};
use crate::picture::element::Element;
use crate::terms::span::{Name, Span};

/// The place of the name of each part that has one.
pub fn places(journey: &Journey) -> BTreeMap<Element, Span> {
    let mut all = vec![(Element::Journey, journey.id.span)];
    let mut add = |element: fn(_) -> Element, name: &Name| all.push((element(name.value.clone()), name.span));
    for state in journey.states.iter().skip(1) {
        add(Element::State, &state.name);
    }
    for step in &journey.steps {
        add(Element::Step, &step.id);
    }
    for rule in &journey.exit {
        add(Element::Exit, &rule.id);
    }
    for goal in &journey.goals {
        add(Element::Goal, &goal.id);
    }
    for window in &journey.windows {
        add(Element::Window, &window.name);
    }
    for action in &journey.actions {
        add(Element::Action, &action.name);
    }
    for state in &journey.states {
        let StateKind::Split(split) = &state.kind else { continue };
        let arm = |id: &Name| (Element::Arm(state.name.value.clone(), id.value.clone()), id.span);
        all.extend(split.arms.iter().map(|each| arm(&each.id)));
    }
    all.into_iter().filter(|(_, span)| span.start < span.end).collect()
}
