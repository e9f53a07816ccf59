//! An expectation as written becomes one that can be judged.

use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::syntax::scenarios::{CallDecl, ExpectDecl};
use crate::terms::finding::Finding;
use crate::terms::rule::SCENARIO_DRIFT;
use crate::terms::shape::Shape;
use crate::terms::span::{Name, Spanned};
use crate::terms::value::Value;
use crate::trial::drift;
use crate::trial::literal::typed;
use crate::trial::persons::Persons;
use crate::trial::script::{Call, Expectation, Role, Valued};
use crate::trial::stage::{Stage, sorted};

/// The expectation of `decl`, of `sender` where it does not say of whom; what it names and what is not is a finding.
pub fn expectation(
    decl: &ExpectDecl,
    stage: &Stage,
    persons: &Persons,
    sender: Role,
    findings: &mut Vec<Finding>,
) -> Expectation {
    let mut names = Names { stage, findings };
    let of = match decl.as_.as_ref().map(|name| persons.named(name)) {
        None => sender,
        Some(Ok(role)) => role,
        Some(Err(finding)) => {
            names.findings.push(*finding);
            sender
        }
    };
    Expectation {
        span: decl.span,
        of,
        state: decl.state.as_ref().map(|said| names.states(said)),
        status: decl.status.clone(),
        context: names.context(&decl.context),
        profile: names.profile(&decl.profile),
        actions: decl.actions.as_ref().map(|said| names.calls(said)),
        actions_include: decl.actions_include.as_ref().map(|said| names.calls(said)),
        held: decl.held.clone().inspect(|said| said.value.iter().for_each(|(name, _)| names.action(name))),
        steps: decl.steps.as_ref().map(|said| names.steps(said)),
        no_step: decl.no_step.clone(),
        ignored: decl.ignored.clone(),
        dead_letter: decl.dead_letter.clone(),
        timers: decl.timers.clone().inspect(|said| said.value.iter().for_each(|(name, _)| names.timer(name))),
    }
}

/// The value of a variable of the tested journey, as the newest version holds it whose type it has.
pub fn variable(name: &Name, decl: &ValueDecl, stage: &Stage) -> Result<Value, Box<Finding>> {
    let what = format!("the variable `{}`", name.value);
    let shapes = stage.variables.get(&name.value).map_or(&[][..], Vec::as_slice);
    let mut first = None;
    for shape in shapes {
        match typed(decl, shape, &what) {
            Ok(value) => return Ok(value),
            Err(finding) => first = first.or(Some(finding)),
        }
    }
    let unknown = || Box::new(drift::unknown(name, "no variable is called", sorted(stage.variables.keys())));
    Err(first.unwrap_or_else(unknown))
}

struct Names<'a> {
    stage: &'a Stage,
    findings: &'a mut Vec<Finding>,
}

impl Names<'_> {
    fn states(&mut self, said: &Spanned<Vec<Name>>) -> Spanned<Vec<SmolStr>> {
        let stage = self.stage;
        for name in &said.value {
            match stage.states.get(&name.value) {
                None => {
                    let atomic = stage.states.iter().filter(|(_, atomic)| **atomic).map(|(name, _)| name);
                    self.findings.push(drift::unknown(name, "no state is called", sorted(atomic)));
                }
                Some(false) => {
                    let message = format!("`{}` is no atomic state", name.value);
                    let finding = Finding::new(SCENARIO_DRIFT, name.span, message);
                    self.findings.push(finding.help("expect the states inside that a person can be in"));
                }
                Some(true) => {}
            }
        }
        Spanned::new(said.value.iter().map(|name| name.value.clone()).collect(), said.span)
    }

    fn steps(&mut self, said: &Spanned<Vec<Name>>) -> Spanned<Vec<SmolStr>> {
        let stage = self.stage;
        for name in said.value.iter().filter(|name| !stage.steps.contains(&name.value)) {
            self.findings.push(drift::unknown(name, "no step is called", sorted(&stage.steps)));
        }
        Spanned::new(said.value.iter().map(|name| name.value.clone()).collect(), said.span)
    }

    fn timer(&mut self, name: &Name) {
        if !self.stage.timers.contains(&name.value) {
            self.findings.push(drift::unknown(name, "no timer is called", sorted(&self.stage.timers)));
        }
    }

    fn action(&mut self, name: &Name) {
        if self.stage.action(&name.value).is_none() {
            self.findings.push(drift::unknown(name, "no action is called", self.stage.action_names()));
        }
    }

    fn context(&mut self, said: &[(Name, ValueDecl)]) -> Vec<Valued> {
        let stage = self.stage;
        let mut context = Vec::with_capacity(said.len());
        for (name, decl) in said {
            match variable(name, decl, stage) {
                Ok(value) => context.push(Valued { name: name.clone(), value }),
                Err(finding) => self.findings.push(*finding),
            }
        }
        context
    }

    fn profile(&mut self, said: &[(Name, ValueDecl)]) -> Vec<(u16, Valued)> {
        let fields = &self.stage.fleet.profile;
        let mut profile = Vec::with_capacity(said.len());
        for (name, decl) in said {
            let Some(slot) = fields.iter().position(|field| field.name == name.value) else {
                let known = fields.iter().map(|field| field.name.as_str());
                self.findings.push(drift::unknown(name, "no profile field is called", known));
                continue;
            };
            // What is not known of a person is missing, whatever its type.
            let shape = Shape { optional: true, ..fields[slot].shape.clone() };
            match typed(decl, &shape, &format!("the profile field `{}`", name.value)) {
                Ok(value) => profile.push((slot as u16, Valued { name: name.clone(), value })),
                Err(finding) => self.findings.push(*finding),
            }
        }
        profile
    }

    fn calls(&mut self, said: &Spanned<Vec<CallDecl>>) -> Spanned<Vec<Call>> {
        Spanned::new(said.value.iter().map(|call| self.call(call)).collect(), said.span)
    }

    fn call(&mut self, decl: &CallDecl) -> Call {
        let mut call = Call { action: decl.action.value.clone(), params: Vec::with_capacity(decl.params.len()) };
        let Some(action) = self.stage.action(&decl.action.value) else {
            self.action(&decl.action);
            return call;
        };
        for (name, value) in &decl.params {
            let Some(field) = action.params.iter().find(|field| field.name == name.value) else {
                let known = action.params.iter().map(|field| field.name.as_str());
                self.findings.push(drift::unknown(name, &format!("`{}` has no param", decl.action.value), known));
                continue;
            };
            match typed(value, &field.shape, &format!("the param `{}`", name.value)) {
                Ok(value) => call.params.push((name.value.clone(), value)),
                Err(finding) => self.findings.push(*finding),
            }
        }
        call
    }
}
