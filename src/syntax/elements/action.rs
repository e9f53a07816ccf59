//! Declarations of actions.

use crate::syntax::declared::{Basis, Outside};
use crate::syntax::elements::common::{DESCRIPTION, DURATION};
use crate::syntax::elements::naming::{NAMED_EVENT, WINDOW};
use crate::syntax::elements::policy::{CAPS_OF_ACTION, RETRY};
use crate::syntax::elements::shape::FIELDS;
use crate::terms::element::{Choice, Element, Form, Key, form, names, words};

/// Why no consent is needed.
pub const BASES: [Choice<Basis>; 3] = [
    Choice::new(
        "contract",
        Basis::Contract,
        "The message belongs to a contract with the person: a receipt, an invoice.",
    ),
    Choice::new("legal", Basis::Legal, "The law asks for the message."),
    Choice::new("interest", Basis::Interest, "A legitimate interest, such as an alert of fraud."),
];
/// What happens outside the window.
pub const OUTSIDES: [Choice<Outside>; 2] = [
    Choice::new("defer", Outside::Defer, "The effect waits and is sent when the window next opens."),
    Choice::new("drop", Outside::Drop, "The effect is held back for good."),
];

static KEYS: [Key; 13] = [
    Key::new(
        "sink",
        &Form::Filled,
        "Where it goes: a sink named in `wayfare.toml`. On a sink with a purpose the action is a \
         message.",
    )
    .default("\"log\"")
    .examples(&["\"email\""]),
    Key::new("params", &FIELDS, "The params with which it is asked, each with its type; defaults and `?` are allowed.")
        .examples(&["{\"template\": \"string\", \"plan\": {\"type\": \"string\", \"default\": \"basic\"}}"]),
    Key::new(
        "consent",
        &Form::Filled,
        "The purpose that the person must have consented to at the moment of sending; without \
         it the effect is held back and recorded.",
    )
    .examples(&["\"marketing\""]),
    Key::new(
        "basis",
        form!(Form::Choice(&words(&BASES))),
        "Why no consent is needed, for receipts, dunning and alerts.",
    ),
    Key::new(
        "cap",
        &CAPS_OF_ACTION,
        "How many one person gets: `{ max, per }` counts this action alone, a name a shared cap; \
         it is sent only if all of them allow it.",
    )
    .examples(&["{\"max\": 1, \"per\": \"7d\"}", "[\"weekly\"]"]),
    Key::new("window", form!(Form::Name(&WINDOW)), "The window in which it may be sent.")
        .examples(&["\"waking_hours\""]),
    Key::new("outside", form!(Form::Choice(&words(&OUTSIDES))), "What happens to it outside its window.")
        .default("\"defer\""),
    Key::new("timeout", &DURATION, "How long one try may take.").examples(&["\"10s\""]),
    Key::new("retry", form!(Form::Element(&RETRY)), "How often it is tried again where the sink does not take it.")
        .examples(&["{\"max\": 5, \"backoff\": \"10s\", \"limit\": \"1h\"}"]),
    Key::new(
        "on_success",
        form!(Form::Name(&NAMED_EVENT)),
        "An event that is raised in the same instance after `succeeded.<action>`.",
    )
    .examples(&["\"PAYMENT_TAKEN\""]),
    Key::new(
        "on_failure",
        form!(Form::Name(&NAMED_EVENT)),
        "An event that is raised in the same instance after `failed.<action>`.",
    )
    .examples(&["\"PAYMENT_FAILED\""]),
    Key::new(
        "result",
        &FIELDS,
        "Fields of the sink's answer, read as `event.payload.<field>` in `succeeded.<action>`.",
    )
    .examples(&["{\"receipt_id\": \"string\"}"]),
    DESCRIPTION,
];

/// An action's declaration.
pub static ACTION: Element = Element::new(
    ("action", "an action"),
    "What the outside world may be asked to do. What becomes of it comes back as `succeeded.<action>`, `failed.<action>` or \
     `held.<action>`.",
    &KEYS,
    &names(&KEYS),
)
.or_nothing();
