//! The picture as a graph for Graphviz, compound states as clusters.

use std::fmt::Write as _;

use crate::picture::chart::{BoxId, Cause, Chart, Line, Node, Row, Shape};
use crate::picture::element::Element;
use crate::picture::mark::Marks;
use crate::report::picture::direction::Direction;
use crate::report::picture::label::{self, Detail};
use crate::report::picture::names::Names;
use crate::report::picture::palette;

const FACE: &str = "fontname=\"Helvetica,Arial,sans-serif\"";

/// `chart` with `marks`, in the language of Graphviz.
pub fn render(chart: &Chart, marks: &Marks, direction: Direction) -> String {
    let mut children = vec![Vec::new(); chart.boxes.len()];
    for (id, node) in chart.boxes.iter().enumerate() {
        if let Some(parent) = node.parent {
            children[parent].push(id);
        }
    }
    let mut pen = Pen { chart, marks, names: Names::of(chart), children, out: String::new() };
    pen.head(direction);
    let top: Vec<BoxId> = chart.inside(None).collect();
    pen.inside(&top, 1);
    for line in &chart.lines {
        pen.arrow(line);
    }
    pen.notes();
    pen.out.push_str("}\n");
    pen.out
}

struct Pen<'a> {
    chart: &'a Chart,
    marks: &'a Marks,
    names: Names,
    children: Vec<Vec<BoxId>>,
    out: String,
}

impl Pen<'_> {
    fn head(&mut self, direction: Direction) {
        let rankdir = if direction == Direction::Down { "TB" } else { "LR" };
        let Chart { journey, version, title, .. } = self.chart;
        let title = title.as_ref().map(|title| format!(" · {}", text(title))).unwrap_or_default();
        let heading = format!("<b>{}</b> {}{title}", text(journey), text(version));
        let _ = write!(
            self.out,
            "digraph {} {{\n  graph [compound=true, newrank=true, rankdir={rankdir}, {FACE}, fontsize=11, labelloc=t, nodesep=0.4, \
             ranksep=0.6, label=<{heading}>]\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, {FACE}, \
             fontsize=11]\n  edge [{FACE}, fontsize=9, arrowsize=0.7]\n",
            quoted(journey)
        );
    }

    fn inside(&mut self, all: &[BoxId], depth: usize) {
        for &id in all {
            if self.children[id].is_empty() { self.leaf(id, depth) } else { self.cluster(id, depth) }
        }
    }

    fn cluster(&mut self, id: BoxId, depth: usize) {
        let node = &self.chart.boxes[id];
        let name = &self.names.boxes[id];
        let style = if node.shape == Shape::Parallel { "rounded,dashed" } else { "rounded" };
        let paint = self.paint(&node.element, style);
        let label = self.label(node);
        let _ = writeln!(self.out, "{:1$}subgraph cluster_{name} {{", "", depth * 2);
        self.line(depth + 1, &format!("graph [label=<{label}>, labeljust=l, {paint}]"));
        self.line(depth + 1, &format!("{} [shape=point, style=invis]", self.names.whole[id]));
        let inner = self.children[id].clone();
        self.inside(&inner, depth + 1);
        self.line(depth, "}");
    }

    fn leaf(&mut self, id: BoxId, depth: usize) {
        let node = &self.chart.boxes[id];
        let shape = match node.shape {
            Shape::Start => "shape=circle, style=filled, fillcolor=\"#444444\", label=\"\", width=0.16".to_owned(),
            Shape::Fork => {
                "shape=box, style=filled, fillcolor=\"#444444\", label=\"\", width=0.7, height=0.06".to_owned()
            }
            Shape::Exit => self.shaped(node, "shape=doublecircle", "filled"),
            Shape::Split => self.shaped(node, "shape=hexagon", "filled"),
            Shape::Final => self.shaped(node, "peripheries=2", "rounded,filled"),
            Shape::History { .. } | Shape::Anywhere => self.shaped(node, "shape=ellipse", "filled,dashed"),
            Shape::Atomic | Shape::Compound | Shape::Parallel => self.shaped(node, "shape=box", "rounded,filled"),
        };
        self.line(depth, &format!("{} [{shape}]", self.names.boxes[id]));
    }

    fn shaped(&self, node: &Node, shape: &str, style: &str) -> String {
        format!("{shape}, {}, label=<{}>", self.paint(&node.element, style), self.label(node))
    }

    /// The name, with what is painted beside it, and what happens without leaving.
    fn label(&self, node: &Node) -> String {
        let name = match node.shape {
            Shape::Exit => "exit".to_owned(),
            Shape::History { deep: false } => format!("H {}", node.label),
            Shape::History { deep: true } => format!("H* {}", node.label),
            _ => node.label.to_string(),
        };
        let goals = if node.goals.is_empty() { String::new() } else { format!(" · goal {}", node.goals.join(", ")) };
        let beside = text(&format!("{goals}{}", label::beside(self.marks.of(&node.element))));
        let heading = self.struck(&node.element, &format!("<b>{}</b>{beside}", text(&name)));
        format!("{heading}{}", self.rows(&node.rows))
    }

    fn rows(&self, rows: &[Row]) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let all = rows.iter().map(|row| {
            let said = format!("{}{}", label::row(&row.words, Detail::Effects), self.beside(&row.element));
            format!("{}<br align=\"left\"/>", self.struck(&row.element, &text(&said)))
        });
        format!("<br/><font point-size=\"9\">{}</font>", all.collect::<String>())
    }

    fn arrow(&mut self, line: &Line) {
        let (from, tail) = self.begin(line);
        let (to, head) = self.end(line);
        let mut attributes: Vec<String> = Vec::new();
        attributes.extend(tail.map(|cluster| format!("ltail=cluster_{cluster}")));
        attributes.extend(head.map(|cluster| format!("lhead=cluster_{cluster}")));
        let mark = self.marks.of(&line.element);
        if let Some(words) = &line.words {
            attributes.push(format!("label=<{}>", self.words(words, &line.element)));
            let dashed = words.cause == Cause::Timer || mark.is_some_and(|mark| mark.gone);
            attributes.extend(dashed.then(|| "style=dashed".to_owned()));
        }
        if let Some(colour) = mark.and_then(|mark| mark.colour) {
            let palette::Tint { stroke, ink, .. } = palette::tint(colour);
            attributes.push(format!("color=\"{stroke}\", fontcolor=\"{ink}\", penwidth=2"));
        }
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        self.line(1, &format!("{from} -> {to}{attributes}"));
    }

    fn words(&self, words: &crate::picture::chart::Words, element: &Element) -> String {
        let lines = label::lines(words, Detail::Effects).into_iter().enumerate().map(|(number, line)| {
            let beside = if number == 0 { text(&self.beside(element)) } else { String::new() };
            let said = text(&line.text);
            if line.strong { format!("<b>{said}</b>{beside}") } else { format!("{said}{beside}") }
        });
        self.struck(element, &lines.collect::<Vec<_>>().join("<br/>"))
    }

    /// The node that a line begins at, and the cluster at whose border it is cut.
    fn begin(&self, line: &Line) -> (String, Option<String>) {
        let Line { from, to, .. } = *line;
        if self.children[from].is_empty() {
            return (self.names.boxes[from].clone(), None);
        }
        if self.is_within(to, from) {
            return (self.names.whole[from].clone(), None);
        }
        (self.names.boxes[self.deepest(from, true)].clone(), Some(self.names.boxes[from].clone()))
    }

    /// The node that a line ends at, and the cluster at whose border it is cut.
    fn end(&self, line: &Line) -> (String, Option<String>) {
        let Line { from, to, .. } = *line;
        if self.children[to].is_empty() {
            return (self.names.boxes[to].clone(), None);
        }
        let is_start = |&&child: &&BoxId| self.chart.boxes[child].shape == Shape::Start;
        let start = self.children[to].iter().find(is_start).copied();
        if self.is_within(from, to) {
            let inner = start.map_or(&self.names.whole[to], |start| &self.names.boxes[start]);
            return (inner.clone(), None);
        }
        let inner = start.unwrap_or_else(|| self.deepest(to, false));
        (self.names.boxes[inner].clone(), Some(self.names.boxes[to].clone()))
    }

    /// The first or last box inside that has nothing inside.
    fn deepest(&self, of: BoxId, last: bool) -> BoxId {
        let states = |id: BoxId| {
            let states = self.children[id].iter().filter(|&&child| self.chart.boxes[child].shape != Shape::Start);
            if last { states.clone().next_back().copied() } else { states.clone().next().copied() }
        };
        std::iter::successors(Some(of), |&at| states(at)).last().unwrap_or(of)
    }

    fn notes(&mut self) {
        for panel in self.chart.panels.iter().filter(|panel| panel.heading != "Enters") {
            let name = format!("note_{}", panel.heading.to_lowercase().replace(' ', "_"));
            let label = format!("<b>{}</b>{}", text(panel.heading), self.rows(&panel.rows));
            self.line(1, &format!("{name} [shape=note, style=filled, fillcolor=\"#fafafa\", label=<{label}>]"));
        }
        for (number, (colour, meaning)) in self.marks.legend.iter().enumerate() {
            let palette::Tint { fill, stroke, ink } = palette::tint(*colour);
            let paint = format!("fillcolor=\"{fill}\", color=\"{stroke}\", fontcolor=\"{ink}\"");
            self.line(1, &format!("legend_{number} [{paint}, label={}]", quoted(meaning)));
        }
    }

    fn paint(&self, element: &Element, style: &str) -> String {
        let mark = self.marks.of(element);
        let colour = mark.and_then(|mark| mark.colour).map(palette::tint);
        let filled = colour.is_some() && !style.contains("filled");
        let style = format!("style=\"{style}{}\"", if filled { ",filled" } else { "" });
        match colour {
            Some(palette::Tint { fill, stroke, ink }) => {
                format!("{style}, fillcolor=\"{fill}\", color=\"{stroke}\", fontcolor=\"{ink}\"")
            }
            None => style,
        }
    }

    fn struck(&self, element: &Element, label: &str) -> String {
        let gone = self.marks.of(element).is_some_and(|mark| mark.gone);
        if gone { format!("<s>{label}</s>") } else { label.to_owned() }
    }

    fn beside(&self, element: &Element) -> String {
        label::beside(self.marks.of(element))
    }

    fn is_within(&self, inner: BoxId, outer: BoxId) -> bool {
        std::iter::successors(Some(inner), |&at| self.chart.boxes[at].parent).any(|at| at == outer)
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", depth * 2);
    }
}

/// Text inside of a label in the manner of HTML.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A name in quotes. A backslash begins an escape there.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
