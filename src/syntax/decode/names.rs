//! Names where they are declared: their patterns and what is reserved.

use crate::syntax::decode::context::Cx;
use crate::syntax::elements::naming::{IN_SCOPE, RESERVED};
use crate::terms::finding::Finding;
use crate::terms::name;
use crate::terms::rule;
use crate::terms::span::Name;

/// A state, step, action, window, cap, catalog or the like.
pub fn check_id(cx: &mut Cx<'_>, name: &Name, what: &str) {
    if !name::is_id(&name.value) {
        let help = "a name begins with a letter or `_` and goes on with letters, digits, `_` and `-`";
        bad(cx, name, format!("`{}` is no name for {what}", name.value), help);
    }
}

/// A context variable, or a param of a function.
pub fn check_word(cx: &mut Cx<'_>, name: &Name, what: &str) {
    if !name::is_word(&name.value) {
        let help = "expressions read it: begin with a letter or `_` and go on with letters, digits and `_`";
        bad(cx, name, format!("`{}` is no name for {what}", name.value), help);
    } else if RESERVED.contains(&&*name.value) {
        let help = "choose another name; Rhai, the language of expressions, keeps this word for itself";
        bad(cx, name, format!("`{}` is a reserved word and no name for {what}", name.value), help);
    }
}

/// A definition.
pub fn check_definition(cx: &mut Cx<'_>, name: &Name) {
    if IN_SCOPE.contains(&&*name.value) {
        let message = format!("`{}` is known to every expression and no name for a definition", name.value);
        return bad(cx, name, message, "choose another name");
    }
    check_word(cx, name, "a definition");
}

/// A function; `expr` knows those of the language.
pub fn check_function(cx: &mut Cx<'_>, name: &Name) {
    check_word(cx, name, "a function");
}

/// An event that is declared.
pub fn check_event(cx: &mut Cx<'_>, name: &Name) {
    if !name::is_event_text(&name.value) {
        let help = "an event's name has no spaces and no control characters";
        bad(cx, name, format!("`{}` is no name for an event", name.value), help);
    } else if !name::is_event(&name.value) || name.value.contains('*') {
        let help = "choose another name; `done.`, `succeeded.`, `failed.`, `held.` and `*` have a meaning of their own";
        bad(cx, name, format!("`{}` is a reserved name and cannot be declared", name.value), help);
    }
}

/// An exit rule.
pub fn check_exit(cx: &mut Cx<'_>, name: &Name) {
    if name::RESERVED_EXIT_RULES.contains(&&*name.value) {
        let message = format!("`{}` is an exit rule of the language itself", name.value);
        return bad(cx, name, message, "choose another name");
    }
    check_id(cx, name, "an exit rule");
}

fn bad(cx: &mut Cx<'_>, name: &Name, message: String, help: &str) {
    cx.report(Finding::new(rule::BAD_NAME, name.span, message).help(help));
}
