//! A guard or an `if` becomes a condition, and says what is known once it held or did not.

use crate::expr::check::{self, Reads, Want};
use crate::expr::facts::Facts;
use crate::expr::parse;
use crate::expr::scope::Scope;
use crate::expr::term::Condition;
use crate::model::ground::Notes;
use crate::syntax::content::ConditionDecl;
use crate::syntax::text::Text;
use crate::terms::rule;
use crate::terms::types::{Kind, Type};

/// A typed condition.
#[derive(Clone, Debug)]
pub struct Tested {
    /// It; one that has faults never holds.
    pub condition: Condition,
    /// What is known where it held.
    pub when_true: Facts,
    /// What is known where it did not.
    pub when_false: Facts,
    /// What it reads.
    pub reads: Reads,
}

/// Compiles a condition; `what` asks for it ("a guard").
pub fn condition(decl: &ConditionDecl, what: &str, scope: &Scope<'_>, facts: &Facts, notes: &mut Notes) -> Tested {
    match decl {
        ConditionDecl::Expr(text) => expression(text, what, scope, facts, notes),
        ConditionDecl::All(parts, _) => all(parts, what, scope, facts, notes),
        ConditionDecl::Any(parts, _) => any(parts, what, scope, facts, notes),
        ConditionDecl::Not(part, _) => {
            let inner = condition(part, what, scope, facts, notes);
            Tested {
                condition: Condition::Not(Box::new(inner.condition)),
                when_true: inner.when_false,
                when_false: inner.when_true,
                reads: inner.reads,
            }
        }
    }
}

/// The guard of something, and what is known behind it; without one, nothing new.
pub fn guard(decl: Option<&ConditionDecl>, scope: &Scope<'_>, notes: &mut Notes) -> (Option<Condition>, Facts) {
    match decl {
        None => (None, Facts::default()),
        Some(decl) => {
            let tested = condition(decl, "a guard", scope, &Facts::default(), notes);
            (Some(tested.condition), tested.when_true)
        }
    }
}

fn expression(text: &Text, what: &str, scope: &Scope<'_>, facts: &Facts, notes: &mut Notes) -> Tested {
    let ty = Type::of(Kind::Bool);
    let want = Want { ty: Some(&ty), rule: rule::TYPE_MISMATCH, what };
    let compiled = parse::parse(text, &mut notes.findings)
        .and_then(|parsed| check::compile(&parsed, scope, want, facts, &mut notes.paths, &mut notes.findings));
    let Some(compiled) = compiled else {
        notes.uses.lose(&text.text);
        return Tested {
            condition: Condition::Any(Vec::new()),
            when_true: facts.clone(),
            when_false: facts.clone(),
            reads: Reads::default(),
        };
    };
    notes.uses.add(&compiled.reads);
    Tested {
        condition: Condition::Expression(compiled.program),
        when_true: compiled.when_true,
        when_false: compiled.when_false,
        reads: compiled.reads,
    }
}

fn all(parts: &[ConditionDecl], what: &str, scope: &Scope<'_>, facts: &Facts, notes: &mut Notes) -> Tested {
    let mut known = facts.clone();
    let mut failed: Option<Facts> = None;
    let mut reads = Reads::default();
    let mut conditions = Vec::with_capacity(parts.len());
    for part in parts {
        let tested = condition(part, what, scope, &known, notes);
        conditions.push(tested.condition);
        reads.merge(&tested.reads);
        failed = Some(failed.map_or_else(|| tested.when_false.clone(), |so_far| so_far.or(&tested.when_false)));
        known = tested.when_true;
    }
    Tested {
        condition: Condition::All(conditions),
        when_true: known,
        when_false: failed.unwrap_or_else(|| facts.clone()),
        reads,
    }
}

fn any(parts: &[ConditionDecl], what: &str, scope: &Scope<'_>, facts: &Facts, notes: &mut Notes) -> Tested {
    let mut known = facts.clone();
    let mut held: Option<Facts> = None;
    let mut reads = Reads::default();
    let mut conditions = Vec::with_capacity(parts.len());
    for part in parts {
        let tested = condition(part, what, scope, &known, notes);
        conditions.push(tested.condition);
        reads.merge(&tested.reads);
        held = Some(held.map_or_else(|| tested.when_true.clone(), |so_far| so_far.or(&tested.when_true)));
        known = tested.when_false;
    }
    Tested {
        condition: Condition::Any(conditions),
        when_true: held.unwrap_or_else(|| facts.clone()),
        when_false: known,
        reads,
    }
}
