//! Journeys drawn by lot, in YAML: nested and parallel states, histories, splits, steps of every kind.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use wayfare::model::journey::Journey;
use wayfare::picture::chart::Chart;
use wayfare::picture::element::Element;
use wayfare::picture::mark::{Colour, Mark, Marks};
use wayfare::project::workspace::Workspace;

/// Names that mean something to one format or another, or that can be confused.
const NAMES: &[&str] = &[
    "end",
    "END",
    "state",
    "default",
    "graph",
    "subgraph",
    "class",
    "style",
    "click",
    "node",
    "edge",
    "strict",
    "A-B",
    "A_B",
    "_x_",
    "x--o",
    "note",
    "title",
    "direction",
    "TB",
    "constructor",
    "__proto__",
    "N1",
    "o",
    "x",
];

/// Texts that want to be more than text.
const TEXTS: &[&str] = &[
    r#"say \"hello\""#,
    "a <b>bold</b> & <script>alert(1)</script>",
    "1. first",
    "- item",
    "# head",
    "`code`",
    "%%{init: {}}%%",
    "style x: #fff;",
    "classDef a: #b;",
    "$$x^2$$",
    "semi; colon: [brackets] {braces} (parens)",
    "ünïcödé 日本語 🎉",
    "*stars* _lines_ ~waves~",
    "fa:fa-car",
    "&amp; &quot; #quot; #35;",
    "back\\\\slash \\\\n",
    "]]>",
    "-->|x|",
    "</svg>",
];

/// A small source of numbers, the same for the same seed everywhere.
#[derive(Debug)]
pub struct Lot(u64);

impl Lot {
    /// Begins at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Something of everything on everything.
pub fn painted(chart: &Chart) -> Marks {
    let colours =
        [Colour::Green, Colour::Red, Colour::Amber, Colour::Blue, Colour::Violet, Colour::Grey, Colour::Heat(70)];
    let elements: Vec<Element> = chart
        .boxes
        .iter()
        .map(|node| node.element.clone())
        .chain(chart.lines.iter().map(|line| line.element.clone()))
        .collect();
    let mark = |number: usize| Mark {
        colour: Some(colours[number % colours.len()]),
        count: number.is_multiple_of(2).then_some(number as u64),
        badge: number.is_multiple_of(3).then(|| "a \"new\" one".to_owned()),
        note: None,
        gone: number.is_multiple_of(4),
    };
    Marks {
        by_element: elements.into_iter().enumerate().map(|(number, element)| (element, mark(number))).collect(),
        legend: colours.map(|colour| (colour, format!("what <{colour:?}> means"))).to_vec(),
    }
}

#[derive(Debug)]
struct Sketch {
    lot: Lot,
    names: Vec<String>,
    /// States that a step may lead to.
    targets: Vec<String>,
    number: usize,
    yaml: String,
}

/// The text of a journey with about so many states.
pub fn yaml(seed: u64, states: usize) -> String {
    let mut lot = Lot::new(seed);
    let names: Vec<String> = (0..states)
        .map(|number| NAMES.get(number).map_or_else(|| format!("S{number}"), |&name| name.to_owned()))
        .collect();
    let title = lot.one(TEXTS);
    let head = format!(
        "wayfare: 1\njourney: sketch\nversion: 1.0.0\ntitle: \"{title}\"\nevents: {{ GO: {{}}, STOP: {{}}, SAID: {{ payload: {{ what: string }} }} }}\n\
         context: {{ note: {{ type: string, default: \"\" }} }}\nactions: {{ tell: {{ params: {{ text: string? }} }} }}\n\
         entry: {{ triggers: GO }}\nexit:\n  - {{ id: gone, triggers: STOP }}\n"
    );
    let mut sketch = Sketch { lot, targets: names.clone(), names, number: 0, yaml: head };
    let _ = writeln!(sketch.yaml, "goals:\n  - {{ id: reached, state: {} }}", sketch.names[0]);
    let _ = writeln!(
        sketch.yaml,
        "  - {{ id: said, triggers: SAID }}\nsteps:\n  - {{ id: all-over, triggers: GO, set: {{ note: everywhere }} }}"
    );
    let initial = sketch.names[0].clone();
    let _ = writeln!(sketch.yaml, "initial: {initial}\nstates:");
    let mut left: Vec<String> = sketch.names.iter().rev().cloned().collect();
    while !left.is_empty() {
        sketch.state(&mut left, 1);
    }
    sketch.yaml
}

/// A journey with about so many states.
pub fn journey(seed: u64, states: usize) -> Arc<Journey> {
    compiled(&yaml(seed, states))
}

/// The one journey of a text.
#[track_caller]
pub fn compiled(yaml: &str) -> Arc<Journey> {
    let workspace = Workspace::from_texts(&[(PathBuf::from("sketch.yaml"), yaml.to_owned())]);
    let project = workspace.projects.into_iter().next().expect("a project");
    let said: Vec<&String> = project.findings.iter().map(|finding| &finding.message).collect();
    assert!(said.is_empty(), "{said:?}\n{yaml}");
    project.journeys.into_iter().next().expect("a journey")
}

impl Sketch {
    /// The next state, with as many inside as the lot says.
    fn state(&mut self, left: &mut Vec<String>, depth: usize) {
        let Some(name) = left.pop() else { return };
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.yaml, "{indent}{name}:\n{indent}  description: \"{}\"", self.lot.one(TEXTS));
        match self.lot.below(10) {
            0 if depth > 1 => {
                let _ = writeln!(self.yaml, "{indent}  final: true");
            }
            1 | 2 if depth < 6 && left.len() > 3 => self.compound(&name, left, depth),
            3 if depth < 5 && left.len() > 12 => {
                self.steps(&name, depth);
                let _ = writeln!(self.yaml, "{indent}  parallel: true\n{indent}  states:");
                for _ in 0..2 {
                    // A parallel state has two regions, and a region may have nothing inside.
                    let Some(region) = left.pop() else { continue };
                    let _ = writeln!(self.yaml, "{indent}    {region}:");
                    self.compound(&region, left, depth + 2);
                }
            }
            _ => self.steps(&name, depth),
        }
    }

    fn compound(&mut self, name: &str, left: &mut Vec<String>, depth: usize) {
        let indent = "  ".repeat(depth);
        self.steps(name, depth);
        let Some(first) = left.last().cloned() else { return };
        let _ = writeln!(self.yaml, "{indent}  initial: {first}\n{indent}  states:");
        for _ in 0..=self.lot.below(4) {
            if !left.is_empty() {
                self.state(left, depth + 2);
            }
        }
        self.number += 1;
        let number = self.number;
        if self.lot.below(3) == 0 {
            let deep = if self.lot.below(2) == 0 { "shallow" } else { "deep" };
            let _ = writeln!(self.yaml, "{indent}    PAST{number}: {{ history: {deep}, default: {first} }}");
            self.targets.push(format!("PAST{number}"));
        }
        if self.lot.below(3) == 0 {
            let (a, b) = (self.names[0].clone(), first);
            let _ = writeln!(
                self.yaml,
                "{indent}    LOT{number}:\n{indent}      split:\n{indent}        key: =user.id\n{indent}        salt: s{number}\n{indent}        arms:\n\
                 {indent}          - {{ id: left-{number}, weight: 1, to: {a} }}\n{indent}          - {{ id: right-{number}, weight: 2, to: {b} }}"
            );
            self.targets.push(format!("LOT{number}"));
        }
    }

    fn steps(&mut self, name: &str, depth: usize) {
        let indent = "  ".repeat(depth + 1);
        if self.lot.below(4) == 0 {
            let text = self.lot.one(TEXTS);
            let _ = writeln!(self.yaml, "{indent}on_entry: [tell: {{ text: \"{text}\" }}]");
        }
        let count = 1 + self.lot.below(3);
        let _ = writeln!(self.yaml, "{indent}steps:");
        for _ in 0..count {
            self.number += 1;
            let number = self.number;
            let what = match self.lot.below(5) {
                0 => format!("after: {}d", number % 30 + 1),
                1 => "triggers: SAID".to_owned(),
                _ => "triggers: GO".to_owned(),
            };
            let _ = write!(self.yaml, "{indent}  - {{ id: {name}-step-{number}, {what}");
            if what.contains("SAID") {
                let text = self.lot.one(TEXTS).replace("\\\"", "").replace('\\', "");
                let _ = write!(self.yaml, ", guard: 'event.payload.what == \"{text}\"'");
            }
            let target = self.lot.below(self.targets.len());
            match self.lot.below(6) {
                0 => self.yaml.push_str(", set: { note: stays }"),
                1 => self.yaml.push_str(", reenter: true"),
                _ => {
                    let _ = write!(self.yaml, ", actions: [tell], to: {}", self.targets[target]);
                }
            }
            self.yaml.push_str(" }\n");
        }
    }
}
