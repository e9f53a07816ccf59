//! Journeys and catalogs.

use crate::syntax::elements::common::{DESCRIPTION, TAGS, VERSION, WAYFARE};
use crate::syntax::elements::declarations::{ACTIONS, CAPS, DEFINE, EVENTS, FUNCTIONS, PROFILE, WINDOWS};
use crate::syntax::elements::lifecycle::{ENTRY_KEY, EXIT_KEY, GOALS_KEY, IDENTITY_KEY};
use crate::syntax::elements::migrate::MIGRATE_KEY;
use crate::syntax::elements::naming::{self, STATES};
use crate::syntax::elements::scenarios::SCENARIOS;
use crate::syntax::elements::shape::VARIABLES;
use crate::syntax::elements::state::STATES_INSIDE;
use crate::syntax::elements::step::STEPS;
use crate::terms::element::{Element, Form, Key, form, names};

/// What a file can be, by its second key.
pub static KINDS: [(&str, &Element); 3] = [("journey", &JOURNEY), ("catalog", &CATALOG), ("scenarios", &SCENARIOS)];

/// What to do with a file that does not say what it is.
pub const SECOND: &str =
    "the second key says what the file is: `journey: <id>`, `catalog: <id>` or `scenarios: <journey id>`";

static JOURNEY_KEYS: [Key; 24] = [
    WAYFARE,
    Key::new(
        "journey",
        form!(Form::Name(&naming::JOURNEY)),
        "The id of the journey: the second key, which says what the file is.",
    )
    .required(SECOND)
    .examples(&["\"subscription\""]),
    Key::new(
        "version",
        form!(Form::Match(&VERSION)),
        "The version of the journey, as semver: a title is a patch, what keeps people's \
         places a minor, anything else a major. A published version never changes.",
    )
    .required("say which version this is, `version: 1.0.0`")
    .examples(&["\"1.0.0\""]),
    Key::new("title", &Form::Text, "A title for people.").examples(&["\"From sign-up to paying subscriber\""]),
    DESCRIPTION,
    Key::new("owner", &Form::Text, "Who answers for it: a team or a person.").examples(&["\"growth-team\""]),
    TAGS,
    Key::new(
        "uses",
        form!(Form::Many(form!(Form::Name(&naming::CATALOG)), 0)),
        "The catalogs whose declarations it uses, by their ids.",
    )
    .examples(&["\"shop\"", "[\"shop\", \"billing\"]"]),
    EVENTS,
    PROFILE,
    Key::new(
        "context",
        &VARIABLES,
        "What the engine remembers of one person in this journey: variables with their types. One \
         without `?` needs a default, one with it begins as `()`.",
    )
    .examples(&["{\"step_index\": {\"type\": \"int\", \"default\": 0}, \"coupon\": \"string?\"}"]),
    DEFINE,
    FUNCTIONS,
    ACTIONS,
    WINDOWS,
    CAPS,
    ENTRY_KEY,
    EXIT_KEY,
    GOALS_KEY,
    IDENTITY_KEY,
    Key::new(
        "initial",
        &STATES,
        "The state in which a person begins: a state at the top or further inside, or a list with one \
         for each parallel region on the way.",
    )
    .required("say where it begins, `initial: START`")
    .examples(&["\"ONBOARDING\""]),
    Key::new("steps", &STEPS, "Steps that hold in every state; they are asked last."),
    Key::new("states", &STATES_INSIDE, "The states of the journey, by their names.")
        .required("write the states, `states: { START: { … } }`"),
    MIGRATE_KEY,
];

/// A journey.
pub static JOURNEY: Element = Element::new(
    ("journey", "a journey"),
    "A statechart that one person moves through: states hold steps; a step has triggers, a guard, actions and a target state.",
    &JOURNEY_KEYS,
    &names(&JOURNEY_KEYS),
);

static CATALOG_KEYS: [Key; 10] = [
    WAYFARE,
    Key::new(
        "catalog",
        form!(Form::Name(&naming::CATALOG)),
        "The id of the catalog: the second key, which says what the file is.",
    )
    .required(SECOND)
    .examples(&["\"shop\""]),
    DESCRIPTION,
    EVENTS,
    PROFILE,
    DEFINE,
    FUNCTIONS,
    ACTIONS,
    WINDOWS,
    CAPS,
];

/// A catalog.
pub static CATALOG: Element = Element::new(
    ("catalog", "a catalog"),
    "What journeys share: events, profile, definitions, functions, actions, windows and caps. A journey names the catalogs \
     that it `uses`.",
    &CATALOG_KEYS,
    &names(&CATALOG_KEYS),
);
