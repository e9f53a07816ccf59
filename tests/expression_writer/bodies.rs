//! Random bodies of functions: variables, branches, loops that end, and leaving them early.

use super::{Local, Sort, Writer};

/// The parameters of every written function.
pub const PARAMS: [(&str, Sort, bool); 6] = [
    ("i", Sort::Int, false),
    ("n", Sort::Number, false),
    ("w", Sort::Text, false),
    ("l", Sort::Texts, false),
    ("a", Sort::Loose, false),
    ("m", Sort::Int, true),
];

/// How deep expressions in bodies nest.
const DEPTH: usize = 2;
/// How deep blocks of variables stand in one another.
const MOST_BLOCKS: usize = 2;

/// `expression` where a statement may begin: behind a `}` the `-` of `-3.abs()` is no part of the number.
fn alone(expression: String) -> String {
    if expression.starts_with('-') { format!("({expression})") } else { expression }
}

impl Writer {
    /// The body of a function that gives a value of `returns`.
    pub fn body(&mut self, returns: Sort) -> String {
        let local = |(name, sort, optional): (&str, Sort, bool)| Local { name: name.to_owned(), sort, optional };
        self.locals = Some(PARAMS.into_iter().map(local).collect());
        let mut text = String::new();
        for _ in 0..=self.pick(5) {
            text.push_str(&self.statement(returns, 2, false));
        }
        text.push_str(&self.tail(returns, 2));
        self.locals = None;
        text
    }

    fn expression(&mut self, sort: Sort) -> String {
        self.write(sort, DEPTH)
    }

    /// What gives the result.
    fn tail(&mut self, returns: Sort, depth: usize) -> String {
        match self.pick(if depth == 0 { 2 } else { 5 }) {
            0 | 1 => alone(self.expression(returns)),
            2 => format!("return {};", self.expression(returns)),
            3 => {
                let condition = self.expression(Sort::Bool);
                let then = self.block(returns, 0, false, |writer| writer.tail(returns, depth - 1));
                let other = self.block(returns, 0, false, |writer| writer.tail(returns, depth - 1));
                format!("if {condition} {then} else {other}")
            }
            _ => self.block(returns, 1, false, |writer| writer.tail(returns, depth - 1)),
        }
    }

    /// Statements in braces, the last by `end`; their variables end with them.
    fn block(&mut self, returns: Sort, depth: usize, looped: bool, end: impl Fn(&mut Self) -> String) -> String {
        let outside = self.locals.as_ref().map_or(0, Vec::len);
        let mut text = "{ ".to_owned();
        for _ in 0..self.pick(3) {
            text.push_str(&self.statement(returns, depth, looped));
        }
        text.push_str(&end(self));
        if let Some(locals) = &mut self.locals {
            locals.truncate(outside);
        }
        text + " }"
    }

    fn plain(&mut self, returns: Sort, depth: usize, looped: bool) -> String {
        self.block(returns, depth, looped, |_| String::new())
    }

    fn statement(&mut self, returns: Sort, depth: usize, looped: bool) -> String {
        if looped && self.pick(4) == 0 {
            let condition = self.expression(Sort::Bool);
            return format!("if {condition} {{ {}; }}\n", self.one_of(&["break", "continue"]));
        }
        match self.pick(if depth == 0 { 7 } else { 13 }) {
            0 | 1 => self.variable(returns, looped),
            2 => self.open_variable(),
            3 | 4 => self.assignment(returns, looped),
            5 => format!("{};\n", alone(self.expression(Sort::Int))),
            6 => {
                let condition = self.expression(Sort::Bool);
                format!("if {condition} {{ return {}; }}\n", self.expression(returns))
            }
            7 => {
                let condition = self.expression(Sort::Bool);
                let then = self.plain(returns, depth - 1, looped);
                let other = self.plain(returns, depth - 1, looped);
                format!("if {condition} {then} else {other}\n")
            }
            8 => self.narrowed(returns, depth - 1, looped),
            9 => self.plain(returns, depth - 1, looped) + "\n",
            10 => self.over_list(returns, depth - 1),
            11 => self.over_range(returns, depth - 1),
            _ => self.while_true(returns, depth - 1),
        }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    fn declare(&mut self, name: &str, sort: Sort, optional: bool) {
        if let Some(locals) = &mut self.locals {
            locals.push(Local { name: name.to_owned(), sort, optional });
        }
    }

    /// A `let`, sometimes of a name that was taken.
    fn variable(&mut self, returns: Sort, looped: bool) -> String {
        let sort = [Sort::Bool, Sort::Int, Sort::Number, Sort::Text, Sort::Time, Sort::Span, Sort::Texts, Sort::Ints];
        let sort = sort[self.pick(8)];
        let value = self.value(sort, returns, looped);
        let taken = self.locals.iter().flatten().find(|local| local.name.starts_with('v') && !local.optional);
        let taken = taken.filter(|local| local.sort == sort).map(|local| local.name.clone());
        let name = match taken {
            Some(name) if self.pick(4) == 0 => name,
            _ => self.name(),
        };
        self.declare(&name, sort, false);
        format!("let {name} = {value};\n")
    }

    /// A variable whose type is found from what it is set to: it may be missing, or is of `any`.
    fn open_variable(&mut self) -> String {
        let name = self.name();
        let condition = self.expression(Sort::Bool);
        if self.pick(2) == 0 {
            let value = self.expression(Sort::Int);
            self.declare(&name, Sort::Int, true);
            return format!("let {name} = ();\nif {condition} {{ {name} = {value}; }}\n");
        }
        let (first, second) = (self.expression(Sort::Int), self.expression(Sort::Number));
        self.declare(&name, Sort::Loose, false);
        format!("let {name} = {first};\nif {condition} {{ {name} = {second}; }}\n")
    }

    fn assignment(&mut self, returns: Sort, looped: bool) -> String {
        let count = self.locals.as_ref().map_or(0, Vec::len);
        let index = self.sealed + self.pick((count - self.sealed).max(1));
        let Some(local) = self.locals.iter().flatten().nth(index).cloned() else { return String::new() };
        let name = local.name;
        if local.optional {
            let value = if self.pick(3) == 0 { "()".to_owned() } else { self.expression(local.sort) };
            return format!("{name} = {value};\n");
        }
        let signs: &[&str] = match local.sort {
            Sort::Int => &["=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^="],
            Sort::Number => &["=", "+=", "-=", "*=", "/=", "%=", "**="],
            Sort::Loose => &["=", "=", "+=", "-=", "*=", "|="],
            Sort::Text | Sort::Texts | Sort::Ints | Sort::Span => &["=", "+="],
            Sort::Bool => &["=", "&=", "|=", "^="],
            Sort::Time => &["="],
        };
        let sign = self.one_of(signs);
        let sort =
            if local.sort == Sort::Loose { [Sort::Loose, Sort::Int, Sort::Number][self.pick(3)] } else { local.sort };
        if sign == "=" && local.sort != Sort::Loose || sign == "+=" && local.sort == Sort::Int {
            return format!("{name} {sign} {};\n", self.value(sort, returns, looped));
        }
        format!("{name} {sign} {};\n", self.expression(sort))
    }

    /// A value for a variable: sometimes one that statements come to, or that they leave the place of.
    fn value(&mut self, sort: Sort, returns: Sort, looped: bool) -> String {
        let plain = |writer: &mut Self| {
            let value = writer.expression(sort);
            widest(sort, &value)
        };
        if self.sealed > 0 || self.blocks >= MOST_BLOCKS {
            return plain(self);
        }
        let block = |writer: &mut Self, leaves: bool| {
            writer.blocks += 1;
            let text = writer.block(returns, 0, looped, |writer| match writer.pick(if leaves { 4 } else { 2 }) {
                0 => alone(plain(writer)),
                1 => alone(plain(writer)) + ";",
                2 if looped => writer.one_of(&["break;", "continue;"]),
                _ => format!("return {};", writer.expression(returns)),
            });
            writer.blocks -= 1;
            text
        };
        match self.pick(8) {
            0 => block(self, false),
            1 => format!("if {} {} else {}", self.expression(Sort::Bool), block(self, true), block(self, false)),
            2 => format!("if {} {} else {}", self.expression(Sort::Bool), block(self, false), block(self, true)),
            3 => match self.maybe(sort) {
                Some(optional) => format!("{optional} ?? {}", block(self, sort != Sort::Loose)),
                None => plain(self),
            },
            _ => plain(self),
        }
    }

    /// A value that statements come to, which set nothing but variables of their own and do not leave: in which order
    /// Rhai computes operands depends on what they are.
    pub fn sealed_block(&mut self, sort: Sort, depth: usize) -> String {
        let outside = self.sealed;
        self.sealed = self.locals.as_ref().map_or(0, Vec::len);
        let mut text = "({ ".to_owned();
        for _ in 0..=self.pick(2) {
            let statement = match self.pick(4) {
                0 => self.assignment(sort, false),
                1 => self.open_variable(),
                _ => self.variable(sort, false),
            };
            text.push_str(&statement);
        }
        text.push_str(&alone(self.write(sort, depth)));
        if let Some(locals) = &mut self.locals {
            locals.truncate(self.sealed);
        }
        self.sealed = outside;
        text + " })"
    }

    /// What a test has shown, until the variable is set.
    fn narrowed(&mut self, returns: Sort, depth: usize, looped: bool) -> String {
        let names = self.named(Sort::Int, true);
        let name = names[self.pick(names.len())].clone();
        let (rounds, value) = (self.name(), self.expression(Sort::Int));
        let inside = self.plain(returns, depth, looped);
        match self.pick(3) {
            0 => format!("if {name} == () {{ {name} = {value}; }}\n{name} += 1;\n"),
            1 => format!("if has({name}) {{ i = {name} + 1; {inside} }}\n"),
            _ => format!(
                "let {rounds} = 0;\nwhile {name} != () && {rounds} < 3 {{ {rounds} += 1; i = {name} - 1; {name} = (); {inside} }}\n"
            ),
        }
    }

    fn over_list(&mut self, returns: Sort, depth: usize) -> String {
        let sort = [Sort::Texts, Sort::Ints, Sort::Loose][self.pick(3)];
        let list = self.expression(sort);
        let list = widest(sort, &list);
        let (name, counter) = (self.name(), self.name());
        let outside = self.locals.clone();
        let of = match sort {
            Sort::Texts => Sort::Text,
            Sort::Ints => Sort::Int,
            _ => Sort::Loose,
        };
        self.declare(&name, of, false);
        if self.pick(2) == 0 {
            let inside = self.plain(returns, depth, true);
            self.locals = outside;
            return format!("for {name} in {list} {inside}\n");
        }
        self.declare(&counter, Sort::Int, false);
        let inside = self.plain(returns, depth, true);
        self.locals = outside;
        format!("for ({name}, {counter}) in {list} {inside}\n")
    }

    fn over_range(&mut self, returns: Sort, depth: usize) -> String {
        let (from, to) = (self.expression(Sort::Int), self.expression(Sort::Int));
        let dots = self.one_of(&["..", "..="]);
        let name = self.name();
        let outside = self.locals.clone();
        self.declare(&name, Sort::Int, false);
        let inside = self.plain(returns, depth, true);
        self.locals = outside;
        format!("for {name} in ({from}) % 4{dots}({to}) % 6 {inside}\n")
    }

    /// A loop whose counter nothing else can set.
    fn while_true(&mut self, returns: Sort, depth: usize) -> String {
        let counter = format!("c{}", self.name());
        let condition = self.expression(Sort::Bool);
        let condition = if self.pick(2) == 0 { String::new() } else { format!(" && {condition}") };
        let inside = self.plain(returns, depth, true);
        format!("let {counter} = 0;\nwhile {counter} < 4{condition} {{ {counter} += 1; {inside} }}\n")
    }
}

/// `value` as a variable that any text may be compared with: a literal is an enum of its own.
fn widest(sort: Sort, value: &str) -> String {
    match sort {
        Sort::Text => format!("({value} + lower(\"\"))"),
        Sort::Texts => format!("([lower(\"B\")] + {value})"),
        Sort::Ints => format!("([1] + {value})"),
        _ => value.to_owned(),
    }
}
