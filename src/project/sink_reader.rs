//! Reads one `[sinks.<name>]`: the keys that every sink has, and those of its kind.

use crate::project::config::Sink;
use crate::project::elements::{SINK, SINK_KINDS, SINK_PURPOSES, SINK_SORTS};
use crate::project::service_keys::read_keys;
use crate::project::table::Table;
use crate::terms::element::Key;
use crate::terms::finding::Finding;
use crate::terms::rule::WRONG_SHAPE;

/// The sink that `table` says.
pub fn read_sink(mut table: Table<'_>) -> Sink {
    let written = table.text("kind");
    let kind = written.as_ref().and_then(|text| table.chosen("kind", text, &SINK_KINDS));
    let purpose = table.choice("purpose", &SINK_PURPOSES).map(Into::into);
    let rate = table.text("rate");
    if let Some(rate) = &rate
        && !is_rate(&rate.value)
    {
        let message = format!("`{}` is no rate", rate.value);
        table.report(Finding::new(WRONG_SHAPE, rate.span, message).help("write a count and a unit of time: `100/s`"));
    }
    // Of a kind that is none nothing can be said about its keys.
    if written.is_none() || kind.is_some() {
        read_keys(&mut table, keys_of(kind.unwrap_or("log")));
        table.finish();
    }
    Sink { kind: kind.unwrap_or("log").into(), purpose, rate: rate.map(|rate| rate.value) }
}

/// The keys of a sink of `kind` beside those of all sinks.
fn keys_of(kind: &str) -> impl Iterator<Item = &'static Key> {
    let names = SINK_SORTS.iter().find(|(sort, _)| *sort == kind).map_or(&[][..], |(_, names)| names);
    names.iter().filter_map(|name| SINK.key(name))
}

fn is_rate(text: &str) -> bool {
    text.split_once('/').is_some_and(|(count, unit)| {
        matches!(unit, "s" | "m" | "h") && count.parse::<u32>().is_ok_and(|count| count > 0)
    })
}
