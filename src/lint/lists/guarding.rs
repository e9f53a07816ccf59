//! The variables by which a guard may end the growing of a list: not those of which it asks something that never ends, nor
//! those beside which it has another way to hold.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{Tree, TreeKind, UnaryOp};
use crate::lint::case::Case;
use crate::lint::lists::idle;
use crate::lint::lists::items::Added;
use crate::lint::lists::mentions;
use crate::lint::lists::names::Names;
use crate::model::ids::StepId;
use crate::syntax::content::ConditionDecl;
use crate::syntax::text::Text;

/// The most parts of one guard that are looked at, those of definitions included.
const MOST_PARTS: u32 = 4_000;

/// Those of `guard`, which is that of `step`, where these items are `added` to lists; absent where it cannot be read.
pub fn of(case: &Case<'_>, step: StepId, guard: &ConditionDecl, added: &Added) -> Option<BTreeSet<SmolStr>> {
    Reader { case, step, added, names: Names::of(case), left: MOST_PARTS }.condition(guard, true)
}

type Named = Option<BTreeSet<SmolStr>>;

struct Reader<'c, 'a> {
    case: &'c Case<'a>,
    step: StepId,
    added: &'c Added,
    names: Names<'c, 'a>,
    left: u32,
}

impl Reader<'_, '_> {
    fn condition(&mut self, condition: &ConditionDecl, holds: bool) -> Named {
        match condition {
            ConditionDecl::Expr(text) => self.text(text, holds),
            ConditionDecl::Not(part, _) => self.condition(part, !holds),
            ConditionDecl::All(parts, _) => several(parts.iter().map(|part| self.condition(part, holds)), holds),
            ConditionDecl::Any(parts, _) => several(parts.iter().map(|part| self.condition(part, holds)), !holds),
        }
    }

    fn text(&mut self, text: &Text, holds: bool) -> Named {
        let parsed = parse::parse(text, &mut Vec::new())?;
        self.tree(&parsed.tree, holds)
    }

    fn tree(&mut self, tree: &Tree, holds: bool) -> Named {
        self.left = self.left.checked_sub(1)?;
        match &tree.kind {
            TreeKind::And(parts) => several(parts.iter().map(|part| self.tree(part, holds)), holds),
            TreeKind::Or(parts) => several(parts.iter().map(|part| self.tree(part, holds)), !holds),
            TreeKind::Unary(UnaryOp::Not, one) => self.tree(one, !holds),
            TreeKind::Name(name) => match self.names.definition(name) {
                Some(text) => self.text(text, holds),
                None => Some(BTreeSet::new()),
            },
            _ => {
                let mut all = BTreeSet::new();
                let known = mentions::into(tree, &self.names, &mut all);
                let vain = idle::of((self.case, self.step), self.added, tree, holds);
                known.then(|| all.into_iter().filter(|name| !vain.contains(name)).collect())
            }
        }
    }
}

/// What may end it, where `every` one of several things must be so, or else any.
fn several(all: impl Iterator<Item = Named>, every: bool) -> Named {
    let all = all.collect::<Option<Vec<BTreeSet<SmolStr>>>>()?;
    let open = !every && all.iter().any(BTreeSet::is_empty);
    Some(if open { BTreeSet::new() } else { all.into_iter().flatten().collect() })
}
