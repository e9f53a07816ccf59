//! Lists of things to do that differ in nothing but the conditions of their `if`s.

use smol_str::format_smolstr;

use crate::diff::change::Change;
use crate::diff::guards::{self, Triggers, relation};
use crate::diff::pair::{Delta, Pair};
use crate::expr::term::Condition;
use crate::graph::content::said::{Kind, Line, Said};
use crate::model::journey::{Block, Work};

/// The change of each condition, where `delta` is one of such a list; absent where it differs otherwise. `whose` is what
/// does the list, as in "the step `nudge`"; it is asked on `triggers`.
pub fn conditions(pair: &Pair<'_>, delta: &Delta<'_>, triggers: Triggers<'_>, whose: &str) -> Option<Vec<Change>> {
    let block = |line: Option<&Line<'_>>| match line.map(|line| &line.said) {
        Some(Said::Block(block)) => Some((*block).clone()),
        _ => None,
    };
    let (was, is) = (block(delta.was)?, block(delta.is)?);
    let mut walk = Walk { pair, number: 0, differing: Vec::new() };
    let same = walk.blocks(&was, &is);
    let changes = walk.differing.iter().map(|&(number, was, is)| {
        let key = format_smolstr!("{}.if.{number}", delta.key);
        let line = |condition| Line {
            element: delta.element.clone(),
            key: key.clone(),
            said: Said::Condition(condition),
            kind: Kind::Meaning,
        };
        let (was_line, is_line) = (line(was), line(is));
        let one = Delta { element: delta.element, key: &key, was: Some(&was_line), is: Some(&is_line), forms: None };
        let relation = relation(pair, [Some(was), Some(is)], triggers);
        guards::change(pair, &one, relation, &format!("an `if` of {whose}"))
    });
    same.then(|| changes.collect())
}

/// Two lists side by side.
struct Walk<'w, 'p> {
    pair: &'w Pair<'p>,
    /// The `if`s so far, inner ones among them.
    number: usize,
    differing: Vec<(usize, &'w Condition, &'w Condition)>,
}

impl<'w> Walk<'w, '_> {
    /// Whether both do the same but for conditions, which are noted.
    fn blocks(&mut self, was: &'w Block, is: &'w Block) -> bool {
        was.len() == is.len()
            && was.iter().zip(is).all(|(old, new)| match (&old.work, &new.work) {
                (Work::If(before, then, otherwise), Work::If(after, now_then, now_otherwise)) => {
                    self.number += 1;
                    if !self.pair.is_same(&Said::Condition(before), &Said::Condition(after)) {
                        self.differing.push((self.number, before, after));
                    }
                    self.blocks(then, now_then) && self.blocks(otherwise, now_otherwise)
                }
                _ => self.pair.was.forms.instruction(old) == self.pair.is.forms.instruction(new),
            })
    }
}
