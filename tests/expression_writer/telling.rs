//! What programs say of themselves: their text compiles to the same again, and the parts of a condition add up.

use wayfare::expr::check::Compiled;
use wayfare::expr::explain::{Found, Made, Part, explain};
use wayfare::expr::inputs::Inputs;
use wayfare::expr::paths::Paths;
use wayfare::expr::program::Program;
use wayfare::expr::scope::Variable;
use wayfare::expr::term::{Condition, Term, TextPart};
use wayfare::expr::wording::Names;
use wayfare::terms::types::{Kind, Type};
use wayfare::terms::value::Value;

use super::values::{Answer, same};
use super::world::World;

impl World {
    /// That the text of `compiled` gives the same where the same is `want`ed, and of a condition what came of each part.
    /// A widening to number is of the place where an expression stands, so it is not in the text.
    pub fn tells_of_itself(
        &self,
        compiled: &Compiled,
        want: Option<&Type>,
        paths: &Paths,
        inputs: &Inputs<'_>,
    ) -> Result<(), String> {
        let names = self.names(paths);
        let words = compiled.program.wording(&names);
        let mut more = paths.clone();
        let again = self.compile(&words, want, &mut more).map_err(|faults| format!("{words}\n{faults:?}"))?;
        if more.len() > paths.len() {
            return Err(format!("{words}\nreads what it did not"));
        }
        let value = |program: &Compiled| -> Answer { program.program.eval(inputs).map_err(|error| error.to_string()) };
        let (first, second) = (value(compiled), value(&again));
        if !same(&first, &second) {
            return Err(format!("{words}\nprogram: {first:?}\nits text: {second:?}"));
        }
        if compiled.ty == Type::of(Kind::Bool) {
            conditions(&compiled.program)
                .iter()
                .try_for_each(|one| self.condition_tells(one, &names, paths, inputs))?;
        }
        if want.is_none() {
            terms(compiled).iter().try_for_each(|one| self.term_tells(one, &names, paths, inputs))?;
        }
        Ok(())
    }

    fn condition_tells(
        &self,
        condition: &Condition,
        names: &Names<'_>,
        paths: &Paths,
        inputs: &Inputs<'_>,
    ) -> Result<(), String> {
        let words = condition.wording(names);
        let whole = condition.test(inputs).map_err(|error| error.to_string());
        let again = self.compile(&words, None, &mut paths.clone()).map_err(|faults| format!("{words}\n{faults:?}"))?;
        let tested = again.program.test(inputs).map_err(|error| error.to_string());
        if whole.is_ok() != tested.is_ok() || whole.is_ok() && whole != tested {
            return Err(format!("{words}\ncondition: {whole:?}\nits text: {tested:?}"));
        }
        let part = explain(condition, inputs, names);
        let whole = whole.map_or_else(Found::Failed, Found::Holds);
        if (&part.text, &part.found) != (&words, &whole) {
            return Err(format!("{words} is {whole:?}, explained as {}: {:?}", part.text, part.found));
        }
        adds_up(&part)
    }

    fn term_tells(&self, term: &Term, names: &Names<'_>, paths: &Paths, inputs: &Inputs<'_>) -> Result<(), String> {
        let words = term.wording(names);
        let again = self.compile(&words, None, &mut paths.clone()).map_err(|faults| format!("{words}\n{faults:?}"))?;
        let value = term.eval(inputs).map_err(|error| error.to_string());
        let text = again.program.eval(inputs).map_err(|error| error.to_string());
        if same(&value, &text) { Ok(()) } else { Err(format!("{words}\nterm: {value:?}\nits text: {text:?}")) }
    }

    fn names<'a>(&'a self, paths: &'a Paths) -> Names<'a> {
        fn of(variables: &[Variable]) -> Vec<&str> {
            variables.iter().map(|variable| variable.name.as_str()).collect()
        }
        let scope = self.scope();
        let mut states = vec![""; scope.states.len() + 1];
        scope.states.iter().for_each(|(name, number)| states[*number as usize] = name.as_str());
        Names {
            context: of(scope.context),
            old: of(scope.old),
            profile: of(scope.profile),
            purposes: scope.purposes,
            states: states.into(),
            paths,
        }
    }
}

/// Conditions of YAML around one question, each of another shape.
fn conditions(program: &Program) -> Vec<Condition> {
    let one = || Condition::Expression(program.clone());
    let not = |condition| Condition::Not(Box::new(condition));
    vec![
        one(),
        not(one()),
        not(not(one())),
        Condition::All(vec![one(), Condition::All(vec![not(one()), one()])]),
        Condition::Any(vec![Condition::All(vec![one(), one()]), Condition::Any(vec![not(one())]), one()]),
        not(Condition::Any(vec![Condition::Any(Vec::new()), Condition::All(Vec::new()), one()])),
        not(Condition::All(vec![one()])),
    ]
}

/// Values of YAML around one expression.
fn terms(compiled: &Compiled) -> Vec<Term> {
    let one = || Term::Expression(compiled.program.clone());
    let mut terms = vec![
        one(),
        Term::List(vec![one(), one()]),
        Term::Object(vec![("default".into(), one()), ("a b".into(), Term::Constant(Value::str("\"`${")))]),
    ];
    let scalar = !matches!(compiled.ty.kind, Kind::List(_) | Kind::Object(_) | Kind::Null);
    if scalar && (!compiled.ty.optional || compiled.ty.kind == Kind::Any) {
        let literal = |text: &str| TextPart::Literal(text.into());
        let computed = || TextPart::Expression(compiled.program.clone());
        terms.push(Term::Text(vec![literal("a "), computed(), literal("`${ \\ \n"), computed()]));
    }
    terms
}

/// That what the parts of `part` come to is what it was found to be.
fn adds_up(part: &Part) -> Result<(), String> {
    let (parts, decides) = match &part.made {
        Made::Question(..) => return Ok(()),
        Made::Not(inner) => {
            adds_up(inner)?;
            let turned = match &inner.found {
                Found::Holds(holds) => Found::Holds(!holds),
                other => other.clone(),
            };
            return if part.found == turned { Ok(()) } else { Err(format!("{} is not {turned:?}", part.text)) };
        }
        Made::All(parts) => (parts, false),
        Made::Any(parts) => (parts, true),
    };
    parts.iter().try_for_each(adds_up)?;
    let asked = parts.iter().take_while(|part| part.found != Found::Unasked);
    let decisive = asked.map(|part| &part.found).find(|found| **found != Found::Holds(!decides));
    let whole = match (&part.found, decisive) {
        (Found::Unasked, None) => Found::Unasked,
        (_, decisive) => decisive.cloned().unwrap_or(Found::Holds(!decides)),
    };
    if part.found == whole { Ok(()) } else { Err(format!("{}: {parts:?} come to {whole:?}", part.text)) }
}
