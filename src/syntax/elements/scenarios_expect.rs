//! What scenario tests expect.

use crate::syntax::elements::naming::ANY;
use crate::syntax::scenarios::StatusWord;
use crate::terms::element::{Choice, Element, Form, Key, Rule, Word, form, names, words};

/// What may have become of an instance.
pub const STATUSES: [Choice<StatusWord>; 4] = [
    Choice::new(StatusWord::Active.as_str(), StatusWord::Active, "It runs."),
    Choice::new(StatusWord::Completed.as_str(), StatusWord::Completed, "A final state was reached."),
    Choice::new(StatusWord::Exited.as_str(), StatusWord::Exited, "An exit rule ended it."),
    Choice::new(StatusWord::NotEntered.as_str(), StatusWord::NotEntered, "The person never entered."),
];
/// Why effects are held back.
pub const HELD: [Word; 5] = [
    word("no-consent", "The person has not consented to its purpose."),
    word("capped", "A cap allows no more."),
    word("outside-window", "Its window is closed, and it is dropped."),
    word("deferred", "Its window is closed, and it waits."),
    word("exited", "The instance ended while it waited."),
];
/// Why inputs are ignored.
pub const IGNORED: [Word; 9] = [
    word("duplicate", "The same idempotency key came before."),
    word("not-entered", "The person is not in the journey, and the event enters nobody."),
    word("no-match", "No step in the active states is triggered by it."),
    word("no-key", "Its key is missing, so that it is meant for no instance."),
    word("no-effect", "It was taken and changed nothing."),
    word("guard-false", "A step is triggered by it, and no guard held."),
    word("completed", "The instance is completed."),
    word("exited", "The instance has exited."),
    word("no-consent", "The person wants no processing."),
];

const fn word(word: &'static str, about: &'static str) -> Word {
    Word { word, about }
}

/// Names as a test writes them: one that its journey does not have is a warning.
static FILLED: Form = Form::Many(&Form::Filled, 0);
static REASON: Form = Form::Choice(&HELD);
/// Actions as they were sent: names, or names with params.
static CALLS: Form = Form::Either(&[CALL, Form::Filled]);
static CALL: Form = Form::Map(&ANY, form!(Form::Map(&ANY, &Form::Literal, 0)), 0);
static DUE: Form = Form::Maybe(&Form::Due);

static KEYS: [Key; 13] = [
    Key::new("state", &FILLED, "The active atomic state, or a list of all of them.")
        .examples(&["\"BROWSING\"", "[\"PAID\", \"SHIPPED\"]"]),
    Key::new("status", form!(Form::Choice(&words(&STATUSES))), "What has become of the instance."),
    Key::new(
        "context",
        form!(Form::Map(&ANY, &Form::Literal, 1)),
        "Context variables with the values that they must have.",
    )
    .examples(&["{\"step_index\": 2}"]),
    Key::new(
        "profile",
        form!(Form::Map(&ANY, &Form::Literal, 1)),
        "Profile fields with the values that they must have.",
    ),
    Key::new(
        "actions",
        form!(Form::Many(&CALLS, 0)),
        "All that the item caused to be sent, in order; `[]` for nothing.",
    )
    .examples(&["[{\"send_welcome_email\": {\"template\": \"welcome-1\"}}]", "[]"]),
    Key::new("actions_include", form!(Form::Many(&CALLS, 1)), "A part of what the item caused to be sent.")
        .examples(&["[\"send_welcome_email\"]"]),
    Key::new("held", form!(Form::Map(&ANY, &REASON, 0)), "Actions that were held back, each with the reason.")
        .examples(&["{\"send_welcome_email\": \"no-consent\"}"]),
    Key::new("steps", &FILLED, "The ids of the steps that the item caused to be taken, in order.")
        .examples(&["[\"welcome\"]"]),
    Key::new("no_step", &Form::Flag, "`true` says that no step was taken."),
    Key::new("ignored", form!(Form::Choice(&IGNORED)), "Why the event did nothing."),
    Key::new("dead_letter", &Form::Filled, "The reason for which the event is a dead letter.")
        .examples(&["\"contract\""]),
    Key::new(
        "timers",
        form!(Form::Map(&ANY, &DUE, 0)),
        "Steps with a pending timer, each with when it is due: an instant, how long \
         from now, or nothing for one that is not pending.",
    )
    .examples(&["{\"give-up\": \"30d\"}"]),
    Key::new("as", &Form::Filled, "Whose instance is meant.").default("\"user\""),
];

/// What must hold.
pub static EXPECT: Element = Element::new(
    ("expect", "`expect`"),
    "What must hold after an item, and what must have come of it.",
    &KEYS,
    &names(&KEYS),
)
.rules(&[Rule::AnyBut(&["as"])]);
