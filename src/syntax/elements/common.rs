//! Keys that several elements have, and what durations and the like look like in them.

use crate::syntax::elements::condition::CONDITION;
use crate::syntax::elements::naming::ANY;
use crate::terms::element::{Form, Key, Pattern, form};

/// A literal duration.
pub static DURATION: Form = Form::Duration { positive: false };
/// Names with literal values.
pub static LITERALS: Form = Form::Map(&ANY, &Form::Literal, 0);
/// Names with values.
pub static VALUES: Form = Form::Map(&ANY, &Form::Value, 0);

/// What to do with a file that does not begin as one.
pub const FIRST: &str = "a file begins with `wayfare: 1`";

/// Answers by purpose of consent.
pub static ANSWERS: Form = Form::Map(&ANY, &Form::Flag, 0);

/// `wayfare`.
pub const WAYFARE: Key = Key::new(
    "wayfare",
    &Form::Language,
    "The version of the language in which the file is written, always `1` today. It is the first key of every file; the \
     second says what the file is.",
)
.required(FIRST)
.examples(&["1"]);

/// `name`, of states and steps.
pub const NAME: Key =
    Key::new("name", &Form::Text, "A name for people, shown in pictures and reports in place of the id.")
        .examples(&["\"Asks for a profile\""]);

/// `description`.
pub const DESCRIPTION: Key = Key::new("description", &Form::Text, "What it is for, in words for people.")
    .examples(&["\"Greets new people and asks them for a profile\""]);

/// `tags`.
pub const TAGS: Key = Key::new(
    "tags",
    form!(Form::Many(&Form::Filled, 0)),
    "Words to find it by, for people and tools; they change nothing about how the journey runs.",
)
.examples(&["\"growth\"", "[\"growth\", \"email\"]"]);

/// `guard`, of whatever has triggers.
pub const GUARD: Key = Key::new(
    "guard",
    &CONDITION,
    "What must hold as well: an expression that is `true` or `false`, or `all`, `any` and `not` over expressions. Where it \
     is false, nothing happens.",
)
.examples(&["\"event.payload.total > 100\"", "\"ctx.step_index < 3 && user.consent.marketing\""]);

/// `set`, of steps and arms.
pub const SET: Key = Key::new(
    "set",
    &VALUES,
    "Context variables with their new values. All right-hand sides see the context as it was before; `=` begins an \
     expression.",
)
.examples(&["{\"step_index\": \"=ctx.step_index + 1\"}", "{\"source\": \"ad\"}"]);

/// A version as semver writes it.
pub static VERSION: Pattern = Pattern {
    is: concat!(
        r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)",
        r"(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?",
        r"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
    ),
    what: "three numbers such as 1.4.0",
    digits: false,
};

/// A range of versions, as far as a regular expression can tell.
pub static RANGE: Pattern = Pattern {
    is: r"^\s*([<>=^~]|<=|>=)?\s*([0-9]|\*|[xX])[0-9A-Za-z.*+-]*(\s*,\s*(<=|>=|[<>=^~])?\s*([0-9]|\*|[xX])[0-9A-Za-z.*+-]*)*\s*,?\s*$",
    what: "a range of versions such as 1.x or <2.0",
    digits: true,
};
