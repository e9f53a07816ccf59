//! Steps.

use crate::syntax::elements::common::{DESCRIPTION, GUARD, NAME, SET};
use crate::syntax::elements::item::ITEMS;
use crate::syntax::elements::naming::{self, STATES};
use crate::terms::element::{Element, Form, Key, Rule, Test, form, names};

/// The keys of which a step has exactly one.
pub const TRIGGERS: [&str; 5] = ["triggers", "after", "at", "every", "always"];
/// Those of them that are timers.
pub const TIMERS: [&str; 3] = ["after", "at", "every"];

static KEYS: [Key; 15] = [
    Key::new(
        "id",
        form!(Form::Name(&naming::STEP)),
        "The id of the step, unique in the journey and stable for ever: diffs, \
         migrations, coverage and effect keys hang on it.",
    )
    .required("give the step an id that it keeps for ever, `id: welcome`")
    .examples(&["\"welcome\""]),
    NAME,
    DESCRIPTION,
    Key::new(
        "triggers",
        &naming::EVENTS,
        "The event or events that fire it. `order.*` is any event that begins with \
         `order.`, `*` any declared one; `done.<STATE>` the completion of a state; `succeeded.<action>`, \
         `failed.<action>` and `held.<action>` what became of an action.",
    )
    .examples(&["\"CHECKOUT_STARTED\"", "[\"USER_CREATED\", \"EMAIL_OPENED\"]", "\"done.ONBOARDING\""]),
    Key::new(
        "after",
        &Form::DurationValue,
        "Fires that long after the owning state was entered: a duration, or `=expr` that \
         gives one.",
    )
    .examples(&["\"3d\"", "\"=hours(ctx.patience)\""]),
    Key::new(
        "at",
        &Form::InstantValue,
        "Fires at that instant, an `=expr` that gives a timestamp. One that is past fires at \
         once; `()` never. It moves with the variables that it reads.",
    )
    .examples(&["\"=ctx.starts_at - days(1)\""]),
    Key::new(
        "every",
        form!(Form::Either(&[Form::List(&Form::DurationValue, 1), Form::DurationValue])),
        "Fires that long after the \
         owning state was entered, and again each time it has passed, until the state is left or `times` is reached. A \
         list of gaps, `[1d, 3d, 5d]`, fires once after each.",
    )
    .examples(&["\"7d\"", "[\"1d\", \"3d\", \"5d\"]"]),
    Key::new(
        "times",
        form!(Form::Count(0)),
        "How often `every` fires, whether its guard held or not. Without it, until the state \
         is left.",
    )
    .examples(&["3"]),
    Key::new(
        "within",
        form!(Form::Name(&naming::WINDOW)),
        "The window in which a timer fires. One that falls outside fires when \
         the window next opens.",
    )
    .examples(&["\"waking_hours\""]),
    Key::new("always", &Form::Yes, "Fires as soon as its guard holds, without an event."),
    GUARD,
    SET,
    Key::new(
        "actions",
        &ITEMS,
        "What is done, in order, once the step is taken: actions with their params, and `raise`, \
         `emit`, `schedule`, `cancel`, `set` and `if`.",
    )
    .examples(&["[{\"send_email\": {\"template\": \"welcome-1\"}}]"]),
    Key::new(
        "to",
        &STATES,
        "The state that the step leads to, or a list with one for each parallel region. Without it the \
         step stays, and nothing is left or entered.",
    )
    .examples(&["\"CHECKOUT\""]),
    Key::new(
        "reenter",
        &Form::Flag,
        "`true` leaves and enters the owning state again, even when the target is that state or \
         inside it.",
    ),
];

/// A step.
pub static STEP: Element = Element::new(
    ("step", "a step"),
    "A way on: what fires it, a guard, what it sets and does, and where it leads. In one state the first step in file order \
     whose trigger and guard match is taken.",
    &KEYS,
    &names(&KEYS),
)
.rules(&[
    Rule::One(&TRIGGERS),
    Rule::Beside("within", &TIMERS),
    Rule::Beside("times", &["every"]),
    Rule::When { test: Test::IsList("every"), refuses: &["times"], needs: &[] },
]);

/// The steps of a state, or of the whole journey.
pub static STEPS: Form = Form::Many(form!(Form::Element(&STEP)), 0);
