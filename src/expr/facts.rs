//! What tests have shown not to be missing.

/// The places (`ctx.x`, `event.payload.y`, `profile.z`, …) that are known to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {}

impl Facts {
    /// What holds when both do.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let _ = other;
        self.clone()
    }

    /// What holds when one of both does.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let _ = other;
        self.clone()
    }

    /// Context variable `slot` was set to a value that may be missing.
    pub fn forget_context(&mut self, slot: usize) {
        let _ = slot;
    }

    /// Context variable `slot` was set to a value that is there.
    pub fn learn_context(&mut self, slot: usize) {
        let _ = slot;
    }
}
