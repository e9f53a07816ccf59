//! Whether, when and how often something is sent: windows, caps and retries.

use crate::syntax::elements::common::DURATION;
use crate::terms::element::{Choice, Element, Form, Key, Pattern, form, names, words};

/// The days of the week.
pub const DAYS: [Choice<u8>; 7] = [
    Choice::new("mon", 0, "Monday."),
    Choice::new("tue", 1, "Tuesday."),
    Choice::new("wed", 2, "Wednesday."),
    Choice::new("thu", 3, "Thursday."),
    Choice::new("fri", 4, "Friday."),
    Choice::new("sat", 5, "Saturday."),
    Choice::new("sun", 6, "Sunday."),
];
static OPENS: Pattern =
    Pattern { is: "^([01][0-9]|2[0-3]):[0-5][0-9]$", what: "a time of day such as 08:00", digits: false };
static CLOSES: Pattern = Pattern {
    is: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
    what: "a time of day such as 21:00 or 24:00",
    digits: false,
};

static WINDOW_KEYS: [Key; 4] = [
    Key::new(
        "days",
        form!(Form::Many(form!(Form::Choice(&words(&DAYS))), 1)),
        "The days on which it opens; without them, every day.",
    )
    .examples(&["[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"]),
    Key::new("from", form!(Form::Match(&OPENS)), "The local time at which it opens, inside the window.")
        .required("say when it opens, `from: \"08:00\"`")
        .examples(&["\"08:00\""]),
    Key::new(
        "to",
        form!(Form::Match(&CLOSES)),
        "The local time at which it closes, no longer inside. One that is before `from` \
         runs over midnight.",
    )
    .required("say when it closes, `to: \"21:00\"`")
    .examples(&["\"21:00\"", "\"24:00\""]),
    Key::new(
        "tz",
        &Form::Value,
        "The IANA time zone in which the times are read; the project's `[time] default_tz` where it \
         is left out.",
    )
    .examples(&["\"Europe/Paris\"", "\"=profile.tz ?? \\\"Europe/Paris\\\"\""]),
];

/// A window.
pub static WINDOW: Element =
    Element::new(("window", "a window"), "A recurring span of local time.", &WINDOW_KEYS, &names(&WINDOW_KEYS));

static CAP_KEYS: [Key; 2] = [
    Key::new("max", form!(Form::Count(0)), "How many at most, for one person.")
        .required("say how many, `max: 3`")
        .examples(&["3"]),
    Key::new(
        "per",
        form!(Form::Duration { positive: true }),
        "In how long: a sliding span that ends at the moment of sending.",
    )
    .required("say in how long, `per: 7d`")
    .examples(&["\"7d\"", "\"24h\""]),
];

/// A cap.
pub static CAP: Element = Element::new(
    ("cap", "a cap"),
    "A limit of sending: at most so many in so long, for one person.",
    &CAP_KEYS,
    &names(&CAP_KEYS),
);

/// The caps of an action.
pub static CAPS_OF_ACTION: Form = Form::Many(form!(Form::Either(&[Form::Element(&CAP), Form::Filled])), 0);

static RETRY_KEYS: [Key; 3] = [
    Key::new("max", form!(Form::Count(0)), "How many more tries there are after the first.")
        .required("say how many more tries, `max: 5`")
        .examples(&["5"]),
    Key::new("backoff", &DURATION, "The first wait; each later one is twice as long, with jitter.")
        .examples(&["\"10s\""]),
    Key::new("limit", &DURATION, "The longest wait between two tries.").examples(&["\"1h\""]),
];

/// How often it is tried.
pub static RETRY: Element = Element::new(
    ("retry", "`retry`"),
    "How often a failed effect is tried again, and after which waits.",
    &RETRY_KEYS,
    &names(&RETRY_KEYS),
);
