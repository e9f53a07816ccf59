//! Functions of a journey in forms: what they do, under no name.

use smol_str::{SmolStr, format_smolstr};

use crate::expr::canonical::of_expression::{Canon, Meaning, Names};
use crate::expr::function::Function;
use crate::expr::parse;
use crate::expr::tree::{LinkKind, Statement, StatementKind, Tree, TreeKind};
use crate::terms::digest::{hex, keyed};
use crate::terms::form::Form;
use crate::terms::shape::{Of, Shape};
use crate::terms::types::Kind;

impl Canon<'_> {
    /// What the function `name` of the journey is; absent where it has none of that name.
    pub(in crate::expr::canonical) fn function(&self, name: &str) -> Option<Meaning> {
        let number = self.words.functions.all.iter().position(|function| function.name == name)?;
        if let Some(known) = self.functions.borrow().get(&number) {
            return Some(known.clone());
        }
        let meaning = self.meaning(&self.words.functions.all[number]);
        self.functions.borrow_mut().insert(number, meaning.clone());
        Some(meaning)
    }

    fn meaning(&self, function: &Function) -> Meaning {
        let statements = parse::statements(&function.source).unwrap_or_default();
        let shapes = function.params.iter().map(|param| Form::from(&param.shape));
        let returns = function.returns.as_ref().map(|ty| Form::text(ty.to_string()));
        let limits = function.body.as_ref().and_then(|body| body.result.as_ref()).map(Form::from);
        let parameters = function.params.iter().enumerate();
        let locals = parameters.map(|(place, param)| (param.name.clone(), local(place))).collect();
        let block = self.block(&statements, &mut Names { locals, visible: 0 });
        let whole = Form::list("function", shapes.chain(returns).chain(limits).chain([block]));
        let digest = format_smolstr!("#{}", hex(&keyed(&[whole.to_string().as_bytes()])));
        Meaning { digest, in_place: in_place(function, statements) }
    }

    pub(in crate::expr::canonical) fn block(&self, statements: &[Statement], names: &mut Names) -> Form {
        let outer = names.locals.len();
        let forms: Vec<Form> = statements.iter().map(|statement| self.statement(statement, names)).collect();
        names.locals.truncate(outer);
        match <[Form; 1]>::try_from(forms) {
            Ok([one]) => one,
            Err(forms) => Form::list("do", forms),
        }
    }

    fn statement(&self, statement: &Statement, names: &mut Names) -> Form {
        match &statement.kind {
            StatementKind::Expression(tree) => self.tree(tree, names),
            StatementKind::Let(name, value) => {
                let value = self.tree(value, names);
                Form::list("let", [declared(name, names), value])
            }
            StatementKind::Assign(name, _, op, value) => {
                let head = op.map_or_else(|| "=".to_owned(), |op| format!("{}=", op.sign()));
                let target = names.locals.iter().rev().find(|known| known.0 == *name).map(|known| known.1.clone());
                Form::list(&head, [target.unwrap_or_else(|| Form::atom(name.clone())), self.tree(value, names)])
            }
            StatementKind::For(item, counter, items, lines) => {
                let items = self.tree(items, names);
                let outer = names.locals.len();
                let mut parts = vec![declared(item, names)];
                parts.extend(counter.as_ref().map(|counter| declared(counter, names)));
                parts.extend([items, self.block(lines, names)]);
                names.locals.truncate(outer);
                Form::list("for", parts)
            }
            StatementKind::While(condition, lines) => {
                Form::list("while", [self.tree(condition, names), self.block(lines, names)])
            }
            StatementKind::Break => Form::list("break", []),
            StatementKind::Continue => Form::list("continue", []),
            StatementKind::Return(value) => Form::list("return", value.iter().map(|value| self.tree(value, names))),
        }
    }

    /// The definitions and functions that `tree` names, those below them included.
    pub(in crate::expr::canonical) fn used(&self, tree: &Tree, visible: usize, found: &mut Vec<SmolStr>) {
        let mut named = Vec::new();
        names_in(tree, &mut named);
        for name in named {
            let definitions = self.words.definitions.get(..visible).unwrap_or_default();
            if let Some(index) = definitions.iter().position(|definition| definition.name == name) {
                found.push(name);
                if let Some(body) = &self.words.definitions[index].body {
                    self.used(&body.tree, index, found);
                }
            } else if self.words.functions.find(&name).is_some() {
                found.extend(self.below(&name));
            }
        }
    }

    /// A function and those that it calls.
    fn below(&self, name: &SmolStr) -> Vec<SmolStr> {
        let mut all = vec![name.clone()];
        let mut at = 0;
        while let Some(next) = all.get(at) {
            let calls = self.words.functions.called_by(next).to_vec();
            for call in calls {
                if !all.contains(&call) {
                    all.push(call);
                }
            }
            at += 1;
        }
        all
    }
}

/// The variable of this number.
fn local(place: usize) -> Form {
    Form::Atom(format_smolstr!("${place}"))
}

fn declared(name: &SmolStr, names: &mut Names) -> Form {
    let form = local(names.locals.len());
    names.locals.push((name.clone(), form.clone()));
    form
}

/// The parameters and the one expression of a function that may stand in the place of its call: nothing is converted on
/// the way in or out, nothing is held against limits, and no argument would stand there twice.
fn in_place(function: &Function, statements: Vec<Statement>) -> Option<(Vec<SmolStr>, Tree)> {
    let body = function.body.as_ref()?;
    let plain = function.params.iter().all(|param| is_plain(&param.shape)) && body.result.is_none();
    let kept = matches!(
        body.returns.kind,
        Kind::Bool | Kind::Int | Kind::String | Kind::Enum(_) | Kind::Timestamp | Kind::Duration
    );
    if !plain || !kept || !function.calls.is_empty() {
        return None;
    }
    let Ok([Statement { kind: StatementKind::Expression(tree) | StatementKind::Return(Some(tree)), .. }]) =
        <[Statement; 1]>::try_from(statements)
    else {
        return None;
    };
    let mut has_block = false;
    tree.blocks(&mut |_| has_block = true);
    let mut named = Vec::new();
    names_in(&tree, &mut named);
    let once = |name: &SmolStr| named.iter().filter(|other| *other == name).count() <= 1;
    let params: Vec<SmolStr> = function.params.iter().map(|param| param.name.clone()).collect();
    (!has_block && params.iter().all(once)).then_some((params, tree))
}

fn is_plain(shape: &Shape) -> bool {
    !shape.is_limited() && matches!(shape.of, Of::Bool | Of::Int | Of::String | Of::Timestamp | Of::Duration)
}

/// Every name that is read or called in `tree`, as often as it is.
fn names_in(tree: &Tree, found: &mut Vec<SmolStr>) {
    match &tree.kind {
        TreeKind::Name(name) => found.push(name.clone()),
        TreeKind::Call(call) => {
            found.push(call.name.clone());
            call.args.iter().for_each(|arg| names_in(arg, found));
        }
        TreeKind::Chain(base, links) => {
            names_in(base, found);
            for link in links {
                match &link.kind {
                    LinkKind::Field(_) => {}
                    LinkKind::Index(index) => names_in(index, found),
                    LinkKind::Method(name, args) => {
                        found.push(name.clone());
                        for arg in args {
                            names_in(arg, found);
                        }
                    }
                }
            }
        }
        TreeKind::Template(parts)
        | TreeKind::List(parts)
        | TreeKind::And(parts)
        | TreeKind::Or(parts)
        | TreeKind::Coalesce(parts) => parts.iter().for_each(|part| names_in(part, found)),
        TreeKind::Map(fields) => fields.iter().for_each(|field| names_in(&field.2, found)),
        TreeKind::Unary(_, one) => names_in(one, found),
        TreeKind::Binary(_, both) | TreeKind::In(_, both) | TreeKind::Range(_, both) => {
            names_in(&both.0, found);
            names_in(&both.1, found);
        }
        TreeKind::If(parts) => {
            names_in(&parts.0, found);
            names_in(&parts.1, found);
            names_in(&parts.2, found);
        }
        // Only in bodies of functions, of which the functions that they call are known already.
        TreeKind::Block(_)
        | TreeKind::Unit
        | TreeKind::Bool(_)
        | TreeKind::Int(_)
        | TreeKind::Number(_)
        | TreeKind::Str(_) => {}
    }
}
