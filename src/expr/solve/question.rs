//! Questions about conditions: whether some can hold while others fail, and what follows from that.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::node::Node;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::enter::Enter;
use crate::expr::solve::search::Search;
use crate::expr::solve::state::{Clash, Ground, State, Want};
use crate::expr::solve::terms::{Id, Op, Strict, Terms};
use crate::expr::solve::trying::Trying;
use crate::expr::solve::values::Values;
use crate::expr::solve::witness::{Comes, Outcome, Witness};
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::{Condition, Term, TextPart};
use crate::expr::tree::BinaryOp;

/// The guard of what has none: it always holds.
pub static ALWAYS: Condition = Condition::All(Vec::new());

/// What must be at once. For a step without a guard say [`ALWAYS`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Claims<'c> {
    /// Conditions that come to `true`.
    pub holds: &'c [&'c Condition],
    /// Conditions that come to `false` or are errors, which count as false.
    pub fails: &'c [&'c Condition],
}

/// Whether claims can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// They can: in this world, as the engine says.
    Yes(Box<Witness>),
    /// They cannot; [`crate::expr::solve::proof::proof`] says why.
    No,
    /// The solver does not know, or the budget is out.
    Unknown,
}

/// Whether something is so for every world.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is.
    Always,
    /// It is not so in this world.
    Not(Box<Witness>),
    /// The solver does not know, or the budget is out.
    Unknown,
}

impl Answer {
    /// Whether the answer is no.
    pub const fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }

    /// The world in which it is so.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Yes(witness) => Some(witness),
            _ => None,
        }
    }

    fn refuted(self) -> Verdict {
        match self {
            Self::Yes(witness) => Verdict::Not(witness),
            Self::No => Verdict::Always,
            Self::Unknown => Verdict::Unknown,
        }
    }
}

/// A condition, or a part of one that is an expression of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'c> {
    Condition(&'c Condition),
    Node(&'c Node),
}

/// What is asked, as a graph.
struct Asked<'a> {
    terms: Terms<'a>,
    wanted: SmallVec<[(Id, Want); 4]>,
    /// Parts that must have one of these values.
    values: SmallVec<[(Id, Values); 2]>,
}

/// Whether all of `claims` can be at once in `world`.
pub fn possible(claims: &Claims<'_>, world: &World<'_>, budget: &mut Budget) -> Answer {
    answered((claims, true), &[], world, budget)
}

/// The same for a world that can be shown to somebody: what must fail comes to `false` in it, since one in which it can
/// only be an error is no example of anything, and every term of `comes` comes to its value. Where there is none but
/// worlds with such errors, nobody knows.
pub fn exemplified(claims: &Claims<'_>, comes: &[Comes<'_>], world: &World<'_>, budget: &mut Budget) -> Answer {
    answered((claims, false), comes, world, budget)
}

fn answered(
    (claims, errors): (&Claims<'_>, bool),
    comes: &[Comes<'_>],
    world: &World<'_>,
    budget: &mut Budget,
) -> Answer {
    let Some(asked) = Asked::new(parts(claims), comes, world, budget) else { return Answer::Unknown };
    let reads = asked.terms.reads().collect();
    let trying = Trying { holds: claims.holds, fails: claims.fails, errors, comes, reads };
    match asked.search(world, Some(trying), budget) {
        Outcome::Yes(witness) => Answer::Yes(witness),
        Outcome::No => Answer::No,
        Outcome::Unknown => Answer::Unknown,
    }
}

/// What is left of everything that `claims` read, but for fields inside it, where they are so in `world`; absent where they
/// cannot be. Nothing is said where the budget is out.
pub fn narrowed(claims: &Claims<'_>, world: &World<'_>, budget: &mut Budget) -> Option<Vec<(Thing, Values)>> {
    let Some(asked) = Asked::new(parts(claims), &[], world, budget) else { return Some(Vec::new()) };
    let ground = Ground::new(asked.terms, world);
    if !budget.take(ground.terms.all.len() as u32) {
        return Some(Vec::new());
    }
    let mut state = State::new(&ground);
    let certain = asked.wanted.iter().try_for_each(|(id, want)| state.assert(&ground, *id, *want));
    certain.ok()?;
    match (Search { ground: &ground, trying: None, budget }).settle(&mut state) {
        None => return Some(Vec::new()),
        Some(Err(Clash)) => return None,
        Some(Ok(_)) => {}
    }
    let whole = ground.terms.reads().filter(|read| read.2.is_empty());
    Some(whole.map(|(id, thing, _)| (thing, state.dom(id).clone())).collect())
}

fn parts<'c>(claims: &Claims<'c>) -> impl Iterator<Item = (Part<'c>, bool)> + use<'c> {
    let holds = claims.holds.iter().map(|condition| (Part::Condition(condition), true));
    holds.chain(claims.fails.iter().map(|condition| (Part::Condition(condition), false)))
}

/// If those parts cannot all hold (or fail, where `false` stands beside them): what they read.
pub(crate) fn clashes(
    parts: &[(Part<'_>, bool)],
    world: &World<'_>,
    budget: &mut Budget,
) -> Option<Vec<(Thing, Box<[SmolStr]>)>> {
    let asked = Asked::new(parts.iter().copied(), &[], world, budget)?;
    let reads = asked.terms.reads().map(|(_, thing, path)| (thing, path.into())).collect();
    matches!(asked.search(world, None, budget), Outcome::No).then_some(reads)
}

impl<'a> Asked<'a> {
    /// Absent when the budget is out.
    fn new(
        parts: impl Iterator<Item = (Part<'a>, bool)>,
        comes: &[Comes<'a>],
        world: &World<'a>,
        budget: &mut Budget,
    ) -> Option<Self> {
        let mut terms = Terms::default();
        let mut enter = Enter::new(&mut terms, world, budget);
        let mut wanted = SmallVec::new();
        for (part, holds) in parts {
            let id = match part {
                Part::Condition(condition) => enter.condition(condition)?,
                Part::Node(node) => enter.node(node)?,
            };
            wanted.push((id, if holds { Want::True } else { Want::NotTrue }));
        }
        let mut values = SmallVec::new();
        for (term, value) in comes {
            values.push((enter.term(term)?, Values::one(value)));
        }
        wanted.extend(entered_before_now(&mut terms).map(|id| (id, Want::True)));
        Some(Self { terms, wanted, values })
    }

    fn search(self, world: &World<'a>, trying: Option<Trying<'_, 'a>>, budget: &mut Budget) -> Outcome {
        let Self { terms, wanted, values } = self;
        let ground = Ground::new(terms, world);
        if !budget.take(ground.terms.all.len() as u32) {
            return Outcome::Unknown;
        }
        let mut state = State::new(&ground);
        // A condition fails in most worlds, so the friendliest is tried before all that it can fail by is gone through; one
        // that holds asks for more than that.
        let only_fails = |trying: &&Trying<'_, '_>| trying.holds.is_empty() && wanted.len() == trying.fails.len();
        let first = trying.as_ref().filter(only_fails);
        if let Some(witness) = first.and_then(|trying| trying.friendliest(&ground, &state, budget)) {
            return Outcome::Yes(Box::new(witness));
        }
        let wanted = wanted.iter().try_for_each(|(id, want)| state.assert(&ground, *id, *want));
        let mut values = || values.iter().try_for_each(|(id, values)| state.require(&ground, *id, values));
        if wanted.and_then(|()| values()) == Err(Clash) {
            return Outcome::No;
        }
        Search { ground: &ground, trying, budget }.run(state)
    }
}

/// Whether `second` holds wherever `first` does.
pub fn implies(first: &Condition, second: &Condition, world: &World<'_>, budget: &mut Budget) -> Verdict {
    possible(&Claims { holds: &[first], fails: &[second] }, world, budget).refuted()
}

/// Whether each holds wherever the other does.
pub fn equivalent(first: &Condition, second: &Condition, world: &World<'_>, budget: &mut Budget) -> Verdict {
    match implies(first, second, world, budget) {
        Verdict::Always => implies(second, first, world, budget),
        Verdict::Unknown => match implies(second, first, world, budget) {
            Verdict::Not(witness) => Verdict::Not(witness),
            _ => Verdict::Unknown,
        },
        not @ Verdict::Not(_) => not,
    }
}

/// Whether the two never hold at once.
pub fn disjoint(first: &Condition, second: &Condition, world: &World<'_>, budget: &mut Budget) -> Verdict {
    possible(&Claims { holds: &[first, second], fails: &[] }, world, budget).refuted()
}

/// What `term` can come to in `world`, where it has a value; everything where the budget is out.
pub fn values_of(term: &Term, world: &World<'_>, budget: &mut Budget) -> Values {
    let mut terms = Terms::default();
    if let Term::Constant(value) = term {
        return Values::one(value);
    }
    let Some(id) = Enter::new(&mut terms, world, budget).term(term) else { return Values::any() };
    let ground = Ground::new(terms, world);
    if !budget.take(ground.terms.all.len() as u32) {
        return Values::any();
    }
    let mut state = State::new(&ground);
    // What has no value is an error, and an error sets nothing.
    if state.need(id).is_err() {
        return Values::none();
    }
    match state.propagate(&ground, budget) {
        None => Values::any(),
        Some(Err(Clash)) => Values::none(),
        Some(Ok(())) => state.dom(id).clone(),
    }
}

/// What `term` comes to in `world`, where it is certain to have a value; absent where it may be an error, or the budget is
/// out. That a text grows too long is left out of account.
pub fn certain_values(term: &Term, world: &World<'_>, budget: &mut Budget) -> Option<Values> {
    match term {
        Term::Constant(value) => Some(Values::one(value)),
        Term::Expression(program) => certain(program.root(), world, budget),
        Term::Text(parts) => {
            let all_are = parts.iter().all(|part| match part {
                TextPart::Literal(_) => true,
                TextPart::Expression(program) => certain(program.root(), world, budget).is_some(),
            });
            all_are.then(Values::texts)
        }
        Term::List(items) => items.iter().all(|item| certain_values(item, world, budget).is_some()).then(Values::any),
        Term::Object(fields) => {
            fields.iter().all(|(_, field)| certain_values(field, world, budget).is_some()).then(Values::any)
        }
    }
}

fn certain(node: &Node, world: &World<'_>, budget: &mut Budget) -> Option<Values> {
    let mut terms = Terms::default();
    let id = Enter::new(&mut terms, world, budget).node(node)?;
    let ground = Ground::new(terms, world);
    if !budget.take(ground.terms.all.len() as u32) {
        return None;
    }
    let state = State::new(&ground);
    (!state.may_err(&ground, id, budget)).then(|| state.dom(id).clone())
}

/// The part that says that a state was not entered later than now, where both are read.
fn entered_before_now(terms: &mut Terms<'_>) -> Option<Id> {
    let find = |thing: Thing| terms.reads().find(|read| read.1 == thing).map(|read| read.0);
    let (entered, now) = (find(Thing::EnteredAt)?, find(Thing::Now)?);
    Some(terms.add(Op::Compare(BinaryOp::Le, Strict::Any), &[entered, now]))
}
