//! How much work a question may be: counted in steps, so that every machine gives the same answer.

/// Steps that are left. One step is one look at one part of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    left: u32,
    spent: u32,
}

impl Budget {
    /// Enough for every guard that a person would write, and no more than twenty times what an ordinary one takes.
    pub const QUESTION: u32 = 700;

    /// So many steps.
    pub const fn of(steps: u32) -> Self {
        Self { left: steps, spent: 0 }
    }

    /// How many steps were taken.
    pub const fn spent(&self) -> u32 {
        self.spent
    }

    /// Whether none is left.
    pub const fn is_out(&self) -> bool {
        self.left == 0
    }

    /// Takes `steps`; whether there were so many.
    pub(crate) const fn take(&mut self, steps: u32) -> bool {
        let enough = self.left >= steps;
        let taken = if enough { steps } else { self.left };
        self.left -= taken;
        self.spent += taken;
        enough
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(Self::QUESTION)
    }
}
