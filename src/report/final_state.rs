//! The state that each instance ended in, as CSV or JSONL.

use std::io::{self, Write};

use smol_str::SmolStr;

use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::orchestrator::person::{Person, Visit, key_text};
use crate::report::json::{self, Members};
use crate::report::names;

/// How final states are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 with a head line; lines end with a line feed.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// The columns, and the members of JSONL.
const HEAD: &str = "user_id,journey,instance,version,status,states,last_event_at,context\n";

/// How many bytes are gathered before they are written.
const CHUNK: usize = 1 << 16;

impl Format {
    /// The format that a file's extension asks for.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// Writes the latest visit of every instance, sorted by person, journey and key.
pub fn write(fleet: &Fleet, people: &[Person], format: Format, to: &mut dyn Write) -> io::Result<()> {
    let scribes: Vec<Scribe> = fleet.machines.iter().map(|machine| Scribe::new(machine, format)).collect();
    let mut out = Vec::with_capacity(CHUNK * 2);
    if format == Format::Csv {
        out.extend_from_slice(HEAD.as_bytes());
    }
    for person in by_id(people) {
        for (visit, key) in latest(person) {
            if let Some(scribe) = scribes.get(visit.machine as usize) {
                scribe.write(person, visit, &key, &mut out);
            }
        }
        if out.len() >= CHUNK {
            to.write_all(&out)?;
            out.clear();
        }
    }
    to.write_all(&out)
}

/// Everyone by id alone; a known person before an unknown one of the same spelling.
fn by_id(people: &[Person]) -> Box<dyn Iterator<Item = &Person> + '_> {
    let order = |person: &Person| (person.id.clone(), person.anonymous);
    if people.is_sorted_by_key(order) {
        return Box::new(people.iter());
    }
    let mut sorted: Vec<&Person> = people.iter().collect();
    sorted.sort_by(|a, b| (&a.id, a.anonymous).cmp(&(&b.id, b.anonymous)));
    Box::new(sorted.into_iter())
}

/// The visits by journey and key as text, only the last of each.
fn latest(person: &Person) -> Vec<(&Visit, SmolStr)> {
    let mut visits: Vec<_> = person.visits.iter().map(|visit| (visit, key_text(&visit.key))).collect();
    visits.sort_by(|(a, a_key), (b, b_key)| {
        (a.journey, a_key).cmp(&(b.journey, b_key)).then_with(|| b.instance.visit.cmp(&a.instance.visit))
    });
    visits.dedup_by(|(later, later_key), (kept, key)| later.journey == kept.journey && later_key == key);
    visits
}

/// Writes the instances of one journey.
struct Scribe<'a> {
    machine: &'a Machine,
    version: String,
    /// Context slots in order of name.
    slots: Vec<usize>,
    format: Format,
}

impl<'a> Scribe<'a> {
    fn new(machine: &'a Machine, format: Format) -> Self {
        let context = &machine.journey.context;
        let mut slots: Vec<usize> = (0..context.len()).collect();
        slots.sort_by_key(|&slot| context.get(slot).map(|variable| &variable.name.value));
        Self { machine, version: machine.journey.version.to_string(), slots, format }
    }

    fn write(&self, person: &Person, visit: &Visit, key: &str, out: &mut Vec<u8>) {
        match self.format {
            Format::Csv => self.csv(person, visit, key, out),
            Format::Jsonl => self.jsonl(person, visit, out),
        }
    }

    fn csv(&self, person: &Person, visit: &Visit, key: &str, out: &mut Vec<u8>) {
        let mut context = Vec::new();
        self.context(visit, &mut context);
        for field in [&person.id, &self.machine.journey.id.value, key, &self.version, visit.instance.status.as_str()] {
            quote(out, field.as_bytes());
            out.push(b',');
        }
        for (index, state) in names::atomic_states(&self.machine.journey, &visit.instance).enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b" " });
            out.extend_from_slice(state.as_bytes());
        }
        out.push(b',');
        json::int(out, visit.last_event_at);
        out.push(b',');
        quote(out, &context);
        out.push(b'\n');
    }

    fn jsonl(&self, person: &Person, visit: &Visit, out: &mut Vec<u8>) {
        let mut members = Members::open(out);
        members.string("user_id", &person.id);
        members.string("journey", &self.machine.journey.id.value);
        members.value("instance", &visit.key);
        members.string("version", &self.version);
        members.string("status", visit.instance.status.as_str());
        let states = names::atomic_states(&self.machine.journey, &visit.instance);
        members.list("states", states, |out, name| json::string(out, name));
        members.int("last_event_at", visit.last_event_at);
        self.context(visit, members.member("context"));
        members.close();
        out.push(b'\n');
    }

    fn context(&self, visit: &Visit, out: &mut Vec<u8>) {
        let mut members = Members::open(out);
        for &slot in &self.slots {
            let (variable, value) = (self.machine.journey.context.get(slot), visit.instance.context.get(slot));
            if let (Some(variable), Some(value)) = (variable, value) {
                members.value(&variable.name.value, value);
            }
        }
        members.close();
    }
}

/// A field, in quotes where it needs them.
fn quote(out: &mut Vec<u8>, field: &[u8]) {
    if !field.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    for part in field.split_inclusive(|&byte| byte == b'"') {
        out.extend_from_slice(part);
        if part.last() == Some(&b'"') {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{Format, quote, write};
    use crate::report::sample::{people, sample};

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write(&sample().fleet, &people(), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_is_sorted_and_quoted() {
        assert_snapshot!(written(Format::Csv));
    }

    #[test]
    fn jsonl_has_the_same_members() {
        assert_snapshot!(written(Format::Jsonl));
    }

    #[test]
    fn only_fields_that_need_quotes_get_them() {
        for (field, expected) in
            [("plain é", "plain é"), ("", ""), ("a,b", "\"a,b\""), ("\"", "\"\"\"\""), ("x\r", "\"x\r\"")]
        {
            let mut out = Vec::new();
            quote(&mut out, field.as_bytes());
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
