//! `complex-guard`: a condition that nobody reads any more.

use crate::expr::parse;
use crate::expr::tree::{Tree, TreeKind, UnaryOp};
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::parts;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StepId;
use crate::syntax::content::ConditionDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("complex-guard"),
    group: Group::Style,
    level: Level::Warning,
    catches: "A guard of too many conditions. That is more than 8, or `and` and `or` inside one another more than 4 \
              deep; what `&&`, `||`, `all` and `any` join is counted, and a definition is one condition, whatever it \
              says.",
    why: "Nobody can say any more for whom it holds; parts with names under `define` can be read, and used again.",
    bad: r#"```yaml
wayfare: 1
journey: offer
version: 1.0.0
events:
  ASKED:
    payload: { age: int, country: string, orders: int, value: number, plan: string, since: int }
initial: START
states:
  START:
    steps:
      - id: offer
        triggers: ASKED
        guard:
          all:
#         ^ complex-guard
            - event.payload.age > 17 && event.payload.orders > 2 && event.payload.orders < 90
            - event.payload.value > 50.0 && event.payload.since > 30 && event.payload.plan != "none"
            - event.payload.country != "US" && event.payload.country != "CA" && event.payload.country != "MX"
        to: OFFER
      - { id: skip, after: 3d, to: DONE }
  OFFER: { final: true }
  DONE: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: offer
version: 1.0.0
events:
  ASKED:
    payload: { age: int, country: string, orders: int, value: number, plan: string, since: int }
define:
  good_customer: event.payload.orders in 3..90 && event.payload.value > 50.0 && event.payload.since > 30
  at_home: "!(event.payload.country in [\"US\", \"CA\", \"MX\"])"
initial: START
states:
  START:
    steps:
      - id: offer
        triggers: ASKED
        guard: event.payload.age > 17 && event.payload.plan != "none" && good_customer && at_home
        to: OFFER
      - { id: skip, after: 3d, to: DONE }
  OFFER: { final: true }
  DONE: { final: true }
```
"#,
    check: Check::Journey(check),
};

/// The most conditions of one guard.
const MOST_PARTS: usize = 8;
/// How deep `and` and `or` may stand inside one another.
const MOST_DEEP: usize = 4;

fn check(case: &Case<'_>, found: &mut Found) {
    let steps =
        (0..case.machine.journey.steps.len() as u32).filter_map(|step| case.step_decl(StepId(step)).guard.as_ref());
    let document = case.document;
    let others = document.entry.iter().filter_map(|entry| entry.guard.as_ref());
    let exits = document.exit.iter().filter_map(|exit| exit.guard.as_ref());
    let goals = document.goals.iter().filter_map(|goal| goal.guard.as_ref());
    for guard in steps.chain(others).chain(exits).chain(goals) {
        // Most are short, and need not be read again.
        if joints(guard) <= MOST_DEEP {
            continue;
        }
        let size = size(guard, None);
        let message = if size.parts > MOST_PARTS {
            format!("this guard joins {} conditions, and {MOST_PARTS} are many", size.parts)
        } else if size.deep > MOST_DEEP {
            format!(
                "in this guard `and` and `or` stand {} deep inside one another, and {MOST_DEEP} are many",
                size.deep
            )
        } else {
            continue;
        };
        let help = "give its parts names under `define`, or say it in a function";
        found.push(Finding::new(RULE.name, guard.span(), message).help(help));
    }
}

/// How many `&&`, `||`, `all`, `any` and `if` there are at the most.
fn joints(guard: &ConditionDecl) -> usize {
    match guard {
        ConditionDecl::Expr(text) => ["&&", "||", "if"].iter().map(|sign| text.text.matches(sign).count()).sum(),
        ConditionDecl::All(parts, _) | ConditionDecl::Any(parts, _) => {
            parts.len() + parts.iter().map(joints).sum::<usize>()
        }
        ConditionDecl::Not(one, _) => joints(one),
    }
}

/// How many conditions are joined, and how deep.
#[derive(Clone, Copy, Default)]
struct Size {
    parts: usize,
    deep: usize,
}

/// What joins conditions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    And,
    Or,
    If,
}

/// The size of what `join` makes of `parts`; inside its like it is no deeper, and reads on.
fn joined(join: Join, within: Option<Join>, parts: impl Iterator<Item = Size>) -> Size {
    let all =
        parts.fold(Size::default(), |all, part| Size { parts: all.parts + part.parts, deep: all.deep.max(part.deep) });
    Size { deep: all.deep + usize::from(within != Some(join)), ..all }
}

/// The size of `guard`, which stands right inside what `within` joins.
fn size(guard: &ConditionDecl, within: Option<Join>) -> Size {
    let several =
        |join: Join, parts: &[ConditionDecl]| joined(join, within, parts.iter().map(|part| size(part, Some(join))));
    match guard {
        ConditionDecl::Expr(text) => {
            let parsed = parse::parse(text, &mut Vec::new());
            parsed.map_or(Size { parts: 1, deep: 0 }, |parsed| of_tree(&parsed.tree, within))
        }
        ConditionDecl::All(parts, _) | ConditionDecl::Any(parts, _) if parts.len() == 1 => size(&parts[0], within),
        ConditionDecl::All(parts, _) => several(Join::And, parts),
        ConditionDecl::Any(parts, _) => several(Join::Or, parts),
        ConditionDecl::Not(one, _) => size(one, None),
    }
}

fn of_tree(tree: &Tree, within: Option<Join>) -> Size {
    let several = |join: Join, parts: &[Tree]| joined(join, within, parts.iter().map(|part| of_tree(part, Some(join))));
    match &tree.kind {
        TreeKind::And(parts) => several(Join::And, parts),
        TreeKind::Or(parts) => several(Join::Or, parts),
        TreeKind::If(parts) => {
            let parts = [&parts.0, &parts.1, &parts.2].into_iter();
            joined(Join::If, within, parts.map(|part| of_tree(part, Some(Join::If))))
        }
        TreeKind::Unary(UnaryOp::Not, one) => of_tree(one, None),
        TreeKind::Unit | TreeKind::Bool(_) | TreeKind::Int(_) | TreeKind::Number(_) | TreeKind::Str(_) => {
            Size::default()
        }
        _ => inside(tree),
    }
}

/// The size of a condition in which others may be joined, as in a call.
fn inside(tree: &Tree) -> Size {
    let mut joints = 0;
    parts::each(tree, &mut |part| match &part.kind {
        TreeKind::And(parts) | TreeKind::Or(parts) => joints += parts.len() - 1,
        TreeKind::If(_) => joints += 1,
        _ => {}
    });
    Size { parts: 1 + joints, deep: usize::from(joints > 0) }
}
