//! Two versions of a journey side by side: what both have lies at the same place in both drawings.

use crate::picture::arrange;
use crate::picture::card::{self, Card};
use crate::picture::chart::{BoxId, Chart, Line, Node};
use crate::picture::element::Element;
use crate::picture::layout::{self, drawing};
use crate::picture::placed::{Layout, Placed, Way};
use crate::picture::union::{Origin, Union, called, each, union};
use crate::terms::renames::Renames;

/// Two drawings, each as large as `layout` says, whose boxes, lines and panels are numbered together.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Boxes, lines and panels of the old version and then those of the new one. Each element of the old one is an
    /// [`Element::Was`], called as the new one calls it.
    pub chart: Chart,
    /// Where they lie, each version's from the origin; the masthead is the old one's.
    pub layout: Layout,
    /// Both heads.
    pub mastheads: [Placed; 2],
    /// How many boxes, lines and panels are the old version's.
    pub old: [usize; 3],
    /// Boxes that both versions have, as their numbers in both.
    pub twins: Vec<[BoxId; 2]>,
    /// Both versions as one picture.
    pub union: Union,
}

/// `old` and `new` side by side; `renames` says what is called otherwise.
pub fn pair(old: &Chart, new: &Chart, renames: &Renames) -> Pair {
    let union = union(old, new, renames);
    let old = called(old, renames);
    let maker = Maker { sides: [&old, new], union: &union };
    let laid = maker.laid_out();
    let mut sides = [0, 1].map(|side| maker.side(side, &laid));
    let mut was = old.clone();
    each(&mut was, |element| *element = element.clone().was());
    for part in sides[0].cards().flat_map(|card| &mut card.parts) {
        part.element = part.element.take().map(Element::was);
    }
    let [mut layout, more] = sides;
    let mastheads = [layout.masthead.clone(), more.masthead.clone()];
    layout.boxes.extend(more.boxes);
    layout.lines.extend(more.lines);
    layout.panels.extend(more.panels);
    let counts = [was.boxes.len(), was.lines.len(), was.panels.len()];
    let twins = union.boxes.iter().filter_map(|origin| match *origin {
        Origin::Both(was, is) => Some([was, counts[0] + is]),
        Origin::Old(_) | Origin::New(_) => None,
    });
    let twins = twins.collect();
    let chart = joined(was, new, union.chart.version.clone());
    Pair { chart, layout, mastheads, old: counts, twins, union }
}

/// Both charts as one, the boxes of `new` behind those of `old`.
fn joined(old: Chart, new: &Chart, version: String) -> Chart {
    let first = old.boxes.len();
    let node = |node: &Node| Node { parent: node.parent.map(|parent| parent + first), ..node.clone() };
    let line = |line: &Line| Line { from: line.from + first, to: line.to + first, ..line.clone() };
    Chart {
        version,
        boxes: old.boxes.into_iter().chain(new.boxes.iter().map(node)).collect(),
        lines: old.lines.into_iter().chain(new.lines.iter().map(line)).collect(),
        panels: old.panels.into_iter().chain(new.panels.iter().cloned()).collect(),
        ..new.clone()
    }
}

struct Maker<'a> {
    /// The old version, called as the new one, and the new one.
    sides: [&'a Chart; 2],
    union: &'a Union,
}

impl Maker<'_> {
    /// Where everything of both lies, each card as large as the larger one of both.
    fn laid_out(&self) -> Layout {
        let heads = self
            .union
            .boxes
            .iter()
            .map(|origin| larger(versions(*origin).map(|(side, id)| card::node(&self.sides[side].boxes[id]))));
        let labels = |line: usize, cut: bool| {
            let cards = versions(self.union.lines[line]);
            let cards: Vec<Card> =
                cards.filter_map(|(side, line)| layout::label(self.sides[side], line, cut)).collect();
            (!cards.is_empty()).then(|| larger(cards))
        };
        let mut laid = drawing(&self.union.chart, heads.collect(), &labels);
        let panels = self.union.chart.panels.iter().map(|panel| {
            let of_sides = self.sides.iter().flat_map(|side| &side.panels);
            let alike = of_sides.filter(|each| each.heading == panel.heading).map(card::panel);
            larger(alike.chain([card::panel(panel)]))
        });
        let heads = |room: f64| larger(self.sides.map(|side| card::masthead(side, room)));
        arrange::around(heads, panels.collect(), &mut laid);
        laid
    }

    /// What one version has of it.
    fn side(&self, side: usize, laid: &Layout) -> Layout {
        let chart = self.sides[side];
        let mut own = Layout { width: laid.width, height: laid.height, ..Layout::default() };
        own.boxes = chart.boxes.iter().map(|_| Placed::default()).collect();
        own.lines = chart.lines.iter().map(|_| Way::default()).collect();
        for (origin, placed) in self.union.boxes.iter().zip(&laid.boxes) {
            if let Some(id) = origin.numbers()[side] {
                own.boxes[id] = written(placed, card::node(&chart.boxes[id]));
            }
        }
        for (origin, way) in self.union.lines.iter().zip(&laid.lines) {
            if let Some(line) = origin.numbers()[side] {
                let card = layout::label(chart, line, way.cut);
                let label = way.label.as_ref().zip(card).map(|(placed, card)| written(placed, card));
                own.lines[line] = Way { label, ..way.clone() };
            }
        }
        for panel in &chart.panels {
            let places = self.union.chart.panels.iter().zip(&laid.panels);
            let place = places.into_iter().find(|(each, _)| each.heading == panel.heading);
            own.panels.extend(place.map(|(_, placed)| written(placed, card::panel(panel))));
        }
        own.masthead = written(&laid.masthead, card::masthead(chart, laid.masthead.width));
        own
    }
}

/// The versions that have something, and its number there.
fn versions(origin: Origin) -> impl Iterator<Item = (usize, usize)> {
    origin.numbers().into_iter().enumerate().filter_map(|(side, number)| Some((side, number?)))
}

/// A card without text as large as the largest of `cards`.
fn larger(cards: impl IntoIterator<Item = Card>) -> Card {
    cards.into_iter().fold(Card::default(), |all, card| Card {
        width: all.width.max(card.width),
        height: all.height.max(card.height),
        ..Card::default()
    })
}

/// A card on a place that was made for it and its twin.
fn written(placed: &Placed, card: Card) -> Placed {
    let card = Card { width: placed.card.width, height: placed.card.height, ..card };
    Placed { card, x: placed.x, y: placed.y, width: placed.width, height: placed.height }
}
