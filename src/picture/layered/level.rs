//! What is laid out on one level, and where it came to lie.

/// A point, in pixels from the level's upper left corner.
pub type Point = (f64, f64);

/// One level: boxes that do not hold each other, and the lines between them.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// The boxes, those first that a reader should meet first.
    pub spots: Vec<Spot>,
    /// The lines; none of them leads upward, and none from a spot to itself.
    pub links: Vec<Link>,
}

/// A box of a level.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// How far from its left side lines would like to meet it.
    pub axis: f64,
    /// From where to where lines may meet it; a dot is met on its axis alone.
    pub reach: (f64, f64),
    /// Whether it lies on the level's border.
    pub pin: Pin,
}

/// Where a spot must lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pin {
    /// Anywhere inside.
    #[default]
    Free,
    /// On the upper border.
    Top,
    /// On the lower border.
    Bottom,
}

/// A line of a level.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Its upper end.
    pub upper: usize,
    /// Its lower end.
    pub lower: usize,
    /// Whether it is read from its lower end to its upper.
    pub rises: bool,
    /// Lines with the same key run together once their labels are behind them.
    pub key: usize,
    /// The size of its label, which lies where it begins to be read.
    pub label: Option<(f64, f64)>,
    /// Where it must meet its upper end, from that one's left side.
    pub upper_port: Option<f64>,
    /// Where it must meet its lower end.
    pub lower_port: Option<f64>,
}

/// A level laid out.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    /// The upper left corner of each spot.
    pub spots: Vec<Point>,
    /// The upper left corner of each link's label.
    pub labels: Vec<Option<Point>>,
    /// Each link's way, as it is read.
    pub ways: Vec<Vec<Point>>,
    /// The level's width.
    pub width: f64,
    /// The level's height.
    pub height: f64,
}

impl Link {
    /// How many layers it spans at least.
    pub fn least(&self) -> usize {
        if self.label.is_some() { 2 } else { 1 }
    }
}
