//! An expression as a form: definitions in their place, operators before operands, durations in milliseconds.
//!
//! It is made from what was parsed, before types are known, so that it does not change with the compiler. Calls come out
//! the same whether they are written `len(x)` or `x.len()`, fields whether `a.b` or `a["b"]`, chains of `&&`, `||` and
//! `??` whatever their brackets.

use std::cell::RefCell;
use std::collections::BTreeMap;

use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::expr::canonical::fold;
use crate::expr::parse;
use crate::expr::program::Program;
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind, UnaryOp};
use crate::expr::words::Words;
use crate::terms::form::Form;
use crate::terms::renames::Renames;
use crate::terms::value::Value;

/// Makes forms of the expressions of one journey.
#[derive(Debug)]
pub struct Canon<'w> {
    pub(in crate::expr::canonical) words: &'w Words,
    renames: &'w Renames,
    /// By number, the functions that were asked for.
    pub(in crate::expr::canonical) functions: RefCell<BTreeMap<usize, Meaning>>,
}

/// What a function of a journey is in a form.
#[derive(Clone, Debug)]
pub(in crate::expr::canonical) struct Meaning {
    /// A digest of what it does, by which it is called.
    pub(in crate::expr::canonical) digest: SmolStr,
    /// Its parameters and its one expression, which stands in the place of a call.
    pub(in crate::expr::canonical) in_place: Option<(Vec<SmolStr>, Tree)>,
}

/// What the names in an expression stand for.
#[derive(Clone, Debug, Default)]
pub(in crate::expr::canonical) struct Names {
    /// Variables of a function, the later before the earlier.
    pub(in crate::expr::canonical) locals: Vec<(SmolStr, Form)>,
    /// How many of the definitions may be used.
    pub(in crate::expr::canonical) visible: usize,
}

impl<'w> Canon<'w> {
    /// For expressions that may use `words`, with states and variables called as `renames` says.
    pub const fn new(words: &'w Words, renames: &'w Renames) -> Self {
        Self { words, renames, functions: RefCell::new(BTreeMap::new()) }
    }

    /// The form of `program`.
    pub fn program(&self, program: &Program) -> Form {
        let Ok(tree) = parse::expression(program.written()) else {
            // What compiled was parsed.
            return Form::text(program.written());
        };
        match fold::literal(&tree).is_some().then(|| program.constant()).flatten() {
            // A literal is what its place makes of it, as one that is written without `=` is.
            Some(value) => Form::from(value),
            None => self.tree(&tree, &Names { locals: Vec::new(), visible: self.words.definitions.len() }),
        }
    }

    /// The names of the definitions and functions that `program` uses, through others too.
    pub fn used_by(&self, program: &Program) -> Vec<SmolStr> {
        let mut found = Vec::new();
        if self.words.definitions.is_empty() && self.words.functions.names().next().is_none() {
            return found;
        }
        if let Ok(tree) = parse::expression(program.written()) {
            self.used(&tree, self.words.definitions.len(), &mut found);
        }
        found.sort();
        found.dedup();
        found
    }

    /// What the definition or function `name` means.
    pub fn word(&self, name: &str) -> Form {
        match self.function(name) {
            Some(meaning) => Form::Atom(meaning.digest),
            None => {
                self.name(&SmolStr::new(name), &Names { locals: Vec::new(), visible: self.words.definitions.len() })
            }
        }
    }

    pub(in crate::expr::canonical) fn tree(&self, tree: &Tree, names: &Names) -> Form {
        if let Some(value) = fold::literal(tree) {
            return Form::from(&value);
        }
        let all = |trees: &[Tree]| -> Vec<Form> { trees.iter().map(|tree| self.tree(tree, names)).collect() };
        match &tree.kind {
            TreeKind::Unit | TreeKind::Bool(_) | TreeKind::Int(_) | TreeKind::Number(_) | TreeKind::Str(_) => {
                Form::from(&Value::Unit)
            }
            TreeKind::Template(parts) => Form::list("text", all(parts)),
            TreeKind::List(items) => Form::list("list", all(items)),
            TreeKind::Map(fields) => Form::map(fields.iter().map(|(name, _, tree)| (name, self.tree(tree, names)))),
            TreeKind::Name(name) => self.name(name, names),
            TreeKind::Chain(base, links) => self.chain(self.tree(base, names), links, names),
            TreeKind::Call(call) => self.call(&call.name, all(&call.args), false),
            TreeKind::Unary(op, one) => {
                let sign = match op {
                    UnaryOp::Minus => "-",
                    UnaryOp::Plus => "+",
                    UnaryOp::Not => "!",
                };
                Form::list(sign, [self.tree(one, names)])
            }
            TreeKind::Binary(op, both) => Form::list(op.sign(), [self.tree(&both.0, names), self.tree(&both.1, names)]),
            TreeKind::In(negated, both) => {
                Form::list(if *negated { "!in" } else { "in" }, [self.tree(&both.0, names), self.tree(&both.1, names)])
            }
            TreeKind::Range(inclusive, both) => Form::list(
                if *inclusive { "..=" } else { ".." },
                [self.tree(&both.0, names), self.tree(&both.1, names)],
            ),
            TreeKind::And(parts) => Form::chain("&&", all(parts)),
            TreeKind::Or(parts) => Form::chain("||", all(parts)),
            TreeKind::Coalesce(parts) => Form::chain("??", all(parts)),
            TreeKind::If(parts) => {
                Form::list("if", [self.tree(&parts.0, names), self.tree(&parts.1, names), self.tree(&parts.2, names)])
            }
            TreeKind::Block(statements) => self.block(statements, &mut names.clone()),
        }
    }

    fn name(&self, name: &SmolStr, names: &Names) -> Form {
        if let Some((_, form)) = names.locals.iter().rev().find(|local| local.0 == *name) {
            return form.clone();
        }
        let visible = self.words.definitions.get(..names.visible).unwrap_or_default();
        let found = visible.iter().position(|definition| definition.name == *name);
        match found.and_then(|index| Some((index, self.words.definitions[index].body.as_ref()?))) {
            // A definition sees those before it, and nothing of where it is used.
            Some((index, body)) => self.tree(&body.tree, &Names { locals: Vec::new(), visible: index }),
            None => Form::Atom(name.clone()),
        }
    }

    fn chain(&self, base: Form, links: &[Link], names: &Names) -> Form {
        links.iter().fold(base, |base, link| {
            let head = |plain: &str| if link.optional { format_smolstr!("?{plain}") } else { plain.to_smolstr() };
            match &link.kind {
                LinkKind::Field(name) => self.field(&head("."), base, name),
                LinkKind::Index(index) => match fold::literal(index) {
                    Some(Value::Str(name)) => self.field(&head("."), base, &name),
                    _ => Form::list(&head("[]"), [base, self.tree(index, names)]),
                },
                LinkKind::Method(name, args) => {
                    let args = args.iter().map(|arg| self.tree(arg, names));
                    self.call(name, std::iter::once(base).chain(args).collect(), link.optional)
                }
            }
        })
    }

    fn field(&self, head: &str, base: Form, name: &SmolStr) -> Form {
        let is_variable = matches!(&base, Form::Atom(root) if root == "ctx");
        let name = if is_variable { self.renames.variables.new_of(name) } else { name };
        Form::list(head, [base, Form::text(name.clone())])
    }

    /// A call; `optional` where it stands behind `?.`.
    fn call(&self, name: &SmolStr, args: Vec<Form>, optional: bool) -> Form {
        let (name, in_place) = match self.function(name) {
            None if name == "in_state" => {
                let renamed = args.iter().map(|arg| match arg {
                    Form::Text(state) => Form::Text(self.renames.states.new_of(state).clone()),
                    other => other.clone(),
                });
                return Form::list("in_state", renamed);
            }
            None => (name.clone(), None),
            Some(Meaning { digest, in_place }) => (digest, in_place),
        };
        match in_place {
            Some((params, tree)) if !optional => {
                self.tree(&tree, &Names { locals: params.into_iter().zip(args).collect(), visible: 0 })
            }
            _ => Form::list(if optional { "?call" } else { "call" }, std::iter::once(Form::Atom(name)).chain(args)),
        }
    }
}
