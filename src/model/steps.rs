//! Steps: trigger, guard, assignments, actions and target, with what is known followed through them.

use crate::expr::check::Reads;
use crate::expr::facts::Facts;
use crate::expr::scope::EventScope;
use crate::model::blocks::{self, Place};
use crate::model::conditions;
use crate::model::declarations;
use crate::model::disturb::Disturbances;
use crate::model::ground::{Ground, Notes};
use crate::model::ids::StateId;
use crate::model::journey::{Due, Step, Timer, Trigger};
use crate::model::outline::Outline;
use crate::model::targets;
use crate::model::triggers;
use crate::model::unread::By;
use crate::model::values::{self, Asked, Given, View, asks};
use crate::syntax::chart::{StepDecl, TriggerDecl, TriggerKind};
use crate::syntax::content::ValueDecl;
use crate::syntax::declared::Section;
use crate::terms::rule;
use crate::terms::shape::Of;

/// What steps are compiled with.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The tables.
    pub ground: &'a Ground,
    /// The states.
    pub outline: &'a Outline<'a>,
    /// What else may set variables while a step runs.
    pub disturbances: &'a Disturbances,
}

/// Compiles one step of `source`. What has faults is left out of it; they have been reported.
pub fn step(decl: &StepDecl, source: StateId, around: Around<'_>, notes: &mut Notes) -> Step {
    let Around { ground, outline, disturbances } = around;
    let led = targets::resolve(&decl.to, outline, notes);
    let trigger = decl.trigger.as_ref().map(|trigger| self::trigger(trigger, around, notes));
    let eventless = matches!(trigger, Some(Trigger::Always));
    if decl.uncertain || (eventless && !led.perhaps.is_empty()) {
        notes.unread.uncertain.insert(source);
    }
    let to = led.noted(source, By::Leaving, notes);
    let payload = match (&trigger, decl.events().unwrap_or_default()) {
        (Some(Trigger::Events(events)), _) if ground.events.any_done(events) => None,
        (Some(Trigger::Events(events)), names) => Some(ground.payload(names, events, true)),
        (None, names) => Some(ground.payload(names, &[], false)),
        _ => None,
    };
    let event = match (&trigger, &payload) {
        (_, Some(payload)) => EventScope::Payload(payload),
        (Some(Trigger::Timer(_)), _) => EventScope::Absent("a timer has no event"),
        _ => EventScope::Envelope,
    };
    let scope = ground.scope(event);
    let place = Place { ground, scope: &scope, whole: true };
    let (guard, mut facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    disturbances.forget(decl, source, outline, &mut facts);
    let set = blocks::set(&decl.set, place, &mut facts, notes);
    let actions = blocks::block(&decl.actions, place, &mut facts, notes);
    Step {
        id: decl.id.clone(),
        source,
        trigger: trigger.unwrap_or(Trigger::Events(Vec::new())),
        guard,
        set,
        actions,
        to,
        reenter: decl.reenter.is_some(),
    }
}

fn trigger(decl: &TriggerDecl, around: Around<'_>, notes: &mut Notes) -> Trigger {
    let due = match &decl.kind {
        TriggerKind::Events(names) => {
            return Trigger::Events(triggers::resolve(names, around.outline, around.ground, notes));
        }
        TriggerKind::Always => return Trigger::Always,
        TriggerKind::After(value) => term(value, Of::Duration, "`after`", around.ground, notes).map(one(Due::After)),
        TriggerKind::At(value) => term(value, Of::Timestamp, "`at`", around.ground, notes).map(one(Due::At)),
        TriggerKind::Every(value, times) => {
            let times = times.as_ref().map(|times| times.value);
            term(value, Of::Duration, "`every`", around.ground, notes).map(one(|term| Due::Every(term, times)))
        }
        TriggerKind::Gaps(values) => gaps(values, around.ground, notes),
    };
    let within = decl.within.as_ref();
    let within = within
        .and_then(|name| declarations::find(name, ("window", Section::Windows), &around.ground.window_ids, notes));
    match due {
        Some((due, mut reads)) => {
            if let Some(window) = within {
                reads.merge(&around.ground.windows[window.index()].reads);
            }
            Trigger::Timer(Timer { due, within, reads })
        }
        None => Trigger::Timer(Timer { due: Due::Gaps(Vec::new()), within, reads: Reads::default() }),
    }
}

fn one(due: impl FnOnce(crate::expr::term::Term) -> Due) -> impl FnOnce(Given) -> (Due, Reads) {
    |given| (due(given.term), given.reads)
}

fn gaps(decls: &[ValueDecl], ground: &Ground, notes: &mut Notes) -> Option<(Due, Reads)> {
    let given: Vec<_> = decls.iter().map(|decl| term(decl, Of::Duration, "`every`", ground, notes)).collect();
    let given = given.into_iter().collect::<Option<Vec<Given>>>()?;
    let reads = Reads::merged(given.iter().map(|gap| &gap.reads));
    Some((Due::Gaps(given.into_iter().map(|gap| gap.term).collect()), reads))
}

fn term(decl: &ValueDecl, of: Of, what: &str, ground: &Ground, notes: &mut Notes) -> Option<Given> {
    // An instant may be missing: then the timer never fires.
    let optional = matches!(of, Of::Timestamp);
    let shape = asks(of, optional);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what };
    let scope = ground.scope(EventScope::Absent("a timer has no event"));
    values::value(decl, asked, View { scope: &scope, facts: &Facts::default() }, notes)
}
