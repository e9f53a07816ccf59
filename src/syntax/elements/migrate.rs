//! What becomes of people on other versions.

use crate::syntax::elements::common::{RANGE, SET};
use crate::syntax::elements::naming::{ANY, STEP};
use crate::terms::element::{Element, Form, Key, Rule, Test, form, names};

/// `migrate`.
pub const MIGRATE_KEY: Key = Key::new(
    "migrate",
    form!(Form::Many(form!(Form::Element(&MIGRATE)), 0)),
    "What becomes of people on versions of another major: how they move to this one, or that they finish where they are.",
)
.examples(&["[{\"from\": \"1.x\", \"states\": {\"CONSIDERATION\": \"CHECKOUT\"}}]", "[{\"from\": \"<1.0\", \"finish\": true}]"]);

/// What people who finish on their own version have no use for.
pub const MOVES: [&str; 4] = ["states", "set", "timers", "steps"];

static KEYS: [Key; 6] = [
    Key::new("from", form!(Form::Match(&RANGE)), "The versions that people come from, as a range.")
        .required("say which versions people come from, `from: \"1.x\"`")
        .examples(&["\"1.x\"", "\"<2.0\"", "\">=1.2, <1.5\""]),
    Key::new(
        "states",
        form!(Form::Map(&ANY, &Form::Filled, 0)),
        "Old states with the new ones; `exit` ends the journey. A state of \
         the same name maps to itself.",
    )
    .examples(&["{\"CONSIDERATION\": \"CHECKOUT\", \"OLD_TRIAL\": \"exit\"}"]),
    SET.about("New values of variables; `old.<name>` is a variable of the old version.")
        .examples(&["{\"step_index\": \"=old.step_index + 1\"}"]),
    Key::new(
        "timers",
        form!(Form::Map(&STEP, &Form::DurationValue, 0)),
        "Steps whose timer the old version did not have, each with \
         how long after the move it fires.",
    )
    .examples(&["{\"help-offer\": \"20m\"}"]),
    Key::new("steps", form!(Form::Map(&ANY, &Form::Filled, 0)), "Old ids of steps with the new ones.")
        .examples(&["{\"nudge\": \"reminder\"}"]),
    Key::new("finish", &Form::Flag, "`true` lets these people finish on their own version."),
];

/// An entry of `migrate`.
pub static MIGRATE: Element = Element::new(
    ("migration", "an entry of `migrate`"),
    "What becomes of people who come from a range of versions. With nothing but `from`, all maps by name.",
    &KEYS,
    &names(&KEYS),
)
.rules(&[Rule::When { test: Test::Is("finish"), refuses: &MOVES, needs: &[] }]);
