//! Names of states where one is led to: found, and able to be active together.

use crate::model::ground::Notes;
use crate::model::ids::StateId;
use crate::model::outline::Outline;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::suggest;

/// The states that `names` name; those that there are not are reported, and leave a hole in the graph.
pub fn resolve(names: &[Name], outline: &Outline<'_>, notes: &mut Notes) -> Vec<StateId> {
    let mut states: Vec<(StateId, &Name)> = Vec::with_capacity(names.len());
    for name in names {
        let Some(&number) = outline.numbers.get(&name.value) else {
            notes.findings.push(unknown(name, outline));
            notes.holes = true;
            continue;
        };
        states.push((StateId(number), name));
    }
    if states.len() > 1 {
        together(&mut states, outline, notes);
    }
    states.into_iter().map(|(state, _)| state).collect()
}

/// Like [`resolve`], for places that must lead inside `outer`.
pub fn resolve_inside(
    names: &[Name],
    key: &str,
    outer: StateId,
    outline: &Outline<'_>,
    notes: &mut Notes,
) -> Vec<StateId> {
    let mut states = resolve(names, outline, notes);
    states.retain(|&state| {
        let inside = outline.inside(state, outer);
        if let (false, Some(name)) =
            (inside, names.iter().find(|name| outline.numbers.get(&name.value) == Some(&state.0)))
        {
            let around = outline.nodes[outer.index()].decl.map_or("the journey", |decl| decl.id.value.as_str());
            let message = format!("`{}` is not inside `{around}`, so it cannot be its `{key}`", name.value);
            let children = outline.nodes[outer.index()].children.iter();
            let names =
                children.filter_map(|child| outline.nodes[child.index()].decl).map(|decl| decl.id.value.as_str());
            let mut finding = Finding::new(rule::BAD_TARGET, name.span, message);
            finding.help = suggest::help(&name.value, names);
            notes.findings.push(finding);
            notes.holes = true;
        }
        inside
    });
    states
}

fn unknown(name: &Name, outline: &Outline<'_>) -> Finding {
    let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no state is called `{}`", name.value));
    let known = outline.nodes.iter().filter_map(|node| node.decl).map(|decl| decl.id.value.as_str());
    finding.help = suggest::help(&name.value, known);
    finding
}

/// Reports and drops targets that cannot be active beside an earlier one.
fn together(states: &mut Vec<(StateId, &Name)>, outline: &Outline<'_>, notes: &mut Notes) {
    let mut kept: Vec<(StateId, &Name)> = Vec::with_capacity(states.len());
    for &(state, name) in states.iter() {
        let rival = kept.iter().find(|(other, _)| !compatible(state, *other, outline));
        match rival {
            None => kept.push((state, name)),
            Some((_, first)) => {
                let message = format!("`{}` and `{}` cannot both be active", first.value, name.value);
                notes.findings.push(
                    Finding::new(rule::BAD_TARGET, name.span, message)
                        .label(first.span, "the other target")
                        .help("name one target in each region of one parallel state"),
                );
                notes.holes = true;
            }
        }
    }
    *states = kept;
}

fn compatible(a: StateId, b: StateId, outline: &Outline<'_>) -> bool {
    let common = outline.common(a, b);
    common != a && common != b && outline.is_parallel(common)
}
