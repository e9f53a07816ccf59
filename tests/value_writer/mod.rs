//! Journeys drawn by lot that set variables everywhere and ask for them everywhere, in YAML.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;

/// Numbers that look random, the same for the same seed.
#[derive(Debug)]
pub struct Lot(u64);

impl Lot {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const HEAD: &str = "\
wayfare: 1
journey: drawn
version: 1.0.0
events:
  E0: {}
  E1: { payload: { n: { type: int, min: 0, max: 10 }, p: { enum: [a, b, c] }, ok: bool } }
  E2: { payload: { n: { type: number, min: -5, max: 20 }, ok: bool } }
context:
  n: { type: int, default: 0 }
  m: { type: int, default: 3, min: 0, max: 6 }
  p: { enum: [a, b, c], default: a }
  f: { type: bool, default: false }
  q: { type: string?, default: null }
";

struct Writer {
    lot: Lot,
    names: Vec<String>,
    steps: usize,
    text: String,
    /// States that steps may hear completed; absent where none is.
    completed: Option<Vec<String>>,
}

/// A journey of about so many states.
pub fn yaml(seed: u64, states: usize) -> String {
    written(seed, states, None)
}

/// The same with states that are completed.
pub fn completing(seed: u64, states: usize) -> String {
    written(seed, states, Some(Vec::new()))
}

fn written(seed: u64, states: usize, completed: Option<Vec<String>>) -> String {
    let mut lot = Lot::new(seed);
    let count = 3 + lot.below(states);
    let names: Vec<String> = (0..count).map(|number| format!("S{number}")).collect();
    let mut writer =
        Writer { lot, names: names.clone(), steps: 0, text: HEAD.replace(", default: null", ""), completed };
    if writer.lot.below(2) == 0 {
        let set = writer.set(Some("E1"));
        writeln!(writer.text, "entry: {{ triggers: E1, set: {set} }}").unwrap();
    } else {
        writer.text.push_str("entry: { triggers: [E0, E1, E2] }\n");
    }
    if writer.lot.below(2) == 0 {
        writer.text.push_str("steps:\n");
        writer.step(1, true);
    }
    writer.text.push_str("initial: S0\nstates:\n");
    let mut left: Vec<String> = names.into_iter().rev().collect();
    while !left.is_empty() {
        writer.state(&mut left, 1, false);
    }
    writer.text.push_str("  END: { final: true }\n");
    writer.text
}

impl Writer {
    fn state(&mut self, left: &mut Vec<String>, depth: usize, plain: bool) {
        let Some(name) = left.pop() else { return };
        let indent = "  ".repeat(depth);
        writeln!(self.text, "{indent}{name}:").unwrap();
        for key in ["on_entry", "on_exit"] {
            if self.lot.below(4) == 0 {
                let block = self.block(None);
                writeln!(self.text, "{indent}  {key}: {block}").unwrap();
            }
        }
        match self.lot.below(8) {
            0 | 1 if depth < 5 && !left.is_empty() && !plain => self.around(&name, left, (depth, false)),
            2 if depth < 4 && left.len() > 3 && !plain => self.around(&name, left, (depth, true)),
            _ => {
                writeln!(self.text, "{indent}  steps:").unwrap();
                let count = 1 + self.lot.below(4);
                (0..count).for_each(|_| self.step(depth + 2, false));
            }
        }
    }

    fn around(&mut self, name: &str, left: &mut Vec<String>, (depth, parallel): (usize, bool)) {
        if let Some(completed) = &mut self.completed {
            completed.push(name.to_owned());
        }
        self.inside(left, depth, parallel);
    }

    fn inside(&mut self, left: &mut Vec<String>, depth: usize, parallel: bool) {
        let indent = "  ".repeat(depth);
        if self.lot.below(2) == 0 {
            writeln!(self.text, "{indent}  steps:").unwrap();
            self.step(depth + 2, false);
        }
        if parallel {
            writeln!(self.text, "{indent}  parallel: true\n{indent}  states:").unwrap();
            for _ in 0..2 {
                let Some(region) = left.pop() else { continue };
                writeln!(self.text, "{indent}    {region}:").unwrap();
                if left.is_empty() {
                    writeln!(self.text, "{indent}      steps:").unwrap();
                    self.step(depth + 4, false);
                } else {
                    self.around(&region, left, (depth + 2, false));
                }
            }
            return;
        }
        let first = left.last().cloned().unwrap();
        writeln!(self.text, "{indent}  initial: {first}\n{indent}  states:").unwrap();
        for _ in 0..=self.lot.below(3) {
            self.state(left, depth + 2, false);
        }
        self.steps += 1;
        let number = self.steps;
        if self.completed.is_some() {
            for end in ["F", "G"] {
                writeln!(self.text, "{indent}    {end}{number}: {{ final: true }}").unwrap();
                self.names.push(format!("{end}{number}"));
            }
        }
        if self.lot.below(3) == 0 {
            let deep = self.lot.one(&["shallow", "deep"]);
            writeln!(self.text, "{indent}    H{number}: {{ history: {deep}, default: {first} }}").unwrap();
            self.names.push(format!("H{number}"));
        }
        if self.lot.below(4) == 0 {
            let (a, b) = (self.target(), self.set(None));
            writeln!(
                self.text,
                "{indent}    L{number}: {{ split: {{ key: =user.id, salt: s, arms: [{{ id: x{number}, weight: 1, to: {first}, set: {b} }}, {{ id: y{number}, weight: 1, to: {a} }}] }} }}"
            )
            .unwrap();
            self.names.push(format!("L{number}"));
        }
    }

    fn target(&mut self) -> String {
        match self.lot.below(self.names.len() + 1) {
            0 => "END".to_owned(),
            place => self.names[place - 1].clone(),
        }
    }

    fn step(&mut self, depth: usize, _everywhere: bool) {
        self.steps += 1;
        self.steps += 1;
        let number = self.steps;
        let indent = "  ".repeat(depth);
        let (trigger, event) = match self.lot.below(12) {
            0 => ("always: true".to_owned(), None),
            1 | 2 => (format!("after: {}d", 1 + self.lot.below(5)), None),
            3 | 4 => ("triggers: E0".to_owned(), Some("E0")),
            5 => ("triggers: [E1, E2]".to_owned(), Some("E2")),
            6 => ("triggers: E2".to_owned(), Some("E2")),
            _ => ("triggers: E1".to_owned(), Some("E1")),
        };
        let (trigger, event) = match self.completed.clone() {
            Some(completed) if !completed.is_empty() && self.lot.below(3) == 0 => {
                (format!("triggers: done.{}", completed[self.lot.below(completed.len())]), None)
            }
            _ => (trigger, event),
        };
        write!(self.text, "{indent}- {{ id: s{number}, {trigger}").unwrap();
        if trigger.starts_with("always") || self.lot.below(3) > 0 {
            let guard = self.guard(event, 2);
            write!(self.text, ", guard: '{guard}'").unwrap();
        }
        if self.lot.below(2) == 0 {
            let set = self.set(event);
            write!(self.text, ", set: {set}").unwrap();
        }
        if self.lot.below(4) == 0 {
            let block = self.block(event);
            write!(self.text, ", actions: {block}").unwrap();
        }
        if self.lot.below(5) > 0 {
            let to = self.target();
            write!(self.text, ", to: {to}").unwrap();
            if self.lot.below(6) == 0 {
                self.text.push_str(", reenter: true");
            }
        }
        self.text.push_str(" }\n");
    }

    /// A guard of parts in one another.
    fn guard(&mut self, event: Option<&str>, deep: usize) -> String {
        if deep > 0 && self.lot.below(2) == 0 {
            let (a, b) = (self.guard(event, deep - 1), self.guard(event, deep - 1));
            return match self.lot.below(3) {
                0 => format!("({a}) || ({b})"),
                1 => format!("!({a})"),
                _ => format!("({a}) && ({b})"),
            };
        }
        let op = self.lot.one(&["<", "<=", ">", ">=", "==", "!="]);
        let bound = self.lot.below(8);
        match self.lot.below(if event.is_some_and(|event| event != "E0") { 11 } else { 8 }) {
            0 | 1 => format!("ctx.n {op} {bound}"),
            2 => format!("ctx.m {op} {bound}"),
            3 => format!("ctx.p == \"{}\"", self.lot.one(&["a", "b", "c"])),
            4 => "ctx.f".to_owned(),
            5 => format!("in_state(\"{}\")", self.state_name()),
            6 => "user.anonymous".to_owned(),
            7 => format!("ctx.q {} \"x\"", self.lot.one(&["==", "!="])),
            8 if event == Some("E1") => format!("event.payload.n {op} ctx.n"),
            8 | 9 => format!("event.payload.n > {bound}.5"),
            _ => "event.payload.ok".to_owned(),
        }
    }

    fn state_name(&mut self) -> String {
        let place = self.lot.below(self.names.len());
        self.names[place].clone()
    }

    /// What a `set` says.
    fn set(&mut self, event: Option<&str>) -> String {
        let mut parts = Vec::new();
        for name in ["n", "m", "p", "f", "q"] {
            if self.lot.below(3) == 0 {
                parts.push(format!("{name}: {}", self.value(name, event)));
            }
        }
        format!("{{ {} }}", parts.join(", "))
    }

    fn value(&mut self, name: &str, event: Option<&str>) -> String {
        let constant = self.lot.below(6);
        match (name, self.lot.below(4)) {
            ("n", 0) => "=ctx.n + 1".to_owned(),
            ("n", 1) => "=ctx.n + ctx.m".to_owned(),
            ("n", 2) if event == Some("E1") => "=event.payload.n".to_owned(),
            ("m", 0) => "=ctx.m + 1".to_owned(),
            ("m", 1) => "'=min(ctx.n, 5)'".to_owned(),
            ("p", 0) if event == Some("E1") => "=event.payload.p".to_owned(),
            ("f", 0) => "'=!ctx.f'".to_owned(),
            ("f", 1) => "'=ctx.n > 2'".to_owned(),
            ("n" | "m", _) => constant.to_string(),
            ("p", _) => self.lot.one(&["a", "b", "c"]).to_owned(),
            ("f", _) => self.lot.one(&["true", "false"]).to_owned(),
            (_, 0) => "null".to_owned(),
            _ => self.lot.one(&["x", "y", "=ctx.p"]).to_owned(),
        }
    }

    fn block(&mut self, event: Option<&str>) -> String {
        let mut items = vec![format!("set: {}", self.set(event))];
        if self.lot.below(3) == 0 {
            let (guard, set) = (self.guard(event, 1), self.set(event));
            items.push(format!("{{ if: '{guard}', then: [set: {set}] }}"));
        }
        if self.lot.below(5) == 0 {
            items.push("raise: E0".to_owned());
        }
        format!("[{}]", items.join(", "))
    }
}
