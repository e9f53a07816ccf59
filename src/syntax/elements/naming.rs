//! What names look like, and which words are none.

use crate::terms::element::{Form, Naming, form};
use crate::terms::name::{EVENT_TEXT, ID, RESERVED_EXIT_RULES, WORD};

/// Words that Rhai keeps for itself.
pub const RESERVED: [&str; 66] = [
    "Fn",
    "_",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "exit",
    "export",
    "false",
    "fn",
    "for",
    "global",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "null",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "each",
    "then",
];

/// What every expression knows already; a definition of the same name could not be told apart.
pub const IN_SCOPE: [&str; 6] = ["ctx", "event", "now", "profile", "state", "user"];

/// Items of `actions` that are of the language itself, and so no names of actions.
pub const ITEMS: [&str; 8] = ["raise", "emit", "schedule", "cancel", "set", "if", "then", "else"];
/// What an event's name cannot be where it is declared: a pattern's sign, or a prefix of the engine's own events.
const DECLARED_EVENT: &str = concat!(
    r"^(?!done\.|failed\.|succeeded\.|held\.)",
    r"[^*\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$"
);

const fn id(id: &'static str, what: &'static str) -> Naming {
    Naming { id, what, pattern: Some(ID), except: &[], digits: false }
}

const fn word(id: &'static str, what: &'static str, except: &'static [&'static [&'static str]]) -> Naming {
    Naming { id, what, pattern: Some(WORD), except, digits: false }
}

const fn any(id: &'static str, what: &'static str) -> Naming {
    Naming { id, what, pattern: None, except: &[], digits: true }
}

/// A journey.
pub static JOURNEY: Naming = id("journey", "the id of a journey");
/// A catalog.
pub static CATALOG: Naming = id("catalog", "the id of a catalog");
/// A state.
pub static STATE: Naming = id("state", "the name of a state");
/// A step.
pub static STEP: Naming = id("step", "the id of a step");
/// An action where it is declared.
pub static ACTION: Naming = Naming { except: &[&ITEMS], ..id("action", "the name of an action") };
/// A window.
pub static WINDOW: Naming = id("window", "the name of a window");
/// A cap.
pub static CAP: Naming = id("cap", "the name of a cap");
/// A goal.
pub static GOAL: Naming = id("goal", "the id of a goal");
/// An exit rule.
pub static EXIT: Naming = Naming { except: &[&RESERVED_EXIT_RULES], ..id("exit-rule", "the id of an exit rule") };
/// An arm of a split.
pub static ARM: Naming = id("arm", "the id of an arm");
/// A context variable.
pub static VARIABLE: Naming = word("variable", "the name of a context variable", &[&RESERVED]);
/// A param of a function.
pub static FUNCTION_PARAM: Naming = word("function-param", "the name of a param", &[&RESERVED]);
/// A definition.
pub static DEFINITION: Naming = word("definition", "the name of a definition", &[&RESERVED, &IN_SCOPE]);
/// A function.
pub static FUNCTION: Naming = word("function", "the name of a function", &[&RESERVED]);
/// An event where it is declared.
pub static EVENT: Naming =
    Naming { id: "event", what: "the name of an event", pattern: Some(DECLARED_EVENT), except: &[], digits: true };
/// An event where it is named.
pub static NAMED_EVENT: Naming =
    Naming { id: "event-name", what: "the name of an event", pattern: Some(EVENT_TEXT), except: &[], digits: true };
/// A field of a payload, of params, of a result or of an object.
pub static FIELD: Naming = any("field", "the name of a field");
/// What is named freely.
pub static ANY: Naming = any("name", "a name");

/// One state or several.
pub static STATES: Form = Form::Many(form!(Form::Name(&STATE)), 1);
/// One event or several.
pub static EVENTS: Form = Form::Many(form!(Form::Name(&NAMED_EVENT)), 1);
