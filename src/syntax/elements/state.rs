//! States.

use crate::syntax::chart::HistoryDepth;
use crate::syntax::elements::common::{DESCRIPTION, NAME, TAGS};
use crate::syntax::elements::item::ITEMS;
use crate::syntax::elements::naming::{self, STATES};
use crate::syntax::elements::split::SPLIT;
use crate::syntax::elements::step::STEPS;
use crate::terms::element::{Choice, Element, Form, Key, Rule, Test, form, names, words};

/// Keys that say what kind of state it is.
pub const KINDS: [&str; 5] = ["parallel", "final", "history", "split", "states"];
/// How much a history remembers.
pub const DEPTHS: [Choice<HistoryDepth>; 2] = [
    Choice::new("shallow", HistoryDepth::Shallow, "Remembers which child of the parent was active."),
    Choice::new("deep", HistoryDepth::Deep, "Remembers all that was active inside the parent, at any depth."),
];

/// What a history has no use for.
pub const NOT_IN_HISTORY: [&str; 8] =
    ["split", "final", "parallel", "initial", "steps", "on_entry", "on_exit", "states"];
/// What a split has no use for.
pub const NOT_IN_SPLIT: [&str; 6] = ["final", "parallel", "initial", "steps", "states", "default"];
/// What a final state has no use for; its steps are a rule of their own.
pub const NOT_IN_FINAL: [&str; 4] = ["parallel", "initial", "states", "default"];
/// What only a history has a use for.
pub const ONLY_IN_HISTORY: [&str; 1] = ["default"];

static KEYS: [Key; 13] = [
    NAME,
    DESCRIPTION,
    TAGS,
    Key::new("parallel", &Form::Flag, "`true` makes its children regions that are all active at once."),
    Key::new("final", &Form::Flag, "`true` completes its parent when it is entered; at the top, the journey."),
    Key::new("history", form!(Form::Choice(&words(&DEPTHS))), "Makes it a pseudo-state that leads back to where a person was in \
         its parent."),
    Key::new("default", &STATES, "Where a history leads while there is nothing to remember.").examples(&["\"BROWSING\""]),
    Key::new("split", form!(Form::Element(&SPLIT)), "Makes it an experiment, which leads each person on to the state of an arm.")
        .examples(&["{\"key\": \"=user.id\", \"salt\": \"welcome-2026\", \"arms\": [{\"id\": \"a\", \"weight\": 1, \"to\": \"A\"}, {\"id\": \"b\", \"weight\": 1, \"to\": \"B\"}]}"]),
    Key::new("initial", &STATES, "Where a compound state begins: a child, a state further inside, or a list with one for each \
         parallel region on the way.")
        .examples(&["\"BROWSING\""]),
    Key::new("steps", &STEPS, "The ways on from here, asked in file order."),
    Key::new("on_entry", &ITEMS, "What is done each time the state is entered.")
        .examples(&["[{\"send_email\": {\"template\": \"welcome-1\"}}]"]),
    Key::new("on_exit", &ITEMS, "What is done each time the state is left."),
    Key::new("states", &STATES_INSIDE, "The states inside, which make it a compound or parallel state."),
];

/// States by their names.
pub static STATES_INSIDE: Form = Form::Map(&naming::STATE, form!(Form::Element(&STATE)), 0);

/// A state.
pub static STATE: Element = Element::new(
    ("state", "a state"),
    "Where a person can be: with steps that lead on, with states inside, final, parallel, a history or a split. Its name is \
     unique in the journey.",
    &KEYS,
    &names(&KEYS),
)
.rules(&[
    Rule::When { test: Test::Has("history"), refuses: &NOT_IN_HISTORY, needs: &["default"] },
    Rule::When { test: Test::Has("split"), refuses: &NOT_IN_SPLIT, needs: &[] },
    Rule::When { test: Test::Is("final"), refuses: &NOT_IN_FINAL, needs: &[] },
    Rule::When { test: Test::Is("parallel"), refuses: &["initial"], needs: &[] },
    Rule::When { test: Test::Not(&Test::Has("history")), refuses: &ONLY_IN_HISTORY, needs: &[] },
    Rule::When { test: Test::Not(&Test::Holds("states")), refuses: &["parallel", "initial"], needs: &[] },
    Rule::When {
        test: Test::All(&[Test::Holds("states"), Test::Not(&Test::Is("parallel"))]),
        refuses: &[],
        needs: &["initial"],
    },
])
.or_nothing();
