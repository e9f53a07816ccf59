//! A record as one line of JSON.

use crate::engine::effect::{Effect, Origin};
use crate::engine::trace::Trace;
use crate::model::ids::StateId;
use crate::model::journey::Journey;
use crate::orchestrator::person::key_text;
use crate::orchestrator::record::{Cause, Kind, Record};
use crate::report::json::{self, Members};
use crate::report::names;
use crate::terms::digest;

/// Appends `record` and a line break to `out`.
pub fn render(record: &Record<'_>, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    write_members(record, &mut members);
    members.close();
    out.push(b'\n');
}

/// The members of `record`, in the order of the documentation.
pub fn write_members(record: &Record<'_>, members: &mut Members<'_>) {
    members.string("kind", kind(&record.kind));
    match record.kind {
        Kind::Step(trace) | Kind::Enter(trace) => {
            place(record, members);
            moves(record, trace, members);
        }
        Kind::Exit(rule, trace) => {
            members.string("rule", rule);
            place(record, members);
            moves(record, trace, members);
        }
        Kind::Move(moved) => {
            place(record, members);
            moves(record, moved.trace, members);
        }
        Kind::Send(trace) => {
            place(record, members);
            effects(record, trace, members);
            errors(trace, members);
        }
        Kind::Ignored(reason, trace) => {
            members.string("reason", reason);
            place(record, members);
            if let Some(trace) = trace {
                errors(trace, members);
            }
        }
        Kind::Merge { absorbed, kept } => {
            user(record, members);
            members.string("absorbed", absorbed);
            journey(record, members);
            time(record, members);
            if let Some(machine) = record.machine {
                let states = names::atomic_states(&machine.journey, kept);
                members.list("states", states, |out, name| json::string(out, name));
            }
        }
        Kind::LinkRefused { anonymous, kept_by } => {
            members.string_or_null("user", record.user);
            members.string("anonymous", anonymous);
            members.string("kept_by", kept_by);
        }
        Kind::DeadLetter { reason, detail, .. } => dead_letter(record, reason, detail, members),
    }
    if !record.refused_traits.is_empty() {
        members.list("refused_traits", record.refused_traits, |out, refused| json::string(out, refused));
    }
    if let Some(status) = record.status.filter(|_| !matches!(record.kind, Kind::DeadLetter { .. })) {
        members.string("status", status.as_str());
    }
}

const fn kind(kind: &Kind<'_>) -> &'static str {
    match kind {
        Kind::Step(_) => "step",
        Kind::Enter(_) => "enter",
        Kind::Exit(..) => "exit",
        Kind::Move(_) => "move",
        Kind::Send(_) => "send",
        Kind::Ignored(..) => "ignored",
        Kind::Merge { .. } => "merge",
        Kind::LinkRefused { .. } => "link_refused",
        Kind::DeadLetter { .. } => "dead_letter",
    }
}

/// Whose record it is, in which journey, why and when.
fn place(record: &Record<'_>, members: &mut Members<'_>) {
    user(record, members);
    journey(record, members);
    time(record, members);
}

fn user(record: &Record<'_>, members: &mut Members<'_>) {
    members.string_or_null("user", record.user);
    if record.anonymous {
        members.bool("anonymous", true);
    }
}

fn journey(record: &Record<'_>, members: &mut Members<'_>) {
    let Some(machine) = record.machine else {
        members.null("journey");
        return;
    };
    members.string("journey", &machine.journey.id.value);
    members.value("instance", record.key);
    version("version", &machine.journey, members);
    if let Kind::Move(moved) = record.kind {
        version("version_from", &moved.from.journey, members);
    }
    if record.visit > 0 {
        members.int("visit", i64::from(record.visit));
    }
}

fn version(name: &'static str, journey: &Journey, members: &mut Members<'_>) {
    use std::io::Write as _;
    let out = members.member(name);
    // A version has no character that JSON would escape, and writing to a vector cannot fail.
    let _ = write!(out, "\"{}\"", journey.version);
}

fn time(record: &Record<'_>, members: &mut Members<'_>) {
    if let Some(cause) = record.cause {
        write_cause(cause, members.member("cause"));
    }
    members.int("at", record.at);
    if let Some(timestamp) = record.timestamp {
        members.int("timestamp", timestamp);
    }
}

fn write_cause(cause: Cause<'_>, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    match cause {
        Cause::Event { event, id } => {
            members.string("event", event);
            members.string("id", id);
        }
        Cause::Timer { timer, due } => {
            members.string("timer", timer);
            members.int("due", due);
        }
        Cause::Deferred(key) => members.string("deferred", key),
        Cause::Move(version) => members.string("move", version),
    }
    members.close();
}

/// Steps, states, variables, arms and effects.
fn moves(record: &Record<'_>, trace: &Trace, members: &mut Members<'_>) {
    let Some(machine) = record.machine else { return };
    let journey = &machine.journey;
    members.list("steps", &trace.steps, |out, &id| json::string(out, names::step(journey, id)));
    let (before, left) = match record.kind {
        Kind::Move(moved) => (&*moved.from.journey, moved.left),
        _ => (&**journey, &[][..]),
    };
    states(before, "from", &trace.from, members);
    if matches!(record.kind, Kind::Enter(_)) {
        states(journey, "initial", &trace.initial, members);
    }
    states(journey, "to", &trace.to, members);
    let exited = left.iter().map(|&id| names::state(before, id));
    let exited = exited.chain(trace.exited.iter().map(|&id| names::state(journey, id)));
    members.list("exited", exited, json::string);
    states(journey, "entered", &trace.entered, members);
    let mut set = Members::open(members.member("set"));
    for (variable, value) in &trace.set {
        set.value(names::variable(journey, *variable), value);
    }
    set.close();
    let mut arms = Members::open(members.member("arms"));
    for &(split, arm) in &trace.arms {
        arms.string(names::state(journey, split), names::arm(journey, split, arm));
    }
    arms.close();
    effects(record, trace, members);
    errors(trace, members);
}

fn states(journey: &Journey, name: &str, ids: &[StateId], members: &mut Members<'_>) {
    members.list(name, ids, |out, &id| json::string(out, names::state(journey, id)));
}

fn effects(record: &Record<'_>, trace: &Trace, members: &mut Members<'_>) {
    members.list("effects", &trace.effects, |out, effect| write_effect(record, effect, out));
}

fn write_effect(record: &Record<'_>, effect: &Effect, out: &mut Vec<u8>) {
    let Some(machine) = record.machine else { return };
    let mut members = Members::open(out);
    members.string("action", names::action(&machine.journey, effect.action));
    let mut params = Members::open(members.member("params"));
    for (name, value) in &effect.params {
        params.value(name, value);
    }
    params.close();
    members.string("key", &effect_key(record, effect));
    let held = effect.verdict.held();
    members.bool("sent", held.is_none());
    if let Some(reason) = held {
        members.string("held", reason);
    }
    members.close();
}

/// The key of an effect of `record`, in hex. A deferred one keeps the key under which it was first decided.
pub fn effect_key(record: &Record<'_>, effect: &Effect) -> String {
    if let (Kind::Send(_), Some(Cause::Deferred(key))) = (record.kind, record.cause) {
        return key.to_owned();
    }
    let journey = record.machine.map_or("", |machine| &machine.journey.id.value);
    let key = key_text(record.key);
    let person = record.user.unwrap_or_default();
    digest::hex(&effect.key(Origin { journey, person, key: &key, cause: record.cause_key }))
}

fn errors(trace: &Trace, members: &mut Members<'_>) {
    if trace.errors.is_empty() {
        return;
    }
    members.list("errors", &trace.errors, |out, (at, detail)| {
        let mut members = Members::open(out);
        members.string("at", at);
        members.string("detail", detail);
        members.close();
    });
}

/// A line that is no event has no cause and no instant; what a journey could not process has both.
fn dead_letter(record: &Record<'_>, reason: &str, detail: &str, members: &mut Members<'_>) {
    match i64::try_from(record.line) {
        Ok(line) if line > 0 => members.int("line", line),
        _ => members.null("line"),
    }
    user(record, members);
    members.string_or_null("journey", record.machine.map(|machine| machine.journey.id.value.as_str()));
    if !record.key.is_unit() {
        members.value("instance", record.key);
    }
    if record.cause.is_some() {
        time(record, members);
    }
    members.string("reason", reason);
    members.string("detail", detail);
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::render;
    use crate::engine::instance::Status;
    use crate::orchestrator::record::{Cause, Kind, Record};
    use crate::report::sample::{activation, every_record, sample};
    use crate::terms::value::Value;

    fn line(record: &Record<'_>) -> String {
        let mut out = Vec::new();
        render(record, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_step_is_written_as_documented() {
        let (sample, trace) = (sample(), activation());
        let key = "cc12bf3adda9b36192275ff362ade336";
        let expected = format!(
            "{}{}{}{}",
            r#"{"kind":"step","user":"u-1","journey":"subscription","instance":null,"version":"1.4.0","visit":1,"#,
            r#""cause":{"event":"PROFILE_COMPLETED","id":"e-1"},"at":1700000000000,"#,
            r#""steps":["activation"],"from":["ONBOARDING"],"to":["BROWSING"],"exited":["ONBOARDING"],"entered":["BROWSING"],"#,
            format_args!(
                r#""set":{{"step_index":2}},"arms":{{}},"effects":[{{"action":"send_welcome_email","params":{{"template":"w1"}},"key":"{key}","sent":true}}],"status":"active"}}"#
            ),
        );
        assert_eq!(line(&sample.record(Kind::Step(&trace))).trim_end(), expected);
    }

    #[test]
    fn every_kind_is_one_line_of_json() {
        let mut all = String::new();
        every_record(|record| {
            let line = line(record);
            assert_eq!(line.matches('\n').count(), 1);
            serde_json::from_str::<serde_json::Value>(&line).unwrap();
            all.push_str(&line);
        });
        assert_snapshot!(all);
    }

    #[test]
    fn keys_and_causes_of_every_kind_change_effect_keys() {
        let (sample, trace) = (sample(), activation());
        let record = sample.record(Kind::Step(&trace));
        let number = Value::Int(7);
        let lines = [
            line(&record),
            line(&Record { key: &number, ..record }),
            line(&Record { user: Some("u-2"), ..record }),
            line(&Record { cause_key: "t:x@1", cause: Some(Cause::Timer { timer: "x", due: 1 }), ..record }),
        ];
        let keys: Vec<&str> = lines.iter().filter_map(|line| line.split("\"key\":\"").nth(1)?.get(..32)).collect();
        assert_eq!(keys.len(), 4);
        assert!(keys.iter().enumerate().all(|(at, key)| !keys[..at].contains(key)), "{keys:?}");
    }

    #[test]
    fn a_deferred_effect_keeps_its_key() {
        let (sample, trace) = (sample(), activation());
        let cause = Some(Cause::Deferred("6f0c"));
        let sent = line(&Record { cause, status: Some(Status::Completed), ..sample.record(Kind::Send(&trace)) });
        assert!(
            sent.contains(r#""cause":{"deferred":"6f0c"}"#) && sent.contains(r#""key":"6f0c","sent":true"#),
            "{sent}"
        );
    }
}
