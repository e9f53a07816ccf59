//! Where a journey puts values, and where it decides by them: as compiled, with the place in the file.

use smol_str::SmolStr;

use crate::expr::inflow::Inflow;
use crate::expr::term::{Condition, Term};
use crate::lint::case::Case;
use crate::lint::privacy::personal::{Personal, carried, is_anywhere, leaked};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{
    Action, Assign, Block, Event, EventCall, EventKind, GoalBy, Instruction, StateKind, Trigger, Variable, Work,
};
use crate::syntax::content::{
    Assignment, ConditionDecl, EventCall as CallDecl, ItemDecl, ItemKind, ValueDecl, ValueKind,
};
use crate::syntax::declared::{ActionDecl, FieldDecl};
use crate::syntax::lifecycle::KeyDecl;
use crate::terms::shape::{Field, Shape};
use crate::terms::span::{Name, Span};

/// A value that is put somewhere.
pub struct Put<'a> {
    /// It.
    pub term: &'a Term,
    /// Where it is written.
    pub at: Span,
    /// How.
    pub decl: &'a ValueDecl,
    /// The events whose payload it may read.
    pub events: &'a [EventId],
    /// Where it comes to.
    pub to: Place<'a>,
    /// The fields of that in which it comes to stand.
    pub within: Vec<SmolStr>,
}

/// Where a value comes to.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// A param of an action.
    Param(&'a Action, &'a Field),
    /// A context variable.
    Variable(&'a Variable),
    /// A field of the payload of an event that the journey brings about.
    Payload(&'a Event, &'a Field),
    /// What tells one person's instances apart.
    EntryKey,
    /// What an experiment draws for; its salt.
    Draw,
}

/// A condition that decides something.
pub struct Decision<'a> {
    /// It.
    pub condition: &'a Condition,
    /// How it is written.
    pub decl: &'a ConditionDecl,
    /// The events whose payload it may read.
    pub events: &'a [EventId],
}

impl Put<'_> {
    /// The personal data in it.
    pub fn carried(&self, case: &Case<'_>) -> Vec<Personal> {
        self.ask(|inflows| carried(&case.machine.journey, inflows, self.events))
    }

    /// The personal data in it that a place of `shape` does not expect.
    pub fn leaked(&self, case: &Case<'_>, shape: &Shape) -> Vec<Personal> {
        self.ask(|inflows| leaked(&case.machine.journey, inflows, self.events, shape))
    }

    fn ask(&self, question: impl FnOnce(&[Inflow]) -> Vec<Personal>) -> Vec<Personal> {
        let under = |one: Inflow| self.within.iter().rev().fold(one, Inflow::under);
        let inflows: Vec<Inflow> = self.term.made_of().into_iter().map(under).collect();
        if inflows.is_empty() { Vec::new() } else { question(&inflows) }
    }
}

/// Every value that a journey puts somewhere, and every condition by which it decides, in any order; nothing where the
/// journey knows of no personal data.
pub fn all<'a>(case: &'a Case<'_>) -> (Vec<Put<'a>>, Vec<Decision<'a>>) {
    let mut walk = Walk { case, puts: Vec::new(), decisions: Vec::new() };
    if !is_anywhere(&case.machine.journey) {
        return (walk.puts, walk.decisions);
    }
    walk.entry();
    for (number, step) in case.machine.journey.steps.iter().enumerate() {
        let decl = case.step_decl(StepId(number as u32));
        let events: &[EventId] = match &step.trigger {
            Trigger::Events(events) => events,
            _ => &[],
        };
        walk.decide(step.guard.as_ref(), decl.guard.as_ref(), events);
        walk.set(&step.set, &decl.set, events);
        walk.block(&step.actions, &decl.actions, events);
    }
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        let Some(decl) = case.state_decl(StateId(number as u32)) else { continue };
        walk.block(&state.on_entry, &decl.on_entry, &[]);
        walk.block(&state.on_exit, &decl.on_exit, &[]);
        let (StateKind::Split(split), Some(written)) = (&state.kind, &decl.split) else { continue };
        walk.put(&split.key, written.key.as_ref(), &[], Place::Draw);
        walk.put(&split.salt, written.salt.as_ref(), &[], Place::Draw);
        for arm in &split.arms {
            let decl = written.arms.iter().find(|decl| decl.id.span == arm.id.span);
            walk.set(&arm.set, decl.map_or(&[], |decl| &decl.set), &[]);
        }
    }
    walk.ends();
    (walk.puts, walk.decisions)
}

/// How an action of the journey was declared.
pub fn declared<'a>(case: &Case<'a>, action: &Action) -> Option<&'a ActionDecl> {
    let own = case.document.declares.actions.iter();
    let mut all = own.chain(case.catalogs.iter().flat_map(|catalog| &catalog.declares.actions));
    all.find(|decl| decl.name.span == action.name.span)
}

/// The field `name` of a declaration.
pub fn field<'a>(fields: &'a [FieldDecl], name: &str) -> Option<&'a FieldDecl> {
    fields.iter().find(|field| field.name.value == name)
}

/// `a`, `a` and `b`, with the kind of each.
pub fn list(data: &[Personal]) -> String {
    let words: Vec<String> = data.iter().map(|one| format!("`{}` (`pii: {}`)", one.words, one.kind)).collect();
    words.join(" and ")
}

struct Walk<'a, 'c> {
    case: &'a Case<'c>,
    puts: Vec<Put<'a>>,
    decisions: Vec<Decision<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn entry(&mut self) {
        let entry = &self.case.machine.journey.entry;
        let Some(decl) = &self.case.document.entry else { return };
        self.decide(entry.guard.as_ref(), decl.guard.as_ref(), &entry.triggers);
        self.set(&entry.set, &decl.set, &entry.triggers);
        for (event, term) in entry.key.iter().flat_map(|key| &key.by_event) {
            let name = &self.case.machine.journey.events[event.index()].name;
            let written = match &decl.key {
                Some(KeyDecl::One(value)) => Some(value),
                Some(KeyDecl::Each(map, _)) => map.iter().find(|(key, _)| key.value == *name).map(|(_, value)| value),
                None => None,
            };
            self.put(term, written, std::slice::from_ref(event), Place::EntryKey);
        }
    }

    fn ends(&mut self) {
        let (journey, document) = (&self.case.machine.journey, self.case.document);
        for rule in &journey.exit {
            let Some(decl) = document.exit.iter().find(|decl| decl.id.span == rule.id.span) else { continue };
            self.decide(rule.guard.as_ref(), decl.guard.as_ref(), &rule.triggers);
            self.block(&rule.actions, &decl.actions, &rule.triggers);
        }
        for goal in &journey.goals {
            let Some(decl) = document.goals.iter().find(|decl| decl.id.span == goal.id.span) else { continue };
            if let GoalBy::Events(events, guard) = &goal.by {
                self.decide(guard.as_ref(), decl.guard.as_ref(), events);
            }
        }
    }

    fn decide(&mut self, condition: Option<&'a Condition>, decl: Option<&'a ConditionDecl>, events: &'a [EventId]) {
        if let (Some(condition), Some(decl)) = (condition, decl) {
            self.decisions.push(Decision { condition, decl, events });
        }
    }

    fn put(&mut self, term: &'a Term, decl: Option<&'a ValueDecl>, events: &'a [EventId], to: Place<'a>) {
        if let Some(decl) = decl {
            self.spread(Put { term, at: decl.span, decl, events, to, within: Vec::new() }, decl);
        }
    }

    /// A list or mapping with something computed in it is several values, each with its own place.
    fn spread(&mut self, put: Put<'a>, decl: &'a ValueDecl) {
        let part = |term: &'a Term, decl: &'a ValueDecl, within: Vec<SmolStr>| Put {
            term,
            at: decl.span,
            decl,
            within,
            ..put
        };
        match (put.term, &decl.kind) {
            (Term::Constant(_), _) => {}
            (Term::List(terms), ValueKind::List(decls)) => {
                for (term, decl) in terms.iter().zip(decls) {
                    self.spread(part(term, decl, put.within.clone()), decl);
                }
            }
            (Term::Object(terms), ValueKind::Map(decls)) => {
                for (name, term) in terms {
                    if let Some(decl) = given(decls, name) {
                        self.spread(part(term, decl, [&put.within[..], std::slice::from_ref(name)].concat()), decl);
                    }
                }
            }
            _ => self.puts.push(put),
        }
    }

    fn set(&mut self, assigns: &'a [Assign], decls: &'a [Assignment], events: &'a [EventId]) {
        for assign in assigns {
            let variable = &self.case.machine.journey.context[assign.variable.index()];
            let decl = decls.iter().find(|decl| decl.variable.value == variable.name.value);
            self.put(&assign.value, decl.map(|decl| &decl.value), events, Place::Variable(variable));
        }
    }

    fn block(&mut self, block: &'a Block, items: &'a [ItemDecl], events: &'a [EventId]) {
        for Instruction { position, work } in block {
            let index = position.rsplit('.').next().and_then(|index| index.parse::<usize>().ok());
            if let Some(item) = index.and_then(|index| items.get(index)) {
                self.work(work, &item.kind, events);
            }
        }
    }

    fn work(&mut self, work: &'a Work, kind: &'a ItemKind, events: &'a [EventId]) {
        match (work, kind) {
            (Work::Act(action, params), ItemKind::Act(_, decls)) => {
                let action = &self.case.machine.journey.actions[action.index()];
                for (name, term, _) in params {
                    if let Some(field) = action.params.iter().find(|field| field.name == *name) {
                        self.put(term, given(decls, name), events, Place::Param(action, field));
                    }
                }
            }
            (Work::Raise(call), ItemKind::Raise(decl)) | (Work::Emit(call), ItemKind::Emit(decl)) => {
                self.call(call, decl, events);
            }
            (Work::Schedule(schedule), ItemKind::Schedule(decl)) => self.call(&schedule.call, &decl.call, events),
            (Work::Set(assigns), ItemKind::Set(decls)) => self.set(assigns, decls, events),
            (Work::If(condition, then, otherwise), ItemKind::If(decl, yes, no)) => {
                self.decide(Some(condition), Some(decl), events);
                self.block(then, yes, events);
                self.block(otherwise, no, events);
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &'a EventCall, decl: &'a CallDecl, events: &'a [EventId]) {
        let event = &self.case.machine.journey.events[call.event.index()];
        let EventKind::Declared(contract, _) = &event.kind else { return };
        for (name, term, _) in &call.payload {
            if let Some(field) = contract.fields.iter().find(|field| field.name == *name) {
                self.put(term, given(&decl.payload, name), events, Place::Payload(event, field));
            }
        }
    }
}

fn given<'d>(decls: &'d [(Name, ValueDecl)], name: &str) -> Option<&'d ValueDecl> {
    decls.iter().find(|(known, _)| known.value == name).map(|(_, value)| value)
}
