//! Dense numbers for the parts of a journey.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($raw:ty)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $raw);

        impl $name {
            /// As an index into the journey's slice of these.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A state, in document order; 0 is the journey itself, the root, which no record names.
    StateId(u32),
    /// A step, in document order, the journey's own first.
    StepId(u32),
    /// An event that the journey knows: declared ones, completions, fates.
    EventId(u32),
    /// An action that the journey can do.
    ActionId(u32),
    /// A context variable; its slot.
    VariableId(u16),
    /// A window.
    WindowId(u16),
    /// A named cap.
    CapId(u16),
}
