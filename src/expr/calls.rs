//! Calls: the functions of the language by their table, the journey's own by their parameters.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::builtin::{self, Builtin, Signature, Sort, Surroundings};
use crate::expr::calendar;
use crate::expr::checker::{Asker, Checker, MAX_NESTING, Typed, convert};
use crate::expr::function::Function;
use crate::expr::inputs::Complaints;
use crate::expr::kinds::{fits, show};
use crate::expr::node::{Node, Reach};
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{Call, Link, Tree, TreeKind};
use crate::terms::rule::{ACTION_PARAMS, EXPRESSION_SYNTAX, UNKNOWN_NAME};
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// An argument and where it stands; one that could not be typed is absent.
type Argument<'t> = (Option<Typed>, Place, Option<&'t Tree>);

impl Checker<'_> {
    pub(crate) fn call_by_name(&mut self, call: &Call, place: Place) -> Option<Typed> {
        if call.name == "in_state" && self.scope.person {
            return self.in_state(call, place);
        }
        self.call(&call.name, call.at, Vec::new(), &call.args, Reach::Must)
    }

    /// `receiver.name(args)`; of what is missing as `reach` says.
    pub(crate) fn call_method(
        &mut self,
        name: &SmolStr,
        link: &Link,
        (receiver, at): (Typed, Place),
        args: &[Tree],
        reach: Reach,
    ) -> Option<Typed> {
        self.call(name, link.place, vec![(Some(receiver), at, None)], args, reach)
    }

    fn call<'t>(
        &mut self,
        name: &SmolStr,
        at: Place,
        mut given: Vec<Argument<'t>>,
        args: &'t [Tree],
        reach: Reach,
    ) -> Option<Typed> {
        let scope = self.scope;
        if let Some(function) = scope.functions.find(name) {
            self.reads.functions.push(name.clone());
            if function.open || builtin::find(name).is_some() {
                // What it takes, or which of the two is meant, is not known: the function has a fault of its own.
                for arg in args {
                    self.check(arg);
                }
                return None;
            }
            return self.call_function(function, at, given, args, reach);
        }
        let Some(builtin) = builtin::find(name) else {
            let help = self.instead_of_call(name, given.is_empty() && args.is_empty());
            return self.fault_with(UNKNOWN_NAME, at, format!("there is no function `{name}`"), help);
        };
        if builtin.name == "floor" {
            self.floored = args.first().map(|arg| arg.place);
        }
        for arg in args {
            let typed = self.check(arg);
            given.push((typed, arg.place, Some(arg)));
        }
        self.floored = None;
        self.call_builtin(builtin, at, given, reach)
    }

    /// What to do where `name` is called, which is no function here; `bare` is whether nothing stands between its brackets.
    fn instead_of_call(&self, name: &str, bare: bool) -> Option<String> {
        let Scope { functions, person, .. } = self.scope;
        if functions.later.iter().any(|later| later == name) {
            let why = if self.frame.function == name { "is this function itself" } else { "is declared further down" };
            return Some(format!("`{name}` {why}; a function may call those above it"));
        }
        if name == "not" {
            return Some("write `!`".to_owned());
        }
        if name == "now" && bare && *person {
            return Some("write `now`, without brackets".to_owned());
        }
        let mut all: Vec<&str> = functions.names().collect();
        for known in builtin::names().filter(|known| *person || *known != "in_state") {
            all.push(known);
        }
        suggest::nearest(name, all).map(|near| format!("did you mean `{near}`?"))
    }

    fn call_builtin(
        &mut self,
        builtin: &'static Builtin,
        at: Place,
        given: Vec<Argument<'_>>,
        reach: Reach,
    ) -> Option<Typed> {
        let counts = builtin.signatures.iter().any(|signature| signature.params.len() == given.len());
        if !counts {
            return self.wrong_count(builtin, at, given.len());
        }
        if given.iter().any(|argument| argument.0.is_none()) {
            return None;
        }
        let mut args: Vec<(Typed, Place, Option<&Tree>)> = Vec::new();
        let mut there = true;
        for (typed, place, tree) in given {
            let typed = typed?;
            if builtin.name != "has" {
                there &= self.present(&typed, place).is_some();
            }
            args.push((typed, place, tree));
        }
        if !there {
            return None;
        }
        let Some(signature) = builtin.signatures.iter().find(|signature| takes(signature, &args).is_none()) else {
            return self.wrong_argument(builtin, &args);
        };
        self.literals(signature, &args)?;
        if let [(list, ..), (_, _, Some(item))] = args.as_slice()
            && !list.node.is_literal()
        {
            self.strange_item(item, &list.ty)?;
        }
        let open = undecided(builtin, &args);
        let result = match signature.result {
            Sort::List => args.first().map(|list| list.0.ty.clone())?,
            _ if open.is_some_and(|one_result| !one_result) => Type::of(Kind::Any),
            sort => type_of(sort, None),
        };
        let told = (builtin.name == "has").then(|| args.first().map(|arg| self.has_tells(&arg.0))).flatten();
        let first = args.first().map(|arg| arg.0.ty.clone());
        let nodes: Vec<Node> = args
            .into_iter()
            .zip(signature.params)
            .map(|((typed, _, _), (_, sort))| match open {
                Some(_) => typed.node,
                None => convert(typed, &type_of(*sort, first.as_ref())).node,
            })
            .collect();
        let node = folded(builtin, reach, nodes);
        let typed = Typed::new(node, result);
        Some(match told {
            Some((when_true, when_false)) => typed.telling(when_true, when_false),
            None => typed,
        })
    }

    fn has_tells(&self, arg: &Typed) -> (crate::expr::facts::Facts, crate::expr::facts::Facts) {
        let mut known = self.facts.clone();
        if let Some(spot) = &arg.spot {
            known.learn(spot);
        }
        (known, self.facts.clone())
    }

    fn wrong_count(&mut self, builtin: &Builtin, at: Place, found: usize) -> Option<Typed> {
        let asked = builtin.signatures.iter().map(written).collect::<Vec<_>>().join("` or `");
        let message = format!("`{}` takes other parameters than {found}", builtin.name);
        self.fault_with(ACTION_PARAMS, at, message, Some(format!("write `{}{asked}`", builtin.name)))
    }

    fn wrong_argument(&mut self, builtin: &Builtin, args: &[(Typed, Place, Option<&Tree>)]) -> Option<Typed> {
        let closest = builtin.signatures.iter().filter_map(|signature| takes(signature, args)).max()?;
        let (found, place, _) = args.get(closest)?;
        let mut asked: Vec<String> = builtin
            .signatures
            .iter()
            .filter(|signature| takes(signature, args) == Some(closest))
            .filter_map(|signature| signature.params.get(closest))
            .map(|(_, sort)| show(&type_of(*sort, args.first().map(|arg| &arg.0.ty))))
            .collect();
        asked.dedup();
        let message = format!("`{}` takes {} here, not {}", builtin.name, asked.join(" or "), show(&found.ty));
        let help = builtin.signatures.iter().map(written).collect::<Vec<_>>().join("` or `");
        self.fault_with(ACTION_PARAMS, *place, message, Some(format!("write `{}{help}`", builtin.name)))
    }

    /// A literal argument that can only fail when it runs is a fault of the file.
    fn literals(&mut self, signature: &Signature, args: &[(Typed, Place, Option<&Tree>)]) -> Option<()> {
        let mut right = Some(());
        for ((typed, place, tree), (_, sort)) in args.iter().zip(signature.params) {
            let judged = match (&typed.node, tree) {
                (Node::Constant(Value::Str(text)), _) => self.spelled(text, *place, *sort),
                (_, Some(tree)) => self.spelled_in(tree, *sort),
                _ => Some(()),
            };
            right = right.and(judged);
        }
        right
    }

    fn call_function(
        &mut self,
        function: &Function,
        at: Place,
        given: Vec<Argument<'_>>,
        args: &[Tree],
        reach: Reach,
    ) -> Option<Typed> {
        let count = given.len() + args.len();
        if count != function.params.len() {
            let help = format!("write `{}`", function.written());
            let asked = function.params.len();
            let noun = if asked == 1 { "parameter" } else { "parameters" };
            let message = format!("`{}` takes {asked} {noun}, not {count}", function.name);
            return self.fault_with(ACTION_PARAMS, at, message, Some(help));
        }
        let mut nodes = Vec::new();
        let mut whole = true;
        let mut params = function.params.iter();
        for (typed, place, _) in given {
            let param = params.next()?;
            let what = format!("the param `{}`", param.name);
            let fitted = self.fit(typed?, &param.shape.type_of(), place, Asker { rule: ACTION_PARAMS, what: &what });
            whole &= fitted.is_some();
            nodes.extend(fitted.map(|typed| typed.node));
        }
        for (arg, param) in args.iter().zip(params) {
            let what = format!("the param `{}`", param.name);
            let fitted = self.expect(arg, &param.shape.type_of(), Asker { rule: ACTION_PARAMS, what: &what });
            whole &= fitted.is_some();
            nodes.extend(fitted.map(|typed| typed.node));
        }
        self.deepest = self.deepest.max(self.nesting + function.depth);
        if self.deepest > MAX_NESTING {
            let help = Some("let fewer functions stand on one another".to_owned());
            return self.fault_with(EXPRESSION_SYNTAX, at, "functions call one another too deeply here", help);
        }
        // A function with faults of its own has no body: they were reported where they stand.
        let body = function.body.as_ref()?;
        whole.then(|| Typed::new(Node::Function(reach, Arc::clone(body), nodes.into()), body.returns.clone()))
    }

    fn in_state(&mut self, call: &Call, place: Place) -> Option<Typed> {
        let [Tree { kind: TreeKind::Str(name), place: at }] = call.args.as_slice() else {
            let help = Some("write `in_state(\"X\")` with the name of a state".to_owned());
            let place = call.args.first().map_or(place, |arg| arg.place);
            return self.fault_with(ACTION_PARAMS, place, "`in_state` takes the name of a state as it stands", help);
        };
        let Some(number) = self.scope.states.get(name) else {
            let mut names: Vec<&str> = self.scope.states.keys().map(SmolStr::as_str).collect();
            names.sort_unstable();
            let help = suggest::help(name, names);
            return self.fault_with(UNKNOWN_NAME, *at, format!("there is no state `{name}`"), help);
        };
        self.reads.states.push(*number);
        Some(Typed::of(Node::InState(*number), Kind::Bool))
    }
}

/// Whether values of `any` among `args` leave it open until the call which signature is meant; if so, whether all of
/// those have one result.
fn undecided(builtin: &Builtin, args: &[(Typed, Place, Option<&Tree>)]) -> Option<bool> {
    args.iter().find(|arg| arg.0.ty.kind == Kind::Any)?;
    let mut results = builtin.signatures.iter().filter(|one| takes(one, args).is_none()).map(|one| one.result);
    let first = results.next()?;
    let others: Vec<Sort> = results.collect();
    (!others.is_empty()).then(|| others.iter().all(|other| *other == first))
}

/// The first argument that `signature` does not take; absent where it takes all.
fn takes(signature: &Signature, args: &[(Typed, Place, Option<&Tree>)]) -> Option<usize> {
    if signature.params.len() != args.len() {
        return Some(0);
    }
    let first = args.first().map(|arg| &arg.0.ty);
    signature.params.iter().zip(args).position(|((_, sort), (typed, _, _))| {
        let want = type_of(*sort, first);
        match sort {
            Sort::List => !matches!(typed.ty.kind, Kind::List(_) | Kind::Any),
            Sort::Item => !crate::expr::kinds::comparable(&typed.ty.kind, &want.kind),
            _ => !fits(&typed.ty.kind, &want.kind),
        }
    })
}

fn type_of(sort: Sort, first: Option<&Type>) -> Type {
    Type::of(match sort {
        Sort::Bool => Kind::Bool,
        Sort::Int => Kind::Int,
        Sort::Number => Kind::Number,
        Sort::Text | Sort::DurationText | Sort::InstantText | Sort::Zone | Sort::Clock => Kind::String,
        Sort::Timestamp => Kind::Timestamp,
        Sort::Duration => Kind::Duration,
        Sort::Maybe => Kind::Any,
        Sort::Weekday => return Type::one_of(&calendar::WEEKDAYS),
        Sort::List => {
            let list = first.filter(|first| matches!(first.kind, Kind::List(_) | Kind::Any));
            return list.cloned().unwrap_or(Type::list(Type::of(Kind::Any)));
        }
        Sort::Item => match first.map(|first| &first.kind) {
            Some(Kind::List(item)) => return (**item).clone(),
            _ => Kind::Any,
        },
    })
}

fn written(signature: &Signature) -> String {
    let params: Vec<&str> = signature.params.iter().map(|param| param.0).collect();
    format!("({})", params.join(", "))
}

/// The call; an instant or a length where all arguments are known and it has one whatever the surroundings. A value of
/// another type would be a literal of its own: other things are known of that.
fn folded(builtin: &'static Builtin, reach: Reach, nodes: Vec<Node>) -> Node {
    let constants = nodes.iter().map(|node| match node {
        Node::Constant(value) => Some(value.clone()),
        _ => None,
    });
    if let Some(values) = constants.collect::<Option<Vec<_>>>() {
        let complaints = Complaints::default();
        let surroundings = Surroundings { default_tz: "UTC", complaints: &complaints };
        if let Ok(value) = (builtin.run)(surroundings, &values)
            && complaints.is_empty()
            && matches!(value, Value::Timestamp(_) | Value::Duration(_))
        {
            return Node::Constant(value);
        }
    }
    Node::Call(reach, builtin, nodes.into())
}
