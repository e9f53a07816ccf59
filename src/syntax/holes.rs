//! Which lists and mappings the lines belonged to that could not be read: by their place, and by the column at which
//! they began.

use std::ops::Range;

use crate::syntax::node::Layout;
use crate::syntax::repair::{Gone, Hole};

/// The holes of a text, and who has taken each of them by now.
#[derive(Debug)]
pub struct Holes<'s> {
    source: &'s str,
    all: &'s [Hole],
    taken: Vec<Option<Layout>>,
}

/// A list or mapping that ends.
#[derive(Clone, Debug)]
pub struct Extent {
    /// From its first byte to the next thing behind it.
    pub within: Range<usize>,
    /// How it was written.
    pub layout: Layout,
    /// The column at which it began.
    pub column: usize,
}

/// What a list or mapping lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Whether a line may have been its own.
    pub own: bool,
    /// Bytes of lines that were nested in the entries before them.
    pub nested: Vec<usize>,
}

impl<'s> Holes<'s> {
    /// All of them, none taken.
    pub fn new(source: &'s str, all: &'s [Hole]) -> Self {
        Self { source, all, taken: vec![None; all.len()] }
    }

    /// Whether the null at `at` stands for what was written and could not be read; `empty` if it has no characters.
    pub fn is_value(&mut self, at: u32, empty: bool) -> bool {
        let at = at as usize;
        let next = self.all.partition_point(|hole| hole.start < at);
        let Some(hole) = self.all.get(next) else { return false };
        if !empty {
            let found = hole.start == at && hole.gone == Gone::Value;
            if found {
                self.taken[next] = Some(Layout::Flow);
            }
            return found;
        }
        let gap = &self.source[at..hole.start];
        let gap = gap.strip_prefix(':').unwrap_or(gap);
        gap.bytes().all(|byte| byte.is_ascii_whitespace())
    }

    /// What `ending` lost; inner ones ask before those around them. `outer` says whether one around it, in block style,
    /// began at a column.
    pub fn take(&mut self, ending: &Extent, outer: impl Fn(usize) -> bool) -> Losses {
        let mut losses = Losses::default();
        for index in self.of(&ending.within) {
            let Hole { start, gone } = self.all[index];
            let before = start < ending.within.start;
            match (gone, self.taken[index]) {
                (Gone::Value, _) | (_, Some(Layout::Flow)) => continue,
                (Gone::Lines, _) => losses.own = true,
                (Gone::Line(_), None) if ending.layout == Layout::Flow && !before => losses.own = true,
                (Gone::Line(column), None) if column > ending.column + 1 && !before => losses.nested.push(start),
                (Gone::Line(column), None) if column > ending.column => losses.own = true,
                (Gone::Line(column), _) if column == ending.column => losses.own = true,
                (Gone::Line(column), _) => {
                    // A line that fits nothing may have been of each that it ended.
                    losses.own |= column < ending.column && !outer(column);
                    continue;
                }
            }
            self.taken[index] = Some(if gone == Gone::Lines { Layout::Block } else { ending.layout });
        }
        losses
    }

    /// Whether there is one that nothing has taken.
    pub fn has_left(&self) -> bool {
        self.taken.iter().any(Option::is_none)
    }

    /// Those inside `within`, and those before it with nothing between.
    fn of(&self, within: &Range<usize>) -> Range<usize> {
        let from = self.all.partition_point(|hole| hole.start < within.start);
        let until = self.all.partition_point(|hole| hole.start < within.end).max(from);
        let is_nothing = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
        let touches = |hole: &Hole| self.source[hole.start..within.start].lines().all(is_nothing);
        let touching = self.all[..from].iter().rev().take_while(|hole| touches(hole)).count();
        from - touching..until
    }
}
