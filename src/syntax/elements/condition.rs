//! Guards, `if`s and conditions.

use crate::terms::element::{Element, Form, Key, Rule, form, names};

/// An expression, or `all`, `any`, `not` over conditions.
pub static CONDITION: Form = Form::Defined("guard", &CONDITIONS);
static CONDITIONS: Form = Form::Either(&[Form::Element(&CONNECTIVES), Form::Expression]);

/// The keys, in the order in which a decoder asks for them.
pub const WORDS: [&str; 3] = ["all", "any", "not"];

static KEYS: [Key; 3] = [
    Key::new("all", form!(Form::Many(&CONDITION, 1)), "Holds where each of these conditions holds.")
        .examples(&["[\"ctx.step_index > 2\", \"user.consent.marketing\"]"]),
    Key::new("any", form!(Form::Many(&CONDITION, 1)), "Holds where at least one of these conditions holds."),
    Key::new("not", &CONDITION, "Holds where this condition does not.").examples(&["\"ctx.opted_out\""]),
];

/// `all`, `any` or `not`.
pub static CONNECTIVES: Element = Element::new(
    ("condition", "a condition"),
    "One of `all`, `any` and `not` over conditions; each condition is an expression or one of these again.",
    &KEYS,
    &names(&KEYS),
)
.rules(&[Rule::One(&WORDS)]);
