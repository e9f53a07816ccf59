//! What conditions read by name, definitions looked into: for words about values, and to see what guards are about.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind};
use crate::lint::case::Case;
use crate::lint::definitions::{self, Definitions};
use crate::lint::parts;
use crate::model::ids::StepId;
use crate::syntax::content::ConditionDecl;
use crate::syntax::text::Text;

/// Something that is read: `ctx.plan`, `event.payload.cart.id`, `user.consent.marketing`, `now`.
pub type Reading = Vec<SmolStr>;

/// What `condition` reads, in order of their names.
pub fn of(condition: &ConditionDecl, definitions: &Definitions<'_>) -> BTreeSet<Reading> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Text> = Vec::new();
    definitions::each_text(condition, &mut |text| open.push(text));
    let mut seen: BTreeSet<SmolStr> = BTreeSet::new();
    while let Some(text) = open.pop() {
        let Some(parsed) = parse::parse(text, &mut Vec::new()) else { continue };
        parts::each(&parsed.tree, &mut |part| match &part.kind {
            TreeKind::Chain(base, links) => found.extend(chain(base, links)),
            TreeKind::Name(name) if name == "now" => drop(found.insert(vec![name.clone()])),
            TreeKind::Name(name) => {
                if let Some(decl) = definitions.get(name)
                    && seen.insert(name.clone())
                {
                    open.push(&decl.body);
                }
            }
            TreeKind::Call(call) if call.name == "in_state" => drop(found.insert(vec![call.name.clone()])),
            _ => {}
        });
    }
    found
}

/// What `text` reads itself, definitions not looked into.
pub fn own(text: &Text) -> BTreeSet<Reading> {
    let mut found = BTreeSet::new();
    if let Some(parsed) = parse::parse(text, &mut Vec::new()) {
        parts::each(&parsed.tree, &mut |part| {
            if let TreeKind::Chain(base, links) = &part.kind {
                found.extend(chain(base, links));
            }
        });
    }
    found
}

/// Whether the guards of `steps` read variables of which nobody can say what sets them, since not everything could be
/// read: then no value of them is told.
pub fn lean_on_the_unread(case: &Case<'_>, steps: &[StepId]) -> bool {
    if case.knowledge().is_whole() {
        return false;
    }
    let definitions = case.definitions();
    let mut guards = steps.iter().filter_map(|&step| case.step_decl(step).guard.as_ref());
    guards.any(|guard| of(guard, definitions).iter().any(|path| path[0] == "ctx"))
}

fn chain(base: &Tree, links: &[Link]) -> Option<Reading> {
    const ROOTS: [&str; 5] = ["ctx", "event", "profile", "user", "state"];
    let TreeKind::Name(root) = &base.kind else { return None };
    if !ROOTS.contains(&root.as_str()) {
        return None;
    }
    let mut path = vec![root.clone()];
    for link in links {
        match &link.kind {
            LinkKind::Field(name) | LinkKind::Index(Tree { kind: TreeKind::Str(name), .. }) => path.push(name.clone()),
            LinkKind::Index(_) | LinkKind::Method(..) => break,
        }
    }
    Some(path)
}
