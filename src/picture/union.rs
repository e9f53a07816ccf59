//! Two versions of a journey as one picture: what both have is there once, what one of them lacks is there as well.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, format_smolstr};

use crate::picture::chart::{BoxId, Chart, Line, Node, Panel, Row, Shape, Words};
use crate::picture::element::Element;
use crate::terms::renames::Renames;

/// Two versions as one picture.
#[derive(Clone, Debug)]
pub struct Union {
    /// Everything of both, called as the new version calls it; what the old one says of something that is elsewhere in
    /// the new one is an [`Element::Was`].
    pub chart: Chart,
    /// By box, where it comes from.
    pub boxes: Vec<Origin>,
    /// By line, where it comes from.
    pub lines: Vec<Origin>,
    /// Which version has what.
    pub side: BTreeMap<Element, Side>,
}

/// Which box or line of which version something is, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the old version alone.
    Old(usize),
    /// One of the new version alone.
    New(usize),
    /// One of the old and one of the new version.
    Both(usize, usize),
}

impl Origin {
    /// Its number in the old and in the new version.
    pub const fn numbers(self) -> [Option<usize>; 2] {
        match self {
            Self::Old(was) => [Some(was), None],
            Self::New(is) => [None, Some(is)],
            Self::Both(was, is) => [Some(was), Some(is)],
        }
    }

    /// The number `is` of the new version, with its twin in the old one.
    const fn of(was: Option<usize>, is: usize) -> Self {
        match was {
            Some(was) => Self::Both(was, is),
            None => Self::New(is),
        }
    }
}

/// Which of two versions has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The old one alone.
    Old,
    /// The new one alone.
    New,
    /// Both.
    Both,
}

/// `old` and `new` as one picture; `renames` says what is called otherwise.
pub fn union(old: &Chart, new: &Chart, renames: &Renames) -> Union {
    let old = called(old, renames);
    let (was, is) = (elements(&old), elements(new));
    let twins = paired(old.boxes.iter().map(key), new.boxes.iter().map(key));
    let order = merged(&old, &twins, new.boxes.len());
    let mut places = [vec![0; old.boxes.len()], vec![0; new.boxes.len()]];
    for (at, origin) in order.iter().enumerate() {
        for (places, of) in places.iter_mut().zip(origin.numbers()) {
            if let Some(of) = of {
                places[of] = at;
            }
        }
    }
    let gone = |element: &Element| if is.contains(element) { element.clone().was() } else { element.clone() };
    let joint = Joint { old: &old, new, places, gone: &gone };
    let boxes = order.iter().map(|&origin| joint.node(origin)).collect();
    let (lines, origins) = joint.lines();
    let chart = Chart {
        version: if old.version == new.version {
            new.version.clone()
        } else {
            format!("{} → {}", old.version, new.version)
        },
        boxes,
        lines,
        panels: joint.panels(),
        ..new.clone()
    };
    Union { chart, boxes: order, lines: origins, side: sides(was, &is) }
}

fn sides(was: BTreeSet<Element>, is: &BTreeSet<Element>) -> BTreeMap<Element, Side> {
    let mut side: BTreeMap<Element, Side> = BTreeMap::new();
    for element in was {
        let found = if is.contains(&element) { Side::Both } else { Side::Old };
        if found == Side::Both {
            side.insert(element.clone().was(), Side::Old);
        }
        side.insert(element, found);
    }
    for element in is {
        side.entry(element.clone()).or_insert(Side::New);
    }
    side
}

/// `chart` with everything called as `renames` says; what is written in it stays.
pub fn called(chart: &Chart, renames: &Renames) -> Chart {
    let mut chart = chart.clone();
    each(&mut chart, |element| *element = renamed(element, renames));
    chart
}

/// Visits every element of `chart`.
pub fn each(chart: &mut Chart, mut visit: impl FnMut(&mut Element)) {
    for node in &mut chart.boxes {
        visit(&mut node.element);
        node.rows.iter_mut().for_each(|row| visit(&mut row.element));
    }
    chart.lines.iter_mut().for_each(|line| visit(&mut line.element));
    chart.panels.iter_mut().flat_map(|panel| &mut panel.rows).for_each(|row| visit(&mut row.element));
}

/// What `element` of an old version is called in the new one.
pub fn renamed(element: &Element, renames: &Renames) -> Element {
    let state = |name: &SmolStr| renames.states.new_of(name).clone();
    match element {
        Element::State(name) => Element::State(state(name)),
        Element::Initial(name) => Element::Initial(state(name)),
        Element::Default(name) => Element::Default(state(name)),
        Element::OnEntry(name) => Element::OnEntry(state(name)),
        Element::OnExit(name) => Element::OnExit(state(name)),
        Element::Arm(split, id) => Element::Arm(state(split), id.clone()),
        Element::Step(id) => Element::Step(renames.steps.new_of(id).clone()),
        Element::Was(of) => renamed(of, renames).was(),
        Element::Journey
        | Element::Entry
        | Element::Exit(_)
        | Element::Goal(_)
        | Element::Window(_)
        | Element::Action(_) => element.clone(),
    }
}

fn elements(chart: &Chart) -> BTreeSet<Element> {
    let inner = chart.boxes.iter().flat_map(|node| node.rows.iter().map(|row| &row.element));
    let boxes = chart.boxes.iter().map(|node| &node.element);
    let lines = chart.lines.iter().map(|line| &line.element);
    let panels = chart.panels.iter().flat_map(|panel| panel.rows.iter().map(|row| &row.element));
    inner.chain(boxes).chain(lines).chain(panels).cloned().collect()
}

/// What two boxes share that are one: a history and a state are never.
fn key(node: &Node) -> (u8, Element) {
    let form = match node.shape {
        Shape::Atomic | Shape::Compound | Shape::Parallel | Shape::Final => 0,
        Shape::History { .. } => 1,
        Shape::Split => 2,
        Shape::Start => 3,
        Shape::Fork => 4,
        Shape::Anywhere => 5,
        Shape::Exit => 6,
    };
    (form, node.element.clone())
}

/// By old one, the new one of the same key; the second with the second, where there are several.
fn paired<K: Ord>(old: impl Iterator<Item = K>, new: impl Iterator<Item = K>) -> Vec<Option<usize>> {
    let mut waiting: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (at, key) in new.enumerate() {
        waiting.entry(key).or_default().push(at);
    }
    for all in waiting.values_mut() {
        all.reverse();
    }
    old.map(|key| waiting.get_mut(&key)?.pop()).collect()
}

/// The new boxes in their order, each old one without a twin after the one that it followed and the one that it is in.
fn merged(old: &Chart, twins: &[Option<BoxId>], count: usize) -> Vec<Origin> {
    let mut after: Vec<Vec<BoxId>> = vec![Vec::new(); count + 1];
    let mut twin_of = vec![None; count];
    let mut places: Vec<usize> = Vec::with_capacity(twins.len());
    for (id, node) in old.boxes.iter().enumerate() {
        let place = if let Some(twin) = twins[id] {
            twin_of[twin] = Some(id);
            twin + 1
        } else {
            let around = node.parent.map_or(0, |parent| places[parent]);
            let place = around.max(places.last().copied().unwrap_or_default());
            after[place].push(id);
            place
        };
        places.push(place);
    }
    let mut order = Vec::new();
    for (place, gone) in after.into_iter().enumerate() {
        if let Some(new) = place.checked_sub(1) {
            order.push(Origin::of(twin_of[new], new));
        }
        order.extend(gone.into_iter().map(Origin::Old));
    }
    order
}

/// Two versions on their way to one picture.
struct Joint<'a> {
    old: &'a Chart,
    new: &'a Chart,
    /// By box of the old and of the new version, its place in the picture.
    places: [Vec<BoxId>; 2],
    /// What the old version's part is called that has no twin.
    gone: &'a dyn Fn(&Element) -> Element,
}

impl Joint<'_> {
    fn node(&self, origin: Origin) -> Node {
        let of = |side: usize, node: &Node| Node {
            parent: node.parent.map(|parent| self.places[side][parent]),
            ..node.clone()
        };
        match origin {
            Origin::New(is) => of(1, &self.new.boxes[is]),
            Origin::Old(was) => {
                let node = of(0, &self.old.boxes[was]);
                Node { element: (self.gone)(&node.element), rows: self.rows(&node.rows, &[]), ..node }
            }
            Origin::Both(was, is) => {
                let (was, is) = (&self.old.boxes[was], &self.new.boxes[is]);
                let mut node = of(1, is);
                node.label = both_names(&was.label, &is.label);
                node.rows = self.rows(&was.rows, &is.rows);
                node.goals.extend(was.goals.iter().filter(|goal| !is.goals.contains(goal)).cloned());
                node
            }
        }
    }

    /// The new rows, and the old ones without a twin among them.
    fn rows(&self, old: &[Row], new: &[Row]) -> Vec<Row> {
        let twins = paired(old.iter().map(|row| &row.element), new.iter().map(|row| &row.element));
        let mut rows = new.to_vec();
        for (was, twin) in old.iter().zip(twins) {
            match twin {
                Some(is) => both_words(&was.words, &mut rows[is].words),
                None => rows.push(Row { element: (self.gone)(&was.element), words: was.words.clone() }),
            }
        }
        rows
    }

    /// The new lines, and the old ones without a twin among them.
    fn lines(&self) -> (Vec<Line>, Vec<Origin>) {
        let all = |chart: &Chart, side: usize| -> Vec<Line> {
            let places = &self.places[side];
            chart
                .lines
                .iter()
                .map(|line| Line { from: places[line.from], to: places[line.to], ..line.clone() })
                .collect()
        };
        let (olds, mut lines) = (all(self.old, 0), all(self.new, 1));
        let key = |line: &Line| (line.element.clone(), line.from, line.to);
        let twins = paired(olds.iter().map(key), lines.iter().map(key));
        let mut origins: Vec<Origin> = (0..lines.len()).map(Origin::New).collect();
        for (at, (line, twin)) in olds.into_iter().zip(twins).enumerate() {
            let Some(is) = twin else {
                origins.push(Origin::Old(at));
                lines.push(Line { element: (self.gone)(&line.element), ..line });
                continue;
            };
            origins[is] = Origin::Both(at, is);
            if let (Some(was), Some(words)) = (&line.words, &mut lines[is].words) {
                both_words(was, words);
            }
        }
        (lines, origins)
    }

    /// The new panels with the rows of the old ones, and old ones of which no part is left.
    fn panels(&self) -> Vec<Panel> {
        let mut panels: Vec<Panel> = self.new.panels.clone();
        for (at, was) in self.old.panels.iter().enumerate() {
            if let Some(panel) = panels.iter_mut().find(|panel| panel.heading == was.heading) {
                panel.rows = self.rows(&was.rows, &panel.rows);
                continue;
            }
            let panel = Panel { heading: was.heading, rows: self.rows(&was.rows, &[]) };
            panels.insert(at.min(panels.len()), panel);
        }
        panels
    }
}

/// A name, with what it was before it where that is another.
fn both_names(was: &SmolStr, is: &SmolStr) -> SmolStr {
    if was == is { is.clone() } else { format_smolstr!("{was} → {is}") }
}

/// Says of `words` what they were.
fn both_words(was: &Words, words: &mut Words) {
    let is_same = (&was.trigger, &was.guard, &was.effects) == (&words.trigger, &words.guard, &words.effects);
    words.before = (!is_same).then(|| Box::new(was.clone()));
    words.id = both_names(&was.id, &words.id);
}

#[cfg(test)]
mod tests {
    use super::{Origin, Side, Union, union};
    use crate::graph::testing::journey;
    use crate::picture::compose::chart;
    use crate::picture::element::Element;
    use crate::terms::renames::{Names, Renames};

    const OLD: &str = "J > A\n  A\n    go on E to B\n    stay on F\n  B\n    on on E to C\n  C final\n";

    fn of(new: &str, states: &[(&str, &str)]) -> Union {
        let states = states.iter().map(|&(old, new)| (old.into(), new.into())).collect();
        let renames = Renames { states: Names(states), ..Renames::default() };
        union(&chart(&journey(OLD)), &chart(&journey(new)), &renames)
    }

    fn labels(union: &Union) -> Vec<&str> {
        union.chart.boxes.iter().map(|node| node.label.as_str()).filter(|label| !label.is_empty()).collect()
    }

    fn side(union: &Union, element: &Element) -> Option<Side> {
        union.side.get(element).copied()
    }

    #[test]
    fn the_same_is_there_once() {
        let same = of(OLD, &[]);
        assert!(same.boxes.iter().chain(&same.lines).all(|origin| matches!(origin, Origin::Both(..))));
        assert!(same.chart == chart(&journey(OLD)));
    }

    #[test]
    fn what_is_gone_stands_where_it_stood() {
        let union = of("J > A\n  A\n    go on E to D\n  D\n    on on E to C\n  C final\n", &[]);
        assert_eq!(labels(&union), ["A", "B", "D", "C"]);
        assert_eq!(side(&union, &Element::State("B".into())), Some(Side::Old));
        assert_eq!(side(&union, &Element::State("D".into())), Some(Side::New));
        assert_eq!(side(&union, &Element::Step("go".into())), Some(Side::Both));
        let was = Element::Step("go".into()).was();
        assert!(union.chart.lines.iter().any(|line| line.element == was), "where the step led");
        let stay = union.chart.boxes[0].rows.iter().find(|row| row.element == Element::Step("stay".into()));
        assert!(stay.is_some(), "what happened in a state is in it");
    }

    #[test]
    fn what_is_called_otherwise_is_one_box_with_both_names() {
        let union = of(&OLD.replace("  B\n", "  LATER\n").replace("to B", "to LATER"), &[("B", "LATER")]);
        assert_eq!(labels(&union), ["A", "B → LATER", "C"]);
        assert!(union.boxes.iter().all(|origin| matches!(origin, Origin::Both(..))));
    }

    #[test]
    fn what_moved_into_something_is_in_it() {
        let union = of("J > A\n  A\n    go on E to B\n  IN > B\n    B\n      on on E to C\n    LEFT\n  C final\n", &[]);
        let place = |label: &str| union.chart.boxes.iter().position(|node| node.label == label).unwrap();
        assert_eq!(union.chart.boxes[place("B")].parent, Some(place("IN")));
        for (id, node) in union.chart.boxes.iter().enumerate() {
            assert!(node.parent.is_none_or(|parent| parent < id), "each box after the one around it");
        }
    }
}
