//! Bounds on the differences of two parts, and rings of them that go below zero.

use smallvec::SmallVec;

use crate::expr::solve::comparing::opposite;
use crate::expr::solve::forward::kind_of;
use crate::expr::solve::narrow::answer;
use crate::expr::solve::state::{Clash, Ground, State};
use crate::expr::solve::terms::{Id, Op, Strict, Terms};
use crate::expr::solve::values::{Scalar, There};
use crate::expr::tree::BinaryOp;

/// How deep sums are looked into.
const DEPTH: usize = 8;
/// The number of zero, to which what has a bound of its own is compared.
const ZERO: Id = Id::MAX;

/// `first - second` is at most `most`.
struct Bound {
    first: Id,
    second: Id,
    most: i128,
}

/// A sum of parts, each once with its sign, and a constant.
#[derive(Default)]
struct Sum {
    parts: SmallVec<[(Id, bool); 4]>,
    constant: i128,
}

impl Sum {
    fn add(&mut self, id: Id, plus: bool) {
        match self.parts.iter().position(|part| *part == (id, !plus)) {
            Some(other) => {
                self.parts.swap_remove(other);
            }
            None => self.parts.push((id, plus)),
        }
    }
}

impl State {
    /// Whether the differences that must hold can hold together.
    pub(crate) fn differences(&self, ground: &Ground<'_, '_>) -> Result<(), Clash> {
        let mut bounds: SmallVec<[Bound; 8]> = SmallVec::new();
        let mut related = false;
        for (index, term) in ground.terms.all.iter().enumerate() {
            let Op::Compare(op, strict) = term.op else { continue };
            let (true, Some(answer)) = (self.needed[index], answer(&self.doms[index])) else { continue };
            let op = if answer { op } else { opposite(op) };
            let Some(sum) = self.difference(&ground.terms, strict, term.args[0], term.args[1]) else { continue };
            related |= sum.parts.len() == 2;
            bound(op, &sum, &mut bounds)?;
        }
        if !related {
            return Ok(());
        }
        let mut all: SmallVec<[Id; 8]> = SmallVec::from_slice(&[ZERO]);
        for bound in &bounds {
            for id in [bound.first, bound.second] {
                if !all.contains(&id) {
                    all.push(id);
                }
            }
        }
        for &id in &all[1..] {
            if let There::Scalars(_, places) = &self.dom(id).there
                && let Some((least, most)) = places.ends()
            {
                bounds.push(Bound { first: id, second: ZERO, most: most.into() });
                bounds.push(Bound { first: ZERO, second: id, most: -i128::from(least) });
            }
        }
        rings(&all, &bounds)
    }

    /// `a - b` as a sum; absent where the two are not on one scale.
    fn difference(&self, terms: &Terms<'_>, strict: Strict, a: Id, b: Id) -> Option<Sum> {
        let (There::Scalars(one, _), There::Scalars(other, _)) = (&self.dom(a).there, &self.dom(b).there) else {
            return None;
        };
        if one != other || strict == Strict::Numbers && *one == Scalar::Int {
            return None;
        }
        let mut sum = Sum::default();
        self.collect(terms, a, true, DEPTH, &mut sum);
        self.collect(terms, b, false, DEPTH, &mut sum);
        let one_each = match sum.parts.as_slice() {
            [] | [_] => true,
            [first, second] => first.1 != second.1,
            _ => false,
        };
        one_each.then_some(sum)
    }

    /// Adds `id`, or takes it away. Ints do not overflow where they must have a value; numbers are not looked into.
    fn collect(&self, terms: &Terms<'_>, id: Id, plus: bool, depth: usize, sum: &mut Sum) {
        let There::Scalars(kind, places) = &self.dom(id).there else { return sum.add(id, plus) };
        if let Some(place) = places.single() {
            sum.constant += if plus { i128::from(place) } else { -i128::from(place) };
            return;
        }
        let term = terms.get(id);
        if let (
            Op::Ints(op @ (BinaryOp::Add | BinaryOp::Sub)) | Op::Binary(op @ (BinaryOp::Add | BinaryOp::Sub)),
            true,
        ) = (&term.op, depth > 0 && *kind != Scalar::Number)
        {
            let kinds = |id: Id| match &self.dom(id).there {
                There::Scalars(kind, _) => Some(*kind),
                _ => None,
            };
            let (a, b) = (term.args[0], term.args[1]);
            if let (Some(one), Some(other)) = (kinds(a), kinds(b))
                && kind_of(*op, one, other).is_some()
            {
                self.collect(terms, a, plus, depth - 1, sum);
                self.collect(terms, b, plus == (*op == BinaryOp::Add), depth - 1, sum);
                return;
            }
        }
        sum.add(id, plus);
    }
}

/// The bounds of `sum op 0`.
fn bound(op: BinaryOp, sum: &Sum, bounds: &mut SmallVec<[Bound; 8]>) -> Result<(), Clash> {
    let part = |plus: bool| sum.parts.iter().find(|part| part.1 == plus).map_or(ZERO, |part| part.0);
    let (first, second) = (part(true), part(false));
    let c = sum.constant;
    if sum.parts.is_empty() {
        let holds = match op {
            BinaryOp::Lt => c < 0,
            BinaryOp::Le => c <= 0,
            BinaryOp::Gt => c > 0,
            BinaryOp::Ge => c >= 0,
            BinaryOp::Eq => c == 0,
            _ => c != 0,
        };
        return if holds { Ok(()) } else { Err(Clash) };
    }
    let mut at_most = |first: Id, second: Id, most: i128| bounds.push(Bound { first, second, most });
    match op {
        BinaryOp::Lt => at_most(first, second, -c - 1),
        BinaryOp::Le => at_most(first, second, -c),
        BinaryOp::Gt => at_most(second, first, c - 1),
        BinaryOp::Ge => at_most(second, first, c),
        BinaryOp::Eq => {
            at_most(first, second, -c);
            at_most(second, first, c);
        }
        _ => {}
    }
    Ok(())
}

/// Whether no ring of bounds sums up to less than nothing.
fn rings(all: &[Id], bounds: &[Bound]) -> Result<(), Clash> {
    let place = |id: Id| all.iter().position(|one| *one == id).unwrap_or_default();
    let ways: SmallVec<[(usize, usize, i128); 16]> =
        bounds.iter().map(|bound| (place(bound.second), place(bound.first), bound.most)).collect();
    let mut far: SmallVec<[i128; 16]> = SmallVec::from_elem(0, all.len());
    for _ in 0..=all.len() {
        let mut shorter = false;
        for &(from, to, most) in &ways {
            if far[from] + most < far[to] {
                far[to] = far[from] + most;
                shorter = true;
            }
        }
        if !shorter {
            return Ok(());
        }
    }
    Err(Clash)
}
