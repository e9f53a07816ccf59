//! Where a journey asks `in_state`, and whether only one answer is possible there.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::expr::parse;
use crate::expr::tree::{Tree, TreeKind};
use crate::lint::case::Case;
use crate::lint::expressions;
use crate::lint::knowledge::activity::{Moment, is_active};
use crate::lint::parts;
use crate::model::ids::StateId;
use crate::syntax::declared::DefineDecl;
use crate::syntax::text::Text;
use crate::terms::span::Span;

/// One `in_state("X")` that is always answered alike.
#[derive(Clone, Debug)]
pub struct StateTest<'a> {
    /// The call; where it stands in a definition, the name of that in the expression.
    pub span: Span,
    /// The call in the definition, where it stands in one.
    pub defined: Option<Span>,
    /// The state that is asked for.
    pub asked: &'a str,
    /// The state whose step or action asks; the journey itself for none.
    pub owner: StateId,
    /// When it asks.
    pub moment: Moment,
    /// The answer.
    pub answer: bool,
}

/// The calls of `case` with one possible answer, in places that people can come to.
pub fn of<'c>(case: &'c Case<'_>) -> Vec<StateTest<'c>> {
    let machine = &case.machine;
    let defined = defined(case);
    // Few journeys ask for a state, and only for those it is found out.
    let reached = LazyCell::new(|| machine.reachable(&|_| true));
    let mut found = Vec::new();
    expressions::each(case, &mut |text, moment, owner| {
        for (span, name, inside) in asked_in(text, &defined) {
            if !reached[owner.index()] {
                continue;
            }
            let Some(asked) = machine.state_named(&name).filter(|asked| reached[asked.index()]) else { continue };
            if let Some(answer) = is_active(machine, moment, asked) {
                let asked = machine.state(asked).name.value.as_str();
                found.push(StateTest { span, defined: inside, asked, owner, moment, answer });
            }
        }
    });
    found
}

/// The states that each definition asks for, itself or through others, with the place of the call.
type Defined<'a> = BTreeMap<&'a str, Vec<(Span, String)>>;

fn defined<'c>(case: &'c Case<'_>) -> Defined<'c> {
    let shared = case.catalogs.iter().flat_map(|catalog| &catalog.declares.define);
    let mut known = Defined::new();
    for DefineDecl { name, body } in shared.chain(&case.document.declares.define) {
        // A definition may use those above it.
        let asked: Vec<_> =
            asked_in(body, &known).into_iter().map(|(span, name, inside)| (inside.unwrap_or(span), name)).collect();
        if !asked.is_empty() {
            known.entry(name.value.as_str()).or_insert(asked);
        }
    }
    known
}

/// What `text` asks for: where, the state, and where in a definition.
fn asked_in(text: &Text, defined: &Defined<'_>) -> Vec<(Span, String, Option<Span>)> {
    let mut found = Vec::new();
    let may = text.text.contains("in_state") || defined.keys().any(|name| text.text.contains(name));
    let Some(parsed) = may.then(|| parse::parse(text, &mut Vec::new())).flatten() else { return found };
    parts::each(&parsed.tree, &mut |part| match &part.kind {
        TreeKind::Call(call) if call.name == "in_state" => {
            if let [Tree { kind: TreeKind::Str(name), .. }] = call.args.as_slice() {
                found.push((part.place.span(text), name.to_string(), None));
            }
        }
        TreeKind::Name(name) => {
            let inside = defined.get(name.as_str()).into_iter().flatten();
            found.extend(inside.map(|(span, asked)| (part.place.span(text), asked.clone(), Some(*span))));
        }
        _ => {}
    });
    found
}
