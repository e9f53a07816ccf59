//! Files of scenario tests.

use crate::syntax::elements::common::{ANSWERS, LITERALS, WAYFARE};
use crate::syntax::elements::scenarios_item::ITEM;
use crate::terms::element::{Element, Form, Key, form, names};

static KEYS: [Key; 3] = [
    WAYFARE,
    Key::new(
        "scenarios",
        &Form::Filled,
        "The id of the journey that is tested: the second key, which says what the file is.",
    )
    .required("the second key says what the file is: `scenarios: <journey id>`")
    .examples(&["\"subscription\""]),
    Key::new("tests", form!(Form::Many(form!(Form::Element(&TEST)), 0)), "The tests, each of which begins anew.")
        .required("write the tests, `tests: [{ name: …, steps: […] }]`"),
];

/// Scenario tests of one journey.
pub static SCENARIOS: Element = Element::new(
    ("scenarios", "a file of scenarios"),
    "Scenario tests of one journey: what happens to a person, and what must come of it. Time is virtual; everything else is \
     as in the service.",
    &KEYS,
    &names(&KEYS),
);

static TEST_KEYS: [Key; 6] = [
    Key::new("name", &Form::Filled, "What the test shows.")
        .required("say what it shows, `name: a real user becomes a subscriber`")
        .examples(&["\"a real user becomes a subscriber\""]),
    Key::new(
        "journeys",
        form!(Form::Many(&Form::Filled, 0)),
        "More files whose journeys run beside it, as seen from this file.",
    )
    .examples(&["[\"win-back.yaml\"]"]),
    Key::new("start", &Form::Instant, "The instant at which the test begins.").default("\"2026-01-05T09:00:00Z\""),
    Key::new("context", &LITERALS, "Context variables that begin with another value than their default.")
        .examples(&["{\"source\": \"ad\"}"]),
    Key::new("user", form!(Form::Element(&USER)), "Who the test is about.")
        .examples(&["{\"consent\": {\"marketing\": true}}"]),
    Key::new(
        "steps",
        form!(Form::Many(form!(Form::Element(&ITEM)), 1)),
        "What happens, in order, and what must come of it.",
    )
    .required("write what happens, `steps: [{ send: …, expect: { … } }]`"),
];

/// A test.
pub static TEST: Element = Element::new(
    ("test", "a test"),
    "What happens to one person, and what must come of it.",
    &TEST_KEYS,
    &names(&TEST_KEYS),
);

static USER_KEYS: [Key; 4] = [
    Key::new("id", &Form::Filled, "The id of the person.").examples(&["\"u-1\""]),
    Key::new("anonymous", &Form::Filled, "An anonymous id, or `true` for a person who is not known.")
        .examples(&["true", "\"anon-7\""]),
    Key::new("consent", &ANSWERS, "What the person has consented to, by purpose.").examples(&["{\"marketing\": true}"]),
    Key::new("profile", &LITERALS, "What is known of the person.").examples(&["{\"tz\": \"Europe/Paris\"}"]),
];

/// Who a test is about.
pub static USER: Element = Element::new(("user", "`user`"), "Who the test is about.", &USER_KEYS, &names(&USER_KEYS));
