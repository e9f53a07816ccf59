//! The events that a journey knows, by name, and what their payloads hold.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::scope::{PayloadScope, Variable};
use crate::model::ids::EventId;
use crate::model::journey::{Action, Contract, Event, EventKind};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::types::{Kind, Type};

/// Events by number and by name.
#[derive(Debug, Default)]
pub struct EventTable {
    /// All, declared ones first.
    pub all: Vec<Event>,
    numbers: FxHashMap<SmolStr, EventId>,
    scopes: RefCell<FxHashMap<Vec<EventId>, Rc<PayloadScope>>>,
}

impl EventTable {
    /// The number of the event `name`, if it is known.
    pub fn get(&self, name: &str) -> Option<EventId> {
        self.numbers.get(name).copied()
    }

    /// Adds an event, or finds the one that has its name.
    pub fn add(&mut self, name: SmolStr, kind: EventKind) -> EventId {
        if let Some(known) = self.get(&name) {
            return known;
        }
        let id = EventId(self.all.len() as u32);
        self.numbers.insert(name.clone(), id);
        self.all.push(Event { name, kind });
        id
    }

    /// Declared events in file order.
    pub fn declared(&self) -> impl Iterator<Item = (EventId, &Event, &Contract)> {
        self.all.iter().enumerate().filter_map(|(number, event)| match &event.kind {
            EventKind::Declared(contract, _) => Some((EventId(number as u32), event, contract)),
            _ => None,
        })
    }

    /// What `event.payload` holds in a step that any of `triggers` can fire; computed once for each set.
    pub fn payload(&self, triggers: &[EventId], actions: &[Action]) -> Rc<PayloadScope> {
        if let Some(known) = self.scopes.borrow().get(triggers) {
            return Rc::clone(known);
        }
        let scope = Rc::new(payload(&self.all, actions, triggers));
        self.scopes.borrow_mut().insert(triggers.to_vec(), Rc::clone(&scope));
        scope
    }

    /// Whether the payload of one of `triggers` is not to be seen: a completion has none.
    pub fn any_done(&self, triggers: &[EventId]) -> bool {
        triggers.iter().any(|id| matches!(self.all[id.index()].kind, EventKind::Done(_)))
    }
}

/// What `event.payload` holds where any of `triggers` has come.
pub fn payload(events: &[Event], actions: &[Action], triggers: &[EventId]) -> PayloadScope {
    common(&triggers.iter().map(|id| fields(&events[id.index()], actions)).collect::<Vec<_>>())
}

fn fields(event: &Event, actions: &[Action]) -> (SmolStr, Vec<Variable>) {
    let fields = match &event.kind {
        EventKind::Declared(contract, _) => types(&contract.fields),
        EventKind::Done(_) => Vec::new(),
        EventKind::Succeeded(action) => with_params(types(&actions[action.index()].result), &actions[action.index()]),
        EventKind::Failed(action) => with_params(failure(true), &actions[action.index()]),
        EventKind::Held(action) => with_params(failure(false), &actions[action.index()]),
    };
    (event.name.clone(), fields)
}

/// The fields of an action's params as `event.payload.params` holds them.
pub fn params_shape(action: &Action) -> Shape {
    let fields = action.params.iter().map(|field| {
        let optional = field.shape.optional && field.shape.default.is_none();
        Field { name: field.name.clone(), shape: Shape { optional, ..field.shape.clone() } }
    });
    Shape::of(Of::Object(fields.collect()))
}

fn types(fields: &[Field]) -> Vec<Variable> {
    let typed = |field: &Field| {
        let ty = field.shape.type_of();
        let ty = if field.shape.default.is_some() { ty.present() } else { ty };
        Variable { name: field.name.clone(), ty }
    };
    fields.iter().map(typed).collect()
}

fn failure(tries: bool) -> Vec<Variable> {
    let reason = Variable { name: "reason".into(), ty: Type::of(Kind::String) };
    let tries = tries.then(|| Variable { name: "tries".into(), ty: Type::of(Kind::Int) });
    std::iter::once(reason).chain(tries).collect()
}

fn with_params(mut fields: Vec<Variable>, action: &Action) -> Vec<Variable> {
    fields.push(Variable { name: "params".into(), ty: params_shape(action).type_of() });
    fields
}

/// The fields that all contracts have with one type, and for the others why they cannot be read.
fn common(contracts: &[(SmolStr, Vec<Variable>)]) -> PayloadScope {
    let mut scope = PayloadScope::default();
    let mut seen: Vec<SmolStr> = Vec::new();
    for field in contracts.iter().flat_map(|(_, fields)| fields) {
        if seen.contains(&field.name) {
            continue;
        }
        seen.push(field.name.clone());
        match agreed(&field.name, contracts) {
            Ok(ty) => scope.fields.push(Variable { name: field.name.clone(), ty }),
            Err(why) => scope.refused.push((field.name.clone(), why)),
        }
    }
    scope
}

fn agreed(name: &SmolStr, contracts: &[(SmolStr, Vec<Variable>)]) -> Result<Type, String> {
    let mut so_far: Option<(&SmolStr, Type)> = None;
    for (event, fields) in contracts {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            return Err(format!("`{event}` has no field `{name}`"));
        };
        so_far = Some(match so_far {
            None => (event, field.ty.clone()),
            Some((first, ty)) => match join(&ty, &field.ty) {
                Some(joined) => (first, joined),
                None => return Err(format!("`{name}` is {ty} in `{first}` and {} in `{event}`", field.ty)),
            },
        });
    }
    so_far.map(|(_, ty)| ty).ok_or_else(|| format!("no event has a field `{name}`"))
}

fn join(a: &Type, b: &Type) -> Option<Type> {
    let kind = match (&a.kind, &b.kind) {
        (a, b) if a == b => a.clone(),
        (Kind::Int, Kind::Number) | (Kind::Number, Kind::Int) => Kind::Number,
        _ => return None,
    };
    Some(Type { kind, optional: a.optional || b.optional })
}

#[cfg(test)]
mod tests {
    use super::common;
    use crate::expr::scope::Variable;
    use crate::terms::types::{Kind, Type};

    fn field(name: &str, kind: Kind) -> Variable {
        Variable { name: name.into(), ty: Type::of(kind) }
    }

    #[test]
    fn a_field_must_be_in_each_contract_with_one_type() {
        let a = ("A".into(), vec![field("x", Kind::Int), field("y", Kind::Int), field("z", Kind::Int)]);
        let b = ("B".into(), vec![field("x", Kind::Number), field("y", Kind::String)]);
        let scope = common(&[a, b]);
        assert_eq!(scope.fields.len(), 1);
        assert_eq!(scope.fields[0].ty, Type::of(Kind::Number));
        let reasons: Vec<&str> = scope.refused.iter().map(|(_, why)| why.as_str()).collect();
        assert_eq!(reasons, ["`y` is int in `A` and string in `B`", "`B` has no field `z`"]);
    }
}
