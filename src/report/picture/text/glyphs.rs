//! The characters that drawings are made of.

/// One set of them. What stands between columns has one column each; marks of a line have what they need.
#[derive(Clone, Copy, Debug)]
pub struct Glyphs {
    /// A rail that goes on.
    pub rail: &'static str,
    /// A rail that begins, with a line to the right.
    pub top: &'static str,
    /// A rail that ends, with a line to the right.
    pub bottom: &'static str,
    /// A rail that goes on, with a line to the right.
    pub branch: &'static str,
    /// A line to the right.
    pub across: &'static str,
    /// Where a rail arrives.
    pub arrow: &'static str,
    /// The left side of a box, and its corners and edges.
    pub side: &'static str,
    /// The same where a line crosses it.
    pub crossed: &'static str,
    /// Top left.
    pub open: &'static str,
    /// Bottom left.
    pub close: &'static str,
    /// Its edge.
    pub edge: &'static str,
    /// The edge of a box whose insides are all active.
    pub parallel: &'static str,
    /// Where something begins.
    pub start: &'static str,
    /// A final state.
    pub end: &'static str,
    /// A split.
    pub split: &'static str,
    /// Before a target.
    pub to: &'static str,
    /// A step that waits for time.
    pub timer: &'static str,
    /// A step that stays.
    pub stays: &'static str,
    /// What is gone.
    pub gone: &'static str,
    /// Before a description.
    pub dash: &'static str,
}

/// For terminals of today.
pub const UNICODE: Glyphs = Glyphs {
    rail: "│",
    top: "╭",
    bottom: "╰",
    branch: "├",
    across: "─",
    arrow: "▶",
    side: "┃",
    crossed: "╂",
    open: "┏",
    close: "┗",
    edge: "━",
    parallel: "╍",
    start: "●",
    end: "◎",
    split: "◇",
    to: "→",
    timer: "◷",
    stays: "↻",
    gone: "✗",
    dash: "—",
};

/// For those that know no more.
pub const ASCII: Glyphs = Glyphs {
    rail: "|",
    top: ".",
    bottom: "'",
    branch: "+",
    across: "-",
    arrow: ">",
    side: "#",
    crossed: "#",
    open: "#",
    close: "#",
    edge: "=",
    parallel: "~",
    start: "o",
    end: "(end)",
    split: "<?>",
    to: "->",
    timer: "@",
    stays: "*",
    gone: "x",
    dash: "-",
};
