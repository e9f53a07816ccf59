//! The tables of `wayfare.toml` with their keys.

use crate::terms::element::{Choice, Element, Form, Key, Naming, Others, Pattern, Rule, form, names, words};
use crate::terms::fingerprint::FINGERPRINT;
use crate::terms::name::ID;
use crate::terms::rule::Level;

static POSITIVE: Form = Form::Duration { positive: true };
static STRINGS: Form = Form::List(&Form::String, 0);
static NAME: Pattern = Pattern { is: ID, what: "a name of letters, digits, `_` and `-`", digits: false };
static PRINT: Pattern =
    Pattern { is: FINGERPRINT, what: "a fingerprint of 12 digits and letters from a to f", digits: false };
static SINK_NAME: Naming =
    Naming { id: "sink", what: "the name of a sink", pattern: Some(ID), except: &[], digits: false };
static RATE: Pattern =
    Pattern { is: r"^\+?0*[1-9][0-9]*/[smh]$", what: "a count and a unit of time such as 100/s", digits: false };

static CONFIG_KEYS: [Key; 15] = [
    Key::new("project", form!(Form::Element(&PROJECT)), "The project: its name, and where its journeys are."),
    Key::new(
        "sinks",
        form!(Form::Map(&SINK_NAME, form!(Form::Element(&SINK)), 0)),
        "Where actions go, by name. An action names its sink; without one it goes to `log`.",
    ),
    Key::new(
        "consent",
        form!(Form::Element(&CONSENT)),
        "Purposes of consent, and whether processing itself needs one.",
    ),
    Key::new("time", form!(Form::Element(&TIME)), "Time zones."),
    Key::new("idempotency", form!(Form::Element(&IDEMPOTENCY)), "How long a duplicate is known as one."),
    Key::new("lint", form!(Form::Element(&LINT)), "The levels of rules, and the limits that some of them have."),
    Key::new("diff", form!(Form::Element(&DIFF)), "What `diff` takes as agreed."),
    Key::new("http", form!(Form::Element(&HTTP)), "How the service listens."),
    Key::new("store", form!(Form::Element(&STORE)), "Where the service keeps people's places."),
    Key::new("kafka", form!(Form::Element(&KAFKA)), "The Kafka topics that the service reads and writes."),
    Key::new("source", form!(Form::Element(&SOURCE)), "Where else events come from."),
    Key::new("clock", form!(Form::Element(&CLOCK)), "By which time timers fire in the service."),
    Key::new("privacy", form!(Form::Element(&PRIVACY)), "How personal data is sealed."),
    Key::new("telemetry", form!(Form::Element(&TELEMETRY)), "What operators see."),
    Key::new("shutdown", form!(Form::Element(&SHUTDOWN)), "How the service ends."),
];

/// The whole file.
pub static CONFIG: Element = Element::new(
    ("config", "`wayfare.toml`"),
    "What configures the tools and the service of a project. An empty file is fine; secrets are named and never written.",
    &CONFIG_KEYS,
    &names(&CONFIG_KEYS),
);

static PROJECT_KEYS: [Key; 2] = [
    Key::new("name", &Form::String, "The name of the project.").examples(&["\"shop\""]),
    Key::new("journeys", &STRINGS, "The folders with journeys, catalogs and scenarios, as seen from this file.")
        .default("[\"journeys\"]"),
];
static PROJECT: Element = Element::new(
    ("project", "the table `[project]`"),
    "The project: its name, and where its journeys are.",
    &PROJECT_KEYS,
    &names(&PROJECT_KEYS),
);

/// The kinds of sinks.
pub const SINK_KINDS: [Choice<&str>; 4] = [
    Choice::new("log", "log", "Effects are written down, and nothing is sent."),
    Choice::new("webhook", "webhook", "Effects are sent to a URL, signed as in Standard Webhooks."),
    Choice::new("kafka", "kafka", "Effects are written to a Kafka topic."),
    Choice::new("segment", "segment", "Effects go to a customer data platform that takes Segment's calls."),
];
/// The purposes of sinks.
pub const SINK_PURPOSES: [Choice<&str>; 2] = [
    Choice::new("marketing", "marketing", "Its messages advertise: they need consent and keep quiet hours."),
    Choice::new("service", "service", "Its messages serve: receipts, reminders, alerts."),
];
/// The sorts of sinks with the keys that each has beside those of all.
pub const SINK_SORTS: [(&str, &[&str]); 4] = [
    ("log", &[]),
    ("webhook", &["url", "url_env", "secret_env", "token_env", "timeout", "secret", "token"]),
    ("kafka", &["topic", "brokers"]),
    ("segment", &["url", "write_key_env", "timeout", "write_key"]),
];

static SINK_KEYS: [Key; 14] = [
    Key::new("kind", form!(Form::Choice(&words(&SINK_KINDS))), "What kind of sink it is.").default("\"log\""),
    Key::new(
        "purpose",
        form!(Form::Choice(&words(&SINK_PURPOSES))),
        "Makes every action on it a message, and says of which sort.",
    ),
    Key::new("rate", form!(Form::Match(&RATE)), "At most so many in a second, minute or hour.")
        .examples(&["\"100/s\""]),
    Key::new("url", &Form::Plain, "Where effects are sent.").examples(&["\"https://mail.example.com/send\""]),
    Key::new("url_env", &Form::Plain, "The environment variable that holds the URL.").examples(&["\"MAIL_URL\""]),
    Key::new(
        "secret_env",
        &Form::Plain,
        "The environment variable that holds the secret by which webhooks are signed.",
    )
    .examples(&["\"MAIL_SECRET\""]),
    Key::new("token_env", &Form::Plain, "The environment variable that holds the bearer token.")
        .examples(&["\"MAIL_TOKEN\""]),
    Key::new("timeout", &POSITIVE, "How long one try may take.").examples(&["\"10s\""]),
    Key::new("secret", &Form::Secret, "A secret does not belong in a file: name it with `secret_env`."),
    Key::new("token", &Form::Secret, "A secret does not belong in a file: name it with `token_env`."),
    Key::new("topic", &Form::Plain, "The topic to which effects are written.").examples(&["\"effects\""]),
    Key::new("brokers", &Form::Plain, "The brokers, if others than those of `[kafka]`.")
        .examples(&["\"localhost:9092\""]),
    Key::new("write_key_env", &Form::Plain, "The environment variable that holds the write key.")
        .examples(&["\"SEGMENT_WRITE_KEY\""]),
    Key::new("write_key", &Form::Secret, "A secret does not belong in a file: name it with `write_key_env`."),
];

/// A sink.
pub static SINK: Element =
    Element::new(("sink", "a sink"), "A place where actions go.", &SINK_KEYS, &names(&SINK_KEYS))
        .rules(&[Rule::Sorts { by: "kind", default: "log", sorts: &SINK_SORTS }]);

/// Whether people are in journeys until they object, or once they agree.
pub const PROCESSING: [Choice<bool>; 2] = [
    Choice::new("opt-out", false, "People are in journeys until they object."),
    Choice::new("opt-in", true, "People are in journeys once they agree."),
];

static CONSENT_KEYS: [Key; 2] = [
    Key::new(
        "purposes",
        form!(Form::List(form!(Form::Match(&NAME)), 0)),
        "Purposes of consent, beside those that actions name.",
    )
    .examples(&["[\"marketing\"]"]),
    Key::new(
        "processing",
        form!(Form::Choice(&words(&PROCESSING))),
        "Whether people are in journeys until they object, or \
         once they agree.",
    )
    .default("\"opt-out\""),
];
static CONSENT: Element = Element::new(
    ("consent", "the table `[consent]`"),
    "Purposes of consent, and whether processing itself needs one.",
    &CONSENT_KEYS,
    &names(&CONSENT_KEYS),
);

static TIME_KEYS: [Key; 1] = [Key::new(
    "default_tz",
    &Form::String,
    "The IANA time zone of windows and calendars where none is said, or where \
     a person's is none.",
)
.default("\"UTC\"")
.examples(&["\"Europe/Paris\""])];
static TIME: Element = Element::new(("time", "the table `[time]`"), "Time zones.", &TIME_KEYS, &names(&TIME_KEYS));

static IDEMPOTENCY_KEYS: [Key; 1] = [Key::new(
    "window",
    &POSITIVE,
    "How long the key of an event is remembered: within it, the same key \
     is a duplicate.",
)
.default("\"30d\"")];
static IDEMPOTENCY: Element = Element::new(
    ("idempotency", "the table `[idempotency]`"),
    "How long a duplicate is known as one.",
    &IDEMPOTENCY_KEYS,
    &names(&IDEMPOTENCY_KEYS),
);

/// The levels of rules.
pub const LEVELS: [Choice<Level>; 3] = [
    Choice::new("error", Level::Error, "A finding fails the check."),
    Choice::new("warning", Level::Warning, "A finding is shown; it fails a check that denies warnings."),
    Choice::new("off", Level::Off, "The rule is not asked."),
];

static LINT_KEYS: [Key; 1] = [Key::new("limits", form!(Form::Element(&LIMITS)), "The limits that rules hold against.")];
static LINT: Element = Element::new(
    ("lint", "the table `[lint]`"),
    "The level of each rule, or of all rules of a group.",
    &LINT_KEYS,
    &names(&LINT_KEYS),
)
.others(Others::Rules(form!(Form::Choice(&words(&LEVELS)))));

static LIMITS_KEYS: [Key; 8] = [
    Key::new("too-many-states", &Form::Count(1), "How many states a journey may have.").examples(&["80"]),
    Key::new("too-many-branches", &Form::Count(1), "How many steps may leave one state.").examples(&["12"]),
    Key::new("message-fatigue", &Form::Count(1), "How many messages a person may get in `message-fatigue-window`.")
        .examples(&["5"]),
    Key::new("long-journey", &Form::Count(1), "How many lines a journey may have.").examples(&["400"]),
    Key::new("coverage-below", &Form::Count(1), "What share of a journey its tests have to reach, in per cent.")
        .examples(&["90"]),
    Key::new("message-fatigue-window", &POSITIVE, "The span in which messages are counted.").examples(&["\"24h\""]),
    Key::new("suspicious-duration-min", &POSITIVE, "Shorter timers are taken for a slip.").examples(&["\"1s\""]),
    Key::new("suspicious-duration-max", &POSITIVE, "Longer timers are taken for a slip.").examples(&["\"365d\""]),
];
/// The limits of rules: counts, and durations.
pub static LIMITS: Element = Element::new(
    ("limits", "the table `[lint.limits]`"),
    "The limits that rules hold against.",
    &LIMITS_KEYS,
    &names(&LIMITS_KEYS),
);

static DIFF_KEYS: [Key; 1] = [Key::new(
    "approved",
    form!(Form::List(form!(Form::Match(&PRINT)), 0)),
    "The fingerprints of changes that were agreed to, as `diff` prints them.",
)
.examples(&["[\"3f2a90c1d5e7\"]"])];
static DIFF: Element =
    Element::new(("diff", "the table `[diff]`"), "What `diff` takes as agreed.", &DIFF_KEYS, &names(&DIFF_KEYS));

static HTTP_KEYS: [Key; 8] = [
    Key::new(
        "listen",
        &Form::Plain,
        "The address and port to listen on. Without tokens only a loopback address is taken.",
    )
    .default("\"127.0.0.1:7400\""),
    Key::new("tls_cert", &Form::Plain, "The file of the TLS certificate, in PEM.")
        .examples(&["\"/etc/wayfare/cert.pem\""]),
    Key::new("tls_key", &Form::Plain, "The file of the certificate's key, in PEM.")
        .examples(&["\"/etc/wayfare/key.pem\""]),
    Key::new("max_body", &Form::Plain, "The largest body that is read.").examples(&["\"1MiB\""]),
    Key::new("timeout", &POSITIVE, "How long a client may take.").examples(&["\"30s\""]),
    Key::new("ingest_token_env", &Form::Plain, "The environment variable that holds the token for sending events.")
        .examples(&["\"WAYFARE_INGEST_TOKEN\""]),
    Key::new("read_token_env", &Form::Plain, "The environment variable that holds the token for asking questions.")
        .examples(&["\"WAYFARE_READ_TOKEN\""]),
    Key::new(
        "admin_token_env",
        &Form::Plain,
        "The environment variable that holds the token for deploying and erasing.",
    )
    .examples(&["\"WAYFARE_ADMIN_TOKEN\""]),
];
static HTTP: Element =
    Element::new(("http", "the table `[http]`"), "How the service listens.", &HTTP_KEYS, &names(&HTTP_KEYS));

/// The kinds of stores.
pub const STORE_KINDS: [Choice<()>; 3] = [
    Choice::new("embedded", (), "A folder of this machine."),
    Choice::new("postgres", (), "PostgreSQL 13 or later."),
    Choice::new("redis", (), "Redis 7 or later."),
];
static STORE_KEYS: [Key; 4] = [
    Key::new("kind", form!(Form::Choice(&words(&STORE_KINDS))), "What keeps the data.").default("\"embedded\""),
    Key::new("path", &Form::Plain, "The folder of an embedded store.").default("\"wayfare-data\""),
    Key::new("url_env", &Form::Plain, "The environment variable that holds the URL of the database.")
        .examples(&["\"DATABASE_URL\""]),
    Key::new("url", &Form::Secret, "A URL with a password does not belong in a file: name it with `url_env`."),
];
static STORE: Element = Element::new(
    ("store", "the table `[store]`"),
    "Where the service keeps people's places.",
    &STORE_KEYS,
    &names(&STORE_KEYS),
);

static KAFKA_KEYS: [Key; 10] = [
    Key::new("brokers", &Form::Plain, "The brokers to begin with.").examples(&["\"localhost:9092\""]),
    Key::new("topic", &Form::Plain, "The topic that events are read from.").default("\"user-interactions\""),
    Key::new("group", &Form::Plain, "The consumer group.").default("\"journey-service\""),
    Key::new("dlq_topic", &Form::Plain, "The topic for dead letters.").default("\"journey-dlq\""),
    Key::new(
        "dlq_payload",
        &Form::Plain,
        "`true` writes dead letters with their payload instead of a reference to it.",
    )
    .default("false"),
    Key::new(
        "identity_topic",
        &Form::Plain,
        "The internal topic by which the events of one person come to one process.",
    ),
    Key::new("schema_registry", &Form::Plain, "The URL of a schema registry.").examples(&["\"http://localhost:8081\""]),
    Key::new("username_env", &Form::Plain, "The environment variable that holds the user name.")
        .examples(&["\"KAFKA_USER\""]),
    Key::new("password_env", &Form::Plain, "The environment variable that holds the password.")
        .examples(&["\"KAFKA_PASSWORD\""]),
    Key::new("password", &Form::Secret, "A secret does not belong in a file: name it with `password_env`."),
];
static KAFKA: Element = Element::new(
    ("kafka", "the table `[kafka]`"),
    "The Kafka topics that the service reads and writes.",
    &KAFKA_KEYS,
    &names(&KAFKA_KEYS),
);

static SOURCE_KEYS: [Key; 2] = [
    Key::new("kind", &Form::Plain, "What events are read from beside HTTP.").examples(&["\"jsonl\""]),
    Key::new("path", &Form::Plain, "The file or pipe with a JSON object a line.").examples(&["\"events.jsonl\""]),
];
static SOURCE: Element = Element::new(
    ("source", "the table `[source]`"),
    "Where else events come from.",
    &SOURCE_KEYS,
    &names(&SOURCE_KEYS),
);

/// The clocks of the service.
pub const CLOCKS: [Choice<()>; 2] = [
    Choice::new("wall", (), "Timers fire by the clock of the machine."),
    Choice::new("event", (), "Timers fire by the timestamps of events, as in `run`: for backfills and tests."),
];
static CLOCK_KEYS: [Key; 1] =
    [Key::new("mode", form!(Form::Choice(&words(&CLOCKS))), "By which time timers fire.").default("\"wall\"")];
static CLOCK: Element = Element::new(
    ("clock", "the table `[clock]`"),
    "By which time timers fire in the service.",
    &CLOCK_KEYS,
    &names(&CLOCK_KEYS),
);

static PRIVACY_KEYS: [Key; 2] = [
    Key::new(
        "key_env",
        &Form::Plain,
        "The environment variable that holds the key under which people's keys are sealed.",
    )
    .examples(&["\"WAYFARE_KEY\""]),
    Key::new("key", &Form::Secret, "A secret does not belong in a file: name it with `key_env`."),
];
static PRIVACY: Element = Element::new(
    ("privacy", "the table `[privacy]`"),
    "How personal data is sealed.",
    &PRIVACY_KEYS,
    &names(&PRIVACY_KEYS),
);

static TELEMETRY_KEYS: [Key; 2] = [
    Key::new("otlp", &Form::Plain, "The endpoint that traces are sent to.").examples(&["\"http://localhost:4318\""]),
    Key::new("log", &Form::Plain, "The level of the log.").examples(&["\"info\""]),
];
static TELEMETRY: Element = Element::new(
    ("telemetry", "the table `[telemetry]`"),
    "What operators see.",
    &TELEMETRY_KEYS,
    &names(&TELEMETRY_KEYS),
);

static SHUTDOWN_KEYS: [Key; 1] =
    [Key::new("drain", &POSITIVE, "How long the service goes on with what it has begun.").examples(&["\"30s\""])];
static SHUTDOWN: Element = Element::new(
    ("shutdown", "the table `[shutdown]`"),
    "How the service ends.",
    &SHUTDOWN_KEYS,
    &names(&SHUTDOWN_KEYS),
);

/// The tables that only the service reads.
pub const SERVICE_TABLES: [&str; 8] = ["http", "store", "kafka", "source", "clock", "privacy", "telemetry", "shutdown"];
