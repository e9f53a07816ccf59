//! Experiments.

use crate::syntax::elements::common::SET;
use crate::syntax::elements::naming::{self, STATES};
use crate::terms::element::{Element, Form, Key, form, names};

static KEYS: [Key; 3] = [
    Key::new("key", &Form::Value, "Whom to draw for: the same key always gets the same arm.")
        .required("say whom to draw for, `key: =user.id`")
        .examples(&["\"=user.id\""]),
    Key::new("salt", &Form::Value, "A text of the experiment's own, so that two experiments draw apart.")
        .required("give the experiment a text of its own, `salt: welcome-2026`")
        .examples(&["\"welcome-2026\""]),
    Key::new(
        "arms",
        form!(Form::List(form!(Form::Element(&ARM)), 2)),
        "The arms, each with its weight and where it leads.",
    )
    .required("write the arms, `arms: [{ id: a, weight: 1, to: A }]`")
    .examples(&[
        "[{\"id\": \"control\", \"weight\": 1, \"to\": \"A\"}, {\"id\": \"variant\", \"weight\": 1, \"to\": \"B\"}]",
    ]),
];

/// An experiment.
pub static SPLIT: Element = Element::new(
    ("split", "a split"),
    "An experiment: the arm of a person is a pure function of salt, key and arms, never of chance. Changing a weight only \
     moves people into or out of that arm.",
    &KEYS,
    &names(&KEYS),
);

static ARM_KEYS: [Key; 4] = [
    Key::new("id", form!(Form::Name(&naming::ARM)), "The id of the arm, shown in records and reports.")
        .required("give the arm an id, `id: control`")
        .examples(&["\"control\""]),
    Key::new("weight", &Form::AboveZero, "How much it weighs beside the other arms.")
        .required("say how much it weighs, `weight: 1`")
        .examples(&["1"]),
    Key::new("to", &STATES, "The state that it leads to.")
        .required("say where it leads, `to: CONTROL`")
        .examples(&["\"CONTROL\""]),
    SET,
];

/// An arm.
pub static ARM: Element =
    Element::new(("arm", "an arm"), "One of the ways of an experiment.", &ARM_KEYS, &names(&ARM_KEYS));
