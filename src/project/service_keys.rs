//! The keys of `wayfare.toml` that only the service reads: known here, so that a slip in one is found by every command.

use crate::project::table::Table;

/// What the value of a key is held against.
#[derive(Clone, Copy, Debug)]
pub enum Sort {
    /// Any plain value; the service reads it.
    Loose,
    /// A duration above zero.
    Duration,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// What must never be written in the file, but named.
    Secret,
}

/// A key and its sort.
pub type Key = (&'static str, Sort);

/// The service's tables with their keys.
pub const SERVICE_TABLES: &[(&str, &[Key])] = &[
    (
        "http",
        &[
            ("listen", Sort::Loose),
            ("tls_cert", Sort::Loose),
            ("tls_key", Sort::Loose),
            ("max_body", Sort::Loose),
            ("timeout", Sort::Duration),
            ("ingest_token_env", Sort::Loose),
            ("read_token_env", Sort::Loose),
            ("admin_token_env", Sort::Loose),
        ],
    ),
    (
        "store",
        &[
            ("kind", Sort::OneOf(&["embedded", "postgres", "redis"])),
            ("path", Sort::Loose),
            ("url_env", Sort::Loose),
            ("url", Sort::Secret),
        ],
    ),
    (
        "kafka",
        &[
            ("brokers", Sort::Loose),
            ("topic", Sort::Loose),
            ("group", Sort::Loose),
            ("dlq_topic", Sort::Loose),
            ("dlq_payload", Sort::Loose),
            ("identity_topic", Sort::Loose),
            ("schema_registry", Sort::Loose),
            ("username_env", Sort::Loose),
            ("password_env", Sort::Loose),
            ("password", Sort::Secret),
        ],
    ),
    ("source", &[("kind", Sort::Loose), ("path", Sort::Loose)]),
    ("clock", &[("mode", Sort::OneOf(&["wall", "event"]))]),
    ("privacy", &[("key_env", Sort::Loose), ("key", Sort::Secret)]),
    ("telemetry", &[("otlp", Sort::Loose), ("log", Sort::Loose)]),
    ("shutdown", &[("drain", Sort::Duration)]),
];

/// The keys of a sink beside `kind`, `purpose` and `rate`.
pub fn sink_keys(kind: &str) -> &'static [Key] {
    match kind {
        "webhook" => &[
            ("url", Sort::Loose),
            ("url_env", Sort::Loose),
            ("secret_env", Sort::Loose),
            ("token_env", Sort::Loose),
            ("timeout", Sort::Duration),
            ("secret", Sort::Secret),
            ("token", Sort::Secret),
        ],
        "kafka" => &[("topic", Sort::Loose), ("brokers", Sort::Loose)],
        "segment" => &[
            ("url", Sort::Loose),
            ("write_key_env", Sort::Loose),
            ("timeout", Sort::Duration),
            ("write_key", Sort::Secret),
        ],
        _ => &[],
    }
}

/// Takes `keys` from `table`.
pub fn read_keys(table: &mut Table<'_>, keys: &[Key]) {
    for &(key, sort) in keys {
        match sort {
            Sort::Loose => table.loose(key),
            Sort::Secret => table.secret(key),
            Sort::Duration => {
                table.duration(key);
            }
            Sort::OneOf(members) => {
                let choices: Vec<(&str, ())> = members.iter().map(|member| (*member, ())).collect();
                table.choice(key, &choices);
            }
        }
    }
}
