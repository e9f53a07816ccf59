//! Random expressions that are well typed in the world of the property test.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod bodies;
pub mod leaves;
pub mod operations;
pub mod telling;
pub mod values;
pub mod world;

/// The types that expressions are drawn of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sort {
    Bool,
    Int,
    Number,
    Text,
    Time,
    Span,
    Texts,
    Ints,
    /// A value of `any`.
    Loose,
}

/// All of them.
pub const SORTS: [Sort; 9] =
    [Sort::Bool, Sort::Int, Sort::Number, Sort::Text, Sort::Time, Sort::Span, Sort::Texts, Sort::Ints, Sort::Loose];

const ZONES: [&str; 9] = [
    "\"Europe/Berlin\"",
    "\"America/New_York\"",
    "\"America/Santiago\"",
    "\"Australia/Lord_Howe\"",
    "\"Pacific/Apia\"",
    "\"Asia/Tokyo\"",
    "\"Africa/Casablanca\"",
    "\"UTC\"",
    "ctx.text",
];

/// What an expression may stand on while a body is written.
#[derive(Clone, Debug)]
pub struct Local {
    pub name: String,
    pub sort: Sort,
    /// Whether it may be missing.
    pub optional: bool,
}

/// Draws expressions of a wanted type from a row of random numbers; at its end, always the simplest.
pub struct Writer {
    /// The numbers.
    pub choices: Vec<u32>,
    /// How many were used.
    pub next: usize,
    /// Inside a function, what it sees.
    pub locals: Option<Vec<Local>>,
    /// Functions of [`bodies::PARAMS`] that may be called, with what they give.
    pub functions: Vec<(&'static str, Sort)>,
    /// How many names were given to locals.
    pub names: usize,
    /// How many locals the innermost block of an operand may not set.
    pub sealed: usize,
    /// How many blocks of values there are around it.
    pub blocks: usize,
}

impl Writer {
    pub fn new(choices: Vec<u32>) -> Self {
        Self { choices, next: 0, locals: None, functions: Vec::new(), names: 0, sealed: 0, blocks: 0 }
    }

    /// Goes on with other numbers.
    pub fn start_again(&mut self, choices: Vec<u32>) {
        (self.choices, self.next) = (choices, 0);
    }

    pub fn pick(&mut self, below: usize) -> usize {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        choice as usize % below
    }

    pub fn one_of(&mut self, all: &[&str]) -> String {
        let index = self.pick(all.len());
        all[index].to_owned()
    }

    /// One of those that may stand here: a function sees nothing of the person.
    pub fn one_usable(&mut self, all: &[&str]) -> String {
        const OUTSIDE: [&str; 9] = ["ctx", "event", "user.", "state.", "profile", "in_state", "old.", "now", "settled"];
        if self.locals.is_none() {
            return self.one_of(all);
        }
        let all: Vec<&str> =
            all.iter().copied().filter(|form| !OUTSIDE.iter().any(|root| form.contains(root))).collect();
        self.one_of(&all)
    }

    /// An expression of type `sort`.
    pub fn write(&mut self, sort: Sort, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(sort);
        }
        match self.pick(10) {
            0 => self.leaf(sort),
            1 => {
                let condition = self.write(Sort::Bool, depth - 1);
                let (then, other) = (self.write(sort, depth - 1), self.write(sort, depth - 1));
                format!("(if {condition} {{ {then} }} else {{ {other} }})")
            }
            2 => {
                let Some(optional) = self.maybe(sort) else { return self.leaf(sort) };
                let default = self.write(sort, depth - 1);
                format!("({optional} ?? {default})")
            }
            3 => {
                let Some(optional) = self.maybe(sort) else { return self.leaf(sort) };
                let default = self.write(sort, depth - 1);
                let test = self.one_of(&["has({})", "{} != ()", "!({} == ())"]).replace("{}", &optional);
                format!("(if {test} {{ {optional} }} else {{ {default} }})")
            }
            4 => self.call(sort, depth - 1),
            5 if self.locals.is_some() && self.pick(4) == 0 => self.sealed_block(sort, depth - 1),
            _ => {
                let form = self.one_usable(operations::of(sort));
                self.fill(&form, depth - 1)
            }
        }
    }

    /// A call of a function that was written for this case.
    fn call(&mut self, sort: Sort, depth: usize) -> String {
        let functions: Vec<_> = self.functions.iter().filter(|function| function.1 == sort).map(|one| one.0).collect();
        if functions.is_empty() {
            return self.leaf(sort);
        }
        let name = self.one_of(&functions);
        let maybe = self.maybe(Sort::Int).unwrap_or_else(|| "()".to_owned());
        let arguments = self.fill("(I, N, W, L, A, ", depth);
        format!("{name}{arguments}{maybe})")
    }

    /// `form` with an expression for each capital letter that stands alone, and an operator for each sign of one.
    pub fn fill(&mut self, form: &str, depth: usize) -> String {
        let mut text = String::new();
        let mut quoted = false;
        let mut word = false;
        let chars: Vec<char> = form.chars().collect();
        for (index, &c) in chars.iter().enumerate() {
            quoted ^= c == '"';
            let alone = !word && chars.get(index + 1).is_none_or(|next| !next.is_alphanumeric() && *next != '_');
            word = c.is_alphanumeric() || c == '_';
            match hole(c).filter(|_| alone && !quoted) {
                Some(sort) => text.push_str(&self.write(sort, depth)),
                None if alone && !quoted && matches!(c, 'Z' | 'C' | '§' | '¤' | '¦') => text.push_str(&self.sign(c)),
                None => text.push(c),
            }
        }
        text
    }

    /// A zone, a time of day, a comparison, an operator of arithmetic, or one of bits.
    fn sign(&mut self, c: char) -> String {
        match c {
            'Z' => self.one_usable(&ZONES),
            'C' => self.one_of(&["\"00:00\"", "\"02:30\"", "\"01:59\"", "\"03:00\"", "\"23:59\"", "\"12:15\""]),
            '§' => self.one_of(&["<", "<=", ">", ">=", "==", "!="]),
            '¤' => self.one_of(&["+", "-", "*", "/", "%", "**"]),
            _ => self.one_of(&["&", "|", "^", "<<", ">>"]),
        }
    }
}

fn hole(c: char) -> Option<Sort> {
    Some(match c {
        'B' => Sort::Bool,
        'I' => Sort::Int,
        'N' => Sort::Number,
        'W' => Sort::Text,
        'T' => Sort::Time,
        'D' => Sort::Span,
        'L' => Sort::Texts,
        'Q' => Sort::Ints,
        'A' => Sort::Loose,
        _ => return None,
    })
}
