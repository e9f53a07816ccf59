//! Random charts, drawn from bytes so that a failing one shrinks.

use std::fmt::Write as _;

/// A chart that is being drawn.
pub struct Draw<'a> {
    bytes: std::slice::Iter<'a, u8>,
    states: Vec<Drawn>,
}

struct Drawn {
    kind: Drew,
    parent: Option<usize>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Drew {
    Atomic,
    Compound,
    Parallel,
    Final,
    History,
}

impl<'a> Draw<'a> {
    /// The text of a chart.
    pub fn chart(bytes: &'a [u8]) -> String {
        let mut draw = Self { bytes: bytes.iter(), states: Vec::new() };
        draw.states.push(Drawn { kind: Drew::Compound, parent: None, depth: 0 });
        draw.grow(0);
        draw.write()
    }

    fn below(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % n
    }

    fn pick(&mut self, from: &[usize]) -> usize {
        let place = self.below(from.len());
        from[place]
    }

    fn grow(&mut self, parent: usize) {
        let (kind, depth) = (self.states[parent].kind, self.states[parent].depth + 1);
        let count = 1 + self.below(3) + usize::from(kind == Drew::Parallel);
        for place in 0..count {
            let drawn = match self.below(if depth > 4 || self.states.len() > 24 { 5 } else { 11 }) {
                5.. if place == 0 && depth > 3 => Drew::Atomic,
                3 if place > 0 && kind == Drew::Compound => Drew::Final,
                4 if place > 0 => Drew::History,
                5..=7 => Drew::Compound,
                8..=10 => Drew::Parallel,
                _ => Drew::Atomic,
            };
            let number = self.states.len();
            self.states.push(Drawn { kind: drawn, parent: Some(parent), depth });
            if matches!(drawn, Drew::Compound | Drew::Parallel) {
                self.grow(number);
            }
        }
    }

    fn inside(&self, outer: usize) -> Vec<usize> {
        let within = |state: usize| std::iter::successors(self.states[state].parent, |at| self.states[*at].parent);
        let found = (1..self.states.len()).filter(|&state| within(state).any(|at| at == outer));
        found.filter(|&state| self.states[state].kind != Drew::History).collect()
    }

    fn write(&mut self) -> String {
        let mut text = String::new();
        for state in 0..self.states.len() {
            let indent = "  ".repeat(self.states[state].depth);
            let inside = match self.states[state].kind {
                Drew::History => self.inside(self.states[state].parent.unwrap_or(0)),
                _ => self.inside(state),
            };
            let kind = match self.states[state].kind {
                Drew::Atomic => String::new(),
                Drew::Final => "final".to_owned(),
                Drew::Parallel => "parallel".to_owned(),
                Drew::Compound => format!("> S{}", self.pick(&inside)),
                Drew::History => format!("{} > S{}", ["shallow", "deep"][self.below(2)], self.pick(&inside)),
            };
            writeln!(text, "{indent}S{state} {kind}").unwrap();
            if self.states[state].kind == Drew::History {
                continue;
            }
            if state > 0 {
                let raise = if self.below(20) == 1 { format!(", raise:E{}", self.below(3)) } else { String::new() };
                writeln!(text, "{indent}  entry +S{state}{raise}\n{indent}  exit -S{state}").unwrap();
            }
            if self.states[state].kind != Drew::Final {
                for step in 0..self.below(4) {
                    let line = self.step(state, step);
                    writeln!(text, "{indent}  {line}").unwrap();
                }
            }
        }
        // Every event that is sent stands somewhere.
        writeln!(text, "  last on E0,E1,E2 no").unwrap();
        text
    }

    fn step(&mut self, state: usize, step: usize) -> String {
        let composite: Vec<usize> = (1..self.states.len())
            .filter(|&of| matches!(self.states[of].kind, Drew::Compound | Drew::Parallel))
            .collect();
        let trigger = match self.below(20) {
            2 => "always".to_owned(),
            1 | 3 if !composite.is_empty() => format!("on done.S{}", self.pick(&composite)),
            _ => format!("on E{}", self.below(3)),
        };
        let flags = ["", "", "", "", " no", " reenter", " reenter"][self.below(7)];
        let to = self.targets();
        let raise = if self.below(20) == 1 { format!(", raise:E{}", self.below(3)) } else { String::new() };
        format!("s{state}-{step} {trigger}{flags}{to} do s{state}-{step}{raise}")
    }

    fn targets(&mut self) -> String {
        let all: Vec<usize> = (1..self.states.len()).collect();
        let parallels: Vec<usize> =
            all.iter().copied().filter(|&state| self.states[state].kind == Drew::Parallel).collect();
        match self.below(8) {
            0 => String::new(),
            1 if !parallels.is_empty() => {
                let parallel = self.pick(&parallels);
                let regions: Vec<usize> = self
                    .inside(parallel)
                    .into_iter()
                    .filter(|&state| self.states[state].parent == Some(parallel))
                    .collect();
                let targets: Vec<String> = regions
                    .iter()
                    .map(|&region| {
                        let mut choices = self.inside(region);
                        choices.push(region);
                        format!("S{}", self.pick(&choices))
                    })
                    .collect();
                format!(" to {}", targets.join(","))
            }
            _ => format!(" to S{}", self.pick(&all)),
        }
    }
}
