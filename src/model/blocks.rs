//! Lists of actions become instructions, with what is known followed from one to the next.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::facts::Facts;
use crate::expr::scope::Scope;
use crate::expr::term::Term;
use crate::model::conditions;
use crate::model::ground::{Ground, Notes};
use crate::model::ids::{EventId, VariableId};
use crate::model::journey::{Assign, Block, EventCall, EventKind, Instruction, Schedule, ScheduleTime, Work};
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::content::{Assignment, EventCall as CallDecl, ItemDecl, ItemKind, ScheduleDecl, ValueDecl};
use crate::syntax::declared::Section;
use crate::syntax::elements::naming::ITEMS;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::span::Name;
use crate::terms::suggest;

/// Where a list of actions stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The tables.
    pub ground: &'a Ground,
    /// The names.
    pub scope: &'a Scope<'a>,
    /// Whether the item in hand was read whole; else nothing is missing from it.
    pub whole: bool,
}

/// Params, or payload fields, that were compiled: name, term, and the shape to hold it against when it runs.
type Arguments = Vec<(SmolStr, Term, Option<Arc<Shape>>)>;

/// Compiles a list; `facts` are those before it and become those behind it.
pub fn block(items: &[ItemDecl], place: Place<'_>, facts: &mut Facts, notes: &mut Notes) -> Block {
    nested(items, "", place, facts, notes)
}

/// Compiles a `set`; afterwards `facts` are those behind it.
pub fn set(decls: &[Assignment], place: Place<'_>, facts: &mut Facts, notes: &mut Notes) -> Vec<Assign> {
    let before = facts.clone();
    let view = View { scope: place.scope, facts: &before };
    let mut assigns = Vec::with_capacity(decls.len());
    for Assignment { variable, value } in decls {
        let Some(&slot) = place.ground.variable_slots.get(&variable.value) else {
            notes.unknown(Section::Context, unknown_variable(variable, place.ground));
            values::lose(value, notes);
            continue;
        };
        let shape = &place.ground.variables[usize::from(slot)].shape;
        let what = format!("the variable `{}`", variable.value);
        let asked = Asked { shape, rule: rule::TYPE_MISMATCH, what: &what };
        notes.uses.sets(Some(slot));
        let given = values::value(value, asked, view, notes);
        notes.uses.sets(None);
        if let Some(given) = given {
            if given.optional {
                facts.forget_context(usize::from(slot));
            } else {
                facts.learn_context(usize::from(slot));
            }
            assigns.push(Assign { variable: VariableId(slot), value: given.term, check: given.check });
        }
    }
    assigns
}

/// The finding for a variable that the journey does not have.
pub fn unknown_variable(name: &Name, ground: &Ground) -> Finding {
    let mut finding =
        Finding::new(rule::UNKNOWN_NAME, name.span, format!("the journey has no context variable `{}`", name.value));
    let known = ground.variables.iter().map(|variable| variable.name.value.as_str());
    finding.help = suggest::help(&name.value, known)
        .or_else(|| Some("declare it under `context`, with a type and a default".into()));
    finding
}

fn nested(items: &[ItemDecl], prefix: &str, place: Place<'_>, facts: &mut Facts, notes: &mut Notes) -> Block {
    let mut block = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let position = smol_str::format_smolstr!("{prefix}{index}");
        let place = Place { whole: !item.broken, ..place };
        if let Some(work) = work(item, &position, place, facts, notes) {
            block.push(Instruction { position, work });
        }
    }
    block
}

fn work(item: &ItemDecl, position: &str, place: Place<'_>, facts: &mut Facts, notes: &mut Notes) -> Option<Work> {
    match &item.kind {
        ItemKind::Act(name, params) => act(name, params, place, facts, notes),
        ItemKind::Raise(call) => Some(Work::Raise(event_call(call, "raise", place, facts, notes)?)),
        ItemKind::Emit(call) => Some(Work::Emit(event_call(call, "emit", place, facts, notes)?)),
        ItemKind::Schedule(decl) => schedule(decl, place, facts, notes),
        ItemKind::Cancel(id) => Some(Work::Cancel(id.value.clone())),
        ItemKind::Set(decls) => Some(Work::Set(set(decls, place, facts, notes))),
        ItemKind::If(decl, then, otherwise) => {
            let tested = conditions::condition(decl, "an `if`", place.scope, facts, notes);
            let (mut yes, mut no) = (tested.when_true, tested.when_false);
            let then = nested(then, &format!("{position}.then."), place, &mut yes, notes);
            let otherwise = nested(otherwise, &format!("{position}.else."), place, &mut no, notes);
            *facts = yes.or(&no);
            Some(Work::If(tested.condition, then, otherwise))
        }
    }
}

fn act(name: &Name, params: &[(Name, ValueDecl)], place: Place<'_>, facts: &Facts, notes: &mut Notes) -> Option<Work> {
    let Place { ground, scope, whole } = place;
    let Some(&id) = ground.action_ids.get(&name.value) else {
        let message = format!("no action is called `{}`", name.value);
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, message);
        let mut known: Vec<&str> = ground.actions.iter().map(|action| action.name.value.as_str()).collect();
        known.sort_unstable();
        let near = suggest::all_nearest(&name.value, known.iter().copied().chain(ITEMS[..6].iter().copied()));
        finding.help = suggest::help_from(&near, &known)
            .or_else(|| Some("declare it under `actions`, or in a catalog that the journey `uses`".into()));
        notes.unknown(Section::Actions, finding);
        for (_, value) in params {
            values::lose(value, notes);
        }
        return None;
    };
    let action = &ground.actions[id.index()];
    let known = !ground.partial_actions.contains(&id);
    let signature = Signature { kind: "action", fields: &action.params, whole, known };
    let arguments = arguments(name, params, signature, View { scope, facts }, notes)?;
    Some(Work::Act(id, arguments))
}

/// What takes arguments by name.
#[derive(Clone, Copy)]
struct Signature<'a> {
    kind: &'a str,
    fields: &'a [Field],
    /// Whether everything that was given could be read.
    whole: bool,
    /// Whether everything that it takes could.
    known: bool,
}

impl<'a> Signature<'a> {
    fn names(&self, name: &Name) -> bool {
        self.fields.iter().any(|field| field.name == name.value)
    }

    /// What `wrong` is most like, if it is not given as well.
    fn meant(&self, wrong: &Name, given: &[(Name, ValueDecl)]) -> Option<&'a SmolStr> {
        let is_given = |field: &Field| given.iter().any(|(name, _)| name.value == field.name);
        let near = suggest::nearest(&wrong.value, self.fields.iter().map(|field| field.name.as_str()))?;
        self.fields.iter().find(|field| field.name == near && !is_given(field)).map(|field| &field.name)
    }
}

fn arguments(
    name: &Name,
    given: &[(Name, ValueDecl)],
    signature: Signature<'_>,
    view: View<'_>,
    notes: &mut Notes,
) -> Option<Arguments> {
    let before = notes.findings.len();
    let part = if signature.kind == "action" { "param" } else { "payload field" };
    let mut taken: Vec<&SmolStr> = Vec::new();
    for (unknown, value) in given.iter().filter(|(name, _)| !signature.names(name)) {
        values::lose(value, notes);
        if !signature.known {
            continue;
        }
        taken.extend(signature.meant(unknown, given));
        let message = format!("{} `{}` has no {part} `{}`", signature.kind, name.value, unknown.value);
        let mut finding = Finding::new(rule::ACTION_PARAMS, unknown.span, message);
        finding.help = suggest::help(&unknown.value, signature.fields.iter().map(|field| field.name.as_str()));
        notes.findings.push(finding);
    }
    let mut missing = Vec::new();
    let mut arguments = Vec::with_capacity(signature.fields.len());
    for field in signature.fields {
        match given.iter().find(|(name, _)| name.value == field.name) {
            Some((_, decl)) => arguments.extend(argument(field, decl, part, view, notes)),
            None => match &field.shape.default {
                Some(default) => arguments.push((field.name.clone(), Term::Constant(default.clone()), None)),
                None if field.shape.optional => {}
                // One that is misspelt is told where it stands.
                None if !signature.whole || taken.contains(&&field.name) => {}
                None => missing.push(format!("`{}` ({})", field.name, field.shape)),
            },
        }
    }
    if !missing.is_empty() {
        let message = format!("{} `{}` needs {part} {}", signature.kind, name.value, missing.join(", "));
        notes.findings.push(Finding::new(rule::ACTION_PARAMS, name.span, message).help("give it a value here"));
    }
    (!notes.failed_since(before)).then_some(arguments)
}

fn argument(
    field: &Field,
    decl: &ValueDecl,
    part: &str,
    view: View<'_>,
    notes: &mut Notes,
) -> Option<(SmolStr, Term, Option<Arc<Shape>>)> {
    let what = format!("the {part} `{}`", field.name);
    let asked = Asked { shape: &field.shape, rule: rule::ACTION_PARAMS, what: &what };
    let given = values::value(decl, asked, view, notes)?;
    let check = given.check.then(|| Arc::new(field.shape.clone()));
    Some((field.name.clone(), given.term, check))
}

fn event_call(call: &CallDecl, verb: &str, place: Place<'_>, facts: &Facts, notes: &mut Notes) -> Option<EventCall> {
    let Some(event) = declared(&call.event, verb, place.ground, notes) else {
        for (_, value) in &call.payload {
            values::lose(value, notes);
        }
        return None;
    };
    let EventKind::Declared(contract, _) = &place.ground.events.all[event.index()].kind else { return None };
    let view = View { scope: place.scope, facts };
    let known = !place.ground.partial_events.contains(&event);
    let signature = Signature { kind: "event", fields: &contract.fields, whole: place.whole, known };
    let payload = arguments(&call.event, &call.payload, signature, view, notes)?;
    Some(EventCall { event, payload })
}

fn declared(name: &Name, verb: &str, ground: &Ground, notes: &mut Notes) -> Option<EventId> {
    let found = ground.events.get(&name.value);
    let declared = found.filter(|id| matches!(ground.events.all[id.index()].kind, EventKind::Declared(..)));
    if declared.is_none() {
        let message = format!("no event is called `{}`, so the journey cannot {verb} it", name.value);
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, message);
        finding.help = suggest::help(&name.value, ground.events.declared().map(|(_, event, _)| event.name.as_str()))
            .or_else(|| Some("declare it under `events`".into()));
        notes.unknown(Section::Events, finding);
    }
    declared
}

fn schedule(decl: &ScheduleDecl, place: Place<'_>, facts: &Facts, notes: &mut Notes) -> Option<Work> {
    let call = event_call(&decl.call, "schedule", place, facts, notes);
    let view = View { scope: place.scope, facts };
    let when = match (&decl.after, &decl.at) {
        (Some(after), None) => time(after, Of::Duration, "`after`", view, notes).map(ScheduleTime::After),
        (None, Some(at)) => time(at, Of::Timestamp, "`at`", view, notes).map(ScheduleTime::At),
        // The reader has reported it.
        _ => None,
    };
    Some(Work::Schedule(Schedule { call: call?, when: when?, id: decl.id.as_ref().map(|id| id.value.clone()) }))
}

fn time(decl: &ValueDecl, of: Of, what: &str, view: View<'_>, notes: &mut Notes) -> Option<Term> {
    let shape = asks(of, false);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what };
    values::value(decl, asked, view, notes).map(|given| given.term)
}
