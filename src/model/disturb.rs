//! What else may set a variable between a step's guard and its assignments.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::facts::Facts;
use crate::model::ids::StateId;
use crate::model::outline::Outline;
use crate::syntax::chart::{StepDecl, TriggerKind};
use crate::syntax::content::{ItemDecl, ItemKind};
use crate::syntax::document::JourneyDocument;
use crate::terms::span::Name;

/// The variables that each state's `on_exit` and each step sets.
#[derive(Debug, Default)]
pub struct Disturbances {
    /// By state, in document order: what its `on_exit` sets; states without are left out.
    exits: Vec<(StateId, Vec<u16>)>,
    /// What steps inside parallel states set: owner, what fires it, variables.
    steps: Vec<(StateId, Vec<SmolStr>, Vec<u16>)>,
}

impl Disturbances {
    /// Reads them off the document.
    pub fn of(journey: &JourneyDocument, outline: &Outline<'_>, slots: &FxHashMap<SmolStr, u16>) -> Self {
        let mut all = Self::default();
        if journey.context.iter().all(|variable| !variable.shape.optional) {
            return all;
        }
        for (number, node) in outline.nodes.iter().enumerate() {
            let Some(decl) = node.decl else { continue };
            let state = StateId(number as u32);
            let mut exits = Vec::new();
            assigned(&decl.on_exit, slots, &mut exits);
            if !exits.is_empty() {
                all.exits.push((state, exits));
            }
            if outline.ancestors(state).chain([state]).any(|outer| outline.is_parallel(outer)) {
                all.steps.extend(decl.steps.iter().filter_map(|step| Self::step(step, state, slots)));
            }
        }
        all
    }

    /// Forgets in `facts` what may be set between the guard of `step` and its assignments.
    pub fn forget(&self, step: &StepDecl, source: StateId, outline: &Outline<'_>, facts: &mut Facts) {
        if !step.to.names.is_empty() {
            for (_, slots) in self.exits.iter().filter(|(state, _)| related(*state, source, step, outline)) {
                forget_all(slots, facts);
            }
        }
        let fires = fired_by(step);
        for (owner, theirs, slots) in &self.steps {
            let common = outline.common(*owner, source);
            let apart = common != source && common != *owner && outline.is_parallel(common);
            if apart && theirs.iter().any(|event| fires.contains(event)) {
                forget_all(slots, facts);
            }
        }
    }

    fn step(
        step: &StepDecl,
        owner: StateId,
        slots: &FxHashMap<SmolStr, u16>,
    ) -> Option<(StateId, Vec<SmolStr>, Vec<u16>)> {
        let mut set: Vec<u16> =
            step.set.iter().filter_map(|assign| slots.get(&assign.variable.value).copied()).collect();
        assigned(&step.actions, slots, &mut set);
        (!set.is_empty()).then(|| (owner, fired_by(step), set))
    }
}

/// Whether `state` can be left when `step` of `source` is taken: it lies below what holds the source and all targets.
fn related(state: StateId, source: StateId, step: &StepDecl, outline: &Outline<'_>) -> bool {
    let targets =
        step.to.names.iter().filter_map(|name| outline.numbers.get(&name.value)).map(|&number| StateId(number));
    let domain = targets.fold(source, |so_far, target| outline.common(so_far, target));
    let domain = if domain == source && (step.reenter.is_some() || outline.nodes[source.index()].children.is_empty()) {
        outline.nodes[source.index()].parent.unwrap_or_default()
    } else {
        domain
    };
    // A parallel state is never a domain.
    let domain = if outline.is_parallel(domain) {
        outline.ancestors(domain).find(|&outer| !outline.is_parallel(outer)).unwrap_or_default()
    } else {
        domain
    };
    outline.inside(state, domain)
}

fn forget_all(slots: &[u16], facts: &mut Facts) {
    for &slot in slots {
        facts.forget_context(usize::from(slot));
    }
}

fn fired_by(step: &StepDecl) -> Vec<SmolStr> {
    match step.trigger.as_ref().map(|trigger| &trigger.kind) {
        Some(TriggerKind::Events(names)) => names.iter().map(|name: &Name| name.value.clone()).collect(),
        Some(TriggerKind::Always) => vec!["(always)".into()],
        _ => Vec::new(),
    }
}

fn assigned(items: &[ItemDecl], slots: &FxHashMap<SmolStr, u16>, out: &mut Vec<u16>) {
    for item in items {
        match &item.kind {
            ItemKind::Set(assigns) => {
                out.extend(assigns.iter().filter_map(|assign| slots.get(&assign.variable.value).copied()));
            }
            ItemKind::If(_, then, otherwise) => {
                assigned(then, slots, out);
                assigned(otherwise, slots, out);
            }
            _ => {}
        }
    }
}
