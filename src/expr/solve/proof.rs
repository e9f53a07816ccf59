//! Why claims cannot be: the few parts of conditions, and facts of the world, that cannot be true together.

use smol_str::SmolStr;

use crate::expr::node::Node;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, Part, clashes};
use crate::expr::solve::values::Values;
use crate::expr::solve::witness::{joined, node_of};
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::expr::wording::Names;

/// What clashes.
#[derive(Clone, Debug)]
pub struct Proof<'c> {
    parts: Vec<(Part<'c>, bool)>,
    facts: Vec<Fact>,
}

/// What the world says of one thing.
#[derive(Clone, Debug)]
struct Fact {
    thing: Thing,
    path: Box<[SmolStr]>,
    values: Values,
}

/// Why `claims` cannot be in `world`: as few parts and facts as deletion leaves within the budget. Ask it of what
/// [`crate::expr::solve::question::possible`] has answered with no.
pub fn proof<'c>(claims: &Claims<'c>, world: &World<'_>, budget: &mut Budget) -> Proof<'c> {
    let mut parts = Vec::new();
    for condition in claims.holds {
        flatten(Part::Condition(condition), &mut parts);
    }
    parts.extend(claims.fails.iter().map(|condition| (Part::Condition(condition), false)));
    let mut place = parts.len();
    while place > 0 && parts.len() > 1 {
        place -= 1;
        let mut fewer = parts.clone();
        fewer.remove(place);
        if clashes(&fewer, world, budget).is_some() {
            parts = fewer;
        }
    }
    let facts = facts(&parts, world, budget);
    Proof { parts, facts }
}

impl<'c> Proof<'c> {
    /// What it is about, as sentences without an end: "`ctx.n > 5` and `ctx.n < 3` cannot both hold".
    pub fn wording(&self, names: &Names<'_>) -> String {
        let facts: Vec<String> = self.facts.iter().map(|fact| fact.wording(names)).collect();
        let facts = joined(&facts, "and");
        if let [(part, holds)] = self.parts.as_slice() {
            let text = part.wording(names);
            let never = if *holds { "never holds" } else { "always holds" };
            return if facts.is_empty() {
                format!("`{text}` {never}")
            } else {
                format!("{facts}, so `{text}` {never}")
            };
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|(part, holds)| format!("`{}`", if *holds { part.wording(names) } else { part.negated(names) }))
            .collect();
        let both = if parts.len() == 2 { "both" } else { "all" };
        let clash = format!("{} cannot {both} hold", joined(&parts, "and"));
        if facts.is_empty() { clash } else { format!("{clash}: {facts}") }
    }

    /// The conditions of the claims that have a part in it, each once, in order.
    pub fn conditions(&self) -> Vec<&'c Condition> {
        let mut all: Vec<&'c Condition> = Vec::new();
        for (part, _) in &self.parts {
            if let Part::Condition(condition) = part
                && !all.iter().any(|one| std::ptr::eq(*one, *condition))
            {
                all.push(condition);
            }
        }
        all
    }
}

impl Part<'_> {
    fn wording(&self, names: &Names<'_>) -> String {
        match self {
            Self::Condition(condition) => condition.wording(names),
            Self::Node(node) => node.wording(names),
        }
    }

    fn negated(&self, names: &Names<'_>) -> String {
        match self {
            Self::Condition(Condition::Not(one)) => one.wording(names),
            Self::Condition(condition) => Condition::Not(Box::new((*condition).clone())).wording(names),
            Self::Node(Node::Not(one)) => one.wording(names),
            Self::Node(node) => Node::Not(Box::new((*node).clone())).wording(names),
        }
    }
}

impl Fact {
    fn wording(&self, names: &Names<'_>) -> String {
        let name = node_of(self.thing, &self.path).wording(names);
        let free = self.values.kind() == self.values;
        match self.values.single() {
            Some(value) if value.is_unit() => format!("`{name}` is always missing"),
            Some(_) => format!("`{name}` is always {}", self.values.wording()),
            None if free && !self.values.missing => format!("`{name}` is never missing"),
            None if self.values == Values::names() => format!("`{name}` is never empty"),
            None => format!("`{name}` can only be {}", self.values.wording()),
        }
    }
}

/// The parts that must all hold where `part` does.
fn flatten<'c>(part: Part<'c>, parts: &mut Vec<(Part<'c>, bool)>) {
    match part {
        Part::Condition(Condition::All(all)) if !all.is_empty() => {
            for one in all {
                flatten(Part::Condition(one), parts);
            }
        }
        Part::Condition(Condition::Expression(program)) if matches!(program.root(), Node::And(_)) => {
            flatten(Part::Node(program.root()), parts);
        }
        Part::Node(Node::And(all)) => {
            for one in all {
                flatten(Part::Node(one), parts);
            }
        }
        part => parts.push((part, true)),
    }
}

/// What the world must say of what `parts` read, that they clash.
fn facts(parts: &[(Part<'_>, bool)], world: &World<'_>, budget: &mut Budget) -> Vec<Fact> {
    let Some(reads) = clashes(parts, world, budget) else { return Vec::new() };
    let mut world = world.clone();
    let mut facts = Vec::new();
    for (thing, path) in reads {
        let known = world.get(thing);
        let free = known.kind().or_missing();
        if free == known || matches!(thing, Thing::Now | Thing::EnteredAt | Thing::Anonymous) {
            continue;
        }
        world.set(thing, free);
        if clashes(parts, &world, budget).is_none() {
            world.set(thing, known.clone());
            facts.push(Fact { thing, values: known.at_path(&path), path });
        }
    }
    facts
}
