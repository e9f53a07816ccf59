//! What parts of a journey say, as text that no layout changes, so that two of them can be compared.

use std::fmt::Write as _;

use crate::syntax::chart::{StepDecl, TriggerKind};
use crate::syntax::content::{Assignment, ConditionDecl, EventCall, ItemDecl, ItemKind, Piece, ValueDecl, ValueKind};
use crate::terms::span::Name;

/// What a step is, does and asks: all but its id, its words for people and where it leads.
pub fn of_step(decl: &StepDecl) -> String {
    let mut text = String::new();
    trigger(decl, &mut text);
    if let Some(guard) = &decl.guard {
        text.push_str(" if ");
        condition(guard, &mut text);
    }
    set(&decl.set, &mut text);
    items(&decl.actions, &mut text);
    let _ = write!(text, " {} {}", decl.to.names.is_empty(), decl.reenter.is_some());
    text
}

/// What a `set` says.
pub fn of_set(assignments: &[Assignment]) -> String {
    let mut text = String::new();
    set(assignments, &mut text);
    text
}

/// What a list of actions says.
pub fn of_items(list: &[ItemDecl]) -> String {
    let mut text = String::new();
    items(list, &mut text);
    text
}

fn trigger(decl: &StepDecl, text: &mut String) {
    let Some(trigger) = &decl.trigger else { return };
    match &trigger.kind {
        TriggerKind::Events(names) => names.iter().for_each(|name| word("on", &name.value, text)),
        TriggerKind::After(due) => timer("after", std::slice::from_ref(due), text),
        TriggerKind::At(due) => timer("at", std::slice::from_ref(due), text),
        TriggerKind::Every(due, times) => {
            timer("every", std::slice::from_ref(due), text);
            let _ = write!(text, " {:?}", times.as_ref().map(|times| times.value));
        }
        TriggerKind::Gaps(gaps) => timer("gaps", gaps, text),
        TriggerKind::Always => text.push_str(" always"),
    }
    trigger.within.iter().for_each(|window| word("within", &window.value, text));
}

fn timer(kind: &str, dues: &[ValueDecl], text: &mut String) {
    let _ = write!(text, " {kind}");
    for due in dues {
        value(due, text);
    }
}

fn word(kind: &str, name: &str, text: &mut String) {
    let _ = write!(text, " {kind} {name}");
}

fn condition(decl: &ConditionDecl, text: &mut String) {
    let mut all = |kind: &str, parts: &[ConditionDecl]| {
        let _ = write!(text, " {kind}(");
        for part in parts {
            condition(part, text);
        }
        text.push(')');
    };
    match decl {
        ConditionDecl::Expr(expression) => {
            let _ = write!(text, " ={}", expression.text.trim());
        }
        ConditionDecl::All(parts, _) => all("all", parts),
        ConditionDecl::Any(parts, _) => all("any", parts),
        ConditionDecl::Not(part, _) => all("not", std::slice::from_ref(&**part)),
    }
}

fn set(assignments: &[Assignment], text: &mut String) {
    for assignment in assignments {
        word("set", &assignment.variable.value, text);
        value(&assignment.value, text);
    }
}

fn items(list: &[ItemDecl], text: &mut String) {
    for item in list {
        match &item.kind {
            ItemKind::Act(name, params) => {
                word("do", &name.value, text);
                fields(params, text);
            }
            ItemKind::Raise(call) => event("raise", call, text),
            ItemKind::Emit(call) => event("emit", call, text),
            ItemKind::Schedule(schedule) => {
                event("schedule", &schedule.call, text);
                schedule.after.iter().for_each(|due| timer("after", std::slice::from_ref(due), text));
                schedule.at.iter().for_each(|due| timer("at", std::slice::from_ref(due), text));
                schedule.id.iter().for_each(|id| word("as", &id.value, text));
            }
            ItemKind::Cancel(name) => word("cancel", &name.value, text),
            ItemKind::Set(assignments) => set(assignments, text),
            ItemKind::If(decl, then, otherwise) => {
                text.push_str(" if");
                condition(decl, text);
                for (kind, branch) in [("then", then), ("else", otherwise)] {
                    let _ = write!(text, " {kind}(");
                    items(branch, text);
                    text.push(')');
                }
            }
        }
    }
}

fn event(kind: &str, call: &EventCall, text: &mut String) {
    word(kind, &call.event.value, text);
    fields(&call.payload, text);
}

/// The fields of a mapping, whose order says nothing.
fn fields(named: &[(Name, ValueDecl)], text: &mut String) {
    let mut sorted: Vec<&(Name, ValueDecl)> = named.iter().collect();
    sorted.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    text.push_str(" {");
    for (name, decl) in sorted {
        let _ = write!(text, " {}:", name.value);
        value(decl, text);
    }
    text.push('}');
}

fn value(decl: &ValueDecl, text: &mut String) {
    let _ = match &decl.kind {
        ValueKind::Null => write!(text, " null"),
        ValueKind::Bool(held) => write!(text, " {held}"),
        ValueKind::Int(held) => write!(text, " {held}"),
        ValueKind::Number(held) => write!(text, " {held}"),
        ValueKind::Str(held) => write!(text, " {held:?}"),
        ValueKind::Expr(expression) => write!(text, " ={}", expression.text.trim()),
        ValueKind::Template(pieces) => pieces.iter().try_for_each(|piece| match piece {
            Piece::Literal(held) => write!(text, " {held:?}"),
            Piece::Expr(expression) => write!(text, " ${}", expression.text.trim()),
        }),
        ValueKind::List(parts) => {
            text.push_str(" [");
            for part in parts {
                value(part, text);
            }
            write!(text, "]")
        }
        ValueKind::Map(named) => {
            fields(named, text);
            Ok(())
        }
    };
}
