//! One chart as a flowchart, whatever its size.
//!
//! A flowchart and no state diagram: only there lines can be painted, boxes around others too, and quoted labels hold any
//! text. Mermaid loses lines between a box and what is inside of it; a small box inside, which also holds what happens
//! there without leaving, begins and ends these.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::picture::chart::{BoxId, Cause, Chart, Line, Node, Shape, Words};
use crate::picture::element::Element;
use crate::picture::mark::{Colour, Marks};
use crate::report::picture::direction::Direction;
use crate::report::picture::label::{self, Detail};
use crate::report::picture::mermaid::escape;
use crate::report::picture::names::Names;
use crate::report::picture::palette;

/// Which part of a chart is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What is drawn.
    pub chart: &'a Chart,
    /// What is painted.
    pub marks: &'a Marks,
    /// Where lines lead.
    pub direction: Direction,
    /// How much of a step is told.
    pub detail: Detail,
    /// Whether lines between the same two boxes are one.
    pub bundled: bool,
    /// What is not drawn, in words.
    pub left_out: &'a [String],
}

/// The headings of the panels that are drawn; the others say nothing about where one goes.
const PANELS: [&str; 2] = ["In every state", "Goals"];

/// The flowchart, and how many lines it has.
pub fn draw(view: View<'_>) -> (String, usize) {
    let mut pen = Pen::new(view);
    pen.head();
    pen.inside(None, 1);
    pen.lines();
    pen.notes();
    pen.classes();
    (pen.out, pen.count)
}

/// How many lines a flowchart of `chart` has when none are bundled.
pub fn arrows(chart: &Chart) -> usize {
    let loops: BTreeSet<BoxId> = chart.lines.iter().filter(|line| line.from == line.to).map(|line| line.from).collect();
    chart.lines.iter().filter(|line| line.from != line.to).count() + loops.len()
}

struct Pen<'a> {
    view: View<'a>,
    names: Names,
    children: Vec<Vec<BoxId>>,
    /// Boxes that need a small box for all of their inside.
    whole: BTreeSet<BoxId>,
    out: String,
    count: usize,
    /// Names by the class that they have.
    classes: BTreeMap<String, Vec<String>>,
    colours: BTreeSet<Colour>,
    /// Line numbers by colour and whether they are crossed out.
    painted: BTreeMap<(Option<Colour>, bool), Vec<usize>>,
}

impl<'a> Pen<'a> {
    fn new(view: View<'a>) -> Self {
        let chart = view.chart;
        let mut children = vec![Vec::new(); chart.boxes.len()];
        for (id, node) in chart.boxes.iter().enumerate() {
            if let Some(parent) = node.parent {
                children[parent].push(id);
            }
        }
        let is_outer = |id: BoxId| !children[id].is_empty();
        let speaks = |&id: &BoxId| is_outer(id) && !chart.boxes[id].rows.is_empty();
        let mut whole: BTreeSet<BoxId> = (0..chart.boxes.len()).filter(speaks).collect();
        whole.extend(chart.lines.iter().map(|line| line.from).filter(|&from| is_outer(from)));
        for line in &chart.lines {
            let begins = children[line.to].iter().any(|&child| chart.boxes[child].shape == Shape::Start);
            if is_outer(line.to) && is_within(chart, line.from, line.to) && !begins {
                whole.insert(line.to);
            }
        }
        Self {
            view,
            names: Names::of(chart),
            children,
            whole,
            out: String::new(),
            count: 0,
            classes: BTreeMap::new(),
            colours: BTreeSet::new(),
            painted: BTreeMap::new(),
        }
    }

    fn head(&mut self) {
        let Chart { journey, version, title, .. } = self.view.chart;
        for what in self.view.left_out {
            let _ = writeln!(self.out, "%% left out: {}", escape::bare(what));
        }
        self.out.push_str("%%{init: {\"flowchart\": {\"wrappingWidth\": 320}}}%%\n");
        self.out.push_str(if self.view.direction == Direction::Down { "flowchart TB\n" } else { "flowchart LR\n" });
        let title = title.as_ref().map(|title| format!(", {}", escape::bare(title))).unwrap_or_default();
        let _ = writeln!(self.out, "  accTitle: {} {version}{title}", escape::bare(journey));
    }

    fn inside(&mut self, of: Option<BoxId>, depth: usize) {
        let all: Vec<BoxId> = match of {
            Some(of) => self.children[of].clone(),
            None => (0..self.view.chart.boxes.len()).filter(|&id| self.view.chart.boxes[id].parent.is_none()).collect(),
        };
        for id in all {
            if self.children[id].is_empty() {
                self.leaf(id, depth);
            } else {
                self.outer(id, depth);
            }
        }
    }

    fn outer(&mut self, id: BoxId, depth: usize) {
        let node = &self.view.chart.boxes[id];
        let name = self.names.boxes[id].clone();
        self.line(depth, &format!("subgraph {name}[\"{}\"]", self.heading(node)));
        if self.whole.contains(&id) {
            let label = escape::label(&format!("<i>in {}</i>{}", escape::text(&node.label), self.rows(node)));
            let whole = self.names.whole[id].clone();
            self.line(depth + 1, &format!("{whole}([\"{label}\"])"));
            self.class("whole", whole);
        }
        self.inside(Some(id), depth + 1);
        self.line(depth, "end");
        if node.shape == Shape::Parallel {
            self.class("parallel", name.clone());
        }
        self.paint(&node.element, name);
    }

    fn leaf(&mut self, id: BoxId, depth: usize) {
        let node = &self.view.chart.boxes[id];
        let name = self.names.boxes[id].clone();
        let (open, close) = match node.shape {
            Shape::Atomic => ("(", ")"),
            Shape::Start => ("((", "))"),
            Shape::Exit => ("(((", ")))"),
            Shape::Split => ("{{", "}}"),
            Shape::Fork => ("[", "]"),
            // With nothing inside, their inside was left out.
            Shape::Compound | Shape::Parallel => ("[[", "]]"),
            Shape::Final | Shape::History { .. } | Shape::Anywhere => ("([", "])"),
        };
        let label = match node.shape {
            Shape::Start | Shape::Fork => " ".to_owned(),
            Shape::Exit => "exit".to_owned(),
            _ => escape::label(&format!("{}{}", self.heading(node), self.rows(node))),
        };
        self.line(depth, &format!("{name}{open}\"{label}\"{close}"));
        let class = match node.shape {
            Shape::Start => Some("dot"),
            Shape::Fork => Some("bar"),
            Shape::Final => Some("final"),
            Shape::History { .. } | Shape::Anywhere => Some("whole"),
            _ => None,
        };
        if let Some(class) = class {
            self.class(class, name.clone());
        }
        if !matches!(node.shape, Shape::Start | Shape::Fork) {
            self.paint(&node.element, name);
        }
    }

    /// The name of a box, with what is painted beside it.
    fn heading(&self, node: &Node) -> String {
        let kind = match node.shape {
            Shape::History { deep: false } => "H ",
            Shape::History { deep: true } => "H* ",
            _ => "",
        };
        let goals = if node.goals.is_empty() { String::new() } else { format!(" · goal {}", node.goals.join(", ")) };
        let beside = escape::text(&format!("{goals}{}", label::beside(self.view.marks.of(&node.element))));
        let name = escape::text(&format!("{kind}{}", node.label));
        escape::label(&struck(self.is_gone(&node.element), &format!("<b>{name}</b>{beside}")))
    }

    fn rows(&self, node: &Node) -> String {
        let mut all = String::new();
        for row in &node.rows {
            let text = format!("{}{}", label::row(&row.words, self.view.detail), self.beside(&row.element));
            let text = struck(self.is_gone(&row.element), &escape::text(&text));
            let _ = write!(all, "<br>{text}");
        }
        all
    }

    fn lines(&mut self) {
        let lines = &self.view.chart.lines;
        let mut together: BTreeMap<(BoxId, BoxId), Vec<usize>> = BTreeMap::new();
        for (number, line) in lines.iter().enumerate() {
            together.entry((line.from, line.to)).or_default().push(number);
        }
        for (number, line) in lines.iter().enumerate() {
            // Mermaid draws one loop at a box, whatever their number.
            let is_shared = self.view.bundled || line.from == line.to;
            let all = together.get(&(line.from, line.to)).map_or(&[][..], Vec::as_slice);
            match (is_shared, all.first() == Some(&number)) {
                (true, true) => self.arrow(all),
                (true, false) => {}
                (false, _) => self.arrow(&[number]),
            }
        }
    }

    /// One line for the lines of these numbers, which have the same ends.
    fn arrow(&mut self, numbers: &[usize]) {
        let lines: Vec<&Line> = numbers.iter().map(|&number| &self.view.chart.lines[number]).collect();
        let Some(&first) = lines.first() else { return };
        let words = || lines.iter().filter_map(|line| Some((line.words.as_ref()?, &line.element)));
        let waits = words().next().is_some() && words().all(|(words, _)| words.cause == Cause::Timer);
        let text = if self.view.bundled && lines.len() > 1 {
            format!("{} steps", lines.len())
        } else {
            words().map(|(words, element)| self.label(words, element)).collect::<Vec<_>>().join("<br>")
        };
        let label = if text.is_empty() { String::new() } else { format!("|\"{}\"|", escape::label(&text)) };
        let arrow = if waits { "-.->" } else { "-->" };
        let (from, to) = self.ends(first.from, first.to);
        self.line(1, &format!("{from} {arrow}{label} {to}"));
        let mark = lines.iter().find_map(|line| self.view.marks.of(&line.element));
        if let Some(mark) = mark.filter(|mark| mark.colour.is_some() || mark.gone) {
            self.painted.entry((mark.colour, mark.gone)).or_default().push(self.count);
        }
        self.count += 1;
    }

    fn label(&self, words: &Words, element: &Element) -> String {
        let lines = label::lines(words, self.view.detail).into_iter().enumerate().map(|(number, line)| {
            let beside = if number == 0 { self.beside(element) } else { String::new() };
            let text = escape::text(&line.text);
            let text = if line.strong { format!("<b>{text}</b>") } else { text };
            format!("{text}{}", escape::text(&beside))
        });
        let text = lines.collect::<Vec<_>>().join("<br>");
        struck(self.is_gone(element), &text)
    }

    /// What a line begins and ends at: a small box inside, where the other end is inside as well.
    fn ends(&self, from: BoxId, to: BoxId) -> (&str, &str) {
        let chart = self.view.chart;
        let begin = if self.whole.contains(&from) { &self.names.whole[from] } else { &self.names.boxes[from] };
        let start = self.children[to].iter().find(|&&child| chart.boxes[child].shape == Shape::Start);
        let end = match (is_within(chart, from, to) && !self.children[to].is_empty(), start) {
            (false, _) => &self.names.boxes[to],
            (true, Some(&start)) => &self.names.boxes[start],
            (true, None) => &self.names.whole[to],
        };
        (begin, end)
    }

    fn notes(&mut self) {
        let panels: Vec<_> = self.view.chart.panels.iter().filter(|panel| PANELS.contains(&panel.heading)).collect();
        for panel in panels {
            let mut text = format!("<b>{}</b>", escape::text(panel.heading));
            for row in &panel.rows {
                let said = format!("{}{}", label::row(&row.words, self.view.detail), self.beside(&row.element));
                let _ = write!(text, "<br>{}", struck(self.is_gone(&row.element), &escape::text(&said)));
            }
            let name = format!("note_{}", panel.heading.to_lowercase().replace(' ', "_"));
            self.note(name, &text);
        }
        let legend = &self.view.marks.legend;
        for (number, (colour, meaning)) in legend.iter().enumerate() {
            let name = format!("legend_{number}");
            self.line(1, &format!("{name}[\"{}\"]", escape::label(&escape::text(meaning))));
            self.class(&palette::name(*colour), name);
            self.colours.insert(*colour);
        }
        if !self.view.left_out.is_empty() {
            let said: Vec<String> = self.view.left_out.iter().map(|what| escape::text(what)).collect();
            self.note("note_left_out".to_owned(), &format!("<b>Left out</b><br>{}", said.join("<br>")));
        }
    }

    fn note(&mut self, name: String, text: &str) {
        self.line(1, &format!("{name}[\"{}\"]", escape::label(text)));
        self.class("note", name);
    }

    fn classes(&mut self) {
        let named = [
            ("dot", "fill:#555,stroke:#555"),
            ("bar", "fill:#555,stroke:#555"),
            ("final", "stroke-width:4px"),
            ("whole", "fill:transparent,stroke-dasharray:4 3"),
            ("parallel", "stroke-dasharray:8 4"),
            ("note", "fill:transparent,stroke-dasharray:2 2,text-align:left"),
        ];
        let mut definitions: Vec<(String, String)> =
            named.map(|(name, style)| (name.to_owned(), style.to_owned())).into_iter().collect();
        for &colour in &self.colours {
            let palette::Tint { fill, stroke, ink } = palette::tint(colour);
            definitions.push((palette::name(colour), format!("fill:{fill},stroke:{stroke},color:{ink}")));
        }
        for (name, style) in definitions {
            if let Some(members) = self.classes.get(&name) {
                let members = members.join(",");
                let _ = writeln!(self.out, "  classDef {name} {style}\n  class {members} {name}");
            }
        }
        for ((colour, gone), lines) in &self.painted {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let stroke = colour.map(|colour| format!("stroke:{},stroke-width:3px", palette::tint(colour).stroke));
            let dashes = gone.then(|| "stroke-dasharray:3 4".to_owned());
            let style: Vec<String> = stroke.into_iter().chain(dashes).collect();
            let _ = writeln!(self.out, "  linkStyle {} {}", lines.join(","), style.join(","));
        }
    }

    fn paint(&mut self, element: &Element, name: String) {
        if let Some(colour) = self.view.marks.of(element).and_then(|mark| mark.colour) {
            self.colours.insert(colour);
            self.class(&palette::name(colour), name);
        }
    }

    fn class(&mut self, class: &str, name: String) {
        self.classes.entry(class.to_owned()).or_default().push(name);
    }

    fn beside(&self, element: &Element) -> String {
        label::beside(self.view.marks.of(element))
    }

    fn is_gone(&self, element: &Element) -> bool {
        self.view.marks.of(element).is_some_and(|mark| mark.gone)
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", depth * 2);
    }
}

fn struck(gone: bool, text: &str) -> String {
    if gone { format!("<s>{text}</s>") } else { text.to_owned() }
}

/// Whether `inner` is `outer` or inside of it.
fn is_within(chart: &Chart, inner: BoxId, outer: BoxId) -> bool {
    std::iter::successors(Some(inner), |&at| chart.boxes[at].parent).any(|at| at == outer)
}
