//! Who enters a journey, and what tells one person's instances apart.

use crate::expr::facts::Facts;
use crate::expr::scope::{EventScope, PayloadScope};
use crate::expr::term::Term;
use crate::model::blocks::{self, Place};
use crate::model::conditions;
use crate::model::ground::{Ground, Notes};
use crate::model::ids::EventId;
use crate::model::journey::{Entry, EventKind, Key};
use crate::model::outline::Outline;
use crate::model::triggers;
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::content::{ValueDecl, ValueKind};
use crate::syntax::declared::Section;
use crate::syntax::lifecycle::{EntryDecl, KeyDecl};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::Name;
use crate::terms::value::Value;

/// Compiles `entry`; without one, any declared event enters.
pub fn entry(decl: Option<&EntryDecl>, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Entry {
    let anyone = || ground.events.declared().map(|(id, ..)| id).collect::<Vec<EventId>>();
    let Some(decl) = decl else {
        return Entry { triggers: anyone(), guard: None, set: Vec::new(), key: None, reentry: <_>::default() };
    };
    let outside: Vec<Name> = decl.triggers.iter().filter(|name| from_outside(name, notes)).cloned().collect();
    let named = triggers::resolve(&outside, outline, ground, notes);
    let triggers = if decl.triggers.is_empty() && !decl.broken { anyone() } else { named };
    let payload = ground.payload(&decl.triggers, &triggers, !decl.broken);
    let scope = ground.scope(EventScope::Payload(&payload));
    let (guard, mut facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    let set = blocks::set(&decl.set, Place { ground, scope: &scope, whole: true }, &mut facts, notes);
    let key = decl.key.as_ref().map(|key| self::key(key, (&triggers, &payload), ground, notes));
    Entry { triggers, guard, set, key, reentry: decl.reentry.as_ref().map(|reentry| reentry.value).unwrap_or_default() }
}

fn from_outside(name: &Name, notes: &mut Notes) -> bool {
    let inside = crate::terms::name::RESERVED_EVENT_PREFIXES.iter().any(|prefix| name.value.starts_with(prefix));
    if inside {
        let message = format!("`{}` comes from inside an instance, so it cannot enter anybody", name.value);
        notes.stranger(Finding::new(rule::UNKNOWN_NAME, name.span, message).help("name an event from outside"));
    }
    !inside
}

fn key(decl: &KeyDecl, entering: Entering<'_>, ground: &Ground, notes: &mut Notes) -> Key {
    let mut by_event = match decl {
        KeyDecl::One(value) => one_for_all(value, entering, ground, notes),
        KeyDecl::Each(map, _) => one_for_each(map, ground, notes),
    };
    by_event.sort_by_key(|(event, _)| *event);
    Key { by_event }
}

/// The events that enter, and what all of them bring.
type Entering<'a> = (&'a [EventId], &'a PayloadScope);

/// The expression is typed by the entering events; it speaks for every other event whose contract it fits as well.
fn one_for_all(
    value: &ValueDecl,
    (triggers, payload): Entering<'_>,
    ground: &Ground,
    notes: &mut Notes,
) -> Vec<(EventId, Term)> {
    let mut by_event = Vec::new();
    let before = notes.findings.len();
    let entering = term(value, EventScope::Payload(payload), ground, notes);
    if notes.failed_since(before) {
        return by_event;
    }
    let before = notes.findings.len();
    by_event.extend(triggers.iter().filter_map(|&event| Some((event, entering.clone()?))));
    for (event, ..) in ground.events.declared().filter(|(event, ..)| !triggers.contains(event)) {
        let payload = ground.events.payload(&[event], &ground.actions);
        let found = term(value, EventScope::Payload(&payload), ground, notes);
        // An event whose contract has no such field goes to all instances: no fault.
        notes.findings.truncate(before);
        by_event.extend(found.map(|term| (event, term)));
    }
    by_event
}

fn one_for_each(map: &[(Name, ValueDecl)], ground: &Ground, notes: &mut Notes) -> Vec<(EventId, Term)> {
    let mut by_event = Vec::with_capacity(map.len());
    for (name, value) in map {
        let declared = ground.events.get(&name.value);
        let Some(event) = declared.filter(|id| matches!(ground.events.all[id.index()].kind, EventKind::Declared(..)))
        else {
            let mut finding =
                Finding::new(rule::UNKNOWN_NAME, name.span, format!("no event is called `{}`", name.value));
            finding.help = crate::terms::suggest::help(
                &name.value,
                ground.events.declared().map(|(_, event, _)| event.name.as_str()),
            );
            notes.unknown(Section::Events, finding);
            continue;
        };
        if matches!(&value.kind, ValueKind::Str(text) if text == "all") {
            continue;
        }
        let payload = ground.payload(&[], &[event], true);
        by_event.extend(term(value, EventScope::Payload(&payload), ground, notes).map(|term| (event, term)));
    }
    by_event
}

fn term(value: &ValueDecl, event: EventScope<'_>, ground: &Ground, notes: &mut Notes) -> Option<Term> {
    let shape = asks(Of::Any, true);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what: "the key" };
    let scope = ground.scope(event);
    let given = values::value(value, asked, View { scope: &scope, facts: &Facts::default() }, notes)?;
    match &given.term {
        Term::Constant(Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_)) => {
            let message = "a key is a string or an int";
            notes.findings.push(
                Finding::new(rule::TYPE_MISMATCH, value.span, message).help("name a field: `=event.payload.order_id`"),
            );
            None
        }
        _ => Some(given.term),
    }
}
