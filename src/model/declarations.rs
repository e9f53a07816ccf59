//! The tables of a journey, filled from what it may use.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::check::Reads;
use crate::expr::facts::Facts;
use crate::expr::meant::may_be_expression;
use crate::expr::parse;
use crate::expr::scope::{Definition, EventScope, Scope, Variable as Typed};
use crate::expr::spelled;
use crate::expr::term::Term;
use crate::model::contracts;
use crate::model::ground::{Ground, Notes};
use crate::model::ids::{ActionId, CapId, WindowId};
use crate::model::journey::{Action, Cap, EventKind, Variable, Window};
use crate::model::library::{Declared, Library};
use crate::model::material::Material;
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::content::{ValueDecl, ValueKind};
use crate::syntax::declared::{ActionDecl, CapRef, FunctionDecl, Outside, Section, WindowDecl};
use crate::syntax::document::JourneyDocument;
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::Name;
use crate::terms::suggest;
use crate::terms::time::is_zone;
use crate::terms::value::Value;
use crate::terms::window::Hours;

/// Fills events, profile, context, definitions and functions, in the order in which they may refer to one another.
pub fn names(journey: &JourneyDocument, library: &Library<'_>, material: &Material<'_>, notes: &mut Notes) -> Ground {
    let mut ground = Ground::default();
    for Declared { decl, .. } in &library.events {
        let contract = contracts::contract(decl, material.schemas, notes);
        let id = ground.events.add(decl.name.value.clone(), EventKind::Declared(contract, decl.name.span));
        let unread = decl.schema.as_ref().is_some_and(|path| !material.schemas.contains_key(&path.span));
        ground.partial_events.extend((decl.hidden || unread).then_some(id));
    }
    for Declared { decl, .. } in &library.profile {
        let field = contracts::field(decl, notes);
        ground.profile_types.push(Typed { name: field.name.clone(), ty: field.shape.type_of().or_missing() });
        ground.profile.push(field);
    }
    context(journey, &mut ground, notes);
    let context = journey.context.iter().map(|decl| &decl.name);
    let define = library.define.iter().map(|it| &it.decl.name);
    let functions = library.functions.iter().map(|it| &it.decl.name);
    let names = context.chain(define).chain(functions).filter(|name| parse::is_reserved(&name.value));
    notes.unsayable = names.map(|name| name.value.clone()).collect();
    for Declared { decl, .. } in &library.define {
        let body = parse::parse(&decl.body, &mut notes.findings);
        ground.definitions.push(Definition { name: decl.name.value.clone(), body });
    }
    for of_one_file in library.functions.chunk_by(|one, next| one.catalog == next.catalog) {
        ground.functions.expect(of_one_file.iter().map(|it| it.decl.name.value.clone()));
        for Declared { decl, .. } in of_one_file {
            function(decl, &mut ground, notes);
        }
    }
    ground
}

fn function(decl: &FunctionDecl, ground: &mut Ground, notes: &mut Notes) {
    let params = decl.params.iter().map(|param| contracts::field(param, notes)).collect();
    if decl.hidden {
        return ground.functions.add_open(&decl.name, &mut notes.findings);
    }
    let returns = decl.returns.as_ref().map(|returns| returns.value.clone());
    ground.functions.add(&decl.name, params, returns, decl.body.as_ref(), &mut notes.findings);
}

/// Fills windows and actions; answers the caps.
pub fn policies(library: &Library<'_>, material: &Material<'_>, ground: &mut Ground, notes: &mut Notes) -> Vec<Cap> {
    let mut caps = Vec::with_capacity(library.caps.len());
    for (number, Declared { decl, .. }) in library.windows.iter().enumerate() {
        ground.window_ids.insert(decl.name.value.clone(), WindowId(number as u16));
        let window = window(decl, ground, material.default_tz, notes);
        ground.windows.push(window);
    }
    for (number, Declared { decl, catalog }) in library.caps.iter().enumerate() {
        ground.cap_ids.insert(decl.name.value.clone(), CapId(number as u16));
        let (max, per) = decl.limit.map_or((0, 0), |limit| (limit.max, limit.per));
        caps.push(Cap { name: decl.name.clone(), catalog: catalog.cloned(), max, per });
    }
    for (number, declared) in library.actions.iter().enumerate() {
        ground.action_ids.insert(declared.decl.name.value.clone(), ActionId(number as u32));
    }
    for declared in &library.actions {
        let action = action(*declared, material.sinks, ground, notes);
        let id = ActionId(ground.actions.len() as u32);
        ground.partial_actions.extend(declared.decl.hidden.then_some(id));
        ground.actions.push(action);
    }
    caps
}

fn context(journey: &JourneyDocument, ground: &mut Ground, notes: &mut Notes) {
    let merges: BTreeMap<&str, MergeVariable> = journey
        .identity
        .iter()
        .flat_map(|identity| &identity.context)
        .map(|(name, merge)| (name.value.as_str(), merge.value))
        .collect();
    for (slot, decl) in journey.context.iter().enumerate() {
        let default = contracts::default(decl, notes).unwrap_or_default();
        let name = &decl.name.value;
        ground.context.push(Typed { name: name.clone(), ty: decl.shape.type_of() });
        ground.variable_slots.insert(name.clone(), slot as u16);
        let merge = merges.get(name.as_str()).copied().unwrap_or_default();
        ground.variables.push(Variable { name: decl.name.clone(), shape: decl.shape.clone(), default, merge });
    }
}

fn window(decl: &WindowDecl, ground: &Ground, default_tz: &str, notes: &mut Notes) -> Window {
    let mut days = [decl.days.is_none(); 7];
    for &day in decl.days.iter().flatten() {
        days[usize::from(day).min(6)] = true;
    }
    let shape = asks(Of::String, false);
    let what = format!("the zone of the window `{}`", decl.name.value);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what: &what };
    let scope = ground.scope(EventScope::Absent("a window has no event"));
    let facts = Facts::default();
    let view = View { scope: &scope, facts: &facts };
    let tz = decl.tz.as_ref().and_then(|tz| values::value(tz, asked, view, notes));
    if let (Some(decl), Some(given)) = (&decl.tz, &tz) {
        notes.findings.extend(no_zones(decl, &given.term, &scope));
    }
    let (tz, reads) = tz
        .map_or_else(|| (Term::Constant(Value::str(default_tz)), Reads::default()), |given| (given.term, given.reads));
    let from = decl.from.as_ref().map_or(0, |from| from.value);
    let to = decl.to.as_ref().map_or(1440, |to| to.value);
    Window { name: decl.name.clone(), hours: Hours { days, from, to }, tz, reads }
}

/// What is wrong with the zones that are written out in `decl`.
fn no_zones(decl: &ValueDecl, zone: &Term, scope: &Scope<'_>) -> Vec<Finding> {
    match &decl.kind {
        // What is wrong with the expression itself has been told.
        ValueKind::Expr(text) => {
            parse::parse(text, &mut Vec::new()).map(|parsed| spelled::zones(&parsed, scope)).unwrap_or_default()
        }
        _ => no_zone(decl, zone, scope).into_iter().collect(),
    }
}

/// What is wrong with a zone that is written as a literal.
fn no_zone(decl: &ValueDecl, zone: &Term, scope: &Scope<'_>) -> Option<Finding> {
    let Term::Constant(Value::Str(zone)) = zone else { return None };
    if is_zone(zone) {
        return None;
    }
    let finding = Finding::new(rule::WRONG_SHAPE, decl.span, format!("`{zone}` is no time zone"));
    Some(if may_be_expression(zone, scope) {
        values::without_sign(finding, zone, decl.span)
    } else {
        finding.help("write an IANA name such as `Europe/Paris`")
    })
}

fn action(
    declared: Declared<'_, ActionDecl>,
    sinks: Option<&BTreeMap<SmolStr, bool>>,
    ground: &Ground,
    notes: &mut Notes,
) -> Action {
    let Declared { decl, catalog } = declared;
    sink(decl, sinks, notes);
    let window =
        decl.window.as_ref().and_then(|name| find(name, ("window", Section::Windows), &ground.window_ids, notes));
    let outside = decl.outside.as_ref().map_or(Outside::Defer, |outside| outside.value);
    let named = |cap: &CapRef| match cap {
        CapRef::Named(name) => Some(name.clone()),
        CapRef::Own(_) => None,
    };
    let own = |cap: &CapRef| match cap {
        CapRef::Own(limit) => Some((limit.max, limit.per)),
        CapRef::Named(_) => None,
    };
    let caps = decl.cap.iter().filter_map(named);
    Action {
        name: decl.name.clone(),
        catalog: catalog.cloned(),
        sink: decl.sink.as_ref().map_or_else(|| "log".into(), |sink| sink.value.clone()),
        params: decl.params.iter().map(|param| contracts::field(param, notes)).collect(),
        consent: decl.consent.as_ref().and_then(|purpose| slot(&ground.purposes, &purpose.value)),
        basis: decl.basis.as_ref().map(|basis| basis.value),
        cap: decl.cap.iter().find_map(own),
        caps: caps.filter_map(|name| find(&name, ("cap", Section::Caps), &ground.cap_ids, notes)).collect(),
        window: window.map(|window| (window, outside)),
        timeout: decl.timeout.as_ref().map(|timeout| timeout.value),
        retry: decl.retry,
        on_success: decl.on_success.as_ref().and_then(|name| outcome(name, ground, notes)),
        on_failure: decl.on_failure.as_ref().and_then(|name| outcome(name, ground, notes)),
        result: decl.result.iter().map(|field| contracts::field(field, notes)).collect(),
    }
}

fn slot(purposes: &[SmolStr], purpose: &SmolStr) -> Option<u16> {
    purposes.binary_search(purpose).ok().map(|slot| slot as u16)
}

fn sink(decl: &ActionDecl, sinks: Option<&BTreeMap<SmolStr, bool>>, notes: &mut Notes) {
    let (Some(sinks), Some(name)) = (sinks, &decl.sink) else { return };
    if name.value != "log" && !sinks.contains_key(&name.value) {
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no sink is called `{}`", name.value));
        finding.help = suggest::help(&name.value, sinks.keys().map(SmolStr::as_str))
            .or_else(|| Some(format!("add `[sinks.{}]` to wayfare.toml", name.value)));
        notes.stranger(finding);
    }
}

fn outcome(name: &Name, ground: &Ground, notes: &mut Notes) -> Option<crate::model::ids::EventId> {
    let found = ground.events.get(&name.value);
    if found.is_none() {
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no event is called `{}`", name.value));
        finding.help = suggest::help(&name.value, ground.events.declared().map(|(_, event, _)| event.name.as_str()))
            .or_else(|| Some("declare it under `events`".into()));
        notes.unknown(Section::Events, finding);
    }
    found
}

/// The number that `name` has in a table; an unknown one is reported.
pub fn find<I: Copy>(
    name: &Name,
    (kind, section): (&str, Section),
    table: &rustc_hash::FxHashMap<SmolStr, I>,
    notes: &mut Notes,
) -> Option<I> {
    let found = table.get(&name.value).copied();
    if found.is_none() {
        let mut known: Vec<&str> = table.keys().map(SmolStr::as_str).collect();
        known.sort_unstable();
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no {kind} is called `{}`", name.value));
        finding.help = suggest::help(&name.value, known).or_else(|| Some(format!("declare it under `{kind}s`")));
        notes.unknown(section, finding);
    }
    found
}
