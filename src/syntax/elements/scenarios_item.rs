//! The items of a scenario test: what happens.

use crate::syntax::elements::common::{ANSWERS, DURATION, LITERALS};
use crate::syntax::elements::naming::{ANY, NAMED_EVENT};
use crate::syntax::elements::scenarios_expect::EXPECT;
use crate::terms::element::{Choice, Element, Form, Key, Others, Rule, form, names, words};

/// The keys of which an item has at most one.
pub const DEEDS: [&str; 5] = ["send", "answer", "wait", "until", "deploy"];

static KEYS: [Key; 6] = [
    Key::new(
        "send",
        form!(Form::Either(&[Form::Element(&SEND), Form::Name(&NAMED_EVENT)])),
        "An event comes: its name, or the event \
         with its payload, person, consent and the like.",
    )
    .examples(&["\"USER_CREATED\"", "{\"event\": \"CHECKOUT_STARTED\", \"payload\": {\"total\": 20}}"]),
    Key::new(
        "answer",
        form!(Form::Element(&ANSWER)),
        "The outside world answers: the fate of the oldest unanswered effect of an \
         action.",
    )
    .examples(&["{\"charge\": \"succeeded\"}", "{\"charge\": \"failed\", \"reason\": \"card declined\"}"]),
    Key::new("wait", &DURATION, "Time goes on for so long; what is due on the way fires.").examples(&["\"31d\""]),
    Key::new("until", &Form::Instant, "Time goes on to an instant; what is due on the way fires.")
        .examples(&["\"2026-03-29T09:00:00+02:00\""]),
    Key::new("deploy", &Form::Filled, "A file with a new version of a journey takes effect, and people move.")
        .examples(&["\"subscription-2.yaml\""]),
    Key::new("expect", form!(Form::Element(&EXPECT)), "What must hold now, and what must have come of this item.")
        .examples(&["{\"state\": \"BROWSING\"}"]),
];

/// One item.
pub static ITEM: Element =
    Element::new(("test-item", "an item"), "One thing that happens, and what must come of it.", &KEYS, &names(&KEYS))
        .rules(&[Rule::Any(&["send", "answer", "wait", "until", "deploy", "expect"]), Rule::AtMostOne(&DEEDS)]);

static SEND_KEYS: [Key; 8] = [
    Key::new("event", form!(Form::Name(&NAMED_EVENT)), "The event.")
        .required("say which one, `send: { event: SIGNED_UP }`")
        .examples(&["\"SIGNED_UP\""]),
    Key::new("payload", &LITERALS, "The fields of its payload.").examples(&["{\"total\": 20}"]),
    Key::new("as", &Form::Filled, "Who it is about; any name makes a person, known by it.").default("\"user\""),
    Key::new("anonymous", &Form::Filled, "An anonymous id; beside `as`, it links the two.").examples(&["\"anon-7\""]),
    Key::new("traits", &LITERALS, "Profile fields that the event fills.").examples(&["{\"tz\": \"Europe/Paris\"}"]),
    Key::new("consent", &ANSWERS, "Answers about consent that come with it.").examples(&["{\"marketing\": true}"]),
    Key::new("at", &Form::Instant, "When it happened, if not now: a late event."),
    Key::new("key", &Form::Filled, "Its idempotency key; the same twice is a duplicate.").examples(&["\"k-1\""]),
];

/// An event that comes.
pub static SEND: Element =
    Element::new(("send", "`send`"), "An event that comes from outside.", &SEND_KEYS, &names(&SEND_KEYS));

/// What becomes of an effect.
pub const FATES: [Choice<bool>; 2] = [
    Choice::new("succeeded", true, "The sink did it; `result` has what it answered."),
    Choice::new("failed", false, "The sink could not do it; `reason` says why."),
];
static FATE: Form = Form::Choice(&words(&FATES));

static ANSWER_KEYS: [Key; 3] = [
    Key::new("result", &LITERALS, "The fields of the answer, of an action that succeeded.")
        .examples(&["{\"receipt_id\": \"r-1\"}"]),
    Key::new("reason", &Form::Text, "Why it failed.").examples(&["\"card declined\""]),
    Key::new("as", &Form::Filled, "Whose effect it was.").default("\"user\""),
];

/// An answer from outside: an action with its fate.
pub static ANSWER: Element = Element::new(
    ("answer", "an answer"),
    "An action with its fate, `succeeded` or `failed`.",
    &ANSWER_KEYS,
    &names(&ANSWER_KEYS),
)
.rules(&[Rule::AtMostOne(&["result", "reason"]), Rule::AnyBut(&["result", "reason", "as"])])
.others(Others::Named(&ANY, &FATE));
