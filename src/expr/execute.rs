//! How the body of a function runs: its own slots, bounded loops.

use crate::expr::evaluation::{Flow, Run};
use crate::expr::fault::EvalError;
use crate::expr::kinds::convert;
use crate::expr::node::{Body, Line, Node};
use crate::expr::sizes::weight;
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// The value of lines that stand where a value belongs.
pub(crate) fn value_of(run: &Run<'_>, lines: &[Line]) -> Result<Value, EvalError> {
    match execute(run, lines)? {
        Flow::Value(value) | Flow::Return(value) => Ok(value),
        Flow::Break | Flow::Continue => Ok(Value::Unit),
    }
}

impl Node {
    /// The value of a block inside an expression. One that is left ends the expression around it as an error does.
    pub(crate) fn block(run: &Run<'_>, lines: &[Line]) -> Result<Value, EvalError> {
        match execute(run, lines)? {
            Flow::Value(value) => Ok(value),
            flow => {
                run.left.replace(Some(flow));
                Err(EvalError::new("the block was left"))
            }
        }
    }
}

impl Body {
    /// The result for `args`.
    pub(crate) fn call(&self, run: &Run<'_>, args: &[Value]) -> Result<Value, EvalError> {
        for (place, field) in &self.limits {
            within(&field.shape, args.get(*place), &format!("the parameter `{}` of `{}`", field.name, self.name))?;
        }
        let outer = run.base.get();
        let base = run.locals.borrow().len();
        {
            let mut locals = run.locals.borrow_mut();
            locals.extend(args.iter().cloned());
            locals.resize(base + self.slots.max(args.len()), Value::Unit);
        }
        run.base.set(base);
        let result = value_of(run, &self.lines);
        run.base.set(outer);
        run.locals.borrow_mut().truncate(base);
        let value = result
            .and_then(|value| run.charge(weight(&value)).and_then(|()| convert(value, &self.returns)))
            .map_err(|EvalError::Failed(words)| {
                EvalError::new(if words.starts_with('`') { words } else { format!("in `{}`: {words}", self.name) })
            })?;
        if let Some(shape) = &self.result {
            within(shape, Some(&value), &format!("the result of `{}`", self.name))?;
        }
        Ok(value)
    }
}

/// `min`, `max` and `pattern` hold for what goes into a function and what comes out of it.
fn within(shape: &Shape, value: Option<&Value>, what: &str) -> Result<(), EvalError> {
    let value = value.cloned().unwrap_or_default();
    shape.admit(value).map(|_| ()).map_err(|misfit| EvalError::new(format!("{misfit}, for {what}")))
}

fn execute(run: &Run<'_>, lines: &[Line]) -> Result<Flow, EvalError> {
    let mut last = Value::Unit;
    for line in lines {
        let flow = match step(run, line) {
            Err(error) => run.left.take().ok_or(error)?,
            Ok(flow) => flow,
        };
        match flow {
            Flow::Value(value) => last = value,
            other => return Ok(other),
        }
    }
    Ok(Flow::Value(last))
}

fn step(run: &Run<'_>, line: &Line) -> Result<Flow, EvalError> {
    run.charge(1)?;
    match line {
        Line::Value(node) => node.eval(run).map(Flow::Value),
        Line::Set(slot, node) => {
            let value = node.eval(run)?;
            set(run, *slot, value);
            Ok(Flow::Value(Value::Unit))
        }
        Line::If(condition, then, other) => execute(run, if condition.test(run)? { then } else { other }),
        Line::Block(lines) => execute(run, lines),
        Line::ForList(item, counter, list, lines) => {
            let Value::List(items) = list.eval(run)? else { return Err(EvalError::new("`for` goes over a list")) };
            each(run, (*item, *counter), items.iter().cloned(), lines)
        }
        Line::ForRange(item, counter, ends, inclusive, lines) => {
            let (from, to) = (as_int(&ends.0, run)?, as_int(&ends.1, run)?);
            let ints = from..to;
            let last = inclusive.then_some(to).filter(|to| *to >= from);
            each(run, (*item, *counter), ints.chain(last).map(Value::Int), lines)
        }
        Line::While(condition, lines) => {
            while condition.test(run)? {
                run.charge(1)?;
                match execute(run, lines)? {
                    Flow::Break => break,
                    Flow::Return(value) => return Ok(Flow::Return(value)),
                    Flow::Value(_) | Flow::Continue => {}
                }
            }
            Ok(Flow::Value(Value::Unit))
        }
        Line::Break => Ok(Flow::Break),
        Line::Continue => Ok(Flow::Continue),
        Line::Return(node) => node.eval(run).map(Flow::Return),
    }
}

fn each(
    run: &Run<'_>,
    (item, counter): (u16, Option<u16>),
    items: impl Iterator<Item = Value>,
    lines: &[Line],
) -> Result<Flow, EvalError> {
    for (index, value) in items.enumerate() {
        run.charge(1)?;
        set(run, item, value);
        if let Some(counter) = counter {
            set(run, counter, Value::Int(index as i64));
        }
        match execute(run, lines)? {
            Flow::Break => break,
            Flow::Return(value) => return Ok(Flow::Return(value)),
            Flow::Value(_) | Flow::Continue => {}
        }
    }
    Ok(Flow::Value(Value::Unit))
}

fn set(run: &Run<'_>, slot: u16, value: Value) {
    let place = run.base.get() + usize::from(slot);
    if let Some(local) = run.locals.borrow_mut().get_mut(place) {
        *local = value;
    }
}

fn as_int(node: &Node, run: &Run<'_>) -> Result<i64, EvalError> {
    match node.eval(run)? {
        Value::Int(int) => Ok(int),
        other => Err(EvalError::new(format!("{} where an int is expected", other.describe()))),
    }
}
