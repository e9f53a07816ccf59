//! Where the parser can begin again after a fault was mended above which nothing changed, so that twenty faults do not
//! cost twenty readings of the whole file.
//!
//! A place fits where a key begins a line and nothing is open but one or two mappings in block style: behind it, the
//! parser knows no more than the columns of those mappings, and one line can tell it.

use crate::syntax::fault::Stop;

/// A place where the parser can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restart {
    /// The first byte of the line.
    pub line: usize,
    /// The column of the mapping around the one whose key this is.
    pub outer: Option<usize>,
}

/// The places that were come by, in file order.
#[derive(Debug, Default)]
pub struct Restarts(Vec<Restart>);

/// The rest of a text with a line before it that stands for what is open there.
#[derive(Debug)]
pub struct Rest {
    /// The text.
    pub text: String,
    head: usize,
    from: usize,
}

impl Restarts {
    /// Adds a place.
    pub fn add(&mut self, restart: Restart) {
        self.0.push(restart);
    }

    /// The rest of `text` from the last place above `changed`; places further down are forgotten.
    pub fn rest(&mut self, text: &str, changed: usize) -> Option<Rest> {
        let line = text[..changed].rfind('\n').map_or(0, |end| end + 1);
        self.0.truncate(self.0.partition_point(|restart| restart.line < line));
        let Restart { line: from, outer } = *self.0.last()?;
        let mut rest = outer.map_or_else(String::new, |column| format!("{:column$}x:\n", ""));
        let head = rest.len();
        rest.push_str(&text[from..]);
        Some(Rest { text: rest, head, from })
    }
}

impl Rest {
    /// A place of the rest, as one of the whole text.
    fn settle(&self, at: usize) -> Option<usize> {
        Some(at.checked_sub(self.head)? + self.from)
    }

    /// A stop of the rest, as one of the whole text; absent where it names what is not there.
    pub fn settled(&self, stop: Stop) -> Option<Stop> {
        let last = (self.settle(stop.last.0)?, self.settle(stop.last.1)?);
        let open = stop.open.iter().map(|&open| self.settle(open)).collect::<Option<_>>()?;
        Some(Stop { kind: stop.kind, at: self.settle(stop.at)?, last, open })
    }

    /// Adds the places that were come by in it.
    pub fn extend(&self, restarts: &mut Restarts, found: &Restarts) {
        let known = restarts.0.last().map_or(0, |last| last.line);
        let new = found.0.iter().filter_map(|restart| Some(Restart { line: self.settle(restart.line)?, ..*restart }));
        restarts.0.extend(new.filter(|restart| restart.line > known));
    }
}
