//! The object of one line with its members.

use crate::terms::element::{Element, Form, Key, Naming, Others, Pattern, Rule, Test, form, names};

static PURPOSE: Naming = Naming { id: "purpose", what: "a purpose", pattern: None, except: &[], digits: false };
static MAYBE_INSTANT: Form = Form::Maybe(&Form::Instant);
static GIVEN: Test = Test::Given("specversion");

/// The members, in the order of the decoder's own list.
pub static EVENT_KEYS: [Key; 18] = [
    Key::new(
        "type",
        &Form::NonEmpty,
        "Which event it is: a declared one, or the fate of an action, `succeeded.charge`.",
    )
    .required("say which event it is")
    .examples(&["\"PROFILE_COMPLETED\""]),
    Key::new("userId", &Form::MaybeString, "The person, where they are known.")
        .aliases(&["user_id"])
        .examples(&["\"u-1\""]),
    Key::new(
        "anonymousId",
        &Form::MaybeString,
        "A person who is not known yet, by the id of a device or session. Beside \
         `userId` it says that the two are one.",
    )
    .aliases(&["anonymous_id"])
    .examples(&["\"anon-7\""]),
    Key::new("sessionId", &Form::MaybeString, "The session, read by expressions as `event.session_id`.")
        .aliases(&["session_id"])
        .examples(&["\"s-1\""]),
    Key::new(
        "eventId",
        &Form::MaybeString,
        "The id of the event; without an `idempotencyKey` a duplicate is known by it.",
    )
    .aliases(&["event_id"])
    .examples(&["\"e-1\""]),
    Key::new(
        "idempotencyKey",
        &Form::MaybeString,
        "The key by which a duplicate is known: the same twice counts once.",
    )
    .aliases(&["idempotency_key"])
    .examples(&["\"k-1\""]),
    Key::new(
        "effectKey",
        &Form::MaybeString,
        "In the fate of an action: the key of the effect. Without it, the fate is that of \
         the person's oldest unanswered effect of the action.",
    )
    .aliases(&["effect_key"]),
    Key::new("timestamp", &MAYBE_INSTANT, "When it happened: RFC 3339, or epoch milliseconds.")
        .examples(&["1700000000000", "\"2026-11-24T09:00:00Z\""]),
    Key::new(
        "consent",
        form!(Form::Map(&PURPOSE, &Form::MaybeFlag, 0)),
        "Answers about consent, by purpose; `processing` is about \
         the journeys themselves.",
    )
    .examples(&["{\"marketing\": true}"]),
    Key::new("traits", &Form::MaybeObject, "What is now known of the person: profile fields with their values.")
        .examples(&["{\"tz\": \"Europe/Paris\"}"]),
    Key::new("payload", &Form::MaybeObject, "The fields of the event's contract.").examples(&["{\"total\": 20}"]),
    Key::new("specversion", &Form::Anything, "Says that it is a CloudEvent, and of which version.")
        .examples(&["\"1.0\""]),
    Key::new("id", &Form::Anything, "Of a CloudEvent: its id; with `source` it tells a duplicate."),
    Key::new("source", &Form::Anything, "Of a CloudEvent: where it comes from; with `id` it tells a duplicate.")
        .examples(&["\"/shop\""]),
    Key::new("subject", &Form::Anything, "Of a CloudEvent: the known person."),
    Key::new("time", &Form::Anything, "Of a CloudEvent: when it happened, in place of `timestamp`."),
    Key::new("data", &Form::Anything, "Of a CloudEvent: the payload."),
    Key::new("data_base64", &Form::Anything, "Of a CloudEvent: binary data, which is refused."),
];

/// One line of a file of events, or one event that comes to the service.
pub static EVENT: Element = Element::new(
    ("line", "an event"),
    "One event as JSON. A CloudEvent 1.0 is taken as well; `snake_case` spellings are accepted; members that are not named \
     here are passed over.",
    &EVENT_KEYS,
    &names(&EVENT_KEYS),
)
.rules(&[Rule::Also(GIVEN, &CLOUD_EVENT), Rule::Also(Test::Not(&GIVEN), &PLAIN_EVENT)])
.others(Others::Ignored);

static PLAIN_EVENT: Element = Element::new(("plain-event", "an event"), "An event in Wayfare's own words.", &[], &[])
    .rules(&[
        Rule::Given(&["timestamp"]),
        Rule::Given(&["userId", "user_id", "anonymousId", "anonymous_id"]),
        Rule::Given(&["eventId", "event_id", "idempotencyKey", "idempotency_key"]),
    ])
    .others(Others::Ignored);

static VERSION: Pattern = Pattern { is: r"^1\.", what: "version 1.0", digits: false };
static OBJECT: Form = Form::MaybeObject;
static CLOUD_KEYS: [Key; 7] = [
    Key::new("specversion", form!(Form::Match(&VERSION)), "The version of CloudEvents, `1.0`."),
    Key::new("id", &Form::NonEmpty, "Its id; with `source` it tells a duplicate.")
        .required("a CloudEvent has one: with `source` it tells a duplicate"),
    Key::new("source", &Form::NonEmpty, "Where it comes from; with `id` it tells a duplicate.")
        .required("a CloudEvent has one: with `id` it tells a duplicate"),
    Key::new("subject", &Form::MaybeString, "The known person."),
    Key::new("time", &MAYBE_INSTANT, "When it happened, in place of `timestamp`."),
    Key::new("data", &OBJECT, "The payload."),
    Key::new("data_base64", &Form::Nothing, "Binary data has no fields to read: send JSON in `data`."),
];
static CLOUD_EVENT: Element =
    Element::new(("cloud-event", "a CloudEvent"), "A CloudEvent 1.0 as JSON.", &CLOUD_KEYS, &names(&CLOUD_KEYS))
        .rules(&[
            Rule::Given(&["time", "timestamp"]),
            Rule::Given(&["subject", "userId", "user_id", "anonymousId", "anonymous_id"]),
        ])
        .others(Others::Ignored);
