//! Who enters and leaves, what is counted, and how two instances become one.

use crate::syntax::elements::common::{GUARD, SET};
use crate::syntax::elements::item::ITEMS;
use crate::syntax::elements::naming;
use crate::syntax::lifecycle::{MergeInstance, MergeVariable, Reentry};
use crate::terms::element::{Choice, Element, Form, Key, Rule, Word, form, names, words};

/// `entry`.
pub const ENTRY_KEY: Key = Key::new(
    "entry",
    form!(Form::Element(&ENTRY)),
    "Who enters: on which events, under which guard, how often, and as how many instances. Without it, a person's first \
     declared event enters.",
);
/// `exit`.
pub const EXIT_KEY: Key = Key::new(
    "exit",
    form!(Form::Many(form!(Form::Element(&EXIT)), 0)),
    "Rules that end the journey from any state, at once and before any step.",
)
.examples(&["[{\"id\": \"opted-out\", \"triggers\": \"UNSUBSCRIBED\"}]"]);
/// `goals`.
pub const GOALS_KEY: Key = Key::new(
    "goals",
    form!(Form::Many(form!(Form::Element(&GOAL)), 0)),
    "What counts as success: reaching a state, or an event. Goals are counted and steer nothing.",
)
.examples(&["[{\"id\": \"paid\", \"state\": \"ACTIVE_SUBSCRIBER\", \"within\": \"14d\"}]"]);
/// `identity`.
pub const IDENTITY_KEY: Key = Key::new(
    "identity",
    form!(Form::Element(&IDENTITY)),
    "What happens when an anonymous and a known person turn out to be one.",
);

/// How a person comes again, but for `{after: …}`.
pub const REENTRIES: [Choice<Reentry>; 3] = [
    Choice::new("never", Reentry::Never, "One instance for each person, and key, for ever."),
    Choice::new("after_end", Reentry::AfterEnd, "Again once the last instance was completed or exited."),
    Choice::new(
        "always",
        Reentry::Always,
        "At any time: a running instance ends by the rule `reentered`, and a new one begins.",
    ),
];

/// A key that means every instance of the person.
pub const EVERY_INSTANCE: [Word; 1] = [Word { word: "all", about: "Every instance of the person." }];
static KEYED: Form = Form::Computed(&EVERY_INSTANCE);

static ENTRY_KEYS: [Key; 5] = [
    Key::new("triggers", &naming::EVENTS, "The events that enter a person.").examples(&["\"USER_CREATED\""]),
    GUARD,
    SET.about("Context variables that capture what the entering event says, before the initial states are entered."),
    Key::new(
        "key",
        form!(Form::Either(&[Form::Map(&naming::ANY, &KEYED, 0), Form::SomeValue])),
        "Gives a person one instance for each value, one abandoned-cart \
         journey for each order: `=expr`, or one for each event.",
    )
    .examples(&[
        "\"=event.payload.order_id\"",
        "{\"ORDER_PLACED\": \"=event.payload.order.id\", \"UNSUBSCRIBED\": \"all\"}",
    ]),
    Key::new(
        "reentry",
        form!(Form::Either(&[Form::Element(&AFTER), Form::Choice(&words(&REENTRIES))])),
        "Whether a person may come \
         again; `{ after: 30d }` from exactly that long after the last instance ended.",
    )
    .default("\"never\"")
    .examples(&["\"after_end\"", "{\"after\": \"30d\"}"]),
];

/// Who enters.
pub static ENTRY: Element =
    Element::new(("entry", "`entry`"), "Who enters the journey.", &ENTRY_KEYS, &names(&ENTRY_KEYS));

static AFTER_KEYS: [Key; 1] =
    [Key::new("after", form!(Form::Duration { positive: false }), "How long after the last instance ended.")
        .required("say how long, `{ after: 30d }`")
        .examples(&["\"30d\""])];

/// After how long a person may come again.
pub static AFTER: Element = Element::new(
    ("reentry", "`reentry`"),
    "A person may come again so long after the last instance ended.",
    &AFTER_KEYS,
    &names(&AFTER_KEYS),
);

static EXIT_KEYS: [Key; 4] = [
    Key::new("id", form!(Form::Name(&naming::EXIT)), "The id of the rule, which records show.")
        .required("give the rule an id, `id: opted-out`")
        .examples(&["\"opted-out\""]),
    Key::new(
        "triggers",
        &naming::EVENTS,
        "The events that end the journey: from outside, emitted or scheduled ones, and fates.",
    )
    .required("say which events end the journey, `triggers: UNSUBSCRIBED`")
    .examples(&["\"UNSUBSCRIBED\""]),
    GUARD,
    Key::new("actions", &ITEMS, "What is done once all states are left."),
];

/// An exit rule.
pub static EXIT: Element = Element::new(
    ("exit-rule", "an exit rule"),
    "A rule that ends the journey from any state.",
    &EXIT_KEYS,
    &names(&EXIT_KEYS),
);

static GOAL_KEYS: [Key; 6] = [
    Key::new("id", form!(Form::Name(&naming::GOAL)), "The id of the goal, which reports show.")
        .required("give the goal an id, `id: paid`")
        .examples(&["\"paid\""]),
    Key::new("state", form!(Form::Name(&naming::STATE)), "The state that reaches it.")
        .examples(&["\"ACTIVE_SUBSCRIBER\""]),
    Key::new("triggers", &naming::EVENTS, "The events that reach it, in place of a state.")
        .examples(&["\"PAYMENT_SUCCESSFUL\""]),
    GUARD,
    Key::new("within", form!(Form::Duration { positive: false }), "How long after entry it still counts.")
        .examples(&["\"14d\""]),
    Key::new("value", &Form::Value, "What it is worth: a number, or `=expr` that gives one.")
        .examples(&["\"=event.payload.amount\""]),
];

/// A goal.
pub static GOAL: Element = Element::new(
    ("goal", "a goal"),
    "What counts as success: a state that is reached, or an event.",
    &GOAL_KEYS,
    &names(&GOAL_KEYS),
)
.rules(&[Rule::One(&["state", "triggers"]), Rule::AtMostOne(&["state", "guard"])]);

/// Which of two instances is kept.
pub const INSTANCES: [Choice<MergeInstance>; 3] = [
    Choice::new("furthest", MergeInstance::Furthest, "The one whose states stand later in the file."),
    Choice::new("newest", MergeInstance::Newest, "The one with the later last input."),
    Choice::new("known", MergeInstance::Known, "The known person's."),
];
/// What becomes of a variable.
pub const VARIABLES: [Choice<MergeVariable>; 7] = [
    Choice::new("kept", MergeVariable::Kept, "The value of the instance that is kept."),
    Choice::new("newest", MergeVariable::Newest, "The value that was set later."),
    Choice::new("oldest", MergeVariable::Oldest, "The value that was set earlier."),
    Choice::new("max", MergeVariable::Max, "The greater of the two values."),
    Choice::new("min", MergeVariable::Min, "The smaller of the two values."),
    Choice::new("union", MergeVariable::Union, "What is in either list, as a sorted set."),
    Choice::new("sum", MergeVariable::Sum, "The two values added up."),
];
static VARIABLE_POLICY: Form = Form::Choice(&words(&VARIABLES));

static IDENTITY_KEYS: [Key; 2] = [
    Key::new(
        "merge",
        form!(Form::Choice(&words(&INSTANCES))),
        "Which of the two instances is kept, if both are active, completed \
         or exited.",
    )
    .default("\"furthest\""),
    Key::new(
        "context",
        form!(Form::Map(&naming::VARIABLE, &VARIABLE_POLICY, 0)),
        "What becomes of each variable; `kept`, unless \
         said.",
    )
    .examples(&["{\"first_seen\": \"oldest\", \"spent\": \"sum\"}"]),
];

/// How two instances become one.
pub static IDENTITY: Element = Element::new(
    ("identity", "`identity`"),
    "How the instances of an anonymous and a known person become one.",
    &IDENTITY_KEYS,
    &names(&IDENTITY_KEYS),
);
