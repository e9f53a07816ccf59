//! Types in their spellings, and the fields that have them.

use crate::syntax::elements::naming::{FIELD, FUNCTION_PARAM, VARIABLE};
use crate::terms::element::{Choice, Element, Form, Key, Rule, Test, Word, names, words};
use crate::terms::shape::Of;

/// A type: `string?`, `[string]`, or the long form.
pub static TYPE: Form = Form::Defined("type-of-value", &TYPES);
static TYPES: Form = Form::Either(&[Form::Element(&LONG), Form::ListOfOne(&TYPE), Form::TypeWord(&TYPE_WORDS)]);
/// The type of a context variable, which may be missing or has a default.
static VARIABLE_TYPE: Form = Form::Either(&[Form::Element(&LONG_OF_VARIABLE), Form::OptionalTypeWord(&TYPE_WORDS)]);

/// Fields of payloads, params, results and profiles.
pub static FIELDS: Form = Form::Map(&FIELD, &TYPE, 0);
/// Params of a function.
pub static FUNCTION_PARAMS: Form = Form::Map(&FUNCTION_PARAM, &TYPE, 0);
/// Context variables.
pub static VARIABLES: Form = Form::Map(&VARIABLE, &VARIABLE_TYPE, 0);

/// The types that have a name.
pub static WORDS: [Choice<Of>; 7] = [
    Choice::new("string", Of::String, "Text."),
    Choice::new("int", Of::Int, "A whole number of 64 bits; it fits where a `number` is asked."),
    Choice::new("number", Of::Number, "A floating-point number of 64 bits."),
    Choice::new("bool", Of::Bool, "`true` or `false`."),
    Choice::new("timestamp", Of::Timestamp, "An instant in UTC, to the millisecond: RFC 3339 or epoch milliseconds."),
    Choice::new("duration", Of::Duration, "A span of time such as `15m`, `3d` or `P3D`."),
    Choice::new("any", Of::Any, "Anything, checked when it runs; a last resort."),
];
static TYPE_WORDS: [Word; 7] = words(&WORDS);

const UNLIMITED: [&str; 6] = ["string", "string?", "bool", "bool?", "any", "any?"];
const NOT_STRINGS: [&str; 12] = [
    "int",
    "int?",
    "number",
    "number?",
    "bool",
    "bool?",
    "timestamp",
    "timestamp?",
    "duration",
    "duration?",
    "any",
    "any?",
];

static KEYS: [Key; 10] = [
    Key::new(
        "type",
        &TYPE,
        "What it is: `string`, `int`, `number`, `bool`, `timestamp`, `duration`, `any`, or a list \
         `[T]`. A `?` behind it says that the value may be missing. It may be left out beside `enum` or `fields`.",
    )
    .examples(&["\"string\"", "\"int?\"", "[\"string\"]"]),
    Key::new("default", &Form::Literal, "What it is where nothing was given: a literal of the type.").examples(&[
        "0",
        "\"unknown\"",
        "[]",
    ]),
    Key::new(
        "min",
        &Form::Limit,
        "The least value, of the type itself: a number, an instant or a duration. It always holds.",
    )
    .examples(&["0"]),
    Key::new(
        "max",
        &Form::Limit,
        "The greatest value, of the type itself: a number, an instant or a duration. It always holds.",
    )
    .examples(&["100"]),
    Key::new(
        "pattern",
        &Form::Text,
        "A regular expression that the text must match somewhere, as in JSON Schema. Only a \
         `string` has one; look-around and back references are not supported.",
    )
    .examples(&["\"^[A-Z]{2}[0-9]+$\""]),
    Key::new("enum", &Form::Members, "The strings that it may be, in their order.")
        .examples(&["[\"basic\", \"silver\", \"gold\"]"]),
    Key::new("fields", &FIELDS, "The fields of an object with their types.")
        .examples(&["{\"street\": \"string\", \"city\": \"string\"}"]),
    Key::new(
        "pii",
        &Form::Filled,
        "Says that it is personal data, and of which kind. It is stored sealed, shown to nobody, and \
         a rule keeps it from params that are not marked.",
    )
    .examples(&["\"email\"", "\"name\"", "\"phone\""]),
    Key::new("required", &Form::Flag, "`false` says that the value may be missing, as a `?` behind the type does."),
    Key::new("description", &Form::Text, "What it is, in words for people.").examples(&["\"A code of a campaign\""]),
];

const RULES: [Rule; 8] = [
    Rule::Any(&["type", "enum", "fields"]),
    Rule::AtMostOne(&["enum", "fields"]),
    Rule::AtMostOne(&["type", "fields"]),
    Rule::When { test: Test::Says("type", &UNLIMITED), refuses: &["min", "max"], needs: &[] },
    Rule::When { test: Test::Says("type", &NOT_STRINGS), refuses: &["enum", "pattern"], needs: &[] },
    Rule::When { test: Test::IsList("type"), refuses: &["enum", "min", "max", "pattern"], needs: &[] },
    Rule::When { test: Test::Has("enum"), refuses: &["min", "max", "pattern"], needs: &[] },
    Rule::When { test: Test::Has("fields"), refuses: &["min", "max", "pattern"], needs: &[] },
];

/// The long form of a type.
pub static LONG: Element = Element::new(
    ("type", "a type"),
    "A type in its long form: `type`, `enum` or `fields`, with limits, a default and a description.",
    &KEYS,
    &names(&KEYS),
)
.rules(&RULES);

/// The long form of the type of a context variable: it has a default, or may be missing.
static LONG_OF_VARIABLE: Element = Element::new(
    ("variable", "a type"),
    "A context variable: its type, and the value with which a person begins. Without a `default` it must be able to be \
     missing: `string?`.",
    &KEYS,
    &names(&KEYS),
)
.rules(&VARIABLE_RULES);

const VARIABLE_RULES: [Rule; 9] = {
    let [a, b, c, d, e, f, g, h] = RULES;
    let begins = Rule::When { test: Test::All(&NEVER_MISSING), refuses: &[], needs: &["default"] };
    [a, b, c, d, e, f, g, h, begins]
};

static NEVER_MISSING: [Test; 2] = [Test::Not(&Test::Denies("required")), Test::Not(&Test::MayBeMissing("type"))];
