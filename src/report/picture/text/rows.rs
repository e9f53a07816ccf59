//! What a drawing shows, row by row in the order of the file, and which rows a rail joins.

use std::collections::BTreeSet;

use crate::picture::chart::{BoxId, Cause, Chart, Line, Node, Shape, Words};
use crate::picture::element::Element;
use crate::picture::mark::{Colour, Mark, Marks};
use crate::report::paint::Tone;
use crate::report::picture::clip::clip;
use crate::report::picture::label;
use crate::report::picture::text::glyphs::Glyphs;
use crate::report::picture::turned::effects;

/// Text in one tone.
#[derive(Clone, Debug)]
pub struct Piece {
    /// On one line.
    pub text: String,
    /// How; plain where absent.
    pub tone: Option<Tone>,
}

/// What joins a row to a rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// The rail of this box arrives here.
    Arrives(BoxId),
    /// From here a line leads to the rail of this box.
    Leaves(BoxId),
}

/// The shape of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A state, or what begins a box.
    Head,
    /// The top of a box that has others inside, all of them active or one.
    Open {
        /// All of them.
        parallel: bool,
    },
    /// Its bottom.
    Close {
        /// As the top.
        parallel: bool,
    },
    /// A step.
    Step,
    /// Room between.
    Gap,
}

/// A row, of one line or more where its text is long.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its shape.
    pub kind: Kind,
    /// How many boxes are around.
    pub depth: usize,
    /// What joins it to a rail.
    pub joint: Option<Joint>,
    /// What it says.
    pub pieces: Vec<Piece>,
}

/// The rows of `chart`.
pub fn rows(chart: &Chart, marks: &Marks, glyphs: &Glyphs) -> Vec<Row> {
    let mut children = vec![Vec::new(); chart.boxes.len()];
    let mut lines = vec![Vec::new(); chart.boxes.len()];
    let mut top = Vec::new();
    for (id, node) in chart.boxes.iter().enumerate() {
        node.parent.map_or(&mut top, |parent| &mut children[parent]).push(id);
    }
    for line in &chart.lines {
        lines[line.from].push(line);
    }
    let mut teller = Teller { chart, marks, glyphs, children, lines, rows: Vec::new() };
    teller.inside(&top, 0);
    teller.rows
}

/// Which glyphs of `chart` want an explanation: timers, steps that stay, splits, final states.
pub fn legend(chart: &Chart, glyphs: &Glyphs) -> String {
    let shapes: BTreeSet<&str> = chart.boxes.iter().map(|node| word(node.shape, glyphs)).collect();
    let rows = chart.boxes.iter().flat_map(|node| &node.rows).map(|row| &row.words);
    let stays = rows.clone().any(|words| words.cause != Cause::Structure);
    let timed = rows.chain(chart.lines.iter().filter_map(|line| line.words.as_ref()));
    let timed = timed.into_iter().any(|words| words.cause == Cause::Timer);
    let all = [
        (timed, glyphs.timer, "timer"),
        (stays, glyphs.stays, "stays where one is"),
        (shapes.contains(glyphs.split), glyphs.split, "split"),
        (shapes.contains(glyphs.end), glyphs.end, "final"),
        (shapes.contains("H") || shapes.contains("H*"), "H", "history"),
    ];
    let shown = all.iter().filter(|(is_there, ..)| *is_there).map(|(_, glyph, meaning)| format!("{glyph} {meaning}"));
    shown.collect::<Vec<_>>().join("   ")
}

struct Teller<'a> {
    chart: &'a Chart,
    marks: &'a Marks,
    glyphs: &'a Glyphs,
    children: Vec<Vec<BoxId>>,
    lines: Vec<Vec<&'a Line>>,
    rows: Vec<Row>,
}

impl Teller<'_> {
    fn inside(&mut self, all: &[BoxId], depth: usize) {
        let is_start = |&id: &BoxId| self.chart.boxes[id].shape == Shape::Start;
        let (starts, others): (Vec<BoxId>, Vec<BoxId>) = all.iter().copied().partition(is_start);
        for (number, id) in starts.into_iter().chain(others).enumerate() {
            if number > 0 && !matches!(self.chart.boxes[id].shape, Shape::Fork | Shape::Exit) {
                self.rows.push(Row { kind: Kind::Gap, depth, joint: None, pieces: Vec::new() });
            }
            self.node(id, depth);
        }
    }

    fn node(&mut self, id: BoxId, depth: usize) {
        let node = &self.chart.boxes[id];
        match node.shape {
            Shape::Fork | Shape::Exit => {}
            Shape::Start => self.steps(id, depth, Kind::Head),
            _ => {
                let inner = self.children[id].clone();
                let parallel = node.shape == Shape::Parallel;
                let outer = usize::from(!inner.is_empty());
                let kind = if inner.is_empty() { Kind::Head } else { Kind::Open { parallel } };
                self.rows.push(Row { kind, depth, joint: Some(Joint::Arrives(id)), pieces: self.heading(node) });
                for row in &node.rows {
                    let glyph = if row.words.cause == Cause::Structure { "" } else { self.glyphs.stays };
                    let pieces = self.said(&row.words, glyph, &row.element, None);
                    self.rows.push(Row { kind: Kind::Step, depth: depth + outer, joint: None, pieces });
                }
                self.steps(id, depth + outer, Kind::Step);
                if !inner.is_empty() {
                    self.rows.push(Row { kind: Kind::Gap, depth: depth + 1, joint: None, pieces: Vec::new() });
                    self.inside(&inner, depth + 1);
                    self.rows.push(Row { kind: Kind::Close { parallel }, depth, joint: None, pieces: Vec::new() });
                }
            }
        }
    }

    fn steps(&mut self, id: BoxId, depth: usize, kind: Kind) {
        for line in self.lines[id].clone() {
            let targets: Vec<BoxId> = match self.chart.boxes[line.to].shape {
                Shape::Fork => self.lines[line.to].iter().map(|arm| arm.to).collect(),
                _ => vec![line.to],
            };
            let Some((&first, others)) = targets.split_first() else { continue };
            let glyph = if kind == Kind::Head { self.glyphs.start } else { "" };
            // A history has no step, and leads somewhere all the same.
            let usual = if matches!(line.element, Element::Default(_)) { "when it remembers nothing" } else { "" };
            let unsaid = Words { trigger: usual.to_owned(), ..Words::default() };
            let words = line.words.as_ref().unwrap_or(&unsaid);
            let pieces = self.said(words, glyph, &line.element, Some(first));
            self.rows.push(Row { kind, depth, joint: self.leaves(first), pieces });
            for &also in others {
                let pieces = vec![plain(format!("  and {} ", self.glyphs.to)), self.target(also)];
                self.rows.push(Row { kind, depth, joint: self.leaves(also), pieces });
            }
        }
    }

    fn leaves(&self, to: BoxId) -> Option<Joint> {
        (self.chart.boxes[to].shape != Shape::Exit).then_some(Joint::Leaves(to))
    }

    /// The name of a state, what it is, and what it is for.
    fn heading(&self, node: &Node) -> Vec<Piece> {
        let mark = self.marks.of(&node.element).filter(|_| node.shape != Shape::Anywhere);
        let mut pieces = self.gone(mark);
        let word = word(node.shape, self.glyphs);
        if !word.is_empty() {
            pieces.push(plain(format!("{word} ")));
        }
        pieces.push(Piece { text: node.label.to_string(), tone: Some(tone(mark, Tone::Strong)) });
        pieces.push(Piece { text: label::beside(mark), tone: Some(tone(mark, Tone::Strong)) });
        for goal in &node.goals {
            pieces.push(Piece { text: format!("  goal {goal}"), tone: Some(Tone::Good) });
        }
        if node.shape == Shape::Parallel {
            pieces.push(plain("  all of these at once".to_owned()));
        }
        let remark = mark.and_then(|mark| mark.note.as_deref());
        for text in node.title.as_deref().or(node.description.as_deref()).into_iter().chain(remark) {
            pieces.push(Piece { text: format!(" {} {}", self.glyphs.dash, clip(text, 160)), tone: Some(Tone::Faint) });
        }
        pieces
    }

    /// `glyph id: trigger [guard] → target / effects`.
    fn said(&self, words: &Words, glyph: &str, element: &Element, to: Option<BoxId>) -> Vec<Piece> {
        let mark = self.marks.of(element);
        let mut pieces = self.gone(mark);
        for glyph in [glyph, if words.cause == Cause::Timer { self.glyphs.timer } else { "" }] {
            if !glyph.is_empty() {
                pieces.push(plain(format!("{glyph} ")));
            }
        }
        if !words.id.is_empty() {
            pieces.push(Piece { text: format!("{}: ", words.id), tone: Some(tone(mark, Tone::Faint)) });
        }
        pieces.push(Piece { text: words.trigger.clone(), tone: mark.and_then(|mark| mark.colour).map(of_colour) });
        if let Some(guard) = &words.guard {
            pieces.push(Piece { text: format!(" [{}]", clip(guard, 200)), tone: None });
        }
        if let Some(to) = to {
            let gap = if words.trigger.is_empty() { "" } else { " " };
            pieces.push(plain(format!("{gap}{} ", self.glyphs.to)));
            pieces.push(self.target(to));
        }
        let done = effects(&words.effects).join(", ");
        if !done.is_empty() {
            pieces.push(Piece { text: format!(" / {done}"), tone: Some(Tone::Faint) });
        }
        let beside = label::beside(mark);
        pieces.push(Piece { text: beside, tone: Some(tone(mark, Tone::Strong)) });
        let remark = mark.and_then(|mark| mark.note.as_deref());
        pieces.extend(
            remark.map(|note| Piece { text: format!(" {} {note}", self.glyphs.dash), tone: Some(Tone::Faint) }),
        );
        pieces
    }

    fn target(&self, to: BoxId) -> Piece {
        let node = &self.chart.boxes[to];
        let text = if node.shape == Shape::Exit { "the journey is over".to_owned() } else { node.label.to_string() };
        Piece { text, tone: Some(Tone::Hue(to)) }
    }

    fn gone(&self, mark: Option<&Mark>) -> Vec<Piece> {
        let gone = mark.is_some_and(|mark| mark.gone);
        gone.then(|| Piece { text: format!("{} ", self.glyphs.gone), tone: Some(Tone::Bad) }).into_iter().collect()
    }
}

/// The tone of a mark's colour.
pub const fn of_colour(colour: Colour) -> Tone {
    match colour {
        Colour::Green | Colour::Heat(1..=50) => Tone::Good,
        Colour::Red => Tone::Bad,
        Colour::Amber | Colour::Heat(51..) => Tone::Wary,
        Colour::Blue => Tone::Hue(0),
        Colour::Violet => Tone::Hue(1),
        Colour::Grey | Colour::Heat(0) => Tone::Faint,
    }
}

fn tone(mark: Option<&Mark>, usual: Tone) -> Tone {
    mark.and_then(|mark| mark.colour).map_or(usual, of_colour)
}

const fn word(shape: Shape, glyphs: &Glyphs) -> &str {
    match shape {
        Shape::Final => glyphs.end,
        Shape::Split => glyphs.split,
        Shape::History { deep: false } => "H",
        Shape::History { deep: true } => "H*",
        _ => "",
    }
}

const fn plain(text: String) -> Piece {
    Piece { text, tone: None }
}
