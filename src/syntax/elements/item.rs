//! Items of `actions`, `on_entry` and `on_exit`.

use crate::syntax::elements::common::{SET, VALUES};
use crate::syntax::elements::condition::CONDITION;
use crate::syntax::elements::naming::NAMED_EVENT;
use crate::terms::element::{Element, Form, Key, Naming, Others, Rule, form, names};

/// A list of items.
pub static ITEMS: Form = Form::Defined("items", &MANY);
static MANY: Form = Form::Many(&ONE, 0);
static ONE: Form = Form::Either(&[Form::OneKeyOr(&ITEM, &IF), Form::Name(&CALLED)]);

/// An action where it is asked for.
static CALLED: Naming = Naming {
    id: "action-name",
    what: "the name of an action",
    pattern: Some(crate::terms::name::ID),
    except: &[],
    digits: false,
};

static EVENT_OR_CALL: Form = Form::Either(&[Form::Element(&CALL), Form::Name(&NAMED_EVENT)]);

static ITEM_KEYS: [Key; 5] = [
    Key::new(
        "raise",
        &EVENT_OR_CALL,
        "Raises an event in this instance; it is handled before the next event from outside.",
    )
    .examples(&["\"RETRY_NOW\""]),
    Key::new("emit", &EVENT_OR_CALL, "Sends an event from outside for the same person, to all journeys.")
        .examples(&["{\"event\": \"TRIAL_ENDED\", \"payload\": {\"plan\": \"basic\"}}"]),
    Key::new(
        "schedule",
        form!(Form::Element(&SCHEDULE)),
        "Sends an event to this instance later. Scheduling an id that is pending \
         replaces it.",
    )
    .examples(&["{\"event\": \"REMIND\", \"after\": \"3d\", \"id\": \"reminder\"}"]),
    Key::new(
        "cancel",
        &Form::Filled,
        "Takes back the scheduled event with this id; one that is not pending is no fault.",
    )
    .examples(&["\"reminder\""]),
    SET.about("Context variables with their new values, set at this place of the list."),
];

/// An item with one key: one of the language's own, or an action with its params.
pub static ITEM: Element = Element::new(
    ("item", "an item"),
    "One thing to do: an action with its params, or one of `raise`, `emit`, `schedule`, `cancel`, `set` and `if`.",
    &ITEM_KEYS,
    &names(&ITEM_KEYS),
)
.others(Others::Named(&CALLED, &PARAMS));

static PARAMS: Form = VALUES;

static IF_KEYS: [Key; 3] = [
    Key::new("if", &CONDITION, "The condition on which it is decided, in the middle of a list.")
        .required("write the condition, `if: ctx.step_index > 2`")
        .examples(&["\"ctx.step_index > 2\""]),
    Key::new("then", &ITEMS, "What is done where the condition holds.")
        .required("say what is done where it holds, `then: […]`"),
    Key::new("else", &ITEMS, "What is done where it does not hold."),
];

/// A branch.
pub static IF: Element =
    Element::new(("branch", "an `if`"), "A decision in the middle of a list of actions.", &IF_KEYS, &names(&IF_KEYS));

const EVENT: Key = Key::new("event", form!(Form::Name(&NAMED_EVENT)), "The event, which must be declared.")
    .required("name the event, `event: ORDER_PLACED`")
    .examples(&["\"ORDER_PLACED\""]);
const PAYLOAD: Key = Key::new(
    "payload",
    &VALUES,
    "The fields of its payload; `=` begins an expression, taken when the action \
     runs.",
)
.examples(&["{\"plan\": \"=ctx.plan\"}"]);

static CALL_KEYS: [Key; 2] = [EVENT, PAYLOAD];

/// An event to send.
pub static CALL: Element =
    Element::new(("event-to-send", "an event to send"), "An event with its payload.", &CALL_KEYS, &names(&CALL_KEYS));

static SCHEDULE_KEYS: [Key; 5] = [
    EVENT,
    Key::new("after", &Form::DurationValue, "How long from now: a duration, or `=expr` that gives one.")
        .examples(&["\"3d\""]),
    Key::new("at", &Form::InstantValue, "When: an instant, or `=expr` that gives one.")
        .examples(&["\"=ctx.starts_at - days(1)\""]),
    PAYLOAD,
    Key::new("id", &Form::Filled, "The name by which it can be cancelled or replaced.").examples(&["\"reminder\""]),
];

/// An event for later.
pub static SCHEDULE: Element = Element::new(
    ("schedule", "`schedule`"),
    "An event that comes to this instance later.",
    &SCHEDULE_KEYS,
    &names(&SCHEDULE_KEYS),
)
.rules(&[Rule::One(&["after", "at"])]);

#[cfg(test)]
mod tests {
    use super::{IF, ITEM};
    use crate::syntax::elements::naming::ITEMS;

    #[test]
    fn what_the_language_does_itself_is_no_name_of_an_action() {
        assert_eq!([ITEM.names, IF.names].concat(), ITEMS);
    }
}
