//! Names and patterns of events where something listens.

use smol_str::{SmolStr, format_smolstr};

use crate::model::ground::{Ground, Notes};
use crate::model::ids::{ActionId, EventId, StateId};
use crate::model::journey::EventKind;
use crate::model::outline::Outline;
use crate::syntax::declared::Section;
use crate::terms::finding::Finding;
use crate::terms::name::RESERVED_EVENT_PREFIXES;
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::suggest;

/// Adds to the table every completion and fate that `names` listen to; those of unknown states and actions are left.
pub fn discover<'a>(names: impl Iterator<Item = &'a Name>, outline: &Outline<'_>, ground: &mut Ground) {
    for name in names {
        let Some((prefix, rest)) = name.value.split_once('.') else { continue };
        let action = || ground.action_ids.get(rest).copied();
        let kind = match prefix {
            "done" => outline.numbers.get(rest).map(|&state| EventKind::Done(StateId(state))),
            "succeeded" => action().map(EventKind::Succeeded),
            "failed" => action().map(EventKind::Failed),
            "held" => action().map(EventKind::Held),
            _ => None,
        };
        if let Some(kind) = kind {
            ground.events.add(name.value.clone(), kind);
        }
    }
}

/// Adds to the table every fate after which an action's declaration has an event raised: it is heard by that alone.
pub fn discover_answers(ground: &mut Ground) {
    for (number, action) in ground.actions.iter().enumerate() {
        let (action_id, name) = (ActionId(number as u32), &action.name.value);
        if action.on_success.is_some() {
            ground.events.add(format_smolstr!("succeeded.{name}"), EventKind::Succeeded(action_id));
        }
        if action.on_failure.is_some() {
            ground.events.add(format_smolstr!("failed.{name}"), EventKind::Failed(action_id));
        }
    }
}

/// The events that `names` listen to, sorted, each once; unknown ones are reported.
pub fn resolve(names: &[Name], outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Vec<EventId> {
    let mut events = Vec::with_capacity(names.len());
    for name in names {
        resolve_one(name, outline, ground, notes, &mut events);
    }
    events.sort_unstable();
    events.dedup();
    events
}

fn resolve_one(name: &Name, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes, events: &mut Vec<EventId>) {
    if name.value == "*" {
        events.extend(ground.events.declared().map(|(id, ..)| id));
    } else if let Some(prefix) = name.value.strip_suffix('*').filter(|prefix| prefix.ends_with('.')) {
        let before = events.len();
        events
            .extend(ground.events.declared().filter(|(_, event, _)| event.name.starts_with(prefix)).map(|(id, ..)| id));
        if events.len() == before {
            let message = format!("no declared event begins with `{prefix}`");
            let patterns = ground.events.declared().flat_map(|(_, event, _)| patterns(&event.name));
            let near = suggest::nearest(&name.value, patterns).map(|near| format!("did you mean `{near}*`?"));
            let help = near.unwrap_or_else(|| "declare one under `events`".to_owned());
            notes.unknown(Section::Events, Finding::new(rule::UNKNOWN_NAME, name.span, message).help(help));
        }
    } else if let Some(id) = ground.events.get(&name.value) {
        if let EventKind::Done(state) = ground.events.all[id.index()].kind {
            completes(name, state, outline, notes);
        }
        events.push(id);
    } else {
        let section = match name.value.split_once('.').map(|(prefix, _)| prefix) {
            Some("done") => Section::States,
            Some("succeeded" | "failed" | "held") => Section::Actions,
            _ => Section::Events,
        };
        notes.unknown(section, unknown(name, outline, ground));
    }
}

/// What the patterns that match the event `name` begin with: `order.` of `order.placed`.
fn patterns(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').map(|(at, _)| &name[..=at])
}

/// Reports a completion that cannot come.
fn completes(name: &Name, state: StateId, outline: &Outline<'_>, notes: &mut Notes) {
    let node = &outline.nodes[state.index()];
    let Some(decl) = node.decl else { return };
    // What could not be read may be a final state, or make this one of a kind that completes.
    if decl.hidden.kind || decl.hidden.states {
        return;
    }
    let has_final = node
        .children
        .iter()
        .filter_map(|child| outline.nodes[child.index()].decl)
        .any(|child| child.is_final.is_some() || child.hidden.kind);
    let why = if decl.states.is_empty() {
        "it has no states inside, so it never completes"
    } else if decl.parallel.is_none() && !has_final {
        "none of its children is final, so it never completes"
    } else {
        return;
    };
    let message = format!("`{}` cannot come: {why}", name.value);
    notes.findings.push(
        Finding::new(rule::BAD_TARGET, name.span, message)
            .label(decl.id.span, "this state")
            .help(format!("give `{}` a child with `final: true`", decl.id.value)),
    );
}

fn unknown(name: &Name, outline: &Outline<'_>, ground: &Ground) -> Finding {
    if let Some((prefix, rest)) = name.value.split_once('.') {
        let states = outline.nodes.iter().filter_map(|node| node.decl).map(|decl| &decl.id.value);
        let mut actions: Vec<&SmolStr> = ground.actions.iter().map(|action| &action.name.value).collect();
        actions.sort_unstable();
        let (kind, known): (&str, Vec<&SmolStr>) = match prefix {
            "done" => ("state", states.collect()),
            "succeeded" | "failed" | "held" => ("action", actions),
            _ => return unknown_event(name, ground),
        };
        let place = crate::terms::span::Span { start: name.span.end.saturating_sub(rest.len() as u32), ..name.span };
        let exact = name.span.end - name.span.start == name.value.len() as u32;
        let mut finding = Finding::new(
            rule::UNKNOWN_NAME,
            if exact { place } else { name.span },
            format!("no {kind} is called `{rest}`"),
        );
        finding.help = suggest::help(rest, known.into_iter().map(SmolStr::as_str));
        return finding;
    }
    unknown_event(name, ground)
}

/// The event of the engine's own that `name` probably means, by its prefix.
fn of_engine(name: &str) -> Option<String> {
    let (prefix, rest) = name.split_once('.')?;
    let near = suggest::nearest(prefix, RESERVED_EVENT_PREFIXES.map(|prefix| prefix.trim_end_matches('.')))?;
    Some(format!("{near}.{rest}"))
}

fn unknown_event(name: &Name, ground: &Ground) -> Finding {
    let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no event is called `{}`", name.value));
    let known: Vec<&str> = ground.events.declared().map(|(_, event, _)| event.name.as_str()).collect();
    finding.help = suggest::nearest(&name.value, known.iter().copied())
        .map(str::to_owned)
        .or_else(|| of_engine(&name.value))
        .map(|near| format!("did you mean `{near}`?"))
        .or_else(|| Some(several(&name.value, &known)));
    finding
}

/// What to do about an event that nobody declares, and whose name is like none of `known`: several may be meant.
fn several(name: &str, known: &[&str]) -> String {
    let ends = |c: char| c == ',' || c.is_whitespace();
    let parts: Vec<&str> = name.split(ends).filter(|part| !part.is_empty() && *part != "or").collect();
    if parts.len() > 1 && (name.contains(char::is_whitespace) || parts.iter().any(|part| known.contains(part))) {
        return format!("several events are a list: `[{}]`", parts.join(", "));
    }
    format!("declare it: `events: {{ {name}: {{}} }}`")
}
