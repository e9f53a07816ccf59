//! What a journey and a catalog may both declare: events, profile, definitions, functions, actions, windows and caps.

use crate::syntax::elements::action::ACTION;
use crate::syntax::elements::common::DESCRIPTION;
use crate::syntax::elements::naming;
use crate::syntax::elements::policy::{CAP, WINDOW};
use crate::syntax::elements::shape::{FIELDS, FUNCTION_PARAMS, TYPE};
use crate::terms::element::{Element, Form, Key, Rule, form, names};

/// `events`.
pub const EVENTS: Key = Key::new(
    "events",
    form!(Form::Map(&naming::EVENT, form!(Form::Element(&EVENT)), 0)),
    "Event contracts: each event that is triggered on, raised, emitted or scheduled, with the fields of its payload. One \
     event has one contract in a project; several files may declare it if they mean the same.",
)
.examples(&["{\"CHECKOUT_STARTED\": {\"payload\": {\"total\": \"number\", \"coupon\": \"string?\"}}}"]);

/// `profile`.
pub const PROFILE: Key = Key::new(
    "profile",
    &FIELDS,
    "What is known of a person across journeys, filled by `traits` on any event and read as `profile.<name>`. Every field \
     may be missing.",
)
.examples(&["{\"tz\": \"string?\", \"first_name\": {\"type\": \"string?\", \"pii\": \"name\"}}"]);

/// `define`.
pub const DEFINE: Key = Key::new(
    "define",
    form!(Form::Map(&naming::DEFINITION, &Form::Expression, 0)),
    "Named expressions, usable in every expression of the journey. A definition may use those above it.",
)
.examples(&["{\"real_user\": \"ctx.source != \\\"internal_test\\\"\"}"]);

/// `functions`.
pub const FUNCTIONS: Key = Key::new(
    "functions",
    form!(Form::Map(&naming::FUNCTION, form!(Form::Element(&FUNCTION)), 0)),
    "Functions for what a one-liner cannot say. They see only their parameters and may call those above them.",
);

/// `actions`, where they are declared.
pub const ACTIONS: Key = Key::new(
    "actions",
    form!(Form::Map(&naming::ACTION, form!(Form::Element(&ACTION)), 0)),
    "What the journey may ask the outside world to do: where it goes, with which params, under which consent, cap and \
     window.",
)
.examples(&[
    "{\"send_email\": {\"sink\": \"email\", \"params\": {\"template\": \"string\"}, \"consent\": \"marketing\"}}",
]);

/// `windows`.
pub const WINDOWS: Key = Key::new(
    "windows",
    form!(Form::Map(&naming::WINDOW, form!(Form::Element(&WINDOW)), 0)),
    "Recurring spans of local time in which messages may go and timers may fire: quiet hours, the other way round.",
)
.examples(&["{\"waking_hours\": {\"from\": \"08:00\", \"to\": \"21:00\", \"tz\": \"=profile.tz ?? \\\"UTC\\\"\"}}"]);

/// `caps`.
pub const CAPS: Key = Key::new(
    "caps",
    form!(Form::Map(&naming::CAP, form!(Form::Element(&CAP)), 0)),
    "Shared limits of sending: how many messages one person gets in how long. Those of a catalog are shared by all \
     journeys that use it.",
)
.examples(&["{\"weekly\": {\"max\": 3, \"per\": \"7d\"}}"]);

static EVENT_KEYS: [Key; 4] = [
    Key::new(
        "payload",
        &FIELDS,
        "The fields of the payload with their types. Fields that are not declared are allowed and \
         invisible to expressions.",
    )
    .examples(&["{\"total\": \"number\", \"coupon\": \"string?\"}"]),
    Key::new(
        "schema",
        &Form::Filled,
        "The path of a JSON Schema file that the payload must pass, as seen from this file, in \
         place of `payload`.",
    )
    .examples(&["\"../schemas/events/item_added.json\""]),
    Key::new("closed", &Form::Flag, "`true` refuses payloads with fields that are not declared."),
    DESCRIPTION,
];

/// An event's contract.
pub static EVENT: Element = Element::new(
    ("event", "an event"),
    "The contract of an event. One that breaks it is a dead letter.",
    &EVENT_KEYS,
    &names(&EVENT_KEYS),
)
.rules(&[Rule::AtMostOne(&["payload", "schema"])])
.or_nothing();

static FUNCTION_KEYS: [Key; 4] = [
    DESCRIPTION,
    Key::new("params", &FUNCTION_PARAMS, "The parameters with their types; the body sees nothing else.")
        .examples(&["{\"points\": \"int\"}"]),
    Key::new("returns", &TYPE, "The type of the result.")
        .required("say the type of the result, `returns: int`")
        .examples(&["\"int\""]),
    Key::new(
        "body",
        &Form::Expression,
        "Rhai with `let`, `if`, `for` and `while`, bounded in time; its last expression is the \
         result.",
    )
    .required("write the function's Rhai, `body: points * 3`")
    .examples(&["\"points * 3\""]),
];

/// A function.
pub static FUNCTION: Element = Element::new(
    ("function", "a function"),
    "A typed function that expressions call by its name.",
    &FUNCTION_KEYS,
    &names(&FUNCTION_KEYS),
);
